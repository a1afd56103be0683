"""Where a symbol is defined: every row of the notation has its sections, and their formulas hold its symbols."""

import pytest

from press import glossary, symbols, which_page

PAGE = """# Page

## First

The sum $W_n x_t + \\bar{a}$ is squashed.

$$h_t = \\tanh(a_t) \\tag{page.1}$$

## Second

$$p_{t}(k) = \\sigma\\big(v^\\top h_{t-1}\\big) \\tag{page.2}$$
"""
NOTATION = """# N

## Symbols

| symbol | meaning |
|---|---|
| $W_n, x_t$ | weights and input |
| $h_t$, $p_t(k)$ | state; chance of $k$ |
| $\\sigma(a)$, $v$ | logistic, and a vector |

## After

| symbol | what |
|---|---|
| $zz$ | not a symbol of the book |
"""
PLACES = """- symbol: $W_n, x_t$
  see: part/page.md#first
- symbol: $h_t$, $p_t(k)$
  see:
    - part/page.md#first
    - part/page.md#second
- symbol: $\\sigma(a)$, $v$
  see: part/page.md#second
"""


@pytest.fixture
def places(book):
    """The small book with a notation, a page that uses its symbols, and the file that says where."""
    for path, text in ((book.docs / "part/page.md", PAGE), (symbols.notation(book), NOTATION)):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    path = symbols.source(book)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PLACES)
    return path


@pytest.mark.usefixtures("places")
def test_sound_places_pass(book):
    assert list(symbols.check(book)) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("see: part/page.md#second", "see: part/page.md#first", 9, "uses no symbol of $\\sigma(a)$, $v$"),
        ("    - part/page.md#second\n", "", 8, "p_t(k) stands in no formula of part/page.md#first"),
        ("see: part/page.md#first\n", "see: part/page.md#third\n", 7, "is no section"),
        ("see: part/page.md#first\n", "see: part/page.md\n", 7, "is no section"),
        ("- symbol: $W_n, x_t$", "- symbol: $W_n$", 7, "$W_n, x_t$ leads nowhere"),
        ("- symbol: $W_n, x_t$", "- symbol: $W_n$", 1, "$W_n$ is no row of the notation"),
    ],
)
def test_damage_is_seen(book, places, old, new, line, words):
    text = places.read_text()
    assert old in text
    places.write_text(text.replace(old, new, 1))
    found = list(symbols.check(book))
    assert [p for p in found if p.line == line and words in p.what], found


@pytest.mark.usefixtures("places")
def test_a_page_that_drops_a_symbol_is_seen(book):
    page = book.docs / "part/page.md"
    page.write_text(PAGE.replace("W_n x_t", "W_m x_t"))
    (problem,) = symbols.check(book)
    assert "W_n stands in no formula of part/page.md#first" in problem.what


@pytest.mark.usefixtures("places")
def test_the_index_leads_to_every_section(book):
    glossary.source(book).write_text("- term: toy\n  says: A toy.\n  see: part/page.md#first\n")
    index = which_page.generated(book)[which_page.page_of(book)]
    both = "[First](../part/page.md#first), [Second](../part/page.md#second)"
    assert f"| $h_t$, $p_t(k)$ | state; chance of $k$ | Page | {both} |" in index
    assert "zz" not in index


@pytest.mark.parametrize(
    ("symbol", "tex", "found"),
    [
        ("x_t", "W x_t + b", True),
        ("x_t", "W x_{t} + b", True),
        ("x_t", "W x_{t-1}", False),
        ("x_t", r"\max_t", False),
        ("h", r"h'", False),
        ("v", r"v^\top \tanh(a)", True),
        ("v", "v^2", False),
        ("v", "E_v", False),
        (r"\hat y_t", r"\hat{y}_t", True),
        (r"\sigma(a)", r"\sigma(W x)", True),
        (r"\sigma(a)", r"\sigma_{\max}(U)", False),
        (r"p(x_t \mid x_1, \dots, x_{t-1})", r"p(j \mid i)", True),
        (r"\lVert \cdot \rVert_2", r"\lVert U \rVert_2", True),
        (r"\lVert \cdot \rVert_2", r"\lVert U \rVert_F", False),
        (r"M^\top", r"U^\top", True),
        (r"\prod", r"\prod_{t=1}^{T}", True),
        ("a_g", r"a_f \\ a_g \\ a_o", True),
    ],
)
def test_how_a_symbol_is_found_in_a_formula(symbol, tex, found):
    assert bool(symbols.pattern(symbols.bare(symbol)).search(symbols.bare(tex))) is found


@pytest.mark.usefixtures("places")
def test_the_arguments_of_a_function_are_no_symbols(book):
    assert [row.symbols for row in symbols.rows(book)][1] == ("h_t", "p_t(k)")
    row = symbols.Row(r"$p(x_1, x_2)$, $t_{n-1,\,0.975}$", "", 1)
    assert row.symbols == ("p(x_1,x_2)", "t_{n-1,0.975}")
