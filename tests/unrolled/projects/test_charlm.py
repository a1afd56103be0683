"""The character model on the command line: what it says, and what it says when something is wrong."""

import math

import pytest
import torch
from projects_words import TEXT, answer, call, refused

from unrolled.perplexity import token_nll
from unrolled.projects.charlm.model import read
from unrolled.projects.charlm.text import known, texts_of


def test_training_says_what_it_made_and_the_file_says_how(made):
    found = answer("charlm", "info", "--model", made.charlm)
    assert found["kind"] == "gru"
    assert found["hidden"] == 16
    assert found["scores"]["steps"] == 25
    assert found["data"]["characters"] == len(TEXT) - len(TEXT) // 10
    assert len(found["looks"]) > 5
    assert found["looks"][-1]["loss"] < found["looks"][0]["loss"]
    assert "kind" in call("charlm", "info", "--model", made.charlm).stdout


def test_evaluate_is_the_loss_of_one_long_read(made):
    trained = read(made.charlm)
    text = "the lazy fox sells shells.\n" * 40
    ids = known(text, trained.vocabulary).ids.unsqueeze(0)
    with torch.no_grad():
        nats = token_nll(trained.model(ids[:, :-1])[0], ids[:, 1:]).mean().item()
    found = answer("charlm", "evaluate", "-", "--model", made.charlm, stdin=text)
    assert found["nats_per_character"] == pytest.approx(nats, abs=1e-5)
    assert found["bits_per_character"] == pytest.approx(nats / math.log(2), abs=1e-5)
    assert found["perplexity"] == pytest.approx(math.exp(nats), rel=1e-5)
    assert (found["characters"], found["unknown_characters"]) == (len(text), 0)


def test_unknown_characters_are_left_out_and_counted(made):
    plain = answer("charlm", "evaluate", "-", "--model", made.charlm, stdin="the sea shore. " * 20)
    strange = answer("charlm", "evaluate", "-", "--model", made.charlm, stdin="the ßsea日 shore. " * 20)
    assert strange["unknown_characters"] == 40
    assert strange["nats_per_character"] == plain["nats_per_character"]


def test_a_line_of_100_000_characters_and_empty_lines_are_text_as_any(made):
    found = answer("charlm", "evaluate", "-", "--model", made.charlm, stdin="\n\n" + "the sea " * 12_500 + "\n\n")
    assert found["characters"] == 100_004
    found = answer("charlm", "sample", "--model", made.charlm, "--prompt", "sea " * 25_000, "--length", 5)
    assert len(found["text"]) == 5


def test_samples_follow_the_seed_and_stream_the_same(made):
    words = ("charlm", "sample", "--model", made.charlm, "--length", 60, "--prompt", "the ")
    first, again, other = (answer(*words, "--seed", seed)["text"] for seed in (3, 3, 4))
    assert first == again != other
    assert len(first) == 60
    assert call(*words, "--seed", 3).stdout == "the " + first + "\n"
    assert set(first) <= set(TEXT)
    assert answer(*words)["seed"] >= 0


def test_cold_and_narrow_samples_take_the_likeliest(made):
    words = ("charlm", "sample", "--model", made.charlm, "--length", 40)
    cold = answer(*words, "--temperature", 0.01, "--seed", 1)["text"]
    narrow = answer(*words, "--top-p", 0.01, "--seed", 2, "--temperature", 1)["text"]
    assert cold == narrow


def test_a_small_nucleus_writes_the_likeliest_characters(made):
    sample = ("charlm", "sample", "--model", made.charlm, "--prompt", "the lazy", "--length", 30, "--top-p", 0.01)
    found = {call(*sample, "--seed", seed).stdout for seed in range(2)}
    trained = read(made.charlm)
    written = known("the lazy", trained.vocabulary).ids
    with torch.no_grad():
        for _ in range(30):  # by reading everything anew
            logits = trained.model(written.unsqueeze(0))[0][0, -1]
            written = torch.cat([written, logits[2:].argmax().reshape(1) + 2])
    assert len(found) == 1
    assert "".join(trained.vocabulary.words[i] for i in written) in found.pop()


def test_a_prompt_of_another_script_is_left_out_with_a_note(made):
    found = call("charlm", "sample", "--model", made.charlm, "--prompt", "日本語", "--length", 5, "--seed", 0)
    assert found.exit_code == 0
    assert "3 characters of the prompt are unknown" in found.stderr


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "holds no text"),
        (b"\n\n\n", "holds no text"),
        (b"\x7fELF\0\0\0", "binary"),
        (b"na\xefve", "not UTF-8"),
        ("日本語".encode() * 9, "0 characters that this model knows"),
        (b"t", "1 characters that this model knows"),
    ],
)
def test_text_that_cannot_be_measured_is_refused(made, tmp_path, content, words):
    path = tmp_path / "t"
    path.write_bytes(content)
    assert words in refused("charlm", "evaluate", path, "--model", made.charlm)


@pytest.mark.parametrize("verb", [["evaluate"], ["sample"], ["info"]])
def test_a_model_file_that_is_none_is_refused(made, tmp_path, verb):
    cut = tmp_path / "cut"
    cut.write_bytes(made.charlm.read_bytes()[:-10])
    for path, words in ((made.sentiment, "project sentiment"), (cut, "not a whole"), (made.text, "not a whole"),
                        (tmp_path, "cannot be read"), (tmp_path / "no", "cannot be read")):  # fmt: skip
        assert words in refused("charlm", *verb, "--model", path)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--steps", 3, "--minutes", 1], "one of --minutes"),
        (["--kind", "transformer"], "choose gru, lstm or rnn"),
        (["--steps", 0], "greater than or equal to 1"),
    ],
)
def test_a_wrong_call_is_a_matter_of_usage(made, tmp_path, words, message):
    found = refused("charlm", "train", made.text, "--out", tmp_path / "m", *words, code=2)
    assert message in " ".join(found.replace("│", " ").split())


def test_training_refuses_what_it_cannot_use(made, tmp_path):
    short = tmp_path / "short.txt"
    short.write_text("too short")
    assert "at least 500" in refused("charlm", "train", short, "--out", tmp_path / "m")
    assert "cannot be read" in refused("charlm", "train", tmp_path / "no", "--out", tmp_path / "m")
    assert "--overwrite" in refused("charlm", "train", made.text, "--out", made.charlm)
    assert "is a folder" in refused("charlm", "train", made.text, "--out", tmp_path)
    assert "--valid needs" in refused("charlm", "train", "--valid", made.text, "--out", tmp_path / "m")
    other = tmp_path / "other.txt"
    other.write_text("日本語" * 300, "utf-8")
    assert "no characters in common" in refused("charlm", "train", made.text, "--valid", other, "--out", tmp_path / "m")
    assert not list(tmp_path.glob("m*"))


@pytest.mark.parametrize("kind", ["lstm", "rnn"])
def test_other_layers_and_a_text_of_one_line_train_too(tmp_path, kind):
    text, out = tmp_path / "t.txt", tmp_path / "m"
    text.write_text("日本語の ßtext \U0001f600 " * 400, "utf-8")
    answer("charlm", "train", text, "--steps", 3, "--hidden", 8, "--kind", kind, "--half", "--out", out)
    assert len(answer("charlm", "sample", "--model", out, "--length", 9, "--prompt", "日")["text"]) == 9


def test_minutes_become_steps_and_a_valid_text_is_used(made, tmp_path):
    found = answer(
        "charlm", "train", made.text, "--valid", made.text, "--minutes", 0.02, "--hidden", 8, "--out", tmp_path / "m"
    )
    assert found["steps"] >= 10
    assert found["characters"] == len(TEXT)


def test_the_text_is_cut_once_and_hashed(made):
    texts = texts_of(made.text, None)
    assert texts.train + texts.valid == TEXT
    assert texts.source["sha256"] != texts_of(made.text, made.text).source["sha256"]
