"""Make .venv, or mend it, and install one extra of this project. Standard library only: it runs before .venv exists.

Called as `python tools/environment.py site|test|browser|vectors`. A stamp in .venv says what is installed, so that a
second call does nothing; a marker says that an installation is under way, so that one cut short is noticed and done
afresh.
"""

import errno
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
import venv
from pathlib import Path

from pip_failure import explain

LARGE = re.compile(r"Downloading .*\(\d+(\.\d+)? [MG]B\)")
EXTRAS = ("site", "test", "browser", "vectors")


def fingerprint(root: Path, extra: str) -> str:
    """Changes when what would be installed changes, or when the checkout has moved."""
    digest = hashlib.sha256(f"{extra}\n{root}\n{pinning()}\n".encode())
    for name in ("pyproject.toml", "constraints.txt"):
        digest.update((root / name).read_bytes())
    return digest.hexdigest()


def pinning() -> list[str]:
    """The pinned versions, or, with CONSTRAINTS set to nothing, the newest that pyproject.toml allows."""
    constraints = os.environ.get("CONSTRAINTS", "constraints.txt")
    return ["-c", constraints] if constraints else ["--upgrade"]


def interpreter(folder: Path) -> Path:
    """The environment's own Python."""
    return folder / "bin" / "python"


def sound(folder: Path) -> bool:
    """Whether the environment is whole: its Python starts, has pip, and no installation was cut short."""
    if (folder / ".installing").exists():
        return False
    try:
        check = [interpreter(folder), "-m", "pip", "--version"]
        return subprocess.run(check, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def create(folder: Path) -> None:
    """Build the environment from nothing; one that is there but broken is removed first."""
    if folder.exists():
        print(f"{folder.name} is half-made or broken: making it again.", flush=True)
        shutil.rmtree(folder)
    print(f"Making {folder.name} with Python {sys.version.split()[0]}.", flush=True)
    try:
        venv.create(folder, with_pip=True)
    except subprocess.CalledProcessError as error:
        output = (error.output or b"").decode(errors="replace")
        shutil.rmtree(folder, ignore_errors=True)
        raise SystemExit(explain(output, folder.parent)) from None


def bare(root: Path) -> list[str]:
    """The packages whose data files alone are read: they are installed without what they depend on."""
    tools = tomllib.loads((root / "pyproject.toml").read_text()).get("tool", {})
    return tools.get("environment", {}).get("without-dependencies", [])


def install(root: Path, folder: Path, extra: str) -> None:
    """Install the project with one extra, at the pinned versions; keep pip's output in build/logs/install.log."""
    pip = [interpreter(folder), "-m", "pip", "install"]
    marker = folder / ".installing"
    marker.touch()
    pip_install(root, [*pip, *pinning(), "-e", f".[{extra}]"], "w")
    if packages := bare(root):
        pip_install(root, [*pip, "--no-deps", *packages], "a")
    marker.unlink()


def pip_install(root: Path, args: list[str | Path], mode: str) -> None:
    """Run one pip, show its large downloads, and end with advice if it fails."""
    log = root / "build" / "logs" / "install.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    lines = []
    with (
        log.open(mode) as kept,
        subprocess.Popen(args, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip,
    ):
        for line in pip.stdout:
            kept.write(line)
            lines.append(line)
            # The large downloads are worth seeing, so that a wait is understood; the rest of pip's talk is in the log.
            if LARGE.search(line) or line.startswith("Installing collected"):
                print(f"  {line.strip()[:100]}", flush=True)
    if pip.returncode:
        raise SystemExit(explain("".join(lines), root) + f"\n  All of pip's output: {log.relative_to(root)}")


def main(root: Path, extra: str) -> None:
    """Bring .venv to the state that `extra` needs."""
    folder = root / ".venv"
    stamp = folder / f".installed-{extra}"
    wanted = fingerprint(root, extra)
    if sound(folder) and stamp.exists() and stamp.read_text() == wanted:
        return
    started = time.monotonic()
    if not sound(folder):
        create(folder)
    print(f"Installing what `{extra}` needs into {folder.name}; the first time this takes a few minutes.", flush=True)
    install(root, folder, extra)
    stamp.write_text(wanted)
    print(f"Installed in {time.monotonic() - started:.0f} s.", flush=True)


if __name__ == "__main__":
    if sys.argv[1:] not in [[extra] for extra in EXTRAS]:
        raise SystemExit(f"usage: python tools/environment.py {'|'.join(EXTRAS)}")
    try:
        main(Path(__file__).resolve().parent.parent, sys.argv[1])
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise SystemExit(explain("No space left on device", Path.cwd())) from None
    except KeyboardInterrupt:
        raise SystemExit("\nunrolled: stopped. The same command starts the installation again.") from None
