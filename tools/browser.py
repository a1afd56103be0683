"""Run tests/browser in a real Chromium. `make browser` calls it, after the build."""

import os
import subprocess
import sys
from pathlib import Path

import chromium

ROOT = Path(__file__).resolve().parent.parent
WORKERS = ["-n", "2", "--dist", "loadgroup"]  # each with a browser of its own; the tests of a page stay together

if __name__ == "__main__":
    browser = chromium.find()
    print(f"browser: {browser}", flush=True)
    env = os.environ | {"CHROMIUM": browser}
    sys.exit(subprocess.run([sys.executable, "-m", "pytest", *WORKERS, "tests/browser"], cwd=ROOT, env=env).returncode)
