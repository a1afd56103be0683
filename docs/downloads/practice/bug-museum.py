"""All the code of the page practice/bug-museum, in reading order. Generated: change the page instead."""

"""Bugs that raise no error, each beside its fix: what the page `practice/bug-museum` runs."""

import torch
from torch import nn

torch.manual_seed(0)
gru, x, lengths = nn.GRU(4, 5, batch_first=True), torch.randn(3, 6, 4), torch.tensor([6, 2, 4])
x = x.masked_fill((torch.arange(6) >= lengths[:, None]).unsqueeze(-1), 0.0)  # (B, T, D), padded with zeros
output, _ = gru(x)

wrong = output[:, -1]  # BUG: the last column of the rectangle
right = output[torch.arange(3), lengths - 1]  # each row's own last step
print("rows that agree:", torch.isclose(wrong, right).all(dim=1).tolist())

both = nn.GRU(4, 5, num_layers=2, bidirectional=True, batch_first=True)
output, h_n = both(x[:1])  # the first row has no padding

wrong = output[:, -1]  # BUG: its second half comes from a network that has read one step
right = torch.cat([h_n[-2], h_n[-1]], dim=1)  # top layer: forward at the end, backward at the beginning
print("forward half agrees: ", torch.isclose(wrong[:, :5], right[:, :5]).all().item())
print("backward half agrees:", torch.isclose(wrong[:, 5:], right[:, 5:]).all().item())

from torch.nn.functional import cross_entropy

labels = torch.tensor([[1, 2, 1, 3, 2, 1], [2, 1, 0, 0, 0, 0], [3, 1, 1, 2, 0, 0]])  # 0 is padding
logits = torch.zeros(3, 6, 4)
logits[..., 0] = 5.0  # a model that has learnt one thing: to say "padding"

right_answers = logits.argmax(-1) == labels
print(f"accuracy over all cells:   {right_answers.float().mean():.0%}")  # BUG
print(f"accuracy over real labels: {right_answers[labels != 0].float().mean():.0%}")
print(f"loss over all cells:       {cross_entropy(logits.flatten(0, 1), labels.flatten()):.2f}")  # BUG
print(f"loss over real labels:     {cross_entropy(logits.flatten(0, 1), labels.flatten(), ignore_index=0):.2f}")

time_first = nn.GRU(4, 5)  # BUG: batch_first=True is missing, so the batch is taken for time
together, _ = time_first(x)
alone, _ = time_first(x[1:2])
print("shape looks right:", tuple(together.shape))
print("row 1, same alone as in company:", torch.allclose(together[1:2], alone, atol=1e-6))

reshaped = x.reshape(6, 3, 4)  # BUG: the shape of time first, and another order of the numbers
transposed = x.transpose(0, 1)
print("same shape:", reshaped.shape == transposed.shape, "  same numbers:", torch.equal(reshaped, transposed))

first, second = torch.randn(3, 6, 4), torch.randn(3, 6, 4)  # two batches that have nothing to do with each other
_, state = gru(first)
leaked, _ = gru(second, state.detach())  # BUG: begins where strangers ended
fresh, _ = gru(second)  # begins at zero
change = (leaked - fresh).abs().amax(dim=(0, 2))  # (T)
print(f"largest change at step 1: {change[0]:.2f}, at step 6: {change[-1]:.2f}")

sure = torch.tensor([[20.0, -20.0]])  # logits of a model that is right, and sure of it
answer = torch.tensor([0])
print(f"logits into the loss:        {cross_entropy(sure, answer):.4f}")
print(f"probabilities into the loss: {cross_entropy(sure.softmax(-1), answer):.4f}")  # BUG: it can go no lower

model = nn.Sequential(nn.Dropout(0.5), nn.Linear(4, 1))
print("same input, same answer:", torch.equal(model(x), model(x)))  # BUG: still in train mode
model.eval()
print("after model.eval():     ", torch.equal(model(x), model(x)))

series = torch.arange(100.0)  # rises all the time; the last twenty readings are the test part
for name, seen in {"all readings": series, "training part": series[:80]}.items():  # BUG: the first
    scaled = (series - seen.min()) / (seen.max() - seen.min())
    print(f"scaled by {name:13}: training ends at {scaled[79]:.2f}, the test at {scaled[-1]:.2f}")

batch_losses = torch.tensor([2.0, 2.2, 6.0])  # the third batch is a single odd sentence
tokens = torch.tensor([1000.0, 1000.0, 20.0])
print(f"mean of exp(loss):        {batch_losses.exp().mean():6.1f}")  # BUG
print(f"exp of the plain mean:    {batch_losses.mean().exp():6.1f}")  # BUG: a batch is not a token
print(f"exp(nats / tokens):       {((batch_losses * tokens).sum() / tokens.sum()).exp():6.1f}")

from unrolled.cells.gru import GRUCell

after, before = GRUCell(4, 5), GRUCell(4, 5, reset="before")
h = (torch.randn(3, 5),)
print("parameters of the same name:", sorted(after.state_dict().keys() & before.state_dict().keys()))
before.load_state_dict(after.state_dict(), strict=False)  # loads without a word
difference = (after(x[:, 0], h)[0] - before(x[:, 0], h)[0]).abs().max()
print(f"one step with the same weights differs by {difference:.2f}")

import warnings

with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    one_layer = nn.LSTM(4, 5, dropout=0.5, batch_first=True).train()  # BUG: there is no second layer to drop before
print("the argument does nothing:", torch.equal(one_layer(x)[0], one_layer(x)[0]))
print("PyTorch warns:", str(said[0].message)[:54] + " …")

state = None
try:
    for chunk in torch.randn(1, 12, 4).split(4, dim=1):
        output, state = gru(chunk, state)  # BUG: the state still hangs on the graph of the chunk before
        output.square().mean().backward()
except RuntimeError as error:
    print(str(error)[:51] + " …")
for chunk in torch.randn(1, 12, 4).split(4, dim=1):
    output, state = gru(chunk, None if state is None else state.detach())
    output.square().mean().backward()
print("with detach: all chunks done")

weight = torch.ones(1, requires_grad=True)
for step in range(3):
    (3 * weight).sum().backward()  # BUG: no zero_grad: gradients of all steps add up
    print(f"step {step}: gradient {weight.grad.item():.0f}")

labels = torch.tensor([0] * 96 + [1] * 96)  # a file that lists all bad sentences first
shuffled = torch.randperm(192, generator=torch.Generator().manual_seed(0))
for name, rows in {"as in the file": torch.arange(192), "rows shuffled ": shuffled}.items():  # BUG: the first
    print(f"{name}, good ones in each batch:", [int(labels[batch].sum()) for batch in rows.split(32)])
sentence = ["not", "good", "but", "bad"]
scrambled = [sentence[i] for i in (0, 3, 2, 1)]  # BUG: shuffled along time
print(" ".join(sentence), "->", " ".join(scrambled), "; same counts:", sorted(sentence) == sorted(scrambled))

kept = 0.0
for chunk in torch.randn(1, 12, 4).split(4, dim=1):
    kept = kept + gru(chunk)[0].square().mean()  # a running total for the log
print("the total still holds a graph:", kept.requires_grad)
print("a number would not:           ", isinstance(kept.item(), float))
