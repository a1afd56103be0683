r"""
`torch.nn.GRU(..., num_layers=L, bidirectional=True)` returns `h_n` of shape `(2L, B, H)`, the last states of all
layers and directions. Pick from it the vector that stands for the whole sequence, (bidirectional.5): of the *top*
layer, where *ahead* stopped, and where *back* stopped, side by side. Return `(B, 2H)`. The number of layers is not
told.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="Which index of h_n?",
    kind="implement",
    level=2,
    chapter="architectures/bidirectional",
    section="Which index of `h_n` is which?",
    hints=(
        "Make a small layer and compare each h_n[k] with the outputs: which step and which half is it?",
        "PyTorch counts layer 0 ahead, layer 0 back, layer 1 ahead, layer 1 back, and so on.",
        "The top layer is the last two: h_n[-2] went ahead, h_n[-1] came back. Join along the last axis.",
    ),
)
