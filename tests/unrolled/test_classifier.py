"""The classifier: its read-outs, its loss, and that padding changes nothing."""

import math

import pytest
import torch

from unrolled.data.batching import Batch, collate
from unrolled.data.vocabulary import PAD, UNKNOWN
from unrolled.layers.recurrent import LSTM
from unrolled.layers.torch_layers import TorchLSTM
from unrolled.models.classifier import Classifier, read_out
from unrolled.models.words import drop_words, small_
from unrolled.review_task import loss_of


@pytest.mark.equation("sentiment.2")
def test_max_read_out_is_the_largest_value_over_a_sequences_own_steps():
    h = torch.tensor([[[1.0, -5.0], [3.0, -4.0], [9.0, 9.0]], [[2.0, 0.0], [0.0, 1.0], [1.0, 2.0]]])
    mask = torch.tensor([[True, True, False], [True, True, True]])
    assert read_out(h, mask, "max").tolist() == [[3.0, -4.0], [2.0, 2.0]]
    assert read_out(h, mask, "mean").tolist() == [[2.0, -4.5], [1.0, 1.0]]
    assert read_out(h, mask, "last").tolist() == [[3.0, -4.0], [1.0, 2.0]]


@pytest.mark.equation("sentiment.1")
def test_loss_is_mean_cross_entropy_of_the_logistic_of_the_log_odds():
    class Fixed(torch.nn.Module):
        def forward(self, _tokens, _lengths):
            return torch.tensor([2.0, -1.0, 0.5], dtype=torch.float64)

    batch = Batch(torch.ones(3, 1, dtype=torch.long), torch.ones(3, dtype=torch.long), torch.tensor([1.0, 1.0, 0.0]))
    p = [1 / (1 + math.exp(-a)) for a in (2.0, -1.0, 0.5)]
    expected = -(math.log(p[0]) + math.log(p[1]) + math.log(1 - p[2])) / 3
    batch = batch._replace(labels=batch.labels.double())
    assert loss_of(Fixed(), batch).item() == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("readout", ["last", "mean", "max"])
@pytest.mark.parametrize("backend", ["book", "torch"])
def test_padding_and_company_change_nothing(bidirectional, readout, backend):
    torch.manual_seed(0)
    model = Classifier(20, 4, 5, bidirectional=bidirectional, readout=readout, backend=backend).double().eval()
    sequences = [[3, 4, 5, 6, 7], [8], [9, 10, 11]]
    batch = collate(sequences, [0, 1, 0])
    together = model(torch.nn.functional.pad(batch.tokens, (0, 4)), batch.lengths)
    alone = torch.cat([model(*collate([s], [0])[:2]) for s in sequences])
    torch.testing.assert_close(together, alone, atol=1e-10, rtol=0)


def test_forget_bias_is_one_and_recurrent_blocks_are_orthogonal_in_both_backends():
    for backend, kind in (("book", LSTM), ("torch", TorchLSTM)):
        model = Classifier(9, 3, 4, bidirectional=True, backend=backend)
        layers = [m for m in model.modules() if isinstance(m, kind)]
        assert len(layers) == 2
        for layer in layers:
            parts = layer.cell if backend == "book" else layer.module
            bias = parts.b if backend == "book" else parts.bias_ih_l0 + parts.bias_hh_l0
            U = parts.U if backend == "book" else parts.weight_hh_l0
            assert bias.tolist() == [0] * 4 + [1] * 4 + [0] * 8
            for block in U.split(4):
                torch.testing.assert_close(block @ block.T, torch.eye(4), atol=1e-5, rtol=0)


def test_word_dropout_acts_in_training_only_and_spares_padding():
    model = Classifier(9, 3, 4, word_dropout=1.0)
    seen = []
    model.embed.register_forward_hook(lambda _m, inputs, _o: seen.append(inputs[0].tolist()))
    tokens, lengths = torch.tensor([[5, 6, 0]]), torch.tensor([2])
    model.train()(tokens, lengths)
    model.eval()(tokens, lengths)
    assert seen == [[[1, 1, 0]], [[5, 6, 0]]]


def test_dropped_words_become_unknown_and_padding_stays():
    tokens = torch.tensor([[5, 6, 7, PAD], [8, PAD, PAD, PAD]])
    assert drop_words(tokens, 0.0).tolist() == tokens.tolist()
    assert drop_words(tokens, 1.0).tolist() == [[UNKNOWN] * 3 + [PAD], [UNKNOWN] + [PAD] * 3]


def test_small_embeddings_are_small_and_padding_is_zero():
    embed = torch.nn.Embedding(500, 20, padding_idx=PAD)
    small_(embed)
    assert embed.weight.std().item() == pytest.approx(0.1, rel=0.05)
    assert embed.weight[PAD].count_nonzero() == 0
