"""All the code of the page foundations/sequences, in reading order. Generated: change the page instead."""

"""Sequences as tensors, and the five shapes of a sequence model: what `foundations/sequences` runs."""

import torch

from unrolled.data import sentences
from unrolled.data.tokenise import tokenise
from unrolled.data.vocabulary import Vocabulary

train = [tokenise(review.text) for review in sentences.load("train")]
vocabulary = Vocabulary.build(train, size=2000)
words = train[1]
indices = torch.tensor(vocabulary.encode(words))  # (T,)
print(words)
print(indices.tolist())
print("shape", tuple(indices.shape), "- an index of 1 stands for a word that is not in the list")

from torch import nn

torch.manual_seed(0)
one_hot = nn.functional.one_hot(indices, len(vocabulary)).float()  # (T, V): a single 1 in each row
embed = nn.Embedding(len(vocabulary), 16)  # a table of V rows, each of D = 16 numbers to learn
x = embed(indices)  # (T, D): row 7 of the table for index 7
print("one-hot", tuple(one_hot.shape), " embedded", tuple(x.shape))
print("the same as a product with the table:", torch.allclose(one_hot @ embed.weight, x))

import math

day = torch.arange(0, 72) / 24  # three days, one value an hour
temperature = 12 + 5 * torch.sin(2 * math.pi * (day - 0.375))  # warmest in the afternoon
humidity = 70 - 15 * torch.sin(2 * math.pi * (day - 0.375))
series = torch.stack([temperature, humidity], dim=-1)
print("series", tuple(series.shape), " at noon of day 1:", [round(v, 1) for v in series[12].tolist()])

time = torch.arange(8000) / 8000  # one second, 8,000 samples
low, high = torch.sin(2 * math.pi * 220 * time), torch.sin(2 * math.pi * 440 * time)
sound = torch.where(time < 0.5, low, high)  # a tone, then the tone one octave above
frames = sound.view(50, 160)  # 50 pieces of 20 milliseconds, 160 samples each
crossings = ((frames[:, 1:] > 0) != (frames[:, :-1] > 0)).sum(dim=1)
print("samples", tuple(sound.shape), " frames", tuple(frames.shape))
print("sign changes in the first and the last frame:", crossings[0].item(), crossings[-1].item())

from sklearn.datasets import load_digits

images = torch.tensor(load_digits().images, dtype=torch.float32) / 16  # 8 x 8 pixels, grey from 0 to 1
film = torch.zeros(9, 8, 16)  # nine pictures of 8 x 16 pixels
for t in range(9):
    film[t, :, t : t + 8] = images[3]  # a handwritten 3 moves to the right
video = film.flatten(start_dim=1)
print("film", tuple(film.shape), " as vectors", tuple(video.shape))
print("\n".join("".join(" .#"[int(p > 0.3) + int(p > 0.7)] for p in row) for row in film[4]))

# Here the page shows a listing from the module unrolled.shapes.

from unrolled.cells.elman import ElmanCell
from unrolled.shapes import states

cell = ElmanCell(input_size=16, hidden_size=8)  # D = 16 numbers in, H = 8 numbers of state
for steps in (3, 30, 300):
    h = states(cell, torch.randn(2, steps, 16))
    print(f"T = {steps:3}: last state {tuple(h[:, -1].shape)}, parameters {sum(p.numel() for p in cell.parameters())}")

from unrolled.shapes import bag

pair = ["the acting is good , not bad", "the acting is bad , not good"]
tokens = torch.tensor([vocabulary.encode(tokenise(text)) for text in pair])  # (B, T) = (2, 7)
bags = bag(embed, tokens)
print("tokens", tuple(tokens.shape), " bags", tuple(bags.shape))
print("the two bags are equal:", torch.allclose(bags[0], bags[1], atol=1e-5))

h = states(cell, embed(tokens))
gap = (h[0] - h[1]).abs().amax(dim=-1)  # how far the two sentences are apart after each word
print("states", tuple(h.shape))
for word, other, apart in zip(*map(tokenise, pair), gap.tolist(), strict=True):
    print(f"{word:7} {other:7} {'same state' if apart == 0 else 'states differ'}")

from collections.abc import Callable


def learn(parts: list, loss_of: Callable, updates: int) -> None:
    parameters = [p for part in parts for p in part.parameters()]
    optimizer = torch.optim.Adam(parameters, lr=1e-2)
    for _ in range(updates):
        optimizer.zero_grad()
        loss_of().backward()  # the gradient of the loss, for every weight
        optimizer.step()  # every weight a little downhill

torch.manual_seed(0)
digits, labels = images.flatten(start_dim=1), torch.tensor(load_digits().target)  # (1797, 64) and (1797,)
read = nn.Linear(64, 10)
learn([read], lambda: nn.functional.cross_entropy(read(digits[:1200]), labels[:1200]), updates=60)
right = (read(digits[1200:]).argmax(-1) == labels[1200:]).float().mean()
print("in", tuple(digits[:1].shape), " out", tuple(read(digits[:1]).shape))
print("more than 80 % of new digits right:", right.item() > 0.8)

from unrolled.layers.recurrent import GRU
from unrolled.shapes import many_to_one


def events(batch: int, steps: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Channel 0 rings once, channel 1 rings once. The label is 1 if channel 0 rang first."""
    when = torch.rand(batch, steps).argsort(dim=1)[:, :2]  # (B, 2): two different steps
    x = torch.zeros(batch, steps, 2)
    x.scatter_(1, when.unsqueeze(1), 1.0)
    return x, (when[:, 0] < when[:, 1]).float()


torch.manual_seed(0)
first_layer, first_read = GRU(2, 16), nn.Linear(16, 1)
x, label = events(128, 8)
logits = lambda x: many_to_one(first_layer, first_read, x).squeeze(-1)  # noqa: E731
learn([first_layer, first_read], lambda: nn.functional.binary_cross_entropy_with_logits(logits(x), label), updates=100)
new_x, new_label = events(1000, 8)
right = ((logits(new_x) > 0) == (new_label > 0.5)).float().mean().item()
print("in", tuple(x.shape), " out", tuple(logits(x).shape))
print("network, more than 98 % of new sequences right:", right > 0.98)
print("all bags are equal, so a bag cannot do better than half:", bool((new_x.sum(dim=1) == 1).all()))

# Here the page shows a listing from the module unrolled.shapes.

from unrolled.shapes import synchronised

torch.manual_seed(0)
bits = torch.randint(0, 2, (128, 8, 1)).float()
parity = bits.cumsum(dim=1) % 2  # (B, T, 1): is the number of ones so far odd?
parity_layer, parity_read = GRU(1, 32), nn.Linear(32, 1)
learn(
    [parity_layer, parity_read],
    lambda: nn.functional.binary_cross_entropy_with_logits(synchronised(parity_layer, parity_read, bits), parity),
    updates=200,
)
new = torch.randint(0, 2, (1000, 8, 1)).float()
right = ((synchronised(parity_layer, parity_read, new) > 0) == (new.cumsum(dim=1) % 2 > 0.5)).float().mean().item()
print("in", tuple(bits.shape), " out", tuple(synchronised(parity_layer, parity_read, bits).shape))
print("more than 98 % of all steps right:", right > 0.98)

from unrolled.cells.gru import GRUCell
from unrolled.shapes import one_to_many

torch.manual_seed(0)
frequency = torch.linspace(0.2, 0.6, 16).unsqueeze(-1)  # (B, 1): one number in ...
wave = torch.sin(frequency * torch.arange(1, 17)).unsqueeze(-1)  # (B, 16, 1): ... sixteen numbers out
begin, cell, read = nn.Linear(1, 16), GRUCell(1, 16), nn.Linear(16, 1)


def draw(v: torch.Tensor, steps: int) -> torch.Tensor:
    return one_to_many(cell, read, (torch.tanh(begin(v)),), torch.zeros(len(v), 1), steps)


guess = wave.square().mean().item()  # the error of always saying 0
learn([begin, cell, read], lambda: nn.functional.mse_loss(draw(frequency, 16), wave), updates=100)
error = nn.functional.mse_loss(draw(frequency, 16), wave).item()
print("in", tuple(frequency.shape), " out", tuple(draw(frequency, 16).shape))
print("error below a tenth of always saying 0:", error < guess / 10)

# Here the page shows a listing from the module unrolled.shapes.

from unrolled.shapes import offset

torch.manual_seed(0)
numbers = torch.randint(0, 4, (256, 3))  # three symbols of four
source = nn.functional.one_hot(numbers, 4).float()  # (B, S, D)
encoder, decoder, read = GRU(4, 32), GRUCell(4, 32), nn.Linear(32, 4)


def reverse(source: torch.Tensor) -> torch.Tensor:
    return offset(encoder, decoder, read, source, torch.zeros(len(source), 4), steps=3)


learn(
    [encoder, decoder, read],
    lambda: nn.functional.cross_entropy(reverse(source).flatten(0, 1), numbers.flip(1).flatten()),
    updates=100,
)
print("in", tuple(source.shape), " out", tuple(reverse(source).shape))
print("read", numbers[0].tolist(), " wrote", reverse(source)[0].argmax(-1).tolist())

# Here the page shows a listing from the module unrolled.shapes.

from unrolled.shapes import feedforward_parameters, recurrent_parameters

D, H = 16, 32
print("steps     recurrent  ordinary layer over all steps")
for T in (1, 10, 100, 1000):
    print(f"T = {T:4} {recurrent_parameters(D, H):9,} {feedforward_parameters(D, H, T):10,}")
plain, wide = ElmanCell(D, H), nn.Linear(1000 * D, H)
print("counted in the real ones:", *(f"{sum(p.numel() for p in m.parameters()):,}" for m in (plain, wide)))

# Here the page shows a listing from the module unrolled.shapes.

from unrolled.shapes import gradients_by_step

cell = ElmanCell(3, 4).double()
x = torch.randn(2, 5, 3, dtype=torch.float64)
apart = gradients_by_step(cell, x, lambda h: h[:, -1].square().sum())  # five copies of each weight
states(cell, x)[:, -1].square().sum().backward()  # one weight, used five times
print("U, a copy for each step:", tuple(apart["U"].shape), " U, shared:", tuple(cell.U.grad.shape))
print("the shared gradient is their sum:", torch.allclose(cell.U.grad, apart["U"].sum(dim=0), atol=1e-12))

for steps in (8, 32):  # the network that learned on 8 steps which event came first
    longer, first = events(1000, steps)
    answers = many_to_one(first_layer, first_read, longer).squeeze(-1) > 0
    right = (answers == (first > 0.5)).float().mean().item()
    print(f"T = {steps:2}: output {tuple(answers.shape)}, more than 90 % right: {right > 0.9}")

batch = torch.randn(4, 7, 16)  # (B, T, D): four sequences of seven steps
turned = batch.transpose(0, 1)  # (T, B, D): what a layer that wants time first would need
layer = GRU(16, 8)
print("right:", tuple(layer(batch)[0].shape), " wrong, and no error:", tuple(layer(turned)[0].shape))

D, H = 16, 32
T = next(T for T in range(1, 100) if feedforward_parameters(D, H, T) > recurrent_parameters(D, H))
print("the ordinary layer is the larger one from T =", T, "on; 1 + H / D =", 1 + H / D)

x, label = events(1, 8)
with torch.no_grad():
    after_each = synchronised(first_layer, first_read, x)[0, :, 0]  # (T,): the same two parts, read at each step
    print("last of these is the answer:", torch.allclose(after_each[-1], many_to_one(first_layer, first_read, x)[0, 0]))
print("one answer after each step:", tuple(after_each.shape))
