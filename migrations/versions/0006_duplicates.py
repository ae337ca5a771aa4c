"""records found to be one, and found to be two"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('merge',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('kept_id', sa.Integer(), nullable=False),
    sa.Column('gone_id', sa.Integer(), nullable=False),
    sa.Column('moved', sa.JSON(), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('after', sa.JSON(), nullable=False),
    sa.Column('merged_by', sa.String(length=120), nullable=False),
    sa.Column('merged_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('commune_code', sa.String(length=10), nullable=False),
    sa.ForeignKeyConstraint(['commune_code'], ['commune.code'], name=op.f('fk_merge_commune_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_merge'))
    )
    op.create_index(op.f('ix_merge_commune_code'), 'merge', ['commune_code'], unique=False)
    op.create_table('apart',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('one_id', sa.Integer(), nullable=False),
    sa.Column('other_id', sa.Integer(), nullable=False),
    sa.Column('said_by', sa.String(length=120), nullable=False),
    sa.Column('said_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('commune_code', sa.String(length=10), nullable=False),
    sa.ForeignKeyConstraint(['commune_code'], ['commune.code'], name=op.f('fk_apart_commune_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_apart')),
    sa.UniqueConstraint('commune_code', 'kind', 'one_id', 'other_id', name=op.f('uq_apart_commune_code_kind_one_id_other_id'))
    )
    op.create_index(op.f('ix_apart_commune_code'), 'apart', ['commune_code'], unique=False)
    with op.batch_alter_table('citizen') as batch:
        batch.add_column(sa.Column('merged_into', sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f('fk_citizen_merged_into'), 'citizen', ['merged_into'], ['id'])


def downgrade() -> None:
    with op.batch_alter_table('citizen') as batch:
        batch.drop_constraint(op.f('fk_citizen_merged_into'), type_='foreignkey')
        batch.drop_column('merged_into')
    op.drop_table('apart')
    op.drop_table('merge')
