"""Wrong answers to bidi-07, and what is said about each."""

from unrolled.exercises.checks import mistaken


def made(w=10, u=10, b=0, p=1, q=1, r=-1.5):
    return {"w": w, "u": u, "b": b, "p": p, "q": q, "r": r}


@mistaken("It says yes where one of the two units is at 1. Both must be: the threshold lies between one and two.")
def either():
    return made(r=-0.5)


@mistaken("There is no memory: with u = 0 a unit sees its own step only.")
def no_memory():
    return made(u=0)


@mistaken("The memory fades: with u below 1 a state shrinks at each step, until the read-out no longer sees it.")
def fades():
    return made(u=0.9, r=-1)


@mistaken("The read-out looks ahead only: yes after the first 1, for ever.")
def ahead_alone():
    return made(q=0, r=-0.5)


@mistaken("The read-out looks back only: yes until the last 1.")
def back_alone():
    return made(p=0, r=-0.5)


@mistaken("It says yes everywhere. Without any 1 the units must stay at 0, so b is 0, and then r alone must say no.")
def sets_itself_off():
    return made(b=5)


@mistaken("u = 1 does not hold a state: tanh(h) is less than h, so it creeps back to 0. Take u clearly above 1.")
def creeps_back():
    return made(u=1)
