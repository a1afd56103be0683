"""Functions of PyTorch that an exercise asks the reader to write, and so may not be called there."""

from collections.abc import Sequence
from typing import Any

from torch.overrides import TorchFunctionMode

from unrolled.exercises.failures import ForbiddenError

CELLS = ("rnn_tanh", "rnn_relu", "lstm", "gru")
RECURRENT = (*CELLS, "rnn_tanh_cell", "rnn_relu_cell", "lstm_cell", "gru_cell")  # what the layers of torch.nn call
AUTOGRAD = ("grad", "backward", "_make_dual")  # backwards, and forwards as `torch.func.jacfwd` does
CROSS_ENTROPY = ("cross_entropy", "cross_entropy_loss", "nll_loss", "nll_loss_nd")
AWAY = ("tolist", "numpy", "__array__")  # ways for numbers to leave their tensor


class Forbid(TorchFunctionMode):
    """While it is entered, the functions of these names raise a ForbiddenError.

    However they were imported: PyTorch itself asks before it runs any of its functions on tensors.
    """

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self.names = names

    def __torch_function__(self, function: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        name = getattr(function, "__name__", "")
        if name in self.names:
            raise ForbiddenError(f"PyTorch's own `{name}` was called, and this exercise is to do without it")
        return function(*args, **(kwargs or {}))
