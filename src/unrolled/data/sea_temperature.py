"""Temperature of the sea surface at a buoy off Maine, every half hour from February 2016 to March 2017.

Station B01 of NERACOOS, in the package bokeh-sampledata. The file holds 19,226 readings. One time stands in it twice,
and 24 half hours are missing, 23 of them in one night: `load` gives 19,249 half hours, with NaN for the missing ones.
"""

from functools import cache

from unrolled.data import packaged, registry
from unrolled.data.readings import Reading, between, regular
from unrolled.data.table import columns

# --8<-- [start:cuts]
CUTS = {
    "train": ("2016-02-15", "2016-11-16"),
    "valid": ("2016-11-16", "2017-01-01"),
    "test": ("2017-01-01", "2017-03-23"),
}
# --8<-- [end:cuts]
TIME, VALUE = "time (UTC)", "temperature (celsius)"


def load(split: str = "train") -> list[Reading]:
    """The half hours of one split, in degrees Celsius, in the order of time.

    Args:
        split: "train" (275 days), "valid" (46 days) or "test" (80 days).
    Raises:
        ValueError: no such split.
        DataError: the package is missing, or its file is not what was recorded.
    """
    return between(_all(), CUTS, split)


@cache
def _all() -> list[Reading]:
    dataset = registry.get("sea-temperature")
    ((name, content),) = packaged.read(dataset, dataset.files[0]).items()
    table = columns(name, content, {TIME: "time", VALUE: "number"})
    return regular(table[TIME], table[VALUE], "30min")
