"""Time series, for forecasting and anomalies."""

from unrolled.data.dataset import Dataset

DATASETS: tuple[Dataset, ...] = ()
