"""Baselines without a network: what any sequence model has to beat."""

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline

from unrolled.data.imdb import Review
from unrolled.data.tokenise import tokenise


# --8<-- [start:tfidf]
def tfidf_logistic(words: int = 2, strength: float = 10.0) -> Pipeline:
    """Weighted counts of words and of runs of up to `words` words, and a logistic regression on them.

    Args:
        words: 1 counts single words only: the order of words is lost entirely.
        strength: inverse strength of the L2 penalty (scikit-learn's C).
    """
    counts = TfidfVectorizer(
        tokenizer=tokenise, token_pattern=None, ngram_range=(1, words), min_df=2, sublinear_tf=True
    )
    return make_pipeline(counts, LogisticRegression(C=strength, max_iter=1000))


# --8<-- [end:tfidf]


def counts_accuracy(words: int, train: list[Review], test: list[Review]) -> float:
    """Test accuracy of `tfidf_logistic(words)` in per cent. Nothing in it is random."""
    model = tfidf_logistic(words).fit([r.text for r in train], [r.label for r in train])
    return 100 * float(model.score([r.text for r in test], [r.label for r in test]))
