"""Results of single runs that are kept in a folder: taken up again, and never those of another configuration."""

import pytest

from unrolled.experiments.kept import kept

CONFIG = {"hidden": 8, "sizes": (1, 2)}  # a tuple is a list in the file


def never():
    raise AssertionError("run again")


def test_what_is_kept_is_not_run_again(tmp_path):
    file = tmp_path / "runs" / "x.json"
    assert kept(file, CONFIG, lambda: {"loss": 0.5}) == {"loss": 0.5}
    assert kept(file, dict(CONFIG), never) == {"loss": 0.5}
    assert [path.name for path in file.parent.iterdir()] == ["x.json"]


def test_another_configuration_runs_anew_and_takes_the_place(tmp_path):
    file = tmp_path / "x.json"
    kept(file, CONFIG, lambda: {"loss": 0.5})
    assert kept(file, CONFIG | {"hidden": 9}, lambda: {"loss": 0.25}) == {"loss": 0.25}
    with pytest.raises(AssertionError, match="run again"):
        kept(file, CONFIG, never)


def test_a_run_that_dies_leaves_nothing_and_one_cut_off_in_writing_runs_again(tmp_path):
    file = tmp_path / "x.json"
    with pytest.raises(AssertionError, match="run again"):
        kept(file, CONFIG, never)
    file.with_suffix(".partial").write_text('{"config": {"hid')
    assert list(tmp_path.iterdir()) == [tmp_path / "x.partial"]
    assert kept(file, CONFIG, lambda: {"loss": 0.5}) == {"loss": 0.5}
    assert list(tmp_path.iterdir()) == [file]


def test_without_a_folder_nothing_is_kept():
    assert kept(None, CONFIG, lambda: {"loss": 0.5}) == {"loss": 0.5}
