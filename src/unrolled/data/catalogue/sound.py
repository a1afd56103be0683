"""Recorded speech."""

from unrolled.data.dataset import DataFile, Dataset

_VOWELS = "aeon/datasets/data/JapaneseVowels/JapaneseVowels"

DATASETS: tuple[Dataset, ...] = (
    Dataset(
        name="japanese-vowels",
        kind="packaged",
        purpose="speech: who of nine speakers said two vowels; the default of every page and test",
        rows={"train": 270, "test": 370},
        licence="package: BSD 3-Clause; recordings: CC BY 4.0 in the UCI archive",
        source="Kudo, Toyama, Shimbo: Multidimensional Curve Classification Using Passing-Through Regions, "
        "Pattern Recognition Letters 20, 1999; in the package aeon 1.6.0",
        files=(
            DataFile(
                name=f"{_VOWELS}_TRAIN.ts",
                bytes=487_971,
                sha256="68a430eabd919cc77f40b1f5f3bc0dcafacc1486bca9260785aeb7d262cc78cd",
            ),
            DataFile(
                name=f"{_VOWELS}_TEST.ts",
                bytes=649_132,
                sha256="b3d41d6a0ca3bcad3afb9ca7d4365382aa51341e2e58bae2a574babdda5b9462",
            ),
        ),
        distribution="aeon",
    ),
    Dataset(
        name="fsdd",
        kind="download",
        purpose="speech: spoken digits of five speakers",
        rows={"train": 2_000, "valid": 250, "test": 250},
        licence="CC BY-SA 4.0",
        source="Jackson and others: Free Spoken Digit Dataset, version 1.0.9",
        files=(
            DataFile(
                name="free-spoken-digit-dataset-1.0.9.tar.gz",
                bytes=11_975_353,
                sha256="8bc44cde129d505cbbb6b365c09f80c663f2aa77578afc634e6141a2f87100c0",
                url="https://github.com/Jakobovski/free-spoken-digit-dataset/archive/v1.0.9.tar.gz",
            ),
        ),
    ),
)
