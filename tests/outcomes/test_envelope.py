"""Only the office opens what phones seal to it, and only slips it wrote count."""

import pytest

from fieldops.domain.errors import BadFile
from fieldops.outcomes import handed_in
from fieldops.outcomes.envelope import NotOurs, Office, Slip, new_key, opened
from tests.outcomes import phones
from tests.outcomes.reports import sent

SLIP = Slip(7, "31633", "0b5394aa-0000-4000-8000-000000000001")


@pytest.fixture(scope="module")
def office():
    return Office(new_key())


@pytest.fixture(scope="module")
def other():
    return Office(new_key())


def said(error):
    return error.value.sentence.template


def test_an_envelope_opens_to_the_key_and_whose_it_is(office):
    found = office.open(phones.escrow(office.public(), office.write(SLIP)))
    assert (found.slip, found.key) == (SLIP, phones.DATA_KEY)


def test_the_same_key_file_gives_the_same_office(office):
    pem = new_key()
    assert Office(pem).read(Office(pem).write(SLIP)) == SLIP
    assert Office(pem).public() == Office(pem).public()


def test_a_slip_nobody_of_the_office_wrote_is_refused(office, other):
    for slip in (other.write(SLIP), office.write(SLIP)[:-1] + "x", "", "a.b", "é.é"):
        with pytest.raises(NotOurs) as error:
            office.open(phones.escrow(office.public(), slip))
        assert "không phải do điện thoại đã đăng ký" in said(error)


def test_an_envelope_for_another_office_says_so(office, other):
    with pytest.raises(NotOurs) as error:
        office.open(phones.escrow(other.public(), office.write(SLIP)))
    assert "máy chủ khác" in said(error)
    with pytest.raises(NotOurs) as error:  # sealed to the other's key under our name
        office.open(phones.escrow(other.public(), office.write(SLIP), kid=office.kid))
    assert "bị hỏng" in said(error)


@pytest.mark.parametrize("text", ["", "....", "a.b.c", "{}", "e30.a.b.c.d", "é.a.b.c.d"])
def test_what_is_no_envelope_is_said_so(office, text):
    with pytest.raises(NotOurs):
        office.open(text)


def test_a_changed_envelope_does_not_open(office):
    whole = phones.escrow(office.public(), office.write(SLIP)).split(".")
    for place in (1, 2, 3, 4):
        parts = list(whole)
        parts[place] = ("A" if parts[place][0] != "A" else "B") + parts[place][1:]
        with pytest.raises(NotOurs):
            office.open(".".join(parts))


def test_a_report_opens_in_its_own_place_only():
    outcome = sent(1, visit_id=5)
    sealed = phones.item(outcome)["sealed"]
    assert opened(phones.DATA_KEY, outcome["id"], sealed) == outcome
    for key, place, text in (
        (bytes(32), outcome["id"], sealed),
        (phones.DATA_KEY, "another", sealed),
        (phones.DATA_KEY, outcome["id"], sealed[:-8]),
        (phones.DATA_KEY, outcome["id"], "é"),
    ):
        with pytest.raises(NotOurs):
            opened(key, place, text)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xd8\xff",
        b"[]",
        b'{"fieldops": "outbox", "schema": 2, "made_at": "", "boxes": []}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_file_of_ours_is_said_so(raw):
    with pytest.raises(BadFile):
        handed_in.read(raw)
