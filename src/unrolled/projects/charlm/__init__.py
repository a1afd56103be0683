"""A character language model of any text: `python -m unrolled charlm`."""
