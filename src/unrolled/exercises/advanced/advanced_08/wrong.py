"""Wrong answers to advanced-08, and by which sign each is known: two trainings never give the same numbers."""

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from unrolled.exercises.checks import mistaken


class Model(nn.Module):
    def __init__(self, V, batch_first=True, both=False, memory=True, drop=0.0, softmax=False):
        super().__init__()
        self.embed, self.drop, self.softmax, self.memory = nn.Embedding(V, 16), nn.Dropout(drop), softmax, memory
        self.layer = nn.GRU(16, 32, batch_first=batch_first, bidirectional=both)
        self.read = nn.Linear(32 * (1 + both) if memory else 16, V)

    def forward(self, x):
        e = self.embed(x)
        logits = self.read(self.drop(self.layer(e)[0] if self.memory else e))
        return torch.softmax(logits, -1) if self.softmax else logits


def fit(text, V, ahead=1, steps=60, learn=True, **parts):
    """The usual way, with a target so many characters ahead, and with parts of the model that can be wrong."""
    model = Model(V, **parts)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(steps):
        begins = 1 + torch.randint(len(text) - 34, (16,))
        places = begins[:, None] + torch.arange(32)
        loss = cross_entropy(model(text[places]).flatten(0, 1), text[places + ahead].flatten())
        optimiser.zero_grad()
        loss.backward()
        if learn:
            optimiser.step()
    return model


def built(words):
    """Whether the model is not as it was asked for, in this way."""
    return lambda came: isinstance(came, dict) and words in str(came.get("as it was asked for"))


def learned(words):
    """Whether the model has learned something else."""
    return lambda came: isinstance(came, dict) and words in str(came.get("what it has learned"))


@mistaken(
    "The target is not one step ahead: the model is asked for the character that it has just read, and learned to "
    "copy. Read text[:-1] and ask for text[1:].",
    sign=learned("just read, said again"),
)
def not_ahead(text, V):
    return fit(text, V, ahead=0)


@mistaken(
    "The target is one step behind in place of one ahead: read text[:-1] and ask for text[1:], not the reverse.",
    sign=learned("before the one"),
)
def behind(text, V):
    return fit(text, V, ahead=-1)


@mistaken(
    "The model ends with a softmax. cross_entropy takes one itself, and squashing twice leaves hardly any gradient: "
    "return the logits.",
    sign=learned("probabilities already"),
)
def softmax_twice(text, V):
    return fit(text, V, softmax=True)


@mistaken(
    "The model has not moved from where it began. Is optimiser.step() called after loss.backward(), on the parameters "
    "of this model?",
    sign=learned("nothing"),
)
def never_stepped(text, V):
    return fit(text, V, steps=2, learn=False)


@mistaken(
    "The recurrent layer runs along the batch: it takes the first axis for time, as PyTorch's layers do unless they "
    "are made with batch_first=True.",
    sign=built("another row"),
)
def batch_for_time(text, V):
    return fit(text, V, steps=5, batch_first=False)


@mistaken(
    "The model sees what it is to predict: a bidirectional layer reads the next character before it is asked for it.",
    sign=built("a later character"),
)
def both_ways(text, V):
    return fit(text, V, steps=5, both=True)


@mistaken(
    "The model has no memory: it knows one character, like counting pairs. Between embedding and read-out there must "
    "be a recurrent layer, and its outputs must be used.",
    sign=built("earlier characters"),
)
def no_memory(text, V):
    return fit(text, V, steps=5, memory=False)


@mistaken(
    "Dropout is still on, so the model answers at random: call model.eval() when training is over.",
    sign=built("asked again"),
)
def dropout_left_on(text, V):
    return fit(text, V, steps=5, drop=0.3)
