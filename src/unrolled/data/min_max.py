"""Scale numbers into 0 to 1 by the least and the largest of some of them."""

from typing import NamedTuple

from jaxtyping import Float
from torch import Tensor


# --8<-- [start:min_max]
class MinMax(NamedTuple):
    """The least and the largest value of the training part. Later values may well lie outside."""

    least: float
    largest: float

    @classmethod
    def fit(cls, train: Float[Tensor, " N"]) -> "MinMax":
        """Raises: ValueError, if the values do not differ, or one is missing (NaN)."""
        least, largest = train.min().item(), train.max().item()
        if not largest > least:
            raise ValueError(f"cannot scale by values from {least} to {largest}: check the training part")
        return cls(least, largest)

    def apply(self, values: Tensor) -> Tensor:
        """To numbers from 0 to 1, as long as no value lies outside; any shape."""
        # (data-preparation.1)
        return (values - self.least) / (self.largest - self.least)

    def invert(self, values: Tensor) -> Tensor:
        """Back again; any shape."""
        return values * (self.largest - self.least) + self.least


# --8<-- [end:min_max]
