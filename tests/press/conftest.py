"""A small sound book, made once; each test damages a copy of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from press.__main__ import main
from press.book import Book, open_book

collect_ignore = ["book"]
REPOSITORY = Path(__file__).resolve().parents[2]


def build_site(root: Path) -> Path:
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", "site"]
    done = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return root / "site"


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text, f"{old!r} is not in {path}"
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture(scope="session")
def sound(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("sound") / "book"
    shutil.copytree(Path(__file__).parent / "book", root, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "checks").rename(root / "tests")
    (root / "tests" / "toy.py").rename(root / "tests" / "test_toy.py")
    shutil.copy(REPOSITORY / "conftest.py", root / "conftest.py")
    replace(root / "pyproject.toml", "KATEX", str(REPOSITORY / "docs/assets/vendor/katex/katex.min.js"))
    os.environ["PYTHONPATH"] = str(root / "src")  # for the interpreters that press starts
    sys.path.insert(0, str(root / "src"))
    from toybox.digest import digest

    replace(root / "docs/results/toy.json", "DIGEST", digest(root / "src/toybox/cell.py"))
    for verb in ("outputs", "results", "figures"):
        assert main(["--root", str(root), verb]) == 0
    return root


@pytest.fixture
def book(sound, tmp_path, monkeypatch) -> Book:
    shutil.copytree(sound, tmp_path / "book", dirs_exist_ok=True)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "book" / "src"))
    return open_book(tmp_path / "book")


def run_pages(root: Path) -> str:
    """What `pytest --codeblocks` says of a book."""
    command = [sys.executable, "-m", "pytest", "--codeblocks", "-q", "-p", "no:cacheprovider", "--rootdir", str(root)]
    env = {name: value for name, value in os.environ.items() if name != "CI"}  # with CI, pytest says failures twice
    return subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False).stdout
