r"""rnn-02, solved.

Write down the shapes. The number of entries of a weight is the product of its sizes:

$$\begin{aligned}
W &: H D = 100 \cdot 50 = 5{,}000 \\
U &: H H = 100 \cdot 100 = 10{,}000 \\
b &: H = 100
\end{aligned}$$

Together these are 15,100, and about two thirds of them stand in $U$.

`torch.nn.RNN` keeps one bias for the input and one for the state. Only their sum enters the equation, so it has $H$
numbers more, 15,200, and can compute nothing that the book's cell cannot.

For `"steps"`, look for $T$ in these shapes. It is in none of them: every step uses the same $W$, $U$ and $b$. The
factor is 1. The tempting answer 2 comes from the unrolled picture, which draws a box for each step. They are one
box, drawn many times.

An ordinary layer reads all steps at once, as one vector of $T D$ numbers. Each of its $H$ units has a weight for
each number, and one bias, not one a step:

$$H\,(T D + 1) = 100 \cdot (20 \cdot 50 + 1) = 100{,}100$$

Here $T$ is in the formula, so the layer grows with the sequence. The two are equally large where $T D = D + H$,
which is at $T = 3$. Beyond that the recurrence is the smaller one, and it alone can read a sequence that is longer
than those it was made for.
"""


# --8<-- [start:code]
def answers() -> dict[str, float | int]:
    """The four counts, under the names of the task."""
    D, H, T = 50, 100, 20
    recurrence = H * D + H * H + H
    return {"book": recurrence, "torch": recurrence + H, "steps": 1, "ordinary": H * (T * D + 1)}


# --8<-- [end:code]
