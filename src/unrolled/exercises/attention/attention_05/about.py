r"""
Go back through attention by hand. For one step, with the index $t$ left out, (attention.5) and (attention.6) read

$$\alpha_s = \frac{e^{a_s}}{\sum_r e^{a_r}}, \qquad c = \sum_s \alpha_s\, m_s$$

You get the scores `a` of shape `(S)`, the memory `m` of shape `(S, F)`, and `g` of shape `(F)`, the gradient of a
loss with respect to $c$. Return a dict with the gradients of the loss with respect to the scores, `"a"`, and to the
memory, `"m"`. The scores count as given: they do not depend on the memory here. No autograd.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="Back through attention",
    kind="derive",
    level=3,
    chapter="seq2seq/attention",
    section="The equations",
    hints=(
        "Begin at the end: c is a sum. How does it change if one entry of m_s grows a little? And if alpha_s does?",
        "The gradient of m_s is alpha_s g. That of alpha_s is the dot product of g and m_s: a vector of S numbers.",
        "Every weight depends on every score: d alpha_s / d a_r is alpha_s (1 - alpha_s) for r = s, else -alpha_s"
        " alpha_r.",
        "Summed up, the gradient of a is alpha * (d - (alpha * d).sum()), where d is the gradient of alpha.",
    ),
)
