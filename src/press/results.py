"""The results ledger: every measured number in prose comes from docs/results/*.json, and that from code as it is now.

A number with a unit of measurement (%, ±, seconds, "times faster") or after the name of a score (accuracy, F1 ...) is a
measured claim. It is either a link with its key,
`[88.9 %](../reference/results.md#sentiment){data-result="sentiment.lstm.test_accuracy"}`, or its paragraph says where
it comes from: `<!-- given: Pascanu 2013, section 3 -->`. A comment alone speaks for the paragraph or table below it.
"""

import json
import os
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

from .book import Book, Problem, line_of
from .prose import COMMENT, DISPLAY, INLINE, blanked, filled, line_at, without_code

CITED = re.compile(r'\[(?P<text>[^\]]*)\]\((?P<link>[^)\s]*)\)\{[^}\n]*data-result="(?P<key>[^"]*)"[^}\n]*\}')
NOT_PROSE = re.compile(r"\]\([^)]*\)|\{[^}\n]*\}|<[a-z/][^>]*>", re.S)  # link targets, attributes, HTML
CLAIM = re.compile(
    r"""(?<![\w.])\d[\d.,]*\s?(?:[%‰±]|[\s-]?(?:[mµn]?s|sec(?:ond)?s?|min(?:ute)?s?|h|hours?|percent)\b
    |\s?(?:×|times)\s(?:faster|slower|more|less|better|worse))
    |\b(?:accuracy|F1|BLEU|perplexity|MAE|RMSE|MASE)\s(?:of|is|was|=|:)?\s?\d""",
    re.X | re.I,
)
GIVEN = re.compile(r"<!--\s*given:\s*\w")
SEEDS = 3


def load(book: Book) -> dict[Path, dict]:
    return {path: json.loads(path.read_text("utf-8")) for path in book.files("docs/results/*.json")}


def values(book: Book) -> dict[str, str]:
    return {f"{run['experiment']}.{key}": v["text"] for run in load(book).values() for key, v in run["values"].items()}


def rewritten(book: Book) -> dict[Path, str]:
    """Each page with its keyed numbers as they were recorded."""
    known, files = values(book), {}
    for page in book.pages():
        files[page] = page.read_text("utf-8")
        for hit in reversed(list(CITED.finditer(without_code(page)))):
            start, end = hit.span("text")
            files[page] = files[page][:start] + known.get(hit["key"], hit["text"]) + files[page][end:]
    return files


def check_pages(book: Book) -> Iterator[Problem]:
    known, ledger = values(book), book.docs / "reference" / "results.md"
    for page in book.pages():
        text = without_code(page)
        for hit in CITED.finditer(text):
            line, key, told = line_at(text, hit.start()), hit["key"], known.get(hit["key"])
            target = f"{os.path.relpath(ledger, page.parent)}#{key.split('.')[0]}"
            if told is None:
                todo = "Record it, or correct the key; reference/results.md lists them."
                yield book.problem(page, line, f"no recorded result '{key}'", todo)
            elif told != hit["text"]:
                what = f"stale number: the page says '{hit['text']}', recorded is '{told}' ({key})"
                yield book.problem(page, line, what, "Run: python -m press results")
            if hit["link"] != target:
                yield book.problem(page, line, f"'{key}' links to {hit['link']}", f"Link to {target}.")
        yield from _unkeyed(book, page, text)


def _unkeyed(book: Book, page: Path, text: str) -> Iterator[Problem]:
    bare = blanked(text, DISPLAY, INLINE, CITED, COMMENT, NOT_PROSE)
    todo = 'Cite its key with {data-result="..."}, or say its source: <!-- given: source -->.'
    at, spoken_for = 0, False
    for paragraph in re.split(r"(\n\s*\n)", text):
        given = bool(GIVEN.search(paragraph))
        for hit in CLAIM.finditer(bare, at, at + len(paragraph)) if not given and not spoken_for else ():
            what = f"measured claim without a key: '{hit[0]}'"
            yield book.problem(page, line_at(text, hit.start()), what, todo)
        if paragraph.strip():
            spoken_for = given and not COMMENT.sub("", paragraph).strip()
        at += len(paragraph)


def check_runs(book: Book) -> Iterator[Problem]:
    """The code that each recorded run came from has not changed since; it ran often enough to know its spread."""
    for path, run in load(book).items():
        again, digest = f"Run: {run['command']}", pkgutil.resolve_name(book.digest)
        for file, was in run["source"].items():
            now = digest(book.root / file) if (book.root / file).is_file() else ""
            if was != now:
                what = f"{file} was {'changed' if now else 'deleted'} since this was recorded ({run['recorded']})"
                yield book.problem(path, line_of(path, f'"{file}"'), what, again)
        if len(run["seeds"]) < SEEDS and not run.get("deterministic"):
            what = f"recorded with {len(run['seeds'])} of {SEEDS} seeds"
            yield book.problem(path, line_of(path, '"seeds"'), what, again)


def generated(book: Book) -> dict[Path, str]:
    page = book.docs / "reference" / "results.md"
    return {page: filled(page, "Results", "\n\n".join(_entry(path, run) for path, run in load(book).items()))}


def _entry(path: Path, run: dict) -> str:
    machine, versions = (
        ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in table.items())
        for table in (run["machine"], run["versions"])
    )
    rows = ["| key | what | value | each seed |", "|---|---|---|---|"]
    for key, value in run["values"].items():
        each = ", ".join(f"{x:.4g}" for x in value.get("data", []))
        rows.append(f"| `{run['experiment']}.{key}` | {value['label']} | {value['text']} | {each} |")
    return f"""## {run["experiment"]} {{ #{run["experiment"]} }}

{run["question"]}

- Recorded {run["recorded"]} by `{run["command"]}`, seeds {", ".join(map(str, run["seeds"]))}
{_confirmed(run)}{_took(run)}- Machine: {machine}
- Versions: {versions}
- All of it: [{path.name}](../results/{path.name})

""" + "\n".join(rows)


def _took(run: dict) -> str:
    """How long the recording took, if that was noted."""
    if "took" not in run:
        return ""
    told = run["took"]
    least = "" if told["whole"] else "at least "
    return (
        f"- Took {least}{told['processor_minutes']:.1f} min of processor time, {told['wall_minutes']:.1f} min by the"
        " clock of a machine that may have had other work\n"
    )


def _confirmed(run: dict) -> str:
    """That the run was repeated with the code as it is now, if it was."""
    if "confirmed" not in run:
        return ""
    told = run["confirmed"]
    return (
        f"- Confirmed {told['date']}: the code was changed after the recording. Run again with seed {told['seed']}, it"
        f" gave the same {told['values compared']} values to the last digit. Times and memory are as first recorded\n"
    )
