"""How good translations are: BLEU and chrF by sacreBLEU, and how sure the numbers are, by the bootstrap.

Papineni et al. (2002), "BLEU", ACL. Popović (2015), "chrF", WMT. Post (2018), "A Call for Clarity in Reporting BLEU
Scores", WMT: sacreBLEU, and its signatures, which say how a score was computed. Koehn (2004), "Statistical
Significance Tests for Machine Translation Evaluation", EMNLP: the bootstrap over sentences.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from sacrebleu.metrics import BLEU, CHRF

Metric = Literal["bleu", "chrf"]
METRICS = {"bleu": BLEU, "chrf": CHRF}


class Score(NamedTuple):
    """A score from 0 to 100, and what sacreBLEU calls the way in which it was computed."""

    value: float
    signature: str


class Interval(NamedTuple):
    """A score of all sentences, and the bounds that hold the middle 95 of 100 scores of resampled ones."""

    value: float
    low: float
    high: float


class Comparison(NamedTuple):
    """By how much the first system beats the second, its interval, and how often chance alone does as much."""

    difference: float
    low: float
    high: float
    p: float


def bleu(hypotheses: Sequence[str], references: Sequence[str]) -> Score:
    """BLEU of a whole test set: how many runs of one to four words the references hold as well.

    Args:
        hypotheses: translations as a reader would see them, not split into tokens: sacreBLEU does that.
        references: one for each.
    Raises:
        ValueError: no sentences, or not as many of both.
    """
    return _score("bleu", hypotheses, references)


def chrf(hypotheses: Sequence[str], references: Sequence[str]) -> Score:
    """chrF of a whole test set: runs of one to six characters, so a word with a wrong ending counts in part.

    Raises:
        ValueError: no sentences, or not as many of both.
    """
    return _score("chrf", hypotheses, references)


def _score(metric: Metric, hypotheses: Sequence[str], references: Sequence[str]) -> Score:
    _check(hypotheses, references)
    scorer = METRICS[metric]()
    value = scorer.corpus_score(list(hypotheses), [list(references)]).score
    return Score(float(value), str(scorer.get_signature()))


# --8<-- [start:bootstrap]
def bootstrap_interval(
    hypotheses: Sequence[str],
    references: Sequence[str],
    metric: Metric = "bleu",
    samples: int = 1000,
    seed: int = 0,
    level: float = 0.95,
) -> Interval:
    """The score of a test set, and an interval: the middle `level` of scores of as many, drawn with replacement.

    It says how much the score hangs on *these sentences*. How much it hangs on the seed of the training it cannot say.

    Raises:
        ValueError: no sentences, not as many of both, or fewer than two samples.
    """
    counts = sentence_counts(hypotheses, references, metric)
    # (machine-translation.3) the middle 95 of 100 scores of test sets that were drawn from this one
    scores = resampled(counts, _draws(len(counts), samples, seed), metric)
    return Interval(_from_counts(counts.sum(0), metric), *_bounds(scores, level))


def paired_bootstrap(
    first: Sequence[str],
    second: Sequence[str],
    references: Sequence[str],
    metric: Metric = "bleu",
    samples: int = 1000,
    seed: int = 0,
    level: float = 0.95,
) -> Comparison:
    """The difference of two systems, both scored on the same drawn sentences, so that hard ones are hard for both.

    p is the share of samples whose difference is as far from the mean of all as the true one is from zero.

    Raises:
        ValueError: no sentences, not as many of all three, or fewer than two samples.
    """
    counts = [sentence_counts(hypotheses, references, metric) for hypotheses in (first, second)]
    draws = _draws(len(references), samples, seed)
    differences = resampled(counts[0], draws, metric) - resampled(counts[1], draws, metric)
    difference = _from_counts(counts[0].sum(0), metric) - _from_counts(counts[1].sum(0), metric)
    extreme = int((np.abs(differences - differences.mean()) >= abs(difference)).sum())
    return Comparison(difference, *_bounds(differences, level), (extreme + 1) / (samples + 1))


# --8<-- [end:bootstrap]


# --8<-- [start:counts]
def sentence_counts(hypotheses: Sequence[str], references: Sequence[str], metric: Metric = "bleu") -> np.ndarray:
    """What a score is computed from, a row for each sentence: lengths, and runs found. Their sums give the score.

    So a thousand resampled test sets need a thousand sums, and every sentence is cut into words once.
    """
    _check(hypotheses, references)
    return np.array(METRICS[metric]()._extract_corpus_statistics(list(hypotheses), [list(references)]), dtype=np.int64)


def resampled(counts: np.ndarray, draws: np.ndarray, metric: Metric) -> np.ndarray:
    """Scores of test sets. Row k of `draws` says how often each sentence stands in set k."""
    return np.array([_from_counts(total, metric) for total in draws @ counts])


# --8<-- [end:counts]


def _draws(sentences: int, samples: int, seed: int) -> np.ndarray:
    """How often each sentence is drawn, in each sample: (samples, sentences)."""
    if samples < 2:
        raise ValueError(f"{samples} samples: an interval needs two at least")
    return np.random.default_rng(seed).multinomial(sentences, np.full(sentences, 1 / sentences), size=samples)


def _from_counts(total: np.ndarray, metric: Metric) -> float:
    return float(METRICS[metric]()._compute_score_from_stats(total.tolist()).score)


def _bounds(scores: np.ndarray, level: float) -> tuple[float, float]:
    low, high = np.quantile(scores, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def _check(hypotheses: Sequence[str], references: Sequence[str]) -> None:
    if len(hypotheses) != len(references):
        raise ValueError(f"{len(hypotheses):,} translations and {len(references):,} references: each needs its own")
    if not hypotheses:
        raise ValueError("no translations: there is nothing to score")
