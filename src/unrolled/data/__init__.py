"""Data: one dataset a file, and what turns text into batches."""
