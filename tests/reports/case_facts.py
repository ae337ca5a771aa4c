"""Cases for the tests of the figures: only what a test is about is spelled out."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from fieldops.domain.case import CaseState, Channel, Procedure, Register
from fieldops.domain.household import Category, Sex
from fieldops.reports.case_fact import CaseFact

PLAIN = CaseFact(
    case_id=1,
    procedure=Procedure.MOBILE_BIRTH,
    state=CaseState.REQUESTED,
    channel=Channel.DIRECT,
    hamlet="Sơn Ton",
    requested_on=date(2026, 9, 1),
)


def case(**changes):
    return replace(PLAIN, **changes)


DAYS = st.dates(date(2026, 6, 1), date(2027, 2, 28))
STEPS = st.integers(0, 45).map(lambda days: timedelta(days=days))


@st.composite
def lives(draw):
    """A case whose days follow each other, ended anywhere along its way."""
    reached = draw(st.integers(0, 4))
    days = [draw(DAYS)]
    for _ in range(4):
        days.append(days[-1] + draw(STEPS))
    stops = reached < 3 and draw(st.booleans())
    register = draw(st.sampled_from([None, *Register]))
    registered_on = days[2] if register and reached >= 2 else None
    return CaseFact(
        case_id=draw(st.integers(1, 10_000)),
        procedure=draw(st.sampled_from(Procedure)),
        state=CaseState.REFUSED if stops else CaseState.HANDED_OVER,
        channel=draw(st.sampled_from(Channel)),
        hamlet=draw(st.sampled_from(["Sơn Ton", "Vàm Hồ", "An Nghiệp"])),
        requested_on=days[0],
        received_on=days[1] if reached >= 1 else None,
        deliver_by=draw(st.none() | st.just(days[1] + timedelta(days=7))),
        processed_on=days[2] if reached >= 2 else None,
        handed_over_on=days[3] if reached >= 3 else None,
        stopped_on=days[4] if stops else None,
        register=register,
        registered_on=registered_on,
        entered_on=registered_on and draw(st.none() | STEPS.map(registered_on.__add__)),
        digitised_on=draw(st.none() | st.sampled_from(days)),
        categories=draw(st.frozensets(st.sampled_from(Category))),
        sex=draw(st.none() | st.sampled_from(Sex)),
    )
