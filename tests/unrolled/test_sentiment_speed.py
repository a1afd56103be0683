"""The throughput benchmark: all exact forms are the same function, and the sample of batches is fair."""

import pytest
import torch

from unrolled.data.batching import collate
from unrolled.data.imdb import Review
from unrolled.experiments.epoch_sample import per_review, spread
from unrolled.experiments.sentiment_speed import FLUSHED, FORMS, QUICK, groups_of, one_draw, values_of
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
    chosen = spread(groups, lengths, 4, 0.5)
    assert len(chosen) == 4
    assert sorted(spread(groups, lengths, 1000, 0.5)) == sorted(groups)
    assert all(group in groups for group in chosen)
    if how != "random":
        means = [sum(lengths[i] for i in group) / len(group) for group in chosen]
        assert means == sorted(means)
        assert means[0] < 50 < means[-1]


@pytest.mark.parametrize("how", ["random", "bucketed", "budget"])
def test_the_time_of_an_epoch_is_told_by_a_sample_wherever_that_begins(how):
    lengths = [2 + 37 * i % 100 for i in range(2000)]
    groups = groups_of(lengths, how, QUICK, torch.Generator().manual_seed(0))

    def seconds(batches):  # a step and its tokens cost something
        return sum(5 + len(group) * max(lengths[i] for i in group) / 100 for group in batches)

    exact = seconds(groups) / len(lengths)
    starts = [(i + 0.5) / 40 for i in range(40)]
    found = [per_review(seconds(spread(groups, lengths, 4, start)), 4, len(groups), 2000) for start in starts]
    assert sum(found) / len(found) == pytest.approx(exact, rel=0.01)
    assert per_review(seconds(groups), len(groups), len(groups), 2000) == pytest.approx(exact)
    assert max(found) < 1.3 * min(found)  # with the reviews of the sample in place of the epoch's: twice and more


def test_a_draw_times_every_form_and_ratios_are_taken_within_a_repetition():
    rows = [Review("good " * (1 + i % 9), i % 2) for i in range(40)]
    data = ReviewData(dict.fromkeys(("train", "valid", "test"), rows), 5, 20)
    draw = one_draw(QUICK, data, 0)
    assert draw["seconds"].keys() == draw["flushed"].keys() == FORMS.keys()
    for how in FLUSHED:
        draw[how] = {name: (times * 2)[:2] for name, times in draw[how].items()}
    draw["seconds"] |= {"random, packed": [4.0, 8.0], "random, padded": [2.0, 1.0], "budget, flipped": [0.5, 1.0]}
    draw["flushed"] |= {"random, packed": [2.0, 3.0], "random, padded": [1.0, 0.5], "budget, flipped": [0.25, 0.5]}
    values = values_of(20, [draw])
    assert values["budget_flipped.against_packed"]["data"] == [8.0]
    assert values["budget_flipped.against_padded"]["data"] == [2.5]
    assert values["budget_flipped.flushed.against_packed"]["data"] == [7.0]
    assert values["budget_flipped.flushed.against_padded"]["data"] == [2.5]
    assert values["budget_flipped.flushed.gain"]["data"] == [2.0]
    assert values["random_packed.flushed.gain"]["data"] == [(4 / 2 + 8 / 3) / 2]
