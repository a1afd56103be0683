"""Recorded speech: what the files must hold, and what is said when they do not."""

import io
import tarfile
import wave

import pytest
import torch

from unrolled.data import fsdd, japanese_vowels
from unrolled.data.digit_strings import digit_strings
from unrolled.data.errors import DataError

ROW = ":".join(["1.5,2.5"] * 12)


def test_japanese_vowels_have_thirty_utterances_of_each_speaker_to_train_on():
    train, test = japanese_vowels.load("train"), japanese_vowels.load("test")
    assert [u.speaker for u in train] == [speaker for speaker in range(9) for _ in range(30)]
    assert torch.bincount(torch.tensor([u.speaker for u in test])).tolist() == [31, 35, 88, 44, 29, 24, 40, 50, 29]
    assert {u.x.shape[1] for u in train + test} == {12}
    assert (min(len(u.x) for u in train + test), max(len(u.x) for u in train + test)) == (7, 29)


def test_a_row_is_twelve_series_and_a_speaker():
    (utterance,) = japanese_vowels.parse(f"#words\n@data\n{ROW}:9\n", "f.ts")
    assert utterance.speaker == 8
    assert utterance.x.tolist() == [[1.5] * 12, [2.5] * 12]


@pytest.mark.parametrize("line", [f"{ROW}:10", f"{ROW}:a", "1.5:1", f"{ROW},3:1", ROW.replace("1.5", "nan", 1) + ":1"])
def test_a_bad_row_is_named(line):
    with pytest.raises(DataError, match=r"f\.ts, line 2"):
        japanese_vowels.parse(f"@data\n{line}\n", "f.ts")


def test_without_their_package_the_error_says_how_to_get_it_alone(monkeypatch):
    monkeypatch.setattr(japanese_vowels.packaged, "packaged_paths", lambda *_: [])
    japanese_vowels._read.cache_clear()
    with pytest.raises(DataError, match=r"run `pip install -c constraints\.txt --no-deps aeon`"):
        japanese_vowels.load("train")


@pytest.mark.parametrize("module", [japanese_vowels, fsdd])
def test_an_unknown_split_is_refused(module):
    with pytest.raises(ValueError, match=r"choose one of train|choose one of test"):
        module.load("tests")


def wav(samples: bytes, rate: int = 8_000, channels: int = 1) -> bytes:
    stream = io.BytesIO()
    with wave.open(stream, "wb") as sound:
        sound.setnchannels(channels)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(samples)
    return stream.getvalue()


def packed(path, files: dict[str, bytes]):
    with tarfile.open(path, "w:gz") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return path


def test_recordings_are_read_out_of_an_archive_in_order(tmp_path):
    samples = wav(b"\x00\x40\x00\xc0")  # 16384 and -16384 of 32768
    files = {"d/recordings/1_theo_7.wav": samples, "d/recordings/0_theo_10.wav": samples, "d/README.md": b"no sound"}
    first, second = fsdd.read(packed(tmp_path / "a.tar.gz", files), expected=2)
    assert first[1:] == (0, "theo", 10)
    assert second[1:] == (1, "theo", 7)
    assert first.wave.tolist() == [0.5, -0.5]


@pytest.mark.parametrize("content", [b"<html>", wav(b""), wav(b"\0\0", rate=16_000), wav(b"\0\0\0\0", channels=2)])
def test_what_is_not_such_a_wav_file_is_refused_by_name(tmp_path, content):
    path = packed(tmp_path / "a.tar.gz", {"d/recordings/1_theo_7.wav": content})
    with pytest.raises(DataError, match=r"1_theo_7\.wav"):
        fsdd.read(path, expected=1)


def test_missing_recordings_are_counted(tmp_path):
    path = packed(tmp_path / "a.tar.gz", {"d/recordings/1_theo_7.wav": wav(b"\0\0")})
    with pytest.raises(DataError, match="1 recordings, expected 2"):
        fsdd.read(path, expected=2)


def test_the_published_archive_holds_fifty_of_each_digit_and_speaker():
    if fsdd.path() is None:
        pytest.skip("fsdd is not downloaded: python -m unrolled data fetch fsdd")
    parts = {name: fsdd.load(name) for name in fsdd.NUMBERS}
    assert {name: len(rows) for name, rows in parts.items()} == {"train": 2000, "valid": 250, "test": 250}
    assert {r.speaker for r in parts["test"]} == set(fsdd.SPEAKERS)
    assert not {(r.digit, r.speaker, r.number) for r in parts["train"]} & {
        (r.digit, r.speaker, r.number) for r in parts["test"]
    }


def test_a_string_is_three_to_five_recordings_of_one_speaker_in_order():
    rows = [
        fsdd.Recording(torch.full((4,), float(10 * who + digit)), digit, name, 0)
        for who, name in enumerate(("a", "b"))
        for digit in range(10)
    ]
    strings = digit_strings(rows, 40, torch.Generator().manual_seed(0))
    assert {len(s.digits) for s in strings} == {3, 4, 5}
    assert {s.speaker for s in strings} == {"a", "b"}
    for s in strings:
        spoken = [v for v in s.wave.tolist() if v >= 0.5]  # 0.0 is lost in the noise
        who = 10 * (s.speaker == "b")
        assert spoken == [float(who + d) for d in s.digits if who + d for _ in range(4)]
