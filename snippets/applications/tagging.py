"""A tag for every word, end to end and small: what the chapter `applications/tagging` runs."""

# --8<-- [start:data]
from unrolled.data import truecase

train, valid, test = (truecase.load(name) for name in ("train", "valid", "test"))
print(len(train), len(valid), len(test), "beginnings of reviews")
row = truecase.strip_marks("Is it a gem? No, but WATCH it.")
for word, tag in zip(row.words, row.tags, strict=True):
    print(f"{word:6} {tag}")
print(truecase.restore(row))
# --8<-- [end:data]

# --8<-- [start:baseline]
from unrolled.tag_baseline import MostFrequentTag
from unrolled.tag_task import accuracy

baseline = MostFrequentTag(train)
print({word: baseline.tag([word])[0] for word in ("the", "i", "hollywood", "tv", "zyzzyva")})
guess = [baseline.tag(row.words) for row in test]
print(f"{100 * accuracy(test, guess):.1f} % of the words of the test split")
print(f"{100 * accuracy(test, [['a'] * len(row.words) for row in test]):.1f} % if every word gets the tag 'a'")
print(truecase.restore(row._replace(tags=tuple(baseline.tag(row.words)))))
# --8<-- [end:baseline]

# --8<-- [start:features]
from unrolled.data.spelling import features

for word in ("Baltimore", "@unrolled", "2017"):
    print(features(word))
# --8<-- [end:features]

# --8<-- [start:model]
import torch

from unrolled.models.tagger import Tagger
from unrolled.tag_task import TagData

data = TagData({"train": train[:200], "valid": valid[:50], "test": test[:50]})
V, K = len(data.features.vocabulary), len(data.names)
torch.manual_seed(0)
model = Tagger(V, K, embedding=32, hidden=32, head="crf", backend="torch")
_, batch = data.batches("test", budget=200)[0]
print("features", tuple(batch.tokens.shape), "-> scores", tuple(model.scores(batch.tokens, batch.lengths).shape))
print("tags    ", tuple(model(batch.tokens, batch.lengths).shape), " lengths", batch.lengths.tolist())
# --8<-- [end:model]

# --8<-- [start:pack]
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from unrolled.layers.bidirectional import Bidirectional
from unrolled.layers.masks import mask_of
from unrolled.layers.torch_layers import TorchGRU

gru = nn.GRU(8, 16, batch_first=True, bidirectional=True).double()
x, lengths = torch.randn(4, 9, 8, dtype=torch.float64), torch.tensor([5, 9, 1, 7])
packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)  # lengths on the CPU
h_packed, _ = pad_packed_sequence(gru(packed)[0], batch_first=True, total_length=x.shape[1])
print("packed:", tuple(packed.data.shape), " unpacked again:", tuple(h_packed.shape))
# --8<-- [end:pack]

# --8<-- [start:flip]
both = Bidirectional(TorchGRU(8, 16), TorchGRU(8, 16)).double()
for layer, end in ((both.ahead, ""), (both.back, "_reverse")):
    layer.module.load_state_dict({name: getattr(gru, name + end) for name in layer.module.state_dict()})
real = mask_of(lengths, x.shape[1])
difference = (both.outputs(x, lengths) - h_packed)[real].abs().max().item()
print("flipped within each length = packed:", difference < 1e-10)
print("padded, nothing else done  = packed:", torch.allclose(gru(x)[0][real], h_packed[real]))
# --8<-- [end:flip]

# --8<-- [start:crf]
import itertools

from unrolled.models.crf import CRF, marginals

crf = CRF(tags=3).double()
nn.init.normal_(crf.pairs)
a, n = torch.randn(1, 4, 3, dtype=torch.float64), torch.tensor([4])
every = torch.tensor(list(itertools.product(range(3), repeat=4)))  # all tag sequences, (81, 4)
score = crf.score(a.expand(81, 4, 3), every, n.expand(81))
print("sequences of 3 tags in 4 steps:", len(every))
print(
    "log Z  by all of them", f"{score.logsumexp(0):.6f}", " by the recursion", f"{crf.log_partition(a, n).item():.6f}"
)
print("best   by all of them", every[score.argmax()].tolist(), " by Viterbi", crf.best(a, n)[0].tolist())
print("their probabilities sum to", f"{torch.exp(score - crf.log_partition(a, n)).sum():.6f}")
# --8<-- [end:crf]

# --8<-- [start:marginals]
by_hand = torch.exp(score - score.logsumexp(0)) @ (every[:, 1] == torch.arange(3)[:, None]).double().T
print("tag of step 2, by all sequences:    ", [f"{p:.4f}" for p in by_hand])
print("by the gradient of log Z at step 2: ", [f"{p:.4f}" for p in marginals(crf, a, n)[0, 1]])
# --8<-- [end:marginals]

# --8<-- [start:train]
from unrolled.tag_task import train as fit_tagger
from unrolled.training import FitConfig

torch.manual_seed(0)
model = Tagger(V, K, embedding=32, hidden=32, backend="torch")
config = FitConfig(epochs=3, learning_rate=1e-2, warmup=10, watch="score", patience=3)
history = fit_tagger(model, data, accuracy, config, budget=800)
losses = [epoch["train_loss"] for epoch in history.epochs]
print("epochs:", len(losses), " loss falls:", losses == sorted(losses, reverse=True))
# --8<-- [end:train]

# --8<-- [start:spans]
from unrolled.span_score import span_score, spans, violations

truth = ["O", "B-location", "I-location", "I-location", "O", "B-person"]
guess = ["O", "B-location", "I-location", "O", "O", "B-person"]
right = sum(a == b for a, b in zip(truth, guess, strict=True))
print(f"{right} of {len(truth)} words have the right tag")
print("real: ", [tuple(span) for span in spans(truth)])
print("found:", [tuple(span) for span in spans(guess)])
print(span_score([truth], [guess]))
print("I- tags that continue nothing:", violations(["O", "I-person", "B-group", "I-person"]))
# --8<-- [end:spans]

# --8<-- [start:pitfall]
tags = torch.tensor([[1, 2, 1, 1, 2], [1, 0, 0, 0, 0]])  # two sentences of 5 and 1 words; 0 is padding
guessed = torch.tensor([[1, 1, 1, 2, 2], [2, 0, 0, 0, 0]])
mask = mask_of(torch.tensor([5, 1]), 5)
print(f"over all cells:  {(tags == guessed).double().mean():.2f}")
print(f"over real words: {(tags == guessed)[mask].double().mean():.2f}")
# --8<-- [end:pitfall]

# --8<-- [start:reward]
bio = ("O", "B-person", "I-person")
crf = CRF(tags=3)
with torch.no_grad():
    crf.pairs[0, 2] = crf.first[2] = -1e4  # I-person after O, or at the beginning
scores = torch.tensor([[[2.0, 0.0, 1.0], [0.0, 1.0, 1.2]]])
print("softmax:", [bio[k] for k in scores[0].argmax(-1).tolist()])
print("CRF:    ", [bio[k] for k in crf.best(scores, torch.tensor([2]))[0].tolist()])
# --8<-- [end:reward]

# --8<-- [start:count]
sentence = ["B-group", "I-group", "O", "B-group", "B-person"]
answer = ["B-group", "I-group", "I-group", "B-group", "B-person"]
print(f"by hand: 2 of 3 found, 2 of 3 real, F1 {2 / 3:.3f}; by the scorer: {span_score([sentence], [answer]).f1:.3f}")
# --8<-- [end:count]

# --8<-- [start:additions]
n, K = 40, 15
print(f"{(n - 1) * K**2:,} pairs of neighbours; {K**n:.0e} sequences")
# --8<-- [end:additions]
