"""Frames of a clip to features, features to a state, and the state to classes or to words."""

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from unrolled.layers.torch_layers import initialise_gates, make_layer

READERS = ("gru", "mean", "middle")


# --8<-- [start:features]
class FrameFeatures(nn.Module):
    """Numbers for one frame of 16 x 16 pixels, by two small convolutions. Args: size, D."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.see = nn.Sequential(
            nn.Conv2d(1, 16, 5, padding=2, stride=2), nn.BatchNorm2d(16), nn.ReLU(),  # (16, 8, 8)
            nn.Conv2d(16, 32, 3, padding=1, stride=2), nn.BatchNorm2d(32), nn.ReLU(),  # (32, 4, 4)
            nn.Flatten(), nn.Linear(512, size), nn.ReLU(),
        )  # fmt: skip

    def forward(self, frames: Float[Tensor, "B T 16 16"]) -> Float[Tensor, "B T D"]:
        """The same map for every frame, so frames of all clips go through it at once."""
        B, T = frames.shape[:2]
        # (video.1)
        return self.see(frames.reshape(B * T, 1, 16, 16)).view(B, T, -1)


# --8<-- [end:features]


# --8<-- [start:reader]
class ClipReader(nn.Module):
    """One vector for a clip.

    Args:
        size: H, numbers in the vector; also D.
        how: "gru" reads the frames in order; "mean" sees one frame, the mean of all; "middle" the middle frame.
    Raises:
        ValueError: another `how`.
    """

    def __init__(self, size: int, how: str = "gru", backend: str = "book") -> None:
        super().__init__()
        if how not in READERS:
            raise ValueError(f"no reader {how!r}: choose one of {', '.join(READERS)}")
        self.how, self.features = how, FrameFeatures(size)
        self.layer = make_layer("gru", size, size, backend) if how == "gru" else nn.Linear(size, size)
        if how == "gru":
            initialise_gates(self.layer)

    def forward(self, frames: Float[Tensor, "B T 16 16"]) -> Float[Tensor, "B H"]:
        """The state after the last frame, or what takes its place."""
        if self.how == "gru":
            # (video.2) the features of a frame feed the state
            return self.layer(self.features(frames))[1][0]
        # (video.3) a mean is the same in any order
        one = frames.mean(1, keepdim=True) if self.how == "mean" else frames[:, frames.shape[1] // 2, None]
        return torch.tanh(self.layer(self.features(one)[:, 0]))


# --8<-- [end:reader]


class ClipClassifier(nn.Module):
    """Logits of each digit, direction and speed: one linear map each on the vector of the clip."""

    def __init__(self, reader: ClipReader, size: int, classes: tuple[int, ...] = (10, 4, 2)) -> None:
        super().__init__()
        self.reader = reader
        self.heads = nn.ModuleList(nn.Linear(size, n) for n in classes)

    def forward(self, frames: Float[Tensor, "B T 16 16"]) -> tuple[Tensor, ...]:
        """One tensor (B, classes) for each question."""
        z = self.reader(frames)
        return tuple(head(z) for head in self.heads)


# --8<-- [start:captioner]
class Captioner(nn.Module):
    """A clip in, a few words out. The decoder begins in the state where the reader ended.

    Args:
        reader: gives the vector of a clip.
        size: H.
        vocabulary: V, words with the two marks; word 0 begins a caption, word 1 ends it.
    """

    def __init__(self, reader: ClipReader, size: int, vocabulary: int, backend: str = "book") -> None:
        super().__init__()
        self.reader = reader
        self.embed = nn.Embedding(vocabulary, size)
        self.layer = make_layer("gru", size, size, backend)
        nn.init.normal_(self.embed.weight, std=0.1)
        initialise_gates(self.layer)
        self.score = nn.Linear(size, vocabulary)

    def forward(self, frames: Float[Tensor, "B T 16 16"], words: Int[Tensor, "B S"]) -> Float[Tensor, "B S V"]:
        """Logits of the next word after each of `words`, which are the true ones: teacher forcing."""
        h, _ = self.layer(self.embed(words), None, (self.reader(frames),))
        return self.score(h)

    @torch.no_grad()
    def write(self, frames: Float[Tensor, "B T 16 16"], most: int = 6) -> Int[Tensor, "B S"]:
        """The likeliest word at each of `most` steps, fed back as input. What comes after word 1 means nothing."""
        state, word, written = (self.reader(frames),), torch.zeros(len(frames), dtype=torch.long), []
        for _ in range(most):
            h, state = self.layer(self.embed(word[:, None]), None, state)
            # (video.5)
            word = self.score(h[:, 0]).argmax(dim=1)
            written.append(word)
        return torch.stack(written, dim=1)


# --8<-- [end:captioner]
