"""One loop that trains every model of the book, shown on a small character model: `foundations/training-loop`."""

# --8<-- [start:data]
from unrolled.data import sentences
from unrolled.data.characters import CharacterData, lines_of

texts = {split: [review.text for review in sentences.load(split)][:120] for split in ("train", "valid")}
data = CharacterData(texts, vocabulary=64)
batch = lines_of([data.rows["train"][1], data.rows["train"][115]])
show = lambda row: repr("".join(data.vocabulary.decode(row.tolist())))  # noqa: E731
print("reads  ", show(batch.inputs[0, :30]))
print("answers", show(batch.targets[0, :30]))
print("reads  ", show(batch.inputs[1, : batch.lengths[1]]))
print("answers", show(batch.targets[1, : batch.lengths[1]]))
print("inputs", tuple(batch.inputs.shape), " lengths", batch.lengths.tolist())
# --8<-- [end:data]

# --8<-- [start:model]
import torch

from unrolled.layers.masks import mask_of
from unrolled.models.character_model import CharacterModel
from unrolled.perplexity import mean_nll, perplexity, token_nll

torch.manual_seed(0)
model = CharacterModel(len(data.vocabulary), embedding=16, hidden=32, backend="torch")
logits, _ = model(batch.inputs)
mask = mask_of(batch.lengths, batch.inputs.shape[1])
loss = mean_nll(token_nll(logits, batch.targets), mask)
print("tokens", tuple(batch.inputs.shape), "-> logits", tuple(logits.shape))
print(f"untrained: perplexity about {perplexity(loss.item()):.0f} of {len(data.vocabulary)} characters")
# --8<-- [end:model]

# --8<-- [start:averages]
import math

from unrolled.perplexity import bits, exponential_of_mean, mean_of_exponentials

losses, tokens = [1.0, 3.0], [90, 10]  # two batches: mean loss per token, and how many tokens
right = sum(loss * n for loss, n in zip(losses, tokens, strict=True)) / sum(tokens)
print(f"per token:               exp({right:.1f}) = {perplexity(right):.2f}, {bits(right):.2f} bits a token")
print(f"batches weighed alike:   exp({sum(losses) / 2:.1f}) = {exponential_of_mean(losses):.2f}")
print(f"mean of exp(batch loss): {mean_of_exponentials(losses):.2f}")
# --8<-- [end:averages]

# --8<-- [start:schedule]
from unrolled.training import FitConfig, set_learning_rate

config = FitConfig(learning_rate=0.01, warmup=10)
optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
for step in (0, 4, 9, 25, 50, 75, 99):
    set_learning_rate(optimizer, config, step, steps=100)
    rate = optimizer.param_groups[0]["lr"]
    print(f"step {step:2}: {rate:.4f} {'#' * round(4000 * rate)}")
# --8<-- [end:schedule]

# --8<-- [start:fit]
from unrolled.character_task import train


def fresh(seed: int) -> torch.nn.Module:
    torch.manual_seed(seed)
    return CharacterModel(len(data.vocabulary), 16, 32, backend="torch")


config = FitConfig(epochs=3, learning_rate=2e-2, warmup=10)
model = fresh(seed=0)
history = train(model, data, config, budget=2000)
falls = [epoch["loss"] for epoch in history.epochs]
print("epochs", len(history.epochs), " updates", history.step, " kept: epoch", history.best + 1)
print("validation loss fell each time:", falls == sorted(falls, reverse=True))
print(f"perplexity about {perplexity(falls[-1]):.0f}")
# --8<-- [end:fit]

# --8<-- [start:resume]
import tempfile
from pathlib import Path

from unrolled import character_task
from unrolled.training import fit

budget, updates = 2000, len(data.batches("train", 2000))
batches = lambda shuffle: data.batches("train", budget, shuffle)  # noqa: E731
evaluate = lambda model: {"loss": character_task.tally(model, data, "valid", budget).nll}  # noqa: E731
calls = 0


def loss_until_killed(model: torch.nn.Module, lines: tuple) -> torch.Tensor:
    global calls
    calls += 1
    if calls == updates + 3:  # in the middle of the second epoch
        raise KeyboardInterrupt
    return character_task.loss_of(model, lines)


with tempfile.TemporaryDirectory() as folder:
    file = Path(folder) / "run.safetensors"
    try:
        fit(fresh(seed=0), batches, loss_until_killed, evaluate, config, updates, checkpoint=file)
    except KeyboardInterrupt:
        print("killed in epoch 2; saved:", file.name)
    again = fit(fresh(seed=9), batches, character_task.loss_of, evaluate, config, updates, checkpoint=file)
print("epochs after resuming:", len(again.epochs))
print("the same numbers as the unbroken run:", [epoch["loss"] for epoch in again.epochs] == falls)
# --8<-- [end:resume]

# --8<-- [start:seeds]
from dataclasses import replace

short = replace(config, epochs=1)
ends = [train(fresh(seed), data, replace(short, seed=seed), budget).epochs[0]["loss"] for seed in (0, 0, 1)]
print("seed 0 twice, the same loss:", ends[0] == ends[1], " seed 1, the same loss:", ends[0] == ends[2])
# --8<-- [end:seeds]

# --8<-- [start:carried]
from unrolled.truncated import Carried, chunks, tracks

stream = torch.tensor([index for row in data.rows["valid"] for index in row[1:]])  # one long text
inputs, targets = tracks(stream[:-1], 8), tracks(stream[1:], 8)  # (B, L): eight tracks side by side
criterion = lambda logits, y: token_nll(logits, y).mean()  # noqa: E731
with torch.no_grad():
    whole = criterion(model(inputs)[0], targets)
    for carry in (True, False):
        loss_of = Carried(criterion, carry)
        pieces = chunks(inputs, targets, 64)
        mean = sum(loss_of(model, piece) * piece.y.numel() for piece in pieces) / targets.numel()
        print(
            f"{len(pieces)} chunks, state carried: {carry!s:5}  same loss as in one go: {torch.allclose(mean, whole)}"
        )
# --8<-- [end:carried]

# --8<-- [start:counts]
from unrolled.character_counts import CharacterCounts

V = len(data.vocabulary)
for before, name in enumerate(("single characters", "pairs", "triples")):
    nll = CharacterCounts(data.rows["train"], V, before).mean_nll(data.rows["valid"])
    print(f"counting {name:18} perplexity {perplexity(nll):5.1f}, {bits(nll):.2f} bits a character")
# --8<-- [end:counts]

# --8<-- [start:padding]
nll = torch.cat([torch.full((1, 20), 2.0), torch.full((1, 80), 0.01)], dim=1)  # 20 real characters, 80 of padding
mask = mask_of(torch.tensor([20]), 100)
print(f"all positions: perplexity {perplexity(nll.mean().item()):.2f}")
print(f"real ones:     perplexity {perplexity(mean_nll(nll, mask).item()):.2f}")
# --8<-- [end:padding]

# --8<-- [start:zero_grad]
weight = torch.ones(1, requires_grad=True)
for update in range(3):
    (2 * weight).sum().backward()  # no zero_grad in between
    print(f"update {update + 1}: gradient {weight.grad.item():.0f}, and it should be 2")
# --8<-- [end:zero_grad]

# --8<-- [start:solution_word]
characters, words = 1000, 200  # a text, its words counted with the blank after them
bits_a_character = 2.0
nll_a_word = bits_a_character * math.log(2) * characters / words
print(f"perplexity per character {2**bits_a_character:.0f}, per word {perplexity(nll_a_word):,.0f}")
# --8<-- [end:solution_word]

# --8<-- [start:solution_patience]
from unrolled.early_stopping import last_epoch

valid = [2.4, 2.1, 2.0, 2.05, 2.02, 1.9, 1.95, 1.97, 1.99]
for patience in (1, 2, 3):
    last = last_epoch(valid, patience)
    print(f"patience {patience}: stops after epoch {last + 1}, keeps a loss of {min(valid[: last + 1])}")
# --8<-- [end:solution_patience]
