"""A snippet imports what it uses. A check runs it where PyTorch is loaded already, with all that PyTorch loads.

There, `import matplotlib` is enough for `matplotlib.pyplot` if anything else has loaded that; in a reader's new
interpreter it is not. So every submodule that a snippet reaches through dots must be imported by it, or be there when a
new interpreter has imported no more than what the snippet imports of that package. A package that is not installed, or
cannot be imported alone, is passed over: nothing has loaded it before the snippet runs, so running it says enough.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from importlib.machinery import PathFinder, all_suffixes
from pathlib import Path
from typing import NamedTuple

from .book import Book, Problem
from .warm import fresh

# Prints which of the names cannot be reached once the modules are imported; what they print themselves is not read.
ASK = """
import sys
modules, names = (given.split(",") for given in sys.argv[1:])
for module in modules:
    exec(f"import {module}")
def reached(name):
    try:
        return [eval(name)]
    except AttributeError:
        return []
print("\\nmissing", *(name for name in names if not reached(name)))
"""


class Use(NamedTuple):
    """A submodule that a snippet reaches through dots and does not import."""

    path: Path
    line: int
    name: str
    stated: frozenset[str]  # what the snippet imports of the same package


def check(book: Book) -> Iterator[Problem]:
    """Each submodule is imported by the snippet that uses it, or by what that imports."""
    uses = [use for path in book.files("snippets/**/*.py") for use in read_uses(path)]
    alone: defaultdict[frozenset[str], set[str]] = defaultdict(set)
    for use in uses:
        alone[frozenset([_top(use.name)])].add(use.name)
    doubtful = _missing(book, alone)  # a package by itself is asked first: nearly always that is enough
    rest: defaultdict[frozenset[str], set[str]] = defaultdict(set)
    for use in uses:
        if use.name in doubtful:
            rest[use.stated].add(use.name)
    for stated, names in rest.items():
        missing = _missing(book, {stated: names})
        for use in uses:
            if use.stated == stated and use.name in missing:
                what = f"uses {use.name}, which {' and '.join(sorted(stated))} may not load"
                yield book.problem(use.path, use.line, what, f"Write: import {use.name}")


def read_uses(path: Path) -> Iterator[Use]:
    """The first use of each submodule that a file does not import by its name."""
    tree = ast.parse(path.read_text("utf-8"), str(path))
    bound, stated = _imports(tree)
    known = {name for module in stated for name in _prefixes(module)}
    for node in sorted((n for n in ast.walk(tree) if isinstance(n, ast.Attribute)), key=lambda n: n.lineno):
        name = _dotted(node, bound)
        if name and name not in known and _is_module(name):
            known |= set(_prefixes(name))
            yield Use(path, node.lineno, name, frozenset(module for module in stated if _top(module) == _top(name)))


def _imports(tree: ast.Module) -> tuple[dict[str, str], set[str]]:
    """What each imported name stands for, and the modules that are imported."""
    bound, stated = {}, set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            stated |= {alias.name for alias in node.names}
            bound |= {
                alias.asname or _top(alias.name): alias.name if alias.asname else _top(alias.name)
                for alias in node.names
            }
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            stated |= {node.module, *filter(_is_module, names.values())}
            bound |= names
    return bound, stated


def _dotted(node: ast.expr, bound: dict[str, str]) -> str:
    """The whole name of `nn.utils`, as torch.nn.utils; nothing if it does not begin with an imported name."""
    if isinstance(node, ast.Name):
        return bound.get(node.id, "")
    if not isinstance(node, ast.Attribute):
        return ""
    before = _dotted(node.value, bound)
    return f"{before}.{node.attr}" if before else ""


def _is_module(name: str) -> bool:
    """Whether there is a module of this name, found without importing any of its packages."""
    top, *parts = name.split(".")
    spec = PathFinder.find_spec(top)
    where = [Path(folder) for folder in (spec and spec.submodule_search_locations) or ()]
    for n, part in enumerate(parts, 1):
        files = any((folder / f"{part}{end}").is_file() for folder in where for end in all_suffixes())
        where = [folder / part for folder in where if (folder / part).is_dir()]
        if not where and not (files and n == len(parts)):
            return False
    return spec is not None


def _missing(book: Book, asked: dict[frozenset[str], set[str]]) -> set[str]:
    """Names that cannot be reached in a new interpreter that has imported these modules alone."""
    found: set[str] = set()
    for modules, names in asked.items():
        done = fresh(["-c", ASK, ",".join(sorted(modules)), ",".join(sorted(names))], book.root)
        if done.returncode == 0:
            found |= set(done.stdout.splitlines()[-1].split()[1:])
    return found


def _prefixes(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[:n]) for n in range(1, len(parts) + 1)]


def _top(name: str) -> str:
    return name.partition(".")[0]
