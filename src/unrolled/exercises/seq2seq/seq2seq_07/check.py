"""Checks seq2seq-07 with a beam of its own, and, where the beam is wide enough, by trying every text."""

import itertools
import math
from typing import Any

from unrolled.decoding.penalties import length_penalty
from unrolled.exercises.checks import Case, Check
from unrolled.exercises.seq2seq.seq2seq_07.toys import Chain, Table


def log_probability(step: Any, state: int, text: tuple[int, ...]) -> float:
    total = 0.0
    for before, token in itertools.pairwise((2, *text)):
        log_p, state = step(before, state)
        total += log_p[token]
    return total


def every_text(step: Any, state: int, alpha: float | int, longest: int) -> tuple[list[int], float]:
    """The best of all texts of at most `longest` tokens."""
    best = ([], -math.inf)
    tokens = [k for k in range(len(step(2, state)[0])) if k != 3]
    for n in range(longest):
        for text in itertools.product(tokens, repeat=n):
            score = log_probability(step, state, (*text, 3)) / length_penalty(n + 1, alpha)
            best = max(best, (list(text), score), key=lambda pair: pair[1])
    return best


def expected(step: Any, state: int, width: int, alpha: float | int, longest: int) -> tuple[list[int], float]:
    if width >= 1000:
        return every_text(step, state, alpha, longest)
    live, finished = [()], []
    for _ in range(longest):
        texts = [(*text, k) for text in live for k in range(len(step(2, state)[0]))]
        texts = sorted(texts, key=lambda text: -log_probability(step, state, text))[:width]
        finished += [text for text in texts if text[-1] == 3]
        live = [text for text in texts if text[-1] != 3]
    scores = {text: log_probability(step, state, text) / length_penalty(len(text), alpha) for text in finished}
    best = max(scores, key=scores.get)
    return list(best[:-1]), scores[best]


GARDEN = {2: {4: 0.6, 5: 0.4}, 4: {3: 0.4, 4: 0.3, 5: 0.3}, 5: {3: 0.9, 5: 0.1}}
SHORT = {2: {3: 0.4, 4: 0.6}, 4: {5: 0.8, 3: 0.2}, 5: {3: 0.75, 4: 0.25}}
SAME = {2: {4: 0.6, 5: 0.4}, 4: {4: 0.55, 3: 0.45}, 5: {3: 0.6, 5: 0.4}}
LATE = {2: {4: 0.6, 5: 0.4}, 4: {4: 0.9, 3: 0.1}, 5: {3: 0.9, 5: 0.1}}
WIDE = {2: {3: 0.4, 4: 0.35, 5: 0.25}, 4: {4: 0.6, 5: 0.4}, 5: {3: 1.0}}
ENDS = {2: {3: 0.4, 4: 0.35, 5: 0.25}, 4: {3: 0.5, 4: 0.5}, 5: {3: 1.0}}
CASES = (
    Case("one way only", (Table({2: {4: 1.0}}), 0, 1, 0, 4)),
    Case(
        "two beginnings, and the second one is better in the end",
        (Table({2: {4: 0.6, 5: 0.4}, 4: {3: 0.4, 4: 0.6}}, 6), 0, 2, 0, 3),
    ),
    Case("the likelier first token leads into a less likely text", (Table(GARDEN), 0, 2, 0, 4)),
    Case("a short text, or a longer one that is likelier by token", (Table(SHORT), 0, 3, 0, 4)),
    Case("the same with length normalisation", (Table(SHORT), 0, 3, 1, 4)),
    Case("the two best continuations grow out of the same beginning", (Table(SAME), 0, 2, 0, 4)),
    Case("a text that is likelier, and has not ended in time", (Table(LATE), 0, 2, 0, 3)),
    Case("what has ended takes its place along", (Table(ENDS), 0, 2, 3, 4)),
    Case("the beam is as wide as before when a text has ended", (Table(WIDE), 0, 2, 3, 4)),
    Case("a random model, three beginnings", (Chain(1), 0, 3, 0.6, 6)),
    Case("another, four beginnings", (Chain(2), 0, 4, 1, 6)),
    Case("a third, whose likeliest text is not the shortest", (Chain(33), 0, 3, 1, 6)),
    Case("so wide that nothing is lost: the best of all texts", (Chain(3), 0, 5000, 0.6, 5)),
)
CHECKS = (Check("beam", CASES, expected),)
