"""MkDocs hook: make a notebook's page weigh and read like the other pages.

mkdocs-jupyter writes some 600 kB a page: JupyterLab's style sheets, a MathJax and a mermaid loader that ask other
sites, and each cell's code twice. What a reader needs is kept, in the same markup as a Markdown page: the text, the
code, what it printed, the pictures. Mathematics is marked for KaTeX, and links to pages are resolved as MkDocs does.
"""

import logging
import posixpath
import re
from html import escape
from html.parser import HTMLParser

from mkdocs.utils import get_relative_url

log = logging.getLogger("mkdocs.hooks.notebook_page")

SKIPPED_TAGS = {"style", "script", "clipboard-copy"}
SKIPPED_CLASSES = {"clipboard-copy-txt", "anchor-link", "jp-InputPrompt", "jp-OutputPrompt", "jp-Collapser"}
WRAPPERS = re.compile(r"jp-|jupyter-wrapper|CodeMirror|zeroclipboard-container")
MATHS = re.compile(r"(?<!\\)\$\$(?P<display>.+?)\$\$|(?<![\\$])\$(?P<inline>[^$\s](?:[^$]*?[^$\s\\])?)\$(?!\d)", re.S)
ALONE = re.compile(r"<p>\s*<span class=\"arithmatex\">(\\\[.*?\\\])</span>\s*</p>", re.S)
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


def on_page_content(html, page, config, files):  # noqa: ARG001  MkDocs passes these names
    """Rewrite the page if it came from a notebook."""
    if not page.file.src_uri.endswith((".py", ".ipynb")):
        return html
    plain = _Plain(lambda href: _resolve(href, page, files))
    plain.feed(html)
    plain.close()
    plain.flush()
    return ALONE.sub(r'<div class="arithmatex">\1</div>', "".join(plain.out))


def _resolve(href, page, files):
    """The address of another page of the book, given the path of its source."""
    path, mark, anchor = href.partition("#")
    if not path or re.match(r"[a-z]+:|/", path):
        return href
    target = files.get_file_from_path(posixpath.normpath(posixpath.join(posixpath.dirname(page.file.src_uri), path)))
    if target is None:
        log.warning(f"{page.file.src_uri}: the link '{href}' leads to no file of docs/. Correct its path.")
        return href
    return get_relative_url(target.url, page.file.url) + mark + anchor


def _maths(text):
    def mark(found):
        if found["display"]:
            return rf'<span class="arithmatex">\[{found["display"].strip()}\]</span>'
        return rf'<span class="arithmatex">\({found["inline"]}\)</span>'

    return MATHS.sub(mark, text)


class _Plain(HTMLParser):
    """Copies the page, without JupyterLab's furniture."""

    def __init__(self, resolve):
        super().__init__(convert_charrefs=False)
        self.resolve = resolve
        self.out = []
        self.text = []
        self.closers = []  # for each open element: its tag, and what to write where it ends (None: skipped)
        self.skipping = 0

    def flush(self):
        """Write the text since the last tag; in prose, with its mathematics marked."""
        text = "".join(self.text)
        self.text = []
        self.out.append(text if any(tag in {"pre", "code"} for tag, _ in self.closers) else _maths(text))

    def handle_starttag(self, tag, attrs):
        self.flush()
        classes = set((dict(attrs).get("class") or "").split())
        if self.skipping or tag in SKIPPED_TAGS or classes & SKIPPED_CLASSES:
            if tag not in VOID:
                self.skipping += 1
                self.closers.append((tag, None))
            return
        start, end = self._rewritten(tag, dict(attrs), classes)
        self.out.append(start)
        if tag not in VOID:
            self.closers.append((tag, end))

    def _rewritten(self, tag, attrs, classes):
        """What to write for an element's start and for its end."""
        if "highlight-ipynb" in classes:
            language = next((name[3:] for name in classes if name.startswith("hl-")), "text")
            return f'<div class="language-{language} highlight">', "</div>"
        if "jp-RenderedText" in classes:
            return '<div class="language-text highlight">', "</div>"
        if tag == "pre":
            return "<pre><code>", "</code></pre>"
        if tag == "div" and any(WRAPPERS.match(name) for name in classes):
            return "", ""
        if tag == "a" and attrs.get("href"):
            attrs["href"] = self.resolve(attrs["href"])
        written = "".join(
            f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in attrs.items()
        )
        head = tag in {"h1", "h2", "h3", "h4"} and attrs.get("id")
        link = f'<a class="headerlink" href="#{attrs["id"]}" title="Permanent link">¶</a>' if head else ""
        return f"<{tag}{written}>", f"{link}</{tag}>"

    def handle_endtag(self, tag):
        if tag not in {open_tag for open_tag, _ in self.closers}:
            return
        self.flush()
        while self.closers:
            open_tag, end = self.closers.pop()
            if end is None:
                self.skipping -= 1
            else:
                self.out.append(end)
            if open_tag == tag:
                return

    def _keep(self, raw):
        if not self.skipping:
            self.text.append(raw)

    def handle_data(self, data):
        self._keep(data)

    def handle_entityref(self, name):
        self._keep(f"&{name};")

    def handle_charref(self, name):
        self._keep(f"&#{name};")
