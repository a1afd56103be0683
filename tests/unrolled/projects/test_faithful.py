"""Whether erasing the words that an explanation names moves the verdict, counted by hand."""

import pytest
from projects_words import labelled

from unrolled.data.vocabulary import UNKNOWN
from unrolled.projects.sentiment.contributions import occlusion
from unrolled.projects.sentiment.faithful import at_random, moved
from unrolled.projects.sentiment.judge import log_odds, tokens_of
from unrolled.projects.sentiment.model import read


@pytest.mark.equation("sentiment-pipeline.6")
def test_the_words_that_spoke_most_are_made_unknown(made):
    trained = read(made.sentiment)
    rows = [trained.vocabulary.encode(tokens_of(trained, text)) for text, _ in labelled(6)]
    total = 0.0
    for row in rows:
        z = log_odds(trained, [row]).item()
        gains = [c if z > 0 else -c for c in occlusion(trained, row)]
        first, second = sorted(range(len(row)), key=lambda t: -gains[t])[:2]
        erased = [UNKNOWN if t in (first, second) else token for t, token in enumerate(row)]
        after = log_odds(trained, [erased]).item()
        total += z - after if z > 0 else after - z
    assert moved(trained, rows, occlusion, 2) == pytest.approx(total / 6, abs=1e-4)
    assert moved(trained, rows, occlusion, 2) > moved(trained, rows, at_random(0), 2)
    every = moved(trained, rows, at_random(0), 99)
    nothing = log_odds(trained, [[UNKNOWN] * len(row) for row in rows])
    whole = log_odds(trained, rows)
    assert every == pytest.approx(((whole - nothing) * whole.sign()).mean().item(), abs=1e-4)
