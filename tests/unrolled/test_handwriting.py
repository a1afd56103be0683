"""Pen strokes: curves against matrices, densities against SciPy, drawing, baselines, and both networks."""

import json
import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import dblquad
from scipy.stats import multivariate_normal

from unrolled.data import kanjivg
from unrolled.data.kanjivg import Drawing
from unrolled.experiments import handwriting, handwriting_report
from unrolled.layers.torch_layers import weights_of
from unrolled.mixture_density import LEAST_LOG_SIGMA, Mixture, draw, log_density, mixture_of
from unrolled.models.stroke_models import StrokeReader, StrokeWriter
from unrolled.pen import DOWN, ENDS, LIFTS, Pen, resample, strokes_of, to_pen, to_strokes
from unrolled.stroke_baselines import GaussianSteps, even_points, neighbours, picture
from unrolled.stroke_corpus import spread
from unrolled.stroke_task import (
    MOST,
    StrokeData,
    batch_of,
    distort,
    mean_losses,
    point_losses,
    reader_loss,
    scores,
    write,
    writer_loss,
)  # fmt: skip
from unrolled.svg_path import bezier, polyline, read_curves
from unrolled.training import FitConfig

TIGHT = {"atol": 1e-10, "rtol": 1e-10}


def some_pen(points: int, seed: int = 0) -> Pen:
    generator = torch.Generator().manual_seed(seed)
    pen = torch.randint(0, 2, (points,), generator=generator)
    pen[-1] = ENDS
    return Pen(torch.randn(points, 2, generator=generator, dtype=torch.get_default_dtype()), pen)


# curves


@pytest.mark.equation("handwriting.1")
@pytest.mark.usefixtures("double")
def test_a_curve_is_three_rounds_of_straight_mixing():
    """De Casteljau's construction: mix neighbours, three times over."""
    points, t = torch.randn(3, 4, 2, requires_grad=True), torch.linspace(0, 1, 7)
    left = points[:, None].expand(-1, 7, -1, -1)
    for _ in range(3):
        left = (1 - t)[:, None, None] * left[:, :, :-1] + t[:, None, None] * left[:, :, 1:]
    torch.testing.assert_close(bezier(points, t), left[:, :, 0], **TIGHT)
    weights = torch.randn(3, 7, 2)
    mine = torch.autograd.grad((bezier(points, t) * weights).sum(), points)[0]
    torch.testing.assert_close(mine, torch.autograd.grad((left[:, :, 0] * weights).sum(), points)[0], **TIGHT)


def test_commands_of_a_path():
    absolute = read_curves("M1,2C3,4,5,6,7,8S9,10,11,12")
    assert absolute[0] == ((1, 2), (3, 4), (5, 6), (7, 8))
    assert absolute[1] == ((7, 8), (9, 10), (9, 10), (11, 12))  # the first pull mirrors (5, 6) at (7, 8)
    assert read_curves("m1,2c2,2,4,4,6,6s2,2,4,4") == absolute
    assert read_curves("M 1 2 c2,2 4,4 6,6 2,2 2,2 4,4")[1][3] == (11, 12)  # two curves after one letter
    assert read_curves("M1-2c.5-.5.5.5,1,1")[0] == ((1, -2), (1.5, -2.5), (1.5, -1.5), (2, -1))
    expected = torch.tensor([[0.0, 0], [1, 0], [2, 0], [3, 0]])
    torch.testing.assert_close(polyline("M0,0c1,0,2,0,3,0", 3), expected)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("", "does not begin with a move"),
        ("C3,4,5,6,7,8", "does not begin with a move"),
        ("1,2c1,2,3,4,5,6", "does not begin with a command"),
        ("M1,2", "draws nothing"),
        ("M1,2C3,4,5,6,7,8M9,9C3,4,5,6,7,8", "moves more than once"),
        ("M1,2,3,4C3,4,5,6,7,8", "M1,2,3,4 is not one of"),
        ("M1,2L3,4", "L3,4 is not one of"),
        ("M1,2c1,2,3", "c1,2,3 is not one of"),
        ("M1,2c1,2,x,4,5,6", "c1,2, is not one of"),
        ("M1;2", "M1;2 is not one of"),
    ],
)
def test_a_wrong_path_is_refused(data, message):
    with pytest.raises(ValueError, match=message):
        read_curves(data)


# the pen


@given(st.integers(2, 30))
def test_points_along_a_line_are_evenly_spaced(points):
    line = torch.tensor([[0.0, 0.0], [3.0, 0.0], [3.0, 0.0], [3.0, 4.0]])  # one point twice
    found = resample(line, points)
    along = torch.where(found[:, 0] < 3 - 1e-5, found[:, 0], 3 + found[:, 1])
    torch.testing.assert_close(along, torch.linspace(0, 7, points), atol=1e-5, rtol=0)
    with pytest.raises(ValueError, match="at least 2"):
        resample(line, 1)


def test_pen_and_back():
    drawing = Drawing("?", "", ("M10,10c10,0,20,0,30,0", "M50,50c0,5,0,10,0,20", "M60,60c1,1,2,2,3,3"))
    strokes = strokes_of(drawing)
    assert [len(stroke) for stroke in strokes] == [4, 3, 2]
    drawn = to_pen(strokes)
    assert drawn.pen.tolist() == [DOWN, DOWN, DOWN, LIFTS, DOWN, DOWN, LIFTS, DOWN, ENDS]
    torch.testing.assert_close(drawn.offsets[0], torch.tensor([-4.45, -4.45]))
    for a, b in zip(to_strokes(drawn), strokes, strict=True):
        torch.testing.assert_close(a, b)
    cut = Pen(drawn.offsets[:6], drawn.pen[:6])
    assert [len(stroke) for stroke in to_strokes(cut)] == [4, 2]


def test_distortion_keeps_the_pen():
    row = some_pen(9)
    assert torch.equal(distort(row, torch.Generator(), 0.0).offsets, row.offsets)
    changed = distort(row, torch.Generator().manual_seed(1), 0.2)
    assert torch.equal(changed.pen, row.pen)
    assert not torch.allclose(changed.offsets, row.offsets)


# densities


@pytest.mark.equation("handwriting.2")
@pytest.mark.usefixtures("double")
def test_parameters_are_where_they_have_to_be():
    raw = 3 * torch.randn(4, 5, 18)
    mixture = mixture_of(raw)
    torch.testing.assert_close(mixture.log_weight.exp(), torch.softmax(raw[..., :3], -1), **TIGHT)
    torch.testing.assert_close(mixture.mean, torch.stack([raw[..., 3:6], raw[..., 6:9]], -1), **TIGHT)
    torch.testing.assert_close(mixture.log_sigma[..., 0], raw[..., 9:12].clamp(min=LEAST_LOG_SIGMA), **TIGHT)
    torch.testing.assert_close(mixture.log_sigma[..., 1], raw[..., 12:15].clamp(min=LEAST_LOG_SIGMA), **TIGHT)
    torch.testing.assert_close(mixture.rho, 0.99 * raw[..., 15:].tanh(), **TIGHT)
    with pytest.raises(ValueError, match="17 outputs"):
        mixture_of(raw[..., :17])


def normals(mixture: Mixture) -> list:
    """The components of one step, as SciPy has them."""
    found = []
    for mean, log_sigma, rho in zip(mixture.mean, mixture.log_sigma, mixture.rho, strict=True):
        a, b = log_sigma.exp().tolist()
        cross = float(rho) * a * b
        found.append(multivariate_normal(mean.tolist(), [[a * a, cross], [cross, b * b]]))
    return found


@pytest.mark.equation("handwriting.3")
@pytest.mark.usefixtures("double")
def test_one_component_is_a_normal_distribution():
    raw, points = torch.randn(2, 5, 6), torch.randn(2, 5, 2)
    mixture = mixture_of(raw)
    found = log_density(mixture, points)
    for b in range(2):
        for t in range(5):
            (normal,) = normals(Mixture(*(part[b, t] for part in mixture)))
            assert float(found[b, t]) == pytest.approx(normal.logpdf(points[b, t].numpy()), abs=1e-10)


@pytest.mark.equation("handwriting.4")
@pytest.mark.usefixtures("double")
def test_a_mixture_is_a_weighted_sum_and_integrates_to_one():
    raw, points = torch.randn(2, 3, 24), torch.randn(2, 3, 2)
    mixture = mixture_of(raw)
    found = log_density(mixture, points)
    for b in range(2):
        for t in range(3):
            step = Mixture(*(part[b, t] for part in mixture))
            densities = [normal.pdf(points[b, t].numpy()) for normal in normals(step)]
            total = float((step.log_weight.exp() * torch.tensor(densities)).sum())
            assert float(found[b, t]) == pytest.approx(math.log(total), abs=1e-10)
    one = Mixture(torch.zeros(1), torch.zeros(1, 2), torch.zeros(1, 2), torch.tensor([0.6]))

    def density(y, x):
        return math.exp(float(log_density(one, torch.tensor([x, y]))))

    assert dblquad(density, -6, 6, -6, 6, epsabs=1e-5)[0] == pytest.approx(1.0, abs=1e-4)


@pytest.mark.usefixtures("double")
def test_gradients_of_the_density():
    raw, points = torch.randn(2, 3, 12, requires_grad=True), torch.randn(2, 3, 2, requires_grad=True)
    assert torch.autograd.gradcheck(lambda r, p: log_density(mixture_of(r), p), (raw, points))


@pytest.mark.equation("handwriting.6")
def test_draws_have_the_moments_of_the_sharpened_mixture():
    log_weight = torch.tensor([0.7, 0.3]).log()
    mixture = Mixture(log_weight, torch.tensor([[-1.0, 0.0], [2.0, 1.0]]), torch.tensor([[0.5, 0.2], [0.4, 0.3]]).log(),
                      torch.tensor([0.8, -0.5]))  # fmt: skip
    many = Mixture(*(part.expand(60_000, *part.shape) for part in mixture))
    for temperature in (0.25, 1.0):
        found = draw(many, temperature, torch.Generator().manual_seed(0))
        right = found[found[:, 0] > 0.5]
        powers = torch.tensor([0.7, 0.3]) ** (1 / temperature)
        assert len(right) / 60_000 == pytest.approx(float(powers[1] / powers.sum()), abs=0.01)
        left = found[found[:, 0] <= 0.5]
        expected = temperature * torch.tensor([[0.25, 0.08], [0.08, 0.04]])
        torch.testing.assert_close(torch.cov(left.T), expected, atol=0.01, rtol=0)
    with pytest.raises(ValueError, match="must be positive"):
        draw(many, 0.0, torch.Generator())


# networks


@pytest.mark.equation("handwriting.5")
@pytest.mark.usefixtures("double")
def test_the_loss_is_the_mean_over_real_points():
    model = StrokeWriter(6, 2).double()
    rows = [some_pen(4, 1), some_pen(7, 2)]
    total, points = 0.0, 0
    for row in rows:  # one at a time, so there is no padding, and step by step
        state, x = None, torch.tensor([[[0.0, 0, 0, 0, 1]]])
        for offset, pen in zip(row.offsets, row.pen, strict=True):
            mixture, logits, state = model(x, state)
            cost = -log_density(mixture, offset[None, None]) - logits.log_softmax(-1)[0, 0, pen]
            total += cost.item()
            x = torch.cat([offset, torch.eye(3)[pen]])[None, None]
            points += 1
    batch = batch_of(rows, [0, 0])
    assert writer_loss(model, batch).item() == pytest.approx(total / points, abs=1e-10)
    losses = mean_losses(model, [batch_of(rows[:1], [0]), batch_of(rows[1:], [0])])
    assert losses["loss"] == pytest.approx(total / points, abs=1e-10)
    where, pen = point_losses(model, batch)
    assert where.shape == pen.shape == (2, 7)


@pytest.mark.usefixtures("double")
@pytest.mark.parametrize("kind", ["reader", "writer"])
def test_both_backends_are_the_same_function(kind):
    batch = batch_of([some_pen(4, 1), some_pen(7, 2), some_pen(5, 3)], [0, 1, 2])
    make, loss = {"reader": (StrokeReader, reader_loss), "writer": (StrokeWriter, writer_loss)}[kind]
    book, other = make(3, 4), make(3, 4, backend="torch")
    other.read.load_state_dict(book.read.state_dict())
    layers = [(m.layer.ahead, m.layer.back) if kind == "reader" else (m.layer,) for m in (book, other)]
    pairs = [
        pair for a, b in zip(*layers, strict=True) for pair in zip(weights_of(a)[:2], weights_of(b)[:2], strict=True)
    ]
    with torch.no_grad():
        for mine, theirs in pairs:  # the biases begin alike
            theirs.copy_(mine)
    losses = [loss(model, batch) for model in (book, other)]
    torch.testing.assert_close(*losses, **TIGHT)
    for each in losses:
        each.backward()
    for mine, theirs in pairs:
        torch.testing.assert_close(mine.grad, theirs.grad, **TIGHT)


def test_padding_changes_no_score():
    torch.manual_seed(0)
    data = StrokeData([some_pen(n, n) for n in (9, 3, 6, 4)], [0, 1, 2, 0])
    model = StrokeReader(3, 4, "torch")
    alone = torch.cat([model(b.x, b.lengths) for b in (batch_of([row], [0]) for row in data.rows)])
    torch.testing.assert_close(scores(model, data, 20), alone, atol=1e-5, rtol=0)
    torch.testing.assert_close(scores(model, data, 1_000), alone, atol=1e-5, rtol=0)


def test_drawings_end_or_are_cut():
    torch.manual_seed(0)
    model = StrokeWriter(6, 2, "torch")
    found = write(model, 12, 1.0, seed=3)
    assert all(int(d.pen[-1]) == ENDS and (d.pen[:-1] != ENDS).all() for d in found)
    assert all(torch.equal(a.offsets, b.offsets) for a, b in zip(found, write(model, 12, 1.0, seed=3), strict=True))
    with torch.no_grad():
        model.read.bias[-1] = -1e9
    assert {len(d.pen) for d in write(model, 3, 1.0)} == {MOST}


# baselines


def test_gaussian_steps_are_least_squares_and_a_normal_distribution():
    rows = [some_pen(30, seed) for seed in range(6)]
    for history in (0, 2):
        model = GaussianSteps(rows, history)
        total, pens, points = 0.0, 0.0, 0
        for row in rows[:2]:
            padded = np.concatenate([np.zeros((history, 2)), row.offsets.double().numpy()])
            for t in range(len(row.pen)):
                case = int(t == 0 or int(row.pen[t - 1]) == LIFTS)
                mean = np.concatenate([[1.0], padded[t : t + history].flatten()]) @ model.maps[case].numpy()
                total -= multivariate_normal(mean, model.covariances[case].numpy()).logpdf(row.offsets[t].numpy())
                pens -= float(model.pen[case][row.pen[t]])
                points += 1
        found = model.mean_losses(rows[:2])
        assert found["where"] == pytest.approx(total / points, abs=1e-6)
        assert found["pen"] == pytest.approx(pens / points, abs=1e-6)
    assert GaussianSteps(rows, 2).mean_losses(rows)["where"] <= GaussianSteps(rows, 0).mean_losses(rows)["where"] + 1e-9


def test_features_see_the_drawing():
    row = some_pen(9)
    assert even_points(row, 7).shape == (14,)
    small = Pen(row.offsets / row.offsets.cumsum(0).abs().max(), row.pen)
    assert picture(small, 5).shape == (25,)
    assert picture(small, 5).sum() > 0
    rows = [some_pen(9, seed) for seed in range(4)]
    assert neighbours(rows, [0, 1, 2, 3], 1).predict(np.stack([even_points(r) for r in rows])).tolist() == [0, 1, 2, 3]


# the experiment


def test_the_experiment_at_a_tiny_size(monkeypatch):
    rows = [drawing for drawing in kanjivg.load("test") if drawing.radical][:40]
    names = sorted({drawing.radical for drawing in rows})
    for module in (handwriting, handwriting_report):
        monkeypatch.setattr(module, "radicals", lambda: tuple(names))
        monkeypatch.setattr(module, "label_of", lambda drawing: names.index(drawing.radical))
        monkeypatch.setattr(module, "labelled", lambda _: rows)
    monkeypatch.setattr(handwriting, "simple", lambda _: rows[:20])
    fit = FitConfig(epochs=2, warmup=2)
    config = handwriting.Config(4, 4, 2, 500, reader=fit, writer=fit, neighbours=(1, 3), strengths=(0.01,), drawings=9)
    found = {"reader": [handwriting.reads(config)], "writer": [handwriting.draws(config)]}
    found["baselines"] = handwriting.baselines(config)
    listed = handwriting_report.read_drawings("test", config.most)
    values, body = handwriting_report.summarise(found, listed, config.temperatures)
    assert found["baselines"]["knn"]["valid"][1] == 100.0  # the test drawings are the training drawings here
    assert {"gru.test", "lstm.loss", "gaussian2.where", "t05.ended", "size.test.mean"} <= set(values)
    assert sum(map(sum, json.loads(json.dumps(body))["confusion"])) == pytest.approx(40)
    assert len(body["shown"]["0.5"]) == len(body["people"]["shown"]) == 8


def test_spread_takes_from_everywhere():
    assert spread(list(range(10)), 5) == [0, 2, 4, 6, 8]
    assert spread(list(range(10)), 4) == [0, 3, 6, 9]
    assert spread(list(range(3)), 10) == [0, 1, 2]
