"""Tết from the sky, by another road than the library's tables: new moons and the sun at UTC+7."""

from __future__ import annotations

from datetime import date, timedelta
from math import floor, radians, sin

EPOCH = date(2000, 1, 1)  # Julian day 2451544.5
J2000 = 2451545.0
HANOI = 7 / 24


def new_moon(k: int) -> date:
    """Local day of the k-th new moon after January 2000 (mean lunation and main terms, Meeus)."""
    t = k / 1236.85
    jd = 2451550.09766 + 29.530588861 * k + 0.00015437 * t * t
    sun = radians(2.5534 + 29.10535670 * k)
    moon = radians(201.5643 + 385.81693528 * k + 0.0107582 * t * t)
    node = radians(160.7108 + 390.67050284 * k)
    jd += (
        -0.40720 * sin(moon)
        + 0.17241 * sin(sun)
        + 0.01608 * sin(2 * moon)
        + 0.01039 * sin(2 * node)
        + 0.00739 * sin(moon - sun)
        - 0.00514 * sin(moon + sun)
        + 0.00208 * sin(2 * sun)
    )
    delta_t = 70 / 86400  # dynamical time runs ahead of the clock by about 70 s
    return EPOCH + timedelta(days=floor(jd - delta_t + HANOI - 2451544.5))


def sector(day: date) -> int:
    """In which twelfth of the ecliptic the sun stands at local midnight; 9 begins at solstice."""
    n = (day - EPOCH).days + 2451544.5 - HANOI - J2000
    g = radians(357.529 + 0.98560028 * n)
    longitude = 280.459 + 0.98564736 * n + 1.915 * sin(g) + 0.020 * sin(2 * g)
    return floor(longitude % 360 / 30)


def eleventh_month(year: int) -> int:
    """The new moon (as k) that opens the lunar month holding the December solstice."""
    k = floor(((date(year, 12, 31) - EPOCH).days - 5.6) / 29.530588861)
    while new_moon(k) > date(year, 12, 31):
        k -= 1
    return k if sector(new_moon(k)) < 9 else k - 1


def tet(year: int) -> date:
    """The first day of the lunar year: two months after the eleventh, three if one is doubled."""
    start, end = eleventh_month(year - 1), eleventh_month(year)
    months = range(start, end)
    if len(months) == 12:
        return new_moon(start + 2)
    doubled = next(k for k in months[1:] if sector(new_moon(k)) == sector(new_moon(k + 1)))
    return new_moon(start + (3 if doubled <= start + 2 else 2))
