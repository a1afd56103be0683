"""Wrong answers to rnn-02, and what is said about each."""

from unrolled.exercises.checks import mistaken


@mistaken("The bias is not counted: each of the H units has one.")
def without_bias():
    return {"book": 100 * 50 + 100 * 100}


@mistaken("U is not counted. Each unit also reads all H numbers of the state before, which is most of the weights.")
def without_state():
    return {"book": 100 * 50 + 100}


@mistaken("This counts a set of weights for each of the 20 steps. They are shared: all steps use the same W, U and b.")
def a_set_a_step():
    return {"book": 20 * (100 * 50 + 100 * 100 + 100)}


@mistaken("torch.nn.RNN has one bias more than the book: bias_ih and bias_hh. Print its named_parameters().")
def one_bias():
    return {"torch": 15100}


@mistaken("Twice the steps do not need twice the weights: look for T in the shapes of W, U and b. It is in none.")
def grows():
    return {"steps": 2}


@mistaken("The ordinary layer has one bias a unit, and not one for each step.")
def many_biases():
    return {"ordinary": 100 * 20 * (50 + 1)}
