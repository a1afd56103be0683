"""Wrong answers to advanced-06, and what is said about each."""

import torch

from unrolled.exercises.checks import mistaken


@mistaken("The states are right, but there is a loop over the steps. Let the number of passes grow as log2 of T.")
def loop(a, x):
    h, states = torch.zeros_like(x[0]), []
    for factor, number in zip(a.unbind(0), x.unbind(0), strict=True):
        h = factor * h + number
        states.append(h)
    return torch.stack(states)


@mistaken("The running products become too small, and dividing by them gives no numbers. Join pairs instead.")
def divides(a, x):
    product = a.cumprod(0)
    return product * (x / product).cumsum(0)


@mistaken("The new x was computed with the new a. In each pass both need the old one: x first.")
def factors_first(a, x):
    shift = 1
    while shift < len(x):
        a = torch.cat([a[:shift], a[shift:] * a[:-shift]])
        x = torch.cat([x[:shift], a[shift:] * x[:-shift] + x[shift:]])
        shift *= 2
    return x


@mistaken("The factors do not change from pass to pass. A pair that covers two steps has the product of both factors.")
def factors_kept(a, x):
    shift = 1
    while shift < len(x):
        x = torch.cat([x[:shift], a[shift:] * x[:-shift] + x[shift:]])
        shift *= 2
    return x


@mistaken("One pass joins neighbours only: each state has seen two steps. Go on with twice the distance.")
def one_pass(a, x):
    return torch.cat([x[:1], a[1:] * x[:-1] + x[1:]])


@mistaken("The factors are not used: this is a running sum of the inputs.")
def running_sum(a, x):
    return x.cumsum(0)


@mistaken("The pair is joined the wrong way round: the earlier input is multiplied by the factor of the later step.")
def earlier_factor(a, x):
    shift = 1
    while shift < len(x):
        x = torch.cat([x[:shift], a[:-shift] * x[:-shift] + x[shift:]])
        a = torch.cat([a[:shift], a[shift:] * a[:-shift]])
        shift *= 2
    return x
