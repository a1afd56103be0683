r"""bidi-04, solved.

First fault: at the last step the half that comes back has read one step only; its end is at the first step. Second
fault: without the lengths, back begins in the padding, so even its state at the first step has read zeros before
the sequence. Choosing other columns mends the first fault and not the second. Packing mends both: the layer starts
each direction at the right place, and h_n holds the state where each of them stopped. Packing takes sequences of
any order if it is told so.
"""

# --8<-- [start:code]
import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence


def sentence_vectors(gru: nn.GRU, x: Tensor, lengths: Tensor) -> Tensor:
    """One vector (B, 2H) for each sequence."""
    packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    _, h_n = gru(packed)
    return torch.cat([h_n[0], h_n[1]], dim=-1)


# --8<-- [end:code]
