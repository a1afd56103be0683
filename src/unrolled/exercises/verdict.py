"""What a check found, as plain data: it crosses from the process that ran the reader's code as JSON."""

from dataclasses import asdict, dataclass, fields


@dataclass(frozen=True)
class Verdict:
    """The outcome of a check. Texts are ready to be shown; what does not apply is empty.

    Args:
        ok: the answer is right.
        passed: cases that went well before the first that did not, of `total`.
        case: what the failing case is about.
        call: how the reader's code was called, a line an argument.
        expected: what should have come.
        came: what came.
        found: the first difference, or what went wrong, with the line of the reader's file.
        looks_like: the known mistake that gives just this answer.
        perhaps: a known mistake that gives this answer in the failing case, though not in all.
        pattern: in which simple way what came differs from what was expected.
    """

    ok: bool
    passed: int = 0
    total: int = 0
    case: str = ""
    call: tuple[str, ...] = ()
    expected: str = ""
    came: str = ""
    found: str = ""
    looks_like: str = ""
    perhaps: str = ""
    pattern: str = ""

    def as_json(self) -> dict:
        return asdict(self)

    @classmethod
    def of_json(cls, told: dict) -> "Verdict":
        """Raises: TypeError or KeyError, if `told` is not what `as_json` gave."""
        return cls(**{field.name: told[field.name] for field in fields(cls)} | {"call": tuple(told["call"])})
