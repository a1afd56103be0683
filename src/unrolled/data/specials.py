"""The four numbers that every vocabulary of a model with a decoder begins with."""

from unrolled.data import vocabulary

# --8<-- [start:specials]
PAD = vocabulary.PAD  # 0, fills a batch up
UNKNOWN = vocabulary.UNKNOWN  # 1, any word or character that is not in the list
BOS = 2  # beginning of sequence: what the decoder reads first
EOS = 3  # end of sequence: what the decoder writes last
SPECIALS = (*vocabulary.SPECIAL, "<s>", "</s>")
# --8<-- [end:specials]
UNK = UNKNOWN  # the name in other libraries
