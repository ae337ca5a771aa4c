from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from fieldops.civil.procedures import BY_PROVINCE, LAW_2026, RULES, Fee, Paper
from fieldops.civil.versions import differences, faults, from_document, to_document
from fieldops.domain.case import Procedure, Register
from fieldops.domain.errors import Conflict, Invalid, NotFound
from fieldops.domain.facts import Label
from fieldops.domain.people import Role
from fieldops.services import cases, clocks, demand, procedures
from fieldops.services.audit import Actor
from fieldops.services.procedure_rules import rule_for
from fieldops.store import scope
from fieldops.store.tables import AuditRow, VisitRow
from tests import makers
from tests.conftest import HOME, OTHER

TODAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 5, tzinfo=UTC)
WHO = Actor(1, "Người thử")
NEW_YEAR = date(2027, 1, 1)


def version(session, procedure=Procedure.MOBILE_BIRTH, on=NEW_YEAR, **changes):
    base = procedures.draft(session, procedure, on)
    return replace(base, **{"source": "12/2026/NQ-HĐND"} | changes)


def added(session, *args, **changes):
    return procedures.add(session, WHO, version(session, *args, **changes), TODAY, AT)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: f"{r.procedure}-{r.valid_from}")
def test_a_rule_survives_being_stored(rule):
    assert from_document(rule, to_document(rule)) == rule
    assert differences(rule, rule) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda r: f"{r.procedure}-{r.valid_from}")
def test_the_built_in_versions_would_be_accepted(rule):
    assert [f.field for f in faults(replace(rule, source="x"))] == []


class TestAdding:
    def test_from_its_day_on_and_not_before(self, session):
        added(session, fee=Fee(8000))
        before = rule_for(session, Procedure.MOBILE_BIRTH, date(2026, 12, 31))
        after = rule_for(session, Procedure.MOBILE_BIRTH, NEW_YEAR)
        assert (before.fee.dong, after.fee.dong) == (0, 8000)

    def test_old_cases_keep_theirs(self, session):
        home = makers.household(session)
        old, new = makers.citizen(session, home), makers.citizen(session, home)
        old = makers.case(session, old, state="received", received_on=TODAY)
        new = makers.case(session, new)
        added(session, working_days=7, ready_days=4)
        late = date(2027, 1, 4)
        assert clocks.rule_of(old, late).working_days == 5
        assert clocks.rule_of(new, late).working_days == 7

    def test_the_visits_to_come_follow(self, session):
        person = makers.citizen(session, makers.household(session))
        makers.case(session, person)
        demand.refresh(session, None, TODAY, AT)
        base = procedures.draft(session, Procedure.MOBILE_BIRTH, TODAY)
        longer = replace(base.intake, minutes=45)
        added(session, on=TODAY, intake=longer)
        assert session.query(VisitRow).filter_by(kind="intake").one().seconds == 45 * 60

    def test_a_later_built_in_version_takes_over_on_its_day_and_the_preview_says_so(self, session):
        seen = procedures.preview(
            session, version(session, Procedure.MOBILE_DEATH, fee=BY_PROVINCE)
        )
        assert seen.next_on == LAW_2026
        assert [one.field for one in seen.changes] == ["source", "fee"]

    def test_on_the_day_of_a_built_in_version_the_added_one_holds(self, session):
        added(session, Procedure.MOBILE_DEATH, LAW_2026, paper=Label("giấy chứng tử mới"))
        assert rule_for(session, Procedure.MOBILE_DEATH, LAW_2026).paper.text == "giấy chứng tử mới"

    def test_everything_of_a_version_can_change(self, session):
        base = procedures.draft(session, Procedure.BIRTH_WITH_PAPERS, NEW_YEAR)
        wanted = version(
            session,
            Procedure.BIRTH_WITH_PAPERS,
            code="1.009999",
            name=Label("Tên mới"),
            paper=Label("giấy mới"),
            working_days=4,
            ready_days=1,
            fee=Fee(0),
            exemptions="hộ nghèo",
            papers=(Paper(Label("giấy A"), (Label("giấy B"), Label("giấy C"))),),
            steps=(Label("Việc sau"),),
            verification_days=10,
            event_days=30,
            may_be_written=False,
            intake=replace(base.intake, roles=frozenset({Role.REGISTRAR, Role.POLICE})),
        )
        procedures.add(session, WHO, wanted, TODAY, AT)
        session.expire_all()
        assert rule_for(session, Procedure.BIRTH_WITH_PAPERS, NEW_YEAR) == wanted

    def test_it_leaves_a_line_in_the_audit(self, session):
        added(session, fee=Fee(8000))
        (line,) = session.query(AuditRow).filter_by(action="procedure.version_added")
        assert (line.subject_id, line.facts) == ("mobile_birth", {"from_on": "2027-01-01"})

    def test_another_commune_keeps_its_own(self, session):
        added(session, fee=Fee(8000))
        session.commit()
        scope.leave(session)
        with scope.inside(session, OTHER):
            assert rule_for(session, Procedure.MOBILE_BIRTH, NEW_YEAR).fee.dong == 0
        scope.enter(session, HOME)
        assert rule_for(session, Procedure.MOBILE_BIRTH, NEW_YEAR).fee.dong == 8000


class TestRefused:
    def test_a_day_on_which_a_case_was_received(self, session):
        person = makers.citizen(session, makers.household(session))
        makers.case(session, person, state="received", received_on=date(2026, 11, 20))
        for on in (date(2026, 11, 19), date(2026, 11, 20)):
            with pytest.raises(Invalid, match="hồ sơ đã nhận giữ bản cũ"):
                added(session, on=on, fee=Fee(1))
        assert added(session, on=date(2026, 11, 21), fee=Fee(1))

    def test_a_day_before_the_first_version(self, session):
        with pytest.raises(Invalid) as told:
            added(session, on=date(2020, 7, 15), fee=Fee(1))
        assert told.value.field == "valid_from"

    def test_a_day_that_has_a_version_already(self, session):
        added(session, fee=Fee(1))
        with pytest.raises(Invalid):
            added(session, fee=Fee(2))

    def test_a_version_that_changes_nothing(self, session):
        with pytest.raises(Conflict):
            added(session)

    @pytest.mark.parametrize(
        ("field", "changes"),
        [
            ("name", {"name": Label(" ")}),
            ("name", {"name": Label("{x}")}),
            ("paper", {"paper": Label("x" * 201)}),
            ("source", {"source": ""}),
            ("working_days", {"working_days": 61}),
            ("working_days", {"working_days": -1}),
            ("ready_days", {"ready_days": 6}),
            ("verification_days", {"verification_days": 61}),
            ("event_days", {"event_days": 0}),
            ("fee", {"fee": Fee(-1)}),
            ("fee", {"fee": Fee(10_000_001)}),
            (
                "papers",
                {
                    "papers": (
                        Paper(
                            Label("a{b"),
                        ),
                    )
                },
            ),
        ],
    )
    def test_what_cannot_be(self, session, field, changes):
        with pytest.raises(Invalid) as told:
            added(session, **changes)
        assert told.value.field == field

    @pytest.mark.parametrize(
        ("field", "call"),
        [
            ("intake_minutes", {"minutes": 0}),
            ("intake_minutes", {"minutes": 241}),
            ("intake_further", {"further": 99}),
            ("intake_roles", {"roles": frozenset({Role.LEADER})}),
            # who writes in a register is the registrar
            ("intake_roles", {"roles": frozenset({Role.POLICE})}),
        ],
    )
    def test_a_call_that_cannot_be(self, session, field, call):
        base = procedures.draft(session, Procedure.MOBILE_BIRTH, NEW_YEAR)
        with pytest.raises(Invalid) as told:
            added(session, intake=replace(base.intake, **call))
        assert told.value.field == field

    def test_no_register_without_a_way_back(self, session):
        with pytest.raises(Invalid) as told:
            added(session, Procedure.CERTIFIED_SIGNATURE, register=Register.BIRTH)
        assert told.value.field == "register"


class TestRemoving:
    def test_one_nobody_was_received_under(self, session):
        row = added(session, fee=Fee(8000))
        procedures.remove(session, WHO, row.id, TODAY, AT)
        assert rule_for(session, Procedure.MOBILE_BIRTH, NEW_YEAR).fee.dong == 0

    def test_not_once_a_case_follows_it(self, session):
        row = added(session, on=TODAY, fee=Fee(8000))
        person = makers.citizen(session, makers.household(session))
        case = makers.case(session, person)
        cases.record_intake(session, WHO, [case.id], TODAY, TODAY, AT)
        with pytest.raises(Conflict):
            procedures.remove(session, WHO, row.id, TODAY, AT)

    def test_another_commune_s_is_not_found(self, session):
        row_id = added(session, fee=Fee(8000)).id
        session.commit()
        scope.leave(session)
        with scope.inside(session, OTHER), pytest.raises(NotFound):
            procedures.remove(session, WHO, row_id, TODAY, AT)
        scope.enter(session, HOME)


def test_the_list_counts_the_cases_of_each_version(session):
    home = makers.household(session)
    for on in (date(2026, 11, 2), date(2026, 11, 20)):
        makers.case(session, makers.citizen(session, home), state="received", received_on=on)
    added(session, on=date(2026, 11, 23), fee=Fee(1))
    person = makers.citizen(session, home)
    makers.case(session, person, state="received", received_on=TODAY)
    newest, built_in = procedures.versions_of(session, Procedure.MOBILE_BIRTH, TODAY)
    assert (newest.received, newest.until, newest.is_now) == (1, None, True)
    assert (built_in.received, built_in.until, built_in.is_now) == (2, date(2026, 11, 22), False)
