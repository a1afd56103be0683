"""What the experiment `decoding` says about its parts."""

from typing import Any

from unrolled.experiments.language_samples_report import shown
from unrolled.measure import keyed

Values = dict[str, dict[str, Any]]
Results = list[dict[str, Any]]
WAYS = {
    "greedy": "greedy",
    "sample_t1": "sampling",
    "sample_t05": "sampling, temperature 0.5",
    "sample_k5": "sampling, top-k with 5",
    "sample_p09": "sampling, nucleus of 0.9",
    "beam5": "beam of 5",
    "beam5_a06_b02": "beam of 5, alpha 0.6, beta 0.2",
    "books": "the books themselves",
}


def summarise(results: Results) -> Values:
    """All values of all parts."""
    return (
        telegram_values([r["telegrams"] for r in results])
        | text_values([r["text"] for r in results])
        | (speed_values(results))
    )


def label_of(way: str) -> str:
    """A way of decoding in words."""
    if way in WAYS:
        return WAYS[way]
    width, alpha = way.removeprefix("beam").split("_a")
    return f"beam of {width}, alpha {alpha[0]}.{alpha[1:] or 0}"


def telegram_values(rows: Results) -> Values:
    """Telegrams: quality, probability and length of each way, beside the references and the telegrams themselves."""
    values: Values = {}
    parts = {
        "bleu": ("BLEU", "", 1),
        "exact": ("without a wrong word", "%", 1),
        "log_p": ("mean log-probability", "nats", 2),
        "words": ("words a clause", "", 2),
        "missed": ("clauses where the reference is likelier", "%", 1),
    }
    for way in rows[0]["ways"]:
        for part, (what, unit, digits) in parts.items():
            data = [row["ways"][way][part] for row in rows]
            values |= keyed(f"telegrams.{way}.{part}", f"telegrams, {label_of(way)}: {what}", data, unit, digits)
    for part in ("log_p", "words"):
        what, unit, digits = parts[part]
        data = [row["reference"][part] for row in rows]
        values |= keyed(f"telegrams.reference.{part}", f"telegrams, the clauses meant: {what}", data, unit, digits)
    values |= keyed("telegrams.as_sent.bleu", "telegrams as they were sent: BLEU", [rows[0]["telegram"]], "", 1)
    for part, what in (("difference", "difference"), ("low", "low end"), ("high", "high end")):
        data = [row["gain"][part] for row in rows]
        values |= keyed(f"telegrams.gain.{part}", f"beam of 5 over greedy, BLEU: {what}", data, "", 1)
    values |= keyed(
        "telegrams.seconds", "telegrams: processor time of a training", [r["seconds"] for r in rows], "s", 0
    )
    for split, size in rows[0]["sizes"].items():
        values |= keyed(f"telegrams.{split}", f"telegrams: {split} clauses", [size], "", 0)
    return values | example_values(rows[0]["examples"])


def example_values(examples: list[dict[str, str]]) -> Values:
    """Telegrams of the test split that greedy decoding and a beam write out differently, by the first seed."""
    return {
        f"examples.{i}.{part}": {
            "text": shown(text) or "(nothing)",
            "label": f"telegram {i}: {part}, seed 0",
            "unit": "",
        }
        for i, one in enumerate(examples)
        for part, text in one.items()
    }


def text_values(rows: Results) -> Values:
    """Texts: repetition, loss, known words, and the first text, of each way."""
    values = keyed("text.nats", "character model: loss on held-out books", [row["nats"] for row in rows], "nats", 2)
    for way in rows[0]["ways"]:
        ways, label = [row["ways"][way] for row in rows], f"texts, {label_of(way)}"
        values |= keyed(
            f"text.{way}.repeated",
            f"{label}: characters said again in runs of 20",
            [w["repeated"] for w in ways],
            "%",
            1,
        )
        values |= keyed(f"text.{way}.nats", f"{label}: loss per character", [w["nats"] for w in ways], "nats", 2)
        values |= keyed(f"text.{way}.known", f"{label}: known words", [w["known"] for w in ways], "%", 1)
        text = shown(ways[0]["sample"][:160])
        values[f"text.{way}.sample"] = {"text": text, "label": f"{label}: begins, seed 0", "unit": ""}
    return values


def speed_values(results: Results) -> Values:
    """Times of one character and of one beam, in both forms, and how many times quicker the better form is."""
    values: Values = {}
    for size in results[0]["speed"]:
        rows, label = [r["speed"][size] for r in results], f"characters, {size} units"
        for part, what in (("plain_us", "nn.GRU step by step"), ("stepper_us", "stepper")):
            values |= keyed(f"speed.characters.{size}.{part}", f"{label}: {what}", [r[part] for r in rows], "µs", 0)
        for part, what in (("ratio", "gain"), ("reading_ratio", "gain, nothing drawn")):
            values |= keyed(f"speed.characters.{size}.{part}", f"{label}: {what}", [r[part] for r in rows], "×", 1)
    rows, label = [r["beams"] for r in results], "beam of 5"
    for part, what in (("plain", "one beginning at a time"), ("alone", "one source at a time"), ("batched", "batch")):
        values |= keyed(
            f"speed.beams.{part}_ms", f"{label}, a source, {what}", [r[f"{part}_ms"] for r in rows], "ms", 2
        )
    for part, what in (("plain", "one beginning at a time"), ("alone", "one source at a time")):
        key, label = f"speed.beams.ratio_{part}", f"beam of 5: gain of a batch of 32 over {what}"
        values |= keyed(key, label, [r[f"ratio_{part}"] for r in rows], "×", 1)
        same = [r[f"same_{part}"] for r in rows]
        values |= keyed(f"beams.same_{part}", f"beam of 5: equal results in a batch and {what}", same, "%", 1)
    return values


def figures(results: Results) -> dict[str, Any]:
    """What the figures draw."""
    return {
        "telegrams": [{"ways": r["telegrams"]["ways"], "reference": r["telegrams"]["reference"]} for r in results],
        "texts": [
            {way: {part: one[part] for part in ("repeated", "nats")} for way, one in r["text"]["ways"].items()}
            for r in results
        ],
    }
