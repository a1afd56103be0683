"""The commands that use a trained model: predict, explain, csv, info."""

import csv as csv_module
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Annotated, TextIO

import typer

from unrolled.projects import model_file
from unrolled.projects.console import as_json, command, note, show
from unrolled.projects.errors import ProjectError
from unrolled.projects.sentiment import contributions
from unrolled.projects.sentiment.judge import Judged, judge
from unrolled.projects.sentiment.model import PROJECT, Trained, read
from unrolled.projects.sentiment.options import Json, Model, Text
from unrolled.projects.sentiment.table import open_table
from unrolled.projects.text_in import STANDARD_INPUT, decode, read_lines

AT_ONCE = 256  # rows of a table that are judged together
ADDED = ("probability", "sentiment", "note")


@command
def predict(
    texts: Annotated[list[str] | None, typer.Argument(help="Texts; none: each line of standard input.")] = None,
    file: Annotated[Path | None, typer.Option(help="Or: a file, a text a line.")] = None,
    model: Model = None,
    json: Json = False,
) -> None:
    """The probability that each text is positive. One line of answer for each text, in order."""
    if texts and file is not None:
        raise typer.BadParameter("give texts or --file, not both")
    trained = read(model)
    lines = _typed() if file in (None, STANDARD_INPUT) else iter(read_lines(file))
    lines = iter(texts) if texts else lines
    alone = not texts and file in (None, STANDARD_INPUT) and sys.stdin.isatty()
    if alone:
        note("Type a text a line; Ctrl-D ends.")
    while some := list(islice(lines, 1 if alone else AT_ONCE)):
        for line, verdict in zip(some, judge(trained, some), strict=True):
            typer.echo(as_json(_entry(line, verdict)) if json else _line(line, verdict))


@command
def explain(
    text: Annotated[str, typer.Argument(help="A text.")],
    method: Annotated[str, typer.Option(help="occlusion: without the word. prefix: up to the word.")] = "occlusion",
    top: Annotated[int, typer.Option(min=1, help="Show the words that did most, in their order.")] = 30,
    model: Model = None,
    json: Json = False,
) -> None:
    """What each word did for the verdict, in log-odds: above zero it spoke for positive."""
    if method not in contributions.METHODS:
        raise typer.BadParameter(f"no method {method!r}: choose one of {', '.join(contributions.METHODS)}")
    trained = read(model)
    (verdict,) = judge(trained, [text])
    found = contributions.explain(trained, text, method)
    if json:
        pairs = [{"token": t, "contribution": c} for t, c in zip(found.tokens, found.contributions, strict=True)]
        whole = {"method": method, "log_odds_of_nothing": found.nothing, "contributions": pairs}
        typer.echo(as_json({**_entry(text, verdict), **whole}))
        return
    typer.echo(_line(text, verdict))
    strongest = sorted(range(len(found.tokens)), key=lambda i: -abs(found.contributions[i]))[:top]
    for i in sorted(strongest):
        c = found.contributions[i]
        typer.echo(f"{c:+8.3f}  {found.tokens[i][:30]:<16} {('+' if c > 0 else '-') * min(30, round(abs(c) * 10))}")


@command
def csv(
    table: Annotated[Path, typer.Argument(help="A CSV file with a header, UTF-8.")],
    column: Text = "text",
    out: Annotated[Path | None, typer.Option(help="Where to write; none: standard output.")] = None,
    prefix: Annotated[str, typer.Option(help="Put before the names of the added columns.")] = "",
    model: Model = None,
) -> None:
    """Judge every row of a table, in its order: adds probability, sentiment and note to the columns."""
    trained, added = read(model), [prefix + name for name in ADDED]
    with open_table(table) as rows:
        at, taken = rows.place(column), sorted(set(added) & set(rows.header))
        if taken:
            raise ProjectError(f"{table} has a column {taken[0]!r} already: name the new ones apart with --prefix")
        with _opened(out) as file:
            writer = csv_module.writer(file, lineterminator="\n")
            writer.writerow(rows.header + added)
            count = _judge_rows(trained, rows.rows, at, writer)
    note(f"{count:,} rows judged")


@command
def info(model: Model = None, json: Json = False) -> None:
    """What a model file holds, and the run that made it."""
    path = model or model_file.kept_weights(PROJECT)
    about = model_file.about(path, PROJECT)
    words = len(model_file.words_of(path, about)) - 2
    entries = {
        "model": str(path),
        "bytes": path.stat().st_size,
        "words_known": words,
    }
    show({**entries, "temperature": about.get("temperature"), **about["configuration"], **about["run"]}, json)


def _judge_rows(trained: Trained, rows: Iterator[list[str]], at: int, writer: object) -> int:
    count = 0
    while some := list(islice(rows, AT_ONCE)):
        for row, verdict in zip(some, judge(trained, [row[at] for row in some]), strict=True):
            said = "" if verdict.probability is None else f"{verdict.probability:.6f}"
            writer.writerow([*row, said, verdict.sentiment, verdict.note])
        count += len(some)
    return count


@contextmanager
def _opened(out: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that is there whole or not at all."""
    if out is None:
        yield sys.stdout
        return
    partial = out.with_name(out.name + ".partial")
    try:
        file = partial.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise ProjectError(f"{out} cannot be written: {error.strerror or error}") from error
    try:
        with file:
            yield file
        os.replace(partial, out)
    finally:
        partial.unlink(missing_ok=True)


def _typed() -> Iterator[str]:
    for number, raw in enumerate(sys.stdin.buffer, 1):
        yield decode(raw, "standard input", number).rstrip("\n")


def _entry(text: str, verdict: Judged) -> dict:
    return {"text": text, "probability": verdict.probability, "sentiment": verdict.sentiment, "note": verdict.note,
            "tokens": verdict.tokens, "unknown_tokens": verdict.unknown, "log_odds": verdict.log_odds}  # fmt: skip


def _line(text: str, verdict: Judged) -> str:
    said = "     -" if verdict.probability is None else f"{verdict.probability:6.3f}"
    short = " ".join(text.split())
    short = short if len(short) <= 60 else short[:59] + "…"
    return f"{said}  {verdict.sentiment:<8}  {short}" + (f"  ({verdict.note})" if verdict.note else "")
