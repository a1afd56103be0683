"""All the code of the page gates/memory, in reading order. Generated: change the page instead."""

"""Tests of memory: what the chapter `gates/memory` runs."""

import torch

from unrolled.data.copy import copy, guess_loss

letters = "abcdefgh_?"  # eight symbols, then silence, then the cue
x, answer = copy(batch=2, delay=6, generator=torch.Generator().manual_seed(0))
print("x:", tuple(x.shape), " answer:", tuple(answer.shape))
for row, wanted in zip(x, answer, strict=True):
    shown = "".join(letters[k] for k in row.argmax(-1).tolist())
    print(shown, " answer in the last 3 steps:", "".join(letters[k] for k in wanted.tolist()))
print(f"loss of a guess: {guess_loss():.3f}")

from unrolled.data.adding import GUESS_MSE, adding

x, total = adding(batch=1, steps=6, generator=torch.Generator().manual_seed(0))
print("numbers:", [round(v, 2) for v in x[0, :, 0].tolist()])
print("marks:  ", x[0, :, 1].int().tolist(), " sum:", round(total.item(), 2))
print(f"loss of a guess: {GUESS_MSE:.3f}")

from unrolled.data.parity import GUESS_LOSS, parity

x, odd = parity(batch=1, steps=8, generator=torch.Generator().manual_seed(0))
print("bits:      ", x[0, :, 0].int().tolist())
print("odd so far:", odd[0].tolist())
print(f"loss of a guess: {GUESS_LOSS:.3f}")

# Here the page shows a listing from the module unrolled.data.copy.

# Here the page shows a listing from the module unrolled.data.parity.

# Here the page shows a listing from the module unrolled.memory_tasks.

# Here the page shows a listing from the module unrolled.models.last_steps.

from torch import nn

from unrolled.layers.torch_layers import TorchRNN, initialise_gates
from unrolled.memory_tasks import TASKS
from unrolled.models.last_steps import LastSteps


def learn(task, length, updates, rate=1e-3):
    torch.manual_seed(0)
    stream = torch.Generator().manual_seed(0)
    layer = TorchRNN(task.inputs, 64)
    initialise_gates(layer)  # orthogonal recurrent weights
    model = LastSteps(layer, 64, task.outputs).double()
    optimizer = torch.optim.Adam(model.parameters(), rate, betas=(0.9, 0.99))
    for _ in range(updates):
        x, y = task.draw(32, length, stream)
        loss = task.loss(model(x.double(), y.shape[1]), y)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    return model


before, after = learn(TASKS["copy"], 5, updates=0), learn(TASKS["copy"], 5, updates=250)
x, y = TASKS["copy"].draw(200, 5, torch.Generator().manual_seed(1))
x = x.double()
for name, model in (("before training", before), ("after 250 updates", after)):
    print(f"{name}: {100 * TASKS['copy'].correct(model(x, 3), y):.0f} % of the symbols right")

# Here the page shows a listing from the module unrolled.connectivity.

from unrolled.connectivity import connectivity

for name, model in (("before training", before), ("after 250 updates", after)):
    rows = connectivity(lambda x, model=model: model(x, 3), x)  # (answers, T)
    print(name)
    for k, row in enumerate(rows, 1):
        print(f"  answer {k}:", " ".join(f"{v:4.2f}" for v in (row / row.sum()).tolist()))

one, _ = copy(batch=1, delay=20, generator=torch.Generator().manual_seed(0))
K, A, T = 3, 8, one.shape[1]
loss = K * guess_loss(A) / T
print(f"T = {T}: silence everywhere it is due, and a guess at the end: {loss:.3f} a step")
print(f"who guesses at every step: {guess_loss(A + 1):.3f}")

by_scores = connectivity(lambda x: after(x, 3), x)
by_probabilities = connectivity(lambda x: (10 * after(x, 3)).softmax(-1), x)  # a model ten times as sure
print(f"largest entry by scores:        {by_scores.max():.1f}")
print(f"largest entry by probabilities: {by_probabilities.max():.1f}")

from unrolled.layers.recurrent import RNN

machine = RNN(1, 2)
with torch.no_grad():
    # h[0] - h[1] is 2 when the count so far is odd, and 0 when it is even
    machine.cell.U.copy_(torch.tensor([[10.0, -10.0], [10.0, -10.0]]))
    machine.cell.W.copy_(torch.tensor([[20.0], [20.0]]))
    machine.cell.b.copy_(torch.tensor([-10.0, -30.0]))  # h[0]: at least one; h[1]: both
bits, odd = parity(batch=50, steps=500, generator=torch.Generator().manual_seed(0))
states, _ = machine(bits)
read = (states[..., 0] - states[..., 1]) > 1
print("parity of 500 bits, right at every step:", bool((read == odd.bool()).all()))
