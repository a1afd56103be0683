"""A bidirectional GRU over padded sentences, packed or flipped within each length: what each costs in training."""

import time
from collections.abc import Callable
from statistics import median

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from unrolled.data import sentences
from unrolled.data.batching import buckets
from unrolled.data.padding import random_batches, waste
from unrolled.data.tokenise import tokenise
from unrolled.layers.bidirectional import Bidirectional
from unrolled.layers.torch_layers import TorchGRU

D, H, SIZE = 64, 64, 32  # input, state, sentences in a random batch
Layer = Callable[[Tensor, Tensor], Tensor]


# --8<-- [start:ways]
def packed_way(gru: nn.GRU) -> Layer:
    """`nn.GRU` on packed sequences, as PyTorch recommends."""

    def layer(x: Tensor, lengths: Tensor) -> Tensor:
        packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        return pad_packed_sequence(gru(packed)[0], batch_first=True, total_length=x.shape[1])[0]

    return layer


def flipped_way(gru: nn.GRU) -> Layer:
    """Two layers of one direction with the weights of `gru`, the second on sentences turned round."""
    both = Bidirectional(TorchGRU(gru.input_size, gru.hidden_size), TorchGRU(gru.input_size, gru.hidden_size))
    for part, end in ((both.ahead, ""), (both.back, "_reverse")):
        part.module.load_state_dict({name: getattr(gru, name + end) for name in part.module.state_dict()})
    return both.to(gru.weight_ih_l0.dtype).outputs


# --8<-- [end:ways]


def step_seconds(layer: Layer, batches: list[tuple[Tensor, Tensor]]) -> float:
    """Processor time of a forward and a backward pass over some batches."""
    began = time.process_time()
    for x, lengths in batches:
        layer(x, lengths).sum().backward()
    return time.process_time() - began


def packing(seeds: list[int], quick: bool = False) -> dict[str, dict[str, list[float]]]:
    """For batches at random and by length: words a second of each way, their ratio, the share of padding.

    The two ways take turns on the same batches; the ratio is the median over rounds.
    """
    torch.set_num_threads(1)
    counts = [max(len(tokenise(row.text)), 1) for row in sentences.load("train")]
    found: dict[str, dict[str, list[float]]] = {}
    for seed in seeds:
        generator = torch.Generator().manual_seed(seed)
        groups = {
            "random": random_batches(len(counts), SIZE, generator),
            "bucketed": buckets(counts, SIZE * 20, generator),
        }
        torch.manual_seed(seed)
        gru = nn.GRU(D, H, batch_first=True, bidirectional=True)
        for name, all_groups in groups.items():
            chosen = all_groups[: 4 if quick else 20]
            row = turns({"packed": packed_way(gru), "flipped": flipped_way(gru)}, counts, chosen, 3 if quick else 7)
            for key, number in row.items():
                found.setdefault(name, {}).setdefault(key, []).append(number)
    return found


def turns(ways: dict[str, Layer], counts: list[int], groups: list[list[int]], rounds: int) -> dict[str, float]:
    """Let the ways take turns on the same batches. Ratio: packed to flipped, seconds, the median over rounds."""
    batches = []
    for group in groups:
        lengths = torch.tensor([counts[i] for i in group])
        batches.append((torch.randn(len(group), int(lengths.max()), D, requires_grad=True), lengths))
    words = sum(counts[i] for group in groups for i in group)
    seconds = [{name: step_seconds(layer, batches) for name, layer in ways.items()} for _ in range(rounds + 1)][1:]
    speed = {name: words / median(row[name] for row in seconds) for name in ways}
    return speed | {
        "ratio": median(row["packed"] / row["flipped"] for row in seconds),
        "waste": 100 * waste(counts, groups),
    }
