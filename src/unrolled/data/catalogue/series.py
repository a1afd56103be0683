"""Time series, for forecasting and anomalies."""

from unrolled.data.dataset import DataFile, Dataset

BOKEH = "bokeh-sampledata"

DATASETS: tuple[Dataset, ...] = (
    Dataset(
        name="sea-temperature",
        kind="packaged",
        purpose="forecasting: temperature of the sea surface, every half hour",
        rows={"train": 13_200, "valid": 2_208, "test": 3_841},
        licence="free to use and redistribute (NERACOOS)",
        source="NERACOOS, station B01 (B01_sbe37_all), University of Maine; in the package bokeh-sampledata 2026.1",
        files=(
            DataFile(
                name="bokeh_sampledata/_data/sea_surface_temperature.csv.gz",
                bytes=76_453,
                sha256="529155ac773634b0dca439781a839487640db92e2bdb597e372a2b0ba0ffbff0",
            ),
        ),
        distribution=BOKEH,
    ),
    Dataset(
        name="stocks",
        kind="packaged",
        purpose="forecasting: daily closing prices of four shares",
        rows={"train": 8_778, "valid": 1_008, "test": 2_172},
        licence="public domain",
        source="Quandl WIKI Prices, archived copy; in the package bokeh-sampledata 2026.1",
        files=(
            DataFile(
                name="bokeh_sampledata/_data/stocks.csv.gz",
                bytes=294_246,
                sha256="5abadf99b2d394f920120a27de6f0df129859d71d4cfb0bf661bcc99446ab1fd",
            ),
        ),
        distribution=BOKEH,
    ),
    Dataset(
        name="glucose",
        kind="packaged",
        purpose="anomaly detection: blood glucose of one person, every five minutes",
        rows={"train": 32_426, "valid": 8_928, "test": 16_416},
        licence="public domain (given by the donor, who is not named)",
        source="a private donor; in the package bokeh-sampledata 2026.1",
        files=(
            DataFile(
                name="bokeh_sampledata/_data/CGM.csv.gz",
                bytes=315_938,
                sha256="91fdad8325541a4487d88cb59b2fc9f6ed821c7c01eaabed0606bbb7089be8de",
            ),
        ),
        distribution=BOKEH,
    ),
    Dataset(
        name="ett",
        kind="download",
        purpose="forecasting: oil temperature of an electricity transformer, every hour",
        rows={"train": 8_640, "valid": 2_880, "test": 2_880},
        licence="CC BY-ND 4.0",
        source="Zhou, Zhang, Peng, Zhang, Li, Xiong, Zhang: Informer, AAAI 2021 (ETTh1)",
        files=(
            DataFile(
                name="ETTh1.csv",
                bytes=2_589_657,
                sha256="f18de3ad269cef59bb07b5438d79bb3042d3be49bdeecf01c1cd6d29695ee066",
                url="https://raw.githubusercontent.com/zhouhaoyi/ETDataset/1d16c8f4f943005d613b5bc962e9eeb06058cf07/ETT-small/ETTh1.csv",
            ),
        ),
    ),
)
