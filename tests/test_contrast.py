"""Text on the phone is read in the sun: 7:1 on every ground, by day and in dark mode."""

import re
from pathlib import Path

import pytest

WEB = Path(__file__).parents[1] / "web"
LEAST_FIELD, LEAST_DESK = 7.0, 4.5

ON_PAPER = ("ink", "ink-soft", "primary", "primary-dark", "done", "attention", "late")
GROUNDS = ("paper", "ground")
PAIRS = [
    *((text, ground) for text in ON_PAPER for ground in GROUNDS),
    ("done", "done-tint"),
    ("attention", "attention-tint"),
    ("late", "late-tint"),
    ("primary", "primary-tint"),
    ("ink", "primary-tint"),
    ("ink-soft", "primary-tint"),
    ("ink", "attention-tint"),
    ("on-primary", "primary"),
    ("map-word", "map-land"),
    ("map-word", "map-water"),
]
"""What is written on what: states on their tints, choices that are ticked, buttons, the map."""


def tokens(text):
    """Custom properties with a colour; what comes later wins."""
    found = re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{3,6})\b", text)
    return dict(found)


def linear(channel):
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def luminance(colour):
    digits = colour.removeprefix("#")
    full = digits if len(digits) == 6 else "".join(one * 2 for one in digits)
    red, green, blue = (linear(int(full[at : at + 2], 16)) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """WCAG 2.2: from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def schemes():
    shared = (WEB / "css" / "tokens.css").read_text()
    field = (WEB / "field.css").read_text()
    by_day, dark = field.split("@media (prefers-color-scheme: dark)", 1)
    light = tokens(shared) | tokens(by_day)
    return {"light": light, "dark": light | tokens(dark)}


def test_contrast_is_counted_as_the_standard_does():
    assert contrast("#000000", "#fff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_in_the_field(scheme):
    colours = schemes()[scheme]
    told = {pair: round(contrast(*(colours[one] for one in pair)), 2) for pair in PAIRS}
    assert {pair: ratio for pair, ratio in told.items() if ratio < LEAST_FIELD} == {}


@pytest.mark.parametrize("ground", ["#08457c", "#0c2c49"])
def test_the_bar_on_top_carries_white(ground):
    assert ground in (WEB / "field.css").read_text()
    assert contrast("#fff", ground) >= LEAST_FIELD


def test_text_at_the_desk():
    colours = tokens((WEB / "css" / "tokens.css").read_text())
    low = [
        (text, ground)
        for text in ON_PAPER
        for ground in GROUNDS
        if contrast(colours[text], colours[ground]) < LEAST_DESK
    ]
    assert low == []
