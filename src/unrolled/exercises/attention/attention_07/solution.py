r"""attention-07, solved.

Try the simplest matrix and see what is wrong with it. With $W$ the identity the score is $m_t^\top m_s$, the cosine
of the angle between two positions. It is largest where they are the same: every step looks at *itself*. That is
nearly it. The maximum only has to move by one.

So let $W$ turn $m_s$ before the product. A rotation by $\theta$ takes $m_s$ to $m_{s+1}$, and then

$$a_{t,s} = m_t^\top W m_s = \cos\bigl(\theta\,(t - s - 1)\bigr)$$

which is largest at $s = t - 1$. If you have the transpose, the rotation goes the other way, and each step looks one
*ahead*. The signs of the sines are easily mixed up; try one case: $W m_1$ must be $m_2$.

The right position wins now, and its weight is still small. A neighbour's score is lower by
$1 - \cos \theta = 0.0761$ only, and a softmax over such scores is almost even. What counts there is the *difference*
of scores, so multiply $W$ by a factor $\beta$. Two neighbours at most are that near, and the others hardly count:

$$\frac{1}{1 + 2 e^{-0.0761 \beta}} \ge 0.99 \quad \Rightarrow \quad \beta \ge 69.5$$

The solution takes 100: the difference is 7.6, and $e^{7.6}$ is about 2,000.

Only $t - s$ is left in the score, so the same matrix works at every place. It works for up to 16 positions, where
the circle closes: on a longer way a smaller $\theta$ is needed, or more circles. A table of scores, learned for 8
positions, would know nothing of a ninth. This is the idea behind positions that are rotations.
"""

# --8<-- [start:code]
import math

import torch
from torch import Tensor


def matrix() -> Tensor:
    """W (2, 2) with which each position looks at the one before it."""
    phi = math.pi / 8
    return 100 * torch.tensor([[math.cos(phi), -math.sin(phi)], [math.sin(phi), math.cos(phi)]])


# --8<-- [end:code]
