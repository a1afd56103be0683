"""Fetching a file: from good, slow and bad servers, from the cache, from a folder of one's own, from nowhere."""

import errno
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pooch
import pytest

from unrolled.data import download
from unrolled.data.errors import DataError
from unrolled.data.guarded import GuardedDownloader
from unrolled.data.registry import Dataset

CONTENT = bytes(range(256)) * 2_000


def fetch(dataset: Dataset, cache: Path) -> Path:
    return download.fetch(dataset, dataset.files[0], cache)


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("behaviour", ["good", "slow"])
def test_fetches_checks_and_keeps(server, cache, behaviour):
    path = fetch(server.dataset(behaviour), cache)
    assert path == cache / "toy" / "file.bin"
    assert path.read_bytes() == CONTENT
    assert files_below(cache) == [path]


def test_second_fetch_asks_nobody(server, cache):
    first = fetch(server.dataset("good"), cache)
    assert fetch(server.dataset("good"), cache) == first
    assert server.asked["good"] == 1


def test_tries_again_when_the_connection_breaks(server, cache):
    assert fetch(server.dataset("flaky"), cache).read_bytes() == CONTENT
    assert server.asked["flaky"] == 2


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        ("truncated", "the connection broke off before the end"),
        ("corrupt", "another SHA-256 than the registry"),
        ("stall", "the server took too long"),
        ("drop", "the connection broke off before the end"),
        ("hangup", "the server closed the connection"),
        ("missing", "the server answered 404 Not Found"),
        ("error", "the server answered 500 Internal Server Error"),
        ("html", "a web page arrived instead of the file"),
        ("other", "another SHA-256 than the registry"),
        ("endless", "more bytes arrived than the file has"),
    ],
)
def test_bad_answer_is_one_clear_error_and_leaves_nothing(server, cache, behaviour, words):
    dataset = server.dataset(behaviour)
    with pytest.raises(DataError) as caught:
        fetch(dataset, cache)
    message = str(caught.value)
    assert words in message
    assert dataset.files[0].url in message
    assert files_below(cache) == []
    assert server.asked[behaviour] == 1 + download.RETRIES


def test_offline_error_says_where_to_put_the_file(server, cache):
    with socket.socket() as unused:  # bound but not listening: a port that refuses
        unused.bind(("127.0.0.1", 0))
        server.address = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(DataError) as caught:
            fetch(server.dataset("good"), cache)
    message = str(caught.value)
    assert "no connection to the server" in message
    assert str(cache / "toy" / "file.bin") in message
    assert "UNROLLED_DATA=<folder>" in message
    assert "512,000 bytes" in message
    assert files_below(cache) == []


def test_a_cached_file_that_was_damaged_is_fetched_anew(server, cache):
    dataset = server.dataset("good")
    fetch(dataset, cache).write_bytes(CONTENT[:100])
    assert download.find(dataset, dataset.files[0], cache) is None
    assert fetch(dataset, cache).read_bytes() == CONTENT
    assert server.asked["good"] == 2


def test_a_failed_replacement_never_passes_for_the_file(server, cache):
    dataset = server.dataset("corrupt")
    damaged = cache / "toy" / "file.bin"
    damaged.parent.mkdir(parents=True)
    damaged.write_bytes(CONTENT[:100])
    with pytest.raises(DataError):
        fetch(dataset, cache)
    assert download.find(dataset, dataset.files[0], cache) is None


def test_own_folder_is_used_before_cache_and_network(server, cache, tmp_path, monkeypatch):
    dataset = server.dataset("good")
    mine = tmp_path / "mine" / "toy" / "file.bin"
    mine.parent.mkdir(parents=True)
    mine.write_bytes(CONTENT)
    monkeypatch.setenv(download.VARIABLE, str(tmp_path / "mine"))
    assert fetch(dataset, cache) == mine
    assert server.asked["good"] == 0
    assert not cache.exists()


@pytest.mark.parametrize("content", [CONTENT[:-1], CONTENT[:-1] + b"x"], ids=["short", "other bytes"])
def test_a_wrong_file_in_the_own_folder_is_named_not_replaced(server, cache, tmp_path, monkeypatch, content):
    mine = tmp_path / "mine" / "toy" / "file.bin"
    mine.parent.mkdir(parents=True)
    mine.write_bytes(content)
    monkeypatch.setenv(download.VARIABLE, str(tmp_path / "mine"))
    with pytest.raises(DataError, match="should"):
        fetch(server.dataset("good"), cache)
    assert mine.read_bytes() == content
    assert server.asked["good"] == 0


def test_own_folder_without_the_file_falls_back_and_stays_untouched(server, cache, tmp_path, monkeypatch):
    mine = tmp_path / "mine"
    mine.mkdir()
    monkeypatch.setenv(download.VARIABLE, str(mine))
    assert fetch(server.dataset("good"), cache) == cache / "toy" / "file.bin"
    assert list(mine.iterdir()) == []


def test_own_folder_that_is_none_is_an_error(server, cache, tmp_path, monkeypatch):
    monkeypatch.setenv(download.VARIABLE, str(tmp_path / "nowhere"))
    with pytest.raises(DataError, match=r"UNROLLED_DATA is .*nowhere.*not a folder"):
        fetch(server.dataset("good"), cache)


def test_many_at_once_all_get_the_whole_file(server, cache):
    dataset = server.dataset("slow")
    with ThreadPoolExecutor(6) as pool:
        paths = list(pool.map(lambda _: fetch(dataset, cache), range(6)))
    assert set(paths) == {cache / "toy" / "file.bin"}
    assert paths[0].read_bytes() == CONTENT
    assert files_below(cache) == [paths[0]]


def test_a_cache_that_cannot_be_made_is_a_clear_error(server, tmp_path):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file stands where the cache folder should be")
    with pytest.raises(DataError, match="blocked"):
        fetch(server.dataset("good"), blocked)


def test_progress_is_shown_on_standard_error_only_when_asked(server, cache, tmp_path, capsys):
    dataset = server.dataset("good")
    download.fetch(dataset, dataset.files[0], cache, progress=True)
    shown = capsys.readouterr()
    assert "100%" in shown.err
    assert shown.out == ""
    download.fetch(dataset, dataset.files[0], tmp_path / "other", progress=False)
    assert "%" not in capsys.readouterr().err


def test_default_cache_is_the_users():
    assert download.cache_folder() == Path(pooch.os_cache("unrolled"))


# A process of its own that fetches; what the fixtures of this folder set does not reach it.
ALONE = """
import sys
from pathlib import Path
from unrolled.data.dataset import DataFile, Dataset
from unrolled.data import download
url, size, digest, cache = sys.argv[1:]
file = DataFile("file.bin", int(size), digest, url)
print(download.fetch(Dataset("toy", "download", "tests", {"all": 1}, "none", "tests", (file,)), file, Path(cache)))
"""


def in_a_process(dataset: Dataset, cache: Path) -> subprocess.Popen:
    file = dataset.files[0]
    words = [sys.executable, "-c", ALONE, file.url, str(file.bytes), file.sha256, str(cache)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_two_processes_at_once_both_get_the_whole_file(server, cache):
    running = [in_a_process(server.dataset("slow"), cache) for _ in range(2)]
    answers = [process.communicate(timeout=60) for process in running]
    path = cache / "toy" / "file.bin"
    assert [out.strip() for out, _ in answers] == [str(path)] * 2, answers
    assert path.read_bytes() == CONTENT
    assert files_below(cache) == [path]


def test_a_kill_in_the_middle_leaves_nothing_under_the_name_and_is_swept_later(server, cache):
    process = in_a_process(server.dataset("stall"), cache)
    patience = time.monotonic() + 60
    while not any(path.stat().st_size for path in files_below(cache)) and time.monotonic() < patience:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    (left,) = files_below(cache)
    dataset = server.dataset("good")
    assert left.name != "file.bin"
    assert download.find(dataset, dataset.files[0], cache) is None
    path = fetch(dataset, cache)
    assert path.read_bytes() == CONTENT
    assert set(files_below(cache)) == {path, left}  # it might be of a download that still runs
    os.utime(left, (0, 0))
    path.unlink()
    assert files_below(cache) == [left]
    assert fetch(dataset, cache) == path
    assert files_below(cache) == [path]


def test_a_full_disk_is_one_clear_error_and_leaves_nothing(server, cache, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("unrolled.data.guarded._Guard.write", full)
    with pytest.raises(DataError, match=r"No space left on device.*The cache needs 512,000 bytes of room"):
        fetch(server.dataset("good"), cache)
    assert files_below(cache) == []
    assert server.asked["good"] == 1  # trying again would not make room


def test_a_file_that_the_system_does_not_let_grow_leaves_nothing(server, cache):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(DataError, match="File too large"):
            fetch(server.dataset("good"), cache)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert files_below(cache) == []


def test_a_cache_that_may_not_be_written_is_one_clear_error(server, cache, monkeypatch):
    (cache / "toy").mkdir(parents=True)
    (cache / "toy").chmod(0o500)
    if os.access(cache / "toy", os.W_OK):  # we are root, who may write everywhere: say it in the system's place

        def refused(*_: object, **__: object) -> None:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(cache / "toy"))

        monkeypatch.setattr("pooch.utils.tempfile.NamedTemporaryFile", refused)
    with pytest.raises(DataError, match=r"Permission denied.*toy.*the right to write there"):
        fetch(server.dataset("good"), cache)
    assert files_below(cache) == []
    (cache / "toy").chmod(0o700)


def test_a_file_that_is_here_can_be_used_though_nothing_can_be_written(server, cache, monkeypatch):
    path = fetch(server.dataset("good"), cache)
    path.parent.chmod(0o500)
    monkeypatch.setattr(GuardedDownloader, "__call__", lambda *_, **__: pytest.fail("downloaded it again"))
    assert fetch(server.dataset("good"), cache) == path
    path.parent.chmod(0o700)
