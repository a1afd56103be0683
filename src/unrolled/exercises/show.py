"""How values are written in messages: whole if they are small, else their shape and how they begin."""

from typing import Any

from torch import Tensor, nn

SMALL = 12  # entries of a tensor that is written out


def show(value: Any, digits: int = 4) -> str:
    """A value in one line."""
    if isinstance(value, Tensor):
        return _tensor(value, digits)
    if isinstance(value, nn.Module):
        return type(value).__name__
    if isinstance(value, float):
        return f"{value:.{digits}g}" if value and not 1e-3 <= abs(value) < 1e5 else f"{round(value, digits)}"
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
