"""The sound book passes every gate: so what the other tests see is the damage they did."""

import pytest

from press import gates
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
