"""The form of a household: people, grounds, hours and pin, all on one page, none of it lost."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from fieldops.domain.case import Procedure
from fieldops.domain.household import Access, Category, Language, Sex
from fieldops.domain.partial_date import PartialDate
from fieldops.domain.units import HOUR, MINUTE, Seconds
from fieldops.registry.births import UnreadableBirth, explain_birth, read_birth
from fieldops.registry.hours import ANY_DAY, HomeWindow
from fieldops.registry.names import tidy
from fieldops.registry.outline import Point
from fieldops.registry.phones import bad_phone, local_number
from fieldops.registry.review_lists.listing import group_name
from fieldops.services import cases
from fieldops.services.households import WHOLE_HOUSEHOLD, Entered, Grounds, Member
from fieldops.services.registry import HEALTH
from routes.context import session, today
from routes.formats import say
from routes.forms import ClockField, DayField, OnceForm
from routes.words import word

MOST = 20
"""People, grounds and windows one form takes; a household with more is two households."""

WEEKDAYS = (
    _("Mọi ngày"),
    _("Thứ Hai"),
    _("Thứ Ba"),
    _("Thứ Tư"),
    _("Thứ Năm"),
    _("Thứ Sáu"),
    _("Thứ Bảy"),
    _("Chủ nhật"),
)
"""From ANY_DAY on."""


class MemberForm(Form):
    """One person. An entry with no name is no person."""

    id = HiddenField()
    name = StringField(_("Họ và tên"), [Length(max=120)])
    alias = StringField(
        _("Tên thường gọi"), [Length(max=120)], description=_("Bảy, Út…: hàng xóm hay gọi.")
    )
    relation = StringField(_("Quan hệ với chủ hộ"), [Length(max=60)])
    birth = StringField(
        _("Ngày sinh"), [Length(max=30)], description=_("1942, 3/1942 hoặc 12/03/1942.")
    )
    sex = SelectField(_("Giới tính"), validate_choice=False)
    language = SelectField(_("Nói tiếng"))
    id_number = StringField(
        _("Số CCCD hoặc CMND"), [Length(max=20)], description=_("12 hoặc 9 chữ số.")
    )
    ethnicity = StringField(_("Dân tộc"), [Length(max=40)])
    asks = SelectMultipleField(_("Cần làm thêm"), validate_choice=True)
    gone = BooleanField(_("Không còn ở hộ này"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sex.choices = {"": gettext("Chưa rõ")} | {s.value: word(s) for s in Sex}
        self.language.choices = {one.value: word(one) for one in Language}
        self.asks.choices = {one.value: word(one) for one in cases.offered(session())}

    def validate_birth(self, field: StringField) -> None:
        """A date as far as it is known."""
        try:
            read_birth(tidy(field.data or ""), today())
        except UnreadableBirth as error:
            raise ValidationError(say(explain_birth(error, field.data or ""))) from error

    def validate_id_number(self, field: StringField) -> None:
        """Nothing, or the digits of a card."""
        if field.data and not re.fullmatch(r"\d{12}|\d{9}", re.sub(r"[ .]", "", field.data)):
            raise ValidationError(
                gettext("Số giấy tờ phải có 12 chữ số (CCCD) hoặc 9 chữ số (CMND).")
            )

    def born(self) -> PartialDate | None:
        return read_birth(tidy(self.birth.data or ""), today())

    def entered(self, *, sensitive: bool) -> Member:
        """The person as typed; what the writer may not see stays unsaid."""
        return Member(
            id=_whole(self.id.data),
            name=tidy(self.name.data or ""),
            alias=tidy(self.alias.data or ""),
            relation=tidy(self.relation.data or ""),
            birth=self.born(),
            sex=Sex(self.sex.data) if self.sex.data in set(Sex) else None,
            language=Language(self.language.data),
            id_number=re.sub(r"\D", "", self.id_number.data or "") if sensitive else None,
            ethnicity=tidy(self.ethnicity.data or "") if sensitive else None,
            asks=tuple(Procedure(value) for value in self.asks.data or ()),
            gone=bool(self.gone.data),
        )


class GroundsForm(Form):
    """Why home service is due. An entry with no category says nothing."""

    category = SelectField(_("Diện"), validate_choice=False)
    of = SelectField(_("Của ai"), coerce=int, default=WHOLE_HOUSEHOLD, validate_choice=False)
    from_on = DayField(_("Từ ngày"), [Optional()])
    decision_no = StringField(_("Số quyết định"), [Length(max=60)])

    def entered(self) -> Grounds:
        return Grounds(
            Category(self.category.data),
            int(self.of.data),
            self.from_on.data,
            tidy(self.decision_no.data or ""),
        )


class WindowForm(Form):
    """Hours when someone is home. An entry with no times says nothing."""

    weekday = SelectField(_("Ngày"), coerce=int, default=ANY_DAY)
    opens = ClockField(_("Từ"), [Optional()])
    closes = ClockField(_("Đến"), [Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.weekday.choices = {str(n - 1): str(name) for n, name in enumerate(WEEKDAYS)}

    def validate_opens(self, field: ClockField) -> None:
        """A start needs its end."""
        if not self.closes.data:
            raise ValidationError(gettext("Ghi cả giờ bắt đầu và giờ kết thúc."))

    def validate_closes(self, field: ClockField) -> None:
        """An end needs its start, before it."""
        if not self.opens.data:
            raise ValidationError(gettext("Ghi cả giờ bắt đầu và giờ kết thúc."))
        if field.data and field.data <= self.opens.data:
            raise ValidationError(gettext("Giờ kết thúc phải sau giờ bắt đầu."))

    def entered(self) -> HomeWindow:
        return HomeWindow(self.weekday.data, _seconds(self.opens.data), _seconds(self.closes.data))


class HouseholdForm(OnceForm):
    """A household. ``members``, ``grounds`` and ``hours`` grow by a button that sends the form."""

    version = HiddenField(default="0")
    hamlet_id = SelectField(_("Ấp"), coerce=int)
    group_no = StringField(_("Tổ"), [Length(max=20)])
    head_name = StringField(_("Chủ hộ"), [DataRequired(_("Nhập họ tên chủ hộ.")), Length(max=120)])
    phone = StringField(_("Điện thoại"), [Length(max=20)], description=_("10 chữ số."))
    phone_owner = StringField(
        _("Điện thoại của ai"), [Length(max=120)], description=_("Ví dụ: con gái.")
    )
    members = FieldList(FormField(MemberForm), min_entries=1, max_entries=MOST)
    grounds = FieldList(FormField(GroundsForm), min_entries=1, max_entries=MOST)
    address_note = StringField(
        _("Chỉ đường"), [Length(max=300)], description=_("Ví dụ: sau chùa, qua cầu ván.")
    )
    access = RadioField(_("Vào nhà bằng gì"), default=Access.MOTORBIKE.value)
    access_minutes = IntegerField(
        _("Mất thêm từ đường vào"),
        [Optional(), NumberRange(0, 180, _("Số phút từ 0 đến 180."))],
        default=0,
    )
    access_note = StringField(
        _("Ghi chú đường vào"), [Length(max=250)], description=_("Con nước, cầu hỏng, chó dữ…")
    )
    lat = StringField(_("Vĩ độ"), [Length(max=20)], description=_("Ví dụ 9,6123."))
    lon = StringField(_("Kinh độ"), [Length(max=20)], description=_("Ví dụ 106,1987."))
    accuracy_m = HiddenField()
    hours = FieldList(FormField(WindowForm), min_entries=1, max_entries=MOST)
    notes = TextAreaField(_("Ghi chú"), [Length(max=4000)])

    def __init__(self, *, hamlets: dict[int, str], sensitive: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.sensitive = sensitive
        self.hamlet_id.choices = {str(id_): name for id_, name in hamlets.items()}
        self.access.choices = {one.value: word(one) for one in Access}
        self.offer()

    def offer(self) -> None:
        """Bring the choices of each ground in step with who is on the form."""
        people = {WHOLE_HOUSEHOLD: gettext("Cả hộ")}
        for number, entry in enumerate(self.members.entries):
            people[number] = entry.form.name.data or gettext("Người thứ %(n)s", n=number + 1)
        shown = [one for one in Category if self.sensitive or one not in HEALTH]
        for ground in self.grounds.entries:
            ground.form.category.choices = {"": gettext("Không có")} | {
                one.value: word(one) for one in shown
            }
            ground.form.of.choices = {str(number): name for number, name in people.items()}

    def grow(self, what: str) -> bool:
        """Add an empty entry to the list of that name; False for any other word."""
        if what not in ("members", "grounds", "hours"):
            return False
        entries: FieldList[Any] = getattr(self, what)
        if len(entries.entries) < MOST:
            entries.append_entry()
        self.offer()
        return True

    def validate_phone(self, field: StringField) -> None:
        """Nothing, or ten digits."""
        if field.data and local_number(field.data) is None:
            raise ValidationError(say(bad_phone(field.data)))

    def validate_members(self, field: FieldList[Any]) -> None:
        """At least one name."""
        if not any((entry.form.name.data or "").strip() for entry in field.entries):
            raise ValidationError(gettext("Ghi ít nhất một người trong hộ."))

    def validate_lat(self, field: StringField) -> None:
        """Both numbers or none."""
        both = [degrees(self.lat.data), degrees(self.lon.data)]
        if any((self.lat.data, self.lon.data)) and None in both:
            raise ValidationError(
                gettext("Ghi cả vĩ độ và kinh độ bằng số, ví dụ 9,6123 và 106,1987.")
            )

    def entered(self) -> Entered:
        """The household as typed; call it after ``validate``."""
        lat, lon = degrees(self.lat.data), degrees(self.lon.data)
        members, place = self._members()
        return Entered(
            hamlet_id=self.hamlet_id.data,
            head_name=tidy(self.head_name.data or ""),
            group_no=group_name(self.group_no.data or ""),
            address_note=tidy(self.address_note.data or ""),
            access=Access(self.access.data),
            access_minutes=self.access_minutes.data or 0,
            access_note=tidy(self.access_note.data or ""),
            phone=local_number(self.phone.data or "") or "",
            phone_owner=tidy(self.phone_owner.data or ""),
            notes=(self.notes.data or "").strip().replace("\r\n", "\n"),
            point=None if lat is None or lon is None else Point(lat, lon),
            accuracy_m=_whole(self.accuracy_m.data),
            hours=self._hours(),
            members=members,
            grounds=self._grounds(place),
            sees_health=self.sensitive,
        )

    def _members(self) -> tuple[tuple[Member, ...], dict[int, int]]:
        """The people with a name, and where each entry of the form went."""
        members: list[Member] = []
        place = {WHOLE_HOUSEHOLD: WHOLE_HOUSEHOLD}
        for number, entry in enumerate(self.members.entries):
            if (entry.form.name.data or "").strip():
                place[number] = len(members)
                members.append(entry.form.entered(sensitive=self.sensitive))
        return tuple(members), place

    def _grounds(self, place: dict[int, int]) -> tuple[Grounds, ...]:
        named = [e.form.entered() for e in self.grounds.entries if e.form.category.data]
        kept = (
            Grounds(one.category, place[one.of], one.from_on, one.decision_no)
            for one in named
            if one.of in place
        )
        unique = {(one.category, one.of): one for one in kept}
        return tuple(unique.values())

    def _hours(self) -> tuple[HomeWindow, ...]:
        windows = {entry.form.entered() for entry in self.hours.entries if entry.form.opens.data}
        return tuple(sorted(windows))


def typed(entered: Entered, version: int) -> dict[str, Any]:
    """The fields of the form for a household as it is known."""
    return {
        "version": str(version),
        "hamlet_id": entered.hamlet_id,
        "group_no": entered.group_no,
        "head_name": entered.head_name,
        "phone": entered.phone,
        "phone_owner": entered.phone_owner,
        "members": [_typed_member(member) for member in entered.members],
        "grounds": [
            {
                "category": one.category.value,
                "of": one.of,
                "from_on": one.from_on,
                "decision_no": one.decision_no,
            }
            for one in entered.grounds
        ],
        "address_note": entered.address_note,
        "access": entered.access.value,
        "access_minutes": entered.access_minutes,
        "access_note": entered.access_note,
        "lat": _written(entered.point.lat) if entered.point else "",
        "lon": _written(entered.point.lon) if entered.point else "",
        "accuracy_m": entered.accuracy_m or "",
        "hours": [
            {"weekday": w.weekday, "opens": _time(w.opens), "closes": _time(w.closes)}
            for w in entered.hours
        ],
        "notes": entered.notes,
    }


def degrees(text: str | None) -> float | None:
    """A number with a comma or a point; None for anything else."""
    try:
        found = float((text or "").strip().replace(",", "."))
    except ValueError:
        return None
    return found if -180 <= found <= 180 else None


def _typed_member(member: Member) -> dict[str, Any]:
    return {
        "id": member.id,
        "name": member.name,
        "alias": member.alias,
        "relation": member.relation,
        "birth": str(member.birth or ""),
        "sex": member.sex.value if member.sex else "",
        "language": member.language.value,
        "id_number": member.id_number or "",
        "ethnicity": member.ethnicity or "",
    }


def _written(number: float) -> str:
    return f"{number:.6f}".rstrip("0").rstrip(".").replace(".", ",")


def _time(seconds: Seconds) -> time:
    return time(min(seconds // HOUR, 23), seconds % HOUR // MINUTE if seconds < 24 * HOUR else 59)


def _whole(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"\d{1,9}", str(text)) else None


def _seconds(clock: time | None) -> Seconds:
    return 0 if clock is None else clock.hour * HOUR + clock.minute * MINUTE
