"""Read a tar archive without trusting it: members that climb out, links, devices and bombs are refused."""

import lzma
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from unrolled.data.errors import DataError

DAMAGED = (tarfile.TarError, EOFError, OSError, zlib.error, lzma.LZMAError)


@dataclass(frozen=True)
class Limits:
    """The most that an archive may unpack to; every archive of the book stays far below.

    Args:
        files: members, folders counted in.
        bytes: of all that is unpacked.
        ratio: unpacked bytes for each byte of the archive; asked only of what is larger than `small`.
        small: so many bytes are never a bomb.
    """

    files: int = 200_000
    bytes: int = 2 << 30
    ratio: int = 50
    small: int = 10 << 20

    def check(self, path: Path, files: int, unpacked: int) -> None:
        """Raises: DataError, if the archive at `path` has given more than it may."""
        if files > self.files:
            raise DataError(f"{path}: it holds more than {self.files:,} members. Do not use this archive")
        most = min(self.bytes, max(self.small, self.ratio * path.stat().st_size))
        if unpacked > most:
            raise DataError(f"{path}: it unpacks to more than {most:,} bytes. Do not use this archive")


LIMITS = Limits()


def members(path: Path, limits: Limits = LIMITS) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the content of each file in a tar archive, in order, reading it once and writing nothing.

    Args:
        path: a .tar, or one compressed by gzip, bzip2 or xz.
        limits: how much it may unpack to. A member is measured before it is read.

    Yields:
        The name inside the archive (with "/") and the bytes of the file. Folders are skipped.

    Raises:
        DataError: the archive is damaged or cut short, or holds a member that is not a plain file inside it, or
            unpacks to more than the limits allow.
    """
    unpacked = 0
    try:
        # Not the streaming mode "r|*": it never compares gzip's checksum, so flipped bytes pass in silence.
        with tarfile.open(path, mode="r:*") as archive:
            for files, member in enumerate(archive, 1):
                unpacked = max(unpacked + member.size, archive.offset)  # a sparse file is larger than its blocks
                limits.check(path, files, unpacked)
                _refuse_unsafe(member, path)
                if member.isfile() and (stream := archive.extractfile(member)) is not None:
                    yield member.name, stream.read()
            # The checksum stands at the very end, behind the padding of the archive.
            while archive.fileobj is not None and archive.fileobj.read(1 << 20):
                limits.check(path, 0, archive.fileobj.tell())
    except DAMAGED as error:
        raise DataError(
            f"{path}: the archive is damaged or cut short ({error}). Delete it and fetch it again"
        ) from error


def extract(path: Path, folder: Path, limits: Limits = LIMITS) -> Path:
    """Unpack a tar archive. The folder appears only when everything is in it.

    Args:
        path: the archive.
        folder: where to; must not exist yet.
        limits: how much it may unpack to.

    Returns:
        The folder.

    Raises:
        DataError: as `members`, or the folder exists, or cannot be written. No part of the folder is left behind.
    """
    if folder.exists():
        raise DataError(f"{folder} exists already: remove it, or unpack somewhere else")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            for name, content in members(path, limits):
                target = unfinished / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
            unfinished.rename(folder)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    except OSError as error:  # `members` turns those of reading into a DataError
        raise DataError(
            f"{folder}: cannot unpack {path} there ({error}). Nothing of it was kept. Is there room on the disk, and "
            "may you write there?"
        ) from error
    return folder


def _refuse_unsafe(member: tarfile.TarInfo, path: Path) -> None:
    name = member.name
    absolute = PurePosixPath(name).is_absolute() or bool(PureWindowsPath(name).anchor)
    if absolute or ".." in PurePosixPath(name).parts or ".." in PureWindowsPath(name).parts:
        raise DataError(f"{path}: member {name!r} would be written outside its folder. Do not use this archive")
    if not (member.isfile() or member.isdir()):
        raise DataError(f"{path}: member {name!r} is a link or a device, not a file. Do not use this archive")
