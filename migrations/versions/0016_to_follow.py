"""outcomes the books have yet to follow"""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('to_follow',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('outcome_id', sa.String(length=36), nullable=False),
    sa.Column('household_id', sa.Integer(), nullable=False),
    sa.Column('commune_code', sa.String(length=10), nullable=False),
    sa.ForeignKeyConstraint(['commune_code'], ['commune.code'], name=op.f('fk_to_follow_commune_code')),
    sa.ForeignKeyConstraint(['outcome_id'], ['outcome.id'], name=op.f('fk_to_follow_outcome_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_to_follow')),
    sa.UniqueConstraint('outcome_id', name=op.f('uq_to_follow_outcome_id'))
    )
    with op.batch_alter_table('to_follow', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_to_follow_commune_code'), ['commune_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_to_follow_household_id'), ['household_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('to_follow', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_to_follow_household_id'))
        batch_op.drop_index(batch_op.f('ix_to_follow_commune_code'))

    op.drop_table('to_follow')
