"""The house itself: sizes and names that review would otherwise have to watch."""

import ast
import statistics
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCES = [
    ROOT / "app.py",
    *(ROOT / "fieldops").rglob("*.py"),
    *(ROOT / "routes").rglob("*.py"),
]


def functions():
    for path in SOURCES:
        if not path.exists():
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path, node, (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_function_is_longer_than_60_lines():
    long = [
        f"{path.relative_to(ROOT)}:{node.name} {size}"
        for path, node, size in functions()
        if size > 60
    ]
    assert long == []


def test_the_median_function_has_at_most_10_lines():
    assert statistics.median(size for _, _, size in functions()) <= 10


def test_no_module_is_a_drawer():
    drawers = {"utils", "helpers", "common", "misc"}
    assert [path for path in SOURCES if path.stem in drawers] == []
