"""What exercises there are and where their files lie. Nothing here imports PyTorch, so a list appears at once."""

import ast
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parent
CODE = "# --8<-- [{}:code]\n"
KIND = {
    "implement": "Implement",
    "derive": "Derive",
    "predict": "Predict, then measure",
    "debug": "Debug",
    "design": "Design",
}
KINDS = tuple(KIND)
SETS = {
    "rnn": "The plain recurrent network",
    "lstm": "LSTM and GRU",
    "bidi": "Both directions",
    "seq2seq": "Sequence to sequence",
    "attention": "Attention",
    "advanced": "Advanced projects",
}


class UnknownExerciseError(ValueError):
    """No exercise has this name."""


@dataclass(frozen=True)
class About:
    """What a reader is told. The task itself is the docstring of the module that holds it.

    Args:
        kind: one of `KINDS`.
        level: 1, a few lines, to 5, an evening.
        chapter: slug of the chapter that it belongs to.
        section: heading of that chapter where what is needed stands.
        hints: from a nudge to nearly everything.
        seconds: of processor time that an answer may take.
    """

    title: str
    kind: str
    level: int
    chapter: str
    section: str
    hints: tuple[str, ...]
    seconds: float | int = 10

    @property
    def stop(self) -> str:
        """The full stop behind the title, unless it is a question."""
        return "" if self.title.endswith("?") else "."


@dataclass(frozen=True)
class Exercise:
    """One exercise by name, such as lstm-03."""

    name: str

    @property
    def set(self) -> str:
        return self.name.rpartition("-")[0]

    @property
    def folder(self) -> Path:
        return ROOT / self.set / self.name.replace("-", "_")

    @property
    def stub(self) -> Path:
        return self.folder / "stub.py"

    @property
    def solution(self) -> Path:
        return self.folder / "solution.py"

    def module(self, part: str) -> ModuleType:
        """One of its modules: about, check, stub, solution or wrong."""
        return import_module(f"unrolled.exercises.{self.set}.{self.folder.name}.{part}")

    @property
    def about(self) -> About:
        return self.module("about").ABOUT

    @property
    def task(self) -> str:
        """What is asked, as Markdown."""
        return (self.module("about").__doc__ or "").strip()

    @property
    def reasoning(self) -> str:
        """Why the solution is right, as Markdown: the docstring of its file after the first line."""
        told = ast.get_docstring(ast.parse(self.solution.read_text("utf-8"))) or ""
        return told.partition("\n")[2].strip()

    @property
    def solution_code(self) -> str:
        """The solution without its reasoning: what stands between the markers of the section `code`."""
        _, _, rest = self.solution.read_text("utf-8").partition(CODE.format("start"))
        return rest.partition(CODE.format("end"))[0].strip()


def exercises(of: str = "") -> list[Exercise]:
    """All exercises in order, or those of one set."""
    folders = (path.parent for name in ([of] if of else SETS) for path in sorted(ROOT.glob(f"{name}/*/about.py")))
    return [Exercise(folder.name.replace("_", "-")) for folder in folders]


def find(name: str) -> Exercise:
    """The exercise of a name. Raises: UnknownExerciseError, which lists those of the set."""
    every = [exercise.name for exercise in exercises()]
    if name not in every:
        near = [other for other in every if other.split("-")[0] == name.split("-")[0]] or every
        raise UnknownExerciseError(f"no exercise {name!r}: choose one of {', '.join(near)}")
    return Exercise(name)
