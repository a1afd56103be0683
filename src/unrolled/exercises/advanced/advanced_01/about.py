r"""
A speech model says one label at each frame, and many frames say the same sound. Write the collapse of CTC,
(speech.7): repeats become one, then blanks go. The blank is label 0. `path` is a list of labels; return the list of
labels that it spells. `[0, 7, 7, 0, 7, 3, 3, 0]` spells `[7, 7, 3]`.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="What a path spells",
    kind="implement",
    level=2,
    chapter="applications/speech",
    section="A string of digits",
    hints=(
        "Why are there blanks at all? How would one say 7 7 without them?",
        "The order matters: if blanks go first, the two sevens of the example stand side by side and become one.",
        "Keep a label if it is no blank and is not the one before it in the path, the blank before the first included.",
    ),
)
