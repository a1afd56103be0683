"""Three minutes of two cores on the characters of Shakespeare: a GRU beside a transformer."""

import json
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from unrolled.data import kjv, tinyshakespeare
from unrolled.experiments.language_model_report import counted, summarise
from unrolled.measure import Outcome, peak_memory
from unrolled.models.language_model import LanguageModel
from unrolled.models.small_transformer import SmallTransformer
from unrolled.running_text import RunningText, mean_loss, stream, stream_loss, window_loss, windows
from unrolled.sampling import generate
from unrolled.time_budget import Budget, spend
from unrolled.truncated import Carried

QUESTION = "How well does a GRU predict the characters of Shakespeare after three minutes on two cores?"
TIMED = ("gru.*", "transformer.*", "*.seconds")  # how far a budget of time reaches depends on the machine


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """One model and its training. `batch` tracks or windows, of `steps` characters each, make an update.

    Args:
        hidden: H of the GRU; `width` and `blocks` are the transformer's.
        stride: how far windows stand apart in the exact evaluation of a window's worth.
        look: characters of the validation text that are read at each mark of the curve, in windows.
        prompt, written, temperature: the GRU goes on from the prompt, by that many characters.
    """

    model: str = "gru"
    corpus: str = "tinyshakespeare"
    batch: int = 32
    steps: int = 64
    hidden: int = 384
    width: int = 128
    blocks: int = 4
    dropout: float = 0.0
    stride: int = 8
    look: int = 32_000
    marks: tuple[float | int, ...] = (5, 10, 20, 40, 80, 160, 240, 320)
    threads: int = 2
    prompt: str = "\n"
    written: int = 400
    temperature: float = 0.8
    budget: Budget = field(default_factory=Budget)


VARIANTS = {
    "gru": Config(dropout=0.1),
    "transformer": Config(model="transformer", batch=12, budget=Budget(learning_rate=1e-3)),
}
# --8<-- [end:config]
SMALL = {"corpus": "kjv", "marks": (2, 5), "look": 8_000, "threads": 1}
QUICK = {
    "gru": replace(VARIANTS["gru"], hidden=128, **SMALL, budget=Budget(seconds=12, learning_rate=5e-3)),
    "transformer": replace(VARIANTS["transformer"], width=64, **SMALL, budget=Budget(seconds=12, learning_rate=3e-3)),
}


def texts_of(corpus: str) -> dict[str, str]:
    """Training and validation text. The packaged one is short: it is there to try things on."""
    if corpus == "tinyshakespeare":
        return {split: tinyshakespeare.load(split, progress=False) for split in tinyshakespeare.SPLITS}
    return {
        split: "\n\n".join(chapter.text for chapter in kjv.load(split))[:size]
        for split, size in (("train", 400_000), ("valid", 40_000))
    }


# --8<-- [start:build]
def build(config: Config, vocabulary: int) -> nn.Module:
    """The model of a configuration, its weights drawn with the configuration's seed."""
    torch.manual_seed(config.budget.seed)
    if config.model == "gru":
        return LanguageModel(vocabulary, config.hidden, "gru", config.dropout, "torch")
    return SmallTransformer(vocabulary, config.steps, config.width, 4, config.blocks, config.dropout)


def reader(config: Config, model: nn.Module) -> Callable[[Tensor], Tensor]:
    """Windows to logits; a GRU starts each window from zeros."""
    return (lambda x: model(x)[0]) if config.model == "gru" else model


def train(config: Config, model: nn.Module, text: RunningText):
    """Spend the budget: the GRU on chunks that carry its state, the transformer on windows from random places."""
    ids, look = text.ids["train"], text.ids["valid"][: config.look]
    if config.model == "gru":
        batches, loss_of = stream(ids, config.batch, config.steps), Carried(mean_loss)
    else:
        batches = windows(ids, config.batch, config.steps, config.budget.seed)
        loss_of = lambda model, window: mean_loss(model(window.x), window.y)  # noqa: E731
    seen = lambda model: window_loss(reader(config, model), look, config.steps, config.steps)  # noqa: E731
    return spend(model, batches, loss_of, config.budget, seen, config.marks)


# --8<-- [end:build]


def sample(config: Config, model: LanguageModel, text: RunningText) -> str:
    """What a trained GRU writes, one character drawn after the other."""
    prompt = torch.tensor([text.vocabulary.encode(list(config.prompt))])  # (1, P)
    generator = torch.Generator().manual_seed(config.budget.seed)
    row = generate(model, prompt, config.written, config.temperature, generator)[0, prompt.shape[1] :]  # (N,)
    return "".join(text.vocabulary.decode(row.tolist()))


def one_run(config: Config) -> dict[str, Any]:
    """Train one model, and measure it on the whole validation text in every way it can be read. A GRU writes, too."""
    torch.set_num_threads(config.threads)
    text = RunningText(texts_of(config.corpus))
    model = build(config, len(text.vocabulary))
    spent = train(config, model, text)
    valid, read = text.ids["valid"], reader(config, model)
    losses = {
        "windows": window_loss(read, valid, config.steps, config.steps),
        "sliding": window_loss(read, valid, config.steps, config.stride),
    }
    found = {
        "losses": losses,
        "spent": asdict(spent),
        "epochs": spent.tokens / len(text.ids["train"]),
        "parameters": sum(p.numel() for p in model.parameters()),
        "peak_mib": peak_memory(),
    }
    if config.model == "gru":
        losses["carried"] = stream_loss(model, valid)
        found["sample"] = sample(config, model, text)
    return found


def once(config: Config, file: Path | None) -> dict[str, Any]:
    """`one_run`, unless its result lies in `file` already, from the same configuration."""
    told = json.loads(json.dumps(asdict(config)))
    if file is not None and file.exists():
        saved = json.loads(file.read_text("utf-8"))
        if saved["config"] == told:
            return saved["found"]
    found = one_run(config)
    if file is not None:
        file.write_text(json.dumps({"config": told, "found": found}), "utf-8")
    return found


def run(
    seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True
) -> Outcome:
    """Both models with every seed, in turn, each in a process of its own; the counts once."""
    del progress
    variants = QUICK if quick else VARIANTS
    if runs is not None:
        runs.mkdir(parents=True, exist_ok=True)
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in variants}
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        waiting = {
            (name, seed): pool.submit(
                once,
                replace(config, budget=replace(config.budget, seed=seed)),
                runs and runs / f"language_model-{name}-{seed}.json",
            )
            for seed in seeds
            for name, config in variants.items()
        }
        for (name, _), future in waiting.items():
            found[name].append(future.result())
    texts = texts_of(variants["gru"].corpus)
    baselines = counted(texts)
    values = summarise(found, baselines, len(texts["valid"]))
    body = {
        "baselines": {name: row["nats"] for name, row in baselines.items()},
        "curves": {name: [row["spent"] for row in rows] for name, rows in found.items()},
    }
    return Outcome(values, body, {name: asdict(config) for name, config in variants.items()})
