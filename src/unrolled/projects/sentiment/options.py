"""Options that several commands have."""

from pathlib import Path
from typing import Annotated

import typer

Model = Annotated[Path | None, typer.Option(help="A model file. Without it, the one that comes with the book.")]
Json = Annotated[bool, typer.Option("--json", help="JSON on standard output, for scripts.")]
Text = Annotated[str, typer.Option(help="The column with the text.")]
Label = Annotated[str, typer.Option(help="The column with 1 or 0, positive or negative, pos or neg, good or bad.")]
Labelled = Annotated[Path | None, typer.Argument(help="A CSV file with labels. Without it, the packaged film reviews.")]
