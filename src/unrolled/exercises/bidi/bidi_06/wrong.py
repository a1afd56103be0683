"""Wrong answers to bidi-06, and what is said about each."""

from unrolled.exercises.checks import mistaken


def changed(layer, x, row):
    other = x.clone()
    other[row] += 1
    return layer(x) != layer(other)


@mistaken("The steps are counted from 0. The task counts from 1, in what it is given and in what it wants back.")
def from_zero(layer, x, step):
    return [t for t, moved in enumerate(changed(layer, x, step - 1).any(dim=1)) if moved]


@mistaken("The step that was changed is one too far: step 1 is row 0 of x.")
def one_too_far(layer, x, step):
    return [t + 1 for t, moved in enumerate(changed(layer, x, min(step, len(x) - 1)).any(dim=1)) if moved]


@mistaken("The changed step itself is missing: each output sees its own input.")
def without_itself(layer, x, step):
    return [t + 1 for t, moved in enumerate(changed(layer, x, step - 1).any(dim=1)) if moved and t + 1 != step]


@mistaken("Only the first number of each output is compared. A change in any of them counts.")
def first_number(layer, x, step):
    return [t + 1 for t, moved in enumerate(changed(layer, x, step - 1)[:, 0]) if moved]


@mistaken("Only outputs at which every number changes are counted. One is enough.")
def every_number(layer, x, step):
    return [t + 1 for t, moved in enumerate(changed(layer, x, step - 1).all(dim=1)) if moved]


@mistaken(
    "Back has read steps 5, 4 and 3 when it is at step 3: the change is in 3 and in what it reads after, 2 and 1.",
    asks="predict",
)
def back_like_ahead():
    return {"back": [3, 4, 5]}


@mistaken(
    "The layer below already notices at steps 1 to 3; the one above carries that on, to the last step.",
    asks="predict",
)
def stacked_like_back():
    return {"stacked": [1, 2, 3]}


@mistaken(
    "The layer that reads ahead stands above: it sees steps 1 and 2 of the layer below, which have noticed.",
    asks="predict",
)
def stacked_like_ahead():
    return {"stacked": [3, 4, 5]}


@mistaken("At step 5 the half that comes back has just begun. It has read one step.", asks="predict")
def half_reads_all():
    return {"half": 5}


@mistaken("An output sees its own input, too: the changed step belongs to the list.", asks="predict")
def ahead_without_itself():
    return {"ahead": [4, 5]}


@mistaken("The steps are counted from 0. The task counts from 1.", asks="predict")
def ahead_from_zero():
    return {"ahead": [2, 3, 4]}
