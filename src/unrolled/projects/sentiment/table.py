"""Tables as CSV, read row by row, and written with columns added; whatever is in the others stays as it was."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TextIO

from unrolled.projects.errors import ProjectError
from unrolled.projects.text_in import UTF16, UTF32, decode

LONGEST = 10_000_000  # characters in a field


class Table(NamedTuple):
    """The names of the columns, and the rows one by one, each as long as the header."""

    header: list[str]
    rows: Iterator[list[str]]

    def place(self, column: str) -> int:
        """Number of a column. Raises: ProjectError, if there is none of that name, or two."""
        if self.header.count(column) != 1:
            raise ProjectError(f"there must be one column {column!r}; the columns are {', '.join(self.header)}")
        return self.header.index(column)


@contextmanager
def open_table(path: Path) -> Iterator[Table]:
    """A CSV file with a header, in UTF-8, to be read while it is open.

    Raises:
        ProjectError: it cannot be read, is no text or no CSV, has no header, or a row is longer than the header.
    """
    csv.field_size_limit(LONGEST)
    try:
        with path.open("rb") as file:
            begin = file.read(4096)
        file = path.open(encoding="utf-8-sig", newline="")
    except OSError as error:
        raise ProjectError(f"{path} cannot be read: {error.strerror or error}") from error
    with file:
        if begin.startswith(UTF16 + UTF32) or b"\0" in begin:
            decode(begin, str(path))  # says what is wrong with it
        rows = _rows(path, file)
        header = next(rows, None)
        if not header:
            raise ProjectError(f"{path} is empty: the first line must name the columns")
        yield Table(header, _even(path, header, rows))


def _rows(path: Path, file: TextIO) -> Iterator[list[str]]:
    reader = csv.reader(file)
    try:
        for row in reader:
            if any("\0" in cell for cell in row):
                raise ProjectError(f"{path}, line {reader.line_num}: a zero byte. This is a binary file, not text")
            yield row
    except UnicodeDecodeError as error:
        raise ProjectError(f"{path}, after line {reader.line_num}: not UTF-8. Save the file as UTF-8") from error
    except csv.Error as error:
        raise ProjectError(f"{path}, line {reader.line_num}: no CSV: {error}") from error


def _even(path: Path, header: list[str], rows: Iterator[list[str]]) -> Iterator[list[str]]:
    for number, row in enumerate(rows, 1):
        if not row:
            row = [""] * len(header)  # an empty line stays a row
        if len(row) > len(header):
            raise ProjectError(
                f"{path}, row {number}: {len(row)} cells under {len(header)} columns. "
                "Is there a comma in a text that has no quotes?"
            )
        yield row + [""] * (len(header) - len(row))
