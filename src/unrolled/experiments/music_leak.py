"""What doubles in the training split are worth: the same test tunes, by models that trained with and without them."""

from typing import Any

from torch import nn

from unrolled.character_task import tally
from unrolled.data import same_tune
from unrolled.data.characters import CharacterData
from unrolled.measure import keyed
from unrolled.ngrams import NGrams
from unrolled.tune_corpus import lines

PARTS = {"doubled": "tunes with a double in training by title", "single": "tunes without"}
NAMES = {"lstm": "LSTM", "counts": "counts"}


# --8<-- [start:parts]
def parts() -> dict[str, list[str]]:
    """Tunes that are test tunes in both splits, by whether the training tunes by title hold a double of them."""
    heard = set().union(*map(line_runs, lines("train", by_title=True)))
    found: dict[str, list[str]] = {part: [] for part in PARTS}
    for line in sorted(set(lines("test")) & set(lines("test", by_title=True))):
        found["single" if heard.isdisjoint(line_runs(line)) else "doubled"].append(line)
    return found


# --8<-- [end:parts]


def line_runs(line: str) -> set[str]:
    """The runs of a plain line, its head left out."""
    return same_tune.runs(line.split(" ", 3)[3])


def scores(model: nn.Module | NGrams, data: CharacterData, budget: int) -> dict[str, float]:
    """Nats a character on the test split of `data`, and on the parts that both splits test."""
    if isinstance(model, NGrams):
        return {part: model.mean_nll(data.rows[part]) for part in ("test", *PARTS)}
    return {part: tally(model, data, part, budget).nll for part in ("test", *PARTS)}


def summarise(clean: dict[str, list[dict[str, Any]]], leaky: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """Values of the leak: for each writer, split and part, the loss; and how many tunes a part has."""
    values: dict[str, Any] = {}
    for part, found in parts().items():
        values |= keyed(f"parts.{part}", f"test tunes in both splits: {PARTS[part]}", [len(found)], "", 0)
    for who, name in NAMES.items():
        label = f"{name}, split by title: nats per character"
        values |= keyed(f"title.{who}.nll", f"{label}, its own test split", [r["test"] for r in leaky[who]], "", 3)
        for part, words in PARTS.items():
            rows = {"title": leaky[who], "notes": clean[who]}
            for split, by in {"title": "title", "notes": "title and notes"}.items():
                label = f"{name}, split by {by}: nats per character, {words}"
                values |= keyed(f"{split}.{who}.{part}", label, [r[part] for r in rows[split]], "", 3)
    return values
