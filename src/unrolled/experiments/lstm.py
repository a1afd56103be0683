"""How far does the gradient of an LSTM reach, and what is the forget bias worth?"""

import time
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import nn

from unrolled.cells.elman import ElmanCell
from unrolled.cells.forget_bias import bias_for_memory, chrono_biases
from unrolled.cells.lstm import LSTMCell
from unrolled.data.adding import GUESS_MSE, adding
from unrolled.diagnostics import state_reach
from unrolled.layers.torch_layers import TorchLSTM, TorchRNN
from unrolled.measure import Outcome, key_of, keyed, peak_memory
from unrolled.update import update

QUESTION = "How far does the gradient of an LSTM reach, and what is the forget bias worth?"


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """Sequences of `steps` steps; `updates` of Adam, batches of `batch` fresh sequences."""

    steps: int = 100
    hidden: int = 64
    updates: int = 1500
    batch: int = 64
    learning_rate: float = 1e-2
    clip: float = 1.0
    check_every: int = 50
    solved: float = 0.01  # mean squared error below which the task counts as solved


CELLS = ("tanh RNN", "forget bias 0", "forget bias 1", "forget bias log(T-1)", "chrono")
# --8<-- [end:config]


def set_biases(cell: str, b: torch.Tensor, config: Config) -> None:
    """Set the biases of an LSTM, stacked as (4H), to what a name of CELLS stands for."""
    H, T = config.hidden, config.steps
    with torch.no_grad():
        if cell == "chrono":
            b.copy_(chrono_biases(H, T))
        else:
            b[H : 2 * H] = {"forget bias 0": 0.0, "forget bias 1": 1.0}.get(cell, bias_for_memory(T))


def reach(cell: str, config: Config, seed: int) -> list[float]:
    """Jacobian norms at initialisation, on noise, in float64, by distance: the last entry is the farthest step."""
    torch.manual_seed(seed)
    x = torch.randn(config.steps + 1, 2, dtype=torch.float64)
    if cell == "tanh RNN":
        norms = state_reach(ElmanCell(2, config.hidden).double(), x)
    else:
        lstm = LSTMCell(2, config.hidden).double()
        set_biases(cell, lstm.b, config)
        norms = state_reach(lstm, x, part=1)
    return norms[::-1]


class Adder(nn.Module):
    """A recurrent layer that reads the sequence, and a linear map from its last state to the sum."""

    def __init__(self, cell: str, config: Config) -> None:
        super().__init__()
        if cell == "tanh RNN":
            self.layer = TorchRNN(2, config.hidden)
        else:
            self.layer = TorchLSTM(2, config.hidden)
            lstm = self.layer.module
            with torch.no_grad():
                lstm.bias_hh_l0.zero_()  # one bias is enough: PyTorch adds the two
            set_biases(cell, lstm.bias_ih_l0, config)
        self.read = nn.Linear(config.hidden, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        output, _ = self.layer(x)
        return self.read(output[:, -1]).squeeze(-1)  # (B, T, H) -> (B); no padding here, so -1 is the end


def learn(cell: str, config: Config, seed: int) -> dict:
    """Train on the adding problem: error on 1,000 fresh sequences every `check_every` updates."""
    torch.manual_seed(seed)
    stream = torch.Generator().manual_seed(seed)
    test_x, test_y = adding(1000, config.steps, torch.Generator().manual_seed(10_000 + seed))
    model = Adder(cell, config)
    optimizer = torch.optim.Adam(model.parameters(), config.learning_rate)
    errors, began = [], time.perf_counter()
    for count in range(1, config.updates + 1):
        x, y = adding(config.batch, config.steps, stream)
        loss = nn.functional.mse_loss(model(x), y)
        update(model, loss, optimizer, config.clip)
        if count % config.check_every == 0:
            with torch.no_grad():
                errors.append(nn.functional.mse_loss(model(test_x), test_y).item())
    return {"errors": errors, "seconds": time.perf_counter() - began}


def run(
    seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True
) -> Outcome:
    """Measure every cell with every seed, one after the other. `workers`, `runs` and `progress` change nothing."""
    del workers, runs, progress
    torch.set_num_threads(1)
    config = Config(updates=150, steps=50) if quick else Config()
    values: dict[str, dict] = {}
    body: dict[str, dict] = {"reach": {}, "learning": {}}
    for cell in CELLS:
        body["reach"][cell] = [reach(cell, config, seed) for seed in seeds]
        found = [learn(cell, config, seed) for seed in seeds]
        body["learning"][cell] = [f["errors"] for f in found]
        key = key_of(cell.replace("(T-1)", ""))
        far = [norms[-1] / norms[0] for norms in body["reach"][cell]]
        solved = [100.0 * any(e < config.solved for e in f["errors"]) for f in found]
        numbers = {
            "reach_log10": (f"gradient left after {config.steps} steps, log10", [safe_log10(r) for r in far], "", 1),
            "mse": (f"adding, T = {config.steps}: mean squared error", [f["errors"][-1] for f in found], "", 4),
            "solved": (f"adding: seeds below {config.solved}", solved, "%", 0),
            "updates": (
                "adding: updates until solved, or all",
                [float(updates_needed(f, config)) for f in found],
                "",
                0,
            ),
            "seconds": ("adding: training time", [f["seconds"] for f in found], "s", 1),
        }
        for name, (label, data, unit, digits) in numbers.items():
            values |= keyed(f"{key}.{name}", f"{cell}: {label}", data, unit, digits)
    values |= keyed("guess.mse", "always answering 1: mean squared error", [GUESS_MSE], "", 4)
    values |= keyed("peak_mib", "largest memory of the process", [peak_memory()], "MiB", 0)
    return Outcome(values, body, {"lstm": asdict(config)})


def updates_needed(found: dict, config: Config) -> int:
    """Updates until the error was first below `solved` at a check, or all of them."""
    checks = (i for i, error in enumerate(found["errors"], 1) if error < config.solved)
    return config.check_every * next(checks, len(found["errors"]))


def safe_log10(x: float) -> float:
    """log10, with the smallest float in place of zero."""
    return torch.tensor(x, dtype=torch.float64).clamp(min=torch.finfo(torch.float64).tiny).log10().item()
