"""The training loop: it learns, clips, stops early, and a killed run goes on to the same numbers."""

import subprocess
import sys
import textwrap

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import nn

from unrolled.checkpoint import CheckpointError
from unrolled.training import DivergedError, FitConfig, fit, set_learning_rate

X = torch.randn(64, 5, generator=torch.Generator().manual_seed(1))
Y = X @ torch.tensor([1.0, -2.0, 0.5, 0.0, 3.0])


def small(width=8):
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(5, width), nn.Dropout(0.3), nn.Linear(width, 1))


def batches(shuffle):
    order = torch.randperm(64, generator=shuffle)
    return [(X[rows], Y[rows]) for rows in order.split(16)]


def loss_of(model, batch):
    return nn.functional.mse_loss(model(batch[0]).squeeze(-1), batch[1])


def evaluate(model):
    return {"loss": loss_of(model, (X, Y)).item()}


def go(model, epochs=6, checkpoint=None, **changes):
    config = FitConfig(**{"epochs": epochs, "learning_rate": 0.05, "warmup": 4, "patience": 99} | changes)
    return fit(model, batches, loss_of, evaluate, config, 4, checkpoint)


def without_seconds(history):
    return [{k: v for k, v in epoch.items() if k != "seconds"} for epoch in history.epochs]


def test_loss_falls_and_the_best_epoch_is_left_in_the_model():
    model = small()
    history = go(model, epochs=15)
    losses = [epoch["loss"] for epoch in history.epochs]
    assert losses[-1] < losses[0] / 3
    assert history.best == losses.index(min(losses))
    assert evaluate(model.eval())["loss"] == pytest.approx(min(losses))


def test_same_seed_same_numbers_other_seed_other_numbers():
    runs = [without_seconds(go(small(), seed=seed)) for seed in (0, 0, 1)]
    assert runs[0] == runs[1] != runs[2]


def test_training_stops_when_nothing_gets_better():
    falling = iter([5.0, 4.0, 4.5, 4.6, 1.0])
    history = fit(
        small(), batches, loss_of, lambda _: {"loss": next(falling)}, FitConfig(epochs=5, patience=2), steps_per_epoch=4
    )
    assert [e["loss"] for e in history.epochs] == [5.0, 4.0, 4.5, 4.6]
    assert history.best == 1


def test_a_watched_accuracy_is_better_when_higher():
    rising = iter([0.5, 0.7, 0.6])
    config = FitConfig(epochs=3, patience=9, watch="accuracy")
    history = fit(small(), batches, loss_of, lambda _: {"accuracy": next(rising)}, config, 4)
    assert history.best == 1


def test_gradients_are_clipped(monkeypatch):
    norms = []
    real = nn.utils.clip_grad_norm_
    monkeypatch.setattr(nn.utils, "clip_grad_norm_", lambda p, limit: norms.append(limit) or real(p, limit))
    go(small(), epochs=1, clip=0.123)
    assert norms == [0.123] * 4


def test_learning_rate_warms_up_then_decays_to_a_twentieth():
    optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=1.0)
    config = FitConfig(learning_rate=0.1, warmup=10)
    rates = []
    for step in range(100):
        set_learning_rate(optimizer, config, step, 100)
        rates.append(optimizer.param_groups[0]["lr"])
    assert rates[0] == pytest.approx(0.01)
    assert max(rates) <= 0.1
    assert rates.index(max(rates)) in (9, 10)
    assert rates[-1] == pytest.approx(0.005, rel=0.02)


def test_a_loss_that_is_no_number_stops_with_advice():
    with pytest.raises(DivergedError, match="try a lower learning rate"):
        fit(small(), batches, lambda m, b: loss_of(m, b) * float("nan"), evaluate, FitConfig(), 4)


def test_a_run_killed_by_the_system_goes_on_to_the_same_numbers(tmp_path):
    """A second process trains with the same code and dies without warning in its fourth epoch."""
    path = tmp_path / "run.safetensors"
    program = f"""
        import os, sys
        sys.path.insert(0, {str(__file__).rsplit("/", 1)[0]!r})
        import test_training as t
        from pathlib import Path
        calls = 0
        def dying(model, batch):
            global calls
            calls += 1
            if calls == 14:
                os._exit(9)
            return t.loss_of(model, batch)
        config = t.FitConfig(epochs=6, learning_rate=0.05, warmup=4, patience=99)
        t.fit(t.small(), t.batches, dying, t.evaluate, config, 4, Path({str(path)!r}))
    """
    assert subprocess.run([sys.executable, "-c", textwrap.dedent(program)], check=False).returncode == 9
    assert path.exists()
    resumed, whole = small(), small()
    history, expected = go(resumed, checkpoint=path), go(whole)
    assert len(expected.epochs) == 6
    assert without_seconds(history) == without_seconds(expected)
    for ours, theirs in zip(resumed.parameters(), whole.parameters(), strict=True):
        assert torch.equal(ours, theirs)


def test_checkpoints_of_another_model_or_configuration_are_refused(tmp_path):
    path = tmp_path / "run.safetensors"
    go(small(), epochs=2, checkpoint=path)
    with pytest.raises(CheckpointError, match=r"another model: .*0\.weight"):
        go(small(width=9), epochs=2, checkpoint=path)
    with pytest.raises(CheckpointError, match="was made with"):
        go(small(), epochs=3, checkpoint=path)


def test_a_damaged_checkpoint_is_named_and_a_failed_save_leaves_the_old_one(tmp_path, monkeypatch):
    path = tmp_path / "run.safetensors"
    go(small(), epochs=1, checkpoint=path)
    whole = path.read_bytes()
    monkeypatch.setattr("unrolled.checkpoint.os.replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        go(small(), epochs=1, checkpoint=tmp_path / "other.safetensors")
    assert [p.name for p in tmp_path.iterdir()] == ["run.safetensors"]
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CheckpointError, match="delete it and train again"):
        go(small(), epochs=1, checkpoint=path)


def test_checkpoint_is_plain_safetensors(tmp_path):
    path = tmp_path / "run.safetensors"
    go(small(), epochs=1, checkpoint=path)
    names = load_file(path)
    assert "model.0.weight" in names
    assert "best.0.weight" in names
    save_file(names, tmp_path / "again.safetensors")
