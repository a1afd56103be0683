"""A recorded run as JSON: what was asked, on which machine, with which code, and every number that came out."""

import ast
import hashlib
import io
import json
import os
import platform
import tokenize
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil

from unrolled.measure import Outcome

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path(__file__).resolve().parent


def record(experiment: str, question: str, module: str, seeds: list[int], outcome: Outcome) -> Path:
    """Write docs/results/<experiment>.json whole, or not at all. Returns its path."""
    result = {
        "experiment": experiment,
        "question": question,
        "command": f"python -m unrolled run {experiment} --seeds {len(seeds)} --record",
        "recorded": date.today().isoformat(),
        "seeds": seeds,
        "config": outcome.config,
        "machine": machine(),
        "versions": {
            "python": platform.python_version(),
            **{p: version(p) for p in ("torch", "numpy", "scikit-learn")},
        },
        "source": sources(module),
        "values": outcome.values,
        **outcome.body,
    }
    path = path_of(experiment)
    write(path, result)
    return path


def path_of(experiment: str) -> Path:
    """Where the record of an experiment lies."""
    return ROOT / "docs" / "results" / f"{experiment}.json"


def write(path: Path, result: dict[str, Any]) -> None:
    """Write a record whole, or not at all."""
    partial = path.with_suffix(".partial")
    path.parent.mkdir(parents=True, exist_ok=True)
    partial.write_text(json.dumps(result, indent=1, ensure_ascii=False, allow_nan=False) + "\n", "utf-8")
    os.replace(partial, path)


def machine() -> dict[str, Any]:
    """What the run had: processor, cores it may use, memory in GiB."""
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30),
        "system": platform.system(),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


# --8<-- [start:digest]
def digest(path: Path | str) -> str:
    """SHA-256 of what a Python file does: comments, docstrings and blank lines do not count."""
    text = Path(path).read_text("utf-8")
    lines = text.splitlines()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column]
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            lines[node.lineno - 1 : node.end_lineno] = [""] * (node.end_lineno - node.lineno + 1)
    kept = "\n".join(line.rstrip() for line in lines if line.strip())
    return hashlib.sha256(kept.encode()).hexdigest()


# --8<-- [end:digest]


def sources(module: str) -> dict[str, str]:
    """Digest of the file of `module` and of every file of this package that it imports, directly or not."""
    found: dict[str, str] = {}
    queue = [module]
    while queue:
        path = _file_of(queue.pop())
        if path is None or (name := path.relative_to(ROOT).as_posix()) in found:
            continue
        found[name] = digest(path)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("unrolled"):
                queue += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return dict(sorted(found.items()))


def _file_of(module: str) -> Path | None:
    base = PACKAGE.parent / Path(*module.split("."))
    return next((p for p in (base.with_suffix(".py"), base / "__init__.py") if p.is_file()), None)
