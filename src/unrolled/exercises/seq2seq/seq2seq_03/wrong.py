"""Wrong answers to seq2seq-03, and what is said about each."""

from unrolled.exercises.checks import mistaken


def best(scores):
    return max(range(len(scores)), key=scores.__getitem__)


def write(step, state, longest, feed=True, carry=True, stop=True, worst=False):
    token, written = 2, []
    for _ in range(longest):
        scores, after = step(token, state)
        new = min(range(len(scores)), key=scores.__getitem__) if worst else best(scores)
        state = after if carry else state
        if new == 3 and stop:
            return written, True
        written.append(new)
        token = new if feed else token
    return written, False


@mistaken("EOS stands in the answer. It says that the text is over; it is no part of it.")
def with_end(step, state, longest):
    written, ended = write(step, state, longest)
    return written + [3] * ended


@mistaken("BOS stands in the answer. It was read, not written.")
def with_beginning(step, state, longest):
    return [2, *write(step, state, longest)[0]]


@mistaken("EOS does not stop the writing.")
def never_stops(step, state, longest):
    return write(step, state, longest, stop=False)[0]


@mistaken("The decoder is fed BOS at every step. It must read the token that it wrote last.")
def always_the_beginning(step, state, longest):
    return write(step, state, longest, feed=False)[0]


@mistaken("The state does not go on: each step starts from the first state. Bind it anew at every step.")
def forgets(step, state, longest):
    return write(step, state, longest, carry=False)[0]


@mistaken("One token too few: `longest` tokens may be written.")
def one_short(step, state, longest):
    return write(step, state, longest - 1)[0]


@mistaken("One token too many: stop when `longest` tokens have been written.")
def one_long(step, state, longest):
    return write(step, state, longest + 1)[0]


@mistaken("This takes the token with the lowest score.")
def the_worst(step, state, longest):
    return write(step, state, longest, worst=True)[0]


@mistaken("The first token that the decoder reads is padding, 0. A text begins with BOS.")
def begins_with_padding(step, state, longest):
    return write(lambda token, now: step(0 if now == state else token, now), state, longest)[0]
