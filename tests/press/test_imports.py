"""Snippets import what they use, so that they run where nothing is loaded yet."""

import email.mime.text  # loaded here, as PyTorch loads much: that must not count
import xml.dom.minidom

import pytest

from press import imports
from press.book import Book

assert email.mime.text
assert xml.dom.minidom


@pytest.fixture
def found(tmp_path, monkeypatch):
    source = tmp_path / "src" / "broken"
    source.mkdir(parents=True)
    (source / "__init__.py").write_text("raise RuntimeError('set the other thing first')")
    (source / "part.py").write_text("")
    (tmp_path / "src" / "folders" / "of" / "files").mkdir(parents=True)  # packages without an __init__.py
    (tmp_path / "src" / "folders" / "of" / "files" / "there.py").write_text("no_module = 1")
    monkeypatch.syspath_prepend(str(tmp_path / "src"))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "src"))

    def check(*snippets: str) -> list[str]:
        for number, text in enumerate(snippets):
            path = tmp_path / "snippets" / "part" / f"s{number}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return [f"{p.file}:{p.line}: {p.what}. {p.todo}" for p in imports.check(Book(tmp_path))]

    return check


@pytest.mark.parametrize(
    ("snippet", "line", "name", "stated"),
    [
        ("import email\nimport xml\n\nx = email.mime.text.MIMEText", 4, "email.mime.text", "email"),
        ("import xml\nfor _ in []:\n    xml.dom.minidom.parse('x').a.b", 3, "xml.dom.minidom", "xml"),
        ("import xml as x\nx.dom", 2, "xml.dom", "xml"),
        ("from xml import dom\ndom.minidom", 2, "xml.dom.minidom", "xml and xml.dom"),
        ("import email.utils\nemail.mime.text.MIMEText", 2, "email.mime.text", "email.utils"),
    ],
)
def test_a_submodule_that_nobody_imports_is_found(found, snippet, line, name, stated):
    told = f"snippets/part/s0.py:{line}: uses {name}, which {stated} may not load. Write: import {name}"
    assert found(snippet) == [told]


@pytest.mark.parametrize(
    "snippet",
    [
        "import xml.dom.minidom\nxml.dom.minidom.parse\nxml.dom",
        "import xml.dom\nxml.dom.domreg",  # a package that loads its own part
        "import xml\nfrom xml.dom.minidom import parse\nxml.dom.minidom",
        "import xml.dom.minidom as m\nm.parse",
        "from xml.dom import minidom\nminidom.parse",
        "import importlib.metadata\nimportlib.metadata.version('torch')",
        "from folders.of.files import there\nthere.no_module",
        "import os\nos.path.join",
        "import sys\nsys.modules",
        "import broken\nbroken.part",
        "import no_such_package\nno_such_package.part",
        "xml = {}\nxml.dom = 1",
    ],
)
def test_what_is_imported_is_left_in_peace(found, snippet):
    assert found(snippet) == []


def test_each_file_must_import_for_itself(found):
    told = found("import xml.dom.minidom\nxml.dom.minidom", "import xml\nxml.dom.minidom\nxml.dom.minidom")
    assert [each.partition(" ")[0] for each in told] == ["snippets/part/s1.py:2:"]


def test_one_new_interpreter_is_enough_for_a_package(found, monkeypatch):
    asked, real = [], imports.fresh
    monkeypatch.setattr(imports, "fresh", lambda command, folder: asked.append(command[2:]) or real(command, folder))
    one = "import json\nimport unittest\nunittest.case\njson.decoder"
    other = "import unittest\nfrom unittest.mock import Mock\nunittest.suite"
    assert found(one, other) == []
    assert sorted(asked) == [["json", "json.decoder"], ["unittest", "unittest.case,unittest.suite"]]
