"""A browser, and the built book served as a web host serves it."""

import importlib.util
import os
import sys
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE))

from host import Host  # noqa: E402
from small_book import build_small_book  # noqa: E402


def chromium() -> str:
    """The browser `make browser` would use; it ends the run with advice if there is none."""
    spec = importlib.util.spec_from_file_location("chromium", ROOT / "tools" / "chromium.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    try:
        return module.find()
    except SystemExit as stop:
        pytest.exit(str(stop), returncode=2)


def site_folder() -> Path:
    return Path(os.environ.get("SITE_DIR", ROOT / "site")).resolve()


def pytest_generate_tests(metafunc):
    """One test a page for every test that asks for `path`."""
    if "path" in metafunc.fixturenames:
        folder = site_folder()
        if not (folder / "sitemap.xml").exists():
            pytest.exit(f"There is no built site in {folder}: run `make build`, or set SITE_DIR.", returncode=2)
        paths = [*Host(folder).paths(), "404.html"]
        metafunc.parametrize("path", paths, ids=[path or "index" for path in paths])


# No address but ours is found: a test asks no other site for anything. (Playwright could stop requests, too, but then
# it turns off the browser's cache.)
ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


@pytest.fixture(scope="session")
def browser():
    executable = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu", ALONE])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site():
    with Host(site_folder()) as host:
        yield host


@pytest.fixture(scope="session")
def small_book(tmp_path_factory):
    """A book of two sound pages and one page for each kind of damage, in the real theme."""
    with Host(build_small_book(tmp_path_factory.mktemp("small_book"))) as host:
        yield host
