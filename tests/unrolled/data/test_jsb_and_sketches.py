"""Two downloads that no page needs: small files laid out like the real ones, and the real ones where they are."""

import os

import numpy as np
import pytest

from unrolled.data import download, jsb_chorales, registry, sketch_rnn
from unrolled.data.errors import DataError

OWN_FOLDER = os.environ.get(download.VARIABLE, "")  # read before the fixtures unset it


@pytest.mark.parametrize("module", [jsb_chorales, sketch_rnn])
def test_unknown_split_is_refused_before_any_download(module, monkeypatch):
    monkeypatch.setattr(download, "fetch", lambda *_, **__: pytest.fail("asked the network"))
    with pytest.raises(ValueError, match="no split 'dev': choose one of train, valid, test"):
        module.load("dev")


@pytest.mark.parametrize("module", [jsb_chorales, sketch_rnn])
def test_the_real_file(module, monkeypatch):
    monkeypatch.setenv(download.VARIABLE, OWN_FOLDER)
    name = module.__name__.rsplit(".", 1)[1].replace("_", "-")
    dataset = registry.get(name)
    if download.find(dataset, dataset.files[0]) is None:
        pytest.skip(f"needs a download: python -m unrolled data fetch {name}")
    assert {split: len(module.load(split)) for split in dataset.rows} == dataset.rows


def test_chorales_of_a_small_file(tmp_path):
    file = tmp_path / "chorales.json"
    file.write_text('{"train": [[[74, 70, 65, 58], [74, -1, 65, 58]]]}')
    assert jsb_chorales.parse(file, "train") == [jsb_chorales.Chorale(((74, 70, 65, 58), (74, -1, 65, 58)))]


@pytest.mark.parametrize(
    ("text", "words"),
    [("nonsense", "not JSON"), ('{"test": []}', "'train'"), ('{"train": [[[1, 2]]]}', "chorale 0, step 0 is")],
)
def test_a_wrong_file_of_chorales_is_refused(tmp_path, text, words):
    file = tmp_path / "chorales.json"
    file.write_text(text)
    with pytest.raises(DataError, match=words):
        jsb_chorales.parse(file, "train")


def test_sketches_of_a_small_file(tmp_path):
    rows = np.empty(2, dtype=object)
    rows[:] = [np.zeros((3, 3), dtype=np.int16), np.zeros((4, 3), dtype=np.int16)]
    np.savez(tmp_path / "good.npz", train=rows)
    assert [sketch.steps.shape for sketch in sketch_rnn.parse(tmp_path / "good.npz", "train")] == [(3, 3), (4, 3)]
    with pytest.raises(DataError, match="an array 'test'"):
        sketch_rnn.parse(tmp_path / "good.npz", "test")
    rows[1] = np.zeros((4, 2))
    np.savez(tmp_path / "bad.npz", train=rows)
    with pytest.raises(DataError, match=r"train, drawing 1 is not a table"):
        sketch_rnn.parse(tmp_path / "bad.npz", "train")
    (tmp_path / "none.npz").write_bytes(b"words")
    with pytest.raises(DataError, match="not an archive"):
        sketch_rnn.parse(tmp_path / "none.npz", "train")
