r"""seq2seq-04, solved.

A sentence is written token by token, each given those before, so its probability is a product of ten equal factors:

$$P = 0.9^{10} = 0.349$$

Nine of ten sounds good; yet the whole sentence gets little more than a third. That is why one works with
logarithms. The loss is minus their mean, and the ten equal terms have the mean of one. The perplexity is $e$ to it:

$$\mathcal{L} = -\frac{1}{10} \sum_{t=1}^{10} \ln 0.9 = 0.105, \qquad e^{\mathcal{L}} = \frac{1}{0.9} = 1.111$$

As unsure as between 1.111 equal choices at each step. Two slips are common: the *sum* in place of the mean, which
is the loss of the sentence, and a logarithm to base 2, which gives bits. A perplexity must come out the same from
both, so never mix $e$ with bits.

For the schedule, set (encoder-decoder.8) to one half and solve:

$$\begin{aligned}
\frac{k}{k + e^{i/k}} &= \frac{1}{2} \\
2k &= k + e^{i/k} \\
e^{i/k} &= k \\
i &= k \ln k = 23.03
\end{aligned}$$

At $i = k$, a tempting guess, it stands at $10/(10 + e) = 0.79$ still.

The penalty, with $n = 10$ and $\alpha = 1$:

$$\operatorname{lp} = \frac{5 + 10}{5 + 1} = 2.5$$

The log-probability of the sentence is ten times that of one token, and its divisor is only 2.5 times as large. So
long sentences are helped, and still pay for each word. The mark of the end is counted in the ten already.
"""

# --8<-- [start:code]
import math


def answers() -> dict[str, float]:
    """The five numbers, under the names of the task."""
    probability = 0.9**10
    numbers = {"probability": probability, "loss": -math.log(0.9), "perplexity": 1 / 0.9}
    return numbers | {"half": 10 * math.log(10), "penalty": (5 + 10) / (5 + 1)}


# --8<-- [end:code]
