"""Word counts and a logistic regression, on texts whose best answer is known."""

from unrolled.baselines import counts_accuracy
from unrolled.data.imdb import Review

TRAIN = [Review(text, label) for label, text in ((1, "a good film"), (0, "a bad film")) for _ in range(4)]


def test_accuracy_is_that_of_the_test_texts_in_per_cent():
    test = [Review("good", 1), Review("bad", 0), Review("good", 0), Review("bad", 0)]
    assert counts_accuracy(1, TRAIN, test) == 75.0


def test_order_counts_only_with_runs_of_words():
    train = [
        Review(text, label) for label, text in ((1, "not bad but good"), (0, "not good but bad")) for _ in range(4)
    ]
    test = [Review("not good", 0), Review("not bad", 1)]
    assert counts_accuracy(2, train, test) == 100.0
    assert counts_accuracy(1, train, test) == 50.0
