r"""attention-05, solved.

Begin at the end and go back line by line. A bar marks the gradient of the loss, so $\bar a_s$ is that of a score.
That of the context is given: $g$.

**The sum.** In $c = \sum_s \alpha_s m_s$ each $m_s$ is multiplied by the number $\alpha_s$, and each $\alpha_s$ by
the vector $m_s$:

$$\bar m_s = \alpha_s\, g, \qquad \bar \alpha_s = g^\top m_s$$

So a position gets its share of $g$. A weight hears how well its position points along $g$.

**The softmax.** Each weight depends on *every* score, because all of them stand in the sum below. The rule for
quotients gives two cases:

$$\frac{\partial \alpha_s}{\partial a_r} = \begin{cases} \alpha_s (1 - \alpha_s) & \text{if } r = s \\
-\alpha_s\, \alpha_r & \text{if } r \ne s \end{cases}$$

To take only the first is the tempting mistake. It treats each weight as if only its own score stood in it, and loses
what each score takes away from the other weights.

**Together.** A score reaches the loss through all weights, so sum over $s$. Both cases have a factor $\alpha_r$:

$$\begin{aligned}
\bar a_r &= \sum_s \bar \alpha_s \frac{\partial \alpha_s}{\partial a_r} \\
&= \alpha_r \bar \alpha_r - \alpha_r \sum_s \alpha_s \bar \alpha_s \\
&= \alpha_r \Bigl( \bar \alpha_r - \sum_s \alpha_s \bar \alpha_s \Bigr)
\end{aligned}$$

Read it: the gradient of a score is positive where $\bar\alpha_r$, the harm done by more weight, is above the
weighted mean of all. Descent goes against the gradient: it lowers the scores of positions that are worse than this
mean, and raises those of better ones. The gradients of all scores sum to zero, as they must, for a number added to
all scores changes nothing. That is a test for your code. And the factor in front says that a position with hardly
any weight hardly learns, however good it would be. It may be one reason why attention can be slow to find its place.
"""

# --8<-- [start:code]
import torch
from torch import Tensor


def backward(a: Tensor, m: Tensor, g: Tensor) -> dict[str, Tensor]:
    """Gradients with respect to the scores a (S) and the memory m (S, F), from g (F), that of the context."""
    alpha = torch.softmax(a, dim=0)
    d = m @ g  # (S), the gradient of the weights
    return {"a": alpha * (d - (alpha * d).sum()), "m": alpha[:, None] * g}


# --8<-- [end:code]
