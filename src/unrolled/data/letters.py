"""Characters as the tokens of a sequence-to-sequence model, with the four special ones in front."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from unrolled.data.specials import UNK

RESERVED = 4  # PAD, UNK, BOS and EOS


# --8<-- [start:letters]
@dataclass(frozen=True)
class Letters:
    """The characters a model knows, with the same two verbs as a vocabulary of subwords."""

    characters: str
    index: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index = {character: RESERVED + i for i, character in enumerate(self.characters)}
        if len(index) != len(self.characters):
            raise ValueError("a character stands twice in the list")
        object.__setattr__(self, "index", index)

    @classmethod
    def build(cls, texts: Iterable[str]) -> "Letters":
        """All characters of some texts, the commonest first. Give the training texts only.

        Raises:
            ValueError: the texts hold no character.
        """
        counts = Counter(character for text in texts for character in text)
        if not counts:
            raise ValueError("the texts hold no character: nothing to build from")
        return cls("".join(sorted(counts, key=lambda character: (-counts[character], character))))

    def __len__(self) -> int:
        return RESERVED + len(self.characters)

    def encode(self, text: str) -> list[int]:
        """An index for each character; UNK for one that is not in the list."""
        return [self.index.get(character, UNK) for character in text]

    def decode(self, ids: Sequence[int]) -> str:
        """The text of some indices. Special tokens are left out."""
        return "".join(self.characters[i - RESERVED] for i in ids if i >= RESERVED)


# --8<-- [end:letters]
