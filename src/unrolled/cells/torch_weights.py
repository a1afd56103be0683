"""Weights of one layer and one direction of `torch.nn`, and shapes checked before anything is copied."""

import torch
from torch import Tensor, nn


# --8<-- [start:torch_weights]
def torch_weights(module: nn.RNNBase, layer: int = 0, backward: bool = False) -> tuple[Tensor, ...]:
    """W (G, D), U (G, H) and the two biases (G) of one layer and direction; zeros where the module has no biases.

    Raises:
        ValueError: the module has projections, or no such layer or direction.
    """
    if module.proj_size:
        raise ValueError(f"an LSTM with projections (proj_size={module.proj_size}) has no counterpart here")
    if not 0 <= layer < module.num_layers or (backward and not module.bidirectional):
        raise ValueError(f"no layer {layer}, backward={backward}, in {module}")
    end = f"_l{layer}" + ("_reverse" if backward else "")
    W, U = getattr(module, "weight_ih" + end), getattr(module, "weight_hh" + end)
    if not module.bias:
        return W, U, torch.zeros_like(W[:, 0]), torch.zeros_like(W[:, 0])
    return W, U, getattr(module, "bias_ih" + end), getattr(module, "bias_hh" + end)


# --8<-- [end:torch_weights]


def matrix_shape(weights: dict[str, Tensor], name: str) -> tuple[int, int]:
    """Rows and columns of a weight. Raises: ValueError, if it is missing or not a matrix."""
    if name not in weights:
        raise ValueError(f"no weight {name!r} among {', '.join(weights)}")
    if weights[name].dim() != 2:
        raise ValueError(f"{name} has shape {tuple(weights[name].shape)}, expected a matrix")
    rows, columns = weights[name].shape
    return rows, columns


def check_shapes(weights: dict[str, Tensor], wanted: dict[str, tuple[int, ...]]) -> None:
    """Raises: ValueError, if a weight is missing or has another shape than `wanted`."""
    for name, shape in wanted.items():
        if name not in weights:
            raise ValueError(f"no weight {name!r} among {', '.join(weights)}: expected {', '.join(wanted)}")
        if tuple(weights[name].shape) != shape:
            raise ValueError(f"{name} has shape {tuple(weights[name].shape)}, expected {shape}")


def copy_into(cell: nn.Module, **weights: Tensor) -> None:
    """Overwrite parameters of a cell, by name."""
    with torch.no_grad():
        for name, weight in weights.items():
            getattr(cell, name).copy_(weight)
