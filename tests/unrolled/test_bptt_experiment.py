"""What the experiment on truncation measures with."""

import torch

from unrolled.experiments.bptt import Config, Echoer, cost, held, learn

SMALL = Config(hidden=8, batch=4, stream=800, check_every=200, test_steps=40, cost_lengths=(2, 8), cost_steps=16)


def test_memory_grows_with_the_steps_that_are_read():
    torch.manual_seed(0)
    model, x = Echoer(8), torch.randn(4, 64, 1)
    short, long = held(model, x[:, :16].clone()), held(model, x.clone())
    assert 3.5 < long / short < 4.5


def test_memory_holds_at_least_every_state():
    assert held(Echoer(8), torch.randn(4, 64, 1)) >= 4 * 64 * 8 * 4  # B * T * H floats of 4 bytes


def test_weights_are_not_counted():
    assert held(Echoer(500), torch.randn(1, 1, 1)) < 500 * 500 * 4


def test_echo_is_learned_with_chunks_longer_than_the_delay_and_in_no_chunk_of_one_step():
    assert learn(1, 8, "carried", SMALL, seed=0)[-1] == 100.0
    assert learn(1, 1, "reset", SMALL, seed=0)[-1] < 60.0
    assert abs(learn(1, 4, "reset", SMALL, seed=0)[-1] - 87.5) < 6  # 1 in 4 is a guess


def test_frozen_leaves_all_but_the_read_out_alone(monkeypatch):
    seen = []
    monkeypatch.setattr("unrolled.experiments.bptt.Echoer", lambda hidden: seen.append(Echoer(hidden)) or seen[-1])
    learn(1, 8, "frozen", SMALL, seed=0)
    torch.manual_seed(0)
    fresh = Echoer(8)
    assert torch.equal(seen[0].layer.module.weight_hh_l0, fresh.layer.module.weight_hh_l0)
    assert not torch.equal(seen[0].read.weight, fresh.read.weight)


def test_cost_has_an_entry_for_each_length():
    memory, seconds = cost(SMALL, seed=0)
    assert list(memory) == list(seconds) == [2, 8]
