r"""seq2seq-01, solved.

Write the sentence 7 8 down, with what is read above what is written:

```text
read    2 7 8
write   7 8 3
```

There are three steps for two tokens, for the end is also something to be written. Both rows hold the same tokens,
one step apart. At each step the decoder then knows every true token before the one it is asked for, and not that
one. This is all that teacher forcing is.

Two slips are tempting. If both rows begin with the first token, the decoder reads the very token that it should
write. It learns to copy, the loss falls to nearly nothing, and when it writes by itself there is nobody to copy
from. If `EOS` is left out of what is written, the model never learns to stop. Both run without an error, so print
one pair after any change here.

`BOS` is only read, and `EOS` is only written. Whoever puts both marks into both rows has moved them together again:
at each step the decoder reads the token that it is asked for.

Padding stands on the right, so all sentences begin at the first step. It is `PAD`, not `EOS`: otherwise the loss
could not tell the one real end from the filling behind it, and short sentences would mostly teach "end, end, end".
The longest sentence decides $T$, plus one for its mark. An empty sentence is a sentence, too: one step, `BOS` above
`EOS`.
"""

# --8<-- [start:code]
import torch
from torch import Tensor

PAD, BOS, EOS = 0, 2, 3


def prepare(targets: list[list[int]]) -> tuple[Tensor, Tensor]:
    """What the decoder reads and what it should write, (B, T) each."""
    steps = max(map(len, targets)) + 1

    def padded(rows: list[list[int]]) -> Tensor:
        return torch.tensor([row + [PAD] * (steps - len(row)) for row in rows])

    return padded([[BOS, *target] for target in targets]), padded([[*target, EOS] for target in targets])


# --8<-- [end:code]
