# ruff: noqa: E501 - a row of the table is a line
"""
Worked dates, one table: what the law gives from which day, the arithmetic by hand, the source.

Days in brackets are days off. "8 1, 9 2" reads: the 8th is the first working day, the 9th the
second. The day of receipt is never counted.
"""

from dataclasses import dataclass
from datetime import date

import pytest

from fieldops.civil.calendar import WorkCalendar
from fieldops.civil.clocks import Pause, register_by, statutory_clock
from fieldops.civil.procedures import rule_for
from fieldops.domain.case import Procedure
from fieldops.domain.facts import ClockTime
from fieldops.domain.partial_date import PartialDate

BIRTH, DEATH = Procedure.MOBILE_BIRTH, Procedure.MOBILE_DEATH
PAPERS, ID, RESIDENCE = Procedure.BIRTH_WITH_PAPERS, Procedure.ID_CARD, Procedure.RESIDENCE
SIGNED, AGAIN = Procedure.CERTIFIED_SIGNATURE, Procedure.BIRTH_AGAIN
TEMPORARY, MOVED_OUT = Procedure.TEMPORARY_RESIDENCE, Procedure.RESIDENCE_END

ART_25 = "Thông tư 04/2020/TT-BTP, art. 25: sign and write in 2 working days, return in 5"
LISTED = "the procedure's time as listed (DOMAIN §3)"
AT_THREE = "same-day answers; received after 15:00, the next working day (DOMAIN §3)"
POLICE = "1.004772: police verification may add up to 20 days (DOMAIN §2)"
WAITING = "time awaiting papers that were asked for is not counted (supplement)"
IN_60, IN_15 = "birth within 60 days (DOMAIN §2)", "death within 15 days (DOMAIN §2)"


def day(text):
    return date(int(text[6:]), int(text[3:5]), int(text[:2]))


@dataclass(frozen=True)
class Received:
    """A dossier: signed by ``ready``, in hand by ``deliver``."""

    procedure: Procedure
    on: str
    ready: str
    deliver: str
    sums: str
    source: str
    verification: int = 0
    at: tuple = ()
    pauses: tuple = ()
    off: tuple = ()

    def __str__(self):
        return f"{self.procedure} {self.on}"


@dataclass(frozen=True)
class Event:
    """A birth or death: registered in time until ``last``; None: no day is left to keep."""

    procedure: Procedure
    event: PartialDate | None
    asked: str
    last: str | None
    sums: str
    source: str

    def __str__(self):
        return f"{self.procedure} of {self.event}, asked {self.asked}"


def mobile(on, ready, deliver, sums, **more):
    return Received(BIRTH, on, ready, deliver, sums, ART_25, **more)


def paused(on, asked, answered, ready, deliver, sums, procedure=BIRTH, **more):
    return Received(
        procedure, on, ready, deliver, sums, WAITING, pauses=((asked, answered),), **more
    )


# fmt: off
RECEIVED = [
    # each weekday
    mobile("07/12/2026", "09/12/2026", "14/12/2026", "Mon: Tue 8 1, Wed 9 2 | Thu 3, Fri 4, Mon 5"),
    mobile("08/12/2026", "10/12/2026", "15/12/2026", "Tue: Wed 1, Thu 2 | Fri 3, Mon 4, Tue 5"),
    mobile("09/12/2026", "11/12/2026", "16/12/2026", "Wed: Thu 1, Fri 2 | Mon 3, Tue 4, Wed 5"),
    mobile("10/12/2026", "14/12/2026", "17/12/2026", "Thu: Fri 1, Mon 2 | Tue 3, Wed 4, Thu 5"),
    mobile("11/12/2026", "15/12/2026", "18/12/2026", "Fri: Mon 1, Tue 2 | Wed 3, Thu 4, Fri 5"),
    mobile("12/12/2026", "15/12/2026", "18/12/2026", "Sat, a team out on its free day: as Fri"),
    mobile("13/12/2026", "15/12/2026", "18/12/2026", "Sun: as Fri"),
    # holidays and swap days
    mobile("27/08/2026", "03/09/2026", "08/09/2026", "Thu: Fri 28 1, (Mon 31 swapped off, 1 and 2/9), Thu 3 2, Fri 4 3, Mon 7 4, Tue 8 5"),
    mobile("20/08/2026", "22/08/2026", "26/08/2026", "Thu: Fri 21 1, Sat 22 worked 2, Mon 24 3, Tue 25 4, Wed 26 5"),
    mobile("20/11/2026", "25/11/2026", "30/11/2026", "Fri: Mon 23 1, (Tue 24), Wed 25 2, Thu 26 3, Fri 27 4, Mon 30 5"),
    mobile("23/11/2026", "26/11/2026", "01/12/2026", "Mon: (Tue 24), Wed 25 1, Thu 26 2, Fri 27 3, Mon 30 4, Tue 1 5"),
    mobile("24/11/2026", "26/11/2026", "01/12/2026", "the holiday itself: as Mon 23"),
    mobile("29/04/2026", "05/05/2026", "08/05/2026", "Wed: (30/4, 1/5), Mon 4 1, Tue 5 2, Wed 6 3, Thu 7 4, Fri 8 5"),
    mobile("24/04/2026", "29/04/2026", "06/05/2026", "Fri: (Mon 27), Tue 28 1, Wed 29 2, (30/4, 1/5), Mon 4 3, Tue 5 4, Wed 6 5"),
    mobile("15/04/2027", "20/04/2027", "23/04/2027", "Thu: (Fri 16 Hùng Kings), Mon 19 1, Tue 20 2, Wed 21 3, Thu 22 4, Fri 23 5"),
    mobile("28/04/2027", "04/05/2027", "07/05/2027", "Wed: Thu 29 1, (Fri 30/4, Mon 3/5 for Sat 1/5), Tue 4 2, Wed 5 3, Thu 6 4, Fri 7 5"),
    # year's end
    mobile("30/12/2026", "04/01/2027", "07/01/2027", "Wed: Thu 31 1, (Fri 1/1), Mon 4 2, Tue 5 3, Wed 6 4, Thu 7 5"),
    mobile("31/12/2026", "05/01/2027", "08/01/2027", "Thu: (Fri 1/1), Mon 4 1, Tue 5 2, Wed 6 3, Thu 7 4, Fri 8 5"),
    # Tết: 2026 off Mon 16 to Fri 20/02, 2027 off Thu 4 to Wed 10/02
    mobile("13/02/2026", "24/02/2026", "27/02/2026", "Fri: Mon 23 1, Tue 24 2, Wed 25 3, Thu 26 4, Fri 27 5"),
    mobile("02/02/2027", "11/02/2027", "16/02/2027", "Tue: Wed 3 1, Thu 11 2, Fri 12 3, Mon 15 4, Tue 16 5"),
    mobile("03/02/2027", "12/02/2027", "17/02/2027", "Wed, the last day: Thu 11 1, Fri 12 2, Mon 15 3, Tue 16 4, Wed 17 5"),
    mobile("08/02/2027", "12/02/2027", "17/02/2027", "inside Tết: as Wed 3"),
    mobile("07/12/2026", "10/12/2026", "15/12/2026", "the commune's own day off: Tue 8 1, (Wed 9), Thu 10 2, Fri 3, Mon 4, Tue 15 5", off=("09/12/2026",)),
    # other procedures
    Received(PAPERS, "07/12/2026", "10/12/2026", "14/12/2026", "5: Tue 8 … Mon 14; ready after 3, ours", LISTED),
    Received(ID, "07/12/2026", "14/12/2026", "16/12/2026", "7: 8 1, 9 2, 10 3, 11 4, 14 5, 15 6, 16 7", LISTED),
    Received(RESIDENCE, "07/12/2026", "14/12/2026", "16/12/2026", "7: as the ID card", LISTED),
    Received(ID, "19/11/2026", "27/11/2026", "01/12/2026", "Fri 20 1, Mon 23 2, (24), 25 3, 26 4, 27 5, 30 6, 1/12 7", LISTED),
    Received(ID, "01/02/2027", "15/02/2027", "17/02/2027", "2 1, 3 2, (Tết), 11 3, 12 4, 15 5, 16 6, 17 7", LISTED),
    Received(TEMPORARY, "07/12/2026", "09/12/2026", "10/12/2026", "3: 8 1, 9 2, 10 3; ready after 2, ours", LISTED),
    Received(TEMPORARY, "02/02/2027", "11/02/2027", "12/02/2027", "Wed 3 1, (Tết), Thu 11 2, Fri 12 3", LISTED),
    Received(MOVED_OUT, "07/12/2026", "10/12/2026", "14/12/2026", "5: Tue 8 … Mon 14; ready after 3, ours", LISTED),
    Received(AGAIN, "20/11/2026", "26/11/2026", "30/11/2026", "Mon 23 1, (24), 25 2, 26 3, 27 4, Mon 30 5; ready after 3, ours", LISTED),
    Received(SIGNED, "07/12/2026", "07/12/2026", "07/12/2026", "0: the same day", LISTED),
    Received(SIGNED, "12/12/2026", "14/12/2026", "14/12/2026", "0: taken on Sat, Mon", LISTED),
    # the 15:00 rule
    Received(SIGNED, "07/12/2026", "07/12/2026", "07/12/2026", "8:00: the same day", AT_THREE, at=(8, 0)),
    Received(SIGNED, "07/12/2026", "07/12/2026", "07/12/2026", "15:00 itself: the same day", AT_THREE, at=(15, 0)),
    Received(SIGNED, "07/12/2026", "08/12/2026", "08/12/2026", "15:01: Tue", AT_THREE, at=(15, 1)),
    Received(SIGNED, "11/12/2026", "14/12/2026", "14/12/2026", "Fri 16:00: Mon", AT_THREE, at=(16, 0)),
    Received(SIGNED, "03/02/2027", "11/02/2027", "11/02/2027", "16:00 on the last day before Tết", AT_THREE, at=(16, 0)),
    mobile("07/12/2026", "09/12/2026", "14/12/2026", "16:00: what takes days takes no more of them", at=(16, 0)),
    # verification, in calendar days
    Received(PAPERS, "07/12/2026", "30/12/2026", "04/01/2027", "14 + 20 = Sun 3/1 -> Mon 4; 10 + 20 = 30", POLICE, 20),
    Received(PAPERS, "08/12/2026", "31/12/2026", "04/01/2027", "15 + 20 = Mon 4/1; 11 + 20 = 31", POLICE, 20),
    Received(PAPERS, "07/12/2026", "21/12/2026", "24/12/2026", "14 + 10 = 24; 10 + 10 = Sun 20 -> Mon 21", POLICE, 10),
    Received(PAPERS, "11/01/2027", "03/02/2027", "11/02/2027", "18 + 20 = Sun 7/2, in Tết -> Thu 11; 14 + 20 = 3/2", POLICE, 20),
    # supplements: the day of asking counts, the day the papers came does not
    paused("07/12/2026", "07/12/2026", "09/12/2026", "11/12/2026", "16/12/2026", "[8, 9], 10 1, 11 2 | 14 3, 15 4, 16 5"),
    paused("07/12/2026", "08/12/2026", "10/12/2026", "11/12/2026", "16/12/2026", "8 1, [9, 10], 11 2 | 14 3, 15 4, 16 5"),
    paused("07/12/2026", "09/12/2026", "14/12/2026", "14/12/2026", "17/12/2026", "8 1, 9 2, [10, 11, 14] | 15 3, 16 4, 17 5: signing was due when it was asked"),
    paused("07/12/2026", "10/12/2026", "12/12/2026", "10/12/2026", "15/12/2026", "8 1, 9 2, 10 3, [11, Sat 12] | 14 4, 15 5; asked when signing was late already"),
    paused("07/12/2026", "08/12/2026", "08/12/2026", "09/12/2026", "14/12/2026", "brought the same day: nothing given back"),
    paused("20/11/2026", "23/11/2026", "26/11/2026", "27/11/2026", "02/12/2026", "23 1, [(24), 25, 26], 27 2 | 30 3, 1/12 4, 2/12 5"),
    paused("19/11/2026", "20/11/2026", "24/11/2026", "25/11/2026", "30/11/2026", "20 1, [23, (24)], 25 2 | 26 3, 27 4, 30 5"),
    paused("01/02/2027", "03/02/2027", "12/02/2027", "12/02/2027", "17/02/2027", "2 1, 3 2, [(Tết), 11, 12] | 15 3, 16 4, 17 5"),
    paused("28/12/2026", "29/12/2026", "04/01/2027", "05/01/2027", "08/01/2027", "29 1, [30, 31, (1/1), 4], 5 2 | 6 3, 7 4, 8 5"),
    paused("07/12/2026", "09/12/2026", "11/12/2026", "16/12/2026", "18/12/2026", "8 1, 9 2, [10, 11], 14 3, 15 4, 16 5, 17 6, 18 7", procedure=ID),
    paused("07/12/2026", "07/12/2026", "09/12/2026", "09/12/2026", "09/12/2026", "same-day: the day the papers came", procedure=SIGNED),
    paused("07/12/2026", "08/12/2026", "10/12/2026", "04/01/2027", "05/01/2027", "16 + 20 = Tue 5/1; 14 + 20 = Sun 3/1 -> Mon 4", procedure=PAPERS, verification=20),
    Received(BIRTH, "07/12/2026", "11/12/2026", "16/12/2026", "8 1, [9], 10 2, 11, [14]: two days back", WAITING, pauses=(("08/12/2026", "09/12/2026"), ("11/12/2026", "14/12/2026"))),
]

EVENTS = [
    Event(BIRTH, PartialDate(2026, 10, 1), "21/11/2026", "30/11/2026", "30 left in October, 30 in November", IN_60),
    Event(BIRTH, PartialDate(2026, 9, 22), "21/11/2026", "21/11/2026", "8 + 31 + 21 = 60: asked on the last day", IN_60),
    Event(BIRTH, PartialDate(2026, 9, 21), "21/11/2026", None, "day 61: nothing left to keep", IN_60),
    Event(BIRTH, PartialDate(2026, 10), "21/11/2026", "30/11/2026", "known by month: from its first day", IN_60),
    Event(BIRTH, PartialDate(1948), "21/11/2026", None, "an old person never registered", IN_60),
    Event(BIRTH, PartialDate(2026, 12, 1), "10/12/2026", "30/01/2027", "30 + 30; a Saturday stays: sooner is safe", IN_60),
    Event(BIRTH, PartialDate(2026, 12, 30), "04/01/2027", "28/02/2027", "1 + 31 + 28, over the year's end", IN_60),
    Event(BIRTH, PartialDate(2028, 1, 1), "10/01/2028", "01/03/2028", "30 + 29 of a leap year + 1", IN_60),
    Event(DEATH, PartialDate(2026, 11, 15), "21/11/2026", "30/11/2026", "15 + 15", IN_15),
    Event(DEATH, PartialDate(2026, 12, 20), "21/12/2026", "04/01/2027", "11 + 4, over the year's end", IN_15),
    Event(DEATH, PartialDate(2027, 1, 25), "26/01/2027", "09/02/2027", "6 + 9: the law counts through Tết", IN_15),
    Event(DEATH, PartialDate(2027, 2, 14), "01/03/2027", "01/03/2027", "14 + 1: the first day of the new law", IN_15),
    Event(DEATH, PartialDate(2026, 11, 1), "21/11/2026", None, "16/11 has passed", IN_15),
    Event(DEATH, None, "21/11/2026", None, "the day is not known", IN_15),
    Event(ID, PartialDate(2026, 11, 1), "21/11/2026", None, "no event is registered", LISTED),
]
# fmt: on


@pytest.mark.parametrize("row", RECEIVED, ids=str)
def test_from_receipt(row):
    rule = rule_for(row.procedure, day(row.on))
    clock = statutory_clock(
        rule,
        day(row.on),
        WorkCalendar(frozenset(map(day, row.off))),
        verification_days=row.verification,
        received_at=ClockTime(row.at[0] * 3600 + row.at[1] * 60) if row.at else None,
        pauses=[Pause(day(asked), day(answered)) for asked, answered in row.pauses],
    )
    assert (clock.ready_by, clock.deliver_by) == (day(row.ready), day(row.deliver)), row.sums


@pytest.mark.parametrize("row", EVENTS, ids=str)
def test_from_the_event(row):
    rule = rule_for(row.procedure, day(row.asked))
    found = register_by(rule, row.event, day(row.asked))
    assert found == (row.last and day(row.last)), row.sums


def test_a_death_has_the_days_of_a_birth():
    for row in RECEIVED:
        if row.procedure == BIRTH and not row.pauses and not row.off:
            rule = rule_for(DEATH, day(row.on))
            clock = statutory_clock(rule, day(row.on), WorkCalendar())
            assert clock.deliver_by == day(row.deliver), row.sums


def test_there_are_more_than_sixty_and_each_says_why():
    assert len(RECEIVED) + len(EVENTS) >= 60
    assert all(row.sums and row.source for row in (*RECEIVED, *EVENTS))
