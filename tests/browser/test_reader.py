"""What a reader does with the book: walk, copy, search, change the palette."""

import pytest
from checks import console, diagrams, maths, settle, visit

MARK = "window.unrolledSameDocument"
FONTS = "performance.getEntriesByType('resource').filter(e => /assets.fonts/.test(e.name)).map(e => e.decodedBodySize)"


def walk(here, address: str) -> None:
    """Follow a link to another page as a click does, and see that the document stayed the same one."""
    if not here.page.evaluate(f"{MARK} === true"):
        here.page.wait_for_load_state("networkidle")  # the theme navigates instantly once it has read the sitemap
        here.page.evaluate(f"{MARK} = true")
    here.page.evaluate(
        "to => { const a = Object.assign(document.createElement('a'), { href: to, textContent: 'on' })\n"
        "document.querySelector('.md-content').append(a); a.click() }",
        address,
    )
    here.page.wait_for_url(address)
    # Asked by the clock, not by frames: a page that typesets its mathematics may show none for long.
    here.page.wait_for_function("!document.querySelector('.md-content > a')", polling=100, timeout=60_000)
    settle(here.page)
    assert here.page.evaluate(f"{MARK} === true"), f"{address} was loaded anew, not navigated to instantly"


def test_walking_through_the_whole_book(browser, site):
    with visit(browser, site.url) as here:
        for path in [*site.paths(), *reversed(site.paths()[:3])]:
            if site.url + path == here.page.url:
                continue
            walk(here, site.url + path)
            said = maths(here) + diagrams(here) + console(here)
            assert not said, f"/{path}, after instant navigation: {said}"


def test_walking_sees_damage(browser, small_book):
    with visit(browser, small_book.url) as here:
        walk(here, f"{small_book.url}sound/")
        assert not maths(here) + diagrams(here) + console(here)
        walk(here, f"{small_book.url}diagrams/")
        assert diagrams(here)
        walk(here, f"{small_book.url}maths/")
        assert maths(here)


@pytest.fixture(scope="module")
def source(browser):
    """A page that runs no scripts: it holds what the file holds."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_each_page_has_what_a_search_engine_needs(source, site, path):
    source.goto(site.url + path, wait_until="domcontentloaded")
    attribute = lambda selector, name: source.locator(selector).get_attribute(name)  # noqa: E731
    assert attribute("html", "lang") == "en"
    assert len(attribute("meta[name=description]", "content")) > 20
    if path != "404.html":
        assert attribute("link[rel=canonical]", "href") == site.published + path


def test_a_tune_plays_and_stops_by_the_keyboard(browser, site):
    with visit(browser, f"{site.url}applications/music/") as here:
        button = here.page.locator("button.tune")
        button.focus()
        for said in ("Play the tune", "Stop", "Play the tune"):
            assert button.inner_text() == said
            here.page.keyboard.press("Enter")
        walk(here, site.url)  # the tune ends with its page
        assert not console(here)


def test_every_code_block_has_a_copy_button(browser, small_book):
    with visit(browser, f"{small_book.url}sound/") as here:
        assert here.page.locator(".highlight").count() == here.page.locator(".md-code__button").count() == 2


@pytest.mark.parametrize(("words", "title"), [("peephole", "Another page"), ("forget gate", "One of everything")])
def test_search_finds(browser, small_book, words, title):
    with visit(browser, small_book.url) as here:
        assert title in search(here, words)


def test_search_finds_the_chapter_on_the_lstm(browser, site):
    with visit(browser, site.url) as here:
        assert any("gates/lstm/" in result for result in search(here, "forget gate", "href"))


def search(here, words: str, what: str = "innerText") -> list[str]:
    here.page.locator(".md-search__input").click()
    here.page.keyboard.type(words)
    here.page.wait_for_selector(".md-search-result__item", timeout=10_000)
    results = here.page.locator(".md-search-result__link" if what == "href" else ".md-search-result__item h1")
    return results.evaluate_all(f"all => all.map(e => e.{what})")


def test_the_palette_changes_and_diagrams_with_it(browser, small_book):
    with visit(browser, f"{small_book.url}sound/") as here:
        ink = "getComputedStyle(document.querySelector('.mermaid .edgePaths path')).stroke"
        paper = "getComputedStyle(document.body).backgroundColor"
        before = [here.page.evaluate(what) for what in (ink, paper)]
        here.page.locator("[data-md-component=palette] label:visible").click()
        here.page.wait_for_function(f"{ink} !== {before[0]!r}", timeout=5000)
        assert here.page.evaluate(paper) != before[1]
        assert here.page.locator("body").get_attribute("data-md-color-scheme") == "slate"
        assert not diagrams(here) + console(here)


def test_libraries_are_loaded_only_where_they_are_needed(browser, small_book):
    def loaded(page: str) -> list[str]:
        with visit(browser, small_book.url + page) as here:
            names = here.page.evaluate("performance.getEntriesByType('resource').map(e => e.name)")
            return sorted(
                {library for name in names for library in ("katex", "mermaid") if f"vendor/{library}" in name}
            )

    assert loaded("") == []
    assert loaded("sound/") == ["katex", "mermaid"]


def test_the_first_view_carries_few_letters(browser, small_book):
    with visit(browser, f"{small_book.url}other/") as here:
        sizes = here.page.evaluate(FONTS)
        assert 0 < sum(sizes) < 120_000


def test_what_scrolls_can_be_reached_by_keyboard(browser, small_book):
    with visit(browser, f"{small_book.url}sound/", viewport={"width": 360, "height": 740}) as here:
        for kind in ("Table", "Equation", "Diagram", "Code"):
            here.page.wait_for_selector(f"[role=group][tabindex='0'][aria-label^={kind}]", timeout=5000)
