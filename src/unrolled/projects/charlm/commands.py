"""`python -m unrolled charlm`: train a character model of any text, measure it, let it write."""

from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import torch
import typer

from unrolled.measure import peak_memory
from unrolled.projects import model_file
from unrolled.projects.charlm import learn, model
from unrolled.projects.charlm.score import score
from unrolled.projects.charlm.text import BIBLE, bible, known, texts_of
from unrolled.projects.charlm.writing import write
from unrolled.projects.console import as_json, command, note, show
from unrolled.projects.errors import StoppedError
from unrolled.projects.pace import steps_in
from unrolled.projects.saved import check_free, place_of, steps_planned
from unrolled.projects.session import train as run_training
from unrolled.projects.text_in import name_of, read_text

EXAMPLES = """Examples:

python -m unrolled charlm sample --prompt "In the beginning"

python -m unrolled charlm train my.txt --minutes 10 --out my.safetensors

python -m unrolled charlm sample --model my.safetensors --temperature 0.7 --top-p 0.95

python -m unrolled charlm evaluate other.txt --model my.safetensors --json"""
app = typer.Typer(help="A character model of any text: train it, measure it, let it write.", epilog=EXAMPLES)
Model = Annotated[Path | None, typer.Option(help="A model file. Without it, the one that comes with the book.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object on standard output, for scripts.")]
QUICK_MINUTES, MINUTES = 0.75, 10.0


@app.command(epilog="Example: python -m unrolled charlm train my.txt --minutes 10 --out my.safetensors")
@command
def train(
    text: Annotated[Path | None, typer.Argument(help="UTF-8 text, - for standard input; none: the Bible.")] = None,
    out: Annotated[Path, typer.Option(help="Where to keep the model.")] = Path("charlm.safetensors"),
    valid: Annotated[Path | None, typer.Option(help="Held-out text. Without it, the last tenth of the text.")] = None,
    minutes: Annotated[float | None, typer.Option(min=0.01, help="About how long to train.")] = None,
    epochs: Annotated[int | None, typer.Option(min=1, help="Or: how many times to read the text.")] = None,
    steps: Annotated[int | None, typer.Option(min=1, help="Or: how many updates to make.")] = None,
    quick: Annotated[bool, typer.Option(help="A small model in one minute, for a first look.")] = False,
    kind: Annotated[str, typer.Option(help="gru, lstm or rnn.")] = "gru",
    hidden: Annotated[int | None, typer.Option(min=1, max=2048, help="Numbers of memory [256; quick: 128].")] = None,
    rate: Annotated[float, typer.Option(min=0.0, help="Peak of the learning rate.")] = 3e-3,
    seed: Annotated[int, typer.Option(min=0, help="Of the weights.")] = 0,
    threads: Annotated[int, typer.Option(min=1, help="Of the processor.")] = 1,
    half: Annotated[bool, typer.Option(help="Keep 16 bits a number: half the size.")] = False,
    overwrite: Annotated[bool, typer.Option(help="Replace a model that is there.")] = False,
    json: Json = False,
) -> None:
    """Train on a text. Ctrl-C saves; the same command goes on from there, to the same numbers."""
    if sum(wish is not None for wish in (minutes, epochs, steps)) > 1:
        raise typer.BadParameter("give one of --minutes, --epochs and --steps")
    if kind not in ("gru", "lstm", "rnn"):
        raise typer.BadParameter(f"no layer of kind {kind!r}: choose gru, lstm or rnn")
    check_free(out, overwrite)
    texts, settings = texts_of(text, valid), _settings(kind, hidden, rate, seed, threads, quick)
    training, saved = learn.prepare(texts, settings), place_of(out)
    wanted = {**training.identity, "fit": asdict(settings.fit)}
    asked = steps if steps is not None else (epochs * training.an_epoch if epochs is not None else None)
    count = steps_planned(saved, wanted, asked) or asked
    if count is None:
        seconds = 60 * (minutes or (QUICK_MINUTES if quick else MINUTES))
        count = steps_in(seconds, training.work, learn.LOOKS)
    elif saved.exists():
        note(f"goes on from {saved}")
    note(f"{texts.source['name']}: {texts.source['characters']:,} characters to train on, {count:,} steps")
    try:
        place = run_training(training.work, learn.plan_of(settings, training, count), saved)
    except StoppedError as stopped:
        raise StoppedError(f"{stopped}; {learn.saved_beside(out)}") from stopped
    if half:
        model_file.round_to_half(training.work.model)
    trained = model.Trained(training.vocabulary, training.work.model, {})
    found = score(trained, texts.valid[: learn.JUDGED], "held-out text")
    spent = {"steps": count, "epochs": round(count / training.an_epoch, 3), "processor_minutes": place.seconds / 60}
    spent |= {"peak_mib": round(peak_memory()), "kept_step": int(place.looks[place.best]["step"])}
    run = model_file.run_of(seed, texts.source, {**found, **spent}, place.looks)
    model.write(out, settings.size, training.vocabulary, training.work.model, run, half)
    saved.unlink(missing_ok=True)
    show({"model": str(out), **found, **spent}, json)


@app.command(epilog="Example: python -m unrolled charlm evaluate other.txt --json")
@command
def evaluate(
    text: Annotated[Path | None, typer.Argument(help="UTF-8 text, - for standard input; none: the Bible.")] = None,
    file: Annotated[Path | None, typer.Option("--model", help="A model file; none: the book's.")] = None,
    json: Json = False,
) -> None:
    """Perplexity of a text, in nats and bits per character too. Unknown characters are left out, and counted."""
    trained = model.read(file)
    if text is None:
        show(score(trained, bible("test"), f"{BIBLE}, seven books held out"), json)
    else:
        show(score(trained, read_text(text), name_of(text)), json)


@app.command(epilog='Example: python -m unrolled charlm sample --prompt "And God said" --temperature 0.7 --top-p 0.95')
@command
def sample(
    file: Annotated[Path | None, typer.Option("--model", help="A model file; none: the book's.")] = None,
    prompt: Annotated[str, typer.Option(help="What the text begins with.")] = "",
    length: Annotated[int, typer.Option(min=1, max=1_000_000, help="Characters to write.")] = 400,
    temperature: Annotated[float, typer.Option(min=0.01, help="Below 1: safer. Above: wilder.")] = 0.8,
    top_p: Annotated[float, typer.Option(min=0.01, max=1.0, help="Draw among the likeliest, up to this share.")] = 1.0,
    seed: Annotated[int | None, typer.Option(min=0, help="Of the drawing; none: another each time.")] = None,
    json: Json = False,
) -> None:
    """Write text, live, character by character."""
    trained = model.read(file)
    seed = torch.seed() % 2**31 if seed is None else seed
    ids, unknown = known(prompt.replace("\r\n", "\n"), trained.vocabulary)
    if unknown:
        note(f"{unknown} characters of the prompt are unknown to this model, and left out")
    written = write(trained, ids, length, temperature, top_p, seed)
    if json:
        typer.echo(as_json({"prompt": prompt, "text": "".join(written), "seed": seed, "unknown_characters": unknown}))
        return
    typer.echo(prompt, nl=False)
    for character in written:
        print(character, end="", flush=True)
    typer.echo()
    note(f"seed {seed}")


@app.command(epilog="Example: python -m unrolled charlm info --model my.safetensors --json")
@command
def info(
    file: Annotated[Path | None, typer.Option("--model", help="A model file; none: the book's.")] = None,
    json: Json = False,
) -> None:
    """What a model file holds, and the run that made it."""
    path = file or model_file.kept_weights(model.PROJECT)
    about = model_file.about(path, model.PROJECT)
    words = model_file.words_of(path, about)
    show({"model": str(path), "bytes": path.stat().st_size, "characters_known": len(words) - 2,
          **about["configuration"], **about["run"]}, json)  # fmt: skip


def _settings(kind: str, hidden: int | None, rate: float, seed: int, threads: int, quick: bool) -> learn.Settings:
    size = model.Size(kind, 32, hidden or (128 if quick else 256))
    base = learn.Settings(size=size, threads=threads)
    return replace(base, fit=replace(base.fit, learning_rate=rate, seed=seed))
