"""
Many phones and a real server, through everything that can go wrong between them.

Acknowledged is stored; nothing is stored twice; what is missing is seen within one sync; the books
follow each report once.
"""

import shutil
from collections import Counter
from contextlib import closing, suppress
from datetime import date

import pysqlite3
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from app import create_app
from fieldops.domain.people import Role
from fieldops.services import outcome_effects
from fieldops.store import scope
from fieldops.store.db import db
from fieldops.store.tables import UserRow
from routes import phone_api
from tests import makers
from tests.conftest import HOME, ON_POSTGRES, config
from tests.contract.phone_model import Phone

PHONES = [Role.REGISTRAR, Role.POLICE, Role.YOUTH, Role.YOUTH]
FOLLOWING = ["killed before the books follow", "killed as the books follow"]
FAULTS = ["dropped", "answer lost", "doubled", "reordered", "killed before commit", "killed after"]
FAULTS += FOLLOWING
MANY = st.lists(st.sampled_from(FAULTS), min_size=9, max_size=16)
LEAST = 1_000
injected = Counter()


class Killed(BaseException):
    """The server's process ends here."""


class Field(RuleBasedStateMachine):
    """Four phones of three people, five visits, one SQLite file, and its backups."""

    folder = None  # set by the test: a filled database lies there

    @initialize()
    def begin(self):
        self.path = self.folder / "test.sqlite"
        self.clear()
        shutil.copy(self.folder / "filled.sqlite", self.path)
        self.app = Field.app
        self.phones = [Phone(n, self.client(role)) for n, role in enumerate(PHONES, start=1)]
        self.backup = None
        self.keep_backup()

    def client(self, role):
        client = self.app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = f"unique-{role}.{HOME}", True
        return client

    # ---- what people do

    @rule(phone=st.integers(0, 3), visit=st.integers(1, 7), done=st.booleans())
    def record(self, phone, visit, done):
        self.phones[phone].record(visit, "done" if done else "not_home")

    @rule(phone=st.integers(0, 3), seq=st.integers(1, 6))
    def forget(self, phone, seq):
        self.phones[phone].forget(seq)

    @rule(phone=st.integers(0, 3))
    def sync(self, phone):
        """One whole exchange: afterwards every number is stored, or seen to be missing."""
        one = self.phones[phone]
        self.post(one)
        stored, seen = self.stored(one), self.holes(one)
        ought = set(range(1, one.last + 1)) - set(one.waiting())
        assert ought - stored.keys() <= seen

    # ---- what goes wrong

    @rule(
        phone=st.integers(0, 3), faults=st.lists(st.sampled_from(FAULTS), min_size=6, max_size=10)
    )
    def bad_line(self, phone, faults):
        for fault in faults:
            injected[fault] += 1
            self.exchange(self.phones[phone], fault)

    def exchange(self, phone, fault):
        if fault == "dropped":
            return
        body = phone.body()
        if fault == "reordered":
            body["outcomes"].reverse()
        if fault == "doubled":
            self.send(phone, body)
        if fault in FOLLOWING:
            self.heard(phone, self.send(phone, body))
            self.killed_while_following(phone, written=fault == FOLLOWING[1])
        elif fault.startswith("killed"):
            self.killed(phone, body, before=fault.endswith("commit"))
        elif (answer := self.send(phone, body)) and fault != "answer lost":
            self.heard(phone, answer)

    def killed(self, phone, body, *, before):
        kept = phone_api.commit

        def dies(*args):
            if not before:
                phone_api.session().commit()
            raise Killed

        phone_api.commit = dies
        try:
            with pytest.raises(Killed):
                self.send(phone, body)
        finally:
            phone_api.commit = kept
        self.restart()

    def killed_while_following(self, phone, *, written):
        """Somebody looks, and the server ends while the books follow what came before."""
        kept = outcome_effects.apply

        def dies(played):
            if written:
                kept(played)
            raise Killed

        outcome_effects.apply = dies
        try:
            with suppress(Killed):
                self.look(phone)
        finally:
            outcome_effects.apply = kept
        self.restart()

    def look(self, phone):
        """A page: the books are in step with all that came."""
        assert phone.client.get("/api/v1/route-sheet").status_code == 200
        assert self.rows("SELECT id FROM to_follow WHERE ? <> ''", phone) == []

    @rule()
    def restarted(self):
        injected["restarted"] += 1
        self.restart()

    def restart(self):
        """The process ends and another starts: it looks at its database anew."""
        self.let_go()
        self.app.extensions.pop("fieldops.epoch", None)

    @rule()
    def keep_backup(self):
        self.let_go()
        self.backup = (self.path.read_bytes(), self.counts())

    @rule(whole=st.booleans())
    def put_back(self, whole):
        """Last night's backup: of the database alone, or of the whole machine."""
        injected["put back"] += 1
        self.let_go()
        self.clear()
        self.path.write_bytes(self.backup[0])
        if whole:
            for file in self.folder.glob("outcomes-*"):
                file.unlink()
            for name, content in self.backup[1].items():
                (self.folder / name).write_bytes(content)
        self.restart()

    # ---- what must hold

    @invariant()
    def nothing_is_stored_twice(self):
        for phone in getattr(self, "phones", ()):
            stored = self.rows("SELECT device_seq, id FROM outcome WHERE device_id = ?", phone)
            assert len({seq for seq, _ in stored}) == len(stored)
            for seq, id_ in stored:
                assert phone.ever[seq]["id"] == id_

    def teardown(self):
        """Signal for all: what was ever recorded is there, but what the phones no longer had."""
        for phone in getattr(self, "phones", ()):
            for _ in range(4):
                self.post(phone)
            assert phone.waiting() == []
            gone = set(phone.ever) - set(phone.items)
            assert set(phone.ever) - self.stored(phone).keys() <= gone & self.holes(phone)
        if getattr(self, "phones", ()):
            self.look(self.phones[0])
            self.each_case_was_received_once()
        self.let_go()

    def each_case_was_received_once(self):
        """Where a report that it was done is stored: by the books, and by the audit."""
        query = (
            "SELECT c.state, (SELECT count(*) FROM audit a WHERE a.action = 'case.received'"
            " AND a.subject_id = c.id) FROM outcome o JOIN visit_case l ON l.visit_id = o.visit_id"
            ' JOIN "case" c ON c.id = l.case_id'
            " WHERE o.result = 'done' AND o.fate = 'stored' AND ? <> ''"
        )
        for state, times in self.rows(query, self.phones[0]):
            assert (state, times) == ("received", 1)

    # ---- the ways between

    def post(self, phone):
        self.heard(phone, self.send(phone, phone.body()))

    def heard(self, phone, answer):
        stored = {row for (row,) in self.rows("SELECT id FROM outcome WHERE device_id = ?", phone)}
        assert {one["id"] for one in answer["answers"]} <= stored, "acknowledged is stored"
        phone.hear(answer)

    def send(self, phone, body):
        answer = phone.client.post("/api/v1/outcomes", json=body)
        assert answer.status_code == 200
        return answer.get_json()

    def stored(self, phone):
        return dict(self.rows("SELECT device_seq, id FROM outcome WHERE device_id = ?", phone))

    def holes(self, phone):
        return {seq for (seq,) in self.rows("SELECT seq FROM hole WHERE device_id = ?", phone)}

    def rows(self, query, phone):
        with closing(pysqlite3.connect(self.path)) as sql:
            return sql.execute(query, (phone.device,)).fetchall()

    def counts(self):
        return {file.name: file.read_bytes() for file in self.folder.glob("outcomes-*")}

    def clear(self):
        for file in self.folder.glob("test.sqlite*"):
            file.unlink()

    def let_go(self):
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def field(template, tmp_path):
    if ON_POSTGRES:
        pytest.skip("a backup here is a copy of the file")
    shutil.copy(template.removeprefix("sqlite:///"), tmp_path / "test.sqlite")
    app = create_app(config(tmp_path, PROPAGATE_EXCEPTIONS=True))
    with app.app_context():
        with db.Session(db.engine) as session, scope.inside(session, HOME):
            for _ in range(5):
                person = makers.citizen(session, makers.household(session))
                makers.visit(session, makers.case(session, person, requested_on=date(2026, 11, 2)))
            assert session.query(UserRow).count()
            session.commit()
        db.session.remove()
        db.engine.dispose()
    shutil.copy(tmp_path / "test.sqlite", tmp_path / "filled.sqlite")
    Field.folder, Field.app = tmp_path, app
    yield Field
    with app.app_context():
        db.engine.dispose()


def test_acknowledged_is_stored_once_and_every_hole_is_seen(field):
    injected.clear()
    run_state_machine_as_test(
        field,
        settings=settings(
            max_examples=28,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert sum(injected.values()) >= LEAST, dict(injected)
    assert min(injected[fault] for fault in [*FAULTS, "restarted", "put back"]) > 20, dict(injected)
