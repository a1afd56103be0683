"""What the experiment `language_samples` says about its parts."""

from typing import Any

from unrolled.measure import keyed
from unrolled.perplexity import bits

Values = dict[str, dict[str, Any]]


def text_values(rows: list[dict[str, Any]], counts: dict[str, float]) -> Values:
    """The Bible: loss, share of known words, and one sample, at each temperature."""
    nats = [row["nats"] for row in rows]
    values = (
        keyed("kjv.nats", "Bible, GRU: loss on held-out books", nats, "nats", 3)
        | keyed("kjv.bits", "Bible, GRU: bits per character", [bits(x) for x in nats], "bits", 2)
        | keyed("kjv.epochs", "Bible, GRU: passes over the text", [row["epochs"] for row in rows], "", 1)
        | keyed("kjv.processor", "Bible, GRU: processor time", [row["processor"] for row in rows], "s", 0)
        | keyed("kjv_counts.nats", "Bible, counts of five: loss on held-out books", [counts["nats"]], "nats", 3)
        | keyed("kjv_counts.bits", "Bible, counts of five: bits per character", [bits(counts["nats"])], "bits", 2)
        | keyed("kjv_counts.known", "Bible, held-out books: words known from training", [counts["known"]], "%", 1)
    )
    for temperature in rows[0]["written"]:
        written, key = [row["written"][temperature] for row in rows], f"kjv.t{temperature.replace('.', '')}"
        label = f"Bible, temperature {temperature}"
        values |= keyed(f"{key}.known", f"{label}: known words", [w["known"] for w in written], "%", 1)
        values[f"{key}.sample"] = {"text": shown(written[0]["sample"]), "label": f"{label}: seed 0 writes", "unit": ""}
    return values


def names_values(rows: list[dict[str, Any]], counts: dict[str, Any]) -> Values:
    """Names: loss beside counts, and what was written at each temperature."""
    values = keyed("names.gru.nats", "names, GRU: loss on held-out names", [r["nats"] for r in rows], "nats", 3)
    for name, nats in counts["losses"].items():
        values |= keyed(f"names.{name}.nats", f"names, counts of {name}: loss", [nats], "nats", 3)
    values |= _written("names.triples", "names, counts of triples", [counts["written"]])
    for temperature in rows[0]["written"]:
        key, label = f"names.gru.t{temperature.replace('.', '')}", f"names, GRU, temperature {temperature}"
        values |= _written(key, label, [row["written"][temperature] for row in rows])
    return values


def _written(key: str, label: str, written: list[dict[str, Any]]) -> Values:
    values: Values = {}
    for part, what in (
        ("new", "are new"),
        ("held", "of the new, real names that were held out"),
        ("different", "differ from each other"),
    ):
        values |= keyed(f"{key}.{part}", f"{label}: {what}", [w[part] for w in written], "%", 1)
    values |= keyed(f"{key}.length", f"{label}: mean length", [w["length"] for w in written], "", 2)
    sample = ", ".join(written[0]["sample"])
    return values | {f"{key}.sample": {"text": shown(sample), "label": f"{label}: new ones, seed 0", "unit": ""}}


def unit_values(rows: list[dict[str, Any]]) -> Values:
    """Units: held-out correlation with each feature, of the trained network and of both controls."""
    values = keyed("units.nats", "searched GRU: validation loss", [row["nats"] for row in rows], "nats", 3)
    for feature in rows[0]["features"]:
        for who in ("trained", "untrained", "elsewhere"):
            data = [row["features"][feature][who] for row in rows]
            values |= keyed(f"units.{feature}.{who}", f"best unit for {feature}, {who}: correlation", data, "", 2)
    best = rows[0]["best"]
    return values | {"units.best": {"text": best, "label": "learned most, seed 0", "unit": ""}}


def shown(text: str) -> str:
    """A sample as one line that Markdown leaves alone: line breaks as a slash, no signs that mean something there."""
    lines = " / ".join(line for line in text.splitlines() if line.strip())
    return "".join(c for c in lines if c not in "[]|*_`<>\\{}$")


def beginning_values(anew: list[dict[str, Any]], never: list[dict[str, Any]]) -> Values:
    """Loss on the held-out books from zeros and from a state of training, with and without new beginnings."""
    values: Values = {}
    for name, label, rows in (("anew", "states thrown away now and then", anew), ("never", "state always kept", never)):
        for key, start in (("nats", "from zeros"), ("warm", "from a state of training")):
            what = f"Bible, {label}: loss on held-out books {start}"
            values |= keyed(f"beginning.{name}.{key}", what, [row[key] for row in rows], "nats", 2)
    return values
