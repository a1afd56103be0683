"""All the code of the page applications/language-model, in reading order. Generated: change the page instead."""

"""A language model over characters, end to end and small: what the chapter `applications/language-model` runs."""

from unrolled.data import kjv
from unrolled.running_text import RunningText

chapters = [chapter.text for chapter in kjv.load("train") if chapter.book == "Genesis"]
text = RunningText({"train": "\n\n".join(chapters[:30]), "valid": "\n\n".join(chapters[30:36])})
print({split: len(ids) for split, ids in text.ids.items()}, "characters,", len(text.vocabulary), "indices")
print(repr(text.texts["train"][:36]), "->", text.ids["train"][:6].tolist(), "...")

# Here the page shows a listing from the module unrolled.running_text.

# Here the page shows a listing from the module unrolled.time_budget.

from unrolled.time_budget import Budget

budget = Budget(seconds=360, learning_rate=3e-3)
print([f"{budget.rate(second):.4f}" for second in (0, 10, 90, 180, 270, 360)])

# Here the page shows a listing from the module unrolled.time_budget.

# Here the page shows a listing from the module unrolled.models.language_model.

import math

import torch

from unrolled.models.language_model import LanguageModel
from unrolled.running_text import mean_loss

torch.manual_seed(0)
model = LanguageModel(len(text.vocabulary), hidden=64, kind="gru")
tokens = text.ids["train"][:24].view(2, 12)
logits, state = model(tokens)
print("tokens", tuple(tokens.shape), "-> logits", tuple(logits.shape), "and state", tuple(state[0].shape))
targets = text.ids["train"][1:25].view(2, 12)
print(f"untrained loss {mean_loss(logits, targets):.1f}, log V = {math.log(len(text.vocabulary)):.1f}")

from unrolled.running_text import stream_loss, window_loss

part = text.ids["valid"][:601]
whole = mean_loss(model(part[None, :-1])[0], part[None, 1:]).item()
print("chunks of 64, state carried:", abs(stream_loss(model, part, steps=64) - whole) < 1e-5)
fresh = window_loss(lambda x: model(x)[0], part, context=60, stride=60)
print("windows of 60, state reset: ", abs(fresh - whole) < 1e-5)

from unrolled.training import FitConfig, fit
from unrolled.truncated import Carried, chunks, tracks

torch.manual_seed(0)
model = LanguageModel(len(text.vocabulary), hidden=96, kind="gru", backend="torch")
stream = text.ids["train"][:40_001]
x, y = tracks(stream[:-1], 16), tracks(stream[1:], 16)  # 16 tracks, read side by side
config = FitConfig(epochs=2, learning_rate=8e-3, warmup=10)
history = fit(
    model, lambda _: chunks(x, y, 50), Carried(mean_loss),
    lambda model: {"loss": stream_loss(model, text.ids["valid"][:8_000], batch=8)}, config, steps_per_epoch=50,
)  # fmt: skip
print(history.step, "updates; validation loss", [f"{epoch['loss']:.1f}" for epoch in history.epochs])

# Here the page shows a listing from the module unrolled.models.small_transformer.

# Here the page shows a listing from the module unrolled.models.small_transformer.

# Here the page shows a listing from the module unrolled.models.small_transformer.

from unrolled.models.small_transformer import SmallTransformer

torch.manual_seed(0)
other = SmallTransformer(len(text.vocabulary), context=64, width=128, heads=4, blocks=4).eval()
window = text.ids["train"][:64][None]
changed = window.clone()
changed[0, 40] = 2  # another character in the middle
same = (other(window) - other(changed)).abs().amax(dim=2)[0] < 1e-6
print("logits before the change untouched:", bool(same[:40].all()), " after it:", bool(same[40:].any()))
print(sum(p.numel() for p in other.parameters()), "parameters, of them", 64 * 128, "for the places in the window")

# Here the page shows a listing from the module unrolled.interpolated_counts.

from unrolled.interpolated_counts import InterpolatedCounts

for order in (1, 2, 3, 5):
    counts = InterpolatedCounts(text.texts["train"], order)
    print(f"{order - 1} characters in front: {counts.mean_nll(text.texts['valid']):.2f} nats per character")
print(f"p(d | lor) = {counts.probability('lor', 'd'):.2f}   p(D | LOR) = {counts.probability('LOR', 'D'):.2f}")

# Here the page shows a listing from the module unrolled.experiments.language_model.

# Here the page shows a listing from the module unrolled.sampling.

# Here the page shows a listing from the module unrolled.sampling.

from unrolled.sampling import temper

logits = torch.tensor([2.0, 1.0, 0.0])
for temperature in (0.5, 0.8, 1.0, 1.2, 100.0):
    print(f"{temperature:5}", [f"{p:.2f}" for p in temper(logits, temperature).tolist()])

from unrolled.sampling import generate

prompt = torch.tensor([text.vocabulary.encode(list("And God "))])
written = [generate(model, prompt, 60, 0.8, torch.Generator().manual_seed(seed)) for seed in (1, 1, 2)]
print("prompt", tuple(prompt.shape), "-> text", tuple(written[0].shape))
print("same seed, same text: ", torch.equal(written[0], written[1]))
print("other seed, same text:", torch.equal(written[0], written[2]))

# Here the page shows a listing from the module unrolled.unit_search.

from unrolled.unit_search import search

generator = torch.Generator().manual_seed(0)
activity = torch.randn(4000, 256, generator=generator)  # 256 units of noise
features = torch.randn(4000, 2, generator=generator)
activity[:, 17] += features[:, 1]  # but unit 17 follows the second feature
for name, found in zip(("nothing", "planted"), search(activity, features), strict=True):
    print(f"{name}: unit {found.unit}, chosen with {abs(found.chosen):.2f}, held out {abs(found.held_out):.2f}")

# Here the page shows a listing from the module unrolled.forgetful.

p = torch.softmax(logits, 0)
print("right:", [f"{q:.2f}" for q in temper(logits, 0.5).tolist()])
print("wrong:", [f"{q:.2f}" for q in torch.softmax(p / 0.5, 0).tolist()])

from unrolled.running_text import coded_bytes

for nats in (1.88, 1.6):
    size = coded_bytes(nats, 111_540)
    print(f"{nats} nats: {nats / math.log(2):.2f} bits, {math.exp(nats):.1f} choices, {size:,.0f} bytes")

low, high = 0.01, 1.0
for _ in range(40):
    middle = (low + high) / 2
    low, high = (middle, high) if temper(logits, middle)[0] > 0.9 else (low, middle)
print(f"temperature {low:.2f}: {temper(logits, low)[0]:.2f}")

generator = torch.Generator().manual_seed(4)
line = "And God "
for _ in range(60):
    chances = torch.tensor([counts.probability(line[-4:], c) for c in counts.alphabet], dtype=torch.float64)
    line += counts.alphabet[int(torch.multinomial(chances, 1, generator=generator))]
print(line.replace("\n", " / "))
