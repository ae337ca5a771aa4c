"""A worker in a process of its own, so that a test can kill it: database URL, then commands."""

import sys
from datetime import UTC, datetime

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from fieldops.cli.plan_worker import Worker
from fieldops.store.db import engine_options

url, *command = sys.argv[1:]
options = engine_options(url)
engine = create_engine(url, **options)
now = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
Worker(lambda: Session(engine), lambda: now, command).take_one()
