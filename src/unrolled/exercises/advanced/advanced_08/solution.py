r"""advanced-08, solved.

Three parts make the model: an embedding, a GRU, and a linear layer to logits. Why is that enough? Counting pairs knows
one character. After "th" the state of the GRU knows two, and more of the word before them, and in English these narrow
the choice a lot.

Each step of training takes 32 random places of the text. From each place 32 characters are read, and the target is
the same stretch one character later. Random places make every batch another one. They also teach the model to begin
anywhere with no memory, and that is how it is asked later. A model that was trained on one long text with carried
state has never met an empty state but once.

Three mistakes are tempting. A target that is not shifted asks for the character that was just read: the loss falls to
nothing, and the model copies. A softmax before `cross_entropy` is a second one: the loss still falls, but slowly and
not far. And a layer that reads in both directions sees the very character it is to guess, so that it looks perfect in
training. The pattern of zeros, ones and twos is there for models without a memory: half of its characters follow a 0,
and only what came before the 0 tells which one.

Watch the loss of the first step, too. It must be near $\log V$, the loss of a model that has learned nothing. The
gradient is clipped, since one odd batch could otherwise undo much. A validation text, more units and more time would
make a better model: this one only beats pairs.
"""

# --8<-- [start:code]
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy


class Model(nn.Module):
    """Logits (B, T, V) of the next character, from characters (B, T)."""

    def __init__(self, V: int, size: int = 64) -> None:
        super().__init__()
        self.embed = nn.Embedding(V, 32)
        self.layer = nn.GRU(32, size, batch_first=True)
        self.read = nn.Linear(size, V)

    def forward(self, x: Tensor) -> Tensor:
        return self.read(self.layer(self.embed(x))[0])


def train(text: Tensor, V: int) -> nn.Module:
    """A model trained on a text (N) of numbers below V: from (B, T) to logits (B, T, V) of what comes next."""
    model = Model(V)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(150):
        begins = torch.randint(len(text) - 32, (32,))
        rows = text[begins[:, None] + torch.arange(33)]  # (B, T + 1)
        loss = cross_entropy(model(rows[:, :-1]).flatten(0, 1), rows[:, 1:].flatten())
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
    return model


# --8<-- [end:code]
