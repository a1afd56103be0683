"""LSTM, GRU and plain network on adding and parity: how many updates and how much processor time until solved."""

import torch
from torch import nn

from unrolled.cells.cost import parameters, width_for
from unrolled.cells.forget_bias import chrono_biases
from unrolled.experiments.until_solved import TASKS, Budget, Reader, until_solved
from unrolled.layers.torch_layers import make_layer, weights_of
from unrolled.measure import keyed
from unrolled.paired import paired

# --8<-- [start:models]
EQUAL = ("LSTM", "GRU", "RNN")  # the same hidden size
WIDE = ("GRU wide", "RNN wide")  # the same number of parameters as the LSTM
CHRONO = ("LSTM chrono", "GRU chrono")  # gates that start open for the length of the task


def width(name: str, D: int, H: int) -> int:
    """Hidden size of a model by name, where an LSTM has H."""
    kind, *how = name.lower().split()
    return width_for(kind, D, parameters("lstm", D, H)) if how == ["wide"] else H


# --8<-- [end:models]


# --8<-- [start:biases]
def set_biases(layer: nn.Module, name: str, steps: int) -> None:
    """Forget bias 1 in an LSTM; in a chrono cell the biases for `steps` steps; any other cell stays as drawn."""
    _, _, (first, second) = weights_of(layer)
    H = layer.module.hidden_size
    with torch.no_grad():
        if name.startswith("LSTM"):
            second.zero_()
            first[H : 2 * H] = 1.0
        if name == "LSTM chrono":
            first.copy_(chrono_biases(H, steps))
        if name == "GRU chrono":
            second[H : 2 * H] = 0.0
            first[H : 2 * H] = chrono_biases(H, steps)[H : 2 * H]  # z keeps, as a forget gate does


# --8<-- [end:biases]


def race(name: str, budget: Budget, H: int, learning_rate: float, seed: int) -> dict:
    """One model on adding or parity, until it is solved or the budget is spent."""
    torch.manual_seed(seed)
    D = TASKS[budget.task][3]
    hidden = width(name, D, H)
    layer = make_layer(name.split()[0].lower(), D, hidden, "torch")
    set_biases(layer, name, budget.steps)
    return until_solved(Reader(layer, hidden, budget.task == "parity"), budget, learning_rate, seed)


def choose(names: tuple[str, ...], budget: Budget, H: int, rates: tuple[float, ...], seed: int) -> dict[str, float]:
    """For each model the learning rate with the fewest updates, then the lowest error. A wide one takes its kind's."""
    found: dict[str, float] = {}
    for name in names:
        if name in WIDE:
            found[name] = found[name.split()[0]]
            continue
        trial = {rate: race(name, budget, H, rate, seed) for rate in rates}
        found[name] = min(trial, key=lambda rate: (trial[rate]["updates"], trial[rate]["errors"][-1]))
    return found


def race_values(
    task: str, budget: Budget, H: int, seeds: list[int], rates: dict[str, float]
) -> tuple[dict[str, dict], dict[str, list]]:
    """Every model in `rates` with every seed on one task: values, and what the figures need."""
    runs = {name: [race(name, budget, H, rate, seed) for seed in seeds] for name, rate in rates.items()}
    values: dict[str, dict] = {}
    for name, found in runs.items():
        key, at = f"{task}.{name.replace(' ', '_')}", f"{name}, {budget.task}, T = {budget.steps}"
        values |= keyed(f"{key}.solved", f"{at}: seeds that solve it", [100.0 * f["solved"] for f in found], "%", 0)
        values |= keyed(f"{key}.rate", f"{at}: learning rate chosen", [rates[name]], "", 3)
        for what, unit, digits in (("updates", "", 0), ("seconds", "s", 1)):
            data, lstm = ([float(f[what]) for f in group] for group in (found, runs["LSTM"]))
            values |= keyed(f"{key}.{what}", f"{at}: {what} spent", data, unit, digits)
            if name != "LSTM":
                values |= difference(f"{key}.{what}.less_lstm", f"{at}: {what}, less the LSTM's", data, lstm, digits)
    return values, runs


def difference(key: str, label: str, first: list[float], second: list[float], digits: int) -> dict[str, dict]:
    """Mean difference on the same seeds, with its 95 % interval. Of one seed, nothing."""
    if len(first) < 2:
        return {}
    found = paired(first, second)
    text = f"{found.middle:+,.{digits}f} ({found.low:+,.{digits}f} to {found.high:+,.{digits}f})"
    data = [a - b for a, b in zip(first, second, strict=True)]
    return {key: {"text": text.replace("-", "−"), "label": label, "data": data, "unit": ""}}
