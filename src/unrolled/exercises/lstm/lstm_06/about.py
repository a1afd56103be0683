r"""
First predict, then measure. The chapter derives that along its direct path a cell state loses only what the forget
gates take, (lstm.8). Is that all?

`predict()`:

- `"after"`: all weights are zero, and so are all biases but the forget bias, which is 1. What is
  $\partial c_T / \partial c_0$ of one unit for $T = 10$, to at least three decimals?
- `"no_recurrence"`: $U = 0$, the rest is random. Are the direct path and the true diagonal of
  $\partial c_T / \partial c_0$ `"equal"` or `"different"`?
- `"recurrence"`: the same question for a random $U$.

`measure(x, h, c, W, U, b)`: run an LSTM over one sequence, `x` of shape `(T, D)`, from `h` and `c` of shape `(H)`.
Return a tuple of two tensors of shape `(H)`: the product of all forget gates, and the diagonal of
$\partial c_T / \partial c_0$. Rows of `W`, `U`, `b`: input, forget, candidate, output. Use autograd for the second.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="The direct path and the whole truth",
    kind="predict",
    level=3,
    chapter="gates/lstm",
    section="Why the gradient survives",
    hints=(
        "Through which other quantities does c at one step influence c at the next? Look for h in the equations "
        "of the gates.",
        "With U = 0 no gate reads h, and only the direct path is left.",
        "Make c a leaf with requires_grad_() before the loop. The gradient of one entry of the last cell is one row.",
        "torch.autograd.functional.jacobian(function of c, c) is the whole matrix (H, H). Take its .diagonal().",
    ),
)
