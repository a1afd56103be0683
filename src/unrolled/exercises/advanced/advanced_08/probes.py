"""What a model of characters can be asked, so that its answers tell how it was trained."""

import math

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy


def windows(text: Tensor, size: int = 64) -> Tensor:
    """The text in rows (B, size), one after another; what is left over at the end is not used."""
    return text[: len(text) // size * size].view(-1, size)


def loss(model: nn.Module, rows: Tensor) -> float:
    """Mean of -log p of each next character, in nats."""
    logits = model(rows[:, :-1])
    return cross_entropy(logits.flatten(0, 1).double(), rows[:, 1:].flatten()).item()


def misbuilt(model: nn.Module, x: Tensor, V: int) -> str:
    """What is wrong with a model for any weights, in words; empty if nothing is. x (B, T) has two rows or more."""
    logits = model(x)
    if not isinstance(logits, Tensor):
        return f"a {type(logits).__name__} in place of logits: return them alone"
    if tuple(logits.shape) != (*x.shape, V):
        return f"logits of shape {tuple(logits.shape)} for x of shape {tuple(x.shape)}, where {(*x.shape, V)} was asked"
    if not logits.isfinite().all():
        return "logits that are not finite"
    if not torch.equal(logits, model(x)):
        return "other logits when the same is asked again"
    other_row, later, earlier = x.clone(), x.clone(), x.clone()
    other_row[0] = (x[0] + 1) % V
    later[:, -1] = (x[:, -1] + 1) % V
    earlier[:, :-1] = (x[:, :-1] + 1) % V
    if not near(model(other_row)[1:], logits[1:]):
        return "logits of one row that change when another row does"
    if not near(model(later)[:, :-1], logits[:, :-1]):
        return "logits that change when a later character does"
    if near(model(earlier)[:, -1], logits[:, -1]):
        return "logits that do not change when earlier characters do"
    return ""


def mistrained(model: nn.Module, rows: Tensor, V: int) -> str:
    """What a model seems to have learned in place of the next character; empty if it is nothing of the kind."""
    logits = model(rows)
    if (logits >= 0).all() and near(logits.sum(-1), torch.ones_like(logits[..., 0])):
        return "logits that are probabilities already"
    said = logits.argmax(-1)
    if (said == rows).double().mean() > 0.9:
        return "the character that was just read, said again"
    if (said[:, 1:] == rows[:, :-1]).double().mean() > 0.9:
        return "the character before the one that was just read"
    if torch.softmax(logits, -1).max() < 2.5 / V or loss(model, rows) > 0.97 * math.log(V):
        return "nothing: all characters are about equally likely"
    return ""


def near(one: Tensor, other: Tensor) -> bool:
    return bool(torch.allclose(one, other, rtol=0, atol=1e-5))
