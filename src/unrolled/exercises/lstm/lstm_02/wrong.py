"""Wrong answers to lstm-02, and what is said about each."""

from torch import sigmoid, tanh

from unrolled.exercises.checks import mistaken


def parts(x, h, W, U, b):
    """r, z, what the candidate gets from x, what it gets from h."""
    x_r, x_z, x_n = (x @ W.T + b).chunk(3, dim=-1)
    h_r, h_z, h_n = (h @ U.T).chunk(3, dim=-1)
    return sigmoid(x_r + h_r), sigmoid(x_z + h_z), x_n, h_n


@mistaken(
    "The update gate is the other way round. In PyTorch z keeps the old state, (gru.5); (gru.6) has it replace it."
)
def replaces(x, h, W, U, b, b_u):
    r, z, x_n, h_n = parts(x, h, W, U, b)
    return (1 - z) * h + z * tanh(x_n + r * (h_n + b_u))


@mistaken("The reset gate acts before the product, (gru.4). PyTorch multiplies with U first, (gru.3).")
def reset_before(x, h, W, U, b, b_u):
    r, z, x_n, _ = parts(x, h, W, U, b)
    n = tanh(x_n + (r * h) @ U[2 * h.shape[1] :].T + b_u)
    return z * h + (1 - z) * n


@mistaken("Reset and update gate have changed places: PyTorch stacks reset, update, candidate.")
def update_first(x, h, W, U, b, b_u):
    z, r, x_n, h_n = parts(x, h, W, U, b)
    return z * h + (1 - z) * tanh(x_n + r * (h_n + b_u))


@mistaken("The bias b_u stands outside of the reset gate. It belongs inside, with the product: r * (U_n h + b_u).")
def bias_outside(x, h, W, U, b, b_u):
    r, z, x_n, h_n = parts(x, h, W, U, b)
    return z * h + (1 - z) * tanh(x_n + r * h_n + b_u)


@mistaken("The bias b_u is left out.")
def without_inner_bias(x, h, W, U, b, b_u):
    r, z, x_n, h_n = parts(x, h, W, U, b)
    return z * h + (1 - z) * tanh(x_n + r * h_n)


@mistaken("The reset gate scales the input, too. It acts on what comes from the old state alone.")
def resets_the_input(x, h, W, U, b, b_u):
    r, z, x_n, h_n = parts(x, h, W, U, b)
    return z * h + (1 - z) * tanh(r * (x_n + h_n + b_u))


@mistaken("The reset gate is not used.")
def never_resets(x, h, W, U, b, b_u):
    _, z, x_n, h_n = parts(x, h, W, U, b)
    return z * h + (1 - z) * tanh(x_n + h_n + b_u)


@mistaken("Two things: the rows are reset, update, candidate; and z keeps the old state, (gru.5). Both are turned.")
def update_first_and_replaces(x, h, W, U, b, b_u):
    z, r, x_n, h_n = parts(x, h, W, U, b)
    return (1 - z) * h + z * tanh(x_n + r * (h_n + b_u))
