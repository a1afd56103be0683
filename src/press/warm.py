"""Run Python programs in processes of their own that do not load the large libraries again.

A process loads what the book names, `[tool.press] preload`, and nothing else; for each program it makes a copy of
itself, which runs that program to its end as `python PROGRAM` would: with its own folder, output and exit status.
Where a system cannot make such copies safely, each program is given a new interpreter.
"""

import json
import os
import queue
import runpy
import signal
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path

# One thread, a fixed hash seed and no screen: what a snippet prints is then the same on every run.
SAME = {"OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0", "MPLBACKEND": "Agg", "PYTHONDONTWRITEBYTECODE": "1"}
LIMIT = 300  # seconds; a snippet takes less than five
CAN_COPY = sys.platform == "linux"  # a copied process on macOS may not use its system libraries


def fresh(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run Python in a new interpreter, in `folder`."""
    command, env = [sys.executable, *command], {**os.environ, **SAME}
    try:
        return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=LIMIT, check=False)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 1, "", _too_long(LIMIT))


class Warm:
    """`with Warm(preload) as warm:` starts a process for each processor; `warm.run` may be called from many threads."""

    def __init__(self, preload: list[str], limit: int = LIMIT) -> None:
        self.preload, self.limit = preload, limit
        self.servers: list[subprocess.Popen] = []
        self.idle: queue.SimpleQueue[subprocess.Popen] = queue.SimpleQueue()

    def __enter__(self) -> "Warm":
        command, pipe = [sys.executable, __file__, *self.preload], subprocess.PIPE
        for _ in range(os.cpu_count() or 1) if CAN_COPY else ():
            server = subprocess.Popen(command, stdin=pipe, stdout=pipe, env={**os.environ, **SAME}, text=True)
            self.servers.append(server)
            self.idle.put(server)
        return self

    def __exit__(self, *_) -> None:
        for server in self.servers:
            server.communicate()  # no more programs: it ends

    def run(self, command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
        """Run `python COMMAND` in `folder`: a file, `-m` and a module, or `-c` and code, and what they are given."""
        if not CAN_COPY:
            return fresh(command, folder)
        server = self.idle.get()
        try:
            return self._ask(server, command, folder)
        finally:
            self.idle.put(server)

    def _ask(self, server: subprocess.Popen, command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
        with tempfile.TemporaryDirectory() as kept:
            out, err = Path(kept, "out"), Path(kept, "err")
            task = [command, str(folder), str(out), str(err), self.limit]
            server.stdin.write(json.dumps(task) + "\n")
            server.stdin.flush()
            if not (answer := server.stdout.readline()):
                raise RuntimeError(f"the process that loads {self.preload} has ended: its message stands above")
            texts = [path.read_text("utf-8", errors="replace") for path in (out, err)]
        if int(answer) == -signal.SIGALRM:
            texts[1] += _too_long(self.limit)
        return subprocess.CompletedProcess(command, int(answer), *texts)


def _too_long(limit: int) -> str:
    return f"still running after {limit} seconds"


def _serve(preload: list[str]) -> None:
    """Load, then make a copy for each line of the input and say how it ended. A copy leaves, and is that program."""
    sys.path[0] = ""  # not the folder of this file
    for name in preload:
        import_module(name)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            return _become(*json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _become(command: list[str], folder: str, out: str, err: str, limit: int) -> None:
    os.chdir(folder)
    write = os.O_WRONLY | os.O_CREAT
    for number, (name, how) in enumerate([(os.devnull, os.O_RDONLY), (out, write), (err, write)]):
        os.dup2(opened := os.open(name, how), number)
        os.close(opened)
    signal.alarm(limit)
    kind, *rest = command
    if kind == "-m":
        sys.argv, sys.path[0] = rest, folder
        runpy.run_module(rest[0], run_name="__main__", alter_sys=True)
    elif kind == "-c":
        sys.argv, sys.path[0] = ["-c", *rest[1:]], ""
        exec(compile(rest[0], "<string>", "exec"), {"__name__": "__main__"})
    else:
        sys.argv, sys.path[0] = command, str(Path(kind).parent)
        runpy.run_path(kind, run_name="__main__")


if __name__ == "__main__":
    _serve(sys.argv[1:])
