"""The command line, as the tests of the projects call it."""

import json

from typer.testing import CliRunner

from unrolled.__main__ import app

TEXT = "the quick brown fox jumps over the lazy dog.\nshe sells sea shells by the sea shore.\n" * 30


def call(*words, stdin=None):
    """Run `python -m unrolled` in this process; what went wrong inside must never get out."""
    found = CliRunner().invoke(app, [str(word) for word in words], input=stdin)
    assert found.exception is None or isinstance(found.exception, SystemExit), found.exception
    assert "Traceback" not in found.output
    return found


def refused(*words, code=1, stdin=None):
    """The one line on standard error of a command that fails."""
    found = call(*words, stdin=stdin)
    assert found.exit_code == code, found.output
    assert found.stdout == ""
    return found.stderr if code == 2 else found.stderr.strip().splitlines()[-1]


def answer(*words, stdin=None):
    """The JSON of a command that succeeds."""
    found = call(*words, "--json", stdin=stdin)
    assert found.exit_code == 0, found.output
    return json.loads(found.stdout)


def labelled(rows=120):
    """Rows of a table: odd ones good, even ones bad, no two alike."""
    words = [("a bad dull mess", "negative"), ("a good bright gem", "positive")]
    return [(f"{words[i % 2][0]} number {i}", words[i % 2][1]) for i in range(rows)]
