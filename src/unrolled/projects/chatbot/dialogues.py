"""Conversations to learn from: what was said before, and the reply. No conversation is in two splits."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from unrolled.data import chitchat, packaged, registry
from unrolled.projects.chatbot.text import clean, joined
from unrolled.projects.errors import ProjectError
from unrolled.projects.text_in import name_of, read_lines

CHITCHAT = "Chit-Chat Challenge (2018)"
HELD_OUT = 10  # of a file of one's own, every tenth conversation is not trained on
Conversation = tuple[str, ...]


class Exchange(NamedTuple):
    """The turns before, joined, and the reply to them."""

    before: str
    reply: str


@dataclass(frozen=True)
class Dialogues:
    """Exchanges of each split, and where they come from."""

    splits: dict[str, list[Exchange]]
    source: dict[str, str | int]


# --8<-- [start:exchanges]
def exchanges(conversation: Conversation, turns: int) -> list[Exchange]:
    """Every reply of a conversation with the turns before it, at most `turns` of them.

    >>> exchanges(("hi", "hello", "how are you?"), 2)[1]
    Exchange(before='hi\\nhello', reply='how are you?')
    """
    found = []
    for i in range(1, len(conversation)):
        if conversation[i] and conversation[i - 1]:
            found.append(Exchange(joined(conversation[max(0, i - turns) : i], turns), conversation[i]))
    return found


def once(conversations: dict[str, list[Conversation]]) -> dict[str, list[Conversation]]:
    """Conversations that are there twice, once. One that is tested on or chosen with is not trained on."""
    seen: set[Conversation] = set()
    kept: dict[str, list[Conversation]] = {}
    for split in sorted(conversations):  # test before train
        kept[split] = []
        for conversation in conversations[split]:
            if conversation not in seen:
                seen.add(conversation)
                kept[split].append(conversation)
    return kept


# --8<-- [end:exchanges]


def packaged_conversations() -> dict[str, list[Conversation]]:
    """The conversations of the package, cleaned, by split. Raises: DataError."""
    dataset = registry.get("chitchat")
    ((name, content),) = packaged.read(dataset, dataset.files[0]).items()
    parts: dict[str, list[Conversation]] = {split: [] for split in chitchat.SHARES}
    for key, turns in chitchat.conversations(name, content).items():
        parts[chitchat.split_of(key)].append(tuple(map(clean, turns)))
    return parts


def read_conversations(path: Path) -> list[Conversation]:
    """A text file: one turn a line, an empty line between conversations.

    Raises:
        ProjectError: it cannot be read, or no turn has a reply.
    """
    found: list[list[str]] = [[]]
    for line in map(clean, read_lines(path)):
        if line:
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    whole = [tuple(turns) for turns in found if len(turns) > 1]
    if not whole:
        raise ProjectError(
            f"{name_of(path)} has no turn with a reply: write one turn a line, and an empty line between conversations"
        )
    return whole


def dialogues_of(path: Path | None, turns: int, at_most: int | None = None) -> Dialogues:
    """What to train on: the packaged conversations, or those of a file, of which every tenth is held out.

    Args:
        turns: how many turns before a reply are read.
        at_most: train on so many conversations only.
    Raises:
        ProjectError: the file holds fewer than two conversations.
    """
    if path is None:
        parts, name = once(packaged_conversations()), CHITCHAT
    else:
        whole, name = once({"": read_conversations(path)})[""], name_of(path)
        if len(whole) < 2:
            raise ProjectError(
                f"{name} holds one conversation: at least two are needed, with an empty line between them, "
                "for what is tested on must not be trained on"
            )
        held = whole[::HELD_OUT]
        parts = {"train": [one for i, one in enumerate(whole) if i % HELD_OUT], "valid": held, "test": held}
    parts["train"] = parts["train"][:at_most]
    splits = {split: [e for one in parts[split] for e in exchanges(one, turns)] for split in parts}
    counts = {f"{split}_exchanges": len(rows) for split, rows in splits.items()}
    return Dialogues(splits, {"name": name, "conversations": len(parts["train"]), **counts, "sha256": _digest(splits)})


def held_out(path: Path | None, turns: int) -> list[Exchange]:
    """What to test on: every exchange of a file, or those of the packaged conversations that are for testing."""
    if path is not None:
        return [e for one in read_conversations(path) for e in exchanges(one, turns)]
    return dialogues_of(None, turns).splits["test"]


def _digest(splits: dict[str, list[Exchange]]) -> str:
    found = hashlib.sha256()
    for split in sorted(splits):
        for row in splits[split]:
            found.update(f"{split}\0{row.before}\0{row.reply}\0".encode())
    return found.hexdigest()
