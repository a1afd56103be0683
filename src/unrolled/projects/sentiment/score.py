"""How good a classifier is on labelled texts: how often it is right, and whether its probabilities keep their word."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from unrolled.calibration import Bin, bins_of, calibration_error
from unrolled.data.imdb import Review
from unrolled.projects.errors import ProjectError
from unrolled.projects.sentiment.judge import Judged, judge
from unrolled.projects.sentiment.model import Trained


class Evaluation(NamedTuple):
    """Scores for people and scripts, the bins behind the calibration error, and each review with its verdict."""

    scores: dict[str, Any]
    bins: list[Bin]
    judged: list[tuple[Review, Judged]]


# --8<-- [start:evaluate]
def evaluate(trained: Trained, reviews: Sequence[Review], name: str, bins: int = 10) -> Evaluation:
    """Score a model on labelled reviews. Those without a known word are left out of the scores, and counted.

    Raises:
        ProjectError: no review has a known word.
    """
    verdicts = judge(trained, [review.text for review in reviews])
    pairs = [(r, v) for r, v in zip(reviews, verdicts, strict=True) if v.log_odds is not None]
    if not pairs:
        raise ProjectError(f"{name}: no text has a word that this model knows")
    z, labels = torch.tensor([v.log_odds for _, v in pairs]), torch.tensor([r.label for r, _ in pairs])
    tempered, raw = (bins_of(torch.sigmoid(z * t), labels, bins) for t in (1, trained.temperature))
    scores = {
        "texts": len(pairs),
        "texts_without_a_known_word": len(reviews) - len(pairs),
        "accuracy": ((z > 0) == labels).float().mean().item(),
        "accuracy_of_the_commoner_answer": max(labels.float().mean().item(), 1 - labels.float().mean().item()),
        "f1": f1(z > 0, labels == 1),
        "log_loss": binary_cross_entropy_with_logits(z, labels.float()).item(),
        "calibration_error": calibration_error(tempered),
        "calibration_error_without_temperature": calibration_error(raw),
        "temperature": trained.temperature,
    }
    return Evaluation({"data": name, **scores}, tempered, pairs)


def f1(found: torch.Tensor, true: torch.Tensor) -> float:
    """F1 of the positive class: twice the hits over all that were said or were to be said. Without any, 0."""
    hits, either = int((found & true).sum()), int(found.sum()) + int(true.sum())
    # (sentiment-pipeline.5)
    return 2 * hits / either if either else 0.0


# --8<-- [end:evaluate]


def confusion(evaluation: Evaluation) -> dict[tuple[int, bool], int]:
    """How many reviews of each label were called positive, or not."""
    counts = {(label, said): 0 for label in (0, 1) for said in (False, True)}
    for review, verdict in evaluation.judged:
        counts[review.label, verdict.log_odds > 0] += 1
    return counts


def worst(evaluation: Evaluation, count: int) -> list[tuple[Review, Judged]]:
    """The wrong verdicts that were given most surely."""
    wrong = [(r, v) for r, v in evaluation.judged if (v.log_odds > 0) != bool(r.label)]
    return sorted(wrong, key=lambda pair: -abs(pair[1].log_odds))[:count]
