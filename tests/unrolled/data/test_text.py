"""Text to tokens, tokens to numbers and back."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unrolled.data.tokenise import shorten, tokenise
from unrolled.data.vocabulary import PAD, UNKNOWN, Vocabulary

WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "film", "don't", "!", "."]), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Don't miss it!<br /><br />A gem.", ["don't", "miss", "it", "!", "a", "gem", "."]),
        ("10/10, really", ["10", "10", ",", "really"]),
        ("good<br />bad", ["good", "bad"]),
        ("GOOD<BR />bad", ["good", "bad"]),
        ("wait...what?", ["wait", ".", ".", ".", "what", "?"]),
        ("", []),
        ("\u2014 \u263a", []),
    ],
)
def test_tokenise(text, tokens):
    assert tokenise(text) == tokens


@given(st.text())
def test_tokens_are_lower_case_without_space_and_stable(text):
    tokens = tokenise(text)
    assert all(token and token == token.lower() and not any(c.isspace() for c in token) for token in tokens)
    assert tokenise(" ".join(tokens)) == tokens


@given(st.lists(st.sampled_from("abcdefgh"), max_size=60), st.integers(4, 40))
def test_shorten_keeps_head_and_tail(tokens, limit):
    short = shorten(tokens, limit)
    assert len(short) == min(limit, len(tokens))
    head = limit // 4
    assert short[:head] == tokens[:head]
    tail = limit - head
    assert short[-tail:] == tokens[-tail:]


def test_shorten_refuses_a_limit_without_room_for_both_ends():
    with pytest.raises(ValueError, match="at least 4"):
        shorten(["a"] * 9, 3)


@given(st.lists(WORDS, min_size=1), st.integers(3, 12))
def test_vocabulary_keeps_the_commonest(texts, size):
    vocabulary = Vocabulary.build(texts, size)
    counts = Counter(word for text in texts for word in text)
    kept = vocabulary.words[2:]
    assert len(kept) == min(size - 2, len(counts))
    least = min(counts[word] for word in kept)
    assert all(counts[word] <= least for word in counts if word not in kept)


@given(st.lists(WORDS, min_size=1), WORDS)
def test_decode_undoes_encode_but_for_unknown_words(texts, text):
    vocabulary = Vocabulary.build(texts, 6)
    expected = [word if word in vocabulary.words else "<unk>" for word in text]
    assert vocabulary.decode(vocabulary.encode(text)) == expected


def test_encode_gives_unknown_words_one_index_and_decode_drops_padding():
    vocabulary = Vocabulary.build([["a", "a", "b"]], 4)
    assert vocabulary.words == ("<pad>", "<unk>", "a", "b")
    assert vocabulary.encode(["b", "never seen", "a"]) == [3, UNKNOWN, 2]
    assert vocabulary.decode([2, PAD, PAD]) == ["a"]
    assert vocabulary.encode([]) == [UNKNOWN]


def test_ties_are_broken_by_the_alphabet_not_by_the_order_of_texts():
    assert Vocabulary.build([["b", "a"]], 3) == Vocabulary.build([["a", "b"]], 3)


@pytest.mark.parametrize(
    ("texts", "size", "words"), [([["a"]], 2, "at least 3"), ([], 9, "no word"), ([[], []], 9, "no word")]
)
def test_vocabulary_refuses_what_makes_none(texts, size, words):
    with pytest.raises(ValueError, match=words):
        Vocabulary.build(texts, size)


@pytest.mark.parametrize("words", [("a", "b"), ("<pad>", "<unk>", "a", "a")])
def test_vocabulary_refuses_a_broken_list(words):
    with pytest.raises(ValueError, match="vocabulary"):
        Vocabulary(words)
