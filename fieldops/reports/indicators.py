"""Indicators as data: what each figure counts, in words anyone can check and in one predicate."""

from __future__ import annotations

from dataclasses import dataclass

from fieldops.domain.case import Register
from fieldops.domain.facts import Label
from fieldops.domain.sentences import Sentence
from fieldops.reports import counting
from fieldops.reports.counting import Counts

CASES = Label("hồ sơ")
ENTRIES = Label("trường hợp")


@dataclass(frozen=True, slots=True)
class Indicator:
    """A count of cases: those for which ``counts`` holds. ``definition`` says it to a reader."""

    key: str
    name: Label
    definition: Sentence
    counts: Counts
    unit: Label = CASES


@dataclass(frozen=True, slots=True)
class Share:
    """The counts of ``parts`` together, per hundred of those of ``whole`` together."""

    key: str
    name: Label
    definition: Sentence
    parts: tuple[str, ...]
    whole: tuple[str, ...]


INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "received",
        Label("Tiếp nhận"),
        Sentence(
            "Hồ sơ phải giải quyết trong kỳ: hồ sơ kỳ trước chuyển sang cộng hồ sơ mới tiếp nhận. "
            "Tính theo ngày tiếp nhận."
        ),
        counting.received,
    ),
    Indicator(
        "carried_over",
        Label("Kỳ trước chuyển sang"),
        Sentence(
            "Hồ sơ tiếp nhận trước ngày đầu kỳ mà đến ngày đầu kỳ chưa giải quyết xong, "
            "chưa rút, chưa bị từ chối."
        ),
        counting.carried_over,
    ),
    Indicator(
        "new",
        Label("Mới tiếp nhận"),
        Sentence("Hồ sơ có ngày tiếp nhận trong kỳ, tính cả ngày đầu và ngày cuối kỳ."),
        counting.new,
    ),
    Indicator(
        "resolved",
        Label("Đã giải quyết"),
        Sentence(
            "Hồ sơ có ngày xử lý xong (trạng thái 9) trong kỳ. Thủ tục trả ngay không qua bước này "
            "thì lấy ngày trao kết quả."
        ),
        counting.resolved,
    ),
    Indicator(
        "early",
        Label("Trước hạn"),
        Sentence("Hồ sơ đã giải quyết trong kỳ, xong trước ngày hẹn trả ít nhất một ngày."),
        counting.early,
    ),
    Indicator(
        "on_time",
        Label("Đúng hạn"),
        Sentence(
            "Hồ sơ đã giải quyết trong kỳ, xong đúng ngày hẹn trả; "
            "gồm cả hồ sơ mà thủ tục không đặt thời hạn."
        ),
        counting.on_time,
    ),
    Indicator(
        "late",
        Label("Trễ hạn"),
        Sentence("Hồ sơ đã giải quyết trong kỳ, xong sau ngày hẹn trả."),
        counting.late,
    ),
    Indicator(
        "stopped",
        Label("Rút hoặc từ chối"),
        Sentence("Hồ sơ đã tiếp nhận, được rút hoặc bị từ chối trong kỳ khi chưa xử lý xong."),
        counting.stopped,
    ),
    Indicator(
        "pending",
        Label("Đang giải quyết"),
        Sentence(
            "Hồ sơ đã tiếp nhận mà đến ngày cuối kỳ (hoặc hôm nay, nếu kỳ chưa hết) "
            "chưa xử lý xong, chưa rút, chưa bị từ chối."
        ),
        counting.pending,
    ),
    Indicator(
        "pending_in_time",
        Label("Còn trong hạn"),
        Sentence(
            "Hồ sơ đang giải quyết, ngày hẹn trả chưa qua; "
            "gồm cả hồ sơ mà thủ tục không đặt thời hạn."
        ),
        counting.pending_in_time,
    ),
    Indicator(
        "overdue",
        Label("Quá hạn"),
        Sentence(
            "Hồ sơ đang giải quyết mà ngày hẹn trả đã qua. Chỉ tính theo ngày hẹn trả, "
            "không tính theo mốc 2 ngày để ký của riêng xã."
        ),
        counting.overdue,
    ),
    Indicator(
        "behind",
        Label("Chậm bước xử lý"),
        Sentence(
            "Hồ sơ còn trong hạn trả mà mốc của riêng xã để ghi sổ và ký "
            "(2 ngày làm việc với đăng ký lưu động) đã qua."
        ),
        counting.behind,
    ),
    Indicator(
        "waiting_papers",
        Label("Đang chờ bổ sung"),
        Sentence(
            "Hồ sơ đang giải quyết mà đã yêu cầu bổ sung giấy tờ, gia đình chưa nộp đủ: "
            "đồng hồ tạm dừng nên tính là còn trong hạn."
        ),
        counting.waiting_papers,
    ),
    Indicator(
        "late_now",
        Label("Quá hạn ở mọi bước"),
        Sentence(
            "Mọi hồ sơ đang mở mà ngày đang ràng buộc nó đã qua: đúng những hồ sơ trang Hồ sơ "
            "ghi là quá hạn."
        ),
        counting.late_now,
    ),
    Indicator(
        "apologised",
        Label("Đã xin lỗi, hẹn lại"),
        Sentence("Hồ sơ mà trong kỳ xã đã xin lỗi lần đầu và hẹn lại ngày trả."),
        counting.apologised,
    ),
    Indicator(
        "no_apology",
        Label("Quá hạn, chưa xin lỗi"),
        Sentence("Hồ sơ quá ngày hẹn trả, người dân chưa cầm giấy, mà xã chưa xin lỗi và hẹn lại."),
        counting.no_apology,
    ),
    Indicator(
        "event_late",
        Label("Quá hạn đăng ký sự kiện"),
        Sentence(
            "Yêu cầu chưa tiếp nhận, hoặc đang chờ bổ sung, mà đã quá 60 ngày từ ngày sinh "
            "hay 15 ngày từ ngày chết. Chưa tính vào số quá hạn của một cửa."
        ),
        counting.event_late,
        ENTRIES,
    ),
    Indicator(
        "handover_overdue",
        Label("Đã xong, trao quá hạn"),
        Sentence("Kết quả đã có mà ngày hẹn trả đã qua, người dân chưa cầm giấy."),
        counting.handover_overdue,
    ),
    Indicator(
        "handed_over",
        Label("Đã trao kết quả"),
        Sentence("Hồ sơ có ngày trao kết quả tận tay người dân (trạng thái 10) trong kỳ."),
        counting.handed_over,
    ),
    Indicator(
        "handed_over_in_time",
        Label("Trao trong hạn"),
        Sentence(
            "Kết quả trao trong kỳ, không muộn hơn ngày hẹn trả; "
            "gồm cả hồ sơ mà thủ tục không đặt thời hạn."
        ),
        counting.handed_over_in_time,
    ),
    Indicator(
        "handed_over_late",
        Label("Trao trễ hạn"),
        Sentence("Kết quả trao trong kỳ, sau ngày hẹn trả."),
        counting.handed_over_late,
    ),
    Indicator(
        "handed_over_digitised",
        Label("Trao, đã số hóa kết quả"),
        Sentence(
            "Kết quả trao trong kỳ mà tệp kết quả điện tử đã đính kèm không muộn hơn ngày trao."
        ),
        counting.handed_over_digitised,
    ),
    Indicator(
        "handed_over_on_paper_only",
        Label("Trao, chưa số hóa"),
        Sentence(
            "Kết quả trao trong kỳ mà đến ngày trao chưa đính kèm tệp kết quả điện tử; "
            "đính kèm sau ngày trao cũng đếm ở đây."
        ),
        counting.handed_over_on_paper_only,
    ),
    Indicator(
        "waiting_handover",
        Label("Chờ trao"),
        Sentence("Hồ sơ đã xử lý xong mà đến ngày cuối kỳ người dân chưa cầm kết quả."),
        counting.waiting_handover,
    ),
    Indicator(
        "waiting_visit",
        Label("Chờ đến nhà"),
        Sentence(
            "Yêu cầu đã ghi nhận mà đến ngày cuối kỳ chưa tiếp nhận hồ sơ, chưa rút. "
            "Chưa tính vào số tiếp nhận."
        ),
        counting.waiting_visit,
        ENTRIES,
    ),
    Indicator(
        "registered",
        Label("Đã đăng ký hộ tịch"),
        Sentence("Việc khai sinh, khai tử đã ghi sổ hộ tịch, ngày đăng ký trong kỳ."),
        counting.registered,
        ENTRIES,
    ),
    Indicator(
        "birth_registered",
        Label("Khai sinh"),
        Sentence("Việc khai sinh đã ghi sổ đăng ký khai sinh, ngày đăng ký trong kỳ."),
        counting.birth_registered,
        ENTRIES,
    ),
    Indicator(
        "death_registered",
        Label("Khai tử"),
        Sentence("Việc khai tử đã ghi sổ đăng ký khai tử, ngày đăng ký trong kỳ."),
        counting.death_registered,
        ENTRIES,
    ),
    Indicator(
        "registered_timely",
        Label("Đăng ký đúng hạn"),
        Sentence(
            "Việc đăng ký trong kỳ, không quá 60 ngày từ ngày sinh hoặc 15 ngày từ ngày chết."
        ),
        counting.registered_timely,
        ENTRIES,
    ),
    Indicator(
        "registered_late",
        Label("Đăng ký quá hạn"),
        Sentence("Việc đăng ký trong kỳ, sau hạn 60 ngày hoặc 15 ngày nói trên."),
        counting.registered_late,
        ENTRIES,
    ),
    Indicator(
        "registered_open",
        Label("Không xác định được"),
        Sentence(
            "Việc đăng ký trong kỳ mà ngày sinh, ngày chết chưa đủ rõ, "
            "hoặc thủ tục không có hạn này."
        ),
        counting.registered_open,
        ENTRIES,
    ),
    Indicator(
        "birth_timely",
        Label("Khai sinh đúng hạn"),
        Sentence("Việc khai sinh đăng ký trong kỳ, không quá 60 ngày từ ngày sinh."),
        counting.of_register(Register.BIRTH, counting.registered_timely),
        ENTRIES,
    ),
    Indicator(
        "birth_late",
        Label("Khai sinh quá hạn"),
        Sentence("Việc khai sinh đăng ký trong kỳ, sau 60 ngày từ ngày sinh."),
        counting.of_register(Register.BIRTH, counting.registered_late),
        ENTRIES,
    ),
    Indicator(
        "birth_open",
        Label("Khai sinh không rõ hạn"),
        Sentence(
            "Việc khai sinh đăng ký trong kỳ mà ngày sinh chưa đủ rõ, "
            "hoặc thủ tục không có hạn này."
        ),
        counting.of_register(Register.BIRTH, counting.registered_open),
        ENTRIES,
    ),
    Indicator(
        "death_timely",
        Label("Khai tử đúng hạn"),
        Sentence("Việc khai tử đăng ký trong kỳ, không quá 15 ngày từ ngày chết."),
        counting.of_register(Register.DEATH, counting.registered_timely),
        ENTRIES,
    ),
    Indicator(
        "death_late",
        Label("Khai tử quá hạn"),
        Sentence("Việc khai tử đăng ký trong kỳ, sau 15 ngày từ ngày chết."),
        counting.of_register(Register.DEATH, counting.registered_late),
        ENTRIES,
    ),
    Indicator(
        "death_open",
        Label("Khai tử không rõ hạn"),
        Sentence(
            "Việc khai tử đăng ký trong kỳ mà ngày chết chưa đủ rõ, hoặc thủ tục không có hạn này."
        ),
        counting.of_register(Register.DEATH, counting.registered_open),
        ENTRIES,
    ),
    Indicator(
        "registered_entered",
        Label("Đã nhập hệ thống"),
        Sentence(
            "Việc đăng ký trong kỳ, đến ngày cuối kỳ đã nhập phần mềm hộ tịch "
            "và hệ thống một cửa của tỉnh, thành phố."
        ),
        counting.registered_entered,
        ENTRIES,
    ),
    Indicator(
        "registered_not_entered",
        Label("Đăng ký trong kỳ, chưa nhập"),
        Sentence("Việc đăng ký trong kỳ mà đến ngày cuối kỳ chưa nhập các hệ thống chính thức."),
        counting.registered_not_entered,
        ENTRIES,
    ),
    Indicator(
        "not_entered",
        Label("Chưa nhập hệ thống"),
        Sentence(
            "Mọi việc đã đăng ký đến ngày cuối kỳ, kể cả từ các kỳ trước, "
            "chưa nhập các hệ thống chính thức."
        ),
        counting.not_entered,
        ENTRIES,
    ),
    Indicator(
        "not_entered_2",
        Label("Đến 2 ngày"),
        Sentence("Chưa nhập, đã đăng ký từ 0 đến 2 ngày lịch."),
        counting.not_entered_for(0, 2),
        ENTRIES,
    ),
    Indicator(
        "not_entered_7",
        Label("3 đến 7 ngày"),
        Sentence("Chưa nhập, đã đăng ký từ 3 đến 7 ngày lịch."),
        counting.not_entered_for(3, 7),
        ENTRIES,
    ),
    Indicator(
        "not_entered_30",
        Label("8 đến 30 ngày"),
        Sentence("Chưa nhập, đã đăng ký từ 8 đến 30 ngày lịch."),
        counting.not_entered_for(8, 30),
        ENTRIES,
    ),
    Indicator(
        "not_entered_more",
        Label("Trên 30 ngày"),
        Sentence("Chưa nhập, đã đăng ký hơn 30 ngày lịch."),
        counting.not_entered_for(31, None),
        ENTRIES,
    ),
)

SHARES: tuple[Share, ...] = (
    Share(
        "resolved_in_time",
        Label("Giải quyết trước và đúng hạn"),
        Sentence(
            "Tử số: hồ sơ giải quyết trước hạn và đúng hạn trong kỳ. "
            "Mẫu số: hồ sơ đã giải quyết trong kỳ."
        ),
        ("early", "on_time"),
        ("resolved",),
    ),
    Share(
        "handed_over_in_time",
        Label("Người dân cầm kết quả trong hạn"),
        Sentence(
            "Tử số: kết quả trao trong hạn trong kỳ. Mẫu số: mọi kết quả đã trao trong kỳ. "
            "Khác tỷ lệ trên: đồng hồ này chỉ dừng khi người dân cầm giấy."
        ),
        ("handed_over_in_time",),
        ("handed_over",),
    ),
    Share(
        "birth_timely",
        Label("Khai sinh đúng hạn"),
        Sentence(
            "Tử số: việc khai sinh đăng ký trong kỳ, không quá 60 ngày từ ngày sinh. "
            "Mẫu số: việc khai sinh đăng ký trong kỳ, đúng hạn hoặc quá hạn; "
            "việc không rõ hạn không tính."
        ),
        ("birth_timely",),
        ("birth_timely", "birth_late"),
    ),
    Share(
        "death_timely",
        Label("Khai tử đúng hạn"),
        Sentence(
            "Tử số: việc khai tử đăng ký trong kỳ, không quá 15 ngày từ ngày chết. "
            "Mẫu số: việc khai tử đăng ký trong kỳ, đúng hạn hoặc quá hạn; "
            "việc không rõ hạn không tính."
        ),
        ("death_timely",),
        ("death_timely", "death_late"),
    ),
    Share(
        "entered",
        Label("Đã nhập hệ thống chính thức"),
        Sentence(
            "Tử số: việc đăng ký trong kỳ đã nhập các hệ thống chính thức đến ngày cuối kỳ. "
            "Mẫu số: mọi việc đăng ký trong kỳ."
        ),
        ("registered_entered",),
        ("registered",),
    ),
    Share(
        "digitised",
        Label("Kết quả đã số hóa"),
        Sentence(
            "Tử số: kết quả trao trong kỳ, tệp kết quả điện tử đã đính kèm trước khi đóng hồ sơ. "
            "Mẫu số: mọi kết quả đã trao trong kỳ, kể cả giấy chỉ mang đến tận nhà."
        ),
        ("handed_over_digitised",),
        ("handed_over",),
    ),
)

INDICATOR = {indicator.key: indicator for indicator in INDICATORS}
