"""What the networks over strokes are held against: nearest neighbours, a picture, and plain Gaussians."""

import math
from collections.abc import Sequence

import numpy as np
import torch
from jaxtyping import Float
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from torch import Tensor

from unrolled.pen import LIFTS, Pen, resample, to_strokes

POINTS = 48  # of a drawing, as the neighbours see it
GRID = 20  # pixels on a side of the picture


# --8<-- [start:features]
def even_points(drawn: Pen, points: int = POINTS) -> Float[np.ndarray, " N"]:
    """A drawing as one line of equally spaced points, the pen's jumps drawn like strokes, as 2 x `points` numbers."""
    return resample(torch.cat(to_strokes(drawn)), points).flatten().numpy()


def picture(drawn: Pen, grid: int = GRID) -> Float[np.ndarray, " N"]:
    """A drawing as `grid` x `grid` pixels, its order forgotten: log(1 + points in each), of 24 points to a stroke."""
    dense = torch.cat([resample(stroke, 24) for stroke in to_strokes(drawn)]).numpy()
    pixels, _, _ = np.histogram2d(dense[:, 1], dense[:, 0], bins=grid, range=[[-5.5, 5.5], [-5.5, 5.5]])
    return np.log1p(pixels).flatten()


def neighbours(rows: Sequence[Pen], labels: Sequence[int], k: int) -> KNeighborsClassifier:
    """k nearest neighbours by the distance between points of the same number."""
    return KNeighborsClassifier(k).fit(np.stack([even_points(row) for row in rows]), labels)


def picture_model(rows: Sequence[Pen], labels: Sequence[int], strength: float) -> LogisticRegression:
    """Logistic regression on pixels. `strength` is scikit-learn's C: more of it, less regularisation."""
    return LogisticRegression(C=strength, max_iter=200).fit(np.stack([picture(row) for row in rows]), labels)


# --8<-- [end:features]


# --8<-- [start:gaussian]
class GaussianSteps:
    """The next offset as one normal distribution, whose mean is linear in the last `history` offsets.

    There is one for steps after a stroke went on, and one for steps after the pen was lifted. What the pen does next is
    counted in the same two cases. With `history` 0 the mean is a constant.

    Args:
        rows: drawings to fit.
        history: offsets that the mean depends on.
    """

    def __init__(self, rows: Sequence[Pen], history: int = 0) -> None:
        self.history = history
        features, targets, lifted, pens = self._steps(rows)
        self.maps, self.covariances, self.pen = [], [], []
        for case in (False, True):
            x, y = features[lifted == case], targets[lifted == case]
            weights = torch.linalg.lstsq(x, y).solution
            rest = y - x @ weights
            self.maps.append(weights)
            self.covariances.append(rest.T @ rest / len(rest))
            counts = torch.bincount(pens[lifted == case], minlength=3) + 1.0
            self.pen.append((counts / counts.sum()).log())

    def mean_losses(self, rows: Sequence[Pen]) -> dict[str, float]:
        """Nats a point, as `stroke_task.mean_losses` gives them."""
        features, targets, lifted, pens = self._steps(rows)
        where = pen = 0.0
        for case in (False, True):
            here = lifted == case
            normal = torch.distributions.MultivariateNormal(torch.zeros(2).double(), self.covariances[case])
            where -= float(normal.log_prob(targets[here] - features[here] @ self.maps[case]).sum())
            pen -= float(self.pen[case][pens[here]].sum())
        means = {"where": where / len(targets), "pen": pen / len(targets)}
        return means | {"loss": math.fsum(means.values())}

    def _steps(self, rows: Sequence[Pen]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Features (N, 1 + 2 history), offsets (N, 2), whether the pen was lifted before (N), pen after (N)."""
        features, lifted = [], []
        for row in rows:
            padded = torch.cat([torch.zeros(self.history, 2), row.offsets])
            past = [padded[i : i + len(row.pen)] for i in range(self.history)]
            features.append(torch.cat([torch.ones(len(row.pen), 1), *past], dim=1))
            lifted.append(torch.cat([torch.tensor([True]), row.pen[:-1] == LIFTS]))
        offsets, pens = torch.cat([row.offsets for row in rows]), torch.cat([row.pen for row in rows])
        return torch.cat(features).double(), offsets.double(), torch.cat(lifted), pens


# --8<-- [end:gaussian]
