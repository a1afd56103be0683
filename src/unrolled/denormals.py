"""Numbers nearest to zero, which some processors compute with far more slowly than with others."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch


@contextmanager
def denormals(flushed: bool) -> Iterator[None]:
    """Numbers nearest to zero: kept, as a processor does unless told otherwise, or taken for zero. Afterwards: kept.

    Args:
        flushed: whether they are taken for zero.
    Raises:
        RuntimeError: they shall be flushed, and this processor cannot.
    """
    if not torch.set_flush_denormal(flushed) and flushed:
        raise RuntimeError("this processor cannot take denormal numbers for zero: what asks for it cannot be run here")
    try:
        yield
    finally:
        torch.set_flush_denormal(False)
