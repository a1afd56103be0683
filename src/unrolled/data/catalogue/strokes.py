"""Pen strokes and small pictures."""

from unrolled.data.dataset import Dataset

DATASETS: tuple[Dataset, ...] = ()
