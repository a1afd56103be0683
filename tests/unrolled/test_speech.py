"""Speech: features against a library, the CTC loss against `torch.nn` and against counting, and the measures."""

import math
from itertools import product

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import stft

from unrolled.audio.augment import at_speed, level_noise_shift
from unrolled.audio.cut import loud_parts
from unrolled.audio.log_mel import MelConfig, hertz_of, log_mel, mel, mel_filters, power_spectrum
from unrolled.ctc import best_path, collapse, ctc_loss
from unrolled.data.feature_batches import Standard, centred, feature_batches, pad
from unrolled.data.fsdd import Recording
from unrolled.edit_distance import edit_distance, error_rate
from unrolled.experiments import speech_digits, speech_strings
from unrolled.experiments.speech import vowels_baseline
from unrolled.models.feature_classifier import FeatureClassifier, FrameClassifier
from unrolled.training import FitConfig

# torchaudio 2.11.0, `transforms.MelSpectrogram(8000, n_fft=256, win_length=200, hop_length=80, f_min=60.0,
# f_max=4000.0, n_mels=8, center=False, norm=None, mel_scale="htk").double()`, on `two_tones` with 28 zeros at each
# end, because torchaudio puts a window of 200 in the middle of 256 samples. Frames 0, 5 and 12. Its window and
# its filters are computed in float32, which moves what leaks into far bands in the fifth digit.
TORCHAUDIO = {
    0: [183.19748, 4454.8401, 161.95829, 0.00053535694, 1.0565727e-05, 0.0075296259, 982.74101, 217.25136],
    5: [183.19733, 4454.8404, 161.95808, 0.0005476057, 1.5175698e-05, 2.3238616e-05, 556.31579, 643.68408],
    12: [183.19325, 4454.85, 161.95397, 0.0006085076, 2.0233954e-05, 2.9968719e-06, 6.365462, 1155.1956],
}


def two_tones() -> torch.Tensor:
    t = torch.arange(1200, dtype=torch.float64) / 8000
    return torch.sin(2 * math.pi * 440 * t) + 0.5 * torch.sin(2 * math.pi * 2500 * t * (1 + t))


@pytest.mark.equation("speech.1")
def test_power_is_that_of_scipys_transform_in_every_window():
    wave, config = two_tones(), MelConfig()
    _, _, z = stft(
        wave.numpy(), window="hann", nperseg=200, noverlap=120, nfft=256, boundary=None, padded=False,
        detrend=False, scaling="spectrum",
    )  # fmt: skip
    hann_sum = torch.hann_window(200, dtype=torch.float64).sum().item()
    expected = torch.from_numpy(np.abs(z.T * hann_sum) ** 2)
    torch.testing.assert_close(power_spectrum(wave, config), expected, atol=1e-9, rtol=1e-10)


@pytest.mark.equation("speech.2")
def test_mel_is_the_published_formula_and_can_be_turned_round():
    f = torch.tensor([0.0, 700.0, 1000.0, 6300.0], dtype=torch.float64)
    expected = torch.tensor([0.0, 2595 * math.log10(2), 2595 * math.log10(17 / 7), 2595.0], dtype=torch.float64)
    torch.testing.assert_close(mel(f), expected, atol=1e-10, rtol=0)
    torch.testing.assert_close(hertz_of(mel(f)), f, atol=1e-9, rtol=0)


@pytest.mark.equation("speech.3")
def test_filters_are_triangles_between_neighbouring_centres():
    config = MelConfig(bands=6)
    filters = mel_filters(config, torch.float64)
    ends = [1127.0104803341574 * math.log(1 + f / 700) for f in (60.0, 4000.0)]
    corners = [700 * math.expm1((ends[0] + i * (ends[1] - ends[0]) / 7) / 1127.0104803341574) for i in range(8)]
    for band in range(6):
        expected = np.interp(np.arange(129) * 31.25, corners[band : band + 3], [0.0, 1.0, 0.0])
        torch.testing.assert_close(filters[band], torch.from_numpy(expected), atol=1e-9, rtol=0)
    assert bool((mel_filters(MelConfig()).sum(dim=1) > 0).all())  # no band of the default is empty


@pytest.mark.equation("speech.4")
def test_log_mel_is_what_torchaudio_says():
    config = MelConfig(bands=8)
    features = log_mel(two_tones(), config)
    for frame, values in TORCHAUDIO.items():
        expected = (torch.tensor(values, dtype=torch.float64) + config.floor).log()
        torch.testing.assert_close(features[frame], expected, atol=1e-4, rtol=0)


def test_batches_of_sound_and_single_sounds_give_the_same_features():
    waves = torch.randn(3, 1000, dtype=torch.float64)
    torch.testing.assert_close(log_mel(waves)[1], log_mel(waves[1]), atol=1e-12, rtol=0)
    with pytest.raises(ValueError, match="199 samples are less than one window of 200"):
        log_mel(torch.zeros(199))


@pytest.mark.equation("speech.5")
def test_centring_takes_away_what_is_added_to_every_frame():
    f = torch.randn(7, 5, dtype=torch.float64)
    torch.testing.assert_close(centred(f + torch.randn(5, dtype=torch.float64)), f - f.mean(0), atol=1e-12, rtol=0)


@pytest.mark.equation("speech.6")
def test_speed_is_numpys_interpolation_and_moves_a_tone():
    wave = torch.randn(50, dtype=torch.float64)
    for factor in (0.8, 1.0, 1.3):
        fast = at_speed(wave, factor)
        expected = np.interp(np.arange(len(fast)) * factor, np.arange(50), wave.numpy())
        torch.testing.assert_close(fast, torch.from_numpy(expected), atol=1e-10, rtol=0)
        assert len(fast) == round(50 / factor)
    t = torch.arange(4000, dtype=torch.float64) / 8000
    spectrum = torch.fft.rfft(at_speed(torch.sin(2 * math.pi * 400 * t), 1.25)).abs()
    assert int(spectrum.argmax()) * 8000 / 3200 == pytest.approx(500, abs=3)
    with pytest.raises(ValueError, match="must be positive"):
        at_speed(wave, 0.0)


def test_noise_and_level_keep_the_sound_and_pad_it():
    wave = torch.ones(100)
    changed = level_noise_shift(wave, torch.Generator().manual_seed(0), most=50)
    assert 100 <= len(changed) <= 200
    assert 0.4 < changed.abs().max() < 2.2


@pytest.mark.equation("speech.7")
@settings(max_examples=50, deadline=None)
@given(path=st.lists(st.integers(0, 3), max_size=12))
def test_collapse_drops_repeats_before_blanks(path):
    text = "".join(map(str, path))
    for label in "123":
        while label * 2 in text:
            text = text.replace(label * 2, label)
    assert collapse(path) == [int(c) for c in text.replace("0", "")]


def brute_force(p: torch.Tensor, target: list[int]) -> torch.Tensor:
    T, V = p.shape
    fitting = [path for path in product(range(V), repeat=T) if collapse(list(path)) == target]
    return sum((torch.stack([p[t, k] for t, k in enumerate(path)]).prod() for path in fitting), p.new_zeros(()))


@pytest.mark.equation("speech.8")
@pytest.mark.usefixtures("double")
def test_in_one_step_only_one_label_can_be_said():
    p = torch.rand(1, 1, 4).softmax(-1)
    loss = ctc_loss(p.log(), torch.tensor([1]), torch.tensor([[2]]), torch.tensor([1]))
    torch.testing.assert_close(loss, -p[:, 0, 2].log(), atol=1e-12, rtol=0)
    two = ctc_loss(p.log(), torch.tensor([1]), torch.tensor([[2, 3]]), torch.tensor([2]))
    assert two.item() == math.inf


@pytest.mark.equation("speech.9")
@pytest.mark.parametrize("target", [[1], [1, 2], [1, 1], [2, 1, 2], [1, 1, 2]])
@pytest.mark.usefixtures("double")
def test_forward_recursion_adds_up_all_paths(target):
    p = torch.randn(5, 3).softmax(-1)
    loss = ctc_loss(p.log()[None], torch.tensor([5]), torch.tensor([target]), torch.tensor([len(target)]))
    torch.testing.assert_close(torch.exp(-loss[0]), brute_force(p, target), atol=1e-12, rtol=0)


@pytest.mark.equation("speech.10")
@pytest.mark.usefixtures("double")
def test_loss_and_gradient_are_those_of_torch():
    lengths, sizes = torch.tensor([12, 7, 9]), torch.tensor([4, 1, 3])
    targets = torch.tensor([[1, 3, 3, 2], [4, 0, 0, 0], [2, 2, 2, 1]])
    results = []
    for ours in (True, False):
        a = torch.randn(3, 12, 5, generator=torch.Generator().manual_seed(1)).requires_grad_()
        log_p = a.log_softmax(-1)
        loss = (
            ctc_loss(log_p, lengths, targets, sizes)
            if ours
            else torch.nn.CTCLoss(reduction="none")(log_p.transpose(0, 1), targets, lengths, sizes)
        )
        (loss * torch.tensor([1.0, 2.0, 3.0])).sum().backward()
        results.append((loss.detach(), a.grad))
    torch.testing.assert_close(results[0], results[1], atol=1e-10, rtol=0)


def test_lengths_that_do_not_fit_are_refused():
    log_p = torch.zeros(1, 3, 4).log_softmax(-1)
    with pytest.raises(ValueError, match="do not fit"):
        ctc_loss(log_p, torch.tensor([4]), torch.tensor([[1]]), torch.tensor([1]))
    with pytest.raises(ValueError, match="do not fit"):
        ctc_loss(log_p, torch.tensor([3]), torch.tensor([[1]]), torch.tensor([0]))


@pytest.mark.equation("speech.11")
def test_best_path_takes_the_likeliest_label_of_each_real_step():
    rows = torch.nn.functional.one_hot(torch.tensor([[0, 2, 2, 1], [1, 0, 1, 2]]), 3).float().log_softmax(-1)
    assert best_path(rows, torch.tensor([4, 3])) == [[2, 1], [1, 1]]


@pytest.mark.equation("speech.12")
@settings(max_examples=30, deadline=None)
@given(a=st.lists(st.integers(0, 2), max_size=5), b=st.lists(st.integers(0, 2), max_size=5))
def test_edit_distance_is_the_shortest_chain_of_edits(a, b):
    def shortest(x: tuple, y: tuple) -> int:
        if not x or not y:
            return len(x) + len(y)
        return min(shortest(x[1:], y) + 1, shortest(x, y[1:]) + 1, shortest(x[1:], y[1:]) + (x[0] != y[0]))

    assert edit_distance(a, b) == shortest(tuple(a), tuple(b)) == edit_distance(b, a)


@pytest.mark.equation("speech.13")
def test_error_rate_divides_all_edits_by_all_labels():
    assert error_rate([[1, 2], [3]], [[1, 2, 2], [4]]) == pytest.approx(2 / 4)
    assert error_rate([[1, 1, 1]], [[2]]) == pytest.approx(3.0)
    with pytest.raises(ValueError, match="nothing to compare"):
        error_rate([[1]], [[]])


def test_a_sound_is_cut_at_its_silences():
    loud, quiet = torch.ones(1600), torch.full((1600,), 1e-3)
    parts = loud_parts(torch.cat([quiet, loud, quiet, loud, loud, quiet]))
    assert [len(part) for part in parts] == [1600, 3200]
    assert all(bool((part == 1).all()) for part in parts)
    assert [len(p) for p in loud_parts(torch.cat([loud, quiet[:320], loud]))] == [3520]  # too short a gap


@pytest.mark.usefixtures("double")
def test_padding_and_company_change_no_answer():
    features = [torch.randn(n, 3) for n in (5, 2, 7)]
    for kind in (FeatureClassifier, FrameClassifier):
        model = kind(3, 4, 6).eval()
        batch = pad(features, [0, 1, 2])
        together = model(batch.x, batch.lengths)
        for i, f in enumerate(features):
            alone = model(f[None], torch.tensor([len(f)]))[0]
            found = together[i] if kind is FeatureClassifier else together[i, : len(f)]
            torch.testing.assert_close(found, alone, atol=1e-10, rtol=0)


def test_batches_hold_every_recording_once_and_standard_features_have_mean_zero():
    features = [torch.randn(n, 3) * 4 + 2 for n in (5, 2, 7, 3)]
    standard = Standard.of(features)
    frames = torch.cat([standard(f) for f in features])
    torch.testing.assert_close(frames.mean(0), torch.zeros(3), atol=1e-5, rtol=0)
    torch.testing.assert_close(frames.std(0), torch.ones(3), atol=1e-5, rtol=0)
    batches = feature_batches(features, [0, 1, 2, 3], 12, torch.Generator().manual_seed(0))
    assert sorted(label for b in batches for label in b.labels.tolist()) == [0, 1, 2, 3]
    with pytest.raises(ValueError, match="do not make a batch"):
        pad(features, [1])


def recordings() -> list[Recording]:
    """Two speakers; digit d is a tone of its own, so that a network can learn it at once."""
    t = torch.arange(1600) / 8000
    return [
        Recording(torch.sin(2 * math.pi * (300 + 300 * digit) * voice * t) * (1 + number / 50), digit, name, number)
        for voice, name in ((1.0, "ann"), (1.05, "bob"))
        for digit in range(10)
        for number in (0, 5, 10, 11)
    ]


def test_no_recording_of_a_speaker_held_out_is_trained_on():
    rows = recordings()
    parts = speech_digits.split(rows, "bob")
    assert {rows[i].speaker for i in parts["test"]} == {"bob"}
    assert {rows[i].speaker for i in parts["train"] + parts["valid"]} == {"ann"}
    parts = speech_digits.split(rows, None)
    assert [{rows[i].number for i in parts[name]} for name in ("train", "valid", "test")] == [{10, 11}, {5}, {0}]


def test_the_experiment_runs_small_from_sound_to_strings():
    data = speech_digits.bank(recordings(), MelConfig(hop=160, bands=20))
    config = speech_digits.Config(
        hidden=12, dropout=0.0, mel=MelConfig(hop=160, bands=20),
        fit=FitConfig(epochs=30, learning_rate=2e-2, warmup=2, patience=30),
    )  # fmt: skip
    result, trained = speech_digits.digit_run(data, "plain", None, config, seed=0)
    assert result["accuracy"] > 80
    assert sum(map(sum, result["table"])) == 20
    assert speech_digits.baseline_run(data, "mean", "bob")["accuracy"] > 50
    small = speech_strings.Config(
        hidden=8, strings=8, batch=4, held=6, mel=MelConfig(hop=160, bands=20), fit=FitConfig(epochs=1)
    )
    found = speech_strings.string_run(data.recordings, small, 0, trained)
    assert 0 <= found["ctc"]["strings"] <= 100
    assert len(found["picture"]["features"]) == len(found["picture"]["probability"])


def test_mean_coefficients_name_most_speakers():
    assert vowels_baseline(1)["accuracy"] > 85
