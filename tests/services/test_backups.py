import json
import zipfile
from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest

from fieldops.domain.errors import BadFile, CannotOpen, Conflict
from fieldops.services import audit, backups
from fieldops.services.audit import Actor
from fieldops.store import backup_files, epochs, keyring, scope
from fieldops.store.backup_files import database_file
from fieldops.store.tables import HouseholdRow
from tests import makers
from tests.conftest import HOME, KEYS, ON_POSTGRES

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
    """The archive with one of its parts changed, by somebody who has the keys."""
    with backups._reading(path) as file, zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with backups._writing(path) as file, zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_a_backup_is_put_back_and_compared(made):
    rows = backups.verify(made)
    assert (rows["household"], rows["audit"], rows["commune"]) == (1, 2, 2)
    (known,) = backups.known(made.parent, UTC)
    assert (known.made_at, known.verified) == (AT, True)


def test_it_holds_files_and_no_key_and_nothing_half_written(made):
    with backups._reading(made) as file, zipfile.ZipFile(file) as archive:
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


def test_the_archive_shows_no_name_and_holds_no_key(made):
    held = made.read_bytes()
    ring = keyring.ring()
    assert not any(told in held for told in (b"manifest.json", b"fieldops.sqlite"))
    with backups._reading(made) as file, zipfile.ZipFile(file) as archive:
        inside = b"".join(archive.read(name) for name in archive.namelist())
    for key in (*ring.keys.values(), ring.index):
        for shape in (key, b64encode(key), key.hex().encode()):
            assert shape not in held + inside


def test_without_its_keys_it_is_not_put_back(made, tmp_path):
    keyring.make(tmp_path / "other.json")
    keyring.use(tmp_path / "other.json")
    try:
        with pytest.raises(CannotOpen):
            backups.restore(made, tmp_path / "restored", AT)
    finally:
        keyring.use(KEYS)
    assert not (tmp_path / "restored").exists()


def test_what_was_sealed_is_read_where_it_was_put_back(session, lived_in, tmp_path):
    session.query(HouseholdRow).one().notes = "khuyết tật nặng"
    session.commit()
    path = backups.make(lived_in, tmp_path, tmp_path / "backups", AT)
    database = backups.restore(path, tmp_path / "restored", AT)
    assert keyring.load(tmp_path / "restored" / "seal_keys.json") == keyring.ring()
    with backup_files.opened(database) as there, scope.inside(there, HOME):
        assert there.query(HouseholdRow).one().notes == "khuyết tật nặng"


def test_an_archive_of_before_opens_and_is_sealed_by_the_command(made):
    with backups._reading(made) as file:
        clear = file.read()
    old = made.with_suffix(".zip")
    made.unlink()
    old.write_bytes(clear)
    assert backups.verify(old)["household"] == 1
    assert backups.seal_old(made.parent) == 1
    assert not old.exists()
    assert backups.verify(made)["household"] == 1
    assert [one.verified for one in backups.known(made.parent, UTC)] == [True]
    assert backups.seal_old(made.parent) == 0


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
