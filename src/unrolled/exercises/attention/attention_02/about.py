r"""
Write additive attention for one step, (attention.1), (attention.5) and (attention.6): a small network scores each
position, the scores become weights, and the answer is the weighted mean of the memory.

`query` is `(B, H)`, `memory` is `(B, S, F)`, `mask` is `(B, S)`, true where there is a token; `W_q` is `(A, H)`,
`W_k` is `(A, F)`, and `v` is `(A)`. Return the tuple of the context, `(B, F)`, and the weights, `(B, S)`, zero in
the padding. A gradient must come through.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="Ask, weigh, and take the mean",
    kind="implement",
    level=2,
    chapter="seq2seq/attention",
    section="The equations",
    hints=(
        "The query is one vector for each sequence, the memory has S. Which axis must the query get before they "
        "are added?",
        "tanh(query @ W_q.T, with an axis of 1 in the middle, + memory @ W_k.T) is (B, S, A). A product with v "
        "gives (B, S).",
        "The context is a mean of the memory itself, not of its keys: (weights[:, :, None] * memory).sum(1).",
    ),
)
