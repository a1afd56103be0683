"""What a page must be in a real browser. Each check returns its complaints: an empty list is a pass."""

from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser
from visits import PHONE as PHONE
from visits import WIDE, Visit, another_visit
from visits import settle as settle
from visits import visit as visit

SHOWN = (  # what a reader takes for the code: without the numbers of annotations
    "e => { e = e.cloneNode(1); e.querySelectorAll('.md-annotation').forEach(a => a.remove()); return e.textContent }"
)
LOOKS, OUTLINE = (Path(__file__).with_name(f"{name}.js").read_text("utf-8") for name in ("looks", "outline"))
AXE = (  # asked about colours only where `looks.js` left its mark
    AXE_SCRIPT
    + """; axe.configure({ rules: [
        { id: "color-contrast", selector: "[data-look]" },
        { id: "color-contrast-enhanced", selector: "[data-look]" },
        { id: "link-in-text-block", selector: "a[href][data-look]" },
    ] })"""
)
COLOUR_RULES = ("color-contrast", "link-in-text-block")


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
    _prepare(here)
    return _axe(here, {"runOnly": {"type": "tag", "values": [only]}} if only else {})


def accessible_again(here: Visit, before: str) -> list[str]:
    """The same of a page in another scheme: colours everywhere, all other rules on whatever is not as `before`."""
    _prepare(here)
    found = _axe(here, {"runOnly": {"type": "rule", "values": [*COLOUR_RULES]}})
    if here.page.evaluate(OUTLINE, before):
        found += _axe(here, {"rules": {name: {"enabled": False} for name in COLOUR_RULES}}, "[data-other]")
    return found


def _prepare(here: Visit) -> None:
    """Open what is folded, mark the looks, and have axe there."""
    opened = here.page.evaluate("""() => {
        const closed = [...document.querySelectorAll("details:not([open])")]
        closed.forEach(d => d.open = true)
        return closed.length }""")
    first = not here.page.evaluate("'axe' in window")
    if opened or first:  # what comes into sight then may move, and diagrams are drawn
        here.page.evaluate("new Promise(done => setTimeout(done, 250))")
    here.page.evaluate(LOOKS)
    if first:
        here.page.evaluate(AXE)


def _axe(here: Visit, which: dict, where: str = "html") -> list[str]:
    options = {"resultTypes": ["violations"], **which}
    run = "async ([where, options]) => (await axe.run(where, options)).violations"
    found = here.page.evaluate(run, [where, options])
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


def stretched(here: Visit) -> list[str]:
    """A number in a table takes the room of its text and its dot, and makes no column wider than that."""
    here.page.set_viewport_size(WIDE)
    found = here.page.evaluate("""() => {
        const text = document.createRange()
        const width = e => e.getBoundingClientRect().width
        const spare = e => (text.selectNodeContents(e), width(e) - width(text))
        const number = e => /^[-−]?[\\d.,]/.test(e.textContent) && e.checkVisibility()
        const numbers = [...document.querySelectorAll("td a[data-result]")].filter(number)
        return numbers.filter(e => spare(e) > 32).map(e => e.dataset.result) }""")
    return [f"takes more room than its text: {key}" for key in found]


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


CHECKS = (foreign, console, maths, diagrams, accessible, narrow, stretched, printed, copied)


def complaints(browser: Browser, url: str) -> dict[str, list[str]]:
    """Everything there is to say against a page, in both schemes and on a phone, under each check's name.

    Rules that are not about colour ask the same in both schemes: in the second, only of what is not as in the first.
    """
    said, before = {check.__name__: [] for check in CHECKS}, ""
    for scheme in ("light", "dark"):
        with another_visit(browser, url, scheme) as here:
            found = {check.__name__: check(here) for check in (maths, diagrams)}
            found["accessible"] = accessible_again(here, before) if before else accessible(here)
            before = before or here.page.evaluate(OUTLINE)
            found |= {check.__name__: check(here) for check in (printed, narrow)}
            for name, texts in found.items():
                said[name] += [f"{scheme}: {text}" for text in texts]
            on_a_phone = {"maths": maths(here), "accessible": accessible(here, "cat.color" if scheme == "dark" else "")}
            for name, texts in on_a_phone.items():
                said[name] += [f"{scheme}, 360 px: {text}" for text in texts]
            for check in (stretched, copied, foreign, console) if scheme == "light" else (foreign, console):
                said[check.__name__] += [f"{scheme}: {text}" for text in check(here)]
    return said
