"""Which entries of a tune book are one tune: those with one title, and those that share a long run of notes.

A tune travels under many titles, in many keys, with other lengths and ornaments. What stays is how the notes move on
the staff. So a run of `RUN` notes is compared as the steps between them, a line or a space of the staff at a time:
accidentals, lengths, rests, grace notes and bar lines do not count.

Why 20 notes, about three bars: in the three collections of `data.tunes`, shorter runs are common turns of phrase and
chain tunes together that have little to do with each other (with 15 notes a thousand tunes are one group); with 20 no
group has more than 13 of the 4,248 tunes. A double that is varied every two bars is not found.
"""

import itertools
import re
from collections.abc import Iterable

RUN = 20  # notes
NO_NAME = frozenset({"the", "a", "an", "reel", "jig", "hornpipe", "strathspey"})  # in a title, says nothing of which
ASIDE = re.compile(r'%.*|"[^"]*"|!.*?!|\{[^}]*\}|\[[A-Za-z]:[^\]]*\]')  # remarks, ornaments, grace notes, fields
NOTE = re.compile(r"([A-Ga-g])([,']*)")


# --8<-- [start:same]
def name_of(title: str) -> str:
    """A title without its article, its kind of dance, what follows " -- ", capitals and punctuation.

    Example:
        >>> name_of("The Salamanca Reel") == name_of("SALAMANCA -- REEL") == name_of("Salamanca, The")
        True
    """
    words = re.findall(r"[a-z0-9]+", title.split(" -- ")[0].lower().replace("'", ""))
    return "".join([word for word in words if word not in NO_NAME] or words)


def runs(body: str, size: int = RUN) -> set[str]:
    """Every run of `size` notes, as its `size` - 1 steps on the staff, one letter each: the same in any key.

    Example:
        >>> runs("GABc dedB", 8) == runs("{c}d2ef>g aba^f|", 8)
        True
    """
    lines = [ASIDE.sub("", line) for line in body.split("\n") if not re.match("[A-Za-z]:", line)]
    heights = [
        "CDEFGAB".index(letter.upper()) + 7 * (letter.islower() + octave.count("'") - octave.count(","))
        for letter, octave in NOTE.findall("\n".join(lines))
    ]
    steps = "".join(chr(1000 + b - a) for a, b in itertools.pairwise(heights))
    return {steps[i : i + size - 1] for i in range(len(steps) - size + 2)}


def groups(tunes: Iterable[tuple[str, str]], size: int = RUN) -> list[int]:
    """For each tune, a title and its notes, the number of the first tune of its group.

    Tunes with one name or one run in common are in one group, and so are all that hang together by such pairs.
    """
    first: dict[str, int] = {}  # who had this name or this run before
    leader: list[int] = []

    def found(i: int) -> int:
        while leader[i] != i:
            i = leader[i]
        return i

    for number, (title, body) in enumerate(tunes):
        leader.append(number)
        for key in {"name " + name_of(title), *runs(body, size)}:
            a, b = found(first.setdefault(key, number)), found(number)
            leader[max(a, b)] = min(a, b)
    return [found(i) for i in range(len(leader))]


# --8<-- [end:same]
