"""All the code of the page reference/datasets, in reading order. Generated: change the page instead."""

"""What data the book has, and what the packaged reviews look like: what the page `reference/datasets` runs."""

from importlib import import_module

from unrolled.data import registry

for kind in registry.KINDS:
    print(kind.upper())
    for dataset in import_module(f"unrolled.data.catalogue.{kind}").DATASETS:
        packaged = dataset.kind == "packaged"
        size = f"{dataset.bytes / 1e6:,.1f} MB" if dataset.files else "generated"
        print(f"  {dataset.name}: {size}, {f'in the package {dataset.distribution}' if packaged else 'downloaded'}")
        print("    for     ", dataset.purpose)
        print("    rows    ", ", ".join(f"{rows:,} {split}" for split, rows in dataset.rows.items()))
        print("    licence ", dataset.licence)
        print("    source  ", dataset.source)

for dataset in registry.DATASETS.values():
    for file in dataset.files:
        print(f"{dataset.name}  {file.name.split('/')[-1]}  {file.bytes:,} bytes  SHA-256 {file.sha256[:16]}…")

from unrolled.data import imdb

splits = {name: imdb.load(name) for name in ("train", "valid", "test")}
for name, reviews in splits.items():
    positive = sum(review.label for review in reviews)
    print(f"{name:5} {len(reviews):6,} reviews, {positive:6,} positive, SHA-256 {imdb.fingerprint(reviews)[:16]}…")

# Here the page shows a listing from the module unrolled.data.imdb.

texts = {name: {review.text for review in reviews} for name, reviews in splits.items()}
different = len(texts["train"] | texts["valid"] | texts["test"])
print(f"25,000 rows, {different:,} different texts")
print("identical texts in train and test:", len(texts["train"] & texts["test"]))


def long_sentences(text: str) -> list[str]:
    return [s for s in map(str.strip, text.lower().replace("<br />", ".").split(".")) if s.count(" ") >= 11]


known = {sentence for text in texts["train"] for sentence in long_sentences(text)}
copied = sum(any(s in known for s in long_sentences(text)) for text in texts["test"])
print(f"test reviews with a sentence of 12 words or more from a training review: {copied} of {len(texts['test']):,}")

import csv
from collections import Counter

with open(imdb.path(), encoding="utf-8", newline="") as file:
    rows = [set(row["text"].lower().split()) for row, _ in zip(csv.DictReader(file), range(5_000), strict=False)]
frequency = Counter(word for words in rows for word in words)
rare = [{word for word in words if frequency[word] <= 20} for words in rows]


def share(distance: int) -> float:
    """Share of reviews that have 3 rare words or more in common with the review `distance` rows on."""
    pairs = list(zip(rare, rare[distance:], strict=False))
    return sum(len(a & b) >= 3 for a, b in pairs) / len(pairs)


for distance in (1, 2, 5, 1_000):
    print(f"{distance:5} rows apart: {share(distance):6.1%} have 3 rare words or more in common")

# Here the page shows a listing from the module unrolled.data.aclimdb.

from unrolled.data import aclimdb

names = aclimdb.validation_names()
print("held out of the official training half:", len(names), "reviews, such as", *names[0], "and", *names[-1])
print("SHA-256 of their names:", aclimdb.names_fingerprint(names)[:16] + "…")
