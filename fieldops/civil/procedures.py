"""
The procedures, as a table dated by the day of receipt: those carried to a home, and the lane's.

A case follows the version in force on the day its dossier was received, for good. Codes, times
and fees: the procedures of the Ministry of Justice and of the police as listed in DOMAIN §3.
Minutes at the door and the working days kept in hand for the way home are our own estimates.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from fieldops.domain.case import Procedure, Register
from fieldops.domain.facts import Label
from fieldops.domain.partial_date import PartialDate
from fieldops.domain.people import Role
from fieldops.domain.visit import VisitKind

CIRCULAR_2020 = date(2020, 7, 16)
"""Thông tư 04/2020/TT-BTP, whose arts 24-26 set mobile registration, takes effect."""
LAW_2026 = date(2027, 3, 1)
"""Luật Hộ tịch 03/2026/QH16 takes effect (secondary source); earlier receipts keep the old law."""
LISTED = date(2000, 1, 1)
"""Stands for "since before any case of ours" where the first day of a rule does not matter."""


@dataclass(frozen=True, slots=True)
class Fee:
    """
    What the family pays: an amount in đồng, or None where the province sets it.

    ``known`` is False where our source says nothing of it: papers then leave it to write.
    """

    dong: int | None
    known: bool = True


FREE = Fee(0)
BY_PROVINCE = Fee(None)
NOT_SAID = Fee(None, known=False)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper to have ready at the door, and what may stand in for it, best first."""

    name: Label
    substitutes: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class AtDoor:
    """
    What one call at the home takes for one case.

    ``minutes`` for the first case of the call, ``further`` for each one after it: who is already
    at the table is not greeted twice. ``roles`` must all be in the team.
    """

    kind: VisitKind
    roles: frozenset[Role]
    minutes: int
    further: int
    registers: frozenset[Register] = frozenset()


@dataclass(frozen=True, slots=True)
class ProcedureRule:
    """
    One version of one procedure, for dossiers received from ``valid_from`` on.

    ``working_days`` is the law's time from receipt to the paper in hand (0: the same day).
    ``ready_days`` is when it must be signed so that a team can still bring it in that time.
    ``verification_days`` (calendar days) may be added when the police must verify. ``event_days``
    (calendar days) is the time the law gives the family from the birth or the death. A procedure
    without ``intake`` starts with its paper ready; one without ``hand_over`` ends at the intake;
    one with neither is done at the office for who comes.
    ``steps`` are what the family has to do next, in order; ``source`` the text the version rests
    on; ``exemptions`` says who pays less or nothing.
    """

    procedure: Procedure
    valid_from: date
    code: str
    name: Label
    paper: Label
    working_days: int
    ready_days: int
    fee: Fee
    papers: tuple[Paper, ...] = ()
    intake: AtDoor | None = None
    hand_over: AtDoor | None = None
    register: Register | None = None
    verification_days: int = 0
    event_days: int | None = None
    may_be_written: bool = False
    exemptions: str = ""
    steps: tuple[Label, ...] = ()
    source: str = ""


REGISTRAR = frozenset({Role.REGISTRAR})
POLICE = frozenset({Role.POLICE})
ANYONE: frozenset[Role] = frozenset()

_COURIER = AtDoor(VisitKind.COURIER, ANYONE, 10, 3)
_BIRTH_NOTICE = Paper(
    Label("giấy chứng sinh"),
    (Label("văn bản của người làm chứng"), Label("giấy cam đoan về việc sinh")),
)
_ID_PAPERS = Paper(Label("giấy tờ tùy thân của người yêu cầu"))

# interlinked (NĐ 63/2024, NĐ 301/2026; secondary source, DOMAIN §3)
AFTER_BIRTH = (
    Label("Đăng ký thường trú cho trẻ"),
    Label("Thẻ bảo hiểm y tế cho trẻ dưới 6 tuổi"),
    Label("Thẻ căn cước cho trẻ dưới 6 tuổi"),
)
AFTER_DEATH = (
    Label("Xóa đăng ký thường trú"),
    Label("Trợ cấp mai táng, chế độ tử tuất"),
)

_MOBILE_DEATH = ProcedureRule(
    procedure=Procedure.MOBILE_DEATH,
    valid_from=CIRCULAR_2020,
    code="1.000419",
    name=Label("Đăng ký khai tử lưu động"),
    paper=Label("trích lục khai tử"),
    working_days=5,
    ready_days=2,
    fee=FREE,
    papers=(
        Paper(Label("tờ khai đăng ký khai tử")),
        Paper(Label("giấy báo tử"), (Label("giấy tờ thay thế giấy báo tử"),)),
        _ID_PAPERS,
    ),
    intake=AtDoor(VisitKind.INTAKE, REGISTRAR, 30, 15),
    hand_over=AtDoor(VisitKind.DELIVERY, REGISTRAR, 15, 8, frozenset({Register.DEATH})),
    register=Register.DEATH,
    event_days=15,
    may_be_written=True,
    steps=AFTER_DEATH,
    source="Thông tư 04/2020/TT-BTP",
)

_DEATH_PAPER_2026, _LAW_2026 = Label("giấy chứng tử"), "Luật Hộ tịch 03/2026/QH16"

_BIRTH_AGAIN = ProcedureRule(
    procedure=Procedure.BIRTH_AGAIN,
    valid_from=LISTED,
    code="1.004884",
    name=Label("Đăng ký lại khai sinh"),
    paper=Label("giấy khai sinh"),
    working_days=5,
    ready_days=3,
    fee=BY_PROVINCE,
    papers=(Paper(Label("tờ khai đăng ký lại khai sinh")), _ID_PAPERS),
    intake=AtDoor(VisitKind.INTAKE, REGISTRAR, 40, 20),
    hand_over=AtDoor(VisitKind.DELIVERY, REGISTRAR, 15, 8, frozenset({Register.BIRTH})),
    register=Register.BIRTH,
    may_be_written=True,
)
_DEATH_AGAIN = replace(
    _BIRTH_AGAIN,
    procedure=Procedure.DEATH_AGAIN,
    code="1.005461",
    name=Label("Đăng ký lại khai tử"),
    paper=Label("trích lục khai tử"),
    papers=(Paper(Label("tờ khai đăng ký lại khai tử")), _ID_PAPERS),
    hand_over=AtDoor(VisitKind.DELIVERY, REGISTRAR, 15, 8, frozenset({Register.DEATH})),
    register=Register.DEATH,
)

_CT01 = Paper(Label("tờ khai thay đổi thông tin cư trú (mẫu CT01)"))
_RESIDENCE = ProcedureRule(
    procedure=Procedure.RESIDENCE,
    valid_from=LISTED,
    code="1.004222",
    name=Label("Đăng ký thường trú"),
    paper=Label("kết quả đăng ký cư trú"),
    working_days=7,
    ready_days=5,
    fee=NOT_SAID,
    papers=(_CT01, Paper(Label("giấy tờ chứng minh chỗ ở hợp pháp"))),
    intake=AtDoor(VisitKind.INTAKE, POLICE, 20, 10),
    hand_over=_COURIER,
    may_be_written=True,
)

_OFFICE_BIRTH = ProcedureRule(
    procedure=Procedure.OFFICE_BIRTH,
    valid_from=LISTED,
    code="1.001193",
    name=Label("Đăng ký khai sinh tại trụ sở"),
    paper=Label("giấy khai sinh"),
    working_days=0,
    ready_days=0,
    fee=NOT_SAID,
    papers=(Paper(Label("tờ khai đăng ký khai sinh")), _BIRTH_NOTICE, _ID_PAPERS),
    event_days=60,
    exemptions=Label("đăng ký đúng hạn không thu").text,
)
_OFFICE_DEATH = replace(
    _OFFICE_BIRTH,
    procedure=Procedure.OFFICE_DEATH,
    code="1.000656",
    name=Label("Đăng ký khai tử tại trụ sở"),
    paper=Label("trích lục khai tử"),
    papers=_MOBILE_DEATH.papers,
    event_days=15,
)

RULES: tuple[ProcedureRule, ...] = (
    ProcedureRule(
        procedure=Procedure.MOBILE_BIRTH,
        valid_from=CIRCULAR_2020,
        code="1.003583",
        name=Label("Đăng ký khai sinh lưu động"),
        paper=Label("giấy khai sinh"),
        working_days=5,
        ready_days=2,
        fee=FREE,
        papers=(
            Paper(Label("tờ khai đăng ký khai sinh")),
            _BIRTH_NOTICE,
            _ID_PAPERS,
        ),
        intake=AtDoor(VisitKind.INTAKE, REGISTRAR, 30, 15),
        # art. 25: the officer brings the paper and the register, and the citizen signs it there
        hand_over=AtDoor(VisitKind.DELIVERY, REGISTRAR, 15, 8, frozenset({Register.BIRTH})),
        register=Register.BIRTH,
        event_days=60,
        may_be_written=True,
        steps=AFTER_BIRTH,
        source="Thông tư 04/2020/TT-BTP",
    ),
    _MOBILE_DEATH,
    replace(
        _MOBILE_DEATH,
        valid_from=LAW_2026,
        paper=_DEATH_PAPER_2026,
        source=_LAW_2026,
    ),
    ProcedureRule(
        procedure=Procedure.BIRTH_WITH_PAPERS,
        valid_from=LISTED,
        code="1.004772",
        name=Label("Đăng ký khai sinh cho người đã có giấy tờ cá nhân"),
        paper=Label("giấy khai sinh"),
        working_days=5,
        ready_days=3,
        fee=BY_PROVINCE,
        papers=(
            Paper(Label("tờ khai đăng ký khai sinh")),
            Paper(Label("giấy cam đoan chưa từng đăng ký khai sinh")),
            Paper(Label("bản sao mọi giấy tờ cá nhân đang có")),
        ),
        intake=AtDoor(VisitKind.INTAKE, REGISTRAR, 40, 20),
        hand_over=AtDoor(VisitKind.DELIVERY, REGISTRAR, 15, 8, frozenset({Register.BIRTH})),
        register=Register.BIRTH,
        verification_days=20,
        may_be_written=True,
    ),
    ProcedureRule(
        procedure=Procedure.ID_CARD,
        valid_from=LISTED,
        code="",
        name=Label("Cấp thẻ căn cước tại nhà"),
        paper=Label("thẻ căn cước"),
        working_days=7,
        ready_days=5,
        fee=NOT_SAID,
        papers=(Paper(Label("giấy khai sinh hoặc giấy tờ cá nhân đang có")),),
        intake=AtDoor(VisitKind.INTAKE, POLICE, 25, 15),
        hand_over=_COURIER,
        exemptions=Label("cấp lần đầu không thu").text,
    ),
    _RESIDENCE,
    ProcedureRule(
        procedure=Procedure.CERTIFIED_SIGNATURE,
        valid_from=LISTED,
        code="2.000884",
        name=Label("Chứng thực chữ ký, điểm chỉ"),
        paper=Label("giấy tờ đã chứng thực"),
        working_days=0,
        ready_days=0,
        fee=Fee(10_000),
        papers=(Paper(Label("giấy tờ cần ký, chưa ký trước")), _ID_PAPERS),
        intake=AtDoor(VisitKind.INTAKE, REGISTRAR, 20, 10),
    ),
    ProcedureRule(
        procedure=Procedure.CERTIFIED_COPY,
        valid_from=LISTED,
        code="2.000815",
        name=Label("Chứng thực bản sao từ bản chính"),
        paper=Label("bản sao có chứng thực"),
        working_days=0,
        ready_days=0,
        fee=Fee(2_000),
        papers=(Paper(Label("bản chính giấy tờ cần sao")),),
        intake=AtDoor(VisitKind.INTAKE, REGISTRAR, 20, 10),
        exemptions=Label("tính theo trang").text,
    ),
    _BIRTH_AGAIN,
    _DEATH_AGAIN,
    replace(_DEATH_AGAIN, valid_from=LAW_2026, paper=_DEATH_PAPER_2026, source=_LAW_2026),
    replace(
        _RESIDENCE,
        procedure=Procedure.TEMPORARY_RESIDENCE,
        code="1.004194",
        name=Label("Đăng ký tạm trú"),
        working_days=3,
        ready_days=2,
    ),
    replace(
        _RESIDENCE,
        procedure=Procedure.RESIDENCE_END,
        code="1.003197",
        name=Label("Xóa đăng ký thường trú"),
        working_days=5,
        ready_days=3,
        papers=(_CT01,),
    ),
    _OFFICE_BIRTH,
    _OFFICE_DEATH,
    replace(_OFFICE_DEATH, valid_from=LAW_2026, paper=_DEATH_PAPER_2026, source=_LAW_2026),
    replace(
        _OFFICE_BIRTH,
        procedure=Procedure.EXTRACT_COPY,
        code="2.000635",
        name=Label("Cấp bản sao trích lục hộ tịch"),
        paper=Label("bản sao trích lục hộ tịch"),
        fee=Fee(8_000),
        papers=(_ID_PAPERS,),
        event_days=None,
        exemptions="",
    ),
    ProcedureRule(
        procedure=Procedure.COURIER_RETURN,
        valid_from=LISTED,
        code="",
        name=Label("Chuyển kết quả đến nhà"),
        paper=Label("kết quả đã có tại xã"),
        working_days=0,
        ready_days=0,
        fee=FREE,
        hand_over=_COURIER,
    ),
)


def rule_for(
    procedure: Procedure, received_on: date, rules: Iterable[ProcedureRule] = RULES
) -> ProcedureRule:
    """The version for a dossier received on that day; LookupError when there was none yet."""
    versions = [r for r in rules if r.procedure == procedure and r.valid_from <= received_on]
    if not versions:
        raise LookupError(f"no rule of {procedure} on {received_on}")
    return max(versions, key=lambda rule: rule.valid_from)


CHILD_UNTIL = 6
"""Years of age until which a birth is followed by the interlinked steps of a child (DOMAIN §3)."""


def steps_for(rule: ProcedureRule, birth: PartialDate | None, on: date) -> tuple[Label, ...]:
    """
    The interlinked steps of this person: those after a birth are for a child under six.

    An elderly person registered late gets none. A birth known in part has the benefit of the doubt.
    """
    if rule.register == Register.BIRTH and birth is not None:
        last = birth.latest
        grown = (on.year - last.year, on.month, on.day) >= (CHILD_UNTIL, last.month, last.day)
        return () if grown else rule.steps
    return rule.steps


def signs_register(rule: ProcedureRule) -> bool:
    """Whether the case ends in an entry of a civil register, with number and volume."""
    return rule.register is not None
