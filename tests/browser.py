"""Where Chromium is, for the browser tests."""

import os
import shutil


def find_chromium() -> str | None:
    """The path of Chromium: CHROMIUM in the environment, or the first of its usual names."""
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if name and (path := shutil.which(name))), None)
