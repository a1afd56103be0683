"""Text to numbers of word pieces and back, by SentencePiece.

Sennrich, Haddow & Birch (2016), "Neural Machine Translation of Rare Words with Subword Units", ACL: a vocabulary that
begins with single characters and joins the commonest pair again and again, until it has the size you want.
Kudo & Richardson (2018), "SentencePiece", EMNLP: the library, for which a space is a character like any other.
"""

import io
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Literal

import sentencepiece

from unrolled.data.errors import DataError
from unrolled.data.specials import BOS, EOS, PAD, SPECIALS, UNKNOWN

Normalisation = Literal["identity", "nfkc"]


class Subwords:
    """A list of word pieces: the specials, 0 to 3, then joined pieces in the order of joining, then characters."""

    def __init__(self, model: bytes) -> None:
        """Reads what `to_bytes` gave.

        Raises:
            DataError: these are not the bytes of a SentencePiece model with this book's specials.
        """
        self._model = model
        if not model:
            raise DataError("not a vocabulary of subwords: it is empty")
        try:
            self._processor = sentencepiece.SentencePieceProcessor(model_proto=model)
            found = tuple(self._processor.id_to_piece(i) for i in range(min(len(SPECIALS), len(self))))
        except (RuntimeError, TypeError, IndexError) as error:
            raise DataError(f"not a vocabulary of subwords: SentencePiece cannot read it ({error})") from error
        if found != SPECIALS:
            raise DataError(f"a vocabulary of subwords begins with {SPECIALS}, this one with {found}")

    # --8<-- [start:train]
    @classmethod
    def train(cls, lines: Iterable[str], size: int, normalisation: Normalisation = "identity") -> "Subwords":
        """Learn a vocabulary by byte-pair encoding. The same lines give the same vocabulary.

        Args:
            lines: texts of the training split, one each. Of both languages, for a vocabulary that they share.
            size: number of entries, the four specials and all single characters counted in.
            normalisation: "identity" leaves characters as they are, "nfkc" joins those that look alike. Both drop
                spaces at the ends, and make one of many.
        Raises:
            ValueError: the lines hold no text, or too few characters or too many for that size.
        """
        texts = [line for line in lines if line.strip()]
        if not texts:
            raise ValueError("the lines hold no text: nothing to learn a vocabulary from")
        if size <= len(SPECIALS):
            raise ValueError(
                f"a vocabulary of {size} has no room for a piece: size must be at least {len(SPECIALS) + 1}"
            )
        written = io.BytesIO()
        try:
            sentencepiece.SentencePieceTrainer.train(
                sentence_iterator=iter(texts),
                model_writer=written,
                model_type="bpe",
                vocab_size=size,
                normalization_rule_name=normalisation,
                character_coverage=1.0,  # every character of the training lines
                byte_fallback=False,
                max_sentence_length=max(len(text.encode()) for text in texts) + 1,  # longer ones would be left out
                num_threads=1,
                minloglevel=2,
                unk_surface="⁇",
                **dict(zip(IDS, (PAD, UNKNOWN, BOS, EOS), strict=True)),
                **dict(zip(PIECES, SPECIALS, strict=True)),
            )
        except RuntimeError as error:
            reason = str(error).rpartition("] ")[2]
            raise ValueError(f"no vocabulary of {size} from these {len(texts):,} lines: {reason}") from error
        return cls(written.getvalue())

    # --8<-- [end:train]

    def __len__(self) -> int:
        return self._processor.get_piece_size()

    @cached_property
    def pieces(self) -> tuple[str, ...]:
        """All entries, by number. `▁` stands for a space, so a piece that begins with it begins a word."""
        return tuple(self._processor.id_to_piece(i) for i in range(len(self)))

    def encode(self, text: str) -> list[int]:
        """Numbers of the pieces of a text, without a beginning or an end; an empty text has none."""
        return self._processor.encode(text)

    def decode(self, ids: Sequence[int]) -> str:
        """The text that pieces make. Specials are left out, but for unknown characters, which show as ⁇.

        Raises:
            ValueError: a number that no piece has.
        """
        wrong = [number for number in ids if not 0 <= number < len(self)]
        if wrong:
            raise ValueError(f"no piece has the number {wrong[0]}: there are {len(self):,}")
        return self._processor.decode([int(number) for number in ids])

    def to_bytes(self) -> bytes:
        """The whole vocabulary, to be kept in a file."""
        return self._model

    @classmethod
    def from_bytes(cls, data: bytes) -> "Subwords":
        """The vocabulary that `to_bytes` wrote. Raises: DataError, if it is none."""
        return cls(data)


IDS = ("pad_id", "unk_id", "bos_id", "eos_id")
PIECES = ("pad_piece", "unk_piece", "bos_piece", "eos_piece")
