"""All the code of the page applications/video, in reading order. Generated: change the page instead."""

"""Moving digits, read in order and not: what the chapter `applications/video` runs."""

import torch

from unrolled.data.moving_digits import DIGITS, DIRECTIONS, SPEEDS, clips

test = clips("test", torch.Generator().manual_seed(0), noise=0.0)
print("frames", tuple(test.frames.shape))
frame = test.frames[3]  # one clip
print(DIGITS[test.digit[3]], "moving", DIRECTIONS[test.direction[3]], SPEEDS[test.speed[3]])
shades = " .:*#"
for row in range(16):
    print("|".join("".join(shades[int(4 * v)] for v in frame[t, row].tolist()) for t in (0, 2, 4)))

# Here the page shows a listing from the module unrolled.data.moving_digits.

backwards = test.frames.flip(1)  # the same clips, played backwards
print("same mean frame:", torch.allclose(test.frames.mean(1), backwards.mean(1)))
print("same middle frame:", torch.equal(test.frames[:, 2], backwards[:, 2]))

# Here the page shows a listing from the module unrolled.models.video.

# Here the page shows a listing from the module unrolled.models.video.

from unrolled.models.video import Captioner, ClipReader

torch.manual_seed(0)
for how in "gru", "mean", "middle":
    reader = ClipReader(16, how).eval()
    same = torch.allclose(reader(test.frames[:4]), reader(backwards[:4]), atol=1e-5)
    print(f"{how:7} gives", tuple(reader(test.frames[:4]).shape), "; the same backwards:", same)

# Here the page shows a listing from the module unrolled.experiments.video.

# Here the page shows a listing from the module unrolled.models.video.

from unrolled.experiments.video import WORDS, caption_loss, captions

print([WORDS[i] for i in captions(test)[3].tolist()])
model = Captioner(ClipReader(16), 16, len(WORDS)).eval()
written = model.write(test.frames[:2], most=5)
print("untrained:", [" ".join(WORDS[i] for i in row) for row in written.tolist()])

# Here the page shows a listing from the module unrolled.experiments.video.

from math import log

from unrolled.data.moving_digits import Clips

few = Clips(*(part[:32] for part in test))
guess = (log(10) + log(4) + log(2)) / 5  # "moving" and the end are certain
print("loss of knowing the grammar and not looking:", round(guess, 2))
print("untrained:", round(caption_loss(model, few).item(), 1))

quick = test.speed == 1
rows = test.frames[:, 2].sum(dim=2) > 0  # middle frame: in which rows is there ink?
centre = (rows * torch.arange(16.0)).sum(1) / rows.sum(1)
up_down = test.direction >= 2
for name, which in (("up or down", up_down), ("left or right", ~up_down)):
    print(f"quick, {name:13}: middle row of the ink spreads by", round(centre[quick & which].std().item(), 1))

row = captions(test)[3].tolist()
print("with what comes after the end:", " ".join(WORDS[i] for i in [*row, 5, 2]))
print("cut at the end:", " ".join(WORDS[i] for i in [*row, 5, 2][: row.index(1)]))

two = test.frames[:, [0, 4]]  # first and last frame only
where = torch.arange(16.0)
ink = two.clamp(min=0)
across = (ink.sum(2) * where).sum(2) / ink.sum((2, 3))  # column of the centre of the ink: (B, 2)
down = (ink.sum(3) * where).sum(2) / ink.sum((2, 3))
dx, dy = across[:, 1] - across[:, 0], down[:, 1] - down[:, 0]
guess = torch.where(dx.abs() > dy.abs(), (dx > 0).long(), 2 + (dy > 0).long())
print("right:", int((guess == test.direction).sum()), "of", len(guess))

reader = ClipReader(16, "gru").eval()
with torch.no_grad():
    ahead, back = (reader.layer(reader.features(x[:4]))[0].mean(1) for x in (test.frames, backwards))
print("mean of the states:", tuple(ahead.shape), "; the same backwards:", torch.allclose(ahead, back, atol=1e-5))

print("all but the digit:", round(log(10) / 5, 2))
print("neither the digit nor which way along the axis:", round((log(10) + log(2)) / 5, 2))
