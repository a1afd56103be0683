"""The interval of a score, against drawing test sets one by one."""

import numpy as np
import pytest
from sacrebleu.metrics import BLEU, CHRF

from unrolled.translation_score import bootstrap_interval

SAID = [
    "a dog runs in the snow .",
    "two men sit",
    "a girl with a red hat sings a song",
    "the cat sleeps",
    "a boy jumps",
]
TRUE = [
    "a dog runs through the snow .",
    "two men are sitting",
    "a girl in a red hat sings",
    "a cat sleeps",
    "a boy jumps",
]


@pytest.mark.equation("machine-translation.3")
@pytest.mark.parametrize(("metric", "kind"), [("bleu", BLEU), ("chrf", CHRF)])
def test_the_interval_holds_the_middle_scores_of_drawn_test_sets(metric, kind):
    draws = np.random.default_rng(3).multinomial(5, np.full(5, 1 / 5), size=40)
    scores = []
    for times in draws:
        places = [i for i, n in enumerate(times) for _ in range(n)]
        drawn = kind().corpus_score([SAID[i] for i in places], [[TRUE[i] for i in places]])
        scores.append(drawn.score)
    found = bootstrap_interval(SAID, TRUE, metric, samples=40, seed=3)
    assert found.value == pytest.approx(kind().corpus_score(SAID, [TRUE]).score)
    assert (found.low, found.high) == pytest.approx(tuple(np.quantile(scores, [0.025, 0.975])))
    assert found.low < found.value < found.high
