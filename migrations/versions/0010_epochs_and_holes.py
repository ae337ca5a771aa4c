"""Epochs of the database, and holes in the sequences of phones.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "epoch",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_epoch")),
    )
    op.create_table(
        "hole",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("lost_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(length=120), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("commune_code", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["commune_code"], ["commune.code"], name=op.f("fk_hole_commune_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hole")),
        sa.UniqueConstraint("commune_code", "device_id", "seq", name="uq_hole_commune_code_device_id_seq"),
    )
    op.create_index("ix_hole_commune_code", "hole", ["commune_code"])
    op.drop_index("ix_outcome_device_seq", "outcome")
    op.create_index(
        "ix_outcome_device_seq", "outcome", ["commune_code", "device_id", "device_seq"]
    )


def downgrade():
    op.drop_index("ix_outcome_device_seq", "outcome")
    op.create_index("ix_outcome_device_seq", "outcome", ["device_id", "device_seq"])
    op.drop_table("hole")
    op.drop_table("epoch")
