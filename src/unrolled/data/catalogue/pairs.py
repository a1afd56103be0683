"""Pairs of texts, for sequence to sequence."""

from unrolled.data.dataset import DataFile, Dataset

MULTI30K = "https://raw.githubusercontent.com/multi30k/dataset/a3d2e0d26b56f3846f66a952536ffed4e401d05a/data/task1/raw/"
CAPTIONS = (  # name, bytes, SHA-256
    ("train.en.gz", 568_929, "d79cfa999dd4c51d2cb42499b6796d5a882c3a8a961923c25a898c90f8bbd56f"),
    ("train.de.gz", 637_044, "726e39b2fa9eb9ffb6dc763fb35a179f80fae06ffc5d28b6ace5faa883de28a6"),
    ("train.fr.gz", 604_242, "622e75069e9f4c577425c4f277116ce66e63a2401c0a2312d90073cb12379a3c"),
    ("val.en.gz", 21_650, "14f7d25ddd868909a9213e361768460edcacdd6ab9d1e77b92560dc10c10dc28"),
    ("val.de.gz", 24_681, "f0cba2f995189cf5770f29a8a9a537a3ad3f51657ad873405082ff6863a5e75a"),
    ("val.fr.gz", 23_001, "ca3106f1a72390591d25f6c45cb4cd39dec4cd3f123e099748a3ce5256c160e9"),
    ("test_2016_flickr.en.gz", 21_077, "611d361c6334bc7246101d48097c13cf5c4413c5befc793cc629934359d532d9"),
    ("test_2016_flickr.de.gz", 22_890, "9204244e408ccb38d2a55cfcd344df15005fc42a07a6e55ca6c52b6ababb8cc8"),
    ("test_2016_flickr.fr.gz", 22_310, "6d326e188d259fb1d04ac19eae3af956559b3a0b93d7635e56c90987c40c8b90"),
)

DATASETS: tuple[Dataset, ...] = (
    Dataset(
        name="dates",
        kind="packaged",
        purpose="translation: dates as 40 locales write them, and the same in ISO 8601",
        rows={"train": 40_000, "valid": 5_000, "test": 5_000},
        licence="Babel: BSD-3-Clause; its locale data: Unicode License",
        source="written by the package Babel 2.18.0, from the Unicode Common Locale Data Repository",
        files=(),  # nothing is read: the pairs are generated, and their hash is checked
        distribution="babel",
    ),
    Dataset(
        name="chitchat",
        kind="packaged",
        purpose="dialogue: what one person wrote, and what the other one answered",
        rows={"train": 115_615, "valid": 7_291, "test": 8_642},
        licence="MIT",
        source="Brigham Young University, Chit-Chat Challenge 2018; in the package chitchat-dataset 0.9.0",
        files=(
            DataFile(
                name="chitchat_dataset/dataset.json",
                bytes=40_303_934,
                sha256="d2a5d0bf6acf354fef51f3af39cbece2220d3b8f6086b658c3d335105798312a",
            ),
        ),
        distribution="chitchat-dataset",
    ),
    Dataset(
        name="multi30k",
        kind="download",
        purpose="translation: captions of photographs in English, German and French",
        rows={"train": 29_000, "valid": 1_014, "test": 1_000},
        licence="unclear; for research (see the README of its publisher)",
        source="Elliott, Frank, Sima'an, Specia: Multi30K, Workshop on Vision and Language 2016; French: WMT 2017",
        files=tuple(DataFile(name, size, digest, MULTI30K + name) for name, size, digest in CAPTIONS),
    ),
)
