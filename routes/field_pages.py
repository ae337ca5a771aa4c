"""The phone's pages, each made from one route sheet: one by one as asked, or a day's together."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from flask import current_app, render_template, url_for
from werkzeug.datastructures import MultiDict

from fieldops.domain.survey import SurveyChannel
from fieldops.outcomes.route_sheet import RouteSheet, Stop
from fieldops.services import field_day
from routes.context import person, session
from routes.navigation import navigation
from routes.outbox_words import outbox_words
from routes.recording import CHECK, Recording
from routes.survey import SurveyForm


def field_href(endpoint: str, sheet: RouteSheet | None, **values: Any) -> str:
    """The address of a phone page; it names its day, so that it means the same tomorrow."""
    return url_for(f"field.{endpoint}", on=sheet.day.isoformat() if sheet else None, **values)


def today_page(sheet: RouteSheet, **more: Any) -> str:
    """The stops of the day in order."""
    bring = field_day.to_bring(sheet.route, sheet.day) if sheet.route else None
    return render_template("field/today.html", sheet=sheet, tab="today", bring=bring, **more)


def map_page(sheet: RouteSheet, **more: Any) -> str:
    """The same stops on the commune's own map."""
    layers = field_day.map_layers(session(), sheet)
    tiles = current_app.config["TILES_URL"]
    return render_template(
        "field/map.html", sheet=sheet, tab="map", layers=layers, tiles=tiles, **more
    )


def stop_page(sheet: RouteSheet, stop: Stop, **more: Any) -> str:
    """One home: who, where, how to get in, what for, what to bring."""
    return render_template("field/stop.html", sheet=sheet, stop=stop, tab="today", **more)


def record_page(sheet: RouteSheet, stop: Stop, **more: Any) -> str:
    """All the questions in one page, for a phone that asks them itself and keeps the report."""
    recording = Recording(stop, MultiDict())
    facts = {
        "visit_id": stop.visit_id,
        "name": stop.home.head_name,
        "intake": recording.is_intake,
        "choices": recording.choices,
        "cases": [case.id for case in stop.cases],
        "may_be_written": [case.id for case in stop.cases if case.may_be_written],
        "people": {str(one.id): one.name for one in stop.people},
        "plan_id": sheet.route.plan_id if sheet.route else None,
        "plan_version": sheet.route.plan_version if sheet.route else None,
        "supersedes": stop.said.id if stop.said else None,
    }
    return render_template(
        "field/record_whole.html",
        sheet=sheet,
        stop=stop,
        recording=recording,
        facts=facts,
        check=CHECK,
        tab="today",
        **more,
    )


def sent_page(**more: Any) -> str:
    """What this person sent lately, and what became of it."""
    reports = field_day.sent_by(session(), person().id)
    words = outbox_words()
    return render_template("field/sent.html", tab="sent", reports=reports, words=words, **more)


def pages_of_day(sheet: RouteSheet) -> Iterator[tuple[str, str]]:
    """
    Address and page of everything a team needs on that day without signal.

    Made as they will look on that day, whenever they are packed, and without the notices that
    wait for the next page the person opens.
    """
    entries = navigation()
    more = {
        "today": sheet.day,
        "get_flashed_messages": _no_notices,
        "navigation": lambda: entries,
    }
    yield field_href("index", sheet), today_page(sheet, **more)
    yield field_href("map_", sheet), map_page(sheet, **more)
    for stop in sheet.route.stops if sheet.route else ():
        yield field_href("stop", sheet, visit_id=stop.visit_id), stop_page(sheet, stop, **more)
        address = field_href("begin", sheet, visit_id=stop.visit_id, whole=1)
        yield address, record_page(sheet, stop, **more)


def page_of_sent() -> tuple[str, str]:
    """The page of what was sent, to keep on the phone."""
    return url_for("field.sent"), sent_page(get_flashed_messages=_no_notices)


def opinion_page(form: SurveyForm, channel: SurveyChannel, **more: Any) -> str:
    """The family's four questions: no name, no visit."""
    errors = {name: found[0] for name, found in form.errors.items()}
    return render_template(
        "field/opinion.html", form=form, how=channel.value, errors=errors, tab="today", **more
    )


def pages_of_opinion() -> Iterator[tuple[str, str]]:
    """The questions, to keep on the phone, which sends the answers itself."""
    pages = {"opinions.handed": SurveyChannel.PHONE, "opinions.spoken": SurveyChannel.SPOKEN}
    for endpoint, channel in pages.items():
        page = opinion_page(SurveyForm(), channel, get_flashed_messages=_no_notices)
        yield url_for(endpoint), page


def _no_notices(*_args: Any, **_more: Any) -> list[Any]:
    return []


def embedded(value: Any) -> str:
    """JSON that may stand inside a script element."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
