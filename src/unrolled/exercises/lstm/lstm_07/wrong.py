"""Wrong answers to lstm-07, and what is said about each."""

import torch

from unrolled.exercises.checks import mistaken


def made(W, U, b, b_u, order="rzn", signs="WUb", turned="z", inner=True):
    """The right way, with one thing after another that can be done wrongly."""

    def moved(rows, name):
        parts = dict(zip("zrn", rows.chunk(3), strict=True))
        if name in signs:
            parts[turned] = -parts[turned]
        return torch.cat([parts[part] for part in order])

    zeros = torch.zeros_like(b_u)
    ih, hh = moved(b, "b"), torch.cat([zeros, zeros, b_u])
    if not inner:
        ih, hh = ih + hh, torch.zeros_like(hh)
    return {"weight_ih_l0": moved(W, "W"), "weight_hh_l0": moved(U, "U"), "bias_ih_l0": ih, "bias_hh_l0": hh}


@mistaken(
    "The order is right, but z still means the opposite. Turn the sign of what adds up inside the update gate, (gru.7)."
)
def order_alone(W, U, b, b_u):
    return made(W, U, b, b_u, signs="")


@mistaken("The sign is right, but the rows are still in the old order. PyTorch wants reset, update, candidate.")
def sign_alone(W, U, b, b_u):
    return made(W, U, b, b_u, order="zrn")


@mistaken("The sign of the reset gate was turned. It is the update gate that means the opposite.")
def wrong_gate(W, U, b, b_u):
    return made(W, U, b, b_u, turned="r")


@mistaken("The sign of the bias was not turned. Everything that is added inside the gate changes its sign: W, U and b.")
def bias_forgotten(W, U, b, b_u):
    return made(W, U, b, b_u, signs="WU")


@mistaken("The sign of U was not turned. Everything that is added inside the gate changes its sign: W, U and b.")
def recurrence_forgotten(W, U, b, b_u):
    return made(W, U, b, b_u, signs="Wb")


@mistaken("b_u was added to the outer bias. It is multiplied by the reset gate, so it must go into bias_hh_l0.")
def bias_outside(W, U, b, b_u):
    return made(W, U, b, b_u, inner=False)


@mistaken("Nothing was changed: neither the order of the rows nor the meaning of z is PyTorch's.")
def untouched(W, U, b, b_u):
    return made(W, U, b, b_u, order="zrn", signs="")
