r"""
Compute the loss of a batch under teacher forcing, (encoder-decoder.6): the mean over all real tokens of minus the
logarithm of the probability that the decoder gave to the true token. `logits` is `(B, T, V)`, and becomes
probabilities by a softmax over $V$; `targets` is `(B, T)`, with `PAD` = 0 where there is no token. Padding counts
neither in the sum nor in the number. A probability may be too small to be written down: the loss must be right even
then. Return a tensor with one number, of shape `()`, through which a gradient comes. Do not call `cross_entropy` or
`nll_loss`.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="A loss that does not see padding",
    kind="implement",
    level=2,
    chapter="seq2seq/encoder-decoder",
    section="The equations",
    hints=(
        "Three steps: log-probabilities of all tokens; from each step the one of its true token; the mean over "
        "real ones.",
        "torch.log_softmax over the last axis, then .gather(2, targets[..., None]) picks one entry of each row.",
        "mask = targets != 0. Sum what the mask keeps, and divide by mask.sum(), not by the size of the rectangle.",
    ),
)
