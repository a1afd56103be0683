"""Options that several commands have."""

from pathlib import Path
from typing import Annotated

import typer

from unrolled.projects.translate.rows import PAIRS

Model = Annotated[Path | None, typer.Option(help="A model file. Without it, the one that comes with the book.")]
Json = Annotated[bool, typer.Option("--json", help="JSON on standard output, for scripts.")]
Beam = Annotated[int, typer.Option(min=1, max=50, help="Beginnings that are kept side by side; 1 is greedy.")]
Alpha = Annotated[float, typer.Option(min=0.0, help="Above 0, a beam does not prefer what is short.")]
Named = Annotated[str | None, typer.Option(help=f"Or pairs by name: {', '.join(PAIRS)}. All but dates are downloads.")]
Source = Annotated[Path | None, typer.Argument(help="UTF-8 text, a line for each sentence.")]
Target = Annotated[Path | None, typer.Argument(help="Another: its line i translates line i of the first.")]
