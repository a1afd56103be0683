"""The chatbot that comes with the book: perplexity, variety, copies, and what its filter stops."""

import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from unrolled.experiments.projects_chatbot_report import counted, judged, made, samples, stopped
from unrolled.measure import Outcome, keyed, peak_memory
from unrolled.perplexity import Tally, perplexity
from unrolled.projects.chatbot.answering import Manner, replies
from unrolled.projects.chatbot.baselines import Nearest, PieceCounts
from unrolled.projects.chatbot.dialogues import Dialogues, Exchange, dialogues_of
from unrolled.projects.chatbot.diversity import per_word
from unrolled.projects.chatbot.model import PROJECT, Trained, read
from unrolled.projects.chatbot.score import likelihood, spread_out
from unrolled.projects.model_file import kept_weights, sha256

QUESTION = "What are the replies of a small chatbot like, beside those of people and of two programs that only look up?"
TIMED = ("write.*", "use.*")
MANNERS = {
    "lot": Manner(),
    "wild": Manner(temperature=1.0, top_p=1.0),
    "likeliest": Manner(beam=1),
    "beam": Manner(beam=5),
}


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """What is measured. 0 test exchanges or training conversations: all of them."""

    exchanges: int = 0
    conversations: int = 0
    written: int = 1_000
    order: int = 3


# --8<-- [end:config]


def run(
    seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True
) -> Outcome:
    """Measure the kept model. Nothing is trained but counts: the run that made the model stands in its file."""
    del workers, runs, progress
    torch.set_num_threads(1)
    config = Config(exchanges=60, conversations=40, written=20) if quick else Config()
    trained = read(None)
    data = dialogues_of(None, trained.size.turns, config.conversations or None)
    rows = data.splits["test"]
    rows = spread_out(rows, config.exchanges or len(rows))
    asked = spread_out(rows, config.written)
    written, speeds = by_model(trained, asked, seeds)
    written |= {"people": [[row.reply for row in asked]], **by_baselines(trained, data, asked)}
    values = (
        predictions(trained, data, rows, config.order)
        | judged(written, trained, data)
        | stopped(data, written)
        | keyed("write.speed", "replies written, one after the other", speeds, "a second", 0)
        | keyed("use.peak_mib", "largest memory of this experiment", [peak_memory()], "MiB", 0)
        | samples(asked, written)
        | counted()
        | made(trained)
    )
    looks = trained.about["run"]["looks"]
    body = {"looks": looks, "weights": sha256(kept_weights(PROJECT))}
    return Outcome(values, body, asdict(config))


def predictions(trained: Trained, data: Dialogues, rows: list[Exchange], order: int) -> dict[str, Any]:
    """Perplexities of the true replies: by the model, by the model after somebody else's turns, and by counts.

    The model was taught no long replies. So there are counts of short ones as well, and short ones to be judged.
    """
    half = len(rows) // 2
    strange = [row._replace(before=rows[(i + half) % len(rows)].before) for i, row in enumerate(rows)]
    true = [row.reply for row in rows]
    told = [row.reply for row in data.splits["train"]]
    brief = [row for row in rows if is_short(row.reply, trained)]
    short, few = [reply for reply in told if is_short(reply, trained)], [row.reply for row in brief]
    found = {"model": likelihood(trained, rows), "strange": likelihood(trained, strange)}
    found |= {
        name: PieceCounts(told, trained.subwords, n).likelihood(true) for name, n in (("one", 1), ("counts", order))
    }
    counted_short = PieceCounts(short, trained.subwords, order)
    found |= {"short_counts": counted_short.likelihood(true)}
    on_short = {"model.brief": likelihood(trained, brief), "short_counts.brief": counted_short.likelihood(few)}
    labels = {
        "model": "the model", "strange": "the model, after turns of another conversation",
        "one": "counts of single pieces", "counts": f"counts of {order} pieces",
        "short_counts": f"counts of {order} pieces in short replies", "model.brief": "the model, on short replies",
        "short_counts.brief": f"counts of {order} pieces in short replies, on short replies",
    }  # fmt: skip
    values: dict[str, Any] = {}
    for name, tally in found.items():
        values |= _perplexities(name, labels[name], tally, true)
    for name, tally in on_short.items():
        values |= _perplexities(name, labels[name], tally, few)
    return (
        values
        | keyed("test.exchanges", "test exchanges", [len(rows)], digits=0)
        | keyed("test.brief", "test exchanges with a short reply", [len(brief)], digits=0)
    )


def is_short(reply: str, trained: Trained) -> bool:
    """Whether the model would have been taught this reply: it has fewer pieces than the model learns to write."""
    return len(trained.subwords.encode(reply)) < trained.size.writes


def _perplexities(name: str, label: str, tally: Tally, true: list[str]) -> dict[str, Any]:
    return (
        keyed(f"{name}.nats", f"{label}: loss per piece", [tally.nll], "nats", 3)
        | keyed(f"{name}.perplexity", f"{label}: perplexity per piece", [perplexity(tally.nll)], digits=1)
        | keyed(f"{name}.per_word", f"{label}: perplexity per word", [per_word(tally.total, true)], digits=0)
    )


def by_model(
    trained: Trained, asked: list[Exchange], seeds: list[int]
) -> tuple[dict[str, list[list[str]]], list[float]]:
    """Replies of each manner, for each seed where a lot is drawn; and replies a second, one at a time."""
    before = [row.before for row in asked]
    written = {
        name: [replies(trained, before, manner, seed) for seed in (seeds if manner.beam == 0 else seeds[:1])]
        for name, manner in MANNERS.items()
    }
    speeds = []
    for seed in seeds:
        began = time.process_time()
        for turns in before[:50]:
            replies(trained, [turns], Manner(), seed)
        speeds.append(len(before[:50]) / (time.process_time() - began))
    return written, speeds


def by_baselines(trained: Trained, data: Dialogues, asked: list[Exchange]) -> dict[str, list[list[str]]]:
    """Replies that are looked up."""
    nearest = Nearest(data.splits["train"]).replies([row.before for row in asked])
    return {"nearest": [nearest], "frequent": [[trained.commonest[0]] * len(asked)]}
