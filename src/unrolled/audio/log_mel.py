"""Log-mel features: short windows of sound, the power in bands of pitch, and its logarithm.

The mel scale: Stevens, Volkmann & Newman (1937); the formula with 2595 and 700: O'Shaughnessy (1987), "Speech
Communication". The features: Davis & Mermelstein (1980), IEEE Trans. ASSP 28(4), without their last step.
"""

from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor


# --8<-- [start:config]
@dataclass(frozen=True)
class MelConfig:
    """How sound becomes features.

    Args:
        rate: samples a second.
        window: samples in one window; 200 are 25 ms.
        hop: samples from one window to the next; 80 are 10 ms.
        size: N, samples a window is filled up to before the Fourier transform.
        bands: M, numbers in one frame of features.
        lowest: lower end of the first band, in Hz; the last one ends at rate / 2.
        floor: power below which nothing counts.
    """

    rate: int = 8_000
    window: int = 200
    hop: int = 80
    size: int = 256
    bands: int = 40
    lowest: float = 60.0
    floor: float = 1e-6


# --8<-- [end:config]


# --8<-- [start:power]
def power_spectrum(wave: Float[Tensor, "*B N"], config: MelConfig) -> Float[Tensor, "*B T K"]:
    """Power at each frequency in each window of the sound. T counts whole windows; K = size / 2 + 1.

    Raises:
        ValueError: the sound is shorter than one window.
    """
    if wave.shape[-1] < config.window:
        raise ValueError(f"{wave.shape[-1]} samples are less than one window of {config.window}: pad the sound first")
    frames = wave.unfold(-1, config.window, config.hop)  # (N) -> (T, window)
    hann = torch.hann_window(config.window, dtype=wave.dtype, device=wave.device)
    # (speech.1) rfft fills the window up with zeros to `size` samples
    return torch.fft.rfft(frames * hann, config.size).abs().square()


# --8<-- [end:power]


# --8<-- [start:filters]
def mel(hertz: Float[Tensor, "*K"]) -> Float[Tensor, "*K"]:
    """Frequency in mel."""
    # (speech.2)
    return 2595 * torch.log10(1 + hertz / 700)


def hertz_of(mels: Float[Tensor, "*K"]) -> Float[Tensor, "*K"]:
    """Frequency in Hz: the inverse of `mel`."""
    return 700 * (10 ** (mels / 2595) - 1)


def mel_filters(config: MelConfig, dtype: torch.dtype = torch.float32) -> Float[Tensor, "M K"]:
    """One triangle for each band: how much of each frequency counts in it."""
    ends = mel(torch.tensor([config.lowest, config.rate / 2], dtype=torch.float64))
    steps = torch.linspace(0, 1, config.bands + 2, dtype=torch.float64)
    corners = hertz_of(ends[0] + steps * (ends[1] - ends[0]))  # (M + 2), equal steps in mel
    f = torch.arange(config.size // 2 + 1, dtype=torch.float64) * config.rate / config.size  # (K)
    left, centre, right = (corners[i : i + config.bands, None] for i in range(3))  # (M, 1) each
    # (speech.3) up from the left corner to the centre, down to the right corner
    return torch.minimum((f - left) / (centre - left), (right - f) / (right - centre)).clamp(min=0).to(dtype)


# --8<-- [end:filters]


# --8<-- [start:log_mel]
def log_mel(wave: Float[Tensor, "*B N"], config: MelConfig | None = None) -> Float[Tensor, "*B T M"]:
    """Log-mel features of a sound: M numbers for each window. Raises: see `power_spectrum`."""
    config = config or MelConfig()
    power = power_spectrum(wave, config)  # (T, K)
    filters = mel_filters(config, wave.dtype).to(wave.device)
    # (speech.4)
    return torch.log(power @ filters.T + config.floor)  # (T, M)


# --8<-- [end:log_mel]
