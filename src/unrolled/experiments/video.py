"""What can be said of a moving digit by a network that reads the frames in order, and by two that cannot?"""

import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path
from statistics import mean

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from unrolled.data.moving_digits import DIGITS, DIRECTIONS, SPEEDS, Clips, clips
from unrolled.measure import Outcome, peak_memory, value
from unrolled.models.video import READERS, Captioner, ClipClassifier, ClipReader
from unrolled.training import FitConfig, fit

QUESTION = "What can be said of a moving digit by a network that reads the frames in order, and by two that cannot?"
BEGIN, END = 0, 1
WORDS = ("<begin>", "<end>", "moving", *DIGITS, *DIRECTIONS, *SPEEDS)
QUESTIONS = ("digit", "direction", "speed")


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """Training clips are drawn afresh in each epoch, one of each image."""

    size: int = 64  # D and H
    noise: float = 0.1
    batch: int = 32
    backend: str = "torch"
    fit: FitConfig = field(
        default_factory=lambda: FitConfig(epochs=24, learning_rate=3e-3, weight_decay=0.01, warmup=20, patience=24)
    )
    caption_fit: FitConfig = field(
        default_factory=lambda: FitConfig(epochs=120, learning_rate=1e-3, weight_decay=0.01, warmup=20, patience=120)
    )


# --8<-- [end:config]


# --8<-- [start:caption]
def captions(c: Clips) -> Tensor:
    """The caption of each clip, such as "seven moving left slowly <end>", as indices into WORDS: (B, 5)."""
    first = {name: WORDS.index(group[0]) for name, group in zip(QUESTIONS, (DIGITS, DIRECTIONS, SPEEDS), strict=True)}
    moving = torch.full_like(c.digit, WORDS.index("moving"))
    end = torch.full_like(c.digit, END)
    words = [first["digit"] + c.digit, moving, first["direction"] + c.direction, first["speed"] + c.speed, end]
    return torch.stack(words, dim=1)


def caption_loss(model: Captioner, c: Clips) -> Tensor:
    """Mean cross-entropy of each word after the true words before it."""
    words = captions(c)
    begin = torch.full_like(words[:, :1], BEGIN)
    scores = model(c.frames, torch.cat([begin, words[:, :-1]], dim=1))
    # (video.4)
    return cross_entropy(scores.flatten(0, 1), words.flatten())


# --8<-- [end:caption]


def class_loss(model: ClipClassifier, c: Clips) -> Tensor:
    """Sum of the cross-entropies of the three questions."""
    return sum((cross_entropy(s, y) for s, y in zip(model(c.frames), c[1:], strict=True)), torch.zeros(()))


def answers(model: ClipClassifier, c: Clips) -> dict[str, float]:
    """Accuracy of each question in per cent, and of all three at once."""
    right = torch.stack([s.argmax(1) == y for s, y in zip(model(c.frames), c[1:], strict=True)])
    found = dict(zip(QUESTIONS, right.double().mean(1).mul(100).tolist(), strict=True))
    return {**found, "all": 100 * right.all(0).double().mean().item()}


def written(model: Captioner, c: Clips) -> dict[str, float]:
    """Share of captions that are right word for word, and of those whose digit, direction or speed is."""
    truth = captions(c)
    same = model.write(c.frames, truth.shape[1]) == truth
    parts = {name: 100 * same[:, i].double().mean().item() for name, i in zip(QUESTIONS, (0, 2, 3), strict=True)}
    return {**parts, "all": 100 * same.all(1).double().mean().item()}


def _rows(c: Clips, rows: Tensor) -> Clips:
    return Clips(*(part[rows] for part in c))


def of_seed(config: Config, seed: int) -> Config:
    """The same, with another seed for both tasks."""
    return replace(config, fit=replace(config.fit, seed=seed), caption_fit=replace(config.caption_fit, seed=seed))


def one_run(task: str, how: str, config: Config) -> dict:
    """Train one network on one task: its test scores, times and a few captions.

    Args:
        task: "class" answers three questions, "caption" writes; "hasty" writes, trained as briefly as "class".
    """
    torch.set_num_threads(1)
    plan = config.caption_fit if task == "caption" else config.fit
    torch.manual_seed(plan.seed)
    reader = ClipReader(config.size, how, config.backend)
    model: nn.Module = (
        ClipClassifier(reader, config.size)
        if task == "class"
        else Captioner(reader, config.size, len(WORDS), config.backend)
    )
    loss_of: Callable = class_loss if task == "class" else caption_loss
    valid, test = (clips(name, torch.Generator().manual_seed(9), config.noise) for name in ("valid", "test"))

    def batches(shuffle: torch.Generator) -> list[Clips]:
        fresh = clips("train", shuffle, config.noise)
        order = torch.randperm(len(fresh.digit), generator=shuffle)
        return [_rows(fresh, rows) for rows in order.split(config.batch)]

    def evaluate(model: nn.Module) -> dict[str, float]:
        return {"loss": loss_of(model, valid).item()}

    busy = time.process_time()
    history = fit(model, batches, loss_of, evaluate, plan, steps_per_epoch=41)
    seconds = time.process_time() - busy
    model.eval()
    with torch.no_grad():
        scores = (answers if task == "class" else written)(model, test)
    found = {"scores": scores, "seconds": seconds, "peak_mib": peak_memory(), "epochs": history.epochs}
    found["parameters"] = sum(p.numel() for p in model.parameters())
    return found | ({"examples": examples(model, test)} if task == "caption" else {})


def examples(model: Captioner, test: Clips, count: int = 8) -> list[dict]:
    """The first test clips with the caption written for each."""
    some = _rows(test, torch.arange(count))
    texts = [[" ".join(WORDS[w] for w in row if w != END) for row in t.tolist()]
             for t in (captions(some), model.write(some.frames, 5))]  # fmt: skip
    frames = some.frames.mul(100).round().int().tolist()
    return [
        {"truth": t, "caption": c, "frames": f if i < 3 else None}
        for i, (t, c, f) in enumerate(zip(*texts, frames, strict=True))
    ]


def run(
    seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True
) -> Outcome:
    """Every reader on both tasks, each run in a process of its own, so that its largest memory is its own."""
    del runs, progress
    config = Config()
    if quick:
        fits = {name: replace(getattr(config, name), epochs=6) for name in ("fit", "caption_fit")}
        config = replace(config, **fits)
    kinds = [(task, how) for task in ("class", "caption") for how in READERS] + [("hasty", "gru")]
    jobs = [(task, how, seed) for task, how in kinds for seed in seeds]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        waiting = [pool.submit(one_run, t, h, of_seed(config, s)) for t, h, s in jobs]
        found: dict[str, dict[str, list]] = {"class": {}, "caption": {}, "hasty": {}}
        for (task, how, _), future in zip(jobs, waiting, strict=True):
            found[task].setdefault(how, []).append(future.result())
    values = {}
    for task, readers in found.items():
        for how, results in readers.items():
            for name, (label, data, unit, digits) in numbers(results).items():
                label = f"{task}, {how}: {label}"
                values |= {f"{task}.{how}.{name}{e}": v for e, v in value(label, data, unit, digits).items()}
    body = {task: {how: scores(results) for how, results in readers.items()} for task, readers in found.items()}
    return Outcome(values, body | {"examples": found["caption"]["gru"][0]["examples"]}, {"video": asdict(config)})


def numbers(results: list[dict]) -> dict[str, tuple[str, list, str, int]]:
    """Label, data, unit and digits of what was measured on one task with one reader."""
    scores = {
        name: (f"test accuracy, {name}", [r["scores"][name] for r in results], "%", 1) for name in (*QUESTIONS, "all")
    }
    return scores | {
        "seconds": ("processor time of training", [r["seconds"] for r in results], "s", 1),
        "peak_mib": ("largest memory", [r["peak_mib"] for r in results], "MiB", 0),
        "parameters": ("parameters", [results[0]["parameters"]], "", 0),
    }


def scores(results: list[dict]) -> dict:
    """Scores of each seed, and the mean validation loss after each epoch."""
    curves = [[epoch["loss"] for epoch in r["epochs"]] for r in results]
    middle = [round(mean(column), 4) for column in zip(*curves, strict=True)]
    return {"scores": [r["scores"] for r in results], "valid_loss": middle}
