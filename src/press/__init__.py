"""The printing press: makes the book out of pages, snippets and recorded results, and proves what it prints.

It knows nothing of what the book is about. `python -m press --help` lists its verbs.
"""
