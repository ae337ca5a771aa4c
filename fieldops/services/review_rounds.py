"""Review rounds: hamlets asked by a day, their answers, who is late, and a reminder to share."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from fieldops.domain.errors import Conflict, Forbidden, Invalid, NotFound
from fieldops.domain.review_round import ReviewReply, ReviewStanding, standing
from fieldops.domain.sentences import Sentence
from fieldops.registry.names import fold, tidy
from fieldops.services import audit
from fieldops.services.audit import Actor
from fieldops.store import communes, scope
from fieldops.store import review_rounds as rows
from fieldops.store.tables import HamletRow, ReviewHamletRow, ReviewRoundRow

LONGEST = timedelta(days=90)
"""A round that gives hamlets longer than this is a slip of the keyboard: our own measure."""
MOST_PEOPLE = 2000


@dataclass(frozen=True, slots=True)
class Asked:
    """A hamlet in a round. ``taken_in`` counts its needs entered since the round began."""

    row: ReviewHamletRow
    standing: ReviewStanding
    taken_in: int

    @property
    def waits(self) -> bool:
        return self.row.answered_on is None

    @property
    def listed_not_entered(self) -> bool:
        """It named people, and nobody of it was entered yet."""
        return self.row.reply == ReviewReply.LIST and not self.taken_in


@dataclass(frozen=True, slots=True)
class Round:
    """A round as seen today, its hamlets in Vietnamese order."""

    row: ReviewRoundRow
    hamlets: tuple[Asked, ...]

    @property
    def answered(self) -> int:
        return sum(not one.waits for one in self.hamlets)

    @property
    def waiting(self) -> tuple[str, ...]:
        """The names of hamlets that have not answered."""
        return tuple(one.row.hamlet.name for one in self.hamlets if one.waits)

    @property
    def late(self) -> int:
        return sum(one.standing is ReviewStanding.LATE for one in self.hamlets)


def rounds(session: Session, today: date, reach: int | None = None) -> list[Round]:
    """Every round, the newest first; with ``reach``, those that asked that hamlet, it alone."""
    seen = (_seen(row, {}, today, reach) for row in rows.rounds(session))
    return [one for one in seen if one.hamlets]


def one(session: Session, round_id: int, today: date, reach: int | None = None) -> Round:
    """One round; NotFound when it is not there, or did not ask the hamlet in reach."""
    row = rows.get(session, round_id)
    seen = _seen(row, rows.requested_since(session, row.asked_on), today, reach) if row else None
    if seen is None or not seen.hamlets:
        raise NotFound(Sentence("Không tìm thấy đợt rà soát này trong xã."))
    return seen


def _seen(row: ReviewRoundRow, taken_in: dict[int, int], today: date, reach: int | None) -> Round:
    asked = [
        Asked(
            hamlet,
            standing(row.answer_by, hamlet.answered_on, today),
            taken_in.get(hamlet.hamlet_id, 0),
        )
        for hamlet in row.hamlets
        if reach in (None, hamlet.hamlet_id)
    ]
    return Round(row, tuple(sorted(asked, key=lambda one: fold(one.row.hamlet.name))))


def hamlets(session: Session) -> list[HamletRow]:
    """The hamlets that can be asked, in Vietnamese order."""
    return sorted(communes.hamlets(session), key=lambda hamlet: fold(hamlet.name))


def ask(
    session: Session,
    actor: Actor,
    title: str,
    answer_by: date,
    hamlet_ids: Collection[int],
    today: date,
    at: datetime,
) -> ReviewRoundRow:
    """Begin a round; Invalid names the field that cannot be."""
    asked = [row for row in hamlets(session) if row.id in set(hamlet_ids)]
    _check(title, answer_by, asked, today)
    row = ReviewRoundRow(
        commune_code=scope.current(session),
        title=tidy(title)[:120],
        asked_on=today,
        answer_by=answer_by,
        created_by=actor.name,
        created_at=at,
    )
    row.hamlets = [
        ReviewHamletRow(commune_code=row.commune_code, hamlet_id=hamlet.id) for hamlet in asked
    ]
    session.add(row)
    session.flush()
    audit.record(session, actor, "round.asked", ("round", row.id), at, count=len(asked))
    return row


def _check(title: str, answer_by: date, asked: Sequence[HamletRow], today: date) -> None:
    if not tidy(title):
        raise Invalid(Sentence("Đặt tên cho đợt rà soát, ví dụ “Tháng 12/2026”."), field="title")
    if not asked:
        raise Invalid(Sentence("Chọn ít nhất một ấp."), field="hamlets")
    if not today <= answer_by <= today + LONGEST:
        told = Sentence("Hạn trả lời phải từ hôm nay đến {last}.", {"last": today + LONGEST})
        raise Invalid(told, field="answer_by")


def answer(
    session: Session,
    actor: Actor,
    place: tuple[int, int],
    reply: ReviewReply,
    people: int,
    today: date,
    at: datetime,
    *,
    reach: int | None = None,
) -> None:
    """
    Write down what a hamlet answered; ``place`` is (round, hamlet). A later answer replaces it.

    Raises Forbidden for a hamlet out of reach, Invalid for a list of nobody, Conflict where people
    of a hamlet that says "nobody" would be forgotten.
    """
    round_id, hamlet_id = place
    if reach not in (None, hamlet_id):
        raise Forbidden(Sentence("Bạn chỉ trả lời cho ấp của mình."))
    row = rows.hamlet_to_answer(session, round_id, hamlet_id)
    if row is None:
        raise NotFound(Sentence("Đợt này không hỏi ấp đó. Mở lại danh sách các đợt."))
    _check_answer(row, reply, people)
    row.reply, row.people = reply, people if reply is ReviewReply.LIST else 0
    row.answered_on, row.answered_by = row.answered_on or today, actor.name
    facts = {"hamlet": hamlet_id, "reply": reply.value, "count": row.people}
    audit.record(session, actor, "round.answered", ("round", round_id), at, **facts)


def _check_answer(row: ReviewHamletRow, reply: ReviewReply, people: int) -> None:
    if reply is ReviewReply.LIST and not 1 <= people <= MOST_PEOPLE:
        told = Sentence(
            "Ghi số người trong danh sách, từ 1 đến {most}. Không có ai thì chọn “Không có”.",
            {"most": MOST_PEOPLE},
        )
        raise Invalid(told, field="people")
    if reply is ReviewReply.NOBODY and row.reply == ReviewReply.LIST:
        raise Conflict(
            Sentence("Ấp này đã gửi danh sách: ghi lại số người, không đổi sang “không có”.")
        )


def asked(round_: Round, hamlet_id: int) -> Asked:
    """The hamlet's place in the round; NotFound when it was not asked or is out of reach."""
    for found in round_.hamlets:
        if found.row.hamlet_id == hamlet_id:
            return found
    raise NotFound(Sentence("Đợt này không hỏi ấp đó. Mở lại danh sách các đợt."))
