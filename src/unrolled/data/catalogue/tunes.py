"""Music in notation."""

from unrolled.data.dataset import Dataset

DATASETS: tuple[Dataset, ...] = ()
