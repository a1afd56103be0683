"""The style sheet and the figures have one palette: src/unrolled/palette.json."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CSS = (ROOT / "overrides/partials/css/palette.css.html").read_text()
PALETTE = json.loads((ROOT / "src/unrolled/palette.json").read_text())


def flat(colours: dict) -> dict[str, str]:
    series = {f"series-{name}": colour for name, colour in colours["series"].items()}
    return {name: colour for name, colour in colours.items() if name != "series"} | series


def blocks(scheme: str) -> list[dict[str, str]]:
    """The custom properties of every block for exactly this scheme that defines colours."""
    found = re.findall(rf'^ *\[data-md-color-scheme="{scheme}"\] {{\n(.*?)^ *}}', CSS, re.S | re.M)
    colours = [dict(re.findall(r"--un-([\w-]+): (#\w+);", block)) for block in found]
    return [block for block in colours if block]


def contrast(one: str, other: str) -> float:
    """WCAG 2's contrast ratio of two colours."""

    def light(colour: str) -> float:
        parts = (int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_style_sheet_has_the_colours_of_the_palette():
    assert blocks("default") == [flat(PALETTE["light"])]
    assert blocks("slate") == [flat(PALETTE["dark"]), flat(PALETTE["light"])]  # the second is for paper


@pytest.mark.parametrize("scheme", PALETTE)
def test_every_colour_of_letters_can_be_read(scheme):
    colours = flat(PALETTE[scheme])
    letters = {name: colour for name, colour in colours.items() if name not in {"paper", "surface", "grid"}}
    weak = {
        (name, ground): round(contrast(colour, colours[ground]), 2)
        for name, colour in letters.items()
        for ground in ("paper", "surface")
        if contrast(colour, colours[ground]) < 4.5
    }
    assert not weak
