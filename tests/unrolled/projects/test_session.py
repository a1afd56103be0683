"""A training that is stopped goes on to the same numbers, bit for bit, wherever it was stopped."""

import os
import signal
import time

import pytest
import torch
from torch import nn

from unrolled.checkpoint import CheckpointError
from unrolled.models.character_model import CharacterModel
from unrolled.projects.errors import ProjectError, StoppedError
from unrolled.projects.pace import steps_in
from unrolled.projects.plan import Plan, Work
from unrolled.projects.saved import steps_planned
from unrolled.projects.session import train
from unrolled.running_text import mean_loss
from unrolled.training import DivergedError, FitConfig
from unrolled.truncated import Carried, chunks, tracks

PLAN = Plan(11, 4, FitConfig(learning_rate=0.02, warmup=3, seed=5), {"data": "abc"})


class _Noisy(nn.Module):
    """A model with dropout: it draws from the random state at every step."""

    def __init__(self, kind):
        super().__init__()
        self.inner, self.drop = CharacterModel(7, 3, 5, kind, "torch"), nn.Dropout(0.3)

    def forward(self, x, state=None):
        logits, state = self.inner(x, state=state)
        return self.drop(logits), state


def _work(kind="lstm", hook=lambda _: None):
    torch.manual_seed(1)
    ids = torch.randint(7, (80,))
    parts = chunks(tracks(ids[:-1], 3), tracks(ids[1:], 3), 6)  # 5 a pass: 11 steps end inside the third
    carried, model, seen = Carried(mean_loss), _Noisy(kind), [0]

    def loss_of(model, chunk):
        seen[0] += 1
        hook(seen[0])
        return carried(model, chunk)

    def look(model):
        return {"loss": Carried(mean_loss)(model, parts[0]).item()}

    return Work(model, lambda _: parts, loss_of, look, carried)


def _same(first, second):
    ours, theirs = first.model.state_dict(), second.model.state_dict()
    return all(torch.equal(ours[name], theirs[name]) for name in ours)


@pytest.mark.parametrize("kind", ["lstm", "gru"])
@pytest.mark.parametrize("stop", range(1, 11))
def test_stopped_anywhere_it_goes_on_to_the_same_numbers(tmp_path, kind, stop):
    unbroken = _work(kind)
    whole = train(unbroken, PLAN, tmp_path / "a")
    wanted = signal.SIGINT if stop % 2 else signal.SIGTERM
    with pytest.raises(StoppedError, match=f"after step {stop} of 11"):
        train(_work(kind, lambda step: step == stop and os.kill(os.getpid(), wanted)), PLAN, tmp_path / "b")
    torch.manual_seed(99)
    again = _work(kind)
    assert train(again, PLAN, tmp_path / "b") == whole
    assert _same(unbroken, again)
    assert [look["step"] for look in whole.looks] == [4, 8, 11]


def test_a_state_that_is_not_carried_on_would_show(tmp_path):
    unbroken, again = _work(), _work()
    stopped = _work(hook=lambda step: step == 3 and os.kill(os.getpid(), signal.SIGINT))
    train(unbroken, PLAN, tmp_path / "a")
    with pytest.raises(StoppedError):
        train(stopped, PLAN, tmp_path / "b")
    again.carried = None  # nothing puts the state back
    train(again, PLAN, tmp_path / "b")
    assert not _same(unbroken, again)


def test_the_best_look_is_kept(tmp_path):
    work, losses = _work(), iter([3.0, 1.0, 2.0])
    work.evaluate = lambda _: {"loss": next(losses)}
    kept = {}

    def remember(step):
        if step == 9:  # after the second look, before the next update
            kept.update({name: value.clone() for name, value in work.model.state_dict().items()})

    inner = work.loss_of
    seen = [0]

    def loss_of(model, chunk):
        seen[0] += 1
        remember(seen[0])
        return inner(model, chunk)

    work.loss_of = loss_of
    assert train(work, PLAN, tmp_path / "a").best == 1
    assert all(torch.equal(value, kept[name]) for name, value in work.model.state_dict().items())


def test_the_handlers_come_back_and_a_second_signal_is_obeyed_at_once(tmp_path):
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)

    def twice(step):
        if step == 2:
            os.kill(os.getpid(), signal.SIGINT)
            while signal.getsignal(signal.SIGINT) != before[0]:  # two that come at once are one to the system
                time.sleep(0)
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        train(_work(hook=twice), PLAN, tmp_path / "a")
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


def test_a_saved_training_of_something_else_is_refused(tmp_path):
    path, wanted = tmp_path / "a", {"fit": vars(PLAN.fit), "data": "abc"}
    assert steps_planned(path, wanted, None) is None
    with pytest.raises(StoppedError):
        train(_work(hook=lambda step: step == 2 and os.kill(os.getpid(), signal.SIGINT)), PLAN, path)
    assert steps_planned(path, wanted, None) == 11
    assert steps_planned(path, wanted, 11) == 11
    with pytest.raises(ProjectError, match="another steps:"):
        steps_planned(path, wanted, 12)
    with pytest.raises(ProjectError, match="another data, fit:"):
        steps_planned(path, {"fit": {}, "data": "abd"}, None)
    with pytest.raises(CheckpointError):
        train(_work(), Plan(12, 4, PLAN.fit, PLAN.identity), path)
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(ProjectError, match="cut short"):
        steps_planned(path, wanted, None)


def test_a_loss_that_is_no_number_ends_training(tmp_path):
    work = _work()
    work.loss_of = lambda *_: torch.tensor(torch.nan)
    with pytest.raises(DivergedError, match="try a lower --rate"):
        train(work, PLAN, tmp_path / "a")


def test_the_bar_is_quiet_where_nobody_looks(tmp_path, capsys):
    train(_work(), PLAN, tmp_path / "a")
    assert capsys.readouterr() == ("", "")


def test_timing_steps_changes_nothing():
    timed, untouched = _work(), _work()
    before = torch.get_rng_state()
    assert steps_in(0.5, timed, looks=2) > 2
    assert steps_in(0.0001, timed, looks=3) == 3
    assert torch.equal(torch.get_rng_state(), before)
    assert _same(timed, untouched)
    assert timed.carried.state is None
