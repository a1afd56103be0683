"""The four tagging tasks: where their sentences come from, and what counts as good."""

from collections.abc import Callable
from typing import NamedTuple

from unrolled.data import truecase, ud_atis, usaddress, wnut17
from unrolled.data.tagged import Tagged
from unrolled.data.truecase import MARKS
from unrolled.span_score import span_score
from unrolled.tag_task import Metric, accuracy, whole

SPLITS = ("train", "valid", "test")
Guess = list[list[str]]


def names_f1(rows: list[Tagged], guess: Guess) -> float:
    """F1 of whole names."""
    return span_score([row.tags for row in rows], guess).f1


def names_precision(rows: list[Tagged], guess: Guess) -> float:
    """Share of the names found that are real."""
    return span_score([row.tags for row in rows], guess).precision


def names_recall(rows: list[Tagged], guess: Guess) -> float:
    """Share of the real names that are found."""
    return span_score([row.tags for row in rows], guess).recall


def parts_f1(rows: list[Tagged], guess: Guess) -> float:
    """F1 of whole parts, where every word belongs to one: a run of words with the same tag."""
    real, found = ([[f"I-{tag}" for tag in tags] for tags in side] for side in ([r.tags for r in rows], guess))
    return span_score(real, found).f1


def f1_where(positive: Callable[[str], bool]) -> Metric:
    """F1 of the words whose tag has some property."""

    def metric(rows: list[Tagged], guess: Guess) -> float:
        pairs = [
            (positive(a), positive(b))
            for row, tags in zip(rows, guess, strict=True)
            for a, b in zip(row.tags, tags, strict=True)
        ]
        right, real, found = sum(a and b for a, b in pairs), sum(a for a, _ in pairs), sum(b for _, b in pairs)
        return 2 * right / max(real + found, 1)

    return metric


class Task(NamedTuple):
    """One task: its loader, the metric that chooses the epoch, and all that is reported."""

    load: Callable[[str], list[Tagged]]
    metric: Metric
    report: dict[str, tuple[str, Metric]]  # key: label, metric


WORDS = {"accuracy": ("words with the right tag", accuracy), "whole": ("sentences without a wrong tag", whole)}
TASKS = {
    "truecase": Task(
        truecase.load,
        accuracy,
        WORDS
        | {
            "ends": ("F1 of sentence ends", f1_where(lambda tag: tag[-1] in ".?!")),
            "commas": ("F1 of commas", f1_where(lambda tag: tag[-1] == MARKS[0])),
            "capitals": ("F1 of capitals", f1_where(lambda tag: tag[0] == "A")),
        },
    ),
    "atis": Task(ud_atis.load, accuracy, WORDS),
    "wnut": Task(
        wnut17.load,
        names_f1,
        WORDS
        | {
            "f1": ("F1 of whole names", names_f1),
            "precision": ("precision of names", names_precision),
            "recall": ("recall of names", names_recall),
        },
    ),
    "address": Task(usaddress.load, accuracy, WORDS | {"parts_f1": ("F1 of whole parts of an address", parts_f1)}),
}


def read_task(name: str, train_rows: int | None = None) -> dict[str, list[Tagged]]:
    """The splits of a task, the training split cut to its first `train_rows`."""
    rows = {split: TASKS[name].load(split) for split in SPLITS}
    return rows | {"train": rows["train"][:train_rows]}
