"""Where Chromium is, and how the browser tests go from page to page."""

import os
import shutil

from playwright.sync_api import Locator, Page, expect

# A page is asked for what holds until it does or this many milliseconds are over: the machine may be busy.
expect.set_options(timeout=20_000)


def find_chromium() -> str | None:
    """The path of Chromium: CHROMIUM in the environment, or the first of its usual names."""
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if name and (path := shutil.which(name))), None)


def follow(page: Page, link: Locator) -> None:
    """Press a link or button and wait until the next page is all there."""
    with page.expect_navigation():
        link.click()
