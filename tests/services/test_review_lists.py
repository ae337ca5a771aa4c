from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from fieldops.domain.errors import Conflict
from fieldops.registry.duplicates import Kind
from fieldops.registry.review_lists import Column, Verdict
from fieldops.registry.review_lists.export import cells, columns, heads, write_workbook
from fieldops.services import demo_registry, duplicates, merging, registry, review_lists
from fieldops.services.audit import SYSTEM
from fieldops.store.registry import Wanted
from fieldops.store.tables import CaseRow, CitizenRow, HouseholdRow, ImportRow, VisitRow
from tests import makers
from tests.registry.review_lists.makers import workbook

NOW, TODAY = datetime(2026, 11, 23, 5, tzinfo=UTC), date(2026, 11, 23)
DEMO = Path("data/demo/danh-sach-ra-soat.xlsx")
HEADS = ("Ấp", "Chủ hộ", "Người cần hỗ trợ", "Năm sinh", "Đối tượng", "Nhu cầu", "SĐT", "Ghi chú")
BAY = ("Sơn Ton", "Lê Văn Tám", "Nguyễn Thị Bảy", 1942, "hộ nghèo", "khai sinh", "0601234567", "x")


@pytest.fixture
def hamlets(session):
    with Session(session.get_bind()) as outside:
        demo_registry.load_places(outside, Path("data/hamlets.geojson"))
        outside.commit()
    return session


def sent(session, *rows, heads=HEADS):
    return review_lists.send(session, "a.xlsx", workbook(heads, *rows), SYSTEM, NOW)


def taken(session, *rows, heads=HEADS):
    return review_lists.apply(session, sent(session, *rows, heads=heads), SYSTEM, NOW, TODAY)


def everything(session):
    session.expire_all()
    return [one.listed for one in registry.known(session, Wanted())]


def test_a_list_registers_household_person_and_need(session):
    counts = taken(session, BAY)
    assert counts["new"] == counts["households"] == 1
    household = session.query(HouseholdRow).one()
    assert (household.head_name, household.hamlet.name) == ("Lê Văn Tám", "Sơn Ton")
    assert (household.phone, household.notes, household.pin_source) == ("0601234567", "x", "hamlet")
    case = session.query(CaseRow).one()
    assert (case.citizen.full_name, case.procedure, case.state, case.requested_on) == (
        "Nguyễn Thị Bảy",
        "mobile_birth",
        "requested",
        TODAY,
    )


def test_taking_the_same_list_in_twice_changes_nothing(session):
    taken(session, BAY)
    before = everything(session)
    counts = taken(session, BAY)
    assert (counts["new"], counts["changed"], counts["unchanged"]) == (0, 0, 1)
    assert everything(session) == before
    assert session.query(CaseRow).count() == 1
    assert session.query(VisitRow).count() == 2  # the intake, and the delivery that will follow it


def test_a_poorer_list_takes_nothing_away(session):
    taken(session, BAY)
    before = everything(session)
    taken(session, BAY[:3], heads=HEADS[:3])
    assert everything(session) == before


def test_a_richer_list_completes_what_is_known(session):
    taken(session, BAY[:3], heads=HEADS[:3])
    assert taken(session, BAY)["changed"] == 1
    [known] = everything(session)
    assert (known.birth.year, known.phone.number, known.note) == (1942, "0601234567", "x")


def test_a_case_that_was_closed_is_not_opened_again_by_an_old_list(session):
    taken(session, BAY)
    session.query(CaseRow).one().state = "handed_over"
    assert taken(session, BAY)["unchanged"] == 1
    assert session.query(CaseRow).count() == 1


def test_a_birth_is_asked_for_once_with_papers_or_without(session):
    taken(session, (*BAY[:5], "khai sinh; khai sinh đã có giấy tờ"), heads=HEADS[:6])
    assert session.query(CaseRow).count() == 1
    again = (*BAY[:5], "khai sinh cho người đã có giấy tờ")
    assert taken(session, again, heads=HEADS[:6])["unchanged"] == 1


def test_two_people_of_one_household_share_it(session):
    taken(session, BAY, ("nt", "nt", "Lê Thị Hai", 1975, None, "CCCD"))
    assert session.query(HouseholdRow).count() == 1
    assert session.query(CitizenRow).count() == 2


def test_bad_rows_stay_out_with_their_reasons_and_the_rest_goes_in(session):
    row = sent(session, BAY, ("Đâu Đó", "Lê Văn Chín", "Lê Văn Chín", "31/02/1950"))
    counts = review_lists.apply(session, row, SYSTEM, NOW, TODAY)
    assert (counts["new"], counts["bad"]) == (1, 1)
    [refused] = row.result["refused"]
    assert (refused["line"], len(refused["why"])) == (3, 2)
    assert refused["cells"][:2] == ["Đâu Đó", "Lê Văn Chín"]
    assert row.rows == []  # what was taken in is not kept a second time


def test_a_list_is_taken_in_once(session):
    row = sent(session, BAY)
    review_lists.apply(session, row, SYSTEM, NOW, TODAY)
    with pytest.raises(Conflict):
        review_lists.apply(session, row, SYSTEM, NOW, TODAY)


def test_of_two_who_apply_the_same_version_one_gets_a_conflict(session):
    row = sent(session, BAY)
    session.execute(ImportRow.__table__.update().values(version=5))
    with pytest.raises(Conflict):
        review_lists.apply(session, row, SYSTEM, NOW, TODAY)
    assert session.query(HouseholdRow).count() == 0


def test_a_crash_half_way_leaves_nothing(session, monkeypatch):
    row = sent(session, BAY, ("Sơn Ton", "Võ Văn Ba", "Võ Văn Ba"))
    session.commit()
    monkeypatch.setattr(registry, "index", lambda row: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        review_lists.apply(session, row, SYSTEM, NOW, TODAY)
    session.rollback()
    assert session.query(HouseholdRow).count() == session.query(CitizenRow).count() == 0
    assert session.query(ImportRow).one().state == "mapping"


def test_a_point_set_at_the_door_is_not_moved(session):
    household = makers.household(session, "Lê Văn Tám", lat=9.591, lon=106.221, pin_source="field")
    makers.citizen(session, household, "Nguyễn Thị Bảy")
    heads = ("Ấp", "Chủ hộ", "Người cần hỗ trợ", "Toạ độ")
    counts = taken(session, (*BAY[:3], "9.60, 106.20"), heads=heads)
    assert counts["unchanged"] == 1
    assert (household.lat, household.lon) == (9.591, 106.221)


def test_a_mapping_that_names_one_thing_twice_is_refused(session):
    row = sent(session, BAY)
    with pytest.raises(Exception, match="Hai cột"):
        review_lists.remap(session, row, {0: Column.HEAD, 1: Column.HEAD})


def test_the_demo_list_goes_in_once_and_comes_back_out_unchanged(hamlets):
    session = hamlets
    row = review_lists.send(session, DEMO.name, DEMO.read_bytes(), SYSTEM, NOW)
    counts = review_lists.apply(session, row, SYSTEM, NOW, TODAY)
    assert counts["households"] == 240
    again = review_lists.send(session, DEMO.name, DEMO.read_bytes(), SYSTEM, NOW)
    seen = review_lists.preview(session, again, TODAY)
    assert {m.verdict for m in seen.matches} == {Verdict.UNCHANGED}

    known = registry.known(session, Wanted(), open_only=True)
    olds = {h.name: h.old_commune for h in registry.ground(session).commune.hamlets}
    chosen = columns(sensitive=True)
    rows = [[cells(k.listed, olds[k.listed.hamlet])[c] for c in chosen] for k in known]
    out = write_workbook("Danh sách", heads(chosen), rows)
    back = review_lists.preview(
        session, review_lists.send(session, "b.xlsx", out, SYSTEM, NOW), TODAY
    )
    assert (back.refused, back.judged.remarks) == ((), ())
    assert {m.verdict for m in back.matches} == {Verdict.UNCHANGED}
    assert len(back.matches) == len(known)


def doubled(session, kind):
    """BAY, and the same woman under a head and a spelling of her own; merged into the first."""
    other = ("Sơn Ton", "Nguyễn Thị Bẩy", "Nguyễn Thị Bẩy", 1943, "", "", "", "")
    taken(session, BAY)
    taken(session, other)
    for kind_now, compare, table in (
        (Kind.PERSON, duplicates.compare_people, CitizenRow),
        (Kind.HOME, duplicates.compare_homes, HouseholdRow),
    ):
        if kind_now in kind:
            ids = [row.id for row in session.query(table).order_by(table.id)]
            sides = compare(session, *ids)
            seen = (sides.one.version, sides.other.version)
            yield merging.merge(session, sides, merging.Wish((), seen), SYSTEM, NOW, TODAY), other


@pytest.mark.parametrize(
    "kind", [(Kind.PERSON,), (Kind.HOME,), (Kind.PERSON, Kind.HOME)], ids=["person", "home", "both"]
)
def test_next_month_s_list_does_not_bring_back_what_was_merged_away(hamlets, kind):
    session = hamlets
    *_, (_made, other) = list(doubled(session, kind))
    before = (session.query(HouseholdRow).count(), session.query(CitizenRow).count())
    counts = taken(session, other, BAY)
    assert (counts["new"], counts["households"], counts["ambiguous"]) == (0, 0, 0)
    assert (session.query(HouseholdRow).count(), session.query(CitizenRow).count()) == before


def test_a_merge_taken_back_is_forgotten_by_the_lists(hamlets):
    session = hamlets
    [(made, other)] = list(doubled(session, (Kind.PERSON,)))
    merging.undo(session, made.id, SYSTEM, NOW, TODAY)
    assert all(one.also == () for one in registry.known(session, Wanted()))
    gone = session.get(CitizenRow, made.gone_id)
    taken(session, (*other[:6], "0601234568", "nhà mới"))
    assert (gone.household.phone, gone.full_name) == ("0601234568", "Nguyễn Thị Bẩy")
