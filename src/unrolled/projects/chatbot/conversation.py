"""A conversation: what was said, what is answered, what is withheld, and what is remembered of it."""

from collections.abc import Iterator

import torch

from unrolled.projects.chatbot.answering import Manner, live
from unrolled.projects.chatbot.dialogues import CHITCHAT
from unrolled.projects.chatbot.model import Trained
from unrolled.projects.chatbot.patterns import HELP
from unrolled.projects.chatbot.screen import WithheldError, despair_in, screened
from unrolled.projects.chatbot.text import clean, joined, unknown_share

HONEST = (
    "This is a toy. A small network imitates {whom}. It knows nothing, it makes things up, and it remembers {turns}. "
    "Do not tell it secrets, and believe nothing it says."
)


def honest(trained: Trained) -> str:
    """What the chatbot says of itself before anything else."""
    ours = trained.about.get("run", {}).get("data", {}).get("name") == CHITCHAT
    turns = trained.size.turns
    return HONEST.format(
        whom="how students chatted in 2018" if ours else "the conversations that it was trained on",
        turns="one turn only" if turns == 1 else f"the last {turns} turns only",
    )


def withheld_note(kinds: list[str]) -> str:
    """What is shown in place of a reply."""
    return f"(a reply was withheld: it held a {' and a '.join(kinds)})"


# --8<-- [start:conversation]
class Conversation:
    """Remembers the turns, asks the model for the next one, and lets through what may be said.

    Args:
        seed: of the drawing.
    """

    def __init__(self, trained: Trained, manner: Manner, seed: int) -> None:
        self.trained, self.manner, self.seed = trained, manner, seed
        self.generator = torch.Generator().manual_seed(seed)
        self.turns: list[str] = []
        self.withheld: list[str] = []  # kinds, of the last reply
        self.note = ""  # on the last line that was read

    def reset(self) -> None:
        """Forget what was said."""
        self.turns.clear()

    def answer(self, line: str) -> Iterator[str]:
        """The reply to a line, bit by bit. An empty line has none."""
        self.withheld, self.note = [], ""
        said = clean(line)
        if not said:
            return
        if despair_in(said):
            self.note = "not answered by the model"
            yield HELP
            return
        before = joined([*self.turns, said], self.trained.size.turns)
        self.note = self._look_at(said)
        written = ""
        try:
            for bit in screened(live(self.trained, before, self.manner, self.generator)):
                written += bit
                yield bit
        except WithheldError as reason:
            self.withheld = reason.kinds
            yield withheld_note(reason.kinds)
        self.turns += [said, written] if not self.withheld else [said]

    # --8<-- [end:conversation]

    def _look_at(self, said: str) -> str:
        """What the reader should know of a line: it is mostly unknown, or longer than what is read."""
        ids, notes = self.trained.reader.encode(said), []
        if unknown_share(ids) > 0.3:
            notes.append("most of this line is in letters that the model does not know")
        if len(ids) == self.trained.size.reads and len(said) > 2 * len(self.trained.subwords.decode(ids)):
            notes.append(f"only the last {len(ids)} pieces of this line are read")
        return "; ".join(notes)
