"""What of a dataset is on this machine: where it lies, whether it is whole, and how to free the space."""

from pathlib import Path
from typing import NamedTuple

from unrolled.data import download, packaged
from unrolled.data.dataset import DataFile, Dataset
from unrolled.data.errors import DataError


class Copy(NamedTuple):
    """One file, or the many files that a name with `*` stands for, and what is wrong with it (nothing: empty)."""

    path: Path
    problem: str


def locate(dataset: Dataset, file: DataFile) -> Path | None:
    """Where a file lies, whichever way it came; the folder, if a name stands for many; None if it is not here.

    Raises:
        DataError: UNROLLED_DATA is no folder, or the file in it is damaged.
    """
    if dataset.kind == "download":
        return download.find(dataset, file)
    paths = packaged.packaged_paths(dataset, file)
    return None if not paths else paths[0] if "*" not in file.name else paths[0].parent


def state(dataset: Dataset) -> str:
    """Say in a few words whether a dataset's files are on this machine. Raises: DataError, as `locate`."""
    here = [locate(dataset, file) is not None for file in dataset.files]
    if dataset.kind == "packaged":
        return "here, in a package" if all(here) else "package not installed"
    return "here" if all(here) else "in part" if any(here) else "not downloaded"


def verify(dataset: Dataset, file: DataFile) -> list[Copy]:
    """Hash every copy of a file that is here: in the package, in UNROLLED_DATA, in the cache.

    Raises:
        DataError: UNROLLED_DATA is no folder. What is wrong with a copy is not raised, it stands in the answer.
    """
    if dataset.kind == "download":
        folders = [folder for folder in (download.own_folder(), download.cache_folder()) if folder is not None]
        places = dict.fromkeys(folder / dataset.name / file.name for folder in folders)
        return [Copy(path, download.mismatch(path, file)) for path in places if path.is_file()]
    place = locate(dataset, file)
    if place is None:
        return []
    try:
        packaged.read(dataset, file)
    except DataError as error:
        return [Copy(place, str(error))]
    return [Copy(place, "")]


def removable(dataset: Dataset) -> list[Path]:
    """The files of a dataset in the cache, unfinished downloads with them.

    Raises:
        DataError: the dataset ships in a package, or its folder in the cache is really a folder of your own.
    """
    if dataset.kind == "packaged":
        raise DataError(f"{dataset.name} ships in the package {dataset.distribution}: none of it is in the cache")
    cache, own = download.cache_folder(), download.own_folder()
    folder = cache / dataset.name
    if folder.resolve() != cache.resolve() / dataset.name or (own is not None and own.resolve() == cache.resolve()):
        raise DataError(f"{folder} is a folder of your own, not the book's: delete the files yourself if you want to")
    known = [folder / file.name for file in dataset.files]
    return [path for path in (*known, *sorted(folder.glob("tmp*"))) if path.is_file()]


def remove(dataset: Dataset) -> int:
    """Delete those files, and their folder if nothing else is in it. Returns the bytes that were freed.

    Raises:
        DataError: as `removable`, or a file cannot be deleted.
    """
    freed = 0
    try:
        for path in removable(dataset):
            size = path.stat().st_size
            path.unlink()
            freed += size
        folder = download.cache_folder() / dataset.name
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    except OSError as error:
        raise DataError(f"{dataset.name}: cannot delete {error.filename}: {error.strerror}") from error
    return freed
