"""Wrong answers to bidi-05, and what is said about each."""

from unrolled.exercises.checks import mistaken

ONE = 4 * (100 * 100 + 100 * 100 + 100)


@mistaken("This is one direction. The other one has weights of its own.")
def one_direction():
    return {"both": ONE}


@mistaken("torch.nn.LSTM has two biases for each gate; the book's has one.")
def two_biases():
    return {"both": 2 * (ONE + 400)}


@mistaken("The second layer reads both directions of the first, so its inputs have 2H = 200 numbers, not 100.")
def reads_one_half():
    return {"second": 2 * ONE}


@mistaken("This is one direction of the second layer. It has two.")
def second_one_direction():
    return {"second": 4 * (100 * 200 + 100 * 100 + 100)}


@mistaken("With half of the units there are parameters left: those on the state fall with the square of H.")
def half():
    return {"fair": 50}


@mistaken("With this size there are a few parameters too many: round down.")
def rounded_up():
    return {"fair": 62}


@mistaken("This is the share at step 1. At step 2 everything has been seen, and every answer can be right.")
def first_step():
    return {"limit": 0.5}


@mistaken("One direction cannot get them all: at step 1 it does not know what step 2 will bring.")
def everything():
    return {"limit": 1.0}
