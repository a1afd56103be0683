"""A verdict in words, as a teacher would say it."""

import textwrap

from unrolled.exercises.exercise import Exercise
from unrolled.exercises.runner import Checked

WIDTH = 100


def told(exercise: Exercise, checked: Checked) -> str:
    """All that the reader sees of a check."""
    verdict, lines = checked.verdict, [f"{exercise.name}  {exercise.about.title}", ""]
    if verdict.ok:
        lines.append(f"Right. All {verdict.total} cases pass. Compare: python -m unrolled solution {exercise.name}")
    else:
        lines += _failed(checked)
        lines += ["", f"Stuck? python -m unrolled hint {exercise.name}"]
    return "\n".join([*lines, *_printed(checked)])


def _failed(checked: Checked) -> list[str]:
    verdict, lines = checked.verdict, []
    passed = f"Not yet: {verdict.passed} of {verdict.total} cases pass. The smallest that does not: {verdict.case}."
    lines.append(passed if verdict.case else "Not yet.")
    if verdict.call:
        head, *arguments = verdict.call
        lines += ["", f"  called    {head}", *(f"              {argument}" for argument in arguments)]
    if verdict.expected:
        lines.append(f"  expected  {verdict.expected}")
    if verdict.came:
        lines.append(f"  came      {verdict.came}")
    lines.append(f"  found     {verdict.found}".replace("\n", "\n            "))
    if verdict.looks_like:
        lines += ["", "This looks like a known mistake.", textwrap.fill(verdict.looks_like, WIDTH)]
    if verdict.perhaps:
        lines += ["", "On this input, though not on all, a known mistake gives the same. It may be one of several."]
        lines += [textwrap.fill(verdict.perhaps, WIDTH)]
    if verdict.pattern:
        lines += ["", textwrap.fill(f"Compared: {verdict.pattern}", WIDTH)]
    return lines


def _printed(checked: Checked) -> list[str]:
    """What the reader's code printed, apart from the verdict."""
    if not checked.printed:
        return []
    lines = ["", "Your code printed:", *(f"  | {line}" for line in checked.printed.rstrip("\n").split("\n")[:40])]
    left = checked.left_out + len("\n".join(checked.printed.rstrip("\n").split("\n")[40:]))
    return [*lines, f"  | ... and {left:,} bytes more"] if left else lines
