"""How often a run of words stands in positive texts, against negative ones: a number for every place of a text.

Wang & Manning (2012), "Baselines and Bigrams: Simple, Good Sentiment and Topic Classification", ACL, section 2.1, give
these numbers to a linear classifier. Here a recurrent network may read them. That needs care: a text that took part in
the counting knows its own label, so the texts of the training split get numbers that were counted without them.
"""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float, Int, UInt64
from numpy import ndarray

from unrolled.data.vocabulary import Vocabulary

BITS = 21  # of a word's number: three words fit into 63 bits, so two runs never share a number
WORDS = 2**BITS


# --8<-- [start:runs]
def run_numbers(words: Sequence[int], size: int) -> UInt64[ndarray, " T"]:
    """A number for the run of `size` words that ends at each step. Before the first word stands padding, 0.

    Raises:
        ValueError: `size` is not 1, 2 or 3, or a word's number has more than 21 bits.
    """
    if size not in (1, 2, 3):
        raise ValueError(f"runs of {size} words: only runs of 1, 2 or 3 have a number")
    steps = np.asarray(words, dtype=np.uint64)  # (T)
    if len(steps) and steps.max() >= WORDS:
        raise ValueError(f"a word has the number {steps.max()}: it must be below {WORDS}")
    found = np.zeros_like(steps)
    for back in range(size):
        earlier = np.concatenate([np.zeros(min(back, len(steps)), np.uint64), steps[: max(len(steps) - back, 0)]])
        found |= earlier << np.uint64(back * BITS)
    return found


# --8<-- [end:runs]


# --8<-- [start:ratio]
def log_ratio(positive: Int[ndarray, " G"], negative: Int[ndarray, " G"], smoothing: float) -> Float[ndarray, " G"]:
    """How much more often a run stands in positive texts: a logarithm, 0 for one that stands in both alike.

    Args:
        positive, negative: number of texts of each kind that hold the run.
        smoothing: added to both counts, so that a run seen once is not believed like one seen often.
    """
    return np.log((positive + smoothing) / (negative + smoothing))  # (sentiment.6)


# --8<-- [end:ratio]


# --8<-- [start:ratios]
class LabelRatios:
    """Log ratios of the runs of one to `longest` words of labelled texts.

    Args:
        texts: the training texts, tokenised.
        labels: 1 or 0 for each.
        longest: N, words in the longest run.
        folds: parts that the texts are dealt out to. Each part is counted without itself in `training`.
            1: every text is counted with itself, which tells a network the label it is to learn.
    Raises:
        ValueError: another number of labels than texts, no fold, no word, or `longest` above 3.
    """

    def __init__(
        self, texts: Sequence[Sequence[str]], labels: Sequence[int], longest: int = 3, folds: int = 10,
        smoothing: float | int = 1.0,
    ) -> None:  # fmt: skip
        if len(texts) != len(labels) or folds < 1:
            raise ValueError(f"{len(texts)} texts, {len(labels)} labels and {folds} folds make no ratios")
        self.vocabulary = Vocabulary.build(texts, WORDS)
        indices = [self.vocabulary.encode(text) for text in texts]
        fold, positive = np.arange(len(texts)) % folds, np.asarray(labels) == 1
        self.tables: list[tuple[ndarray, ndarray]] = []  # for each size: run numbers, sorted, and their ratios
        self.training = [np.zeros((len(row), longest), np.float32) for row in indices]
        for size in range(1, longest + 1):
            numbers = [run_numbers(row, size) for row in indices]
            known, places, text = _once_a_text(numbers)
            held = [np.bincount(places[positive[text] == kind], minlength=len(known)) for kind in (True, False)]
            self.tables.append((known, log_ratio(*held, smoothing)))
            for k in range(folds):
                own = fold[text] == k if folds > 1 else np.zeros(len(text), dtype=bool)
                # (sentiment.7) the counts without the texts of this fold
                rest = [
                    h - np.bincount(places[own & (positive[text] == kind)], minlength=len(known))
                    for h, kind in zip(held, (True, False), strict=True)
                ]
                ratios = log_ratio(*rest, smoothing)
                for i in np.flatnonzero(fold == k):
                    self.training[i][:, size - 1] = ratios[np.searchsorted(known, numbers[i])]

    def __call__(self, text: Sequence[str]) -> Float[ndarray, "T N"]:
        """The ratios at each step of a text that was not counted. A run never seen has 0."""
        row = self.vocabulary.encode(text)
        found = np.zeros((len(row), len(self.tables)), np.float32)
        for column, (known, ratios) in enumerate(self.tables):
            numbers = run_numbers(row, column + 1)
            places = np.minimum(np.searchsorted(known, numbers), len(known) - 1)
            found[:, column] = np.where(known[places] == numbers, ratios[places], 0.0)
        return found


# --8<-- [end:ratios]


def _once_a_text(numbers: Sequence[ndarray]) -> tuple[ndarray, ndarray, ndarray]:
    """All run numbers, sorted; and for every run of every text, counted once a text, its place there and the text."""
    sets = [np.unique(row) for row in numbers]
    text = np.repeat(np.arange(len(sets)), [len(row) for row in sets])
    known, places = np.unique(np.concatenate(sets), return_inverse=True)
    return known, places, text
