"""Does an LSTM write folk tunes that can be read, keep their metre, and are not copies?"""

import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import torch

from unrolled.character_task import tally, train
from unrolled.data.characters import CharacterData
from unrolled.experiments import music_leak
from unrolled.experiments.music_report import examples, judge, summarise
from unrolled.measure import Outcome, peak_memory
from unrolled.models.character_model import CharacterModel
from unrolled.ngrams import NGrams
from unrolled.training import FitConfig
from unrolled.tune_corpus import lines, readable
from unrolled.tune_novelty import Known
from unrolled.tune_sampling import write, write_counts

QUESTION = "Does an LSTM write folk tunes that can be read, keep their metre, and are not copies?"


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """One run: the model, its training, and how many tunes it writes at each temperature."""

    embedding: int = 48
    hidden: int = 192
    budget: int = 2_500  # characters in a batch
    fit: FitConfig = field(default_factory=lambda: FitConfig(epochs=6, learning_rate=4e-3, warmup=50))
    train_tunes: int = 4_000  # more than there are: all
    orders: tuple[int, ...] = (2, 3, 4, 5, 6, 7)
    order: int = 5  # of the counts that write tunes
    tunes: int = 100
    temperatures: tuple[float, ...] = (0.5, 0.7, 1.0)
    middle: float = 0.7
    backend: str = "torch"
    leak: bool = True  # train once more on the split by title, to see what its doubles are worth


FULL = Config()
QUICK = Config(
    embedding=32,
    hidden=64,
    train_tunes=400,
    orders=(2, 4),
    order=4,
    tunes=20,
    budget=1_500,
    fit=FitConfig(epochs=6, learning_rate=1e-2, warmup=10),
    leak=False,
)
# --8<-- [end:config]


def read_data(config: Config, by_title: bool = False) -> CharacterData:
    """The tunes as characters, by split, and the parts of the test tunes that tell what a leak is worth."""
    texts = {split: list(lines(split, by_title)) for split in ("train", "valid", "test")}
    texts["train"] = texts["train"][: config.train_tunes]
    return CharacterData(texts | music_leak.parts(), 100)


def known_of(config: Config) -> Known:
    """What the training tunes hold."""
    return Known([readable(line) for line in lines("train")[: config.train_tunes]])


def learned(
    config: Config, checkpoint: Path | None = None, progress: bool = False, by_title: bool = False
) -> dict[str, Any]:
    """Train one LSTM and score it on the test split; on the clean split, let it write, and judge what it wrote."""
    torch.set_num_threads(1)
    data = read_data(config, by_title)
    torch.manual_seed(config.fit.seed)
    model = CharacterModel(len(data.vocabulary), config.embedding, config.hidden, "lstm", config.backend)
    began = time.process_time()
    history = train(model, data, config.fit, config.budget, checkpoint, progress)
    seconds = time.process_time() - began
    model.eval()
    found = {
        "nll": tally(model, data, "test", config.budget).nll,
        "history": history.epochs,
        "seconds": seconds,
        "peak_mib": peak_memory(),
        "parameters": sum(p.numel() for p in model.parameters()),
        "leak": music_leak.scores(model, data, config.budget),
    }
    if by_title:
        return found
    written = {t: write(model, data.vocabulary, config.tunes, t, config.fit.seed) for t in config.temperatures}
    return found | judged(written, known_of(config), config)


def counted(config: Config, seeds: list[int]) -> list[dict[str, Any]]:
    """The same for counts of neighbours: fitted once, writing with every seed."""
    data, known = read_data(config), known_of(config)
    V, began = len(data.vocabulary), time.process_time()
    counts = NGrams(data.rows["train"], V, config.order)
    fitted = time.process_time() - began
    test, peak = counts.mean_nll(data.rows["test"]), peak_memory()
    leak = music_leak.scores(counts, data, config.budget)
    valid = {n: NGrams(data.rows["train"], V, n).mean_nll(data.rows["valid"]) for n in config.orders}
    found = []
    for seed in seeds:
        written = {t: write_counts(counts, data.vocabulary, config.tunes, t, seed) for t in config.temperatures}
        same = {"nll": test, "valid": valid, "seconds": fitted, "peak_mib": peak, "leak": leak}
        found.append(same | judged(written, known, config))
    return found


def counted_by_title(config: Config) -> dict[str, float]:
    """Counts of the split by title, on the test tunes that tell what its leak is worth."""
    data = read_data(config, by_title=True)
    counts = NGrams(data.rows["train"], len(data.vocabulary), config.order)
    return music_leak.scores(counts, data, config.budget)


def judged(written: dict[float, list[str]], known: Known, config: Config) -> dict[str, Any]:
    """What was written at each temperature, judged; music21 is asked at the middle one alone, because it is slow."""
    verdicts = {t: judge(tunes, known, ask_music21=t == config.middle) for t, tunes in written.items()}
    return {"written": written, "verdicts": verdicts, "examples": examples(written[config.middle], known)}


def held_out(config: Config) -> dict[str, Any]:
    """Tunes by people, from the test split, judged like those of the models: as many as a model writes, and all."""
    known, tunes = known_of(config), [line + "\n" for line in lines("test")]
    return judge(tunes, known, False) | {"music21": judge(tunes[: config.tunes], known, True)["music21"]}


def run(
    seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True
) -> Outcome:
    """Train and judge with every seed, each in a process of its own, and the counts and held-out tunes beside them."""
    config = QUICK if quick else FULL
    if runs is not None:
        runs.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        jobs, leaky = [], []
        for seed in seeds:
            one = replace(config, fit=replace(config.fit, seed=seed))
            jobs.append(pool.submit(learned, one, runs and runs / f"music-{seed}.safetensors", progress))
            if config.leak:
                place = runs and runs / f"music-title-{seed}.safetensors"
                leaky.append(pool.submit(learned, one, place, progress, True))
        others = pool.submit(counted, config, seeds), pool.submit(held_out, config)
        found = {"lstm": [job.result() for job in jobs], "counts": others[0].result(), "people": [others[1].result()]}
        title = {"lstm": [job.result()["leak"] for job in leaky]}
        title["counts"] = [pool.submit(counted_by_title, config).result()] if config.leak else []
    values, body = summarise(found, config.temperatures, config.middle)
    if config.leak:
        clean = {"lstm": [row["leak"] for row in found["lstm"]], "counts": [found["counts"][0]["leak"]]}
        values |= music_leak.summarise(clean, title)
    return Outcome(values, body, {"music": asdict(config)})
