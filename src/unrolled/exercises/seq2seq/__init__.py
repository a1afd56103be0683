"""Eight exercises on networks that read one sequence and write another: what goes in, what is asked for, and how to
write.

They belong to the part [Sequence to sequence](../seq2seq/encoder-decoder.md). Everywhere the padding is 0, the mark
of a beginning `BOS` is 2, and the mark of an end `EOS` is 3, as in the book; only the last exercise numbers its six
tokens by itself.
"""
