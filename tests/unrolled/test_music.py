"""Tunes: plain text, pitches and lengths against music21, counts against hand computation, drawing, novelty."""

import json
import math
import re
from collections import Counter
from fractions import Fraction

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from unrolled.data.tunes import Tune
from unrolled.data.vocabulary import Vocabulary
from unrolled.experiments import music, music_leak, music_report
from unrolled.models.character_model import CharacterModel
from unrolled.ngrams import NGrams
from unrolled.results import ROOT
from unrolled.training import FitConfig
from unrolled.tune_corpus import lines, music21_notes, readable
from unrolled.tune_notes import frequency, inner_bars, is_full, read, signature
from unrolled.tune_novelty import Known, steps, windows
from unrolled.tune_sampling import LIMIT, draw, write, write_counts
from unrolled.tune_text import plain, plain_body, to_abc

HEAD = "M:6/8 L:1/8 K:G "
EIGHTH = Fraction(1, 8)


def pitches(line: str) -> list[int | None]:
    return [note.pitch for note in read(line).notes]


def lengths(line: str) -> list[Fraction]:
    return [note.length / EIGHTH for note in read(line).notes]


# plain text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('"4"e|\\\nv(c<A)(A>.B) "^SEGUE"c2-c2 :|', "e|c<AA>Bc2c2:|"),
        ("({d}c3-B) ~G2 .E2 || |: (3(A2G2F2) |]", "c3BG2E2|:(3A2G2F2||"),
        ("A|B4 |1 c4 :|2 d4 |] % the end", "A|B4|1c4:|2d4||"),
        ("N: a remark\nGAB c2d:||:edc B3::", "GABc2d::edcB3::"),
    ],
)
def test_only_what_sounds_is_kept(body, expected):
    assert plain_body(body) == expected


@pytest.mark.parametrize("body", ["GAB|\nK:D\nfed|", "[GBd]4|", "GAB|[K:D]fed", "Z4|", "GAB & c3"])
def test_tunes_with_more_to_them_are_left_out(body):
    assert plain_body(body) is None


def test_a_line_has_a_head_and_a_body_of_some_length():
    tune = Tune("T", "mine", "C|", "", "E Minor", "GABc d2e2|" * 8)
    assert plain(tune) == "M:2/2 L:1/8 K:Em " + "GABcd2e2|" * 8
    assert plain(tune._replace(body="GAB|")) is None
    assert plain(tune._replace(key="Hp")) is None
    assert plain(tune._replace(metre="")) is None
    assert to_abc("M:2/2 L:1/8 K:Em GAB|") == "X:1\nT:tune\nM:2/2\nL:1/8\nK:Em\nGAB|\n"
    with pytest.raises(ValueError, match="does not begin with"):
        to_abc("GAB|")


# notes


def test_pitches_follow_key_octave_and_accidentals():
    assert pitches(HEAD + "CDEFGABcdefgabc'C,") == [60, 62, 64, 66, 67, 69, 71, 72, 74, 76, 78, 79, 81, 83, 84, 48]
    assert pitches(HEAD + "=FF^GG|FG_Bz") == [65, 65, 68, 68, 66, 67, 70, None]  # held until the bar line


def test_lengths_follow_numbers_dots_and_tuplets():
    assert lengths(HEAD + "GG2G3/2G/G//G/4") == [1, 2, Fraction(3, 2), Fraction(1, 2), Fraction(1, 4), Fraction(1, 4)]
    assert lengths(HEAD + "G>AB<cd>>e") == [Fraction(n, 4) for n in (6, 2, 2, 6, 7, 1)]
    assert lengths(HEAD + "(3GABc(2de") == [Fraction(2, 3)] * 3 + [1] + [Fraction(3, 2)] * 2


def test_keys():
    assert signature("G") == {"F": 1}
    assert signature("Bb") == {"B": -1, "E": -1}
    assert signature("Em") == signature("Dmix") == signature("Ador") == {"F": 1}
    assert signature("C") == signature("Am") == {}
    assert len(signature("F#")) == 6
    with pytest.raises(ValueError, match="no key 'Q'"):
        signature("Q")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("GAB", "a tune begins as in"),
        (HEAD + "GA!B", "character 18: '!B' is neither"),
        (HEAD + ">G", "character 16: > has no note before it"),
        (HEAD + "G0", "has no length"),
        (HEAD + "G/0", "has no length"),
        (HEAD + "(3GA", "in the middle of a tuplet"),
        (HEAD + "G>", "in the middle of a tuplet or of a broken rhythm"),
    ],
)
def test_what_cannot_be_read_is_refused(text, words):
    with pytest.raises(ValueError, match=words):
        read(text)


def test_music21_reads_the_same_notes():
    """Where no accidental stands: music21 does not hold one until the bar line, the standard does."""
    found = [line for line in lines("test") if not re.search(r"[\^_=]", line) and all(
        is_full(bar, read(line).metre) for bar in inner_bars(read(line)))]  # fmt: skip
    assert len(found) > 100
    for line in found[:20]:
        own = [(note.pitch, float(4 * note.length)) for note in read(line).notes if note.pitch is not None]
        other = music21_notes(line)
        assert other is not None
        assert [p for p, _ in own] == [p for p, _ in other]
        torch.testing.assert_close(torch.tensor([n for _, n in own]), torch.tensor([n for _, n in other]))
    assert music21_notes("nonsense") is None


@pytest.mark.equation("music.3")
def test_a_full_bar_adds_up_to_its_metre():
    melody = read(HEAD + "d|GABc2d|e>dcB3|(3GABc4|G3A2|ABc|| GAB".replace(" GAB", "GAB"))
    inner = inner_bars(melody)
    assert [bar.before + bar.after for bar in inner] == ["||"] * 4
    for bar, expected in zip(inner, (6, 6, 6, 5), strict=True):
        total = sum(float(note.length) for note in bar.notes)
        assert total == pytest.approx(expected / 8)
        assert is_full(bar, melody.metre) is (expected == 6)


@pytest.mark.equation("music.5")
def test_an_octave_doubles_and_a_is_440():
    assert frequency(69) == 440.0
    assert frequency(60) == pytest.approx(261.6255653, rel=1e-9)
    steps_up = [frequency(p + 1) / frequency(p) for p in range(40, 90)]
    assert max(steps_up) - min(steps_up) < 1e-12
    assert math.prod(steps_up[:12]) == pytest.approx(2.0, rel=1e-12)


# counts


def by_hand(rows: list[list[int]], vocabulary: int, context: tuple[int, ...], symbol: int) -> float:
    """The recursion, straight from its definition: looks through all rows at every call."""
    shorter = by_hand(rows, vocabulary, context[1:], symbol) if context else 1 / vocabulary
    n = len(context)
    after = Counter(row[t] for row in rows for t in range(1, len(row)) if t >= n and tuple(row[t - n : t]) == context)
    if not after:
        return shorter
    return (after[symbol] + len(after) * shorter) / (sum(after.values()) + len(after))


@pytest.mark.equation("music.1")
@given(st.lists(st.lists(st.integers(0, 3), min_size=2, max_size=9), min_size=1, max_size=4), st.integers(1, 4))
def test_counts_mix_every_length_of_context(rows, order):
    counts = NGrams(rows, 4, order)
    for context in ((), (0,), (1, 2), (3, 0, 1), (2, 2, 2, 2)):
        p = counts.probabilities(context)
        assert sum(p) == pytest.approx(1.0, abs=1e-12)
        used = context[max(0, len(context) - order + 1) :]
        expected = [by_hand(rows, 4, used, symbol) for symbol in range(4)]
        torch.testing.assert_close(torch.tensor(p), torch.tensor(expected), atol=1e-12, rtol=0)


def test_mean_nll_of_counts():
    rows = [[0, 1, 2, 1], [0, 2, 2]]
    counts = NGrams(rows, 3, 2)
    steps_ = [(row[t - 1], row[t]) for row in rows for t in range(1, len(row))]
    expected = -sum(math.log(counts.probabilities((a,))[b]) for a, b in steps_) / len(steps_)
    assert counts.mean_nll(rows) == pytest.approx(expected)
    with pytest.raises(ValueError, match="order 0"):
        NGrams(rows, 3, 0)


# writing


@pytest.mark.equation("music.2")
def test_temperature_sharpens_and_flattens():
    logits = torch.tensor([[1.0, 0.0, -0.5, 2.0]])
    for temperature in (0.5, 1.0, 3.0):
        generator = torch.Generator().manual_seed(0)
        found = draw(logits.expand(40_000, -1), temperature, generator).bincount(minlength=4) / 40_000
        powers = logits[0].softmax(0) ** (1 / temperature)  # the same, from probabilities
        torch.testing.assert_close(found, powers / powers.sum(), atol=0.012, rtol=0)
    with pytest.raises(ValueError, match="must be positive"):
        draw(logits, 0.0, torch.Generator())


def test_writers_end_or_are_cut():
    vocabulary = Vocabulary(("<pad>", "<unk>", "\n", "a", "b"))
    torch.manual_seed(0)
    model = CharacterModel(5, 4, 8, "lstm", "torch")
    written = write(model, vocabulary, 30, 1.0, seed=1)
    assert written == write(model, vocabulary, 30, 1.0, seed=1) != write(model, vocabulary, 30, 1.0, seed=2)
    assert all(tune.count("\n") == 1 and tune.endswith("\n") for tune in written)
    assert set("".join(written)) == {"\n", "a", "b"}
    with torch.no_grad():
        model.read.bias[2] = -1e9  # never ends
    assert {len(tune) for tune in write(model, vocabulary, 3, 1.0)} == {LIMIT}
    counts = NGrams([[2, 3, 4, 3, 2]], 5, 2)
    written = write_counts(counts, vocabulary, 20, 1.0)
    assert all(tune.endswith("\n") and set(tune) <= {"\n", "a", "b"} for tune in written)


# novelty


@pytest.mark.equation("music.4")
def test_a_copy_is_known_in_every_key():
    known = Known([read(HEAD + "GABcdedcBAGFEDEFG"), read(HEAD + "dddddddddddddddd")], size=5)
    moved = read("M:6/8 L:1/8 K:D DEFGABAGFEDCB,A,B,CD")  # the first one, in D
    assert steps(moved) == steps(read(HEAD + "GABcdedcBAGFEDEFG"))
    assert known.share_seen(moved) == 1.0
    assert known.longest_copy(moved) == 17
    half = read(HEAD + "GABcdAeAfA")  # its first five notes are known, and no other five in a row
    assert (len(windows(half, 5)), known.share_seen(half)) == (6, 1 / 6)
    assert known.longest_copy(half) == 5
    assert known.share_seen(read(HEAD + "GA")) == 0.0


@given(st.lists(st.sampled_from("GABcde"), min_size=2, max_size=30))
def test_the_longest_copy_is_found_by_trying_all(notes):
    source = read(HEAD + "GABcdedcBAGABcBAGGABBcd")
    known, melody = Known([source], size=4), read(HEAD + "".join(notes))
    text = steps(melody)
    runs = [text[i:j] for i in range(len(text)) for j in range(i + 1, len(text) + 1)]
    longest = max((len(run) for run in runs if run in steps(source)), default=0)
    assert known.longest_copy(melody) == longest + 1


def test_enough_tunes_remain():
    assert [len(lines(split)) for split in ("train", "valid", "test")] == [3066, 362, 407]


# the experiment


def test_the_experiment_at_a_tiny_size(monkeypatch):
    few = {split: lines("test")[i * 12 : (i + 1) * 12] for i, split in enumerate(("train", "valid", "test"))}

    def some(split: str, by_title: bool = False) -> tuple[str, ...]:
        return few[split] + few["test"][:2] * by_title  # two doubles leak

    monkeypatch.setattr(music, "lines", some)
    monkeypatch.setattr(music_leak, "lines", some)
    monkeypatch.setattr(music_report, "music21_notes", lambda line: readable(line) and [])
    config = music.Config(8, 8, 2_000, FitConfig(epochs=2, warmup=2), orders=(2, 3), order=3, tunes=3)
    found = {
        "lstm": [music.learned(config)],
        "counts": music.counted(config, [0, 1]),
        "people": [music.held_out(config)],
    }
    assert len(found["counts"]) == 2
    values, body = music_report.summarise(found, config.temperatures, config.middle)
    assert found["people"][0]["read"] == 100.0
    assert {"lstm.nll", "counts.t07.music21", "people.whole", "lstm.t10.copy.mean"} <= set(values)
    assert json.loads(json.dumps(body))["valid"].keys() == {"2", "3"}

    leaky = [music.learned(config, by_title=True)["leak"]]
    clean = {"lstm": [found["lstm"][0]["leak"]], "counts": [found["counts"][0]["leak"]]}
    rows = music_leak.summarise(clean, {"lstm": leaky, "counts": [music.counted_by_title(config)]})
    assert (rows["parts.doubled"]["text"], rows["parts.single"]["text"]) == ("2", "10")
    assert rows["notes.lstm.single"]["data"] == [found["lstm"][0]["leak"]["single"]]
    assert rows["title.lstm.doubled"]["data"] == [leaky[0]["doubled"]]
    assert rows["title.counts.doubled"]["data"][0] < rows["notes.counts.doubled"]["data"][0] - 0.1  # they know them


def test_the_parts_are_tested_in_both_splits_and_only_one_has_doubles():
    parts = music_leak.parts()
    assert {part: len(found) for part, found in parts.items()} == {"doubled": 42, "single": 297}
    for by_title, doubles in ((True, 42), (False, 0)):
        heard = set().union(*map(music_leak.line_runs, lines("train", by_title)))
        assert sum(bool(heard & music_leak.line_runs(line)) for line in parts["doubled"]) == doubles
        assert not any(heard & music_leak.line_runs(line) for line in parts["single"])
        assert set(parts["doubled"] + parts["single"]) <= set(lines("test", by_title))


def test_verdicts_of_known_tunes():
    head, known = HEAD + "d|", Known([read(HEAD + "GABcdedcBAGFEDEFG")])
    full, wrong = head + "GABc2d|GABc2d|e>dcB3|G6||\n", head + "GABc2d|GABc2|e>dcB3|G6||\n"
    verdict = music_report.judge([full, wrong, full[:-1], "nonsense\n"], known, False)
    assert verdict["read"] == 50.0  # one does not end, and one is no tune
    assert verdict["full"] == pytest.approx(100 * 5 / 6)
    assert verdict["off"] == {"none": 1, "1": 1}
    assert music_report.melody_of(HEAD + "G\n") is None
    roll = music_report.piano_roll(read(HEAD + "G2zA/"))
    assert roll == [[67, 0.0, 2.0], [69, 3.0, 0.5]]


# the page


def test_the_tune_on_the_page_is_the_recorded_one():
    record, page = ROOT / "docs/results/music.json", ROOT / "docs/applications/music.md"
    if not record.exists() or not page.exists():
        pytest.skip("no record yet")
    shown = json.loads(record.read_text("utf-8"))["examples"]["lstm"][0]["shown"]
    text = page.read_text("utf-8")
    notes = " ".join(f"{pitch:g}:{start:g}:{length:g}" for pitch, start, length in shown["roll"])
    assert f'data-notes="{notes}"' in text, f"the player should hold {notes}"
    assert to_abc(shown["line"]).strip() in text, f"the page should hold:\n{to_abc(shown['line'])}"
