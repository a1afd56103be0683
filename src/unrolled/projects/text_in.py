"""Text that comes from outside: files and pipes that may be missing, binary, empty or in another encoding."""

import sys
from pathlib import Path

from unrolled.projects.errors import ProjectError

STANDARD_INPUT = Path("-")
LARGEST = 300_000_000  # bytes: what is read whole is kept in memory several times over
UTF16, UTF32 = (b"\xff\xfe", b"\xfe\xff"), (b"\xff\xfe\0\0", b"\0\0\xfe\xff")


def name_of(path: Path) -> str:
    """How messages call a file."""
    return "standard input" if path == STANDARD_INPUT else str(path)


def read_bytes(path: Path) -> bytes:
    """A whole file, or standard input for "-".

    Raises:
        ProjectError: it is missing, a folder, may not be read, or is too large.
    """
    if path == STANDARD_INPUT:
        return sys.stdin.buffer.read(LARGEST)
    try:
        if path.is_file() and path.stat().st_size > LARGEST:
            raise ProjectError(f"{path} has {path.stat().st_size:,} bytes, more than {LARGEST:,}: cut it into parts")
        return path.read_bytes()
    except OSError as error:
        raise ProjectError(f"{path} cannot be read: {error.strerror or error}") from error


def decode(raw: bytes, name: str, first_line: int = 1) -> str:
    """UTF-8 to text, without a byte order mark, with one kind of line end.

    Args:
        raw: bytes of a whole file or of a line of one.
        name: how to call the file in a message.
        first_line: number of the line with which `raw` begins.
    Raises:
        ProjectError: the bytes are not UTF-8, or not text at all.
    """
    if raw.startswith(UTF16 + UTF32):
        raise ProjectError(f"{name} is text in UTF-16 or UTF-32: save it as UTF-8")
    if b"\0" in raw:
        line = first_line + raw[: raw.index(b"\0")].count(b"\n")
        raise ProjectError(f"{name}, line {line}: a zero byte. This is a binary file, not text")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = first_line + raw[: error.start].count(b"\n")
        raise ProjectError(
            f"{name}, line {line}: byte 0x{raw[error.start]:02x} is not UTF-8. Save the file as UTF-8"
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_text(path: Path) -> str:
    """The text of a file, or of standard input for "-".

    Raises:
        ProjectError: it cannot be read, is not UTF-8 text, or holds nothing but spaces.
    """
    text = decode(read_bytes(path), name_of(path))
    if not text.strip():
        raise ProjectError(f"{name_of(path)} holds no text")
    return text


def read_lines(path: Path) -> list[str]:
    """The lines of a text, empty ones too. Only a line end ends a line, not a form feed inside of it.

    Raises:
        ProjectError: as `read_text`.
    """
    return read_text(path).removesuffix("\n").split("\n")
