"""
The icons of the installed app as PNG, from static/icon.svg: ``python web/icons.py FOLDER``.

Phones want pictures of fixed sizes; a maskable one fills its square, so that any shape may be cut.
"""

from __future__ import annotations

import sys
from pathlib import Path

import typst

SVG = Path(__file__).parents[1] / "static" / "icon.svg"
BLUE = "#0b5394"
ICONS = {"icon-192": (192, 1.0, "none"), "icon-512": (512, 1.0, "none")}
MASKABLE = {
    "icon-maskable": (512, 0.78, f'rgb("{BLUE}")'),
    "icon-apple": (180, 0.9, f'rgb("{BLUE}")'),
}


def draw(size: int, part: float, ground: str) -> bytes:
    """The drawing on a square of ``size`` pixels, filling ``part`` of it."""
    page = (
        f"#set page(width: {size}pt, height: {size}pt, margin: 0pt, fill: {ground})\n"
        f'#place(center + horizon, image("icon.svg", width: {size * part}pt))'
    )
    # one point is one pixel at 72 to the inch
    drawn: bytes = typst.compile(page.encode(), root=str(SVG.parent), format="png", ppi=72)
    return drawn


def main(folder: Path) -> None:
    """Write each icon."""
    for name, (size, part, ground) in (ICONS | MASKABLE).items():
        (folder / f"{name}.png").write_bytes(draw(size, part, ground))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
