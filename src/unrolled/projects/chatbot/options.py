"""Options that several commands have."""

from pathlib import Path
from typing import Annotated

import torch
import typer

from unrolled.projects.chatbot.answering import Manner

Model = Annotated[Path | None, typer.Option(help="A model file. Without it, the one that comes with the book.")]
Json = Annotated[bool, typer.Option("--json", help="JSON on standard output, for scripts.")]
File = Annotated[
    Path | None,
    typer.Argument(help="UTF-8 text: one turn a line, an empty line between conversations; none: the packaged ones."),
]
Temperature = Annotated[float, typer.Option(min=0.01, help="Below 1: safer. Above: wilder.")]
TopK = Annotated[int, typer.Option(min=0, help="Draw among so many pieces; 0: all.")]
TopP = Annotated[float, typer.Option(min=0.01, max=1.0, help="Draw among the likeliest, up to this share.")]
Beam = Annotated[int, typer.Option(min=0, max=50, help="Width of a beam. 1: the likeliest each time. 0: by lot.")]
Longest = Annotated[int, typer.Option(min=2, max=200, help="Pieces of a reply at most.")]
Seed = Annotated[int | None, typer.Option(min=0, help="Of the drawing; none: another each time.")]


def manner_of(temperature: float, top_k: int, top_p: float, beam: int, longest: int) -> Manner:
    """The way of choosing a reply that was asked for."""
    return Manner(temperature, top_k, top_p, beam, longest)


def seed_of(seed: int | None) -> int:
    """The seed asked for, or a fresh one."""
    return torch.seed() % 2**31 if seed is None else seed
