"""Blood glucose of one person, every five minutes from March to October 2010, as a sensor under the skin measured it.

Given to the public domain by the donor, who is not named; in the package bokeh-sampledata. The sensor's clock drifts,
some readings are doubled, and there are breaks of up to 28 hours. `load` gives every five minutes, with NaN for the
missing ones.
"""

from functools import cache

from unrolled.data import packaged, registry
from unrolled.data.readings import Reading, between, regular
from unrolled.data.table import columns

# --8<-- [start:cuts]
CUTS = {
    "train": ("2010-03-24", "2010-07-15"),
    "valid": ("2010-07-15", "2010-08-15"),
    "test": ("2010-08-15", "2010-10-12"),
}
# --8<-- [end:cuts]


def load(split: str = "train") -> list[Reading]:
    """The readings of one split, in mg/dl, in the order of time.

    Args:
        split: "train" (113 days), "valid" (31 days) or "test" (57 days).
    Raises:
        ValueError: no such split.
        DataError: the package is missing, or its file is not what was recorded.
    """
    return between(_all(), CUTS, split)


@cache
def _all() -> list[Reading]:
    dataset = registry.get("glucose")
    ((name, content),) = packaged.read(dataset, dataset.files[0]).items()
    table = columns(name, content, {"datetime": "time", "glucose": "number"})
    return regular(table["datetime"], table["glucose"], "5min")
