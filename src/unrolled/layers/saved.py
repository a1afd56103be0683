"""How much a forward pass keeps for the backward pass, counted exactly."""

from torch import Tensor, nn
from torch.autograd.graph import saved_tensors_hooks


# --8<-- [start:saved]
def saved_numbers(layer: nn.Module, x: Tensor) -> int:
    """Numbers held between forward and backward, without the parameters and the input.

    A storage that several tensors share is counted once.
    """
    known = {p.untyped_storage().data_ptr() for p in layer.parameters()} | {x.untyped_storage().data_ptr()}
    held: dict[int, Tensor] = {}  # kept alive, so that no address comes twice

    def note(tensor: Tensor) -> Tensor:
        held.setdefault(tensor.untyped_storage().data_ptr(), tensor.detach())
        return tensor

    with saved_tensors_hooks(note, lambda tensor: tensor):
        layer(x)
    return sum(t.untyped_storage().nbytes() // t.element_size() for key, t in held.items() if key not in known)


# --8<-- [end:saved]
