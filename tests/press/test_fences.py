"""Code that raises is seen in every fence style and every container, at its own line; so is a fence that cannot run."""

import pytest

from press.blocks import read_blocks
from press.book import Problem as PressError

from .conftest import run_pages

STYLES = {
    "plain": "```python\nTEXT\n```",
    "py": "```py\nTEXT\n```",
    "python3": "```python3\nTEXT\n```",
    "capital": "```Python\nTEXT\n```",
    "title": '```python title="x.py"\nTEXT\n```',
    "lines": '``` python linenums="1" hl_lines="1"\nTEXT\n```',
    "braces": "```{.python .annotate}\nTEXT\n```",
    "spaced braces": '``` { .py title="x" }\nTEXT\n```',
    "tildes": "~~~python\nTEXT\n~~~",
    "long": "`````python\nTEXT\n`````",
    "continued": "```python\n1\n```\n\n<!--pytest-codeblocks:cont-->\n```py\nTEXT\n```",
    "tab": '=== "A"\n\n    ```python\n    TEXT\n    ```',
    "admonition": "!!! note\n\n    ```python\n    TEXT\n    ```",
    "details": '??? note "x"\n\n    ~~~{.python}\n    TEXT\n    ~~~',
    "list": "1. item\n\n    - inner\n\n        ```python\n        TEXT\n        ```",
    "quotation": "> ```python\n> TEXT\n> ```",
    "html": '<div markdown="1">\n\n```python\nTEXT\n```\n\n</div>',
    "shell": "```bash\nfalse # TEXT\n```",
    "sh": "```sh\nexit 3 # TEXT\n```",
}
BAD_CODE = {
    "raises": "1 / 0",
    "does not parse": "def :",
    "fails an assertion": "assert 1 == 2",
    "leaves": "raise SystemExit(0)",
    "uses a name of another block": "print(defined_above)",
}


def page(**blocks: str) -> tuple[str, dict[str, int]]:
    """A page of blocks, and the line on which the code of each begins."""
    text, lines = "# Damage\n\n```python\ndefined_above = 1\n```\n", {}
    for name, block in blocks.items():
        text += "\n" + block.replace("TEXT", f"boom('{name}')") + "\n"
        lines[name] = next(n for n, line in enumerate(text.split("\n"), 1) if f"boom('{name}')" in line)
    return text, lines


def test_every_style_and_container(book):
    text, lines = page(**STYLES)
    (book.docs / "damage.md").write_text(text)
    said = run_pages(book.root)
    assert f"{len(STYLES)} failed" in said
    for name, line in lines.items():
        where = line - 1 if name in {"shell", "sh"} else line  # a shell tells no line: its fence is named
        assert f"docs/damage.md:{where}: in" in said, (name, said)
    assert said.count("NameError: name 'boom' is not defined") == len(STYLES) - 2


@pytest.mark.parametrize("code", BAD_CODE.values(), ids=BAD_CODE)
def test_code_that_fails(code, book):
    (book.docs / "damage.md").write_text(f"```python\ndefined_above = 1\n```\n\n```python\n\n{code}\n```\n")
    said = run_pages(book.root)
    assert "docs/damage.md:7: " in said
    assert "1 failed" in said


def test_nothing_leaks_from_block_to_block(book):
    block = "```python\nimport random, sys, os\n{}\n```\n"
    first = "open('left', 'w').close(); random.random(); import torch; torch.set_default_dtype(torch.float64)"
    second = "import torch; assert torch.ones(1).dtype == torch.float32; assert not os.path.exists('left')"
    third = "assert round(random.random(), 3) == 0.844"
    (book.docs / "leak.md").write_text("\n".join(block.format(code) for code in (first, second, third)))
    assert " failed" not in run_pages(book.root)


REFUSED = {
    "cont after a diagram": (
        "```mermaid\ngraph LR\n```\n<!--pytest-codeblocks:cont-->\n```python\n1\n```",
        5,
        "'cont' follows",
    ),
    "output after a diagram": (
        "```mermaid\ngraph LR\n```\n<!--pytest-codeblocks:expected-output-->\n```\n1\n```",
        5,
        "expected output follows",
    ),
    "unknown language": ("\n```pyhton\n1\n```", 2, "unknown fence language 'pyhton'"),  # codespell:ignore pyhton
    "console session": ("```pycon\n>>> 1\n```", 1, "unknown fence language 'pycon'"),
    "fence never closed": ("text\n\n```python\n1\n", 3, "never closed"),
    "fence in a comment": ("<!--\n```python\n1\n```\n-->", 2, "inside an HTML comment"),
    "skipped Python": ("<!--pytest.mark.skip-->\n```python\n1\n```", 2, "may be skipped"),
    "Python skipped somewhere": ("<!--pytest-codeblocks:importorskip(jax)-->\n```python\n1\n```", 2, "may be skipped"),
    "skipped shell": ("<!--pytest.mark.skip-->\n```sh\nls\n```", 2, "without a reason"),
    "unknown directive": ("text\n<!--pytest-codeblocks:continue-->\n```python\n1\n```", 2, "Unknown pytest-codeblocks"),
    "missing file": ('```python\n--8<-- "snippets/none.py"\n```', 2, "could not be found"),
}


@pytest.mark.parametrize(("text", "line", "words"), REFUSED.values(), ids=REFUSED)
def test_refused(text, line, words, book):
    page = book.docs / "damage.md"
    page.write_text(text + "\n")
    with pytest.raises(PressError) as refusal:
        read_blocks(book, page)
    assert str(refusal.value).startswith(f"docs/damage.md:{line}: ")
    assert words in str(refusal.value)
    assert "docs/damage.md" in run_pages(book.root).partition("short test summary")[2]
