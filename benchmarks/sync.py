"""
Phones coming home, over HTTP: ``make bench-sync`` (``python -m benchmarks.sync --help``).

Invented homes in one commune; gunicorn with two workers on SQLite, synchronous=FULL, with login,
tenancy and audit on. Fifty connections send batches of twenty reports of visits not yet reported;
what they do to visits, cases and demand follows their answers (ADR 18) and is timed by itself.
Then a hundred phones take their route of thirty stops and send it back. A bare loop of inserts of
the same batches runs before and after.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import json
import os
import selectors
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pysqlite3
from flask import Flask
from flask_login.utils import _create_identifier as session_identifier_generator
from flask_migrate import upgrade
from sqlalchemy import insert
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateTable

from app import create_app
from fieldops.cli.plan_worker import follow_reports
from fieldops.domain.people import Role
from fieldops.outcomes.ids import uuid7
from fieldops.store import scope
from fieldops.store.db import db
from fieldops.store.tables import (
    CaseRow,
    CitizenRow,
    CommuneRow,
    HamletRow,
    HouseholdRow,
    OutcomeRow,
    RouteMemberRow,
    RouteRow,
    StaffRow,
    StopRow,
    UserRow,
    VisitCaseRow,
    VisitRow,
)

CODE = "31633"
BATCH, CONNECTIONS, PHONES, STOPS = 20, 50, 100, 30
AGENT, LOCAL = "fieldops-bench", {"REMOTE_ADDR": "127.0.0.1"}
AIM_SHARE, AIM_P99, AIM_FIRST = 0.08, 0.300, 60


@dataclass
class Phone:
    """One login on one device; ``visits`` it has yet to report."""

    cookie: str
    visits: list[int]
    device: str = field(default_factory=lambda: str(uuid4()))
    seq: int = 0


def main() -> None:
    """Print the table."""
    options = _options()
    with tempfile.TemporaryDirectory(dir=options.folder) as var:
        app = create_app({"VAR": var, "LOG_LEVEL": "ERROR", "DEMO": False})
        phones = _filled(app, options.batches)
        fsync = _fsync(Path(var))
        before = _bare(Path(var), options.seconds)
        with _served(var) as server:
            storm = _storm(server, phones[:CONNECTIONS], options.seconds)
            reports, followed = _followed(app)
            first = _first_sync(server.port, phones[CONNECTIONS:])
        after = _bare(Path(var), options.seconds)
    _print(fsync, (before + after) / 2, storm, first)
    print(f"books in step with {reports} reports       {followed:8.1f} s after the last answer")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8, help="of each measurement")
    parser.add_argument(
        "--batches", type=int, default=40, help="ready for each connection, the first to warm up"
    )
    parser.add_argument("--folder", help="where the database lies, for another disk")
    return parser.parse_args()


def _print(fsync: float, bare: float, storm: Storm, first: float) -> None:
    count, took = len(storm.took), storm.took
    rate, p99 = count / storm.seconds, _at(took, 0.99)
    cores, load = os.cpu_count(), os.getloadavg()[0]
    print(f"{cores} cores, load {load:.1f} (this run's own included), SQLite {_version()}")
    print(f"fsync of one page                     {fsync * 1000:8.2f} ms median")
    print(f"bare loop, {BATCH} inserts a transaction  {bare:8.0f} transactions/s")
    print(f"over HTTP, {CONNECTIONS} connections             {rate:8.1f} batches/s")
    print(f"  share of the bare loop              {rate / bare:8.1%}   aim {AIM_SHARE:.0%}")
    print(f"  p50, p99                            {_at(took, 0.5) * 1000:8.0f} ms", end="")
    print(f" {p99 * 1000:.0f} ms   aim {AIM_P99 * 1000:.0f} ms")
    print(f"  processor a batch, server           {storm.server / count * 1000:8.1f} ms", end="")
    print(f", the phones {storm.phones / count * 1000:.1f} ms")
    print(f"{PHONES} phones × {STOPS} stops, first sync     {first:8.1f} s    aim {AIM_FIRST} s")


def _at(took: list[float], share: float) -> float:
    return sorted(took)[min(len(took) - 1, int(len(took) * share))]


def _version() -> str:
    return str(pysqlite3.sqlite_version)


# ---- the invented commune


def _filled(app: Flask, batches: int) -> list[Phone]:
    """Fifty logins with batches to send, a hundred with a route of today."""
    with app.app_context():
        upgrade()
        session = db.session()
        with scope.inside(session, CODE):
            hamlet = _commune(session)
            each = [batches * BATCH] * CONNECTIONS + [STOPS] * PHONES
            visits = _visits(session, hamlet, sum(each))
            people = _people(session, len(each))
            found = []
            for (user, staff_id), count in zip(people, each, strict=True):
                mine, visits = visits[:count], visits[count:]
                if count == STOPS:
                    _route(session, staff_id, mine)
                found.append(Phone(_cookie(app, user), mine))
            session.commit()
        db.session.remove()
        db.engine.dispose()
    return found


def _commune(session: Session) -> int:
    square = [[106.1, 9.4], [106.3, 9.4], [106.3, 9.7], [106.1, 9.7], [106.1, 9.4]]
    row = CommuneRow(code=CODE, name="Thử tải", base_lat=9.6, base_lon=106.2, outline=square)
    session.add(row)
    session.flush()
    hamlet = HamletRow(commune_code=CODE, name="Ấp Thử", lat=9.59, lon=106.22)
    session.add(hamlet)
    session.flush()
    return hamlet.id


def _visits(session: Session, hamlet_id: int, count: int) -> list[int]:
    """Homes with one person, one birth to register and one intake due each."""
    today = datetime.now(UTC).date()
    homes = [
        HouseholdRow(commune_code=CODE, hamlet_id=hamlet_id, head_name=f"Nhà {n}")
        for n in range(count)
    ]
    _keep(session, homes)
    people = [
        CitizenRow(commune_code=CODE, household_id=home.id, full_name="Người", birth_year=1990)
        for home in homes
    ]
    _keep(session, people)
    cases = [
        CaseRow(
            commune_code=CODE,
            household_id=one.household_id,
            citizen_id=one.id,
            procedure="mobile_birth",
            requested_on=today - timedelta(days=7),
        )
        for one in people
    ]
    _keep(session, cases)
    visits = [
        VisitRow(commune_code=CODE, household_id=one.household_id, kind="intake") for one in cases
    ]
    _keep(session, visits)
    links = [
        {"commune_code": CODE, "visit_id": visit.id, "case_id": case.id}
        for visit, case in zip(visits, cases, strict=True)
    ]
    session.execute(insert(VisitCaseRow.__table__), [link | {"result": ""} for link in links])
    ids = [visit.id for visit in visits]
    session.expunge_all()
    return ids


def _keep(session: Session, rows: list) -> None:
    session.add_all(rows)
    session.flush()


def _people(session: Session, count: int) -> list[tuple[str, int]]:
    staff = [
        StaffRow(commune_code=CODE, full_name=f"Người {n}", role=Role.YOUTH) for n in range(count)
    ]
    _keep(session, staff)
    users = [
        UserRow(
            commune_code=CODE,
            username=f"nguoi{n}",
            full_name=one.full_name,
            role=Role.YOUTH,
            staff_id=one.id,
            password="x",  # noqa: S106 - nobody logs in with it: the cookies are made here
            fs_uniquifier=f"unique-{n}",
        )
        for n, one in enumerate(staff)
    ]
    _keep(session, users)
    return [(user.fs_uniquifier, one.id) for user, one in zip(users, staff, strict=True)]


def _route(session: Session, staff_id: int, visits: list[int]) -> None:
    day = datetime.now(UTC).astimezone().date()
    row = RouteRow(commune_code=CODE, day=day, team="A", depart=25_200, back=61_200)
    row.members = [RouteMemberRow(commune_code=CODE, staff_id=staff_id)]
    row.stops = [
        StopRow(
            commune_code=CODE,
            visit_id=visit,
            position=at,
            arrival=27_000 + 1000 * at,
            start=27_000 + 1000 * at,
            end=27_600 + 1000 * at,
            metres=900,
        )
        for at, visit in enumerate(visits, start=1)
    ]
    session.add(row)


def _cookie(app: Flask, user: str) -> str:
    """As a login from this machine leaves it: with the mark of the browser it was made in."""
    client = app.test_client()
    with app.test_request_context(headers={"User-Agent": AGENT}, environ_base=LOCAL):
        mark = session_identifier_generator()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"], cookie["_id"] = user, True, mark
    found = client.get_cookie("session")
    assert found is not None
    return f"session={found.value}"


# ---- the server and its phones


@dataclass
class Server:
    """Where it listens, and the process that started the others."""

    port: int
    pid: int

    def processor(self) -> float:
        """Seconds of processor time its processes took so far."""
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                fields = stat.read_text().rpartition(")")[2].split()
                ticks += int(fields[11]) + int(fields[12]) if int(fields[2]) == self.pid else 0
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def _served(var: str) -> Iterator[Server]:
    """Gunicorn as ``flask up`` starts it, with two workers; ended by its id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    command += ["--threads", "8", "--worker-tmp-dir", var, "--log-level", "warning"]
    env = os.environ | {"VAR": var, "LOG_LEVEL": "ERROR", "DEMO": "0"}
    process = subprocess.Popen(  # noqa: S603 - this interpreter and our own server
        [*command, "--no-control-socket", "app:serve()"], env=env, start_new_session=True
    )
    try:
        _wait(port)
        yield Server(port, process.pid)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def _wait(port: int) -> None:
    for _ in range(300):
        with suppress(OSError):
            if _ask(http.client.HTTPConnection("127.0.0.1", port), "GET", "/healthz"):
                return
        time.sleep(0.1)
    raise SystemExit("the server did not come up")


def _ask(
    line: http.client.HTTPConnection, method: str, path: str, body: bytes | None = None, **head: str
) -> bytes:
    line.request(method, path, body, head)
    answer = line.getresponse()
    content = answer.read()
    assert answer.status == 200, (answer.status, content[:300])
    return content


def _push(line: http.client.HTTPConnection, phone: Phone, body: bytes) -> None:
    head = {"Cookie": phone.cookie, "Content-Type": "application/json", "Content-Encoding": "gzip"}
    head["User-Agent"] = AGENT
    answers = json.loads(_ask(line, "POST", "/api/v1/outcomes", body, **head))["answers"]
    assert all(one["fate"] == "stored" for one in answers), answers[:3]


def _batch(phone: Phone, count: int) -> bytes:
    """Three in four were met and served, one in four was not at home."""
    now = datetime.now(UTC)
    outcomes = []
    for visit in (phone.visits.pop() for _ in range(count)):
        phone.seq += 1
        outcomes.append(
            {
                "schema": 1,
                "id": str(uuid7(now, os.urandom(10))),
                "device_id": phone.device,
                "seq": phone.seq,
                "visit_id": visit,
                "recorded_at": now.isoformat(timespec="seconds"),
                "result": "not_home" if phone.seq % 4 == 0 else "done",
                "note": "gặp lúc 11 giờ",
                "point": {"lat": 9.59, "lon": 106.22, "accuracy_m": 12},
            }
        )
    device = {"id": phone.device, "last": phone.seq, "lost": []}
    return gzip.compress(json.dumps({"schema": 1, "outcomes": outcomes, "device": device}).encode())


@dataclass
class Storm:
    """How long each batch took, for how long all sent, and processor seconds of both sides."""

    took: list[float]
    seconds: float
    server: float
    phones: float


class _Line:
    """One connection that sends the next batch once the last is answered; no thread of its own."""

    def __init__(self, port: int, phone: Phone, bodies: list[bytes]) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.bodies = [_request(phone, body) for body in bodies]
        self.took: list[float] = []
        self._answer = b""

    def send(self) -> None:
        self._answer, self._started = b"", time.perf_counter()
        self.socket.sendall(self.bodies.pop(0))

    def hear(self) -> bool:
        """Whether the whole answer is here by now."""
        self._answer += self.socket.recv(65536)
        head, found, body = self._answer.partition(b"\r\n\r\n")
        if not found or len(body) < int(head.lower().partition(b"content-length:")[2].split()[0]):
            return False
        self.took.append(time.perf_counter() - self._started)
        assert head.startswith(b"HTTP/1.1 200"), self._answer[:300]
        assert body.count(b'"stored"') == BATCH, body[:300]
        return True


def _request(phone: Phone, body: bytes) -> bytes:
    head = {
        "Host": "127.0.0.1",
        "User-Agent": AGENT,
        "Cookie": phone.cookie,
        "Content-Type": "application/json",
        "Content-Encoding": "gzip",
        "Content-Length": str(len(body)),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"POST /api/v1/outcomes HTTP/1.1\r\n{lines}\r\n".encode() + body


def _storm(server: Server, phones: list[Phone], seconds: float) -> Storm:
    """All send without a pause; by one thread, so that the phones take little of the machine."""
    ready = [(phone, _batches(phone)) for phone in phones]
    _warm(server.port, [(phone, bodies.pop(0)) for phone, bodies in ready])
    lines = [_Line(server.port, phone, bodies) for phone, bodies in ready]
    server_before, before = server.processor(), time.process_time()
    started = time.perf_counter()
    _send_all(lines, started + seconds)
    lasted, mine = time.perf_counter() - started, time.process_time() - before
    took = [one for line in lines for one in line.took]
    return Storm(took, lasted, server.processor() - server_before, mine)


def _send_all(lines: list[_Line], end: float) -> None:
    with selectors.DefaultSelector() as selector:
        for line in lines:
            selector.register(line.socket, selectors.EVENT_READ, line)
            line.send()
        while selector.get_map():
            for key, _ in selector.select():
                _go_on(selector, key.data, end)


def _go_on(selector: selectors.BaseSelector, line: _Line, end: float) -> None:
    if not line.hear():
        return
    if line.bodies and time.perf_counter() < end:
        line.send()
    else:
        selector.unregister(line.socket)
        line.socket.close()


def _warm(port: int, batches: list[tuple[Phone, bytes]]) -> None:
    """One batch of each phone, one after another: both workers have then done it before."""
    for phone, body in batches:
        _push(http.client.HTTPConnection("127.0.0.1", port), phone, body)


def _followed(app: Flask) -> tuple[int, float]:
    """How many reports the books had yet to follow, and how long one process takes for them."""
    started, count = time.perf_counter(), 0
    with app.app_context():
        while taken := follow_reports():
            count += taken
        db.engine.dispose()
    return count, time.perf_counter() - started


def _batches(phone: Phone) -> list[bytes]:
    return [_batch(phone, BATCH) for _ in range(len(phone.visits) // BATCH)]


def _first_sync(port: int, phones: list[Phone]) -> float:
    """All take their route, record every stop of it, and send, at once."""

    def go(phone: Phone) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port)
        sheet = json.loads(_ask(line, "GET", "/api/v1/route-sheet", Cookie=phone.cookie))
        assert len(sheet["route"]["stops"]) == STOPS
        _push(line, phone, _batch(phone, STOPS))

    started = time.perf_counter()
    _together(phones, go)
    return time.perf_counter() - started


def _together(phones: list[Phone], act: Callable[[Phone], None]) -> None:
    failed: list[BaseException] = []

    def run(phone: Phone) -> None:
        try:
            act(phone)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(phone,)) for phone in phones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


# ---- what the disk can do


def _fsync(folder: Path) -> float:
    """The median of 200 fsyncs of a page appended."""
    took = []
    with (folder / "fsync").open("wb", buffering=0) as file:
        for _ in range(200):
            file.write(b"\0" * 4096)
            started = time.perf_counter()
            os.fsync(file.fileno())
            took.append(time.perf_counter() - started)
    return statistics.median(took)


def _bare(folder: Path, seconds: float) -> float:
    """Transactions a second of a loop that inserts such batches, and does nothing else."""
    path = folder / f"bare-{uuid4()}.sqlite"
    sql = pysqlite3.connect(path, isolation_level=None)
    sql.execute("PRAGMA journal_mode=WAL")
    sql.execute("PRAGMA synchronous=FULL")
    table = OutcomeRow.__table__
    sql.execute(str(CreateTable(table, include_foreign_key_constraints=[])))
    for index in table.indexes:
        names = ", ".join(column.name for column in index.columns)
        sql.execute(f"CREATE INDEX {index.name} ON outcome ({names})")
    names = [column.name for column in table.columns]
    marks = ", ".join("?" * len(names))
    statement = f"INSERT INTO outcome ({', '.join(names)}) VALUES ({marks})"  # noqa: S608
    count, end = 0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        rows = [_bare_row(names, count * BATCH + n) for n in range(BATCH)]
        sql.execute("BEGIN IMMEDIATE")
        sql.executemany(statement, rows)
        sql.execute("COMMIT")
        count += 1
    sql.close()
    return count / seconds


def _bare_row(names: list[str], number: int) -> list[object]:
    values: dict[str, object] = {
        "id": str(uuid7(datetime.now(UTC), os.urandom(10))),
        "commune_code": CODE,
        "visit_id": number,
        "body": "{" + "x" * 480 + "}",
        "device_id": "7f4c0000-0000-4000-8000-000000000001",
        "device_seq": number,
        "fate": "stored",
        "result": "done",
        "recorded_by_name": "Người",
        "received_at": "2026-11-22 02:00:00.000000",
        "recorded_at": "2026-11-22 02:00:00.000000",
        "schema": 1,
    }
    empty = {"met_name", "met_relation", "note", "reviewed_by", "review_note"}
    return [values.get(name, "" if name in empty else None) for name in names]


if __name__ == "__main__":
    main()
