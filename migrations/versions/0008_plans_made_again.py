"""plans made again: where they start from, places found, visits held in place"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plan_job", sa.Column("before", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("plan_job", sa.Column("offers", sa.JSON(none_as_null=True), nullable=True))
    op.create_table(
        "visit_pin",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("team", sa.String(length=4), nullable=False),
        sa.Column("created_by", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("commune_code", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["commune_code"], ["commune.code"], name=op.f("fk_visit_pin_commune_code")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_pin_visit_id")),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("pk_visit_pin")),
    )
    op.create_index(op.f("ix_visit_pin_commune_code"), "visit_pin", ["commune_code"])


def downgrade() -> None:
    op.drop_index(op.f("ix_visit_pin_commune_code"), table_name="visit_pin")
    op.drop_table("visit_pin")
    op.drop_column("plan_job", "offers")
    op.drop_column("plan_job", "before")
