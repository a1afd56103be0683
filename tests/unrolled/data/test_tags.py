"""Loaders of tagged text: the format, the splits, and what is wrong with a file."""

import os
from collections import Counter
from pathlib import Path

import pytest

from unrolled.data import download, registry, truecase, ud_atis, usaddress, wnut17
from unrolled.data.errors import DataError
from unrolled.data.spelling import Features
from unrolled.data.tagged import Tagged, file_of, read_table
from unrolled.span_score import spans

OWN_FOLDER = os.environ.get(download.VARIABLE, "")  # read before the fixtures unset it
LOADERS = {"ud-atis": ud_atis, "wnut17": wnut17, "usaddress": usaddress, "truecase": truecase}
CONLLU = "# text = go home\n1\tgo\tgo\tVERB\t_\t_\t0\troot\t_\t_\n2\thome\thome\tADV\t_\t_\t1\tadvmod\t_\t_\n\n"
CONLL = "#\tO\nNew\tB-location\nYork\tI-location\n\t\nhi\tO"  # a line of white space ends a sentence; no end of line
XML = "<c><a><N>12</N> <S>Elm</S></a><a><S>Oak</S></a><a><S>Ash</S></a><a><S>Ash</S></a></c>"


def write(folder: Path, text: str, name: str = "file") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_tables_are_read_by_column(tmp_path):
    atis = read_table(write(tmp_path, CONLLU), word=1, tag=3, columns=10, comment="# ")
    assert atis == [Tagged(("go", "home"), ("VERB", "ADV"))]
    names = read_table(write(tmp_path, CONLL), word=0, tag=1, columns=2)
    assert names == [Tagged(("#", "New", "York"), ("O", "B-location", "I-location")), Tagged(("hi",), ("O",))]


@pytest.mark.parametrize("text", ["one\tO\ntwo\n", "one\tO\ntwo\tO\tO\n", "one\tO\n\tO\n", "one\tO\ntwo\t \n"])
def test_a_malformed_line_is_named(tmp_path, text):
    with pytest.raises(DataError, match="file, line 2: expected 2 columns"):
        read_table(write(tmp_path, text), word=0, tag=1, columns=2)


def test_what_is_not_text_is_refused(tmp_path):
    (tmp_path / "file").write_bytes(b"\xff\xfe\tO\n")
    with pytest.raises(DataError, match="not UTF-8"):
        read_table(tmp_path / "file", word=0, tag=1, columns=2)


def test_addresses_are_read_and_bad_ones_named(tmp_path):
    rows = usaddress.read(write(tmp_path, XML))
    assert rows[0] == Tagged(("12", "Elm"), ("N", "S"))
    for bad, message in (("<c><a><N>1</N></a><a></a></c>", "address 2"), ("<c>", "not XML")):
        with pytest.raises(DataError, match=message):
            usaddress.read(write(tmp_path, bad))


def test_address_splits_share_no_address(tmp_path, monkeypatch):
    files = {"train": write(tmp_path, XML, "train"), "test": write(tmp_path, "<c><a><S>Oak</S></a></c>", "test")}
    monkeypatch.setattr(usaddress, "file_of", lambda _, split, __: files[split])
    monkeypatch.setattr(usaddress, "VALID", 1)
    splits = {name: [row.words for row in usaddress.load(name)] for name in ("train", "valid", "test")}
    assert splits["test"] == [("Oak",)]
    assert {*splits["train"]} | {*splits["valid"]} == {("12", "Elm"), ("Ash",)}
    assert not {*splits["train"]} & {*splits["valid"]}
    assert len(splits["train"]) + len(splits["valid"]) == 3


@pytest.mark.parametrize("name", LOADERS)
def test_an_unknown_split_lists_those_there_are(name):
    with pytest.raises(ValueError, match="test, train, valid"):
        LOADERS[name].load("dev")
    with pytest.raises(ValueError, match="test, train"):
        file_of("usaddress", "valid", ("train", "test"))


def real(name: str, monkeypatch) -> dict[str, list[Tagged]]:
    """All splits of a dataset; skips the test where it is not downloaded."""
    dataset = registry.get(name)
    monkeypatch.setenv(download.VARIABLE, OWN_FOLDER)
    if not all(download.find(dataset, file) for file in dataset.files):
        pytest.skip(f"{name} is not downloaded: python -m unrolled data fetch {name}")
    return {split: LOADERS[name].load(split) for split in dataset.rows}


@pytest.mark.parametrize("name", ["ud-atis", "wnut17", "usaddress"])
def test_the_real_files_hold_what_the_registry_says(name, monkeypatch):
    splits = real(name, monkeypatch)
    assert {split: len(rows) for split, rows in splits.items()} == registry.get(name).rows
    for row in splits["test"]:
        assert len(row.words) == len(row.tags)
        assert all(row.words)
        assert all(row.tags)


def test_two_words_are_labelled_otherwise_in_the_test_split_of_the_treebank(monkeypatch):
    """What the page on tagging says of its commonest mistake."""
    splits = real("ud-atis", monkeypatch)

    def tags(split: str, word: str, then: str = "") -> Counter:
        rows = [zip(row.words, row.tags, (*row.words[1:], ""), strict=True) for row in splits[split]]
        return Counter(tag for row in rows for w, tag, after in row if w == word and then in ("", after))

    train, test = (tags(split, "north", "carolina") for split in ("train", "test"))
    assert set(test) == {"ADV"}
    assert train["PROPN"] == sum(train.values()) - 1
    assert train["ADV"] == 0
    assert set(tags("test", "much")) == {"ADV"}
    assert tags("train", "much")["ADJ"] > tags("train", "much")["ADV"] > 0


def test_half_of_the_old_names_are_of_words_that_training_has_once(monkeypatch):
    """What the page on tagging says of names that the networks have seen and do not find."""
    splits = real("wnut17", monkeypatch)
    found = {split: [(row, span) for row in rows for span in spans(row.tags)] for split, rows in splits.items()}
    names = {split: [tuple(w.lower() for w in row.words[s.start : s.end]) for row, s in pairs]
             for split, pairs in found.items()}  # fmt: skip
    known = Features([row.words for row in splits["train"]])
    words = [word for name in names["test"] if name in set(names["train"]) for word in name]
    assert 0.4 < sum(not known.knows(word) for word in words) / len(words) < 0.6


def test_capitals_and_marks_come_off_and_back():
    row = truecase.strip_marks("Élan? Mr. O'Neil's TV-set... costs $5<br />NOW - 'fine' I guess!")
    assert row.words == ("élan", "mr", "o'neil's", "tv-set", "costs", "5", "now", "fine", "i", "guess")
    assert row.tags == ("A?", "A.", "A", "A.", "a", "a", "AA", "a", "A", "a!")
    assert truecase.restore(row) == "Élan? Mr. O'neil's Tv-set. costs 5 NOW fine I guess!"
    assert len(truecase.strip_marks("a b c d", limit=3).words) == 3
    with pytest.raises(ValueError, match="no word"):
        truecase.strip_marks("... !")


def test_packaged_splits_have_the_sizes_of_the_registry():
    splits = {name: truecase.load(name) for name in registry.get("truecase").rows}
    assert {name: len(rows) for name, rows in splits.items()} == registry.get("truecase").rows
    assert all(len(row.words) == len(row.tags) <= truecase.WORDS for row in splits["valid"])
