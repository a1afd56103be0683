"""How many parameters a stack of LSTM layers has, and how wide it may be for a given number of them."""

from unrolled.cells.cost import parameters as layer_parameters


# --8<-- [start:stack_size]
def lstm_parameters(D: int, H: int, L: int) -> int:
    """Parameters of L layers of `LSTM`, H units each, when D numbers come in. `nn.LSTM` has 4HL more: a second bias."""
    return layer_parameters("lstm", D, H) + (L - 1) * layer_parameters("lstm", H, H)  # (deep.5)


def equal_width(parameters: int, D: int, L: int) -> int:
    """The H that brings L layers as close as can be to a number of parameters.

    Raises:
        ValueError: even one unit a layer is more.
    """
    if lstm_parameters(D, 1, L) > parameters:
        raise ValueError(f"{L} layers with D = {D} have at least {lstm_parameters(D, 1, L)} parameters")
    H = 1
    while lstm_parameters(D, H + 1, L) <= parameters:
        H += 1
    return min(H, H + 1, key=lambda size: abs(lstm_parameters(D, size, L) - parameters))


# --8<-- [end:stack_size]
