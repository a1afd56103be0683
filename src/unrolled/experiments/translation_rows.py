"""The pairs of texts that the experiment `translation` works on."""

from datetime import date

from babel.dates import format_date

from unrolled.data import dates, multi30k

Rows = dict[str, list[tuple[str, str]]]
SIZES = {"train": 8_000, "valid": 200, "test": 200}  # of the small task


def rows_of(source: str, target: str) -> Rows:
    """Captions in two languages; or, for a first look without a download, dates in any language into English."""
    if source == "dates":
        return {split: [english(row) for row in dates.load(split)[:size]] for split, size in SIZES.items()}
    return {
        split: [tuple(pair) for pair in multi30k.load(split, source, target, progress=False)]
        for split in multi30k.SPLITS
    }


def english(row: dates.WrittenDate) -> tuple[str, str]:
    """A written date, and the same in English, in full."""
    return row.written, format_date(date.fromisoformat(row.iso), "full", locale="en_GB")
