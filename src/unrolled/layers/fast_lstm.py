"""The LSTM over a whole sequence, with its backward pass through time written by hand."""

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


class LSTMThroughTime(torch.autograd.Function):
    """All steps of `LSTMCell`. Going back, each gate's gradient takes the place of the gate: no memory is asked for."""

    # --8<-- [start:forward]
    @staticmethod
    def forward(
        ctx: Any, x: Tensor, h0: Tensor, c0: Tensor, W: Tensor, U: Tensor, b: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        x, Ut, (B, H) = time_major(x), U.T.contiguous(), h0.shape  # (B, T, D) -> (T, B, D)
        gates = project(x, W, b, into=x.new_empty(len(x), B, 4 * H))
        h, c = x.new_empty(2, len(x) + 1, B, H).unbind(0)  # twice (T + 1, B, H)
        h[0], c[0] = h0, c0
        hs, cs = h.unbind(0), c.unbind(0)
        for t, a in enumerate(gates.unbind(0)):
            a.addmm_(hs[t], Ut)  # the hoisted part is in `a` already
            i, f, g, o = a.chunk(4, dim=1)
            a[:, : 2 * H].sigmoid_(), g.tanh_(), o.sigmoid_()  # i and f lie side by side
            torch.mul(f, cs[t], out=cs[t + 1]).addcmul_(i, g)
            torch.mul(o, cs[t + 1].tanh(), out=hs[t + 1])
        ctx.save_for_backward(x, gates, h, c, W, U)
        return h[1:].transpose(0, 1), h[-1].clone(), c[-1].clone()

    # --8<-- [end:forward]

    # --8<-- [start:backward]
    @staticmethod
    @once_differentiable
    def backward(ctx: Any, d_output: Tensor, dh: Tensor, dc: Tensor) -> tuple[Tensor | None, ...]:
        x, gates, h, c, W, U = ctx.saved_tensors
        from_above, cs, slots = d_output.unbind(1), c.unbind(0), gates.unbind(0)
        dh, dc = dh + from_above[-1], dc.clone()
        for t in reversed(range(len(x))):
            i, f, g, o = slots[t].chunk(4, dim=1)
            shown = cs[t + 1].tanh()  # computing it again is cheaper than keeping it
            dc += torch.ops.aten.tanh_backward(dh * o, shown)
            di, df, dg = dc * g, dc * cs[t], dc * i
            dc *= f
            sigmoid_backward(dh.mul_(shown), o, grad_input=o)  # from here on `o` holds a gradient ...
            sigmoid_backward(di, i, grad_input=i)
            sigmoid_backward(df, f, grad_input=f)
            tanh_backward(dg, g, grad_input=g)  # ... and so do all four
            dh = torch.addmm(from_above[t - 1], slots[t], U) if t else slots[0] @ U
        dx = input_gradient(gates, W) if ctx.needs_input_grad[0] else None
        return dx, dh, dc, weight_gradient(gates, x), weight_gradient(gates, h[:-1]), gates.sum((0, 1))

    # --8<-- [end:backward]
