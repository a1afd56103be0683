"""Ways to draw the recurrent weights of a plain cell."""

import torch
from torch import nn

from unrolled.cells.elman import ExplicitElmanCell


# --8<-- [start:initial]
def orthogonal_(cell: ExplicitElmanCell, gain: float | int = 1.0) -> None:
    """Draw U so that a product with it turns a vector and keeps its length, times `gain`; the bias is zero.

    Saxe, McClelland & Ganguli (2014), "Exact solutions to the nonlinear dynamics of learning in deep linear neural
    networks", ICLR.
    """
    with torch.no_grad():
        # (gradients.6)
        nn.init.orthogonal_(cell.U, gain)
        cell.b.zero_()


def identity_(cell: ExplicitElmanCell, input_scale: float = 0.001) -> None:
    """U is the identity, the bias is zero, W is small: with a ReLU, each unit adds up what it gets.

    Le, Jaitly & Hinton (2015), "A Simple Way to Initialize Recurrent Networks of Rectified Linear Units".
    """
    with torch.no_grad():
        # (gradients.7)
        nn.init.eye_(cell.U)
        cell.b.zero_()
        nn.init.normal_(cell.W, std=input_scale)


# --8<-- [end:initial]
