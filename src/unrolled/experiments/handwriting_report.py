"""From trained readers and writers to the numbers and drawings that are recorded."""

from statistics import mean
from typing import Any

import torch

from unrolled.measure import value
from unrolled.pen import Pen, to_strokes
from unrolled.stroke_corpus import label_of, labelled, radicals, spread

READERS = {
    "knn": "nearest neighbours",
    "picture": "picture, logistic regression",
}


def drawing(drawn: Pen) -> list[list[list[float]]]:
    """Points of each stroke, rounded for the record."""
    return [[[round(float(x), 2), round(float(y), 2)] for x, y in stroke] for stroke in to_strokes(drawn)]


def read_drawings(split: str, most: int) -> list[tuple[str, int]]:
    """Character and label of each drawing of a split, in the order of the scores."""
    return [(row.character, label_of(row)) for row in spread(labelled(split), most)]


def summarise(found: dict[str, Any], rows: list[tuple[str, int]], temperatures: tuple[float, ...]) -> tuple[dict, dict]:
    """Values that pages cite, and the body that figures draw."""
    values: dict[str, dict] = {}

    def add(key: str, label: str, data: list[float] | list[int], unit: str = "", digits: int = 1) -> None:
        values.update({f"{key}{end}": v for end, v in value(label, data, unit, digits).items()})

    readers, writers, simple = found["reader"], found["writer"], found["baselines"]
    for key, name in (("test", "new characters"), ("kaisho", "new characters, brush style"),
                      ("backwards", "new characters, last stroke first")):  # fmt: skip
        add(f"gru.{key}", f"GRU: accuracy, {name}", [r[key] for r in readers], "%")
    for who, name in READERS.items():
        for key in ("test", "kaisho"):
            add(f"{who}.{key}", f"{name}: accuracy, {key}", [simple[who][key]], "%")
        add(f"{who}.seconds", f"{name}: processor time of all settings tried", [simple[who]["seconds"]], "s", 0)
        add(f"{who}.peak_mib", f"{name}: largest memory", [simple[who]["peak_mib"]], "MiB", 0)
        add(f"{who}.chosen", f"{name}: setting chosen", [simple[who]["chosen"]], "", 3)
    add("commonest", "always the commonest radical: accuracy, test", [simple["commonest"]], "%")
    add("errors", "test drawings that the readers together get wrong", [len(_errors(readers, rows))], "", 0)
    add_writers(add, writers, simple, temperatures)
    for who, runs in (("gru", readers), ("lstm", writers)):
        add(f"{who}.seconds", f"{who.upper()}: processor time of training", [r["seconds"] for r in runs], "s", 0)
        add(f"{who}.peak_mib", f"{who.upper()}: largest memory", [r["peak_mib"] for r in runs], "MiB", 0)
    for key, size in simple["sizes"].items():
        add(f"size.{key}", f"drawings: {key}", [size], "", 0)
    body = {
        "radicals": list(radicals()),
        "reader": [r["history"] for r in readers],
        "writer": [r["history"] for r in writers],
        "confusion": _confusion(readers, rows),
        "wrong": _errors(readers, rows)[:12],
        "gaussian": {str(h): losses for h, losses in simple["gaussian"].items()},
        "shown": {str(t): writers[0]["shown"][t] for t in temperatures},
        "people": simple["people"],
        "strokes": {str(t): [w["strokes"][t] for w in writers] for t in temperatures},
        "valid": {who: {str(c): v for c, v in simple[who]["valid"].items()} for who in READERS},
    }
    return values, body


def add_writers(add, writers: list[dict], simple: dict, temperatures: tuple[float, ...]) -> None:
    """Values of the drawing half."""
    for part, name in (("loss", "both"), ("where", "offset"), ("pen", "pen")):
        add(f"lstm.{part}", f"LSTM: nats a point, {name}", [w["losses"][part] for w in writers], "", 2)
        for history, losses in simple["gaussian"].items():
            label = f"Gaussian, mean from the last {history} offsets: nats a point, {name}"
            add(f"gaussian{history}.{part}", label, [losses[part]], "", 2)
    for t in temperatures:
        tag = f"t{round(10 * t):02d}"
        add(f"{tag}.ended", f"temperature {t}: drawings that ended", [w["ended"][t] for w in writers], "%", 0)
        add(f"{tag}.strokes", f"temperature {t}: strokes of a drawing", [mean(w["strokes"][t]) for w in writers])
        add(f"{tag}.points", f"temperature {t}: points of a drawing", [w["points"][t] for w in writers], "", 0)
    add("people.strokes", "test split: strokes of a drawing", [mean(simple["people"]["strokes"])])
    add("people.points", "test split: points of a drawing", [simple["people"]["points"]], "", 0)


def _confusion(readers: list[dict], rows: list[tuple[str, int]]) -> list[list[float]]:
    """Rows, the truth; columns, the guess; counts, mean over seeds."""
    table = torch.zeros(len(radicals()), len(radicals()))
    for reader in readers:
        for (_, label), guess in zip(rows, torch.tensor(reader["scores"]).argmax(1).tolist(), strict=True):
            table[label, guess] += 1 / len(readers)
    return [[round(float(x), 2) for x in row] for row in table]


def _errors(readers: list[dict], rows: list[tuple[str, int]]) -> list[dict[str, Any]]:
    """What the mean of the probabilities of all seeds gets wrong, the surest mistake first."""
    chance = torch.stack([torch.tensor(r["scores"]).softmax(1) for r in readers]).mean(0)
    found = []
    for (character, label), p in zip(rows, chance, strict=True):
        guess = int(p.argmax())
        if guess != label:
            found.append({"character": character, "truth": radicals()[label], "guess": radicals()[guess],
                          "chance": round(float(p[guess]), 3)})  # fmt: skip
    return sorted(found, key=lambda row: -row["chance"])
