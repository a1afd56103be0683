"""All the code of the page seq2seq/decoding, in reading order. Generated: change the page instead."""

# Here the page shows a listing from the module unrolled.decoding.stepper.

# Here the page shows a listing from the module unrolled.decoding.stepper.

# Here the page shows a listing from the module unrolled.decoding.rules.

# Here the page shows a listing from the module unrolled.decoding.rules.

# Here the page shows a listing from the module unrolled.decoding.choose.

# Here the page shows a listing from the module unrolled.decoding.choose.

# Here the page shows a listing from the module unrolled.decoding.choose.

# Here the page shows a listing from the module unrolled.decoding.write.

# Here the page shows a listing from the module unrolled.decoding.write.

# Here the page shows a listing from the module unrolled.decoding.write.

# Here the page shows a listing from the module unrolled.decoding.search.

# Here the page shows a listing from the module unrolled.decoding.search.

# Here the page shows a listing from the module unrolled.decoding.penalties.

# Here the page shows a listing from the module unrolled.decoding.penalties.

"""Greedy decoding, sampling, beams, and a stepper for characters: what the chapter `seq2seq/decoding` runs."""

from types import SimpleNamespace

import torch

words = ["<pad>", "<unk>", "<s>", "</s>", "the", "a", "dog", "cat", "bird", "barks", "sleeps"]
follows = {
    "<s>": {"the": 0.6, "a": 0.4},
    "the": {"dog": 0.35, "cat": 0.33, "bird": 0.32},
    "a": {"dog": 0.9, "cat": 0.1},
    "dog": {"barks": 0.5, "sleeps": 0.4, "</s>": 0.1},
    "cat": {"sleeps": 0.6, "</s>": 0.4},
    "bird": {"sleeps": 0.5, "</s>": 0.5},
}
p = torch.zeros(len(words), len(words))
for before, word in enumerate(words):
    for after, share in follows.get(word, {"</s>": 1.0}).items():
        p[before, words.index(after)] = share

chain = SimpleNamespace(step=lambda tokens, state: (p[tokens].log(), state))
state = (torch.zeros(1, 1),)  # this model looks at the last word only, so its state holds nothing

from unrolled.decoding import beam, greedy

for name, found in (("greedy", greedy(chain, state)), ("beam of 2", beam(chain, state, width=2, alpha=0))):
    text = " ".join(words[token] for token in found.tokens[0])
    print(f"{name:9} {text:13} probability {torch.tensor(found.scores[0]).exp():.3f}")

import math
from itertools import pairwise, product

from unrolled.decoding import Rules, beam_all


def probability(tokens):
    path = [2, *tokens, 3]  # from <s> to </s>
    return math.prod(float(p[a, b]) for a, b in pairwise(path))


every = [tokens for length in range(4) for tokens in product(range(4, len(words)), repeat=length)]
best = max(every, key=probability)
print(f"{len(every)} sequences; the best: {[words[token] for token in best]}, {probability(best):.3f}")
for width in (1, 2, 3, 400):
    found = beam_all(chain, state, width, alpha=0, rules=Rules(max_length=4))[0]
    print(f"width {width:3}: {len(found):2} found, the best {found[0].tokens == list(best)}")

from unrolled.decoding.choose import nucleus, top_k

after_the = p[words.index("the")][None]  # (1, V)
for name, kept in (("all", after_the), ("top-k, 2", top_k(after_the, 2)), ("nucleus, 0.6", nucleus(after_the, 0.6))):
    print(f"{name:12}", {words[i]: round(float(kept[0, i]), 2) for i in kept[0].nonzero()[:, 0]})
after_a = p[words.index("a")][None]
print("after 'a' the nucleus of 0.6 holds", int((nucleus(after_a, 0.6) > 0).sum()), "word, top-k 2 of them")

from unrolled.decoding import sample, stream
from unrolled.decoding.choose import sampler

for seed in (0, 1, 2):
    drawn = sample(chain, state, torch.Generator().manual_seed(seed), share=0.9)
    print(seed, " ".join(words[token] for token in drawn.tokens[0]))
for token in stream(chain, state, sampler(torch.Generator().manual_seed(0), share=0.9)):
    print("stream:", words[token])  # before the next word is chosen

from unrolled.decoding.penalties import coverage_penalty, length_penalty

short, long = (3, -2.0), (8, -3.2)  # tokens and log-probability
for alpha in (0, 0.6, 1):
    scores = [log_p / length_penalty(tokens, alpha) for tokens, log_p in (short, long)]
    print(f"alpha {alpha}: short {scores[0]:.2f}, long {scores[1]:.2f}")
looked_at = torch.tensor([[1.2, 0.9, 0.1], [0.8, 0.8, 0.6]])  # two hypotheses, three words of the source
print("coverage:", [round(x, 2) for x in coverage_penalty(looked_at, torch.ones(2, 3, dtype=torch.bool), 0.2).tolist()])

from unrolled.models.seq2seq import Seq2Seq

torch.manual_seed(0)
model = Seq2Seq(20, 20, embedding=8, hidden=16).double().eval()
source, lengths = torch.randint(4, 20, (32, 7)), torch.randint(2, 8, (32,))
source[torch.arange(7) >= lengths[:, None]] = 0  # padding
rules = Rules(max_length=12)
together = beam(model, model.start(source, lengths), rules=rules)
alone = [
    beam(model, model.start(source[i : i + 1, :n], lengths[i : i + 1]), rules=rules).tokens[0]
    for i, n in enumerate(lengths.tolist())
]
print("32 sources at once, or one by one, the same:", together.tokens == alone)

# Here the page shows a listing from the module unrolled.character_stepper.

# Here the page shows a listing from the module unrolled.character_stepper.

from unrolled.character_stepper import CharacterStepper
from unrolled.models.character_model import CharacterModel

characters = CharacterModel(vocabulary=30, hidden=64, backend="torch").double()
stepper, text = CharacterStepper.of(characters), torch.randint(30, (1, 50))
with torch.no_grad():
    expected, _ = characters(text)
off = max(abs(stepper.read(int(token)) - row.numpy()).max() for token, row in zip(text[0], expected[0], strict=True))
print("table:", stepper.table.shape, "stacked weights:", stepper.stacked.shape, "the same:", off < 1e-10)

# Here the page shows a listing from the module unrolled.experiments.decoding_speed.

# Here the page shows a listing from the module unrolled.experiments.decoding_speed.

# Here the page shows a listing from the module unrolled.data.telegrams.

# Here the page shows a listing from the module unrolled.repetition.

from unrolled.repetition import repeated

text = "and the lord said unto the lord said unto the lord said"
print(f"{repeated(text.split(), 3):.2f} of its runs of three words have been there before")

try:
    beam(model.train(), model.start(source, lengths))
except ValueError as error:
    print(error)

from unrolled.sampling import temper

logits = torch.tensor([[3.0, 2.0, 1.0, 0.0, -1.0]])
print("temperature, then nucleus:", int((nucleus(temper(logits, 2), 0.8) > 0).sum()), "tokens")
print("nucleus, then temperature:", int((nucleus(temper(logits, 1), 0.8) > 0).sum()), "tokens")

alpha = math.log(long[1] / short[1]) / math.log((5 + long[0]) / (5 + short[0]))
print(f"alpha {alpha:.3f}:", [round(log_p / length_penalty(tokens, alpha), 4) for tokens, log_p in (short, long)])

flat, sharp = torch.full((1, 100), 0.01), torch.cat([torch.tensor([[0.95]]), torch.full((1, 99), 0.05 / 99)], dim=1)
for name, shape in (("flat", flat), ("sharp", sharp)):
    print(name, "nucleus of 0.9:", int((nucleus(shape, 0.9) > 0).sum()), "tokens; top-k of 40:", 40)

loop = p.clone()
loop[words.index("dog")] = torch.eye(len(words))[words.index("the")] * 0.6 + torch.eye(len(words))[3] * 0.4
looping = SimpleNamespace(step=lambda tokens, state: (loop[tokens].log(), state))
rules = Rules(max_length=8)
for name, found in (("greedy", greedy(looping, state, rules)), ("beam of 5", beam(looping, state, 5, rules=rules))):
    print(f"{name:9} {' '.join(words[token] for token in found.tokens[0])}, finished: {found.finished[0]}")
