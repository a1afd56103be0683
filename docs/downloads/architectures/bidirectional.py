"""All the code of the page architectures/bidirectional, in reading order. Generated: change the page instead."""

"""Two directions, step by step: what the chapter `architectures/bidirectional` runs."""

words = [1.0, 2.0, 3.0]
ahead, back = [], [0.0] * 3
total = 0.0
for t in range(3):  # from left to right: the sum of what has been read
    total += words[t]
    ahead.append(total)
total = 0.0
for t in reversed(range(3)):  # from right to left
    total += words[t]
    back[t] = total
for t in range(3):
    print(f"step {t + 1}: reads {words[t]:.0f}, ahead {ahead[t]:.0f}, back {back[t]:.0f}")

# Here the page shows a listing from the module unrolled.layers.bidirectional.

import torch

from unrolled.layers.bidirectional import reverse

x = torch.tensor([[1, 2, 3, 4, 5], [6, 7, 8, 0, 0]])  # the second sequence has 3 steps, then padding
lengths = torch.tensor([5, 3])
print("within its own length:", reverse(x, lengths).tolist())
print("flipped as a whole:   ", x.flip(1).tolist())

# Here the page shows a listing from the module unrolled.layers.bidirectional.

from unrolled.layers.bidirectional import Bidirectional
from unrolled.layers.recurrent import GRU

torch.manual_seed(0)
x = torch.randn(2, 5, 3)  # (B, T, D)
for join in ("concat", "sum", "mean"):
    layer = Bidirectional(GRU(3, 4), GRU(3, 4), join)
    output, ((end,), (start,)) = layer(x, lengths)
    print(f"{join:6} output {tuple(output.shape)}  states {tuple(end.shape)} and {tuple(start.shape)}")

from torch import nn

from unrolled.layers.convert_stack import stack_from_torch, torch_states

oracle = nn.LSTM(3, 4, num_layers=2, batch_first=True, bidirectional=True).double()
stack = stack_from_torch(oracle)  # two layers of Bidirectional
ours, theirs = x.double().requires_grad_(), x.double().requires_grad_()
output, states = stack(ours, lengths)
packed = nn.utils.rnn.pack_padded_sequence(theirs, lengths, batch_first=True, enforce_sorted=False)
packed, (h_n, c_n) = oracle(packed)
expected, _ = nn.utils.rnn.pad_packed_sequence(packed, batch_first=True)
output.square().sum().backward()
expected.square().sum().backward()
h, c = torch_states(states)
print("same outputs:  ", torch.allclose(output, expected, atol=1e-10))
print("same states:   ", torch.allclose(h, h_n, atol=1e-10) and torch.allclose(c, c_n, atol=1e-10))
print("same gradients:", torch.allclose(ours.grad, theirs.grad, atol=1e-10))

whole = x.double()  # no padding in this part: every sequence has 5 steps
out, (h_n, _) = oracle(whole)
print("output:", tuple(out.shape), " h_n:", tuple(h_n.shape))
names = ["l0 ahead", "l0 back", "l1 ahead", "l1 back"]
bottom = stack.layers[0](whole)[0]  # what l0 puts out
candidates = {
    "l0, first half, last step": bottom[:, -1, :4],
    "l0, second half, first step": bottom[:, 0, 4:],
    "l1, first half, last step": out[:, -1, :4],
    "l1, second half, first step": out[:, 0, 4:],
}
for i, name in enumerate(names):
    (where,) = [label for label, tensor in candidates.items() if torch.allclose(tensor, h_n[i], atol=1e-10)]
    print(f"h_n[{i}] = {name:8} = output of {where}")

changed = whole.clone()
changed[:, :4] = torch.randn(2, 4, 3)  # other words everywhere but at the last step
one = nn.LSTM(3, 4, batch_first=True, bidirectional=True).double()
before, after = one(whole)[0][:, -1], one(changed)[0][:, -1]
for half, name in ((slice(0, 4), "ahead"), (slice(4, 8), "back")):
    moved = (before[:, half] - after[:, half]).abs().max().item()
    print(f"out[:, -1], half {name:5}: moved by {moved:.3f}")

end_of = one(whole)[1][0]  # h_n (2, B, H)
right = torch.cat([end_of[0], end_of[1]], dim=-1)  # (B, 2H)
out = one(whole)[0]
same = torch.cat([out[:, -1, :4], out[:, 0, 4:]], dim=-1)
print("both ends:", torch.equal(right, same), " out[:, -1]:", torch.allclose(right, out[:, -1]))

short = whole[1:, :3]  # the second sequence alone, without its padding
padded = torch.cat([short, torch.zeros(1, 2, 3).double()], dim=1)
clean, naive = one(short)[0], one(padded)[0][:, :3]  # naive: the whole rectangle, no lengths
print("ahead, real steps, unchanged:", torch.allclose(clean[..., :4], naive[..., :4]))
print("back, real steps, unchanged: ", torch.allclose(clean[..., 4:], naive[..., 4:]))
book = stack_from_torch(one).layers[0].outputs(padded, torch.tensor([3]))[:, :3]
print("reversed within its length:  ", torch.allclose(clean, book, atol=1e-10))

later = whole.clone()
later[:, 4] += 1.0  # a future input changes ...
for name, layer in (
    ("one direction ", nn.GRU(3, 4, batch_first=True)),
    ("two directions", nn.GRU(3, 4, batch_first=True, bidirectional=True)),
):
    layer = layer.double()
    moved = (layer(whole)[0] - layer(later)[0]).abs().amax(dim=(0, 2))  # (T)
    print(name, "outputs move by", [f"{m:.3f}" for m in moved.tolist()])

def size(module: nn.Module) -> int:
    return sum(p.numel() for p in module.parameters())


print("one direction, H = 64: ", f"{size(nn.LSTM(64, 64)):,}")
print("two directions, H = 64:", f"{size(nn.LSTM(64, 64, bidirectional=True)):,}")
print("one direction, H = 100:", f"{size(nn.LSTM(64, 100)):,}")
print("two layers, both ways: ", f"{size(nn.LSTM(64, 64, num_layers=2, bidirectional=True)):,}")

# Here the page shows a listing from the module unrolled.data.only_one.

_, (h_n, _) = oracle(whole)
table = h_n.view(2, 2, 2, 4)  # (layers, directions, B, H)
print("top layer:", torch.equal(torch.cat([table[-1, 0], table[-1, 1]], -1), torch.cat([h_n[-2], h_n[-1]], -1)))
print("h_n[-1] alone is the top layer going back:", torch.equal(h_n[-1], oracle(whole)[0][:, 0, 4:]))

half = torch.randn(1, 3, 3)
palindrome = torch.cat([half, half.flip(1)], dim=1)
twin = GRU(3, 4)
both = Bidirectional(twin, twin)  # the SAME layer in both directions
out, ((end,), (start,)) = both(palindrome)
print("equal ends on a palindrome:", torch.allclose(end, start, atol=1e-6))
print("mirrored outputs:          ", torch.allclose(out[..., :4], out.flip(1)[..., 4:], atol=1e-6))

late = nn.GRU(3, 4, batch_first=True)
wait = 2  # answer for step t once step t + 2 has been read
shifted = late(torch.cat([x, torch.zeros(2, wait, 3)], dim=1))[0][:, wait:]
print("an output for each step:", tuple(shifted.shape))
moved = torch.cat([x[:, :3], x[:, 3:] + 1.0], dim=1)  # steps 4 and 5 change
after = late(torch.cat([moved, torch.zeros(2, wait, 3)], dim=1))[0][:, wait:]
print("answers that change:", [t + 1 for t in range(5) if not torch.equal(shifted[:, t], after[:, t])])
