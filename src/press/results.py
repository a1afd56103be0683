"""The results ledger: every measured number in prose comes from docs/results/*.json, and that from code as it is now.

The rule for prose, in docs/ and README.md: a number with a unit of measurement (%, ±, seconds, minutes, hours, "times
faster") or after the name of a score (accuracy, F1, BLEU, perplexity, MAE ...) is a measured claim. It is either a link
with its key, `[88.9 %](../reference/results.md#sentiment){data-result="sentiment.lstm.test_accuracy"}`, or it stands in
a paragraph that says where it comes from: `<!-- given: Pascanu 2013, section 3 -->`. A comment alone speaks for the
paragraph or table below it. Code, mathematics, HTML attributes and link targets are not prose.
"""

import importlib
import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from .book import Book, Problem, line_of
from .generated import filled
from .prose import MATHS, blank, line_at, without_code

CITED = re.compile(r'\[(?P<text>[^\]]*)\]\((?P<link>[^)\s]*)\)\{[^}\n]*data-result="(?P<key>[^"]*)"[^}\n]*\}')
NOT_PROSE = re.compile(
    rf"{CITED.pattern}|\]\([^)]*\)|\{{[^}}\n]*\}}|<!--.*?-->|<[a-z/][^>]*>".replace("?P<", "?P<_"), re.S
)
CLAIM = re.compile(
    r"""(?<![\w.])\d[\d.,]*\s?(?:[%‰±]|[\s-]?(?:[mµn]?s|sec(?:ond)?s?|min(?:ute)?s?|h|hours?|percent)\b
    |\s?(?:×|times)\s(?:faster|slower|more|less|better|worse))
    |\b(?:accuracy|F1|BLEU|perplexity|MAE|RMSE|MASE)\s(?:of|is|was|=|:)?\s?\d""",
    re.X | re.I,
)
GIVEN = re.compile(r"<!--\s*given:\s*\w")
SEEDS = 3


def load(book: Book) -> dict[Path, dict]:
    return {path: json.loads(path.read_text("utf-8")) for path in sorted(book.results.glob("*.json"))}


def values(book: Book) -> dict[str, str]:
    return {f"{run['experiment']}.{key}": v["text"] for run in load(book).values() for key, v in run["values"].items()}


def cited(page: Path) -> Iterator[tuple[re.Match[str], int]]:
    text = without_code(page.read_text("utf-8"))
    return ((hit, line_at(text, hit.start())) for hit in CITED.finditer(text))


def rewritten(book: Book) -> dict[Path, str]:
    """Each page with its keyed numbers as they were recorded."""
    known, files = values(book), {}
    for page in book.pages():
        text = page.read_text("utf-8")
        for hit, _ in reversed(list(cited(page))):
            start, end = hit.span("text")
            text = text[:start] + known.get(hit["key"], hit["text"]) + text[end:]
        files[page] = text
    return files


def check_pages(book: Book) -> list[Problem]:
    known, ledger, found = values(book), book.docs / "reference" / "results.md", []
    for page in book.pages():
        for hit, line in cited(page):
            key, told = hit["key"], known.get(hit["key"])
            target = f"{os.path.relpath(ledger, page.parent)}#{key.split('.')[0]}"
            if told is None:
                wrong = f"no recorded result '{key}'", "Record it, or correct the key; reference/results.md lists them."
            elif told != hit["text"]:
                what = f"stale number: the page says '{hit['text']}', recorded is '{told}' ({key})"
                wrong = what, "Run: python -m press results"
            elif hit["link"] != target:
                wrong = f"'{key}' links to {hit['link']}", f"Link to {target}."
            else:
                continue
            found.append(book.problem(page, line, *wrong))
        found += _unkeyed(book, page)
    return found


def _unkeyed(book: Book, page: Path) -> list[Problem]:
    text = without_code(page.read_text("utf-8"))
    bare = NOT_PROSE.sub(lambda hit: blank(hit[0]), MATHS.sub(lambda hit: blank(hit[0]), text))
    todo = 'Cite its key with {data-result="..."}, or say its source: <!-- given: source -->.'
    found, at, spoken_for = [], 0, False
    for paragraph in re.split(r"(\n\s*\n)", text):
        given = bool(GIVEN.search(paragraph))
        if not given and not spoken_for:
            claims = CLAIM.finditer(bare[at : at + len(paragraph)])
            lines = {line_at(text, at + hit.start()): hit[0] for hit in claims}
            found += [
                book.problem(page, n, f"measured claim without a key: '{what}'", todo) for n, what in lines.items()
            ]
        if paragraph.strip():
            spoken_for = given and not re.sub(r"<!--.*?-->", "", paragraph, flags=re.S).strip()
        at += len(paragraph)
    return found


def digest(book: Book):
    """The function that pyproject.toml names: the press does not know what a result depends on."""
    module, _, name = book.digest.partition(":")
    sys.path.insert(0, str(book.root / "src"))
    try:
        return getattr(importlib.import_module(module), name)
    finally:
        sys.path.pop(0)


def check_runs(book: Book) -> list[Problem]:
    """The code that each recorded run came from has not changed since; it ran often enough to know its spread."""
    found = []
    for path, run in load(book).items():
        again = f"Run: {run['command']}"
        for file, was in run["source"].items():
            now = digest(book)(book.root / file) if (book.root / file).is_file() else ""
            if was != now:
                what = f"{file} was {'changed' if now else 'deleted'} since this was recorded ({run['recorded']})"
                found.append(book.problem(path, line_of(path, f'"{file}"'), what, again))
        if len(run["seeds"]) < SEEDS and not run.get("deterministic"):
            what = f"recorded with {len(run['seeds'])} of {SEEDS} seeds"
            found.append(book.problem(path, line_of(path, '"seeds"'), what, again))
    return found


def generated(book: Book) -> dict[Path, str]:
    page = book.docs / "reference" / "results.md"
    return {page: filled(page, "Results", "\n\n".join(_entry(path, run) for path, run in load(book).items()))}


def _entry(path: Path, run: dict) -> str:
    def told(table: dict) -> str:
        return ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in table.items())

    rows = ["| key | what | value | each seed |", "|---|---|---|---|"]
    for key, value in run["values"].items():
        each = ", ".join(f"{x:.4g}" for x in value.get("data", []))
        rows.append(f"| `{run['experiment']}.{key}` | {value['label']} | {value['text']} | {each} |")
    return f"""## {run["experiment"]} {{ #{run["experiment"]} }}

{run["question"]}

- Recorded {run["recorded"]} by `{run["command"]}`, seeds {", ".join(map(str, run["seeds"]))}
- Machine: {told(run["machine"])}
- Versions: {told(run["versions"])}
- All of it: [{path.name}](../results/{path.name})

""" + "\n".join(rows)
