"""Every dataset of the book in one table, which the command line, the downloader and `reference/datasets` all read."""

from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from unrolled.data.catalogue import pairs, reviews, series, sound, strokes, tags, text, tunes
from unrolled.data.dataset import DataFile, Dataset

__all__ = ["DATASETS", "DataFile", "Dataset", "get", "packaged_path", "packaged_paths"]

DATASETS: dict[str, Dataset] = {
    dataset.name: dataset
    for kind in (reviews, text, tags, series, sound, tunes, strokes, pairs)
    for dataset in kind.DATASETS
}


def get(name: str) -> Dataset:
    """Look a dataset up by name.

    Args:
        name: a key of `DATASETS`, such as "imdb".

    Returns:
        The dataset.

    Raises:
        ValueError: there is no such dataset; the message lists those there are.

    Example:
        >>> get("aclimdb").bytes
        84125825
    """
    if name not in DATASETS:
        raise ValueError(f"no dataset is called {name!r}; choose one of: {', '.join(DATASETS)}")
    return DATASETS[name]


def packaged_path(dataset: Dataset, file: DataFile) -> Path | None:
    """Where a file lies inside the installed package that carries it; the package itself is not imported.

    Args:
        dataset: a dataset of kind "packaged".
        file: one of its files.

    Returns:
        The path, or None if the package or the file is not there.
    """
    try:
        path = Path(str(distribution(dataset.distribution).locate_file(file.name)))
    except PackageNotFoundError:
        return None
    return path if path.is_file() else None


def packaged_paths(dataset: Dataset, file: DataFile) -> list[Path]:
    """Where all the files lie that a name with `*` stands for, in the order of their names; empty if none is there."""
    if "*" not in file.name:
        path = packaged_path(dataset, file)
        return [] if path is None else [path]
    try:
        root = Path(str(distribution(dataset.distribution).locate_file("")))
    except PackageNotFoundError:
        return []
    return sorted(path for path in root.glob(file.name) if path.is_file())
