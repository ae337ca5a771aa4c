"""a second team at a home"""

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The version before writes no such columns: the database fills them in.
    nothing = sa.text("x''" if op.get_bind().dialect.name == "sqlite" else "''::bytea")
    # Not in a batch: that may make SQLite's table anew, which rows of other tables point to.
    op.add_column('household', sa.Column('second_team', sa.LargeBinary(), nullable=False, server_default=nothing))
    op.add_column('stop', sa.Column('helps', sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column('stop', 'helps')
    op.drop_column('household', 'second_team')
