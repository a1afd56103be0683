"""Find a dataset's file on this machine, or fetch it once: checked against its SHA-256 before it gets its name."""

import os
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pooch
import requests

from unrolled.data.dataset import DataFile, Dataset
from unrolled.data.errors import DataError
from unrolled.data.guarded import GuardedDownloader, WrongAnswerError

VARIABLE = "UNROLLED_DATA"
RETRIES = 3  # after the first try, with pauses of 1, 2 and 3 seconds
TIMEOUT = (10.0, 60.0)  # seconds to connect, and seconds without a single byte once connected
LEFTOVER = 3600.0  # seconds after which an unfinished file is nobody's: a live download writes every minute


def cache_folder() -> Path:
    """The folder where downloads are kept: the user's cache folder as the operating system defines it."""
    return Path(pooch.os_cache("unrolled"))


def own_folder(environment: Mapping[str, str] = os.environ) -> Path | None:
    """The folder named by the variable UNROLLED_DATA, if it is set.

    Raises:
        DataError: the variable names something that is not a folder.
    """
    value = environment.get(VARIABLE, "").strip()
    if not value:
        return None
    folder = Path(value).expanduser()
    if not folder.is_dir():
        raise DataError(f"{VARIABLE} is {value!r}, which is not a folder: correct it, or unset it to use the cache")
    return folder


def find(dataset: Dataset, file: DataFile, cache: Path | None = None) -> Path | None:
    """Look for a file in the folder UNROLLED_DATA names, then in the cache. Nothing is downloaded.

    Args:
        dataset: the dataset; its name is the name of the sub-folder.
        file: one of its files.
        cache: the cache folder; None means `cache_folder()`.

    Returns:
        The path of a file whose SHA-256 is right, or None if there is none.

    Raises:
        DataError: UNROLLED_DATA is no folder, or the file in it is damaged. One in the cache is not reported: `fetch`
            replaces it.
    """
    own = own_folder()
    if own is not None and (path := own / dataset.name / file.name).is_file():
        if problem := mismatch(path, file):
            raise DataError(f"{path}: {problem}. Replace it by the file at {file.url}, or unset {VARIABLE}")
        return path
    path = (cache or cache_folder()) / dataset.name / file.name
    return path if path.is_file() and not mismatch(path, file) else None


def fetch(dataset: Dataset, file: DataFile, cache: Path | None = None, progress: bool = False) -> Path:
    """Return the path of a file, downloading it if this machine does not have it yet.

    The download goes to a temporary file in the same folder, is checked, and is renamed only then, so a file under
    its own name is always whole, also when two processes fetch it at the same time.

    Args:
        dataset: the dataset the file belongs to.
        file: the file.
        cache: where to keep it; None means `cache_folder()`.
        progress: show a progress bar on standard error.

    Returns:
        The path of a file whose size and SHA-256 are right.

    Raises:
        DataError: the file could not be fetched, or what arrived is not that file. Nothing is left behind.
    """
    found = find(dataset, file, cache)
    if found is not None:
        return found
    folder = (cache or cache_folder()) / dataset.name
    store = pooch.create(
        folder, base_url="", registry={file.name: file.sha256}, urls={file.name: file.url}, retry_if_failed=RETRIES
    )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        return Path(store.fetch(file.name, downloader=GuardedDownloader(file, progress, TIMEOUT)))
    except (requests.exceptions.RequestException, OSError, ValueError) as error:
        raise DataError(_advice(dataset, file, folder / file.name, error)) from error


def _sweep(folder: Path) -> None:
    """Delete the unfinished files that killed downloads left, but none that another process may be writing."""
    for path in folder.glob("tmp*"):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > LEFTOVER:
                path.unlink()


def mismatch(path: Path, file: DataFile) -> str:
    """Say how a file on disk differs from the one in the registry; an empty string if it does not.

    Example:
        >>> import tempfile; from unrolled.data.registry import DataFile
        >>> path = Path(tempfile.mkdtemp()) / "x"; _ = path.write_bytes(b"abc")
        >>> mismatch(path, DataFile("x", 4, ""))
        'it has 3 bytes and should have 4 (cut short, or another version)'
    """
    size = path.stat().st_size
    if size != file.bytes:
        return f"it has {size:,} bytes and should have {file.bytes:,} (cut short, or another version)"
    digest = pooch.file_hash(str(path))
    if digest != file.sha256:
        return f"its SHA-256 is {digest[:12]}… and should be {file.sha256[:12]}… (damaged, or another version)"
    return ""


def _advice(dataset: Dataset, file: DataFile, target: Path, error: Exception) -> str:
    local = isinstance(error, OSError) and not isinstance(error, requests.exceptions.RequestException)
    return (
        f"{dataset.name}: could not fetch {file.url}: {_reason(error)}. Nothing was kept. "
        + (f"The cache needs {file.bytes:,} bytes of room, and you the right to write there. " if local else "")
        + f"If you are offline, fetch the file elsewhere ({file.bytes:,} bytes) and put it at {target}, "
        f"or at <folder>/{dataset.name}/{file.name} and set {VARIABLE}=<folder>. "
        "Packaged datasets need no network: `python -m unrolled data list` names them."
    )


def _reason(error: Exception) -> str:
    # requests prints nested representations of its inner errors; one plain phrase is enough here.
    match error:
        case requests.exceptions.HTTPError(response=response) if response is not None:
            return f"the server answered {response.status_code} {response.reason}"
        case requests.exceptions.ChunkedEncodingError():
            return "the connection broke off before the end"
        case requests.exceptions.Timeout():
            return "the server took too long"
        case requests.exceptions.ConnectionError() if "timed out" in str(error).lower():
            return "the server took too long"
        case requests.exceptions.ConnectionError() if "aborted" in str(error).lower():
            return "the server closed the connection"
        case requests.exceptions.ConnectionError():
            return "no connection to the server"
        case requests.exceptions.RequestException():
            return type(error).__name__
        case OSError() | WrongAnswerError():
            return str(error)
    return "what arrived has another SHA-256 than the registry: cut short, damaged, or changed by its publisher"
