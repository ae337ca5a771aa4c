"""Two records become one and come apart again; promises and others' changes are respected."""

from datetime import UTC, date, datetime

import pytest

from fieldops.domain.errors import Conflict, NotFound
from fieldops.registry.duplicates import Kind
from fieldops.services import audit, demand, duplicates, merging
from fieldops.services.audit import Actor
from fieldops.services.merging import Wish
from fieldops.store.tables import CaseRow, CitizenRow, HouseholdRow, VisitRow
from tests import makers

NOW, TODAY = datetime(2026, 11, 23, 2, tzinfo=UTC), date(2026, 11, 23)
ME = Actor(1, "Người Gộp")


@pytest.fixture
def homes(session):
    """Bà Bảy written down twice: with her son, and alone."""
    one = makers.household(session, head_name="Trần Văn Út")
    other = makers.household(session, head_name="Nguyễn Thị Bảy")
    return one, other


@pytest.fixture
def twins(session, homes):
    kept = makers.citizen(session, homes[0], full_name="Nguyễn Thị Bảy", birth_year=1942)
    gone = makers.citizen(
        session, homes[1], full_name="Nguyen Thi Bay", birth_year=1942, alias="Bảy Lành"
    )
    return kept, gone


def merge(session, sides, *, from_other=(), seen=None):
    seen = seen or (sides.one.version, sides.other.version)
    return merging.merge(session, sides, Wish(from_other, seen), ME, NOW, TODAY)


def people(session, twins):
    return duplicates.compare_people(session, twins[0].id, twins[1].id)


def doubles(session):
    return duplicates.found(session, duplicates.known_people(session)).people


def test_a_pair_is_found_once_and_not_again_when_it_was_said_to_be_two(session, twins):
    [double] = doubles(session)
    assert {double.one.id, double.other.id} == {row.id for row in twins}
    duplicates.keep_apart(session, Kind.PERSON, (twins[1].id, twins[0].id), ME, NOW)
    duplicates.keep_apart(session, Kind.PERSON, (twins[0].id, twins[1].id), ME, NOW)
    assert doubles(session) == []


def test_cases_go_to_the_kept_person_and_to_their_home(session, twins):
    case = makers.case(session, twins[1])
    demand.refresh(session, None, TODAY, NOW)
    merge(session, people(session, twins), from_other=["alias"])
    case = session.get(CaseRow, case.id)
    assert (case.citizen_id, case.household_id) == (twins[0].id, twins[0].household_id)
    kept, gone = (session.get(CitizenRow, row.id) for row in twins)
    assert (kept.alias, gone.merged_into, gone.moved_at) == ("Bảy Lành", kept.id, NOW)
    # the visit that is due now goes to the kept home
    [due] = session.query(VisitRow).filter_by(state="due", kind="intake")
    assert due.household_id == kept.household_id
    assert doubles(session) == []


def test_undoing_brings_back_both_as_they_were(session, twins):
    case = makers.case(session, twins[1])
    made = merge(session, people(session, twins), from_other=["name", "alias"])
    assert session.get(CitizenRow, twins[0].id).full_name == "Nguyen Thi Bay"
    merging.undo(session, made.id, ME, NOW, TODAY)
    merging.undo(session, made.id, ME, NOW, TODAY)
    case = session.get(CaseRow, case.id)
    assert (case.citizen_id, case.household_id) == (twins[1].id, twins[1].household_id)
    kept, gone = (session.get(CitizenRow, row.id) for row in twins)
    assert (kept.full_name, kept.alias) == ("Nguyễn Thị Bảy", "")
    assert (gone.merged_into, gone.moved_at) == (None, None)
    assert audit.broken_at(session) is None


def test_what_was_changed_after_the_merge_stays_changed(session, twins):
    made = merge(session, people(session, twins), from_other=["name", "alias"])
    session.get(CitizenRow, twins[0].id).full_name = "Nguyễn Thị Bẩy"
    merging.undo(session, made.id, ME, NOW, TODAY)
    kept = session.get(CitizenRow, twins[0].id)
    assert (kept.full_name, kept.alias) == ("Nguyễn Thị Bẩy", "")


def test_a_record_changed_since_it_was_looked_at_is_not_merged(session, twins):
    sides = people(session, twins)
    with pytest.raises(Conflict):
        merge(session, sides, seen=(sides.one.version, sides.other.version + 1))
    session.rollback()


def test_a_promised_visit_holds_the_merge_back(session, twins):
    case = makers.case(session, twins[1])
    makers.visit(session, case, planned_on=date(2026, 11, 25))
    with pytest.raises(Conflict) as refused:
        merge(session, people(session, twins))
    assert refused.value.sentence.facts["day"] == date(2026, 11, 25)


def test_within_one_home_a_promised_visit_is_no_hindrance(session, homes):
    kept = makers.citizen(session, homes[0], full_name="Nguyễn Thị Bảy")
    gone = makers.citizen(session, homes[0], full_name="Nguyễn Thị Bẩy")
    makers.visit(session, makers.case(session, gone), planned_on=date(2026, 11, 25))
    merge(session, people(session, (kept, gone)))
    assert session.get(CitizenRow, gone.id).merged_into == kept.id


def test_one_record_is_not_merged_with_itself_nor_twice(session, twins):
    with pytest.raises(NotFound):
        duplicates.compare_people(session, twins[0].id, twins[0].id)
    merge(session, people(session, twins))
    with pytest.raises(NotFound):
        people(session, twins)


def test_a_home_gives_its_people_cases_and_visits_and_gets_them_back(session, homes):
    kept, gone = homes
    person = makers.citizen(session, gone)
    case = makers.case(session, person)
    visit = makers.visit(session, case, state="done", closed_at=NOW)
    sides = duplicates.compare_homes(session, kept.id, gone.id)
    made = merge(session, sides, from_other=["head"])
    rows = [(CitizenRow, person.id), (CaseRow, case.id), (VisitRow, visit.id)]
    assert {session.get(table, id_).household_id for table, id_ in rows} == {kept.id}
    assert session.get(HouseholdRow, gone.id).archived_at == NOW
    assert session.get(HouseholdRow, kept.id).head_name == "Nguyễn Thị Bảy"
    merging.undo(session, made.id, ME, NOW, TODAY)
    assert {session.get(table, id_).household_id for table, id_ in rows} == {gone.id}
    assert session.get(HouseholdRow, gone.id).archived_at is None
    assert session.get(HouseholdRow, kept.id).head_name == "Trần Văn Út"


def test_a_merge_that_another_builds_on_waits_for_it(session, twins, homes):
    third = makers.citizen(session, homes[0], full_name="Nguyễn Thị Bảy", birth_year=1942)
    first = merge(session, people(session, twins))
    later = merge(session, people(session, (third, twins[0])))
    with pytest.raises(Conflict):
        merging.undo(session, first.id, ME, NOW, TODAY)
    merging.undo(session, later.id, ME, NOW, TODAY)
    merging.undo(session, first.id, ME, NOW, TODAY)
    assert session.get(CitizenRow, twins[1].id).merged_into is None
