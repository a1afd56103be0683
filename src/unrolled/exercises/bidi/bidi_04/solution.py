r"""bidi-04, solved.

How could you have found it? Change one input at a time, and watch which half of the vector moves. Change every
input but the last: only the first half moves. So the second half has read one step. It stands at the *last* step,
and back begins there; its end is at the first step. That is the first fault.

The obvious repair takes ahead's half at `lengths - 1` and back's half at step 0. Do the second experiment now: run
a short sequence alone, then padded. The two results differ still, in the second half. Nobody told the layer where
the sequence ends. So back begins in the padding, reads its zeros, and carries a changed state into the real steps.
Choosing other columns cannot mend that, because the columns themselves are wrong. That is the second fault, and it
hides behind the first.

`pack_padded_sequence` tells the layer the lengths. Then each direction starts at its own end of the real steps, and
`h_n` holds the state where each of them stopped: `h_n[0]` at the last real step, `h_n[1]` at the first. No step is
looked up, so no index of a step can be wrong. `enforce_sorted=False` is there because the sequences come in any
order.

How can a model learn at all from this? Ahead's half is right for the longest sequences, and perhaps not far off for
those a little shorter. A model makes do with what it gets, and a score that could be better may be the only sign.
The test that finds both faults is one line: alone, or in a batch with longer ones, a sequence has one vector.
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
