"""The chatbot on the command line: what it says, and what it says when something is wrong."""

import json
import os
import signal
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest
import torch
from projects_words import answer, call, refused
from safetensors.torch import load_file, save_file

import unrolled.__main__ as main
from unrolled.projects import model_file
from unrolled.projects.chatbot import commands_use
from unrolled.projects.chatbot.dialogues import dialogues_of, read_conversations
from unrolled.projects.chatbot.learn import Settings, prepare
from unrolled.projects.chatbot.model import Size, read
from unrolled.projects.chatbot.patterns import HELP
from unrolled.projects.errors import ProjectError

CHATS = "\n\n".join(
    f"Hello\nhi there, how are you?\ni am fine, number {i}\n{'nice' if i % 3 else 'good to hear'}" for i in range(30)
)
SIZES = ["--hidden", 8, "--vocabulary", 80]


@pytest.fixture(scope="module")
def chats(tmp_path_factory):
    folder = tmp_path_factory.mktemp("chatbot")
    made = SimpleNamespace(folder=folder, text=folder / "chats.txt", model=folder / "m")
    made.text.write_text(CHATS + "\n", "utf-8")
    made.trained = answer("chatbot", "train", made.text, "--steps", 25, "--out", made.model, *SIZES)
    return made


def test_training_says_what_it_made_and_the_file_says_how(chats):
    found = answer("chatbot", "info", "--model", chats.model)
    assert (found["hidden"], found["turns"], found["scores"]["steps"]) == (8, 2, 25)
    assert found["data"]["conversations"] == 27
    assert found["data"]["train_exchanges"] == 81
    assert found["looks"][-1]["loss"] < found["looks"][0]["loss"]
    assert found["word_pieces"] == found["scores"]["word_pieces"] <= 80
    assert found["command"].startswith("python -m unrolled")
    assert "hidden" in call("chatbot", "info", "--model", chats.model).stdout
    assert chats.trained["exchanges"] == 9
    assert chats.trained["people"]["words_per_reply"] > 1


def test_the_shared_table_is_kept_once_and_shared_again(chats):
    assert not {"decoder.embed.weight", "decoder.read.weight"} & load_file(chats.model).keys()
    model = read(chats.model).model
    assert model.encoder.embed.weight is model.decoder.embed.weight is model.decoder.read.weight
    assert torch.equal(model.encoder.embed.weight, load_file(chats.model)["encoder.embed.weight"])


def test_half_of_the_bits_are_what_was_measured(chats, tmp_path):
    found = answer("chatbot", "train", chats.text, "--steps", 5, "--out", tmp_path / "m", "--half", *SIZES)
    assert all(value.dtype == torch.float16 for value in load_file(tmp_path / "m").values())
    again = answer("chatbot", "evaluate", chats.text, "--model", tmp_path / "m", "--count", 5)
    assert again["written"]["copies_percent"] is None
    assert again["exchanges"] == 90
    held = tmp_path / "held.txt"
    held.write_text("\n\n".join(CHATS.split("\n\n")[::10]), "utf-8")
    same = answer("chatbot", "evaluate", held, "--model", tmp_path / "m")
    assert same["nats_per_piece"] == pytest.approx(found["nats_per_piece"], rel=1e-6)
    assert same["written"]["distinct_2"] == found["written"]["distinct_2"]


@pytest.mark.parametrize("way", [[], ["--beam", 1], ["--beam", 3], ["--top-k", 2, "--temperature", 1.5]])
def test_replies_come_a_line_each_and_follow_the_seed(chats, way):
    words = ("chatbot", "reply", "--model", chats.model, "--seed", 4, *way)
    found = call(*words, stdin="hello\n\nhello\n")
    assert found.exit_code == 0
    lines = found.stdout.split("\n")
    assert len(lines) == 4
    assert lines[1] == ""
    again = [json.loads(line) for line in call(*words, "--json", stdin="hello\n\nhello\n").stdout.splitlines()]
    assert [entry["reply"] for entry in again] == lines[:3]
    assert [entry["line"] for entry in again] == ["hello", "", "hello"]
    assert found.stderr.strip() == "seed 4"


def test_strange_lines_get_a_sane_answer(chats):
    lines = [
        "日本語 العربية",
        "hello " * 17_000,
        "\ufeff\u200b",
        "🙂🙂🙂",
        "hello\x0bthere\x1b[31m",
        "'\"\\",
        "▁▁",
        "i want to die",
    ]
    found = call("chatbot", "reply", "--json", "--model", chats.model, stdin="\n".join(lines).encode())
    assert found.exit_code == 0, found.output
    entries = [json.loads(line) for line in found.stdout.splitlines()]
    assert len(entries) == len(lines)
    assert "does not know" in entries[0]["note"]
    assert "pieces of this line" in entries[1]["note"]
    assert entries[-1]["reply"] == HELP
    assert all(len(entry["reply"]) < 600 for entry in entries)


@pytest.mark.parametrize(
    ("raw", "words"), [(b"hi\n\x7fELF\0\n", "line 2: a zero byte"), (b"hi\nna\xefve\n", "line 2: byte 0xef")]
)
@pytest.mark.parametrize("verb", ["reply", "talk"])
def test_binary_input_ends_with_its_line(chats, verb, raw, words):
    found = call("chatbot", verb, "--model", chats.model, stdin=raw)
    assert found.exit_code == 1
    assert words in found.stderr


def test_talk_says_what_it_is_and_obeys(chats):
    lines = "hello\n\n/reset\n/what\nhow are you?\n/quit\nnever read\n"
    found = call("chatbot", "talk", "--model", chats.model, "--seed", 1, stdin=lines)
    assert found.exit_code == 0
    out = found.stdout.splitlines()
    assert out[0].startswith("This is a toy.")
    assert "the last 2 turns only" in out[0]
    assert "/quit" in out[1]
    assert sum(line.startswith("bot: ") for line in out) == 2
    assert "(forgotten)" in out
    assert any(line.startswith("(no such command") for line in out)
    assert "never read" not in found.stdout
    assert call("chatbot", "talk", "--model", chats.model, stdin="hello").exit_code == 0  # the input ends
    assert call("chatbot", "talk", "--model", chats.model, stdin="").exit_code == 0


def test_ctrl_c_ends_a_talk(chats, monkeypatch):
    def typed():
        yield "hello"
        raise KeyboardInterrupt

    monkeypatch.setattr(commands_use, "_said", typed)
    found = call("chatbot", "talk", "--model", chats.model)
    assert found.exit_code == 130
    assert "ended by Ctrl-C" in found.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such terminals")
def test_at_a_terminal_it_asks_streams_and_ends_on_ctrl_c(chats):
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "unrolled", "chatbot", "talk", "--model", str(chats.model), "--seed", "1"],
        stdin=theirs, stdout=theirs, stderr=subprocess.PIPE, start_new_session=True,
        env={**os.environ, "PYTHONPATH": os.path.dirname(os.path.dirname(main.__file__))},
    )  # fmt: skip
    os.close(theirs)
    seen = b""

    def until(mark, count):
        nonlocal seen
        deadline = time.monotonic() + 60
        while seen.count(mark) < count and time.monotonic() < deadline:
            seen += os.read(ours, 1000)
        assert seen.count(mark) >= count, seen

    until(b"you: ", 1)
    os.write(ours, b"hello\n")
    until(b"you: ", 2)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    os.close(ours)
    assert process.returncode == 130, err
    assert b"bot: " in seen
    assert b"Traceback" not in err + seen


def test_own_conversations_are_read_and_held_out_whole(tmp_path):
    path = tmp_path / "t"
    path.write_bytes(b"\xef\xbb\xbf\r\n\r\nHello\r\nHi!\r\n\r\n\r\nalone\r\n \t\r\nWhat?\r\nThat.\r\nOh")
    assert read_conversations(path) == [("hello", "hi!"), ("what?", "that.", "oh")]
    found = dialogues_of(path, 2)
    assert {row.reply for row in found.splits["test"]} == {"hi!"}
    assert {row.reply for row in found.splits["train"]} == {"that.", "oh"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "holds no text"),
        (b"\n \n\n", "holds no text"),
        (b"\x7fELF\0\0\0", "binary"),
        (b"na\xefve\nyes", "line 1: byte 0xef"),
        (b"one\n\ntwo\n\nthree\n", "no turn with a reply"),
        (b"one\ntwo\nthree\n", "holds one conversation"),
        (b"one\ntwo\n\none\ntwo\n", "holds one conversation"),
        ("\n\n".join(f"{chr(0x4E00 + i)}\n{chr(0x5E00 + i)}" for i in range(90)).encode(), "set --vocabulary to"),
        (b"hi\n" + b"ab " * 50_000 + b"\n\nhi\n" + b"ba " * 50_000, "shorter than 40 pieces"),
    ],
)
def test_a_file_that_cannot_be_trained_on_is_refused(tmp_path, content, words):
    path = tmp_path / "t"
    path.write_bytes(content)
    assert words in refused("chatbot", "train", path, "--steps", 2, "--out", tmp_path / "m", *SIZES)
    assert not list(tmp_path.glob("m*"))


def test_other_scripts_and_long_lines_train_too(tmp_path):
    path = tmp_path / "t"
    path.write_text("\n\n".join(f"日本{'語' * i}\nそう {i}\n{'長い' * 50_000}" for i in range(4)), "utf-8")
    found = answer("chatbot", "train", path, "--minutes", 0.01, "--turns", 1, "--out", tmp_path / "m", *SIZES)
    assert found["replies_too_long"] == 3
    assert found["steps"] >= 10
    assert (
        json.loads(call("chatbot", "reply", "--json", "--model", tmp_path / "m", stdin="日本語").stdout)["note"] == ""
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--steps", 3, "--minutes", 1], "one of --minutes"),
        (["--hidden", 9], "must be even"),
        (["--turns", 0], "greater than or equal to 1"),
        (["--steps", "x"], "unable to parse"),
    ],
)
def test_a_wrong_call_is_a_matter_of_usage(chats, tmp_path, words, message):
    found = refused("chatbot", "train", chats.text, "--out", tmp_path / "m", *words, code=2)
    assert message in " ".join(found.replace("│", " ").split())


def test_training_refuses_to_replace_and_what_is_not_there(chats, tmp_path):
    assert "--overwrite" in refused("chatbot", "train", chats.text, "--out", chats.model)
    assert "is a folder" in refused("chatbot", "train", chats.text, "--out", tmp_path)
    assert "cannot be read" in refused("chatbot", "train", tmp_path / "no", "--out", tmp_path / "m")


@pytest.mark.parametrize("verb", ["evaluate", "reply", "talk", "info"])
def test_a_model_file_that_is_none_is_refused(chats, tmp_path, verb):
    cut, other, pickle = tmp_path / "cut", tmp_path / "other", tmp_path / "p"
    cut.write_bytes(chats.model.read_bytes()[:-10])
    model_file.write(other, "charlm", {"a": torch.zeros(1)}, {"configuration": {}, "run": {}})
    torch.save({"a": torch.zeros(1)}, pickle)
    for path, words in ((other, "project charlm"), (cut, "not a whole"), (chats.text, "not a whole"),
                        (tmp_path, "cannot be read"), (tmp_path / "no", "cannot be read"),
                        (pickle, "refused")):  # fmt: skip
        assert words in refused("chatbot", verb, "--model", path, stdin="hi")


@pytest.mark.parametrize(
    "change",
    [
        {"subwords": "###"}, {"subwords": "QUJD"}, {"subwords": 3}, {"vocabulary": [3]},
        {"configuration": {"hidden": 8}},
        {"configuration": {"hidden": 9, "turns": 2, "reads": 64, "writes": 40}},
        {"configuration": {"hidden": 10, "turns": 2, "reads": 64, "writes": 40}},
        {"configuration": {"hidden": 8, "turns": 2, "reads": 0, "writes": 40}},
        {"configuration": {"hidden": 0, "turns": 2, "reads": 64, "writes": 40}},
    ],
)  # fmt: skip
def test_a_damaged_description_is_refused(chats, tmp_path, change):
    path = tmp_path / "m"
    model_file.write(path, "chatbot", load_file(chats.model), model_file.about(chats.model, "chatbot") | change)
    with pytest.raises(ProjectError, match="damaged"):
        read(path)


def test_missing_weights_are_refused(chats, tmp_path):
    tensors = load_file(chats.model)
    del tensors["encoder.embed.weight"]
    model_file.write(tmp_path / "m", "chatbot", tensors, model_file.about(chats.model, "chatbot"))
    with pytest.raises(ProjectError, match="do not fit"):
        read(tmp_path / "m")
    save_file(tensors, tmp_path / "n")
    with pytest.raises(ProjectError, match="not a model of a project"):
        read(tmp_path / "n")


def test_a_stopped_training_goes_on_to_the_same_numbers(chats, tmp_path, monkeypatch):
    from unrolled.projects import session

    inner, whole, out = session.update, tmp_path / "whole", tmp_path / "m"
    words = ["chatbot", "train", chats.text, "--steps", 12, *SIZES]

    def update(work, plan, optimizer, batch, step):
        if step == 7:
            os.kill(os.getpid(), signal.SIGINT)
        return inner(work, plan, optimizer, batch, step)

    monkeypatch.setattr(session, "update", update)
    stopped = call(*words, "--out", out)
    assert stopped.exit_code == 130
    assert "stopped after step 8 of 12" in stopped.stderr
    monkeypatch.undo()
    assert "another fit" in refused("chatbot", "train", chats.text, "--out", out, "--seed", 1, *SIZES)
    assert "another dialogues, settings" in refused("chatbot", "train", chats.text, "--out", out, "--turns", 1, *SIZES)
    resumed = call(*words, "--out", out)
    assert resumed.exit_code == 0
    assert "goes on from" in resumed.stderr
    assert call(*words, "--out", whole).exit_code == 0
    ours, theirs = load_file(whole), load_file(out)
    assert all((ours[name] == theirs[name]).all() for name in ours)
    assert not list(tmp_path.glob("*.training"))


def test_a_vocabulary_shrinks_to_what_little_text_gives(chats):
    training = prepare(dialogues_of(chats.text, 2), Settings(size=Size(hidden=8)))
    assert 30 < len(training.trained.subwords) < 2_000
    assert training.trained.commonest[0] == "hi there, how are you?"


@pytest.mark.parametrize("verb", ["train", "evaluate", "talk", "reply", "info"])
def test_help_has_an_example(verb):
    assert "Example:" in call("chatbot", verb, "--help").stdout
