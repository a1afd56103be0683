"""Every dataset of the book in one table, which the command line, the downloader and `reference/datasets` all read."""

from importlib import import_module

from unrolled.data.dataset import DataFile, Dataset

__all__ = ["DATASETS", "KINDS", "DataFile", "Dataset", "get"]

KINDS = ("reviews", "text", "tags", "series", "sound", "tunes", "strokes", "pairs")  # files of unrolled.data.catalogue

# Imported by name, so that an experiment's record does not change when data are added that it never reads.
DATASETS: dict[str, Dataset] = {
    dataset.name: dataset for kind in KINDS for dataset in import_module(f"unrolled.data.catalogue.{kind}").DATASETS
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
