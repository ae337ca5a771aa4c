"""``flask plan work``: takes planning jobs, one at a time, and sees each through in a child."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import FrameType
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

import click
import structlog
from flask import current_app
from sqlalchemy.orm import Session

from fieldops.cli.plan import plan_cli
from fieldops.cli.plan_child import COMMAND, Child, Died
from fieldops.domain.errors import FieldopsError
from fieldops.domain.plan_job import Cancel
from fieldops.domain.sentences import Sentence
from fieldops.services import following, plan_work, quarantine
from fieldops.services.plan_work import PROOF_SECONDS, Claim, Lost
from fieldops.store import turns
from fieldops.store.db import db

log = structlog.get_logger()

POLL_SECONDS = 0.5
BEAT_SECONDS = 1.0
GRACE_SECONDS = 300
"""What a solver may take beyond its limit to compile, explain and write before it is given up."""

LAST_WORD_SECONDS = 2.0
"""What a proof that is stopped may take to say what it has so far."""

PROOF_GRACE_SECONDS = 10
"""What a proof may take beyond its limit before it is given up."""


@plan_cli.command("work")
@click.option("--once", is_flag=True, help="Take one job if one waits, then stop.")
def work_command(once: bool) -> None:
    """Make the plans that are asked for, until told to stop."""
    signal.signal(signal.SIGTERM, _leave)
    worker = Worker(lambda: Session(db.engine), clock())
    read_quarantined()
    while True:
        took = worker.take_one()
        if once:
            return
        if not took and not follow_reports():
            time.sleep(POLL_SECONDS)


def follow_reports() -> int:
    """
    Let the books follow reports nobody has looked at since they came; how many there were.

    Pages see to it themselves: this is for the reports that came before the server last ended.
    """
    with _turn() as session:
        return following.follow_all(session, ZoneInfo(current_app.config["TIMEZONE"]))


def read_quarantined() -> int:
    """Take in what the server before this one could not read; how many reports there were."""
    with _turn() as session:
        zone = ZoneInfo(current_app.config["TIMEZONE"])
        return quarantine.read_again(session, clock()(), zone)


@contextmanager
def _turn() -> Iterator[Session]:
    """A transaction, in turn with the phones that come home."""
    held = turns.take(current_app.config["VAR"]) if db.engine.name == "sqlite" else None
    try:
        with Session(db.engine) as session, session.begin():
            yield session
    finally:
        if held:
            held.close()


def _leave(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)


def clock() -> Callable[[], datetime]:
    """The server's clock; tests set it with the config key ``NOW``."""
    return current_app.config.get("NOW") or (lambda: datetime.now(UTC))


@dataclass(slots=True)
class Worker:
    """Claims and carries out jobs; each step in a short transaction of its own."""

    sessions: Callable[[], Session]
    clock: Callable[[], datetime]
    command: Sequence[str] = COMMAND
    name: str = field(default_factory=lambda: f"{socket.gethostname()}:{os.getpid()}")
    proof_seconds: int = PROOF_SECONDS

    def take_one(self) -> bool:
        """Whether there was a job to take; by then it has ended, or gone back, or is lost."""
        with self.sessions() as session, session.begin():
            mine = plan_work.claim(session, self.name, self.clock())
        if mine is None:
            return False
        log.info("plan_job_taken", job=mine.job_id, fence=mine.fence)
        try:
            self._carry_out(mine)
        except Lost:
            log.warning("plan_job_lost", job=mine.job_id, fence=mine.fence)
        except Died:
            log.warning("solver_died", job=mine.job_id, fence=mine.fence)
            self._step(mine, plan_work.release)
        except BaseException:
            with suppress(Lost):
                self._step(mine, plan_work.release)
            raise
        return True

    def _carry_out(self, mine: Claim) -> None:
        with Child(mine.asked() | {"prove": self.proof_seconds}, self.command) as child:
            end = _Run(self, mine, child).end()
            if end is None:
                self._step(mine, plan_work.drop, self.clock())
            elif "fault" in end:
                self._step(mine, plan_work.fail, Sentence.from_json(end["fault"]), self.clock())
            elif "places" in end:
                self._deliver(mine, plan_work.deliver_places, end["places"])
            elif self._deliver(mine, plan_work.deliver, end["plan"], proving=True):
                self._prove(mine, child)

    def _deliver(
        self, mine: Claim, deliver: Callable[..., Any], document: Any, **named: bool
    ) -> bool:
        """Whether what the solver found is stored."""
        try:
            self._step(mine, deliver, document, self.clock(), **named)
        except FieldopsError as error:
            log.error("plan_refused", job=mine.job_id, code=error.code)
            self._step(mine, plan_work.fail, error.sentence, self.clock())
            return False
        return True

    def _prove(self, mine: Claim, child: Child) -> None:
        """The plan can be used already: whatever becomes of the proof, the job ends well."""
        try:
            proof = self._proof(mine, child)
        except Died:
            proof = None
        except BaseException:
            with suppress(Lost):
                self._step(mine, plan_work.settle, None, self.clock())
            raise
        self._step(mine, plan_work.settle, proof, self.clock())

    def _proof(self, mine: Claim, child: Child) -> dict[str, Any] | None:
        """What was proved in time, or until someone stops it or another job waits."""
        until = time.monotonic() + self.proof_seconds + PROOF_GRACE_SECONDS
        while time.monotonic() < until:
            heard = child.hear(timeout=BEAT_SECONDS)
            if heard is None and not self._step(mine, plan_work.beat_proof, self.clock()):
                child.stop()
                heard = child.hear(timeout=LAST_WORD_SECONDS) or {"proof": None}
            if heard is not None and "proof" in heard:
                proof: dict[str, Any] | None = heard["proof"]
                return proof
        return None

    def _step(self, mine: Claim, step: Callable[..., Any], *args: Any, **named: Any) -> Any:
        """One service call in one transaction, inside the job's commune."""
        with self.sessions() as session, session.begin():
            plan_work.enter(session, mine)
            return step(session, mine, *args, **named)

    def beat(self, mine: Claim, progress: list[dict[str, Any]]) -> Cancel:
        """Keep the lease, write the curve, hear of a cancel."""
        wish: Cancel = self._step(mine, plan_work.beat, progress, self.clock())
        return wish


@dataclass(slots=True)
class _Run:
    """The time between the solver's first word and its last."""

    worker: Worker
    mine: Claim
    child: Child
    began: float = field(default_factory=time.monotonic)
    beaten: float = 0.0
    stopping: bool = False
    progress: list[dict[str, Any]] = field(default_factory=list)

    def end(self) -> dict[str, Any] | None:
        """The plan or the fault it ended with; None when the plan is not wanted. Raises Died."""
        while True:
            heard = self.child.hear(timeout=BEAT_SECONDS)
            if heard is not None and "progress" not in heard:
                self._beat()
                return heard
            if heard is not None:
                self.progress.append(heard["progress"] | {"at": round(self._elapsed, 1)})
            if time.monotonic() - self.beaten >= BEAT_SECONDS and self._beat() is Cancel.DROP:
                return None
            if self._elapsed > self.mine.limit_seconds + GRACE_SECONDS:
                raise Died

    @property
    def _elapsed(self) -> float:
        return time.monotonic() - self.began

    def _beat(self) -> Cancel:
        wish = self.worker.beat(self.mine, self.progress)
        self.beaten = time.monotonic()
        if wish is Cancel.KEEP and not self.stopping:
            self.stopping = True
            self.child.stop()
        return wish
