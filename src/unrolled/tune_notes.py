"""What a plain tune sounds like: pitches and lengths, bar by bar.

ABC notation 2.1, https://abcnotation.com/wiki/abc:standard:v2.1, sections 4.1 to 4.13, as far as `tune_text` keeps it.
"""

import re
from fractions import Fraction
from typing import NamedTuple

SEMITONES = dict(zip("CDEFGAB", (0, 2, 4, 5, 7, 9, 11), strict=True))
SHARPS = "FCGDAEB"  # the order in which a key signature sharpens; flats come in the opposite order
FIFTHS = {name: i - 1 for i, name in enumerate(SHARPS)}  # sharps in the major key of that name: F has -1
MODES = {"": 0, "lyd": 1, "mix": -1, "dor": -2, "m": -3, "phr": -4}  # sharps against the major key of the same name
ACCIDENTALS = {"^": 1, "^^": 2, "_": -1, "__": -2, "=": 0}
IN_TIME_OF = {2: 3, 3: 2, 4: 3, 6: 2, 8: 3}  # (3 : three notes in the time of two

TOKEN = re.compile(
    r"(?P<bar>(?:::|:\||\|:|\|\||\|)[12]?)"
    r"|\((?P<tuplet>[2-9])"
    r"|(?P<broken><+|>+)"
    r"|(?P<accidental>\^{1,2}|_{1,2}|=)?(?P<letter>[A-Ga-gz])(?P<octave>[,']*)(?P<times>\d*)(?P<slashes>/*)(?P<by>\d*)"
)


class Note(NamedTuple):
    """One note: MIDI pitch (60 is middle C; None is a rest) and length as a part of a whole note."""

    pitch: int | None
    length: Fraction


class Bar(NamedTuple):
    """The notes between two bar lines, and both lines."""

    notes: list[Note]
    before: str
    after: str


class Melody(NamedTuple):
    """A whole tune: the length of a full bar, and its bars."""

    metre: Fraction
    bars: list[Bar]

    @property
    def notes(self) -> list[Note]:
        """All notes in order, repeats not played."""
        return [note for bar in self.bars for note in bar.notes]


def signature(key: str) -> dict[str, int]:
    """Letters that a key raises or lowers, such as {"F": 1} for "G".

    Raises:
        ValueError: no such key.
    """
    match = re.fullmatch(r"([A-G])([b#]?)([a-z]*)", key)
    if match is None or match[3] not in MODES:
        raise ValueError(f"no key {key!r}: a letter A to G, perhaps b or #, then one of {', '.join(MODES)}")
    sharps = FIFTHS[match[1]] + {"": 0, "#": 7, "b": -7}[match[2]] + MODES[match[3]]
    letters = SHARPS[:sharps] if sharps > 0 else SHARPS[sharps:] if sharps else ""
    return dict.fromkeys(letters, 1 if sharps > 0 else -1)


# --8<-- [start:read]
def read(line: str) -> Melody:
    """Read a line as `tune_text.plain` writes it.

    Raises:
        ValueError: something in it is not understood; the message says what, and where.
    """
    match = re.match(r"M:(\d+)/([1-9]\d*) L:1/([1-9]\d*) K:(\S+) ", line)
    if match is None:
        raise ValueError(f"{line[:30]!r}: a tune begins as in 'M:6/8 L:1/8 K:G '")
    unit, keys = Fraction(1, int(match[3])), signature(match[4])
    tokens = list(_tokens(line, match.end()))
    bars, notes, before, held, factors, owed = [], [], "", dict(keys), [], Fraction(1)
    for token in tokens:
        if token["bar"]:
            if notes:
                bars.append(Bar(notes, before, token["bar"]))
            notes, before, held = [], token["bar"], dict(keys)  # an accidental holds until the bar line
        elif token["tuplet"]:
            n = int(token["tuplet"])
            factors = [Fraction(IN_TIME_OF.get(n, 2), n)] * n
        elif token["broken"]:
            if not notes:
                raise ValueError(f"character {token.start()}: {token['broken']} has no note before it")
            short = Fraction(1, 2 ** len(token["broken"]))  # a>b: a gets half of b's time as well
            first, owed = (2 - short, short) if token["broken"][0] == ">" else (short, 2 - short)
            notes[-1] = notes[-1]._replace(length=notes[-1].length * first)
        else:
            length = unit * _times(token) * owed * (factors.pop() if factors else 1)
            notes.append(Note(_pitch(token, held), length))
            owed = Fraction(1)
    if factors or owed != 1:
        raise ValueError("the tune ends in the middle of a tuplet or of a broken rhythm")
    return Melody(Fraction(int(match[1]), int(match[2])), [*bars, Bar(notes, before, "")] if notes else bars)


def _tokens(line: str, start: int):
    while start < len(line):
        token = TOKEN.match(line, start)
        if token is None:
            raise ValueError(f"character {start}: {line[start : start + 8]!r} is neither a note nor a bar line")
        yield token
        start = token.end()


# --8<-- [end:read]


def _times(token: re.Match) -> Fraction:
    by = int(token["by"]) if token["by"] else 2 ** len(token["slashes"])
    if by == 0 or (token["by"] and not token["slashes"]) or token["times"] == "0":
        raise ValueError(f"character {token.start()}: {token[0]!r} has no length")
    return Fraction(int(token["times"] or 1), by)


def _pitch(token: re.Match, held: dict[str, int]) -> int | None:
    letter = token["letter"]
    if letter == "z":
        return None
    name = letter.upper()
    if token["accidental"]:
        held[name] = ACCIDENTALS[token["accidental"]]
    octave = 12 * (letter.islower() + token["octave"].count("'") - token["octave"].count(","))
    return 60 + SEMITONES[name] + held.get(name, 0) + octave


# --8<-- [start:bars]
def inner_bars(melody: Melody) -> list[Bar]:
    """Bars with a plain bar line on both sides: an upbeat and what completes it stand at the other signs."""
    return [bar for bar in melody.bars if bar.before == bar.after == "|"]


def is_full(bar: Bar, metre: Fraction) -> bool:
    """Whether the lengths of its notes add up to the metre, exactly."""
    # (music.3)
    return sum((note.length for note in bar.notes), Fraction(0)) == metre


def frequency(pitch: int | float) -> float:
    """Hertz of a MIDI pitch: 69 is the a' of 440, and twelve semitones double."""
    # (music.5)
    return 440.0 * 2.0 ** ((pitch - 69) / 12)


# --8<-- [end:bars]
