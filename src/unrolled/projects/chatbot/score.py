"""How good the replies are, as far as numbers can tell."""

from collections.abc import Collection, Sequence
from typing import Any

import torch

from unrolled.perplexity import Tally, perplexity
from unrolled.projects.chatbot.answering import Manner, replies
from unrolled.projects.chatbot.dialogues import Exchange
from unrolled.projects.chatbot.diversity import distinct, per_word, share_in
from unrolled.projects.chatbot.model import Trained
from unrolled.projects.chatbot.screen import found_in
from unrolled.projects.errors import ProjectError
from unrolled.translation_task import PairData, teacher_forced

BUDGET = 4_000


# --8<-- [start:likelihood]
@torch.inference_mode()
def likelihood(trained: Trained, rows: Sequence[Exchange]) -> Tally:
    """Sum of the negative log-likelihoods of the true replies, their ends counted in, and number of pieces."""
    data = PairData({"rows": rows}, trained.reader, trained.subwords)
    return teacher_forced(trained.model, data, "rows", BUDGET)


# --8<-- [end:likelihood]


# --8<-- [start:variety]
def variety(written: Sequence[str], generic: Collection[str], known: Collection[str] | None) -> dict[str, Any]:
    """What replies are like: their words, their variety, how many are generic, copies, or would be withheld.

    Args:
        generic: the replies that are given most often.
        known: all replies of the training data; None, if those are not at hand.
    """
    return {
        "replies": len(written),
        "words_per_reply": sum(len(reply.split()) for reply in written) / len(written),
        "distinct_1": distinct(written, 1),
        "distinct_2": distinct(written, 2),
        "generic_percent": share_in(written, generic),
        "copies_percent": None if known is None else share_in(written, known),
        "withheld_percent": 100 * sum(bool(found_in(reply)) for reply in written) / len(written),
    }


# --8<-- [end:variety]


def spread_out(rows: Sequence[Exchange], count: int) -> list[Exchange]:
    """About `count` rows, at equal distances."""
    return list(rows[:: max(1, len(rows) // count)][:count])


def score(
    trained: Trained, rows: Sequence[Exchange], known: Collection[str] | None, manner: Manner, seed: int, count: int
) -> dict[str, Any]:
    """Perplexity of the true replies, and what the model's own are like beside them.

    Args:
        count: how many replies are written.
    Raises:
        ProjectError: there is nothing to test on.
    """
    if not rows:
        raise ProjectError("there is no reply to test on")
    tally, asked = likelihood(trained, rows), spread_out(rows, count)
    written = replies(trained, [row.before for row in asked], manner, seed)
    return {
        "exchanges": len(rows),
        "nats_per_piece": tally.nll,
        "perplexity_per_piece": perplexity(min(tally.nll, 700)),
        "perplexity_per_word": per_word(tally.total, [row.reply for row in rows]),
        "written": variety([text or "-" for text in written], trained.commonest, known),
        "people": variety([row.reply for row in asked], trained.commonest, known),
    }
