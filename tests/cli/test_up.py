"""``flask up`` as a person runs it: it serves, it can be written to, it ends when told."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from fieldops.store.db import engine_options

ROOT = Path(__file__).parents[2]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def start(tmp_path):
    """``start(port)``: the command in a group of its own, ended with the test."""
    started = []

    def up(port):
        env = os.environ | {
            "PORT": str(port), "VAR": str(tmp_path), "LOG_LEVEL": "ERROR", "DEMO": "1",
            "DATABASE_URL": f"sqlite:///{tmp_path}/up.sqlite",
        }  # fmt: skip
        started.append(
            subprocess.Popen(
                [sys.executable, "-m", "flask", "--app", "app", "up"],
                cwd=ROOT, env=env, text=True, start_new_session=True,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            )
        )  # fmt: skip
        return started[-1]

    yield up
    for process in started:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()


def wait_until_up(port):
    for _ in range(600):
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz"):
            return
        time.sleep(0.1)
    pytest.fail("it did not come up")


def test_it_serves_leaves_the_database_free_and_ends_when_told(start, tmp_path):
    port = free_port()
    process = start(port)
    wait_until_up(port)
    url = f"sqlite:///{tmp_path}/up.sqlite"
    engine = create_engine(url, **engine_options(url))
    with engine.begin() as connection:  # waits for the write lock, and fails if nobody lets go
        assert connection.execute(text("SELECT count(*) FROM household")).scalar() == 280
    engine.dispose()
    os.killpg(process.pid, signal.SIGINT)
    said, _ = process.communicate(timeout=30)
    assert f"http://127.0.0.1:{port}" in said
    assert "lanhdao.culaodung" in said


def test_a_taken_port_is_named(start):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said, _ = start(port).communicate(timeout=60)
    assert f"Port {port} is taken" in said
