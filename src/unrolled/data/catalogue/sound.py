"""Recorded speech."""

from unrolled.data.dataset import Dataset

DATASETS: tuple[Dataset, ...] = ()
