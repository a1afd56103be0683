"""The packaged film sentences and their fixed split."""

from collections import Counter

import pytest

from unrolled.data import imdb, registry, sentences


def test_sizes_balance_and_no_sentence_twice():
    splits = {name: sentences.load(name) for name in sentences.SPLITS}
    for name, size in sentences.SPLITS.items():
        assert Counter(row.label for row in splits[name]) == {0: size // 2, 1: size // 2}
    texts = [row.text for rows in splits.values() for row in rows]
    assert len(texts) == len(set(texts)) == 8_530
    assert all(text.strip() for text in texts)


def test_registry_speaks_of_the_same_file_and_sizes():
    (file,) = registry.get("sentences").files
    assert (file.name, file.sha256) == (imdb.CSV, imdb.CSV_SHA256)
    assert registry.get("sentences").rows == sentences.SPLITS


def test_a_split_that_holds_other_texts_is_refused(monkeypatch):
    monkeypatch.setitem(sentences.SPLIT_SHA256, "valid", "0" * 64)
    sentences._all_splits.cache_clear()
    with pytest.raises(imdb.CorruptDataError, match="valid split"):
        sentences.load("valid")
    sentences._all_splits.cache_clear()


def test_an_unknown_split_lists_those_there_are():
    with pytest.raises(ValueError, match="test, train, valid"):
        sentences.load("dev")
