"""`python -m unrolled data`: what data there are, where they lie, what is in them, and whether they are whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from unrolled.data import download, imdb, inventory, registry
from unrolled.data.dataset import Dataset
from unrolled.data.errors import DataError
from unrolled.data.install import command_for
from unrolled.data.rows import show_rows

PROBLEMS = (DataError, imdb.CorruptDataError, FileNotFoundError, ValueError)
HERE = "python -m unrolled data"


class ListByDefault(typer.core.TyperGroup):
    """A group of verbs that lists the datasets if none is given."""

    def parse_args(self, context, words):
        return super().parse_args(context, words or ["list"])


data = typer.Typer(help="The datasets of the book. Without a verb they are listed.", cls=ListByDefault)
Name = Annotated[str, typer.Argument(help=f"A dataset that `{HERE} list` names.")]


@contextmanager
def one_error() -> Iterator[None]:
    """What goes wrong with data is one line on standard error and exit code 1."""
    try:
        yield
    except PROBLEMS as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(1) from error


@data.command("list")
def list_datasets() -> None:
    """One line for each dataset, and where downloads are kept."""
    with one_error():
        for dataset in registry.DATASETS.values():
            size, state = f"{dataset.bytes / 1e6:.1f} MB", inventory.state(dataset)
            typer.echo(f"{dataset.name:<18}{size:>8}  {state:<21}  {dataset.purpose}")
        typer.echo(f"\ncache: {download.cache_folder()}")
        typer.echo(f"{download.VARIABLE}: {download.own_folder() or 'not set'}")


@data.command()
def show(name: Name) -> None:
    """Where a dataset comes from, under which terms, its files; and, if it is here, its splits and a first row."""
    with one_error():
        dataset = registry.get(name)
        typer.echo(f"{dataset.name}: {dataset.purpose}\nsource:  {dataset.source}\nlicence: {dataset.licence}")
        places = [inventory.locate(dataset, file) for file in dataset.files]
        for file, place in zip(dataset.files, places, strict=True):
            typer.echo(f"file:    {file.name}  {file.bytes:,} bytes  sha256 {file.sha256[:12]}…")
            typer.echo(f"         {place or absent(dataset)}")
        if all(places):
            show_rows(dataset)


@data.command()
def fetch(name: Name) -> None:
    """Download a dataset that is not here yet, with a progress bar, and say where it lies."""
    with one_error():
        dataset = registry.get(name)
        if dataset.kind == "packaged":
            typer.echo(f"{name} ships in the package {dataset.distribution}: there is nothing to fetch")
            return
        for file in dataset.files:
            typer.echo(download.fetch(dataset, file, progress=True))


@data.command()
def verify(name: Annotated[str, typer.Argument(help="A dataset; leave it out to check them all.")] = "") -> None:
    """Hash every file that is here and compare it with the registry. Exit code 1 if one is damaged."""
    damaged = 0
    with one_error():
        for dataset in [registry.get(name)] if name else registry.DATASETS.values():
            for file in dataset.files:
                copies = inventory.verify(dataset, file)
                for path, problem in copies:
                    typer.echo(f"{'DAMAGED' if problem else 'ok':<9}{dataset.name}: {path}{problem and ': ' + problem}")
                    damaged += bool(problem)
                if not copies:
                    typer.echo(f"{'-':<9}{dataset.name}: {file.name}: {absent(dataset)}")
    if damaged:
        typer.echo(f"error: {damaged} damaged: remove and fetch a download, reinstall a package", err=True)
        raise typer.Exit(1)


@data.command()
def path(name: Name) -> None:
    """Print where each file of a dataset lies, one a line. Exit code 1 if one is not here."""
    with one_error():
        dataset = registry.get(name)
        for file in dataset.files:
            place = inventory.locate(dataset, file)
            if place is None:
                raise DataError(f"{name}: {file.name} is {absent(dataset)}")
            typer.echo(place)


@data.command()
def remove(name: Name, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Delete a download from the cache. What lies in UNROLLED_DATA or in a package is never touched."""
    with one_error():
        dataset = registry.get(name)
        files = inventory.removable(dataset)
        if not files:
            typer.echo(f"{name}: nothing of it is in the cache, {download.cache_folder()}")
            return
        for file in files:
            typer.echo(file)
        if not yes:
            typer.confirm("Delete?", abort=True)
        typer.echo(f"freed {inventory.remove(dataset):,} bytes")


def absent(dataset: Dataset) -> str:
    """What to do about a dataset that is not here."""
    if dataset.kind == "packaged":
        package = dataset.distribution
        return f"not here; its package {package} is missing: {command_for(package)}"
    return f"not here; fetch it with: {HERE} fetch {dataset.name}"
