"""Changes to a recording that leave the digit what it is: other level, other start, noise, another voice.

Speed: Ko, Peddinti, Povey & Khudanpur (2015), "Audio Augmentation for Speech Recognition", Interspeech.
"""

import torch
from jaxtyping import Float
from torch import Tensor


# --8<-- [start:speed]
def at_speed(wave: Float[Tensor, " N"], factor: float | int) -> Float[Tensor, " M"]:
    """The sound played `factor` times as fast: M = N / factor samples, and higher, as if from a smaller speaker.

    Raises:
        ValueError: the factor is not positive.
    """
    if factor <= 0:
        raise ValueError(f"speed {factor}: must be positive")
    steps = max(1, round(len(wave) / factor))
    # (speech.6) values between two samples lie on the line between them
    places = torch.arange(steps, dtype=wave.dtype) * factor  # (M)
    left = places.floor().long().clamp(max=len(wave) - 1)
    right = (left + 1).clamp(max=len(wave) - 1)
    share = places - left
    return (1 - share) * wave[left] + share * wave[right]


# --8<-- [end:speed]


# --8<-- [start:noisy]
def level_noise_shift(wave: Float[Tensor, " N"], generator: torch.Generator, most: int = 800) -> Float[Tensor, " M"]:
    """Another loudness (half to double), up to `most` samples of silence before and after, and faint noise over all."""
    draw = torch.rand(4, generator=generator)
    gain = 2 ** (2 * draw[0] - 1)
    before, after = (int(most * share) for share in draw[1:3])
    padded = torch.nn.functional.pad(gain * wave, (before, after))
    loudness = 10 ** (-4 + 2 * draw[3])  # standard deviation of the noise: 0.0001 to 0.01
    return padded + loudness * torch.randn(len(padded), generator=generator)


# --8<-- [end:noisy]
