"""Checks advanced-08 by what the model is, by what it says, and by its loss on text that it has not seen."""

from collections.abc import Callable
from functools import cache
from typing import Any

import torch
from torch import Tensor, nn

from unrolled.data import kjv
from unrolled.exercises.advanced.advanced_08.probes import loss, misbuilt, mistrained, windows
from unrolled.exercises.checks import Case, Check
from unrolled.exercises.failures import UnfitError
from unrolled.exercises.show import kind

SEEN = ("Daniel", "Ecclesiastes", "Lamentations", "Galatians")


@cache
def books() -> tuple[Tensor, Tensor, int]:
    """The four books, the Book of Ruth, and the number of characters."""
    chapters = kjv.load("valid")
    seen, ruth = (
        "\n".join(chapter.text for chapter in chapters if chapter.book in names).lower() for names in (SEEN, ("Ruth",))
    )
    known = sorted({*seen, *ruth})
    number = {character: n for n, character in enumerate(known)}
    return (*(torch.tensor([number[character] for character in text]) for text in (seen, ruth)), len(known))


def expected(text: Tensor, V: int, unseen: Tensor, bar: float) -> dict[str, Any]:  # noqa: ARG001 - named in messages
    return {"as it was asked for": True, "what it has learned": "what comes next", f"a loss below {bar}": True}


def use(answer: Callable[[Tensor, int], nn.Module], text: Tensor, V: int, unseen: Tensor, bar: float) -> dict[str, Any]:
    """Train and ask. Numbers are of PyTorch's usual kind here, float32."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float32)
    try:
        model = answer(text, V)
        if not isinstance(model, nn.Module):
            raise UnfitError(f"expected a torch.nn.Module, came {kind(model)}")
        with torch.no_grad():
            rows = windows(unseen)
            wrong = misbuilt(model, rows[:3, :8], V)
            if wrong:
                return {"as it was asked for": wrong}
            learned, reached = mistrained(model, rows, V) or "what comes next", loss(model, rows)
        under = reached < bar or f"it is {reached:.2f} nats"
        return {"as it was asked for": True, "what it has learned": learned, f"a loss below {bar}": under}
    finally:
        torch.set_default_dtype(before)


PATTERN = torch.tensor([0, 1, 0, 2]).repeat(500)
SHIFTED = torch.cat([torch.tensor([0, 1, 0, 2]).repeat(17)[k : k + 64] for k in range(4)])
CASES = (
    Case("the pattern 0, 1, 0, 2", (PATTERN, 3, SHIFTED, 0.1)),
    Case("the Book of Ruth, after four other books", (books()[0], books()[2], books()[1], 2.0)),
)
CHECKS = (Check("train", CASES, expected, use),)
