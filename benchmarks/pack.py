"""
A phone's day pack on a slow network: ``python -m benchmarks.pack``.

Two days of 30 stops each, packed by a real browser at 1 Mbit/s with 300 ms latency: bytes on the
wire and seconds from a tap to the words that the day is on the phone, and seconds to open the day
again with the network off. Once on a new phone, which knows the login page and the page with the
button: the tap that sets the PIN, typed digit by digit, under which the day is kept. Then as on
every morning after, when the phone has its PIN and files.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.slow_network import SlowNetwork, slow_network
from tests.browser.conftest import PHONE, Site, Visitor, fresh_site
from tests.browser.field_days import plan_two_days
from tests.browser.test_journey import REGISTRAR
from tests.browser.test_offline import PIN

MBIT, LATENCY = 1, 0.3

TYPED = 0.25
"""Seconds from one digit of the PIN to the next."""


def main() -> None:
    """Print the figures of each run, and their medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stops", type=int, default=30)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--slower", type=int, default=1, help="times the processor is slowed")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = shutil.which("chromium")
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        with fresh_site(Path(folder), f"sqlite:///{folder}/site.sqlite") as site:
            plan_two_days(site, asked.stops)
            host, port = site.url.removeprefix("http://").split(":")
            rate = MBIT * 1_000_000 / 8
            with slow_network((host, int(port)), rate, LATENCY) as network:
                runs = [measure(chromium, site, network, asked.slower) for _ in range(asked.runs)]
    print(f"{asked.stops} stops a day, 2 days; load {os.getloadavg()[0]:.1f}")
    for name in runs[0]:
        values = [run[name] for run in runs]
        print(f"{name:<32} {statistics.median(values):10,.2f}   of {values}")


def measure(chromium: Browser, site: Site, network: SlowNetwork, slower: int) -> dict[str, float]:
    """One new phone: it packs, goes out of reach, and opens the day again."""
    far = replace(site, url=f"http://127.0.0.1:{network.port}")
    phone = Visitor(chromium, far, REGISTRAR, PHONE)
    page, context = phone.page, phone.context
    page.goto("/field", wait_until="networkidle")
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.get_by_role("button", name="Tải tuyến về máy").click()
    page.locator("#pin-choose").wait_for()
    for box in ("#pin-choose", "#pin-again"):
        page.locator(box).press_sequentially(PIN, delay=TYPED * 1000)
    new = packed(page, network, "Đặt mã PIN")
    page.reload(wait_until="networkidle")
    known = packed(page, network, "Tải lại")
    page.reload()
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    context.set_offline(True)
    reopened = [reopen(page) for _ in range(3)]
    context.close()
    return {
        "new phone: KB after the tap": new.wire / 1024,
        "new phone: seconds from the tap": new.seconds,
        "every morning: KB after the tap": known.wire / 1024,
        "every morning: seconds": known.seconds,
        "seconds to open again offline": statistics.median(reopened),
    }


class Packed(NamedTuple):
    """Seconds from a tap until the day is on the phone, and bytes from the site meanwhile."""

    seconds: float
    wire: int


def packed(page: Page, network: SlowNetwork, button: str) -> Packed:
    """Press the button and wait for the words that the day is here."""
    words = page.locator("[data-pack-words]")
    before, started = network.down, time.perf_counter()
    page.get_by_role("button", name=button).click()
    page.get_by_role("button", name="Đang tải…").wait_for()
    words.get_by_text("Đã tải về máy lúc").wait_for()
    page.get_by_role("button", name="Tải lại").wait_for()
    return Packed(time.perf_counter() - started, network.down - before)


def reopen(page: Page) -> float:
    """Seconds until the day's stops stand there, without any network."""
    page.goto("about:blank")
    started = time.perf_counter()
    page.goto("/field", wait_until="domcontentloaded")
    page.locator(".stop").last.wait_for()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
