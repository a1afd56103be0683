"""The parts of the chatbot: what it reads, what it never writes, what is withheld, and how replies are counted."""

import json
import math
from collections import Counter

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from unrolled.data.specials import EOS, UNKNOWN
from unrolled.data.subwords import Subwords
from unrolled.decoding import Rules, beam, greedy, sample
from unrolled.decoding.choose import sampler
from unrolled.decoding.write import stream
from unrolled.perplexity import token_nll
from unrolled.projects.chatbot import dialogues
from unrolled.projects.chatbot.answering import Manner, live, replies
from unrolled.projects.chatbot.baselines import Nearest, PieceCounts
from unrolled.projects.chatbot.conversation import Conversation
from unrolled.projects.chatbot.dialogues import Exchange, exchanges, once
from unrolled.projects.chatbot.diversity import distinct, per_word, share_in
from unrolled.projects.chatbot.model import Size, Trained, build
from unrolled.projects.chatbot.patterns import HELP, LISTED, fingerprint, listed
from unrolled.projects.chatbot.score import likelihood, score, spread_out
from unrolled.projects.chatbot.screen import AT_MOST, WithheldError, despair_in, found_in, screened
from unrolled.projects.chatbot.text import History, clean, joined
from unrolled.projects.chatbot.unrepeated import Unrepeated, without_repeats
from unrolled.projects.errors import ProjectError

LINES = ["hello, how are you?", "i am fine, thanks!", "what do you study?", "i study history of art", "nice"] * 4


@pytest.fixture(scope="module")
def trained():
    subwords = Subwords.train(LINES, 60)
    torch.manual_seed(3)
    size = Size(hidden=12, reads=20)
    return Trained(subwords, build(size, len(subwords)).eval(), size, ("nice",), {})


# reading


def test_a_history_is_joined_cut_and_never_empty(trained):
    reader, pieces = History(trained.subwords, 9), trained.subwords.encode
    assert reader.encode("nice\nhello") == [*pieces("nice"), EOS, *pieces("hello")][-9:]
    assert reader.encode("nice\nnice") == [*pieces("nice"), EOS, *pieces("nice")]
    assert len(reader.encode("hello, how are you? " * 9)) == 9
    assert reader.encode("hello, how are you? " * 9) == pieces("hello, how are you? " * 9)[-9:]
    assert reader.encode("") == [UNKNOWN]
    assert reader.encode("日")[-1] == UNKNOWN
    assert reader.decode(reader.encode("nice\nnice")) == "nice\nnice"
    assert len(reader.encode("a" * 100_000)) == 9
    assert joined(["a", "", "b", "c"], 2) == "b\nc"


def test_text_is_cleaned():
    assert clean(" Ｈｅllo\t\r\n WORLD\u00a0") == "hello world"
    assert clean("\n \t") == ""


def test_exchanges_hold_the_turns_before_and_leave_out_empty_ones():
    assert exchanges(("a", "b", "c"), 2) == [("a", "b"), ("a\nb", "c")]
    assert exchanges(("a", "b", "c"), 1) == [("a", "b"), ("b", "c")]
    assert exchanges(("a", "", "c", "d"), 3) == [("a\nc", "d")]
    assert exchanges(("a",), 2) == []


def test_a_conversation_that_is_there_twice_is_tested_on_and_not_trained_on():
    parts = once({"train": [("a", "b"), ("c", "d"), ("c", "d")], "test": [("a", "b")], "valid": [("e", "f")]})
    assert parts == {"train": [("c", "d")], "test": [("a", "b")], "valid": [("e", "f")]}


def test_no_packaged_conversation_is_in_two_splits():
    parts = once(dialogues.packaged_conversations())
    sizes = Counter()
    for split, some in parts.items():
        sizes[split] = len(set(some))
        assert len(some) == sizes[split]
    assert len(set().union(*parts.values())) == sum(sizes.values())
    assert sizes["train"] > 10 * min(sizes["test"], sizes["valid"]) > 1_000


# writing


@pytest.mark.equation("chatbot.4")
@pytest.mark.usefixtures("double")
@given(st.lists(st.lists(st.integers(0, 4), min_size=7, max_size=7), min_size=1, max_size=4), st.integers(1, 4))
def test_what_would_repeat_a_run_gets_no_probability(rows, n):
    found = without_repeats(torch.zeros(len(rows), 5), torch.tensor(rows), n)
    for row, logits in zip(rows, found.tolist(), strict=True):
        runs = {tuple(row[i : i + n]) for i in range(len(row) - n + 1)}
        for token, logit in enumerate(logits):
            again = (*row[len(row) - n + 1 :], token) in runs
            assert logit == (-math.inf if again else 0.0)


def test_no_reply_repeats_a_run_however_it_is_chosen(trained):
    source = torch.tensor([trained.reader.encode("hello"), trained.reader.encode("nice i")[:1] * 3][:1])
    for n in (1, 2, 3):
        rules = Rules(24, 24 - 1)
        ways = (
            lambda stepper, state, rules: greedy(stepper, state, rules),
            lambda stepper, state, rules: beam(stepper, state, 4, rules=rules),
            lambda stepper, state, rules: sample(stepper, state, torch.Generator().manual_seed(1), 0.3, rules=rules),
        )
        for way in ways:
            stepper = Unrepeated(trained.model, n)
            lengths = torch.tensor([source.shape[1]])
            (ids,) = way(stepper, stepper.start(trained.model.start(source, lengths)), rules).tokens
            runs = [tuple(ids[i : i + n]) for i in range(len(ids) - n + 1)]
            assert len(runs) == len(set(runs)) > 0
    (plain,) = greedy(trained.model, trained.model.start(source, lengths), Rules(24, 23)).tokens
    assert len(set(plain)) < 20  # without the rule, this one does
    with pytest.raises(ValueError, match="at least 1"):
        Unrepeated(trained.model, 0)


def test_replies_keep_their_order_and_seed(trained):
    asked = ["hello", "what do you study?\ni study history", "nice", "", "日本語", "x" * 100_000]
    for manner in (Manner(), Manner(beam=1), Manner(beam=3), Manner(top_k=1)):
        first, again = (replies(trained, asked, manner, 5) for _ in range(2))
        assert first == again
        assert len(first) == len(asked)
        assert "⁇" not in "".join(first)
    alone = [replies(trained, [one], Manner(beam=1), 0)[0] for one in asked]
    assert alone == replies(trained, asked, Manner(beam=1), 0)
    assert replies(trained, asked, Manner(temperature=1.0), 1) != replies(trained, asked, Manner(temperature=1.0), 2)


def test_live_text_is_what_a_stream_of_pieces_gives(trained):
    generator = torch.Generator().manual_seed(8)
    bits = list(live(trained, "hello", Manner(), generator))
    stepper = Unrepeated(trained.model, 3)
    source = torch.tensor([trained.reader.encode("hello")])
    state = stepper.start(trained.model.start(source, torch.tensor([source.shape[1]])))
    ids = list(stream(stepper, state, sampler(torch.Generator().manual_seed(8), 0.8, None, 0.9), Manner().rules))
    assert "".join(bits) == trained.subwords.decode(ids)
    assert len(bits) == len(ids)
    for width in (1, 3):
        whole = "".join(live(trained, "hello", Manner(beam=width), generator))
        assert [whole] == replies(trained, ["hello"], Manner(beam=width), 0)


# the filter

CAUGHT = {
    "my number is 801-555-0123": "phone number",
    "call (801) 555-0123 now": "phone number",
    "8015550123": "phone number",
    "+44 20 7946 0958": "phone number",
    "just text 555-0123": "phone number",
    "write to jane.doe+x@mail.example.org.": "e-mail address",
    "look at https://example.org/a?b": "web address",
    "see www.example.org": "web address",
    "it is on Example.com!": "web address",
    "go kill yourself": "call to self-harm",
    "KYS": "call to self-harm",
}


@pytest.mark.parametrize("text", CAUGHT)
def test_patterns_catch_what_they_are_for(text):
    assert CAUGHT[text] in found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "i was born in scunthorpe and live in penistone, near essex", "a cocktail in a classy bar",
        "the assassin passes",
        "my therapist says so", "an analysis of the document", "moby dick and charles dickens", "shiitake and grapes",
        "in 2018-05-02 at 10:45", "it costs 1,000,000,000 dollars", "pi is 3.14159265358979", "card 1234567890123456",
        "from 2014-2018", "zip code 84604-1234", "ok...so what", "e.g. this", "@jane hi", "a@b",
        "snigger, raccoon, title",
        "this homework is killing me", "i am killing it", "sextant and sussex", "arsenal won 3-2", "u.s. and u.k.",
    ],
)  # fmt: skip
def test_patterns_leave_innocent_text_alone(text):
    assert found_in(text) == []
    assert not despair_in(text)


def test_listed_words_are_caught_whole_in_many_spellings_and_nowhere_printed(monkeypatch):
    from unrolled.projects.chatbot import screen

    screen.kind_of.cache_clear()
    monkeypatch.setattr(screen, "_listed", lambda: {fingerprint("flibbet"): "slur", fingerprint("zosse"): "swear word"})
    try:
        for text in ("You FLIBBET!", "flibbets", "fl1bb3t", "flíbbet", "fliiiibbet", "ﬂibbet", "a flibbet's hat"):
            assert found_in(text) == ["slur"], text
        assert found_in("zo$$e and flibbet") == ["swear word", "slur"]
        for text in ("flibbety", "unflibbet", "flibbe t", "flibet", "flybbet"):  # the last three get through
            assert found_in(text) == [], text
    finally:
        screen.kind_of.cache_clear()


def test_the_list_holds_hashes_of_three_kinds():
    found = listed()
    assert set(found.values()) == {"slur", "sexual word", "swear word"}
    assert all(len(digits) == 16 and int(digits, 16) >= 0 for digits in found)
    assert fingerprint("word") not in found
    assert len(found) == len([line for line in LISTED.read_text().splitlines() if not line.startswith("#")]) > 80


@pytest.mark.parametrize(
    "text", ["I want to kill myself", "i don't want to live anymore", "i dont want to be alive", "thinking of suicide",
             "i wanna die", "everyone is better off dead", "I’ve been cutting myself", "self-harm",
             "i   want\nto   die"],
)  # fmt: skip
def test_despair_is_heard(text):
    assert despair_in(text)


@pytest.mark.parametrize(
    "text", ["suicide squad is a bad film", "i don't want to live in utah", "i could die laughing", "killing time",
             "he died",
             "i want to live"],
)  # fmt: skip
def test_despair_is_not_heard_everywhere(text):
    assert not despair_in(text)


@given(st.lists(st.sampled_from(["hi", "class", "555", "0123", "a.b", "(801)", "555-0123", "kill", "yourself", ","])))
def test_what_is_shown_before_a_reply_is_withheld_is_innocent(words):
    text = " ".join(words)
    bits = [text[i : i + 3] for i in range(0, len(text), 3)]
    shown, stopped = [], None
    try:
        for bit in screened(iter(bits)):
            shown.append(bit)
    except WithheldError as reason:
        stopped = reason
    assert found_in("".join(shown)) == []
    assert (stopped is None) == (found_in(text) == [])
    assert text.startswith("".join(shown))
    assert stopped is not None or "".join(shown) == text


def test_a_word_is_looked_at_when_it_is_whole(monkeypatch):
    from unrolled.projects.chatbot import screen

    screen.kind_of.cache_clear()
    monkeypatch.setattr(screen, "_listed", lambda: {fingerprint("flib"): "slur"})
    try:
        assert "".join(screened(iter(["a fl", "ib", "bet goes ", "fli"]))) == "a flibbet goes fli"
        with pytest.raises(WithheldError, match="slur"):
            list(screened(iter(["a fl", "ib"])))
    finally:
        screen.kind_of.cache_clear()


def test_a_long_reply_is_shown_while_it_is_written():
    shown = []
    bits = screened(f"word{i} " for i in range(AT_MOST + 4))
    shown.append(next(bits))
    assert shown == ["word0 "]


def test_withheld_replies_are_told_and_not_remembered(trained, monkeypatch):
    from unrolled.projects.chatbot import conversation

    monkeypatch.setattr(
        conversation, "live", lambda *_: iter(["one two three four five six seven ", "call 801-555-", "0123"])
    )
    chat = Conversation(trained, Manner(), 0)
    said = "".join(chat.answer("hello"))
    assert said == "one two (a reply was withheld: it held a phone number)"
    assert chat.withheld == ["phone number"]
    assert chat.turns == ["hello"]


def test_a_conversation_reads_its_last_turns_and_forgets_when_told(trained, monkeypatch):
    from unrolled.projects.chatbot import conversation

    asked = []
    monkeypatch.setattr(conversation, "live", lambda _, before, *__: asked.append(before) or iter(["fine ", "then"]))
    chat = Conversation(trained, Manner(), 0)
    assert "".join(chat.answer(" Hello ")) == "fine then"
    assert "".join(chat.answer("Nice")) == "fine then"
    assert list(chat.answer(" \t")) == []
    assert list(chat.answer("i want to die")) == [HELP]
    chat.reset()
    list(chat.answer("日本語 日本語"))
    assert "does not know" in chat.note
    assert asked == ["hello", "fine then\nnice", "日本語 日本語"]
    list(chat.answer("hello " * 5_000))
    assert "only the last 20 pieces" in chat.note
    list(chat.answer("hello"))
    assert chat.note == ""


# measuring


@pytest.mark.equation("chatbot.1")
def test_perplexity_per_word_is_that_of_the_whole_replies(trained):
    rows = [
        Exchange("hello", "i am fine"),
        Exchange("nice\nhello", "nice"),
        Exchange("what?", "i study history of art"),
    ]
    model = build(trained.size, len(trained.subwords)).double().eval()
    model.load_state_dict(trained.model.state_dict())
    product, pieces = 1.0, 0
    for row in rows:
        ids = [*trained.subwords.encode(row.reply), EOS]
        source = torch.tensor([trained.reader.encode(row.before)])
        with torch.no_grad():
            logits = model(source, torch.tensor([source.shape[1]]), torch.tensor([[2, *ids[:-1]]]))
        product *= math.exp(-token_nll(logits, torch.tensor([ids])).sum().item())
        pieces += len(ids)
    tally = likelihood(trained._replace(model=model), rows)
    assert tally.tokens == pieces
    words = 3 + 1 + 5 + 3  # and an end of each
    assert per_word(tally.total, [row.reply for row in rows]) == pytest.approx(product ** (-1 / words), rel=1e-10)
    assert per_word(1e9, ["a"]) < math.inf


@pytest.mark.equation("chatbot.2")
def test_distinct_counts_different_runs_over_all_words():
    said = ["i do not know", "i do not think so", "no"]
    assert distinct(said, 1) == pytest.approx(7 / 10)
    assert distinct(said, 2) == pytest.approx(5 / 10)  # i do, do not, not know, not think, think so
    assert distinct(["yes"] * 50, 1) == pytest.approx(1 / 50)
    assert distinct(["yes"] * 50, 2) == 0
    for replies_, n in (([], 1), (["", " "], 1), (["a"], 0)):
        with pytest.raises(ValueError, match="there are none"):
            distinct(replies_, n)
    assert share_in(["a", "b", "a", "c"], {"a"}) == 50


@pytest.mark.equation("chatbot.3")
def test_the_likest_turn_is_that_of_the_cosine():
    turns = ["do you like cats ?", "do you like the rain ?", "my cats sleep", "the the rain"]
    rows = [Exchange(f"before\n{turn}", f"reply {i}") for i, turn in enumerate(turns)]
    nearest = Nearest(rows)
    asked = ["something else\nthe cats like the rain", "my my ?", "日本"]

    def vector(text):
        counts = Counter(text.split())
        seen = {word: sum(word in turn.split() for turn in turns) for word in counts}
        v = {w: n * (1 + math.log((1 + len(turns)) / (1 + seen[w]))) for w, n in counts.items() if seen[w]}
        norm = math.sqrt(sum(x * x for x in v.values())) or 1.0
        return {w: x / norm for w, x in v.items()}

    wanted = [
        [sum(x * vector(turn).get(w, 0.0) for w, x in vector(text.split("\n")[-1]).items()) for turn in turns]
        for text in asked
    ]
    np.testing.assert_allclose(nearest.cosines(asked), wanted, rtol=1e-10, atol=1e-12)
    assert nearest.replies(asked) == [f"reply {int(np.argmax(row))}" for row in wanted]
    assert nearest.replies(["my cats sleep"]) == ["reply 2"]


def test_counts_of_pieces_give_every_piece_a_probability(trained):
    counts = PieceCounts(LINES, trained.subwords, 1)
    pieces = [number for line in LINES for number in [*trained.subwords.encode(line), -1]]
    often = Counter(pieces)
    often[-1] += 1  # the first mark
    total, kinds = sum(often.values()), len(often)
    uniform = 1 / (kinds + 1)
    wanted = [*trained.subwords.encode("nice"), -1]
    nats = -sum(math.log((often[piece] + kinds * uniform) / (total + kinds)) for piece in wanted)
    tally = counts.likelihood(["nice"])
    assert (tally.tokens, tally.total) == (len(wanted), pytest.approx(nats, rel=1e-10))
    better = PieceCounts(LINES, trained.subwords, 3).likelihood(LINES)
    assert better.nll < counts.likelihood(LINES).nll


def test_a_score_is_json_whatever_is_known(trained):
    rows = [Exchange("hello", "nice"), Exchange("nice", "i am fine, thanks!")] * 5
    for known in (None, {"nice"}):
        found = score(trained, rows, known, Manner(), 0, 10)
        assert json.loads(json.dumps(found, allow_nan=False))["people"]["replies"] == 10
    assert found["people"]["copies_percent"] == 50
    assert found["people"]["generic_percent"] == 50
    assert len(spread_out(rows, 3)) == 3
    with pytest.raises(ProjectError, match="no reply to test on"):
        score(trained, [], None, Manner(), 0, 4)
