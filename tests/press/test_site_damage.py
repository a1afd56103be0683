"""Damage that only shows in the built site is found there and traced to the line of its source."""

import shutil

import pytest

from press import gates
from press.book import open_book
from press.site import Site

from .conftest import build_site, replace

# kind: (gate, page, the text that is planted on a line of its own, words of the failure)
PLANTED = {
    "dead link": ("links", "docs/index.md", "[a](nowhere.md)", "dead link: nowhere.md"),
    "dead anchor": ("links", "docs/index.md", "[b](part/toy.md#nothing)", "toy/#nothing (cannot find fragment)"),
    "dead anchor on the page": ("links", "docs/index.md", "[c](#missing)", "dead link: #missing"),
    "dead anchor into a notebook": ("links", "docs/index.md", "[d](notebooks/hand.py#lost)", "hand/#lost"),
    "dead link in raw HTML": ("links", "docs/part/toy.md", '<a href="../gone/">e</a>', "dead link: ../gone/"),
    "missing picture": ("links", "docs/part/toy.md", '<img alt="f" src="../../none.svg">', "dead link: ../../none.svg"),
    "dead link in a notebook": ("links", "docs/notebooks/hand.py", "# [g](../wrong/)", "dead link: ../wrong/"),
    "no alt text": ("alt text", "docs/index.md", '<img src="figures/toy.light.svg">', "alt text: figures/toy.light"),
    "no alt text in a notebook": (
        "alt text",
        "docs/notebooks/hand.py",
        "# ![](../../figures/toy.dark.svg)",
        "alt text: ../../figures/toy.dark",
    ),
    "picture from elsewhere": ("origin", "docs/index.md", '<img alt="h" src="https://example.org/h.png">', "h.png"),
    "script from elsewhere": ("origin", "docs/index.md", '<script src="//cdn.example.org/i.js"></script>', "i.js"),
    "style from elsewhere": (
        *("origin", "docs/index.md"),
        *('<style>p { background: url("https://example.org/j.png") }</style>', "j.png"),
    ),
    "Python in raw HTML": (
        *("code", "docs/part/toy.md"),
        *('<div class="language-python"><pre><code>never()</code></pre></div>', "code that no test ran: 'never()'"),
    ),
    "Python without a fence": (
        "code",
        "docs/index.md",
        "    hidden_away()",
        "code that no test ran: 'hidden_away()'",
    ),
    "tags that cross": ("grammar", "docs/index.md", "<div><b>k</div></b>", "invalid HTML"),
}


@pytest.fixture(scope="module")
def found(sound, tmp_path_factory):
    root = tmp_path_factory.mktemp("planted") / "book"
    shutil.copytree(sound, root)
    for _, page, text, _ in PLANTED.values():
        path = root / page
        lines = path.read_text("utf-8").rstrip().split("\n")
        if path.suffix == ".py":
            lines[2:2] = [text]
        else:
            lines += ["", text]
        path.write_text("\n".join(lines) + "\n", "utf-8")
    (root / "docs/skipped.md").write_text("<!--pytest-codeblocks:skipfile-->\n\n```python\nskipped()\n```\n")
    (root / "docs/part/far.css").write_text('p {}\n@import "https://example.org/far.css";\n')
    site = Site(open_book(root), build_site(root))
    return root, {name: list(gate(site)) for name, gate in gates.SITE.items()}


@pytest.mark.parametrize(("gate", "page", "text", "words"), PLANTED.values(), ids=PLANTED)
def test_planted_damage_is_found(gate, page, text, words, found):
    root, problems = found
    last = text.split("\n")[-1]
    line = (root / page).read_text("utf-8").split("\n").index(last) + 1
    named = {page: line, f"site/{page.removeprefix('docs/').replace('.md', '.html')}": None}
    hits = [p for p in problems[gate] if words in p.what and (p.file not in named or named[p.file] in {p.line, None})]
    assert hits, [str(p) for p in problems[gate]]
    if gate != "grammar":  # the grammar of a built page has no line in its source
        assert [(p.file, p.line) for p in hits] == [(page, line)]


def test_page_that_is_never_read(found):
    assert any(str(p).startswith("docs/skipped.md:4: code that no test ran") for p in found[1]["code"])


def test_style_sheet_from_elsewhere(found):
    assert any(str(p).startswith("site/part/far.css:2: asset from another origin") for p in found[1]["origin"])


def test_code_changed_since_the_site_was_built(book):
    site = build_site(book.root)
    replace(book.root / "snippets/part/toy.py", "hidden + random", "hidden - random")
    found = gates.SITE["code"](Site(book, site))
    assert any("code that no test ran: 'def drawn() -> float:'" in p.what for p in found)
