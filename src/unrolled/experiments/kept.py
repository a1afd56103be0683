"""Results of single runs in a folder, so that an experiment that was killed goes on with the next one."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any


def kept(file: Path | None, config: dict[str, Any], make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What `make` gives, unless it lies in `file` already, from the same configuration.

    What comes from the file is as JSON has it: keys are text, tuples are lists. Let `make` give it so.
    """
    told = json.loads(json.dumps(config))
    if file is not None and file.exists():
        saved = json.loads(file.read_text("utf-8"))
        if saved["config"] == told:
            return saved["found"]
    found = make()
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        partial = file.with_suffix(".partial")
        partial.write_text(json.dumps({"config": told, "found": found}), "utf-8")
        partial.replace(file)
    return found
