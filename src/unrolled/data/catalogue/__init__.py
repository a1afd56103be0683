"""The datasets of the book, one file for each kind of data."""
