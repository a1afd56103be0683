r"""seq2seq-08, solved.

A beam keeps what looks best *so far*, and what it has dropped cannot come back. So a trap has two parts: a beginning
that looks good, and a bad continuation. Give the three first words the chances 0.4, 0.35 and 0.25, and let the likelier
one go on the worse:

$$\begin{aligned}
0.25 \cdot 1 &= 0.25 && \text{third word, then the end} \\
0.35 \cdot 0.3 &= 0.105 && \text{second word, then the end} \\
0.4 \cdot 0.25 \cdot 0.4 &= 0.04 && \text{first word, then the likeliest next word, then the end}
\end{aligned}$$

Greedy search takes the first word and is left with 0.04. A beam of two keeps the second word as well, and finds 0.105.
Only a beam of three keeps the third. Each step is more than twice the one before it, as was asked.

The tempting way is to make the first word merely unlikely to *end*. But then greedy search may run into the limit of
four tokens, and finds no text at all. Spread the chances after it evenly instead, with a small lead for a word after
which the end is likely: then the search ends, and no text that begins with this word is likelier than 0.08.

No width is safe: a fourth word could be the trap for three. In a trained model such traps seem to be rarer and
milder: in the chapter a beam gained little over greedy search.
"""

# --8<-- [start:code]
import torch
from torch import Tensor


def table() -> Tensor:
    """P (6, 6): in row j the probabilities of the next token after token j; 0 begins, 1 ends, 2 to 5 are words."""
    return torch.tensor(
        [
            [0.00, 0.00, 0.40, 0.35, 0.25, 0.00],  # after the beginning
            [0.00, 1.00, 0.00, 0.00, 0.00, 0.00],  # after the end: never asked
            [0.00, 0.15, 0.20, 0.20, 0.20, 0.25],  # after the likeliest first word
            [0.00, 0.30, 0.175, 0.175, 0.175, 0.175],
            [0.00, 1.00, 0.00, 0.00, 0.00, 0.00],  # after the third: the end
            [0.00, 0.40, 0.15, 0.15, 0.15, 0.15],
        ]
    )


# --8<-- [end:code]
