"""All the code of the page applications/music, in reading order. Generated: change the page instead."""

"""Folk tunes, small: what the chapter `applications/music` runs."""

from unrolled.data import tunes
from unrolled.tune_text import plain

train = tunes.load("train")
print(len(train), "tunes to train on")
tune = next(t for t in train if t.title == "The Devil's Own Shot -- Jig")
print(tune.title, "|", tune.metre, tune.unit, tune.key)
print(tune.body)
print(plain(tune))

# Here the page shows a listing from the module unrolled.ngrams.

from unrolled.data.characters import CharacterData
from unrolled.ngrams import NGrams
from unrolled.tune_corpus import readable

texts = [line for t in train[:400] if (line := plain(t)) and readable(line)]
data = CharacterData({"train": texts[:-40], "valid": texts[-40:]}, 100)
V = len(data.vocabulary)
for order in 1, 2, 3, 5:
    counts = NGrams(data.rows["train"], V, order)
    print(f"{order - 1} characters before: {counts.mean_nll(data.rows['valid']):.2f} nats a character")
p = counts.probabilities(data.vocabulary.encode("\nM:6/"))
print("after 'M:6/':", data.vocabulary.words[max(range(V), key=lambda i: p[i])])

# Here the page shows a listing from the module unrolled.models.character_model.

import torch

from unrolled.character_task import loss_of, tally
from unrolled.models.character_model import CharacterModel
from unrolled.training import FitConfig, fit

torch.manual_seed(0)
model = CharacterModel(V, embedding=16, hidden=32, kind="lstm", backend="torch")
batches = data.batches("train", budget=1_500)[:15]
logits, _ = model(batches[0].inputs)
print("characters", tuple(batches[0].inputs.shape), "-> logits", tuple(logits.shape))
config = FitConfig(epochs=2, learning_rate=1e-2, warmup=5)
history = fit(
    model, lambda _: batches, loss_of, lambda m: {"loss": tally(m, data, "valid", 5_000).nll}, config, len(batches)
)
print("validation loss fell:", history.epochs[1]["loss"] < history.epochs[0]["loss"])

# Here the page shows a listing from the module unrolled.experiments.music.

# Here the page shows a listing from the module unrolled.tune_sampling.

from unrolled.tune_sampling import draw, write

three = torch.tensor([[2.0, 1.0, 0.0]])
for temperature in 0.3, 1.0, 3.0:
    print(temperature, [f"{p:.2f}" for p in torch.softmax(three / temperature, dim=-1)[0].tolist()])
print(draw(three.expand(10, -1), 1.0, torch.Generator().manual_seed(0)).tolist())
lines = write(model, data.vocabulary, tunes=4, temperature=0.7)
print("written:", len(lines), " in the alphabet of the tunes:", set("".join(lines)) <= set(data.vocabulary.words))

# Here the page shows a listing from the module unrolled.tune_notes.

# Here the page shows a listing from the module unrolled.tune_notes.

from unrolled.tune_notes import inner_bars, is_full, read

melody = read("M:6/8 L:1/8 K:G d|GABc2d|e>dcB3|GABc2|(3GABc4|G6||")
print([(note.pitch, str(note.length)) for note in melody.bars[2].notes])
for bar in inner_bars(melody):
    print(sum(note.length for note in bar.notes), "of", melody.metre, "->", is_full(bar, melody.metre))

try:
    read("M:6/8 L:1/8 K:G GAB|c2!d3")
except ValueError as error:
    print(error)

# Here the page shows a listing from the module unrolled.tune_novelty.

from unrolled.tune_novelty import Known

known = Known([read(line) for line in texts[:200]])
first = read(texts[0])
print(f"a training tune: {known.share_seen(first):.0%} of its windows known, longest run {known.longest_copy(first)}")
scale = read("M:4/4 L:1/8 K:C CDEFGABcdefgagfedcBAGFED|")
print(
    f"a scale up and down: {known.share_seen(scale):.0%}, longest run {known.longest_copy(scale)} of {len(scale.notes)}"
)

line = next(line for line in texts[:200] if " K:G " in line and not set("^_=,'") & set(line))
a_tone_up = dict(zip("CDEFGABcdefgab", "DEFGABcdefgab", strict=False)) | {"b": "c'"}
head, notes = line.split(" K:G ")
moved = read(head + " K:A " + notes.translate(str.maketrans(a_tone_up)))
print("first note:", read(line).notes[0].pitch, "->", moved.notes[0].pitch)
print(f"known in the new key: {known.share_seen(moved):.0%}")

from unrolled.tune_notes import frequency

print([round(frequency(pitch), 1) for pitch in (57, 60, 69, 81)], "Hz")

held = read("M:6/8 L:1/8 K:D =ccdc2d|c3d3|")
print([note.pitch for note in held.bars[0].notes], [note.pitch for note in held.bars[1].notes])

# Here the page shows a listing from the module unrolled.data.same_tune.

print(V * V, "pairs of characters are possible,", V**5, "runs of five")
print(len({tuple(row[t : t + 5]) for row in data.rows["train"] for t in range(len(row) - 4)}), "runs of five occur")

starts = [data.vocabulary.encode(f"\nM:{metre} L:1/8 K:G |GABc") for metre in ("6/8", "4/4")]
print("counts expect the same next:", counts.probabilities(starts[0]) == counts.probabilities(starts[1]))
logits, _ = model(torch.tensor(starts))
print("the LSTM does:", torch.equal(logits[0, -1], logits[1, -1]))

lines = write(model, data.vocabulary, tunes=5, temperature=1e-6)
print("different tunes among five:", len(set(lines)), " ended:", sum(line.endswith("\n") for line in lines))
