"""Weights of a GRU in the layouts of Flax. Flax itself is not needed here: these functions only arrange arrays.

Read in the source of Flax 0.12.8: `flax/linen/recurrent.py` and `flax/nnx/nn/recurrent.py`, class `GRUCell` in each.
"""

import torch
from torch import Tensor

from unrolled.cells.convert_gru import flip_update
from unrolled.cells.gru import GRUCell
from unrolled.cells.torch_weights import check_shapes, copy_into, matrix_shape

Params = dict[str, dict[str, Tensor]]
GATES = "rzn"  # the candidate is called n, as in PyTorch


# --8<-- [start:linen]
def to_linen(cell: GRUCell) -> Params:
    """Weights in the layout of `flax.linen.GRUCell`: a small matrix for each gate, transposed; z keeps.

    Returns: "ir", "iz", "in" with a "kernel" (D, H) and a "bias" (H); "hr", "hz" with a "kernel" (H, H);
        "hn" with a "kernel" (H, H) and a "bias" (H), our b_u.
    Raises:
        ValueError: the reset gate of the cell acts before the product: Flax has no such GRU.
    """
    cell = _as_flax_computes(cell)
    W, U, b = (weight.detach().chunk(3) for weight in (cell.W, cell.U, cell.b))
    params = {f"i{gate}": {"kernel": W[k].T, "bias": b[k]} for k, gate in enumerate(GATES)}
    params |= {f"h{gate}": {"kernel": U[k].T} for k, gate in enumerate(GATES)}
    params["hn"]["bias"] = cell.b_u.detach()
    return params


def from_linen(params: Params) -> GRUCell:
    """Our cell from the weights of `flax.linen.GRUCell`: reset after the product, z keeps.

    Raises:
        ValueError: a part is missing, or the shapes are not those that `to_linen` returns.
    """
    if missing := {f"{side}{gate}" for side in "ih" for gate in GATES} - params.keys():
        raise ValueError(f"no {', '.join(sorted(missing))} among {', '.join(params)}: is it a flax.linen.GRUCell?")
    D, H = matrix_shape(params["in"], "kernel")
    for gate in GATES:
        check_shapes(params[f"i{gate}"], {"kernel": (D, H), "bias": (H,)})
        check_shapes(params[f"h{gate}"], {"kernel": (H, H)} | ({"bias": (H,)} if gate == "n" else {}))
    cell = GRUCell(D, H).to(params["in"]["kernel"])
    W, U = (torch.cat([params[f"{side}{gate}"]["kernel"].T for gate in GATES]) for side in "ih")
    copy_into(cell, W=W, U=U, b=torch.cat([params[f"i{gate}"]["bias"] for gate in GATES]), b_u=params["hn"]["bias"])
    return cell


# --8<-- [end:linen]


# --8<-- [start:nnx]
def to_nnx(cell: GRUCell) -> Params:
    """Weights in the layout of `flax.nnx.GRUCell`: stacked as ours, transposed, and no bias on the side of h.

    Returns: "dense_i" with a "kernel" (D, 3H) and a "bias" (3H); "dense_h" with a "kernel" (H, 3H).
    Raises:
        ValueError: the cell resets before the product, or its b_u is not zero: this class has no place for it.
    """
    cell = _as_flax_computes(cell)
    if cell.b_u.any():
        raise ValueError(
            "flax.nnx.GRUCell has no b_u, the bias that the reset gate multiplies, and that of this cell is not zero: "
            "use flax.linen"
        )
    W, U, b = (weight.detach() for weight in (cell.W, cell.U, cell.b))
    return {"dense_i": {"kernel": W.T, "bias": b}, "dense_h": {"kernel": U.T}}


# --8<-- [end:nnx]


def _as_flax_computes(cell: GRUCell) -> GRUCell:
    """The cell with z that keeps. Raises: ValueError, if it resets before the product."""
    if cell.reset != "after":
        raise ValueError("Flax resets after the product: a cell with reset='before' has no counterpart there")
    return cell if cell.update == "keeps" else flip_update(cell)
