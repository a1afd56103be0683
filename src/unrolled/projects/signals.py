"""Ctrl-C, and a request of the system to end: heard, and obeyed after the step that is being made."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass
class Wish:
    """Whether someone asked to stop."""

    asked: bool = False


@contextmanager
def wish_to_stop() -> Iterator[Wish]:
    """Ctrl-C or a request to end sets `asked` instead of ending the program. A second one ends it as ever."""
    wish, before = Wish(), {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def hear(number, _frame) -> None:
        wish.asked = True
        signal.signal(number, before[number])

    for number in before:
        signal.signal(number, hear)
    try:
        yield wish
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
