"""Checks seq2seq-03 on decoders of which one knows what they write."""

from typing import Any

from unrolled.exercises.checks import Case, Check
from unrolled.exercises.seq2seq.seq2seq_03.toys import Babbler, Speller


def expected(step: Any, state: int, longest: int) -> list[int]:
    assert state == 0
    word = step.word if isinstance(step, Speller) else [4, 5] * longest
    return word[:longest]


CASES = (
    Case("a decoder that ends at once", (Speller([]), 0, 5)),
    Case("one token", (Speller([4]), 0, 5)),
    Case("three tokens", (Speller([4, 5, 4]), 0, 5)),
    Case("a word that is longer than allowed", (Speller([4, 5, 6, 4]), 0, 2)),
    Case("a word that is just as long as allowed", (Speller([4, 5, 6]), 0, 3)),
    Case("a decoder that never ends", (Babbler(), 0, 5)),
)
CHECKS = (Check("greedy", CASES, expected),)
