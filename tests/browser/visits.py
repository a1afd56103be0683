"""Open a page of the book in a browser, and wait until all of it is there."""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as TooLong

WIDE = {"width": 1300, "height": 900}
PHONE = {"width": 360, "height": 740}
CLIPBOARD = ["clipboard-read", "clipboard-write"]
UNSETTLED = "document.querySelector('.arithmatex:not(.unset, :has(.katex)), pre.mermaid, .mermaid:not(:has(svg, p))')"
# The next frame, or a second: under load a browser holds frames back, and a promise in a page has no limit.
FRAME = "new Promise(next => { requestAnimationFrame(next); setTimeout(next, 1000) })"
_KEPT: dict[Browser, Page] = {}  # for another_visit
# Before any script of a page: what other pages noted is gone.
FORGET = "try { localStorage.clear(); sessionStorage.clear() } catch {}"
# Diagrams and images may come when they are near: go to the first thing that is missing, and look again.
SETTLED = f"""() => {{
    const missing = {UNSETTLED} ?? [...document.images].find(image => !image.complete && image.checkVisibility())
    missing?.scrollIntoView()
    return !missing }}"""


@dataclass
class Visit:
    """An open page, and what the browser said while it was."""

    page: Page
    origin: str
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    listeners: dict[str, Callable] = field(default_factory=dict)

    def listen(self, may_be_missing: bool) -> None:
        """Note what the page asks of other sites (the browser finds none, see conftest.py), and what goes wrong."""
        own = (self.origin, "data:", "blob:", "about:")
        self.listeners = {
            "request": lambda asked: None if asked.url.startswith(own) else self.requests.append(asked.url),
            "pageerror": lambda error: self.errors.append(f"uncaught: {error.message}"),
            "console": lambda said: self.errors.append(said.text) if said.type in ("error", "warning") else None,
            "response": lambda answer: (
                self.errors.append(f"{answer.status}: {answer.url}")
                if answer.status >= 400 and not may_be_missing
                else None
            ),
        }
        for event, listener in self.listeners.items():
            self.page.on(event, listener)


@contextmanager
def visit(browser: Browser, url: str, scheme: str = "light", viewport: dict = WIDE, whole: bool = True, **options):
    """Open a page in a fresh profile and wait until its mathematics and diagrams are there, or fifteen seconds.

    With `whole=False` it is not read to its end: enough for what stands in its head.
    """
    context = browser.new_context(color_scheme=scheme, viewport=viewport, reduced_motion="reduce", **options)
    try:
        here = Visit(context.new_page(), _origin(url))
        _open(here, url, whole)
        yield here
    finally:
        context.close()  # a page left open would go on drawing behind the next one


@contextmanager
def another_visit(browser: Browser, url: str, scheme: str):
    """Open a page where all such visits are made: the libraries are there already, and all else is forgotten."""
    page = _kept_page(browser)
    here = Visit(page, _origin(url))
    page.emulate_media(media="screen", color_scheme=scheme)
    page.set_viewport_size(WIDE)
    try:
        _open(here, url, whole=True)
        yield here
    finally:
        for event, listener in here.listeners.items():
            page.remove_listener(event, listener)
        page.goto("about:blank")


def _kept_page(browser: Browser) -> Page:
    if browser not in _KEPT:
        context = browser.new_context(viewport=WIDE, reduced_motion="reduce", permissions=CLIPBOARD)
        context.add_init_script(FORGET)
        _KEPT[browser] = context.new_page()
    return _KEPT[browser]


def _origin(url: str) -> str:
    return "/".join(url.split("/")[:3]) + "/"


def _open(here: Visit, url: str, whole: bool) -> None:
    here.listen(may_be_missing=url.endswith("404.html"))
    here.page.goto(url, wait_until="load")
    if whole:
        settle(here.page)


def settle(page: Page) -> None:
    """Go where something is missing until nothing is, as a diagram is drawn when it comes near; then to the top."""
    try:
        page.wait_for_function(SETTLED, polling=50, timeout=15_000)
    except TooLong:
        return  # the checks say what did not come
    page.evaluate(f"scrollTo(0, 0); document.fonts.ready.then(() => {FRAME})")
