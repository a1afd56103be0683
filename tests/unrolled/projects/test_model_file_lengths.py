"""The first bytes of a model file are the length of its description, and look like anything."""

import pytest
import torch

from unrolled.projects import model_file
from unrolled.projects.errors import ProjectError


def test_a_description_of_any_length_can_be_read(tmp_path):
    path, begins = tmp_path / "m", set()
    for length in range(0, 300, 7):
        about = {"configuration": {}, "run": {"note": "x" * length}}
        model_file.write(path, "charlm", {"a": torch.ones(1)}, about)
        begins.add(path.read_bytes()[0])
        assert model_file.about(path, "charlm") == about
    assert 0x80 in begins  # as a pickle begins


@pytest.mark.parametrize("begin", [b"\x80\x04\x95", b"\x80\x02}q\x00(X\x01", b"PK\x03\x04\x14\0\0\0\0"])
def test_a_pickle_is_still_called_one(tmp_path, begin):
    path = tmp_path / "m"
    path.write_bytes(begin)
    with pytest.raises(ProjectError, match=r"file of torch\.save"):
        model_file.about(path, "charlm")
