"""Markdown with formulas, as a terminal shows it."""

import pytest

from unrolled.exercises.plain import WIDTH, formula, plain


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"h_t = (1 - z_t) \odot h_{t-1} + z_t \odot n_t", "h_t = (1 - z_t) * h_(t-1) + z_t * n_t"),
        (r"\frac{\partial h_t}{\partial h_{t-1}}", "dh_t/dh_(t-1)"),
        (r"\left(\frac{5 + n}{6}\right)^{\alpha}", "((5 + n)/6)^alpha"),
        (r"\sqrt{\frac{1}{4}}", "sqrt(1/4)"),
        (r"15{,}100", "15,100"),
        (r"\lVert U^\top \rVert_2 \le \tfrac12", "|| U^T ||_2 <= 1/2"),
        (r"\begin{aligned} a &= b \\ &= c \end{aligned}", "a = b\n= c"),
        (r"\overrightarrow{h}_t + \bar W + \bar \alpha_s", "h_ahead_t + W_bar + alpha_bar_s"),
        (r"\begin{cases} 0 & \text{if reset} \\ 1 & \text{otherwise} \end{cases}", "0 if reset, 1 otherwise"),
    ],
)
def test_formula(tex, text):
    assert formula(tex) == text


def test_blocks():
    told = plain(
        "A **bold $x_t$** and `a**b`, 2 ** 3,\non one line.\n\n$$a_t = \\tanh(b)$$\n\n- one\n  more\n- two\n\n"
        "```text\n>>> 1 + 1\n2\n```\n\nSee [there](x.md)."
    )
    assert told == (
        "A bold x_t and `a**b`, 2 ** 3, on one line.\n\n    a_t = tanh(b)\n\n- one more\n- two\n\n"
        "    >>> 1 + 1\n    2\n\nSee there."
    )


def test_paragraphs_are_filled():
    assert max(map(len, plain("word " * 60).split("\n"))) <= WIDTH
