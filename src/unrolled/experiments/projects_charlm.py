"""The character model that comes with the book: how well it predicts books it has not read, how fast it writes."""

import time
from dataclasses import asdict, dataclass
from pathlib import Path

import torch

from unrolled.measure import Outcome, keyed, peak_memory
from unrolled.projects.charlm.model import PROJECT, Trained, read
from unrolled.projects.charlm.score import score
from unrolled.projects.charlm.text import bible, known
from unrolled.projects.charlm.writing import write
from unrolled.projects.model_file import kept_weights, sha256

QUESTION = "How well does the kept character model predict books that it has not read, and how fast does it write?"
TIMED = ("write.*", "use.*")


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """What is measured: characters of the test books (0: all of them), characters written, and with which prompt."""

    test_characters: int = 0
    written: int = 2_000
    temperature: float = 0.7
    prompt: str = "And it came to pass"


# --8<-- [end:config]


def run(
    seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True
) -> Outcome:
    """Measure the kept model. Nothing is trained: the run that made it stands in its file."""
    del workers, runs, progress
    torch.set_num_threads(1)
    config = Config(test_characters=5_000, written=200) if quick else Config()
    trained, text = read(None), bible("test")
    found = score(trained, text[: config.test_characters or None], "test")
    written = [speed(trained, config, seed) for seed in seeds]
    made = trained.about["run"]
    bits = "bits_per_character"
    values = (
        keyed("test.nats", "held-out books: loss per character", [found["nats_per_character"]], "nats", 3)
        | keyed("test.bits", "held-out books: bits per character", [found[bits]], "bits", 2)
        | keyed("test.perplexity", "held-out books: perplexity", [found["perplexity"]], digits=2)
        | keyed("test.xz", "held-out books: the compressor xz", [found["bits_of_the_compressor_xz"]], "bits", 2)
        | keyed("test.uniform", "all equally likely", [found["bits_if_all_were_equally_likely"]], "bits", 2)
        | keyed("test.unknown", "held-out books: unknown characters", [found["unknown_characters"]], digits=0)
        | keyed("write.speed", "characters written", written, "a second", 0)
        | keyed("use.peak_mib", "largest memory when it is used", [peak_memory()], "MiB", 0)
        | keyed("made.minutes", "training, processor time", [made["scores"]["processor_minutes"]], "minutes", 1)
        | keyed("made.peak_mib", "training, largest memory", [made["scores"]["peak_mib"]], "MiB", 0)
        | keyed("made.steps", "updates", [made["scores"]["steps"]], digits=0)
        | keyed("made.epochs", "times the text was read", [made["scores"]["epochs"]], digits=1)
        | keyed("made.bytes", "the model file", [kept_weights(PROJECT).stat().st_size / 1e6], "MB", 2)
        | keyed("made.parameters", "parameters", [sum(p.numel() for p in trained.model.parameters())], digits=0)
    )
    return Outcome(values, {"looks": made["looks"], "weights": sha256(kept_weights(PROJECT))}, asdict(config))


def speed(trained: Trained, config: Config, seed: int) -> float:
    """Characters written in a second of processor time."""
    prompt = known(config.prompt, trained.vocabulary).ids
    began = time.process_time()
    for _ in write(trained, prompt, config.written, config.temperature, 1.0, seed):
        pass
    return config.written / (time.process_time() - began)
