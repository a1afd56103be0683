"""The reference in a browser: terms explain themselves, and the cheat sheet fits one sheet of paper."""

import re

import pytest
from checks import console, visit

TIP = "#term-tip:not([hidden])"
A4 = {"width": "210mm", "height": "297mm"}


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
        here.page.emulate_media(media="print")
        here.page.set_viewport_size({"width": 726, "height": 1060})  # what is left of A4 inside its margins
        sizes = here.page.evaluate("""() => [...document.querySelectorAll(".sheet p, .sheet li, .sheet td")]
            .map(e => parseFloat(getComputedStyle(e).fontSize))""")
        assert min(sizes) >= 8.9, "smaller than 6.7 points cannot be read"
        wide = here.page.evaluate("""() => [...document.querySelectorAll(".sheet table, .sheet .katex-display")]
            .filter(e => e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1)
            .map(e => e.textContent.slice(0, 40))""")
        assert wide == []


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
