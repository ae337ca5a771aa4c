"""sensitive columns lie sealed, numbers are found by a blind index"""

import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from flask import current_app

from fieldops.store import keyring

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None

TEXT, OBJECT, LIST = (sa.Text(), ""), (sa.JSON(), {}), (sa.JSON(), [])
COLUMNS = {
    "citizen": {"id_number": TEXT, "ethnicity": TEXT, "phone": TEXT},
    "household": {"phone": TEXT, "notes": TEXT},
    "category": {"detail": TEXT},
    "case": {
        "informant_phone": TEXT, "missing_papers": TEXT, "notes": TEXT, "closing_reason": TEXT,
    },
    "supplement": {"papers": TEXT},
    "apology": {"reason": TEXT},
    "registration": {"note": TEXT},
    "outcome": {"body": OBJECT, "note": TEXT, "met_name": TEXT, "review_note": TEXT},
    "import_list": {"rows": LIST, "result": OBJECT},
    "official_list": {"rows": LIST, "refused": LIST, "resolved": OBJECT},
    "merge": {"before": OBJECT, "after": OBJECT},
    "absence": {"reason": TEXT},
    "survey_answer": {"words": TEXT},
}
INDEXED = {"citizen": ("id_number", "phone"), "household": ("phone",)}
LENGTHS = {
    "id_number": 20, "ethnicity": 40, "phone": 20, "informant_phone": 20, "detail": 120,
    "missing_papers": 300, "closing_reason": 300, "papers": 300, "note": 300, "met_name": 120,
    "review_note": 300,
}
LONG = {("outcome", "note"), ("survey_answer", "words")}
MOST = 1000


def upgrade() -> None:
    _wipe_what_is_freed()
    _ring()
    for table, columns in COLUMNS.items():
        left = [name for name in columns if not _is_binary(table, name)]
        for name in left:
            _add(table, f"new_{name}", sa.LargeBinary(), _nothing())
        for name in (one for one in INDEXED.get(table, ()) if one in left):
            op.add_column(table, sa.Column(f"{name}_index", sa.LargeBinary(16), nullable=True))
            op.create_index(f"ix_{table}_{name}_index", table, [f"{name}_index", "commune_code"])
        _each(table, {name: columns[name][0] for name in left}, _sealed)
        _put_in_place(table, left)
    _phones_out_of_the_search()


def downgrade() -> None:
    _wipe_what_is_freed()
    _phones_into_the_search()
    for table, columns in COLUMNS.items():
        for name, (_, empty) in columns.items():
            kind = sa.JSON() if empty != "" else _plain(table, name)
            _add(table, f"new_{name}", kind, f"'{empty if empty == '' else _json(empty)}'")
        _each(table, {name: sa.LargeBinary() for name in columns}, _clear)
        _put_in_place(table, columns)
        for name in INDEXED.get(table, ()):
            op.drop_index(f"ix_{table}_{name}_index", table)
            op.drop_column(table, f"{name}_index")
    op.drop_table("seal_key")


def _ring() -> None:
    """The keys of this server: as they are, or made now, and the database says which they are."""
    bind, path = op.get_bind(), current_app.config["SEAL_KEYS"]
    marks = sa.table("seal_key", sa.column("key"), sa.column("proof", sa.LargeBinary()),
                     sa.column("since", sa.DateTime(timezone=True)))
    if not sa.inspect(bind).has_table("seal_key"):
        op.create_table(
            "seal_key",
            sa.Column("key", sa.String(length=8), nullable=False),
            sa.Column("proof", sa.LargeBinary(), nullable=False),
            sa.Column("since", sa.DateTime(timezone=True), nullable=False),
            sa.PrimaryKeyConstraint("key", name=op.f("pk_seal_key")),
        )
    known = set(bind.scalars(sa.select(marks.c.key)))
    ring = keyring.load(path) if known or path.exists() else keyring.make(path)
    keyring.use(path)
    if ring.current not in known:
        proof = bytes(ring.seal(b"fieldops", f"seal_key.proof.{ring.current}"))
        bind.execute(marks.insert(), {"key": ring.current, "proof": proof, "since": datetime.now(UTC)})


def _sealed(table, row, columns):
    """The new values of a row, and of its blind indexes."""
    ring, values = keyring.ring(), {}
    for name in columns:
        value, place = getattr(row, name), f"{table}.{name}.{row.id}"
        empty = COLUMNS[table][name][1]
        content = (value if empty == "" else _json(value)).encode(errors="surrogatepass")
        values[f"b_new_{name}"] = b"" if value == empty else bytes(ring.seal(content, place))
        if name in INDEXED.get(table, ()):
            about = f"{table}.{name}.{row.commune_code}"
            values[f"b_{name}_index"] = ring.blind(value, about) if value else None
    return values


def _clear(table, row, columns):
    values = {}
    for name in columns:
        sealed, empty = getattr(row, name), COLUMNS[table][name][1]
        content = keyring.opened(bytes(sealed), f"{table}.{name}.{row.id}") if sealed else None
        values[f"b_new_{name}"] = empty if content is None else content.decode(errors="surrogatepass")
        if content is not None and empty != "":
            values[f"b_new_{name}"] = json.loads(values[f"b_new_{name}"])
    return values


def _json(value) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _each(table, columns, change) -> None:
    """``change`` for every row, a thousand at a time: nothing is held whole in memory."""
    if not columns:
        return
    bind, last = op.get_bind(), None
    rows = sa.table(table, sa.column("id"), sa.column("commune_code"),
                    *(sa.column(name, kind) for name, kind in columns.items()),
                    *_targets(table, columns))
    while True:
        query = sa.select(rows).order_by(rows.c.id).limit(MOST)
        found = bind.execute(query if last is None else query.where(rows.c.id > last)).all()
        if not found:
            return
        last = found[-1].id
        values = [{"b_id": row.id} | change(table, row, columns) for row in found]
        setting = {key[2:]: sa.bindparam(key) for key in values[0] if key != "b_id"}
        bind.execute(sa.update(rows).where(rows.c.id == sa.bindparam("b_id")).values(setting), values)


def _targets(table, columns):
    for name, kind in columns.items():
        to_clear = isinstance(kind, sa.LargeBinary)
        yield sa.column(f"new_{name}", COLUMNS[table][name][0] if to_clear else sa.LargeBinary())
        if name in INDEXED.get(table, ()):
            yield sa.column(f"{name}_index", sa.LargeBinary())


def _add(table, name, kind, default) -> None:
    op.add_column(table, sa.Column(name, kind, nullable=False, server_default=sa.text(default)))


def _put_in_place(table, columns) -> None:
    """The new columns take the names of the old ones, which go."""
    for name in columns:
        op.execute(f'ALTER TABLE "{table}" DROP COLUMN "{name}"')
        op.execute(f'ALTER TABLE "{table}" RENAME COLUMN "new_{name}" TO "{name}"')


def _plain(table, name):
    """The type a text column had."""
    long = (table, name) in LONG or name not in LENGTHS and name != "reason"
    length = {"absence": 120, "apology": 300}.get(table) if name == "reason" else LENGTHS.get(name)
    return sa.Text() if long else sa.String(length=length)


def _is_binary(table, name) -> bool:
    found = {one["name"]: one["type"] for one in sa.inspect(op.get_bind()).get_columns(table)}
    return isinstance(found[name], sa.LargeBinary)


def _nothing() -> str:
    return "x''" if op.get_bind().dialect.name == "sqlite" else "''::bytea"


def _wipe_what_is_freed() -> None:
    """SQLite writes zeros over what it lets go of; PostgreSQL needs VACUUM FULL afterwards."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("PRAGMA secure_delete=ON")


def _phones_out_of_the_search() -> None:
    """Phones were words of the search text; they are found by their blind index now."""
    _search(lambda words, phones: [word for word in words if word not in phones])


def _phones_into_the_search() -> None:
    _search(lambda words, phones: words + sorted(phones - {""} - set(words)))


def _search(change) -> None:
    bind = op.get_bind()
    homes, phones = {}, {}
    for table, home in (("household", "id"), ("citizen", "household_id")):
        found = sa.table(table, sa.column("id"), sa.column("phone", sa.LargeBinary()), sa.column(home))
        for row in bind.execute(sa.select(found).where(found.c.phone != b"")):
            phone = keyring.opened(bytes(row.phone), f"{table}.phone.{row.id}").decode()
            phones[table, row.id] = {phone}
            homes.setdefault(getattr(row, home), set()).add(phone)
    for home, known in homes.items():
        phones["household", home] = known
    for (table, row_id), known in phones.items():
        rows = sa.table(table, sa.column("id"), sa.column("search"))
        words = bind.scalar(sa.select(rows.c.search).where(rows.c.id == row_id)).split()
        text = " ".join(change(words, known))[:300 if table == "citizen" else None]
        bind.execute(sa.update(rows).where(rows.c.id == row_id).values(search=text))
