"""advanced-08, solved.

The model is an embedding, a GRU and a linear layer. Each step of training takes 32 random places of the text: 32
characters are read, and the target is the same text one character later. Random places make each batch different, and
the model learns to begin anywhere with no memory, as it is asked to do later. cross_entropy gets logits and does the
softmax itself. The gradient is clipped, since one odd batch could otherwise undo much. 64 units and 150 steps are
enough to beat pairs clearly: two characters before the last one already tell a lot, and the state holds more. It is
not a good model of English yet. For that it needs more units, more text and more time, and a look at a validation text.
"""

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
