"""Several networks, one verdict."""

from jaxtyping import Float
from torch import Tensor


# --8<-- [start:vote]
def together(log_odds: Float[Tensor, "K N"]) -> Float[Tensor, " N"]:
    """The verdict of K networks on N texts: the mean of their log-odds."""
    # (sentiment.5)
    return log_odds.mean(dim=0)


# --8<-- [end:vote]
