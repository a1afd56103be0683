"""The tagger, its CRF against all tag sequences, its scores against hand counts, and packing against flipping."""

import itertools
import math
from collections import Counter
from dataclasses import replace

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from unrolled.data.spelling import Features, features, shape
from unrolled.data.tagged import Tagged
from unrolled.data.vocabulary import PAD, UNKNOWN
from unrolled.experiments import tagging
from unrolled.experiments.tagging_report import body_of, model_values, packing_values, with_padding
from unrolled.experiments.tagging_speed import flipped_way, packed_way, turns
from unrolled.experiments.tagging_tasks import f1_where, parts_f1
from unrolled.layers.masks import mask_of
from unrolled.masked_loss import token_loss
from unrolled.models.crf import CRF, marginals
from unrolled.models.tagger import Tagger
from unrolled.span_score import Score, span_score, spans, violations
from unrolled.tag_baseline import MostFrequentTag
from unrolled.tag_task import TagData, accuracy, collate_tags, tag_split, train, whole

TIGHT = {"atol": 1e-10, "rtol": 1e-10}
SHAPES = st.tuples(st.integers(1, 3), st.integers(1, 4), st.integers(1, 3), st.integers(0, 99))

pytestmark = pytest.mark.usefixtures("double")


def problem(B, T, K, seed=0):
    """A CRF with random weights, random scores, and lengths that reach T in one row."""
    torch.set_default_dtype(torch.float64)  # hypothesis draws outside the fixture
    torch.manual_seed(seed)
    crf = CRF(K)
    for weight in crf.parameters():
        nn.init.normal_(weight)
    lengths = torch.randint(1, T + 1, (B,))
    lengths[0] = T
    return crf, torch.randn(B, T, K, requires_grad=True), lengths, torch.randint(K, (B, T))


def by_hand(crf, a, tags):
    """Score of one sequence of tags, term by term."""
    total = crf.first[tags[0]] + crf.last[tags[-1]]
    for t, k in enumerate(tags):
        total = total + a[t, k]
        if t:
            total = total + crf.pairs[tags[t - 1], k]
    return total


def all_scores(crf, a, n):
    """Every sequence of tags for n steps, and its score."""
    every = list(itertools.product(range(a.shape[1]), repeat=n))
    return every, torch.stack([by_hand(crf, a, tags) for tags in every])


@pytest.mark.equation("tagging.4")
@given(SHAPES)
@settings(max_examples=15, deadline=None)
def test_score_is_the_sum_of_its_terms_and_ignores_padding(sizes):
    crf, a, lengths, tags = problem(*sizes)
    expected = [by_hand(crf, row, t[:n].tolist()) for row, t, n in zip(a, tags, lengths.tolist(), strict=True)]
    torch.testing.assert_close(crf.score(a, tags, lengths), torch.stack(expected), **TIGHT)
    mask = mask_of(lengths, a.shape[1])
    other = torch.where(mask, tags, 0), torch.where(mask.unsqueeze(-1), a, 1e3)
    torch.testing.assert_close(crf.score(other[1], other[0], lengths), torch.stack(expected), **TIGHT)


@pytest.mark.equation("tagging.6")
@given(SHAPES)
@settings(max_examples=15, deadline=None)
def test_log_partition_and_its_gradients_are_those_of_the_sum_over_all_sequences(sizes):
    crf, a, lengths, _ = problem(*sizes)
    ours = crf.log_partition(a, lengths)
    theirs = torch.stack([all_scores(crf, row, n)[1].logsumexp(0) for row, n in zip(a, lengths.tolist(), strict=True)])
    torch.testing.assert_close(ours, theirs, **TIGHT)
    inputs = [a, *crf.parameters()]
    ours, theirs = (torch.autograd.grad(x.square().sum(), inputs, allow_unused=True) for x in (ours, theirs))
    for one, other, like in zip(ours, theirs, inputs, strict=True):
        zero = torch.zeros_like(like)  # a single step has no pairs
        torch.testing.assert_close(zero if one is None else one, zero if other is None else other, **TIGHT)


@pytest.mark.equation("tagging.5")
def test_probabilities_of_all_sequences_sum_to_one():
    crf, a, _, _ = problem(1, 4, 3)
    every = torch.tensor(list(itertools.product(range(3), repeat=4)))
    nll = crf.nll(a.expand(81, 4, 3), every, torch.full((81,), 4))
    torch.testing.assert_close(nll.neg().exp().sum(), torch.tensor(1.0), **TIGHT)
    _, scores = all_scores(crf, a[0], 4)
    torch.testing.assert_close(nll, -scores.log_softmax(0), **TIGHT)


def test_without_scores_of_pairs_a_crf_is_a_softmax_at_each_step():
    _, a, lengths, tags = problem(3, 5, 4)
    crf = CRF(4)
    torch.testing.assert_close(crf.nll(a, tags, lengths).sum() / lengths.sum(), token_loss(a, tags, lengths), **TIGHT)
    mask = mask_of(lengths, 5)
    assert torch.equal(crf.best(a, lengths)[mask], a.argmax(-1)[mask])


@pytest.mark.equation("tagging.7")
@given(SHAPES)
@settings(max_examples=25, deadline=None)
def test_viterbi_finds_the_best_of_all_sequences(sizes):
    crf, a, lengths, _ = problem(*sizes)
    found = crf.best(a, lengths)
    for row, tags, n in zip(a, found, lengths.tolist(), strict=True):
        every, scores = all_scores(crf, row, n)
        assert tuple(tags[:n].tolist()) == every[scores.argmax()]
        assert not tags[n:].any()


@pytest.mark.equation("tagging.8")
def test_marginals_are_sums_over_all_sequences_with_that_tag():
    crf, a, lengths, _ = problem(3, 4, 3)
    found = marginals(crf, a, lengths)
    for row, chance, n in zip(a, found, lengths.tolist(), strict=True):
        every, scores = all_scores(crf, row, n)
        p = scores.softmax(0)
        for t, k in itertools.product(range(n), range(3)):
            expected = sum(p[i] for i, tags in enumerate(every) if tags[t] == k)
            torch.testing.assert_close(chance[t, k], expected.detach(), **TIGHT)
        assert not chance[n:].any()
    torch.testing.assert_close(found.sum(-1), mask_of(lengths, 4).double(), **TIGHT)


def test_an_unknown_head_is_refused():
    with pytest.raises(ValueError, match="no head 'CRF': choose one of softmax, crf"):
        Tagger(20, 4, 5, 6, head="CRF")


@pytest.mark.parametrize("head", ["softmax", "crf"])
@pytest.mark.parametrize("bidirectional", [True, False])
def test_more_padding_changes_neither_loss_nor_gradients_nor_tags(head, bidirectional):
    model = Tagger(20, 4, 5, 6, head=head, bidirectional=bidirectional)
    sentences = [torch.randint(2, 20, (n, 3)).tolist() for n in (4, 1, 6)]
    batch = collate_tags(sentences, [[1] * len(s) for s in sentences])
    tokens = nn.functional.pad(batch.tokens, (0, 0, 0, 3))
    wide = (tokens, batch.lengths, nn.functional.pad(batch.tags, (0, 3), value=2))
    losses = model.loss(*batch), model.loss(*wide)
    torch.testing.assert_close(*losses, **TIGHT)
    weights = [w for w in model.parameters() if w.requires_grad]
    for one, other in zip(*(torch.autograd.grad(loss, weights) for loss in losses), strict=True):
        torch.testing.assert_close(one, other, **TIGHT)
    mask = mask_of(batch.lengths, 6)
    assert torch.equal(model(batch.tokens, batch.lengths)[mask], model(*wide[:2])[:, :6][mask])


@pytest.mark.equation("tagging.2")
def test_a_word_is_the_sum_of_the_vectors_of_its_features():
    model = Tagger(9, 3, 4, 5, bidirectional=False)
    tokens, lengths = torch.tensor([[[2, 5, 8], [3, 5, UNKNOWN]]]), torch.tensor([2])
    E = model.embed.weight
    x = torch.stack([E[2] + E[5] + E[8], E[3] + E[5] + E[UNKNOWN]])[None]
    expected = model.score(model.recurrent(x)[0])
    torch.testing.assert_close(model.scores(tokens, lengths), expected, **TIGHT)


@pytest.mark.equation("tagging.3")
def test_softmax_loss_is_the_mean_over_words_of_minus_log_probability():
    model = Tagger(9, 3, 4, 5)
    batch = collate_tags([[[2], [3], [4]], [[5]]], [[0, 2, 1], [2]])
    a = model.scores(batch.tokens, batch.lengths)
    chosen = [a[0, 0].softmax(0)[0], a[0, 1].softmax(0)[2], a[0, 2].softmax(0)[1], a[1, 0].softmax(0)[2]]
    torch.testing.assert_close(model.loss(*batch), -torch.stack(chosen).log().mean(), **TIGHT)


def test_feature_dropout_hides_features_in_training_alone():
    model = Tagger(9, 3, 4, 5, feature_dropout=0.5)
    batch = collate_tags([[[2], [3], [4]]], [[0, 2, 1]])
    assert not torch.equal(model.scores(*batch[:2]), model.scores(*batch[:2]))
    model.eval()
    assert torch.equal(model.scores(*batch[:2]), model.scores(*batch[:2]))


@given(SHAPES)
@settings(max_examples=15, deadline=None)
def test_flipping_within_each_length_gives_the_outputs_and_gradients_of_packing(sizes):
    B, T, H, seed = sizes
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(seed)
    gru = nn.GRU(2, H, batch_first=True, bidirectional=True)
    lengths = torch.randint(1, T + 1, (B,))
    x, weight = torch.randn(B, T, 2, requires_grad=True), torch.randn(B, T, 2 * H)
    mask = mask_of(lengths, T).unsqueeze(-1)
    packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    direct = pad_packed_sequence(gru(packed)[0], batch_first=True, total_length=T)[0]
    outputs = [direct, packed_way(gru)(x, lengths), flipped_way(gru)(x, lengths) * mask]
    gradients = [torch.autograd.grad((out * mask * weight).sum(), x)[0] for out in outputs]
    for i in (1, 2):
        torch.testing.assert_close(outputs[i], outputs[0], **TIGHT)
        torch.testing.assert_close(gradients[i], gradients[0], **TIGHT)


@pytest.mark.equation("tagging.1")
def test_the_baseline_counts_and_falls_back_on_the_commonest_tag():
    rows = [Tagged(("May", "fly", "fly"), ("N", "V", "N")), Tagged(("fly", "may"), ("V", "A"))]
    model = MostFrequentTag(rows)
    counts = Counter({("fly", "V"): 2, ("fly", "N"): 1, ("May", "N"): 1, ("may", "A"): 1})
    for (word, tag), n in counts.items():
        assert model.tag([word]) == [tag] or counts[word, model.tag([word])[0]] > n
    assert model.tag(["unheard"]) == ["N"]  # two of V, two of N: the alphabet decides
    assert MostFrequentTag(rows, lower=True).tag(["MAY"]) == ["A"]  # once A, once N
    with pytest.raises(ValueError, match="no rows"):
        MostFrequentTag([])


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("O O", []),
        ("B-x I-x O", [(0, 2, "x")]),
        ("B-x B-x", [(0, 1, "x"), (1, 2, "x")]),
        ("I-x I-x", [(0, 2, "x")]),
        ("B-x I-y", [(0, 1, "x"), (1, 2, "y")]),
        ("O I-x B-x I-x", [(1, 2, "x"), (2, 4, "x")]),
    ],
)
def test_spans_follow_the_rules_of_conll(tags, expected):
    assert [tuple(span) for span in spans(tags.split())] == expected


def test_violations_are_inside_tags_that_continue_nothing():
    assert violations(["I-x", "I-x", "B-y", "I-y", "I-x", "O", "I-y"]) == 3
    assert violations(["B-x", "I-x", "O", "B-y"]) == 0


@pytest.mark.equation("tagging.9")
def test_span_score_is_that_of_a_hand_count():
    truth = [["O", "B-loc", "I-loc", "I-loc", "O", "B-per"], ["B-per", "O", "O"], ["O", "B-grp"]]
    guess = [["O", "B-loc", "I-loc", "O", "O", "B-per"], ["B-per", "O", "B-loc"], ["O", "O"]]
    # real: 4 names. Found: 4, of which two are right: the one of sentence 1 is a word short, "B-loc" is no name
    score = span_score(truth, guess)
    assert score == Score(2 / 4, 2 / 4, 1 / 2)
    assert span_score(truth, truth) == Score(1.0, 1.0, 1.0)
    lopsided = span_score(truth, [["O", "O", "O", "O", "O", "B-per"], ["O", "O", "O"], ["O", "O"]])
    assert lopsided.precision == 1
    assert lopsided.recall == 1 / 4
    assert math.isclose(lopsided.f1, 2 * 1 * 0.25 / 1.25)
    assert span_score([["O"]], [["O"]]) == Score(0.0, 0.0, 0.0)
    with pytest.raises(ValueError, match="differ"):
        span_score([["O"]], [["O", "O"]])


@pytest.mark.equation("tagging.10")
def test_accuracy_that_counts_padding_is_that_of_the_rectangle():
    rows = [Tagged(tuple("abcde"), tuple("NNVVN")), Tagged(("a",), ("N",))]
    guess = [list("NVVVV"), ["V"]]
    cells = [a == b for a, b in zip("NNVVN" + "N0000", "NVVVV" + "V0000", strict=True)]
    assert math.isclose(with_padding(rows, guess), 100 * sum(cells) / len(cells))
    assert math.isclose(accuracy(rows, guess), 3 / 6)
    assert whole(rows, guess) == 0
    assert f1_where(lambda tag: tag == "V")(rows, guess) == 2 * 2 / (2 + 5)


def test_a_part_of_an_address_counts_only_as_a_whole():
    row = Tagged(("12", "Elm", "Tree", "Road"), ("Number", "Street", "Street", "Type"))
    assert parts_f1([row], [["Number", "Street", "Street", "Type"]]) == 1
    assert parts_f1([row], [["Number", "Street", "Type", "Type"]]) == pytest.approx(1 / 3)  # of three, the number


def test_features_of_words_and_what_is_too_rare():
    assert shape("A1-bC") == "Xd-xX"
    assert shape("") == ""
    assert len(features("a")) == len(features("longer")) == 5
    known = Features([["Boston", "boston", "Denver"]], least=2)
    first, rare = known.encode(["BOSTON", "zzz"])
    assert known.knows("boston")
    assert not known.knows("denver")
    assert first[0] != UNKNOWN
    assert first[1] == UNKNOWN
    assert rare == [UNKNOWN] * 5
    assert PAD not in rare


def toy(n=40):
    """Sentences whose tag is that of the next word: a right context is all that matters."""
    generator = torch.Generator().manual_seed(0)
    rows = []
    for _ in range(n):
        words = ["ab"[i] for i in torch.randint(2, (4,), generator=generator).tolist()]
        rows.append(Tagged(tuple(words), tuple("B-x" if w == "a" else "O" for w in [*words[1:], "b"])))
    return {"train": rows, "valid": rows[:4], "test": rows[:6]}


@pytest.mark.parametrize("head", ["softmax", "crf"])
def test_a_tagger_learns_what_only_the_right_context_tells(head):
    data = TagData(toy())
    config = replace(tagging.settings(25), learning_rate=3e-2, warmup=2)
    torch.manual_seed(0)
    model = Tagger(len(data.features.vocabulary), 2, 8, 8, head=head, backend="torch")
    history = train(model, data, accuracy, config, budget=40)
    guess = tag_split(model.eval(), data, "test", 40)
    assert [len(tags) for tags in guess] == [4] * 6
    assert accuracy(data.rows["test"], guess) == 1.0 == history.epochs[history.best]["score"]


def test_a_batch_refuses_what_does_not_fit():
    for sentences, tags in (([], []), ([[]], [[]]), ([[[1]]], [[1, 2]])):
        with pytest.raises(ValueError, match="at least one word"):
            collate_tags(sentences, tags)


def test_the_experiment_reports_every_arm(monkeypatch):
    torch.set_default_dtype(torch.float32)
    rows = toy()
    monkeypatch.setattr(tagging, "read_task", lambda *_: rows)
    config = replace(tagging.VARIANTS["address.crf"], embedding=4, hidden=4, fit=tagging.settings(1))
    wnut = replace(config, task="wnut")
    found = {
        "address.baseline": tagging.most_frequent("address", None),
        "address.crf": tagging.one_arm("address.crf", config, [0], None, False),
        "wnut.crf": tagging.one_arm("wnut.crf", wnut, [0, 1], None, False),
    }
    values = model_values(found, {"address": rows, "wnut": rows})
    assert "±" in values["wnut.crf.f1"]["text"]
    assert "±" not in values["address.baseline.accuracy"]["text"]
    assert values["wnut.names"]["text"] == str(sum(len(spans(row.tags)) for row in rows["test"]))
    body = body_of(found, {"address": rows, "wnut": rows})
    assert torch.tensor(body["marginals"]["chance"]).sum(1).max() < 1.0001
    assert set(body["errors"]) == {"address.crf"}


def test_the_race_of_packing_counts_words_and_padding():
    torch.set_default_dtype(torch.float32)
    gru = nn.GRU(64, 4, batch_first=True, bidirectional=True)
    row = turns({"packed": packed_way(gru), "flipped": flipped_way(gru)}, [2, 4], [[0, 1]], 2)
    assert row["waste"] == 25.0
    assert row["ratio"] > 0
    assert packing_values({"random": {key: [number] for key, number in row.items()}})["packing.random.waste"]
