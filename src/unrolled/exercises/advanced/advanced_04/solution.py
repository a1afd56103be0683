r"""advanced-04, solved.

Read (decoding.4) to the letter: a token is kept if what is *likelier than it* holds less than the share.

For 0.5: before the first token stands nothing, which is less than 0.5, so it is kept. Before the second stands 0.5,
and that is not less. One token. For 0.75, before the third stand exactly 0.75: two. For 0.76, before the third
stand 0.75, which is less: three. The tempting rule, "keep as long as the sum stays below the share", is another
one. It cuts off the token that crosses the share, and where the first token is likelier than the share it keeps
nothing at all. By the true rule the first is always kept.

After a cut, what is left is shared out anew. Top-2 leaves 0.5 and 0.25, so the first has $0.5/0.75 = 2/3$. A
temperature divides the logarithms, and dividing by one half doubles them, which squares the probabilities:

$$\frac{0.5^2}{0.5^2 + 0.25^2 + 0.15^2 + 0.1^2} = \frac{0.25}{0.345} = 0.725$$

Cold means surer: below 1 the likeliest gains. Measured, with the tokens in another order:

```text
>>> import torch
>>> from unrolled.exercises.advanced.advanced_04.solution import measure
>>> p = torch.tensor([0.15, 0.5, 0.1, 0.25], dtype=torch.float64)
>>> for share in (0.5, 0.75, 0.76):
...     left = measure(p, share)
...     print(share, int((left > 0).sum()), [round(n, 3) for n in left.tolist()])
0.5 1 [0.0, 1.0, 0.0, 0.0]
0.75 2 [0.0, 0.667, 0.0, 0.333]
0.76 3 [0.167, 0.556, 0.0, 0.278]
>>> print(round(torch.softmax(p.log() / 0.5, dim=0).max().item(), 3))
0.725
```

In `measure` the rule becomes one subtraction: what stands before a token is the running sum *without* the token
itself. The other trap is the order. Sorting helps to find what is kept, but each number must go back to its own
token, which is what `scatter` does. To return them sorted is easy to miss in a test whose probabilities already
fall.
"""

# --8<-- [start:code]
import torch
from torch import Tensor


def predict() -> dict[str, float | int]:
    """What you expect, before you measure."""
    kept = {"half": 1, "three_quarters": 2, "a_little_more": 3}
    return kept | {"top_2": 2 / 3, "cold": 0.5**2 / (0.5**2 + 0.25**2 + 0.15**2 + 0.1**2)}


def measure(p: Tensor, share: float) -> Tensor:
    """The probabilities (V) that the nucleus leaves."""
    falling, order = p.sort(descending=True)
    before = falling.cumsum(0) - falling
    kept = torch.zeros_like(p).scatter(0, order, falling * (before < share))
    return kept / kept.sum()


# --8<-- [end:code]
