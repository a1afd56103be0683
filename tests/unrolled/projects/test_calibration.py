"""Calibration: the error against its definition, the temperature against a search over many."""

import pytest
import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from unrolled.calibration import bins_of, calibration_error, fit_temperature


@pytest.mark.equation("sentiment-pipeline.1")
def test_the_error_is_the_mean_distance_of_probability_and_frequency():
    torch.manual_seed(0)
    p, labels = torch.rand(500, dtype=torch.float64), torch.randint(2, (500,))
    distance = 0.0
    for k in range(10):
        inside = [(q, y) for q, y in zip(p.tolist(), labels.tolist(), strict=True) if k / 10 <= q < (k + 1) / 10]
        if inside:
            qs, ys = zip(*inside, strict=True)
            distance += len(inside) / 500 * abs(sum(qs) / len(qs) - sum(ys) / len(ys))
    assert calibration_error(bins_of(p, labels)) == pytest.approx(distance, abs=1e-12)


def test_honest_answers_have_no_error_and_the_ends_of_the_scale_have_a_bin():
    p, labels = torch.tensor([0.0, 0.0, 1.0, 0.5, 0.5]), torch.tensor([0, 0, 1, 1, 0])
    bins = bins_of(p, labels)
    assert [part.count for part in bins] == [2, 2, 1]
    assert calibration_error(bins) == 0.0
    assert calibration_error(bins_of(1 - p, labels)) == pytest.approx(0.6)


@pytest.mark.parametrize("bad", [torch.tensor([]), torch.tensor([1.5]), torch.tensor([torch.nan])])
def test_what_is_no_probability_is_refused(bad):
    with pytest.raises(ValueError, match="between 0 and 1"):
        bins_of(bad, torch.zeros(len(bad), dtype=torch.long))


@pytest.mark.equation("sentiment-pipeline.2")
@pytest.mark.parametrize("too_sure", [0.3, 1.0, 4.0])
def test_the_temperature_is_the_best_of_many(too_sure):
    torch.manual_seed(1)
    z = 2 * torch.randn(4000, dtype=torch.float64)
    labels = (torch.rand(4000) < torch.sigmoid(z)).long()
    found = fit_temperature(too_sure * z, labels)
    tried = torch.linspace(-2, 2, 4001, dtype=torch.float64).exp()
    losses = [binary_cross_entropy_with_logits(too_sure * z / t, labels.double()).item() for t in tried]
    assert found == pytest.approx(tried[int(torch.tensor(losses).argmin())].item(), rel=2e-3)
    assert found == pytest.approx(too_sure, rel=0.1)


def test_without_an_error_the_temperature_stays_in_its_range():
    z = torch.tensor([3.0, -3.0])
    assert fit_temperature(z, torch.tensor([1, 0])) == pytest.approx(0.01)
    assert fit_temperature(z, torch.tensor([0, 1])) == pytest.approx(100.0)
