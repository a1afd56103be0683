"""The packaged tunes: their counts, their split, and files that are not as they should be."""

import pytest

from unrolled.data import registry, tunes
from unrolled.data.errors import DataError

FILE = b"% a comment\n\nX:1\nT:First\nM:6/8\nL:1/8\nK:G % key\nGAB|\r\nc3:|\n\nX: 2\nT:Second -- Reel\nM:C|\nK: D\nd2\n"


def test_every_split_has_its_rows_and_no_title_is_in_two():
    rows = registry.get("tunes").rows
    found = {split: tunes.load(split) for split in rows}
    assert {split: len(tunes) for split, tunes in found.items()} == rows
    titles = [{tune.title.split(" -- ")[0].lower() for tune in part} for part in found.values()]
    assert not titles[0] & titles[1]
    assert not titles[0] & titles[2]
    assert not titles[1] & titles[2]


def test_a_file_is_cut_at_its_headers():
    first, second = tunes.parse(FILE, "mine", "mine.abc")
    assert first == tunes.Tune("First", "mine", "6/8", "1/8", "G", "GAB|\nc3:|")
    assert second == tunes.Tune("Second -- Reel", "mine", "C|", "", "D", "d2")


def test_old_encodings_are_read():
    (tune,) = tunes.parse("X:1\nT:Élève\nK:G\nG\n".encode("latin-1"), "mine", "mine.abc")
    assert tune.title == "Élève"


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"words\n", "mine.abc: no line begins with X:"), (b"\nX:1\nT:No key\nGAB\n", "mine.abc, line 2: .* no field K:")],
)
def test_a_wrong_file_is_refused(content, words):
    with pytest.raises(DataError, match=words):
        tunes.parse(content, "mine", "mine.abc")


def test_unknown_split():
    with pytest.raises(ValueError, match="no split 'dev': choose one of train, valid, test"):
        tunes.load("dev")
