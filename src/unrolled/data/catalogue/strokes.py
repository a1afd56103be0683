"""Handwriting as strokes of a pen."""

from unrolled.data.dataset import DataFile, Dataset

DATASETS: tuple[Dataset, ...] = (
    Dataset(
        name="kanjivg",
        kind="packaged",
        purpose="handwriting: strokes of Japanese characters in the order in which they are written",
        rows={"train": 5_375, "valid": 672, "test": 656, "kaisho": 3_488},
        licence="CC BY-SA 3.0: name KanjiVG, and share what you make of it under the same terms",
        source="KanjiVG, (C) 2009 to 2011 Ulrich Apel and contributors, in the package kanjivg 20260714",
        files=(
            DataFile(
                name="kanji/*.svg",
                bytes=53_228_065,
                sha256="bb72a06d6ef78c69e04f631547913c00604d64b446abee95e576ee4c6773640f",
            ),
        ),
        distribution="kanjivg",
    ),
    Dataset(
        name="sketch-rnn",
        kind="download",
        purpose="handwriting: the same characters as short offsets of a pen, as the paper on sketch-rnn used them",
        rows={"train": 10_000, "valid": 600, "test": 500},
        licence="CC BY-SA 3.0: KanjiVG, from which it is made",
        source="KanjiVG, (C) Ulrich Apel, as offsets by D. Ha: sketch-rnn-datasets, short_kanji",
        files=(
            DataFile(
                name="short_kanji.npz",
                bytes=1_439_856,
                sha256="f6855ba03d58f44830499dd98e7cb99f46c970651f4f16f2d886398f34709914",
                url="https://raw.githubusercontent.com/hardmaru/sketch-rnn-datasets/"
                "7c854dee76090aa18c321c7af2cede815bbd475e/kanji/short_kanji.npz",
            ),
        ),
    ),
)
