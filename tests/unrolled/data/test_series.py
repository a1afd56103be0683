"""The four time series: their splits, their gaps, and what a damaged file says."""

import gzip
import hashlib
import itertools
import math
from datetime import datetime, timedelta

import pytest

from unrolled.data import download, ett, glucose, registry, sea_temperature, stocks
from unrolled.data.dataset import DataFile
from unrolled.data.errors import DataError
from unrolled.data.readings import regular
from unrolled.data.table import columns

SENSORS = {"sea-temperature": (sea_temperature, timedelta(minutes=30)), "glucose": (glucose, timedelta(minutes=5))}
ETT = ett.path()  # asked before the fixture of this folder hides the data folder of whoever runs the tests


@pytest.mark.parametrize("name", [*SENSORS, "stocks"])
def test_registry_counts_the_rows_of_each_split(name):
    module = SENSORS[name][0] if name in SENSORS else stocks
    assert {split: len(module.load(split)) for split in module.CUTS} == registry.get(name).rows


@pytest.mark.parametrize(("name", "missing"), [("sea-temperature", 24), ("glucose", 5687)])
def test_a_regular_clock_runs_through_all_splits(name, missing):
    module, step = SENSORS[name]
    rows = [row for split in module.CUTS for row in module.load(split)]
    assert {later.time - row.time for row, later in itertools.pairwise(rows)} == {step}
    assert sum(math.isnan(row.value) for row in rows) == missing


def test_shares_are_in_order_and_their_prices_positive():
    for split in stocks.CUTS:
        rows = stocks.load(split)
        assert rows == sorted(rows)
        assert {row.ticker for row in rows} == set(stocks.TICKERS)
        assert all(row.price > 0 for row in rows)


@pytest.mark.skipif(ETT is None, reason="needs ETTh1: python -m unrolled data fetch ett")
def test_ett_has_the_usual_split(monkeypatch):
    monkeypatch.setenv(download.VARIABLE, str(ETT.parent.parent))
    sizes = {split: len(ett.load(split, progress=False)) for split in ett.CUTS}
    assert sizes == registry.get("ett").rows
    assert ett.load("test")[0].time == datetime(2017, 10, 24)


@pytest.mark.parametrize("module", [sea_temperature, glucose, stocks, ett])
def test_an_unknown_split_lists_those_there_are(module):
    with pytest.raises(ValueError, match="test, train, valid"):
        module.load("dev")


def test_doubled_drifting_and_missing_readings():
    import pandas as pd

    minutes = [0, 5, 10, 10, 14, 26]  # 10 twice, 14 is late for 15, nothing at 20, 26 is early for 25
    times = pd.Series([datetime(2020, 1, 1) + timedelta(minutes=m) for m in minutes])
    rows = regular(times, pd.Series([1.0, 2.0, 3.0, 9.0, 4.0, 5.0]), "5min")
    assert [row.value for row in rows[:4]] == [1.0, 2.0, 3.0, 4.0]
    assert math.isnan(rows[4].value)
    assert rows[5] == (datetime(2020, 1, 1, 0, 25), 5.0)


KINDS = {"when": "time", "much": "number"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("when,much\n2020-01-01,1.5\n2020-01-02,many\n", "x.csv, line 3: much is 'many'"),
        ("when,much\n2020-01-01,inf\n", "line 2: much is 'inf'"),
        ("when,much\n2020-01-01,\n", "line 2: much is ''"),
        ("when,much\nyesterday,1\n", "line 2: when is 'yesterday', which is not a time"),
        ("when,count\n2020-01-01,1\n", "no column 'much'"),
        ("", "not a readable table"),
        ("when,much\n1,2,3\n4,5,6,7\n", "not a readable table"),
    ],
)
def test_a_damaged_table_names_file_and_line(text, message):
    with pytest.raises(DataError, match=message):
        columns("x.csv", text.encode(), KINDS)


def test_a_cut_archive_is_refused():
    packed = gzip.compress(b"when,much\n2020-01-01,1\n" * 100)
    with pytest.raises(DataError, match=r"x\.csv\.gz: not a readable table"):
        columns("x.csv.gz", packed[: len(packed) // 2], KINDS)


def test_a_damaged_archive_is_refused():
    packed = gzip.compress(b"when,much\n2020-01-01,1\n" * 100)
    flipped = packed[:12] + bytes(255 - byte for byte in packed[12:30]) + packed[30:]
    with pytest.raises(DataError, match=r"x\.csv\.gz: not a readable table"):
        columns("x.csv.gz", flipped, KINDS)


def test_a_short_ett_is_refused(tmp_path):
    file = tmp_path / "ETTh1.csv"
    file.write_text("date,HUFL,HULL,MUFL,MULL,LUFL,LULL,OT\n2016-07-01 00:00:00,1,2,3,4,5,6,7\n")
    with pytest.raises(DataError, match="1 hours, 14,400 are needed"):
        ett.read(file)


def test_another_file_than_the_recorded_one_is_refused(monkeypatch):
    dataset = registry.get("stocks")
    wrong = DataFile(dataset.files[0].name, dataset.files[0].bytes, hashlib.sha256(b"other").hexdigest())
    monkeypatch.setitem(registry.DATASETS, "stocks", type(dataset)(**{**dataset.__dict__, "files": (wrong,)}))
    stocks._all.cache_clear()
    with pytest.raises(DataError, match="SHA-256"):
        stocks.load("train")
    stocks._all.cache_clear()
