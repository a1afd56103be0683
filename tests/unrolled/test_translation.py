"""Translation: its two losses, its baselines, and the experiments at tiny size."""

import math

import numpy as np
import pytest
import torch
from unrolled.data.specials import BOS, EOS, UNK

from unrolled.data.letters import Letters
from unrolled.data.pairs import collate_pairs
from unrolled.lexicon import Lexicon
from unrolled.models.seq2seq import Seq2Seq
from unrolled.translation_task import PairData, TeacherForced, free_running, smoothed_loss, teacher_forced

TIGHT = {"atol": 1e-10, "rtol": 1e-10}
ROWS = [("abc", "xy"), ("ab", "x"), ("cabca", "yxxy"), ("b", ""), ("bcbc", "yy")]


@pytest.fixture
def small(double):
    """Some pairs as data, and an untrained model for them, in float64."""
    del double
    letters = Letters.build(a + b for a, b in ROWS)
    model = Seq2Seq(len(letters), len(letters), 5, 6, attention="additive").eval()
    with torch.no_grad():
        for weights in model.parameters():
            weights.mul_(3)  # so that what was written before matters
    return model, PairData({"train": ROWS, "valid": ROWS[:3]}, letters, letters)


def test_letters_there_and_back():
    letters = Letters.build(["7. März", "März"])
    assert letters.decode([BOS, *letters.encode("Mär"), EOS]) == "Mär"
    assert letters.encode("Mx") == [letters.index["M"], UNK]
    assert (len(letters), letters.characters[:4]) == (11, "Mrzä")
    with pytest.raises(ValueError, match="no character"):
        Letters.build([""])
    with pytest.raises(ValueError, match="twice"):
        Letters("aba")


@pytest.mark.usefixtures("double")
@pytest.mark.equation("translation.1")
def test_the_loss_is_a_mean_over_words_that_are_there():
    batch = collate_pairs([[4], [5]], [[4, 5], []])
    logits = torch.randn(2, 3, 6, requires_grad=True)
    log_p = torch.log(logits.exp() / logits.exp().sum(2, keepdim=True))
    expected = -(log_p[0, 0, 4] + log_p[0, 1, 5] + log_p[0, 2, EOS] + log_p[1, 0, EOS]) / 4
    found = smoothed_loss(logits, batch.target_out, batch.mask)
    torch.testing.assert_close(found, expected, **TIGHT)
    torch.testing.assert_close(*(torch.autograd.grad(x, logits)[0] for x in (found, expected)), **TIGHT)


@pytest.mark.usefixtures("double")
@pytest.mark.equation("translation.2")
def test_smoothing_spreads_a_share_over_all_words():
    batch = collate_pairs([[4], [5]], [[4, 5], []])
    logits, share = torch.randn(2, 3, 6, requires_grad=True), 0.1
    log_p = logits.log_softmax(2)
    wanted = (1 - share) * torch.nn.functional.one_hot(batch.target_out, 6) + share / 6  # (B, T, V)
    expected = -((wanted * log_p).sum(2) * batch.mask).sum() / batch.mask.sum()
    found = smoothed_loss(logits, batch.target_out, batch.mask, share)
    torch.testing.assert_close(found, expected, **TIGHT)
    torch.testing.assert_close(*(torch.autograd.grad(x, logits)[0] for x in (found, expected)), **TIGHT)


@pytest.mark.parametrize("budget", [1, 9, 1000])
def test_the_teacher_forced_loss_is_that_of_the_batches_and_needs_none(small, budget):
    model, data = small
    found = teacher_forced(model, data, "train", budget)
    total = 0.0
    for source, target in zip(data.sources["train"], data.targets["train"], strict=True):
        batch = collate_pairs([source], [target])
        total += TeacherForced()(model, batch).item() * (len(target) + 1)
    assert found.tokens == sum(len(target) + 1 for target in data.targets["train"])
    assert found.nll == pytest.approx(total / found.tokens, abs=1e-10)


@pytest.mark.equation("translation.3")
@pytest.mark.parametrize("budget", [1, 1000])
def test_the_free_running_loss_reads_what_the_model_wrote(small, budget):
    model, data = small
    total, other = 0.0, 0.0
    for source, target in zip(data.sources["train"], data.targets["train"], strict=True):
        written = [BOS]
        for wanted in [*target, EOS]:  # the whole sentence again for each word
            logits = model(torch.tensor([source]), torch.tensor([len(source)]), torch.tensor([written]))[0, -1]
            total -= logits.log_softmax(0)[wanted].item()
            written.append(int(logits.argmax()))
        other += len(target) + 1
    found = free_running(model, data, "train", budget)
    assert found.nll == pytest.approx(total / other, abs=1e-10)
    assert abs(found.nll - teacher_forced(model, data, "train", budget).nll) > 1e-3


PAIRS = [(["das", "haus"], ["the", "house"]), (["das", "buch"], ["the", "book"]),
         (["ein", "buch"], ["a", "book"])]  # fmt: skip


@pytest.mark.equation("translation.4")
@pytest.mark.equation("translation.5")
@pytest.mark.parametrize("rounds", [1, 2, 7])
def test_a_lexicon_by_hand(rounds):
    sources, targets = ({w for pair in PAIRS for w in pair[side]} for side in (0, 1))
    chance = {(s, t): 1 / len(targets) for s in sources for t in targets}
    for _ in range(rounds):
        counts = dict.fromkeys(chance, 0.0)
        for source, target in PAIRS:
            for t in target:
                for s in source:
                    counts[s, t] += chance[s, t] / sum(chance[other, t] for other in source)
        chance = {(s, t): n / sum(counts[s, other] for other in targets) for (s, t), n in counts.items()}
    found = Lexicon(PAIRS, rounds)
    for (s, t), expected in chance.items():
        assert found.probability(s, t) == pytest.approx(expected, abs=1e-12)


def test_a_lexicon_translates_word_by_word():
    lexicon = Lexicon(PAIRS, rounds=10)
    assert lexicon.translate(["das", "ein", "buch", "katze"]) == ["the", "a", "book", "katze"]
    assert lexicon.translate(["haus"]) == ["house"]
    assert lexicon.probability("katze", "book") == 0.0
    many = Lexicon([(["a", "b"] * 3, ["x", "y", "x"])], rounds=3)
    assert math.isclose(sum(many.probability("a", t) for t in "xy"), 1.0)
    for bad in ([], [(["a"], [])]):
        with pytest.raises(ValueError, match="at least one word"):
            Lexicon(bad)


def test_likelihood_of_a_lexicon_never_falls():
    rng = np.random.default_rng(0)
    pairs = [([f"s{i}" for i in rng.integers(0, 9, 4)], [f"t{i}" for i in rng.integers(0, 9, 5)]) for _ in range(40)]

    def likelihood(lexicon):
        return sum(math.log(sum(lexicon.probability(s, t) for s in source)) for source, target in pairs for t in target)

    found = [likelihood(Lexicon(pairs, rounds)) for rounds in (1, 2, 4, 8, 16)]
    assert found == sorted(found)
