"""What the experiment `forecasting` makes of its forecasts: errors, intervals, examples, and the truth about stocks."""

from statistics import mean
from typing import Any

import torch
from torch import Tensor

from unrolled.data.windows import Windows
from unrolled.forecast_error import binomial_error, coverage, mae, margin, mase, naive_scale, rmse
from unrolled.forecast_task import Task
from unrolled.measure import value

SHARE = 0.9
NAMES = {"sea": "sea", "ett": "ETTh1", "stocks": "stocks"}


def score(task: Task, horizon: int, valid: Windows, test: Windows, before: Tensor, after: Tensor) -> dict[str, Any]:
    """Errors of the medians `after[..., 1]` on the test part, in the unit of the task, and what the intervals hold.

    The intervals are widened by what the validation part asks for (`before` holds its forecasts).
    """
    unit, parts = task.scaler.scale, task.train_parts()
    scale = mean(naive_scale(part, task.season) for part in parts)
    wider = margin(before[..., 0], before[..., 2], valid.y, SHARE)
    low, high = after[..., 0] - wider, after[..., 2] + wider
    middle = after[..., 1]
    return {
        "mae": unit * mae(middle, test.y),
        "rmse": unit * rmse(middle, test.y),
        "mase": mase(middle, test.y, scale),
        "valid_mae": unit * mae(before[..., 1], valid.y),
        "coverage_raw": 100 * coverage(after[..., 0], after[..., 2], test.y),
        "coverage": 100 * coverage(low, high, test.y),
        "width": unit * (high - low).mean().item(),
        "by_step": [round(unit * e, 5) for e in (middle - test.y).abs().mean(0).tolist()],
        "origins": len(test.x),
        "margin": wider.tolist(),
    }


def details(task: Task, horizon: int, test: Windows, forecast: Tensor, result: dict[str, Any]) -> dict[str, Any]:
    """Examples for the figures, and for one step ahead on stocks, what the forecasts are made of."""
    if task.name == "stocks":
        return {"truth": truth_about_prices(task, test, forecast)} if horizon == 1 else {}
    errors = task.scaler.scale * (forecast[..., 1] - test.y).abs().mean(1)
    worst = errors.topk(5)
    begin = task.ends[0][1]
    found: dict[str, Any] = {
        "worst": [[int(test.origins[i]) - begin, round(float(e), 3)] for e, i in zip(*worst, strict=True)]
    }
    if task.name == "sea" and horizon == 96:
        picks = errors.argsort()[[len(errors) // 2, int(0.95 * len(errors))]].tolist()
        found["examples"] = [_example(task, test, forecast, result["margin"], i) for i in picks]
    return found


def _example(task: Task, test: Windows, forecast: Tensor, wider: list[float], i: int) -> dict[str, Any]:
    rounded = [[round(v, 3) for v in task.scaler.invert(t[i]).tolist()] for t in (test.x, test.y)]
    bounds = (forecast[i, :, 0] - torch.tensor(wider), forecast[i, :, 1], forecast[i, :, 2] + torch.tensor(wider))
    quantiles = [[round(v, 3) for v in task.scaler.invert(bound).tolist()] for bound in bounds]
    origin = int(test.origins[i]) - task.ends[0][1]
    return {"origin": origin, "past": rounded[0], "future": rounded[1], "quantiles": quantiles}


# --8<-- [start:prices]
def truth_about_prices(task: Task, test: Windows, forecast: Tensor) -> dict[str, Any]:
    """One step ahead: is it a forecast, or the price of today again? Correlations are means over the shares."""
    length = len(test.x) // len(task.names)
    price, change, up = [], [], []
    for today, truth, guess in zip(
        test.x[:, -1].split(length), test.y[:, 0].split(length), forecast[:, 0, 1].split(length), strict=True
    ):
        price.append([correlation(guess, today), correlation(guess, truth), correlation(today, truth)])
        change.append(correlation(guess - today, truth - today))
        moved = truth != today
        up.append(torch.stack([(guess > today) == (truth > today), truth > today], 1)[moved].double())
    counted = torch.cat(up)
    share = counted.mean(0).tolist()
    size = (forecast[:, 0, 1] - test.x[:, -1]).abs().mean() / (test.y[:, 0] - test.x[:, -1]).abs().mean()
    days = slice(0, 40)
    return {
        "with_today": mean(p[0] for p in price),
        "with_truth": mean(p[1] for p in price),
        "naive_with_truth": mean(p[2] for p in price),
        "of_changes": mean(change),
        "direction": 100 * share[0],
        "always_up": 100 * share[1],
        "direction_error": 100 * binomial_error(share[0], len(counted)),
        "moves": len(counted),
        "size": 100 * size.item(),
        "days": {
            "truth": task.scaler.invert(test.y[days, 0]).exp().tolist(),
            "today": task.scaler.invert(test.x[days, -1]).exp().tolist(),
            "guess": task.scaler.invert(forecast[days, 0, 1]).exp().tolist(),
        },
        "changes": [
            [round(100 * task.scaler.scale * v, 3) for v in row]
            for row in torch.stack([forecast[:, 0, 1] - test.x[:, -1], test.y[:, 0] - test.x[:, -1]], 1)[::4].tolist()
        ],
    }


# --8<-- [end:prices]


def correlation(a: Tensor, b: Tensor) -> float:
    """Pearson's correlation of two series."""
    return torch.corrcoef(torch.stack([a, b]))[0, 1].item()


def summarise(found: dict[str, dict[str, list]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Values for the pages, and what the figures draw."""
    values: dict[str, Any] = {}
    body: dict[str, Any] = {"by_step": {}, "examples": [], "worst": {}, "stocks": {}, "epochs": {}}

    def put(key: str, label: str, data: list[float], unit: str, digits: int) -> None:
        values.update({key + end: entry for end, entry in value(label, data, unit, digits).items()})

    for task, models in found.items():
        percent = task == "stocks"  # errors of a logarithm, times 100, are per cent of the price
        unit, factor = ("%", 100) if percent else ("°C", 1)
        for model, seeds in models.items():
            for horizon in seeds[0]["horizons"]:
                rows = [seed["horizons"][horizon] for seed in seeds]
                key, label = f"{task}.{model}.{horizon}", f"{NAMES[task]}, {model}, {horizon} ahead"
                for name, digits in (("mae", 3), ("rmse", 3), ("width", 2)):
                    put(f"{key}.{name}", f"{label}: {name}", [factor * r[name] for r in rows], unit, digits)
                put(f"{key}.mase", f"{label}: MASE", [r["mase"] for r in rows], "", 3)
                for name in ("coverage", "coverage_raw"):
                    put(f"{key}.{name}", f"{label}: {name}", [r[name] for r in rows], "%", 1)
                if "seconds" in rows[0]:
                    seconds = [r["seconds"] for r in rows]
                    put(f"{key}.seconds", f"{label}: processor time of training", seconds, "s", 1)
                    body["epochs"][key] = [[e["loss"] for e in r["epochs"]] for r in rows]
                body["by_step"].setdefault(task, {}).setdefault(horizon, {})[model] = [r["by_step"] for r in rows]
            if "peak_mib" in seeds[0]:
                put(f"{task}.{model}.peak_mib", f"{task}, {model}: memory", [s["peak_mib"] for s in seeds], "MiB", 0)
                total = [sum(r["seconds"] for r in seed["horizons"].values()) for seed in seeds]
                put(f"{task}.{model}.seconds", f"{task}, {model}: processor time, all horizons", total, "s", 0)
        last = [seed["horizons"] for seed in models.get("gru_last", [])]
        if last and "1" in last[0] and task == "stocks":
            truths = [seed["1"]["truth"] for seed in last]
            for name, unit, digits in (
                ("with_today", "", 4), ("with_truth", "", 4), ("naive_with_truth", "", 4), ("of_changes", "", 3),
                ("direction", "%", 1), ("always_up", "%", 1), ("direction_error", "points", 1), ("size", "%", 0),
                ("moves", "", 0),
            ):  # fmt: skip
                put(f"stocks.truth.{name}", f"stocks, one day ahead: {name}", [t[name] for t in truths], unit, digits)
            body["stocks"] = {name: truths[0][name] for name in ("days", "changes")}
        for horizon in last[0] if last else ():
            if "worst" in last[0][horizon]:
                body["worst"].setdefault(task, {})[horizon] = [seed[horizon]["worst"] for seed in last]
            body["examples"] += last[0][horizon].get("examples", [])
    return values, body
