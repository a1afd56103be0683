"""What the cheat sheet says is computed from the page itself: parameters, shapes, defaults, and that links lead on."""

import re
from pathlib import Path

import pytest
import torch
from torch import nn

from press.headings import heading
from unrolled.cells import convert_gru, convert_lstm
from unrolled.cells.cost import parameters, step_operations
from unrolled.cells.elman import ElmanCell
from unrolled.cells.gru import GRUCell
from unrolled.cells.lstm import LSTMCell
from unrolled.layers.bidirectional import Bidirectional
from unrolled.layers.recurrent import GRU, LSTM, RNN
from unrolled.training import FitConfig, set_learning_rate

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "reference/cheatsheet.md").read_text("utf-8")
BIASES = ("bias_ih_l0", "bias_hh_l0")
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
    inputs = [D if layer == 0 else 2 * H for layer in range(L)]
    stack = nn.ModuleList([Bidirectional(LSTM(read, H), LSTM(read, H)) for read in inputs])
    assert eval(said["LSTM, `L` layers, both"], {}, dict(sizes)) == count(stack)


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
    layer = kind(3, 4)
    for row in ("`weight_ih_l0`", "`weight_hh_l0`", "`bias_ih_l0`, `bias_hh_l0`"):
        told = said[row]
        told = told if kind is nn.LSTM else re.search(rf"{kind.__name__} `?(\([^)]+\))", told)[1]
        for name in re.findall(r"\w+", row):
            assert eval(told, {}, dict(sizes)) == getattr(layer, name).shape


def test_both_directions_stand_where_the_sheet_says():
    layer, x = nn.LSTM(3, 4, num_layers=2, bidirectional=True, batch_first=True), torch.randn(2, 5, 3)
    output, (h, _) = layer(x)
    ahead, back = (int(k) for k in re.search(r"`h_n\[(-?\d)\]` ahead, `h_n\[(-?\d)\]` back", PAGE).groups())
    assert torch.equal(h[ahead], output[:, -1, :4])
    assert torch.equal(h[back], output[:, 0, 4:])
    wrong = re.search(r"`output\[:, (-?\d)\]` is \*\*wrong\*\*", PAGE)[1]
    assert not torch.equal(h[back], output[:, int(wrong), 4:])


def test_defaults_are_those_of_the_training_loop():
    said, config = table("Defaults to begin with"), FitConfig()
    number = lambda row: [float(x) for x in re.findall(r"`([\d.]+)`?", "`" + said[row][0])]  # noqa: E731
    assert number("learning rate") == [config.learning_rate, config.warmup]
    assert number("weight decay") == [config.weight_decay]
    assert number("clip the norm at") == [config.clip]
    assert number("stop after") == [config.patience]
    assert "cosine to 5 %" in said["learning rate"][0]


def test_the_rate_falls_to_the_share_that_the_sheet_gives():
    share = float(re.search(r"cosine to ([\d.]+) %", PAGE)[1]) / 100
    config, weight = FitConfig(), nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.AdamW([weight], lr=1.0)
    set_learning_rate(optimizer, config, 5_000, 5_000)
    assert optimizer.param_groups[0]["lr"] == pytest.approx(share * config.learning_rate)


def test_the_first_state_is_zeros():
    assert table("Defaults to begin with")["first state"][0] == "zeros"
    for cell in (ElmanCell(3, 4), GRUCell(3, 4), LSTMCell(3, 4)):
        assert all(not state.any() for state in cell.zero_state(2, torch.zeros(1)))


def test_defaults_of_torch():
    """The middle column of what differs, asked of the PyTorch that is installed."""
    said = {row: cells[0] for row, cells in table("Defaults that differ").items()}
    sizes = {"B": 2, "T": 5, "D": 3, "H": 64}
    lstm, gru = nn.LSTM(3, 64), nn.GRU(3, 64)
    assert said["axes of `x`"] == f"(T, B, D)`: `batch_first={lstm.batch_first}"
    output, (h, c) = lstm(torch.randn(eval(said["axes of `x`"].partition("`")[0], {}, dict(sizes))))
    assert output.shape == (5, 2, 64)
    assert h.shape == c.shape == (1, 2, 64)
    assert eval(said["weights on the input"].partition("`")[0], {}, dict(sizes)) == lstm.weight_ih_l0.shape
    biases = [sum(name.startswith("bias") for name, _ in layer.named_parameters()) for layer in (lstm, gru)]
    assert [int(told) for told in re.findall(r"\d", said["biases of an LSTM, of a GRU"])] == biases
    for name in ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0"):
        assert 0.95 < getattr(lstm, name).abs().max() * 64**0.5 <= 1, "uniform, up to one over the root of H"
    forget = torch.stack([sum(nn.LSTM(3, 64).__getattr__(name)[64:128] for name in BIASES) for _ in range(50)])
    assert float(said["first forget bias"].partition("`")[0]) == pytest.approx(forget.mean().item(), abs=0.02)
    with pytest.warns(UserWarning, match="dropout option adds dropout after all but last"):
        nn.LSTM(3, 4, dropout=0.5)


@pytest.mark.parametrize(
    ("row", "asked"), [("first $W$", "uniform, $\\pm 1/\\sqrt{H}$"), ("`dropout`", "between layers")]
)
def test_words_that_stand_for_what_was_asked_of_torch(row, asked):
    assert table("Defaults that differ")[row][0] == asked


def test_gates_of_a_gru_and_an_lstm_in_the_order_of_their_rows():
    """Fill one gate's rows, and see which gate that was; for Keras, in its layout."""
    torch_rows, keras_rows = ({row: cells[k] for row, cells in table("Defaults that differ").items()} for k in (0, 1))
    for row, cell, keras, names in (
        ("rows of an LSTM", LSTMCell(3, 4), convert_lstm.to_keras, {"g": "c"}),
        ("rows of a GRU", GRUCell(3, 4), convert_gru.to_keras, {"n": "h"}),
    ):
        ours = torch_rows[row].split(", ")
        for k, gate in enumerate(ours):
            with torch.no_grad():
                cell.W.copy_((torch.arange(len(cell.W)) // 4 == k).float()[:, None].expand_as(cell.W))
            kernel = keras(cell)["kernel"]
            (filled,) = {int(column) // 4 for column in kernel.sum(0).nonzero()}
            assert keras_rows[row].split(", ")[filled] == names.get(gate, gate)
        assert eval(keras_rows["weights on the input"].partition("`")[0], {}, {"D": 3, "H": 4}) == (3, 16)


def test_differences_are_those_of_the_notation():
    """What the page of the notation says of PyTorch and Keras, in the words of both."""
    notation = (DOCS / "start/notation.md").read_text("utf-8")
    said = table("Defaults that differ")
    for kind, row, here in (
        ("LSTM", "order of stacked gates", "rows of an LSTM"),
        ("GRU", "order of stacked gates", "rows of a GRU"),
        ("GRU", "what $z$ near 1 does", "GRU: $z$ near 1"),
        ("GRU", "reset gate", "GRU: reset gate"),
        ("LSTM", "biases", "biases of an LSTM, of a GRU"),
    ):
        section = notation.partition(f"### {kind}\n\n| what |")[2]
        cells = re.search(rf"^\| {re.escape(row)} \|(.*)\|$", section, re.M)[1].split(" | ")[1:3]
        for told, there in zip(said[here], cells, strict=True):
            word = re.match(r"[\w, ]+?(?=:|$|`)", told)[0].strip()
            word = {"1": "one", "2": "two"}.get(word, word)
            assert there.strip().startswith((word, "keeps")) or word.split(" ")[0] in there, (here, word, there)


LINKS = re.findall(r"\[([^\]]+)\]\(([^)]+)\)", PAGE)


def test_ways_lead_on_and_claims_have_their_numbers():
    dead = [link for _, link in LINKS if not heading(DOCS / "reference/cheatsheet.md", link)]
    assert len(LINKS) >= 38
    assert dead == []
    claims = [(text, link) for text, link in LINKS if text.startswith("claim ")]
    assert len(claims) >= 5
    assert [text for text, link in claims if not link.partition("#")[2].startswith(text.split()[1] + "-")] == []


def test_the_plain_cell_is_that_of_its_chapter():
    """There in two lines: what comes in, and the squashing of it."""
    elman = (DOCS / "foundations/elman.md").read_text("utf-8")
    inside = re.search(r"\$\$a_t = (.+?) \\tag\{elman.1\}", elman)[1]
    whole = re.search(r"\$\$(h_t = \\tanh\(a_t\)) \\tag\{elman.2\}", elman)[1].replace("a_t", inside)
    assert f"$${whole}$$" in PAGE


def test_equations_are_those_of_the_chapters():
    """Each line of the cells stands, but for its alignment, on the page of its cell."""
    bare = lambda text: re.sub(r"\s|&|\\\\|\\q?quad|\\[,;]|\{?\}", "", text.replace(r"\big", ""))  # noqa: E731
    pages = [DOCS / name for name in ("gates/lstm.md", "gates/gru.md", "seq2seq/attention.md")]
    known = bare(" ".join(page.read_text("utf-8") for page in pages))
    cells = PAGE.partition("## Cells")[2].partition("\n## ")[0]
    parts = re.split(r"\\\\|\\qquad|\\quad|(?<!\\) & (?=[a-z]_t)|\\(?:begin|end)\{aligned\}|\$\$", cells)
    equations = [bare(part) for part in parts if re.match(r"\s*\\?[a-z]+(?: [a-z])?_", part) and "=" in part]
    equations = [tex.strip(",") for tex in equations if "Wx" not in tex]  # the plain cell takes two lines there
    assert len(equations) >= 12
    assert [tex for tex in equations if tex not in known] == []
