"""A model file is read whole, or refused with a sentence; nothing in it is executed."""

import json
import pickle

import pytest
import torch
from safetensors.torch import save_file

from unrolled.projects import model_file
from unrolled.projects.charlm.model import Size
from unrolled.projects.errors import ProjectError

ABOUT = {
    "configuration": {"kind": "gru", "embedding": 3, "hidden": 4},
    "vocabulary": ["<pad>", "<unk>", "é"],
    "run": {},
}
TENSORS = {"a": torch.tensor([[1.5, -2.0]]), "b": torch.tensor([0.1])}


@pytest.mark.parametrize(("half", "tolerance"), [(False, 0.0), (True, 1e-3)])
def test_what_is_written_is_read(tmp_path, half, tolerance):
    path = tmp_path / "new folder" / "m.safetensors"
    model_file.write(path, "p", TENSORS, ABOUT, half)
    found = model_file.read(path, "p")
    assert found.about == ABOUT == model_file.about(path, "p")
    for name, value in TENSORS.items():
        assert found.tensors[name].dtype == torch.float32
        torch.testing.assert_close(found.tensors[name], value, rtol=tolerance, atol=0.0)
    assert [p.name for p in path.parent.iterdir()] == [path.name]


class _Bomb:
    def __reduce__(self):
        return (open, ("executed", "w"))


def _damaged(path, kind):
    header = {"unrolled_project": "p", "format": "1", "about": json.dumps(ABOUT)}
    if kind == "folder":
        return path.mkdir()
    if kind == "zip":
        return torch.save({"a": _Bomb()}, path)
    if kind == "pickle":
        return path.write_bytes(pickle.dumps(_Bomb()))
    if kind in ("empty", "text", "huge header"):
        return path.write_bytes({"empty": b"", "text": b"hello " * 50, "huge header": b"\xff" * 64}[kind])
    if kind == "foreign":
        return save_file(TENSORS, path)
    changes = {
        "other project": {"unrolled_project": "sentiment"}, "other format": {"format": "2"},
        "no json": {"about": "{"}, "no object": {"about": "[]"}, "no run": {"about": '{"configuration": {}}'},
        "deep json": {"about": "[" * 100_000},
    }  # fmt: skip
    tensors = {**TENSORS, "b": torch.tensor([torch.nan])} if kind == "nan" else TENSORS
    return save_file(tensors, path, header | changes.get(kind, {}))


REFUSED = {
    "missing": "cannot be read", "folder": "cannot be read", "empty": "not a whole", "text": "not a whole",
    "huge header": "not a whole", "zip": "torch.save", "pickle": "torch.save", "foreign": "not a model of a project",
    "other project": "project sentiment, not of p", "other format": "format 2", "no json": "damaged",
    "no object": "damaged", "no run": "damaged", "deep json": "damaged", "nan": "b holds",
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_model_is_refused_in_one_sentence(tmp_path, kind, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "m.safetensors"
    if kind != "missing":
        _damaged(path, kind)
    with pytest.raises(ProjectError, match=REFUSED[kind]) as caught:
        model_file.read(path, "p")
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "executed").exists()


def test_a_header_as_long_as_a_pickle_begins_is_read(tmp_path):
    path, begins = tmp_path / "m.safetensors", set()
    for longer in range(0, 256, 8):  # the first bytes of a file are the length of its header
        model_file.write(path, "p", TENSORS, ABOUT | {"filling": "." * longer})
        begins.add(path.read_bytes()[0])
        torch.testing.assert_close(model_file.read(path, "p").tensors["a"], TENSORS["a"])
    assert 0x80 in begins


def test_every_truncation_is_refused(tmp_path):
    path = tmp_path / "m.safetensors"
    model_file.write(path, "p", TENSORS, ABOUT)
    whole = path.read_bytes()
    for size in range(0, len(whole), 7):
        path.write_bytes(whole[:size])
        with pytest.raises(ProjectError, match="not a whole safetensors file"):
            model_file.read(path, "p")


@pytest.mark.parametrize(
    "change",
    [{"hidden": "4"}, {"hidden": 10**9}, {"hidden": -1}, {"hidden": True}, {"kind": 3}, {"more": 1}, {"hidden": None}],
)
def test_a_configuration_that_is_none_is_refused(tmp_path, change):
    about = {**ABOUT, "configuration": ABOUT["configuration"] | change}
    with pytest.raises(ProjectError, match="no configuration"):
        model_file.configuration(Size, tmp_path, about)
    assert model_file.configuration(Size, tmp_path, ABOUT) == Size("gru", 3, 4)


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "m.safetensors"
    model_file.write(path, "p", TENSORS, ABOUT)
    before = path.read_bytes()

    def full(_tensors, partial, _header):
        partial.write_bytes(b"half of it")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(model_file, "save_file", full)
    with pytest.raises(ProjectError, match="No space left"):
        model_file.write(path, "p", TENSORS, ABOUT)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_weights_of_another_shape_are_refused(tmp_path):
    with pytest.raises(ProjectError, match="do not fit"):
        model_file.fill(torch.nn.Linear(2, 3), tmp_path, torch.nn.Linear(3, 2).state_dict())
