"""Tiny trained models, made on the command line as a reader would make them."""

import signal
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for projects_words

from projects_words import TEXT, call, labelled


@pytest.fixture(scope="session", autouse=True)
def heard():
    """Ctrl-C is heard, also where these tests run in the background of a shell, which ignores it there."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """A folder with `charlm` and `sentiment`, two trained model files, and what they were trained on."""
    folder = tmp_path_factory.mktemp("projects")
    text, table = folder / "text.txt", folder / "labelled.csv"
    text.write_text(TEXT, "utf-8")
    table.write_text("text,label\n" + "".join(f"{t},{label}\n" for t, label in labelled()), "utf-8")
    made = SimpleNamespace(folder=folder, text=text, table=table)
    for project, data, more in (("charlm", text, ["--hidden", 16]), ("sentiment", table, [])):
        out = folder / f"{project}.safetensors"
        assert call(project, "train", data, "--steps", 25, "--out", out, *more).exit_code == 0
        setattr(made, project, out)
    return made
