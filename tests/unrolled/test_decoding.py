"""Decoding: against every sequence there is, batched against one by one, and what is kept when tokens are drawn."""

import itertools
import math
from typing import NamedTuple

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from torch import Tensor

from unrolled.data.specials import BOS, EOS, PAD
from unrolled.decoding import Rules, beam, beam_all, greedy, sample, stream
from unrolled.decoding.choose import likeliest, nucleus, sampler, top_k
from unrolled.decoding.penalties import coverage_penalty, length_penalty
from unrolled.decoding.stepper import pick, repeat, rows_of, shuffle
from unrolled.decoding.write import steps


class ToyState(NamedTuple):
    h: Tensor
    memory: Tensor
    mask: Tensor
    weights: Tensor
    unused: Tensor | None = None


class Toy:
    """A small model with random weights and a recurrent state, which attends to a source.

    `sharp` makes its choices surer, `ending` makes the mark of the end likelier."""

    def __init__(self, vocabulary=7, hidden=5, seed=0, sharp=2.0, ending=0.0):
        draw = torch.Generator().manual_seed(seed)
        normal = lambda *shape: torch.randn(*shape, generator=draw, dtype=torch.float64)  # noqa: E731
        self.embed, self.recur, self.read = (
            normal(vocabulary, hidden),
            normal(hidden, hidden),
            normal(hidden, vocabulary),
        )
        self.sharp, self.bias = sharp, torch.zeros(vocabulary, dtype=torch.float64)
        self.bias[3] = ending
        self.hidden, self.calls, self.rows = hidden, 0, 0

    def start(self, sources=3, longest=4, seed=1, lengths=None):
        draw = torch.Generator().manual_seed(seed)
        memory = torch.randn(sources, longest, self.hidden, generator=draw, dtype=torch.float64)
        lengths = torch.arange(sources) % longest + 1 if lengths is None else lengths
        mask = torch.arange(longest) < lengths[:, None]
        memory = memory * mask[:, :, None]
        return ToyState(memory.sum(1), memory, mask, torch.zeros(sources, longest, dtype=torch.float64))

    def step(self, tokens, state):
        self.calls, self.rows = self.calls + 1, self.rows + len(tokens)
        scores = (state.memory @ state.h[:, :, None]).squeeze(2).masked_fill(~state.mask, -torch.inf)
        weights = torch.softmax(scores, dim=1)
        context = (weights[:, None] @ state.memory).squeeze(1)
        h = torch.tanh(self.embed[tokens] + state.h @ self.recur + context)
        return self.sharp * h @ self.read + self.bias, state._replace(h=h, weights=weights)


def row(state, i):
    return pick(state, torch.tensor([i]))


def teacher_forced(model, state, tokens):
    """Log-probability of each token, and the attention of each step, when the tokens are given."""
    log_p, weights, last = [], [], BOS
    for token in tokens:
        logits, state = model.step(torch.tensor([last]), state)
        log_p.append(float(torch.log_softmax(logits[0], 0)[token]))
        weights.append(state.weights[0])
        last = token
    return log_p, torch.stack(weights)


def every_sequence(vocabulary, longest):
    """All that may be written: up to `longest` tokens, the last of which is the mark of the end."""
    words = [token for token in range(vocabulary) if token not in (PAD, BOS, EOS)]
    for length in range(longest):
        yield from itertools.product(words, repeat=length)


def score(model, state, tokens, alpha, beta):
    """Wu et al. (2016), equation 14, for one source, term by term."""
    log_p, weights = teacher_forced(model, state, [*tokens, EOS])
    length = len(tokens) + 1
    total = sum(log_p) / ((5 + length) ** alpha / (5 + 1) ** alpha)
    for i in range(int(state.mask.sum())):
        total += beta * math.log(min(float(weights[:, i].sum()), 1.0))
    return total


# Beam search


@pytest.mark.equation("decoding.5")
@pytest.mark.equation("decoding.6")
@pytest.mark.equation("decoding.7")
@pytest.mark.parametrize(("alpha", "beta"), [(0, 0), (0.6, 0), (1, 0), (0, 0.3), (0.7, 0.2)])
@pytest.mark.parametrize("seed", range(3))
def test_a_beam_as_wide_as_all_sequences_is_an_exhaustive_search(seed, alpha, beta):
    model, rules = Toy(vocabulary=7, seed=seed), Rules(max_length=4)
    state = model.start(sources=3, seed=seed + 10)
    sequences = list(every_sequence(7, 4))
    assert len(sequences) == 1 + 4 + 16 + 64
    width = len(sequences) + 4**4  # all that may end, and all that may go on
    found = beam_all(model, state, width, alpha, beta, rules)
    for i, hypotheses in enumerate(found):
        expected = {tokens: score(model, row(state, i), tokens, alpha, beta) for tokens in sequences}
        assert {tuple(one.tokens) for one in hypotheses} == set(sequences)
        for one in hypotheses:
            assert one.finished
            assert one.score == pytest.approx(expected[tuple(one.tokens)], abs=1e-10)
        assert tuple(hypotheses[0].tokens) == max(expected, key=expected.get)
        assert [one.score for one in hypotheses] == sorted((one.score for one in hypotheses), reverse=True)


def plain_beam(model, state, width, alpha, longest):
    """Beam search over one source, as a program would be written that need not be quick."""
    live, ended = [(0.0, [BOS], state)], []
    for _ in range(longest):
        candidates = []
        for log_p, tokens, before in live:
            logits, after = model.step(torch.tensor(tokens[-1:]), before)
            for token, more in enumerate(torch.log_softmax(logits[0], 0).tolist()):
                if token not in (PAD, BOS):
                    candidates.append((log_p + more, [*tokens, token], after))
        candidates.sort(key=lambda one: -one[0])
        for log_p, tokens, _ in candidates[:width]:
            if tokens[-1] == EOS:
                ended.append((log_p / length_penalty(len(tokens) - 1, alpha), tokens[1:-1]))
        live = [one for one in candidates if one[1][-1] != EOS][:width]
        if len(ended) >= width:
            break
    ended = ended or [(log_p / length_penalty(longest, alpha), tokens[1:]) for log_p, tokens, _ in live]
    return sorted(ended, key=lambda one: -one[0])[:width]


@pytest.mark.parametrize("width", [2, 3, 8])
@pytest.mark.parametrize("seed", [0, 1])
def test_a_beam_finds_what_a_plain_program_finds(seed, width):
    """Several of the best continuations end at once here, and yet all that should go on must go on."""
    model, rules = Toy(vocabulary=6, seed=seed, sharp=0.3, ending=1.5), Rules(max_length=7)
    state = model.start(sources=6, seed=seed)
    for i, found in enumerate(beam_all(model, state, width, 0.6, 0, rules)):
        expected = plain_beam(model, row(state, i), width, 0.6, 7)
        assert [one.tokens for one in found] == [tokens for _, tokens in expected]
        assert [one.score for one in found] == pytest.approx([score for score, _ in expected], abs=1e-10)


def test_penalties_change_what_is_best():
    """Otherwise the test above would not notice a penalty that is never applied."""
    model, rules = Toy(seed=1, ending=2.0), Rules(max_length=4)
    state = model.start(sources=20, seed=3)
    plain = beam(model, state, 341, 0, 0, rules).tokens
    assert plain != beam(model, state, 341, 1.5, 0, rules).tokens
    assert plain != beam(model, state, 341, 0, 2.0, rules).tokens


@pytest.mark.parametrize("seed", range(5))
def test_a_beam_of_width_one_is_greedy(seed):
    model, rules = Toy(vocabulary=12, seed=seed), Rules(max_length=9)
    state = model.start(sources=8, seed=seed)
    one, straight = beam(model, state, 1, 0, 0, rules), greedy(model, state, rules)
    assert one.tokens == straight.tokens
    assert one.finished == straight.finished
    assert one.scores == pytest.approx(straight.scores, abs=1e-10)
    assert beam(model, state, 1, 0.8, 0, rules).tokens == straight.tokens  # nothing to choose between


@pytest.mark.parametrize("beta", [0, 0.3])
@pytest.mark.parametrize("width", [1, 3, 5])
def test_batched_is_one_by_one(width, beta):
    model, rules = Toy(vocabulary=12, seed=1, ending=1.0), Rules(max_length=12)
    state = model.start(sources=16, longest=5)
    together = beam_all(model, state, width, 0.6, beta, rules)
    assert len({len(best[0].tokens) for best in together}) > 3  # they end at different steps
    for i, best in enumerate(together):
        (alone,) = beam_all(model, row(state, i), width, 0.6, beta, rules)
        assert [one.tokens for one in best] == [one.tokens for one in alone]
        assert [one.score for one in best] == pytest.approx([one.score for one in alone], abs=1e-10)


def test_the_order_of_sources_makes_no_difference():
    model, rules = Toy(vocabulary=12, seed=1), Rules(max_length=12)
    state = model.start(sources=9)
    order = torch.randperm(9, generator=torch.Generator().manual_seed(0))
    shuffled = beam(model, pick(state, order), 4, rules=rules).tokens
    assert shuffled == [beam(model, state, 4, rules=rules).tokens[i] for i in order.tolist()]


def test_padding_the_source_makes_no_difference():
    model, rules = Toy(vocabulary=12, seed=1), Rules(max_length=8)
    state = model.start(sources=4)
    widen = lambda part, fill: torch.cat([part, torch.full_like(part[:, :1], fill)] * 1, dim=1)  # noqa: E731
    wider = state._replace(
        memory=widen(state.memory, 0.0), mask=widen(state.mask, False), weights=widen(state.weights, 0.0)
    )
    for beta in (0, 0.5):
        first, second = (beam(model, one, 3, 0.6, beta, rules) for one in (state, wider))
        assert first.tokens == second.tokens
        assert first.scores == pytest.approx(second.scores, abs=1e-10)


def test_sources_that_are_done_leave_the_batch():
    model, rules = Toy(vocabulary=12, seed=1, ending=1.0), Rules(max_length=12)
    state = model.start(sources=16)
    beam(model, state, 3, rules=rules)
    assert model.rows < model.calls * 16 * 3


def test_scores_are_those_of_a_teacher_forced_pass():
    model, rules = Toy(vocabulary=12, seed=2), Rules(max_length=10)
    state = model.start(sources=6)
    for i, best in enumerate(beam_all(model, state, 4, 0.6, 0, rules)):
        for one in best:
            ends = [EOS] if one.finished else []
            log_p, _ = teacher_forced(model, row(state, i), [*one.tokens, *ends])
            assert one.log_p == pytest.approx(sum(log_p), abs=1e-10)
            assert one.score == pytest.approx(one.log_p / length_penalty(len(log_p), 0.6), abs=1e-10)


def test_the_length_penalty_of_wu_and_others():
    assert length_penalty(1, 0.6) == 1
    assert length_penalty(13, 1) == pytest.approx(3)
    assert length_penalty(13, 0) == 1
    assert length_penalty(7, 0.5) == pytest.approx(math.sqrt(2))


def test_the_coverage_penalty_of_wu_and_others():
    received = torch.tensor([[0.5, 1.0, 3.0, 0.0], [0.25, 0.5, 0.1, 0.1]])
    mask = torch.tensor([[True, True, True, False], [True, True, False, False]])
    expected = [0.4 * math.log(0.5), 0.4 * (math.log(0.25) + math.log(0.5))]
    assert coverage_penalty(received, mask, 0.4).tolist() == pytest.approx(expected)
    assert coverage_penalty(torch.zeros(1, 2), torch.ones(1, 2, dtype=torch.bool), 1).isfinite().all()


# Greedy, sampling, streams


@pytest.mark.equation("decoding.1")
@pytest.mark.equation("decoding.2")
def test_greedy_takes_the_likeliest_and_its_score_is_the_sum():
    model, rules = Toy(vocabulary=12, seed=3), Rules(max_length=8)
    state = model.start(sources=6)
    found = greedy(model, state, rules)
    for i, tokens in enumerate(found.tokens):
        written = [*tokens, *([EOS] if found.finished[i] else [])]
        log_p, _ = teacher_forced(model, row(state, i), written)
        assert found.scores[i] == pytest.approx(sum(log_p), abs=1e-10)
        for j, chosen in enumerate(written):
            allowed = [token for token in range(12) if token not in (PAD, BOS)]
            others = [teacher_forced(model, row(state, i), [*written[:j], token])[0][-1] for token in allowed]
            assert log_p[j] == max(others)
            assert allowed[others.index(max(others))] == chosen


def test_greedy_batched_is_one_by_one():
    model, rules = Toy(vocabulary=12, seed=1), Rules(max_length=9)
    state = model.start(sources=8)
    together = greedy(model, state, rules)
    assert len(set(map(len, together.tokens))) > 1
    for i in range(8):
        alone = greedy(model, row(state, i), rules)
        assert alone.tokens[0] == together.tokens[i]
        assert alone.scores[0] == pytest.approx(together.scores[i], abs=1e-10)


def decoders(generator=0):
    draw = lambda: torch.Generator().manual_seed(generator)  # noqa: E731
    return {
        "greedy": greedy,
        "sample": lambda model, state, rules: sample(model, state, draw(), 1.5, rules=rules),
        "top-k": lambda model, state, rules: sample(model, state, draw(), k=3, rules=rules),
        "nucleus": lambda model, state, rules: sample(model, state, draw(), share=0.8, rules=rules),
        "beam": lambda model, state, rules: beam(model, state, 4, rules=rules),
    }


@pytest.mark.parametrize("name", decoders())
def test_no_output_holds_a_mark_and_none_is_too_long_or_too_short(name):
    longest = 0
    for seed in range(8):
        model, rules = Toy(vocabulary=8, seed=seed, ending=1.0), Rules(max_length=7, min_length=2)
        found = decoders(seed)[name](model, model.start(sources=6, seed=seed), rules)
        for tokens, finished in zip(found.tokens, found.finished, strict=True):
            assert not {PAD, BOS, EOS} & set(tokens)
            assert 2 <= len(tokens) <= (6 if finished else 7)
            assert finished or len(tokens) == 7
            longest = max(longest, len(tokens))
    assert longest >= 6


@pytest.mark.parametrize("name", decoders())
def test_decoding_repeats(name):
    model, rules = Toy(vocabulary=12, seed=5), Rules(max_length=9)
    state = model.start(sources=5)
    assert decoders()[name](model, state, rules) == decoders()[name](model, state, rules)


def test_another_seed_draws_something_else():
    model, rules = Toy(vocabulary=12, seed=5), Rules(max_length=9)
    state = model.start(sources=5)
    assert decoders(0)["sample"](model, state, rules) != decoders(1)["sample"](model, state, rules)


def test_rows_that_have_ended_stay_ended():
    model, rules = Toy(vocabulary=12, seed=1, sharp=0.7, ending=1.5), Rules(max_length=60)
    choose = sampler(torch.Generator().manual_seed(0))
    ended = torch.zeros(12, dtype=torch.bool)
    lengths = set()
    for n, written in enumerate(steps(model, model.start(sources=12), choose, rules)):
        assert torch.equal(written.running, ~ended)
        assert (written.tokens[ended] == PAD).all()
        assert (written.log_p[ended] == 0).all()
        ended = ended | (written.tokens == EOS)
        lengths |= {n} if (written.tokens == EOS).any() else set()
    assert len(lengths) > 3
    assert ended.all()
    assert model.calls == max(lengths) + 1  # and it stops when all have


def test_without_a_mark_of_the_end_all_rows_are_full():
    model, rules = Toy(vocabulary=8, ending=5.0), Rules(max_length=6, eos=None, forbidden=())
    found = greedy(model, model.start(sources=4), rules)
    assert [len(tokens) for tokens in found.tokens] == [6] * 4
    assert found.finished == [False] * 4
    assert any(EOS in tokens for tokens in found.tokens)


def test_the_narrowest_samples_are_greedy():
    model, rules = Toy(vocabulary=12, seed=1), Rules(max_length=9)
    state, straight = model.start(sources=8), greedy(model, model.start(sources=8), rules)
    for options in ({"k": 1}, {"share": 1e-9}, {"temperature": 1e-3}):
        drawn = sample(model, state, torch.Generator().manual_seed(0), rules=rules, **options)
        assert drawn.tokens == straight.tokens
        assert drawn.scores == pytest.approx(straight.scores, abs=1e-10)  # at temperature 1, whatever drew them


def test_tokens_are_drawn_as_often_as_they_are_likely():
    model, rules = Toy(vocabulary=8, seed=0), Rules(max_length=1, forbidden=())
    state = repeat(model.start(sources=1), 20_000)
    drawn = sample(model, state, torch.Generator().manual_seed(0), temperature=0.7, rules=rules)
    logits, _ = model.step(torch.tensor([BOS]), model.start(sources=1))
    for token, p in enumerate(torch.softmax(logits[0] / 0.7, 0).tolist()):
        count = sum(tokens == [token] for tokens in drawn.tokens) if token != EOS else sum(drawn.finished)
        assert count / 20_000 == pytest.approx(p, abs=5 * math.sqrt(p * (1 - p) / 20_000) + 1e-9)


@pytest.mark.parametrize("choose", [likeliest, None])
def test_a_stream_yields_what_a_batch_returns(choose):
    model, rules = Toy(vocabulary=12, seed=1), Rules(max_length=9)
    for i in range(5):
        state = row(model.start(sources=5), i)
        whole = (
            greedy(model, state, rules)
            if choose
            else sample(model, state, torch.Generator().manual_seed(i), k=4, rules=rules)
        )
        lot = choose or sampler(torch.Generator().manual_seed(i), k=4)
        assert list(stream(model, state, lot, rules)) == whole.tokens[0]


def test_a_stream_yields_before_it_has_ended():
    model = Toy(vocabulary=12, seed=1)
    tokens = stream(model, model.start(sources=1), rules=Rules(max_length=9, min_length=4))
    next(tokens)
    assert model.calls == 1
    next(tokens)
    assert model.calls == 2


# Top-k and nucleus

PROBABILITIES = arrays.arrays(float, st.tuples(st.integers(1, 4), st.integers(1, 9)), elements=st.floats(0.001, 1)).map(
    lambda weights: torch.from_numpy(weights / weights.sum(-1, keepdims=True))
)


@pytest.mark.equation("decoding.3")
@given(p=PROBABILITIES, k=st.integers(1, 12))
def test_top_k_keeps_the_k_likeliest(p, k):
    kept = top_k(p, k)
    for before, after in zip(p, kept, strict=True):
        held = after > 0
        assert int(held.sum()) == min(k, len(before))
        if not held.all():
            assert before[held].min() >= before[~held].max()
        torch.testing.assert_close(after[held], before[held] / before[held].sum())


@pytest.mark.equation("decoding.4")
@given(p=PROBABILITIES, share=st.floats(0.01, 1))
def test_a_nucleus_is_the_smallest_set_that_holds_the_share(p, share):
    kept = nucleus(p, share)
    for before, after in zip(p, kept, strict=True):
        held = after > 0
        if not held.all():
            assert before[held].min() >= before[~held].max()
        assert float(before[held].sum()) >= share - 1e-9
        assert float(before[held].sum() - before[held].min()) < share + 1e-9  # without its last it would fall short
        torch.testing.assert_close(after[held], before[held] / before[held].sum())


def test_nucleus_by_hand():
    p = torch.tensor([[0.1, 0.5, 0.1, 0.3]], dtype=torch.float64)
    assert (nucleus(p, 0.5) > 0).tolist() == [[False, True, False, False]]
    assert (nucleus(p, 0.51) > 0).tolist() == [[False, True, False, True]]
    assert (nucleus(p, 0.95) > 0).tolist() == [[True] * 4]
    assert torch.equal(nucleus(p, 1), p)
    torch.testing.assert_close(top_k(p, 2), torch.tensor([[0, 0.625, 0, 0.375]], dtype=torch.float64))


# States


def test_rows_are_picked_repeated_and_shuffled():
    state = Toy().start(sources=3)
    assert rows_of(state) == 3
    chosen = pick(state, torch.tensor([2, 2, 0]))
    assert type(chosen) is type(state)
    assert chosen.unused is None
    assert torch.equal(chosen.h, state.h[[2, 2, 0]])
    assert torch.equal(repeat(state, 2).h, state.h[[0, 0, 1, 1, 2, 2]])
    assert pick((state.h, None), torch.tensor([1]))[1] is None
    after = state._replace(h=state.h + 1)
    moved = shuffle(state, after, torch.tensor([1, 0, 2]))
    assert torch.equal(moved.h, after.h[[1, 0, 2]])
    assert moved.memory is state.memory


def test_a_plain_tuple_is_a_state_too():
    class Counting:
        def step(self, tokens, state):  # noqa: ARG002
            (count,) = state
            return torch.nn.functional.one_hot(torch.where(count < 3, count + 4, EOS), 8) * 9.0, (count + 1,)

    state = (torch.tensor([0, 2]),)
    assert greedy(Counting(), state).tokens == [[4, 5, 6], [6]]
    assert beam(Counting(), state, 2, alpha=0).tokens == [[4, 5, 6], [6]]


# What cannot be


@pytest.mark.parametrize(
    "options",
    [
        {"max_length": 0},
        {"min_length": -1},
        {"max_length": 3, "min_length": 3},
        {"forbidden": (EOS,)},
    ],
)
def test_rules_that_contradict_themselves_are_refused(options):
    with pytest.raises(ValueError, match=r"max_length|min_length|forbidden"):
        Rules(**options)


@pytest.mark.parametrize(
    "options",
    [
        {"temperature": 0},
        {"temperature": -1},
        {"k": 0},
        {"share": 0},
        {"share": 1.5},
        {"share": float("nan")},
    ],
)
def test_samples_out_of_range_are_refused(options):
    model = Toy()
    with pytest.raises(ValueError, match=r"temperature|top-k|nucleus"):
        sample(model, model.start(), torch.Generator(), **options)
    assert model.calls == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"width": 0}, "width 0"),
        ({"alpha": -1}, "alpha = -1"),
        ({"beta": -0.5}, "beta = -0.5"),
        ({"rules": Rules(eos=None)}, "need an eos"),
    ],
)
def test_beams_out_of_range_are_refused(options, message):
    model = Toy()
    with pytest.raises(ValueError, match=message):
        beam(model, model.start(), **options)


def test_a_coverage_penalty_needs_attention():
    model = Toy()
    with pytest.raises(ValueError, match="attention weights"):
        beam(model, model.start()._replace(weights=None), beta=0.2)


def test_models_that_do_not_fit_are_refused():
    model = Toy(vocabulary=7)
    state = model.start(sources=3)
    model.training = True
    for decode in (greedy, beam):
        with pytest.raises(ValueError, match="training mode"):
            decode(model, state)
    model.training = False
    with pytest.raises(ValueError, match="token 9"):
        greedy(model, state, Rules(forbidden=(9,)))
    with pytest.raises(ValueError, match="as many rows"):
        greedy(model, state._replace(h=state.h[:2]))
    with pytest.raises(ValueError, match="as many rows"):
        greedy(model, (None,))
    with pytest.raises(ValueError, match="stream is of one row"):
        list(stream(model, state))


def test_broken_logits_are_refused():
    model = Toy()
    for broken in (torch.nan, torch.inf):
        model.bias[5] = broken
        for decode in (greedy, beam):
            with pytest.raises(ValueError, match="the model is broken"):
                decode(model, model.start())


def test_a_model_that_wants_only_what_is_forbidden_is_refused():
    class Padding:
        def step(self, tokens, state):
            logits = torch.full((len(tokens), 6), -torch.inf)
            logits[:, PAD] = 0
            return logits, state

    for decode in (greedy, beam):
        with pytest.raises(ValueError, match="without any token that is allowed"):
            decode(Padding(), (torch.zeros(2, 1),))
