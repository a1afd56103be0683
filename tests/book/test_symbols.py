"""Where the notation names the page of a row, the index of symbols leads to that page, and to no other."""

from pathlib import Path

import pytest

from press import symbols
from press.book import open_book

BOOK = open_book(Path(__file__).resolve().parents[2])
PLACES = symbols.places_of(BOOK)
LINES = symbols.notation(BOOK).read_text("utf-8").split("\n")
NAMED = LINES[LINES.index("### Applications and practice") :]
ROWS = [row for row in symbols.rows(BOOK) if LINES[row.line - 1] in NAMED]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.shown)
def test_the_index_leads_to_the_pages_that_the_notation_names(row):
    cell = LINES[row.line - 1].strip("|").split(" | ")[-1]
    named = {name.strip().replace(" ", "-") for name in cell.split(",")}
    assert {Path(see.partition("#")[0]).stem for see in PLACES[row.shown]} == named


def test_there_are_such_rows():
    assert len(ROWS) >= 40
