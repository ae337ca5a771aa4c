"""The table of settings is the whole truth."""

import ast
import re
from pathlib import Path

import pytest

from fieldops.config import SETTINGS, from_environment, secret_key

ROOT = Path(__file__).parents[1]
TABLE = (ROOT / "docs" / "settings.md").read_text()
ROW = "| `{name}` | `{default}` | {meaning} |"


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_each_setting_is_in_the_table(setting):
    row = ROW.format(name=setting.name, default=setting.default, meaning=setting.meaning)
    assert row in TABLE.splitlines()


def test_the_table_names_no_setting_that_is_gone():
    assert set(re.findall(r"^\| `(\w+)`", TABLE, re.M)) == {setting.name for setting in SETTINGS}


def test_nothing_else_reads_the_environment():
    readers = []
    for path in [ROOT / "app.py", *ROOT.glob("fieldops/**/*.py"), *ROOT.glob("routes/*.py")]:
        names = {
            n.attr for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Attribute)
        }
        if names & {"environ", "getenv"}:
            readers.append(path.relative_to(ROOT).as_posix())
    assert readers == ["fieldops/config.py"]


def test_a_value_that_cannot_be_read_is_named():
    with pytest.raises(ValueError, match="PORT='eight thousand'"):
        from_environment({"PORT": "eight thousand"})


def test_the_secret_key_is_made_once_and_kept_to_its_owner(tmp_path):
    key = secret_key(tmp_path / "var")
    assert secret_key(tmp_path / "var") == key
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o077 == 0
