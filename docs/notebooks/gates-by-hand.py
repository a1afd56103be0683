# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Gates by hand
#
# The chapter on [the LSTM](../gates/lstm.md) says what a gate does. Here you set the gates yourself and watch the cell.
#
# One unit, three forget gates. Nothing is trained: you choose $f$, $i$ and the candidate $g$, and iterate
# $c_t = f\,c_{t-1} + i\,g_t$.

# %%
import torch

from unrolled.plotting import PALETTE, style

COLOURS = PALETTE["light"]
T = 40
g = torch.zeros(T)
g[5], g[20] = 1.0, -0.5  # two events; nothing happens in between


def cell(f: float, i: float) -> list[float]:
    c, seen = 0.0, []
    for candidate in g.tolist():
        c = f * c + i * candidate
        seen.append(c)
    return seen


print("f = 1.0 at the end:", round(cell(1.0, 1.0)[-1], 3))
print("f = 0.9 at the end:", round(cell(0.9, 1.0)[-1], 3))
print("f = 0.5 at the end:", round(cell(0.5, 1.0)[-1], 6))

# %% [markdown]
# With $f = 1$ the cell is a running sum: both events are still there, added up. With $f = 0.5$ each event is gone after
# a few steps.

# %%
import base64
from io import BytesIO

from IPython.display import HTML, display
from matplotlib.figure import Figure

with style(COLOURS):
    figure = Figure(figsize=(7, 3), facecolor=COLOURS["paper"], dpi=150)
    axes = figure.subplots()
    for f, dash, name in ((1.0, "-", "forget"), (0.9, "--", "input"), (0.5, ":", "candidate")):
        axes.plot(cell(f, 1.0), dash, color=COLOURS["series"][name], label=f"f = {f}")
    axes.set(xlabel="step", ylabel="cell state")
    axes.legend()
    figure.savefig(picture := BytesIO(), facecolor=COLOURS["paper"])

ALT = "Cell state over 40 steps: with f = 1 it stays where each event put it, with 0.9 it fades slowly, with 0.5 fast."
data = base64.b64encode(picture.getvalue()).decode()
display(HTML(f'<img width="700" alt="{ALT}" src="data:image/png;base64,{data}">'))

# %% [markdown]
# ## How long does a value of the forget gate remember?
#
# After $n$ steps $f^n$ is left. Half is left after $n = \log 0.5 / \log f$ steps.

# %%
import math

for f in (0.5, 0.73, 0.9, 0.99, 0.999):
    print(f"f = {f:<5}  half is left after {math.log(0.5) / math.log(f):6.1f} steps")

# %% [markdown]
# ## Try it
#
# Change `i` so that only the second event enters. Can a fixed $i$ do it? No: $i$ must depend on the input, and that is
# why a gate is computed from $x_t$ and $h_{t-1}$, as equations (lstm.1) to (lstm.3) of
# [the chapter](../gates/lstm.md#the-equations) say.
