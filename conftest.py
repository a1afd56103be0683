"""`pytest` runs the tests; `pytest --codeblocks` runs every block of every page (see src/press/adapter.py)."""

import os
import sys
from pathlib import Path

# Before anything imports torch: with more threads, small tensors can be a hundred times slower.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("MPLBACKEND", "Agg")
# In the shell blocks of the pages, `python` is the Python that runs the tests.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])

from press import adapter
from press.book import open_book

BOOK = open_book(Path(__file__).parent)


def pytest_configure(config):
    adapter.prepare(config)


def pytest_collect_file(file_path, parent):
    return adapter.collect_page(BOOK, file_path, parent)
