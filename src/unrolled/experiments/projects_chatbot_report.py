"""What the experiment `projects_chatbot` says about replies, about the filter, and about the model."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from unrolled.measure import key_of, keyed
from unrolled.projects.chatbot.baselines import last_turn
from unrolled.projects.chatbot.dialogues import Dialogues, Exchange, exchanges, packaged_conversations
from unrolled.projects.chatbot.model import PROJECT, Trained
from unrolled.projects.chatbot.patterns import PATTERNS, listed
from unrolled.projects.chatbot.score import variety
from unrolled.projects.chatbot.screen import despair_in, found_in
from unrolled.projects.model_file import kept_weights

SHOWN = ("lot", "likeliest", "nearest")  # the ways of which samples are shown
LABELS = {
    "people": "people",
    "lot": "by lot, temperature 0.8, top-p 0.9",
    "wild": "by lot, temperature 1, all pieces",
    "likeliest": "the likeliest piece each time",
    "beam": "a beam of five",
    "nearest": "the reply of the most similar training turn",
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


def samples(
    asked: Sequence[Exchange], written: dict[str, list[list[str]]], count: int = 6
) -> dict[str, dict[str, str]]:
    """What people and programs answered to a few turns at equal distances: not chosen."""
    values = {}
    for i, row in enumerate(asked[:: max(1, len(asked) // count)][:count]):
        place = asked.index(row)
        texts = {"said": last_turn(row.before), **{name: written[name][0][place] for name in ("people", *SHOWN)}}
        for name, text in texts.items():
            values[f"sample.{i}.{name}"] = {"text": shown(text), "label": f"test turn {i}: {name}", "unit": ""}
    return values


def shown(text: str, longest: int = 160) -> str:
    """A line that Markdown leaves alone, and that holds nothing from the list of the filter."""
    if found_in(text):
        return "(withheld by the filter)"
    plain = " ".join("".join(" " if c in "*_`[]<>|{}\\~^#" else c for c in text).split())
    return plain if len(plain) <= longest else plain[: longest - 1] + "…"


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
