"""How values are written in messages: whole if they are small, else their shape and how they begin."""

from collections.abc import Callable
from types import GeneratorType
from typing import Any

from numpy import generic, ndarray
from torch import Tensor, nn

SMALL = 12  # entries of a tensor that is written out


def show(value: Any, digits: int = 4) -> str:
    """A value in one line."""
    if isinstance(value, Tensor):
        return _tensor(value, digits)
    if isinstance(value, nn.Module):
        return type(value).__name__
    if isinstance(value, generic):
        return show(value.item(), digits)
    if isinstance(value, float):
        return f"{value:.{digits}g}" if value and not 1e-3 <= abs(value) < 1e5 else f"{round(value, digits) + 0.0}"
    if isinstance(value, tuple | list):
        inside = ", ".join(show(part, digits) for part in value[:8]) + ", ..." * (len(value) > 8)
        return f"({inside})" if isinstance(value, tuple) else f"[{inside}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {show(part, digits)}" for key, part in list(value.items())[:8]) + "}"
    text = f"{value.__name__}" if callable(value) and hasattr(value, "__name__") else repr(value)
    return text if len(text) <= 200 else f"{text[:200]}..."


def _tensor(value: Tensor, digits: int) -> str:
    if value.dim() == 0:
        return show(value.item(), digits)
    if value.numel() <= SMALL:
        return f"{_nested(value.tolist(), digits)}  of shape {shape_of(value)}"
    begin = ", ".join(show(number, digits) for number in value.flatten()[:4].tolist())
    return f"tensor of shape {shape_of(value)}, beginning with {begin}"


def _nested(value: Any, digits: int) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_nested(part, digits) for part in value) + "]"
    return show(value, digits)


def shape_of(value: Tensor) -> str:
    return f"({', '.join(map(str, value.shape))}{',' * (value.dim() == 1)})"


def kind(value: Any) -> str:
    """What a value is, in words, and what may have led to it."""
    if value is None:
        return "None: is there a `return`?"
    if value is Ellipsis:
        return "..., which stands for code that is still to be written"
    if isinstance(value, Tensor):
        return f"a tensor of shape {shape_of(value)}"
    if isinstance(value, ndarray):
        return f"a NumPy array of shape {value.shape}"
    if isinstance(value, GeneratorType):
        return "a generator: is there a `yield`, or a list without its brackets?"
    if isinstance(value, nn.Module):
        return f"a module, {show(value)}"
    if isinstance(value, Callable):
        return f"a function or class, {show(value)}: is it to be called?"
    return f"{'an' if type(value).__name__[0] in 'aeiou' else 'a'} {type(value).__name__}: {show(value)}"
