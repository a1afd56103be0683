"""The throughput benchmark: all exact forms are the same function, and the sample of batches is fair."""

import pytest
import torch

from unrolled.data.batching import collate
from unrolled.data.imdb import Review
from unrolled.experiments.sentiment_speed import FORMS, QUICK, groups_of, one_draw, spread, values_of
from unrolled.models.packed_classifier import CommonClassifier, with_weights_of
from unrolled.review_task import ReviewData, loss_of

SEQUENCES = [[3, 4, 5, 6, 7], [8], [9, 10, 11], [5, 5]]
TIGHT = {"atol": 1e-10, "rtol": 0}


@pytest.mark.usefixtures("double")
def test_packed_and_flipped_within_lengths_have_equal_loss_and_gradients_and_padded_has_not():
    packed = CommonClassifier(20, 4, 5, packed=True)
    padded = CommonClassifier(20, 4, 5, packed=False)
    padded.load_state_dict(packed.state_dict())
    flipped = with_weights_of(packed)
    batch = collate(SEQUENCES, [0, 1, 0, 1])
    losses = [loss_of(model, batch) for model in (packed, flipped, padded)]
    torch.testing.assert_close(losses[0], losses[1], **TIGHT)
    assert abs(losses[0] - losses[2]) > 1e-6  # it reads the padding
    for loss in losses[:2]:
        loss.backward()
    torch.testing.assert_close(packed.embed.weight.grad, flipped.embed.weight.grad, **TIGHT)
    torch.testing.assert_close(packed.score.weight.grad, flipped.score.weight.grad, **TIGHT)
    for layer, end in ((flipped.recurrent.ahead, ""), (flipped.recurrent.back, "_reverse")):
        for name, weight in layer.module.named_parameters():
            torch.testing.assert_close(weight.grad, getattr(packed.recurrent, name + end).grad, **TIGHT)


@pytest.mark.parametrize("how", ["random", "bucketed", "budget"])
def test_each_way_to_batch_takes_each_review_once_and_the_sample_covers_all_lengths(how):
    lengths = [1 + 37 * i % 100 for i in range(400)]
    generator = torch.Generator().manual_seed(0)
    groups = groups_of(lengths, how, QUICK, generator)
    assert sorted(i for group in groups for i in group) == list(range(400))
    chosen = spread(groups, lengths, 4, generator)
    assert len(chosen) == 4
    assert all(group in groups for group in chosen)
    if how != "random":
        means = [sum(lengths[i] for i in group) / len(group) for group in chosen]
        assert means == sorted(means)
        assert means[0] < 50 < means[-1]


def test_a_draw_times_every_form_and_ratios_are_taken_within_a_repetition():
    rows = [Review("good " * (1 + i % 9), i % 2) for i in range(40)]
    data = ReviewData(dict.fromkeys(("train", "valid", "test"), rows), 5, 20)
    draw = one_draw(QUICK, data, 20, 0)
    assert draw["seconds"].keys() == FORMS.keys()
    draw["seconds"] |= {"random, packed": [4.0, 8.0], "random, padded": [2.0, 1.0], "budget, flipped": [0.5, 1.0]}
    for name in FORMS:
        draw["seconds"][name] = (draw["seconds"][name] * 2)[:2]
    values = values_of(20, [draw])
    assert values["20.budget_flipped.against_packed"]["data"] == [8.0]
    assert values["20.budget_flipped.against_padded"]["data"] == [2.5]
