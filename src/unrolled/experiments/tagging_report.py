"""What the experiment on tagging reports of its raw runs: scores, unknown words, confused tags, examples."""

from collections import Counter
from typing import Any

from unrolled.data.padding import waste
from unrolled.data.tagged import Tagged
from unrolled.experiments.tagging_tasks import TASKS, Guess
from unrolled.measure import value
from unrolled.span_score import spans, violations

Found = dict[str, dict[str, Any]]  # by "task.arm": its runs, one a seed, and its memory
Rows = dict[str, dict[str, list[Tagged]]]  # by task, by split
BATCH = 64  # sentences of a batch, in the order of the file, for the accuracy that counts padding
QUOTED = ("atis", "address")  # tasks whose sentences may be quoted in the record


def model_values(found: Found, rows: Rows) -> dict[str, dict[str, Any]]:
    """The values that pages cite, of every arm of every task."""
    values: dict[str, dict] = {}
    for name, arm in found.items():
        task = name.split(".")[0]
        for key, (label, data, unit, digits) in numbers_of(task, arm, rows[task]).items():
            if data:
                values |= {f"{name}.{key}{end}": v for end, v in value(f"{name}: {label}", data, unit, digits).items()}
    for task, splits in rows.items():
        for key, (label, number, unit, digits) in facts_of(task, splits).items():
            values |= {f"{task}.{key}{end}": v for end, v in value(f"{task}: {label}", [number], unit, digits).items()}
    return values


def numbers_of(task: str, arm: dict[str, Any], rows: dict[str, list[Tagged]]) -> dict[str, tuple]:
    """Label, one number a seed, unit and digits of everything measured of one arm."""
    guesses, test = [run["guess"] for run in arm["runs"]], rows["test"]
    numbers = {
        key: (label, [100 * metric(test, guess) for guess in guesses], "%", 1)
        for key, (label, metric) in TASKS[task].report.items()
    }
    known = {word.lower() for row in rows["train"] for word in row.words}
    numbers["unseen"] = (
        "unseen words with the right tag",
        [share_right(test, g, known, False) for g in guesses],
        "%",
        1,
    )
    numbers["seen"] = ("seen words with the right tag", [share_right(test, g, known, True) for g in guesses], "%", 1)
    numbers["cells"] = ("accuracy if padding counts as right", [with_padding(test, g) for g in guesses], "%", 1)
    if task == "wnut":
        numbers["violations"] = ("I- tags that continue nothing", [sum(map(violations, g)) for g in guesses], "", 0)
        surface = surfaces(rows["train"])
        numbers["recall_old"] = (
            "recall of names seen in training",
            [recall(test, g, surface, True) for g in guesses],
            "%",
            1,
        )
        numbers["recall_new"] = ("recall of new names", [recall(test, g, surface, False) for g in guesses], "%", 1)
    if "history" in arm["runs"][0]:
        numbers["seconds"] = ("training, processor time", [run["seconds"] for run in arm["runs"]], "s", 0)
        numbers["parameters"] = ("parameters", [arm["runs"][0]["parameters"]], "", 0)
        numbers["peak_mib"] = ("largest memory of the process", [arm["peak_mib"]], "MiB", 0)
        best = [100 * max(epoch["score"] for epoch in run["history"]) for run in arm["runs"]]
        numbers["valid"] = ("the deciding score on the valid split", best, "%", 1)
    return numbers


def facts_of(task: str, rows: dict[str, list[Tagged]]) -> dict[str, tuple]:
    """Label, number, unit and digits of what is true of the data alone."""
    words = [word.lower() for row in rows["test"] for word in row.words]
    known = {word.lower() for row in rows["train"] for word in row.words}
    facts = {
        "words": ("words of the test split", len(words), "", 0),
        "unseen": ("test words that training has not", 100 * sum(w not in known for w in words) / len(words), "%", 1),
        "tags": ("tags", len({tag for split in rows.values() for row in split for tag in row.tags}), "", 0),
        "waste": ("padding in test batches in the order of the file", 100 * empty_share(rows["test"]), "%", 1),
    }
    if task == "wnut":
        surface = surfaces(rows["train"])
        names = [name for row in rows["test"] for name in names_of(row)]
        facts["names"] = ("names of the test split", len(names), "", 0)
        facts["new"] = (
            "test names that training has not",
            100 * sum(n not in surface for n in names) / len(names),
            "%",
            1,
        )
    return facts


def share_right(rows: list[Tagged], guess: Guess, known: set[str], seen: bool) -> float:
    """Accuracy in per cent, over words that are in a set, or over those that are not."""
    right = [
        a == b
        for row, tags in zip(rows, guess, strict=True)
        for word, a, b in zip(row.words, row.tags, tags, strict=True)
        if (word.lower() in known) is seen
    ]
    return 100 * sum(right) / max(len(right), 1)


def empty_share(rows: list[Tagged]) -> float:
    """Share of padding in batches in the order of the file."""
    lengths = [len(row.words) for row in rows]
    return waste(lengths, [range(i, min(i + BATCH, len(rows))) for i in range(0, len(rows), BATCH)])


def with_padding(rows: list[Tagged], guess: Guess) -> float:
    """What accuracy becomes, in per cent, if every padded cell is taken for a word with the right tag."""
    right = share_right(rows, guess, {word.lower() for row in rows for word in row.words}, True) / 100
    empty = empty_share(rows)
    # (tagging.10)
    return 100 * ((1 - empty) * right + empty)


def names_of(row: Tagged) -> list[str]:
    """The names in a sentence, in small letters."""
    return [" ".join(row.words[s.start : s.end]).lower() for s in spans(row.tags)]


def surfaces(rows: list[Tagged]) -> set[str]:
    """All names of a split."""
    return {name for row in rows for name in names_of(row)}


def recall(rows: list[Tagged], guess: Guess, surface: set[str], seen: bool) -> float:
    """Recall of whole names in per cent: of those in a set, or of those that are not in it."""
    hits = [
        span in set(spans(tags))
        for row, tags in zip(rows, guess, strict=True)
        for span, name in zip(spans(row.tags), names_of(row), strict=True)
        if (name in surface) is seen
    ]
    return 100 * sum(hits) / max(len(hits), 1)


def packing_values(speeds: dict[str, dict[str, list[float]]]) -> dict[str, dict[str, Any]]:
    """Words a second, packed and flipped, and their ratio."""
    labels = {
        "packed": ("packed, words a second of processor time", "", 0),
        "flipped": ("flipped, words a second of processor time", "", 0),
        "ratio": ("time of packed to time of flipped", "×", 2),
        "waste": ("padding", "%", 0),
    }
    values: dict[str, dict] = {}
    for batches, row in speeds.items():
        for key, (label, unit, digits) in labels.items():
            found = value(f"{batches} batches: {label}", row[key], unit, digits)
            values |= {f"packing.{batches}.{key}{end}": v for end, v in found.items()}
    return values


def body_of(found: Found, rows: Rows) -> dict[str, Any]:
    """What the figures draw and the text quotes."""
    body: dict[str, Any] = {"confused": {}, "errors": {}, "curves": {}, "scores": {}}
    for name, arm in found.items():
        task = name.split(".")[0]
        test, runs = rows[task]["test"], arm["runs"]
        body["scores"][name] = [100 * TASKS[task].metric(test, run["guess"]) for run in runs]
        body["confused"][name] = confused(test, [run["guess"] for run in runs])
        if "history" in runs[0]:
            if task in QUOTED:
                body["errors"][name] = mistakes(test, runs[0]["guess"])
            body["curves"][name] = [[epoch["score"] for epoch in run["history"]] for run in runs]
        if runs[0].get("marginals"):
            body["marginals"] = runs[0]["marginals"]
    return body


def confused(rows: list[Tagged], guesses: list[Guess], most: int = 8) -> list[list]:
    """The commonest wrong pairs: true tag, tag given, how often in the mean over seeds."""
    pairs = Counter(
        (a, b)
        for guess in guesses
        for row, tags in zip(rows, guess, strict=True)
        for a, b in zip(row.tags, tags, strict=True)
        if a != b
    )
    return [[a, b, round(n / len(guesses), 1)] for (a, b), n in pairs.most_common(most)]


def mistakes(rows: list[Tagged], guess: Guess, most: int = 12) -> list[dict[str, Any]]:
    """The first sentences with a mistake, each with the words that are wrong."""
    wrong = [(i, row, tags) for i, (row, tags) in enumerate(zip(rows, guess, strict=True)) if list(row.tags) != tags]
    return [
        {
            "row": i,
            "words": " ".join(row.words[:25]),
            "wrong": [
                [w, a, b] for w, a, b in zip(row.words[:25], row.tags[:25], tags[:25], strict=True) if a != b
            ],
        }
        for i, row, tags in wrong[:most]
    ]  # fmt: skip
