"""The reference in a browser: terms explain themselves, and the cheat sheet fits one sheet of paper."""

import re

import pytest
from checks import console, visit

TIP = "#term-tip:not([hidden])"
A4 = {"width": "210mm", "height": "297mm"}
LETTERS = """
    const walk = document.createTreeWalker(document.querySelector(".sheet"), NodeFilter.SHOW_TEXT), letters = []
    while (walk.nextNode()) {
        const element = walk.currentNode.parentElement
        const hidden = element.closest(".katex-mathml, .headerlink, script, annotation")
        if (/[^\\s\\u200b]/.test(walk.currentNode.textContent) && !hidden) letters.push(walk.currentNode)
    }"""
SIZES = f"""() => {{ {LETTERS}
    return letters.filter(text => !text.parentElement.closest(".katex, sup, .md-clipboard"))
        .map(text => parseFloat(getComputedStyle(text.parentElement).fontSize))
}}"""
# Letters outside the page, without a box, or beyond an ancestor that clips.
CUT = f"""() => {{ {LETTERS}
    return letters.filter(text => {{
        const range = document.createRange()
        range.selectNodeContents(text)
        const box = range.getBoundingClientRect()
        const within = (low, high, start, end) => start >= low - 1 && end <= high + 1
        if (!box.width || !within(0, innerWidth, box.left, box.right)) return true
        if (!within(0, innerHeight, box.top, box.bottom)) return true
        for (let outer = text.parentElement; outer.matches(".sheet *"); outer = outer.parentElement) {{
            const edge = outer.getBoundingClientRect()
            const clips = getComputedStyle(outer).overflowX != "visible" && !outer.closest(".katex")
            if (clips && !within(edge.left, edge.right, box.left, box.right)) return true
        }}
        return false
    }}).map(text => text.textContent.trim().slice(0, 40))
}}"""
# For every piece of text: its colour, and the contrast of that with white, which is what paper is.
INKS = f"""() => {{ {LETTERS}
    const canvas = document.createElement("canvas").getContext("2d", {{ willReadFrequently: true }})
    const light = colour => {{
        canvas.fillStyle = "#fff"
        canvas.fillRect(0, 0, 1, 1)
        canvas.fillStyle = colour
        canvas.fillRect(0, 0, 1, 1)
        const linear = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map(part => part / 255)
            .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }}
    return letters.map(text => {{
        const {{ color, visibility, opacity }} = getComputedStyle(text.parentElement)
        const contrast = visibility == "visible" && opacity == "1" ? 1.05 / (light(color) + 0.05) : 0
        return {{ text: text.textContent.trim().slice(0, 30), color, contrast }}
    }})
}}"""


def pages_of(pdf: bytes) -> int:
    """The count of leaves in the tree of pages."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def test_a_term_is_explained_to_mouse_and_keyboard(browser, site):
    with visit(browser, f"{site.url}gates/lstm/", whole=False) as here:
        page = here.page
        term = page.locator("a.term").first
        said, name = term.get_attribute("title"), term.inner_text()
        assert len(said) > 20
        term.hover()
        assert page.locator(TIP).inner_text() == said
        assert term.get_attribute("aria-describedby") == "term-tip"
        assert term.get_attribute("title") is None
        page.locator(TIP).hover()  # it can be pointed at
        page.wait_for_timeout(400)
        assert page.locator(TIP).count() == 1
        page.keyboard.press("Escape")
        assert page.locator(TIP).count() == 0
        assert term.get_attribute("title") == said
        page.mouse.move(0, 0)
        term.focus()
        assert page.locator(TIP).inner_text() == said
        box = page.locator(TIP).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= page.viewport_size["width"]
        page.keyboard.press("Enter")  # and the link leads to the glossary
        page.wait_for_url("**/reference/glossary/#*")
        assert page.locator(TIP).count() == 0
        target = page.locator(f"[id='{page.url.partition('#')[2]}']")
        assert name[:3].lower() in target.inner_text().lower() + target.evaluate("e => e.nextSibling.textContent")
        assert not console(here)


def test_each_term_is_explained_once_a_page_and_only_in_running_text(browser, site):
    with visit(browser, f"{site.url}gates/gru/", whole=False) as here:
        terms = here.page.eval_on_selector_all("a.term", "all => all.map(e => e.hash)")
        assert len(terms) == len(set(terms)) > 10
        assert here.page.locator(":is(h1, h2, h3, pre, code, details, .arithmatex, th) a.term").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_cheat_sheet_is_one_page_of_paper(browser, site, scheme):
    with visit(browser, f"{site.url}reference/cheatsheet/", scheme) as here:
        pdf = here.page.pdf(**A4, prefer_css_page_size=True)
        assert pages_of(pdf) == 1
        assert pages_of(here.page.pdf(format="A4")) == 1
        printed = here.page.evaluate
        on_paper(here.page)
        assert min(printed(SIZES)) >= 7.8, "smaller than 5.9 points cannot be read"
        assert printed(CUT) == []


def test_what_is_printed_from_the_dark_scheme_is_dark_on_white(browser, site):
    with visit(browser, f"{site.url}reference/cheatsheet/", "light") as here:
        on_paper(here.page)
        light = here.page.evaluate(INKS)
    with visit(browser, f"{site.url}reference/cheatsheet/", "dark") as here:
        screen = here.page.evaluate(INKS)
        assert min(ink["contrast"] for ink in screen) < 2, "on the screen, the dark scheme has light letters"
        on_paper(here.page)
        dark = here.page.evaluate(INKS)
    assert len(light) == len(dark) > 300
    assert [ink for ink in dark if ink["contrast"] < 4.5] == []
    assert [(one, other) for one, other in zip(light, dark, strict=True) if one != other] == []


def test_no_formula_is_missing_on_paper(browser, site):
    """One who prints at once does not wait until all formulas are set."""
    with visit(browser, f"{site.url}gates/gru/", whole=False) as here:
        here.page.wait_for_function("() => Boolean(window.renderMathInElement)")
        missing = """() => {
            const late = document.createElement("div")
            late.innerHTML = String.raw`<span class="arithmatex">\\(h_t\\)</span>, and so on`
            document.querySelector("article").prepend(late)
            dispatchEvent(new Event("beforeprint"))
            return document.querySelectorAll(".arithmatex:not(:has(.katex))").length
        }"""
        assert here.page.evaluate(missing) == 0
        assert not console(here)


def on_paper(page) -> None:
    """Show what is printed, as wide and high as A4 is inside the margins of the sheet."""
    page.wait_for_function("() => Boolean(window.renderMathInElement)")
    page.evaluate("() => void dispatchEvent(new Event('beforeprint'))")  # sets what a busy machine has not yet set
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 726, "height": 1062})


def test_counting_pages_can_say_two(browser, site):
    with visit(browser, f"{site.url}gates/gru/", whole=False) as here:
        assert pages_of(here.page.pdf(format="A4")) > 1


def test_the_ledger_filters_and_sorts(browser, site):
    with visit(browser, f"{site.url}reference/results/", whole=False) as here:
        page = here.page
        rows, heads = page.locator("tbody tr:visible"), page.locator(".md-content h2:visible")
        everything, sections = rows.count(), heads.count()
        page.get_by_label("Show the rows with").fill("gru.  accuracy")
        shown = [text.lower() for text in rows.all_inner_texts()]
        assert 0 < len(shown) < everything
        assert all("gru." in text and "accuracy" in text for text in shown)
        assert 0 < heads.count() < sections
        assert page.get_by_role("status").inner_text() == f"{len(shown)} rows"
        page.get_by_label("Show the rows with").fill("")
        assert (rows.count(), heads.count()) == (everything, sections)
        table = page.locator("table:visible").first
        value = table.get_by_role("button", name="value")
        column = lambda: [float(x) for x in numbers(table.locator("td:nth-child(3)").all_inner_texts())]  # noqa: E731
        value.focus()
        page.keyboard.press("Enter")
        assert column() == sorted(column())
        assert table.locator("th[aria-sort=ascending]").inner_text() == "value"
        page.keyboard.press("Enter")
        assert column() == sorted(column(), reverse=True)
        assert not console(here)


def numbers(texts: list[str]) -> list[str]:
    found = (re.match(r"[−-]?\d[\d,]*\.?\d*", text.strip()) for text in texts)
    return [hit[0].replace("−", "-").replace(",", "") for hit in found if hit]
