"""Writing token by token, without looking back: greedy decoding, sampling, and streams of tokens."""

from collections.abc import Iterator
from typing import NamedTuple

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor

from unrolled.data.specials import PAD
from unrolled.decoding.choose import Choose, likeliest, sampler
from unrolled.decoding.rules import Rules
from unrolled.decoding.stepper import State, Stepper, rows_of


class Decoded(NamedTuple):
    """What was written for each row: tokens without marks of beginning and end, and its score."""

    tokens: list[list[int]]
    scores: list[float]
    finished: list[bool]  # False: it was cut off at its greatest length


class Written(NamedTuple):
    """One step of all rows: tokens, their log-probabilities, and which rows were still being written."""

    tokens: Int[Tensor, " N"]
    log_p: Float[Tensor, " N"]
    running: Bool[Tensor, " N"]


# --8<-- [start:steps]
@torch.no_grad()
def steps(stepper: Stepper, state: State, choose: Choose, rules: Rules) -> Iterator[Written]:
    """Choose a token for each row, let the model read it, and so on until all rows have ended.

    Raises:
        ValueError: no rows, a model in training mode, logits that do not fit, or a row left without any allowed token.
    """
    rows = rows_of(state)
    device = next(part.device for part in state if part is not None)
    tokens = torch.full((rows,), rules.bos, device=device)
    running = torch.ones(rows, dtype=torch.bool, device=device)
    for written in range(rules.max_length):
        logits, state = stepper.step(tokens, state)
        if written == 0:
            rules.check(stepper, logits, rows)
        log_p = rules.log_probabilities(logits, written)
        tokens = choose(log_p).masked_fill(~running, PAD)  # a row that has ended reads on, and is not listened to
        chosen = log_p.gather(1, tokens[:, None]).squeeze(1).masked_fill(~running, 0)
        if chosen.min() == -torch.inf:
            raise ValueError(f"step {written + 1} left a row without any token that is allowed")
        yield Written(tokens, chosen, running)
        if rules.eos is not None:
            running = running & (tokens != rules.eos)
            if not running.any():
                return


# --8<-- [end:steps]


# --8<-- [start:collect]
def collect(stream: Iterator[Written], rules: Rules) -> Decoded:
    """All steps as lists, one for each row."""
    tokens, log_p, running = (torch.stack(part, dim=1) for part in zip(*stream, strict=True))  # each (N, T)
    ended = torch.zeros_like(running) if rules.eos is None else running & (tokens == rules.eos)
    lengths = (running & ~ended).sum(1).tolist()
    rows = [row[:length] for row, length in zip(tokens.tolist(), lengths, strict=True)]
    # (decoding.1) the logarithm of a product is the sum of logarithms
    return Decoded(rows, log_p.sum(1).tolist(), ended.any(1).tolist())


# --8<-- [end:collect]


# --8<-- [start:write]
def greedy(stepper: Stepper, state: State, rules: Rules | None = None) -> Decoded:
    """The likeliest token at every step. A score is the log-probability of what was written, its end counted in."""
    rules = rules or Rules()
    return collect(steps(stepper, state, likeliest, rules), rules)


def sample(
    stepper: Stepper,
    state: State,
    generator: torch.Generator,
    temperature: float | int = 1,
    k: int | None = None,
    share: float | int = 1,
    rules: Rules | None = None,
) -> Decoded:
    """Tokens drawn by lot: of the k likeliest, those in the nucleus that holds a share of what is left; else of all.

    A score is the log-probability that the model itself, at temperature 1, gives to what was drawn.

    Raises:
        ValueError: a number out of its range, or as `steps`.
    """
    rules = rules or Rules()
    return collect(steps(stepper, state, sampler(generator, temperature, k, share), rules), rules)


def stream(stepper: Stepper, state: State, choose: Choose = likeliest, rules: Rules | None = None) -> Iterator[int]:
    """The tokens of a single row, each as soon as it is chosen. The mark of the end is not among them.

    Raises:
        ValueError: the state holds more than one row, or as `steps`.
    """
    rules = rules or Rules()
    if rows_of(state) != 1:
        raise ValueError(f"a stream is of one row, this state has {rows_of(state)}: use `steps`")
    for written in steps(stepper, state, choose, rules):
        token = int(written.tokens)
        if token != rules.eos:
            yield token


# --8<-- [end:write]
