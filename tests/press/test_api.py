"""The pages of a library: made from docstrings, linked to the listings that show its names, and back."""

import importlib.util
from types import SimpleNamespace

import pytest

from press import api, glossary

from .conftest import REPOSITORY

CODE = '''"""One step of_it, by *hand*.

More of it.
"""

LIMIT = 3


# --8<-- [start:step]
def step(
    x: int, *, hard: bool = False, and_something_long: dict[str, int], and_more: list[int], and_yet_more: str = "a"
) -> tuple[int, int]:
    """Go on, in `x_t` and x_t.

    Args:
        x: what comes in.
        hard: whether it is hard; if so
            it takes longer. As a
            number: no.

    Raises:
        ValueError: never.

    Example:
        >>> [n * 2
        ...  for n in (1, 2)]
        [2, 4]
    """
# --8<-- [end:step]


class Walk(Exception):
    """Many steps."""

    length: int = 1

    def go(self) -> None: ...

    def _rest(self) -> None: ...


def _hidden(): ...
'''


@pytest.fixture
def pages(book) -> dict[str, str]:
    """What is generated for a library of one module, listed on the small book's page, and one experiment."""
    for name in ("legs/step", "experiments/run"):
        path = book.root / f"src/unrolled/{name}.py"
        path.parent.mkdir(parents=True)
        path.write_text(CODE)
    page = book.docs / "part/toy.md"
    page.write_text(page.read_text("utf-8") + '\n## Legs\n\n```python\n--8<-- "src/unrolled/legs/step.py:step"\n```\n')
    glossary.source(book).parent.mkdir(parents=True)
    glossary.source(book).write_text("[]")
    index = api.folder_of(book) / "index.md"
    index.parent.mkdir(parents=True)
    index.write_text("# Library\n\nBy hand.\n")
    return {book.name(path): text for path, text in api.generated(book).items()}


def test_there_is_a_page_for_each_package_and_one_of_all(pages):
    assert sorted(pages) == ["docs/reference/api/index.md", "docs/reference/api/legs.md"]
    index = pages["docs/reference/api/index.md"]
    assert "By hand." in index
    assert r"| [`unrolled.legs.step`](legs.md#unrolled-legs-step) | One step of\_it, by \*hand\*. |" in index


def test_a_function_says_how_it_is_called_what_it_takes_and_where_it_is_shown(pages):
    page = pages["docs/reference/api/legs.md"]
    assert "### `step` { #unrolled-legs-step-step }" in page
    assert "step(x: int,\n        *,\n        hard: bool=False,\n" in page
    assert "and_yet_more: str='a') -> tuple[int, int]\n```" in page
    assert "Go on, in `x_t` and x\\_t.\n" in page
    assert "- `hard`: whether it is hard; if so\n  it takes longer. As a\n  number: no.\n" in page
    assert "**Raises**\n\n- `ValueError`: never." in page
    assert "**Example**\n\n```text\n>>> [n * 2\n...  for n in (1, 2)]\n[2, 4]\n```\n" in page
    assert "Shown in [The toy: Legs](../../part/toy.md#legs)." in page


def test_a_class_says_what_it_holds_and_nothing_private_is_told(pages):
    page = pages["docs/reference/api/legs.md"]
    assert "class Walk(Exception)\n    length: int = 1\n    go(self) -> None\n```" in page
    assert "_hidden" not in page
    assert "_rest" not in page


def test_the_name_above_a_listing_leads_to_its_module(book, pages):
    for name, text in pages.items():
        (book.root / name).write_text(text)
    spec = importlib.util.spec_from_file_location("library_hook", REPOSITORY / "overrides/hooks/library.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.on_config({"docs_dir": str(book.docs)})
    known = {"reference/api/legs.md": SimpleNamespace(url="reference/api/legs/")}
    page, files = SimpleNamespace(file=SimpleNamespace(url="part/toy/")), SimpleNamespace(get_file_from_path=known.get)
    name = '<span class="filename">src/unrolled/{}.py</span>'
    said = module.on_page_content(name.format("legs/step"), page, None, files)
    assert '<a href="../../reference/api/legs/#unrolled-legs-step">src/unrolled/legs/step.py</a></span>' in said
    for other in ("legs/other", "experiments/run"):
        assert module.on_page_content(name.format(other), page, None, files) == name.format(other)
