"""Beam search over a batch of sources: several beginnings of each are written side by side."""

from dataclasses import dataclass

import torch
from torch import Tensor

from unrolled.decoding.hypotheses import Ended, Hypothesis, Live, along, hypotheses
from unrolled.decoding.penalties import coverage_penalty, length_penalty
from unrolled.decoding.rules import Rules
from unrolled.decoding.stepper import State, Stepper, pick, repeat, rows_of, shuffle
from unrolled.decoding.write import Decoded


# --8<-- [start:beam]
def beam(
    stepper: Stepper,
    state: State,
    width: int = 5,
    alpha: float | int = 0.6,
    beta: float | int = 0,
    rules: Rules | None = None,
) -> Decoded:
    """The best sequence that a beam finds for each source. Its score is that of equation decoding.7.

    Args:
        state: a row for each source.
        width: K, how many beginnings are kept.
        alpha: length normalisation; 0 is none.
        beta: coverage penalty; needs a state with `weights`, and with a `mask` if sources are padded.
    Raises:
        ValueError: a number out of its range, rules without an end, `beta` without weights, or as `write.steps`.
    """
    first = [best[0] for best in beam_all(stepper, state, width, alpha, beta, rules)]
    return Decoded([one.tokens for one in first], [one.score for one in first], [one.finished for one in first])


# --8<-- [end:beam]


@torch.no_grad()
def beam_all(
    stepper: Stepper,
    state: State,
    width: int = 5,
    alpha: float | int = 0.6,
    beta: float | int = 0,
    rules: Rules | None = None,
) -> list[list[Hypothesis]]:
    """Every sequence that a beam finished for each source, at most `width`, the best first; if none, those cut off.

    Raises:
        ValueError: as `beam`.
    """
    search = Search(stepper, width, alpha, beta, rules or Rules())
    search.check(state)
    return search.run(state)


@dataclass(frozen=True)
class Search:
    """One beam search: what it asks, how wide it is, how it scores."""

    stepper: Stepper
    width: int
    alpha: float | int
    beta: float | int
    rules: Rules

    def check(self, state: State) -> None:
        """Raises: ValueError, if the search cannot be run from this state."""
        if self.width < 1:
            raise ValueError(f"a beam of width {self.width}: must be at least 1")
        if self.alpha < 0 or self.beta < 0:
            raise ValueError(f"alpha = {self.alpha}, beta = {self.beta}: penalties must not be below 0")
        if self.rules.eos is None:
            raise ValueError("a beam compares sequences that have ended: its rules need an eos")
        if self.beta and getattr(state, "weights", None) is None:
            raise ValueError("a coverage penalty needs a state with attention weights, and this one has none")

    # --8<-- [start:run]
    def run(self, state: State) -> list[list[Hypothesis]]:
        """Search until each source has K sequences that ended, or nothing left to go on with."""
        results: dict[int, list[Hypothesis]] = {}
        sources = torch.arange(rows_of(state))  # those still searched; row i K + j is beginning j of the i-th of them
        state = repeat(state, self.width)
        live, ended = self.start(state, len(sources))
        for written in range(self.rules.max_length):
            logits, after = self.stepper.step(live.tokens[:, :, -1].flatten(), state)
            if written == 0:
                self.rules.check(self.stepper, logits, live.log_p.numel())
            live, ended, parents = self.extend(live, ended, self.rules.log_probabilities(logits, written), after)
            state = shuffle(state, after, parents)
            done = self.done(live, ended)
            if done.any():
                cut = self.close(live, state)
                found = hypotheses(pick(ended, rows(done)), pick(cut, rows(done)))
                results |= zip(sources[done].tolist(), found, strict=True)
                sources, live, ended, state = self.without(done, sources, live, ended, state)
            if not len(sources):
                break
        return [results[i] for i in sorted(results)]

    def extend(self, live: Live, ended: Ended, log_p: Tensor, after: State) -> tuple[Live, Ended, Tensor]:
        """One token more: the 2K best continuations, of which some end and K of the others go on."""
        sources, width = live.log_p.shape
        total = live.log_p[:, :, None] + log_p.view(sources, width, -1)  # (B, K, V)
        best, where = total.flatten(1).topk(2 * width)  # at most K of them end, so at least K do not
        parent, token = where // total.shape[2], where % total.shape[2]
        tokens = torch.cat([along(live.tokens, parent), token[:, :, None]], dim=2)
        received = live.received
        if received is not None:
            received = along(received + after.weights.view_as(received), parent)
        ends = token == self.rules.eos
        found = Live(best.masked_fill(~ends, -torch.inf), tokens, received)
        if ends.any():
            ended = ended.add(self.close(Live(*(p if p is None else p[:, :width] for p in found)), after))
        log_p, order = best.masked_fill(ends, -torch.inf).topk(width)
        parents = along(parent, order) + width * torch.arange(sources, device=order.device)[:, None]
        live = Live(log_p, along(tokens, order), received if received is None else along(received, order))
        return live, ended, parents.flatten()

    # --8<-- [end:run]

    # --8<-- [start:score]
    def close(self, live: Live, state: State) -> Ended:
        """Sequences as they are now, with their scores."""
        length = live.tokens.shape[2] - 1
        # (decoding.7)
        score = live.log_p / length_penalty(length, self.alpha)
        if live.received is not None:
            score = score + coverage_penalty(live.received, self.mask(state, live.received), self.beta)
        tokens = torch.nn.functional.pad(live.tokens, (0, self.rules.max_length - length))
        return Ended(score, live.log_p, torch.full_like(tokens[:, :, 0], length), tokens)

    # --8<-- [end:score]

    def start(self, state: State, sources: int) -> tuple[Live, Ended]:
        """Before the first step: one empty beginning for each source, and nothing that has ended."""
        like = next((part for part in state if part is not None and part.is_floating_point()), torch.zeros(1))
        received = state.weights.new_zeros(sources, self.width, state.weights.shape[1]) if self.beta else None
        live = Live.start(sources, self.width, self.rules.bos, received, like)
        return live, Ended.start(sources, self.width, self.rules.max_length, like)

    def done(self, live: Live, ended: Ended) -> Tensor:
        """Which sources need no further step."""
        full = (ended.score > -torch.inf).all(1)
        dead = (live.log_p == -torch.inf).all(1)
        return full | dead | (live.tokens.shape[2] > self.rules.max_length)

    def without(
        self, done: Tensor, sources: Tensor, live: Live, ended: Ended, state: State
    ) -> tuple[Tensor, Live, Ended, State]:
        """What is left when the sources that are done leave the batch."""
        keep = rows(~done)
        expanded = keep[:, None] * self.width + torch.arange(self.width, device=keep.device)
        return sources[keep.cpu()], pick(live, keep), pick(ended, keep), pick(state, expanded.flatten())

    def mask(self, state: State, received: Tensor) -> Tensor:
        """True where the source of each beginning has a token."""
        mask = getattr(state, "mask", None)
        if mask is None:
            return torch.ones_like(received, dtype=torch.bool)
        return mask.view(len(received), self.width, -1)


def rows(chosen: Tensor) -> Tensor:
    """Numbers of the rows that are True."""
    return chosen.nonzero()[:, 0]
