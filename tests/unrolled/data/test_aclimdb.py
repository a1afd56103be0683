"""The official split, read out of small archives laid out like the real one."""

import io
import os
import tarfile
from collections import Counter
from pathlib import Path

import pytest

from unrolled.data import aclimdb, download
from unrolled.data.errors import DataError

HELD_OUT = "1ed71b47354289dc9bd85bb9d8db6ad9f86d1711192ba5b95e2801277da5fcb9"
OWN_FOLDER = os.environ.get(download.VARIABLE, "")  # read before the fixtures unset it
EACH = 20  # reviews of each label in each half of the small archive


def layout() -> dict[str, bytes]:
    """Files of a small archive: as in the real one, test before train, and things that are no labelled review."""
    files = {"aclImdb/README": b"words", "aclImdb/imdb.vocab": b"the\nand\n"}
    for half in ("test", "train"):
        for label, stars in (("neg", 1), ("pos", 10)):
            files[f"aclImdb/{half}/urls_{label}.txt"] = b"http://example.invalid\n" * EACH
            for i in reversed(range(EACH)):
                files[f"aclImdb/{half}/{label}/{i}_{stars}.txt"] = f"{half} {label} {i}: \u00c9l\u00e8ve<br />".encode()
    files["aclImdb/train/unsup/0_0.txt"] = b"no label"
    return files


def write(path: Path, files: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as tar:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return path


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small archive stands where `load` looks for the real one; a fifth of its training half is held out."""
    path = write(tmp_path / "aclImdb_v1.tar.gz", layout())
    read_half, names = aclimdb._read_half, aclimdb.validation_names
    monkeypatch.setattr(aclimdb.download, "fetch", lambda *_, **__: path)
    monkeypatch.setattr(aclimdb, "_read_half", lambda file, half: read_half(file, half, EACH))
    monkeypatch.setattr(aclimdb, "validation_names", lambda: names(EACH, EACH // 5))
    return path


@pytest.mark.usefixtures("small")
def test_splits_cover_the_archive_exactly_once():
    splits = {name: aclimdb.load(name) for name in ("train", "valid", "test")}
    assert {name: len(rows) for name, rows in splits.items()} == {"train": 32, "valid": 8, "test": 40}
    for rows in splits.values():
        assert Counter(r.label for r in rows) == {0: len(rows) // 2, 1: len(rows) // 2}
    texts = [review.text for rows in splits.values() for review in rows]
    assert sorted(texts) == sorted(
        content.decode() for name, content in layout().items() if aclimdb.MEMBER.fullmatch(name)
    )
    assert all(review.text.startswith("test") for review in splits["test"])
    assert all(("pos" in review.text) == bool(review.label) for rows in splits.values() for review in rows)


@pytest.mark.usefixtures("small")
def test_order_is_by_label_and_number_not_by_place_in_the_archive():
    texts = [review.text for review in aclimdb.load("test")]
    assert texts[0].startswith("test neg 0:")
    assert texts[EACH].startswith("test pos 0:")


def test_held_out_names_are_pinned():
    names = aclimdb.validation_names()
    assert Counter(label for label, _ in names) == {"neg": 1_250, "pos": 1_250}
    assert len(set(names)) == 2_500
    assert all(0 <= number < 12_500 for _, number in names)
    assert aclimdb.names_fingerprint(names) == HELD_OUT


def test_unknown_split_is_refused_before_any_download(monkeypatch):
    monkeypatch.setattr(aclimdb.download, "fetch", lambda *_, **__: pytest.fail("asked the network"))
    with pytest.raises(ValueError, match="no split 'dev': choose one of test, train, valid"):
        aclimdb.load("dev")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("aclImdb/test/pos/3_10.txt", None, "1 of 40 reviews are missing, the first is aclImdb/test/pos/3_"),
        ("aclImdb/test/pos/3_10.txt", b" \n", "3_10.txt is empty"),
        ("aclImdb/test/pos/3_10.txt", b"\xff\xfe", "3_10.txt is not UTF-8"),
        ("aclImdb/test/pos/3_2.txt", b"fine", "2 of 10 stars say otherwise"),
    ],
    ids=["missing", "empty", "not text", "label against stars"],
)
def test_a_wrong_archive_is_refused(tmp_path, name, content, words):
    files = layout()
    files.pop("aclImdb/test/pos/3_10.txt")
    if content is not None:
        files[name] = content
    with pytest.raises(DataError) as caught:
        aclimdb._read_half(write(tmp_path / "bad.tar.gz", files), "test", EACH)
    assert words in str(caught.value)


def test_the_real_archive(monkeypatch):
    monkeypatch.setenv(download.VARIABLE, OWN_FOLDER)
    if aclimdb.path() is None:
        pytest.skip("needs the official archive: python -m unrolled data fetch aclimdb")
    for name, size in (("train", 22_500), ("valid", 2_500), ("test", 25_000)):
        labels = Counter(review.label for review in aclimdb.load(name))
        assert labels == {0: size // 2, 1: size // 2}
