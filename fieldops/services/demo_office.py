"""
The office's side of the demo: review rounds, opinions, shortcomings, official lists, results.

All of it is invented, and says so where it can be read by itself. Days lie before today, so that
each page shows what is open, late and done.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from fieldops.domain.people import Role
from fieldops.domain.review_round import ReviewReply
from fieldops.domain.shortcoming import Source
from fieldops.domain.survey import Reply, Satisfaction
from fieldops.services import official, results, review_rounds, shortcomings, survey
from fieldops.services.audit import SYSTEM, Actor
from fieldops.services.shortcomings import Found
from fieldops.services.survey import Answer
from fieldops.store import files as file_rows
from fieldops.store import official as official_rows
from fieldops.store.result_files import ResultFiles

DAY, WEEK = timedelta(days=1), timedelta(days=7)
ENTRIES = 8
"""Entries of the official list."""


def load(session: Session, files: ResultFiles, now: datetime, today: date) -> None:
    """Bring it in, once: where a round was asked, everything stays as it is."""
    if review_rounds.rounds(session, today):
        return
    _rounds(session, now, today)
    _opinions(session, today)
    _shortcomings(session, now, today)
    _results(session, files)
    _official_list(session, now)


def _rounds(session: Session, now: datetime, today: date) -> None:
    """One that is over, and one that runs: some hamlets late, the first has answered."""
    hamlets = [row.id for row in review_rounds.hamlets(session)]
    for title, began, answered in (
        ("Đợt rà soát mẫu, tháng trước", today - 5 * WEEK, len(hamlets)),
        ("Đợt rà soát mẫu, tháng này", today - 9 * DAY, (len(hamlets) + 1) // 2),
    ):
        made = review_rounds.ask(
            session, SYSTEM, title, began + WEEK, hamlets, began, now - (today - began)
        )
        for number, hamlet_id in enumerate(hamlets[:answered]):
            reply = ReviewReply.NOBODY if number % 4 == 3 else ReviewReply.LIST
            people = 0 if reply is ReviewReply.NOBODY else 2 + number
            day = began + (2 + number) * DAY
            review_rounds.answer(
                session, SYSTEM, (made.id, hamlet_id), reply, people, day, now - (today - day)
            )


_WORDS = ("Cán bộ tới tận nhà, tôi già rồi đỡ phải đi xa (góp ý mẫu).", "Hẹn sáng mà trưa mới tới.")


def _opinions(session: Session, today: date) -> None:
    """Fifteen of this week and ten of weeks before, one in each not content."""
    for day, count in ((today, 15), (today - 2 * WEEK, 6), (today - 4 * WEEK, 4)):
        for number in range(count):
            level = Satisfaction.VERY if number % 3 else Satisfaction.CONTENT
            late = number == count - 1
            words = _WORDS[late] if number in (0, count - 1) else ""
            answer = Answer(
                Satisfaction.SO_SO if late else level,
                Reply.YES,
                Reply.NO if late else Reply.YES,
                Reply.UNSURE if number % 5 == 4 else Reply.NO,
                words,
            )
            survey.take_spoken(session, answer, day)


def _shortcomings(session: Session, now: datetime, today: date) -> None:
    """One verified, one that waits for a second pair of eyes, one overdue, one in time."""
    people = {Role(row.role): row for row in shortcomings.owners(session)}
    registrar, leader = people[Role.REGISTRAR], people[Role.LEADER]
    did, saw = Actor(registrar.id, registrar.full_name), Actor(leader.id, leader.full_name)
    found = (
        ("Có nhà hẹn buổi sáng mà đội đến trưa (mẫu)", Source.FAMILIES, registrar.id),
        ("Kết quả chưa quét trước khi trao ở ba hồ sơ (mẫu)", Source.INSPECTION, registrar.id),
        ("Chưa niêm yết số điện thoại đường dây nóng ở các ấp (mẫu)", Source.OFFICERS, leader.id),
    )
    day = today - 3 * WEEK
    made = [
        shortcomings.add(session, saw, Found(issue, source, owner, day + WEEK), day, now - 3 * WEEK)
        for issue, source, owner in found
    ]
    for row, how in zip(
        made, ("Gọi trước khi đi một giờ", "Quét lại và đính kèm đủ"), strict=False
    ):
        shortcomings.mend(session, did, row.id, how, day + 5 * DAY, now - 16 * DAY)
    shortcomings.verify(session, saw, made[0].id, True, day + WEEK, now - 2 * WEEK)
    issue = "Nơi ở của ba nhà chưa khớp giữa danh sách và dữ liệu cư trú (mẫu)"
    given = Found(issue, Source.FIGURES, people[Role.POLICE].id, today + WEEK)
    shortcomings.add(session, saw, given, today - DAY, now - DAY)


def _results(session: Session, files: ResultFiles) -> None:
    """Three in four papers were scanned before they were handed over."""
    for number, (case_id, day) in enumerate(file_rows.handed_over(session)):
        if number % 4 != 3:
            at = datetime(day.year, day.month, day.day, 1, tzinfo=UTC)  # eight in the morning here
            results.attach(session, files, SYSTEM, case_id, _sample(case_id), at)


def _sample(number: int) -> bytes:
    """A page that says it is no result; in ASCII, since the plain PDF fonts know no more."""
    said = f"BT /F 18 Tf 72 720 Td (MAU THU {number}: du lieu bia dat, khong co gia tri) Tj ET"
    parts = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        "/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(said)}>>stream\n{said}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    page, places = "%PDF-1.4\n", []
    for at, part in enumerate(parts, 1):
        places.append(len(page))
        page += f"{at} 0 obj{part}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    begin = len(page)
    page += f"xref\n0 6\n0000000000 65535 f \n{table}trailer<</Size 6/Root 1 0 R>>\n"
    return f"{page}startxref\n{begin}\n%%EOF\n".encode()


def _official_list(session: Session, now: datetime) -> None:
    """
    What the official systems would say of what waits to be noted as entered.

    Of the first the code is news to us, of the second the day differs; the others agree, but for
    one that is only there.
    """
    waiting = [(case, entry) for case, entry in official_rows.ours(session) if entry]
    waiting = [one for one in waiting if one[0].official_entered_on is None][:ENTRIES]
    lines = ["Mã hồ sơ,Số đăng ký,Trạng thái,Ngày đăng ký"]
    for at, (case, entry) in enumerate(waiting):
        code = f"MAU-{entry.id:04}"
        case.dossier_code = code if at else ""
        on = entry.registered_on + (DAY if at == 1 else timedelta(0))
        lines.append(f"{code},{entry.entry_no}/{entry.year},,{on:%d/%m/%Y}")
    lines.append(f"MAU-9999,,Đang xử lý,{now:%d/%m/%Y}")
    official.send(session, SYSTEM, "danh-sach-mau.csv", "\n".join(lines).encode(), now)
