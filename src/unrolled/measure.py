"""Measuring a run: its numbers over seeds, its memory, its time."""

import platform
from statistics import mean, stdev
from typing import Any, NamedTuple

import psutil


# --8<-- [start:value]
def value(label: str, data: list[float] | list[int], unit: str = "", digits: int = 1) -> dict[str, dict[str, Any]]:
    """A measured number, as mean ± sample standard deviation over seeds, and its mean alone.

    Returns: entries "" and ".mean" to be added to the key of the value.
    Raises:
        ValueError: no data.
    """
    if not data:
        raise ValueError(f"{label}: no data to take a mean of")
    space = " " if unit else ""
    middle = f"{mean(data):,.{digits}f}"
    spread = f" ± {stdev(data):,.{digits}f}" if len(data) > 1 else ""
    entry = {"label": label, "data": data, "unit": unit}
    return {
        "": {"text": f"{middle}{spread}{space}{unit}", **entry},
        ".mean": {"text": f"{middle}{space}{unit}", **entry},
    }


# --8<-- [end:value]


def keyed(
    key: str, label: str, data: list[float] | list[int], unit: str = "", digits: int = 1
) -> dict[str, dict[str, Any]]:
    """`value` under a key: the entries `key` and `key.mean`."""
    return {f"{key}{end}": entry for end, entry in value(label, data, unit, digits).items()}


def key_of(name: str) -> str:
    """The name of a variant as a part of a key: no commas, spaces or hyphens."""
    return name.replace(",", "").replace(" ", "_").replace("-", "_")


def peak_memory() -> float:
    """Largest memory this process has held, in MiB."""
    info = psutil.Process().memory_info()
    if hasattr(info, "peak_wset"):  # Windows
        return info.peak_wset / 2**20
    import resource

    unit = 1 if platform.system() == "Darwin" else 1024  # macOS counts bytes, Linux KiB
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20


class Outcome(NamedTuple):
    """What an experiment found: values that pages cite, data that figures draw, and the configurations it ran."""

    values: dict[str, dict[str, Any]]
    body: dict[str, Any]
    config: dict[str, Any]
