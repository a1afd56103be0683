"""A checker without PyTorch, so that the process that runs it starts at once."""

from unrolled.exercises.verdict import Verdict


def examine(names, file):  # noqa: ARG001
    came = names["answer"]()
    return Verdict(came == 42, int(came == 42), 1, "the answer", found=f"came {came!r}")
