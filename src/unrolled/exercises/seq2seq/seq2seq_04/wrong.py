"""Wrong answers to seq2seq-04, and what is said about each."""

import math

from unrolled.exercises.checks import mistaken


@mistaken("This is the probability of one token. A sentence needs all ten: multiply.")
def one_token():
    return {"probability": 0.9}


@mistaken("This is the loss of the whole sentence. Asked is the mean per token.")
def summed():
    return {"loss": -10 * math.log(0.9)}


@mistaken("This is in bits. In nats, the logarithm is the natural one.")
def bits():
    return {"loss": -math.log2(0.9)}


@mistaken("Perplexity goes with the mean loss per token, not with the loss of the sentence.")
def of_the_sentence():
    return {"perplexity": 0.9**-10}


@mistaken("This is e to a loss in bits. Take the loss in nats, or 2 to the loss in bits.")
def mixed():
    return {"perplexity": math.exp(-math.log2(0.9))}


@mistaken("At i = k the schedule stands at k / (k + e), which is still high. Solve e^(i/k) = k.")
def at_k():
    return {"half": 10}


@mistaken("This is log k. The exponent is i / k, so there is a factor of k more.")
def without_factor():
    return {"half": math.log(10)}


@mistaken("With alpha = 1 this is not the length itself: (5 + n) / (5 + 1).")
def length():
    return {"penalty": 10}


@mistaken("The mark of the end is counted already: n is 10.")
def end_counted_twice():
    return {"penalty": 16 / 6}
