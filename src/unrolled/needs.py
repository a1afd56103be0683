"""Packages without which an experiment leaves something out: it can be looked at then, and not recorded."""

from importlib import import_module
from importlib.metadata import PackageNotFoundError, distribution


def absent_packages(experiment: str) -> list[str]:
    """Those of the packages in the experiment's `NEEDS` that are not installed."""
    module = import_module(f"unrolled.experiments.{experiment}")
    return [name for name in getattr(module, "NEEDS", ()) if not _here(name)]


def _here(package: str) -> bool:
    try:
        distribution(package)
    except PackageNotFoundError:
        return False
    return True
