"""What the reader has begun and solved: one small JSON file in the reader's own folder, never sent anywhere."""

import json
from pathlib import Path
from typing import Any

NAME = "progress.json"


class BrokenProgressError(ValueError):
    """The file is there and is not what this module writes."""


def read(folder: Path) -> dict[str, dict[str, Any]]:
    """What is known of each exercise, by name.

    Raises:
        BrokenProgressError: the file cannot be read as progress.
    """
    file = folder / NAME
    if not file.exists():
        return {}
    try:
        known = json.loads(file.read_text("utf-8"))["exercises"]
        return {str(name): dict(entry) for name, entry in known.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BrokenProgressError(f"{file} is damaged: move it away to begin a new one") from error


def note(folder: Path, name: str, **facts: Any) -> dict[str, Any]:
    """Add facts about one exercise; the file is replaced as a whole, so it is never half written."""
    known = read(folder)
    entry = known.setdefault(name, {})
    entry.update(facts)
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{NAME}.part"
    part.write_text(json.dumps({"version": 1, "exercises": known}, indent=1, sort_keys=True) + "\n", "utf-8")
    part.replace(folder / NAME)
    return entry


def state(entry: dict[str, Any]) -> str:
    """One word: solved, begun, or nothing."""
    return "solved" if entry.get("solved") else "begun" if entry.get("begun") else ""
