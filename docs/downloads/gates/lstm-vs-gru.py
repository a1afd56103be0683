"""All the code of the page gates/lstm-vs-gru, in reading order. Generated: change the page instead."""

# Here the page shows a listing from the module unrolled.cells.cost.

"""LSTM against GRU, counted: what the chapter `gates/lstm-vs-gru` runs."""

from unrolled.cells.cost import parameters, step_operations

D, H = 128, 256
for kind in ("rnn", "gru", "lstm"):
    share = step_operations(kind, D, H) / step_operations("lstm", D, H)
    print(f"{kind:4}: {parameters(kind, D, H):7,} parameters, {step_operations(kind, D, H):7,} operations, {share:.2f}")

import torch
from torch.utils.flop_counter import FlopCounterMode

from unrolled.layers.torch_layers import make_layer

B, T = 32, 100
x = torch.randn(B, T, D)
for kind in ("rnn", "gru", "lstm"):
    layer = make_layer(kind, D, H)
    with FlopCounterMode(display=False) as counter:
        layer(x)
    operations = counter.get_total_flops() == B * T * step_operations(kind, D, H)
    numbers = sum(p.numel() for p in layer.parameters()) == parameters(kind, D, H)
    print(f"{kind:4}: counts agree: {operations and numbers}")

from unrolled.cells.cost import width_for

for D, H in ((2, 32), (64, 64), (128, 256)):
    budget = parameters("lstm", D, H)
    widths = {kind: width_for(kind, D, budget) for kind in ("gru", "rnn")}
    print(f"D = {D:3}: LSTM({H}) has {budget:,}; as many have", widths)

# Here the page shows a listing from the module unrolled.layers.saved.

from unrolled.layers.saved import saved_numbers

D, H = 128, 256
x = torch.randn(32, 100, D)
for kind in ("rnn", "gru", "lstm"):
    kept = saved_numbers(make_layer(kind, D, H), x)
    print(f"{kind:4}: {kept / (32 * 100 * H):.2f} numbers a step and unit, {4 * kept / 2**20:.0f} MiB in float32")

# Here the page shows a listing from the module unrolled.data.parity.

# Here the page shows a listing from the module unrolled.experiments.gate_races.

# Here the page shows a listing from the module unrolled.paired.

from unrolled.paired import paired

lstm, gru = [75.2, 73.9, 76.4, 74.5, 75.8], [75.9, 74.1, 76.6, 75.3, 76.1]  # made up: five seeds
found = paired(gru, lstm)
print(f"difference {found.middle:.2f}, interval {found.low:.2f} to {found.high:.2f}, verdict {found.verdict}")
print(f"spread of the LSTM over seeds: {torch.tensor(lstm).std():.2f}")

mixed = [gru[i] for i in (3, 0, 4, 1, 2)]  # the same numbers, but the seeds no longer match
found = paired(mixed, lstm)
print(f"difference {found.middle:.2f}, interval {found.low:.2f} to {found.high:.2f}, verdict {found.verdict}")

longest = 8 * 2**30  # bytes
for kind, kept in (("rnn", 1), ("gru", 5), ("lstm", 7)):
    steps = longest // (4 * kept * 64 * 512)  # float32, B = 64, H = 512
    print(f"{kind:4}: about {steps:,} steps")

torch.manual_seed(0)
for n in (3, 5, 10, 30):
    seen = 0
    for _ in range(500):  # 500 experiments in which B is truly better, by one standard deviation
        differences = (1.0 + torch.randn(n)).tolist()
        seen += paired(differences, [0.0] * n).verdict == 1
    print(f"{n:2} seeds: the interval excludes zero in {seen / 5:.0f} of 100")
