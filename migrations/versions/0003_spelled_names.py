"""names as spelled, beside names as searched"""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

_TONES = "\u0300\u0309\u0303\u0301\u0323"


def upgrade() -> None:
    for table, names in (("household", ["head_name"]), ("citizen", ["full_name", "alias"])):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("spelled", sa.String(500), nullable=False, server_default=""))
        with op.batch_alter_table(table) as batch:
            batch.alter_column("spelled", server_default=None)
        _fill(sa.table(table, *map(sa.column, ("id", *names, "spelled"))), names)


def _fill(table, names) -> None:
    """Written out here, and not called from the registry, whose rule may change after today."""
    bind = op.get_bind()
    for id_, *written in bind.execute(sa.select(table.c.id, *(table.c[n] for n in names))).all():
        spelled = f" {' '.join(map(_spell, ' '.join(written).split()))} "
        bind.execute(table.update().where(table.c.id == id_).values(spelled=spelled))


def _spell(word: str) -> str:
    apart = unicodedata.normalize("NFD", word.casefold())
    tone = next((c for c in apart if c in _TONES), "")
    return unicodedata.normalize("NFC", "".join(c for c in apart if c not in _TONES)) + tone


def downgrade() -> None:
    for table in ("household", "citizen"):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("spelled")
