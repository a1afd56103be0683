"""The negation probe: short sentences in pairs that differ by a negation, and so in what they say."""

from statistics import mean
from typing import NamedTuple

import torch

from unrolled.data.batching import collate
from unrolled.data.tokenise import tokenise
from unrolled.data.vocabulary import Vocabulary

GOOD = (
    "good",
    "great",
    "funny",
    "interesting",
    "convincing",
    "exciting",
    "moving",
    "entertaining",
    "worth seeing",
    "clever",
)
BAD = (
    "bad",
    "boring",
    "terrible",
    "awful",
    "stupid",
    "dull",
    "predictable",
    "annoying",
    "a waste of time",
    "disappointing",
)
FRAMES = (
    ("the film is {}.", "the film is not {}."),
    ("i found it {}.", "i never found it {}."),
    ("it was {}.", "it wasn't {} at all."),
)


class Pair(NamedTuple):
    """Two sentences. `positive` is the verdict of the plain one; the negated one says the contrary."""

    plain: str
    negated: str
    positive: bool
    frame: str


def probe_pairs() -> list[Pair]:
    """All pairs: ten good and ten bad words in three frames."""
    words = [(word, True) for word in GOOD] + [(word, False) for word in BAD]
    return [Pair(p.format(word), n.format(word), positive, n) for p, n in FRAMES for word, positive in words]


@torch.no_grad()
def probe_scores(model: torch.nn.Module, vocabulary: Vocabulary) -> list[list[float]]:
    """Log-odds of each pair: [plain, negated]."""
    rows = []
    for pair in probe_pairs():
        batch = collate([vocabulary.encode(tokenise(s)) for s in (pair.plain, pair.negated)], [0, 0])
        rows.append(model(batch.tokens, batch.lengths).tolist())
    return rows


def right(pair: Pair, scores: list[float]) -> tuple[bool, bool]:
    """Whether the plain and the negated sentence are judged right."""
    return (scores[0] > 0) == pair.positive, (scores[1] > 0) != pair.positive


def both_right(scores: list[list[float]]) -> float:
    """Share of pairs, in per cent, with both sentences judged right."""
    return 100 * mean(all(right(pair, row)) for pair, row in zip(probe_pairs(), scores, strict=True))


def moved(scores: list[list[float]]) -> float:
    """Share of pairs, in per cent, in which the negation moves the log-odds to the right side, however little."""
    return 100 * mean((row[1] < row[0]) == pair.positive for pair, row in zip(probe_pairs(), scores, strict=True))


def by_frame(found: dict[str, list[dict]]) -> dict[str, list[dict]]:
    """For each variant and frame, and good and bad words apart: per cent judged right, plain and negated."""
    table: dict[str, list[dict]] = {}
    for name, runs in found.items():
        rows = [(p, right(p, s)) for run in runs for p, s in zip(probe_pairs(), run["probes"], strict=True)]
        table[name] = [
            {
                "frame": negated, "positive": positive,
                "plain": 100 * mean(r[0] for p, r in rows if p.frame == negated and p.positive == positive),
                "negated": 100 * mean(r[1] for p, r in rows if p.frame == negated and p.positive == positive),
            }
            for _, negated in FRAMES
            for positive in (True, False)
        ]  # fmt: skip
    return table
