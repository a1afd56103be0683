"""Writing text with a language model: draw a character, read it, draw the next."""

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn


# --8<-- [start:temper]
def temper(logits: Float[Tensor, "*B V"], temperature: float | int = 1.0) -> Float[Tensor, "*B V"]:
    """Probabilities of logits at a temperature: below 1 the likely grow likelier, above 1 all come closer together.

    Raises:
        ValueError: the temperature is not above zero.
    """
    if temperature <= 0:
        raise ValueError(f"a temperature of {temperature}: must be above 0; for the likeliest character take argmax")
    # (language-model.6)
    return torch.softmax(logits / temperature, dim=-1)


# --8<-- [end:temper]


# --8<-- [start:generate]
@torch.no_grad()
def generate(
    model: nn.Module, prompt: Int[Tensor, "B P"], steps: int, temperature: float | int, generator: torch.Generator
) -> Int[Tensor, "B N"]:
    """Continue each prompt by `steps` characters, each drawn from the model's probabilities.

    Args:
        model: called as `model(tokens, state=state)`, returns logits (B, T, V) and the state; it is left in eval mode.
    Returns:
        Prompt and continuation, N = P + steps.
    """
    model.eval()
    written, (logits, state) = [prompt], model(prompt, state=None)
    for _ in range(steps):
        drawn = torch.multinomial(temper(logits[:, -1], temperature), 1, generator=generator)  # (B, V) -> (B, 1)
        written.append(drawn)
        logits, state = model(drawn, state=state)
    return torch.cat(written, dim=1)


# --8<-- [end:generate]
