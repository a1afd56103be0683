"""Tunes as short lines of plain text: only what sounds is kept, so that a model has little else to learn."""

import re

from unrolled.data.tunes import Tune

METRES = {"C": "4/4", "C|": "2/2"}
MODES = {"": "", "maj": "", "m": "m", "min": "m", "mix": "mix", "dor": "dor", "lyd": "lyd", "phr": "phr"}
SHORTEST, LONGEST = 60, 500  # characters of a line

# What does not sound, or sounds for no time of its own: comments, words over notes, grace notes, signs of ornaments.
SILENT = re.compile(r'%.*|"[^"]*"|!.*?!|\{[^}]*\}|[~.`$\\JLMNOPRSTuv]|^H|(?<=[|:\s])H|H(?=:?\||$)')
LETTERS = r"A-Ga-gz\^_=,'/<>0-9(|:"
KNOWN = re.compile(f"[{LETTERS}]+")


# --8<-- [start:plain]
def plain(tune: Tune) -> str | None:
    """One line such as "M:6/8 L:1/8 K:G GAB c2d|...", with no spaces between notes.

    Returns:
        None for a tune that changes its key or metre on the way, has chords or voices, an unusual header, or less than
        60 or more than 500 characters.
    """
    head, body = plain_head(tune), plain_body(tune.body)
    if head is None or body is None:
        return None
    line = f"{head} {body}"
    return line if SHORTEST <= len(line) <= LONGEST else None


def plain_body(body: str) -> str | None:
    """The notes without ornaments, fingerings, slurs, ties and spaces; bar lines in one spelling."""
    lines = body.split("\n")
    if any(re.match(r"[KLMV]:", line) for line in lines):
        return None
    text = "".join(SILENT.sub("", line) for line in lines if not re.match(r"[A-Za-z]:", line))
    if re.search(r"\[[\^_=A-Ga-gKLMV]|[&ZxX]", text):
        return None  # a chord, a change inside a line, a second voice, a rest of many bars
    text = re.sub(r"\((?![2-9])|[)\-\s]", "", text)  # slurs and ties; "(3" begins a triplet and stays
    text = re.sub(r"([|:\[\]]+)([12]?)", lambda m: bar_line(m[1]) + m[2], text)
    return text if KNOWN.fullmatch(text) else None


def bar_line(signs: str) -> str:
    """One spelling for each kind of bar line: | || |: :| ::

    Example:
        >>> [bar_line(signs) for signs in ("|[", "|]", "||:", ":||:")]
        ['|', '||', '|:', '::']
    """
    if "::" in signs or (signs[0] == ":" and signs[-1] == ":"):
        return "::"
    if signs[0] == ":":
        return ":|"
    if signs[-1] == ":":
        return "|:"
    return "||" if "||" in signs or "]" in signs else "|"


# --8<-- [end:plain]


def plain_head(tune: Tune) -> str | None:
    """Metre, unit and key, in one spelling; None if one of them is unusual or not to be had."""
    metre = METRES.get(tune.metre, tune.metre)
    match = re.fullmatch(r"([A-G][b#]?) ?([A-Za-z]*)", tune.key)
    if match is None or re.fullmatch(r"\d+/\d+", metre) is None:
        return None
    mode = MODES.get("m" if match[2] == "m" else match[2].lower()[:3])
    above, below = map(int, metre.split("/"))
    unit = tune.unit or ("1/8" if above / below >= 0.75 else "1/16")  # what the standard says of a tune without L:
    return None if mode is None or unit not in {"1/4", "1/8", "1/16"} else f"M:{metre} L:{unit} K:{match[1]}{mode}"


def to_abc(line: str, number: int = 1) -> str:
    """The line as an ABC file, for programs that read ABC.

    Raises:
        ValueError: it does not begin with three fields and a space after each.
    """
    parts = line.split(" ", 3)
    if len(parts) < 4 or [part[:2] for part in parts[:3]] != ["M:", "L:", "K:"]:
        raise ValueError(f'{line[:30]!r} does not begin with "M:... L:... K:... " and notes')
    return "\n".join([f"X:{number}", "T:tune", *parts]) + "\n"
