"""passwords that somebody else has seen"""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The version before writes no such column: the database fills it in. Who has a login now keeps it.
    op.add_column(
        'user',
        sa.Column('password_is_one_time', sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    op.drop_column('user', 'password_is_one_time')
