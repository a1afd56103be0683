"""Seven exercises on attention: the mask, the score, the mean; what a gradient does there, and what order means to it.

They belong to the chapter [Attention](../seq2seq/attention.md). A mask is true where a token is real, as everywhere
in the book.
"""
