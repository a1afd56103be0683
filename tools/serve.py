"""Serve the book with live reload. Runs in .venv; `make serve` calls it."""

import os
import sys


def command(port: str) -> list[str]:
    """The MkDocs call that watches docs/, snippets/ and src/ (mkdocs.yml names the last two)."""
    # --livereload is the default on paper, but with click 8.3.0 and 8.3.1 MkDocs 1.6.1 only watches if it is given.
    # --no-strict: while you write, a half-finished link is a warning in the terminal, not the end of the server.
    return [sys.executable, "-m", "mkdocs", "serve", "--livereload", "--no-strict", "-a", f"127.0.0.1:{port}"]


if __name__ == "__main__":
    os.environ["UNROLLED_EXECUTE_NOTEBOOKS"] = "false"
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    # Bytecode written beside the sources would count as an edit of src/ and reload every page.
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    args = command(sys.argv[1])
    os.execv(args[0], args)
