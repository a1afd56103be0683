"""Which Python is taken, and what is said when none will do."""

import os
import shutil
from pathlib import Path

import pytest

from_sh = {"sh", "make", "env", "grep", "sed", "mkdir"}


def fake_python(folder: Path, name: str, version: tuple[int, int], *, venv: bool = True) -> Path:
    """A program that answers the three questions find_python.sh asks, as a Python of that version would."""
    path = folder / name
    path.write_text(
        "#!/bin/sh\n"
        'case "$2" in\n'
        f"  *print*) echo {version[0]}.{version[1]} ;;\n"
        f"  *version_info*) exit {int(version < (3, 11))} ;;\n"
        f"  *ensurepip*) exit {int(not venv)} ;;\n"
        "esac\n"
    )
    path.chmod(0o755)
    return path


@pytest.fixture
def bin_folder(tmp_path):
    """A PATH with the tools a shell script needs, and no Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in from_sh:
        (folder / name).symlink_to(shutil.which(name))
    return folder


@pytest.fixture
def find(call, bin_folder):
    return lambda **env: call("sh", "tools/find_python.sh", PATH=str(bin_folder), **env)


def test_python3_is_taken(find, bin_folder):
    python = fake_python(bin_folder, "python3", (3, 11))
    fake_python(bin_folder, "python3.13", (3, 13))
    assert find().stdout.strip() == str(python)


def test_newer_one_beside_an_old_python3_is_taken(find, bin_folder):
    fake_python(bin_folder, "python3", (3, 9))
    python = fake_python(bin_folder, "python3.12", (3, 12))
    assert find().stdout.strip() == str(python)


def test_one_named_by_the_reader_comes_first(find, bin_folder, tmp_path):
    fake_python(bin_folder, "python3", (3, 13))
    named = fake_python(tmp_path, "my python", (3, 12))
    assert find(PYTHON=str(named)).stdout.strip() == str(named)


def test_too_old(find, bin_folder):
    fake_python(bin_folder, "python3", (3, 9))
    result = find()
    assert result.returncode == 1
    assert "Python 3.11 or newer is needed; found: python3 (3.9)." in result.stdout


def test_none_at_all(find):
    result = find()
    assert result.returncode == 1
    assert "no python3 on PATH" in result.stdout


def test_no_venv_module(find, bin_folder):
    fake_python(bin_folder, "python3", (3, 12), venv=False)
    result = find()
    assert result.returncode == 1
    assert "python3 cannot make a virtual environment" in result.stdout
    assert "sudo apt install python3-venv" in result.stdout


@pytest.mark.parametrize("verb", ["serve", "test", "browser", "build"])
def test_every_verb_stops_at_the_message(call, bin_folder, checkout, verb):
    fake_python(bin_folder, "python3", (3, 9))
    result = call("make", verb, PATH=str(bin_folder))
    assert result.returncode != 0
    assert result.stdout.count("Python 3.11 or newer is needed") == 1
    assert not (checkout / ".venv").exists()


def test_the_questions_are_ones_a_real_python_understands(call):
    answer = call("sh", "tools/find_python.sh")
    assert os.access(answer.stdout.strip(), os.X_OK), answer.stdout
