"""What laying a model out for one step saves, and what decoding many sources at once saves. Both sides take turns."""

import time
from collections.abc import Callable
from itertools import islice
from statistics import median
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from unrolled.character_stepper import CharacterStepper
from unrolled.data.pairs import PairBatch
from unrolled.decoding import Rules, beam
from unrolled.models.character_model import CharacterModel
from unrolled.sampling import temper


def processor(action: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of processor time, and what came out."""
    began = time.process_time()
    result = action()
    return time.process_time() - began, result


def in_turns(actions: dict[str, Callable[[], Any]], rounds: int) -> tuple[dict[str, float], dict[str, float]]:
    """Median seconds of each action, and of each but the first how many times longer the first took, same round."""
    for action in actions.values():
        action()  # once to warm up
    spent = [{name: processor(action)[0] for name, action in actions.items()} for _ in range(rounds)]
    first, *others = actions
    ratios = {name: median(one[first] / one[name] for one in spent) for name in others}
    return {name: median(one[name] for one in spent) for name in actions}, ratios


# --8<-- [start:plain]
@torch.inference_mode()
def plain_generation(model: CharacterModel, first: int, steps: int, generator: torch.Generator) -> Tensor:
    """Characters written with `nn.GRU`, called for one step at a time."""
    gru, token, state, written = model.layer.module, torch.tensor([[first]]), None, []
    for _ in range(steps):
        output, state = gru(model.embed(token), state)  # (1, 1, D) -> (1, 1, H)
        token = torch.multinomial(temper(model.read(output[:, 0])), 1, generator=generator)
        written.append(token)
    return torch.cat(written, dim=1)


# --8<-- [end:plain]


@torch.inference_mode()
def plain_reading(model: CharacterModel, tokens: list[int]) -> None:
    """Logits after each character by `nn.GRU`, one step at a time, and nothing drawn."""
    gru, state = model.layer.module, None
    for token in tokens:
        output, state = gru(model.embed(torch.tensor([[token]])), state)
        model.read(output[:, 0])


def laid_out_reading(stepper: CharacterStepper, tokens: list[int]) -> None:
    """The same with the stepper."""
    for token in tokens:
        stepper.read(token)


def characters(hidden: int, seed: int, steps: int, rounds: int, vocabulary: int = 65) -> dict[str, float]:
    """Generation and reading of characters in both forms, for a model of `hidden` units with random weights."""
    torch.manual_seed(seed)
    model = CharacterModel(vocabulary, 32, hidden, backend="torch").eval()
    stepper, draw = CharacterStepper.of(model), torch.Generator().manual_seed(seed)
    lot, tokens = np.random.default_rng(seed), torch.randint(vocabulary, (steps,)).tolist()
    spent, ratios = in_turns(
        {
            "plain": lambda: plain_generation(model, 0, steps, draw),
            "stepper": lambda: list(islice(stepper.write([0], lot), steps)),
        },
        rounds,
    )
    _, reading = in_turns(
        {"plain": lambda: plain_reading(model, tokens), "stepper": lambda: laid_out_reading(stepper, tokens)}, rounds
    )
    micro = {f"{name}_us": 1e6 * seconds / steps for name, seconds in spent.items()}
    return {**micro, "ratio": ratios["stepper"], "reading_ratio": reading["stepper"]}


# --8<-- [start:beams]
def beams(model: nn.Module, batch: PairBatch, width: int, rules: Rules, rounds: int) -> dict[str, float]:
    """A beam over all sources of a batch at once, and over one after the other; encoding them is counted in."""

    def search(sources: Tensor, lengths: Tensor) -> list[list[int]]:
        with torch.inference_mode():
            return beam(model, model.start(sources, lengths), width, rules=rules).tokens

    def one_by_one() -> list[list[int]]:
        each = zip(batch.source.split(1), batch.source_lengths.split(1), strict=True)
        return [search(source[:, : int(length)], length)[0] for source, length in each]

    def together() -> list[list[int]]:
        return search(batch.source, batch.source_lengths)

    same = [a == b for a, b in zip(one_by_one(), together(), strict=True)]
    spent, ratios = in_turns({"alone": one_by_one, "batched": together}, rounds)
    milli = {f"{name}_ms": 1e3 * seconds / len(same) for name, seconds in spent.items()}
    return {**milli, "ratio": ratios["batched"], "same": 100 * sum(same) / len(same)}


# --8<-- [end:beams]
