"""Checks lstm-07 by running torch.nn.GRU with the state dict beside the other library's equations."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from unrolled.exercises.checks import Case, Check, Draw, shaped
from unrolled.exercises.failures import UnfitError
from unrolled.exercises.show import kind


def expected(x: Tensor, W: Tensor, U: Tensor, b: Tensor, b_u: Tensor) -> Tensor:
    """The states (T, H) of the other library."""
    h, states = torch.zeros(len(b_u)), []
    for x_t in x:
        x_z, x_r, x_n = (W @ x_t + b).chunk(3)
        h_z, h_r, h_n = (U @ h).chunk(3)
        z, r = torch.sigmoid(x_z + h_z), torch.sigmoid(x_r + h_r)
        h = (1 - z) * h + z * torch.tanh(x_n + r * (h_n + b_u))
        states.append(h)
    return torch.stack(states)


def use(answer: Callable[..., dict[str, Tensor]], x: Tensor, W: Tensor, U: Tensor, b: Tensor, b_u: Tensor) -> Tensor:
    layer = nn.GRU(x.shape[1], len(b_u), batch_first=True, dtype=torch.float64)
    shapes = {name: tuple(weights.shape) for name, weights in layer.state_dict().items()}
    given = answer(W, U, b, b_u)
    if not isinstance(given, dict) or set(given) != set(shapes):
        came = f"a dict with {', '.join(map(str, given)) or 'nothing'}" if isinstance(given, dict) else kind(given)
        raise UnfitError(f"expected a dict with {', '.join(shapes)}, came {came}")
    shaped(tuple(given[name] for name in shapes), **shapes)
    layer.load_state_dict(given)
    return layer(x[None])[0][0].detach()


def case(name: str, seed: int, T: int, D: int, H: int, recurrence: float | int = 1, bias: float | int = 1) -> Case:
    draw = Draw(seed)
    return Case(name, (draw(T, D), draw(3 * H, D), recurrence * draw(3 * H, H), bias * draw(3 * H), bias * draw(H)))


CASES = (
    case("one step, one unit, no biases", 1, 1, 1, 1, bias=0),
    case("two steps, one unit, no biases", 2, 2, 1, 1, bias=0),
    case("two steps, one unit, with biases", 3, 2, 1, 1),
    case("five steps, two inputs, three units", 4, 5, 2, 3),
)
CHECKS = (Check("state_dict", CASES, expected, use),)
