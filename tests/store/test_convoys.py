"""Those who wait to write together share one commit, and none of them fails another."""

from contextlib import contextmanager
from threading import Event, Thread

import pytest

from fieldops.store.convoys import Convoy


class Road:
    """A convoy of the loads that are named, while the first of them waits for its turn."""

    def __init__(self, write):
        self.written, self.turns = [], 0
        self.first_waits, self.open = Event(), Event()
        self.write = write
        self.convoy = Convoy(self.turn, self.noted)

    @contextmanager
    def turn(self):
        self.turns += 1
        self.first_waits.set()
        self.open.wait()
        yield

    def noted(self, loads):
        self.written.append(list(loads))
        return self.write(loads)

    def come(self, *loads):
        """All ride, the second and those behind it while the first waits; answers by load."""
        found = {}

        def ride(load):
            try:
                found[load] = self.convoy.ride(load)
            except BaseException as error:
                found[load] = error

        threads = [Thread(target=ride, args=(load,)) for load in loads]
        threads[0].start()
        self.first_waits.wait()
        for count, thread in enumerate(threads[1:], start=2):
            thread.start()
            while len(self.convoy._waiting) < count:
                thread.join(0.001)
        self.open.set()
        for thread in threads:
            thread.join()
        return found


def doubled(loads):
    return [2 * load for load in loads]


def no_threes(loads):
    if 3 in loads:
        raise ValueError(3)
    return doubled(loads)


def test_one_alone_goes_at_once():
    road = Road(doubled)
    assert road.come(1) == {1: 2}
    assert (road.written, road.turns) == ([[1]], 1)


def test_those_who_wait_by_then_are_written_together_and_each_gets_its_answer():
    road = Road(doubled)
    assert road.come(1, 2, 3) == {1: 2, 2: 4, 3: 6}
    assert (road.written, road.turns) == ([[1, 2, 3]], 1)


def test_where_that_fails_each_goes_by_itself_and_only_the_bad_one_hears_of_it():
    road = Road(no_threes)
    found = road.come(1, 2, 3)
    assert (found[1], found[2]) == (2, 4)
    assert isinstance(found[3], ValueError)
    assert road.written == [[1, 2, 3], [1], [2], [3]]
    assert road.turns == 4  # what the first try wrote is let go before each of the others


def test_the_next_one_goes_after_a_failure():
    road = Road(no_threes)
    assert isinstance(road.come(3)[3], ValueError)
    assert road.convoy.ride(4) == 8


def test_a_turn_that_cannot_be_had_is_told_to_all_who_wait():
    road = Road(doubled)
    refused = PermissionError("turns")

    @contextmanager
    def no_turn():
        road.first_waits.set()
        road.open.wait()
        raise refused
        yield

    road.convoy = Convoy(no_turn, road.noted)
    assert road.come(1, 2) == {1: refused, 2: refused}
    assert road.written == []


def test_the_end_of_the_process_is_no_reason_to_try_again():
    class Killed(BaseException):
        pass

    def dies(_loads):
        raise Killed

    road = Road(dies)
    found = road.come(1, 2)
    assert {type(one) for one in found.values()} == {Killed}
    assert road.written == [[1, 2]]


@pytest.mark.parametrize("answers", [[], [1, 2, 3]])
def test_a_wrong_number_of_answers_is_an_error_and_none_is_given_to_the_wrong_one(answers):
    road = Road(lambda _loads: answers)
    assert {type(one) for one in road.come(1, 2).values()} == {ValueError}
