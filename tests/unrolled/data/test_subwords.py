"""Subwords: texts go there and back, and nothing but a vocabulary is read as one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unrolled.data.errors import DataError
from unrolled.data.specials import BOS, EOS, PAD, SPECIALS, UNK, UNKNOWN
from unrolled.data.subwords import Subwords
from unrolled.data.vocabulary import Vocabulary

LINES = ["the cat sat on the mat", "a catfish is a fish", "the fish sat still", "Ünïcode ½ is ok"] * 3
ALPHABET = sorted(set("".join(LINES)))


@pytest.fixture(scope="module")
def subwords():
    return Subwords.train(LINES, 60)


def test_the_specials_come_first(subwords):
    assert (PAD, UNKNOWN, BOS, EOS) == (0, 1, 2, 3)
    assert UNK == UNKNOWN
    assert subwords.pieces[:4] == SPECIALS
    assert len(subwords) == len(subwords.pieces) == len(set(subwords.pieces)) == 60
    Vocabulary(SPECIALS)  # a list of words may begin with them too


def test_common_words_are_one_piece_and_rare_ones_several(subwords):
    assert len(subwords.encode("the")) == 1
    assert len(subwords.encode("steel")) > 1


@settings(max_examples=60)
@given(words=st.lists(st.text(alphabet=[c for c in ALPHABET if c != " "], min_size=1), max_size=8))
def test_text_of_known_characters_comes_back(words, subwords):
    text = " ".join(words)
    numbers = subwords.encode(text)
    assert subwords.decode(numbers) == text
    assert not set(numbers) & {PAD, UNKNOWN, BOS, EOS}


@settings(max_examples=60)
@given(text=st.text(max_size=50))
def test_any_text_can_be_encoded(text, subwords):
    numbers = subwords.encode(text)
    assert all(0 < number < len(subwords) and number not in (BOS, EOS) for number in numbers)
    subwords.decode(numbers)


def test_unknown_characters_show_and_other_specials_do_not(subwords):
    numbers = subwords.encode("the 猫")
    assert UNKNOWN in numbers
    assert subwords.decode([BOS, *numbers, EOS, PAD]) == "the ⁇"


def test_spaces_become_one_and_an_empty_text_nothing(subwords):
    assert subwords.decode(subwords.encode("  the   cat ")) == "the cat"
    assert subwords.encode("") == subwords.encode("   ") == []
    assert subwords.decode([]) == ""


def test_specials_written_out_are_only_text(subwords):
    assert not {PAD, BOS, EOS} & set(subwords.encode("<pad> <s> </s>"))


def test_identity_keeps_what_nfkc_joins():
    plain, joined = (Subwords.train(LINES, 60, normalisation) for normalisation in ("identity", "nfkc"))
    assert plain.decode(plain.encode("½")) == "½"
    assert joined.encode("ｆｉｓｈ") == joined.encode("fish")
    assert UNKNOWN in plain.encode("ｆｉｓｈ")


def test_training_repeats_and_bytes_carry_it_all(subwords):
    again = Subwords.train(iter(LINES), 60)
    assert again.to_bytes() == subwords.to_bytes()
    back = Subwords.from_bytes(subwords.to_bytes())
    assert back.pieces == subwords.pieces
    assert back.encode("the catfish") == subwords.encode("the catfish")


def test_a_long_line_counts_too():
    learned = Subwords.train(["ab " * 4000 + "z"], 10)
    assert UNKNOWN not in learned.encode("z")


@pytest.mark.parametrize(
    ("lines", "size", "message"),
    [
        ([], 60, "no text"),
        (["", "  "], 60, "no text"),
        (LINES, 4, "at least 5"),
        (LINES, 10, "smaller than required_chars"),
        (LINES, 10_000, "too high"),
    ],
)
def test_what_cannot_be_learned_is_refused(lines, size, message):
    with pytest.raises(ValueError, match=message):
        Subwords.train(lines, size)


def test_what_is_no_vocabulary_is_refused(subwords):
    data = subwords.to_bytes()
    for bad in (b"", b"hello", data[: len(data) // 2], data[:-3]):
        with pytest.raises(DataError, match="vocabulary of subwords"):
            Subwords.from_bytes(bad)


def test_a_vocabulary_with_other_specials_is_refused(tmp_path):
    import sentencepiece

    prefix = tmp_path / "other"
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(LINES), model_prefix=str(prefix), vocab_size=60, model_type="bpe", minloglevel=2
    )
    with pytest.raises(DataError, match="begins with"):
        Subwords.from_bytes(prefix.with_suffix(".model").read_bytes())


@pytest.mark.parametrize("number", [-1, 60])
def test_numbers_without_a_piece_are_refused(number, subwords):
    with pytest.raises(ValueError, match="no piece has the number"):
        subwords.decode([5, number])
