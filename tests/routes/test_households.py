from io import BytesIO
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook

from fieldops.services import registry
from fieldops.store import scope
from fieldops.store.tables import CaseRow, CategoryRow, CitizenRow, HouseholdRow, VisitRow
from tests import makers
from tests.conftest import HOME, OTHER

URL = "/households"


@pytest.fixture
def bay(session):
    """Bà Bảy's household in Sơn Ton, with what only some may read."""
    row = makers.household(
        session, "Nguyễn Thị Bảy", phone="0601234567", group_no="3", address_note="sau chùa"
    )
    citizen = makers.citizen(
        session, row, alias="Bảy Đẹt", id_number="093142001234", ethnicity="Khmer"
    )
    row.categories = [
        CategoryRow(commune_code=HOME, category="poor", decision_no="QĐ 12"),
        CategoryRow(commune_code=HOME, category="disabled", citizen_id=citizen.id, detail="nặng"),
    ]
    makers.case(session, citizen)
    registry.index(row)
    session.commit()
    return plain(session, row)


def plain(session, row):
    """The row's values. Ends the transaction: while a test reads, requests could not write."""
    values = SimpleNamespace(id=row.id, hamlet_id=row.hamlet_id, version=row.version)
    session.rollback()
    return values


def elsewhere(app):
    """A household of the other commune."""
    from fieldops.store.db import db

    with app.app_context(), db.Session(db.engine) as session, scope.inside(session, OTHER):
        row = makers.household(session, "Người Xã Bên")
        session.commit()
        return row.id


def fields(**more):
    return {
        "form_token": "11111111-1111-4111-8111-111111111111",
        "version": "0",
        "hamlet_id": "1",
        "head_name": "Trần Văn Út",
        "access": "motorbike",
        "members-0-name": "Trần Văn Út",
        "members-0-birth": "1950",
        "members-0-language": "vi",
    } | more


def hamlet_id(session):
    found = str(makers.first_hamlet(session).id)
    session.rollback()
    return found


def household(session, name="Trần Văn Út"):
    session.expire_all()
    return session.query(HouseholdRow).filter_by(head_name=name).one()


# The list


@pytest.mark.parametrize(
    "words",
    ["bay", "Bảy", "nguyen thi", "dẹt", "0601234567", "0601 234 567", "son ton", "tổ 3", "CHÙA"],
)
def test_search_finds_by_anything_people_say(as_, bay, words):
    assert "Nguyễn Thị Bảy" in as_("leader").get(URL, query_string={"q": words}).text


@pytest.mark.parametrize("words", ["khong co ai", "bay bay tam"])
def test_a_search_that_finds_nothing_says_what_to_do(as_, bay, words):
    page = as_("leader").get(URL, query_string={"q": words}).text
    assert "Không có hộ nào khớp" in page


def test_an_id_number_typed_into_the_search_leaves_the_address(as_, bay):
    answer = as_("leader").get(URL, query_string={"q": "093142001234"})
    assert (answer.status_code, answer.location) == (302, URL)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"category": "poor"}, True),
        ({"category": "alone"}, False),
        ({"access": "motorbike"}, True),
        ({"access": "boat"}, False),
        ({"need": "y"}, True),
        ({"category": "nonsense", "access": "x", "hamlet": "999"}, True),
    ],
)
def test_filters(as_, bay, query, found):
    assert ("Nguyễn Thị Bảy" in as_("leader").get(URL, query_string=query).text) is found


def test_a_household_whose_cases_are_closed_has_no_open_need(as_, bay, session):
    session.query(CaseRow).one().state = "handed_over"
    session.commit()
    assert "Nguyễn Thị Bảy" not in as_("leader").get(URL, query_string={"need": "y"}).text


def test_the_list_is_in_vietnamese_order_of_given_names(as_, session):
    for name in ("Lê Văn Đào", "Trần Dũng", "Phạm Ánh", "Võ Thị An"):
        registry.index(makers.household(session, name))
    session.commit()
    page = as_("leader").get(URL).text
    places = [page.index(name) for name in ("Võ Thị An", "Phạm Ánh", "Trần Dũng", "Lê Văn Đào")]
    assert places == sorted(places)


def test_a_long_list_has_pages(as_, session):
    for number in range(registry.PAGE + 1):
        registry.index(makers.household(session, f"Hộ {number:03}"))
    session.commit()
    assert "Hộ 050" not in as_("leader").get(URL).text
    assert "Hộ 050" in as_("leader").get(URL, query_string={"page": 2}).text
    assert "Hộ 050" in as_("leader").get(URL, query_string={"page": 99}).text


def test_an_empty_list_says_what_to_do_next(as_):
    assert "/households/lists" in as_("leader").get(URL).text
    assert "/households/new" in as_("hamlet_head").get(URL).text


def test_the_other_communes_households_are_not_there(app, as_, bay):
    other = elsewhere(app)
    assert "Người Xã Bên" not in as_("leader").get(URL).text
    for method, path in (("get", ""), ("get", "/edit"), ("post", "/edit")):
        answer = getattr(as_("leader"), method)(f"{URL}/{other}{path}")
        assert answer.status_code == 404


# What each may see


def test_the_page_shows_who_lives_there_and_what_they_need(as_, bay):
    page = as_("leader").get(f"{URL}/{bay.id}").text
    for words in ("Bảy Đẹt", "Khai sinh lưu động", "QĐ 12", "tel:0601234567", "sau chùa", "nặng"):
        assert words in page


@pytest.mark.parametrize(("role", "sees"), [("police", True), ("hamlet_head", False)])
def test_id_numbers_and_health_only_for_those_who_may(as_, bay, role, sees):
    client = as_(role)
    pages = client.get(f"{URL}/{bay.id}").text + client.get(URL).text
    for words in ("093142001234", "Người khuyết tật", "nặng"):
        assert (words in pages) is sees
    sheet = load_workbook(BytesIO(client.get(f"{URL}/export").data)).active
    texts = {cell for row in sheet.iter_rows(values_only=True) for cell in row}
    assert ("093142001234" in texts) is sees


def test_a_youth_volunteer_sees_no_registry(as_, bay):
    for path in ("", f"/{bay.id}", "/export", "/new", f"/{bay.id}/edit"):
        assert as_("youth").get(URL + path).status_code == 403


def test_a_hamlet_head_sees_and_writes_their_own_hamlet_only(as_, bay, session):
    far = makers.hamlet(session, name="Vàm Hồ")
    other = makers.household(session, "Lê Thị Xa", hamlet=far)
    session.commit()
    far, other = SimpleNamespace(id=far.id), plain(session, other)
    head = as_("hamlet_head")
    assert "Lê Thị Xa" not in head.get(URL, query_string={"hamlet": far.id}).text
    for path in (f"/{other.id}", f"/{other.id}/edit"):
        assert head.get(URL + path).status_code == 404
    answer = head.post(f"{URL}/new", data=fields(hamlet_id=str(far.id)))
    assert answer.status_code == 200
    assert session.query(HouseholdRow).filter_by(head_name="Trần Văn Út").count() == 0


def test_the_export_is_what_the_list_shows(as_, bay, session):
    registry.index(makers.household(session, "Trần Văn Út", access="boat"))
    session.commit()
    data = as_("leader").get(f"{URL}/export", query_string={"access": "motorbike"}).data
    names = [row[3] for row in load_workbook(BytesIO(data)).active.iter_rows(values_only=True)]
    assert names == [None, "Họ và tên chủ hộ", "Nguyễn Thị Bảy"]


# Writing


def test_a_new_household_with_everything(as_, session):
    answer = as_("registrar").post(
        f"{URL}/new",
        data=fields(
            **{
                "hamlet_id": hamlet_id(session),
                "group_no": "Tổ 04",
                "phone": "+84 601 234 567",
                "phone_owner": "con gái",
                "members-0-asks": ["mobile_birth", "id_card"],
                "members-1-name": "Lê Thị Hai",
                "members-1-birth": "3/1952",
                "members-1-language": "km",
                "grounds-0-category": "alone",
                "grounds-0-of": "1",
                "grounds-0-from_on": "2026-01-05",
                "grounds-0-decision_no": "QĐ 7",
                "grounds-1-category": "poor",
                "grounds-1-of": "-1",
                "lat": "9,591",
                "lon": "106,221",
                "accuracy_m": "12",
                "hours-0-weekday": "0",
                "hours-0-opens": "07:00",
                "hours-0-closes": "11:00",
            }
        ),
    )
    row = household(session)
    assert answer.location == f"{URL}/{row.id}"
    assert (row.group_no, row.phone, row.phone_owner) == ("4", "0601234567", "con gái")
    assert (row.lat, row.lon, row.pin_accuracy_m, row.pin_source) == (9.591, 106.221, 12, "staff")
    assert [(h.weekday, h.start, h.end) for h in row.home_hours] == [(0, 7 * 3600, 11 * 3600)]
    ut, hai = row.citizens
    assert (ut.birth_year, ut.birth_month, hai.birth_month, hai.language) == (1950, None, 3, "km")
    grounds = [(c.category, c.citizen_id, c.decision_no) for c in row.categories]
    assert grounds == [("alone", hai.id, "QĐ 7"), ("poor", None, "")]
    assert {c.procedure for c in session.query(CaseRow)} == {"mobile_birth", "id_card"}
    assert session.query(VisitRow).count() > 0
    assert "tran van ut" in row.search


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"head_name": ""}, "Nhập họ tên chủ hộ."),
        ({"members-0-name": ""}, "Ghi ít nhất một người trong hộ."),
        ({"members-0-birth": "31/02/1950"}, "Ngày sinh 31/02/1950 không có thật."),
        ({"members-0-id_number": "123"}, "12 chữ số"),
        ({"phone": "12345"}, "không đủ 10 chữ số"),
        ({"lat": "9,59"}, "Ghi cả vĩ độ và kinh độ"),
        ({"lat": "9,40", "lon": "106,50"}, "ngoài biển"),
        ({"hours-0-opens": "11:00", "hours-0-closes": "07:00"}, "sau giờ bắt đầu"),
        ({"hours-0-opens": "11:00"}, "Ghi cả giờ bắt đầu"),
        ({"access_minutes": "900"}, "0 đến 180"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(as_, session, wrong, said):
    typed = fields(hamlet_id=hamlet_id(session), notes="lãng tai", **{"hours-0-weekday": "-1"})
    page = as_("registrar").post(f"{URL}/new", data=typed | wrong).text
    assert said in page
    assert "lãng tai" in page
    assert session.query(HouseholdRow).count() == 0


@pytest.mark.parametrize("what", ["members", "grounds", "hours"])
def test_the_form_grows_without_javascript_and_saves_nothing(as_, session, what):
    page = as_("registrar").post(f"{URL}/new", data=fields(add=what)).text
    assert f'name="{what}-1-' in page
    assert "Trần Văn Út" in page
    assert session.query(HouseholdRow).count() == 0


def test_the_same_form_sent_twice_makes_one_household(as_, session):
    client, typed = as_("registrar"), fields(hamlet_id=hamlet_id(session))
    first = client.post(f"{URL}/new", data=typed)
    second = client.post(f"{URL}/new", data=typed)
    assert first.location == second.location
    assert session.query(HouseholdRow).count() == 1


def edited(bay, session, **more):
    citizen_id = session.query(CitizenRow).one().id
    session.rollback()
    return fields(
        **{
            "hamlet_id": str(bay.hamlet_id),
            "head_name": "Nguyễn Thị Bảy",
            "version": str(bay.version),
            "members-0-id": str(citizen_id),
            "members-0-name": "Nguyễn Thị Bảy",
            "members-0-birth": "1942",
            "members-0-id_number": "093142001234",
            "members-0-ethnicity": "Khmer",
        }
        | more
    )


def test_a_change_is_saved_and_counted(as_, bay, session):
    as_("registrar").post(f"{URL}/{bay.id}/edit", data=edited(bay, session, notes="mới"))
    row = household(session, "Nguyễn Thị Bảy")
    assert (row.notes, row.version, len(row.citizens)) == ("mới", 1, 1)


def test_someone_else_saved_meanwhile_and_nothing_is_lost(as_, bay, session):
    mine = edited(bay, session, notes="của tôi")
    row = session.get(HouseholdRow, bay.id)
    row.notes, row.version = "của người kia", 1
    session.commit()
    answer = as_("registrar").post(f"{URL}/{bay.id}/edit", data=mine)
    assert answer.status_code == 409
    assert "của tôi" in answer.text
    assert "của người kia" in answer.text
    assert household(session, "Nguyễn Thị Bảy").notes == "của người kia"
    session.rollback()
    again = mine | {"version": "1"}  # the page that came back carries the version it showed
    assert 'name="version" type="hidden" value="1"' in answer.text
    as_("registrar").post(f"{URL}/{bay.id}/edit", data=again)
    assert household(session, "Nguyễn Thị Bảy").notes == "của tôi"


def test_a_hamlet_head_who_saves_keeps_what_they_were_not_shown(as_, bay, session):
    typed = edited(bay, session, notes="trưởng ấp ghi")
    for hidden in ("members-0-id_number", "members-0-ethnicity"):
        typed.pop(hidden)
    as_("hamlet_head").post(f"{URL}/{bay.id}/edit", data=typed)
    row = household(session, "Nguyễn Thị Bảy")
    assert row.notes == "trưởng ấp ghi"
    assert (row.citizens[0].id_number, row.citizens[0].ethnicity) == ("093142001234", "Khmer")
    # Poverty was shown and taken off the form; the disability was never shown, and stays.
    assert [c.category for c in row.categories] == ["disabled"]


def test_one_who_left_is_kept_but_no_longer_listed(as_, bay, session):
    gone = {"members-0-gone": "y", "members-1-name": "Lê Thị Hai", "members-1-language": "vi"}
    as_("registrar").post(f"{URL}/{bay.id}/edit", data=edited(bay, session, **gone))
    row = household(session, "Nguyễn Thị Bảy")
    assert [(c.full_name, c.moved_at is None) for c in row.citizens] == [
        ("Nguyễn Thị Bảy", False),
        ("Lê Thị Hai", True),
    ]


def test_asking_again_for_what_is_under_way_opens_nothing(as_, bay, session):
    again = edited(bay, session, **{"members-0-asks": ["mobile_birth"]})
    as_("registrar").post(f"{URL}/{bay.id}/edit", data=again)
    assert session.query(CaseRow).count() == 1


def test_a_pin_not_touched_keeps_its_author(as_, bay, session):
    row = session.get(HouseholdRow, bay.id)
    row.lat, row.lon, row.pin_source, row.pin_set_by = 9.591, 106.221, "field", "đội A"
    session.commit()
    same = edited(bay, session, lat="9,591", lon="106,221")
    as_("registrar").post(f"{URL}/{bay.id}/edit", data=same)
    row = household(session, "Nguyễn Thị Bảy")
    assert (row.pin_source, row.pin_set_by) == ("field", "đội A")


@pytest.mark.parametrize("role", ["police", "inspector"])
def test_those_who_only_read_may_not_write(as_, bay, role):
    assert as_(role).get(f"{URL}/{bay.id}").status_code == 200
    assert as_(role).post(f"{URL}/{bay.id}/edit", data=fields()).status_code == 403
