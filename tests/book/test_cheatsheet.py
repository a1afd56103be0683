"""What the cheat sheet says is computed from the page itself: parameters, shapes, defaults, and that links lead on."""

import re
from pathlib import Path

import pytest
import torch
from torch import nn

from unrolled.cells.cost import parameters, step_operations
from unrolled.layers.bidirectional import Bidirectional
from unrolled.layers.recurrent import GRU, LSTM, RNN
from unrolled.training import FitConfig

PAGE = (Path(__file__).resolve().parents[2] / "docs/reference/cheatsheet.md").read_text("utf-8")
SIZES = [{"D": 3, "H": 5, "L": 1}, {"D": 8, "H": 4, "L": 3}]
TORCH = {"plain": nn.RNN, "GRU": nn.GRU, "LSTM": nn.LSTM, "LSTM, `L` layers": nn.LSTM}


def table(heading: str) -> dict[str, list[str]]:
    """The rows below a heading: first cell, and the others without their marks of code."""
    section = PAGE.partition(f"## {heading}")[2].partition("\n## ")[0]
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in section.split("\n") if row.startswith("|")]
    return {first: [cell.strip("`") for cell in rest] for first, *rest in rows[2:]}


def count(module: nn.Module) -> int:
    return sum(weight.numel() for weight in module.parameters())


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize(
    ("row", "kind", "layers", "both"),
    [
        ("plain", nn.RNN, False, False),
        ("GRU", nn.GRU, False, False),
        ("LSTM", nn.LSTM, False, False),
        ("LSTM, both directions", nn.LSTM, False, True),
        ("LSTM, `L` layers", nn.LSTM, True, False),
        ("LSTM, `L` layers, both", nn.LSTM, True, True),
    ],
)
def test_parameters_of_torch(row, kind, layers, both, sizes):
    layer = kind(sizes["D"], sizes["H"], num_layers=sizes["L"] if layers else 1, bidirectional=both)
    assert eval(table("Parameters")[row][1], {}, dict(sizes)) == count(layer)


@pytest.mark.parametrize("sizes", SIZES)
def test_parameters_of_this_book(sizes):
    said = {row: cells[0] for row, cells in table("Parameters").items()}
    D, H, L = sizes["D"], sizes["H"], sizes["L"]
    for row, kind, layer in (("plain", "rnn", RNN), ("GRU", "gru", GRU), ("LSTM", "lstm", LSTM)):
        assert eval(said[row], {}, dict(sizes)) == count(layer(D, H)) == parameters(kind, D, H)
    both = Bidirectional(LSTM(D, H), LSTM(D, H))
    assert eval(said["LSTM, both directions"], {}, dict(sizes)) == count(both)
    stack = nn.ModuleList([LSTM(D if layer == 0 else H, H) for layer in range(L)])
    assert eval(said["LSTM, `L` layers"], {}, dict(sizes)) == count(stack)


def test_parameters_of_embedding_and_read_out():
    said, sizes = table("Parameters"), {"V": 11, "D": 3, "O": 2, "F": 7}
    assert eval(said["embedding"][0], {}, sizes) == count(nn.Embedding(11, 3))
    assert eval(said["read-out"][0], {}, sizes) == count(nn.Linear(7, 2))


def test_operations_of_a_step():
    told = re.search(r"takes `([^`]+)` operations", PAGE)[1]
    for kind, k in (("rnn", 1), ("gru", 3), ("lstm", 4)):
        assert eval(told, {}, {"k": k, "D": 6, "H": 9}) == step_operations(kind, 6, 9)


@pytest.mark.parametrize(("column", "kind"), [(0, nn.LSTM), (1, nn.GRU), (1, nn.RNN)])
def test_shapes(column, kind):
    sizes = {"B": 2, "T": 5, "D": 3, "H": 4, "L": 3}
    said = {row: cells[column] for row, cells in table("Shapes in PyTorch").items()}
    x = torch.randn(2, 5, 3)
    for both, name in ((False, ""), (True, ", both directions")):
        output, state = kind(3, 4, num_layers=3, bidirectional=both, batch_first=True)(x)
        h, c = state if kind is nn.LSTM else (state, None)
        assert eval(said[f"`output`{name}"], {}, dict(sizes)) == output.shape
        row = f"`h_n`{name}" if both else "`h_n` (never batch first)"
        assert eval(said[row], {}, dict(sizes)) == h.shape
        if c is not None and not both:
            assert eval(said["`c_n`"], {}, dict(sizes)) == c.shape
    layer, told = kind(3, 4), said["`weight_ih_l0`"]
    told = told if kind is nn.LSTM else re.search(rf"{kind.__name__} `?(\([^)]+\))", told)[1]
    assert eval(told, {}, dict(sizes)) == layer.weight_ih_l0.shape


def test_both_directions_stand_where_the_sheet_says():
    layer, x = nn.LSTM(3, 4, num_layers=2, bidirectional=True, batch_first=True), torch.randn(2, 5, 3)
    output, (h, _) = layer(x)
    assert torch.equal(h[-2], output[:, -1, :4])
    assert torch.equal(h[-1], output[:, 0, 4:])
    assert not torch.equal(h[-1], output[:, -1, 4:])


def test_defaults_are_those_of_the_training_loop():
    said, config = table("Defaults to begin with"), FitConfig()
    number = lambda row: [float(x) for x in re.findall(r"`([\d.]+)`?", "`" + said[row][0])]  # noqa: E731
    assert number("learning rate") == [config.learning_rate, config.warmup]
    assert number("weight decay") == [config.weight_decay]
    assert number("clip the norm at") == [config.clip]
    assert number("stop after") == [config.patience]
    assert "cosine to 5 %" in said["learning rate"][0]


def test_equations_are_those_of_the_chapters():
    """Each line of the cells stands, but for its alignment, on the page of its cell."""
    bare = lambda text: re.sub(r"\s|&|\\\\|\\q?quad|\\[,;]|\{?\}", "", text.replace(r"\big", ""))  # noqa: E731
    docs = Path(__file__).resolve().parents[2] / "docs"
    pages = [docs / name for name in ("gates/lstm.md", "gates/gru.md", "seq2seq/attention.md")]
    known = bare(" ".join(page.read_text("utf-8") for page in pages))
    cells = PAGE.partition("## Cells")[2].partition("\n## ")[0]
    parts = re.split(r"\\\\|\\qquad|\\quad|(?<!\\) & (?=[a-z]_t)|\\(?:begin|end)\{aligned\}|\$\$", cells)
    equations = [bare(part) for part in parts if re.match(r"\s*\\?[a-z]+(?: [a-z])?_", part) and "=" in part]
    equations = [tex.strip(",") for tex in equations if "Wx" not in tex]  # the plain cell takes two lines there
    assert len(equations) >= 12
    assert [tex for tex in equations if tex not in known] == []
