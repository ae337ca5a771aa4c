import pytest

from tests.conftest import ON_POSTGRES

pytestmark = pytest.mark.skipif(ON_POSTGRES, reason="backs up SQLite files")


def test_make_verify_restore_and_once_a_week(app, tmp_path):
    run = app.test_cli_runner().invoke
    made = run(args=["backup", "make"])
    assert made.exit_code == 0, made.output
    (path,) = (tmp_path / "backups").glob("*.sealed")
    assert "put back and compared" in run(args=["backup", "verify", str(path)]).output
    assert "less than a week" in run(args=["backup", "weekly"]).output
    target = tmp_path / "restored"
    assert run(args=["backup", "restore", str(path), "--into", str(target)]).exit_code == 0
    again = run(args=["backup", "restore", str(path), "--into", str(target)])
    assert again.exit_code == 1
    assert "đã có cơ sở dữ liệu" in again.output


def test_a_bad_file_ends_with_an_error(app, tmp_path):
    bad = tmp_path / "fieldops-20261123-050000.zip"
    bad.write_bytes(b"x")
    answer = app.test_cli_runner().invoke(args=["backup", "verify", str(bad)])
    assert answer.exit_code == 1
    assert "không dùng được" in answer.output
