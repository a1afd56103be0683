"""The packaged characters: their counts, their split, and files that are not as they should be."""

import pytest

from unrolled.data import kanjivg, registry
from unrolled.data.errors import DataError

SVG = (
    '<svg><g id="kvg:06c41" kvg:element="汁"><g kvg:element="氵" kvg:radical="general">'
    '<path id="kvg:06c41-s1" kvg:type="㇔" d="M21.75,17.5c4.68,1.78,12.08,7.32,13.25,10.09"/></g>'
    '<path id="kvg:06c41-s2" d="M1,2c1,1,2,2,3,3"/></g></svg>'
)


def test_every_split_has_its_rows_and_shares_no_character():
    rows = registry.get("kanjivg").rows
    found = {split: kanjivg.load(split) for split in rows}
    assert {split: len(drawings) for split, drawings in found.items()} == rows
    names = [{drawing.character for drawing in found[split]} for split in ("train", "valid", "test")]
    assert sum(map(len, names)) == len(set.union(*names))
    water = next(d for d in found["train"] if d.character == "水")
    assert (water.radical, len(water.paths)) == ("水", 4)


def test_one_file():
    drawing = kanjivg.parse(SVG.encode(), "06c41.svg")
    assert (drawing.character, drawing.radical, len(drawing.paths)) == ("汁", "氵", 2)
    assert drawing.paths[1] == "M1,2c1,1,2,2,3,3"
    assert kanjivg.parse(SVG.replace("radical", "phon").encode(), "06c41-Kaisho.svg").radical == ""


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (SVG.encode(), "water.svg", "water.svg: the name is not five hexadecimal digits"),
        (b"<svg></svg>", "06c41.svg", "06c41.svg has no stroke"),
        (b"\xff\xfe", "06c41.svg", "06c41.svg is not UTF-8"),
    ],
)
def test_a_wrong_file_is_refused(content, name, words):
    with pytest.raises(DataError, match=words):
        kanjivg.parse(content, name)


def test_unknown_split():
    with pytest.raises(ValueError, match="no split 'dev': choose one of train, valid, test, kaisho"):
        kanjivg.load("dev")
