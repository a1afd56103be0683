"""Running text and names, for language models."""

from unrolled.data.dataset import Dataset

DATASETS: tuple[Dataset, ...] = ()
