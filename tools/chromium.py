"""Find a Chromium: $CHROMIUM, then one that is installed, then the one Playwright fetched."""

import os
import shutil
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
ADVICE = """unrolled: no Chromium was found. Any one of these is enough:
  Debian, Ubuntu     sudo apt install chromium
  macOS              brew install --cask chromium
  anywhere           .venv/bin/python -m playwright install --with-deps chromium
  or name yours      make browser CHROMIUM=/path/to/chromium"""


def playwrights_own() -> str | None:
    """The browser that `playwright install` left in its cache, if it is there."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def find() -> str:
    """The path of a Chromium to use; ends the program with advice if there is none."""
    named = os.environ.get("CHROMIUM")
    if named:
        if not shutil.which(named):
            sys.exit(f"unrolled: CHROMIUM={named} is not a program. Unset it, or give a browser's path.")
        return named
    for name in (*NAMES, MAC):
        if path := shutil.which(name):
            return path
    return playwrights_own() or sys.exit(ADVICE)


if __name__ == "__main__":
    print(find())
