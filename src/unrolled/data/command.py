"""`python -m unrolled data`: what data there are, where they lie, what is in them."""

import textwrap
from collections import Counter
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from unrolled.data import download, imdb, packaged, registry
from unrolled.data.errors import DataError
from unrolled.data.registry import Dataset

PROBLEMS = (DataError, imdb.CorruptDataError, FileNotFoundError, ValueError)


def data(
    name: Annotated[str, typer.Argument(help="A dataset; leave it out to list them all.")] = "",
    fetch: Annotated[bool, typer.Option("--download", help="Fetch the dataset if it is not here yet.")] = False,
) -> None:
    """List the datasets, or show one: its files, its splits, two rows."""
    try:
        if name:
            show(registry.get(name), fetch)
        else:
            overview()
    except PROBLEMS as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(1) from error


def overview() -> None:
    """Print one line for each dataset, and where downloads are kept."""
    for dataset in registry.DATASETS.values():
        typer.echo(f"{dataset.name:<10}{dataset.bytes / 1e6:>6.1f} MB  {state(dataset):<28}  {dataset.purpose}")
    typer.echo(f"\ncache: {download.cache_folder()}")
    typer.echo(f"{download.VARIABLE}: {download.own_folder() or 'not set'}")


def show(dataset: Dataset, fetch: bool) -> None:
    """Print a dataset's facts and, if its files are here or may be fetched, its splits and two sample reviews.

    Raises:
        DataError: a file cannot be fetched, or is damaged.
    """
    typer.echo(f"{dataset.name}: {dataset.purpose}\nsource:  {dataset.source}\nlicence: {dataset.licence}")
    for file in dataset.files:
        if fetch and dataset.kind == "download":
            download.fetch(dataset, file, progress=True)
        typer.echo(f"file:    {file.name}  {file.bytes:,} bytes  sha256 {file.sha256[:12]}…")
        place = locate(dataset, file)
        if place is None:
            typer.echo(f"         not here; fetch it with: python -m unrolled data {dataset.name} --download")
            return
        typer.echo(f"         {place}")
    module = import_module(f"unrolled.data.{dataset.name.replace('-', '_')}")
    splits = {name: module.load(name) for name in dataset.rows}
    show_rows = show_reviews if isinstance(next(iter(splits.values()))[0], imdb.Review) else show_samples
    show_rows(splits)


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


def state(dataset: Dataset) -> str:
    """Say in a few words whether a dataset's files are on this machine."""
    if dataset.kind == "packaged":
        return "here, in a package" if locate(dataset, dataset.files[0]) else "package not installed"
    return "here" if all(download.find(dataset, file) for file in dataset.files) else "not downloaded"


def locate(dataset: Dataset, file: registry.DataFile) -> Path | None:
    """Where a file lies on this machine, whichever way it came; None if it is not here."""
    if dataset.kind == "download":
        return download.find(dataset, file)
    return next(iter(packaged.packaged_paths(dataset, file)), None)
