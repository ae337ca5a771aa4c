"""The page of doubles: compare, choose, merge, take apart; sent twice is once."""

import re

from fieldops.domain.people import Role
from fieldops.store.tables import ApartRow, CitizenRow, MergeRow
from tests import makers

PAGE = "/households/duplicates"


def twins(session):
    home = makers.household(session, head_name="Trần Văn Út")
    rows = [
        makers.citizen(session, home, full_name="Nguyễn Thị Bảy", birth_year=1942),
        makers.citizen(session, home, full_name="Nguyen Thi Bay", birth_year=1942, alias="Lành"),
    ]
    ids = [row.id for row in rows]
    session.commit()
    return ids


def hidden(page, name):
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page.text)
    return found.group(1)


def sent(client, path, **chosen):
    page = client.get(path)
    data = {name: hidden(page, name) for name in ("form_token", "seen")}
    return data | {f"part-{name}": side for name, side in chosen.items()}


def test_an_empty_commune_has_no_doubles(as_):
    assert (
        "Không thấy người, hộ hay việc sinh, tử nào ghi hai lần" in as_(Role.LEADER).get(PAGE).text
    )


def test_the_list_says_why(as_, session):
    one, other = twins(session)
    page = as_(Role.REGISTRAR).get(PAGE).text
    assert f"{PAGE}/people/{one}/{other}" in page
    assert "Họ tên chỉ khác dấu" in page
    assert "Cùng năm sinh 1942" in page


def test_two_become_one_with_the_chosen_parts_and_sent_twice_once(as_, session):
    one, other = twins(session)
    client = as_(Role.REGISTRAR)
    path = f"{PAGE}/people/{one}/{other}"
    data = sent(client, path, alias="other", name="one")
    assert client.post(path, data=data).status_code == 302
    assert client.post(path, data=data).status_code == 302
    session.expire_all()
    assert session.query(MergeRow).count() == 1
    kept = session.get(CitizenRow, one)
    assert (kept.full_name, kept.alias) == ("Nguyễn Thị Bảy", "Lành")
    undo = session.query(MergeRow).one().id
    session.rollback()
    assert "Tách lại" in client.get(PAGE).text
    for _ in range(2):
        assert client.post(f"{PAGE}/merges/{undo}/undo").status_code == 302
    session.expire_all()
    assert session.get(CitizenRow, other).merged_into is None


def test_a_stale_page_is_told_and_shows_what_is_there_now(as_, session):
    one, other = twins(session)
    client = as_(Role.REGISTRAR)
    path = f"{PAGE}/people/{one}/{other}"
    data = sent(client, path) | {"seen": "7.7"}
    answer = client.post(path, data=data)
    assert answer.status_code == 409
    assert "Có người vừa sửa" in answer.text
    assert session.query(MergeRow).count() == 0


def test_a_page_without_its_hidden_fields_merges_nothing(as_, session):
    one, other = twins(session)
    path = f"{PAGE}/people/{one}/{other}"
    assert as_(Role.REGISTRAR).post(path, data={"seen": "x"}).status_code == 409
    assert session.query(MergeRow).count() == 0


def test_two_are_two(as_, session):
    one, other = twins(session)
    client = as_(Role.LEADER)
    for _ in range(2):
        assert client.post(f"{PAGE}/people/{one}/{other}/apart").status_code == 302
    assert session.query(ApartRow).count() == 1
    assert "Nguyen Thi Bay" not in client.get(PAGE).text


def test_homes_are_compared_and_merged_as_well(as_, session):
    one, other = (
        makers.household(session, head_name="Trần Văn Út", group_no="4", phone="0601234567").id
        for _ in range(2)
    )
    session.commit()
    client = as_(Role.REGISTRAR)
    path = f"{PAGE}/homes/{one}/{other}"
    assert path in client.get(PAGE).text
    assert client.post(path, data=sent(client, path)).status_code == 302
    assert path not in client.get(PAGE).text
