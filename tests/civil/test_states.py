import pytest

from fieldops.civil.procedures import RULES
from fieldops.civil.states import (
    MOVES,
    UNDOING,
    Act,
    allowed,
    first_state,
    move,
    official_status,
    reopening,
)
from fieldops.domain.case import CLOSED, CaseState, DossierStatus
from fieldops.domain.errors import Conflict

S, A = CaseState, Act


def reach(start, *, without=frozenset()):
    seen, todo = {start}, [start]
    while todo:
        here = todo.pop()
        for (state, act), there in MOVES.items():
            if state == here and act not in without and there not in seen:
                seen.add(there)
                todo.append(there)
    return seen


def test_every_state_can_be_reached():
    assert reach(S.REQUESTED) == set(S)


@pytest.mark.parametrize("state", [s for s in S if s not in CLOSED])
def test_no_open_state_is_a_trap(state):
    assert reach(state, without=UNDOING) & CLOSED


@pytest.mark.parametrize("state", sorted(CLOSED))
def test_a_closed_case_moves_only_by_undoing(state):
    assert allowed(state) <= UNDOING


def test_a_paper_in_hand_is_the_end():
    assert allowed(S.HANDED_OVER) == frozenset()


def test_a_registered_case_is_neither_withdrawn_nor_refused():
    assert allowed(S.PROCESSED) == {A.HAND_OVER}


def test_the_straight_way():
    state = S.REQUESTED
    for act in (A.RECEIVE, A.PROCESS, A.HAND_OVER):
        state = move(state, act)
    assert state == S.HANDED_OVER


@pytest.mark.parametrize(("state", "act"), [(s, a) for s in S for a in A if (s, a) not in MOVES])
def test_what_is_not_in_the_table_is_refused(state, act):
    with pytest.raises(Conflict):
        move(state, act)


@pytest.mark.parametrize(
    ("state", "received", "code"),
    [
        (S.REQUESTED, False, 1),
        (S.RECEIVED, True, 2),
        (S.REFUSED, False, 3),
        (S.SUPPLEMENT, True, 5),
        (S.WITHDRAWN, True, 7),
        (S.REFUSED, True, 8),
        (S.PROCESSED, True, 9),
        (S.HANDED_OVER, True, 10),
    ],
)
def test_official_codes(state, received, code):
    assert official_status(state, received=received) == code


def test_under_verification_a_dossier_is_in_progress():
    code = official_status(S.RECEIVED, received=True, verifying=True)
    assert code == DossierStatus.IN_PROGRESS


@pytest.mark.parametrize("rule", RULES, ids=lambda r: f"{r.procedure}-{r.valid_from}")
def test_a_case_begins_where_its_first_call_is(rule):
    assert first_state(rule) == (S.REQUESTED if rule.intake else S.PROCESSED)


@pytest.mark.parametrize(
    ("received", "waiting", "state"),
    [
        (False, False, S.REQUESTED),
        (True, False, S.RECEIVED),
        (False, True, S.SUPPLEMENT),
        (True, True, S.SUPPLEMENT),
    ],
)
@pytest.mark.parametrize("closed", [S.WITHDRAWN, S.REFUSED])
def test_undoing_goes_back_to_where_the_dossier_was(closed, received, waiting, state):
    assert move(closed, reopening(received=received, waiting=waiting)) == state
