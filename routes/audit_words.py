"""The audit's actions and subjects in words; one without a word is shown by its code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from fieldops.domain.people import Role
from routes.words import word

ACTIONS: dict[str, LazyString] = {
    "commune.founded": _("Lập xã trên máy chủ"),
    "settings.changed": _("Sửa thiết lập"),
    "days.added": _("Thêm ngày nghỉ, làm bù"),
    "days.removed": _("Bỏ ngày nghỉ, làm bù"),
    "closure.told": _("Ghi phà nghỉ, đường đóng"),
    "closure.ended": _("Ghi phà chạy lại, đường thông"),
    "procedure.version_added": _("Thêm bản mới của thủ tục"),
    "procedure.version_removed": _("Gỡ một bản của thủ tục"),
    "household.created": _("Thêm hộ"),
    "household.changed": _("Sửa hộ"),
    "household.second_team": _("Yêu cầu đội thứ hai ở một nhà"),
    "household.one_team": _("Thôi yêu cầu đội thứ hai"),
    "person.merged": _("Gộp hai bản ghi của một người"),
    "person.merge_undone": _("Tách lại hai người"),
    "person.kept_apart": _("Ghi là hai người khác nhau"),
    "home.merged": _("Gộp hai bản ghi của một hộ"),
    "home.merge_undone": _("Tách lại hai hộ"),
    "home.kept_apart": _("Ghi là hai hộ khác nhau"),
    "case.requested": _("Ghi nhận yêu cầu"),
    "case.changed": _("Sửa hồ sơ"),
    "case.received": _("Tiếp nhận hồ sơ"),
    "case.supplement_asked": _("Yêu cầu bổ sung giấy tờ"),
    "case.apologised": _("Xin lỗi, hẹn lại ngày trả"),
    "case.steps": _("Ghi việc liên thông"),
    "case.verification": _("Xin xác minh"),
    "case.not_met": _("Đến nhà chưa gặp"),
    "case.held": _("Tạm giữ hồ sơ"),
    "case.released": _("Thôi giữ hồ sơ"),
    "case.reopened": _("Mở lại hồ sơ"),
    "case.kept_apart": _("Ghi là hai việc khác nhau"),
    "case.withdrawn": _("Rút hồ sơ"),
    "case.refused": _("Từ chối hồ sơ"),
    "case.processed": _("Xử lý xong hồ sơ"),
    "case.registered": _("Ghi sổ hộ tịch"),
    "case.entry_corrected": _("Sửa số đăng ký"),
    "case.entered_officially": _("Đã nhập hệ thống chính thức"),
    "case.handed_over": _("Trao kết quả"),
    "photo.seen": _("Xem ảnh từ chuyến thăm"),
    "outcome.taken": _("Nhận báo cáo từ điện thoại"),
    "outcome.reviewed": _("Xem lại kết quả chuyến thăm"),
    "outcome.hole_settled": _("Hỏi lại báo cáo không tới"),
    "staff.added": _("Thêm cán bộ"),
    "staff.changed": _("Sửa cán bộ"),
    "absence.added": _("Ghi ngày vắng"),
    "absence.removed": _("Xóa ngày vắng"),
    "vehicle.added": _("Thêm xe"),
    "vehicle.changed": _("Sửa xe"),
    "user.added": _("Thêm tài khoản"),
    "user.changed": _("Sửa tài khoản"),
    "user.enabled": _("Mở tài khoản"),
    "user.disabled": _("Khóa tài khoản"),
    "user.password_reset": _("Cấp lại mật khẩu"),
    "user.password_changed": _("Tự đổi mật khẩu"),
    "round.asked": _("Mở đợt rà soát"),
    "round.answered": _("Ấp trả lời đợt rà soát"),
    "duty.set": _("Xếp trực trụ sở"),
    "lane.drawn": _("Phát số làm ngay"),
    "lane.done": _("Xong việc làm ngay"),
    "official.read": _("Tải danh sách đối chiếu"),
    "official.resolved": _("Giải quyết dòng đối chiếu"),
    "shortcoming.found": _("Ghi điều chưa được"),
    "shortcoming.mended": _("Báo đã khắc phục"),
    "shortcoming.verified": _("Xác nhận đã khắc phục"),
    "shortcoming.reopened": _("Mở lại việc khắc phục"),
    "case.paper_given": _("Nhận giấy tờ"),
    "case.result_attached": _("Đính kèm kết quả điện tử"),
    "case.result_opened": _("Mở kết quả điện tử"),
    "survey.words_read": _("Xóa lời góp ý đã đọc"),
    "paper.made": _("In giấy tờ"),
    "plan.asked": _("Yêu cầu lập kế hoạch"),
    "plan.cancelled": _("Dừng lập kế hoạch"),
    "plan.made": _("Lập xong kế hoạch"),
    "plan.published": _("Công bố kế hoạch"),
    "plan.withdrawn": _("Rút kế hoạch"),
    "plan.discarded": _("Bỏ bản nháp kế hoạch"),
    "plan.inserted": _("Chèn một chuyến vào kế hoạch"),
    "visit.held": _("Giữ ngày hoặc đội của một chuyến"),
    "visit.released": _("Thôi giữ một chuyến"),
    "phone.first_seen": _("Điện thoại dùng lần đầu"),
    "phone.ended": _("Ngừng điện thoại"),
    "phone.readmitted": _("Cho dùng lại điện thoại"),
    "phone.wiped": _("Điện thoại đã xóa tuyến và khóa"),
    "outbox.handed_in": _("Nhận kết quả chờ gửi"),
    "outcome.read_again": _("Đọc được báo cáo trước đây không đọc được"),
}

SUBJECTS: dict[str, LazyString] = {
    "commune": _("Xã"),
    "household": _("Hộ gia đình"),
    "citizen": _("Người dân"),
    "case": _("Hồ sơ"),
    "procedure": _("Thủ tục"),
    "visit": _("Chuyến thăm"),
    "plan": _("Kế hoạch"),
    "plan_job": _("Lần lập kế hoạch"),
    "outcome": _("Kết quả chuyến thăm"),
    "photo": _("Ảnh từ chuyến thăm"),
    "registration": _("Việc đăng ký"),
    "staff": _("Cán bộ"),
    "vehicle": _("Xe"),
    "user": _("Tài khoản"),
    "round": _("Đợt rà soát"),
    "duty": _("Ngày trực"),
    "lane": _("Số làm ngay"),
    "official": _("Danh sách đối chiếu"),
    "shortcoming": _("Điều chưa được"),
    "survey": _("Góp ý, tuần từ"),
    "import": _("Danh sách tải lên"),
    "import_list": _("Danh sách tải lên"),
    "phone": _("Điện thoại"),
    "outbox": _("Tệp chờ gửi"),
}


FACTS: dict[str, LazyString] = {
    "case": _("hồ sơ"),
    "fields": _("mục đã sửa"),
    "role": _("vai trò"),
    "active": _("còn dùng"),
    "kind": _("loại"),
    "worked": _("làm việc"),
    "seats": _("số chỗ"),
    "from_on": _("từ ngày"),
    "to_on": _("đến ngày"),
    "count": _("số lượng"),
    "state": _("trạng thái"),
    "hamlet": _("ấp"),
    "reply": _("trả lời"),
    "matter": _("việc"),
    "line": _("dòng"),
    "how": _("cách giải quyết"),
    "size": _("số byte"),
    "version": _("bản"),
    "unsent": _("chưa gửi"),
    "kept": _("đã nhận"),
    "already": _("có từ trước"),
    "refused": _("không nhận"),
}


def act(code: str) -> str:
    """What was done, in words."""
    return str(ACTIONS.get(code, code))


def subject(kind: str, number: str) -> str:
    """What it was done to, in words and its number."""
    return f"{SUBJECTS.get(kind, kind)} {number}"


def details(facts: Mapping[str, Any]) -> str:
    """The facts of an entry on one line; names of fields stay as the settings keep them."""
    return "; ".join(f"{FACTS.get(name, name)}: {_value(value)}" for name, value in facts.items())


def _value(value: Any) -> str:
    match value:
        case bool():
            return str(gettext("có") if value else gettext("không"))
        case list():
            return ", ".join(map(str, value))
        case str() if value in set(Role):
            return str(word(value, "Role"))
    return str(value)
