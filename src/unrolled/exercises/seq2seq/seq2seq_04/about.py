r"""
Five numbers, with pencil and paper. A decoder gives every true token of a sentence the probability 0.9, given the
true tokens before it. The sentence has 10 tokens, the mark of its end counted in.

- `"probability"`: of the whole sentence, (decoding.1) without the logarithm;
- `"loss"`: the mean loss per token, in nats, (encoder-decoder.6);
- `"perplexity"`: of the sentence, $e$ to the mean loss per token;
- `"half"`: at which step of training $i$ the teacher speaks with probability one half, under the schedule
  (encoder-decoder.8) with $k = 10$;
- `"penalty"`: by what the log-probability of the sentence is divided in a beam with $\alpha = 1$, (decoding.5).

Give them to at least three decimals.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="What 0.9 amounts to",
    kind="derive",
    level=2,
    chapter="seq2seq/decoding",
    section="The equations",
    hints=(
        "The probability of a sentence is a product, so its logarithm is a sum of ten equal terms.",
        "The loss is minus the mean of the logarithms, and the perplexity is e to the loss. It does not depend on"
        " the length.",
        "For the schedule, k / (k + e^(i/k)) = 1/2 says that e^(i/k) = k. Solve it for i.",
    ),
)
