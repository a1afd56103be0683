"""Checks lstm-04 by adding up the biases that each gate of each layer really has."""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from unrolled.exercises.checks import Case, Check


def build(hidden_size: int, layers: int) -> nn.LSTM:
    torch.manual_seed(1)
    return nn.LSTM(2, hidden_size, num_layers=layers, dtype=torch.float64)


def biases(lstm: nn.LSTM) -> Tensor:
    """What is added inside the gates: (layers, 4, H)."""
    weights = dict(lstm.named_parameters())
    sums = [weights[f"bias_ih_l{k}"] + weights[f"bias_hh_l{k}"] for k in range(lstm.num_layers)]
    return torch.stack(sums).detach().unflatten(1, (4, lstm.hidden_size))


def expected(hidden_size: int, layers: int, value: float | int) -> dict[str, Any]:
    found = biases(build(hidden_size, layers)).clone()
    found[:, 1] = value
    return {"biases": found, "all other weights as they were": True}


def use(answer: Callable[..., None], hidden_size: int, layers: int, value: float | int) -> dict[str, Any]:
    lstm, before = build(hidden_size, layers), build(hidden_size, layers).state_dict()
    answer(lstm, value)
    kept = all(torch.equal(before[name], now) for name, now in lstm.state_dict().items() if name.startswith("weight"))
    return {"biases": biases(lstm), "all other weights as they were": kept}


CASES = (
    Case("one layer of one unit: sums of biases as (layer, gate, unit)", (1, 1, 1)),
    Case("one layer of two units, and a value of -2", (2, 1, -2)),
    Case("two layers of three units", (3, 2, 1)),
)
CHECKS = (Check("set_forget_bias", CASES, expected, use),)
