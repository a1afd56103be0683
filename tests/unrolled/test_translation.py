"""Translation: its two losses, its baselines, and the experiments at tiny size."""

import json
import math
from dataclasses import replace

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from unrolled.data import dates
from unrolled.data.letters import Letters
from unrolled.data.pairs import collate_pairs
from unrolled.data.specials import BOS, EOS, UNK
from unrolled.date_baseline import CountedDates
from unrolled.experiments import dates as dates_experiment
from unrolled.experiments import translation, translation_rows
from unrolled.experiments.dates_report import parts_right, share
from unrolled.experiments.dates_report import summarise as dates_summary
from unrolled.experiments.translation_report import baselines, nearest
from unrolled.experiments.translation_report import summarise as translation_summary
from unrolled.figures import dates as dates_figures
from unrolled.figures import translation as translation_figures
from unrolled.lexicon import Lexicon
from unrolled.models.seq2seq import Seq2Seq
from unrolled.plotting import PALETTE
from unrolled.training import FitConfig
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


@pytest.mark.equation("translation.6")
def test_counted_dates_by_hand():
    rows = [("7. März 2021", "2021-03-07"), ("9. März 1999", "1999-03-09"), ("7. Mai 2021", "2021-05-07"),
            ("2021/3/7", "2021-03-07"), ("2021/3/3", "2021-03-03"), ("1/2/1999", "1999-01-02")]  # fmt: skip
    counts = CountedDates(rows)
    assert counts.read("12. Mai 2030") == "2030-05-12"
    assert counts.read("12. Juni 2030") == "2030-00-12"
    assert counts.read("2030/4/9") == "2030-04-09"
    assert counts.read("4/9/2030") == "2030-04-09"  # month first, as in 1/2/1999
    assert counts.read("4.9.2030") == "2030-09-04"  # day first, where nothing is known
    mixed = CountedDates([("am Mai 1 2000", "2000-05-01"), ("am Mai 2 2000", "2000-05-02"), ("am Juni 1 2000",
                           "2000-06-01"), ("die 1 2000", "2000-07-01")])  # fmt: skip
    best = max(
        ["am", "mai", "die"], key=lambda word: max(mixed.months[word].values()) / (mixed.months[word].total() + 1)
    )
    assert best == "mai"  # 2 of 2 + 1, against 2 of 3 + 1 and 1 of 1 + 1
    assert mixed.read("am Mai die 3 2001") == "2001-05-03"


def test_folds_leave_each_locale_out_once():
    away = [dates_experiment.left_out(fold) for fold in range(dates_experiment.FOLDS)]
    assert sorted(locale for fold in away for locale in fold) == sorted(dates.LOCALES)
    rows = dates_experiment.rows_of(dates_experiment.Config(fold=2, rows=500))
    assert len(rows["train"]) == 500
    for name in ("train", "valid"):
        assert not {row.locale for row in rows[name]} & away[2]
    assert {row.locale for row in rows["test"]} == set(dates.LOCALES)


def test_shares_of_dates_and_of_their_parts():
    rows = [dates.WrittenDate("a", "2021-03-07", "de"), dates.WrittenDate("b", "2021-03-07", "de"),
            dates.WrittenDate("c", "1999-12-31", "fr")]  # fmt: skip
    found = parts_right(rows, ["2021-03-07", "2021-04-07", "1999-12-3"])
    assert found["de"] == {"rows": 2, "date": 1, "year": 2, "month": 1, "day": 2}
    assert found["fr"] == {"rows": 1, "date": 0, "year": 0, "month": 0, "day": 0}
    assert [share([found], part) for part in ("date", "year", "month")] == pytest.approx([100 / 3, 200 / 3, 100 / 3])


@pytest.fixture
def tiny_dates(monkeypatch):
    """The experiment on dates with a very small model, and 60 dates in each split."""
    load = dates.load
    monkeypatch.setattr(dates_experiment.dates, "load", lambda split="train": load(split)[:60])
    config = replace(dates_experiment.SMALL, hidden=4, embedding=3, fit=FitConfig(epochs=1, warmup=2, watch="score"))
    return {"attention": config, "fold_0": replace(config, fold=0), "fold_1": replace(config, fold=1)}


def test_the_experiment_on_dates_at_tiny_size(tiny_dates, tmp_path):
    found = {name: [dates_experiment.once(name, config, tmp_path, False)] for name, config in tiny_dates.items()}
    again = dates_experiment.once("fold_0", tiny_dates["fold_0"], tmp_path, False)
    assert again == json.loads(json.dumps(found["fold_0"][0]))  # read, not run again
    values, body = dates_summary(found)
    assert {"attention.exact", "unseen.month", "unseen_counts.date", "counts.exact", "seen.date"} <= set(values)
    assert set(body["locales"]["unseen"][0]) <= dates_experiment.left_out(0) | dates_experiment.left_out(1)
    heat = body["heatmaps"]["attention"][0]
    assert [len(row) for row in heat["weights"]] == [len(heat["source"])] * len(heat["written"])
    figure_draws(dates_figures, json.loads(json.dumps(body)))


@pytest.fixture
def tiny_translation(monkeypatch):
    """The experiment on translation with very small models and pairs, none of which is downloaded."""
    monkeypatch.setattr(translation_rows, "SIZES", {"train": 100, "valid": 8, "test": 32})
    fit = FitConfig(epochs=1, warmup=2)
    small = replace(translation.SMALL, subwords=230, embedding=4, hidden=4, fit=fit)
    return {"de_en.attention": small, "de_en.bottleneck": replace(small, attention=None)}


def test_the_experiment_on_translation_at_tiny_size(tiny_translation, tmp_path):
    found = {name: [translation.once(name, config, tmp_path, False)] for name, config in tiny_translation.items()}
    assert translation.once("de_en.attention", tiny_translation["de_en.attention"], tmp_path, False) == json.loads(
        json.dumps(found["de_en.attention"][0])
    )
    rows = {name: translation.rows_of("dates", "en") for name in found}
    values, body = translation_summary(found, {name: split["test"] for name, split in rows.items()})
    values |= baselines(rows)
    assert {"de_en.attention.bleu", "de_en.bottleneck.free", "de_en.gain", "de_en.literal"} <= set(values)
    assert sum(row["pairs"] for row in body["lengths"]["de_en.attention"]) == 32
    assert body["heatmaps"]["de_en.bottleneck"] == []
    assert len(body["examples"]["de_en.attention"]) == 12
    figure_draws(translation_figures, json.loads(json.dumps(body)))


def test_a_run_that_was_cut_off_goes_on_to_the_same_translations(tiny_translation, tmp_path, monkeypatch):
    config = replace(tiny_translation["de_en.attention"], fit=FitConfig(epochs=2, warmup=2))
    whole = translation.once("whole", config, tmp_path, False)
    monkeypatch.setattr(translation, "teacher_forced", None)  # the run dies after training, before its result is kept
    with pytest.raises(TypeError):
        translation.once("cut", config, tmp_path, False)
    assert not (tmp_path / "translation-cut-0.json").exists()
    monkeypatch.undo()
    monkeypatch.setattr(translation_rows, "SIZES", {"train": 100, "valid": 8, "test": 32})
    monkeypatch.setattr("unrolled.training.set_learning_rate", None)  # nothing is left to be trained
    assert translation.once("cut", config, tmp_path, False)["beam"] == whole["beam"]


def test_baselines_translate_a_simple_language():
    words = {"ein": "a", "hund": "dog", "mann": "man", "rennt": "runs", "schläft": "sleeps"}
    train = [(f"ein {who} {does}.", f"A {words[who]} {words[does]}.") for who in ("hund", "mann")
             for does in ("rennt", "schläft")]  # fmt: skip
    assert nearest(train, ["ein mann schläft."]) == ["A man sleeps."]
    values = baselines({"de_en.x": {"train": train, "test": train}})
    assert values["de_en.nearest"]["data"] == [pytest.approx(100)]
    assert values["de_en.copied"]["data"][0] < 20


def figure_draws(module, result):
    """Every figure of a module, drawn from a result into nothing."""
    colours = PALETTE["light"]
    for draw, size in module.FIGURES.values():
        draw(plt.figure(figsize=size), result, colours)
        plt.close("all")
