"""The translator on the command line: what it says, and what it says when something is wrong."""

import json
from itertools import product
from types import SimpleNamespace

import pytest
import torch
from projects_words import answer, call, refused
from safetensors.torch import load_file

from unrolled.data import multi30k
from unrolled.projects import model_file
from unrolled.projects.errors import ProjectError
from unrolled.projects.translate import learn, rows
from unrolled.projects.translate.alignment import align, by_words, words_of
from unrolled.projects.translate.model import COPIES, Size, Trained, build, read
from unrolled.projects.translate.score import evaluate, worst
from unrolled.projects.translate.writing import parts_of, translate_lines
from unrolled.translation_score import bleu, chrf

WORDS = (
    {"ein hund": "a dog", "die frau": "the woman", "der mann": "the man", "ein kind": "a child",
     "das pferd": "a horse"},
    {"rennt": "runs", "schläft": "sleeps", "lacht": "laughs", "springt": "jumps", "wartet": "waits"},
    {"im schnee": "in the snow", "am meer": "by the sea", "auf der straße": "on the street",
     "im garten": "in the garden", "neben dem haus": "beside the house"},
)  # fmt: skip
SMALL = ("--hidden", 16, "--pieces", 90)


@pytest.fixture(scope="module")
def toy(tmp_path_factory):
    """A folder with a pair of files, and a model that was trained on them for a moment."""
    folder = tmp_path_factory.mktemp("translate")
    threes = product(*(words.items() for words in WORDS))
    pairs = [tuple(" ".join(side) + "." for side in zip(*three, strict=True)) for three in threes]
    de, en, out = folder / "toy.de", folder / "toy.en", folder / "toy.safetensors"
    de.write_text("".join(f"{a}\n" for a, _ in pairs), "utf-8")
    en.write_text("".join(f"{b}\n" for _, b in pairs), "utf-8")
    words = ("--quick", "--steps", 260, "--rate", 0.02, "--hidden", 32, "--pieces", 90, "--batch", 300)
    assert call("translate", "train", de, en, *words, "--out", out).exit_code == 0
    return SimpleNamespace(folder=folder, de=de, en=en, pairs=pairs, model=out)


def _lines(toy, *words, stdin=None):
    found = call("translate", "lines", *words, "--model", toy.model, stdin=stdin)
    assert found.exit_code == 0, found.output
    return found


def test_training_says_what_it_made_and_the_file_says_how(toy):
    found = answer("translate", "info", "--model", toy.model)
    assert (found["attention"], found["hidden"], found["limit"]) == ("additive", 32, 60)
    assert found["scores"]["steps"] == 260
    assert found["data"]["train"] + found["data"]["valid"] + found["data"]["test"] == 125
    assert len(found["looks"]) > learn.LOOKS - 2
    assert found["looks"][-1]["loss"] < found["looks"][0]["loss"] / 2
    assert found["scores"]["bleu_low"] <= found["scores"]["bleu"] <= found["scores"]["bleu_high"]
    assert "word pieces" in call("translate", "info", "--model", toy.model).stdout


def test_what_was_learned_is_translated(toy):
    found = _lines(toy, "--file", toy.de).stdout.splitlines()
    assert len(found) == 125
    assert chrf(found, [target for _, target in toy.pairs]).value > 35


@pytest.mark.parametrize("beam", [1, 4])
def test_as_many_lines_come_out_as_go_in_in_their_order(toy, beam):
    given = ["ein hund rennt im schnee.", "", "   ", "日本語", "\t", "☃ die frau lacht am meer.", "ein " * 200, "die"]
    stdin = "".join(f"{line}\n" for line in given)
    found = _lines(toy, "--beam", beam, stdin=stdin)
    texts = found.stdout.split("\n")
    assert len(texts) == len(given) + 1
    assert texts[1] == texts[2] == texts[3] == texts[4] == texts[-1] == ""
    for place in (0, 5, 6, 7):
        assert texts[place]
    assert "line 4: no piece of this line is known" in found.stderr
    assert "line 6: " in found.stderr
    assert "line 7: " in found.stderr
    assert "parts" in found.stderr
    alone = [call("translate", "lines", "--beam", beam, "--model", toy.model, "--", line) for line in given]
    assert [one.stdout.rstrip("\n") for one in alone] == texts[:-1]


def test_a_line_of_100_000_characters_is_one_line(toy):
    found = _lines(toy, "--beam", 1, stdin="der mann wartet neben dem haus. " * 1_700)
    assert found.stdout.count("\n") == 1
    assert "parts" in found.stderr
    assert _lines(toy, "--beam", 1, stdin="die" * 33_400).stdout.count("\n") == 1


def test_line_ends_inside_of_a_line_stay_inside(toy):
    given = "ein hund\x0brennt\x85im\u2028schnee.\r\ndie frau\rlacht am meer.\n\nzuletzt"
    found = _lines(toy, stdin=given).stdout
    assert found.count("\n") == 4
    assert len(found.splitlines()) == 4


def test_json_has_an_object_for_each_line(toy):
    found = [json.loads(row) for row in _lines(toy, "--json", stdin="der mann lacht.\n\n日本").stdout.splitlines()]
    assert [row["line"] for row in found] == ["der mann lacht.", "", "日本"]
    assert found[0]["translation"]
    assert (found[1]["pieces"], found[1]["note"], found[2]["parts"]) == (0, "", 0)
    assert found[2]["unknown_pieces"] >= 1
    assert _lines(toy, stdin="").stdout == ""


def test_letters_and_their_accents_may_come_apart(toy):
    whole, apart = "die frau schläft im garten.", "die frau schla\u0308ft im garten."
    assert _lines(toy, whole).stdout == _lines(toy, apart).stdout


@pytest.mark.parametrize("attention", ["none", "dot", "concat"])
def test_every_attention_trains_and_answers(toy, tmp_path, attention):
    out = tmp_path / "m"
    words = ("--steps", 3, "--attention", attention, "--out", out, *SMALL, "--half")
    found = answer("translate", "train", toy.de, toy.en, *words)
    assert 0 <= found["bleu"] <= 100
    assert answer("translate", "info", "--model", out)["attention"] == attention
    assert call("translate", "lines", "der mann", "--model", out).exit_code == 0
    if attention == "none":
        assert "no attention" in refused("translate", "explain", "der mann", "--model", out)
    assert all(value.dtype == torch.float16 for value in load_file(out).values())


def test_evaluate_is_sacrebleu_of_the_lines(toy):
    found = answer("translate", "evaluate", toy.de, toy.en, "--model", toy.model, "--beam", 1, "--samples", 50)
    written = _lines(toy, "--beam", 1, "--file", toy.de).stdout.splitlines()
    references = [target for _, target in toy.pairs]
    assert found["bleu"] == pytest.approx(bleu(written, references).value)
    assert found["chrf"] == pytest.approx(chrf(written, references).value)
    assert found["bleu_low"] <= found["bleu"] <= found["bleu_high"]
    assert "version" in found["bleu_signature"]
    assert (found["lines"], found["beam"]) == (125, 1)
    assert answer("translate", "evaluate", toy.de, toy.en, "--model", toy.model, "--most", 3)["lines"] == 3
    shown = call("translate", "evaluate", toy.de, toy.en, "--model", toy.model, "--most", 3).stdout
    assert "chrf signature" in shown


def test_explain_shows_where_it_looked(toy):
    words = ("translate", "explain", "ein kind springt am meer.", "--model", toy.model)
    found = answer(*words)
    assert found["source"] == ["ein", "kind", "springt", "am", "meer."]
    assert found["written"][-1] == "</s>"
    assert torch.tensor(found["weights"]).sum(dim=1).tolist() == pytest.approx([1.0] * len(found["written"]), abs=1e-4)
    assert len(answer(*words, "--pieces")["source"]) >= 5
    shown = call(*words, "--top", 2).stdout.splitlines()
    assert len(shown) == len(found["written"])
    assert all(len(line.split()) >= 5 for line in shown[:-1])
    assert "nothing that this model knows" in refused("translate", "explain", "日本", "--model", toy.model)
    assert "nothing that this model knows" in refused("translate", "explain", "", "--model", toy.model)
    assert "pieces are not read" in call("translate", "explain", "ein kind. " * 90, "--model", toy.model).stderr


@pytest.mark.equation("machine-translation.2")
@pytest.mark.usefixtures("double")
def test_weights_of_words_are_sums_and_means_of_those_of_pieces(toy):
    trained = read(toy.model)
    found = align(trained, "ein kind springt im schnee, neben dem haus.")
    whole = by_words(found)
    ours, theirs = words_of(found.source), words_of(found.written)
    assert [i for word in ours for i in word] == list(range(len(found.source)))
    for (t, word), (s, other) in product(enumerate(theirs), enumerate(ours)):
        by_hand = sum(float(found.weights[i, j]) for i in word for j in other) / len(word)
        assert float(whole.weights[t, s]) == pytest.approx(by_hand, abs=1e-6)
    assert whole.weights.sum(dim=1).tolist() == pytest.approx([1.0] * len(theirs), abs=1e-5)
    assert "".join(found.source).replace("▁", " ").split() == whole.source


@pytest.mark.equation("machine-translation.1")
def test_one_table_saves_two(toy):
    size, V = Size("general", 12, 20), 50
    model = build(size, V)
    apart = Trained(None, build(size, V), size, {}).model
    apart.encoder.embed = torch.nn.Embedding(V, 12)
    apart.decoder.read.weight = torch.nn.Parameter(torch.zeros(V, 12))
    count = [sum(p.numel() for p in one.parameters()) for one in (model, apart)]
    assert count[1] - count[0] == 2 * V * 12
    table = model.decoder.embed.weight
    assert table is model.encoder.embed.weight is model.decoder.read.weight
    with torch.no_grad():
        before = model.decoder.read(torch.ones(1, 12))
        model.encoder.embed.weight[7] += 1
        assert (model.decoder.read(torch.ones(1, 12)) - before).nonzero().tolist() == [[0, 7]]
    names = load_file(toy.model).keys()
    assert not set(COPIES) & set(names)
    trained = read(toy.model).model
    assert trained.encoder.embed.weight is trained.decoder.read.weight


def test_parts_are_whole_short_and_end_where_they_may():
    pieces = ["▁a", "b", ".", "▁c"]
    assert parts_of([], pieces, 4) == []
    assert parts_of([0, 1, 2], pieces, 3) == [[0, 1, 2]]
    assert parts_of([0, 2, 3, 1, 3, 1], pieces, 4) == [[0, 2], [3, 1, 3, 1]]  # after the mark
    assert parts_of([0, 1, 3, 1, 1], pieces, 4) == [[0, 1], [3, 1, 1]]  # before a word
    assert parts_of([1] * 7, pieces, 3) == [[1, 1, 1], [1, 1, 1], [1]]
    torch.manual_seed(0)
    for _ in range(50):
        ids = torch.randint(4, (int(torch.randint(40, ())),)).tolist()
        parts = parts_of(ids, pieces, 5)
        assert [i for part in parts for i in part] == ids
        assert all(1 <= len(part) <= 5 for part in parts)


def test_lines_together_are_lines_one_by_one(toy):
    trained, lines = read(toy.model), [source for source, _ in toy.pairs[::9]]
    together = translate_lines(trained, lines, width=3)
    assert together == [translate_lines(trained, [line], width=3)[0] for line in lines]
    assert translate_lines(trained, []) == []


def test_the_worst_lines_come_first(toy):
    found = evaluate(read(toy.model), toy.pairs[:20], "x", width=1, samples=10)
    three = worst(found, toy.pairs[:20], 3)
    scores = [chrf([said], [target]).value for _, target, said in three]
    assert scores == sorted(scores)


def _write(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("a\nb\nc\n", "a\nb\n", "has 3 lines and"),
        ("a\nb\n", "a\n\nb\n", "2 lines and"),
        (b"", "a\n", "holds no text"),
        ("\n\n", "\n\n", "holds no text"),
        ("a\n\n", "\nb\n", "no line in common"),
        (b"\x7fELF\0\0", "a\n", "binary"),
        ("a\n".encode("utf-16"), "a\n", "UTF-16"),
        (b"a\nna\xefve\n", "a\nb\n", "line 2: byte 0xef is not UTF-8"),
        ("a\nb\n", "a\nb\n", "--valid"),
    ],
)
def test_files_that_are_no_pair_are_refused(toy, tmp_path, one, other, words):
    a, b = _write(tmp_path / "a", one), _write(tmp_path / "b", other)
    assert words in refused("translate", "train", a, b, "--out", tmp_path / "m")
    if "--valid" not in words:
        assert words in refused("translate", "evaluate", a, b, "--model", toy.model)
    assert not list(tmp_path.glob("m*"))


def test_pairs_with_an_empty_side_or_too_long_are_left_out_and_counted(toy, tmp_path):
    extra = "wort " * 100
    a = _write(tmp_path / "a", toy.de.read_text("utf-8") + f"leer\n\n{extra}\n")
    b = _write(tmp_path / "b", toy.en.read_text("utf-8") + f"\nempty\n{extra}\n")
    found = call("translate", "train", a, b, "--steps", 2, "--out", tmp_path / "m", "--longest", 30, *SMALL)
    assert found.exit_code == 0
    assert "2 pairs with an empty line are left out" in found.stderr
    assert "1 pairs with more than 30 pieces" in found.stderr
    assert "2 pairs" in call("translate", "evaluate", a, b, "--model", toy.model, "--beam", 1, "--samples", 2).stderr


def test_held_out_files_are_used_as_they_are(toy, tmp_path):
    words = ("--valid", toy.de, toy.en, "--steps", 2, "--out", tmp_path / "m", *SMALL)
    found = answer("translate", "train", toy.de, toy.en, *words)
    assert found["lines"] == 125
    assert answer("translate", "info", "--model", tmp_path / "m")["data"]["train"] == 125


def test_the_cut_keeps_copies_together():
    many = [(f"line {i % 300}", f"{i}") for i in range(900)]
    parts = rows.cut(many)
    assert sorted(row for part in parts.values() for row in part) == sorted(many)
    sides = {name: {source for source, _ in part} for name, part in parts.items()}
    assert not sides["train"] & sides["valid"] | sides["train"] & sides["test"] | sides["valid"] & sides["test"]
    assert 5 < len(sides["test"]) < 30


@pytest.mark.parametrize("verb", [[], ["train"], ["evaluate"], ["lines"], ["explain"], ["info"]])
def test_help_has_an_example(verb):
    assert "python -m unrolled translate" in " ".join(call("translate", *verb, "--help").stdout.split())


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--steps", 3, "--minutes", 1], "one of --minutes"),
        (["--attention", "self"], "choose one of none, additive"),
        (["--attention", "dot", "--hidden", 7], "even number"),
        (["--pair", "dates"], "two files or --pair"),
        (["--steps", 0], "greater than or equal to 1"),
    ],
)
def test_a_wrong_call_is_a_matter_of_usage(toy, tmp_path, words, message):
    found = refused("translate", "train", toy.de, toy.en, "--out", tmp_path / "m", *words, code=2)
    assert message in " ".join(found.replace("│", " ").split())


def test_other_wrong_calls(toy, tmp_path):
    out = ("--out", tmp_path / "m")
    assert "two files" in refused("translate", "train", toy.de, *out, code=2)
    assert "pairs by name" in refused("translate", "train", "--valid", toy.de, toy.en, *out, code=2)
    assert "no pair 'de-en'" in refused("translate", "train", "--pair", "de-en", *out)
    assert "only one of the two" in refused("translate", "train", "-", "-", *out, stdin="a\n")
    assert "cannot be read" in refused("translate", "train", toy.de, tmp_path / "no", *out)
    assert "--overwrite" in refused("translate", "train", toy.de, toy.en, "--out", toy.model)
    assert "raise --pieces" in refused("translate", "train", toy.de, toy.en, *out, "--pieces", 12)
    assert "raise --longest" in refused("translate", "train", toy.de, toy.en, *out, "--longest", 2)
    assert "trained on files" in refused("translate", "evaluate", "--model", toy.model)
    assert "not both" in refused("translate", "lines", "a", "--file", toy.de, "--model", toy.model, code=2)
    assert "cannot be read" in refused("translate", "lines", "--file", tmp_path / "no", "--model", toy.model)
    assert "cannot be read" in refused("translate", "lines", "--file", tmp_path, "--model", toy.model)
    assert "zero byte" in refused("translate", "lines", "--model", toy.model, stdin=b"\x7fELF\0\n")
    assert "line 2: byte" in call("translate", "lines", "--model", toy.model, stdin=b"ein\nna\xefve\n").stderr


@pytest.mark.parametrize("verb", [["lines", "ein"], ["evaluate", "--pair", "dates"], ["explain", "ein"], ["info"]])
def test_a_model_file_that_is_none_is_refused(made, toy, tmp_path, verb):
    cut = _write(tmp_path / "cut", toy.model.read_bytes()[:-10])
    for path, words in ((made.charlm, "project charlm"), (cut, "not a whole"), (toy.de, "not a whole"),
                        (tmp_path, "cannot be read"), (tmp_path / "no", "cannot be read")):  # fmt: skip
        assert words in refused("translate", *verb, "--model", path)


def test_a_damaged_description_is_refused(toy, tmp_path):
    about, tensors = model_file.about(toy.model, "translate"), load_file(toy.model)
    path = tmp_path / "m"
    sizes = ({"attention": "self"}, {"hidden": 16}, {"hidden": 0}, {"limit": 0}, {"hidden": "a"}, {"more": 1})
    broken = [{"configuration": about["configuration"] | size} for size in sizes]
    broken += [{"vocabulary": words} for words in ("", "YWJj", "?", 7, ["a"])]
    for change in broken:
        model_file.write(path, "translate", tensors, about | change)
        with pytest.raises(ProjectError, match="damaged"):
            read(path)
    fewer = {name: value for name, value in tensors.items() if name != "bridge.bias"}
    for other in (fewer, {"a": torch.zeros(2)}):
        model_file.write(path, "translate", other, about)
        with pytest.raises(ProjectError, match="damaged"):
            read(path)


def test_dates_need_no_download_and_captions_say_where_they_come_from(monkeypatch):
    pairs = rows.registered("dates")
    assert {split: len(part) for split, part in pairs.splits.items()} == rows.DATE_ROWS
    assert all(" " in target and source for source, target in pairs.splits["test"])
    asked = []

    def load(split, a, b, **_):
        asked.append((split, a, b))
        return [multi30k.Pair(f" {split} ", "b")] * 3

    monkeypatch.setattr(multi30k, "load", load)
    found = rows.registered("multi30k-de-en")
    assert set(asked) == {(split, "de", "en") for split in multi30k.SPLITS}
    assert found.source["pair"] == "multi30k-de-en"
    assert found.splits["test"][0] == ("test", "b")
    assert learn.fewer(found, 2).source["train"] == 2


def test_a_vocabulary_is_as_large_as_the_lines_allow():
    lines = ["der hund", "a dog"] * 3
    assert len(learn.vocabulary_of(lines, 5_000)) < 40
    assert len(learn.vocabulary_of(lines, 16)) == 16
