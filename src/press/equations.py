"""The equation ledger: a numbered equation on a page, the code that computes it, the tests that check it.

`$$ … \\tag{lstm.3} $$` on a page; `# (lstm.3)` in a comment of src/, on the line or above it;
`@pytest.mark.equation("lstm.3")` on a test. The three sets must be equal.
"""

import ast
import os
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .book import Book, Problem
from .prose import DISPLAY, filled, line_at, prose

NAME = r"[a-z][a-z0-9-]*\.\d+[a-z]?"
TAG = re.compile(r"\\tag\{([^}]*)\}")
CITED = re.compile(rf"\(({NAME})\)")


@dataclass(frozen=True)
class Place:
    tag: str
    file: Path
    line: int
    text: str = ""  # the equation, or the name of the test
    code: str = ""  # the test


def on_pages(book: Book) -> list[Place]:
    return [
        Place(tag[1], page, line_at(text, maths.start() + tag.start()), maths[1] or maths[2])
        for page, text in ((page, prose(page)) for page in book.chapters())
        for maths in DISPLAY.finditer(text)
        for tag in TAG.finditer(maths[0])
    ]


def in_source(book: Book) -> list[Place]:
    found = []
    for path in book.files("src/**/*.py"):
        if path.parent != Path(__file__).parent and CITED.search(path.read_text("utf-8")):
            with path.open("rb") as file:
                comments = [t for t in tokenize.tokenize(file.readline) if t.type == tokenize.COMMENT]
            found += [Place(tag, path, token.start[0]) for token in comments for tag in CITED.findall(token.string)]
    return found


def in_tests(book: Book) -> list[Place]:
    found = []
    for path in book.files("tests/**/test_*.py"):
        text = path.read_text("utf-8")
        nodes = ast.walk(ast.parse(text)) if "mark.equation" in text else ()
        marked = ((node, mark) for node in nodes for mark in getattr(node, "decorator_list", ()))
        for node, call in ((node, call) for node, mark in marked for call in ast.walk(mark)):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "pytest.mark.equation":
                code = "\n".join(text.split("\n")[node.decorator_list[0].lineno - 1 : node.end_lineno])
                tags = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
                found += [Place(tag, path, call.lineno, node.name, code) for tag in tags]
    return found


def check(book: Book) -> Iterator[Problem]:
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
    for place, what, todo in wrong:
        yield book.problem(place.file, place.line, what.format(place.tag), todo.format(place.tag))


def generated(book: Book) -> dict[Path, str]:
    """The small block that each page with equations includes, and the reference page of all equations."""
    pages, source, tests = on_pages(book), in_source(book), in_tests(book)
    ledger = book.docs / "reference" / "equations.md"
    files: dict[Path, str] = {}
    entries, shown = [], {}
    for place in pages:
        checks = [test for test in tests if test.tag == place.tag]
        block = book.root / "snippets" / f"{book.slug(place.file)}.equations.md"
        link = f"{os.path.relpath(ledger, place.file.parent)}#{place.tag.replace('.', '-')}"
        told = f"- [({place.tag})]({link}): checked by {len(checks)} test{'s' * (len(checks) != 1)}\n"
        files[block] = files.get(block, "") + told
        lines = [line for line in source if line.tag == place.tag]
        entries.append(_entry(book, ledger, place, lines, checks, shown))
    files[ledger] = filled(ledger, "Equations", "\n\n".join(entries))
    return files


def _entry(
    book: Book, ledger: Path, place: Place, source: list[Place], tests: list[Place], shown: dict[tuple, str]
) -> str:
    """One equation of the ledger. `shown` remembers which test stands where: its code is printed once."""
    parts = [f"## ({place.tag}) {{ #{place.tag.replace('.', '-')} }}", f"$$\n{place.text.strip()}\n$$"]
    link = os.path.relpath(place.file, ledger.parent)
    parts.append(f"On the page [{book.slug(place.file)}]({link}). Computed by:")
    parts.append("\n".join(f"- `{book.name(line.file)}:{line.line}`" for line in source))
    for test in tests:
        first = shown.setdefault((test.file, test.text), place.tag)
        if first != place.tag:
            parts.append(f"Checked by `{test.text}`, which stands at [({first})](#{first.replace('.', '-')}).")
            continue
        code = "\n".join(f"    {line}".rstrip() for line in ["```text", *test.code.split("\n"), "```"])
        parts.append(f'??? example "Checked by `{test.text}` in `{book.name(test.file)}:{test.line}`"\n\n{code}')
    return "\n\n".join(parts)
