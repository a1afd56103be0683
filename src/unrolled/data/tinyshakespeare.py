"""Tiny Shakespeare: 1,115,394 characters of plays, one speech after the other.

The split is the one of nanoGPT: the first nine tenths to train on, the rest to validate with, and no test split. So
losses measured here may stand beside the published ones.
"""

from unrolled.data import download, registry
from unrolled.data.errors import DataError

SPLITS = ("train", "valid")


def load(split: str = "train", progress: bool = True) -> str:
    """The text of one split, as one string; downloads it (1.1 MB) the first time.

    Args:
        split: "train" (1,003,854 characters) or "valid" (111,540).
        progress: show a progress bar while downloading.
    Raises:
        ValueError: no such split.
        DataError: the file cannot be fetched, or is not the recorded one.
    """
    if split not in SPLITS:
        raise ValueError(f"no split {split!r}: choose one of {', '.join(sorted(SPLITS))}")
    dataset = registry.get("tinyshakespeare")
    path = download.fetch(dataset, dataset.files[0], progress=progress)
    try:
        return cut(path.read_bytes().decode("utf-8"))[split]
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: not UTF-8 text ({error})") from error


# --8<-- [start:cut]
def cut(text: str) -> dict[str, str]:
    """The first nine tenths, and the last."""
    border = int(0.9 * len(text))
    return {"train": text[:border], "valid": text[border:]}


# --8<-- [end:cut]
