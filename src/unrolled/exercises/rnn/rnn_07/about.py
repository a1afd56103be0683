r"""
Write backpropagation through time by hand, (bptt.2) to (bptt.6), without autograd. The forward pass is

$$h_t = \tanh(W x_t + U h_{t-1} + b)$$

and every step has its own loss $\ell_t(h_t)$. You get the inputs `x` of shape `(B, T, D)`, the first state `h0` of
shape `(B, H)`, the weights of rnn-01, and `g` of shape `(B, T, H)`: entry `g[:, t]` is
$\partial \ell_t / \partial h_t$, what the loss of that step alone says about the state. Return a dict with the
gradients of the sum of all losses: `"W"`, `"U"`, `"b"` and `"h0"`, each in the shape of what it belongs to.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="Backpropagation through time",
    kind="implement",
    level=4,
    chapter="foundations/bptt",
    section="The equations",
    hints=(
        "Run forward first and keep every state: going back, you need h_t for the slope and h_{t-1} for U.",
        "Going back, a state hears from two sides: from the loss of its own step, g[:, t], and from the step after it.",
        "delta_t is the gradient of a_t: (what the state hears) * (1 - h_t ** 2). With rows, U.T delta becomes "
        "delta @ U.",
        "Add up over the steps: W gets delta_t.T @ x_t, U gets delta_t.T @ h_{t-1}, b gets the sum of delta_t over B.",
    ),
)
