"""All the code of the page seq2seq/attention, in reading order. Generated: change the page instead."""

"""Attention by hand, four scores, masks, and what it has in common with self-attention: `seq2seq/attention`."""

import torch

memory = torch.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])  # three positions of the source, F = 2
query = torch.tensor([2.0, 0.0])  # the state of the decoder
scores = memory @ query
weights = torch.softmax(scores, dim=0)
print("scores: ", scores.tolist())
print("weights:", [round(w, 3) for w in weights.tolist()], "sum", round(weights.sum().item(), 3))
print("context:", [round(c, 3) for c in (weights @ memory).tolist()])
print("a sum of all states would be", memory.sum(dim=0).tolist())

# Here the page shows a listing from the module unrolled.attention.

# Here the page shows a listing from the module unrolled.attention.

# Here the page shows a listing from the module unrolled.attention.

from unrolled.attention import make_attention
from unrolled.layers.masks import mask_of

torch.manual_seed(0)
B, S, H = 2, 5, 8
memory = torch.randn(B, S, H).double()
query, mask = torch.randn(B, H).double(), mask_of(torch.tensor([5, 3]), S)
for kind in ("additive", "dot", "general", "concat"):
    attention = make_attention(kind, query_size=H, memory_size=H, size=8).double()
    context, weights = attention(query, attention.keys(memory), memory, mask)
    count = sum(p.numel() for p in attention.parameters())
    print(f"{kind:9} context {tuple(context.shape)}, weights {tuple(weights.shape)}, {count:3} parameters")

print("real tokens:     ", mask[1].int().tolist())
print("weights there:   ", [w > 0 for w in weights[1].tolist()])
print("sums are one:    ", torch.allclose(weights.sum(dim=1), torch.ones(B).double()))
other = memory.masked_fill(~mask[:, :, None], 1e6)  # whatever stands in the padding
again, _ = attention(query, attention.keys(other), other, mask)
print("the same context:", torch.allclose(again, context, atol=1e-10))

from torch import nn

dot = make_attention("dot", H, H, 0)
mine, theirs = (memory.clone().requires_grad_() for _ in range(2))
context, _ = dot(query, dot.keys(mine), mine, mask)
expected = nn.functional.scaled_dot_product_attention(query[:, None], theirs, theirs, mask[:, None], scale=1.0)
context.square().sum().backward()
expected.square().sum().backward()
print("same context:  ", torch.allclose(context, expected[:, 0], atol=1e-10))
print("same gradients:", torch.allclose(mine.grad, theirs.grad, atol=1e-10))

additive, concat = (make_attention(kind, H, H, 8).double() for kind in ("additive", "concat"))
with torch.no_grad():
    concat.W.weight.copy_(torch.cat([additive.W_q.weight, additive.W_k.weight], dim=1))
    concat.v.weight.copy_(additive.v.weight)
pairs = [a(query, a.keys(memory), memory, mask)[1] for a in (additive, concat)]
print("additive and concat are one function:", torch.allclose(*pairs, atol=1e-10))

# Here the page shows a listing from the module unrolled.models.decoder.

# Here the page shows a listing from the module unrolled.models.decoder.

from unrolled.models.seq2seq import Seq2Seq

for feeding in (True, False):
    model = Seq2Seq(20, 12, embedding=6, hidden=8, attention="general", input_feeding=feeding)
    read = model.decoder.layer.module.input_size
    print(f"input feeding {feeding!s:5}: the decoder reads {read} numbers a step")
source, lengths = torch.randint(4, 20, (2, 5)), torch.tensor([5, 3])
state = model.start(source, lengths)
_, state = model.step(torch.tensor([2, 2]), state)
print("weights of the step just taken:", tuple(state.weights.shape), "for a heatmap, kept in the state")

x = torch.randn(1, 6, H).double()
order = torch.tensor([3, 0, 5, 1, 4, 2])


def attend_to_itself(x):
    """Every position asks all positions. There is no step before, and no state."""
    return nn.functional.scaled_dot_product_attention(x, x, x)


gru = nn.GRU(H, H, batch_first=True).double()
shuffled = torch.allclose(attend_to_itself(x[:, order]), attend_to_itself(x)[:, order], atol=1e-10)
print("self-attention: shuffled input, the same outputs, shuffled:", shuffled)
shuffled = torch.allclose(gru(x[:, order])[0], gru(x)[0][:, order], atol=1e-10)
print("GRU:            shuffled input, the same outputs, shuffled:", shuffled)

scores = torch.tensor([2.0, 1.0, 3.0])
real = torch.tensor([True, True, False])
late = torch.softmax(scores, dim=0) * real
right = torch.softmax(scores.masked_fill(~real, -torch.inf), dim=0)
print("mask after the softmax: ", [round(w, 3) for w in late.tolist()], "sum", round(late.sum().item(), 3))
print("mask before the softmax:", [round(w, 3) for w in right.tolist()], "sum", round(right.sum().item(), 3))

print("a row of padding alone:", torch.softmax(torch.full((3,), -torch.inf), dim=0).tolist())
try:
    dot(query, memory, memory, torch.tensor([[True] * 5, [False] * 5]))
except ValueError as error:
    print(error)

torch.manual_seed(0)
for size in (4, 64, 1024):
    q, m = torch.randn(size), torch.randn(8, size)
    plain, scaled = torch.softmax(m @ q, 0).max(), torch.softmax(m @ q / size**0.5, 0).max()
    print(f"{size:4} entries: largest weight {plain:.2f}, after division by the root of the size {scaled:.2f}")

flat = make_attention("additive", H, H, 8).double()
nn.init.zeros_(flat.v.weight)  # all scores are zero
context, weights = flat(query, flat.keys(memory), memory, mask)
own = torch.stack([memory[0].mean(dim=0), memory[1, :3].mean(dim=0)])
print("all scores alike, so a plain mean over real tokens:", torch.allclose(context, own, atol=1e-10))

weights = [torch.softmax(torch.tensor([2.0, 1.0, 3.0]) * beta, dim=0) for beta in (0.0, 1.0, 10.0)]
print([[round(w, 2) for w in row.tolist()] for row in weights])
