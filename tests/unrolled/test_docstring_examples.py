"""The examples in the docstrings of the library, which its pages show, print what they say."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src"
WITH_EXAMPLES = [
    ".".join(path.relative_to(SRC).with_suffix("").parts)
    for path in sorted((SRC / "unrolled").rglob("*.py"))
    if "exercises" not in path.parts and ">>> " in path.read_text("utf-8")
]


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_the_examples_of_a_module_print_what_they_say(name, capsys):
    found = doctest.testmod(import_module(name))
    assert found.attempted > 0
    assert not found.failed, capsys.readouterr().out
