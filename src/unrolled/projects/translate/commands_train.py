"""The commands that need pairs of lines: train and evaluate."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from unrolled.measure import peak_memory
from unrolled.projects import model_file
from unrolled.projects.console import command, note, show
from unrolled.projects.errors import ProjectError, StoppedError
from unrolled.projects.saved import check_free, place_of
from unrolled.projects.session import train as run_training
from unrolled.projects.translate import learn, model, rows
from unrolled.projects.translate.budget import Budget, steps_of
from unrolled.projects.translate.options import Alpha, Beam, Json, Named, Source, Target
from unrolled.projects.translate.score import evaluate as score

QUICK_MINUTES, MINUTES = 0.7, 15.0
JUDGED = 1_000  # test pairs that are translated after training


@command
def train(
    source: Source = None,
    target: Target = None,
    out: Annotated[Path, typer.Option(help="Where to keep the model.")] = Path("translate.safetensors"),
    pair: Named = None,
    valid: Annotated[tuple[Path, Path] | None, typer.Option(help="Two held-out files, instead of a tenth.")] = None,
    minutes: Annotated[float | None, typer.Option(min=0.01, help="About how long to train [15; quick: 0.7].")] = None,
    epochs: Annotated[int | None, typer.Option(min=1, help="Or: how many times to read the pairs.")] = None,
    steps: Annotated[int | None, typer.Option(min=1, help="Or: how many updates to make.")] = None,
    quick: Annotated[bool, typer.Option(help="A small model in one minute, for a first look.")] = False,
    attention: Annotated[str, typer.Option(help=f"One of {', '.join(model.ATTENTIONS)}.")] = "additive",
    hidden: Annotated[int | None, typer.Option(min=2, max=2048, help="Numbers of memory [144; quick: 64].")] = None,
    pieces: Annotated[int | None, typer.Option(min=10, max=64_000, help="Word pieces [2,000; quick: 300].")] = None,
    longest: Annotated[int, typer.Option(min=2, max=1_000, help="Pieces of a line that are read at once.")] = 60,
    batch: Annotated[int | None, typer.Option(min=10, help="Pieces of a batch [1,500; quick: 400].")] = None,
    dropout: Annotated[float | None, typer.Option(min=0.0, max=0.9, help="[0.15; quick: 0].")] = None,
    smoothing: Annotated[float, typer.Option(min=0.0, max=0.9, help="Of the labels.")] = 0.1,
    rate: Annotated[
        float | None, typer.Option(min=0.0, help="Peak of the learning rate [0.003; quick: 0.005].")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of the weights, the dropout and the order.")] = 0,
    threads: Annotated[int, typer.Option(min=1, help="Of the processor.")] = 1,
    half: Annotated[bool, typer.Option(help="Keep 16 bits a number: half the size.")] = False,
    overwrite: Annotated[bool, typer.Option(help="Replace a model that is there.")] = False,
    json: Json = False,
) -> None:
    """Train on two files, or on pairs by name. Ctrl-C saves; the same command goes on from there."""
    budget = Budget(minutes, epochs, steps, QUICK_MINUTES if quick else MINUTES)
    if budget.wishes > 1:
        raise typer.BadParameter("give one of --minutes, --epochs and --steps")
    base = learn.QUICK if quick else learn.Settings()
    size = model.Size(attention, hidden or base.size.hidden, longest)
    _check(size)
    wishes = {"pieces": pieces, "dropout": dropout, "budget": batch}
    settings = replace(
        base, size=size, smoothing=smoothing, threads=threads,
        fit=replace(base.fit, learning_rate=base.fit.learning_rate if rate is None else rate, seed=seed),
        **{name: wish for name, wish in wishes.items() if wish is not None},
    )  # fmt: skip
    check_free(out, overwrite)
    pairs = _pairs(source, target, pair, valid)
    pairs = learn.fewer(pairs, learn.QUICK_PAIRS) if quick else pairs
    training, saved = learn.prepare(pairs, settings), place_of(out)
    if saved.exists():
        note(f"goes on from {saved}")
    count = steps_of(budget, training, settings, saved)
    note(f"{pairs.source['name']}: {pairs.source['train']:,} pairs to train on, {count:,} steps")
    if training.too_long:
        note(f"{training.too_long:,} pairs with more than {longest} pieces on a side are left out")
    try:
        place = run_training(training.work, learn.plan_of(settings, training, count), saved)
    except StoppedError as stopped:
        raise StoppedError(f"{stopped}; repeat the command to go on, or delete that file to start anew") from stopped
    if half:
        model_file.round_to_half(training.work.model)
    trained = learn.finished(training, settings)
    found = score(trained, pairs.splits["test"][:JUDGED], "lines held out", width=1).scores
    spent = {"steps": count, "epochs": round(count / training.an_epoch, 3), "processor_minutes": place.seconds / 60}
    spent |= {"peak_mib": round(peak_memory()), "kept_step": int(place.looks[place.best]["step"])}
    model.write(out, trained, model_file.run_of(seed, pairs.source, {**found, **spent}, place.looks), half)
    saved.unlink(missing_ok=True)
    show({"model": str(out), **found, **spent}, json)


@command
def evaluate(
    source: Source = None,
    target: Target = None,
    file: Annotated[Path | None, typer.Option("--model", help="A model file; none: the book's.")] = None,
    pair: Named = None,
    beam: Beam = 5,
    alpha: Alpha = 1.0,
    samples: Annotated[int, typer.Option(min=2, max=100_000, help="For the intervals.")] = 1_000,
    most: Annotated[int | None, typer.Option(min=1, help="Lines at most; none: all.")] = None,
    json: Json = False,
) -> None:
    """BLEU and chrF with intervals: of two files, or of the test lines of pairs by name."""
    trained = model.read(file)
    if source is None and pair is None:
        pair = trained.about["run"].get("data", {}).get("pair")
        if pair is None:
            raise ProjectError("this model was trained on files: name two files to measure it on, or --pair")
    if source is None and target is None:
        found, name = rows.registered(pair).splits["test"], f"{pair}, test"
    else:
        _check_sides(source, target, pair)
        found, empty = rows.read_pairs(source, target)
        name = str(source)
        if empty:
            note(f"{empty:,} pairs with an empty line are left out")
    show(score(trained, found[:most], name, beam, alpha, samples).scores, json)


def _pairs(source: Path | None, target: Path | None, pair: str | None, valid: tuple[Path, Path] | None) -> rows.Pairs:
    if source is None:
        if valid is not None:
            raise typer.BadParameter("--valid goes with two files: pairs by name bring their own")
        return rows.registered(pair or rows.DATES)
    _check_sides(source, target, pair)
    found = rows.of_files(source, target, valid)
    if found.source["empty_left_out"]:
        note(f"{found.source['empty_left_out']:,} pairs with an empty line are left out")
    return found


def _check_sides(source: Path | None, target: Path | None, pair: str | None) -> None:
    if source is None or target is None:
        raise typer.BadParameter("give two files: the lines, and their translations")
    if pair is not None:
        raise typer.BadParameter("give two files or --pair, not both")


def _check(size: model.Size) -> None:
    if size.attention not in model.ATTENTIONS:
        raise typer.BadParameter(f"no attention {size.attention!r}: choose one of {', '.join(model.ATTENTIONS)}")
    if size.attention == "dot" and size.hidden % 2:
        raise typer.BadParameter("--attention dot splits --hidden between two directions: give an even number")
