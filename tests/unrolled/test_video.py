"""Moving digits: the clips, the readers, the captions and their loss."""

import math

import pytest
import torch

from unrolled.data.moving_digits import DIRECTIONS, SPLITS, Clips, clips, images, places
from unrolled.experiments import video
from unrolled.models.video import READERS, Captioner, ClipClassifier, ClipReader, FrameFeatures
from unrolled.training import FitConfig


@pytest.mark.parametrize("speed", [0, 1])
def test_left_is_right_played_backwards_and_up_is_down(speed):
    left, right, up, down = (places(d, speed, 0, 3) for d in range(4))
    assert left == right[::-1]
    assert up == down[::-1]
    assert right == [(3, (speed + 1) * t) for t in range(5)]
    assert down == [(column, row) for row, column in right]
    assert DIRECTIONS == ("left", "right", "up", "down")


def test_clips_show_each_image_whole_in_every_frame():
    c = clips("valid", torch.Generator().manual_seed(0), noise=0)
    pixels, digit = images("valid")
    assert torch.equal(c.digit, digit)
    torch.testing.assert_close(c.frames.sum((2, 3)), pixels.sum((1, 2))[:, None].expand(-1, 5))
    assert set(c.direction.tolist()) == {0, 1, 2, 3}
    assert set(c.speed.tolist()) == {0, 1}
    assert sum(len(images(name)[0]) for name in SPLITS) == 1797
    with pytest.raises(ValueError, match="choose one of train, valid, test"):
        images("all")


@pytest.mark.equation("video.1")
@pytest.mark.usefixtures("double")
def test_features_of_a_frame_do_not_depend_on_the_others():
    see, frames = FrameFeatures(3).eval(), torch.randn(2, 5, 16, 16)
    for t in range(5):
        torch.testing.assert_close(see(frames)[:, t], see(frames[:, t : t + 1])[:, 0], atol=1e-10, rtol=0)


@pytest.mark.equation("video.2")
@pytest.mark.usefixtures("double")
def test_reader_is_torchs_gru_over_the_features():
    reader, frames = ClipReader(4, "gru").eval(), torch.randn(3, 5, 16, 16)
    other = ClipReader(4, "gru", backend="torch").eval()
    other.features.load_state_dict(reader.features.state_dict())
    cell, module = reader.layer.cell, other.layer.module
    with torch.no_grad():
        module.weight_ih_l0.copy_(cell.W)
        module.weight_hh_l0.copy_(cell.U)
        module.bias_ih_l0.copy_(cell.b)
        module.bias_hh_l0.zero_()
        module.bias_hh_l0[8:].copy_(cell.b_u)
    torch.testing.assert_close(reader(frames), other(frames), atol=1e-10, rtol=0)
    assert not torch.allclose(reader(frames), reader(frames.flip(1)), atol=1e-3)


@pytest.mark.equation("video.3")
@pytest.mark.usefixtures("double")
def test_the_mean_frame_is_the_same_in_any_order():
    reader, frames = ClipReader(4, "mean").eval(), torch.randn(3, 5, 16, 16)
    expected = torch.tanh(reader.layer(reader.features(sum(frames.unbind(1))[:, None] / 5)[:, 0]))
    torch.testing.assert_close(reader(frames), expected, atol=1e-10, rtol=0)
    torch.testing.assert_close(reader(frames[:, torch.randperm(5)]), expected, atol=1e-10, rtol=0)


@pytest.mark.usefixtures("double")
def test_the_middle_frame_is_all_that_its_reader_sees():
    reader, frames = ClipReader(4, "middle").eval(), torch.randn(3, 5, 16, 16)
    changed = torch.randn(3, 5, 16, 16)
    changed[:, 2] = frames[:, 2]
    torch.testing.assert_close(reader(frames), reader(changed), atol=1e-10, rtol=0)
    with pytest.raises(ValueError, match="choose one of gru, mean, middle"):
        ClipReader(4, "last")


def three() -> Clips:
    c = clips("valid", torch.Generator().manual_seed(0))
    return Clips(c.frames[:3].to(torch.get_default_dtype()), *(part[:3] for part in c[1:]))


@pytest.mark.equation("video.4")
@pytest.mark.usefixtures("double")
def test_caption_loss_is_the_mean_surprise_at_each_true_word():
    model, c = Captioner(ClipReader(4), 4, len(video.WORDS)).eval(), three()
    words, total = video.captions(c), 0.0
    for b in range(3):
        said = [video.BEGIN]
        for word in words[b].tolist():
            log_p = model(c.frames[b : b + 1], torch.tensor([said]))[0, -1].log_softmax(-1)
            total -= log_p[word].item()
            said.append(word)
    assert video.caption_loss(model, c).item() == pytest.approx(total / 15, abs=1e-10)


@pytest.mark.equation("video.5")
@pytest.mark.usefixtures("double")
def test_a_caption_is_written_word_by_word_from_its_own_words():
    model, c = Captioner(ClipReader(4), 4, len(video.WORDS)).eval(), three()
    for b, written in enumerate(model.write(c.frames, most=6).tolist()):
        said = [video.BEGIN]
        for _ in range(6):
            said.append(int(model(c.frames[b : b + 1], torch.tensor([said]))[0, -1].argmax()))
        assert written == said[1:]


def test_captions_name_digit_direction_and_speed():
    c = Clips(torch.zeros(1, 5, 16, 16), torch.tensor([7]), torch.tensor([0]), torch.tensor([1]))
    assert [video.WORDS[i] for i in video.captions(c)[0]] == ["seven", "moving", "left", "quickly", "<end>"]


def test_answers_count_each_question_and_all_at_once():
    class Fixed(ClipClassifier):
        def __init__(self):
            torch.nn.Module.__init__(self)

        def forward(self, _frames):
            one_hot = torch.nn.functional.one_hot
            return one_hot(torch.tensor([1, 2]), 10), one_hot(torch.tensor([0, 0]), 4), one_hot(torch.tensor([1, 0]), 2)

    c = Clips(torch.zeros(2, 5, 16, 16), torch.tensor([1, 2]), torch.tensor([0, 3]), torch.tensor([1, 0]))
    assert video.answers(Fixed(), c) == {"digit": 100.0, "direction": 50.0, "speed": 100.0, "all": 50.0}


def test_every_arm_runs():
    config = video.Config(size=4, batch=650, fit=FitConfig(epochs=1), caption_fit=FitConfig(epochs=2))
    for how in READERS:
        result = video.one_run("class", how, config)
        assert 0 <= result["scores"]["all"] <= min(result["scores"][q] for q in video.QUESTIONS)
    caption = video.one_run("caption", "gru", config)
    assert len(caption["examples"]) == 8
    assert math.isfinite(caption["epochs"][0]["loss"])
    assert [len(video.one_run(task, "gru", config)["epochs"]) for task in ("caption", "hasty", "class")] == [2, 1, 1]
