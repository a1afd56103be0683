"""The chatbot that comes with the book: perplexity, variety, copies, and what its filter stops."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from unrolled.measure import Outcome, key_of, keyed, peak_memory
from unrolled.perplexity import Tally, perplexity
from unrolled.projects.chatbot.answering import Manner, replies
from unrolled.projects.chatbot.baselines import Nearest, PieceCounts, last_turn
from unrolled.projects.chatbot.dialogues import Dialogues, Exchange, dialogues_of, exchanges, packaged_conversations
from unrolled.projects.chatbot.diversity import per_word
from unrolled.projects.chatbot.model import PROJECT, Trained, read
from unrolled.projects.chatbot.patterns import PATTERNS, listed
from unrolled.projects.chatbot.score import likelihood, spread_out, variety
from unrolled.projects.chatbot.screen import despair_in, found_in
from unrolled.projects.model_file import kept_weights, sha256

QUESTION = "What are the replies of a small chatbot like, beside those of people and of two programs that only look up?"
TIMED = ("write.*", "use.*")
MANNERS = {
    "lot": Manner(),
    "wild": Manner(temperature=1.0, top_p=1.0),
    "likeliest": Manner(beam=1),
    "beam": Manner(beam=5),
}
LABELS = {
    "people": "people",
    "lot": "by lot, temperature 0.8, top-p 0.9",
    "wild": "by lot, temperature 1, all pieces",
    "likeliest": "the likeliest piece each time",
    "beam": "a beam of five",
    "nearest": "the reply of the likest training turn",
    "frequent": "always the commonest reply",
}
MEASURES = {
    "distinct_1": ("distinct-1", "", 3),
    "distinct_2": ("distinct-2", "", 3),
    "words_per_reply": ("words a reply", "", 1),
    "generic_percent": ("generic replies", "%", 1),
    "copies_percent": ("copies of a training reply", "%", 1),
    "withheld_percent": ("withheld by the filter", "%", 2),
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
        | counted()
        | made(trained)
    )
    looks = trained.about["run"]["looks"]
    body = {"looks": looks, "samples": samples(asked, written), "weights": sha256(kept_weights(PROJECT))}
    return Outcome(values, body, asdict(config))


def counted() -> dict[str, Any]:
    """Conversations of the package: all, those in which somebody answers, and how many of these are there before."""
    parts = packaged_conversations()
    answered = [one for conversations in parts.values() for one in conversations if exchanges(one, 1)]
    repeated = len(answered) - len(set(answered))
    return (
        keyed("data.conversations", "conversations in the package", [sum(map(len, parts.values()))], digits=0)
        | keyed("data.answered", "conversations with an answer", [len(answered)], digits=0)
        | keyed("data.repeated", "of these, copies of another", [repeated], digits=0)
    )


def predictions(trained: Trained, data: Dialogues, rows: list[Exchange], order: int) -> dict[str, Any]:
    """Perplexities of the true replies: by the model, by the model after somebody else's turns, and by counts."""
    half = len(rows) // 2
    strange = [row._replace(before=rows[(i + half) % len(rows)].before) for i, row in enumerate(rows)]
    true = [row.reply for row in rows]
    told = [row.reply for row in data.splits["train"]]
    found = {"model": likelihood(trained, rows), "strange": likelihood(trained, strange)}
    found |= {
        name: PieceCounts(told, trained.subwords, n).likelihood(true) for name, n in (("one", 1), ("counts", order))
    }
    labels = {"model": "the model", "strange": "the model, after turns of another conversation",
              "one": "counts of single pieces", "counts": f"counts of {order} pieces"}  # fmt: skip
    values: dict[str, Any] = {}
    for name, tally in found.items():
        values |= _perplexities(name, labels[name], tally, true)
    return values | keyed("test.exchanges", "test exchanges", [len(rows)], digits=0)


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


def judged(written: dict[str, list[list[str]]], trained: Trained, data: Dialogues) -> dict[str, Any]:
    """What replies are like, for each way to choose them."""
    known, values = {row.reply for row in data.splits["train"]}, {}
    for name, label in LABELS.items():
        found = [variety([text or "-" for text in texts], trained.commonest, known) for texts in written[name]]
        for measure, (what, unit, digits) in MEASURES.items():
            values |= keyed(f"{name}.{measure}", f"{label}: {what}", [one[measure] for one in found], unit, digits)
    return values


def stopped(data: Dialogues, written: dict[str, list[list[str]]]) -> dict[str, Any]:
    """How often each rule of the filter fires: on what people wrote, and on what the model writes by lot."""
    told = [row.reply for row in data.splits["train"]]
    drawn = [text for name in ("lot", "wild") for texts in written[name] for text in texts]
    values: dict[str, Any] = {}
    for source, label, texts in (("train", "training replies", told), ("drawn", "replies by lot", drawn)):
        counts = Counter(kind for text in texts for kind in found_in(text))
        for kind in (*sorted(set(listed().values())), *PATTERNS):
            share = 100 * counts[kind] / len(texts)
            values |= keyed(f"filter.{source}.{key_of(kind)}", f"{label} with a {kind}", [share], "%", 3)
        share = 100 * sum(bool(found_in(text)) for text in texts) / len(texts)
        values |= keyed(f"filter.{source}.any", f"{label} that the filter stops", [share], "%", 2)
    said = [last_turn(row.before) for row in data.splits["train"]]
    share = 100 * sum(map(despair_in, said)) / len(said)
    return values | keyed("filter.train.despair", "turns that are answered with a hint to seek people", [share], "%", 2)


def samples(asked: Sequence[Exchange], written: dict[str, list[list[str]]], count: int = 20) -> list[dict[str, str]]:
    """Replies to the first exchanges of the test: not chosen."""
    return [
        {"before": row.before, **{name: texts[0][i] for name, texts in written.items()}}
        for i, row in enumerate(asked[:count])
    ]


def made(trained: Trained) -> dict[str, Any]:
    """What the file says of the run that made the model."""
    scores = trained.about["run"]["scores"]
    parameters = sum(p.numel() for p in trained.model.parameters())
    return (
        keyed("made.minutes", "training, processor time", [scores["processor_minutes"]], "minutes", 1)
        | keyed("made.peak_mib", "training, largest memory", [scores["peak_mib"]], "MiB", 0)
        | keyed("made.steps", "updates", [scores["steps"]], digits=0)
        | keyed("made.epochs", "times the conversations were read", [scores["epochs"]], digits=1)
        | keyed("made.left_out", "replies too long to learn", [scores["replies_too_long"]], digits=0)
        | keyed("made.bytes", "the model file", [kept_weights(PROJECT).stat().st_size / 1e6], "MB", 2)
        | keyed("made.parameters", "parameters", [parameters], digits=0)
    )
