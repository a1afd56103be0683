r"""
First predict, then measure. A gradient goes back through time and is multiplied at each step, (gradients.2).

`predict()`: say, with pencil and paper,

- `"steps"`: a linear network $h_t = 0.9\, h_{t-1} + x_t$ with one unit. What is the least number of steps $k$ for
  which $\partial h_t / \partial h_{t-k}$ is below 0.001?
- `"turned"`: a linear network whose $U$ is orthogonal. What is $\lVert \partial h_t / \partial h_{t-100} \rVert_2$?
- `"tanh"`: one unit with tanh and $u = 0.9$, whose state is never zero. Is its gradient after $k$
  steps `"smaller"`, `"equal"` or `"larger"` than that of the linear network?

`measure(x, h, W, U, b)`: for a tanh network that reads one sequence `x` of shape `(T, D)` from the state `h` of
shape `(H)`, return a tensor of $T$ numbers. Entry $k - 1$ is $\lVert \partial h_T / \partial h_{T-k} \rVert_2$, the
largest singular value of the Jacobian. Then look whether your predictions hold.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="How far does a gradient reach?",
    kind="predict",
    level=3,
    chapter="foundations/gradients",
    section="One step, and many",
    hints=(
        "One step multiplies by u and by the slope of the squashing function, which for a linear network is 1.",
        "The Jacobian of one step is diag(1 - h_t^2) U. The product runs from the last step back: J_T J_{T-1} ..."
        " J_{t+1}.",
        "Run forward and keep the states. Then go back with one matrix, product = product @ J_t, and note its norm.",
        "torch.linalg.matrix_norm(product, 2) is the largest singular value. The first entry is the norm of J_T alone.",
    ),
)
