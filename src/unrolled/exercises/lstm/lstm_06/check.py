"""Checks lstm-06: the path by hand, the derivative by finite differences of torch.nn.LSTMCell."""

import torch
from torch import Tensor, nn

from unrolled.exercises.checks import Case, Check, Draw

STEP = 1e-5


def expected(x: Tensor, h: Tensor, c: Tensor, W: Tensor, U: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    cell = nn.LSTMCell(x.shape[1], len(c), dtype=x.dtype)
    cell.load_state_dict({"weight_ih": W, "weight_hh": U, "bias_ih": b, "bias_hh": torch.zeros_like(b)})

    def last(begin: Tensor) -> tuple[Tensor, Tensor]:
        state, product = (h[None], begin[None]), torch.ones_like(c)
        for x_t in x:
            product = product * torch.sigmoid((W @ x_t + U @ state[0][0] + b).chunk(4)[1])
            state = cell(x_t[None], state)
        return state[1][0].detach(), product.detach()

    nudges = STEP * torch.eye(len(c))
    slopes = [(last(c + nudge)[0] - last(c - nudge)[0]) / (2 * STEP) for nudge in nudges]
    return last(c)[1], torch.stack(slopes).diagonal()


def truth() -> dict[str, float | str]:
    zero = torch.zeros(4, 1, dtype=torch.float64)
    b = torch.tensor([0.0, 1.0, 0.0, 0.0], dtype=torch.float64)
    _, slope = expected(torch.zeros(10, 1), torch.zeros(1), torch.zeros(1), zero, zero, b)
    return {"after": slope.item(), "no_recurrence": "equal", "recurrence": "different"}


def case(name: str, seed: int, T: int, H: int, recurrence: float | int) -> Case:
    draw = Draw(seed)
    return Case(name, (draw(T, 2), draw(H), draw(H), draw(4 * H, 2), recurrence * draw(4 * H, H), draw(4 * H)))


CASES = (
    case("one step, one unit", 1, 1, 1, 1),
    case("two steps, one unit, no recurrence", 2, 2, 1, 0),
    case("two steps, one unit", 3, 2, 1, 1),
    case("three steps, three units", 4, 3, 3, 1),
)
CHECKS = (
    Check("measure", CASES, expected, tolerance=1e-6),
    Check("predict", (Case("your predictions", ()),), truth, secret=True, tolerance=5e-4, words=("equal", "different")),
)
