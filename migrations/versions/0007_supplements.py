"""Papers asked for with the clock standing still, apologies, the hour of receipt."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "supplement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("papers", sa.String(length=300), nullable=False),
        sa.Column("wanted_by", sa.Date(), nullable=True),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("commune_code", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_supplement_case_id")),
        sa.ForeignKeyConstraint(
            ["commune_code"], ["commune.code"], name=op.f("fk_supplement_commune_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplement")),
    )
    op.create_table(
        "apology",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("apologised_on", sa.Date(), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=False),
        sa.Column("new_date", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("commune_code", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_apology_case_id")),
        sa.ForeignKeyConstraint(
            ["commune_code"], ["commune.code"], name=op.f("fk_apology_commune_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_apology")),
    )
    for table in ("supplement", "apology"):
        for column in ("case_id", "commune_code"):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    with op.batch_alter_table("case") as batch:
        batch.add_column(sa.Column("received_time", sa.Integer(), nullable=True))
    _ask_again_of_what_waits()


def _ask_again_of_what_waits() -> None:
    """Cases that wait for papers had no request of their own: the day is that of the case."""
    op.execute(
        "insert into supplement (case_id, asked_on, papers, paused, commune_code) "
        "select id, requested_on, missing_papers, false, commune_code from \"case\" "
        "where state = 'supplement'"
    )


def downgrade() -> None:
    with op.batch_alter_table("case") as batch:
        batch.drop_column("received_time")
    op.drop_table("apology")
    op.drop_table("supplement")
