"""Padding, masks, packing and buckets: what the chapter `architectures/variable-length` runs."""

# --8<-- [start:pad]
import torch

from unrolled.data.batching import collate

sentences = [[7, 3, 9, 4, 5], [8, 2], [6, 3, 4]]  # words as numbers; 0 is kept for padding
batch = collate(sentences, labels=[1, 0, 1])
print(batch.tokens)
print("lengths:", batch.lengths.tolist())
# --8<-- [end:pad]

# --8<-- [start:mask]
from unrolled.layers.masks import mask_of

mask = mask_of(batch.lengths, steps=5)  # (B, T)
print(mask.int())
# --8<-- [end:mask]

# --8<-- [start:drift]
from unrolled.layers.recurrent import LSTM

torch.manual_seed(0)
layer = LSTM(input_size=3, hidden_size=4).double()
x = torch.randn(1, 2, 3, dtype=torch.float64)  # one sequence of two steps
_, (own_end, _) = layer(x)
for steps in (2, 3, 5, 10, 50):
    padded = torch.nn.functional.pad(x, (0, 0, 0, steps - 2))  # (1, T, 3), zeros behind the end
    output, _ = layer(padded)
    change = (output[:, -1] - own_end).norm() / own_end.norm()
    print(f"T = {steps:2}: output[:, -1] is off by {change:.2f} of its length")
# --8<-- [end:drift]

# --8<-- [start:masked]
for steps in (2, 3, 50):
    padded = torch.nn.functional.pad(x, (0, 0, 0, steps - 2))
    _, (h, _) = layer(padded, lengths=torch.tensor([2]))
    print(f"T = {steps:2}: the state is the one at the end:", torch.allclose(h, own_end, atol=1e-10))
# --8<-- [end:masked]

# --8<-- [start:pack]
from torch import nn

packed = nn.utils.rnn.pack_padded_sequence(batch.tokens, batch.lengths, batch_first=True, enforce_sorted=False)
print("data:       ", packed.data.tolist())
print("batch sizes:", packed.batch_sizes.tolist())
# --8<-- [end:pack]

# --8<-- [start:exact]
from unrolled.layers.torch_layers import TorchLSTM, weights_of

theirs = TorchLSTM(3, 4).double()  # nn.LSTM, which packs when it is told the lengths
W, U, biases = weights_of(theirs)
with torch.no_grad():
    W.copy_(layer.cell.W), U.copy_(layer.cell.U), biases[0].copy_(layer.cell.b), biases[1].zero_()


def run(model, lengths=None):
    """Final states and the gradient by the input, of three sequences at once."""
    x = torch.randn(3, 5, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(1)).requires_grad_()
    if lengths is None:  # one by one, each cut to its own length: no padding anywhere
        h = torch.cat([model(x[i : i + 1, :n])[1][0] for i, n in enumerate(batch.lengths.tolist())])
    else:
        _, (h, _) = model(x, lengths)
    h.square().sum().backward()
    return h, x.grad


alone, masked, packed = run(layer), run(layer, batch.lengths), run(theirs, batch.lengths)
for name, i in (("states:   ", 0), ("gradients:", 1)):
    print(name, *(f"{(other[i] - alone[i]).abs().max().item() < 1e-10}" for other in (masked, packed)))
print("gradient by padding:", masked[1][~mask].abs().max().item())
# --8<-- [end:exact]

# --8<-- [start:pool]
from unrolled.models.classifier import read_out

h = torch.tensor([[[-2.0], [-4.0], [0.0], [0.0]]])  # (1, 4, 1): two real steps, two of padding
real, all_steps = mask_of(torch.tensor([2]), 4), torch.ones(1, 4, dtype=torch.bool)
for how in ("mean", "max"):
    print(
        f"{how}: {read_out(h, real, how).item():.1f} over real steps, {read_out(h, all_steps, how).item():.1f} over all"
    )
# --8<-- [end:pool]

# --8<-- [start:loss]
from unrolled.masked_loss import masked_mean, token_loss

losses = torch.tensor([[2.0, 4.0, 3.0, 3.0], [5.0, 0.1, 0.1, 0.1]])  # second row: one real step, then padding
lengths = torch.tensor([4, 1])
print(f"over all cells:      {losses.mean():.2f}")
print(f"over real steps:     {masked_mean(losses, lengths):.2f}")

scores, targets = torch.randn(2, 4, 9), torch.randint(0, 9, (2, 4))
ignored = targets.masked_fill(~mask_of(lengths, 4), -100)  # -100: what PyTorch ignores by default
same = nn.functional.cross_entropy(scores.flatten(0, 1), ignored.flatten())
print("equals PyTorch's:   ", torch.allclose(token_loss(scores, targets, lengths), same, atol=1e-6))
# --8<-- [end:loss]

# --8<-- [start:waste]
from unrolled.data import sentences as films
from unrolled.data.batching import buckets
from unrolled.data.padding import random_batches, waste
from unrolled.data.tokenise import tokenise

words = [len(tokenise(review.text)) for review in films.load("train")]
shuffle = torch.Generator().manual_seed(0)
print(f"{len(words)} sentences of {min(words)} to {max(words)} tokens")
print(f"random batches of 64:    {waste(words, random_batches(len(words), 64, shuffle)):.2f} of the cells is padding")
print(f"buckets in strict order: {waste(words, buckets(words, 1500)):.2f}")
print(f"buckets with 10 % play:  {waste(words, buckets(words, 1500, shuffle)):.2f}")
# --8<-- [end:waste]

# --8<-- [start:chunks]
from unrolled.layers.chunks import in_chunks

x = torch.randn(3, 5, 3, dtype=torch.float64)
whole, (h, c) = layer(x, batch.lengths)  # lengths 5, 2, 3
pieces, (h2, c2) = in_chunks(layer, x, batch.lengths, size=2)
print("outputs:", torch.allclose(pieces, whole, atol=1e-10))
print("states: ", torch.allclose(h2, h, atol=1e-10), torch.allclose(c2, c, atol=1e-10))
# --8<-- [end:chunks]

# --8<-- [start:errors]
for bad in ([5, 0, 3], [5, -1, 3], [6, 2, 3], [5, 2]):
    try:
        layer(x, torch.tensor(bad))
    except ValueError as error:
        print(error)
# --8<-- [end:errors]

# --8<-- [start:finite]
layer.check_finite = True
x[1, 0, 2] = float("nan")
try:
    layer(x, batch.lengths)
except ValueError as error:
    print(error)
# --8<-- [end:finite]

# --8<-- [start:padding_idx]
embed = nn.Embedding(10, 3, padding_idx=0)
print("vector of padding:", embed(torch.tensor(0)).tolist())
step = LSTM(3, 4)
state = step.cell.zero_state(1, embed.weight)
with torch.no_grad():
    h, c = step.cell(embed(torch.tensor([0])), state)
print("state after one step of it is zero:", bool((h == 0).all()))
# --8<-- [end:padding_idx]

# --8<-- [start:total_length]
x, some = torch.randn(2, 6, 3), torch.tensor([4, 2])  # T is 6, but no sequence is that long
packed = nn.utils.rnn.pack_padded_sequence(x, some, batch_first=True, enforce_sorted=False)
shorter, _ = nn.utils.rnn.pad_packed_sequence(packed, batch_first=True)
kept, _ = nn.utils.rnn.pad_packed_sequence(packed, batch_first=True, total_length=6)
print("without total_length:", tuple(shorter.shape), " with it:", tuple(kept.shape))
# --8<-- [end:total_length]

# --8<-- [start:solution_bound]
from unrolled.data.padding import waste_bound

for own in ([9, 10, 10, 10], [1, 10, 10, 10], [1, 1, 1, 10]):
    print(own, f"wastes {waste(own, [range(4)]):.3f}, at most {waste_bound(min(own), max(own)):.3f}")
# --8<-- [end:solution_bound]

# --8<-- [start:solution_means]
first, second = torch.tensor([[1.0] * 9]), torch.tensor([[4.0]])  # losses of nine tokens, then of one
print(f"mean of batch means: {torch.stack([first.mean(), second.mean()]).mean().item():.1f}")
print(f"mean over tokens:    {torch.cat([first, second], dim=1).mean().item():.1f}")
# --8<-- [end:solution_means]

# --8<-- [start:solution_left]
from unrolled.data.padding import pad_left

moved = pad_left(batch.tokens, batch.lengths)
print(moved.tolist())
print("number of empty steps before each:", (moved == 0).sum(dim=1).tolist())
# --8<-- [end:solution_left]
