"""What the experiment `translation` says about its runs: scores with intervals, losses, lengths, and the baselines."""

import math
import re
from statistics import mean
from typing import Any

from sklearn.feature_extraction.text import TfidfVectorizer

from unrolled.lexicon import Lexicon
from unrolled.measure import keyed
from unrolled.translation_score import bleu, bootstrap_interval, chrf, paired_bootstrap

PAIRS = {"de_en": "German to English", "en_fr": "English to French", "dates": "dates into English"}
ARMS = {"attention": "attention", "bottleneck": "one vector"}
BINS = ((1, 8), (9, 11), (12, 14), (15, 18), (19, 999))  # words of the source
Runs = dict[str, list[dict[str, Any]]]
Test = list[tuple[str, str]]


def summarise(found: Runs, tests: dict[str, Test]) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    """Values and body of the record, from the runs of each variant and its test pairs."""
    values: dict[str, dict[str, Any]] = {}
    body: dict[str, Any] = {"bins": [list(ends) for ends in BINS], "lengths": {}, "curves": {}}
    for name, runs in found.items():
        pair, arm = name.split(".")
        who, references = f"{PAIRS[pair]}, {ARMS[arm]}", [target for _, target in tests[name]]
        values |= (
            score_values(name, who, runs, references) | loss_values(name, who, runs) | cost_values(name, who, runs)
        )
        body["lengths"][name] = by_length(runs, tests[name])
        for (low, high), row in zip(BINS, body["lengths"][name], strict=True):
            words = f"{low} to {high} words" if high < 999 else f"{low} words and more"
            if row["bleu"]:
                values |= keyed(f"{name}.words_{low}", f"{who}: BLEU, sources of {words}", row["bleu"])
        body["curves"][name] = [run["history"] for run in runs]
    for pair in dict.fromkeys(name.split(".")[0] for name in found):
        values |= gain_values(pair, found, tests)
    body["heatmaps"] = {name: runs[0]["heatmaps"] for name, runs in found.items()}
    body["examples"] = {name: examples(runs[0], tests[name]) for name, runs in found.items()}
    body["signature"] = bleu(["a"], ["a"]).signature
    return values, body


def score_values(name: str, who: str, runs: list[dict], references: list[str]) -> dict[str, dict[str, Any]]:
    """BLEU and chrF of the beam, BLEU of the greedy translations, and the interval over sentences."""
    intervals = [bootstrap_interval(run["beam"], references) for run in runs]
    short = [100 * sum(map(_words, run["beam"])) / sum(map(_words, references)) for run in runs]
    return (
        keyed(f"{name}.bleu", f"{who}: BLEU, beam of 5", [i.value for i in intervals])
        | keyed(f"{name}.low", f"{who}: lower end of the interval over sentences", [i.low for i in intervals])
        | keyed(f"{name}.high", f"{who}: upper end of the interval over sentences", [i.high for i in intervals])
        | keyed(f"{name}.greedy", f"{who}: BLEU, greedy", [bleu(run["greedy"], references).value for run in runs])
        | keyed(f"{name}.chrf", f"{who}: chrF, beam of 5", [chrf(run["beam"], references).value for run in runs])
        | keyed(f"{name}.length", f"{who}: words written, of those in the references", short, "%")
    )


def loss_values(name: str, who: str, runs: list[dict]) -> dict[str, dict[str, Any]]:
    """Both losses of the test references, a subword, and their perplexities, which must not be mixed up."""
    values: dict[str, dict[str, Any]] = {}
    for key, how in (("forced", "teacher-forced"), ("free", "free-running")):
        nats = [run["losses"][key] for run in runs]
        values |= keyed(f"{name}.{key}", f"{who}: {how} loss a subword", nats, "nats", 2)
        values |= keyed(f"{name}.{key}_perplexity", f"{who}: {how} perplexity", [math.exp(x) for x in nats])
    return values


def cost_values(name: str, who: str, runs: list[dict]) -> dict[str, dict[str, Any]]:
    """Time, memory and size."""
    return (
        keyed(f"{name}.minutes", f"{who}: processor time of the training", [r["seconds"] / 60 for r in runs], "min")
        | keyed(f"{name}.peak_mib", f"{who}: largest memory", [run["peak_mib"] for run in runs], "MiB", 0)
        | keyed(f"{name}.parameters", f"{who}: parameters", [run["parameters"] for run in runs[:1]], "", 0)
        | keyed(f"{name}.best", f"{who}: epoch that was kept", [run["best"] + 1 for run in runs])
    )


def gain_values(pair: str, found: Runs, tests: dict[str, Test]) -> dict[str, dict[str, Any]]:
    """By how much attention beats one vector, seed by seed, with the interval over sentences."""
    one, other = f"{pair}.attention", f"{pair}.bottleneck"
    if one not in found or other not in found:
        return {}
    references, who = [target for _, target in tests[one]], f"{PAIRS[pair]}: BLEU that attention adds"
    gains = [paired_bootstrap(a["beam"], b["beam"], references) for a, b in zip(found[one], found[other], strict=True)]
    return (
        keyed(f"{pair}.gain", who, [gain.difference for gain in gains])
        | keyed(f"{pair}.gain_low", f"{who}, lower end over sentences", [gain.low for gain in gains])
        | keyed(f"{pair}.gain_high", f"{who}, upper end over sentences", [gain.high for gain in gains])
    )


def by_length(runs: list[dict], test: Test) -> list[dict[str, Any]]:
    """BLEU of the test pairs whose source has so many words, for each run; none where there are no such pairs."""
    rows = []
    for low, high in BINS:
        places = [i for i, (source, _) in enumerate(test) if low <= _words(source) <= high]
        wanted = [test[i][1] for i in places]
        scores = [bleu([run["beam"][i] for i in places], wanted).value for run in runs] if places else []
        middle = mean(_words(test[i][0]) for i in places) if places else None
        rows.append({"pairs": len(places), "words": middle, "bleu": scores})
    return rows


def examples(run: dict[str, Any], test: Test, count: int = 12) -> list[dict[str, str]]:
    """The first test pairs, with what was written: the same for all variants, and not chosen."""
    return [
        {"source": source, "reference": target, "greedy": greedy, "beam": beam}
        for (source, target), greedy, beam in list(zip(test, run["greedy"], run["beam"], strict=True))[:count]
    ]


# --8<-- [start:baselines]
def baselines(rows: dict[str, dict[str, Test]]) -> dict[str, dict[str, Any]]:
    """BLEU without a network: word by word, and the translation of the most similar training sentence."""
    values: dict[str, dict[str, Any]] = {}
    for pair, splits in {name.split(".")[0]: splits for name, splits in rows.items()}.items():
        sources, references = ([row[side] for row in splits["test"]] for side in (0, 1))
        lexicon = Lexicon([(_cut(source), _cut(target)) for source, target in splits["train"]])
        literal = [" ".join(lexicon.translate(_cut(source))).capitalize() + "." for source in sources]
        for key, how, texts in (
            ("literal", "word by word", literal),
            ("nearest", "translation of the most similar training sentence", nearest(splits["train"], sources)),
            ("copied", "the source itself", sources),
        ):
            score = bleu(texts, references).value
            values |= keyed(f"{pair}.{key}", f"{PAIRS[pair]}, {how}: BLEU", [score])
    return values


def nearest(train: Test, sources: list[str]) -> list[str]:
    """For each source, the target of the training pair whose source has most rare words in common with it."""
    vectors = TfidfVectorizer().fit([source for source, _ in train])
    known = vectors.transform([source for source, _ in train])
    places = (vectors.transform(sources) @ known.T).argmax(axis=1)
    return [train[i][1] for i in places.A1.tolist()]


# --8<-- [end:baselines]


def _words(text: str) -> int:
    return len(text.split())


def _cut(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower()) or [text]
