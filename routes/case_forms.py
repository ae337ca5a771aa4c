"""Forms of cases: asking for one, and the acts on it."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp

from fieldops.domain.case import Channel, Ground
from fieldops.services import cases
from fieldops.services.cases import Details
from fieldops.services.registration import Receipt
from fieldops.store.tables import CaseRow, CitizenRow
from routes.context import session, today
from routes.forms import DayField, OnceForm
from routes.words import word


class DetailsForm(OnceForm):
    """Who asked, why at home, and the day of the event."""

    event_on = DayField(
        _("Ngày chết"),
        [Optional()],
        description=_("Chỉ với khai tử. Chưa rõ thì để trống, hỏi khi tiếp nhận."),
    )
    ground = SelectField(_("Lý do làm tại nhà"), [Optional()])
    decision_no = StringField(
        _("Số quyết định của xã"), [Length(max=60)], description=_("Với trường hợp khác.")
    )
    informant_name = StringField(
        _("Người yêu cầu"), [Length(max=120)], description=_("Để trống nếu chính người đó.")
    )
    informant_relation = StringField(_("Quan hệ với người đó"), [Length(max=60)])
    informant_phone = StringField(
        _("Điện thoại người yêu cầu"),
        [Optional(), Regexp(r"^\+?[0-9 .]{9,15}$", message=_("Số điện thoại gồm 10 chữ số."))],
    )
    channel = SelectField(_("Yêu cầu đến bằng"), coerce=int, default=1)
    notes = TextAreaField(_("Ghi chú cho đội"), [Length(max=2000)])

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.ground.choices = {"": gettext("Chưa ghi")} | {one.value: word(one) for one in Ground}
        self.channel.choices = {str(one.value): word(one) for one in Channel}

    def details(self) -> Details:
        return Details(
            channel=Channel(self.channel.data),
            ground=self.ground.data or "",
            decision_no=self.decision_no.data or "",
            informant_name=self.informant_name.data or "",
            informant_relation=self.informant_relation.data or "",
            informant_phone=self.informant_phone.data or "",
            event_on=self.event_on.data,
            notes=self.notes.data or "",
        )

    def show(self, row: CaseRow) -> None:
        """Start from what is known."""
        for field in self:
            if hasattr(row, field.name):
                field.data = getattr(row, field.name)


class RequestForm(DetailsForm):
    """A new case for someone of a home."""

    citizen_id = RadioField(_("Làm cho ai"), [InputRequired(_("Chọn một người."))], coerce=int)
    procedure = RadioField(_("Cần làm gì"), [InputRequired(_("Chọn một việc."))])

    def offer(self, people: list[CitizenRow]) -> None:
        """The people of the home, with what tells two of one name apart."""
        self.citizen_id.choices = {str(one.id): _known_as(one) for one in people}
        self.procedure.choices = {one.value: word(one) for one in cases.offered(session())}


def _known_as(one: CitizenRow) -> str:
    born = f", {one.birth_year}" if one.birth_year else ""
    alias = f" ({one.alias})" if one.alias else ""
    return f"{one.full_name}{alias}{born}"


class ConfirmForm(OnceForm):
    """An act that asks for nothing more."""


class ReceiveForm(OnceForm):
    """The day the dossier was taken."""

    received_on = DayField(
        _("Ngày nhận đủ hồ sơ"),
        [InputRequired(_("Chọn ngày đã nhận hồ sơ."))],
        default=today,
        description=_("Thời hạn của luật tính từ ngày này."),
    )


class SupplementForm(OnceForm):
    """What is lacking."""

    papers = TextAreaField(
        _("Còn thiếu giấy tờ gì"),
        [DataRequired(_("Ghi rõ còn thiếu giấy tờ gì.")), Length(max=300)],
        description=_("Đội đọc nguyên văn cho gia đình. Ví dụ: giấy chứng sinh."),
    )
    wanted_by = DayField(
        _("Gia đình hẹn có đủ giấy tờ ngày"),
        [Optional()],
        description=_("Đội không đến lại trước ngày này. Chưa biết thì để trống."),
    )


class ApologyForm(OnceForm):
    """A new day, and why the old one is not kept."""

    new_date = DayField(
        _("Ngày hẹn mới"),
        [InputRequired(_("Chọn ngày hẹn mới."))],
        description=_("Một ngày xã làm việc, sau ngày đã hẹn. Hẹn ngày chắc giữ được."),
    )
    reason = TextAreaField(
        _("Lý do chậm"),
        [DataRequired(_("Ghi rõ lý do.")), Length(max=300)],
        description=_("In nguyên văn trên phiếu xin lỗi. Không ghi bệnh tật."),
    )


class ReasonForm(OnceForm):
    """Why a case closes without a paper."""

    reason = TextAreaField(
        _("Lý do"),
        [DataRequired(_("Ghi rõ lý do.")), Length(max=300)],
        description=_("Dùng để trả lời gia đình. Không ghi bệnh tật."),
    )


class VerifyForm(OnceForm):
    """Days given to the police."""

    days = IntegerField(
        _("Thêm bao nhiêu ngày để công an xác minh"),
        [
            InputRequired(_("Nhập số ngày.")),
            NumberRange(min=0, max=20, message=_("Từ 0 đến 20 ngày.")),
        ],
        default=20,
    )


class FinishForm(OnceForm):
    """A result that needs no register."""

    processed_on = DayField(
        _("Ngày có kết quả"), [InputRequired(_("Chọn ngày có kết quả."))], default=today
    )
    dossier_code = StringField(
        _("Mã hồ sơ trên hệ thống"), [Length(max=60)], description=_("Ghi đúng như phiếu.")
    )


class HandOverForm(OnceForm):
    """Who took the paper, and how they signed."""

    handed_over_on = DayField(_("Ngày trao"), [InputRequired(_("Chọn ngày trao."))], default=today)
    received_by = StringField(
        _("Người nhận"), [DataRequired(_("Ghi tên người nhận giấy.")), Length(max=120)]
    )
    relation = StringField(_("Quan hệ với người được cấp giấy"), [Length(max=60)])
    mark = RadioField(_("Người nhận"), [InputRequired(_("Chọn một cách."))], default="signature")
    read_aloud = BooleanField(_("Đã đọc lại giấy cho người nhận nghe"))

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.mark.choices = {
            "signature": gettext("Ký tên"),
            "fingerprint": gettext("Điểm chỉ"),
        }

    def receipt(self) -> Receipt:
        return Receipt(
            received_by=self.received_by.data or "",
            relation=self.relation.data or "",
            mark=self.mark.data or "",
            read_aloud=bool(self.read_aloud.data),
        )


def required(value: date | None) -> date:
    """The date of a field that was validated as given."""
    if value is None:
        raise ValueError("a required date is missing")
    return value
