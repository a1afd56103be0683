"""The arithmetic that the page `architectures/speed` counts, and the manners of its benchmark."""

import os

import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from unrolled.experiments.speed import Config, differences, malloc, measure
from unrolled.experiments.speed_forms import Size, forms, interleaved, matmul_precision
from unrolled.experiments.speed_ladder import rungs
from unrolled.experiments.speed_limit import GATES, flops, least_seconds
from unrolled.layers.time_major import sigmoid_backward, tanh_backward

SMALL = Size(3, 5, 4, 6)
every_kind = pytest.mark.parametrize("kind", GATES)


def counted(kind: str, form: str, size: Size) -> int:
    """What PyTorch's own counter sees in a forward and a backward pass, the gradient of the initial state included."""
    layer = forms(kind, size)[form]
    x = torch.randn(size[:3], requires_grad=True)
    state = tuple(torch.randn(size.B, size.H, requires_grad=True) for _ in range(layer.cell.parts))
    with FlopCounterMode(display=False) as counter:
        layer(x, state=state)[0].sum().backward()
    return counter.get_total_flops()


@pytest.mark.equation("speed.1")
@every_kind
@pytest.mark.parametrize("form", ["explicit", "hoisted"])
def test_flops_are_those_that_torch_counts(kind, form):
    assert flops(kind, SMALL) == counted(kind, form, SMALL)


@pytest.mark.equation("speed.2")
@every_kind
def test_least_time_is_what_the_products_alone_would_take(kind):
    rate = 1e9
    assert least_seconds(kind, SMALL, rate) == pytest.approx(counted(kind, "hoisted", SMALL) / rate, rel=1e-12)


@pytest.mark.equation("speed.4")
def test_slopes_from_the_output_equal_autograd():
    for function, backward in ((torch.sigmoid, sigmoid_backward), (torch.tanh, tanh_backward)):
        a, dy = torch.randn(4, 5, dtype=torch.float64, requires_grad=True), torch.randn(4, 5, dtype=torch.float64)
        y = function(a)
        slope = y * (1 - y) if function is torch.sigmoid else 1 - y * y
        (expected,) = torch.autograd.grad(y, a, dy)
        found = backward(dy, y.detach(), grad_input=torch.empty_like(dy))
        torch.testing.assert_close(found, expected, atol=1e-10, rtol=1e-10)
        torch.testing.assert_close(dy * slope, expected, atol=1e-10, rtol=1e-10)


@every_kind
def test_all_forms_that_are_timed_against_each_other_give_the_same_numbers(kind):
    found = differences(kind, SMALL, seed=0)
    assert max(value for name, value in found.items() if name != "medium") < 1e-5


def test_every_rung_of_the_ladder_gives_the_same_gradients():
    torch.manual_seed(0)
    layers = forms("lstm", SMALL)
    x = torch.randn(SMALL[:3], requires_grad=True)
    steps = rungs(layers["torch.nn"], layers["hoisted"].cell, SMALL)
    weight = torch.randn(SMALL.B, SMALL.T, SMALL.H)
    wanted = None
    for layer in list(steps.values())[3:]:
        cell = layer.cell
        found = torch.autograd.grad(layer(x)[0], [x, cell.W, cell.U, cell.b], weight)
        wanted = wanted or found
        torch.testing.assert_close(found, wanted, atol=1e-5, rtol=1e-5)
    first, second = list(steps.values())[1:3]
    torch.testing.assert_close(first(x)[0], second(x)[0])


def test_a_benchmark_leaves_the_precision_of_products_as_it_was():
    layer, x = forms("lstm", SMALL)["hand-written"], torch.randn(SMALL[:3])
    before, precision = layer(x)[0], torch.get_float32_matmul_precision()
    threads = torch.get_num_threads()
    measure("lstm", SMALL, 2, True, 0)
    torch.set_num_threads(threads)
    assert torch.get_float32_matmul_precision() == precision
    assert torch.equal(layer(x)[0], before)
    with pytest.raises(ZeroDivisionError), matmul_precision("medium"):
        _ = 1 / 0
    assert torch.get_float32_matmul_precision() == precision


@pytest.mark.parametrize("was", [None, "glibc.malloc.check=0"])
def test_allocator_settings_last_as_long_as_the_processes_they_are_for(was, monkeypatch):
    monkeypatch.delenv("GLIBC_TUNABLES", raising=False)
    if was:
        monkeypatch.setenv("GLIBC_TUNABLES", was)
    with malloc(keep=True):
        assert "mmap_threshold" in os.environ["GLIBC_TUNABLES"]
    with malloc(keep=False):
        assert "GLIBC_TUNABLES" not in os.environ
    assert os.environ.get("GLIBC_TUNABLES") == was


def test_forms_take_turns_and_each_round_starts_with_another():
    order = []
    seconds = interleaved({name: (lambda name=name: order.append(name)) for name in "ab"}, rounds=2)
    assert order == ["a", "b", "a", "b", "b", "a"]
    assert {name: len(times) for name, times in seconds.items()} == {"a": 2, "b": 2}


def test_sizes_are_those_of_the_goal():
    assert (Config().small, Config().large) == ((32, 100, 128, 256), (64, 256, 300, 256))
