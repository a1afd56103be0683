"""Wrong answers to seq2seq-06, and what is said about each."""

from unrolled.exercises.checks import mistaken


def written(step, state, target, first, forced, carry=True):
    token, made = first, []
    for true in target:
        new, after = step(token, state)
        made.append(new)
        state = after if carry else state
        token = true if forced else new
    return made


def share(made, target):
    return sum(a == b for a, b in zip(made, target, strict=True)) / len(target)


@mistaken("Both numbers are those of the teacher's hand. On its own the decoder reads what it wrote.")
def forced_twice(step, state, target, first):
    forced = share(written(step, state, target, first, True), target)
    return {"forced": forced, "free": forced}


@mistaken("The two numbers have changed places.")
def exchanged(step, state, target, first):
    return {
        "forced": share(written(step, state, target, first, False), target),
        "free": share(written(step, state, target, first, True), target),
    }


@mistaken("The state does not go on: each step starts from the first state.")
def forgets(step, state, target, first):
    return {
        "forced": share(written(step, state, target, first, True, False), target),
        "free": share(written(step, state, target, first, False, False), target),
    }


@mistaken("On its own the decoder is stopped at its first mistake. Count all tokens: it may find back.")
def stops_at_the_first(step, state, target, first):
    made, hits = written(step, state, target, first, False), 0
    for a, b in zip(made, target, strict=True):
        if a != b:
            break
        hits += 1
    return {"forced": share(written(step, state, target, first, True), target), "free": hits / len(target)}


@mistaken("These are shares of whole sentences: 1 if all is right, else 0. Asked are shares of tokens.")
def whole(step, state, target, first):
    made = {"forced": True, "free": False}
    return {name: float(written(step, state, target, first, f) == target) for name, f in made.items()}


@mistaken("Under the teacher's hand one mistake costs one token: the next step reads the true one.", asks="predict")
def forced_like_free():
    return {"forced": 0.5}


@mistaken("On its own it reads its 9 at the next step, and writes 9 from there to the end.", asks="predict")
def free_like_forced():
    return {"free": 5 / 6}


@mistaken("Three are right before the hole. But 9 is also the ninth token that it should write.", asks="predict")
def stopped_clock():
    return {"free_long": 0.1}


@mistaken("It never finds back, so the share falls with the length of the text.", asks="predict")
def long_like_short():
    return {"free_long": 0.5}


@mistaken("It writes 9 for 4 and then, reading 9, goes on with 5 and 6: one mistake.", asks="predict")
def taught_changes_nothing():
    return {"taught": 0.5}


@mistaken("The second run goes on with the state that the first one left. Both begin with the state that is given.")
def state_left_over(step, state, target, first):
    shares = {}
    for name in ("forced", "free"):
        token, hits = first, 0
        for true in target:
            new, state = step(token, state)
            hits += new == true
            token = true if name == "forced" else new
        shares[name] = hits / len(target)
    return shares


@mistaken("These are numbers of right tokens. Asked are shares: divide by the number of tokens.")
def counts(step, state, target, first):
    made = {"forced": True, "free": False}
    return {name: share(written(step, state, target, first, f), target) * len(target) for name, f in made.items()}
