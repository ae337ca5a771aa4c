"""Which cases may be about one birth or one death; the points are added up by hand."""

from dataclasses import replace
from datetime import date

from fieldops.domain.case import Register
from fieldops.domain.partial_date import PartialDate
from fieldops.registry.duplicates import EventRecord, PersonRecord, events

UT = PersonRecord(1, 10, 5, "Trần Văn Út", sex="male", birth=PartialDate(1940))
DEATH = EventRecord(71, Register.DEATH, UT, date(2026, 11, 10))


def beside(**other):
    """The same man told of by another home of another hamlet; what is given differs."""
    person = other.pop("person", replace(UT, id=2, household_id=11, hamlet_id=6))
    return events([DEATH, replace(DEATH, **{"id": 72, "person": person} | other)])


def test_one_death_told_in_two_hamlets():
    # 40 (name) + 20 (year) + 30 (day of the death) = 90
    [found] = beside()
    assert (found.one, found.other, found.points) == (71, 72, 90)
    assert beside(event_on=date(2026, 11, 12))[0].points == 70  # 40 + 20 + 10 (two days apart)
    assert beside(event_on=date(2026, 11, 20)) == ()  # 40 + 20 - 40


def test_two_cases_of_one_person_are_certain():
    [found] = beside(person=UT, event_on=None)
    assert found.is_certain


def test_a_birth_is_never_a_death():
    assert beside(register=Register.BIRTH) == ()


def test_one_dossier_code_on_two_cases_is_seen_whatever_the_names():
    other = PersonRecord(3, 12, 7, "Lê Hoa")
    pair = [replace(DEATH, dossier_code="H-1"), replace(DEATH, id=72, person=other)]
    assert events(pair) == ()
    [found] = events([pair[0], replace(pair[1], dossier_code="H-1")])
    assert found.points == 130  # 100 (code) + 30 (day)


def test_twins_with_names_of_their_own_are_two():
    # 25 would need a slip of the pen; "An" and "Bình" are no slip: nothing is compared at all.
    born = PartialDate(2026, 11, 3)
    an = PersonRecord(4, 10, 5, "Trần Minh An", birth=born)
    binh = PersonRecord(5, 10, 5, "Trần Minh Bình", birth=born)
    births = [EventRecord(n, Register.BIRTH, one) for n, one in ((81, an), (82, binh))]
    assert events(births) == ()


def test_the_same_informant_tips_a_name_and_a_year():
    # 35 (diacritics) + 5 (years near) + 15 (informant) = 55, with the hamlet (10) 65
    person = replace(UT, id=2, household_id=11, name="Tran Van Ut", birth=PartialDate(1941))
    plain = replace(DEATH, event_on=None)
    pair = [plain, replace(plain, id=72, person=person)]
    assert events(pair) == ()
    told = [replace(one, informant="0601234567") for one in pair]
    assert events(told)[0].points == 65
