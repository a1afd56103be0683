"""All the code of the page seq2seq/encoder-decoder, in reading order. Generated: change the page instead."""

"""An encoder, a bridge and a decoder: what the chapter `seq2seq/encoder-decoder` runs."""

from unrolled.data.pairs import collate_pairs
from unrolled.data.specials import BOS, EOS, PAD

words = ["<pad>", "<unk>", "<s>", "</s>", "and", "it", "was", "so", "he", "said"]
clauses = [["and", "it", "was", "so"], ["he", "said"]]
indices = [[words.index(word) for word in clause] for clause in clauses]
batch = collate_pairs(indices, indices)  # say it again: the target is the source
print("PAD, BOS, EOS =", PAD, BOS, EOS)
for name in ("source", "source_lengths", "target_in", "target_out"):
    print(f"{name:15}", getattr(batch, name).tolist())
print("mask           ", batch.mask.int().tolist())

# Here the page shows a listing from the module unrolled.models.encoder.

# Here the page shows a listing from the module unrolled.models.encoder.

# Here the page shows a listing from the module unrolled.models.seq2seq.

import torch

from unrolled.models.seq2seq import Seq2Seq

torch.manual_seed(0)
model = Seq2Seq(len(words), len(words), embedding=8, hidden=16, attention=None).double().eval()
memory = model.encode(batch.source, batch.source_lengths)
state = model.begin(memory)
logits = model(batch.source, batch.source_lengths, batch.target_in)
print("states of the encoder (B, S, F):", tuple(memory.states.shape))
print("the one vector        (B, F):   ", tuple(memory.ends.shape))
print("state of the decoder  (B, H):   ", tuple(state.h.shape))
print("logits                (B, T, V):", tuple(logits.shape))

state, seen = model.start(batch.source, batch.source_lengths), []
for tokens in batch.target_in.unbind(1):
    scores, state = model.step(tokens, state)
    seen.append(scores)
print("a step = the teacher-forced pass:", torch.allclose(torch.stack(seen, dim=1), logits, atol=1e-10))
short = collate_pairs(indices[1:], indices[1:])  # the second clause alone, without padding
alone = model(short.source, short.source_lengths, short.target_in)
print("a batch = one by one:            ", torch.allclose(logits[1:, :3], alone, atol=1e-10))

from torch import nn

oracle = nn.GRU(8, 16, batch_first=True, bidirectional=True).double()
both = model.encoder.recurrent
for way, end in ((both.ahead.module, ""), (both.back.module, "_reverse")):
    for name, weight in way.named_parameters():
        getattr(oracle, name + end).data.copy_(weight)
x = model.encoder.embed(batch.source)
packed = nn.utils.rnn.pack_padded_sequence(x, batch.source_lengths, batch_first=True, enforce_sorted=False)
output, h_n = oracle(packed)
output, _ = nn.utils.rnn.pad_packed_sequence(output, batch_first=True)
print("same states:    ", torch.allclose(memory.states, output, atol=1e-10))
print("same one vector:", torch.allclose(memory.ends, torch.cat([h_n[0], h_n[1]], dim=1), atol=1e-10))

torch.manual_seed(0)
model = Seq2Seq(14, 14, embedding=16, hidden=48, attention=None)
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2, fused=True)
losses = []
for _ in range(150):  # strings of three digits, said again; 4 is the digit 0
    digits = torch.randint(4, 14, (64, 3))
    given = torch.cat([torch.full((64, 1), BOS), digits], dim=1)
    wanted = torch.cat([digits, torch.full((64, 1), EOS)], dim=1)
    logits = model(digits, torch.full((64,), 3), given)
    loss = nn.functional.cross_entropy(logits.flatten(0, 1), wanted.flatten())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
print("the loss fell to less than a tenth:", losses[-1] < losses[0] / 10)

model.eval()
source = torch.tensor([[9, 4, 6]])  # 5 0 2
state, token, written = model.start(source, torch.tensor([3])), torch.tensor([BOS]), []
while token.item() != EOS and len(written) < 10:
    scores, state = model.step(token, state)
    token = scores.argmax(dim=-1)  # the likeliest next token is the next input
    written.append(token.item())
print("read:   ", [i - 4 for i in source[0].tolist()])
print("written:", [i - 4 for i in written[:-1]], "and then the end:", written[-1] == EOS)

# Here the page shows a listing from the module unrolled.scheduled_sampling.

# Here the page shows a listing from the module unrolled.scheduled_sampling.

from unrolled.scheduled_sampling import inverse_sigmoid, scheduled

sources, lengths = torch.randint(4, 14, (5, 3)), torch.full((5,), 3)
given = torch.cat([torch.full((5, 1), BOS), sources], dim=1)
taught = scheduled(model, sources, lengths, given, teacher=1)
print("teacher = 1 is teacher forcing:", torch.allclose(taught, model(sources, lengths, given), atol=1e-5))
for step in (0, 700, 1_380, 2_000):
    print(f"step {step:5}: the true word with probability {inverse_sigmoid(step, 250):.2f}")

# Here the page shows a listing from the module unrolled.free_run.

# Here the page shows a listing from the module unrolled.free_run.

from unrolled.free_run import BothWays, exposure

true = torch.tensor([[True, True, True, True, True]])
free = torch.tensor([[True, False, False, True, False]])  # its first mistake is at step 2
zeros = torch.zeros(1, 5)
found = exposure([BothWays(forced=true, free=free, forced_nll=zeros, free_nll=zeros, mask=true)])
print("steps after a mistake:", found.steps)
print(f"right there: {found.reading_itself:.2f} reading itself, {found.corrected:.2f} corrected")

torch.manual_seed(0)
model = Seq2Seq(len(words), len(words), embedding=8, hidden=16, attention=None).eval()
longer = torch.cat([batch.source[1:], torch.zeros(1, 6, dtype=torch.long)], dim=1)  # "he said", and padding
raw = model.encoder.recurrent.outputs(model.encoder.embed(longer), torch.tensor([2]))
memory = model.encode(batch.source[1:], torch.tensor([2]))
print("own last step:", torch.allclose(raw[:, 1, :16], memory.ends[:, :16], atol=1e-5))
print("last column:  ", torch.allclose(raw[:, -1, :16], memory.ends[:, :16], atol=1e-5))

inputs, wanted = batch.target_in[0], batch.target_out[0]
print("reads", [words[i] for i in inputs.tolist()])
print("wants", [words[i] for i in wanted.tolist()])
for name, read in (("shifted", inputs), ("not shifted", wanted)):
    print(f"{name:11}: repeating what was just read is right {int((read == wanted).sum())} times of {len(wanted)}")

import math

for n in (3, 6, 12):
    print(f"{n:2} words out of 500: up to {n * math.log2(500):.0f} bits to keep")

teacher = [inverse_sigmoid(step, 250) for step in range(0, 2_001, 500)]
print([round(share, 2) for share in teacher])
print("never rises:", teacher == sorted(teacher, reverse=True))

silent = model.begin(memory._replace(ends=torch.zeros_like(memory.ends)))
bias = torch.tanh(model.bridge.bias)
print("without a source the decoder starts from the bias:", torch.allclose(silent.h[0], bias))
