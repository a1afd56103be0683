"""Names in messages from the web: people, locations, groups, corporations, products and creative works.

Derczynski, Nichols, van Erp & Limsopatham (2017), "Results of the WNUT2017 Shared Task on Novel and Emerging Entity
Recognition", W-NUT. Tags begin with B- at the first word of a name and with I- inside it; all other words have O.
"""

from unrolled.data.tagged import Tagged, file_of, read_table


def load(split_name: str = "train") -> list[Tagged]:
    """The messages of one split, as the shared task cut them.

    Args:
        split_name: "train" (3,394 messages), "valid" (1,009, called dev there) or "test" (1,287).
    Raises:
        ValueError: no such split.
        DataError: the file cannot be fetched, or is damaged.
    """
    return read_table(file_of("wnut17", split_name), word=0, tag=1, columns=2)
