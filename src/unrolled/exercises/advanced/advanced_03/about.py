r"""
Five numbers of a project's plan, with pencil and paper.

- `"windows"`: how many windows a series of $N = 1000$ readings gives with lookback $T = 48$, horizon $K = 12$ and a
  step of $d = 6$, (data-preparation.2);
- `"overlap"`: which share of its steps a window has in common with the next one, (data-preparation.3);
- `"guess"`: the loss of a model that knows only the shares of three classes, $0.5$, $0.25$ and $0.25$, in nats,
  (troubleshooting.2);
- `"best"`: you tried three settings, with the scores 1, 2 and 3. Which score may you expect of the better one of
  two such tries, (tuning.2)?
- `"error"`: the standard error when a share of `0.8` of 400 test sentences is right, (tuning.3).

Give them to at least three decimals.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="Five numbers before you begin",
    kind="derive",
    level=3,
    chapter="practice/tuning",
    section="How much of the best is luck?",
    hints=(
        "A window takes up T + K readings. The first begins at 1; how far may the last one begin from the end?",
        "The loss of a guess is the mean of -log of the share of the true class, weighted by how often each class"
        " comes.",
        "For the best of two, list all nine pairs of tries, with repetition, and take the mean of their larger scores.",
    ),
)
