"""All the code of the page projects/sentiment-pipeline, in reading order. Generated: change the page instead."""

"""The sentiment pipeline from Python: what the page `projects/sentiment-pipeline` runs."""

import csv
from pathlib import Path
from tempfile import mkdtemp

from unrolled.__main__ import app

table = Path(mkdtemp()) / "reviews.csv"
with table.open("w", newline="") as file:
    csv.writer(file).writerows([["id", "text"], ["7", "A wonderful, moving film."], ["8", ""], ["9", "Awful, boring"]])
app(["sentiment", "csv", str(table), "--out", str(table.with_name("judged.csv"))], standalone_mode=False)
for row in csv.DictReader(table.with_name("judged.csv").open()):
    print(row["id"], row["sentiment"], row["note"])

# Here the page shows a listing from the module unrolled.projects.sentiment.judge.

from unrolled.projects.sentiment.judge import judge
from unrolled.projects.sentiment.model import read

trained = read(None)  # the model that comes with the book; a path reads yours
texts = ["A wonderful, moving film.", "An awful, boring waste of time.", "", "とても良い映画", "good " * 20_000]
for text, verdict in zip(texts, judge(trained, texts), strict=True):
    print(f"{text[:32]!r:36}", verdict.sentiment, f"({verdict.note})" if verdict.note else "")

# Here the page shows a listing from the module unrolled.calibration.

# Here the page shows a listing from the module unrolled.calibration.

import torch

from unrolled.calibration import bins_of, calibration_error, fit_temperature

torch.manual_seed(0)
z = 2 * torch.randn(20_000)  # honest log-odds
labels = (torch.rand(20_000) < torch.sigmoid(z)).long()
boast = 3 * z  # the same verdicts, three times as sure
temperature = fit_temperature(boast, labels)
before, after = (calibration_error(bins_of(torch.sigmoid(boast / t), labels)) for t in (1, temperature))
print(f"temperature {temperature:.1f}; error {before:.2f}, then {after:.2f}")
print("no verdict changed:", bool(((boast > 0) == (boast / temperature > 0)).all()))

# Here the page shows a listing from the module unrolled.projects.sentiment.contributions.

# Here the page shows a listing from the module unrolled.projects.sentiment.contributions.

from unrolled.projects.sentiment.contributions import explain

text = "The acting is wonderful but the plot is awful."
by_word = explain(trained, text)
for token, c in zip(by_word.tokens, by_word.contributions, strict=True):
    if abs(c) > 0.5:
        print(token, "speaks for", "positive" if c > 0 else "negative")

steps = explain(trained, text, "prefix")
print("adds up:", abs(sum(steps.contributions) - (steps.log_odds - steps.nothing)) < 1e-3)
print("occlusion need not:", abs(sum(by_word.contributions) - (by_word.log_odds - by_word.nothing)) > 1e-3)

# Here the page shows a listing from the module unrolled.projects.sentiment.faithful.

# Here the page shows a listing from the module unrolled.projects.sentiment.rows.

# Here the page shows a listing from the module unrolled.projects.sentiment.learn.

from unrolled.projects.errors import ProjectError
from unrolled.projects.model_file import kept_weights

try:
    read(kept_weights("charlm"))
except ProjectError as error:
    print(str(error).split("charlm.safetensors ")[1])

# Here the page shows a listing from the module unrolled.projects.sentiment.score.

few = torch.randperm(20_000)[:60]
honest = calibration_error(bins_of(torch.sigmoid(z[few]), labels[few]))
print(f"60 honest answers: error {honest:.2f}")

doubled = judge(trained, ["A fine film.", "A fine film. A fine film. A fine film."])
print("more sure:", abs(doubled[1].log_odds) > abs(doubled[0].log_odds))

for text in ("The film is good.", "The film is not good."):
    print(f"{text:24} {judge(trained, [text])[0].sentiment}")
