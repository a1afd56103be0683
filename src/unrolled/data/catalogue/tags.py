"""Words with a label each, for tagging."""

from unrolled.data.dataset import Dataset

DATASETS: tuple[Dataset, ...] = ()
