r"""
Find the best sequence of tags, (tagging.7), without trying all of them. The score of a sequence $y$ is (tagging.4):

$$s(y) = \tau^{\text{first}}_{y_1} + \sum_{t=1}^{n} a_{t,y_t} + \sum_{t=2}^{n} \tau_{y_{t-1} y_t}
+ \tau^{\text{last}}_{y_n}$$

Here `a` is `(n, K)`, `tau` is `(K, K)` with the tag before in its rows, `first` and `last` are `(K)`. Return the
list of tags, counted from 0, with the highest score. There are $K^n$ sequences. With $n = 60$ and $K = 8$ you will
not live to see the end of a loop over all of them.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="The best of all sequences",
    kind="implement",
    level=5,
    chapter="applications/tagging",
    section="One judgement for the whole sentence: the CRF",
    hints=(
        "For each tag k, let beta_t(k) be the best score of a beginning of t tags that ends with k. How does it go on?",
        "beta_t(k) is a_(t,k) plus the largest, over j, of beta_(t-1)(j) + tau_(j,k). Keep which j it was.",
        "At the end add `last`, take the best tag, and go back: from each tag to the j that was kept for it.",
        "(beta[:, None] + tau).max(dim=0) gives, for each k, the largest value and its j, all tags at once.",
    ),
)
