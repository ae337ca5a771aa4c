from datetime import date

import pytest

from fieldops.civil.procedures import CIRCULAR_2020, LAW_2026, RULES, rule_for, steps_for
from fieldops.domain.case import AT_OFFICE, BIRTHS, DEATHS, Procedure, Register
from fieldops.domain.partial_date import PartialDate
from fieldops.domain.people import Role
from fieldops.domain.visit import VisitKind


@pytest.mark.parametrize(
    ("received", "paper"),
    [
        (date(2026, 11, 21), "trích lục khai tử"),
        (date(2027, 2, 28), "trích lục khai tử"),  # the last day of the old law
        (date(2027, 3, 1), "giấy chứng tử"),
    ],
)
def test_the_death_paper_is_named_by_the_law_of_the_day_of_receipt(received, paper):
    assert rule_for(Procedure.MOBILE_DEATH, received).paper.text == paper


@pytest.mark.parametrize(
    ("procedure", "code", "days", "dong"),
    [
        (Procedure.MOBILE_BIRTH, "1.003583", 5, 0),
        (Procedure.MOBILE_DEATH, "1.000419", 5, 0),
        (Procedure.BIRTH_WITH_PAPERS, "1.004772", 5, None),
        (Procedure.BIRTH_AGAIN, "1.004884", 5, None),
        (Procedure.DEATH_AGAIN, "1.005461", 5, None),
        (Procedure.RESIDENCE, "1.004222", 7, None),
        (Procedure.RESIDENCE_END, "1.003197", 5, None),
        (Procedure.TEMPORARY_RESIDENCE, "1.004194", 3, None),
        (Procedure.ID_CARD, "", 7, None),
        (Procedure.OFFICE_BIRTH, "1.001193", 0, None),
        (Procedure.OFFICE_DEATH, "1.000656", 0, None),
        (Procedure.EXTRACT_COPY, "2.000635", 0, 8_000),
        (Procedure.CERTIFIED_COPY, "2.000815", 0, 2_000),
        (Procedure.CERTIFIED_SIGNATURE, "2.000884", 0, 10_000),
    ],
)
def test_codes_times_and_fees_are_those_of_the_listing(procedure, code, days, dong):
    rule = rule_for(procedure, date(2026, 11, 21))
    assert (rule.code, rule.working_days, rule.fee.dong) == (code, days, dong)


def test_a_death_entered_again_is_named_by_the_law_of_its_receipt_too():
    papers = [rule_for(Procedure.DEATH_AGAIN, day).paper.text for day in (CIRCULAR_2020, LAW_2026)]
    assert papers == ["trích lục khai tử", "giấy chứng tử"]


def test_every_procedure_has_a_rule_from_the_circular_on():
    for procedure in Procedure:
        assert rule_for(procedure, CIRCULAR_2020).procedure == procedure


def test_before_the_first_version_there_is_no_rule():
    with pytest.raises(LookupError):
        rule_for(Procedure.MOBILE_BIRTH, date(2020, 7, 15))


def test_a_version_added_later_takes_over_from_its_day():
    old = rule_for(Procedure.ID_CARD, date(2026, 1, 1))
    new = type(old)(**{f: getattr(old, f) for f in old.__slots__} | {"valid_from": LAW_2026})
    rules = (*RULES, new)
    assert rule_for(Procedure.ID_CARD, date(2027, 2, 28), rules) is old
    assert rule_for(Procedure.ID_CARD, LAW_2026, rules) is new


def test_no_procedure_has_two_versions_of_one_day():
    keys = [(rule.procedure, rule.valid_from) for rule in RULES]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("rule", RULES, ids=lambda r: f"{r.procedure}-{r.valid_from}")
def test_a_rule_makes_sense(rule):
    assert bool(rule.intake or rule.hand_over) == (rule.procedure not in AT_OFFICE)
    assert rule.ready_days <= rule.working_days
    assert rule.intake is None or rule.intake.kind == VisitKind.INTAKE
    for call in filter(None, (rule.intake, rule.hand_over)):
        assert 0 < call.further < call.minutes


@pytest.mark.parametrize("rule", [r for r in RULES if r.register], ids=lambda r: r.code)
def test_the_registrar_is_at_both_visits_and_brings_the_register_to_the_second(rule):
    assert rule.intake.roles == rule.hand_over.roles == {Role.REGISTRAR}
    assert rule.hand_over.kind == VisitKind.DELIVERY
    assert rule.hand_over.registers == {rule.register}
    assert rule.intake.registers == frozenset()


def test_births_and_deaths_go_to_their_registers():
    by = {rule.procedure: rule.register for rule in RULES}
    assert {by[one] for one in BIRTHS} == {Register.BIRTH}
    assert {by[one] for one in DEATHS} == {Register.DEATH}
    assert by[Procedure.ID_CARD] is None


@pytest.mark.parametrize(
    ("birth", "shown"),
    [
        (PartialDate(2026, 11, 1), True),
        (PartialDate(2020, 11, 24), True),  # six tomorrow
        (PartialDate(2020, 11, 23), False),  # six today
        (PartialDate(2020), True),  # perhaps not yet six
        (PartialDate(2019), False),
        (PartialDate(1943), False),
        (None, True),
    ],
)
def test_the_steps_after_a_birth_are_those_of_a_child(birth, shown):
    today = date(2026, 11, 23)
    rule = rule_for(Procedure.MOBILE_BIRTH, today)
    assert bool(steps_for(rule, birth, today)) is shown


def test_the_steps_after_a_death_are_everybody_s():
    today = date(2026, 11, 23)
    rule = rule_for(Procedure.MOBILE_DEATH, today)
    assert steps_for(rule, PartialDate(1943), today) == rule.steps != ()
