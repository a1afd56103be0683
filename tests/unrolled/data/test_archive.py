"""Archives from strangers: what is read, what is refused, what is left on the disk."""

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


def test_does_not_overwrite(tmp_path):
    path = make(tmp_path / "a.tar.gz", ("one", b"1"))
    (tmp_path / "here").mkdir()
    with pytest.raises(DataError, match="exists already"):
        archive.extract(path, tmp_path / "here")
