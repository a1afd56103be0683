"""The equation ledger: a numbered equation on a page, the code that computes it, the tests that check it.

`$$ … \\tag{lstm.3} $$` on a page; `# (lstm.3)` in a comment of src/, on the line or above it;
`@pytest.mark.equation("lstm.3")` on a test. The three sets must be equal.
"""

import ast
import io
import os
import re
import tokenize
from dataclasses import dataclass
from pathlib import Path

from .book import Book, Problem
from .generated import filled
from .prose import line_at, prose

NAME = r"[a-z][a-z0-9-]*\.\d+[a-z]?"
MATHS = re.compile(r"\$\$(.+?)\$\$", re.S)
TAG = re.compile(r"\\tag\{([^}]*)\}")
CITED = re.compile(rf"\(({NAME})\)")


@dataclass(frozen=True)
class Place:
    tag: str
    file: Path
    line: int
    text: str  # the equation, the line of code, or the name of the test
    code: str = ""


def on_pages(book: Book) -> list[Place]:
    pages = [(page, prose(page)) for page in book.pages() if page.is_relative_to(book.docs)]
    return [
        Place(tag[1], page, line_at(text, maths.start(1) + tag.start()), maths[1])
        for page, text in pages
        for maths in MATHS.finditer(text)
        for tag in TAG.finditer(maths[1])
    ]


def in_source(book: Book) -> list[Place]:
    here = Path(__file__).parent
    return [p for path in sorted((book.root / "src").rglob("*.py")) if here not in path.parents for p in _cited(path)]


def _cited(path: Path) -> list[Place]:
    text = path.read_text("utf-8")
    tokens = tokenize.generate_tokens(io.StringIO(text).readline) if CITED.search(text) else []
    comments = [t for t in tokens if t.type == tokenize.COMMENT]
    return [Place(tag, path, t.start[0], t.line.strip()) for t in comments for tag in CITED.findall(t.string)]


def in_tests(book: Book) -> list[Place]:
    found = []
    for path in sorted((book.root / "tests").rglob("test_*.py")):
        text = path.read_text("utf-8")
        for node in ast.walk(ast.parse(text)) if "mark.equation" in text else ():
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                found += _marked(path, text, node)
    return found


def _marked(path: Path, text: str, node: ast.FunctionDef | ast.ClassDef) -> list[Place]:
    calls = [call for mark in node.decorator_list for call in ast.walk(mark) if isinstance(call, ast.Call)]
    marks = [call for call in calls if ast.unparse(call.func) == "pytest.mark.equation"]
    first = min([node.lineno, *(mark.lineno for mark in node.decorator_list)])
    code = "\n".join(text.split("\n")[first - 1 : node.end_lineno])
    tags = [(arg.value, call.lineno) for call in marks for arg in call.args if isinstance(arg, ast.Constant)]
    return [Place(tag, path, line, node.name, code) for tag, line in tags]


def check(book: Book) -> list[Problem]:
    pages, source, tests = on_pages(book), in_source(book), in_tests(book)
    number = r"Number it on its page with \tag{{{}}}."
    ledger = (
        (pages, source, "no code cites equation ({})", "Write `# ({})` above the line of src/ that computes it."),
        (pages, tests, "no test checks equation ({})", 'Mark a test with @pytest.mark.equation("{}").'),
        (source, pages, "cites equation ({}), which is on no page", number),
        (tests, pages, "checks equation ({}), which is on no page", number),
    )
    wrong = [(p, *texts) for have, want, *texts in ledger for p in have if p.tag not in {other.tag for other in want}]
    for n, place in enumerate(pages):
        if not re.fullmatch(NAME, place.tag):
            wrong.append((place, "equation tag '{}' is not of the form chapter.number", r"Write \tag{{lstm.3}}."))
        if place.tag in {other.tag for other in pages[:n]}:
            wrong.append((place, "equation ({}) is numbered twice", "Give each equation its own number."))
    return [book.problem(p.file, p.line, what.format(p.tag), todo.format(p.tag)) for p, what, todo in wrong]


def generated(book: Book) -> dict[Path, str]:
    """The small block that each page with equations includes, and the reference page of all equations."""
    pages, source, tests = on_pages(book), in_source(book), in_tests(book)
    ledger = book.docs / "reference" / "equations.md"
    files, entries = {}, []
    for page in dict.fromkeys(place.file for place in pages):
        own = [place for place in pages if place.file == page]
        to = os.path.relpath(ledger, page.parent)
        lines = []
        for place in own:
            count = sum(test.tag == place.tag for test in tests)
            lines.append(f"- [({place.tag})]({to}#{_anchor(place.tag)}): checked by {count} test{'s' * (count != 1)}")
            entries.append(_entry(book, ledger, place, source, tests))
        files[book.root / "snippets" / f"{book.slug(page)}.equations.md"] = "\n".join(lines) + "\n"
    files[ledger] = filled(ledger, "Equations", "\n\n".join(entries))
    return files


def _anchor(tag: str) -> str:
    return tag.replace(".", "-")


def _entry(book: Book, ledger: Path, place: Place, source: list[Place], tests: list[Place]) -> str:
    link = os.path.relpath(place.file, ledger.parent)
    parts = [f"## ({place.tag}) {{ #{_anchor(place.tag)} }}", f"$$\n{place.text.strip()}\n$$"]
    parts.append(f"On the page [{book.slug(place.file)}]({link}). Computed by:")
    parts.append("\n".join(f"- `{book.name(p.file)}:{p.line}`" for p in source if p.tag == place.tag))
    for test in (t for t in tests if t.tag == place.tag):
        code = "\n".join(f"    {line}".rstrip() for line in ["```python", *test.code.split("\n"), "```"])
        parts.append(f'??? example "Checked by `{test.text}` in `{book.name(test.file)}:{test.line}`"\n\n{code}')
    return "\n\n".join(parts)
