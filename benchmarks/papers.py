"""Sheets in a run: ``python -m benchmarks.papers [count]``. Wall clock, in one process."""

import sys
import time

from fieldops.papers.qr import qr_svg
from tests.papers import makers


def main(count: int) -> None:
    """Print seconds for ``count`` of each sheet, each with facts of its own."""
    for name, make in {
        "birth declaration": makers.birth_declaration,
        "receipt with QR": lambda **kw: makers.receipt(
            qr=qr_svg(f"https://xa.example/q/{kw['code']}"), **kw
        ),
        "handover receipt": makers.handover,
    }.items():
        start = time.perf_counter()
        make(code="HS00000").pdf()
        first = time.perf_counter() - start
        start = time.perf_counter()
        pages = [make(code=f"HS{n:05}").pdf() for n in range(1, count + 1)]
        took = time.perf_counter() - start
        kilobytes = sum(map(len, pages)) / count / 1024
        print(f"{name:18} first {first:.2f} s, {count} in {took:.2f} s, {kilobytes:.0f} kB each")
    start = time.perf_counter()
    for stops in range(1, count + 1):
        makers.day_sheet(6 + stops % 8).pdf()
    print(f"day sheet          {count} of 6 to 13 stops in {time.perf_counter() - start:.2f} s")
    start = time.perf_counter()
    sheet = makers.register_list(count).pdf()
    took = time.perf_counter() - start
    print(f"register list      {count} lines in {took:.2f} s, {len(sheet) / 1024:.0f} kB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
