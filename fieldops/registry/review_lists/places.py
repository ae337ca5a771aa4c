"""The hamlet a row means, by any of the names it goes by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from fieldops.domain.errors import Invalid
from fieldops.domain.sentences import Sentence
from fieldops.registry.geography import CommunePlace, HamletPlace, misplaced
from fieldops.registry.names import fold, tidy
from fieldops.registry.outline import Point

_LEAD = re.compile(r"^(ap|khu vuc)\s+")
_UNIT = re.compile(r"^(xa|tt|thi tran)\s+")
_CUTS = re.compile(r"\s*[(),;–]\s*|\s+-\s+")


@dataclass(frozen=True, slots=True)
class Ground:
    """The commune a list is for, and its neighbours, by which a stray row is told from a typo."""

    commune: CommunePlace
    neighbours: tuple[CommunePlace, ...] = ()

    def hamlet(self, text: str, old_commune: str = "") -> HamletPlace:
        """
        The hamlet named; ``Ấp Bình Du B (xã An Thạnh 2)`` and ``binh du b`` are the same.

        Raises Invalid for a name not in the commune, or in another old commune than said.
        """
        said, *more = [part for part in _CUTS.split(tidy(text)) if part] or [""]
        old = _unit(old_commune or " ".join(more))
        found = [h for h in self.commune.hamlets if _hamlet(h.name) == _hamlet(said)]
        if fitting := [h for h in found if _fits(h, old)]:
            return fitting[0]
        if found:
            raise Invalid(_wrong_old_commune(found[0], old_commune or more[0]))
        raise Invalid(self._unknown(said))

    def knows(self, text: str) -> HamletPlace | None:
        """The hamlet, if the whole text names one (a section heading or a title)."""
        try:
            return self.hamlet(text)
        except Invalid:
            return None

    def check(self, point: Point) -> None:
        """Raises Invalid for a point that cannot be a home in the commune."""
        if wrong := misplaced(point, self.commune, self.neighbours):
            raise Invalid(wrong)

    def _unknown(self, said: str) -> Sentence:
        for other in self.neighbours:
            if any(_hamlet(h.name) == _hamlet(said) for h in other.hamlets):
                return Sentence(
                    "Ấp “{hamlet}” thuộc {place}, không thuộc {commune}.",
                    {"hamlet": said, "place": other.name, "commune": self.commune.name},
                )
        named = {"hamlet": said, "commune": self.commune.name}
        if near := _nearest(said, self.commune.hamlets):
            return Sentence(
                "Không có ấp “{hamlet}” trong {commune}. Có phải “{near}”?", named | {"near": near}
            )
        return Sentence("Không có ấp “{hamlet}” trong {commune}.", named)


def _fits(hamlet: HamletPlace, old: str) -> bool:
    return not old or not hamlet.old_commune or _unit(hamlet.old_commune) == old


def _nearest(said: str, hamlets: Sequence[HamletPlace]) -> str:
    by_fold = {_hamlet(h.name): h.name for h in hamlets}
    near = get_close_matches(_hamlet(said), by_fold, n=1, cutoff=0.7)
    return by_fold[near[0]] if near else ""


def _wrong_old_commune(hamlet: HamletPlace, said: str) -> Sentence:
    return Sentence(
        "Ấp {hamlet} thuộc xã cũ {old}, không phải “{said}”.",
        {"hamlet": hamlet.name, "old": hamlet.old_commune, "said": tidy(said)},
    )


def _hamlet(name: str) -> str:
    return _LEAD.sub("", fold(name))


def _unit(name: str) -> str:
    return _UNIT.sub("", fold(name)).removesuffix(" cu")
