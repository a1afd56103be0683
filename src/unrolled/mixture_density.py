"""A density over points of a plane, as a mixture of normal distributions whose parameters a network puts out.

Bishop (1994), "Mixture Density Networks", Aston University NCRG/94/004; for pen strokes Graves (2013), "Generating
Sequences With Recurrent Neural Networks", arXiv:1308.0850, section 4.1.
"""

import math
from typing import NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor

LEAST_LOG_SIGMA = -4.0  # without a floor, a component that sits on one point has a density without bound


# --8<-- [start:mixture]
class Mixture(NamedTuple):
    """M normal distributions of the plane at each step, and how likely each is."""

    log_weight: Float[Tensor, "*B M"]
    mean: Float[Tensor, "*B M 2"]
    log_sigma: Float[Tensor, "*B M 2"]
    rho: Float[Tensor, "*B M"]  # correlation of the two coordinates


def mixture_of(outputs: Float[Tensor, "*B _"]) -> Mixture:
    """Parameters from 6M free numbers: each is squashed to where it has to be.

    Raises:
        ValueError: the last axis is not a multiple of 6.
    """
    if outputs.shape[-1] % 6:
        raise ValueError(f"{outputs.shape[-1]} outputs: a mixture takes 6 for each component")
    weight, x, y, sigma_x, sigma_y, rho = outputs.chunk(6, dim=-1)
    # (handwriting.2) softmax keeps the weights a distribution, exp the sigmas positive, tanh rho between -1 and 1
    log_sigma = torch.stack([sigma_x, sigma_y], dim=-1).clamp(min=LEAST_LOG_SIGMA)
    return Mixture(weight.log_softmax(-1), torch.stack([x, y], dim=-1), log_sigma, 0.99 * torch.tanh(rho))


def log_density(mixture: Mixture, point: Float[Tensor, "*B 2"]) -> Float[Tensor, "*B"]:
    """Logarithm of the density of one point at each step."""
    u, v = ((point.unsqueeze(-2) - mixture.mean) / mixture.log_sigma.exp()).unbind(-1)  # (..., M) each
    left = 1 - mixture.rho**2
    # (handwriting.3)
    normal = (
        -(u**2 + v**2 - 2 * mixture.rho * u * v) / (2 * left)
        - math.log(2 * math.pi) - mixture.log_sigma.sum(-1) - 0.5 * left.log()
    )  # fmt: skip
    # (handwriting.4)
    return torch.logsumexp(mixture.log_weight + normal, dim=-1)


# --8<-- [end:mixture]


# --8<-- [start:draw]
def draw(mixture: Mixture, temperature: float, generator: torch.Generator) -> Float[Tensor, "B 2"]:
    """One point a row; `temperature` 1 draws from the mixture as it is, less draws closer to its likeliest places.

    Raises:
        ValueError: the temperature is not positive.
    """
    if temperature <= 0:
        raise ValueError(f"temperature {temperature}: it divides, so it must be positive")
    # (handwriting.6) sharper weights, and variances times the temperature
    weight = torch.softmax(mixture.log_weight / temperature, dim=-1)
    sigma = mixture.log_sigma.exp() * math.sqrt(temperature)
    rows = torch.arange(len(weight))
    k = torch.multinomial(weight, 1, generator=generator).squeeze(1)  # (B)
    e = torch.randn(len(weight), 2, generator=generator, dtype=weight.dtype)
    rho = mixture.rho[rows, k]
    second = rho * e[:, 0] + (1 - rho**2).sqrt() * e[:, 1]  # has correlation rho with the first
    return mixture.mean[rows, k] + sigma[rows, k] * torch.stack([e[:, 0], second], dim=1)


# --8<-- [end:draw]
