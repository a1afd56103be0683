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


def score(task: Task, valid: Windows, test: Windows, before: Tensor, after: Tensor) -> dict[str, Any]:
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
    body: dict[str, Any] = {"by_step": {}, "examples": [], "worst": {}, "stocks": {}, "losses": {}}
    for task, models in found.items():
        for model, seeds in models.items():
            for horizon in seeds[0]["horizons"]:
                rows = [seed["horizons"][horizon] for seed in seeds]
                values |= error_values(task, model, horizon, rows)
                body["by_step"].setdefault(task, {}).setdefault(horizon, {})[model] = [r["by_step"] for r in rows]
                if "epochs" in rows[0]:
                    body["losses"][f"{task}.{model}.{horizon}"] = [[e["loss"] for e in r["epochs"]] for r in rows]
            if "peak_mib" in seeds[0]:
                values |= cost_values(task, model, seeds)
        last = [seed["horizons"] for seed in models.get("gru_last", [])]
        if last and "truth" in last[0].get("1", {}):
            values |= price_values([seed["1"]["truth"] for seed in last])
            body["stocks"] = {name: last[0]["1"]["truth"][name] for name in ("days", "changes")}
        for horizon in last[0] if last else ():
            if "worst" in last[0][horizon]:
                body["worst"].setdefault(task, {})[horizon] = [seed[horizon]["worst"] for seed in last]
            body["examples"] += last[0][horizon].get("examples", [])
    return values, body


def _keyed(key: str, label: str, data: list[float], unit: str, digits: int) -> dict[str, Any]:
    return {key + end: entry for end, entry in value(label, data, unit, digits).items()}


def error_values(task: str, model: str, horizon: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Errors and intervals of one model at one horizon; those of stocks in per cent of the price."""
    unit, factor = ("%", 100) if task == "stocks" else ("°C", 1)
    key, label = f"{task}.{model}.{horizon}", f"{NAMES[task]}, {model}, {horizon} ahead"
    found = {}
    for name, digits in (("mae", 3), ("rmse", 3), ("width", 2)):
        found |= _keyed(f"{key}.{name}", f"{label}: {name}", [factor * r[name] for r in rows], unit, digits)
    for name in ("coverage", "coverage_raw"):
        found |= _keyed(f"{key}.{name}", f"{label}: {name}", [r[name] for r in rows], "%", 1)
    return found | _keyed(f"{key}.mase", f"{label}: MASE", [r["mase"] for r in rows], "", 3)


def cost_values(task: str, model: str, seeds: list[dict[str, Any]]) -> dict[str, Any]:
    """Seconds and memory of one network: for all horizons of a task together."""
    key, label = f"{task}.{model}", f"{NAMES[task]}, {model}, all horizons"
    seconds = [sum(r["seconds"] for r in seed["horizons"].values()) for seed in seeds]
    found = _keyed(f"{key}.seconds", f"{label}: processor time of training", seconds, "s", 1)
    return found | _keyed(f"{key}.peak_mib", f"{label}: memory", [s["peak_mib"] for s in seeds], "MiB", 0)


def price_values(truths: list[dict[str, Any]]) -> dict[str, Any]:
    """What the forecasts of tomorrow's price are made of."""
    found = {}
    for name, unit, digits in (
        ("with_today", "", 5), ("with_truth", "", 4), ("naive_with_truth", "", 4), ("of_changes", "", 3),
        ("direction", "%", 1), ("always_up", "%", 1), ("direction_error", "points", 1), ("size", "%", 0),
        ("moves", "", 0),
    ):  # fmt: skip
        data = [truth[name] for truth in truths]
        found |= _keyed(f"stocks.truth.{name}", f"stocks, one day ahead: {name}", data, unit, digits)
    return found
