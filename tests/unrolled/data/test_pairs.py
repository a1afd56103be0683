"""Pairs of texts: written dates, small talk, and captions in three languages."""

import gzip
import os
import re
from collections import Counter
from itertools import combinations

import pytest
from babel.dates import parse_pattern

from unrolled.data import chitchat, dates, download, multi30k, registry
from unrolled.data.errors import DataError

OWN_FOLDER = os.environ.get(download.VARIABLE, "")  # read before the fixtures unset it


@pytest.mark.parametrize("module", [dates, chitchat, multi30k])
def test_unknown_split_is_refused_before_anything_is_read(module, monkeypatch):
    monkeypatch.setattr(download, "fetch", lambda *_, **__: pytest.fail("asked the network"))
    with pytest.raises(ValueError, match="no split 'dev': choose one of test, train, valid"):
        module.load("dev")


def test_written_dates_are_those_of_the_calendar():
    rows = dates.load("test")
    assert len(rows) == registry.get("dates").rows["test"]
    assert len({row.locale for row in rows}) == len(dates.LOCALES) >= 30
    for row in rows:
        year, month, day = row.iso.split("-")
        assert re.fullmatch(r"(19[5-9]|20[0-4])\d", year)
        numbers = [int(n) for n in re.findall(r"\d+", row.written)]
        assert int(year) in numbers, row
        assert int(day) in numbers, row
        assert len(numbers) == 2 or int(month) in numbers, row
    assert ("Thursday, September 5, 2002", "2002-09-05", "en_US") in dates.load("train")


def test_no_date_is_in_two_splits_and_none_twice_in_one_way():
    found = {split: dates.load(split) for split in dates.DATES}
    for one, other in combinations(found.values(), 2):
        assert not {row.iso for row in one} & {row.iso for row in other}
    for split, rows in found.items():
        assert Counter(Counter(row.iso for row in rows).values()) == {dates.PER_DATE: dates.DATES[split]}
    for day in dates.chosen_dates("valid"):
        assert len(set(dates.ways(day))) == dates.PER_DATE


def test_no_writing_stands_for_two_dates():
    meant: dict[str, set[str]] = {}
    for split in dates.DATES:
        for row in dates.load(split):
            meant.setdefault(row.written, set()).add(row.iso)
    assert all(len(isos) == 1 for isos in meant.values())


def test_a_babel_that_writes_otherwise_is_named(monkeypatch):
    monkeypatch.setattr(dates, "format_date", lambda day, *_, **__: parse_pattern("d.M.y").apply(day, "de"))
    dates._rows.cache_clear()
    with pytest.raises(DataError, match=r"does not write the valid split as Babel 2\.18\.0 does.*pip install babel=="):
        dates.load("valid")
    dates._rows.cache_clear()


def test_small_talk_keeps_conversations_together_and_turns_in_order():
    splits = {name: chitchat.load(name) for name in chitchat.SHARES}
    assert {name: len(rows) for name, rows in splits.items()} == registry.get("chitchat").rows
    assert splits["train"][0].answer.startswith("whats up MD")
    assert splits["train"][0].answer == splits["train"][1].said
    assert all(row.said and row.answer for rows in splits.values() for row in rows)


def test_small_talk_is_split_by_the_key_of_a_conversation():
    content = b'{"a": {"messages": [[{"text": "Hi"}, {"text": "you"}], [{"text": "Hello"}]]}, "b": {"messages": []}}'
    assert chitchat.conversations("file", content) == {"a": ["Hi you", "Hello"], "b": []}
    share = Counter(chitchat.split_of(str(k)) for k in range(10_000))
    assert share["test"] == pytest.approx(500, abs=80)
    assert share["valid"] == pytest.approx(500, abs=80)


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"a": {}}', b'{"a": {"messages": [[{"words": ""}]]}}'])
def test_small_talk_of_another_form_is_refused(content):
    with pytest.raises(DataError, match=r"dataset\.json: not a file of conversations"):
        chitchat.conversations("dataset.json", content)


@pytest.fixture
def captions(tmp_path, monkeypatch):
    """Two lines in each language, where the loader looks for the real files."""
    for language, lines in {"en": "A dog.\nTwo men.", "fr": "Un chien.\nDeux hommes.", "de": "Ein Hund."}.items():
        (tmp_path / f"val.{language}.gz").write_bytes(gzip.compress(f"{lines}\n".encode()))
    monkeypatch.setattr(multi30k.download, "fetch", lambda _, file, **__: tmp_path / file.name)
    return tmp_path


@pytest.mark.usefixtures("captions")
def test_captions_are_paired_in_either_direction():
    assert multi30k.load("valid") == [("A dog.", "Un chien."), ("Two men.", "Deux hommes.")]
    assert multi30k.load("valid", "fr", "en")[1] == ("Deux hommes.", "Two men.")
    with pytest.raises(ValueError, match="the languages are en, de, fr"):
        multi30k.load("valid", "en", "it")
    with pytest.raises(DataError, match=r"has 2 lines and val\.de\.gz 1"):
        multi30k.load("valid", "en", "de")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (gzip.compress(b"A dog.\n \n"), "line 2 is empty"),
        (gzip.compress(b"A dog.\n" * 99)[:-12], "damaged"),
        (b"A dog.\n", "damaged, or not compressed text"),
        (gzip.compress(b"\xff\xfe\n"), "damaged, or not compressed text"),
    ],
    ids=["empty line", "cut", "not compressed", "not text"],
)
def test_a_wrong_file_of_captions_is_named(captions, content, words):
    (captions / "val.en.gz").write_bytes(content)
    with pytest.raises(DataError, match=words) as caught:
        multi30k.load("valid")
    assert "val.en.gz" in str(caught.value)


def test_the_real_captions(monkeypatch):
    monkeypatch.setenv(download.VARIABLE, OWN_FOLDER)
    dataset = registry.get("multi30k")
    if any(download.find(dataset, file) is None for file in dataset.files):
        pytest.skip("needs the captions: python -m unrolled data fetch multi30k")
    for split, size in dataset.rows.items():
        assert {len(multi30k.load(split, "de", target)) for target in ("en", "fr")} == {size}
