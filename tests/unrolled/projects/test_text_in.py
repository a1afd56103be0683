"""Text from outside: read as it is, or refused with the line that is wrong."""

from pathlib import Path

import pytest

from unrolled.projects import text_in
from unrolled.projects.errors import ProjectError


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        (b"\xef\xbb\xbfword", "word"),
        ("日本語 ß \U0001f600".encode(), "日本語 ß \U0001f600"),
        (b"x" * 100_000, "x" * 100_000),
        (b"\n\n a", "\n\n a"),
    ],
)
def test_text_is_read(tmp_path, raw, text):
    path = tmp_path / "t.txt"
    path.write_bytes(raw)
    assert text_in.read_text(path) == text


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "holds no text"),
        (b"\xef\xbb\xbf \n\t\n", "holds no text"),
        ("text".encode("utf-16"), "UTF-16"),
        ("text".encode("utf-32"), "UTF-16 or UTF-32"),
        (b"one\ntwo \0", "line 2: a zero byte.*binary"),
        (b"one\ntwo\nna\xefve", "line 3: byte 0xef is not UTF-8"),
        (bytes(range(256)) * 100, "zero byte"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path, raw, words):
    path = tmp_path / "t.txt"
    path.write_bytes(raw)
    with pytest.raises(ProjectError, match=words):
        text_in.read_text(path)


def test_a_missing_file_and_a_folder_and_a_huge_one_are_refused(tmp_path, monkeypatch):
    for path in (tmp_path, tmp_path / "missing"):
        with pytest.raises(ProjectError, match="cannot be read"):
            text_in.read_text(path)
    monkeypatch.setattr(text_in, "LARGEST", 3)
    (tmp_path / "t").write_text("four")
    with pytest.raises(ProjectError, match="4 bytes, more than 3"):
        text_in.read_text(tmp_path / "t")


def test_only_a_line_end_ends_a_line(tmp_path):
    path = tmp_path / "t.txt"
    path.write_text("a\x0bb c\n\nd\n", "utf-8")
    assert text_in.read_lines(path) == ["a\x0bb c", "", "d"]
    assert text_in.name_of(Path("-")) == "standard input"
