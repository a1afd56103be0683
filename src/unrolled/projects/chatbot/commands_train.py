"""The commands that need conversations: train, evaluate."""

from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer

from unrolled.measure import peak_memory
from unrolled.projects import model_file
from unrolled.projects.chatbot import dialogues, learn
from unrolled.projects.chatbot import model as models
from unrolled.projects.chatbot.answering import Manner
from unrolled.projects.chatbot.options import Beam, File, Json, Model, Temperature, TopK, TopP, manner_of
from unrolled.projects.chatbot.score import score
from unrolled.projects.console import command, note, show
from unrolled.projects.errors import StoppedError
from unrolled.projects.pace import steps_in
from unrolled.projects.saved import check_free, place_of, steps_planned
from unrolled.projects.session import train as run_training

QUICK_MINUTES, MINUTES, QUICK_CONVERSATIONS = 0.5, 15.0, 500
QUICK_HIDDEN, QUICK_PIECES = 64, 1_000
WRITTEN = 500  # replies that a model writes to be judged


@command
def train(
    file: File = None,
    out: Annotated[Path, typer.Option(help="Where to keep the model.")] = Path("chatbot.safetensors"),
    minutes: Annotated[float | None, typer.Option(min=0.01, help="About how long to train.")] = None,
    epochs: Annotated[int | None, typer.Option(min=1, help="Or: how many times to read the conversations.")] = None,
    steps: Annotated[int | None, typer.Option(min=1, help="Or: how many updates to make.")] = None,
    quick: Annotated[bool, typer.Option(help="A small model in one minute, for a first look.")] = False,
    turns: Annotated[int, typer.Option(min=1, max=8, help="How many turns before a reply are read.")] = 2,
    hidden: Annotated[int | None, typer.Option(min=2, max=1024, help="Numbers of a state [192; quick: 64].")] = None,
    vocabulary: Annotated[int | None, typer.Option(min=5, help="Word pieces at most [2000; quick: 1000].")] = None,
    rate: Annotated[float, typer.Option(min=0.0, help="Peak of the learning rate.")] = 3e-3,
    seed: Annotated[int, typer.Option(min=0, help="Of the weights and the order.")] = 0,
    threads: Annotated[int, typer.Option(min=1, help="Of the processor.")] = 1,
    half: Annotated[bool, typer.Option(help="Keep 16 bits a number: half the size.")] = False,
    overwrite: Annotated[bool, typer.Option(help="Replace a model that is there.")] = False,
    json: Json = False,
) -> None:
    """Train on conversations. Ctrl-C saves; the same command goes on from there, to the same numbers."""
    if sum(wish is not None for wish in (minutes, epochs, steps)) > 1:
        raise typer.BadParameter("give one of --minutes, --epochs and --steps")
    if hidden is not None and hidden % 2:
        raise typer.BadParameter(f"--hidden {hidden}: must be even, half of it reads in each direction")
    check_free(out, overwrite)
    settings = _settings(turns, hidden, vocabulary, rate, seed, threads, quick)
    talk = dialogues.dialogues_of(file, turns, QUICK_CONVERSATIONS if quick else None)
    training, saved = learn.prepare(talk, settings), place_of(out)
    asked = steps if steps is not None else (epochs * training.an_epoch if epochs is not None else None)
    count = steps_planned(saved, {**training.identity, "fit": asdict(settings.fit)}, asked) or asked
    if count is None:
        count = steps_in(60 * (minutes or (QUICK_MINUTES if quick else MINUTES)), training.work, learn.LOOKS)
    elif saved.exists():
        note(f"goes on from {saved}")
    note(f"{talk.source['name']}: {talk.source['train_exchanges']:,} replies to train on, {count:,} steps")
    try:
        place = run_training(training.work, learn.plan_of(settings, training, count), saved)
    except StoppedError as stopped:
        raise StoppedError(f"{stopped}; repeat the command to go on, or delete that file to start anew") from stopped
    if half:
        model_file.round_to_half(training.work.model)
    known = {row.reply for row in talk.splits["train"]}
    found = score(training.trained, talk.splits["test"], known, Manner(), seed, WRITTEN)
    spent = {"steps": count, "epochs": round(count / training.an_epoch, 3), "processor_minutes": place.seconds / 60}
    spent |= {"peak_mib": round(peak_memory()), "kept_step": int(place.looks[place.best]["step"])}
    spent |= {"word_pieces": len(training.trained.subwords), "replies_too_long": training.left_out}
    run = model_file.run_of(seed, talk.source, {**found, **spent}, place.looks)
    models.write(out, training.trained, run, half)
    saved.unlink(missing_ok=True)
    show({"model": str(out), **found, **spent}, json)


@command
def evaluate(
    file: File = None,
    model: Model = None,
    temperature: Temperature = 0.8,
    top_k: TopK = 0,
    top_p: TopP = 0.9,
    beam: Beam = 0,
    seed: Annotated[int, typer.Option(min=0, help="Of the drawing.")] = 0,
    count: Annotated[int, typer.Option(min=1, help="How many replies to write.")] = WRITTEN,
    json: Json = False,
) -> None:
    """Perplexity of the replies that people gave, and what the model's own are like beside theirs."""
    trained = models.read(model)
    rows = dialogues.held_out(file, trained.size.turns)
    known = None
    if trained.about["run"].get("data", {}).get("name") == dialogues.CHITCHAT:
        known = {row.reply for row in dialogues.dialogues_of(None, 1).splits["train"]}
    show(score(trained, rows, known, manner_of(temperature, top_k, top_p, beam, 40), seed, count), json)


def _settings(
    turns: int, hidden: int | None, vocabulary: int | None, rate: float, seed: int, threads: int, quick: bool
) -> learn.Settings:
    size = models.Size(hidden or (QUICK_HIDDEN if quick else models.Size.hidden), turns)
    base = learn.Settings(size=size, threads=threads)
    pieces = vocabulary or (QUICK_PIECES if quick else base.pieces)
    return replace(base, pieces=pieces, fit=replace(base.fit, learning_rate=rate, seed=seed))
