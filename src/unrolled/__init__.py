"""Recurrent neural networks you can run: the library that the book teaches and its experiments use."""

__version__ = "0.1.0"
