"""What every screen of the phone has, wherever a test meets it."""

from playwright.sync_api import expect


def bar(page):
    """The line that says what waits to be sent."""
    return page.locator("[data-signal]")


def nothing_waits(page):
    """The phone shows that it has sent all."""
    expect(bar(page)).to_contain_text("đã gửi hết", timeout=15_000)
    expect(page.locator("[data-waiting]")).to_be_hidden()
