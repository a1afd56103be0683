"""The commands that use a trained model: lines, explain, info."""

import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from unrolled.projects import model_file
from unrolled.projects.console import as_json, command, note, show
from unrolled.projects.errors import ProjectError
from unrolled.projects.text_in import STANDARD_INPUT, decode, name_of
from unrolled.projects.translate.alignment import align, by_words, table
from unrolled.projects.translate.model import PROJECT, read
from unrolled.projects.translate.options import Alpha, Beam, Json, Model
from unrolled.projects.translate.writing import Written, translate_lines

AT_ONCE = 256  # lines that are translated together


@command
def lines(
    texts: Annotated[list[str] | None, typer.Argument(help="Lines; none: those of standard input.")] = None,
    file: Annotated[Path | None, typer.Option(help="Or: a file, UTF-8.")] = None,
    beam: Beam = 5,
    alpha: Alpha = 1.0,
    model: Model = None,
    json: Json = False,
) -> None:
    """Translate lines. As many lines come out as go in; what is remarkable goes to standard error."""
    if texts and file is not None:
        raise typer.BadParameter("give lines or --file, not both")
    trained = read(model)
    given = iter(texts) if texts else _lines(file or STANDARD_INPUT)
    alone = not texts and file in (None, STANDARD_INPUT) and sys.stdin.isatty()
    if alone:
        note("Type a line; Ctrl-D ends.")
    number = 0
    while some := list(islice(given, 1 if alone else AT_ONCE)):
        for line, written in zip(some, translate_lines(trained, some, beam, alpha), strict=True):
            number += 1
            if json:
                typer.echo(as_json(_entry(line, written)))
                continue
            if written.note:
                note(f"line {number}: {written.note}")
            typer.echo(written.text)


@command
def explain(
    line: Annotated[str, typer.Argument(help="A line.")],
    top: Annotated[int, typer.Option(min=1, max=20, help="Words of the line to show for each that is written.")] = 3,
    pieces: Annotated[bool, typer.Option(help="Show word pieces, not whole words.")] = False,
    model: Model = None,
    json: Json = False,
) -> None:
    """Where the model looked for each word that it wrote (greedily): weights of its attention, from 0 to 1."""
    found = align(read(model), line)
    if found.left:
        note(f"the line is too long: its last {found.left:,} pieces are not read")
    found = found if pieces else by_words(found)
    if json:
        weights = [[round(weight, 6) for weight in row] for row in found.weights.tolist()]
        typer.echo(as_json({"source": found.source, "written": found.written, "weights": weights}))
        return
    for row in table(found, top):
        typer.echo(row)


@command
def info(model: Model = None, json: Json = False) -> None:
    """What a model file holds, and the run that made it."""
    path = model or model_file.kept_weights(PROJECT)
    trained = read(path)
    entries = {"model": str(path), "bytes": path.stat().st_size, "word_pieces": len(trained.vocabulary),
               "parameters": sum(p.numel() for p in trained.model.parameters())}  # fmt: skip
    show({**entries, **trained.about["configuration"], **trained.about["run"]}, json)


def _lines(path: Path) -> Iterator[str]:
    """The lines of a file or of standard input, one at a time; an empty one is a line too."""
    if path == STANDARD_INPUT:
        yield from _decoded(sys.stdin.buffer, path)
        return
    try:
        with path.open("rb") as file:
            yield from _decoded(file, path)
    except OSError as error:
        raise ProjectError(f"{path} cannot be read: {error.strerror or error}") from error


def _decoded(file: Iterable[bytes], path: Path) -> Iterator[str]:
    for number, raw in enumerate(file, 1):
        yield decode(raw, name_of(path), number).rstrip("\n")


def _entry(line: str, written: Written) -> dict:
    return {"line": line, "translation": written.text, "note": written.note, "pieces": written.pieces,
            "unknown_pieces": written.unknown, "parts": written.parts}  # fmt: skip
