"""Wrong answers to rnn-06, and what is said about each."""

import torch

from unrolled.exercises.checks import mistaken


def states_of(x, h, W, U, b):
    states = []
    for x_t in x:
        h = torch.tanh(W @ x_t + U @ h + b)
        states.append(h)
    return states


def norms_of(jacobians, before=False, norm=2):
    product, norms = None, []
    for jacobian in jacobians:
        step = (jacobian @ product if before else product @ jacobian) if product is not None else jacobian
        product = step
        norms.append(torch.linalg.matrix_norm(product, norm))
    return torch.stack(norms)


def jacobians_of(x, h, W, U, b):
    return [(1 - state**2)[:, None] * U for state in reversed(states_of(x, h, W, U, b))]


@mistaken("The slope of the tanh is missing. (gradients.1) multiplies U by diag(1 - h_t^2), which is never above 1.")
def without_slope(x, h, W, U, b):
    return norms_of([U for _ in x])


@mistaken("The factors stand in the wrong order. Going back, the Jacobian of the earlier step comes on the right.")
def wrong_order(x, h, W, U, b):
    return norms_of(jacobians_of(x, h, W, U, b), before=True)


@mistaken("The slopes multiply the columns of U. diag(1 - h^2) stands before U, so each slope multiplies a row.")
def columns(x, h, W, U, b):
    return norms_of([U * (1 - state**2) for state in reversed(states_of(x, h, W, U, b))])


@mistaken("These are Frobenius norms. Asked is the 2-norm: the largest singular value, the most a vector is stretched.")
def frobenius(x, h, W, U, b):
    return norms_of(jacobians_of(x, h, W, U, b), norm="fro")


@mistaken("The numbers stand the other way round: the first entry belongs to one step back, the last one to T steps.")
def turned_round(x, h, W, U, b):
    return norms_of(jacobians_of(x, h, W, U, b)).flip(0)


@mistaken("After 65 steps the factor is 0.9 ** 65 = 0.00106, not yet below 0.001: round up.", asks="predict")
def rounded_down():
    return {"steps": 65}


@mistaken(
    "Orthogonal does not mean that lengths shrink: such a matrix keeps them, over any distance.",
    asks="predict",
)
def orthogonal_shrinks():
    return {"turned": 0.0}


@mistaken(
    "The tanh has slope 1 only where its argument is 0. Everywhere else it takes something away.",
    asks="predict",
)
def tanh_is_equal():
    return {"tanh": "equal"}


@mistaken("The slope of tanh is never above 1: it can only make the gradient smaller.", asks="predict")
def tanh_is_larger():
    return {"tanh": "larger"}


@mistaken("This goes forward from the first step. Entry k - 1 is about the last k steps: begin at the end.")
def from_the_first_step(x, h, W, U, b):
    return norms_of(jacobians_of(x, h, W, U, b)[::-1], before=True)


@mistaken("The slope is taken at the state before the step. tanh'(a_t) is 1 - h_t^2: at the state that the step made.")
def slope_before(x, h, W, U, b):
    states = [h, *states_of(x, h, W, U, b)[:-1]]
    return norms_of([(1 - state**2)[:, None] * U for state in reversed(states)])
