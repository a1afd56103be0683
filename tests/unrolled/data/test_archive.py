"""Archives from strangers: what is read, what is refused, what is left on the disk."""

import gzip
import io
import tarfile
from pathlib import Path

import pytest

from unrolled.data import archive
from unrolled.data.errors import DataError


def make(path: Path, *entries: tarfile.TarInfo | tuple[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as tar:
        for entry in entries:
            if isinstance(entry, tarfile.TarInfo):
                tar.addfile(entry)
            else:
                name, content = entry
                info = tarfile.TarInfo(name)
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))
    return path


def special(kind: bytes, name: str = "set/odd", target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def test_reads_files_in_order_and_writes_nothing(tmp_path):
    path = make(tmp_path / "a.tar.gz", special(tarfile.DIRTYPE, "set"), ("set/b", b"2"), ("set/a", b""))
    assert list(archive.members(path)) == [("set/b", b"2"), ("set/a", b"")]
    assert list(tmp_path.iterdir()) == [path]


def test_extracts_everything(tmp_path):
    path = make(tmp_path / "a.tar.gz", ("set/one", b"1"), ("set/deep/two", b"22"))
    folder = archive.extract(path, tmp_path / "out" / "here")
    found = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert found == {str(Path("set/one")): b"1", str(Path("set/deep/two")): b"22"}
    assert list(folder.parent.iterdir()) == [folder]


@pytest.mark.parametrize(
    "bad",
    [
        ("../escaped", b"x"),
        ("set/../../escaped", b"x"),
        ("/escaped", b"x"),
        ("..\\escaped", b"x"),
        ("C:\\escaped", b"x"),
        special(tarfile.SYMTYPE, target="/etc/passwd"),
        special(tarfile.SYMTYPE, target="one"),
        special(tarfile.LNKTYPE, target="set/one"),
        special(tarfile.CHRTYPE),
        special(tarfile.BLKTYPE),
        special(tarfile.FIFOTYPE),
    ],
    ids=[
        "..",
        "inner ..",
        "absolute",
        "windows ..",
        "drive",
        "link out",
        "link in",
        "hard link",
        "char",
        "block",
        "fifo",
    ],
)
def test_unsafe_member_is_refused_and_nothing_is_left(tmp_path, bad):
    path = make(tmp_path / "a.tar.gz", ("set/one", b"1"), bad)
    with pytest.raises(DataError, match="Do not use this archive"):
        archive.extract(path, tmp_path / "out" / "here")
    assert list((tmp_path / "out").iterdir()) == []
    assert not (tmp_path / "escaped").exists()
    with pytest.raises(DataError, match="Do not use this archive"):
        list(archive.members(path))


@pytest.mark.parametrize("damage", ["cut", "flipped", "not an archive", "empty"])
def test_damaged_archive_is_refused_and_nothing_is_left(tmp_path, damage):
    noise = bytes(i * 7919 % 251 for i in range(200_000))
    path = make(tmp_path / "a.tar.gz", ("set/one", noise), ("set/two", noise[::-1]))
    whole = path.read_bytes()
    half = len(whole) // 2
    path.write_bytes(
        {
            "cut": whole[:half],
            "flipped": whole[:half] + bytes(b ^ 0xFF for b in whole[half : half + 64]) + whole[half + 64 :],
            "not an archive": b"<html>404</html>" * 100,
            "empty": b"",
        }[damage]
    )
    with pytest.raises(DataError, match=r"a\.tar\.gz"):
        archive.extract(path, tmp_path / "out" / "here")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_full_disk_is_told_with_its_remedy_and_nothing_is_left(tmp_path, monkeypatch):
    path = make(tmp_path / "a.tar.gz", ("a.txt", b"alpha"))

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(DataError, match=r"out.*No space left on device.*room"):
        archive.extract(path, tmp_path / "out")
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_is_no_folder_is_told(tmp_path):
    path = make(tmp_path / "a.tar.gz", ("a.txt", b"alpha"))
    with pytest.raises(DataError, match=r"here: cannot unpack .*a\.tar\.gz there \(.*may you write"):
        archive.extract(path, path / "here")


def test_does_not_overwrite(tmp_path):
    path = make(tmp_path / "a.tar.gz", ("one", b"1"))
    (tmp_path / "here").mkdir()
    with pytest.raises(DataError, match="exists already"):
        archive.extract(path, tmp_path / "here")


SMALL = archive.Limits(files=3, bytes=4_000_000, ratio=50, small=1_000_000)


def lying(path: Path, size: int) -> Path:
    """An archive whose one member says that it is much larger than what follows."""
    info = tarfile.TarInfo("huge")
    info.size = size
    path.write_bytes(info.tobuf() + b"x" * 512)
    return path


@pytest.mark.parametrize(
    ("bomb", "words"),
    [
        (lambda p: make(p, *((f"set/{i}", b"") for i in range(4))), "more than 3 members"),
        (lambda p: make(p, ("zeros", bytes(2_000_000))), "unpacks to more than 1,000,000 bytes"),
        (lambda p: make(p, ("a", bytes(900_000)), ("b", bytes(900_000))), "unpacks to more than 1,000,000 bytes"),
        (lambda p: lying(p, 1 << 40), "unpacks to more than 1,000,000 bytes"),
        (lambda p: padded(p, 3_000_000), "unpacks to more than 1,000,000 bytes"),
    ],
    ids=["many", "ratio", "ratio in all", "a size that lies", "padding behind the end"],
)
def test_a_bomb_is_refused_before_it_goes_off(tmp_path, bomb, words):
    path = bomb(tmp_path / "a.tar.gz")
    with pytest.raises(DataError, match=words):
        list(archive.members(path, SMALL))
    with pytest.raises(DataError, match="Do not use this archive"):
        archive.extract(path, tmp_path / "out" / "here", SMALL)
    assert list((tmp_path / "out").iterdir()) == []


def padded(path: Path, zeros: int) -> Path:
    """An archive with one small file and much nothing behind its end."""
    inner = make(path.with_suffix(".inner"), ("one", b"1"))
    path.write_bytes(gzip.compress(gzip.decompress(inner.read_bytes()) + bytes(zeros)))
    inner.unlink()
    return path


def test_what_does_not_shrink_may_be_large(tmp_path):
    noise = bytes(i * 7919 * (i >> 8) % 251 for i in range(1_500_000))
    path = make(tmp_path / "a.tar.gz", ("noise", noise))
    assert list(archive.members(path, archive.Limits(files=1, small=1_000))) == [("noise", noise)]


def test_the_limits_leave_room_for_the_archives_of_the_book():
    reviews, sounds = (100_030, 350_000_000), (3_100, 30_000_000)  # aclImdb and the spoken digits: members, bytes
    for members, unpacked in (reviews, sounds):
        assert archive.LIMITS.files > 1.5 * members
        assert archive.LIMITS.bytes > 4 * unpacked
