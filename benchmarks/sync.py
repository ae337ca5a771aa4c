"""
Phones coming home, over HTTP: ``make bench-sync`` (``python -m benchmarks.sync --help``).

Invented homes in one commune; gunicorn with two workers on SQLite, synchronous=FULL, with login,
tenancy and audit on. Fifty connections send batches of twenty reports of visits not yet reported:
first as they come by chance, a little more than the aim asks for, counted from when each was due;
then without a pause, which is all that the server takes. What they do to visits, cases and demand
follows their answers (ADR 18) and is timed by itself. Then a hundred phones take their route of
thirty stops and send it back. A bare loop of inserts of the same batches runs before and after.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pysqlite3
from flask import Flask

from app import create_app
from benchmarks.bare_loop import bare, fsync
from benchmarks.phone_lines import Line, as_they_come, without_pause
from benchmarks.sync_commune import AGENT, Phone, filled
from fieldops.cli.plan_worker import follow_reports
from fieldops.outcomes.ids import uuid7
from fieldops.store.db import db

BATCH, CONNECTIONS, PHONES, STOPS = 20, 50, 100, 30
AIM_SHARE, AIM_P99, AIM_FIRST = 0.08, 0.300, 60
SEED = 1

STEADY = 0.09
"""The share of the bare loop that comes by chance: a little more than the aim."""


def main() -> None:
    """Print the table."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # its server ends with it
    options = _options()
    seconds, sending = options.seconds, [options.batches * BATCH] * CONNECTIONS
    with tempfile.TemporaryDirectory(dir=options.folder) as var:
        app = create_app({"VAR": var, "LOG_LEVEL": "ERROR", "DEMO": False})
        phones = filled(app, sending * 2, [STOPS] * PHONES)
        page = fsync(Path(var))
        before = bare(Path(var), seconds, BATCH)
        with _served(var) as server:
            steady = _steady(server, phones[:CONNECTIONS], seconds, STEADY * before)
            storm = _storm(server, phones[CONNECTIONS : 2 * CONNECTIONS], seconds)
            reports, followed = _followed(app)
            first = _first_sync(server.port, phones[2 * CONNECTIONS :])
        after = bare(Path(var), seconds, BATCH)
    cores, load = os.cpu_count(), os.getloadavg()[0]
    print(f"{cores} cores, load {load:.1f} (this run's own included), SQLite {_version()}")
    print(f"fsync of one page                     {page * 1000:8.2f} ms median")
    print(
        f"bare loop, {BATCH} inserts a transaction  {before:8.0f} transactions/s, {after:.0f} after"
    )
    print(
        f"over HTTP, {CONNECTIONS} connections, aims      {AIM_SHARE:8.0%}, {AIM_P99 * 1000:.0f} ms"
    )
    _print("batches by chance", (before + after) / 2, steady)
    _print("without a pause", (before + after) / 2, storm)
    print(f"{PHONES} phones × {STOPS} stops, first sync     {first:8.1f} s    aim {AIM_FIRST} s")
    print(f"books in step with {reports} reports       {followed:8.1f} s after the last answer")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8, help="of each measurement")
    parser.add_argument(
        "--batches", type=int, default=40, help="ready for each connection, the first to warm up"
    )
    parser.add_argument("--folder", help="where the database lies, for another disk")
    return parser.parse_args()


def _print(name: str, loop: float, storm: Storm) -> None:
    count, took = len(storm.took), storm.took
    rate = count / storm.seconds
    print(f"  {name:<36}{rate:8.1f}/s, {rate / loop:.1%} of the bare loop; ", end="")
    print(f"p50 {_at(took, 0.5) * 1000:.0f} ms, p99 {_at(took, 0.99) * 1000:.0f} ms; ", end="")
    print(f"processor a batch {storm.server / count * 1000:.1f} ms", end="")
    print(f", the phones {storm.phones / count * 1000:.1f} ms")


def _at(took: list[float], share: float) -> float:
    return sorted(took)[min(len(took) - 1, int(len(took) * share))]


def _version() -> str:
    return str(pysqlite3.sqlite_version)


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
    command += ["--threads", "8", "--reuse-port", "--worker-tmp-dir", var, "--log-level", "warning"]
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


def _storm(server: Server, phones: list[Phone], seconds: float) -> Storm:
    """Each sends without a pause: as much as the server takes."""
    lines = _lines(server, phones)
    return _measured(server, lines, lambda: without_pause(lines, time.perf_counter() + seconds))


def _steady(server: Server, phones: list[Phone], seconds: float, rate: float) -> Storm:
    """Batches come by chance, so many a second on average."""
    lines = _lines(server, phones)
    chance, due = Random(SEED), [time.perf_counter()]  # noqa: S311
    while due[-1] - due[0] < seconds:
        due.append(due[-1] + chance.expovariate(rate))
    return _measured(server, lines, lambda: as_they_come(lines, due))


def _lines(server: Server, phones: list[Phone]) -> list[Line]:
    """Connections with all that the phones have, but the first batch of each: it warms up."""
    ready = [(phone, _batches(phone)) for phone in phones]
    _warm(server.port, [(phone, bodies.pop(0)) for phone, bodies in ready])
    return [Line(server.port, phone, bodies) for phone, bodies in ready]


def _measured(server: Server, lines: list[Line], go: Callable[[], None]) -> Storm:
    server_before, before = server.processor(), time.process_time()
    started = time.perf_counter()
    go()
    lasted, mine = time.perf_counter() - started, time.process_time() - before
    took = [one for line in lines for one in line.took]
    return Storm(took, lasted, server.processor() - server_before, mine)


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


if __name__ == "__main__":
    main()
