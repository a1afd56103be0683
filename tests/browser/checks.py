"""What a page must be in a real browser. Each check returns its complaints: an empty list is a pass."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as TooLong

WIDE = {"width": 1300, "height": 900}
PHONE = {"width": 360, "height": 740}
UNSETTLED = "document.querySelector('.arithmatex:not(.unset, :has(.katex)), pre.mermaid, .mermaid:not(:has(svg, p))')"
# The next frame, or a second: under load a browser holds frames back, and a promise in a page has no limit.
FRAME = "new Promise(next => { requestAnimationFrame(next); setTimeout(next, 1000) })"
SHOWN = (  # what a reader takes for the code: without the numbers of annotations
    "e => { e = e.cloneNode(1); e.querySelectorAll('.md-annotation').forEach(a => a.remove()); return e.textContent }"
)
LOOKS = Path(__file__).with_name("looks.js").read_text("utf-8")
AXE = Axe(  # asked about colours only where `looks.js` left its mark
    AXE_SCRIPT
    + """; axe.configure({ rules: [
        { id: "color-contrast", selector: "[data-look]" },
        { id: "color-contrast-enhanced", selector: "[data-look]" },
        { id: "link-in-text-block", selector: "a[href][data-look]" },
    ] })"""
)
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


@contextmanager
def visit(browser: Browser, url: str, scheme: str = "light", viewport: dict = WIDE, whole: bool = True, **options):
    """Open a page in a fresh profile and wait until its mathematics and diagrams are there, or fifteen seconds.

    With `whole=False` it is not read to its end: enough for what stands in its head.
    """
    context = browser.new_context(color_scheme=scheme, viewport=viewport, reduced_motion="reduce", **options)
    here = Visit(context.new_page(), "/".join(url.split("/")[:3]) + "/")
    _listen(here, may_be_missing=url.endswith("404.html"))
    try:
        here.page.goto(url, wait_until="load")
        if whole:
            settle(here.page)
        yield here
    finally:
        context.close()  # a page left open would go on drawing behind the next one


def _listen(here: Visit, may_be_missing: bool) -> None:
    def leave(route):  # the request is seen and goes no further: a test asks no other site for anything
        here.requests.append(route.request.url)
        route.abort()

    here.page.route(lambda url: not url.startswith((here.origin, "data:", "blob:")), leave)
    here.page.on("pageerror", lambda error: here.errors.append(f"uncaught: {error.message}"))
    here.page.on("console", lambda said: here.errors.append(said.text) if said.type in ("error", "warning") else None)
    if not may_be_missing:
        lost = lambda answer: here.errors.append(f"{answer.status}: {answer.url}")  # noqa: E731
        here.page.on("response", lambda answer: lost(answer) if answer.status >= 400 else None)


def settle(page: Page) -> None:
    """Go where something is missing until nothing is, as a diagram is drawn when it comes near; then to the top."""
    try:
        page.wait_for_function(SETTLED, polling=50, timeout=15_000)
    except TooLong:
        return  # the checks say what did not come
    page.evaluate(f"scrollTo(0, 0); document.fonts.ready.then(() => {FRAME})")


def foreign(here: Visit) -> list[str]:
    return [f"asks another site: {url}" for url in here.requests]


def console(here: Visit) -> list[str]:
    return [f"console: {text}" for text in here.errors]


def maths(here: Visit) -> list[str]:
    left = here.page.evaluate("""() => [
        ...[...document.querySelectorAll(".arithmatex:not(:has(.katex))")].map(e => "not set: " + e.textContent),
        ...[...document.querySelectorAll(".katex-error")].map(e => e.title),
        ...[...document.querySelectorAll(".katex-tag")].filter(tag => {
            const formula = [...tag.parentElement.querySelectorAll(":scope > .katex-base")]
            return formula.some(part => part.getBoundingClientRect().right > tag.getBoundingClientRect().left + 1)
        }).map(tag => "its number lies on the formula: " + tag.textContent)]""")
    return [f"mathematics: {text}" for text in left]


def diagrams(here: Visit) -> list[str]:
    left = here.page.evaluate("""() => [
        ...[...document.querySelectorAll("pre.mermaid")].map(e => "not drawn: " + e.textContent),
        ...[...document.querySelectorAll("div.mermaid:not(:has(svg))")].map(e => "empty: " + e.textContent),
        ...[...document.querySelectorAll("[aria-roledescription=error]")].map(() => "mermaid drew its error"),
        ...[...document.body.children].filter(e => /mermaid|^dun_/.test(e.id)).map(e => "left behind: #" + e.id)]""")
    return [f"diagram: {' '.join(text.split())[:120]}" for text in left]


def accessible(here: Visit, only: str = "") -> list[str]:
    """What axe finds, by all its rules or only by those of one of its categories."""
    which = {"runOnly": {"type": "tag", "values": [only]}} if only else {}
    here.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    here.page.evaluate("new Promise(done => setTimeout(done, 250))")
    here.page.evaluate(LOOKS)
    found = AXE.run(here.page, options={"resultTypes": ["violations"], **which}).response["violations"]
    return [f"axe {v['id']} ×{len(v['nodes'])}: {v['help']}: {v['nodes'][0]['html'][:150]}" for v in found]


def narrow(here: Visit) -> list[str]:
    """On a phone nothing sticks out of the page, unless it scrolls inside itself. (What is cut off sticks out too.)"""
    here.page.set_viewport_size(PHONE)
    here.page.evaluate("new Promise(done => setTimeout(done, 250))")
    wide = here.page.evaluate("""() => {
        const scrolls = e => e && (/auto|scroll/.test(getComputedStyle(e).overflowX) || scrolls(e.parentElement))
        const out = e => e.getBoundingClientRect().right > innerWidth + 1 && !scrolls(e.parentElement)
        const unseen = ".katex-mathml, .katex-mathml *, svg *"  // for screen readers, or clipped by its svg
        const all = [...document.querySelectorAll(".md-content *, .md-footer *")]
        const found = all.find(e => !e.matches(unseen) && out(e))
        const { scrollWidth } = document.documentElement
        if (found) return [found.outerHTML.slice(0, 120)]
        return scrollWidth > innerWidth ? [`something makes the page ${scrollWidth} px`] : [] }""")
    return [f"wider than 360 px: {text}" for text in wide]


def printed(here: Visit) -> list[str]:
    """On paper: no navigation, and no code cut off at the margin."""
    here.page.emulate_media(media="print")
    here.page.set_viewport_size({"width": 680, "height": 960})
    found = here.page.evaluate("""() => {
        const shown = e => e.getClientRects().length > 0
        const all = selector => [...document.querySelectorAll(selector)].filter(shown)
        const frame = all(".md-header, .md-tabs, .md-sidebar, .md-footer, .md-clipboard, .md-code__nav")
        const code = all("pre > code").filter(e => e.scrollWidth > e.clientWidth + 1)
        return [...frame.map(e => "shows " + e.className),
                ...code.map(e => "cuts off " + e.textContent.trim().slice(0, 80))] }""")
    here.page.emulate_media(media="screen")
    here.page.set_viewport_size(WIDE)
    return [f"print: {text}" for text in found]


def copied(here: Visit) -> list[str]:
    """The first buttons of code put into the clipboard what the block shows. Needs the right to read the clipboard."""
    here.page.set_viewport_size(WIDE)
    blocks = here.page.locator(".highlight:visible:has(.md-code__button)")
    found = []
    for block in [blocks.nth(k) for k in range(min(blocks.count(), 4))]:
        shown = block.locator("pre > code").evaluate(SHOWN)
        block.locator("[data-md-type=copy]").first.click()
        if here.page.evaluate("navigator.clipboard.readText()").strip() != shown.strip():
            found.append(f"copy gives something else than {' '.join(shown.split())[:80]}")
    return found


CHECKS = (foreign, console, maths, diagrams, accessible, narrow, printed, copied)
CLIPBOARD = ["clipboard-read", "clipboard-write"]


def complaints(browser: Browser, url: str) -> dict[str, list[str]]:
    """Everything there is to say against a page, in both schemes and on a phone, under each check's name.

    Rules that are not about colour ask the same of a phone in both schemes, so axe is asked them there only once.
    """
    said = {check.__name__: [] for check in CHECKS}
    for scheme in ("light", "dark"):
        with visit(browser, url, scheme, permissions=CLIPBOARD) as here:
            for check in (maths, diagrams, accessible, printed, narrow):
                said[check.__name__] += [f"{scheme}: {text}" for text in check(here)]
            on_a_phone = {"maths": maths(here), "accessible": accessible(here, "cat.color" if scheme == "dark" else "")}
            for name, found in on_a_phone.items():
                said[name] += [f"{scheme}, 360 px: {text}" for text in found]
            for check in (copied, foreign, console) if scheme == "light" else (foreign, console):
                said[check.__name__] += [f"{scheme}: {text}" for text in check(here)]
    return said
