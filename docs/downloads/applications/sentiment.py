"""All the code of the page applications/sentiment, in reading order. Generated: change the page instead."""

"""Sentiment of film reviews, end to end and small: what the chapter `applications/sentiment` runs."""

from collections import Counter

from unrolled.data import imdb

train, valid, test = (imdb.load(name) for name in ("train", "valid", "test"))
print(len(train), len(valid), len(test), "reviews;", Counter(r.label for r in train))
shortest = min(train, key=lambda r: len(r.text))
print(shortest.label, repr(shortest.text))

# Here the page shows a listing from the module unrolled.data.imdb.

from unrolled.data.tokenise import shorten, tokenise
from unrolled.data.vocabulary import Vocabulary

sample = [shorten(tokenise(r.text), 500) for r in train[:2000]]
vocabulary = Vocabulary.build(sample, size=5000)
tokens = tokenise("I wasn't bored for a minute.<br />Unputdownable!")
print(tokens)
print(vocabulary.encode(tokens))
print(vocabulary.decode(vocabulary.encode(tokens)))

import torch

from unrolled.data.batching import buckets, collate

indices = [vocabulary.encode(words) for words in sample]
lengths = [len(row) for row in indices]


def padding(groups: list[list[int]]) -> str:
    cells = sum(len(group) * max(lengths[i] for i in group) for group in groups)
    return f"{100 * (1 - sum(lengths) / cells):.0f} % padding in {len(groups)} batches"


in_order = [list(range(start, start + 40)) for start in range(0, 2000, 40)]
print("as they come:", padding(in_order))
print("by length:   ", padding(buckets(lengths, budget=8_000, generator=torch.Generator().manual_seed(0))))

# Here the page shows a listing from the module unrolled.data.batching.

# Here the page shows a listing from the module unrolled.models.classifier.

# Here the page shows a listing from the module unrolled.models.classifier.

from unrolled.models.classifier import Classifier

torch.manual_seed(0)
model = Classifier(len(vocabulary), embedding=32, hidden=32)
batch = collate(indices[:4], [r.label for r in train[:4]])
print("tokens", tuple(batch.tokens.shape), "-> log-odds", tuple(model(batch.tokens, batch.lengths).shape))

wider = torch.nn.functional.pad(batch.tokens, (0, 50))  # fifty more columns of padding
same = torch.allclose(model(batch.tokens, batch.lengths), model(wider, batch.lengths), atol=1e-5)
print("padding changes nothing:", same)

# Here the page shows a listing from the module unrolled.layers.bidirectional.

# Here the page shows a listing from the module unrolled.experiments.sentiment.

# Here the page shows a listing from the module unrolled.training.

from unrolled.review_task import loss_of
from unrolled.training import FitConfig, fit

labels = [r.label for r in train[:2000]]


def batches(shuffle: torch.Generator) -> list:
    groups = buckets(lengths, 4_000, shuffle)
    return [collate([indices[i] for i in group], [labels[i] for i in group]) for group in groups[:10]]


def evaluate(model: torch.nn.Module) -> dict[str, float]:
    return {"loss": loss_of(model, batch).item()}


model = Classifier(len(vocabulary), 32, 32, backend="torch")  # nn.LSTM inside: the same function, faster
history = fit(model, batches, loss_of, evaluate, FitConfig(epochs=2, warmup=5, learning_rate=5e-3), steps_per_epoch=10)
print("epochs:", len(history.epochs), " updates:", history.step)
print("training loss fell:", history.epochs[1]["train_loss"] < history.epochs[0]["train_loss"])

# Here the page shows a listing from the module unrolled.baselines.

from unrolled.baselines import tfidf_logistic

counts = tfidf_logistic(words=1).fit([r.text for r in train[:2000]], [r.label for r in train[:2000]])
accuracy = counts.score([r.text for r in valid[:500]], [r.label for r in valid[:500]])
print(f"2,000 reviews, single words: {100 * accuracy:.0f} % of 500 validation reviews right")

from unrolled.experiments.negation import probe_pairs

pairs = probe_pairs()
print(len(pairs), "pairs, for example:")
for pair in pairs[0], pairs[31], pairs[42]:
    print("  ", pair.plain, "|", pair.negated)
