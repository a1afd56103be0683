# %% [markdown]
# # By hand
# Back to [the first page](../../).

# %%
from toybox.cell import Cell

Cell().step(1.0, 0.0)
