"""The sound book passes every gate: so what the other tests see is the damage they did."""

import json

import pytest

from press import gates, results
from press.site import Site

from .conftest import build_site, run_pages


@pytest.mark.parametrize("name", [*gates.READ, *gates.RUN])
def test_gate_finds_nothing(name, book):
    assert [str(p) for p in {**gates.READ, **gates.RUN}[name](book)] == []


def test_site_gates_find_nothing(book):
    site = Site(book, build_site(book.root))
    assert len(site.pages) >= 6
    assert {name: [str(p) for p in gate(site)] for name, gate in gates.SITE.items()} == {
        name: [] for name in gates.SITE
    }


def test_every_block_runs(book):
    assert "6 passed, 1 skipped" in run_pages(book.root)


def test_the_page_says_which_record_was_confirmed_and_when(book):
    path = book.root / "docs/results/toy.json"
    page = book.docs / "reference" / "results.md"
    assert "Confirmed" not in results.generated(book)[page]
    run = json.loads(path.read_text("utf-8"))
    run["confirmed"] = {"date": "2031-02-03", "seed": 0, "values compared": 17, "other numbers compared": 5}
    path.write_text(json.dumps(run), "utf-8")
    assert "- Confirmed 2031-02-03: " in results.generated(book)[page]
    assert "the same 17 values" in results.generated(book)[page]
