"""A small book with a learning path, in the real theme: two chapters, a page of exercises, and the path to them."""

import json
import shutil
from pathlib import Path

import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config

from press import path_page, quiz_page
from press.book import Book

ROOT = Path(__file__).resolve().parents[2]
LINES = "A line of a chapter that is longer than the screen.\n\n" * 60
PATH = """\
levels:
  - level: Beginner
    about: The first pages.
    milestones:
      - milestone: Read
        then: read.
        steps:
          - read: part/first
          - read: quiz
      - milestone: Done
        then: do.
        steps:
          - read: part/second
          - solve: exercises/set
          - run: toy
  - level: Advanced
    about: Nothing new.
    milestones:
      - milestone: Again
        then: run it.
        steps:
          - run: toy --quick
needs:
  part/first: []
  quiz: [part/first]
  part/second: [part/first, quiz]
  exercises/set: []
beside: [index, start/learning-path]
"""
PAGES = {
    "index": "# A small book\n\n[The path](start/learning-path.md)",
    "part/first": f"# First: where it begins\n\n{LINES}",
    "part/second": f"# Second\n\nWith `code`.\n\n{LINES}",
    "exercises/set": "# Exercises: a set\n\n## set-01: One { #set-01 }\n\n## set-02: Two { #set-02 }\n\nDo it.\n",
}
RECORD = {
    "experiment": "toy",
    "command": "python -m unrolled run toy --seeds 3 --record",
    "values": {
        "minutes": {"text": "5 min", "label": "processor time of the experiment", "data": [5.0], "unit": "min"},
        "a": {"text": "1"},
    },
}


def build_path_book(folder: Path) -> Path:
    """Write the book, let the press make its path, build it, and return the folder of the site."""
    docs, snippets = folder / "docs", folder / "snippets"
    for path in (docs / "start", docs / "part", docs / "exercises", docs / "results", snippets / "start"):
        path.mkdir(parents=True)
    (docs / "assets").symlink_to(ROOT / "docs" / "assets", target_is_directory=True)
    (docs / "results" / "toy.json").write_text(json.dumps(RECORD))
    (snippets / "start" / "learning-path.yml").write_text(PATH)
    shutil.copy(Path(__file__).with_name("quiz.yml"), snippets / "quiz.quiz.yml")
    (docs / "quiz.md").write_text("# Questions\n\n## A section\n\nWhat it says.\n\n")
    book = Book(folder, path="start/learning-path")
    (text,) = quiz_page.generated(book).values()
    (docs / "quiz.md").write_text(f"# Questions\n\n## A section\n\nWhat it says.\n\n{text}")
    page = (ROOT / "docs/start/learning-path.md").read_text("utf-8").partition("<!-- generated: begin -->")[0]
    (docs / "start/learning-path.md").write_text(page.replace("../notebooks/gates-by-hand.py", "../index.md"))
    for name, content in PAGES.items():
        (docs / f"{name}.md").write_text(content)
    book.write(path_page.generated(book))
    config = {
        "INHERIT": str(ROOT / "mkdocs.yml"),
        "docs_dir": str(docs),
        "site_dir": str(folder / "site"),
        "site_url": "https://example.org/path/",
        "theme": {"custom_dir": str(ROOT / "overrides")},
        "nav": [{"Pages": [f"{name}.md" for name in ("start/learning-path", "quiz", *PAGES)]}],
        "plugins": ["search"],
        "hooks": [str(ROOT / "overrides/hooks/page_facts.py")],
        "watch": [],
        "strict": False,
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config))
    build(load_config(str(folder / "mkdocs.yml")))
    return folder / "site"
