"""Pairs of texts, for sequence to sequence."""

from unrolled.data.dataset import Dataset

DATASETS: tuple[Dataset, ...] = ()
