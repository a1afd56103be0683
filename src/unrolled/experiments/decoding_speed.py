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
from unrolled.decoding.penalties import length_penalty
from unrolled.decoding.stepper import State
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


# --8<-- [start:plain_beam]
def plain_beam(model: nn.Module, state: State, width: int, rules: Rules, alpha: float | int = 0.6) -> list[int]:
    """The beam of a textbook, for one source: the model is called for one beginning at a time."""
    live, ended = [(0.0, [rules.bos], state)], []
    for written in range(rules.max_length):
        found = []
        for log_p, tokens, before in live:
            logits, after = model.step(torch.tensor(tokens[-1:]), before)
            best, where = rules.log_probabilities(logits, written)[0].topk(2 * width)
            found += [(log_p + p, [*tokens, k], after) for p, k in zip(best.tolist(), where.tolist(), strict=True)]
        found = sorted(found, key=lambda one: -one[0])[: 2 * width]
        ended += [one for one in found[:width] if one[1][-1] == rules.eos]
        live = [one for one in found if one[1][-1] != rules.eos][:width]
        if len(ended) >= width:
            break
    _, tokens, _ = max(ended or live, key=lambda one: one[0] / length_penalty(len(one[1]) - 1, alpha))
    return tokens[1:-1] if ended else tokens[1:]


# --8<-- [end:plain_beam]


# --8<-- [start:beams]
def beams(model: nn.Module, batch: PairBatch, width: int, rules: Rules, rounds: int) -> dict[str, float]:
    """A beam by the textbook, one that steps its beginnings together, and one that steps all sources together."""
    each = list(zip(batch.source.split(1), batch.source_lengths.split(1), strict=True))
    each = [(source[:, : int(length)], length) for source, length in each]  # without padding

    def search(sources: Tensor, lengths: Tensor) -> list[list[int]]:
        return beam(model, model.start(sources, lengths), width, rules=rules).tokens

    ways = {
        "plain": lambda: [plain_beam(model, model.start(*one), width, rules) for one in each],
        "alone": lambda: [search(*one)[0] for one in each],
        "batched": lambda: search(batch.source, batch.source_lengths),
    }
    with torch.inference_mode():
        found = {name: way() for name, way in ways.items()}
        spent, ratios = in_turns(ways, rounds)
        _, beside = in_turns({name: ways[name] for name in ("alone", "batched")}, rounds)
    same = {
        f"same_{name}": 100 * sum(a == b for a, b in zip(found[name], found["batched"], strict=True)) / len(each)
        for name in ("plain", "alone")
    }
    milli = {f"{name}_ms": 1e3 * seconds / len(each) for name, seconds in spent.items()}
    return {**milli, "ratio_plain": ratios["batched"], "ratio_alone": beside["batched"], **same}


# --8<-- [end:beams]
