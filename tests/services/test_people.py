from datetime import UTC, datetime

import pytest

from fieldops.domain.errors import Conflict, Invalid, NotFound
from fieldops.domain.people import Role
from fieldops.services import people
from fieldops.services.audit import Actor
from fieldops.services.people import UserDraft
from fieldops.store import scope
from fieldops.store.tables import AuditRow, UserRow
from tests import makers
from tests.conftest import HOME, OTHER

ADMIN = Actor(1, "Người quản trị")
NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)


def user_of(session, role, commune=HOME):
    return session.query(UserRow).filter_by(role=role, commune_code=commune).one()


def test_a_login_is_kept_in_lower_case_and_only_its_hash(session):
    draft = UserDraft(" Hoa.LT ", "Lê Thị Hoa", Role.LEADER)
    row = people.add_user(session, ADMIN, draft, "hash", NOW)
    assert (row.username, row.commune_code, row.password) == ("hoa.lt", HOME, "hash")


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (UserDraft("hoà", "Lê Hoà", Role.LEADER), "username"),
        (UserDraft("ab", "Lê Hoa", Role.LEADER), "username"),
        (UserDraft("leader.31615", "Lê Hoa", Role.LEADER), "username"),  # of another commune
        (UserDraft("hoa.lt", " ", Role.LEADER), "full_name"),
        (UserDraft("hoa.lt", "Lê Hoa", Role.HAMLET_HEAD), "hamlet_id"),
    ],
)
def test_a_wrong_draft_names_its_field(session, draft, field):
    with pytest.raises(Invalid) as refused:
        people.add_user(session, ADMIN, draft, "hash", NOW)
    assert refused.value.field == field


def test_a_hamlet_head_s_hamlet_is_one_of_this_commune(session):
    mine = makers.first_hamlet(session).id
    good = UserDraft("dau.ap", "Lê Hoa", Role.HAMLET_HEAD, hamlet_id=mine)
    assert people.add_user(session, ADMIN, good, "hash", NOW).hamlet_id == mine
    theirs = UserDraft("dau.ap2", "Lê Hoa", Role.HAMLET_HEAD, hamlet_id=mine + 1)
    with pytest.raises(Invalid):
        people.add_user(session, ADMIN, theirs, "hash", NOW)


def test_only_a_hamlet_head_has_a_hamlet_and_only_who_goes_out_is_staff(session):
    member = makers.staff(session)
    draft = UserDraft("hoa", "Lê Hoa", Role.LEADER, member.id, makers.first_hamlet(session).id)
    row = people.add_user(session, ADMIN, draft, "hash", NOW)
    assert (row.hamlet_id, row.staff_id) == (None, None)


def test_a_login_and_its_staff_have_one_role_and_a_member_has_one_login(session):
    police = makers.staff(session, role=Role.POLICE)
    draft = UserDraft("hoa", "Lê Hoa", Role.REGISTRAR, police.id)
    with pytest.raises(Invalid) as other_role:
        people.add_user(session, ADMIN, draft, "hash", NOW)
    people.add_user(session, ADMIN, UserDraft("hai", "Lê Hai", Role.POLICE, police.id), "h", NOW)
    draft = UserDraft("ba.le", "Lê Ba", Role.POLICE, police.id)
    with pytest.raises(Invalid) as taken:
        people.add_user(session, ADMIN, draft, "hash", NOW)
    assert other_role.value.field == taken.value.field == "staff_id"
    assert taken.value.sentence.facts == {"username": "hai"}


def test_another_commune_s_login_is_not_found(session):
    with pytest.raises(NotFound):
        people.user(session, user_of(session, Role.LEADER, OTHER).id)


def test_only_this_commune_s_logins_are_listed(session):
    assert {row.commune_code for row in people.users(session)} == {HOME}


def test_the_last_administrator_cannot_be_shut_out_nor_given_another_role(session):
    admin = user_of(session, Role.ADMINISTRATOR)
    with pytest.raises(Conflict):
        people.switch(session, ADMIN, admin.id, active=False, at=NOW)
    draft = UserDraft(admin.username, "Lê Hoa", Role.LEADER)
    with pytest.raises(Conflict):
        people.change_user(session, ADMIN, admin.id, draft, NOW)
    makers.login(session, Role.ADMINISTRATOR, username="second")
    assert not people.switch(session, ADMIN, admin.id, active=False, at=NOW).active


@pytest.mark.parametrize("act", ["shut out", "new password", "own password"])
def test_every_session_of_the_login_ends(session, act):
    row = user_of(session, Role.POLICE)
    before = row.fs_uniquifier
    match act:
        case "shut out":
            people.switch(session, ADMIN, row.id, active=False, at=NOW)
        case "new password":
            people.reset_password(session, ADMIN, row.id, "hash", NOW)
        case "own password":
            people.change_own_password(session, ADMIN, row.id, "hash", NOW)
    assert row.fs_uniquifier != before


def test_the_audit_keeps_no_name_and_no_password(session):
    draft = UserDraft("hoa.lt", "Lê Thị Hoa", Role.LEADER)
    row = people.add_user(session, ADMIN, draft, "hash", NOW)
    people.reset_password(session, ADMIN, row.id, "other hash", NOW)
    entries = session.query(AuditRow).all()
    assert [entry.action for entry in entries] == ["user.added", "user.password_reset"]
    assert [entry.facts for entry in entries] == [{"role": "leader"}, {}]


def test_new_passwords_are_long_easily_read_and_never_the_same(session):
    made = {people.new_password() for _ in range(50)}
    assert len(made) == 50
    assert all(len(one) >= people.SHORTEST_PASSWORD for one in made)
    assert not set("il0o1") & set("".join(made))


def test_a_short_password_is_refused():
    with pytest.raises(Invalid):
        people.judge_password("x" * (people.SHORTEST_PASSWORD - 1))
    people.judge_password("x" * people.SHORTEST_PASSWORD)


def test_logins_are_held_to_the_commune_of_the_session(session):
    session.info.clear()
    with scope.inside(session, OTHER):
        assert {row.commune_code for row in people.users(session)} == {OTHER}
    scope.enter(session, HOME)
