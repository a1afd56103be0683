"""MkDocs hook: the first time that a page uses a term of the glossary, make it a link that explains itself.

`<a class="term" href="…/reference/glossary/#batch" title="Several sequences …">batch</a>`: without a script the browser
shows the title, and the link leads to the glossary; docs/assets/js/terms.js shows it to the keyboard, too. Terms in
headings, links, code, mathematics and folded parts are left alone. The terms stand in snippets/reference/glossary.yml.
"""

import re
from html import escape
from pathlib import Path

import yaml
from markdown.extensions.toc import slugify
from mkdocs.utils import get_relative_url

SOURCE = Path("snippets/reference/glossary.yml")
PAGE = "reference/glossary.md"
TAG = re.compile(r"<!--.*?-->|<(/?)([a-zA-Z][\w-]*)((?:\"[^\"]*\"|'[^']*'|[^'\">])*)>", re.S)
CLASS = re.compile(r"\sclass=\"([^\"]*)\"")
LEFT_ALONE = {"a", "abbr", "button", "code", "dfn", "details", "fieldset", "kbd", "label", "legend", "math", "pre"}
LEFT_ALONE |= {"script", "style", "summary", "svg", "th", *(f"h{level}" for level in range(1, 7))}
QUIET_CLASSES = {"arithmatex", "mermaid", "admonition-title", "eyebrow", "no-terms"}

terms: dict[str, tuple[str, str]] = {}  # the anchor and the explanation of each name, in lower case
words: re.Pattern[str] | None = None


def on_config(config):
    """Read the terms when a build begins."""
    global words
    path = Path(config["config_file_path"]).parent / SOURCE
    entries = yaml.safe_load(path.read_text("utf-8")) if path.exists() else []
    names = [name for entry in entries for name in _names(entry)]
    terms.clear()
    for entry in entries:
        told = slugify(entry["term"], "-"), entry["says"]
        terms.update((name.lower(), told) for name in _names(entry))
    words = _pattern(names) if names else None
    return config


def on_page_content(html, page, config, files):  # noqa: ARG001  MkDocs passes these names
    """Mark the terms of a page. Ledgers and the front page are left alone."""
    glossary = files.get_file_from_path(PAGE)
    own = page.file.src_uri
    if words is None or glossary is None or own.startswith("reference/") or own == "index.md":
        return html
    return marked(html, get_relative_url(glossary.url, page.file.url))


def marked(html, glossary):
    """The page with the first use of each term as a link into the glossary."""
    out, seen, skipped, depth, at = [], set(), "", 0, 0
    for tag in TAG.finditer(html):
        text = html[at : tag.start()]
        out += [text if depth else _link(text, seen, glossary), tag[0]]
        at = tag.end()
        closes, name, rest = tag[1], tag[2], tag[3] or ""
        if depth and name == skipped:
            depth += -1 if closes else 0 if rest.endswith("/") else 1
        elif not depth and name and not closes and not rest.endswith("/") and _left_alone(name, rest):
            skipped, depth = name, 1
    return "".join([*out, html[at:]])


def _left_alone(name, rest):
    classes = CLASS.search(rest)
    return name in LEFT_ALONE or bool(classes and QUIET_CLASSES & set(classes[1].split()))


def _link(text, seen, glossary):
    def link(found):
        anchor, says = terms[" ".join(found["name"].split()).lower()]
        if anchor in seen:
            return found[0]
        seen.add(anchor)
        return f'<a class="term" href="{glossary}#{anchor}" title="{escape(says)}">{found[0]}</a>'

    return words.sub(link, text) if text.strip() else text


def _names(entry):
    return [entry["term"], *entry.get("also", [])]


def _pattern(names):
    """All names in one pattern. They are sorted by their first letter, which makes it several times as fast."""
    groups = {}
    for name in sorted(names, key=len, reverse=True):
        first = f"[{name[0].upper()}{name[0]}]" if name.islower() else re.escape(name[0])
        groups.setdefault(first, []).append(r"\s+".join(map(re.escape, name[1:].split())))
    either = "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in groups.items())
    return re.compile(rf"(?<![\w-])(?P<name>{either})(?:s|es)?(?![\w-])")
