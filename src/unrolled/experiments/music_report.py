"""From tunes that were written to the numbers and examples that are recorded."""

from collections import Counter
from fractions import Fraction
from statistics import mean, median
from typing import Any

from unrolled.data.characters import END
from unrolled.measure import value
from unrolled.tune_corpus import music21_notes, readable
from unrolled.tune_notes import Melody, inner_bars, is_full
from unrolled.tune_novelty import Known

NAMES = {"lstm": "LSTM", "counts": "counts", "people": "tunes of the test split"}
SHOWN = 4  # tunes of each model that the record keeps


def melody_of(tune: str) -> Melody | None:
    """What a written tune sounds like; None if it never ended, or cannot be read, or has fewer than two notes."""
    melody = readable(tune[:-1]) if tune.endswith(END) else None
    return melody if melody is not None and len(melody.notes) > 1 else None


# --8<-- [start:judge]
def judge(tunes: list[str], known: Known, ask_music21: bool) -> dict[str, Any]:
    """Shares, in percent: of tunes that can be read, of bars that are full, of windows that are known; longest copies.

    Tunes that cannot be read count against the first, and are left out of the others.
    """
    melodies = [melody for melody in map(melody_of, tunes) if melody is not None]
    bars = [is_full(bar, melody.metre) for melody in melodies for bar in inner_bars(melody)]
    parsed = [tune.endswith(END) and music21_notes(tune[:-1]) is not None for tune in tunes if ask_music21]
    return {
        "read": 100 * len(melodies) / len(tunes),
        "music21": 100 * mean(parsed) if ask_music21 else None,
        "full": 100 * mean(bars) if bars else 0.0,
        "seen": 100 * mean([known.share_seen(melody) for melody in melodies]) if melodies else 0.0,
        "copies": sorted(known.longest_copy(melody) for melody in melodies),
        "off": dict(Counter(_off(melody) for melody in melodies).most_common()),
    }


# --8<-- [end:judge]


def _off(melody: Melody) -> str:
    """How many inner bars of a tune are not full: "none", "1", "2", "3 or more"; "no bars" if it has none at all."""
    inner = inner_bars(melody)
    if not inner:
        return "no bars"
    wrong = sum(not is_full(bar, melody.metre) for bar in inner)
    return "none" if wrong == 0 else str(wrong) if wrong < 3 else "3 or more"


def piano_roll(melody: Melody) -> list[list[float]]:
    """[MIDI pitch, start, length] of each note, in eighths of a whole note; rests leave a gap."""
    start, roll = Fraction(0), []
    for note in melody.notes:
        if note.pitch is not None:
            roll.append([float(note.pitch), round(float(8 * start), 4), round(float(8 * note.length), 4)])
        start += note.length
    return roll


def examples(tunes: list[str], known: Known) -> dict[str, Any]:
    """The first tunes written; the first that can be read, with its notes; and the one with the longest copy."""
    melodies = [(tune[:-1], melody) for tune in tunes if (melody := melody_of(tune)) is not None]
    refused = [tune for tune in tunes if melody_of(tune) is None]
    found: dict[str, Any] = {"first": tunes[:SHOWN], "refused": refused[:SHOWN]}
    if melodies:
        line, melody = melodies[0]
        found["shown"] = {"line": line, "roll": piano_roll(melody), "metre": float(8 * melody.metre)}
        found["shown"] |= {"copy": known.longest_copy(melody), "seen": known.share_seen(melody)}
        line, melody = max(melodies, key=lambda pair: known.longest_copy(pair[1]))
        found["most_copied"] = {"line": line, "copy": known.longest_copy(melody), "notes": len(melody.notes)}
    return found


def summarise(found: dict[str, list[dict]], temperatures: tuple[float, ...], middle: float) -> tuple[dict, dict]:
    """Values that pages cite, and the body that figures draw."""
    values: dict[str, dict] = {}

    def add(key: str, label: str, data: list[float] | list[int], unit: str = "", digits: int = 1) -> None:
        values.update({f"{key}{end}": v for end, v in value(label, data, unit, digits).items()})

    for who in ("lstm", "counts"):
        runs, name = found[who], NAMES[who]
        alike = runs if who == "lstm" else runs[:1]  # the counts are fitted once
        add(f"{who}.nll", f"{name}: nats per character, test", [r["nll"] for r in alike], "", 3)
        add(f"{who}.seconds", f"{name}: processor time of training", [r["seconds"] for r in alike], "s", 0)
        add(f"{who}.peak_mib", f"{name}: largest memory", [r["peak_mib"] for r in alike], "MiB", 0)
        for t in temperatures:
            add_verdicts(add, f"{who}.{_tag(t)}", f"{name}, temperature {t}", [r["verdicts"][t] for r in runs])
    add_verdicts(add, "people", NAMES["people"], found["people"])
    body = {
        "history": [r["history"] for r in found["lstm"]],
        "valid": {str(n): nll for n, nll in found["counts"][0]["valid"].items()},
        "verdicts": {who: {str(t): [r["verdicts"][t] for r in found[who]] for t in temperatures} for who in found
                     if who != "people"},
        "people": found["people"][0],
        "middle": str(middle),
        "examples": {who: [r["examples"] for r in found[who]] for who in ("lstm", "counts")},
        "first": {str(t): found["lstm"][0]["written"][t][:SHOWN] for t in temperatures},
    }  # fmt: skip
    return values, body


def add_verdicts(add, key: str, name: str, verdicts: list[dict]) -> None:
    """Values of one writer at one temperature."""
    add(f"{key}.read", f"{name}: tunes that can be read", [v["read"] for v in verdicts], "%", 0)
    if verdicts[0]["music21"] is not None:
        add(f"{key}.music21", f"{name}: tunes that music21 reads", [v["music21"] for v in verdicts], "%", 0)
    add(f"{key}.full", f"{name}: inner bars that are full", [v["full"] for v in verdicts], "%", 1)
    add(f"{key}.seen", f"{name}: windows of 12 notes that are in training", [v["seen"] for v in verdicts], "%", 0)
    copies = [median(v["copies"]) if v["copies"] else 0 for v in verdicts]
    add(f"{key}.copy", f"{name}: median of the longest copied run", copies, "notes", 0)
    whole = [
        100 * v["off"].get("none", 0) / max(sum(v["off"].values()) - v["off"].get("no bars", 0), 1) for v in verdicts
    ]
    add(f"{key}.whole", f"{name}: tunes that have inner bars, all of them full", whole, "%", 0)


def _tag(temperature: float) -> str:
    return f"t{round(10 * temperature):02d}"
