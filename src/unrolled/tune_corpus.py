"""The tunes that the experiments use: those which become one plain line, and which our own reader can read."""

from functools import cache

from unrolled.data import tunes
from unrolled.tune_notes import Melody, read
from unrolled.tune_text import plain, to_abc


def readable(line: str) -> Melody | None:
    """What a line sounds like, or None if `tune_notes.read` refuses it."""
    try:
        return read(line)
    except ValueError:
        return None


@cache
def lines(split: str, by_title: bool = False) -> tuple[str, ...]:
    """The plain lines of a split. `by_title` is as in `data.tunes.load`: a split with a leak, to measure it.

    Raises:
        ValueError: no such split.
    """
    found = (plain(tune) for tune in tunes.load(split, by_title))
    return tuple(line for line in found if line is not None and readable(line) is not None)


def music21_notes(line: str) -> list[tuple[int, float]] | None:
    """MIDI pitch and length in quarter notes of each note, as music21 reads the tune; None if it does not read it."""
    from music21 import converter  # takes seconds, and only this function needs it

    try:
        score = converter.parseData(to_abc(line), format="abc")
        found = [(note.pitch.midi, float(note.quarterLength)) for note in score.flatten().notes if note.isNote]
    except Exception:  # a reader of anybody's files may fail in any way, and that is what we count
        return None
    return found or None
