"""What the book knows of a dataset: its files byte for byte, its licence, its rows."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["packaged", "download"]


@dataclass(frozen=True)
class DataFile:
    """One file, known byte for byte.

    Args:
        name: file name in the cache, or the path inside the installed distribution; there, a name with `*` stands for
            many small files, taken in the order of their names.
        bytes: size in bytes, of all of them if there are many.
        sha256: SHA-256 of the whole file, 64 hexadecimal digits; of many files, that of one line for each, its own
            SHA-256, two spaces and its name, as the program sha256sum prints them.
        url: where the file is downloaded from; empty if it ships in a package.
    """

    name: str
    bytes: int
    sha256: str
    url: str = ""


@dataclass(frozen=True)
class Dataset:
    """One dataset: its files, its licence, and what the book uses it for.

    Args:
        name: the name on the command line and, with `_` for `-`, of the module `unrolled.data.<name>`.
        kind: "packaged" (arrives with a dependency) or "download" (fetched once, then cached).
        purpose: what the book does with it.
        rows: what a row is and how many there are in each split.
        licence: the terms, as far as the publisher states them.
        source: who made it.
        files: every file that is read.
        distribution: the installed package that carries the files; empty for a download.
    """

    name: str
    kind: Kind
    purpose: str
    rows: dict[str, int]
    licence: str
    source: str
    files: tuple[DataFile, ...]
    distribution: str = ""

    @property
    def bytes(self) -> int:
        """Size of all files together, in bytes."""
        return sum(file.bytes for file in self.files)
