"""The sentiment pipeline from Python: what the page `projects/sentiment-pipeline` runs."""

# --8<-- [start:table]
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
# --8<-- [end:table]

# --8<-- [start:judge]
from unrolled.projects.sentiment.judge import judge
from unrolled.projects.sentiment.model import read

trained = read(None)  # the model that comes with the book; a path reads yours
texts = ["A wonderful, moving film.", "An awful, boring waste of time.", "", "とても良い映画", "good " * 20_000]
for text, verdict in zip(texts, judge(trained, texts), strict=True):
    print(f"{text[:32]!r:36}", verdict.sentiment, f"({verdict.note})" if verdict.note else "")
# --8<-- [end:judge]

# --8<-- [start:calibration]
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
# --8<-- [end:calibration]

# --8<-- [start:explain]
from unrolled.projects.sentiment.contributions import explain

text = "The acting is wonderful but the plot is awful."
by_word = explain(trained, text)
for token, c in zip(by_word.tokens, by_word.contributions, strict=True):
    if abs(c) > 0.5:
        print(token, "speaks for", "positive" if c > 0 else "negative")
# --8<-- [end:explain]

# --8<-- [start:prefix]
steps = explain(trained, text, "prefix")
print("adds up:", abs(sum(steps.contributions) - (steps.log_odds - steps.nothing)) < 1e-3)
print("occlusion need not:", abs(sum(by_word.contributions) - (by_word.log_odds - by_word.nothing)) > 1e-3)
# --8<-- [end:prefix]

# --8<-- [start:refuse]
from unrolled.projects.errors import ProjectError
from unrolled.projects.model_file import kept_weights

try:
    read(kept_weights("charlm"))
except ProjectError as error:
    print(str(error).split("charlm.safetensors ")[1])
# --8<-- [end:refuse]

# --8<-- [start:small]
few = torch.randperm(20_000)[:60]
honest = calibration_error(bins_of(torch.sigmoid(z[few]), labels[few]))
print(f"60 honest answers: error {honest:.2f}")
# --8<-- [end:small]

# --8<-- [start:exercise1]
doubled = judge(trained, ["A fine film.", "A fine film. A fine film. A fine film."])
print("more sure:", abs(doubled[1].log_odds) > abs(doubled[0].log_odds))
# --8<-- [end:exercise1]

# --8<-- [start:exercise2]
for text in ("The film is good.", "The film is not good."):
    print(f"{text:24} {judge(trained, [text])[0].sentiment}")
# --8<-- [end:exercise2]
