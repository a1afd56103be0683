"""The ladder of review classifiers: each part against its definition, and an arm from end to end."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from unrolled.data.batching import collate
from unrolled.data.imdb import Review
from unrolled.experiments import ladder_arms
from unrolled.experiments.ladder_arms import ARMS, BARE, TUNED, Config
from unrolled.experiments.sentiment_ladder import LABELS, PAIRS, arm_values, effects
from unrolled.models.ladder import LadderClassifier
from unrolled.review_task import ReviewData
from unrolled.training import FitConfig

SEQUENCES = [[3, 4, 5, 6, 7], [8], [9, 10, 11]]
TIGHT = {"atol": 1e-10, "rtol": 0}


@pytest.mark.usefixtures("double")
@pytest.mark.parametrize("name", ARMS)
def test_padding_changes_an_arm_exactly_if_it_is_not_told_the_lengths(name):
    model = LadderClassifier(ARMS[name].parts, 20, 4, 5).eval()
    batch = collate(SEQUENCES, [0, 1, 0])
    together = model(torch.nn.functional.pad(batch.tokens, (0, 4)), batch.lengths)
    alone = torch.cat([model(*collate([s], [0])[:2]) for s in SEQUENCES])
    assert torch.allclose(together, alone, **TIGHT) == ARMS[name].parts.lengths


@pytest.mark.usefixtures("double")
def test_our_layer_and_that_of_torch_are_the_same_rung_forward_and_backward():
    ours, theirs = (LadderClassifier(replace(TUNED, backend=b, dropout=0.0), 20, 4, 5) for b in ("book", "torch"))
    theirs.embed.load_state_dict(ours.embed.state_dict())
    theirs.score.load_state_dict(ours.score.state_dict())
    module, cell = theirs.layers[0].module, ours.layers[0].cell
    with torch.no_grad():
        for to, source in ((module.weight_ih_l0, cell.W), (module.weight_hh_l0, cell.U), (module.bias_ih_l0, cell.b)):
            to.copy_(source)
        module.bias_hh_l0.zero_()
    batch = collate(SEQUENCES, [0, 1, 0])
    found = [model(batch.tokens, batch.lengths) for model in (ours, theirs)]
    torch.testing.assert_close(*found, **TIGHT)
    for logits in found:
        logits.square().sum().backward()
    torch.testing.assert_close(ours.embed.weight.grad, theirs.embed.weight.grad, **TIGHT)
    torch.testing.assert_close(cell.U.grad, module.weight_hh_l0.grad, **TIGHT)


@pytest.mark.usefixtures("double")
def test_two_directions_are_read_where_each_of_them_ends():
    model = LadderClassifier(replace(BARE, bidirectional=True, lengths=True), 20, 4, 5).eval()
    batch = collate(SEQUENCES, [0, 1, 0])
    x = model.embed(batch.tokens)
    _, (ahead, back) = model.layers[0](x, batch.lengths)  # the state of each direction at its own end
    expected = model.score(torch.cat([ahead[0], back[0]], dim=-1)).squeeze(-1)
    torch.testing.assert_close(model(batch.tokens, batch.lengths), expected, **TIGHT)


@pytest.mark.equation("sentiment.3")
@pytest.mark.usefixtures("double")
def test_a_bag_of_embeddings_is_a_linear_function_of_their_mean_and_blind_to_order():
    model = LadderClassifier(ARMS["bag"].parts, 20, 4, 5).eval()
    tokens, lengths = torch.tensor([[3, 4, 5]]), torch.tensor([3])
    expected = model.embed.weight[3:6].mean(0) @ model.score.weight[0] + model.score.bias[0]
    torch.testing.assert_close(model(tokens, lengths)[0], expected, **TIGHT)
    torch.testing.assert_close(model(tokens.flip(1), lengths)[0], expected, **TIGHT)


@pytest.mark.usefixtures("double")
def test_vectors_are_stretched_and_padding_stays_zero():
    table = np.random.default_rng(0).normal(size=(20, 4))
    weight = LadderClassifier(TUNED, 20, 4, 5, table).embed.weight
    assert not weight[0].any()
    torch.testing.assert_close(weight[1:], torch.from_numpy(table * 0.3 / table.std())[1:], **TIGHT)


def test_every_arm_without_an_ingredient_differs_from_the_tuned_one_in_that_alone():
    tuned = ARMS["tuned"]
    assert replace(ARMS["no_clip"], clip=True) == tuned
    assert replace(ARMS["no_lengths"], buckets=True, parts=TUNED) == tuned
    parts = {"no_init": "orthogonal", "no_dropout": "dropout", "no_vectors": "vectors", "last_state": "readout"}
    for name, part in parts.items():
        assert ARMS[name].parts != TUNED
        assert replace(ARMS[name].parts, **{part: getattr(TUNED, part)}) == TUNED
    assert replace(ARMS["as_large"], random=False) == tuned
    assert LABELS.keys() == ARMS.keys()


@pytest.mark.parametrize("name", PAIRS)
def test_the_arms_of_every_effect_differ_in_one_thing(name):
    one, other = (ARMS[arm] for arm in PAIRS[name])
    differ = [part for part in vars(one.parts) if getattr(one.parts, part) != getattr(other.parts, part)]
    differ += [part for part in ("clip", "random") if getattr(one, part) != getattr(other, part)]
    assert len(differ) == 1


def test_random_embeddings_are_as_large_as_vectors_and_leave_all_other_weights_as_they_were(monkeypatch):
    rows = [Review("good film . " * n, n % 2) for n in (1, 2, 3, 4)]
    data = ReviewData(dict.fromkeys(("train", "valid", "test"), rows), 6, 20)
    config = Config(embedding=40, hidden=4, limit=20, budget=40, fit=FitConfig(epochs=1, warmup=1))
    made = {}
    monkeypatch.setattr(
        ladder_arms, "train_arm", lambda model, *_: made.setdefault(len(made), model) and {"history": []}
    )
    table = np.random.default_rng(1).normal(2.0, 0.01, (len(data.vocabulary), 40))
    for name in ("tuned", "as_large"):
        ladder_arms.run_arm(name, config, data, table)
    vectors, random = (model.state_dict() for model in made.values())
    assert random["embed.weight"][1:].std() == pytest.approx(0.3, rel=0.2)
    assert not torch.equal(vectors.pop("embed.weight"), random.pop("embed.weight"))
    assert all(torch.equal(vectors[key], random[key]) for key in vectors)


def test_an_arm_runs_from_end_to_end_and_its_gain_is_paired_by_seed():
    rows = [Review("good film . " * n, 1) for n in (1, 2, 3, 4)] + [Review("bad film ! " * n, 0) for n in (1, 2, 3, 4)]
    data = ReviewData(dict.fromkeys(("train", "valid", "test"), rows), 6, 20)
    config = Config(embedding=4, hidden=4, limit=20, budget=40, fit=FitConfig(epochs=2, warmup=1, learning_rate=0.05))
    runs = {
        name: [ladder_arms.run_arm(name, replace(config, fit=replace(config.fit, seed=s)), data, None) for s in (0, 1)]
        for name in ("tuned", "no_clip", "no_lengths")
    }
    labels = [r.label for r in rows]
    values = arm_values("tuned", [run | {"peak_mib": 1.0} for run in runs["tuned"]], labels)
    assert 0 <= values["tuned.test_accuracy"]["data"][0] <= 100
    runs["no_clip"][1]["scores"] = [-s for s in runs["tuned"][1]["scores"]]
    right = 100 * np.mean([(s > 0) == y for s, y in zip(runs["tuned"][1]["scores"], labels, strict=True)])
    _, gains = effects(runs, labels)
    assert gains["no_clip"][1] == pytest.approx(right - (100 - right))


@pytest.mark.equation("sentiment.4")
def test_f1_is_twice_the_hits_by_twice_the_hits_and_all_errors():
    labels, scores = [1, 1, 1, 0, 0, 1], [2.0, -1.0, 3.0, 1.0, -2.0, 0.5]  # three hits, one false alarm, one miss
    run = {"scores": scores, "history": [{"accuracy": 0.5}], "best_epoch": 1, "seconds": 1.0, "parameters": 1}
    values = arm_values("tuned", [run | {"peak_mib": 1.0}], labels)
    assert values["tuned.test_f1"]["data"] == [pytest.approx(100 * 2 * 3 / (2 * 3 + 1 + 1))]
    assert values["tuned.test_accuracy"]["data"] == [pytest.approx(100 * 4 / 6)]
