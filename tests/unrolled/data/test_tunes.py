"""The packaged tunes: their counts, their split, and files that are not as they should be."""

from collections import Counter

import pytest

from unrolled.data import registry, same_tune, tunes
from unrolled.data.errors import DataError
from unrolled.tune_corpus import lines, readable
from unrolled.tune_novelty import windows

FILE = b"% a comment\n\nX:1\nT:First\nM:6/8\nL:1/8\nK:G % key\nGAB|\r\nc3:|\n\nX: 2\nT:Second -- Reel\nM:C|\nK: D\nd2\n"


def test_every_split_has_its_rows_and_no_title_is_in_two():
    rows = registry.get("tunes").rows
    found = {split: tunes.load(split) for split in rows}
    assert {split: len(tunes) for split, tunes in found.items()} == rows
    titles = [{tune.title.split(" -- ")[0].lower() for tune in part} for part in found.values()]
    assert not titles[0] & titles[1]
    assert not titles[0] & titles[2]
    assert not titles[1] & titles[2]


def doubles(split: str, by_title: bool) -> int:
    """Tunes of a split that share a run of notes with a training tune."""
    heard = set().union(*(same_tune.runs(tune.body) for tune in tunes.load("train", by_title)))
    return sum(not heard.isdisjoint(same_tune.runs(tune.body)) for tune in tunes.load(split, by_title))


def test_no_tune_has_a_double_in_training():
    assert [doubles(split, by_title=True) for split in ("test", "valid")] == [97, 94]  # the leak that there was
    assert [doubles(split, by_title=False) for split in ("test", "valid")] == [0, 0]


def test_no_long_run_is_in_training_by_another_key_either():
    """`tune_novelty` compares semitones of the tunes that `tune_notes` can read, and knows nothing of the staff."""
    seen = {
        split: {run for line in lines(split) for run in windows(readable(line), same_tune.RUN)}
        for split in tunes.SPLITS
    }
    assert len(seen["test"]) > 10_000
    assert seen["train"].isdisjoint(seen["test"] | seen["valid"])


def test_the_split_is_the_one_by_title_where_no_tune_has_a_double():
    moved = {split: len(set(tunes.load(split)) ^ set(tunes.load(split, by_title=True))) for split in tunes.SPLITS}
    assert max(moved.values()) < 0.06 * 4248
    assert tunes.load("test") == tunes.load("test")


def test_groups_are_small():
    every = [(tune.title, tune.body) for split in tunes.SPLITS for tune in tunes.load(split)]
    sizes = Counter(Counter(same_tune.groups(every)).values())
    assert (max(sizes), sizes[1], sum(sizes.values())) == (13, 2631, 3259)


NOTES = "GABc dedB|cBAG FEDE|GBdg fedc|BAGF G2"


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (NOTES, True),
        ("d'e'f'g'", False),
        ("d2 e/f/g a>baf|g2fe dcBA|\"D\"Bd{c}f !trill!ad' c'bag|fedc d2", True),  # in D, ornamented
        ("K:D\n" + NOTES + " % as above", True),
        (NOTES.replace("|", "|A"), False),  # nowhere 20 notes alike
        ("CDEFGABcde" + NOTES[:25], True),
        ("gggg" * 6, False),
    ],
)
def test_a_run_of_notes_is_known_in_another_key(other, same):
    assert bool(same_tune.runs(NOTES) & same_tune.runs(other)) is same


def test_groups_hang_together_by_name_or_by_run():
    others = [("First", "GAB"), ("Second", NOTES), ("The first -- Reel", "CDEF"), ("Third", "d" + NOTES)]
    assert same_tune.groups(others) == [0, 1, 0, 1]
    assert same_tune.groups([*others, ("Second", "f"), ("Third, A Reel", "g"), ("The Reel", "a"), ("Reel", "b")]) == [
        0, 1, 0, 1, 1, 1, 6, 7,
    ]  # fmt: skip
    assert same_tune.groups([("A", "GAB"), ("B", "cde"), ("a", NOTES), ("b", NOTES)]) == [0, 0, 0, 0]
    assert same_tune.groups([]) == []


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
