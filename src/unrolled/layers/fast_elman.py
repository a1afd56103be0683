"""Elman's recurrence over a whole sequence, with its backward pass through time written by hand."""

from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from unrolled.layers.time_major import input_gradient, project, tanh_backward, time_major, weight_gradient


class ElmanThroughTime(torch.autograd.Function):
    """All steps of `ElmanCell` with tanh. The loops hold what depends on the step before, and nothing else."""

    # --8<-- [start:forward]
    @staticmethod
    def forward(ctx: Any, x: Tensor, h0: Tensor, W: Tensor, U: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
        x, Ut = time_major(x), U.T.contiguous()  # (B, T, D) -> (T, B, D)
        h = x.new_empty(len(x) + 1, *h0.shape)  # (T + 1, B, H): h_0, then what comes in
        h[0] = h0
        project(x, W, b, into=h[1:])
        states = h.unbind(0)
        for t in range(len(x)):
            states[t + 1].addmm_(states[t], Ut).tanh_()  # what comes in turns into h_t, in place
        ctx.save_for_backward(x, h, W, U)
        return h[1:].transpose(0, 1), h[-1].clone()

    # --8<-- [end:forward]

    # --8<-- [start:backward]
    @staticmethod
    @once_differentiable
    def backward(ctx: Any, d_output: Tensor, d_end: Tensor) -> tuple[Tensor | None, ...]:
        x, h, W, U = ctx.saved_tensors
        da = torch.empty_like(h[1:])  # (T, B, H)
        from_above, states, slots = d_output.unbind(1), h.unbind(0), da.unbind(0)
        dh = d_end + from_above[-1]
        for t in reversed(range(len(x))):
            tanh_backward(dh, states[t + 1], grad_input=slots[t])  # through the tanh
            dh = torch.addmm(from_above[t - 1], slots[t], U) if t else slots[0] @ U  # through U, to the step before
        dx = input_gradient(da, W) if ctx.needs_input_grad[0] else None
        return dx, dh, weight_gradient(da, x), weight_gradient(da, h[:-1]), da.sum((0, 1))

    # --8<-- [end:backward]
