"""What the experiment `regularisation` reports: values over the seeds, and curves."""

from statistics import mean

import torch

from unrolled.measure import key_of, keyed


def against(plain: list[dict], found: list[dict], when: str) -> tuple[list[float], float]:
    """Gain over the plain model for each seed in points, and the standard error that the test sentences leave."""
    pairs = [b["right"][when] - a["right"][when] for a, b in zip(plain, found, strict=True)]
    each = torch.stack(pairs).mean(dim=0)  # (N): for each test sentence, the mean over the seeds
    return [100 * pair.mean().item() for pair in pairs], 100 * each.std().item() / len(each) ** 0.5


def summarise(results: dict[str, list[dict]]) -> dict[str, dict]:
    """The values that the page cites, for every variant."""
    values: dict[str, dict] = {}
    for name, runs in results.items():
        numbers: dict[str, tuple[str, list[float], str, int]] = {}
        for when in ("last", "stopped"):
            epochs = [r["epochs"][-1 if when == "last" else r["best"]] for r in runs]
            gaps = [e["seen"] - e["valid"] for e in epochs]
            gain, error = against(results["none"], runs, when)
            numbers |= {
                f"test_{when}": (f"test accuracy, {when}", [e["test"] for e in epochs], "%", 1),
                f"gap_{when}": (f"seen minus valid accuracy, {when}", gaps, "points", 1),
                f"loss_{when}": (f"valid loss, {when}", [e["loss"] for e in epochs], "", 2),
                f"gain_{when}": (f"test accuracy minus that of none, {when}", gain, "points", 1),
                f"error_{when}": (f"standard error of the gain from 1,000 sentences, {when}", [error], "points", 1),
            }  # fmt: skip
        watched = [max(r["epochs"], key=lambda e: e["valid"])["test"] for r in runs]
        numbers |= {
            "test_watched": ("test accuracy at the epoch with the best valid accuracy", watched, "%", 1),
            "best": ("epoch with the lowest valid loss", [r["best"] + 1.0 for r in runs], "", 1),
            "seconds": ("processor time of training and tests", [r["seconds"] for r in runs], "s", 1),
        }
        key = key_of(name)
        for end, (label, data, unit, digits) in numbers.items():
            values |= keyed(f"{key}.{end}", f"{name}: {label}", data, unit, digits)
    return values


def curves(results: dict[str, list[dict]]) -> dict[str, dict[str, list[float]]]:
    """Mean over the seeds after each epoch, by variant and by what was measured."""
    return {
        name: {
            what: [mean(r["epochs"][i][what] for r in runs) for i in range(len(runs[0]["epochs"]))]
            for what in ("seen", "valid", "test", "loss")
        }
        for name, runs in results.items()
    }
