"""`python -m unrolled data`, as a reader types it."""

import pytest
from typer.testing import CliRunner

from unrolled.__main__ import app
from unrolled.data import download, imdb, registry


@pytest.fixture
def run(cache, monkeypatch):
    """Call the command line with an empty cache and no network; returns exit code, standard output and error."""
    monkeypatch.setattr(download, "cache_folder", lambda: cache)
    monkeypatch.setattr("requests.get", offline)

    def call(*arguments: str) -> tuple[int, str, str]:
        result = CliRunner().invoke(app, ["data", *arguments])
        return result.exit_code, result.stdout, result.stderr

    return call


def offline(*_: object, **__: object) -> None:
    raise download.requests.exceptions.ConnectionError("no route")


def test_lists_every_dataset_and_where_the_cache_is(run, cache):
    code, out, _ = run()
    assert code == 0
    assert all(name in out for name in registry.DATASETS)
    assert "here, in a package" in out
    assert "not downloaded" in out
    assert str(cache) in out


def test_shows_the_packaged_reviews(run):
    code, out, _ = run("imdb")
    assert code == 0
    assert str(imdb.path()) in out
    for name, size in imdb.SPLITS.items():
        line = next(line for line in out.splitlines() if line.startswith(name))
        assert f"{size:,} reviews" in line
        assert imdb.SPLIT_SHA256[name][:12] in line
    assert "\npositive: " in out
    assert "\nnegative: " in out


@pytest.mark.parametrize("name", [d.name for d in registry.DATASETS.values() if d.kind == "packaged"])
def test_every_packaged_dataset_can_be_shown(run, name):
    code, out, _ = run(name)
    assert code == 0
    assert all(f"{size:,}" in out for size in registry.get(name).rows.values())


def test_does_not_download_unasked(run):
    code, out, _ = run("aclimdb")
    assert code == 0
    assert "not here; fetch it with: python -m unrolled data aclimdb --download" in out


def test_download_without_network_is_one_error(run, cache):
    code, _, err = run("aclimdb", "--download")
    assert code == 1
    assert "error: aclimdb: could not fetch http://ai.stanford.edu/" in err
    assert "no connection to the server" in err
    assert "Traceback" not in err
    assert not [path for path in cache.rglob("*") if path.is_file()]


def test_unknown_dataset_is_one_error(run):
    code, _, err = run("imbd")
    assert code == 1
    assert err == "error: no dataset is called 'imbd'; choose one of: imdb, sentences, aclimdb\n"


def test_a_damaged_file_in_the_own_folder_is_one_error(run, tmp_path, monkeypatch):
    mine = tmp_path / "mine" / "aclimdb" / "aclImdb_v1.tar.gz"
    mine.parent.mkdir(parents=True)
    mine.write_bytes(b"half")
    monkeypatch.setenv(download.VARIABLE, str(tmp_path / "mine"))
    code, _, err = run("aclimdb")
    assert code == 1
    assert "it has 4 bytes and should have 84,125,825" in err
