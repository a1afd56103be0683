"""The glossary of a small book: what its gate sees, what is written from it, and what the hook makes of a page."""

import importlib.util
from types import SimpleNamespace

import pytest

from press import glossary, which_page

from .conftest import REPOSITORY

ENTRY = "- term: {}\n  says: {}\n  see: {}\n"
TERMS = "\n".join(
    [
        ENTRY.format("cell", "One step of a network.", "part/toy.md#the-toy"),
        ENTRY.format("TOY", "A thing to play with.", "part/toy.md#the-toy"),
    ]
)


@pytest.fixture
def terms(book):
    """The small book with two terms, both of which its page uses."""
    path = glossary.source(book)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TERMS)
    page = book.docs / "part/toy.md"
    page.write_text(page.read_text("utf-8") + "\nCells in a\nTOY.\n")
    return path


@pytest.mark.usefixtures("terms")
def test_a_sound_glossary_passes(book):
    assert list(glossary.check(book)) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("term: cell", "term: zebra", 5, "comes after 'zebra'"),
        ("term: TOY", "term: Cell", 5, "stands twice"),
        ("term: TOY", "term: toyz", 5, "no page uses 'toyz'"),
        ("#the-toy\n\n", "#the-boy\n\n", 1, "leads nowhere"),
        ("part/toy.md#the-toy\n\n", "part/toy.md\n\n", 1, "leads nowhere"),
        ("part/toy.md#the-toy\n\n", "part/toy.md#run\n\n", 1, "'cell' is not named in part/toy.md#run"),
        ("One step", "One `step`", 1, "with markup"),
        ("network.", "network", 1, "without an end"),
        ("One step", "One. Two. Three", 1, "at length"),
        ("says: One", "tells: One", 1, "an entry has term, tells, see"),
    ],
)
def test_damage_is_seen(book, terms, old, new, line, words):
    text = terms.read_text()
    assert old in text
    terms.write_text(text.replace(old, new, 1))
    try:
        found = list(glossary.check(book))
    except type(book.problem(terms, 1, "", "")) as problem:
        found = [problem]
    assert [p for p in found if p.line == line and words in p.what and p.file == book.name(terms)], found


@pytest.mark.usefixtures("terms")
def test_the_page_lists_terms_under_their_letters(book):
    page = glossary.generated(book)[glossary.page_of(book)]
    assert page.index("## C") < page.index('<dt id="cell"') < page.index("## T") < page.index('<dt id="toy"')
    assert "One step of a network. Taught under *The toy*: [The toy](../part/toy.md#the-toy)." in page


@pytest.mark.usefixtures("terms")
def test_the_index_leads_from_each_kind_to_its_page(book):
    index = which_page.generated(book)[which_page.page_of(book)]
    assert "| [cell](glossary.md#cell) | The toy | [The toy](../part/toy.md#the-toy) |" in index
    assert "[(toy.1)](equations.md#toy-1)" in index


def test_the_way_to_the_reading_list_stands_below_further_reading():
    spec = importlib.util.spec_from_file_location("reading_hook", REPOSITORY / "overrides/hooks/reading.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    files = SimpleNamespace(get_file_from_path=lambda _: SimpleNamespace(url="reference/reading/"))
    page = SimpleNamespace(file=SimpleNamespace(src_uri="gates/lstm.md", url="gates/lstm/"))
    html = '<h2 id="further-reading">F</h2><ul><li>a</li></ul><p>Next</p><ul><li>b</li></ul>'
    said = module.on_page_content(html, page, None, files)
    assert said.index("</ul>") < said.index('<a href="../../reference/reading/">') < said.index("<p>Next")
    assert module.on_page_content("<ul></ul>", page, None, files) == "<ul></ul>"


def test_a_book_without_a_glossary_generates_none(book):
    assert not glossary.generated(book)
    assert not which_page.generated(book)


@pytest.fixture
def hook(tmp_path):
    """The hook, having read a glossary of three terms."""
    spec = importlib.util.spec_from_file_location("glossary_hook", REPOSITORY / "overrides/hooks/glossary.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    path = tmp_path / module.SOURCE
    path.parent.mkdir(parents=True)
    path.write_text(
        ENTRY.format("forget gate", 'It says "forget".', "x#y")
        + ENTRY.format("gate", "It opens & closes.", "x#y")
        + "- term: long short-term memory\n  also: [LSTM]\n  says: A cell.\n  see: x#y\n"
    )
    module.on_config({"config_file_path": str(tmp_path / "mkdocs.yml")})
    return module


def test_the_first_use_of_a_term_is_explained(hook):
    html = hook.marked("<p>Gates, and a gate.</p>", "../g/")
    assert html == '<p><a class="term" href="../g/#gate" title="It opens &amp; closes.">Gates</a>, and a gate.</p>'


def test_the_longer_term_wins_and_the_shorter_is_still_explained(hook):
    html = hook.marked("<p>A forget\ngate is a gate.</p>", "g")
    assert ">forget\ngate</a> is a <a" in html
    assert "It says &quot;forget&quot;." in html


def test_two_words_for_one_thing_are_explained_once(hook):
    html = hook.marked("<p>An LSTM, or long short-term memory. No lstm.</p>", "g")
    assert html.count("<a ") == 1
    assert ">LSTM</a>" in html


@pytest.mark.parametrize(
    "html",
    [
        "<h2>The gate</h2>",
        '<p><a href="x">a <em>gate</em></a></p>',
        "<pre><code>gate</code></pre>",
        "<p><code>gate</code></p>",
        '<p><span class="arithmatex">\\(gate\\)</span></p>',
        '<pre class="mermaid"><code>gate</code></pre>',
        "<details><summary>a gate</summary><details><p>x</p></details><p>gate</p></details>",
        '<div class="admonition-title">gate</div>',
        "<!-- gate -->",
        '<img alt="a gate > b" src="x">',
        "<p>a non-gate, gate-like, gateway</p>",
    ],
)
def test_what_is_no_running_text_is_left_alone(hook, html):
    assert hook.marked(html, "g") == html


def test_text_after_something_left_alone_is_marked_again(hook):
    html = hook.marked("<details><summary>x</summary></details><p>gate<br/>and</p>", "g")
    assert ">gate</a>" in html


@pytest.mark.parametrize("page", ["reference/results.md", "index.md"])
def test_ledgers_and_the_front_page_are_left_alone(hook, page):
    files = SimpleNamespace(get_file_from_path=lambda _: SimpleNamespace(url="reference/glossary/"))
    asked = SimpleNamespace(file=SimpleNamespace(src_uri=page, url="x/"))
    assert hook.on_page_content("<p>gate</p>", asked, None, files) == "<p>gate</p>"
    asked.file.src_uri = "gates/lstm.md"
    assert "<a" in hook.on_page_content("<p>gate</p>", asked, None, files)
