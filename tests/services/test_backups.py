import json
import zipfile
from datetime import UTC, datetime, timedelta

import pytest

from fieldops.domain.errors import BadFile, Conflict
from fieldops.services import audit, backups
from fieldops.services.audit import Actor
from fieldops.store import backup_files, epochs, scope
from fieldops.store.backup_files import database_file
from fieldops.store.tables import HouseholdRow
from tests import makers
from tests.conftest import HOME, ON_POSTGRES

AT = datetime(2026, 11, 23, 5, tzinfo=UTC)
WHO = Actor(None, "Người thử")

pytestmark = pytest.mark.skipif(ON_POSTGRES, reason="backs up SQLite files")


@pytest.fixture
def lived_in(session, database_url, tmp_path):
    """A database with a home, two audit entries and a result on the disk."""
    makers.household(session)
    for action in ("household.created", "household.changed"):
        audit.record(session, WHO, action, ("household", 1), AT)
    session.commit()
    kept = tmp_path / "results" / HOME
    kept.mkdir(parents=True)
    (kept / "one.pdf").write_bytes(b"%PDF-1.7 %%EOF")
    (kept / "two.new").write_bytes(b"half")  # of an upload under way
    return database_file(database_url)


@pytest.fixture
def made(lived_in, tmp_path):
    return backups.make(lived_in, tmp_path, tmp_path / "backups", AT)


def changed(path, change):
    """The archive with one of its parts changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_a_backup_is_put_back_and_compared(made):
    rows = backups.verify(made)
    assert (rows["household"], rows["audit"], rows["commune"]) == (1, 2, 2)
    (known,) = backups.known(made.parent, UTC)
    assert (known.made_at, known.verified) == (AT, True)


def test_it_holds_files_and_no_key_and_nothing_half_written(made):
    with zipfile.ZipFile(made) as archive:
        assert set(archive.namelist()) == {
            "manifest.json", "fieldops.sqlite", f"results/{HOME}/one.pdf",
        }  # fmt: skip


def test_it_is_made_while_someone_writes(session, lived_in, tmp_path):
    makers.household(session, head_name="Chưa Ghi Xong")  # an open transaction holds the lock
    path = backups.make(lived_in, tmp_path, tmp_path / "backups", AT)
    session.commit()
    assert backups.verify(path)["household"] == 1


def test_restored_it_is_the_same_in_a_new_epoch(made, tmp_path):
    target = tmp_path / "restored"
    database = backups.restore(made, target, AT)
    with backup_files.opened(database) as session, scope.inside(session, HOME):
        assert session.query(HouseholdRow).one().head_name == "Nguyễn Thị Bảy"
        assert audit.broken_at(session) is None
        assert epochs.latest(session)
    assert (target / "results" / HOME / "one.pdf").read_bytes().startswith(b"%PDF")
    with pytest.raises(Conflict):
        backups.restore(made, target, AT)


def test_a_damaged_file_is_found(made):
    def damage(parts):
        parts[f"results/{HOME}/one.pdf"] = b"other"

    with pytest.raises(BadFile):
        backups.verify(changed(made, damage))
    assert not backups.known(made.parent, UTC)[0].verified


def test_a_manifest_that_speaks_of_other_rows_is_found(made):
    def damage(parts):
        manifest = json.loads(parts["manifest.json"])
        manifest["rows"]["household"] = 7
        parts["manifest.json"] = json.dumps(manifest)

    with pytest.raises(BadFile):
        backups.verify(changed(made, damage))


def test_a_tampered_audit_is_found(session, lived_in, tmp_path):
    from fieldops.store.tables import AuditRow

    session.query(AuditRow).filter_by(seq=1).one().actor = "Người khác"
    session.commit()
    path = backups.make(lived_in, tmp_path, tmp_path / "backups", AT)
    with pytest.raises(BadFile) as error:
        backups.verify(path)
    assert "audit" in error.value.sentence.facts["what"]


def test_what_is_no_archive_is_refused(tmp_path):
    path = tmp_path / "fieldops-20261123-050000.zip"
    path.write_bytes(b"not a zip")
    with pytest.raises(BadFile):
        backups.verify(path)


def test_it_is_due_a_week_after_the_last_good_one(made):
    known = backups.known(made.parent, UTC)
    assert backups.is_due(known, AT)  # never verified
    backups.verify(made)
    known = backups.known(made.parent, UTC)
    assert not backups.is_due(known, AT + timedelta(days=6))
    assert backups.is_due(known, AT + timedelta(days=7))


def test_good_ones_outlive_bad_ones(tmp_path):
    for day in range(1, 11):
        path = tmp_path / f"fieldops-202611{day:02}-000000.zip"
        path.touch()
        if day <= 2:
            path.with_suffix(".verified").touch()
    backups.forget_old(backups.known(tmp_path, UTC))
    left = [one.path.stem[-9:-7] for one in backups.known(tmp_path, UTC)]
    assert {"01", "02"} <= set(left)
