"""Columns out of a CSV file, each entry checked: a file that is cut or damaged ends in one clear error."""

import gzip
import io
import zlib
from typing import Literal

import numpy as np
import pandas as pd

from unrolled.data.errors import DataError

Column = Literal["text", "number", "time"]


def columns(name: str, content: bytes, kinds: dict[str, Column]) -> pd.DataFrame:
    """The named columns of a CSV file, as text, finite numbers or times; a time zone is turned into UTC and dropped.

    Args:
        name: of the file, for messages; one that ends in .gz is unpacked.
        content: its bytes.
        kinds: what each column holds.
    Raises:
        DataError: it cannot be unpacked or parsed, a column is missing, or an entry is not what it should be.
    """
    try:
        text = gzip.decompress(content) if name.endswith(".gz") else content
        frame = pd.read_csv(io.BytesIO(text), dtype=str, keep_default_na=False)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise DataError(f"{name}: not a readable table ({error}). Fetch or install it again") from error
    if missing := [column for column in kinds if column not in frame]:
        raise DataError(f"{name}: no column {missing[0]!r}; it has {', '.join(map(repr, frame.columns))}")
    return pd.DataFrame({column: _typed(name, frame[column], kind) for column, kind in kinds.items()})


def _typed(name: str, column: pd.Series, kind: Column) -> pd.Series:
    if kind == "text":
        return column
    if kind == "time":
        found = pd.to_datetime(column, errors="coerce", utc=True).dt.tz_localize(None)
        bad = found.isna()
    else:
        found = pd.to_numeric(column, errors="coerce").astype(float)
        bad = ~np.isfinite(found)
    if bad.any():
        row = int(bad.to_numpy().argmax())
        raise DataError(f"{name}, line {row + 2}: {column.name} is {column.iloc[row]!r}, which is not a {kind}")
    return found
