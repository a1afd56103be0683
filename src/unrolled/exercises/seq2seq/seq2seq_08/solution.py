"""seq2seq-08, solved.

The likelier a first word is, the worse it goes on. The third word, with 0.25, ends at once: 0.25 for the whole text.
After the second, 0.35, the end has 0.3, so that its text has 0.105. After the first, 0.4, everything is about equally
likely, and the best that comes of it has 0.4 times 0.25 times 0.4 = 0.04. A search of width 1 sees only the first word,
one of width 2 leaves out the third. Each step asks for what looks best so far, and what has not been kept cannot come
back. No width is safe: a fourth word could be the trap for three. In a trained model such traps are rarer and milder,
which is why a narrow beam often does.
"""

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
