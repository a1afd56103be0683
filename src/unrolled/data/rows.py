"""Print what is in a dataset: the size of each split, and a few rows."""

import textwrap
from collections import Counter
from collections.abc import Sequence
from importlib import import_module

import typer

from unrolled.data import imdb
from unrolled.data.dataset import Dataset


def show_rows(dataset: Dataset) -> None:
    """Load every split and print the count of its rows, and one or two of them."""
    module = import_module(f"unrolled.data.{dataset.name.replace('-', '_')}")
    splits = {name: module.load(name) for name in dataset.rows}
    reviews = isinstance(next(iter(splits.values()))[0], imdb.Review)
    (show_reviews if reviews else show_samples)(splits)


def show_reviews(splits: dict[str, list[imdb.Review]]) -> None:
    """Print the counts and the fingerprint of each split of reviews, and a good and a bad one."""
    for name, reviews in splits.items():
        count = Counter(review.label for review in reviews)
        typer.echo(
            f"{name:<6}{len(reviews):>7,} reviews  {count[1]:>6,} positive  {count[0]:>6,} negative  "
            f"sha256 {imdb.fingerprint(reviews)[:12]}…"
        )
    first = next(iter(splits.values()))
    for review in (next(r for r in first if r.label == label) for label in (1, 0)):
        typer.echo(f"\n{'positive' if review.label else 'negative'}: {textwrap.shorten(review.text, 300)}")


def show_samples(splits: dict[str, Sequence]) -> None:
    """Print the number of rows of each split, and the first row of the first one."""
    for name, rows in splits.items():
        typer.echo(f"{name:<6}{len(rows):>9,} rows")
    typer.echo(f"\nfirst row: {textwrap.shorten(str(next(iter(splits.values()))[0]), 300)}")
