"""Music in notation."""

from unrolled.data.dataset import DataFile, Dataset

DATASETS: tuple[Dataset, ...] = (
    Dataset(
        name="tunes",
        kind="packaged",
        purpose="music: folk tunes in ABC notation",
        rows={"train": 3_395, "valid": 412, "test": 441},
        licence="music of 1778 to 1907, out of copyright; encoded by volunteers, passed on by music21 with permission",
        source="Ryan's Mammoth Collection (1883), O'Neill's Music of Ireland, Aird's Airs, as encoded in the corpus of "
        "the package music21 10.5.1 (BSD); its Essen folk songs, which are for non-commercial use, are left out",
        files=(
            DataFile(
                name="music21/corpus/ryansMammoth/*.abc",
                bytes=438_823,
                sha256="deed15a555c134da965941d841269f83f494672354bf328439a36c64d34b4b74",
            ),
            DataFile(
                name="music21/corpus/oneills1850/*.abc",
                bytes=781_984,
                sha256="4d12251b689e2d0bf48f93a57cdf89b37ba603948fdfc2edfc9b236cff7a0de2",
            ),
            DataFile(
                name="music21/corpus/airdsAirs/*.abc",
                bytes=422_263,
                sha256="3b2b7767a73c75e23a2d427a41dcdc4cb60d39da0fc8371836c7ed0fc79259e0",
            ),
        ),
        distribution="music21",
    ),
    Dataset(
        name="jsb-chorales",
        kind="download",
        purpose="music in four voices, for experiments of your own",
        rows={"train": 229, "valid": 76, "test": 77},
        licence="none stated; the music, by J. S. Bach, is out of copyright",
        source="chorales by J. S. Bach in the split of Boulanger-Lewandowski, Bengio, Vincent, ICML 2012, sampled at "
        "sixteenths by C.-Z. A. Huang",
        files=(
            DataFile(
                name="Jsb16thSeparated.json",
                bytes=1_666_444,
                sha256="79294cc374f9252e95ef4b703161524c1c53dc1f712c236f00f1c1f5d54af5a7",
                url="https://raw.githubusercontent.com/czhuang/JSB-Chorales-dataset/"
                "9a7f733ddb4ed91f48da64ac7f0f621c34aadd4d/Jsb16thSeparated.json",
            ),
        ),
    ),
)
