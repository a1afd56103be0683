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


def batches(_shuffle: torch.Generator) -> list:  # the same eleven batches in each epoch: enough to see it learn
    groups = buckets(lengths, 4_000)[::12]
    return [collate([indices[i] for i in group], [labels[i] for i in group]) for group in groups]


def evaluate(model: torch.nn.Module) -> dict[str, float]:
    return {"loss": loss_of(model, batch).item()}


torch.manual_seed(0)
model = Classifier(len(vocabulary), 32, 32, backend="torch")  # nn.LSTM inside: the same function, faster
history = fit(model, batches, loss_of, evaluate, FitConfig(epochs=3, warmup=5, learning_rate=1e-2), steps_per_epoch=11)
print("epochs:", len(history.epochs), " updates:", history.step)
print("training loss fell:", history.epochs[-1]["train_loss"] < history.epochs[0]["train_loss"])

# Here the page shows a listing from the module unrolled.models.ladder.

# Here the page shows a listing from the module unrolled.models.ladder.

from unrolled.models.ladder import LadderClassifier, Parts

bare = Parts(kind="rnn")
tuned = Parts(kind="rnn", readout="max", lengths=True, orthogonal=True, dropout=0.4, vectors=True)
for name, parts in (("bare", bare), ("tuned", tuned)):
    torch.manual_seed(0)
    rung = LadderClassifier(parts, len(vocabulary), embedding=32, hidden=32).eval()
    same = torch.allclose(rung(batch.tokens, batch.lengths), rung(wider, batch.lengths), atol=1e-5)
    print(name, "network: padding changes nothing:", same)

# Here the page shows a listing from the module unrolled.experiments.ladder_arms.

# Here the page shows a listing from the module unrolled.baselines.

from unrolled.baselines import tfidf_logistic

counts = tfidf_logistic(words=1).fit([r.text for r in train[:2000]], [r.label for r in train[:2000]])
accuracy = counts.score([r.text for r in valid[:500]], [r.label for r in valid[:500]])
print(f"2,000 reviews, single words: {100 * accuracy:.0f} % of 500 validation reviews right")

from sklearn.metrics import f1_score

truth = torch.tensor([r.label for r in valid[:500]])
guess = torch.tensor(counts.predict([r.text for r in valid[:500]]))
hits, false_alarms, misses = (guess & truth).sum(), (guess & (1 - truth)).sum(), ((1 - guess) & truth).sum()
by_hand = 2 * hits / (2 * hits + false_alarms + misses)
print(f"F1 by hand {by_hand:.3f}, by scikit-learn {f1_score(truth, guess):.3f}")

# Here the page shows a listing from the module unrolled.vote.

from unrolled.vote import together

log_odds = torch.tensor([[0.4, -0.2, 3.0], [0.3, -0.5, -0.6], [-0.9, 0.4, -0.4]])  # K = 3 networks, N = 3 reviews
print("each for itself:", (log_odds > 0).int().tolist())
print("together:", [round(a, 2) for a in together(log_odds).tolist()])
print("by a show of hands:", (log_odds > 0).int().sum(0).tolist(), "of 3 say positive")

# Here the page shows a listing from the module unrolled.label_ratios.

from unrolled.label_ratios import LabelRatios

notes = ["a good film", "not good at all", "good fun", "not bad at all", "bad , bad film", "bad at heart"]
verdicts = [1, 0, 1, 1, 0, 0]
counted = LabelRatios([note.split() for note in notes], verdicts, longest=2, folds=3)
for word, (alone, pair) in zip(("not", "bad"), counted(["not", "bad"]), strict=True):
    print(f"{word}: {alone:+.2f} alone, {pair:+.2f} with the word before")

# Here the page shows a listing from the module unrolled.label_ratios.

leaking = LabelRatios([note.split() for note in notes], verdicts, longest=2, folds=1)
for name, ratios in (("three folds", counted), ("one fold", leaking)):
    pairs = ratios.training[3][:, 1]  # "not bad at all", a note that took part in the counting
    print(f"{name}:", [f"{pair:+.2f}" for pair in pairs.tolist()])

# Here the page shows a listing from the module unrolled.models.ratio_classifier.

# Here the page shows a listing from the module unrolled.experiments.sentiment_ratios.

from unrolled.experiments.negation import probe_pairs

pairs = probe_pairs()
print(len(pairs), "pairs, for example:")
for pair in pairs[0], pairs[31], pairs[42]:
    print("  ", pair.plain, "|", pair.negated)

# Here the page shows a listing from the module unrolled.models.packed_classifier.

from unrolled.models.packed_classifier import CommonClassifier, with_weights_of

packed = CommonClassifier(len(vocabulary), 32, 32, packed=True)
padded = CommonClassifier(len(vocabulary), 32, 32, packed=False)
padded.load_state_dict(packed.state_dict())
flipped = with_weights_of(packed)
expected = packed(batch.tokens, batch.lengths)
for name, other in (("turned round within lengths", flipped), ("padded, padding read", padded)):
    print(f"{name}: equal to packed: {torch.allclose(other(batch.tokens, batch.lengths), expected, atol=1e-6)}")

cost = torch.nn.functional.binary_cross_entropy_with_logits
sure, right = torch.tensor([15.0, -15.0]), torch.tensor([1.0, 0.0])
for name, a in (("log-odds", sure), ("probabilities", sure.sigmoid())):
    print(f"{name} handed over: losses", [round(value, 2) for value in cost(a, right, reduction="none").tolist()])

p = 0.9
print(f"{100 * (p * (1 - p) / 2500) ** 0.5:.1f} points")

from unrolled.models.classifier import read_out

h = torch.zeros(1, 20, 1)  # one review, twenty steps, one unit
h[0, 7] = 1.0  # the decisive one
everywhere = torch.ones(1, 20, dtype=torch.bool)  # no padding
print({how: round(read_out(h, everywhere, how).item(), 2) for how in ("max", "mean", "last")})

bag = LadderClassifier(Parts(kind="bag", readout="mean", lengths=True), len(vocabulary), 32, 32).eval()
reader = LadderClassifier(tuned, len(vocabulary), 32, 32).eval()
review, length = torch.tensor([indices[0]]), torch.tensor([lengths[0]])
for name, model in (("bag of embeddings", bag), ("recurrent network", reader)):
    same = torch.allclose(model(review, length), model(review.sort().values, length), atol=1e-5)
    print(f"{name}: same verdict with the words sorted: {same}")
