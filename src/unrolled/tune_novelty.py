"""How much of a tune stands in the training tunes already, whatever key it was moved to."""

import itertools
from collections.abc import Iterable

from unrolled.tune_notes import Melody

WINDOW = 12  # notes
APART = "\0"  # between two tunes; no step is written so


# --8<-- [start:novelty]
def steps(melody: Melody) -> str:
    """Semitones from each note to the next, one letter each: the same for a tune in any key. Rests are skipped."""
    pitches = [note.pitch for note in melody.notes if note.pitch is not None]
    return "".join(chr(1000 + b - a) for a, b in itertools.pairwise(pitches))


def windows(melody: Melody, size: int = WINDOW) -> list[str]:
    """Every run of `size` notes, as its `size` - 1 steps."""
    text = steps(melody)
    return [text[i : i + size - 1] for i in range(len(text) - size + 2)]


class Known:
    """Everything that the training tunes hold.

    Args:
        melodies: the training tunes.
        size: notes in a window.
    """

    def __init__(self, melodies: Iterable[Melody], size: int = WINDOW) -> None:
        melodies = list(melodies)
        self.size = size
        self.windows = {window for melody in melodies for window in windows(melody, size)}
        self.text = APART.join(steps(melody) for melody in melodies)

    def share_seen(self, melody: Melody) -> float:
        """Share of a tune's windows that stand in a training tune; 0 for a tune that is too short to have one."""
        own = windows(melody, self.size)
        # (music.4)
        return sum(window in self.windows for window in own) / max(len(own), 1)

    def longest_copy(self, melody: Melody) -> int:
        """Notes of the longest run that also stands in one training tune, step for step."""
        text, best, sure = steps(melody), 0, self.size - 1
        for i in range(len(text)):
            if best >= sure and text[i : i + sure] not in self.windows:
                continue  # nothing longer than a window can start here
            while i + best < len(text) and text[i : i + best + 1] in self.text:
                best += 1
        return best + 1 if text else 0


# --8<-- [end:novelty]
