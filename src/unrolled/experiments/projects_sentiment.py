"""The sentiment model that comes with the book: how often it is right, how honest, and whether its reasons are."""

import time
from dataclasses import asdict, dataclass
from pathlib import Path

import torch

from unrolled.baselines import tfidf_logistic
from unrolled.calibration import Bin, bins_of, calibration_error
from unrolled.data import imdb
from unrolled.data.imdb import Review
from unrolled.data.tokenise import tokenise
from unrolled.measure import Outcome, keyed, peak_memory
from unrolled.projects.model_file import kept_weights, sha256
from unrolled.projects.sentiment.contributions import occlusion, prefix
from unrolled.projects.sentiment.faithful import at_random, moved
from unrolled.projects.sentiment.judge import judge, tokens_of
from unrolled.projects.sentiment.model import PROJECT, Trained, read
from unrolled.projects.sentiment.score import evaluate, f1

QUESTION = (
    "How often is the kept sentiment model right, do its probabilities keep their word, and do its reasons matter?"
)
TIMED = ("use.*", "counts.peak*")


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """How many test reviews are judged, how many explained, and how many words are made unknown in each of those."""

    reviews: int = 2_500
    explained: int = 60
    longest: int = 150
    words: int = 5
    counted: int = 20_000


# --8<-- [end:config]


def run(
    seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True
) -> Outcome:
    """Measure the kept model. Nothing is trained but the word counts: the run that made it stands in its file."""
    del workers, runs, progress
    torch.set_num_threads(1)
    config = Config(reviews=100, explained=4, counted=500) if quick else Config()
    trained, rows = read(None), imdb.load("test")[: config.reviews]
    began = time.process_time()
    found = evaluate(trained, rows, "test")
    seconds, memory = time.process_time() - began, peak_memory()
    raw = torch.sigmoid(torch.tensor([v.log_odds for _, v in found.judged]) * trained.temperature)
    unheated = bins_of(raw, torch.tensor([r.label for r, _ in found.judged]))
    values = scores_of("kept", found.scores["accuracy"], found.scores["f1"], found.scores["calibration_error"])
    values |= keyed("kept.raw_error", "calibration error without temperature", [100 * calibration_error(unheated)], "%")
    values |= keyed("kept.temperature", "temperature", [trained.temperature], digits=2)
    values |= keyed("use.speed", "texts judged", [len(rows) / seconds], "a second", 0)
    values |= keyed("use.peak_mib", "largest memory when it is used", [memory], "MiB", 0)
    values |= made_of(trained) | counts(rows, config.counted) | reasons(trained, rows, config, seeds)
    body = {"bins": {"kept": _plain(found.bins), "raw": _plain(unheated)}, "weights": sha256(kept_weights(PROJECT))}
    return Outcome(values, body, asdict(config))


def scores_of(name: str, accuracy: float, f1_score: float, error: float) -> dict:
    """The three scores of a model, in percent."""
    return (
        keyed(f"{name}.accuracy", f"{name}: test accuracy", [100 * accuracy], "%")
        | keyed(f"{name}.f1", f"{name}: F1 of the positive class", [100 * f1_score], "%")
        | keyed(f"{name}.error", f"{name}: calibration error", [100 * error], "%")
    )


def counts(rows: list[Review], most: int) -> dict:
    """The baseline: counts of words and logistic regression, whose probabilities are held to the same test."""
    texts = imdb.load("train")[:most]
    model = tfidf_logistic(1).fit([r.text for r in texts], [r.label for r in texts])
    p = torch.tensor(model.predict_proba([r.text for r in rows])[:, 1])
    labels = torch.tensor([r.label for r in rows])
    right = ((p > 0.5) == labels).float().mean().item()
    return scores_of("counts", right, f1(p > 0.5, labels == 1), calibration_error(bins_of(p, labels)))


# --8<-- [start:reasons]
def reasons(trained: Trained, rows: list[Review], config: Config, seeds: list[int]) -> dict:
    """How far the verdict moves when the words that are said to matter most become unknown."""
    short = [r.text for r in rows if len(tokenise(r.text)) <= config.longest][: config.explained]
    texts = [text for text, v in zip(short, judge(trained, short), strict=True) if v.probability is not None]
    encoded = [trained.vocabulary.encode(tokens_of(trained, text)) for text in texts]
    change = {
        name: moved(trained, encoded, how, config.words) for name, how in (("occlusion", occlusion), ("prefix", prefix))
    }
    chance = [moved(trained, encoded, at_random(seed), config.words) for seed in seeds]
    values = {}
    for name, data in {**{name: [x] for name, x in change.items()}, "random": chance}.items():
        values |= keyed(f"moved.{name}", f"{config.words} words unknown, chosen by {name}", data, digits=2)
    return values


# --8<-- [end:reasons]


def made_of(trained: Trained) -> dict:
    """What the kept file says of the run that made it."""
    made = trained.about["run"]["scores"]
    return (
        keyed("made.minutes", "training, processor time", [made["processor_minutes"]], "minutes", 1)
        | keyed("made.peak_mib", "training, largest memory", [made["peak_mib"]], "MiB", 0)
        | keyed("made.steps", "updates", [made["steps"]], digits=0)
        | keyed("made.bytes", "the model file", [kept_weights(PROJECT).stat().st_size / 1e6], "MB", 2)
        | keyed("made.parameters", "parameters", [sum(p.numel() for p in trained.model.parameters())], digits=0)
    )


def _plain(bins: list[Bin]) -> list[list[float | int]]:
    return [[part.count, part.probability, part.positive] for part in bins]
