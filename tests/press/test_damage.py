"""Each kind of damage to the book is found by its gate, in the right file, on the right line."""

import pytest

from press import gates

from .conftest import replace, run_pages

TOY = "docs/part/toy.md"
FORMULA = r"h_t = \tanh(s x_t + h_{t-1}) \tag{toy.1}"

# kind: (gate, file to damage, old text, new text, file that is named, text on the line that is named, words)
DAMAGE = {
    "stale recorded output": (
        *("outputs", "snippets/part/toy.out", "0.964", "0.965"),
        *("snippets/part/toy.out", "0.965", "recorded '    0.965', printed '    0.964'"),
    ),
    "code changed below its output": (
        *("outputs", "src/toybox/cell.py", "SCALE = 2.0", "SCALE = 3.0"),
        *("snippets/part/toy.out", "0.964", "printed '    0.995'"),
    ),
    "snippet that raises": (
        *("outputs", "snippets/part/toy.py", "hidden = 3", "hidden = none"),
        *("snippets/part/toy.py", "hidden = none", "NameError"),
    ),
    "snippet that leaves": (
        *("outputs", "snippets/part/toy.py", "hidden = 3", "raise SystemExit"),
        *("snippets/part/toy.py", "import random", "ended without a word"),
    ),
    "printing outside a section": (
        *("outputs", "snippets/part/toy.py", "hidden = 3", 'print("hidden")'),
        *("snippets/part/toy.py", 'print("hidden")', "prints outside a section"),
    ),
    "missing section": (
        *("sections", TOY, "toy.py:two", "toy.py:three"),
        *(TOY, "toy.py:three", "its sections are one, two"),
    ),
    "section that never ends": (
        *("sections", "snippets/part/toy.py", "[end:one]", "[end:on]"),
        *("snippets/part/toy.py", "[start:one]", "section 'one' never ends"),
    ),
    "section that never starts": (
        *("sections", "src/toybox/cell.py", "    # --8<-- [start:step]\n", ""),
        *("src/toybox/cell.py", "[end:step]", "never started"),
    ),
    "section started twice": (
        *("sections", "snippets/part/toy.py", "[start:two]", "[start:one]"),
        *("snippets/part/toy.py", None, "section 'one' starts twice"),
    ),
    "snippet that does not import what it uses": (
        *("imports of snippets", "snippets/part/toy.py", "hidden = 3", "import email\nhidden = email.mime.text"),
        *("snippets/part/toy.py", "email.mime.text", "uses email.mime.text, which email may not load"),
    ),
    "section shown nowhere": (
        *("sections", TOY, '--8<-- "snippets/part/toy.py:two"', "2"),
        *("snippets/part/toy.py", "[start:two]", "shown on no page"),
    ),
    "include by line numbers": (
        *("sections", TOY, "cell.py:step", "cell.py:8:10"),
        *(TOY, "cell.py:8:10", "lines by number"),
    ),
    "include of a missing file": (
        *("sections", TOY, "src/toybox/cell.py", "src/toybox/sell.py"),
        *(TOY, "sell.py", "there is no such file"),
    ),
    "stale number": (
        *("results on pages", TOY, "[90.0 ± 1.0 %]", "[91.0 ± 1.0 %]"),
        *(TOY, "[91.0", "stale number: the page says '91.0 ± 1.0 %', recorded is '90.0 ± 1.0 %'"),
    ),
    "unknown key": (
        *("results on pages", TOY, "toy.cell.accuracy", "toy.cell.precision"),
        *(TOY, "toy.cell.precision", "no recorded result"),
    ),
    "number linked to the wrong run": (
        *("results on pages", TOY, "results.md#toy)", "results.md#other)"),
        *(TOY, "#other", "links to"),
    ),
    "claim without a key": (
        *("results on pages", TOY, "# The toy\n", "# The toy\n\nIt trains in 12 seconds."),
        *(TOY, "12 seconds", "measured claim without a key: '12 seconds'"),
    ),
    "score without a key": (
        *("results on pages", "docs/index.md", "Read", "It has an accuracy of 0.9. Read"),
        *("docs/index.md", "0.9", "measured claim"),
    ),
    "exemption without a source": (
        *("results on pages", TOY, "<!-- given: two equal classes -->", "<!-- given: -->"),
        *(TOY, "Chance", "measured claim without a key: '50 %'"),
    ),
    "result whose code changed": (
        *("recorded runs", "src/toybox/cell.py", "SCALE = 2.0", "SCALE = 2.5"),
        *("docs/results/toy.json", "src/toybox/cell.py", "Run: python -m toybox run toy"),
    ),
    "result whose code is gone": (
        *("recorded runs", "docs/results/toy.json", "src/toybox/cell.py", "src/toybox/gone.py"),
        *("docs/results/toy.json", "gone.py", "was deleted since"),
    ),
    "too few seeds": (
        *("recorded runs", "docs/results/toy.json", "[0, 1, 2]", "[0]"),
        *("docs/results/toy.json", '"seeds"', "1 of 3 seeds"),
    ),
    "equation without a test": (
        *("equations", "tests/test_toy.py", '@pytest.mark.equation("toy.1")\n', ""),
        *(TOY, r"\tag{toy.1}", "no test checks equation (toy.1)"),
    ),
    "equation without code": (
        *("equations", "src/toybox/cell.py", "(toy.1)", "toy.1"),
        *(TOY, r"\tag{toy.1}", "no code cites equation (toy.1)"),
    ),
    "code citing no equation": (
        *("equations", "src/toybox/cell.py", "(toy.1)", "(toy.1) (toy.2)"),
        *("src/toybox/cell.py", "(toy.2)", "cites equation (toy.2), which is on no page"),
    ),
    "test of no equation": (
        *("equations", "tests/test_toy.py", '"toy.1")', '"toy.1", "toy.3")'),
        *("tests/test_toy.py", "toy.3", "checks equation (toy.3), which is on no page"),
    ),
    "equation numbered twice": (
        *("equations", TOY, "## Run", r"$$ h = 1 \tag{toy.1} $$"),
        *(TOY, "h = 1", "numbered twice"),
    ),
    "malformed tag": (
        *("equations", TOY, r"\tag{toy.1}", r"\tag{1}"),
        *(TOY, r"\tag{1}", "not of the form"),
    ),
    "bad TeX": (
        *("formulas", TOY, "h_{t-1})", "h_{t-1)"),
        *(TOY, "$$", "bad TeX: KaTeX parse error"),
    ),
    "unknown command in TeX": (
        *("formulas", TOY, "where $h$", r"where $\hh$"),
        *(TOY, r"\hh", "Undefined control sequence"),
    ),
    "display that never ends": (
        *("formulas", "docs/index.md", "Read", "$$ h = 1\n\nRead"),
        *("docs/index.md", "$$", "never ends"),
    ),
    "bad mermaid label": (
        *("diagrams", TOY, 'x["x(t)"]', "x[x(t)]"),
        *(TOY, "x[x(t)]", "bad mermaid: bare parentheses"),
    ),
    "unknown diagram": (
        *("diagrams", TOY, "flowchart LR", "flowchrat LR"),
        *(TOY, "```mermaid", "unknown diagram 'flowchrat LR'"),
    ),
    "stale figure": (
        *("figure files", "docs/results/toy.json", "2026-01-01", "2026-01-02"),
        *("docs/figures/toy.dark.svg", "sha256", "stale figure"),
    ),
    "figure of nothing recorded": (
        *("figure files", "docs/figures/toy.light.svg", "sha256:", "md5:"),
        *("docs/figures/toy.light.svg", "<svg", "does not say which recorded result"),
    ),
    "image without alt text": (
        *("pictures", TOY, "![A square](../figures/toy.light", "![](../figures/toy.light"),
        *(TOY, "toy.light.svg", "image without alt text"),
    ),
    "picture without dark twin": (
        *("pictures", TOY, "![A square](../figures/toy.dark.svg#only-dark)", ""),
        *(TOY, "toy.light.svg", "without its twin ../figures/toy.dark.svg#only-dark"),
    ),
    "picture in one scheme": (
        *("pictures", TOY, "toy.light.svg#only-light", "toy.light.svg"),
        *(TOY, "toy.light.svg", "in one scheme only"),
    ),
    "twins that say different things": (
        *("pictures", TOY, "![A square](../figures/toy.dark", "![Another](../figures/toy.dark"),
        *(TOY, "toy.dark.svg", "different alt text"),
    ),
    "stale download": (
        *("generated files", "docs/downloads/part/toy.py", "hidden = 3", "hidden = 4"),
        *("docs/downloads/part/toy.py", "hidden = 4", "python -m press outputs"),
    ),
    "stale notebook": (
        *("generated files", "docs/downloads/part/toy.ipynb", "hidden = 3", "hidden = 4"),
        *("docs/downloads/part/toy.ipynb", "hidden = 4", "python -m press outputs"),
    ),
    "stale list of results": (
        *("generated files", "docs/reference/results.md", "90.0 ± 1.0 % |", "99.0 ± 1.0 % |"),
        *("docs/reference/results.md", "99.0", "python -m press results"),
    ),
    "download that does not run": (
        *("downloads run", "docs/downloads/part/toy.py", "hidden = 3", "hidden = open('data.txt')"),
        *("docs/downloads/part/toy.py", "data.txt", "FileNotFoundError"),
    ),
    "notebook that does not run": (
        *("downloads run", "docs/downloads/part/toy.ipynb", "hidden = 3", "hidden = three"),
        *("docs/downloads/part/toy.ipynb", "{", "NameError"),
    ),
    "download that prints something else": (
        *("downloads run", "docs/downloads/part/toy.py", "random.seed(1)", "random.seed(2)"),
        *("docs/downloads/part/toy.py", '"""', "does not print what the page shows"),
    ),
    "no link to the download": (
        *("downloads", TOY, "downloads/part/toy.ipynb", "downloads/part/toy.html"),
        *(TOY, "# The toy", "no link to the page's own code"),
    ),
    "notebook page that raises": (
        *("notebooks run", "docs/notebooks/hand.py", "Cell().step(1.0, 0.0)", "Cell().leap(1.0)"),
        *("docs/notebooks/hand.py", "leap", "AttributeError"),
    ),
}


@pytest.mark.parametrize(("gate", "file", "old", "new", "named", "text", "words"), DAMAGE.values(), ids=DAMAGE)
def test_damage_is_found(gate, file, old, new, named, text, words, book):
    replace(book.root / file, old, new)
    found = list({**gates.READ, **gates.RUN}[gate](book))
    lines = (book.root / named).read_text("utf-8").split("\n")
    at = [n for n, line in enumerate(lines, 1) if text is None or text in line]
    hits = [p for p in found if p.file == named and p.line in at and words in str(p)]
    assert hits, [str(p) for p in found]


def test_leftovers_are_found(book):
    (book.docs / "downloads/part/old.py").write_text("1")
    (book.root / "snippets/part/old.out").write_text("")
    (book.docs / "figures/toy.dark.svg").unlink()
    found = [
        str(p) for name in ("downloads", "outputs", "figure files") for p in {**gates.READ, **gates.RUN}[name](book)
    ]
    assert any(p.startswith("docs/downloads/part/old.py:1: download without a page") for p in found)
    assert any(p.startswith("snippets/part/old.out:1: output of a snippet that does not exist") for p in found)
    assert any(p.startswith("docs/figures/toy.light.svg:1: no light and dark twin") for p in found)


SHOWN = {
    "recorded": ("snippets/part/toy.out", "0.964", "0.965", "snippets/part/toy.out:2: the page shows '0.965'"),
    "written by hand": (
        TOY,
        "```\n1\n```",
        "```\n2\n```",
        "docs/part/toy.md:46: the page shows '2', the code printed '1'",
    ),
    "of a shell": (TOY, "```text\n2\n", "```text\n3\n", "docs/part/toy.md:61: in this block"),
    "raised in the snippet": (
        *("snippets/part/toy.py", "hidden = 3", "hidden = none"),
        "snippets/part/toy.py:15: in <module>\n    hidden = none",
    ),
    "raised in the library": ("src/toybox/cell.py", "SCALE * x", "SCALE * y", "src/toybox/cell.py:12: in step"),
}


@pytest.mark.parametrize(("file", "old", "new", "words"), SHOWN.values(), ids=SHOWN)
def test_page_shows_what_its_code_prints(file, old, new, words, book):
    replace(book.root / file, old, new)
    assert words in run_pages(book.root)
