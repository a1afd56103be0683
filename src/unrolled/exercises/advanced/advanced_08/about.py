r"""
A whole small project: train a model of characters, within seconds, that beats counting.

`train(text, V)` gets a text as a tensor of $N$ whole numbers from 0 to $V - 1$, one for each character, and returns
a `torch.nn.Module`. Called with `x` of shape `(B, T)`, rows that each begin anew with no memory, the module returns
logits `(B, T, V)`: at each step, from the characters of the row up to and with this one, for the character that
comes *next*. The rows of a batch have nothing to do with one another, and the same `x` gives the same logits each
time.

The checker calls `train` twice:

- with 2,000 characters of the pattern 0, 1, 0, 2, 0, 1, 0, 2, ... What follows a 0 can be known only from what came
  before it. The mean loss in nats, on windows of 64 characters, must be below 0.1. Counting pairs comes to 0.35;
- with four books of the King James Bible, in small letters. The mean loss in nats, on windows of 64 characters of the
  Book of Ruth, which your code does not see, must be below 2.0. Counting pairs, with one added to every count, comes
  to 2.30.

Layers, optimiser, and how the text is cut into batches are up to you, and PyTorch's own layers are welcome. Both calls
together may take forty seconds of processor time; a few are enough. The random numbers begin with a fixed seed.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="A model that beats counting",
    kind="design",
    level=5,
    chapter="applications/language-model",
    section="The baseline: counting",
    seconds=40,
    hints=(
        "Three parts make the model: an embedding, a recurrent layer that reads (B, T, E), and a linear layer to V.",
        "A batch is 32 random places of the text, and from each of them 33 characters: 32 are read, and those one "
        "step later are asked for. `text[begins[:, None] + torch.arange(33)]` cuts them all at once.",
        "cross_entropy wants logits, and the classes on the second axis: flatten both, `logits.flatten(0, 1)` and "
        "`target.flatten()`. It does the softmax itself.",
        "A GRU of 64 units, Adam with a learning rate of 0.01, gradients clipped at 1, and 150 steps do it. In each "
        "step: zero_grad, loss, backward, clip, step.",
    ),
)
