r"""lstm-03, solved.

**The sizes.** One set of weights is one $W$, one $U$ and one $b$:

$$\begin{aligned} H D + H H + H &= 8{,}192 + 16{,}384 + 128 \\ &= 24{,}704 \end{aligned}$$

An LSTM has four sets, for three gates and the candidate: 98,816. A GRU has three sets, for two gates and the
candidate, and $H$ numbers for $b_u$: $3 \cdot 24{,}704 + 128 = 74{,}240$. If you got 99,328 for the LSTM, you
counted PyTorch's two biases.

**What is kept.** Nothing is taken in, so each step only multiplies by the gate, (lstm.8), and $n$ steps leave a
power:

$$f = \sigma(1) = 0.7311, \qquad f^5 = 0.2088$$

It is tempting to take the same amount away five times. A gate takes a *share* of what is there, so it takes less at
each step. A fifth is left after five steps: a forget bias of 1 is no long memory. It is a start from which gradients
can find one.

**The bias.** Go the same way backwards. Half is to be left after 100 steps, so take the root, then invert the
sigmoid:

$$\begin{aligned}
f^{100} &= 0.5 \\
f &= 0.5^{1/100} = 0.99309 \\
\sigma(b) = f \quad \Rightarrow \quad b &= \ln \bigl( f / (1 - f) \bigr) = \ln 143.8 = 4.968
\end{aligned}$$

The inverse follows from $\sigma(b) = 1 / (1 + e^{-b})$: solve it for $e^{-b}$, which is $(1 - f)/f$.

Compare (lstm.10). It sets $f = 1 - 1/T$ and gives $\ln 99 = 4.595$ for $T = 100$. Then $0.99^{100} = 0.366$ is
left, about $1/e$ and less than one half. So the two answers belong to two questions, both fair. Note how little the
bias moves for so much memory: in it, time stands in a logarithm.
"""

# --8<-- [start:code]
import math


def answers() -> dict[str, float | int]:
    """The four numbers, under the names of the task."""
    D, H = 64, 128
    weights = H * D + H * H + H
    f = 0.5 ** (1 / 100)
    kept = (1 / (1 + math.exp(-1))) ** 5
    return {"lstm": 4 * weights, "gru": 3 * weights + H, "kept": kept, "bias": math.log(f / (1 - f))}


# --8<-- [end:code]
