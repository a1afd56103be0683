r"""rnn-02, solved.

W has H times D entries, U has H times H, b has H: together H (D + H + 1), here 15,100. torch.nn.RNN keeps one bias
for the input and one for the state. Only their sum counts, so the second adds H numbers and nothing that can be
computed. No shape holds T: the same weights serve every step, so longer sequences need no more of them. An ordinary
layer reads T D numbers, and has a weight for each of them and a bias: H (T D + 1). It also grows with T.
"""


# --8<-- [start:code]
def answers() -> dict[str, float | int]:
    """The four counts, under the names of the task."""
    D, H, T = 50, 100, 20
    recurrence = H * D + H * H + H
    return {"book": recurrence, "torch": recurrence + H, "steps": 1, "ordinary": H * (T * D + 1)}


# --8<-- [end:code]
