"""How far do gradients reach in untrained networks, how tight is the bound on them, and what does clipping do?"""

import math
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import torch

from unrolled.cells.cell import Cell
from unrolled.cells.elman import ElmanCell
from unrolled.cells.gru import GRUCell
from unrolled.cells.initial import identity_, orthogonal_
from unrolled.cells.lstm import LSTMCell
from unrolled.data.adding import GUESS_MSE
from unrolled.diagnostics import state_reach
from unrolled.experiments.clipping import CLIPPING, Training, clipping_values, learn, table, thinned
from unrolled.measure import Outcome
from unrolled.spectral import largest_singular_value, spectral_radius

QUESTION = (
    "How far do gradients reach in untrained networks, how tight is the bound on them, and what does clipping do?"
)
SEVERAL = ("identity_ReLU.log10", "identity_ReLU.factor")  # keys of what takes more than one seed


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """Jacobians over `steps` steps in untrained networks of `hidden` units."""

    steps: int = 100
    hidden: int = 64


NETWORKS = (
    "tanh",
    "ReLU",
    "ReLU, U times 3",
    "orthogonal tanh",
    "identity ReLU",
    "GRU",
    "LSTM, forget bias 0",
    "LSTM, forget bias 1",
)
# --8<-- [end:config]


def build(network: str, hidden: int) -> Cell:
    """An untrained cell of NETWORKS with two inputs."""
    if network.startswith("LSTM"):
        cell = LSTMCell(2, hidden)
        with torch.no_grad():
            cell.b[hidden : 2 * hidden] = float(network[-1])
        return cell
    if network == "GRU":
        return GRUCell(2, hidden)
    cell = ElmanCell(2, hidden, "relu" if "ReLU" in network else "tanh")
    if network.startswith("orthogonal"):
        orthogonal_(cell)
    elif network.startswith("identity"):
        identity_(cell)
    elif network.endswith("times 3"):
        with torch.no_grad():
            cell.U.mul_(3)
    return cell


def reach(network: str, config: Config, seed: int) -> dict:
    """Jacobian norms on noise by distance, and for plain cells both sizes of U. LSTM: with respect to its memory."""
    torch.manual_seed(seed)
    x = torch.randn(config.steps + 1, 2, dtype=torch.float64)
    cell = build(network, config.hidden).double()
    found = {"norms": state_reach(cell, x, part=1 if isinstance(cell, LSTMCell) else 0)[::-1]}
    if isinstance(cell, ElmanCell):
        found |= {"radius": spectral_radius(cell.U.detach()), "sigma": largest_singular_value(cell.U.detach())}
    return found


def run(
    seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True
) -> Outcome:
    """Every network, then every way to clip, with every seed. `workers` and `runs` change nothing."""
    del workers, runs
    torch.set_num_threads(1)
    config, training = (Config(steps=20), Training(updates=100)) if quick else (Config(), Training())
    values: dict[str, dict] = {}
    body: dict[str, dict] = {"reach": {}, "clipping": {}}
    began = time.process_time()
    for network in NETWORKS:
        found = [reach(network, config, seed) for seed in seeds]
        body["reach"][network] = [[float(f"{n:.4g}") for n in f["norms"]] for f in found]
        values |= reach_values(network, found, config)
    for clipping in CLIPPING:
        found = [learn(clipping, training, seed) for seed in seeds]
        body["clipping"][clipping] = [thinned(f) for f in found]
        values |= clipping_values(clipping, found)
        if progress:
            print(clipping, *(f"{math.fsum(f['loss'][-100:]) / 100:.4f}" for f in found), flush=True)
    values |= table("guess", {"mse": ("always answering 1: mean squared error", [GUESS_MSE], "", 4)})
    spent = {"seconds": ("whole run, processor time", [time.process_time() - began], "s", 0)}
    return Outcome(values | table("all", spent), body, {"gradients": asdict(config), "clipping": asdict(training)})


def reach_values(network: str, found: list[dict], config: Config) -> dict[str, dict]:
    """What is left at the far end, the factor a step, and for plain networks what the bound allows.

    Where every path is cut, nothing is left, and zero has no logarithm: those seeds are counted by themselves.
    """
    T = config.steps
    norms = [f["norms"] for f in found if f["norms"][-1] > 0]
    left = [math.log10(n[-1] / n[0]) for n in norms]
    factor = [(n[-1] / n[T // 2 - 1]) ** (1 / (T - T // 2)) for n in norms]
    numbers = {"cut": (f"{network}: seeds with nothing left", [100.0 * (f["norms"][-1] == 0) for f in found], "%", 0)}
    if norms:
        numbers |= {
            "log10": (f"{network}: gradient left at a distance of {T} steps, log10, unless nothing is", left, "", 1),
            "factor": (f"{network}: factor a step, over the farther half, unless nothing is left", factor, "", 2),
        }
    if "sigma" in found[0]:
        numbers |= {
            "radius": (f"{network}: spectral radius of U", [f["radius"] for f in found], "", 2),
            "sigma": (f"{network}: largest singular value of U", [f["sigma"] for f in found], "", 2),
            "bound": (f"{network}: bound at {T} steps, log10", [T * math.log10(f["sigma"]) for f in found], "", 1),
        }
    return table(network, numbers)
