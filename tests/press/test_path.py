"""The learning path: read, shown, timed and held to its rules; each planted fault is seen, in its file, on its line."""

import json

import pytest

from press import gates, nav, pace, path_gate, path_page, quick_runs, results, runtime
from press.__main__ import main
from press.book import Book, Problem
from press.path import read_path
from unrolled.results import digest

from .conftest import replace

FILE = "snippets/start/path.yml"
NAV = """nav:
  - index.md
  - Start: [start/path.md, start/first.md]
  - Part:
      - part/second.md
      - part/third.md
      - part/set.md
  - Reference: [reference/results.md]
hooks: !!python/name:nobody.knows
extra: !ENV [THIS, ""]
"""
PATH = """\
levels:
  - level: Beginner
    about: The first pages.
    milestones:
      - milestone: Begun
        then: begin.
        steps:
          - read: start/first
          - read: part/second
          - run: toy
  - level: Advanced
    about: The others.
    milestones:
      - milestone: Gone on
        then: go on.
        steps:
          - read: part/third
          - solve: part/set
          - run: toy --quick
needs:
  start/first: []
  part/second: [start/first]
  part/third: [start/first, part/second]
  part/set: [part/third]
beside: [index, start/path, "reference/*"]
"""
PAGES = {
    "index": "# Home\n",
    "start/path": "# The path\n\n<!-- generated: begin -->\n<!-- generated: end -->\n\nAfterwards.\n",
    "start/first": '# First: a beginning\n\n[1](../reference/results.md#toy){data-result="toy.a"}\n',
    "part/second": "# Second\n\nYou need [the first](../start/first.md#x),\nand Python.\n\n"
    "You meet [all](third.md) later.\n",
    "part/third": "# Third\n\nYou need [the first](../start/first.md).\n\n"
    '[1](../reference/results.md#toy){data-result="toy.a"} [2](../reference/results.md#toy){data-result="toy.b"}\n',
    "part/set": "# Exercises: a set\n\n## set-01: One { #set-01 }\n\n## set-02: Two { #set-02 }\n\n"
    "## Other { #other }\n",
    "reference/results": "# Results\n",
}
QUIZ = """\
- id: one
  number: How many?
  answer: 1
  code: print(1)
  see: second.md
  why: So.
  mistakes: [{given: 2, why: No.}]
"""


WHOLE = "processor time of the experiment"


def write_record(book: Book, name: str, values: dict, **more) -> None:
    result = {"experiment": name, "command": f"python -m toy run {name} --record", "values": values, **more}
    (book.docs / "results").mkdir(exist_ok=True)
    (book.docs / "results" / f"{name}.json").write_text(json.dumps(result))


def timed(data: list[float], unit: str = "s", label: str = "a: processor time of training") -> dict:
    return {"text": "?", "label": label, "data": data, "unit": unit}


def found(book: Book) -> list[str]:
    return [str(problem) for problem in gates.attempt(lambda: path_gate.check(book))]


@pytest.fixture
def small(tmp_path) -> Book:
    book = Book(tmp_path, path="start/path", digest="unrolled.results:digest")
    (tmp_path / "mkdocs.yml").write_text(NAV)
    for slug, text in PAGES.items():
        (book.docs / f"{slug}.md").parent.mkdir(parents=True, exist_ok=True)
        (book.docs / f"{slug}.md").write_text(text)
    for name, text in {FILE: PATH, "snippets/part/second.quiz.yml": QUIZ, "snippets/part/third.py": "x = 1\n"}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    write_record(book, "toy", {"seconds": timed([90.0], label=WHOLE), "a": {"text": "1"}, "b": {"text": "2"}})
    return book


def test_a_sound_path_passes(small):
    assert found(small) == []
    assert " ".join(nav.order(small)) == (
        "index start/path start/first part/second part/third part/set reference/results"
    )


FAULTS = {
    "unknown": ("read: part/second", "read: part/fourth", "'part/fourth' is no page of the nav"),
    "needs nobody knows": ("part/second: [start/first]", "part/second: [start/last]", "'start/last' is no page"),
    "circle": ("part/second: [start/first]", "part/second: [part/set]", "in a circle: "),
    "itself": ("part/second: [start/first]", "part/second: [part/second]", "in a circle: "),
    "forgotten": ("          - read: part/third\n", "", "'part/third' is on no level"),
    "twice": ("          - run: toy\n", "          - read: start/first\n", "'start/first' is on the path 2 times"),
    "no needs": ("  start/first: []\n", "", "nothing says what 'start/first' needs"),
    "no record": ("run: toy --quick", "run: ghost --quick", "'ghost --quick' was never recorded"),
    "no exercises": ("solve: part/set", "solve: part/third", "'part/third' has no exercises"),
    "said": ("part/third: [start/first, part/second]", "part/third: []", "the page says that it needs 'start/first'"),
    "no list": ("levels:", "level:", "not a learning path"),
    "no YAML": ("about: The first", 'about: "The first', "bad YAML"),
    "no step": ("- read: part/third", "- skim: part/third", "not a step: {'skim': 'part/third'}"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_seen(small, fault):
    old, new, words = FAULTS[fault]
    replace(small.root / FILE, old, new)
    assert any(words in problem for problem in found(small)), found(small)


def test_a_problem_names_its_line(small):
    replace(small.root / FILE, "part/second: [start/first]", "part/second: [start/last]")
    line = (small.root / FILE).read_text().split("\n").index("  part/second: [start/last]") + 1
    assert any(problem.startswith(f"{FILE}:{line}: ") for problem in found(small))


def test_one_order_in_the_nav_and_on_the_path(small):
    replace(
        small.root / FILE,
        "          - read: start/first\n          - read: part/second\n",
        "          - read: part/second\n          - read: start/first\n",
    )
    assert [p for p in found(small) if "which comes later in the path" in p]
    assert not [p for p in found(small) if "in the nav" in p]
    (small.root / FILE).write_text(PATH)
    replace(small.root / "mkdocs.yml", "start/path.md, start/first.md", "start/path.md")
    replace(small.root / "mkdocs.yml", "      - part/set.md\n", "      - part/set.md\n      - start/first.md\n")
    assert [p for p in found(small) if "'part/second' needs 'start/first', which comes later in the nav" in p]


def test_a_book_without_a_path_has_nothing_to_say(small):
    bare = Book(small.root, digest=small.digest)
    assert path_page.generated(bare) == {}
    assert found(bare) == list(runtime.check_snippets(bare)) == list(quick_runs.check(bare)) == []


def test_the_page_and_the_facts(small):
    files = path_page.generated(small)
    page, facts = (files[small.docs / "start/path.md"], json.loads(files[small.root / "snippets/start/path.json"]))
    assert '1. <span data-read="start/first">Read [First](../start/first.md)</span>' in page
    assert (
        '<span data-answer="part/second#one">Answer its [1 questions](../part/second.md#check-yourself)</span>' in page
    )
    assert '<span data-solve="set-01 set-02">Solve [Exercises: a set](../part/set.md)</span>' in page
    assert '<span data-run="toy">Run `python -m toy run toy`</span> <span class="time">2 min of processor time' in page
    assert '<span data-run="toy --quick">Run `python -m unrolled run toy --quick`</span>' in page
    assert "*2 pages, about 10 min to read. Its runs take 2 min of one processor core.*" in page
    assert page.endswith("<!-- generated: end -->\n\nAfterwards.\n")
    assert list(facts) == ["start/first", "part/second", "part/third", "part/set"]
    assert facts["part/third"] == {
        "title": "Third",
        "address": "part/third/",
        "minutes": 5,
        "code": "",
        "has code": True,
        "runs": {"toy": "2 min"},  # it cites more of the record's numbers than the first page does
        "needs": ["start/first", "part/second"],
    }
    assert facts["start/first"]["runs"] == {}


def test_the_diagram_draws_only_what_is_needed_directly(small):
    page = path_page.generated(small)[small.docs / "start/path.md"]
    beginner, advanced = page.split("```mermaid")[1:]
    assert '  p0["First"]\n  p1["Second"]\n  p0 --> p1\n```' in beginner
    assert '  p0["Second"]\n  p1["Third"]\n  p2["Exercises: a set"]\n  p0 --> p1\n  p1 --> p2\n' in advanced
    assert "  class p0 before\n" in advanced
    assert read_path(small).before("part/set") == {"part/third", "part/second", "start/first"}


def test_a_longer_page_makes_the_path_stale(small):
    def stale() -> int:
        return sum(len(small.stale(path, text, "")) for path, text in path_page.generated(small).items())

    (small.root / "pyproject.toml").write_text(
        '[tool.press]\ndigest = "unrolled.results:digest"\npath = "start/path"\n'
    )
    assert stale() == 2
    assert main(["--root", str(small.root), "path"]) == 0
    assert stale() == 0
    replace(small.docs / "start/first.md", "# First", "word " * 4000 + "\n\n# First")
    assert stale() == 2


PAGE = """---
description: Not counted at all.
---
# Two words

One, two-three it's 1,234.5 <b>six</b> [seven](not/counted.md){data-result="x"}. <!-- nor this -->

$x$ and $y_{t}$ are formulas.

$$
a = b
$$

![alt](a.light.svg#only-light)
![alt](a.dark.svg#only-dark)

```mermaid
flowchart LR
  a --> b
```

```python
x = 1

y = 2
```

```text
one
```

<fieldset id="q">
</fieldset>
"""


def test_what_is_counted(small):
    page = small.docs / "page.md"
    page.write_text(PAGE)
    assert pace.counted(small, page) == {
        "words": 2 + 6 + 3 + 2,  # the heading, the line with a tag and a link, "and are formulas", the pictures' "alt"
        "formulas in a line": 2,
        "equations": 1,
        "lines of code": 2,
        "lines of output": 1,
        "figures": 1,
        "diagrams": 1,
        "questions": 1,
    }


@pytest.mark.parametrize(("words", "minutes"), [(1, 5), (1000, 5), (1400, 5), (1600, 10), (12000, 60)])
def test_minutes_are_rounded_to_five(small, words, minutes):
    page = small.docs / "page.md"
    page.write_text("word " * words)
    assert pace.minutes(small, page) == minutes


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.2, "1 s"),
        (3.1, "4 s"),
        (3.0, "3 s"),
        (59, "59 s"),
        (60, "1 min"),
        (343, "6 min"),
        (3600, "1 h"),
        (3900, "1 h 5 min"),
    ],
)
def test_a_time_in_words(seconds, said):
    assert runtime.clock(seconds) == said


RECORDS = {
    "whole": ({"seconds": timed([100.0], label=WHOLE), "arm.seconds": timed([40.0, 50.0])}, "2 min"),
    "minutes": ({"minutes": timed([20.0], "minutes", "whole run, processor time")}, "20 min"),
    "total": ({"minutes": timed([20.0], "min"), "a.seconds": timed([9.0])}, "at least 20 min"),
    "parts": ({"a.seconds": timed([40.0, 50.0]), "b.minutes": timed([1.0, 2.0], "minutes")}, "at least 4 min"),
    "clock": ({"a.clock": timed([9.0]), "a.seconds": timed([9.0], label="a: training time")}, "None"),
    "unit": ({"a.seconds": timed([9.0], "%")}, "None"),
    "made": ({"made.minutes": timed([3.0], "minutes")}, "None"),
}


@pytest.mark.parametrize("name", RECORDS)
def test_the_time_of_an_experiment_is_what_its_record_holds(small, name):
    values, said = RECORDS[name]
    write_record(small, name, values)
    assert str(runtime.experiments(small)[name]) == said


TOOK = {
    "whole": ({"processor_minutes": 7.2, "whole": True}, {"a.seconds": timed([900.0])}, "7 min"),
    "part": ({"processor_minutes": 7.2, "whole": False}, {}, "at least 7 min"),
    "more known": ({"processor_minutes": 7.2, "whole": False}, {"a.seconds": timed([900.0])}, "at least 15 min"),
    "all known": ({"processor_minutes": 7.2, "whole": False}, {"seconds": timed([600.0], label=WHOLE)}, "10 min"),
}


@pytest.mark.parametrize("name", TOOK)
def test_what_the_whole_run_took_comes_first(small, name):
    took, values, said = TOOK[name]
    write_record(small, "some", values, took=took)
    assert str(runtime.experiments(small)["some"]) == said


def test_the_ledger_says_what_the_recording_took(small):
    run = {
        "experiment": "toy", "question": "?", "recorded": "2031-02-03", "command": "c", "seeds": [0], "values": {},
        "machine": {}, "versions": {},
    }  # fmt: skip
    (small.docs / "results" / "toy.json").unlink()
    took = {"processor_minutes": 7.21, "wall_minutes": 8.0, "attempts": 2, "whole": False}
    for name, more in {"with": {"took": took}, "without": {}}.items():
        (small.docs / "results" / f"{name}.json").write_text(json.dumps(run | more))
    (page,) = (text for text in results.generated(Book(small.root)).values())
    assert page.count("- Took ") == 1
    assert "\n- Took at least 7.2 min of processor time, 8.0 min by the clock" in page


def write_quick(book: Book, runs: dict[str, str]) -> None:
    values = {name: timed([30.0, 40.0, 50.0]) for name in runs}
    write_record(book, "quick_runs", values, runs=runs)


def test_a_quick_variant_is_measured_again_when_its_experiment_changes(small):
    def said() -> str:
        page = path_page.generated(small)[small.docs / "start/path.md"]
        return page.partition("run toy --quick`</span> ")[2].partition("\n")[0]

    file = small.root / "src/experiments/toy.py"
    file.parent.mkdir(parents=True)
    file.write_text("x = 1\n")
    write_record(small, "toy", {"a": {"text": "1"}}, source={"src/other.py": "", "src/experiments/toy.py": ""})
    (problem,) = quick_runs.check(small)
    assert str(problem).startswith(f"{FILE}:")
    assert "the quick variant of 'toy' was never measured" in str(problem)
    assert "not recorded" in said()
    write_quick(small, quick_runs.digests(small))
    assert list(quick_runs.check(small)) == []
    assert said() == '<span class="time">40 s of processor time</span>'
    page = path_page.generated(small)[small.docs / "start/path.md"]
    assert "*2 pages, about 10 min to read. Its runs take 40 s of one processor core.*" in page
    file.write_text("x = 2\n")
    assert "was changed since its time was measured" in str(next(quick_runs.check(small)))
    write_quick(small, quick_runs.digests(small) | {"gone": "1"})
    assert "that is not on the path: 'gone'" in str(next(quick_runs.check(small)))


def test_a_run_on_the_path_is_one_that_the_reader_notes(small):
    replace(small.root / FILE, "run: toy --quick", "run: toy --seeds 2")
    assert any("'toy --seeds 2' has options that no reader's notes tell" in str(p) for p in quick_runs.check(small))


def test_a_mean_is_not_counted_besides_its_data(small):
    write_record(small, "both", {"a.seconds": timed([40.0]), "a.seconds.mean": timed([40.0])})
    assert runtime.experiments(small)["both"] == (40.0, False)


def test_a_snippet_is_measured_again_when_it_changes(small):
    snippet = small.root / "snippets/part/third.py"
    (problem,) = runtime.check_snippets(small)
    assert str(problem).startswith("snippets/part/third.py:1: its time was never measured")
    values = {"start": timed([1.0, 2.0, 3.0]), "part.third": timed([1.5, 1.5, 1.5])}
    write_record(small, "snippets", values, snippets={"part/third": digest(snippet)})
    assert list(runtime.check_snippets(small)) == []
    assert runtime.snippets(small) == {"part/third": 3.5}
    facts = json.loads(path_page.generated(small)[small.root / "snippets/start/path.json"])
    assert facts["part/third"]["code"] == "4 s"
    snippet.write_text("x = 1  # a comment\n")
    assert list(runtime.check_snippets(small)) == []
    snippet.write_text("x = 2\n")
    assert "changed since" in str(next(runtime.check_snippets(small)))
    snippet.unlink()
    assert "does not exist" in str(next(runtime.check_snippets(small)))


def test_a_path_that_cannot_be_read_is_one_problem(small):
    (small.root / FILE).write_text("[]")
    with pytest.raises(Problem):
        read_path(small)
    assert len(found(small)) == 1
