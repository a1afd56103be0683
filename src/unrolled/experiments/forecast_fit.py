"""Two forecasters for a comparison of how their data are prepared: a small GRU, and the most similar window."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from sklearn.neighbors import NearestNeighbors
from torch import Tensor

from unrolled.data.windows import Windows
from unrolled.models.forecaster import Forecaster, FromLast
from unrolled.training import FitConfig, fit

Forecast = Callable[[Tensor], Tensor]


@dataclass(frozen=True)
class GRUForecast:
    """A GRU that forecasts the last step of the horizon. Its best epoch is the one that held-out windows choose.

    With `anchor` it reads and forecasts differences to the last value that is known, else the values as they are.
    """

    hidden: int
    epochs: int
    learning_rate: float
    batch: int
    seed: int
    anchor: bool = True

    def fit(self, train: Windows, held: Windows) -> Forecast:
        """Train on the mean absolute error; the forecaster that comes back reads windows of the same length."""
        torch.manual_seed(self.seed)
        model = Forecaster(1, 1, self.hidden, backend="torch")
        if self.anchor:
            model = FromLast(model, train._replace(y=train.y[:, -1:]))
        forecast = lambda x: model(x)[:, 0, 0]  # noqa: E731
        loss = lambda x, y: (forecast(x) - y[:, -1]).abs().mean()  # noqa: E731
        count = len(train.origins)
        config = FitConfig(self.epochs, self.learning_rate, warmup=20, patience=self.epochs, seed=self.seed)
        fit(
            model,
            lambda g: [(train.x[i], train.y[i]) for i in torch.randperm(count, generator=g).split(self.batch)],
            lambda _, batch: loss(*batch),
            lambda _: {"loss": loss(held.x, held.y).item()},
            config,
            -(-count // self.batch),
        )
        return torch.no_grad()(forecast)


def nearest(train: Windows) -> Forecast:
    """Look up the training window that is most like this one, and say that the same change will follow."""
    shape = lambda x: (x - x[:, -1:]).numpy()  # noqa: E731
    index = NearestNeighbors(n_neighbors=1).fit(shape(train.x))
    change = train.y[:, -1] - train.x[:, -1]
    return lambda x: x[:, -1] + change[torch.from_numpy(index.kneighbors(shape(x))[1][:, 0])]
