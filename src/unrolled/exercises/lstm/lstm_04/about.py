r"""
This function is to set the forget bias of a `torch.nn.LSTM`: after it, the sums inside the forget gates of *every*
layer shall hold the bias `value`, as in (lstm.9), and nothing else shall be changed. It runs, and the gates get
another bias than was asked for. Mend it.

PyTorch adds two biases, `bias_ih_l0` and `bias_hh_l0`; further layers have `_l1` and so on.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="A forget bias that is not what it says",
    kind="debug",
    level=2,
    chapter="gates/lstm",
    section="The forget bias",
    hints=(
        "Print the names and shapes of lstm.named_parameters(). Which of them are added inside the forget gate?",
        "There are two biases. What is their sum after this function?",
        "Set the rows `H` to `2H` of one of them to the value and the same rows of the other to zero.",
    ),
)
