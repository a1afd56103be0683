"""Daily closing prices of four American shares, 2000 to 2013, adjusted for splits and dividends.

From the WIKI prices of Quandl (public domain), in the package bokeh-sampledata. Facebook is in the file too: it went
public in May 2012, has no day in the training split, and is left out.
"""

from datetime import date
from functools import cache
from typing import NamedTuple

from unrolled.data import packaged, registry
from unrolled.data.table import columns

TICKERS = ("AAPL", "GOOG", "IBM", "MSFT")
CUTS = {
    "train": ("2000-01-01", "2010-01-01"),
    "valid": ("2010-01-01", "2011-01-01"),
    "test": ("2011-01-01", "2013-03-02"),
}


class Close(NamedTuple):
    """The adjusted closing price of one share on one day, in US dollars."""

    ticker: str
    date: date
    price: float


def load(split: str = "train") -> list[Close]:
    """The closes of one split, by ticker, then by date.

    Args:
        split: "train" (to 2009), "valid" (2010) or "test" (2011 to March 2013).
    Raises:
        ValueError: no such split.
        DataError: the package is missing, or its file is not what was recorded.
    """
    if split not in CUTS:
        raise ValueError(f"no split {split!r}: choose one of {', '.join(sorted(CUTS))}")
    begin, end = map(date.fromisoformat, CUTS[split])
    return [row for row in _all() if begin <= row.date < end]


@cache
def _all() -> list[Close]:
    dataset = registry.get("stocks")
    ((name, content),) = packaged.read(dataset, dataset.files[0]).items()
    table = columns(name, content, {"Ticker": "text", "Date": "time", "Adj Close": "number"})
    rows = zip(table["Ticker"], table["Date"].dt.date, table["Adj Close"], strict=True)
    return sorted(Close(*row) for row in rows if row[0] in TICKERS)
