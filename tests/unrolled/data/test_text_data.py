"""Running text and names: the packaged Bible, and what is downloaded for language models."""

import os

import pytest

from unrolled.data import download, kjv, names, names_by_language, registry, tinyshakespeare
from unrolled.data.errors import DataError

OWN_FOLDER = os.environ.get(download.VARIABLE, "")  # read before the fixtures unset it


@pytest.fixture
def own_folder(monkeypatch):
    if OWN_FOLDER:
        monkeypatch.setenv(download.VARIABLE, OWN_FOLDER)


def here(name):
    dataset = registry.get(name)
    return all(download.find(dataset, file) for file in dataset.files)


def needs(name):
    return pytest.mark.skipif(not here(name), reason=f"needs the download {name}")


def test_the_bible_has_its_chapters_and_no_marks_of_italics():
    parts = {split: kjv.load(split) for split in kjv.NAMES}
    assert {split: len(rows) for split, rows in parts.items()} == registry.get("kjv").rows
    assert sum(map(len, parts.values())) == 1189
    first = parts["train"][0]
    assert (first.book, first.number) == ("Genesis", 1)
    assert first.text.startswith("In the beginning God created the heaven and the earth. And the earth")
    assert "darkness was upon the face" in first.text
    assert not any(set("[]") & set(chapter.text) for chapter in kjv.chapters())
    assert {chapter.book for chapter in parts["valid"]} == set(kjv.SPLITS["valid"])
    assert not {c.book for c in parts["train"]} & {c.book for split in kjv.SPLITS for c in parts[split]}


SOURCE = (
    'from nowhere import Bible\nbible = Bible(V.X, """\nOne [was]. Two.\nThree.\nFour.""", {1001001: 1, 1001002: 12, '
    "1001003: 17, 2001001: 24}, {1001001: 12, 1001002: 16, 1001003: 23, 2001001: 29}, {}, {B.A: 'Aa', B.B: 'Bb'}, {}, "
    "False)\n"
)


def test_a_source_is_parsed_and_never_run():
    found = kjv.parse(SOURCE)  # running it would fail: there is no package nowhere
    assert found == [kjv.Chapter("Aa", 1, "One was. Two.\nThree."), kjv.Chapter("Bb", 1, "Four.")]


@pytest.mark.parametrize("content", [b"bible = 3", b"not python", b"a = 1\nb = 2", SOURCE[:-9].encode()])
def test_a_source_of_another_form_is_refused(monkeypatch, content):
    monkeypatch.setattr(kjv.packaged, "read", lambda *_: {"bible.py": content})
    kjv.chapters.cache_clear()
    with pytest.raises(DataError, match=r"bible\.py"):
        kjv.load("train")
    kjv.chapters.cache_clear()


@pytest.mark.parametrize("module", [kjv, tinyshakespeare, names, names_by_language])
def test_an_unknown_split_lists_those_there_are(module):
    with pytest.raises(ValueError, match="train, valid"):
        module.load("dev")


def test_names_are_cut_the_same_way_every_time_and_never_twice():
    rows = [f"name{i}" for i in range(50)]
    parts = names.cut(rows + rows, {"valid": 10, "test": 5})
    assert {split: len(found) for split, found in parts.items()} == {"valid": 10, "test": 5, "train": 35}
    assert sorted(name for found in parts.values() for name in found) == sorted(rows)
    assert parts == names.cut(rows[::-1], {"valid": 10, "test": 5})
    assert tinyshakespeare.cut("0123456789") == {"train": "012345678", "valid": "9"}
    assert names_by_language.split_of("Lee") == names_by_language.split_of("LEE")


@needs("tinyshakespeare")
@pytest.mark.usefixtures("own_folder")
def test_tiny_shakespeare_is_cut_as_in_nanogpt():
    train, valid = (tinyshakespeare.load(split) for split in tinyshakespeare.SPLITS)
    assert {"train": len(train), "valid": len(valid)} == registry.get("tinyshakespeare").rows
    assert train.startswith("First Citizen:")
    assert not set(valid) - set(train)


@needs("names")
@pytest.mark.usefixtures("own_folder")
def test_names_as_registered():
    parts = {split: names.load(split) for split in names.NAMES}
    assert {split: len(rows) for split, rows in parts.items()} == registry.get("names").rows
    assert not set(parts["train"]) & {*parts["valid"], *parts["test"]}


@needs("names-by-language")
@pytest.mark.usefixtures("own_folder")
def test_names_by_language_as_registered():
    parts = {split: names_by_language.load(split) for split in names_by_language.SPLITS}
    assert {split: len(rows) for split, rows in parts.items()} == registry.get("names-by-language").rows
    assert len({row.language for row in parts["valid"]}) == 18
    assert not {row.name for row in parts["train"]} & {row.name for row in parts["test"]}


def test_a_line_that_is_no_name_is_named(monkeypatch, tmp_path):
    (tmp_path / "names.txt").write_text("ann\nbob7\n")
    monkeypatch.setattr(names.download, "fetch", lambda *_, **__: tmp_path / "names.txt")
    with pytest.raises(DataError, match="line 2: 'bob7'"):
        names.load("train")
