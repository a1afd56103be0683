"""What does truncating backpropagation through time save, and what does it cost?"""

import time
from dataclasses import asdict, dataclass, replace
from itertools import product
from pathlib import Path
from statistics import median

import torch
from torch import Tensor, nn

from unrolled.data.echo import echo
from unrolled.layers.torch_layers import TorchRNN, initialise_gates
from unrolled.measure import Outcome, keyed
from unrolled.truncated import Carried, chunks
from unrolled.update import update

QUESTION = "What does truncating backpropagation through time save, and what does it cost?"
TIMED = ("seconds.*",)  # keys of what measures the machine: `confirm` does not compare them


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """A tanh network reads `batch` tracks of `stream` steps once, in chunks; every chunk gives one update of Adam."""

    hidden: int = 64
    batch: int = 16
    stream: int = 8_000
    delays: tuple[int, ...] = (4, 12)
    lengths: tuple[int, ...] = (4, 8, 16, 32, 64)  # of a chunk
    learning_rate: float = 2e-3
    clip: float = 1.0
    check_every: int = 400  # steps of the stream
    test_steps: int = 256
    cost_steps: int = 1024
    cost_lengths: tuple[int, ...] = (4, 16, 64, 256, 1024)
    repetitions: int = 7


# --8<-- [end:config]


MODES = ("carried", "reset", "frozen")


class Echoer(nn.Module):
    """A tanh layer with an orthogonal U, and a read-out at every step."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.layer, self.read = TorchRNN(1, hidden), nn.Linear(hidden, 1)
        initialise_gates(self.layer)

    def forward(self, x: Tensor, state: tuple | None = None) -> tuple[Tensor, tuple]:
        output, state = self.layer(x, state=state)
        return self.read(output), state


def learn(delay: int, steps: int, mode: str, config: Config, seed: int) -> list[float]:
    """Read a stream once in chunks of `steps`, an update after each. Share of fresh signs echoed rightly, as it goes.

    `mode` is "carried" or "reset", or "frozen": carried, with only the read-out learning. The test keeps to it: fresh
    signs are read whole, or in chunks with a reset state.
    """
    torch.manual_seed(seed)
    model = Echoer(config.hidden)
    model.layer.requires_grad_(mode != "frozen")
    x, y = echo(config.batch, config.stream, delay, torch.Generator().manual_seed(seed))
    fresh = echo(32, config.test_steps, delay, torch.Generator().manual_seed(10_000 + seed))
    optimizer = torch.optim.Adam(model.parameters(), config.learning_rate, fused=True)
    loss_of = Carried(nn.functional.mse_loss, carry=mode != "reset")
    right, read = [], 0
    for chunk in chunks(x, y, steps):
        update(model, loss_of(model, chunk), optimizer, config.clip)
        read += chunk.x.shape[1]
        if read >= config.check_every * (len(right) + 1):
            right.append(signs_right(model, *fresh, delay, steps if mode == "reset" else config.test_steps))
    return right


def signs_right(model: nn.Module, x: Tensor, y: Tensor, delay: int, steps: int) -> float:
    """Percentage of signs echoed rightly when x is read in pieces of `steps`, each from a zero state."""
    with torch.no_grad():
        output = torch.cat([model(piece)[0] for piece in x.split(steps, dim=1)], dim=1)
    return 100.0 * (output.sign() == y)[:, delay:].float().mean().item()


def held(model: nn.Module, x: Tensor) -> int:
    """Bytes that autograd keeps for the backward pass of one read of x, beside the weights."""
    weights = {p.untyped_storage().data_ptr() for p in model.parameters()}
    kept: dict[int, int] = {}

    def note(tensor: Tensor) -> Tensor:
        storage = tensor.untyped_storage()
        if storage.data_ptr() not in weights:
            kept[storage.data_ptr()] = storage.nbytes()
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(note, lambda tensor: tensor):
        model(x)[0].sum()
    return sum(kept.values())


def cost(config: Config, seed: int) -> tuple[dict[int, float], dict[int, float]]:
    """By chunk length: MiB that a chunk keeps, and processor time (s) for all chunks of a stream, there and back."""
    torch.manual_seed(seed)
    model, loss_of = Echoer(config.hidden), Carried(nn.functional.mse_loss)
    x, y = echo(config.batch, config.cost_steps, 1, torch.Generator().manual_seed(seed))
    memory = {k: held(model, x[:, :k].clone()) / 2**20 for k in config.cost_lengths}
    seconds: dict[int, list[float]] = {k: [] for k in config.cost_lengths}
    for _ in range(config.repetitions):
        for k in config.cost_lengths:  # one repetition of each in turn
            began = time.process_time()
            for chunk in chunks(x, y, k):
                loss_of(model, chunk).backward()
            seconds[k].append(time.process_time() - began)
    return memory, {k: median(s) for k, s in seconds.items()}


def run(
    seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True
) -> Outcome:
    """Measure every chunk length with every seed, one after the other. `workers`, `runs`, `progress` change nothing."""
    del workers, runs, progress
    torch.set_num_threads(1)
    config = Config()
    if quick:
        config = replace(config, stream=1200, lengths=(4, 8), delays=(4,), cost_lengths=(4, 64), repetitions=1)
    learning = {mode: {delay: {} for delay in config.delays} for mode in MODES}
    for mode, delay in product(MODES, config.delays):
        for k in config.lengths[:1] if mode == "frozen" else config.lengths:
            learning[mode][delay][k] = [learn(delay, k, mode, config, seed) for seed in seeds]
    costs = [cost(config, seed) for seed in seeds]
    body = {
        "learning": learning,
        "memory": {k: [memory[k] for memory, _ in costs] for k in config.cost_lengths},
        "seconds": {k: [seconds[k] for _, seconds in costs] for k in config.cost_lengths},
    }
    guesses = [guess(config, seed) for seed in seeds]
    values = keyed("guess.right", "the best constant answer: signs right", guesses, "%", 0) | values_of(body)
    return Outcome(values, body, {"bptt": asdict(config)})


def values_of(body: dict) -> dict[str, dict]:
    """What pages cite."""
    values: dict[str, dict] = {}
    for mode, delays in body["learning"].items():
        for (delay, found), end in product(delays.items(), ("end", "best")):
            for k, curves in found.items():
                label = f"echo after {delay} steps, chunks of {k}, {mode}: signs right, {end}"
                data = [curve[-1] if end == "end" else max(curve) for curve in curves]
                values |= keyed(f"{mode}.{delay}.{k}.{end}", label, data, "%", 0)
    for k, data in body["memory"].items():
        values |= keyed(f"memory.{k}", f"chunks of {k}: kept for the way back", data, "MiB", 2)
    for k, data in body["seconds"].items():
        values |= keyed(f"seconds.{k}", f"chunks of {k}: processor time, there and back", data, "s", 3)
    return values


def guess(config: Config, seed: int) -> float:
    """Percentage of signs that the best constant answer gets right."""
    _, y = echo(32, config.test_steps, 1, torch.Generator().manual_seed(10_000 + seed))
    ones = (y[:, 1:] == 1).float().mean().item()
    return 100.0 * max(ones, 1 - ones)
