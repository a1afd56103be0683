"""The GloVe extra: read without importing its package, refused when it is another file, missed with advice."""

import sys
from importlib.metadata import PackageNotFoundError

import numpy as np
import pytest

from unrolled.data import glove
from unrolled.data.imdb import CorruptDataError

needs_extra = pytest.mark.skipif(
    not glove.installed(), reason='the extra is not installed: pip install -e ".[vectors]"'
)


@needs_extra
def test_vectors_of_known_words_only():
    found = glove.read(["the", "film", "no-such-word-at-all"])
    assert set(found) == {"the", "film"}
    assert all(vector.shape == (glove.SIZE,) and vector.dtype == np.float32 for vector in found.values())
    np.testing.assert_allclose(found["the"][:4], [0.418, 0.24968, -0.41242, 0.1217], atol=1e-6)


@needs_extra
def test_near_words_are_near():
    found = glove.read(["film", "movie", "potato"])
    cosine = {w: found[w] @ found["film"] / np.linalg.norm(found[w]) / np.linalg.norm(found["film"]) for w in found}
    assert cosine["movie"] > 0.8 > cosine["potato"]


def test_another_file_is_refused(tmp_path):
    file = tmp_path / glove.VECTORS
    file.write_bytes(b"not vectors")
    with pytest.raises(CorruptDataError, match=r"expected 2d85b9.*reinstall"):
        glove.check(file, glove.SHA256[glove.VECTORS])


def test_without_the_extra_the_error_says_what_to_install(monkeypatch):
    def absent(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr(glove, "distribution", absent)
    assert not glove.installed()
    with pytest.raises(FileNotFoundError, match=r"\[vectors\]"):
        glove.path(glove.INDEX)


def test_a_part_of_the_extra_is_not_enough(monkeypatch, tmp_path):
    class Package:
        def locate_file(self, name):
            return tmp_path / name

    monkeypatch.setattr(glove, "distribution", lambda _: Package())
    monkeypatch.setitem(sys.modules, "pyarrow", None)  # an import fails, and it is not found
    with pytest.raises(FileNotFoundError, match=r"\[vectors\]"):
        glove.read(["film"])
    monkeypatch.setattr(glove, "installed", lambda: True)
    with pytest.raises(FileNotFoundError, match=r"parquet is missing: reinstall"):
        glove.path(glove.INDEX)
