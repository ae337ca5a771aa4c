"""Sealed values open where they were sealed, with the right key, unchanged; else they say so."""

import json

import pytest
from sqlalchemy import insert, select, text, update

from fieldops.domain.errors import CannotOpen
from fieldops.store import keyring
from fieldops.store.sealed import FIELDS, column, opened, written
from fieldops.store.tables import CitizenRow, HouseholdRow, ImportRow, OutcomeRow
from tests import makers
from tests.conftest import HOME, KEYS, NOON

CITIZEN = CitizenRow.__table__
NUMBER = "093142001234"


@pytest.fixture
def bay(session):
    row = makers.citizen(session, makers.household(session), id_number=NUMBER, ethnicity="Khmer")
    session.commit()
    return row


@pytest.fixture
def own_keys(tmp_path):
    """A ring of this test's own; the common one afterwards."""
    path = tmp_path / "own.json"
    keyring.make(path)
    keyring.use(path)
    yield path
    keyring.use(KEYS)


def on_disk(session, row_id, column="id_number"):
    return session.connection().scalar(select(CITIZEN.c[column]).where(CITIZEN.c.id == row_id))


def forge(session, row_id, column="id_number", **values):
    """What somebody with the database in hand could write, past the app."""
    found = {name: keyring.Sealed(value) for name, value in values.items()}
    session.connection().execute(update(CITIZEN).where(CITIZEN.c.id == row_id).values(found))
    session.expire_all()


def test_a_row_reads_what_was_written_and_the_disk_does_not_hold_it(session, bay):
    sealed = on_disk(session, bay.id)
    assert NUMBER.encode() not in sealed
    assert sealed != on_disk(session, bay.id, "ethnicity")
    session.expire_all()
    assert (bay.id_number, bay.ethnicity, bay.phone) == (NUMBER, "Khmer", "")


def test_the_same_value_lies_differently_in_each_row(session, bay):
    twin = makers.citizen(session, bay.household, "Bảy Hai", id_number=NUMBER)
    assert on_disk(session, bay.id) != on_disk(session, twin.id)
    assert bay.id_number_index == twin.id_number_index  # equal numbers are found as equal


def test_writing_the_same_value_again_changes_nothing(session, bay):
    bay.id_number = NUMBER
    assert not session.is_modified(bay)


def test_emptied_it_is_empty_and_out_of_the_index(session, bay):
    bay.id_number = ""
    session.commit()
    assert (on_disk(session, bay.id), bay.id_number_index, bay.id_number) == (b"", None, "")


@pytest.mark.parametrize("at", [0, 3, 6, 20, -1])
def test_a_changed_byte_does_not_open(session, bay, at):
    changed = bytearray(on_disk(session, bay.id))
    changed[at] ^= 1
    forge(session, bay.id, id_number=bytes(changed))
    with pytest.raises(CannotOpen):
        bay.id_number  # noqa: B018


@pytest.mark.parametrize("cut", [1, 5, 17, 20])
def test_a_value_cut_short_does_not_open(session, bay, cut):
    forge(session, bay.id, id_number=on_disk(session, bay.id)[:cut])
    with pytest.raises(CannotOpen):
        bay.id_number  # noqa: B018


def test_a_value_moved_to_another_row_does_not_open(session, bay):
    twin = makers.citizen(session, bay.household, "Bảy Hai", id_number="093142000000")
    session.commit()
    forge(session, twin.id, id_number=on_disk(session, bay.id))
    with pytest.raises(CannotOpen) as error:
        twin.id_number  # noqa: B018
    assert error.value.sentence.facts == {"place": f"citizen.id_number.{twin.id}"}


def test_a_value_moved_to_another_column_does_not_open(session, bay):
    forge(session, bay.id, phone=on_disk(session, bay.id))
    with pytest.raises(CannotOpen):
        bay.phone  # noqa: B018


def test_a_value_moved_to_another_table_does_not_open(session, bay):
    home = HouseholdRow.__table__
    session.connection().execute(
        update(home)
        .where(home.c.id == bay.household_id)
        .values(phone=keyring.Sealed(on_disk(session, bay.id)))
    )
    session.expire_all()
    with pytest.raises(CannotOpen):
        bay.household.phone  # noqa: B018


def test_what_lies_in_the_clear_is_not_believed(session, bay):
    forge(session, bay.id, id_number=b"093142009999")
    with pytest.raises(CannotOpen):
        bay.id_number  # noqa: B018


def test_another_ring_says_which_key_is_missing(session, bay, own_keys):
    session.expire_all()
    key = keyring.key_of(on_disk(session, bay.id))
    with pytest.raises(CannotOpen) as error:
        bay.id_number  # noqa: B018
    assert error.value.sentence.facts["key"] == key


def test_the_right_name_on_the_wrong_key_does_not_open(session, bay, own_keys):
    said = json.loads(own_keys.read_text())
    name = keyring.key_of(on_disk(session, bay.id))
    said["keys"][name] = said["keys"][said["current"]]
    own_keys.write_text(json.dumps(said))
    keyring.use(own_keys)
    with pytest.raises(CannotOpen):
        bay.id_number  # noqa: B018


def test_a_page_says_it_in_a_sentence(as_, session, bay):
    who, home = bay.id, bay.household_id
    forge(session, who, id_number=on_disk(session, who)[:-1])
    session.commit()
    answer = as_("registrar").get(f"/households/{home}")
    assert answer.status_code == 503
    assert f"citizen.id_number.{who}" in answer.text
    assert "Traceback" not in answer.text


def test_a_clear_value_cannot_be_written_by_any_way(session, bay):
    for statement in (
        insert(CITIZEN).values(commune_code=HOME, id_number=b"093142009999"),
        update(CITIZEN).values(id_number=b"093142009999"),
    ):
        with pytest.raises(Exception, match="only what the ring sealed"):
            session.connection().execute(statement)


def test_a_query_cannot_compare_what_is_sealed():
    with pytest.raises(TypeError, match="blind index"):
        select(CitizenRow).where(CitizenRow.id_number == NUMBER)


def test_an_insert_by_hand_is_sealed_for_its_row(session):
    values = {"id": "one", "commune_code": HOME, "received_at": NOON, "body": {"a": "x"}}
    blank = {one.name: "" for one in FIELDS[OutcomeRow] if one.name != "body"}
    plain = dict.fromkeys(("result", "met_relation", "recorded_by_name", "device_id", "fate"), "")
    row = written(OutcomeRow, values | blank | plain | {"schema": 1, "reviewed_by": ""})
    session.connection().execute(insert(OutcomeRow.__table__), [row])
    assert session.get(OutcomeRow, "one").body == {"a": "x"}


@pytest.mark.parametrize("body", [{}, [], [1], "words", "\ud800\0", None, 0, {"vi": "Bảy"}])
def test_whatever_json_came_is_given_back(session, body):
    session.add(OutcomeRow(id="x", commune_code=HOME, received_at=NOON, body=body))
    session.commit()
    session.expire_all()
    assert session.get(OutcomeRow, "x").body == body


def test_rows_written_together_are_numbered_in_their_order(session):
    home = makers.household(session)
    names = [f"Người {n}" for n in range(5)]
    rows = [
        CitizenRow(commune_code=HOME, household_id=home.id, full_name=name, id_number=f"{n:012}")
        for n, name in enumerate(names)
    ]
    session.add_all(rows)
    session.commit()
    session.expire_all()
    assert [row.id for row in rows] == sorted(row.id for row in rows)
    assert [row.id_number for row in rows] == [f"{n:012}" for n in range(5)]


def test_a_row_taken_back_leaves_its_number_to_nobody_else(session):
    home = makers.household(session)
    with session.begin_nested() as inner:
        session.add(CitizenRow(commune_code=HOME, household_id=home.id, full_name="Nháp"))
        session.flush()
        inner.rollback()
    kept = makers.citizen(session, home, id_number=NUMBER)
    session.commit()
    session.expire_all()
    assert kept.id_number == NUMBER


def test_a_list_read_without_its_lines_opens_none(session, own_keys):
    session.add(ImportRow(commune_code=HOME, filename="x", sha256="y", created_at=NOON, rows=[1]))
    session.commit()
    session.expire_all()
    keyring.use(KEYS)
    [row] = session.scalars(select(ImportRow))
    assert row.filename == "x"
    with pytest.raises(CannotOpen):
        row.rows  # noqa: B018


def test_columns_read_without_their_rows_are_opened(session, bay):
    makers.citizen(session, bay.household, "Không Số")
    query = select(CitizenRow.id, *(column(CitizenRow, n).label(n) for n in ("id_number", "phone")))
    rows = opened(session.execute(query.order_by(CitizenRow.id)), CitizenRow, "id_number", "phone")
    assert [(row.id_number, row.phone) for row in rows] == [(NUMBER, ""), ("", "")]


def test_every_sealed_column_is_told_in_the_decision(request):
    told = (request.config.rootpath / "docs/adr/0020-sensitive-values-lie-sealed.md").read_text()
    for row_class, fields in FIELDS.items():
        for one in fields:
            assert f"`{row_class.__tablename__}.{one.name}`" in told


def test_the_database_itself_shows_no_number(session, bay):
    found = session.execute(text("SELECT * FROM citizen")).all()
    assert not any(NUMBER in str(value) for row in found for value in row)
