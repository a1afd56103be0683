"""A small book in the real theme: sound pages, and a page for each kind of damage that a check must see."""

import shutil
from pathlib import Path

import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config

from press import quiz_page
from press.book import Book

ROOT = Path(__file__).resolve().parents[2]

SOUND = """\
---
description: A page with one of everything.
---
# One of everything

Inline $h_t$, and a Greek letter in text: σ.

$$ c_t = f_t \\odot c_{t-1} + i_t \\odot g_t + \\text{a remark that makes this wider than a phone} \\tag{s.1} $$

```mermaid
flowchart LR
  x["x_t"]:::input --> h["h_t"]:::hidden --> y["the answer, which is a long one"]:::output
  h --> a["and"] --> b["many"] --> c["more"] --> d["steps"]
```

```python
for name in ("forget gate", "input gate", "candidate", "output gate"): print(name, "and so on, wider than a phone is")
```
<!--pytest-codeblocks:expected-output-->
```text
forget gate and so on, wider than a phone is
```

| gate | reads | writes | a column | another column | one more | and one more |
|---|---|---|---|---|---|---|
| forget | `x_t`, `h_t` | `c_t` | 0.1234567 | 0.1234567 | 0.1234567 | 0.1234567 |

??? note "Closed"
    Opened before axe looks. [A number](other.md){data-result="small.book"}.
"""

OTHER = """\
# Another page

With $x_t$ and a diagram.

```mermaid
sequenceDiagram
  reader->>book: which gate?
```

[One of everything](sound.md), found by the word peephole.
"""

DAMAGE = {
    "foreign": '<p style="height: 9000px">Far below, and asked for only when it is near:</p>'
    '<img src="https://example.org/picture.png" alt="From elsewhere" width="10" height="10" loading="lazy">',
    "console": '<script>console.error("planted")</script>',
    "maths": "$$ \\frac{1}{2 $$\n\nand $\\nosuchcommand$.",
    "diagrams": "```mermaid\nflowchart LR\n  a[open --> b\n```",
    "accessible": '<img src="../assets/img/logo.svg" width="10" height="10">',
    "narrow": '<div style="width: 900px">wide</div>',
    "stretched": "| one |\n|---|\n"
    '| [1.0 ± 0.1](../other/){data-result="small.stretched" style="display: inline-block; min-width: 20em"} |',
    "printed": '<pre><code style="white-space: pre !important; overflow: hidden !important">'
    + "x" * 400
    + "</code></pre>",
    # Another text than the one that is shown goes into the clipboard.
    "copied": "```python\nx = 1\n```\n\n<script>addEventListener('copy', event => {"
    " event.clipboardData.setData('text/plain', 'other'); event.preventDefault() })\n"
    "navigator.clipboard.writeText = () => Promise.resolve()</script>",
}

IN_DARK = (
    '<style>.late { display: none } [data-md-color-scheme="slate"] .late { display: block }</style>\n\n'
    '<p class="late"><img src="../assets/img/logo.svg" width="10" height="10"></p>'
)
LOST = '<img src="../nowhere.png" width="10" height="10" alt="A picture that is not there">'

QUESTIONS = "# Questions\n\n## A section\n\nWhat it says.\n\n"

MANY = "Words of *one look* and of **another**, with `code`.\n\n" * 9
FAINT = {  # one word that can hardly be read, among many that can
    "letters": 'A <span style="color: #999">pale</span> word.',
    "ground": 'A <span style="background: #345; color: #222">word</span> on a dark ground.',
    "veil": '<span style="opacity: 0.4">A word below a veil.</span>',
    "link": '<a href="../sound/" style="color: #aaa">A pale link</a>.',
}


def questions(folder: Path) -> str:
    """The part of a page with a question of each kind, as the press writes it."""
    (folder / "snippets").mkdir()
    (folder / "docs" / "quiz.md").write_text(QUESTIONS)
    shutil.copy(Path(__file__).with_name("quiz.yml"), folder / "snippets" / "quiz.quiz.yml")
    (text,) = quiz_page.generated(Book(folder)).values()
    return text


def build_small_book(folder: Path) -> Path:
    """Write the book, build it with the real configuration but another nav, and return the folder of the site."""
    docs = folder / "docs"
    docs.mkdir()
    (docs / "assets").symlink_to(ROOT / "docs" / "assets", target_is_directory=True)
    pages = {"index": "# A small book\n\n[Sound](sound.md)", "sound": SOUND, "other": OTHER}
    pages |= {f"faint-{kind}": f"# Faint\n\n{MANY}<p>{text}</p>\n\n{MANY}" for kind, text in FAINT.items()}
    pages |= {kind: f"# Damaged\n\n{text}\n" for kind, text in DAMAGE.items()}
    pages |= {"in-dark": f"# Dark\n\n{IN_DARK}\n"}
    pages |= {f"lost-{n}": f"# Lost\n\n{LOST}\n" for n in (1, 2)}
    pages["quiz"] = QUESTIONS + questions(folder)
    for name, text in pages.items():
        (docs / f"{name}.md").write_text(text)
    config = {
        "INHERIT": str(ROOT / "mkdocs.yml"),
        "docs_dir": str(docs),
        "site_dir": str(folder / "site"),
        "site_url": "https://example.org/small/",
        "theme": {"custom_dir": str(ROOT / "overrides")},
        "nav": [{"Pages": [f"{name}.md" for name in pages]}],
        "plugins": ["search"],
        "hooks": [],
        "watch": [],
        "strict": False,
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config))
    build(load_config(str(folder / "mkdocs.yml")))
    return folder / "site"
