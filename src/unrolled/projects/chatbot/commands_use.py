"""The commands that use a trained model: talk, reply, info."""

import sys
from collections.abc import Iterator
from pathlib import Path

import typer

from unrolled.projects import model_file
from unrolled.projects.chatbot import model as models
from unrolled.projects.chatbot.conversation import Conversation, honest
from unrolled.projects.chatbot.options import (
    Beam,
    Json,
    Longest,
    Model,
    Seed,
    Temperature,
    TopK,
    TopP,
    manner_of,
    seed_of,
)
from unrolled.projects.console import as_json, command, note, show
from unrolled.projects.errors import StoppedError
from unrolled.projects.text_in import decode

HOW = "/reset forgets what was said, /quit ends."


@command
def talk(
    model: Model = None,
    temperature: Temperature = 0.8,
    top_k: TopK = 0,
    top_p: TopP = 0.9,
    beam: Beam = 0,
    longest: Longest = 40,
    seed: Seed = None,
) -> None:
    """Talk to it. It answers while it writes, and remembers its last turns."""
    trained = models.read(model)
    chat = Conversation(trained, manner_of(temperature, top_k, top_p, beam, longest), seed_of(seed))
    typer.echo(f"{honest(trained)}\n{HOW}")
    try:
        for line in _said():
            if line == "/quit":
                break
            if line == "/reset":
                chat.reset()
                typer.echo("(forgotten)")
            elif line.startswith("/"):
                typer.echo(f"(no such command; {HOW})")
            elif line:
                _answer(chat, line)
    except KeyboardInterrupt as stopped:
        typer.echo()
        raise StoppedError(f"ended by Ctrl-C; seed {chat.seed}") from stopped
    note(f"seed {chat.seed}")


@command
def reply(
    model: Model = None,
    temperature: Temperature = 0.8,
    top_k: TopK = 0,
    top_p: TopP = 0.9,
    beam: Beam = 0,
    longest: Longest = 40,
    seed: Seed = None,
    json: Json = False,
) -> None:
    """A reply to each line of standard input, a line each. Lines know nothing of each other; an empty one has none."""
    trained = models.read(model)
    chat = Conversation(trained, manner_of(temperature, top_k, top_p, beam, longest), seed_of(seed))
    for line in _lines():
        chat.reset()
        written = "".join(chat.answer(line))
        if json:
            entry = {"line": line, "reply": written, "withheld": chat.withheld, "note": chat.note}
            typer.echo(as_json(entry))
        else:
            typer.echo(written)
    note(f"seed {chat.seed}")


@command
def info(model: Model = None, json: Json = False) -> None:
    """What a model file holds, and the run that made it."""
    path: Path = model or model_file.kept_weights(models.PROJECT)
    about = model_file.about(path, models.PROJECT)
    pieces = len(models.pieces_of(path, about))
    show({"model": str(path), "bytes": path.stat().st_size, "word_pieces": pieces,
          **about["configuration"], **about["run"]}, json)  # fmt: skip


def _answer(chat: Conversation, line: str) -> None:
    typer.echo("bot: ", nl=False)
    for bit in chat.answer(line):
        print(bit, end="", flush=True)
    typer.echo()
    if chat.note:
        note(f"({chat.note})")


def _said() -> Iterator[str]:
    """Lines that are typed after a prompt, or come from a file or pipe and are shown."""
    alone = sys.stdin.isatty()
    lines = _lines()
    while True:
        if alone:
            print("you: ", end="", flush=True)
        line = next(lines, None)
        if line is None:
            if alone:
                typer.echo()
            return
        if not alone:
            typer.echo(f"you: {_short(line)}")
        yield line.strip()


def _short(line: str) -> str:
    return line if len(line) <= 200 else line[:199] + "…"


def _lines() -> Iterator[str]:
    for number, raw in enumerate(sys.stdin.buffer, 1):
        yield decode(raw, "standard input", number).rstrip("\n")
