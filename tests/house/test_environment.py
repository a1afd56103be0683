"""Making .venv: once, again, after a fault, and what is said when it cannot be done."""

import shutil
import subprocess
from pathlib import Path

import pytest


def pip_ran(result: subprocess.CompletedProcess[str]) -> bool:
    return "Installing what" in result.stdout


def test_second_call_installs_nothing_and_a_change_of_versions_does(checkout, install):
    first = install()
    assert first.returncode == 0, first.stdout
    assert pip_ran(first)

    second = install()
    assert second.returncode == 0
    assert second.stdout == ""

    (checkout / "constraints.txt").write_text("something==1\n")
    assert pip_ran(install())


def test_half_made_environment_is_made_again(with_venv, install):
    shutil.rmtree(next(with_venv.glob(".venv/lib/python*/site-packages/pip")))
    mended = install()
    assert mended.returncode == 0, mended.stdout
    assert ".venv is half-made or broken: making it again." in mended.stdout
    assert list(with_venv.glob(".venv/lib/python*/site-packages/tiny.py"))


@pytest.mark.parametrize("damage", ["cut short while installing", "no python", "python that does not start", "empty"])
def test_what_counts_as_half_made(with_venv, load_tool, damage):
    folder = with_venv / ".venv"
    environment = load_tool("environment")
    assert environment.sound(folder)
    if damage == "cut short while installing":
        (folder / ".installing").touch()
    elif damage == "empty":
        shutil.rmtree(folder)
        folder.mkdir()
    else:
        (folder / "bin" / "python").unlink()
        if damage == "python that does not start":
            (folder / "bin" / "python").symlink_to("/no/longer/there")
    assert not environment.sound(folder)


def test_killed_installation_is_noticed(with_venv, install, rewrite):
    rewrite(damage="import os, signal; os.killpg(0, signal.SIGKILL)")
    assert install().returncode != 0
    assert (with_venv / ".venv" / ".installing").exists()

    rewrite()
    mended = install()
    assert "half-made or broken" in mended.stdout
    assert mended.returncode == 0, mended.stdout


def test_moved_checkout_is_installed_again(with_venv, install, tmp_path):
    install()
    moved = with_venv.rename(tmp_path / "elsewhere")
    result = install(cwd=moved)
    assert result.returncode == 0, result.stdout
    assert pip_ran(result)


def test_no_network_is_one_clear_message(with_venv, install, rewrite):
    rewrite(dependencies='"colorama"')
    failed = install()
    assert failed.returncode != 0
    assert "unrolled: the package index cannot be reached." in failed.stdout
    assert "Traceback" not in failed.stdout
    assert not (with_venv / ".venv" / ".installed-site").exists()
    assert "colorama" in (with_venv / "build/logs/install.log").read_text()

    rewrite()
    assert install().returncode == 0


@pytest.mark.usefixtures("with_venv")
def test_full_disk_is_one_clear_message(install, rewrite):
    rewrite(damage="raise OSError(28, 'No space left on device')")
    failed = install()
    assert failed.returncode != 0
    assert "unrolled: the disk is full (" in failed.stdout
    assert "GB free in" in failed.stdout
    assert "Traceback" not in failed.stdout


def test_other_failures_show_the_end_of_what_pip_said(with_venv, install, rewrite):
    rewrite(damage="raise RuntimeError('the moon is full')")
    failed = install()
    assert "unrolled: the installation failed. The last lines were:" in failed.stdout
    assert "the moon is full" in (with_venv / "build/logs/install.log").read_text()


def test_version_that_the_index_lacks_is_named(load_tool):
    pip_failure = load_tool("pip_failure")
    output = "ERROR: Could not find a version\nERROR: No matching distribution found for torch==99\n"
    assert "your package index has no torch==99" in pip_failure.explain(output, Path.cwd())


def test_pinned_versions_unless_the_newest_are_asked_for(load_tool, monkeypatch, with_venv):
    environment = load_tool("environment")
    monkeypatch.delenv("CONSTRAINTS", raising=False)
    assert environment.pinning() == ["-c", "constraints.txt"]
    pinned = environment.fingerprint(with_venv, "test")
    monkeypatch.setenv("CONSTRAINTS", "")
    assert environment.pinning() == ["--upgrade"]
    assert environment.fingerprint(with_venv, "test") != pinned, "the stamp of the one must not pass for the other"


def test_full_disk_while_the_environment_is_made(load_tool, monkeypatch, tmp_path):
    environment = load_tool("environment")

    def fail(*_, **__):
        raise subprocess.CalledProcessError(1, "ensurepip", output=b"OSError: [Errno 28] No space left on device")

    monkeypatch.setattr(environment.venv, "create", fail)
    with pytest.raises(SystemExit, match="the disk is full"):
        environment.create(tmp_path / ".venv")
    assert not (tmp_path / ".venv").exists()
