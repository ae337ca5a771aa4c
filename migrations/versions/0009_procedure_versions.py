"""Versions of procedures added by a commune; interlinked steps done."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "procedure_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procedure", sa.String(length=30), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("commune_code", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["commune_code"], ["commune.code"], name=op.f("fk_procedure_version_commune_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedure_version")),
        sa.UniqueConstraint(
            "commune_code",
            "procedure",
            "valid_from",
            name=op.f("uq_procedure_version_commune_code_procedure_valid_from"),
        ),
    )
    op.create_index(
        op.f("ix_procedure_version_commune_code"), "procedure_version", ["commune_code"]
    )
    with op.batch_alter_table("case") as batch:
        batch.add_column(sa.Column("steps_done", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("case") as batch:
        batch.alter_column("steps_done", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("case") as batch:
        batch.drop_column("steps_done")
    op.drop_table("procedure_version")
