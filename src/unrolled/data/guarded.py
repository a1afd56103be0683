"""Download what can be the file, and stop as soon as it cannot: a web page, or more bytes than there should be."""

from typing import BinaryIO

import pooch

from unrolled.data.dataset import DataFile

CHUNK = 1 << 16


class WrongAnswerError(ValueError):
    """What arrives cannot be the file. The message says why."""


class _Guard:
    """Stands before a file that is written, and refuses what cannot belong to it."""

    def __init__(self, out: BinaryIO, most: int) -> None:
        self.out, self.left, self.begun = out, most, False

    def write(self, chunk: bytes) -> None:
        if not self.begun and chunk[:200].lstrip().lower().startswith((b"<!doctype html", b"<html")):
            raise WrongAnswerError("a web page arrived instead of the file (a login page of your network, perhaps)")
        self.begun, self.left = True, self.left - len(chunk)
        if self.left < 0:
            raise WrongAnswerError("more bytes arrived than the file has: its publisher changed it")
        self.out.write(chunk)

    def flush(self) -> None:
        self.out.flush()


class GuardedDownloader(pooch.HTTPDownloader):
    """Fetches one file over HTTP, and stops at the first byte that cannot be its."""

    def __init__(self, file: DataFile, progress: bool, timeout: tuple[float, float]) -> None:
        # "identity": some servers call a .tar.gz gzip-encoded, requests would then unpack it on the way.
        headers = {"Accept-Encoding": "identity"}
        super().__init__(progressbar=progress, chunk_size=CHUNK, timeout=timeout, headers=headers)
        self.most = file.bytes

    def __call__(self, url: str, output_file: str, *rest: object, **options: object) -> object:
        with open(output_file, "wb") as out:
            return super().__call__(url, _Guard(out, self.most), *rest, **options)
