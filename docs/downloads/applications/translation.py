"""All the code of the page applications/translation, in reading order. Generated: change the page instead."""

"""Translation, end to end and small: what the chapter `applications/translation` runs."""

from unrolled.data import dates

rows = dates.load("valid")
for row in rows[:4]:
    print(f"{row.locale:6} {row.written:32} -> {row.iso}")
print(len(dates.LOCALES), "locales,", f"{len(rows):,}", "pairs to validate with")

# Here the page shows a listing from the module unrolled.experiments.dates.

from unrolled.data.letters import Letters
from unrolled.translation_task import PairData

some = [(row.written, row.iso) for row in rows if row.locale in ("de", "nl", "af")]
splits = {"train": some[:240], "valid": some[240:270]}
reader, writer = (Letters.build(pair[side] for pair in splits["train"]) for side in (0, 1))
data = PairData(splits, reader, writer)
print(len(reader), "characters to read,", len(writer), "to write, the four special ones counted in")
places, batch = data.batches("train", budget=160)[0]
print("source", tuple(batch.source.shape), " target", tuple(batch.target_in.shape))
print(batch.target_in[0, :5].tolist(), "is read, and", batch.target_out[0, :4].tolist(), "... should be written")

from unrolled.data.subwords import Subwords

german = [row.written for row in rows if row.locale == "de"]
subwords = Subwords.train(german, size=80)
ids = subwords.encode("Donnerstag, 5. September 2002")
print([subwords.pieces[i] for i in ids])
print(subwords.decode(ids))

import torch

from unrolled.translation_task import smoothed_loss

sure = torch.tensor([[[9.0, 0.0, 0.0, 0.0]]])  # one sentence, one step, four words
answer, mask = torch.tensor([[0]]), torch.tensor([[True]])
for scale in (0.1, 0.3, 0.5, 1.0):
    plain, smooth = (smoothed_loss(scale * sure, answer, mask, share).item() for share in (0, 0.1))
    p = torch.softmax(scale * sure, dim=2)[0, 0, 0]
    print(f"p(answer) = {p:.3f}   loss {plain:.3f}   smoothed by 0.1: {smooth:.3f}")

# Here the page shows a listing from the module unrolled.translation_task.

import math

from unrolled.models.seq2seq import Seq2Seq

torch.manual_seed(0)
model = Seq2Seq(len(reader), len(writer), 32, 64, attention="additive")
logits = model(batch.source, batch.source_lengths, batch.target_in)
print("logits", tuple(logits.shape))
loss = smoothed_loss(logits, batch.target_out, batch.mask)
print(f"untrained: {loss.item():.1f} nats a character, log V = {math.log(len(writer)):.1f}")

# Here the page shows a listing from the module unrolled.translation_task.

from unrolled.training import FitConfig
from unrolled.translation_task import exact, train

config = FitConfig(epochs=4, learning_rate=1e-2, warmup=10, patience=4, watch="score")
history = train(model, data, exact, config, budget=400)
first, last = history.epochs[0], history.epochs[-1]
print("loss goes down:", last["loss"] < first["loss"], "  below 1.5 nats:", last["loss"] < 1.5)

from unrolled.translation_task import free_running, teacher_forced

forced, free = (way(model, data, "valid", 400) for way in (teacher_forced, free_running))
print(forced.tokens, "characters, the same ones:", forced.tokens == free.tokens)
print("free-running above teacher-forced:", free.nll > forced.nll)

# Here the page shows a listing from the module unrolled.translation_task.

from unrolled.translation_task import Search, translate

for width in (1, 4):
    written = translate(model, data, "valid", 400, Search(width, max_length=16))
    print(f"width {width}:", len(written), "texts, of digits and hyphens:", set("".join(written)) <= set("0123456789-"))

# Here the page shows a listing from the module unrolled.lexicon.

from unrolled.lexicon import Lexicon

pairs = [("das haus", "the house"), ("das buch", "the book"), ("ein buch", "a book"),
         ("ein haus brennt", "a house burns")]  # fmt: skip
for rounds in (1, 2, 5, 20):
    lexicon = Lexicon([(one.split(), other.split()) for one, other in pairs], rounds)
    print(f"{rounds:2} rounds: p(the | das) = {lexicon.probability('das', 'the'):.2f}")
print(" ".join(lexicon.translate(["das", "haus", "brennt"])))

# Here the page shows a listing from the module unrolled.date_baseline.

from unrolled.date_baseline import CountedDates

counted = CountedDates(some)
for text in ("Mittwoch, 3. Mai 2034", "mercredi 3 mai 2034", "keskiviikko 3. toukokuuta 2034"):
    print(f"{text:32} -> {counted.read(text)}")

from unrolled.translation_score import bleu

references = ["Two men in hard hats are working.", "A little girl climbs into a playhouse."]
score = bleu(["Two men in hard hats work.", "A little girl climbs into a house."], references)
print(f"BLEU {score.value:.1f}")
print(score.signature)

# Here the page shows a listing from the module unrolled.experiments.translation.

# Here the page shows a listing from the module unrolled.experiments.translation.

lowered = [text.lower() for text in references]
print(f"right but for capitals: {bleu(lowered, references).value:.1f}")
print(f"both in small letters:  {bleu(lowered, lowered).value:.1f}")

for nats in (1.6, 2.4):
    a_subword, a_word = math.exp(nats), math.exp(1.2 * nats)
    print(f"{nats} nats: perplexity {a_subword:.1f} for a subword, {a_word:.1f} for a word")

share, V = 0.1, 4_000
best = 1 - share + share / V  # the probability that the smoothed answer gives to the right word
rest = share / V
floor = -best * math.log(best) - (V - 1) * rest * math.log(rest)
print(f"the smoothed loss cannot go below {floor:.3f} nats; there, p(answer) = {best:.4f}")

from unrolled.translation_score import bootstrap_interval

for count in (1, 10, 100):
    hypotheses = ["Two men in hard hats work.", "A little girl climbs into a house."] * count
    found = bootstrap_interval(hypotheses, references * count, samples=200)
    print(f"{2 * count:3} sentences: {found.value:.1f}, from {found.low:.1f} to {found.high:.1f}")
