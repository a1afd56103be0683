r"""
Make a batch for a decoder that is taught. `targets` is a list of sentences, each a list of token numbers without
any marks; it may be empty. The numbers of the marks stand in the stub. Return two tensors of whole numbers
(`torch.int64`), `(B, T)` each: what the decoder *reads*, and what it should *write*. Reading begins with `BOS`,
writing ends with `EOS`, and at each step the decoder reads the token that it should have written one step before.
Fill up with `PAD` on the right.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="One step apart",
    kind="implement",
    level=1,
    chapter="seq2seq/encoder-decoder",
    section="Pairs and their three special tokens",
    hints=(
        "Write down, for the sentence 7 8, what is read at each step and what is written. How many steps are there?",
        "Three: 2 7 8 is read, 7 8 3 is written. Both have one token more than the sentence.",
        "The longest sentence decides T. Fill the others up with zeros, then torch.tensor of the list of rows.",
    ),
)
