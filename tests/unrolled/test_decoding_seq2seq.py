"""Decoding with the models of the book: batches, padding, and scores against a teacher-forced pass."""

import pytest
import torch

from unrolled.data.pairs import collate_pairs
from unrolled.decoding import Rules, beam, beam_all, greedy
from unrolled.experiments.decoding_telegrams import log_likelihood
from unrolled.models.seq2seq import Seq2Seq

KINDS = [("gru", "additive"), ("lstm", "general"), ("gru", None), ("rnn", "dot")]
RULES = Rules(max_length=9)


def model_and_sources(kind, attention):
    torch.manual_seed(0)
    model = Seq2Seq(15, 15, 6, 8, kind, attention).double().eval()
    with torch.no_grad():
        for weight in model.parameters():  # larger ones, so that what it writes depends on what it read
            weight.mul_(3)
        model.decoder.read.weight.mul_(10 / 3)
    sources = [torch.randint(4, 15, (n,)).tolist() for n in (3, 7, 1, 5, 6, 2)]
    return model, sources, collate_pairs(sources, sources)


@pytest.mark.parametrize(("kind", "attention"), KINDS)
def test_batched_and_padded_is_one_by_one(kind, attention):
    model, sources, batch = model_and_sources(kind, attention)
    with torch.no_grad():
        state = model.start(batch.source, batch.source_lengths)
    for decode in (
        lambda state: greedy(model, state, RULES),
        lambda state: beam(model, state, 4, 0.7, 0, RULES),
        lambda state: beam(model, state, 4, 0.7, 0.3 if attention else 0, RULES),
    ):
        together = decode(state)
        assert len({tuple(tokens) for tokens in together.tokens}) > 2
        for i, source in enumerate(sources):
            with torch.no_grad():
                alone = decode(model.start(torch.tensor([source]), torch.tensor([len(source)])))
            assert alone.tokens[0] == together.tokens[i]
            assert alone.scores[0] == pytest.approx(together.scores[i], abs=1e-10)


@pytest.mark.parametrize(("kind", "attention"), KINDS)
def test_scores_are_those_of_a_teacher_forced_pass(kind, attention):
    model, _, batch = model_and_sources(kind, attention)
    with torch.no_grad():
        state = model.start(batch.source, batch.source_lengths)
    found = [row[0] for row in beam_all(model, state, 4, 0.7, 0, RULES)]
    forced = log_likelihood(model, batch, [one.tokens for one in found])
    finished = [one.finished for one in found]
    assert any(finished)
    for one, log_p in zip(found, forced.tolist(), strict=True):
        if one.finished:  # a text that was cut off has no mark of its end
            assert one.log_p == pytest.approx(log_p, abs=1e-10)


def test_a_wider_beam_on_a_tiny_vocabulary_is_exhaustive():
    torch.manual_seed(1)
    model = Seq2Seq(9, 6, 4, 6).double().eval()
    batch = collate_pairs([[4, 5, 8], [7]], [[4], [5]])
    rules = Rules(max_length=3, forbidden=(0, 1, 2))
    every = [[], [4], [5], [4, 4], [4, 5], [5, 4], [5, 5]]
    with torch.no_grad():
        found = beam_all(model, model.start(batch.source, batch.source_lengths), 20, 0, 0, rules)
    scores = torch.stack([log_likelihood(model, batch, [tokens, tokens]) for tokens in every])
    for i, hypotheses in enumerate(found):
        assert sorted(one.tokens for one in hypotheses) == sorted(every)
        assert hypotheses[0].tokens == every[int(scores[:, i].argmax())]
