"""A checkout small enough to be installed in a test: the real Makefile and tools, and a package of three lines."""

import importlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]

PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "tiny"
version = "1"
dependencies = [{dependencies}]
optional-dependencies = {{site = [], test = [], browser = []}}
"""

# Builds an editable wheel by hand, so that pip really installs and yet fetches nothing.
BACKEND = """
import zipfile
def get_requires_for_build_editable(config_settings=None):
    return []
def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    {damage}
    name = "tiny-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel_directory + "/" + name, "w") as wheel:
        wheel.writestr("tiny.py", "")
        extras = "".join(f"Provides-Extra: {{extra}}\\n" for extra in ("site", "test", "browser"))
        needs = "".join(f"Requires-Dist: {{name}}\\n" for name in [{dependencies}])
        name_and_version = "Metadata-Version: 2.1\\nName: tiny\\nVersion: 1\\n"
        wheel.writestr("tiny-1.dist-info/METADATA", name_and_version + extras + needs)
        wheel.writestr("tiny-1.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr("tiny-1.dist-info/RECORD", "")
    return name
"""


def write_package(folder: Path, *, damage: str = "pass", dependencies: str = "") -> None:
    """Lay out the three-line package, with a fault in its build or with something to fetch."""
    (folder / "pyproject.toml").write_text(PYPROJECT.format(dependencies=dependencies))
    (folder / "backend.py").write_text(BACKEND.format(damage=damage, dependencies=dependencies))


def clean_environment() -> dict[str, str]:
    """The environment without this machine's settings for pip and make, and with an index that nothing answers."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "MAKE", "MFLAGS", "PYTHON"))
    }
    unreachable = "http://127.0.0.1:9/simple"
    return kept | {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": unreachable, "PIP_RETRIES": "1"}


@pytest.fixture
def rewrite(checkout: Path) -> Callable[..., None]:
    """Lay the package out again, with a fault in its build or with something to fetch."""
    return lambda **how: write_package(checkout, **how)


@pytest.fixture
def load_tool(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """Import one of the scripts in tools/, as its neighbours there import it."""
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    monkeypatch.delitem(sys.modules, "pip_failure", raising=False)
    return importlib.import_module


@pytest.fixture(scope="session")
def fresh_venv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with nothing but pip, made once and copied, because making one takes seconds."""
    folder = tmp_path_factory.mktemp("template") / ".venv"
    venv.create(folder, with_pip=True)
    return folder


@pytest.fixture
def with_venv(checkout: Path, fresh_venv: Path) -> Path:
    """The checkout with an environment that is whole, but has nothing installed."""
    shutil.copytree(fresh_venv, checkout / ".venv", symlinks=True)
    return checkout


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout of the tiny package, in a folder whose name has a space in it."""
    folder = tmp_path / "a book"
    folder.mkdir()
    shutil.copytree(ROOT / "tools", folder / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "Makefile", folder)
    (folder / "constraints.txt").write_text("")
    write_package(folder)
    return folder


@pytest.fixture
def call(checkout: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a command in the checkout and hand back its exit code and everything that it said."""

    def run(*command: str, cwd: Path = checkout, **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=cwd,
            env=clean_environment() | env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
            start_new_session=True,  # so that a test can kill a whole installation and nothing else
        )

    return run


@pytest.fixture
def install(call: Callable[..., subprocess.CompletedProcess[str]]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """`make site-env`: the part of `make serve` that makes and fills the environment."""
    return lambda **how: call("make", "site-env", f"PYTHON={sys.executable}", **how)
