"""What is said beyond the first difference: about answers that no list foresees, and about what no number shows."""

from pathlib import Path

import pytest
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from unrolled.exercises.checks import Case, Check, shaped
from unrolled.exercises.examine import examine
from unrolled.exercises.exercise import find
from unrolled.exercises.failures import UnfitError
from unrolled.exercises.guess import guesses
from unrolled.exercises.relations import relation
from unrolled.exercises.runner import check

ROW, TABLE = torch.tensor([1.0, 2.0, 4.0, 7.0]), torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 7.0]])


@pytest.mark.parametrize(
    ("expected", "came", "said"),
    [
        (ROW, -ROW, "wrong sign"),
        (ROW, 3 * ROW, "3.0 times what it should be"),
        (ROW, ROW + 1, "differs by the same amount, 1.0"),
        (ROW, ROW.flip(0), "turned round along axis 0"),
        (ROW, ROW.roll(1), "one place too late"),
        (ROW, ROW.roll(-1), "one place too early"),
        (ROW, ROW / 0, "NaN comes from"),
        (TABLE, TABLE.T, "permute(1, 0)"),
        (TABLE[:2, :2], TABLE[:2, :2].T, "last two axes have changed places"),
        (TABLE, TABLE.flatten(), "only the shape is not"),
        (TABLE, TABLE.sum(0), "What came is the sum over axis 0"),
        (TABLE.mean(1), TABLE, "Of what came, the mean over axis 1 would be right"),
        (TABLE, TABLE[:1], "Too few along axis 0: 1, not 2."),
        (TABLE, torch.stack([TABLE[0], TABLE[1] ** 2]), "1 of 2 are right; wrong: 1."),
        (TABLE, torch.zeros(2, 3), ""),
        (ROW, ROW + 1e-9, ""),
        ((ROW, TABLE), (TABLE, ROW), "their order is turned round"),
        ((ROW, TABLE), ROW, "entry 0 alone: return all 2"),
        (ROW, (TABLE, ROW), "Entry 1 of what came is right"),
        ((ROW, TABLE), (ROW, -TABLE), "Entry 1: Every number has the wrong sign."),
        ({"a": ROW, "b": TABLE}, {"a": ROW, "b": 2 * TABLE}, "2.0 times what it should be. Right on this input: 'a'."),
        ([3, 1, 2], [1, 2, 3], "in another order"),
        ([3, 1, 2], [4, 2, 3], "counted from 1 in place of 0"),
        ([3, 1, 2], [3, 1], "1 at the end missing"),
        ([3, 1, 2], [9, 3, 1, 2], "1 too many at the beginning"),
        ([0, 1], [1, 0], "turned round"),
        ([0], [1], ""),
        ("a", 1, ""),
    ],
)
def test_relation(expected, came, said):
    found = relation(expected, came)
    assert said in found if said else not found


ASKED = Check("f", (Case("", ()),), dict, words=("larger", "smaller"))


@pytest.mark.parametrize(
    ("came", "said"),
    [
        ({"n": 100, "x": 0.13, "w": "larger", "l": [1, 2]}, "Near, perhaps only rounded too much: 'x'"),
        ({"n": 100, "x": 13.333, "w": "larger", "l": [1, 2]}, "'x' is in percent"),
        ({"n": -100, "x": 2 / 15, "w": "larger", "l": [1, 2]}, "'n' has the wrong sign"),
        ({"n": 99.6, "x": 2 / 15, "w": "larger", "l": [1, 2]}, "'n' is to be a whole number"),
        ({"n": 100, "x": 2 / 15, "w": "more", "l": [1, 2]}, "'w' is one of the words 'larger', 'smaller'"),
        ({"n": 100, "x": 2 / 15, "w": "larger", "l": [2, 1]}, "'l' has the right entries in another order"),
        ({"n": 7, "x": 9, "w": "larger", "l": [1, 2]}, "Right already: 'w', 'l'. Not right yet: 'n', 'x'."),
    ],
)
def test_guesses_tell_nothing_that_is_right(came, said):
    told = guesses({"n": 100, "x": 2 / 15, "w": "larger", "l": [1, 2]}, came, ASKED)
    assert said in told
    assert "100" not in told
    assert "0.133" not in told


def right(x, h, W, U, b):
    return torch.tanh(x @ W.T + h @ U.T + b)


STEP = find("rnn-01")


@pytest.mark.parametrize(
    "answer",
    [
        lambda *a: right(*a).detach(),
        lambda *a: torch.tensor(right(*a).tolist()),
        lambda *a: right(*(part.data for part in a)),
    ],
)
def test_an_answer_that_no_gradient_comes_through(answer):
    verdict = examine(STEP, {"step": answer})
    assert not verdict.ok
    assert verdict.passed == 5
    assert "no gradient reaches `x`, `h`, `W`, `U`, `b`" in verdict.found


def test_the_argument_that_no_gradient_reaches_is_named():
    verdict = examine(STEP, {"step": lambda x, h, W, U, b: right(x, h, W, U, b.detach())})
    assert "no gradient reaches `b`:" in verdict.found


def layer(x, h, W, U, b):
    made = nn.RNNCell(W.shape[1], W.shape[0], dtype=x.dtype)
    made.load_state_dict({"weight_ih": W, "weight_hh": U, "bias_ih": b, "bias_hh": 0 * b})
    return made(x, h)


def by_forward_mode(a, m, g):
    return torch.func.jacfwd(lambda a: (torch.softmax(a, 0) @ m * g).sum())(a)


def by_autograd(a, m, g):
    a, m = a.clone().requires_grad_(), m.clone().requires_grad_()
    torch.autograd.backward([(torch.softmax(a, 0) @ m * g).sum()])
    return {"a": a.grad, "m": m.grad}


@pytest.mark.parametrize(
    ("name", "asks", "answer", "called"),
    [
        ("rnn-01", "step", layer, "rnn_tanh_cell"),
        (
            "seq2seq-02",
            "loss",
            lambda z, t: cross_entropy(z.flatten(0, 1), t.flatten(), ignore_index=0),
            "cross_entropy",
        ),
        ("seq2seq-02", "loss", lambda z, t: nn.CrossEntropyLoss(ignore_index=0)(z.mT, t), "cross_entropy"),
        ("attention-05", "backward", by_autograd, "backward"),
        ("attention-05", "backward", by_forward_mode, "_make_dual"),
        ("advanced-06", "scan", lambda _, x: torch.tensor(x.tolist()), "tolist"),
    ],
)
def test_what_the_task_asks_to_write_may_not_be_called(name, asks, answer, called):
    verdict = examine(find(name), {asks: answer})
    assert not verdict.ok
    assert f"PyTorch's own `{called}` was called" in verdict.found


def test_two_mistakes_at_once_are_not_taken_for_one_but_one_is_named():
    verdict = examine(STEP, {"step": lambda x, h, W, U, _: torch.tanh(x @ W.T + h @ U)})
    assert not verdict.looks_like
    assert "bias" in verdict.perhaps


def test_by_chance_alike_is_not_alike():
    """Small whole numbers agree by chance: no mistake is named on their strength alone."""

    def padding_first(x, lengths):
        return torch.stack([torch.cat([row[n:], row[:n].flip(0)]) for row, n in zip(x, lengths.tolist(), strict=True)])

    verdict = examine(find("bidi-01"), {"reverse": padding_first})
    assert not verdict.ok
    assert not verdict.perhaps


def test_arguments_in_another_order_are_seen():
    verdict = examine(STEP, {"step": lambda h, x, W, U, b: right(x, h, W, U, b)})
    assert verdict.pattern.startswith("Your arguments are (h, x, W, U, b).")
    assert not verdict.looks_like


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "expected a tuple of 2 tensors, (W, b), came None"),
        ((torch.ones(2, 2),), "came a tuple of 1"),
        ((torch.ones(2, 2), [1.0, 2.0]), "`b`: expected a tensor of shape (2,), came a list"),
        ((torch.ones(2), torch.ones(2)), "`W`: expected a tensor of shape (2, 2), came (2,)"),
    ],
)
def test_weights_of_the_wrong_shape(value, said):
    with pytest.raises(UnfitError) as told:
        shaped(value, W=(2, 2), b=(2,))
    assert said in str(told.value)


def test_an_answer_that_the_checker_cannot_use():
    verdict = examine(find("advanced-05"), {"batches": lambda *_: None})
    assert "the checker cannot use what came, None: is there a `return`?" in verdict.found


def test_the_case_is_told_even_if_the_process_does_not_live_through_it(tmp_path: Path):
    file = tmp_path / "mine.py"
    file.write_text(
        "import os\nfrom unrolled.exercises.rnn.rnn_01 import solution\n\n\ndef step(x, h, W, U, b):\n"
        "    if len(x) > 1:\n        os._exit(3)\n    return solution.step(x, h, W, U, b)\n"
    )
    verdict = check("rnn-01", file).verdict
    assert verdict.case == "three sequences, four inputs, five units"
    assert verdict.passed == 4
    assert verdict.call[0] == "step(x, h, W, U, b)"
    assert "ended with code 3" in verdict.found
    file.write_text(file.read_text().replace("os._exit(3)", "exit()").replace("def step", "def stepp"))
    assert check("rnn-01", file).verdict.found.endswith("the file must define it; it defines `stepp`")


def test_what_is_printed_while_mistakes_are_compared_is_not_shown(capsys):
    def loud(*args):
        print("once")
        return 2 * right(*args)

    examine(STEP, {"step": loud})
    assert capsys.readouterr().out == "once\n"
