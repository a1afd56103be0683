"""Wrong answers to seq2seq-05, and what is said about each."""

import torch

from unrolled.exercises.checks import mistaken


def forced(decoder, h, read, asked):
    losses = []
    for token, answer in zip(read, asked, strict=True):
        log_p, h = decoder(token, h)
        losses.append(-log_p[answer])
    return losses


@mistaken("This answers as the stub does. Write down, side by side, what the decoder reads and what it is asked for.")
def copies(decoder, h, target):
    losses = forced(decoder, h, [*target, 3], [*target, 3])
    return sum(losses) / len(losses)


@mistaken("The end is not asked for: a decoder that is never taught to stop will not.")
def without_end(decoder, h, target):
    losses = forced(decoder, h, [2, *target[:-1]], target) if target else [torch.zeros(())]
    return sum(losses) / len(losses)


@mistaken("The sum is right, but EOS is a token, too: divide by one more.")
def end_not_counted(decoder, h, target):
    return sum(forced(decoder, h, [2, *target], [*target, 3])) / max(1, len(target))


@mistaken("This is the sum over the tokens. Asked is the mean.")
def total(decoder, h, target):
    return sum(forced(decoder, h, [2, *target], [*target, 3]))


@mistaken("The decoder reads what it wrote itself. Under teacher forcing it reads the true token.")
def free(decoder, h, target):
    token, losses = 2, []
    for asked in [*target, 3]:
        log_p, h = decoder(token, h)
        losses.append(-log_p[asked])
        token = int(log_p.argmax())
    return sum(losses) / len(losses)


@mistaken("The state does not go on: each step starts from the first state.")
def forgets(decoder, h, target):
    losses = [-decoder(read, h)[0][asked] for read, asked in zip([2, *target], [*target, 3], strict=True)]
    return sum(losses) / len(losses)
