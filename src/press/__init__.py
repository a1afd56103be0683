"""The printing press: makes the book from pages, snippets and recorded results, and proves what it prints."""
