"""All the code of the page projects/machine-translation, in reading order. Generated: change the page instead."""

"""The translator from Python: what the page `projects/machine-translation` runs."""

from unrolled.projects.translate.model import read

trained = read(None)  # the model that comes with the book; a path reads yours
print(f"{len(trained.vocabulary):,} word pieces for both languages")
print(f"{sum(p.numel() for p in trained.model.parameters()):,} parameters")
print(trained.size)

from unrolled.projects.translate.writing import translate_lines

german = [
    "Ein Hund rennt durch den Schnee.",
    "",
    "Zwei Frauen in roten Kleidern tanzen auf der Straße.",
]
for line in translate_lines(trained, german):
    print(line.text)

from unrolled.projects.translate.alignment import align, by_words, table

for row in table(by_words(align(trained, "Ein Junge springt in das Wasser.")), top=3):
    print(row)

# Here the page shows a listing from the module unrolled.projects.translate.rows.

from pathlib import Path
from tempfile import mkdtemp

from unrolled.projects.errors import ProjectError, StoppedError
from unrolled.projects.translate import rows

folder = Path(mkdtemp())
(folder / "long.de").write_text("eins\nzwei\ndrei\n", "utf-8")
(folder / "short.en").write_text("one\ntwo\n", "utf-8")
(folder / "word.docx").write_bytes(b"PK\x03\x04\0\0")
(folder / "old.en").write_bytes("one\ntwo\ncafé\n".encode("latin-1"))
for other in ("short.en", "word.docx", "old.en", "missing.en"):
    try:
        rows.read_pairs(folder / "long.de", folder / other)
    except ProjectError as error:
        print(str(error).replace(f"{folder}/", ""))

# Here the page shows a listing from the module unrolled.projects.translate.rows.

parts = rows.cut([(f"Satz {i % 100}.", f"sentence {i % 100}.") for i in range(200)])  # each twice
sides = {name: {source for source, _ in part} for name, part in parts.items()}
print({name: len(part) for name, part in parts.items()})
print("a source on both sides:", bool(sides["train"] & (sides["valid"] | sides["test"])))

vocabulary = trained.vocabulary
for text in ("Ein Hund springt.", "A dog jumps.", "Rettungsschwimmerin"):
    print([vocabulary.pieces[i] for i in vocabulary.encode(text)])

# Here the page shows a listing from the module unrolled.projects.translate.model.

model = trained.model
print(model.encoder.embed.weight is model.decoder.embed.weight is model.decoder.read.weight)
V, H = model.decoder.embed.weight.shape
print(f"with three tables: {2 * V * H:,} parameters more")

# Here the page shows a listing from the module unrolled.projects.translate.model.

# Here the page shows a listing from the module unrolled.projects.translate.learn.

# Here the page shows a listing from the module unrolled.projects.translate.learn.

# Here the page shows a listing from the module unrolled.projects.translate.writing.

# Here the page shows a listing from the module unrolled.projects.translate.writing.

strange = ["   ", "日本語のテキスト", "Ein Hund 日 rennt.", "Ein Mann lacht. " * 6_250]
for given, line in zip(strange, translate_lines(trained, strange, width=1), strict=True):
    print(f"{len(given):>7,} characters -> {len(line.text):>6,}  {line.note or 'no remark'}")

# Here the page shows a listing from the module unrolled.projects.translate.alignment.

# Here the page shows a listing from the module unrolled.projects.translate.score.

from unrolled.projects.translate.score import evaluate

pairs = [
    ("Ein Hund rennt durch den Schnee.", "A dog runs through the snow."),
    ("Zwei Kinder spielen am Strand.", "Two children are playing on the beach."),
    ("Ein Mann mit Hut sitzt auf einer Bank.", "A man with a hat is sitting on a bench."),
    ("Eine Frau fährt Fahrrad auf der Straße.", "A woman is riding a bicycle on the street."),
    ("Ein Mädchen in einem roten Kleid tanzt.", "A girl in a red dress is dancing."),
    ("Eine Katze schläft auf dem Sofa.", "A cat is sleeping on the sofa."),
]
scores = evaluate(trained, pairs, "six lines of our own").scores
print(f"BLEU {scores['bleu']:.1f}, from {scores['bleu_low']:.1f} to {scores['bleu_high']:.1f}")
print(f"chrF {scores['chrf']:.1f}, from {scores['chrf_low']:.1f} to {scores['chrf_high']:.1f}")
print(scores["bleu_signature"])

# Here the page shows a listing from the module unrolled.translation_score.

import os
import signal
from dataclasses import replace

import torch

from unrolled.projects.plan import Work
from unrolled.projects.session import train
from unrolled.projects.translate import learn
from unrolled.projects.translate.model import Size

numbers = {"toy.de": ("eins", "zwei", "drei", "vier", "fünf"), "toy.en": ("one", "two", "three", "four", "five")}
for name, words in numbers.items():
    three = [f"{x} {y} {z}" for x in words for y in words for z in words]
    (folder / name).write_text("\n".join(three), "utf-8")
toy = rows.of_files(folder / "toy.de", folder / "toy.en", valid=None)
settings = replace(learn.QUICK, size=Size(hidden=12), pieces=40)


def a_training(stop_at: int | None = None) -> Work:
    work = learn.prepare(toy, settings).work
    inner, steps = work.loss_of, iter(range(10**6))

    def loss_of(model, batch):
        if next(steps) == stop_at:
            os.kill(os.getpid(), signal.SIGINT)  # what Ctrl-C does
        return inner(model, batch)

    work.loss_of = loss_of
    return work


plan = learn.plan_of(settings, learn.prepare(toy, settings), steps=16)
unbroken, stopped, resumed = a_training(), a_training(stop_at=9), a_training()
train(unbroken, plan, folder / "unbroken", progress=False)
try:
    train(stopped, plan, folder / "stopped", progress=False)
except StoppedError as error:
    print(str(error).split(", saved")[0])
train(resumed, plan, folder / "stopped", progress=False)
weights, same = unbroken.model.state_dict(), resumed.model.state_dict()
print("bit for bit the same:", all(torch.equal(weights[name], same[name]) for name in weights))

for text in ("Sehr geehrte Damen und Herren, ich danke für Ihren Brief.", "Un chien court dans la neige."):
    (line,) = translate_lines(trained, [text])
    print(f"{text}\n -> {line.text}  ({line.note or 'no remark'})")

from unrolled.translation_score import bleu

said = evaluate(trained, pairs, "six lines", samples=2).written
references = [target for _, target in pairs]
print(f"right lines: {bleu(said, references).value:.1f}")
print(f"one line off: {bleu(said, references[1:] + references[:1]).value:.1f}")

for text in ("Der Hund jagt den Mann.", "Den Mann jagt der Hund.", "Der Mann jagt den Hund."):
    print(f"{text:<24} -> {translate_lines(trained, [text])[0].text}")

text = "Ein Mann in einer blauen Jacke repariert ein altes Fahrrad neben einem Haus."
for width in (1, 2, 5, 20):
    print(f"{width:>2}  {translate_lines(trained, [text], width)[0].text}")

found = align(trained, "Eine Rettungsschwimmerin rennt ins Wasser.")
whole = by_words(found)
print(len(found.source), "pieces are", len(whole.source), "words")
print("each row sums to", {round(total, 3) for total in whole.weights.sum(dim=1).tolist()})
