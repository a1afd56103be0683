"""The pages of the library: what its docstrings say of each function and class, and where the book shows it."""

import ast
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from .book import Book
from .places import Place, Places
from .prose import BEGIN, END, filled
from .which_page import shown_names

LEFT_OUT = {"experiments", "figures", "exercises"}  # programs, not things to build with
SPECIAL = re.compile(r"([\\*_<\[\]$|#])")
CODE = re.compile(r"(`+[^`]+`+)")
SECTION = re.compile(r"^(Args|Raises|Returns|Yields|Shapes|Attributes|Example):\s*$")
ITEM = re.compile(r"^ {4}(\*{0,2}\w[\w, .\[\]]*): (.*)$")
EXAMPLE = re.compile(r"^( *)>>> .*(?:\n\1\S.*)*", re.MULTILINE)  # up to a line that is empty or stands further left


@dataclass(frozen=True)
class Module:
    name: str
    path: Path
    tree: ast.Module

    @property
    def package(self) -> str:
        """The page it stands on: its package, or the modules that lie in none."""
        parts = self.name.split(".")
        return parts[1] if len(parts) > 2 or self.path.name == "__init__.py" else "modules"

    @property
    def public(self) -> list[ast.ClassDef | ast.FunctionDef]:
        kinds = (ast.ClassDef, ast.FunctionDef)
        return [node for node in self.tree.body if isinstance(node, kinds) and node.name[0] != "_"]


def folder_of(book: Book) -> Path:
    return book.docs / "reference" / "api"


def modules(book: Book) -> list[Module]:
    """The modules of the library that have a public function or class."""
    found = []
    for path in book.files("src/unrolled/**/*.py"):
        name = book.module(path).removesuffix(".__init__")
        if LEFT_OUT & set(name.split(".")) or "__" in name:
            continue
        module = Module(name, path, ast.parse(path.read_text("utf-8")))
        if module.public:
            found.append(module)
    return found


def generated(book: Book) -> dict[Path, str]:
    """A page for each package, and one that lists them."""
    if not (folder_of(book) / "index.md").exists():
        return {}
    places = Places(book)
    shown = shown_names(book, places)
    packages: dict[str, list[Module]] = defaultdict(list)
    for module in modules(book):
        packages[module.package].append(module)
    files = {}
    for package, own in sorted(packages.items()):
        page = folder_of(book) / f"{package}.md"
        body = "\n\n".join(_module(module, page, places, shown) for module in own)
        files[page] = _page(package, body)
    index = folder_of(book) / "index.md"
    rows = [f"| [`{m.name}`]({m.package}.md#{_anchor(m.name)}) | {_first(m)} |" for m in modules(book)]
    files[index] = filled(index, "Library", "\n".join(["| module | what it is |", "|---|---|", *rows]))
    return files


def _page(package: str, body: str) -> str:
    title = f"unrolled.{package}" if package != "modules" else "unrolled: single modules"
    told = f"Functions and classes of {title}, from their docstrings, with the pages of the book that show them."
    head = f"---\ndescription: {told!r}\nsearch:\n  boost: 0.1\n---\n\n# {title}\n"
    return f"{head}\n{BEGIN}\n\n{body}\n\n{END}\n"


def _first(module: Module) -> str:
    return _plain((ast.get_docstring(module.tree) or "–").split("\n\n")[0])


def _module(module: Module, page: Path, places: Places, shown: dict) -> str:
    parts = [f"## `{module.name}` {{ #{_anchor(module.name)} }}", _text(ast.get_docstring(module.tree) or "")]
    for node in module.public:
        parts.append(f"### `{node.name}` {{ #{_anchor(module.name)}-{node.name} }}")
        parts.append(f"```text\n{_signature(node)}\n```")
        parts.append(_text(ast.get_docstring(node) or ""))
        if where := shown.get((module.name, node.name)):
            parts.append("Shown in " + ", ".join(_link(place, page, places) for place in where) + ".")
    return "\n\n".join(filter(None, parts))


def _link(place: Place, page: Path, places: Places) -> str:
    return place.link(page, f"{places.title(place.page)}: {place.title}")


def _anchor(name: str) -> str:
    return name.replace(".", "-").lower()


def _signature(node: ast.ClassDef | ast.FunctionDef) -> str:
    """How it is called: of a class, its bases and what it is made from."""
    if isinstance(node, ast.FunctionDef):
        answer = f" -> {ast.unparse(node.returns)}" if node.returns else ""
        return _folded(f"{node.name}({ast.unparse(node.args)}){answer}")
    bases = f"({', '.join(map(ast.unparse, node.bases))})" if node.bases else ""
    lines = [f"class {node.name}{bases}"]
    fields = [ast.unparse(part) for part in node.body if isinstance(part, ast.AnnAssign)]
    methods = [part for part in node.body if isinstance(part, ast.FunctionDef)]
    public = [part for part in methods if part.name == "__init__" or part.name[0] != "_"]
    return "\n".join([*lines, *(f"    {field}" for field in fields), *(f"    {_signature(m)}" for m in public)])


def _folded(text: str) -> str:
    """With a line for each argument, if it is long."""
    if len(text) < 100:
        return text
    out, depth = "", 0
    for at, letter in enumerate(text):
        depth += (letter in "([{") - (letter in ")]}")
        out += letter
        if letter == "," and depth == 1:
            out += "\n       "
        if letter == ")" and depth == 0:  # the arguments end here
            return out + text[at + 1 :]
    return out


def _text(docstring: str) -> str:
    """A docstring as Markdown: its paragraphs, its arguments as a list, and its examples as they are."""
    out, at = [], 0
    for example in EXAMPLE.finditer(docstring):
        out += [_prose(docstring[at : example.start()]), f"```text\n{dedent(example[0])}\n```"]
        at = example.end()
    return "\n\n".join(part for part in (*out, _prose(docstring[at:])) if part)


def _prose(docstring: str) -> str:
    out, items = [], False
    for line in docstring.split("\n"):
        if SECTION.match(line):
            items = True
            out += ["", f"**{line.strip().rstrip(':')}**", ""]
        elif items and (item := ITEM.match(line)):
            out.append(f"- `{item[1]}`: {_plain(item[2])}")
        elif items and line.startswith(" "):
            out.append(f"  {_plain(line.strip())}")
        else:
            items = items and not line.strip()
            out.append(_plain(line.strip()))
    return "\n".join(out).strip()


def _plain(text: str) -> str:
    """Text whose signs mean themselves, but for code."""
    parts = CODE.split(text)
    return "".join(part if part.startswith("`") else SPECIAL.sub(r"\\\1", part) for part in parts).replace("\n", " ")
