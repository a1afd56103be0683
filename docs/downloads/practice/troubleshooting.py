"""All the code of the page practice/troubleshooting, in reading order. Generated: change the page instead."""

# Here the page shows a listing from the module unrolled.checks.loss.

"""A check for each symptom, on a sound model and on a broken one: what the page `practice/troubleshooting` runs."""

import torch
from torch.nn.functional import cross_entropy

from unrolled.checks.loss import first_loss

shares = [0.7, 0.2, 0.1]
uniform, known = first_loss(shares)
torch.manual_seed(0)
labels = torch.multinomial(torch.tensor(shares), 5_000, replacement=True)
for scale in (0.1, 10.0):
    logits = scale * torch.randn(5_000, 3)  # an untrained model: small logits, or large ones
    print(f"logits of size {scale:4}: first loss {cross_entropy(logits, labels):6.3f}")
print(f"saying nothing: {uniform:.3f}   knowing the shares: {known:.3f}")

# Here the page shows a listing from the module unrolled.checks.loss.

from torch.nn.functional import binary_cross_entropy_with_logits

from unrolled.checks.loss import overfit
from unrolled.models.classifier import Classifier

tokens, lengths = torch.randint(2, 50, (8, 12)), torch.full((8,), 12)  # (B, T), (B)
targets = torch.tensor([0.0, 1.0] * 4)


def make():
    torch.manual_seed(1)
    return Classifier(50, 16, 16, kind="gru", readout="last", backend="torch")


model, broken = make(), make()
squash = torch.sigmoid  # the loss wants log-odds, and is given probabilities
sound = overfit(model, lambda: binary_cross_entropy_with_logits(model(tokens, lengths), targets))
twice = overfit(broken, lambda: binary_cross_entropy_with_logits(squash(broken(tokens, lengths)), targets))
print(f"sound:          {sound:.2f}")
print(f"squashed twice: {twice:.2f}")

# Here the page shows a listing from the module unrolled.checks.invariance.

# Here the page shows a listing from the module unrolled.checks.invariance.

from unrolled.checks.invariance import company_changes, padding_changes

ragged = torch.tensor([12, 7, 3, 9, 12, 5, 2, 8])
padded = tokens.masked_fill(torch.arange(12) >= ragged[:, None], 0)  # 0 is padding
layer = torch.nn.GRU(16, 16)  # no batch_first


def mixed_up(tokens, lengths):
    output, _ = layer(model.embed(tokens))  # (B, T, D) where (T, B, D) is expected
    return model.score(output[torch.arange(len(tokens)), lengths - 1])


def last_column(tokens, _lengths):
    output, _ = model.recurrent(model.embed(tokens))
    return model.score(output[:, -1])


model.eval()
for name, answer in {"sound": model, "last column": last_column, "batch first forgotten": mixed_up}.items():
    widened, alone = padding_changes(answer, padded, ragged), company_changes(answer, padded, ragged)
    print(f"{name:22} more padding: {widened:.3f}   alone or in company: {alone:.3f}")

# Here the page shows a listing from the module unrolled.checks.invariance.

from unrolled.checks.invariance import looks_ahead
from unrolled.layers.bidirectional import Bidirectional
from unrolled.layers.recurrent import GRU

x = torch.randn(2, 6, 4)
forward, both = GRU(4, 5), Bidirectional(GRU(4, 5), GRU(4, 5))
blur = torch.nn.Conv1d(4, 4, kernel_size=3, padding=1)  # centred: it sees one step ahead
print(f"GRU:              {looks_ahead(lambda x: forward(x)[0], x):.3f}")
print(f"both directions:  {looks_ahead(lambda x: both.outputs(x, torch.tensor([6, 6])), x):.3f}")
print(f"convolution, GRU: {looks_ahead(lambda x: forward(blur(x.transpose(1, 2)).transpose(1, 2))[0], x):.3f}")

# Here the page shows a listing from the module unrolled.checks.invariance.

from unrolled.checks.invariance import chunks_change

print(f"state carried:    {chunks_change(forward, x, size=2):.3f}")


def forgetful(x, **_):
    return forward(x)  # drops the state it is given


print(f"state forgotten:  {chunks_change(forgetful, x, size=2):.3f}")

# Here the page shows a listing from the module unrolled.checks.learning.

from unrolled.checks.learning import gradient_norms

frozen = make()
frozen.embed.weight.requires_grad_(False)  # left over from an experiment
for name, norm in gradient_norms(frozen, binary_cross_entropy_with_logits(frozen(tokens, lengths), targets)).items():
    print(f"{name:30} {norm:.4f}")

# Here the page shows a listing from the module unrolled.checks.learning.

from unrolled.checks.learning import update_ratios

for rate in (1e-6, 1e-3, 1.0):
    model = make()
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    ratios = update_ratios(
        model, lambda m=model: binary_cross_entropy_with_logits(m(tokens, lengths), targets), optimizer
    )
    print(f"learning rate {rate:7}: steps of {min(ratios.values()):.0e} to {max(ratios.values()):.0e} of the weights")

# Here the page shows a listing from the module unrolled.checks.learning.

from unrolled.checks.learning import stuck
from unrolled.layers.recurrent import RNN

for scale in (1.0, 30.0):
    torch.manual_seed(2)
    output, _ = RNN(4, 64)(scale * torch.randn(8, 50, 4))  # inputs as they should be, and never normalised
    print(f"inputs of size {scale:4}: {stuck(output):4.0%} of the states beyond 0.99")

shuffled = torch.randperm(8)  # labels that belong to other rows
model = make()
one_batch = overfit(model, lambda: binary_cross_entropy_with_logits(model(tokens, lengths), targets[shuffled]))
print(f"one batch with shuffled labels: {one_batch:.2f}")
