"""The words of the interface for the states and kinds of the domain."""

from __future__ import annotations

from enum import Enum

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from fieldops.domain.case import (
    CaseState,
    Channel,
    DossierStatus,
    Ground,
    Hold,
    Procedure,
    Register,
)
from fieldops.domain.hindrance import HindranceKind
from fieldops.domain.household import Access, Category, Language, PinSource, Sex
from fieldops.domain.office import Matter, Post, Via
from fieldops.domain.outcome import Fate, Result
from fieldops.domain.people import Role, Skill
from fieldops.domain.photo import PhotoKind
from fieldops.domain.plan_job import JobState, PlanState
from fieldops.domain.review_round import ReviewReply, ReviewStanding
from fieldops.domain.second_team import SecondAt, SecondWhy
from fieldops.domain.shortcoming import Mending, Source
from fieldops.domain.survey import Reply, Satisfaction, SurveyChannel
from fieldops.domain.timing import Timing
from fieldops.domain.vehicle import VehicleKind
from fieldops.domain.visit import VisitKind, VisitState
from fieldops.planning import ChangeKind, Mode
from fieldops.registry.official_compare import Differs
from fieldops.reports.officers import LateWhy
from fieldops.services.official import Decision

WORDS: dict[type[Enum], dict[Enum, LazyString]] = {
    Role: {
        Role.LEADER: _("Lãnh đạo xã"),
        Role.REGISTRAR: _("Công chức tư pháp – hộ tịch"),
        Role.POLICE: _("Công an xã"),
        Role.YOUTH: _("Đoàn viên thanh niên"),
        Role.HAMLET_HEAD: _("Trưởng ấp"),
        Role.INSPECTOR: _("Thanh tra"),
        Role.ADMINISTRATOR: _("Quản trị hệ thống"),
    },
    VehicleKind: {
        VehicleKind.MOTORBIKE: _("Xe máy"),
        VehicleKind.CAR: _("Ô tô"),
        VehicleKind.BOAT: _("Vỏ lãi"),
    },
    Skill: {
        Skill.KHMER: _("Nói tiếng Khmer"),
        Skill.HOA: _("Nói tiếng Hoa"),
        Skill.BOAT: _("Lái vỏ lãi"),
    },
    Category: {
        Category.POOR: _("Hộ nghèo"),
        Category.NEAR_POOR: _("Hộ cận nghèo"),
        Category.DISABLED: _("Người khuyết tật"),
        Category.ELDERLY: _("Người cao tuổi"),
        Category.ALONE: _("Neo đơn"),
        Category.MERIT: _("Người có công, gia đình chính sách"),
        Category.HARDSHIP: _("Hoàn cảnh khó khăn"),
    },
    Access: {
        Access.CAR: _("Ô tô vào tới nhà"),
        Access.MOTORBIKE: _("Xe máy vào tới nhà"),
        Access.FOOT: _("Đi bộ đoạn cuối"),
        Access.BOAT: _("Phải đi vỏ lãi"),
    },
    PinSource: {
        PinSource.HAMLET: _("Theo điểm của ấp"),
        PinSource.IMPORT: _("Theo danh sách"),
        PinSource.STAFF: _("Cán bộ đặt"),
        PinSource.FIELD: _("Đặt tại nhà"),
    },
    PhotoKind: {
        PhotoKind.PAPER: _("Giấy tờ"),
        PhotoKind.RECEIPT: _("Giấy nhận đã ký"),
        PhotoKind.SIGNATURE: _("Chữ ký người nhận"),
    },
    Sex: {
        Sex.MALE: _("Nam"),
        Sex.FEMALE: _("Nữ"),
    },
    Language: {
        Language.VIETNAMESE: _("Tiếng Việt"),
        Language.KHMER: _("Tiếng Khmer"),
        Language.HOA: _("Tiếng Hoa"),
    },
    Procedure: {
        Procedure.MOBILE_BIRTH: _("Khai sinh lưu động"),
        Procedure.MOBILE_DEATH: _("Khai tử lưu động"),
        Procedure.BIRTH_WITH_PAPERS: _("Khai sinh cho người đã có giấy tờ"),
        Procedure.ID_CARD: _("Căn cước tại nhà"),
        Procedure.RESIDENCE: _("Đăng ký thường trú"),
        Procedure.CERTIFIED_SIGNATURE: _("Chứng thực chữ ký, điểm chỉ"),
        Procedure.COURIER_RETURN: _("Mang trả giấy tờ"),
        Procedure.BIRTH_AGAIN: _("Đăng ký lại khai sinh"),
        Procedure.DEATH_AGAIN: _("Đăng ký lại khai tử"),
        Procedure.TEMPORARY_RESIDENCE: _("Đăng ký tạm trú"),
        Procedure.RESIDENCE_END: _("Xóa đăng ký thường trú"),
        Procedure.CERTIFIED_COPY: _("Chứng thực bản sao"),
        Procedure.OFFICE_BIRTH: _("Khai sinh tại trụ sở"),
        Procedure.OFFICE_DEATH: _("Khai tử tại trụ sở"),
        Procedure.EXTRACT_COPY: _("Bản sao trích lục"),
    },
    Register: {
        Register.BIRTH: _("Sổ đăng ký khai sinh"),
        Register.DEATH: _("Sổ đăng ký khai tử"),
    },
    CaseState: {
        CaseState.REQUESTED: _("Mới đề nghị"),
        CaseState.RECEIVED: _("Đã tiếp nhận"),
        CaseState.SUPPLEMENT: _("Chờ bổ sung"),
        CaseState.PROCESSED: _("Đã xử lý xong"),
        CaseState.HANDED_OVER: _("Đã trả kết quả"),
        CaseState.WITHDRAWN: _("Công dân rút"),
        CaseState.REFUSED: _("Không được tiếp nhận"),
    },
    Hold: {
        Hold.REFUSED: _("Gia đình từ chối"),
        Hold.MOVED: _("Đã chuyển đi"),
        Hold.OTHER: _("Lý do khác"),
    },
    Ground: {
        Ground.DISABLED: _("Người khuyết tật"),
        Ground.ILL: _("Ốm đau, bệnh tật không đi được"),
        Ground.DETAINED: _("Đang bị tạm giữ, tạm giam, chấp hành án"),
        Ground.NO_RELATIVES: _("Không có người thân đi thay"),
        Ground.OLD_OR_WEAK: _("Già yếu, người thân ở xa"),
        Ground.DECISION: _("Trường hợp khác, theo quyết định của xã"),
    },
    DossierStatus: {
        DossierStatus.SUBMITTED: _("Mới đăng ký"),
        DossierStatus.ACCEPTED: _("Được tiếp nhận"),
        DossierStatus.NOT_ACCEPTED: _("Không được tiếp nhận"),
        DossierStatus.IN_PROGRESS: _("Đang xử lý"),
        DossierStatus.SUPPLEMENT_ASKED: _("Yêu cầu bổ sung giấy tờ"),
        DossierStatus.FEE_DUE: _("Yêu cầu thực hiện nghĩa vụ tài chính"),
        DossierStatus.WITHDRAWN: _("Công dân yêu cầu rút hồ sơ"),
        DossierStatus.STOPPED: _("Dừng xử lý"),
        DossierStatus.PROCESSED: _("Đã xử lý xong"),
        DossierStatus.RETURNED: _("Đã trả kết quả"),
    },
    Channel: {
        Channel.DIRECT: _("Trực tiếp"),
        Channel.ONLINE: _("Trực tuyến"),
        Channel.POST: _("Bưu chính"),
    },
    JobState: {
        JobState.QUEUED: _("Đang chờ máy"),
        JobState.RUNNING: _("Đang tìm"),
        JobState.PROVING: _("Đang tính còn hơn được bao nhiêu"),
        JobState.DONE: _("Đã xong"),
        JobState.FAILED: _("Không lập được"),
        JobState.CANCELLED: _("Đã dừng"),
    },
    PlanState: {
        PlanState.DRAFT: _("Bản nháp"),
        PlanState.PUBLISHED: _("Đã công bố"),
        PlanState.SUPERSEDED: _("Đã được thay"),
        PlanState.WITHDRAWN: _("Đã rút lại"),
        PlanState.DISCARDED: _("Đã bỏ"),
    },
    Mode: {
        Mode.MOVE: _("Chuyển được mọi chuyến chưa đi"),
        Mode.KEEP_DAYS: _("Giữ nguyên ngày đã hẹn"),
        Mode.INSERT: _("Chỉ chèn thêm"),
    },
    ChangeKind: {
        ChangeKind.DROPPED: _("Thôi không đến"),
        ChangeKind.OTHER_DAY: _("Đổi ngày"),
        ChangeKind.OTHER_TIME: _("Đổi giờ"),
        ChangeKind.OTHER_TEAM: _("Đổi đội"),
        ChangeKind.NEW: _("Thêm mới"),
    },
    SecondWhy: {
        SecondWhy.LIFT: _("Việc nặng: khiêng, đỡ, chở máy móc"),
        SecondWhy.HARD_CASE: _("Hồ sơ khó, cần nhiều người cùng làm"),
        SecondWhy.INTERPRETING: _("Phiên dịch"),
    },
    SecondAt: {
        SecondAt.EACH: _("Mỗi lần đội đến nhà"),
        SecondAt.INTAKE: _("Chỉ khi nhận hồ sơ"),
        SecondAt.DELIVERY: _("Chỉ khi trao kết quả"),
    },
    HindranceKind: {
        HindranceKind.PERSON: _("Người"),
        HindranceKind.VEHICLE: _("Phương tiện"),
        HindranceKind.FERRY: _("Phà, cầu"),
        HindranceKind.HAMLET: _("Đường vào ấp"),
    },
    Timing: {
        Timing.LATE: _("Quá hạn"),
        Timing.BEHIND: _("Chậm bước xử lý"),
        Timing.TODAY: _("Hạn hôm nay"),
        Timing.NEAR: _("Sắp đến hạn"),
        Timing.IN_TIME: _("Còn hạn"),
        Timing.NO_LIMIT: _("Không có hạn luật định"),
    },
    VisitKind: {
        VisitKind.INTAKE: _("Tiếp nhận tại nhà"),
        VisitKind.DELIVERY: _("Trao kết quả tại nhà"),
        VisitKind.COURIER: _("Mang trả giấy tờ"),
    },
    VisitState: {
        VisitState.EXPECTED: _("Dự kiến"),
        VisitState.DUE: _("Đến hạn"),
        VisitState.DONE: _("Đã làm xong"),
        VisitState.MISSED: _("Chưa gặp được"),
        VisitState.VOID: _("Không còn cần"),
    },
    Result: {
        Result.DONE: _("Xong"),
        Result.NOT_HOME: _("Không có nhà"),
        Result.REFUSED: _("Từ chối"),
        Result.PAPERS_MISSING: _("Thiếu giấy tờ"),
        Result.MOVED: _("Đã chuyển đi"),
        Result.OTHER: _("Khác"),
    },
    LateWhy: {
        LateWhy.TRIED_BEFORE: _("lần trước chưa xong"),
        LateWhy.PLANNED_LATE: _("xếp sau ngày luật định"),
        LateWhy.PUT_OFF: _("làm sau ngày được xếp"),
    },
    ReviewReply: {
        ReviewReply.LIST: _("Gửi danh sách"),
        ReviewReply.NOBODY: _("Không có ai"),
    },
    ReviewStanding: {
        ReviewStanding.WAITING: _("Chưa trả lời"),
        ReviewStanding.LATE: _("Trễ, chưa trả lời"),
        ReviewStanding.ANSWERED: _("Đã trả lời"),
        ReviewStanding.ANSWERED_LATE: _("Đã trả lời, trễ hạn"),
    },
    Decision: {
        Decision.ENTERED: _("Đã nhập, hai bên khớp"),
        Decision.TAKE_CODE: _("Lấy mã của hệ thống"),
        Decision.KEEP_OURS: _("Giữ của xã, sửa trên hệ thống"),
        Decision.NOT_OURS: _("Không phải hồ sơ của xã"),
    },
    Differs: {
        Differs.CODE: _("mã hồ sơ"),
        Differs.NUMBER: _("số đăng ký"),
        Differs.STATE: _("trạng thái"),
        Differs.DAY: _("ngày đăng ký"),
    },
    Source: {
        Source.FAMILIES: _("Người dân góp ý"),
        Source.OFFICERS: _("Cán bộ thấy"),
        Source.INSPECTION: _("Đoàn kiểm tra"),
        Source.FIGURES: _("Số liệu báo cáo"),
    },
    Mending: {
        Mending.OPEN: _("Đang khắc phục"),
        Mending.OVERDUE: _("Quá hạn khắc phục"),
        Mending.MENDED: _("Chờ xác nhận"),
        Mending.VERIFIED: _("Đã xác nhận"),
    },
    Via: {
        Via.HOTLINE: _("Gọi điện"),
        Via.WALK_IN: _("Đến trụ sở"),
    },
    Post: {
        Post.LEAD: _("Lãnh đạo trực"),
        Post.DESK: _("Tiếp nhận"),
        Post.WRITE: _("Viết hộ"),
    },
    Matter: {
        Matter.BIRTH: _("Khai sinh tại trụ sở"),
        Matter.DEATH: _("Khai tử tại trụ sở"),
        Matter.COPY: _("Bản sao trích lục"),
        Matter.CERTIFY: _("Chứng thực bản sao, chữ ký"),
        Matter.OTHER: _("Việc khác làm ngay"),
    },
    Satisfaction: {
        Satisfaction.VERY: _("Rất hài lòng"),
        Satisfaction.CONTENT: _("Hài lòng"),
        Satisfaction.SO_SO: _("Bình thường"),
        Satisfaction.NOT: _("Chưa hài lòng"),
    },
    Reply: {
        Reply.YES: _("Có"),
        Reply.NO: _("Không"),
        Reply.UNSURE: _("Không rõ"),
    },
    SurveyChannel: {
        SurveyChannel.QR: _("Mã trên giấy giao nhận"),
        SurveyChannel.PHONE: _("Máy của đội"),
        SurveyChannel.SPOKEN: _("Nói cho cán bộ ghi"),
    },
    Fate: {
        Fate.STORED: _("Đã ghi"),
        Fate.ALREADY: _("Đã có"),
        Fate.NEEDS_REVIEW: _("Cần xem lại"),
        Fate.QUARANTINED: _("Giữ lại, chưa đọc được"),
    },
}

KINDS = {kind.__name__: kind for kind in WORDS}


def word(value: Enum | str | int | None, kind: str = "") -> str:
    """
    The word people see for a value of the domain; raises KeyError where one is missing.

    A value out of the store is bare text or a number: name its ``kind`` ("CaseState"), since one
    text stands for several things ("done" of a visit, "done" of a report).
    """
    if value is None or value == "":
        return ""
    member = KINDS[kind](value) if kind else value
    if not isinstance(member, Enum):
        raise TypeError(f"name the kind of {value!r}")
    return str(WORDS[type(member)][member])
