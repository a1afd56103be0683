"""What could be counted while reading a text: the things to which units of a network are compared."""

import torch
from jaxtyping import Float
from torch import Tensor


# --8<-- [start:features]
def features_of(text: str) -> dict[str, Float[Tensor, " N"]]:
    """For each character of a text, several things that hold there. Nothing looks ahead, but `speaker` does.

    Returns:
        `line`, `word`, `sentence`: characters since the last line break, since the last character that is no letter,
        since the last of . ? and !; `speech`: lines since the last empty one; `speaker`: 1 inside a line that stands
        after an empty one and ends in a colon; `capital` and `vowel`: 1 where the character is one.
    """
    kinds = {
        "line": since(text, "\n"),
        "word": since(text, "".join(c for c in sorted(set(text)) if not c.isalpha())),
        "sentence": since(text, ".?!"),
        "speech": [0.0] * len(text),
        "speaker": speakers(text),
        "capital": [float(c.isupper()) for c in text],
        "vowel": [float(c in "aeiouAEIOU") for c in text],
    }
    lines = 0
    for t, character in enumerate(text):
        lines = 0 if text[max(0, t - 1) : t + 1] == "\n\n" else lines + (character == "\n")
        kinds["speech"][t] = float(lines)
    return {name: torch.tensor(values) for name, values in kinds.items()}


def since(text: str, marks: str) -> list[float]:
    """How many characters ago the last of `marks` was; 0 at one of them."""
    found, distance = [], 0.0
    for character in text:
        distance = 0.0 if character in marks else distance + 1
        found.append(distance)
    return found


def speakers(text: str) -> list[float]:
    """1 for every character of a line that names a speaker: it stands after an empty line, and ends in a colon."""
    found: list[float] = []
    before = ""
    for line in text.splitlines(keepends=True):
        found += [float(line.endswith(":\n") and before == "\n")] * len(line)
        before = line
    return found


# --8<-- [end:features]
