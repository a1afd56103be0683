r"""attention-03, solved.

**The weight.** Only ratios count, and $e^0 : e^0 : e^{\ln 2} = 1 : 1 : 2$:

$$\alpha_3 = \frac{2}{1 + 1 + 2} = \frac{1}{2}$$

**Shifted.** A number added to all scores multiplies each term by the same factor, above and below. It cancels, and
the weight is one half again:

$$\frac{e^{a_s + 100}}{\sum_r e^{a_r + 100}} = \frac{e^{100}\, e^{a_s}}{e^{100} \sum_r e^{a_r}} = \alpha_s$$

**The slope.** Let $R$ be the sum of all other terms, which do not depend on $a_1$. By the rule for quotients:

$$\begin{aligned}
\frac{\partial \alpha_1}{\partial a_1} &= \frac{e^{a_1} (e^{a_1} + R) - e^{a_1} e^{a_1}}{(e^{a_1} + R)^2} \\
&= \alpha_1 (1 - \alpha_1) = \tfrac14 \cdot \tfrac34 = 0.1875
\end{aligned}$$

It is tempting to forget that the score also stands below, and to answer $\alpha_1$. The slope is largest at one
half, and goes to zero as a weight nears 0 *or* 1.

**The spread.** Each of the 64 products has the mean 0 and the variance 1. They are independent, so their
*variances* add up, not their deviations:

$$\operatorname{var} = 64 \cdot 1, \qquad \sqrt{64} = 8$$

Put the last two together. Among scores that spread by 8 one weight is mostly near 1, where its slope is nearly 0, and
little can be learned. This is the reason given for dividing such scores by the root of the size, as transformers do.

**The parameters.** $A H + A F + A = 8{,}192 + 16{,}384 + 64 = 24{,}640$. There is no bias; it is not in
(attention.1).
"""


# --8<-- [start:code]
def answers() -> dict[str, float | int]:
    """The five numbers, under the names of the task."""
    H, F, A = 128, 256, 64
    numbers = {"weight": 2 / 4, "shifted": 2 / 4, "slope": 0.25 * (1 - 0.25), "spread": 64**0.5}
    return numbers | {"parameters": A * H + A * F + A}


# --8<-- [end:code]
