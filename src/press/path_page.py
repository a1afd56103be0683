"""What is made of the learning path: the generated part of its page, and the facts that stand on top of each chapter.

The page is plain Markdown. Each step carries what it is in an attribute, for docs/assets/js/path.js to tick.
"""

import json
import re
from pathlib import Path

from . import pace, quick_runs, quiz, runtime
from .book import Book
from .headings import HEADING, heading
from .path import LearningPath, Level, Milestone, Step, read_path
from .prose import FENCED, blanked, filled

GENERIC = ("Exercises", "Project")  # a title that begins so says what it is about behind the colon
EXERCISE = re.compile(r"#([a-z][a-z0-9]*-\d+)")


def generated(book: Book) -> dict[Path, str]:
    """The page of the path, and the facts of its pages."""
    if not book.path:
        return {}
    path = read_path(book)
    pages = [slug for slug in path.pages if (book.docs / f"{slug}.md").is_file()]
    facts = _facts(book, path, pages)
    page = book.docs / f"{book.path}.md"
    body = "\n\n".join([*(_level(book, path, level, facts) for level in path.levels), _rule()])
    text = json.dumps(facts, indent=1, ensure_ascii=False) + "\n"
    return {page: filled(page, "Learning path", body), book.root / "snippets" / f"{book.path}.json": text}


def _facts(book: Book, path: LearningPath, pages: list[str]) -> dict[str, dict]:
    """Of each page: its short name, its address, how long it takes, and what it needs."""
    took, times, homes = runtime.experiments(book), runtime.snippets(book), runtime.of_pages(book, pages)
    return {
        slug: {
            "title": title(book, slug),
            "address": f"{slug}/".replace("/index/", "/"),
            "minutes": pace.minutes(book, book.docs / f"{slug}.md"),
            "code": runtime.clock(times[slug]) if slug in times else "",
            "has code": (book.root / "snippets" / f"{slug}.py").is_file(),
            "runs": {name: str(took[name] or "") for name in homes[slug]},
            "needs": [need for need in path.needs.get(slug, []) if need in pages],
        }
        for slug in pages
    }


def title(book: Book, slug: str) -> str:
    """What a page is called in a list: its heading, as far as the colon."""
    whole = heading(book.docs / f"{slug}.md", "")
    short = whole.partition(":")[0]
    return whole if short in GENERIC else short


def exercises(book: Book, slug: str) -> list[str]:
    """The names of the exercises that stand on a page."""
    text = blanked((book.docs / f"{slug}.md").read_text("utf-8"), FENCED)
    return [name[1] for hit in HEADING.finditer(text) if (name := EXERCISE.search(hit[2] or ""))]


def questions(book: Book, slug: str) -> list[str]:
    """The names of the questions that stand at the end of a page."""
    file = book.root / "snippets" / f"{slug}.quiz.yml"
    return [question.id for question in quiz.read_quiz(book, file)[0]] if file.is_file() else []


def _level(book: Book, path: LearningPath, level: Level, facts: dict[str, dict]) -> str:
    name = level.title.lower()
    pages = [step.page for step in level.steps if step.page in facts]
    reading = runtime.clock(60 * sum(facts[slug]["minutes"] for slug in pages))
    summed = f"*{len(pages)} pages, about {reading} to read. {_running(book, level)}*"
    parts = [f"## {level.title} {{ #{name} }}", level.about, summed, *([_graph(path, level, facts)] if pages else [])]
    parts += [_milestone(book, each, f"{name}-{n}", facts) for n, each in enumerate(level.milestones, 1)]
    return f'<div class="level" data-level="{name}" markdown>\n\n' + "\n\n".join(parts) + "\n\n</div>"


def _running(book: Book, level: Level) -> str:
    """How long all runs of a level take together."""
    runs = [_took(book, step) for step in level.steps if step.kind == "run"]
    times = [took for took in runs if took]
    if not times:
        return "How long its runs take is not recorded."
    total = runtime.Took(sum(took.seconds for took in times), all(took and took.whole for took in runs))
    return f"Its runs take {total} of one processor core."


def _milestone(book: Book, milestone: Milestone, name: str, facts: dict[str, dict]) -> str:
    rows = [row for step in milestone.steps for row in _rows(book, step, facts)]
    listed = "\n".join(f"1. {row}" for row in rows)
    head = f"### {milestone.title} {{ #{name} }}"
    then = f"**Then you can** {milestone.then}\n{{ .then }}"
    return "\n\n".join(['<div class="milestone" markdown>', head, listed, then, "</div>"])


def _rows(book: Book, step: Step, facts: dict[str, dict]) -> list[str]:
    """A step as one line, and a second one for the questions of a page."""
    if step.kind == "run":
        return [_run(book, step)]
    if step.page not in facts:
        return []
    link, told = _link(book, step.page, facts), facts[step.page]
    if step.kind == "solve":
        names = exercises(book, step.page)
        data = f'data-solve="{" ".join(names)}"'
        return [f"<span {data}>Solve {link}</span> {_small(f'{len(names)} exercises')}"]
    rows = [f'<span data-read="{step.page}">Read {link}</span> {_small(_times(told))}']
    if asked := questions(book, step.page):
        data = f'data-answer="{" ".join(f"{step.page}#{name}" for name in asked)}"'
        rows.append(
            f"<span {data}>Answer its [{len(asked)} questions]({_relative(book, step.page)}#check-yourself)</span>"
        )
    return rows


def _run(book: Book, step: Step) -> str:
    name, *options = step.what.split()
    command = f"python -m unrolled run {step.what}" if options else runtime.commands(book).get(name, "")
    took = _took(book, step)
    said = f"{took} of processor time" if took else "how long it takes is not recorded"
    return f'<span data-run="{step.what}">Run `{command}`</span> {_small(said)}'


def _took(book: Book, step: Step) -> runtime.Took | None:
    """How long a run takes, if that is known."""
    name, *options = step.what.split()
    known = runtime.experiments(book) if not options else quick_runs.times(book)
    return known.get(name)


def _times(told: dict) -> str:
    return f"{told['minutes']} min" + (f", its code runs in {told['code']}" if told["code"] else "")


def _small(text: str) -> str:
    return f'<span class="time">{text}</span>'


def _relative(book: Book, slug: str) -> str:
    return "../" * book.path.count("/") + f"{slug}.md"


def _link(book: Book, slug: str, facts: dict[str, dict]) -> str:
    return f"[{facts[slug]['title']}]({_relative(book, slug)})"


def _graph(path: LearningPath, level: Level, facts: dict[str, dict]) -> str:
    """The pages of a level and what they need; what other levels hold is drawn with a dashed line."""
    own = [step.page for step in level.steps if step.page in facts]
    edges = [(need, slug) for slug in own for need in _direct(path, slug) if need in facts]
    drawn = dict.fromkeys([*(need for need, _ in edges), *own])
    node = {slug: f"p{n}" for n, slug in enumerate(drawn)}
    lines = ["```mermaid", "flowchart TD", f"  accTitle: What the pages of the level {level.title} need"]
    lines += [f'  {node[slug]}["{facts[slug]["title"]}"]' for slug in drawn]
    lines += [f"  {node[need]} --> {node[slug]}" for need, slug in edges]
    if before := [node[slug] for slug in drawn if slug not in own]:
        lines += ["  classDef before stroke-dasharray: 5 4", f"  class {','.join(before)} before"]
    return "\n".join([*lines, "```"])


def _direct(path: LearningPath, slug: str) -> list[str]:
    """What a page needs, without what it needs by way of another one."""
    needs = path.needs.get(slug, [])
    return [need for need in needs if not any(need in path.before(other) for other in needs if other != need)]


def _rule() -> str:
    """The rule of the reading time, as it is computed."""
    rows = "\n".join(f"| {kind} | {seconds:g} s |" for kind, seconds in pace.SECONDS.items())
    return f"""## Where the times come from {{ #where-the-times-come-from }}

**Reading** is an estimate. What stands on a page is counted, folded parts and questions included, and each thing takes
its seconds:

| what | each |
|---|---|
{rows}

The sum is rounded to {pace.STEP} minutes."""
