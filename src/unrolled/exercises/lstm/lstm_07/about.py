r"""
Somebody gives you a trained GRU from another library. Its weights are stacked in the order update gate, reset gate,
candidate, and its update gate *replaces*:

$$h_t = (1 - z_t) \odot h_{t-1} + z_t \odot n_t$$

which is (gru.6). Otherwise it computes what PyTorch computes, with the reset gate after the product. Make a state
dict for `torch.nn.GRU` that gives the same states. `W` is `(3H, D)`, `U` is `(3H, H)`, `b` is `(3H)`, and `b_u` is
`(H)`, the bias that the reset gate multiplies. Return a dict with `weight_ih_l0`, `weight_hh_l0`, `bias_ih_l0` and
`bias_hh_l0`.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="A GRU moves house",
    kind="implement",
    level=4,
    chapter="gates/gru",
    section="Keeps or replaces: one function, two names",
    hints=(
        "Two things differ: the order of the rows, and what z means. Take them one at a time.",
        "PyTorch's z is one minus the other library's z. How do you get 1 - sigmoid(a) from a?",
        "By (gru.7), 1 - sigmoid(a) = sigmoid(-a): turn the sign of all that is added inside the update gate.",
        "`bias_hh_l0` has `3H` numbers. Inside reset and update gate both biases are added, so zeros will do "
        "there; b_u comes last.",
    ),
)
