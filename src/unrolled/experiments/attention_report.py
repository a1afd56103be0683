"""What the experiment `attention` found, as values, and the weights that its figure draws."""

from typing import Any

import torch
from torch import nn

from unrolled.data.dates import WrittenDate
from unrolled.data.letters import Letters
from unrolled.data.specials import BOS, EOS
from unrolled.free_run import weights_of_steps, whole
from unrolled.measure import key_of, keyed

BINS = {"8 to 12": (8, 12), "13 to 20": (13, 20), "21 to 40": (21, 40)}
SHOWN = ("en_US", "fr", "hu")  # the first test date with a written month of each


def year_weight(model: nn.Module, rows: list[WrittenDate], reader: Letters) -> float:
    """Mean weight on the four digits of the year, while these digits are written."""
    shares = []
    for row in rows:
        place = row.written.find(row.iso[:4])
        if place < 0:  # a year of another calendar
            continue
        _, weights = weights_of_steps(model, torch.tensor([reader.encode(row.written)]), BOS, EOS)
        # (attention.9) the weights of four steps on four positions
        shares.append(weights[:4, place : place + 4].sum(dim=1).mean().item())
    return sum(shares) / len(shares)


def maps(model: nn.Module, rows: list[WrittenDate], reader: Letters, writer: Letters) -> list[dict[str, Any]]:
    """A date of each language in `SHOWN`: what was read, what was written, the weights of each step."""
    found = []
    for locale in SHOWN:
        row = next(r for r in rows if r.locale == locale and sum(map(str.isalpha, r.written)) > 4)
        ids, weights = weights_of_steps(model, torch.tensor([reader.encode(row.written)]), BOS, EOS)
        kept = weights[: len(ids) - (ids[-1] == EOS)]
        rounded = [[round(w, 4) for w in line] for line in kept.tolist()]
        found.append({"locale": locale, "read": row.written, "written": writer.decode(ids), "weights": rounded})
    return found


def summarise(found: dict[str, list[dict]]) -> dict:
    """Values of all arms."""
    values: dict = {}
    for name, runs in found.items():
        key = key_of(name)
        good = [torch.cat([whole(run) for run in one["runs"]]).double() for one in runs]
        lengths = torch.cat(runs[0]["lengths"])
        values |= keyed(f"{key}.exact", f"{name}: dates without a mistake", [100 * g.mean().item() for g in good], "%")
        for part, (least, most) in BINS.items():
            inside = (lengths >= least) & (lengths <= most)
            shares = [100 * g[inside].mean().item() for g in good]
            values |= keyed(f"{key}.exact_{key_of(part)}", f"{name}: exact, {part} characters", shares, "%")
        for way, label in (("forced", "teacher-forced"), ("free", "free-running")):
            losses = [
                torch.cat([getattr(run, f"{way}_nll")[run.mask] for run in one["runs"]]).mean().item() for one in runs
            ]
            values |= keyed(f"{key}.{way}_loss", f"{name}: {label} loss", losses, "nats", 3)
        if runs[0]["year"] is not None:
            values |= keyed(f"{key}.year", f"{name}: weight on the year", [100 * one["year"] for one in runs], "%", 1)
        values |= keyed(f"{key}.seconds", f"{name}: processor time", [one["seconds"] for one in runs], "s", 0)
        values |= keyed(f"{key}.parameters", f"{name}: parameters", [runs[0]["parameters"]], "", 0)
    return values
