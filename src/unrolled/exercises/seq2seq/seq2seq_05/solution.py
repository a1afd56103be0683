r"""seq2seq-05, solved.

A loss that is much too good is a finding. Before you are glad, ask what the model could know. Write down for the
target 7 8 what the stub's decoder reads at each step, and what it is asked for:

```text
read    7 8 3
asked   7 8 3
```

It is handed the answer. To put a high probability on the token that it has just read is the easiest thing a network
can learn, so the loss goes to nearly nothing. When it writes by itself nobody hands it anything, and it has learned
nothing else. There is a second sign: at the first step a model can hardly be sure with what the sentence begins. If
even *that* loss is near zero, something leaks.

The two rows must be one step apart. `[BOS, *target]` is read, `[*target, EOS]` is asked for, and `zip` puts them
side by side. `strict=True` says at once if they are not equally long.

The tempting repairs miss something. To read `BOS` and the target, and to ask for the target only, drops the end:
the model will not learn to stop. To divide by the number of words is wrong by one, for `EOS` is a token that was
asked for. And to feed back what the decoder thinks best is not teacher forcing at all: then the loss is that of its
own text, and the targets do not fit it.

A test for this kind of leak needs no training. Change the target of one step, and look at the log-probabilities *up
to and at* that step. None of them may move.
"""

# --8<-- [start:code]
from collections.abc import Callable

from torch import Tensor

BOS, EOS = 2, 3


def forced_loss(decoder: Callable[[int, Tensor], tuple[Tensor, Tensor]], h: Tensor, target: list[int]) -> Tensor:
    """Mean loss per token under teacher forcing."""
    losses = []
    for read, asked in zip([BOS, *target], [*target, EOS], strict=True):
        log_p, h = decoder(read, h)
        losses.append(-log_p[asked])
    return sum(losses) / len(losses)


# --8<-- [end:code]
