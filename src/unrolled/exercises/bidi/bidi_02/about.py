r"""
Build a bidirectional layer from two one-directional ones, (bidirectional.1), (bidirectional.2) and
(bidirectional.4). `ahead` and `back` are functions from `(B, T, D)` to `(B, T, H)`, and each reads from its first
step to its last. All sequences are full; there is no padding.

Return `(B, T, 2H)`. Its first half at step $t$ is what `ahead` says after steps $1$ to $t$, its second half is what
`back` says after reading $T, T - 1, \dots, t$.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="Two directions from one",
    kind="implement",
    level=2,
    chapter="architectures/bidirectional",
    section="The code",
    hints=(
        "`back` cannot read backwards. What must it be given, so that its first step is the last of the sequence?",
        "What it returns is in its own order of time. Before you join, step t must stand beside step t.",
        "Two flips along axis 1: one of its input, one of its output. Then torch.cat along the last axis.",
    ),
)
