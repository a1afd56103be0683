"""Exercises that check themselves: a stub to fill in, a checker that answers like a teacher, hints, a solution.

One folder a set, one folder an exercise: `about.py` says what is asked, `stub.py` is what the reader starts from,
`check.py` compares with the book's library or with PyTorch, `wrong.py` holds the mistakes that are recognised.
"""
