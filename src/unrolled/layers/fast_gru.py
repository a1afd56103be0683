"""The GRU over a whole sequence, with its backward pass through time written by hand."""

from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from unrolled.layers.time_major import (
    input_gradient,
    project,
    sigmoid_backward,
    tanh_backward,
    time_major,
    weight_gradient,
)


class GRUThroughTime(torch.autograd.Function):
    """All steps of `GRUCell` in PyTorch's conventions. Gradients take the place of the gates."""

    # --8<-- [start:forward]
    @staticmethod
    def forward(ctx: Any, x: Tensor, h0: Tensor, W: Tensor, U: Tensor, b: Tensor, b_u: Tensor) -> tuple[Tensor, Tensor]:
        x, Ut, (B, H) = time_major(x), U.T.contiguous(), h0.shape  # (B, T, D) -> (T, B, D)
        bias = torch.cat((b.new_zeros(2 * H), b_u))  # (3H): only the candidate has a second bias
        gates = project(x, W, b, into=x.new_empty(len(x), B, 3 * H))
        h, u = x.new_empty(len(x) + 1, B, H), x.new_empty(len(x), B, H)
        h[0] = h0
        hs, us = h.unbind(0), u.unbind(0)
        for t, a in enumerate(gates.unbind(0)):
            rz, n = a.split((2 * H, H), dim=1)
            hidden_rz, hidden_n = torch.addmm(bias, hs[t], Ut).split((2 * H, H), dim=1)
            r, z = rz.add_(hidden_rz).sigmoid_().chunk(2, dim=1)
            n.addcmul_(r, us[t].copy_(hidden_n)).tanh_()
            torch.lerp(n, hs[t], z, out=hs[t + 1])  # n + z * (h - n)
        ctx.save_for_backward(x, gates, h, u, W, U)
        return h[1:].transpose(0, 1), h[-1].clone()

    # --8<-- [end:forward]

    # --8<-- [start:backward]
    @staticmethod
    @once_differentiable
    def backward(ctx: Any, d_output: Tensor, dh: Tensor) -> tuple[Tensor | None, ...]:
        x, gates, h, u, W, U = ctx.saved_tensors
        from_above, hs, us, slots, H = d_output.unbind(1), h.unbind(0), u.unbind(0), gates.unbind(0), U.shape[1]
        through_u = torch.empty_like(slots[0])  # (B, 3H): gradient of h_{t-1} U^T + b_u
        dh = dh + from_above[-1]
        for t in reversed(range(len(x))):
            r, z, n = slots[t].chunk(3, dim=1)
            dz = (hs[t] - n).mul_(dh)
            tanh_backward(dh - dh * z, n, grad_input=n)
            dh *= z
            sigmoid_backward(dz, z, grad_input=z)
            torch.mul(n, r, out=through_u[:, 2 * H :])  # the reset gate stands between U and the candidate
            sigmoid_backward(us[t].mul_(n), r, grad_input=r)
            us[t].copy_(through_u[:, 2 * H :])
            through_u[:, : 2 * H] = slots[t][:, : 2 * H]
            dh.addmm_(through_u, U)
            if t:
                dh += from_above[t - 1]
        dU = torch.cat((weight_gradient(gates[..., : 2 * H], h[:-1]), weight_gradient(u, h[:-1])))
        dx = input_gradient(gates, W) if ctx.needs_input_grad[0] else None
        return dx, dh, weight_gradient(gates, x), dU, gates.sum((0, 1)), u.sum((0, 1))

    # --8<-- [end:backward]
