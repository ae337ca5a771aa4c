"""Cases: the list, one case with its clock, asking for one, and the acts on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from fieldops.domain.case import AT_OFFICE, CLOSED, CaseState, Procedure
from fieldops.domain.errors import Conflict, Invalid
from fieldops.domain.facts import ClockTime
from fieldops.domain.people import Permission
from fieldops.domain.timing import Timing
from fieldops.domain.units import HOUR, MINUTE
from fieldops.services import apologies, case_lists, cases, registration, supplements
from fieldops.store.tables import CaseRow
from routes import audit_words
from routes import case_forms as forms
from routes.access import needs
from routes.context import actor, now, session, today, zone
from routes.forms import OnceForm, finish, refuse, taken

bp = Blueprint("cases", __name__, url_prefix="/cases")

SHOWN = {
    "open": case_lists.OPEN,
    "held": case_lists.OPEN,
    "closed": tuple(CLOSED),
    "all": tuple(CaseState),
}
URGENT = {
    "late": (Timing.LATE,),
    "behind": (Timing.BEHIND,),
    "near": (Timing.TODAY, Timing.NEAR),
}


@bp.get("")
@needs(Permission.READ_CASES)
def index() -> ResponseReturnValue:
    """Cases by tab, filters and search, the soonest date first."""
    args = request.args
    tab = args.get("tab", "open") if args.get("tab") in SHOWN else "open"
    state = args.get("state", "")
    wanted = case_lists.asked(
        text=args.get("q", "")[:100],
        states=[CaseState(state)] if state in set(CaseState) else SHOWN[tab],
        procedure=args.get("procedure", "") if args.get("procedure") in set(Procedure) else "",
        hamlet_id=args.get("hamlet", type=int),
        held=tab == "held",
    )
    sort = args.get("sort", "due")
    page = case_lists.listing(
        session(),
        wanted,
        today(),
        timings=URGENT.get(args.get("timing", ""), ()),
        sort=sort.lstrip("-"),
        descending=sort.startswith("-"),
        page=args.get("page", 1, type=int),
    )
    return render_template(
        "cases/index.html",
        page=page,
        tab=tab,
        sort=sort,
        counts=case_lists.counts(session()),
        hamlets=case_lists.hamlets(session()),
        procedures=[one for one in Procedure if one not in AT_OFFICE],
        states=[one for one in CaseState if one in SHOWN[tab]],
    )


@bp.get("/<int:case_id>")
@needs(Permission.READ_CASES)
def show(case_id: int) -> ResponseReturnValue:
    """One case: its clock, who, what, papers, visits, history."""
    story = case_lists.story(session(), case_id, today())
    return render_template("cases/show.html", story=story, case=story.row, act_word=audit_words.act)


@bp.route("/new/<int:household_id>", methods=["GET", "POST"])
@needs(Permission.WRITE_CASES)
def new(household_id: int) -> ResponseReturnValue:
    """Ask for a case for someone of a home; ``?person=`` chooses who."""
    home = cases.household(session(), household_id)
    form = forms.RequestForm()
    form.offer(home.citizens)
    if request.method == "GET":
        people = [one.id for one in home.citizens]
        chosen = request.args.get("person", type=int)
        form.citizen_id.data = chosen or (people[0] if len(people) == 1 else None)
    elif form.validate() and (done := _request(home.id, form)):
        return done
    return render_template("cases/new.html", form=form, home=home)


def _request(household_id: int, form: forms.RequestForm) -> ResponseReturnValue | None:
    if first := taken(form):
        return first
    try:
        row = cases.request(
            session(),
            actor(),
            household_id,
            form.citizen_id.data,
            Procedure(form.procedure.data),
            today(),
            now(),
            form.details(),
        )
    except (Invalid, Conflict) as error:
        refuse(form, error)
        return None
    flash(gettext("Đã ghi yêu cầu. Chuyến tiếp nhận tại nhà đã vào Việc đến hạn."), "done")
    return finish(form, url_for("cases.show", case_id=row.id))


@bp.route("/<int:case_id>/edit", methods=["GET", "POST"])
@needs(Permission.WRITE_CASES)
def edit(case_id: int) -> ResponseReturnValue:
    """Correct who asked, why at home, and the day of the event."""
    row = cases.get(session(), case_id)
    form = forms.DetailsForm()
    if request.method == "GET":
        form.show(row)
    elif form.validate():
        if first := taken(form):
            return first
        try:
            cases.change_details(session(), actor(), case_id, form.details(), today(), now())
            flash(gettext("Đã lưu hồ sơ."), "done")
            return finish(form, url_for("cases.show", case_id=case_id))
        except (Invalid, Conflict) as error:
            refuse(form, error)
            row = cases.get(session(), case_id)
    return render_template("cases/edit.html", form=form, case=row)


@dataclass(frozen=True, slots=True)
class ActPage:
    """One act on a case: what is asked, the button, and what is said once it is done."""

    title: LazyString
    lede: LazyString
    button: LazyString
    done: LazyString
    form: type[OnceForm]
    run: Callable[[CaseRow, Any], object]
    kind: str = "primary"


def _receive(row: CaseRow, form: forms.ReceiveForm) -> None:
    on = forms.required(form.received_on.data)
    hour = now().astimezone(zone()).time()
    seconds = hour.hour * HOUR + hour.minute * MINUTE
    at = ClockTime(seconds) if on == today() else None
    cases.record_intake(session(), actor(), [row.id], on, today(), now(), received_at=at)


def _supplement(row: CaseRow, form: forms.SupplementForm) -> None:
    papers, by = form.papers.data or "", form.wanted_by.data
    supplements.papers_missing(session(), actor(), [row.id], papers, today(), now(), wanted_by=by)


def _apologise(row: CaseRow, form: forms.ApologyForm) -> None:
    day, why = forms.required(form.new_date.data), form.reason.data or ""
    apologies.apologise(session(), actor(), row.id, day, why, today(), now())


def _finish(row: CaseRow, form: forms.FinishForm) -> None:
    on = forms.required(form.processed_on.data)
    code = form.dossier_code.data or ""
    registration.finish(session(), actor(), row.id, on, code, today(), now())


def _hand_over(row: CaseRow, form: forms.HandOverForm) -> None:
    on = forms.required(form.handed_over_on.data)
    registration.hand_over(session(), actor(), row.id, on, form.receipt(), today(), now())


def _close(service: Callable[..., None]) -> Callable[[CaseRow, forms.ReasonForm], None]:
    return lambda row, form: service(
        session(), actor(), row.id, form.reason.data or "", today(), now()
    )


def _plain(service: Callable[..., None]) -> Callable[[CaseRow, OnceForm], None]:
    return lambda row, form: service(session(), actor(), row.id, today(), now())


ACTS = {
    "receive": ActPage(
        _("Nhận hồ sơ tại xã"),
        _("Gia đình mang đủ hồ sơ đến xã. Hồ sơ nhận tại nhà do đội ghi trên điện thoại."),
        _("Nhận hồ sơ"),
        _("Đã nhận hồ sơ."),
        forms.ReceiveForm,
        _receive,
    ),
    "supplement": ActPage(
        _("Yêu cầu bổ sung giấy tờ"),
        _(
            "Hồ sơ đã nhận chỉ yêu cầu bổ sung một lần: ghi đủ mọi giấy còn thiếu. Đồng hồ dừng "
            "từ ngày mai đến ngày nhận đủ."
        ),
        _("Yêu cầu bổ sung"),
        _("Đã ghi giấy tờ còn thiếu."),
        forms.SupplementForm,
        _supplement,
    ),
    "apologise": ActPage(
        _("Xin lỗi và hẹn lại"),
        _("Gia đình có phiếu xin lỗi và ngày mới. Trong báo cáo, hồ sơ vẫn là trễ hạn."),
        _("Ghi ngày hẹn mới"),
        _("Đã ghi ngày hẹn mới. In phiếu xin lỗi ở mục Giấy tờ in."),
        forms.ApologyForm,
        _apologise,
    ),
    "verify": ActPage(
        _("Gia hạn để xác minh"),
        _("Công an xác minh giấy tờ: được thêm tối đa 20 ngày."),
        _("Gia hạn"),
        _("Đã gia hạn để xác minh."),
        forms.VerifyForm,
        lambda row, form: cases.verify(session(), actor(), row.id, form.days.data, today(), now()),
    ),
    "finish": ActPage(
        _("Đã có kết quả"),
        _("Giấy đã làm xong tại xã hoặc công an; chuyến mang trả sẽ vào Việc đến hạn."),
        _("Ghi đã có kết quả"),
        _("Đã ghi. Chuyến mang trả đã vào Việc đến hạn."),
        forms.FinishForm,
        _finish,
    ),
    "hand-over": ActPage(
        _("Trao giấy tại xã"),
        _("Gia đình tự đến nhận. Giấy trao tại nhà do đội ghi trên điện thoại."),
        _("Trao giấy"),
        _("Đã trao giấy. Hồ sơ đã xong."),
        forms.HandOverForm,
        _hand_over,
    ),
    "withdraw": ActPage(
        _("Gia đình rút yêu cầu"),
        _("Hồ sơ đóng lại, các chuyến thăm chưa đi không còn cần. Mở lại được nếu nhầm."),
        _("Rút hồ sơ"),
        _("Đã rút hồ sơ."),
        forms.ReasonForm,
        _close(cases.withdraw),
        "danger",
    ),
    "refuse": ActPage(
        _("Không tiếp nhận, dừng xử lý"),
        _("Hồ sơ đóng lại, các chuyến thăm chưa đi không còn cần. Mở lại được nếu nhầm."),
        _("Dừng hồ sơ"),
        _("Đã dừng hồ sơ."),
        forms.ReasonForm,
        _close(cases.refuse),
        "danger",
    ),
    "reopen": ActPage(
        _("Mở lại hồ sơ"),
        _("Hồ sơ trở về bước trước khi đóng, và các chuyến thăm cần thiết được lập lại."),
        _("Mở lại"),
        _("Đã mở lại hồ sơ."),
        forms.ConfirmForm,
        _plain(cases.reopen),
    ),
    "release": ActPage(
        _("Cho đội đi lại"),
        _("Hồ sơ thôi tạm giữ; chuyến thăm trở lại Việc đến hạn."),
        _("Cho đi lại"),
        _("Chuyến thăm đã trở lại Việc đến hạn."),
        forms.ConfirmForm,
        _plain(cases.release),
    ),
}


@bp.post("/<int:case_id>/steps")
@needs(Permission.WRITE_CASES)
def steps(case_id: int) -> ResponseReturnValue:
    """The interlinked steps that are done; a tick can be taken back."""
    done = request.form.getlist("step")
    cases.tick_steps(session(), actor(), case_id, done, today(), now())
    session().commit()
    flash(gettext("Đã ghi các việc liên thông."), "done")
    return redirect(url_for(".show", case_id=case_id, _anchor="steps"))


@bp.route("/<int:case_id>/<act>", methods=["GET", "POST"])
@needs(Permission.WRITE_CASES)
def do(case_id: int, act: str) -> ResponseReturnValue:
    """One act: asked on a page of its own, done once however often it is sent."""
    row = cases.get(session(), case_id)
    page = ACTS.get(act) or abort(404)
    form = page.form()
    if request.method == "POST" and form.validate():
        if first := taken(form):
            return first
        try:
            page.run(row, form)
            flash(str(page.done), "done")
            return finish(form, url_for("cases.show", case_id=case_id))
        except (Invalid, Conflict) as error:
            refuse(form, error)
            row = cases.get(session(), case_id)
    return render_template("cases/act.html", form=form, case=row, act=page)
