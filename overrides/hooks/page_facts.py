"""MkDocs hook: what stands on top of a chapter, its time and what it needs, from what `python -m press path` wrote."""

import json
from pathlib import Path

FACTS = Path("snippets/start/learning-path.json")


def on_page_context(context, page, config, nav):  # noqa: ARG001  MkDocs passes these names
    """Give the theme the facts of this page and of those that it needs; a page off the path has none."""
    file = Path(config.config_file_path).parent / FACTS
    known = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    slug = page.file.src_uri.rpartition(".")[0]
    context["slug"], context["facts"] = slug, known.get(slug)
    context["needed"] = [known[need] for need in known.get(slug, {}).get("needs", []) if need in known]
    return context
