import re
import uuid

import pytest

from fieldops.domain.commune import CommuneSettings
from fieldops.domain.people import Role
from fieldops.services import settings
from fieldops.store.tables import AuditRow, CommuneRow
from tests import makers
from tests.conftest import HOME

FORM = {
    "version": "0",
    "day_start": "07:30",
    "day_end": "16:30",
    "lunch_early": "11:00",
    "lunch_late": "13:30",
    "lunch_length": "90",
    "no_appointment_weekdays": ["2"],
    "paper_birth_register": "y",
    "max_teams": "3",
    "max_cases_per_team_day": "10",
    "motorbike_kmh": "28",
    "car_kmh": "32",
    "boat_kmh": "16",
    "foot_kmh": "4",
    "detour": "1,5",
    "detour_afloat": "1.2",
    "mooring": "5",
}
FERRY = {
    "version": "0",
    "name": "Phà Vàm Hồ",
    "to_islet": "Cồn Tròn",
    "lat_from": "9,53",
    "lon_from": "106,24",
    "lat_to": "9,52",
    "lon_to": "106,23",
    "crossing": "10",
    "wait": "0",
    "departures": "14:00, 5:30 6h15",
    "boards": ["motorbike"],
    "from_on": "",
    "to_on": "",
}


def form(**changes):
    return FORM | {"form_token": str(uuid.uuid4())} | changes


def ferry(**changes):
    return FERRY | {"form_token": str(uuid.uuid4())} | changes


def stored(session):
    """What is stored now; the lock of reading it is given back."""
    found = settings.current(session)
    session.rollback()
    return found


def test_what_is_typed_is_stored(as_, session):
    answer = as_(Role.LEADER).post("/settings", data=form())
    assert (answer.status_code, answer.location) == (302, "/settings")
    now = stored(session)
    assert (now.day_start, now.lunch_length) == (7 * 3600 + 1800, 90 * 60)
    assert (now.no_appointment_weekdays, now.detour) == ((2,), 1.5)
    assert (now.paper_birth_register, now.paper_death_register) == (True, False)


def test_the_page_shows_what_is_stored(as_, session):
    client = as_(Role.LEADER)
    client.post("/settings", data=form())
    page = client.get("/settings").text
    assert 'value="1,5"' in page
    assert 'value="7:30"' in page


def _is_sent(html):
    """A browser sends a box only when it is ticked."""
    return 'type="checkbox"' not in html or "checked" in html


def test_certified_copies_can_be_asked_for_once_the_commune_makes_them(as_, session):
    home = makers.citizen(session, makers.household(session)).household_id
    session.commit()
    leader, registrar = as_(Role.LEADER), as_(Role.REGISTRAR)
    offer = f"/cases/new/{home}"
    assert "Chứng thực bản sao" not in registrar.get(offer).text
    leader.post("/settings", data=form(certified_copies_at_home="y"))
    assert "Chứng thực bản sao" in registrar.get(offer).text


def test_sending_the_page_back_unchanged_changes_nothing(as_, session):
    client = as_(Role.ADMINISTRATOR)
    page = client.get("/settings").text
    inputs = (one for one in re.findall(r"<input[^>]*>", page) if _is_sent(one))
    fields = dict(re.findall(r'name="([a-z_]+)"[^>]*value="([^"]*)"', " ".join(inputs)))
    sent = {name: value for name, value in fields.items() if not name.endswith("_weekdays")}
    assert client.post("/settings", data=sent).status_code == 302
    assert stored(session) == CommuneSettings()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"day_end": "08:00"}, "Giờ về phải sau giờ đi ít nhất 2 giờ"),
        ({"day_start": "25:00"}, "“25:00” không phải giờ."),
        ({"lunch_early": ""}, "Nhập một giá trị."),
        ({"detour": "rất xa"}, "Nhập một số, như 1,4."),
        ({"max_teams": ""}, "Nhập một giá trị."),
        ({"motorbike_kmh": "280"}, "Tốc độ phải từ 1 đến 80 km/giờ."),
    ],
)
def test_what_is_wrong_is_told_kept_on_the_page_and_not_stored(as_, session, wrong, sentence):
    answer = as_(Role.LEADER).post("/settings", data=form(**wrong))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="16:30"' in answer.text or "day_end" in wrong
    assert stored(session) == CommuneSettings()


def test_all_faults_are_told_at_once(as_):
    page = as_(Role.LEADER).post("/settings", data=form(max_teams="0", mooring="99")).text
    assert "Số đội mỗi ngày phải từ 1 đến 26." in page
    assert "Thời gian lên xuống bến phải từ 0 đến 60 phút." in page


def test_a_page_older_than_the_settings_is_refused(as_, session):
    client = as_(Role.LEADER)
    client.post("/settings", data=form())
    answer = client.post("/settings", data=form(max_teams="9"))
    assert answer.status_code == 409
    assert "Người khác vừa sửa thiết lập" in answer.text
    assert stored(session).max_teams == 3


@pytest.mark.parametrize("version", ["", "một", "-1", "0.5"])
def test_a_forged_version_is_a_conflict(as_, version):
    assert as_(Role.LEADER).post("/settings", data=form(version=version)).status_code == 409


def test_sent_twice_it_is_stored_once(as_, session):
    client, once = as_(Role.LEADER), form()
    first, second = (client.post("/settings", data=once) for _ in range(2))
    assert first.location == second.location
    assert session.query(AuditRow).filter_by(action="settings.changed").count() == 1


def test_only_the_own_commune_is_changed(as_, session):
    as_(Role.LEADER).post("/settings", data=form())
    others = session.query(CommuneRow).filter(CommuneRow.code != HOME)
    assert [(row.settings, row.version) for row in others] == [({}, 0)]


def test_weights_are_stored_where_they_differ(as_, session):
    client = as_(Role.LEADER)
    page = client.get("/settings/weights").text
    fields = dict(re.findall(r'<input[^>]*name="([a-z_]+)"[^>]*value="([^"]*)"', page))
    assert fields["team_day"] == "3600"
    assert client.post("/settings/weights", data=fields | {"team_day": "7200"}).status_code == 302
    assert stored(session).weights == {"team_day": 7200}


def test_a_weight_below_nothing_is_refused(as_, session):
    client = as_(Role.LEADER)
    page = client.get("/settings/weights").text
    fields = dict(re.findall(r'<input[^>]*name="([a-z_]+)"[^>]*value="([^"]*)"', page))
    answer = client.post("/settings/weights", data=fields | {"team_day": "-1"})
    assert answer.status_code == 422
    assert stored(session).weights == {}


def test_a_ferry_is_added_changed_and_taken_out(as_, session):
    client = as_(Role.LEADER)
    assert client.post("/settings/ferries/new", data=ferry()).location == "/settings/ferries"
    (one,) = stored(session).ferries
    assert one.departures == (5 * 3600 + 1800, 6 * 3600 + 900, 14 * 3600)
    assert (one.lat_from, one.lon_to, one.boards, one.to_on) == (9.53, 106.23, ("motorbike",), None)
    assert "5:30, 6:15, 14:00" in client.get("/settings/ferries/1").text
    client.post("/settings/ferries/1", data=ferry(version="1", name="Cầu mới", departures=""))
    assert [(f.name, f.departures) for f in stored(session).ferries] == [("Cầu mới", ())]
    client.post("/settings/ferries/1/remove", data={"version": "2"})
    assert stored(session).ferries == ()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"departures": "5:30, 25:00"}, "“25:00” không phải giờ"),
        ({"boards": []}, "Chọn ít nhất một loại xe qua được."),
        ({"lat_from": "95"}, "Từ 8 đến 24."),
        ({"crossing": "0"}, "Thời gian qua sông phải từ 1 đến 180 phút."),
        ({"from_on": "2027-01-02", "to_on": "2027-01-01"}, "Ngày ngừng chạy trước ngày bắt đầu."),
    ],
)
def test_a_ferry_that_cannot_be_is_told(as_, session, wrong, sentence):
    answer = as_(Role.LEADER).post("/settings/ferries/new", data=ferry(**wrong))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert stored(session).ferries == ()


def test_a_ferry_is_not_taken_out_from_an_old_page(as_, session):
    client = as_(Role.LEADER)
    client.post("/settings/ferries/new", data=ferry())
    client.post("/settings/ferries/new", data=ferry(version="1", name="Phà hai"))
    assert client.post("/settings/ferries/1/remove", data={"version": "1"}).status_code == 409
    assert len(stored(session).ferries) == 2


def test_a_ferry_that_is_not_there_is_not_found(as_):
    assert as_(Role.LEADER).get("/settings/ferries/1").status_code == 404
    assert as_(Role.LEADER).post("/settings/ferries/0/remove").status_code == 404
