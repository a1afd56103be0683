"""Parts of speech: questions about flights, each word with its universal part of speech.

Universal Dependencies, treebank English-Atis. The questions are those of the Airline Travel Information Systems
corpus (Hemphill, Godfrey & Doddington, 1990, "The ATIS Spoken Language Systems Pilot Corpus", HLT), written down
from speech: no capitals, no punctuation.
"""

from unrolled.data.tagged import Tagged, file_of, read_table


def load(split_name: str = "train") -> list[Tagged]:
    """The questions of one split of the treebank.

    Args:
        split_name: "train" (4,274 questions), "valid" (572, called dev there) or "test" (586).
    Raises:
        ValueError: no such split.
        DataError: the file cannot be fetched, or is damaged.
    """
    return read_table(file_of("ud-atis", split_name), word=1, tag=3, columns=10, comment="# ")
