"""Replies to what was said: drawn by lot, the likeliest, or by a beam; whole, or piece by piece."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch

from unrolled.data.pairs import collate_pairs
from unrolled.data.specials import BOS, PAD, UNKNOWN
from unrolled.decoding import Rules, beam, greedy, sample, stream
from unrolled.decoding.choose import likeliest, sampler
from unrolled.projects.chatbot.model import Trained
from unrolled.projects.chatbot.unrepeated import Unrepeated

AT_ONCE = 64  # replies that are written side by side


# --8<-- [start:manner]
@dataclass(frozen=True)
class Manner:
    """How a reply is chosen.

    Args:
        temperature: below 1 safer, above 1 wilder.
        top_k: draw among so many pieces; 0 for all.
        top_p: draw among the likeliest pieces that hold this share of the probability.
        beam: width of a beam; 1 takes the likeliest piece each time; 0 draws by lot.
        longest: pieces at most.
        unrepeated: no run of so many pieces stands twice in a reply.
    """

    temperature: float | int = 0.8
    top_k: int = 0
    top_p: float | int = 0.9
    beam: int = 0
    longest: int = 40
    unrepeated: int = 3

    @property
    def rules(self) -> Rules:
        """At least one piece, and none that is unknown."""
        return Rules(self.longest, 1, forbidden=(PAD, UNKNOWN, BOS))


# --8<-- [end:manner]


# --8<-- [start:replies]
@torch.inference_mode()
def replies(trained: Trained, before: Sequence[str], manner: Manner, seed: int) -> list[str]:
    """A reply to each of many histories, in their order."""
    generator = torch.Generator().manual_seed(seed)
    sources = [trained.reader.encode(turns) for turns in before]
    order = sorted(range(len(sources)), key=lambda i: len(sources[i]))
    found = [""] * len(sources)
    for group in (order[i : i + AT_ONCE] for i in range(0, len(order), AT_ONCE)):
        stepper, state = _begun(trained, [sources[i] for i in group], manner)
        if manner.beam > 1:
            decoded = beam(stepper, state, manner.beam, alpha=1.0, rules=manner.rules)
        elif manner.beam == 1:
            decoded = greedy(stepper, state, manner.rules)
        else:
            share, k = manner.top_p, manner.top_k or None
            decoded = sample(stepper, state, generator, manner.temperature, k, share, manner.rules)
        for i, ids in zip(group, decoded.tokens, strict=True):
            found[i] = trained.subwords.decode(ids)
    return found


@torch.inference_mode()
def live(trained: Trained, before: str, manner: Manner, generator: torch.Generator) -> Iterator[str]:
    """One reply, each bit of text as soon as its piece is chosen. A beam knows its reply at the end only."""
    if manner.beam > 1:
        yield replies(trained, [before], manner, 0)[0]
        return
    choose = sampler(generator, manner.temperature, manner.top_k or None, manner.top_p)
    stepper, state = _begun(trained, [trained.reader.encode(before)], manner)
    ids: list[int] = []
    text = ""
    for number in stream(stepper, state, likeliest if manner.beam == 1 else choose, manner.rules):
        ids.append(number)
        longer = trained.subwords.decode(ids)
        yield longer[len(text) :]
        text = longer


# --8<-- [end:replies]


def _begun(trained: Trained, sources: list[list[int]], manner: Manner) -> tuple[Unrepeated, tuple]:
    batch = collate_pairs(sources, [[]] * len(sources))
    stepper = Unrepeated(trained.model, manner.unrepeated)
    return stepper, stepper.start(trained.model.start(batch.source, batch.source_lengths))
