"""Checks lstm-05 by running torch.nn.LSTMCell with the weights."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from unrolled.exercises.checks import Case, Check, Draw, shaped


def expected(inputs: list[str]) -> Tensor:
    """The count after each step."""
    counts = [0.0]
    for given in inputs:
        counts.append(0.0 if given == "reset" else counts[-1] + (given == "one"))
    return torch.tensor(counts[1:], dtype=torch.float64)


def use(answer: Callable[[], tuple[Tensor, Tensor, Tensor]], inputs: list[str]) -> Tensor:
    W, U, b = shaped(answer(), W=(4, 2), U=(4, 1), b=(4,))
    cell = nn.LSTMCell(2, 1, dtype=torch.float64)
    cell.load_state_dict({"weight_ih": W, "weight_hh": U, "bias_ih": b, "bias_hh": torch.zeros(4)})
    code = {"one": [1.0, 0.0], "reset": [0.0, 1.0], "nothing": [0.0, 0.0]}
    state, cells = (torch.zeros(1, 1), torch.zeros(1, 1)), []
    for given in inputs:
        state = cell(torch.tensor([code[given]]), state)
        cells.append(state[1].squeeze())
    return torch.stack(cells).detach()


MANY = ["one", "nothing", "one", "reset", "one", "nothing"]
CASES = (
    Case("a one", (["one"],)),
    Case("two ones", (["one", "one"],)),
    Case("a one, and nothing", (["one", "nothing"],)),
    Case("a one, a reset, a one", (["one", "reset", "one"],)),
    Case("forty steps", ([*(MANY[k] for k in Draw(1).integers(6, 20).tolist()), *["one", "nothing"] * 10],)),
)
CHECKS = (Check("weights", CASES, expected, use, tolerance=0.01),)
