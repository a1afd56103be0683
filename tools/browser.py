"""Run tests/browser in a real Chromium. `make browser` calls it, after the build."""

import os
import subprocess
import sys
from pathlib import Path

import chromium

ROOT = Path(__file__).resolve().parent.parent
WORKERS = ["-n", "2", "--dist", "worksteal"]  # each with a browser of its own; who is done takes from the other

if __name__ == "__main__":
    browser = chromium.find()
    print(f"browser: {browser}", flush=True)
    env = os.environ | {"CHROMIUM": browser}
    sys.exit(
        subprocess.run(
            [sys.executable, "-m", "pytest", *WORKERS, "tests/browser", *sys.argv[1:]], cwd=ROOT, env=env
        ).returncode
    )
