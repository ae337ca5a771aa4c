"""Forms: kept when they fail, and taken in once however often they are sent."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from flask import Flask, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm
from sqlalchemy.exc import IntegrityError
from wtforms import DateField, HiddenField, TimeField
from wtforms.widgets import TextInput

from fieldops.domain.errors import Conflict, Invalid
from fieldops.services import submissions
from routes.context import now, person, session
from routes.form_words import FormWords
from routes.formats import say


class OnceForm(FlaskForm):  # type: ignore[misc]
    """A form with a token of its own: see ``taken`` and ``finish``."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """WTForms' own messages in the reader's language."""

        def get_translations(self, form: FlaskForm) -> FormWords:
            return FormWords()

    form_token = HiddenField(default=lambda: str(uuid.uuid4()))


class DayField(DateField):
    """
    A day typed as offices write it, 07/12/2026.

    Not the browser's own date box: that one follows the language of the machine, and on an
    English Windows it shows 12/07/2026 to people who read it as the twelfth of July.
    """

    widget = TextInput()

    def __init__(self, label: str, validators: list[Any] | None = None, **kwargs: Any) -> None:
        look = {"inputmode": "numeric", "placeholder": "dd/mm/yyyy", "autocomplete": "off"}
        kwargs["render_kw"] = look | kwargs.get("render_kw", {})
        super().__init__(label, validators, format=DAY_FORMATS, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([typed.strip() for typed in valuelist])
        except ValueError:
            raise ValueError(
                gettext("Ngày này không có thật. Viết ngày/tháng/năm, ví dụ 07/12/2026.")
            ) from None


class ClockField(TimeField):
    """A time of day by twenty-four hours, 7:30 or 7h30; browsers' own boxes may say 7:30 AM."""

    widget = TextInput()

    def __init__(self, label: str, validators: list[Any] | None = None, **kwargs: Any) -> None:
        look = {"placeholder": "7:30", "autocomplete": "off", "size": 6}
        kwargs["render_kw"] = look | kwargs.get("render_kw", {})
        super().__init__(label, validators, format=CLOCK_FORMATS, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([typed.strip().lower() for typed in valuelist])
        except ValueError:
            raise ValueError(
                gettext("Giờ này không đọc được. Viết giờ:phút, ví dụ 7:30 hoặc 16:00.")
            ) from None


CLOCK_FORMATS = ["%H:%M", "%Hh%M", "%Hg%M", "%Hh", "%Hg", "%H.%M", "%H:%M:%S"]

DAY_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %m %Y", "%d%m%Y", "%Y-%m-%d"]
"""The first is written; all are read. A phone's number pad has no slash, so 07122026 is one too."""


def taken(form: OnceForm) -> ResponseReturnValue | None:
    """The answer of the first time, where this very form was taken in before."""
    location = submissions.answer_to(session(), _token(form), person().id)
    return redirect(location) if location else None


def finish(form: OnceForm, location: str) -> ResponseReturnValue:
    """
    Commit, remember the form, answer with a redirect.

    When the same form arrived twice at once, the slower one is rolled back whole and gets the
    first one's answer.
    """
    submissions.remember(session(), _token(form), person().id, location, now())
    try:
        session().commit()
    except IntegrityError:
        session().rollback()
        first = taken(form)
        if first is None:
            raise
        return first
    return redirect(location)


def messages(errors: Any) -> list[str]:
    """The errors of a field as one flat list; fields within fields give dicts and lists of them."""
    if isinstance(errors, Mapping):
        errors = errors.values()
    elif not isinstance(errors, list | tuple):
        return [str(errors)]
    return [message for error in errors for message in messages(error)]


def install(app: Flask) -> None:
    """Give templates ``messages`` as a filter."""
    app.jinja_env.filters["messages"] = messages


def blame(form: FlaskForm, error: Invalid) -> None:
    """Put a broken rule beside the field it came from, or above the form."""
    named = getattr(form, error.field, None) if error.field else None
    if named is None:
        form.form_errors = [*form.form_errors, say(error.sentence)]
    else:
        named.errors = [*named.errors, say(error.sentence)]


def refuse(form: FlaskForm, error: Invalid | Conflict) -> None:
    """Nothing is written; what was typed stays, with what is wrong beside it."""
    session().rollback()
    if isinstance(error, Invalid):
        blame(form, error)
    else:
        form.form_errors = [*form.form_errors, say(error.sentence)]


def _token(form: OnceForm) -> str:
    return str(form.form_token.data or uuid.uuid4())[:36]
