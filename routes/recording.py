"""
Recording a visit, one question a screen; each answer travels with the form, so back loses nothing.

The screens follow from the answers so far. Works without scripts: the server asks, page by page,
and at the end makes the same report a phone would send.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from fieldops.domain.outcome import Result
from fieldops.domain.told_hours import ToldHours
from fieldops.domain.units import HOUR
from fieldops.domain.visit import VisitKind
from fieldops.outcomes.route_sheet import CaseToServe, Stop

SOMEONE_ELSE = "other"
CHECK = "check"
THEMSELVES = "self"
_WHOLE_DAY = (0, 24 * HOUR)
_PART = re.compile(r"([0-9]{1,5})-([0-9]{1,5})")
"""A part of the day as the screen offers it: seconds after midnight, from and until."""
_ASSISTED = ("pen", "read", "mark")
"""Who wrote the declaration; was it read back; was it signed or marked."""


@dataclass(frozen=True, slots=True)
class Recording:
    """The answers given so far about one stop, as they stand in the form."""

    stop: Stop
    form: MultiDict[str, str]

    def text(self, name: str, most: int = 120) -> str:
        """One answer, tidied."""
        return " ".join(self.form.get(name, "").split())[:most]

    @property
    def result(self) -> Result | None:
        """What was found, once it was said."""
        said = self.form.get("result", "")
        return Result(said) if said in set(Result) else None

    @property
    def is_intake(self) -> bool:
        """Whether dossiers are taken in; else papers are given."""
        return self.stop.kind is VisitKind.INTAKE

    @property
    def choices(self) -> list[Result]:
        """What can be found at this stop: where a paper is brought, none is asked for."""
        return [r for r in Result if self.is_intake or r is not Result.PAPERS_MISSING]

    def case_of(self, step: str) -> CaseToServe | None:
        """The case a screen is about, if it is about one."""
        number = step.partition("-")[2]
        return next((case for case in self.stop.cases if str(case.id) == number), None)

    def steps(self) -> list[str]:
        """The screens of this recording, in order; they depend on the result."""
        return ["result", *self._between(), "note", CHECK] if self.result else ["result"]

    def every_step(self) -> list[str]:
        """All screens this stop may ever ask, for a phone that must hold them without signal."""
        about = [
            f"{kind}-{case.id}" for case in self.stop.cases for kind in self._kinds_about(case)
        ]
        return ["result", "met", *about]

    def _kinds_about(self, case: CaseToServe) -> list[str]:
        if not self.is_intake:
            return ["hand", "give", "sign", "aloud"]
        return ["case", *(_ASSISTED if case.may_be_written else ()), "take", "lack"]

    def _between(self) -> list[str]:
        if self.result is Result.DONE:
            first = [] if not self.is_intake else ["met"]
            return [*first, *(step for case in self.stop.cases for step in self._about_case(case))]
        if self.result is Result.PAPERS_MISSING:
            return ["met", *(f"lack-{case.id}" for case in self.stop.cases)]
        return ["met"] if self.result is Result.REFUSED else []

    def _about_case(self, case: CaseToServe) -> list[str]:
        """Whether it was done; then the papers taken, what lacks, or who got the paper and how."""
        first = f"case-{case.id}" if self.is_intake else f"hand-{case.id}"
        said = self.form.get(f"{first}-result")
        if said == "papers_missing":
            return [first, f"lack-{case.id}"]
        if said != "done":
            return [first]
        if self.is_intake:
            return [first, *self._writing(case), f"take-{case.id}"]
        aloud = [f"aloud-{case.id}"] if self.text(f"sign-{case.id}-mark") == "fingerprint" else []
        return [first, f"give-{case.id}", f"sign-{case.id}", *aloud]

    def _writing(self, case: CaseToServe) -> list[str]:
        """Who wrote the declaration; where we did, it is read back, then marked, in this order."""
        if not case.may_be_written:
            return []
        asked = _ASSISTED if self._written_for(case) else _ASSISTED[:1]
        return [f"{kind}-{case.id}" for kind in asked]

    def _written_for(self, case: CaseToServe) -> bool:
        writer = self.text(f"pen-{case.id}-by")
        return case.may_be_written and writer not in ("", THEMSELVES)

    def names_of(self, step: str) -> list[str]:
        """The fields a screen asks; the others are carried along unseen."""
        parts = {
            "result": ["result"],
            "met": ["met", "met_name", "met_relation"],
            "note": ["home_day", "home_part", "note"],
        }
        return parts.get(step) or [
            f"{step}-{part}" for part in _PARTS.get(step.partition("-")[0], ())
        ]

    def carried(self, step: str) -> Iterator[tuple[str, str]]:
        """Answers of the other screens."""
        asked = {name for one in self.steps() for name in self.names_of(one)} | {"result"}
        here = set(self.names_of(step))
        for name, value in self.form.items(multi=True):
            if name in asked - here:
                yield name, value

    def after(self, step: str) -> str:
        """The next screen."""
        steps = self.steps()
        return steps[min(steps.index(step) + 1, len(steps) - 1)] if step in steps else "result"

    def before(self, step: str) -> str:
        """The screen before."""
        steps = self.steps()
        return steps[max(steps.index(step) - 1, 0)] if step in steps else "result"

    def first_wrong(self) -> tuple[str, dict[str, str]] | None:
        """The first screen with something to mend, and what; None when all can be saved."""
        for step in self.steps():
            if errors := self.errors_of(step):
                return step, errors
        return None if self.result else ("result", self.errors_of("result"))

    def errors_of(self, step: str) -> dict[str, str]:
        """Per field of the screen what is wrong with it, and what to do."""
        kind = step.partition("-")[0]
        check = {
            "result": self._check_result,
            "met": self._check_met,
            "case": self._check_case,
            "pen": self._check_pen,
            "read": self._check_read,
            "mark": self._check_mark,
            "hand": self._check_hand,
            "give": self._check_give,
            "sign": self._check_mark,
            "aloud": self._check_aloud,
            "lack": self._check_lack,
            "note": self._check_note,
        }.get(kind)
        return check(step) if check else {}

    def _check_result(self, _step: str) -> dict[str, str]:
        if self.result is None or self.result not in self.choices:
            return {"result": _("Chọn một kết quả.")}
        if self.result is Result.DONE and self._answered() and not self._any_done():
            return {"result": _("Chưa có việc nào làm xong ở nhà này. Chọn kết quả khác.")}
        return {}

    def _answered(self) -> bool:
        return all(self.form.get(f"{self._prefix}-{case.id}-result") for case in self.stop.cases)

    def _any_done(self) -> bool:
        return any(
            self.form.get(f"{self._prefix}-{case.id}-result") == "done" for case in self.stop.cases
        )

    @property
    def _prefix(self) -> str:
        return "case" if self.is_intake else "hand"

    def _check_met(self, _step: str) -> dict[str, str]:
        if not self.text("met"):
            return {"met": _("Chọn người đã gặp.")}
        if self.text("met") == SOMEONE_ELSE and not self.text("met_name"):
            return {"met_name": _("Ghi tên người đã gặp.")}
        return {}

    def _check_case(self, step: str) -> dict[str, str]:
        if self.text(f"{step}-result") in ("done", "papers_missing", "not_done"):
            return {}
        return {f"{step}-result": _("Chọn đã nhận hồ sơ hay chưa.")}

    def _check_pen(self, step: str) -> dict[str, str]:
        return {} if self.text(f"{step}-by") else {f"{step}-by": _("Chọn ai viết tờ khai.")}

    def _check_read(self, step: str) -> dict[str, str]:
        if self.text(f"{step}-back") == "yes":
            return {}
        told = _("Đọc lại tờ khai cho người yêu cầu nghe, xong mới ghi tiếp.")
        return {f"{step}-back": told}

    def _check_hand(self, step: str) -> dict[str, str]:
        if self.text(f"{step}-result") in ("done", "not_done"):
            return {}
        return {f"{step}-result": _("Chọn đã trao hay chưa.")}

    def _check_give(self, step: str) -> dict[str, str]:
        return {} if self.text(f"{step}-by") else {f"{step}-by": _("Ghi tên người nhận giấy.")}

    def _check_mark(self, step: str) -> dict[str, str]:
        if self.text(f"{step}-mark") in ("signature", "fingerprint"):
            return {}
        return {f"{step}-mark": _("Chọn ký tên hoặc điểm chỉ.")}

    def _check_aloud(self, step: str) -> dict[str, str]:
        if self.text(f"{step}-read") == "yes":
            return {}
        told = _("Người điểm chỉ phải được nghe đọc giấy. Đọc xong mới ghi tiếp.")
        return {f"{step}-read": told}

    def _check_lack(self, step: str) -> dict[str, str]:
        if self.text(f"{step}-missing"):
            return {}
        return {f"{step}-missing": _("Ghi còn thiếu giấy tờ gì để báo cho gia đình.")}

    def _check_note(self, _step: str) -> dict[str, str]:
        if self.result is Result.OTHER and not self.text("note", 2000):
            return {"note": _("Ghi ngắn chuyện đã xảy ra để xã biết làm gì tiếp.")}
        return {}

    def report(self) -> dict[str, Any]:
        """The part of the report that the answers make."""
        return {
            "visit_id": self.stop.visit_id,
            "result": self.result,
            "met": self._met(),
            "cases": [self._about(case) for case in self.stop.cases] if self._tells_cases() else [],
            "note": self.text("note", 2000),
            **({"home_when": told} if (told := self.home_when()) else {}),
        }

    def home_when(self) -> list[dict[str, Any]]:
        """What neighbours told; days alone are whole days, parts of the day alone any day."""
        if self.result is not Result.NOT_HOME:
            return []
        weekdays = [n for n in range(7) if str(n) in self.form.getlist("home_day")]
        parts = [one for one in map(_PART.fullmatch, self.form.getlist("home_part")) if one]
        spans = [(int(one[1]), int(one[2])) for one in parts]
        spans = [(start, end) for start, end in spans if start < end <= _WHOLE_DAY[1]]
        spans = spans or ([_WHOLE_DAY] if weekdays else [])
        return [{"weekdays": weekdays, "start": start, "end": end} for start, end in spans]

    def told(self) -> list[ToldHours]:
        """The same for the last screen."""
        return [ToldHours.from_json(one) for one in self.home_when()]

    def _tells_cases(self) -> bool:
        return self.result in (Result.DONE, Result.PAPERS_MISSING)

    def _met(self) -> dict[str, str] | None:
        if self.text("met") == SOMEONE_ELSE:
            return {"name": self.text("met_name"), "relation": self.text("met_relation", 60)}
        known = {str(one.id): one.name for one in self.stop.people}
        name = known.get(self.text("met"))
        return {"name": name} if name and "met" in self.steps() else None

    def _about(self, case: CaseToServe) -> dict[str, Any]:
        if self.result is Result.PAPERS_MISSING:
            return self._lacking(case)
        return self._taken(case) if self.is_intake else self._given(case)

    def _lacking(self, case: CaseToServe) -> dict[str, Any]:
        missing = self.text(f"lack-{case.id}-missing", 300)
        return {"case_id": case.id, "result": "papers_missing", "missing": missing}

    def _taken(self, case: CaseToServe) -> dict[str, Any]:
        result = self.text(f"case-{case.id}-result")
        if result == "papers_missing":
            return self._lacking(case)
        if result != "done":
            return {"case_id": case.id, "result": "not_done"}
        return {
            "case_id": case.id,
            "result": "done",
            "papers": self.form.getlist(f"take-{case.id}-papers")[:20],
            **self._assisted(case),
        }

    def _assisted(self, case: CaseToServe) -> dict[str, Any]:
        """The steps of Thông tư 04/2020/TT-BTP, art. 26; nothing where the family wrote."""
        if not self._written_for(case):
            return {"written_for": False, "read_back": False}
        return {
            "written_for": True,
            "written_by": self.text(f"pen-{case.id}-by"),
            "read_back": self.text(f"read-{case.id}-back") == "yes",
            "mark": self.text(f"mark-{case.id}-mark"),
        }

    def _given(self, case: CaseToServe) -> dict[str, Any]:
        if self.text(f"hand-{case.id}-result") != "done":
            return {"case_id": case.id, "result": "not_done"}
        paper = {
            "received_by": self.text(f"give-{case.id}-by"),
            "relation": self.text(f"give-{case.id}-relation", 60),
            "mark": self.text(f"sign-{case.id}-mark"),
            "read_aloud": f"aloud-{case.id}" in self.steps()
            and self.text(f"aloud-{case.id}-read") == "yes",
        }
        return {"case_id": case.id, "result": "done", "handover": paper}


_PARTS = {
    "case": ("result",),
    "pen": ("by",),
    "read": ("back",),
    "mark": ("mark",),
    "take": ("papers",),
    "lack": ("missing",),
    "hand": ("result",),
    "give": ("by", "relation"),
    "sign": ("mark",),
    "aloud": ("read",),
}
"""The fields of a screen about one case, by the kind of screen."""
