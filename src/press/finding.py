"""Search finds by concept: what a learner would type has the right page among the first three.

The queries stand in `snippets/reference/searches.yml`. They are asked of the theme's own search, its worker run by V8
with the index of the built site.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from py_mini_racer import MiniRacer

from .book import Problem, line_of
from .site import Site

FIRST = 3
WORLD = """var self = globalThis, said = [], listener
var console = { warn(...all) { said.push({ type: "warning", data: all.join(" ") }) }, log() {} }
function addEventListener(_, listens) { listener = listens }
function postMessage(message) { said.push(message) }"""
ASK = "function (message) { said = []; listener({ data: JSON.parse(message) }); return said.length }"


@dataclass(frozen=True)
class Query:
    ask: str
    pages: tuple[str, ...]  # each of them is a right answer
    line: int


def read_queries(path: Path) -> list[Query]:
    entries = yaml.safe_load(path.read_text("utf-8")) if path.exists() else []
    pages = [entry["page"] if isinstance(entry["page"], list) else [entry["page"]] for entry in entries]
    return [Query(e["ask"], tuple(p), line_of(path, e["ask"])) for e, p in zip(entries, pages, strict=True)]


class Search:
    """The theme's search over a built site."""

    def __init__(self, folder: Path) -> None:
        worker = next((folder / "assets" / "javascripts" / "workers").glob("search.*.js"))
        index = json.loads((folder / "search" / "search_index.json").read_text("utf-8"))
        self.engine = MiniRacer()
        self.engine.eval(WORLD)
        self.engine.eval(worker.read_text("utf-8"))
        self._ask(0, {**index, "options": {"suggest": False}})

    def _ask(self, kind: int, data: object) -> dict:
        self.engine.call(ASK, json.dumps({"type": kind, "data": data}))
        return json.loads(self.engine.eval("JSON.stringify(said)"))[-1]

    def pages(self, words: str) -> list[str]:
        """The addresses of the pages found, best first."""
        found = self._ask(2, words)["data"]["items"]
        return [group[0]["location"].partition("#")[0] for group in found]


def check(site: Site) -> Iterator[Problem]:
    path = site.book.root / "snippets" / "reference" / "searches.yml"
    queries = read_queries(path)
    search = Search(site.folder) if queries else None
    for query in queries:
        found = search.pages(query.ask)
        if not set(query.pages) & set(found[:FIRST]):
            place = next((f"is number {n}" for n, page in enumerate(found, 1) if page in query.pages), "is not found")
            what = f"'{query.ask}' finds {', '.join(found[:FIRST]) or 'nothing'}; the right page {place}"
            todo = "Say on the right page what a learner would say, or give it a boost in its front matter."
            yield site.book.problem(path, query.line, what, todo)
