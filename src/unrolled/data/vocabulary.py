"""Words to numbers and back."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

PAD, UNKNOWN = 0, 1
SPECIAL = ("<pad>", "<unk>")


@dataclass(frozen=True)
class Vocabulary:
    """The words a model knows. Index 0 is padding, index 1 stands for every word that is not in the list.

    Args:
        words: all of them, each once; the first two are `SPECIAL`.
    Raises:
        ValueError: the words do not begin with `SPECIAL`, or one stands twice.
    """

    words: tuple[str, ...]
    index: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.words[:2] != SPECIAL:
            raise ValueError(f"a vocabulary begins with {SPECIAL}, this one with {self.words[:2]}")
        index = {word: i for i, word in enumerate(self.words)}
        if len(index) != len(self.words):
            raise ValueError("a word stands twice in the vocabulary")
        object.__setattr__(self, "index", index)

    @classmethod
    def build(cls, texts: Iterable[Sequence[str]], size: int) -> "Vocabulary":
        """The `size` commonest words (the two special ones counted in). Ties are broken by the alphabet.

        Args:
            texts: tokenised texts. Give the training split only: words of the test split must stay unknown.
            size: number of entries, at least 3.
        Raises:
            ValueError: `size` is too small, or the texts hold no word.
        """
        if size <= len(SPECIAL):
            raise ValueError(f"a vocabulary of {size} has no room for a word: size must be at least 3")
        counts = Counter(word for text in texts for word in text)
        if not counts:
            raise ValueError("the texts hold no word: nothing to build a vocabulary from")
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return cls(SPECIAL + tuple(word for word, _ in ranked[: size - len(SPECIAL)]))

    def __len__(self) -> int:
        return len(self.words)

    def encode(self, tokens: Sequence[str]) -> list[int]:
        """Indices of the tokens. An empty text becomes one unknown word, so that every sequence has a last step."""
        return [self.index.get(token, UNKNOWN) for token in tokens] or [UNKNOWN]

    def decode(self, indices: Iterable[int]) -> list[str]:
        """Words of the indices, padding left out."""
        return [self.words[i] for i in indices if i != PAD]
