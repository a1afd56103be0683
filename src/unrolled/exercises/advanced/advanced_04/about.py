r"""
First predict, then measure. Before a model draws its next token, the unlikely ones are cut off. The probabilities
are $0.5,\; 0.25,\; 0.15,\; 0.1$.

`predict()`, the last two to at least three decimals:

- `"half"`, `"three_quarters"`, `"a_little_more"`: how many tokens the nucleus keeps with a share of $0.5$, of
  $0.75$ and of $0.76$, (decoding.4);
- `"top_2"`: the probability of the first token after top-k with $k = 2$, (decoding.3);
- `"cold"`: the probability of the first token at temperature $\tfrac12$, which divides the logarithms by $\tfrac12$
  before the softmax.

`measure(p, share)`: return the probabilities, `(V)`, that are left by the nucleus: zero outside of it, shared out
anew inside, in the order of `p`. `p` is in no particular order, and no two are equal.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="The nucleus",
    kind="predict",
    level=3,
    chapter="seq2seq/decoding",
    section="The equations",
    hints=(
        "Read (decoding.4) to the letter: a token is kept if what is likelier than it holds less than the share.",
        "So the token that crosses the share is still kept. With a share of 0.5, does the second one belong to it?",
        "Sort downwards; the sum before each token is cumsum minus the token itself; keep where that is below the"
        " share.",
        "Bring the mask back into the order of p with scatter, or by order.argsort(). Then divide by the sum of "
        "what is left.",
    ),
)
