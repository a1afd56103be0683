"""Figures: the same bytes each time, in two schemes, with the record they were drawn from in them."""

import hashlib
import json
from importlib import import_module

import pytest

from unrolled import plotting
from unrolled.__main__ import EXPERIMENTS
from unrolled.plotting import PALETTE, draw


def line(figure, result, colours):
    figure.subplots().plot(result["y"], color=colours["series"]["forget"])


@pytest.fixture
def result(tmp_path, monkeypatch):
    monkeypatch.setattr(plotting, "ROOT", tmp_path)
    monkeypatch.setattr(plotting, "FIGURES", tmp_path / "figures")
    path = tmp_path / "demo.json"
    path.write_text(json.dumps({"y": [1, 3, 2]}))
    return path


def test_both_schemes_are_drawn_with_their_own_colours_and_the_records_hash(result):
    paths = draw("demo", result, line)
    assert [p.name for p in paths] == ["demo.light.svg", "demo.dark.svg"]
    sha = hashlib.sha256(result.read_bytes()).hexdigest()
    for path, scheme in zip(paths, ("light", "dark"), strict=True):
        text = path.read_text()
        assert f"demo.json sha256:{sha}" in text
        assert PALETTE[scheme]["series"]["forget"] in text
        assert "<dc:date>" not in text


def test_drawing_again_gives_the_same_bytes(result):
    before = [p.read_bytes() for p in draw("demo", result, line)]
    assert before == [p.read_bytes() for p in draw("demo", result, line)]


def test_a_failed_drawing_leaves_the_old_picture(result):
    paths = draw("demo", result, line)
    before = paths[0].read_bytes()

    def broken(*_):
        raise KeyError("y")

    with pytest.raises(KeyError):
        draw("demo", result, broken)
    assert paths[0].read_bytes() == before


@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_every_experiment_has_figures(experiment):
    assert import_module(f"unrolled.figures.{experiment}").FIGURES
