"""Lines of one language into another, learned from a pair of plain files: `python -m unrolled translate`."""
