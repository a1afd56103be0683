"""Print, in Markdown, how the checks went with the newest versions, and which versions differ from the pinned ones."""

import importlib.metadata
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def installed(environment: Path) -> dict[str, str]:
    """Name (normalised) to version, for every package in the environment."""
    folders = [str(path) for path in environment.glob("lib/python*/site-packages")]
    found = importlib.metadata.distributions(path=folders)
    return {re.sub(r"[-_.]+", "-", dist.name).lower(): dist.version for dist in found}


def moved(constraints: str, now: dict[str, str]) -> list[tuple[str, str, str]]:
    """(package, pinned version, installed version) where the two differ."""
    rows = []
    for name, pinned in re.findall(r"^([\w.-]+)==(\S+)", constraints, re.MULTILINE):
        version = now.get(re.sub(r"[-_.]+", "-", name).lower())
        # A local label such as +cpu names a build of the same version.
        if version and version.split("+")[0] != pinned:
            rows.append((name, pinned, version))
    return rows


def report(root: Path) -> str:
    """The whole report; says so if the checks never came to a summary."""
    kept = root / "build" / "logs" / "summary.txt"
    summary = kept.read_text() if kept.exists() else "The checks did not run: the installation failed."
    rows = moved((root / "constraints.txt").read_text(), installed(root / ".venv"))
    table = [f"| {name} | {pinned} | {version} |" for name, pinned, version in rows]
    lines = ["## Newest versions", "", "```text", summary.strip(), "```", "", "| package | pinned | newest |"]
    return "\n".join([*lines, "| --- | --- | --- |", *table])


if __name__ == "__main__":
    sys.stdout.write(report(ROOT) + "\n")
