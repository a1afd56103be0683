"""A carried state that is never detached: every backward pass walks back to the very first chunk."""

import time
from dataclasses import dataclass

import torch

from unrolled.layers.recurrent import GRU


@dataclass(frozen=True)
class GrowthConfig:
    """Chunks of one long sequence of noise."""

    chunks: int = 40
    steps: int = 32  # T of a chunk
    batch: int = 8
    inputs: int = 16
    hidden: int = 32


# --8<-- [start:growth]
def chunk_seconds(detach: bool, config: GrowthConfig, seed: int) -> list[float]:
    """Processor time of each chunk, forward and backward, with the carried state detached or not."""
    torch.manual_seed(seed)
    layer, state, seconds = GRU(config.inputs, config.hidden), None, []
    for _ in range(config.chunks):
        x = torch.randn(config.batch, config.steps, config.inputs)  # (B, T, D)
        began = time.process_time()
        output, state = layer(x, state=state)
        # Without detach the graph of all chunks before is still there; retain_graph silences the error about it.
        output.square().mean().backward(retain_graph=not detach)
        if detach:
            state = tuple(part.detach() for part in state)
        seconds.append(time.process_time() - began)
    return seconds


# --8<-- [end:growth]


def growth(config: GrowthConfig, seed: int) -> dict[str, list[float]]:
    """Seconds of each chunk, both ways; the first pass of all, which warms up, is thrown away."""
    chunk_seconds(True, GrowthConfig(chunks=3), seed)
    return {"detached": chunk_seconds(True, config, seed), "carried": chunk_seconds(False, config, seed)}
