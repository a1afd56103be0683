"""BLEU and chrF: sacreBLEU's own numbers, and intervals that resample sentences."""

import math
import random
from collections import Counter

import numpy as np
import pytest
import sacrebleu

from unrolled.translation_score import (
    bleu,
    bootstrap_interval,
    chrf,
    paired_bootstrap,
    resampled,
    sentence_counts,
)

WORDS = [
    "a",
    "the",
    "dog",
    "cat",
    "man",
    "woman",
    "runs",
    "sits",
    "on",
    "near",
    "in",
    "blue",
    "red",
    "house",
    "street",
    "water",
]


def corpus(sentences=60, noise=0.3, seed=0):
    draw = random.Random(seed)
    references = [" ".join(draw.choices(WORDS, k=draw.randint(5, 14))) + "." for _ in range(sentences)]
    rewrite = lambda text: " ".join(draw.choice(WORDS) if draw.random() < noise else word for word in text.split())  # noqa: E731
    return [rewrite(text) for text in references], references


def bleu_by_hand(hypotheses, references):
    """Papineni et al. (2002), section 2.3, on texts whose tokens are parted by spaces."""
    matched, total = [0] * 4, [0] * 4
    for hypothesis, reference in zip(hypotheses, references, strict=True):
        for n in range(1, 5):
            runs = lambda text, n=n: Counter(tuple(text[i : i + n]) for i in range(len(text) - n + 1))  # noqa: E731
            ours, theirs = runs(hypothesis.split()), runs(reference.split())
            matched[n - 1] += sum((ours & theirs).values())
            total[n - 1] += sum(ours.values())
    long, short = (sum(len(text.split()) for text in texts) for texts in (references, hypotheses))
    penalty = min(1.0, math.exp(1 - long / short))
    return 100 * penalty * math.exp(sum(math.log(m / t) for m, t in zip(matched, total, strict=True)) / 4)


def test_bleu_is_the_formula_of_the_paper():
    hypotheses, references = ([text.replace(".", " .") for text in side] for side in corpus())
    assert bleu(hypotheses, references).value == pytest.approx(bleu_by_hand(hypotheses, references), abs=1e-9)


@pytest.mark.parametrize(("ours", "theirs"), [(bleu, sacrebleu.corpus_bleu), (chrf, sacrebleu.corpus_chrf)])
def test_scores_and_signatures_are_sacrebleus(ours, theirs):
    hypotheses, references = corpus()
    score = ours(hypotheses, references)
    assert score.value == theirs(hypotheses, [references]).score
    assert "nrefs:1" in score.signature
    assert f"version:{sacrebleu.__version__}" in score.signature
    assert ours(references, references).value == pytest.approx(100)


@pytest.mark.parametrize(("metric", "theirs"), [("bleu", sacrebleu.corpus_bleu), ("chrf", sacrebleu.corpus_chrf)])
def test_a_resampled_score_is_that_of_the_sentences_drawn(metric, theirs):
    hypotheses, references = corpus(12)
    times = np.array([[2, 0, 1, 1, 1, 0, 0, 3, 1, 1, 1, 1], [1] * 12])
    scores = resampled(sentence_counts(hypotheses, references, metric), times, metric)
    for row, score in zip(times, scores, strict=True):
        chosen = [i for i, count in enumerate(row) for _ in range(count)]
        expected = theirs([hypotheses[i] for i in chosen], [[references[i] for i in chosen]]).score
        assert score == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("metric", ["bleu", "chrf"])
def test_the_interval_holds_the_score_and_shrinks_with_more_sentences(metric):
    widths = []
    for sentences in (40, 640):
        hypotheses, references = corpus(sentences)
        interval = bootstrap_interval(hypotheses, references, metric, samples=300)
        assert interval.low < interval.value < interval.high
        widths.append(interval.high - interval.low)
    assert 2.5 < widths[0] / widths[1] < 6.5  # sixteen times the sentences, a quarter of the width


def test_the_interval_repeats_with_its_seed_and_widens_with_its_level():
    texts = corpus(50)
    assert bootstrap_interval(*texts, seed=3, samples=100) == bootstrap_interval(*texts, seed=3, samples=100)
    assert bootstrap_interval(*texts, seed=3, samples=100) != bootstrap_interval(*texts, seed=4, samples=100)
    narrow, wide = (bootstrap_interval(*texts, level=level, samples=200) for level in (0.5, 0.99))
    assert wide.high - wide.low > narrow.high - narrow.low


def test_a_comparison_tells_better_from_equal():
    worse, references = corpus(200, noise=0.4)
    better = [r if i % 3 else w for i, (w, r) in enumerate(zip(worse, references, strict=True))]
    found = paired_bootstrap(better, worse, references, samples=300)
    assert found.difference == pytest.approx(bleu(better, references).value - bleu(worse, references).value)
    assert 0 < found.low < found.difference < found.high
    assert found.p == pytest.approx(1 / 301)
    same = paired_bootstrap(worse, worse, references, samples=300)
    assert same == (0, 0, 0, 1)


def test_a_pair_shares_its_draws_so_its_interval_is_narrow():
    worse, references = corpus(200, noise=0.4)
    slightly = [r if i % 20 == 0 else w for i, (w, r) in enumerate(zip(worse, references, strict=True))]
    pair = paired_bootstrap(slightly, worse, references, samples=300)
    alone = bootstrap_interval(worse, references, samples=300)
    apart = 2**0.5 * (alone.high - alone.low)  # of the difference, had each its own sentences
    assert pair.high - pair.low < apart / 2


def test_lists_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="2 translations and 1 references"):
        bleu(["a", "b"], ["a"])
    with pytest.raises(ValueError, match="no translations"):
        chrf([], [])
    with pytest.raises(ValueError, match="two at least"):
        bootstrap_interval(["a"], ["a"], samples=1)


def test_empty_translations_score_nothing_and_do_no_harm():
    assert bleu(["", ""], ["a dog runs far away", "a cat"]).value == 0
    assert bootstrap_interval(["", ""], ["a dog runs", "a cat"], samples=10) == (0, 0, 0)
