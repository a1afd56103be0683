"""How good the translations of a model are: BLEU and chrF, each with an interval, and how fast they were made."""

import time
from collections.abc import Sequence
from typing import Any, NamedTuple

from unrolled.projects.translate.model import Trained
from unrolled.projects.translate.rows import Pair
from unrolled.projects.translate.writing import translate_lines
from unrolled.translation_score import bleu, bootstrap_interval, chrf
from unrolled.translation_task import exact

SAMPLES = 1_000


class Evaluation(NamedTuple):
    """Scores, and what was written for each pair."""

    scores: dict[str, Any]
    written: list[str]


# --8<-- [start:evaluate]
def evaluate(
    trained: Trained, pairs: Sequence[Pair], name: str, width: int = 5, alpha: float | int = 1.0, samples: int = SAMPLES
) -> Evaluation:
    """Translate the sources of some pairs, and compare with their targets.

    Args:
        width: of the beam; 1 is greedy.
        samples: how often lines are drawn anew for the intervals.
    """
    began = time.process_time()
    written = [line.text for line in translate_lines(trained, [source for source, _ in pairs], width, alpha)]
    seconds = time.process_time() - began
    references = [target for _, target in pairs]
    scores: dict[str, Any] = {"data": name, "lines": len(pairs), "beam": width, "alpha": alpha}
    for metric, of in (("bleu", bleu), ("chrf", chrf)):
        value, low, high = bootstrap_interval(written, references, metric, samples)
        scores |= {metric: value, f"{metric}_low": low, f"{metric}_high": high}
        scores |= {f"{metric}_signature": of(written, references).signature}
    scores["exact_percent"] = exact(written, references)
    scores["words_percent"] = 100 * _words(written) / _words(references)
    return Evaluation(scores | {"lines_a_second": len(pairs) / max(seconds, 1e-9)}, written)


# --8<-- [end:evaluate]


def worst(evaluation: Evaluation, pairs: Sequence[Pair], count: int) -> list[tuple[str, str, str]]:
    """Source, reference and translation of the lines with the lowest chrF, longer than three words."""
    found = [(source, target, said) for (source, target), said in zip(pairs, evaluation.written, strict=True)]
    long = [row for row in found if len(row[1].split()) > 3]
    return sorted(long, key=lambda row: chrf([row[2]], [row[1]]).value)[:count]


def _words(lines: Sequence[str]) -> int:
    return sum(len(line.split()) for line in lines)
