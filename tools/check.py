"""Run the parts of a check one after another, go on after a failure, and end with one summary.

Called as `python tools/check.py lint unit ledgers+build …`, with .venv's Python: what is joined by + runs side by side,
as these parts use one processor each. Each part's output is kept in build/logs/.
"""

import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SKIPPED = 77  # a part that exits with this was skipped; its last line says why
TAIL = 80
SIDE_BY_SIDE = ("-n", "2", "--dist", "loadfile")  # two workers; what one test of a file has loaded, the next one finds
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Part:
    """One line of the summary: a command, run in the repository's root."""

    name: str
    args: list[str]
    env: dict[str, str] = field(default_factory=dict)


def python(name: str, *args: str, **env: str) -> Part:
    """A part that runs with this Python."""
    return Part(name, [sys.executable, *args], env)


def gates(name: str, which: str) -> Part:
    """Those tests of the book whose names match."""
    return python(name, "-m", "pytest", "tests/book", "-k", which)


def program(name: str, *args: str) -> Part:
    """A part that is a program which pip put beside this Python."""
    return Part(name, [str(Path(sys.executable).with_name(args[0])), *args[1:]])


PARTS = {
    "lint": [
        python("ruff check", "-m", "ruff", "check"),
        python("ruff format", "-m", "ruff", "format", "--check"),
        program("codespell", "codespell"),
        program("zizmor", "zizmor", "--offline", "--no-progress", "--persona", "pedantic", ".github"),
        python("actionlint", "tools/actionlint.py"),
    ],
    "unit": [
        python("unit tests", "-m", "pytest", *SIDE_BY_SIDE, "tests", "--ignore=tests/book", "--ignore=tests/browser")
    ],
    "pages": [python("pages", "-m", "pytest", "--codeblocks", *SIDE_BY_SIDE, "docs", "README.md")],
    "outputs": [python("outputs", "-m", "press", "outputs-check")],
    "build": [python("strict build", "-m", "mkdocs", "build", "--strict", UNROLLED_EXECUTE_NOTEBOOKS="true")],
    # The gates over the book, one test each, in the four parts of the summary; the third takes all that others leave.
    "ledgers": [gates("ledgers", "test_read")],
    "downloads": [gates("downloads", "test_run and not outputs")],
    "completeness": [gates("completeness", "not test_read and not test_run and not links")],
    "links": [gates("links", "test_site and links")],
    "browser": [python("browser", "tools/browser.py")],
    "lighthouse": [python("lighthouse", "tools/lighthouse.py")],
}


@dataclass(frozen=True)
class Outcome:
    """How one part ended."""

    name: str
    state: str
    seconds: float
    note: str = ""


def last_line(text: str) -> str:
    """The last line that says something, without colours or the frame pytest draws around it."""
    lines = [line.strip().strip("= ") for line in COLOUR.sub("", text).splitlines() if line.strip()]
    return lines[-1][:100] if lines else ""


def run(part: Part, logs: Path) -> Outcome:
    """Run one part with its output in a log; show the end of the log if it failed."""
    log = logs / f"{part.name.replace(' ', '-')}.log"
    print(f"· {part.name} …", flush=True)
    # One thread: small tensors are up to 100 times slower with two, and sums then keep their order.
    env = {"OMP_NUM_THREADS": "1", "NO_MKDOCS_2_WARNING": "1", "PYTHONUNBUFFERED": "1"} | dict(os.environ) | part.env
    started = time.monotonic()
    with log.open("w") as out:
        try:
            code = subprocess.run(part.args, cwd=ROOT, env=env, stdout=out, stderr=subprocess.STDOUT).returncode
        except OSError as error:
            out.write(f"cannot start {part.args[0]}: {error.strerror}\n")
            code = 1
    seconds = time.monotonic() - started
    text = log.read_text(errors="replace")
    state = {0: "ok", SKIPPED: "skipped"}.get(code, "FAILED")
    if state == "FAILED":
        print("\n".join(text.splitlines()[-TAIL:]), flush=True)
    return Outcome(part.name, state, seconds, last_line(text))


def run_beside(names: str, logs: Path) -> list[Outcome]:
    """Run the groups of parts that + joins side by side, and the parts of each group one after another."""
    groups = [PARTS[name] for name in names.split("+")]
    with ThreadPoolExecutor(len(groups)) as pool:
        ended = pool.map(lambda group: [run(part, logs) for part in group], groups)
        return [outcome for outcomes in ended for outcome in outcomes]


def summary(outcomes: list[Outcome], total: float) -> str:
    """A table of all parts, how long they took together, then the counts on a line of their own."""
    rows = [f"  {o.name:<14} {o.seconds:>7.1f} s  {o.state:<8} {o.note}".rstrip() for o in outcomes]
    states = [o.state for o in outcomes]
    counts = f"{states.count('ok')} passed, {states.count('FAILED')} failed, {states.count('skipped')} skipped"
    return "\n".join(["", "Summary (logs in build/logs/)", *rows, f"  {'total':<14} {total:>7.1f} s", "", counts])


def main(names: list[str]) -> int:
    """Run the named groups of parts; non-zero if any part failed."""
    unknown = [name for name in "+".join(names).split("+") if name not in PARTS]
    if unknown or not names:
        print(f"no such part: {' '.join(unknown)}. There are: {' '.join(PARTS)}", file=sys.stderr)
        return 2
    logs = ROOT / "build" / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    outcomes = [outcome for name in names for outcome in run_beside(name, logs)]
    text = summary(outcomes, time.monotonic() - started)
    (logs / "summary.txt").write_text(text)
    print(text, flush=True)
    return int(any(outcome.state == "FAILED" for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
