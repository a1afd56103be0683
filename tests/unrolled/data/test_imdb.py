"""The packaged reviews and their fixed split."""

import random
from collections import Counter

import pytest

from unrolled.data import imdb, registry

SIZES = {"train": 20_000, "valid": 2_500, "test": 2_500}


@pytest.fixture(scope="module")
def splits() -> dict[str, list[imdb.Review]]:
    return {name: imdb.load(name) for name in SIZES}


def test_sizes_and_balance(splits):
    for name, size in SIZES.items():
        assert Counter(review.label for review in splits[name]) == {0: size // 2, 1: size // 2}


def test_no_text_is_in_two_splits(splits):
    texts = {name: {review.text for review in rows} for name, rows in splits.items()}
    assert not texts["train"] & texts["test"]
    assert not texts["train"] & texts["valid"]
    assert not texts["valid"] & texts["test"]


def test_fingerprints_are_pinned(splits):
    assert {name: imdb.fingerprint(rows)[:16] for name, rows in splits.items()} == {
        "train": "ce9b92968c3948ec",
        "valid": "c05874793a96ce7a",
        "test": "7d35915566b4c365",
    }


def test_split_does_not_depend_on_the_order_of_rows(splits):
    rows = [review for part in splits.values() for review in part]
    random.Random(1).shuffle(rows)
    assert imdb.split(rows) == splits


def test_no_review_is_empty(splits):
    assert all(review.text.strip() for rows in splits.values() for review in rows)


def test_registry_and_loader_speak_of_one_file():
    (file,) = registry.get("imdb").files
    assert (file.name, file.sha256) == (imdb.CSV, imdb.CSV_SHA256)
    assert file.bytes == imdb.path().stat().st_size
    assert registry.get("imdb").rows == imdb.SPLITS


def test_changing_a_loaded_list_does_not_change_the_next():
    imdb.load("valid").clear()
    assert len(imdb.load("valid")) == 2_500


@pytest.mark.parametrize("name", ["dev", "", "Train"])
def test_unknown_split_is_refused(name):
    with pytest.raises(ValueError, match="choose one of test, train, valid"):
        imdb.load(name)


@pytest.mark.parametrize("damage", ["cut", "one byte", "empty"])
def test_a_corrupt_file_is_refused(tmp_path, monkeypatch, damage):
    whole = imdb.path().read_bytes()
    damaged = {"cut": whole[: len(whole) // 2], "one byte": whole[:-2] + b"7\n", "empty": b""}[damage]
    path = tmp_path / "reviews.csv"
    path.write_bytes(damaged)
    monkeypatch.setattr(imdb, "path", lambda: path)
    with pytest.raises(imdb.CorruptDataError, match=r"reviews\.csv has SHA-256.*reinstall it with"):
        imdb.load("test")


def test_missing_package_says_what_to_install(monkeypatch):
    def absent(_: str) -> None:
        raise imdb.PackageNotFoundError

    monkeypatch.setattr(imdb, "distribution", absent)
    with pytest.raises(FileNotFoundError, match="pip install -c constraints"):
        imdb.path()
