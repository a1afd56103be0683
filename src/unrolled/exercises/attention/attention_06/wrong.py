"""Wrong answers to attention-06, and what is said about each."""

from unrolled.exercises.checks import mistaken


def same(one, other):
    return one.shape == other.shape and bool((one - other).abs().max() < 1e-6)


@mistaken("The new result is put into the new order once more. Compare it with the old result in the new order.")
def order_twice(layer, x, order):
    before, after = layer(x), layer(x[order])
    if same(before, after):
        return "invariant"
    return "equivariant" if before.dim() == 2 and same(before, after[order]) else "neither"


@mistaken("Where the layer returns one vector for all, nothing can come out in a new order: it can only be invariant.")
def one_vector_equivariant(layer, x, order):
    before, after = layer(x), layer(x[order])
    if before.dim() == 1 and same(before, after):
        return "equivariant"
    return "invariant" if same(before, after) else "equivariant" if same(before[order], after) else "neither"


@mistaken("One vector for all is taken for invariant, and not compared. A last state, too, is one vector for all.")
def one_vector_invariant(layer, x, order):
    before, after = layer(x), layer(x[order])
    if before.dim() == 1 or same(before, after):
        return "invariant"
    return "equivariant" if same(before[order], after) else "neither"


@mistaken(
    "Only the set of numbers that come out is compared. For that a layer that turns its results counts as invariant."
)
def sorted_numbers(layer, x, order):
    before, after = layer(x), layer(x[order])
    if same(before.flatten().sort().values, after.flatten().sort().values):
        return "invariant"
    return "neither"


@mistaken(
    "Invariant comes first: where the same comes out as before, the word is invariant, even if turning it "
    "changes nothing."
)
def equivariant_first(layer, x, order):
    before, after = layer(x), layer(x[order])
    if before.dim() == 2 and same(before[order], after):
        return "equivariant"
    return "invariant" if same(before, after) else "neither"


@mistaken("A recurrent layer reads in order: its states are not the same ones in a new order.", asks="predict")
def rnn_equivariant():
    return {"rnn": "equivariant"}


@mistaken(
    "The question is the same, and a weighted mean does not care in which order its terms come.",
    asks="predict",
)
def query_neither():
    return {"query": "neither"}


@mistaken(
    "Each vector asks by itself, so the answers turn with the vectors: they are not the same as before.",
    asks="predict",
)
def self_invariant():
    return {"self": "invariant"}


@mistaken(
    "Nothing in self-attention says where a vector stands: turn the vectors, and the answers turn.",
    asks="predict",
)
def self_neither():
    return {"self": "neither"}


@mistaken(
    "What is added at a position stays there when the vectors move, so each vector is another one now.",
    asks="predict",
)
def positions_equivariant():
    return {"positions": "equivariant"}
