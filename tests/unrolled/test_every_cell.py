"""Every cell, explicit and fused, in every arrangement, against `torch.nn`: outputs, states, gradients, in float64."""

import pytest
import torch
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from torch import nn

from unrolled.cells import convert_elman, convert_gru, convert_lstm
from unrolled.cells.elman import ExplicitElmanCell
from unrolled.cells.gru import ExplicitGRUCell
from unrolled.cells.lstm import ExplicitLSTMCell
from unrolled.layers.bidirectional import Bidirectional
from unrolled.layers.recurrent import Recurrent
from unrolled.layers.stack import Stack

TIGHT = {"atol": 1e-10, "rtol": 1e-10}
KINDS = {
    "tanh": (nn.RNN, convert_elman.from_torch),
    "relu": (nn.RNN, convert_elman.from_torch),
    "lstm": (nn.LSTM, convert_lstm.from_torch),
    "gru": (nn.GRU, convert_gru.from_torch),
}
GATES = {"lstm": "ifgo", "gru": "rzn"}


def oracle_of(kind, D, H, layers, bidirectional):
    module, _ = KINDS[kind]
    words = {"nonlinearity": kind} if module is nn.RNN else {}
    return module(D, H, layers, batch_first=True, bidirectional=bidirectional, dtype=torch.float64, **words)


def explicit_of(kind, fused):
    """The cell with its gates apart that has the weights of a fused one."""
    D, H = fused.input_size, fused.hidden_size
    if kind in ("tanh", "relu"):
        cell = ExplicitElmanCell(D, H, kind).double()
        cell.load_state_dict(fused.state_dict())
        return cell
    cell = (ExplicitLSTMCell if kind == "lstm" else ExplicitGRUCell)(D, H).double()
    weights = {f"{n}_{g}": p for n in "WUb" for g, p in zip(GATES[kind], getattr(fused, n).split(H), strict=True)}
    cell.load_state_dict(weights | ({"b_u": fused.b_u} if kind == "gru" else {}))
    return cell


def stack_of(kind, oracle, explicit):
    def layer(number, backward):
        fused = KINDS[kind][1](oracle, number, backward)
        return Recurrent(explicit_of(kind, fused) if explicit else fused)

    def level(number):
        return (
            Bidirectional(layer(number, False), layer(number, True)) if oracle.bidirectional else layer(number, False)
        )

    return Stack([level(number) for number in range(oracle.num_layers)])


def flat(states):
    """The states of a stack as PyTorch stacks them: layers, and in each layer both directions."""
    directions = [s for level in states for s in (level if isinstance(level[0], tuple) else (level,))]
    return [torch.stack(parts) for parts in zip(*directions, strict=True)]


def run_in_chunks(stack, x, lengths, chunk):
    """Feed a batch in pieces. Rows that have ended are left out of a piece, and keep their state."""
    B, T = x.shape[:2]
    outputs, ends = [], None
    for start in range(0, T, chunk):
        piece = x[:, start : start + chunk]
        rows = torch.arange(B) if lengths is None else (lengths > start).nonzero().squeeze(1)
        if len(rows) == 0:
            outputs.append(torch.zeros_like(outputs[-1][:, :1]).expand(-1, piece.shape[1], -1))
            continue
        left = None if lengths is None else (lengths[rows] - start).clamp(max=piece.shape[1])
        before = None if ends is None else [tuple(part[rows] for part in level) for level in ends]
        output, after = stack(piece[rows], left, before)
        if ends is None:
            ends = after  # every sequence has a first step
        else:
            where = [[part.clone() for part in level] for level in ends]
            ends = [
                tuple(old.index_copy(0, rows, new) for old, new in zip(o, n, strict=True))
                for o, n in zip(where, after, strict=True)
            ]
        outputs.append(torch.zeros(B, *output.shape[1:], dtype=x.dtype).index_copy(0, rows, output))
    return torch.cat(outputs, 1), ends


def run_oracle(oracle, x, lengths):
    if lengths is None:
        output, states = oracle(x)
    else:
        packed = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        packed, states = oracle(packed)
        output, _ = nn.utils.rnn.pad_packed_sequence(packed, batch_first=True, total_length=x.shape[1])
    return output, list(states) if isinstance(states, tuple) else [states]


def gradients(kind, cell):
    """Gradients of a cell in PyTorch's layout: W, U, and the bias beside each."""
    if kind in ("tanh", "relu"):
        return cell.W.grad, cell.U.grad, cell.b.grad, cell.b.grad
    gates = GATES[kind]
    W, U, b = (
        getattr(cell, n).grad if hasattr(cell, n) else torch.cat([getattr(cell, f"{n}_{g}").grad for g in gates])
        for n in "WUb"
    )
    H = cell.hidden_size
    return W, U, b, b if kind == "lstm" else torch.cat([b[: 2 * H], cell.b_u.grad])


def compare_gradients(kind, stack, oracle):
    for number, level in enumerate(stack.layers):
        pair = (level.ahead, level.back) if oracle.bidirectional else (level,)
        for layer, end in zip(pair, ("", "_reverse"), strict=False):
            names = [f"{name}_l{number}{end}" for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")]
            for found, name in zip(gradients(kind, layer.cell), names, strict=True):
                torch.testing.assert_close(
                    found, getattr(oracle, name).grad, **TIGHT, msg=lambda m, n=name: f"{n}: {m}"
                )


ARRANGEMENTS = [(1, False, True), (3, False, True), (1, True, False), (3, True, False)]  # layers, both ways, chunks


@pytest.mark.parametrize("padded", [False, True], ids=["whole", "padded"])
@pytest.mark.parametrize(("layers", "both", "chunks"), ARRANGEMENTS, ids=["one", "three", "two-way", "three-two-way"])
@pytest.mark.parametrize("explicit", [True, False], ids=["explicit", "fused"])
@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None, max_examples=4, phases=[Phase.generate])  # shapes are small as they are drawn
@given(shape=st.tuples(*(st.integers(1, 5) for _ in range(4))), cut=st.integers(1, 5), seed=st.integers(0, 99))
def test_cell_equals_torch(kind, explicit, layers, both, chunks, padded, shape, cut, seed):
    B, T, D, H = shape
    torch.manual_seed(seed)
    oracle = oracle_of(kind, D, H, layers, both)
    stack = stack_of(kind, oracle, explicit)
    x = torch.randn(B, T, D, dtype=torch.float64, requires_grad=True)
    y = x.detach().clone().requires_grad_()
    lengths = torch.randint(1, T + 1, (B,)) if padded else None
    expected, end = run_oracle(oracle, y, lengths)
    found, states = run_in_chunks(stack, x, lengths, cut) if chunks else stack(x, lengths)
    torch.testing.assert_close(found, expected, **TIGHT)
    torch.testing.assert_close(flat(states), end, **TIGHT)
    weights = torch.randn_like(expected)
    ((found * weights).sum() + sum(part.square().sum() for part in flat(states))).backward()
    ((expected * weights).sum() + sum(part.square().sum() for part in end)).backward()
    torch.testing.assert_close(x.grad, y.grad, **TIGHT)
    compare_gradients(kind, stack, oracle)


@pytest.mark.parametrize("explicit", [True, False], ids=["explicit", "fused"])
@pytest.mark.parametrize("kind", KINDS)
def test_one_step_of_a_cell_equals_one_step_of_torch(kind, explicit):
    torch.manual_seed(0)
    oracle = oracle_of(kind, 3, 4, 1, False)
    fused = KINDS[kind][1](oracle)
    cell = explicit_of(kind, fused) if explicit else fused
    x = torch.randn(2, 3, dtype=torch.float64)
    state = tuple(torch.randn(2, 4, dtype=torch.float64, requires_grad=True) for _ in range(cell.parts))
    given = tuple(part.detach().clone().unsqueeze(0).requires_grad_() for part in state)
    new = cell(x, state)
    output, end = oracle(x.unsqueeze(1), given if cell.parts == 2 else given[0])
    torch.testing.assert_close(new[0], output[:, 0], **TIGHT)
    torch.testing.assert_close(new, tuple(p[0] for p in (end if cell.parts == 2 else (end,))), **TIGHT)
    sum(part.square().sum() for part in new).backward()
    sum(part.square().sum() for part in (end if cell.parts == 2 else (end,))).backward()
    for ours, theirs in zip(state, given, strict=True):
        torch.testing.assert_close(ours.grad, theirs.grad[0], **TIGHT)
