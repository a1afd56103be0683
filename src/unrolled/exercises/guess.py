"""What can be said about answers to questions without telling what is right."""

from numbers import Real
from typing import Any

from unrolled.exercises.checks import Check
from unrolled.exercises.compare import close, first_difference

NEAR = 0.05  # share by which a number that was rounded too much may be off


def guesses(expected: Any, came: Any, check: Check) -> str:
    """Which entries are right, and how those that are not may have gone wrong, in a few sentences."""
    if not isinstance(expected, dict) or not isinstance(came, dict):
        return ""
    wrong = [key for key in expected if first_difference(expected[key], came.get(key), check.tolerance)]
    told = [_hint(key, expected[key], came[key], check) for key in wrong if key in came]
    if near := [key for key in wrong if key in came and _near(expected[key], came[key])]:
        told.append(f"Near, perhaps only rounded too much: {_names(near)}. Give more decimals.")
    right = [key for key in expected if key not in wrong]
    told.append(f"Right already: {_names(right)}." if right else "")
    told.append(f"Not right yet: {_names(wrong)}." if len(wrong) > 1 else "")
    return " ".join(filter(None, told))


def _names(keys: list) -> str:
    return ", ".join(repr(key) for key in keys)


def _hint(key: str, expected: Any, came: Any, check: Check) -> str:
    if isinstance(expected, str) and isinstance(came, str) and check.words:
        known = came.strip().casefold() in (word.casefold() for word in check.words)
        return "" if known else f"{key!r} is one of the words {_names(list(check.words))}."
    if isinstance(expected, list) and isinstance(came, tuple | list | range):
        both = [*expected, *came]
        same = all(isinstance(entry, Real) for entry in both) and sorted(came) == sorted(expected)
        return f"{key!r} has the right entries in another order." if same else ""
    number = isinstance(expected, Real) and isinstance(came, Real) and not isinstance(came, bool)
    return _number(key, expected, came, check) if number else ""


def _number(key: str, expected: Any, came: Any, check: Check) -> str:
    """Rounding, percent and signs: slips that are no mistakes of thinking."""
    if expected and close(-expected, came, check.tolerance):
        return f"{key!r} has the wrong sign."
    if expected and close(100 * expected, came, 1e-3):
        return f"{key!r} is in percent: give it as a share."
    if float(expected).is_integer() and expected > 10 and not float(came).is_integer() and abs(came - expected) < 1:
        return f"{key!r} is to be a whole number."
    return ""


def _near(expected: Any, came: Any) -> bool:
    """Whether a number with at most two decimals may be the right one, rounded."""
    if not isinstance(expected, Real) or not isinstance(came, Real) or isinstance(came, bool):
        return False
    rounded = round(float(came), 2) == came and not float(expected).is_integer()
    return rounded and abs(came - expected) <= min(NEAR * abs(expected), 0.5)
