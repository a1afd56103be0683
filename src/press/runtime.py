"""How long the code of a page runs: never an estimate. What no record holds is said to be unknown.

Experiments: `took` in their records, the time of the whole run with all its processes. A record from before there was
that, or whose `took` is not the whole: what it labels as processor time. A key that is one word, `seconds`, `minutes`
or `processor_seconds`, or `all.seconds`, is a total, of the whole experiment if its label says so. Without one, the
times under longer keys that end so are summed over all runs: the training of each part. Then, and with a total of less
than the whole, the experiment took at least that long. Times by the clock of a busy machine are not used, nor is
`made.`, the training of a model that comes with the book, which is not repeated.

Snippets: docs/results/snippets.json, written by tests/press/snippet_times.py. A snippet that has changed since is
measured again.
"""

import json
import math
import pkgutil
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from .book import Book, Problem
from .prose import without_code
from .results import CITED, load

UNITS = {"s": 1, "min": 60, "minutes": 60, "h": 3600, "hours": 3600}
ENDS = {"seconds", "minutes", "processor", "processor_seconds"}
TOTALS = {"seconds", "minutes", "processor_seconds", "all.seconds"}
WHOLE = re.compile(r"of the experiment|whole run")  # in a label
SNIPPETS = "docs/results/snippets.json"
AGAIN = "Run: python tests/press/snippet_times.py --record"


class Took(NamedTuple):
    seconds: float
    whole: bool  # or at least that long

    def __str__(self) -> str:
        return clock(self.seconds) if self.whole else f"at least {clock(self.seconds)}"


def clock(seconds: float) -> str:
    """A time in the words of a timetable: 4 s, 12 min, 1 h 5 min."""
    if seconds < 59.5:
        return f"{max(1, math.ceil(seconds - 0.05))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min".replace(" 0 min", "")


def experiments(book: Book) -> dict[str, Took | None]:
    """What is known of the time of each recorded experiment."""
    return {run["experiment"]: _took(run) for run in load(book).values()}


def commands(book: Book) -> dict[str, str]:
    """How to run each recorded experiment as it was recorded, without writing a record."""
    return {run["experiment"]: run["command"].replace(" --record", "") for run in load(book).values()}


def _took(run: dict) -> Took | None:
    """The whole run if its record holds that; or else the most that is known of it."""
    parts, noted = _labelled(run["values"]), run.get("took")
    if noted is None:
        return parts
    run_time = Took(60 * noted["processor_minutes"], noted["whole"])
    if run_time.whole or parts is None:
        return run_time
    return parts if parts.whole else max(parts, run_time)


def _labelled(values: dict[str, dict]) -> Took | None:
    times = {key: _seconds(value) for key, value in values.items() if _is_time(key, value)}
    if totals := [key for key in times if key in TOTALS]:
        longest = max(totals, key=times.__getitem__)
        return Took(times[longest], bool(WHOLE.search(values[longest]["label"])))
    return Took(sum(times.values()), False) if times else None


def _is_time(key: str, value: dict) -> bool:
    ends, given = key.rpartition(".")[2] in ENDS, key.startswith("made.")
    return ends and not given and value.get("unit") in UNITS and "processor time" in value["label"]


def _seconds(value: dict) -> float:
    return sum(value["data"]) * UNITS[value["unit"]]


def of_pages(book: Book, slugs: list[str]) -> dict[str, list[str]]:
    """The experiments of each page: every experiment belongs to the page that cites most of its numbers."""
    cited: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for slug in slugs:
        for hit in CITED.finditer(without_code(book.docs / f"{slug}.md")):
            cited[hit["key"].partition(".")[0]][slug] += 1
    known = experiments(book)
    homes = {name: max(slugs, key=counts.__getitem__) for name, counts in cited.items() if name in known}
    return {slug: sorted(name for name, home in homes.items() if home == slug) for slug in slugs}


def snippets(book: Book) -> dict[str, float]:
    """Seconds of processor time that each snippet took, with the start of Python; unknown ones are left out."""
    path = book.root / SNIPPETS
    if not path.exists():
        return {}
    run = json.loads(path.read_text("utf-8"))
    mean = {key: sum(value["data"]) / len(value["data"]) for key, value in run["values"].items()}
    return {slug: mean["start"] + mean[slug.replace("/", ".")] for slug in run["snippets"]}


def check_snippets(book: Book) -> Iterator[Problem]:
    """Each snippet was measured as it is now, and nothing that is gone stands in the record."""
    path = book.root / SNIPPETS
    if not book.path:
        return
    known = json.loads(path.read_text("utf-8"))["snippets"] if path.exists() else {}
    now = digests(book)
    for slug in [slug for slug in now if known.get(slug) != now[slug]]:
        what = "changed since its time was measured" if slug in known else "its time was never measured"
        yield book.problem(book.root / "snippets" / f"{slug}.py", 1, what, AGAIN)
    for slug in sorted(known.keys() - now.keys()):
        yield book.problem(path, 1, f"the time of {slug}, a snippet that does not exist", AGAIN)


def digests(book: Book) -> dict[str, str]:
    """A digest of each snippet, by slug."""
    digest = pkgutil.resolve_name(book.digest)
    root = book.root / "snippets"
    return {p.relative_to(root).with_suffix("").as_posix(): digest(p) for p in book.files("snippets/**/*.py")}
