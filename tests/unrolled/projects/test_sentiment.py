"""The sentiment pipeline on the command line: verdicts, reasons, tables, reports, and what is refused."""

import csv
import io
import json
import re
from html.parser import HTMLParser

import pytest
import torch
from projects_words import answer, call, labelled, refused

from unrolled.data.vocabulary import UNKNOWN
from unrolled.projects.sentiment import contributions
from unrolled.projects.sentiment.judge import judge, log_odds, tokens_of
from unrolled.projects.sentiment.model import read
from unrolled.projects.sentiment.rows import cut, read_labelled
from unrolled.projects.sentiment.score import evaluate, f1, worst


@pytest.fixture(scope="module")
def trained(made):
    return read(made.sentiment)


def test_it_learns_what_is_easy(made):
    found = answer("sentiment", "evaluate", made.table, "--model", made.sentiment)
    assert found["accuracy"] == found["f1"] == 1.0
    assert found["texts"] == 120
    assert 0 <= found["calibration_error"] <= 1
    run = answer("sentiment", "info", "--model", made.sentiment)
    assert run["data"]["train"] + run["data"]["valid"] + run["data"]["test"] == 120
    assert run["temperature"] > 0


def test_answers_come_one_a_line_in_order(made):
    texts = ["a good bright gem", "", "日本語", "zzz qqq", "a bad dull mess"]
    found = call("sentiment", "predict", "--json", "--model", made.sentiment, stdin="\n".join(texts) + "\n")
    verdicts = [json.loads(line) for line in found.stdout.splitlines()]
    assert [v["text"] for v in verdicts] == texts
    assert [v["sentiment"] for v in verdicts] == ["positive", "unknown", "unknown", "unknown", "negative"]
    assert [v["probability"] is None for v in verdicts] == [False, True, True, True, False]
    assert "no word" in verdicts[1]["note"]
    assert "no known word" in verdicts[3]["note"]
    plain = call("sentiment", "predict", *texts, "--model", made.sentiment).stdout.splitlines()
    assert len(plain) == 5


def test_a_text_is_judged_alike_alone_and_in_company(trained):
    texts = [f"{text} {'dull ' * (i % 7)}" for i, (text, _) in enumerate(labelled(40))]
    together = judge(trained, texts)
    for text, verdict in zip(texts, together, strict=True):
        (alone,) = judge(trained, [text])
        assert alone.log_odds == pytest.approx(verdict.log_odds, abs=1e-5)


def test_a_line_of_100_000_characters_is_read_in_part_and_says_so(made):
    (line,) = call(
        "sentiment", "predict", "--json", "--model", made.sentiment, stdin="good gem " * 11_200
    ).stdout.splitlines()
    verdict = json.loads(line)
    assert verdict["sentiment"] == "positive"
    assert verdict["note"] == "read 400 of 22400 tokens"


@pytest.mark.equation("sentiment-pipeline.3")
def test_occlusion_is_the_difference_that_one_unknown_word_makes(trained):
    row = trained.vocabulary.encode(tokens_of(trained, "a good gem but a bad dull mess zzz number 3"))
    found = contributions.occlusion(trained, row)
    whole = log_odds(trained, [row]).item()
    for t, contribution in enumerate(found):
        other = list(row)
        other[t] = UNKNOWN
        with torch.no_grad():
            alone = trained.model(torch.tensor([other]), torch.tensor([len(row)])).item() / trained.temperature
        assert contribution == pytest.approx(whole - alone, abs=1e-4)
    assert found[row.index(UNKNOWN)] == pytest.approx(0.0, abs=1e-5)  # unknown already


@pytest.mark.equation("sentiment-pipeline.4")
def test_steps_along_the_prefix_add_up_to_the_verdict(trained):
    text = "a good gem but a bad dull mess"
    found = contributions.explain(trained, text, "prefix")
    assert sum(found.contributions) == pytest.approx(found.log_odds - found.nothing, abs=1e-4)
    for t in range(len(found.tokens)):
        part = contributions.explain(trained, " ".join(found.tokens[: t + 1]))
        assert sum(found.contributions[: t + 1]) == pytest.approx(part.log_odds - part.nothing, abs=1e-4)


@pytest.mark.parametrize("method", ["occlusion", "prefix"])
def test_explain_names_the_words_that_count(made, method):
    words = ("sentiment", "explain", "good", "--model", made.sentiment, "--method", method)
    found = answer(*words)
    assert found["contributions"][0]["token"] == "good"
    assert found["contributions"][0]["contribution"] > 0
    assert "good" in call(*words).stdout
    assert answer("sentiment", "explain", "", "--model", made.sentiment, "--method", method)["contributions"] == []
    long = answer("sentiment", "explain", "bad " * 25_000, "--model", made.sentiment, "--method", method)
    assert len(long["contributions"]) == 400


def _table(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def test_a_table_keeps_its_rows_and_columns(made, tmp_path):
    before = [["id", "review", "when"]] + [[str(i), text, f'"{i}", x\ny'] for i, (text, _) in enumerate(labelled(600))]
    before[7][1], before[8][1], before[9] = "", "good " * 30_000, []
    path, out = tmp_path / "t.csv", tmp_path / "out.csv"
    _table(path, before)
    found = call("sentiment", "csv", path, "--column", "review", "--out", out, "--model", made.sentiment)
    assert found.exit_code == 0, found.output
    assert "600 rows" in found.stderr
    csv.field_size_limit(10**7)
    after = list(csv.reader(io.StringIO(out.read_text("utf-8"), newline="")))
    before[9] = ["", "", ""]
    assert [row[:3] for row in after] == before
    assert after[0][3:] == ["probability", "sentiment", "note"]
    assert after[7][3:5] == ["", "unknown"]
    assert [row[4] for row in after[1:5]] == ["negative", "positive", "negative", "positive"]
    assert call("sentiment", "csv", path, "--column", "review", "--model", made.sentiment).stdout == out.read_text(
        "utf-8"
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"id,body\n1,x\n", "the columns are id, body"),
        (b"text,text\n1,x\n", "one column 'text'"),
        (b"text,probability\nx,1\n", "--prefix"),
        (b"text\nx,y\n", "row 1: 2 cells under 1 columns"),
        (b"text\nna\xefve\n", "not UTF-8"),
        (b"text\n\x00\x01\n", "binary"),
        ("text\nx\n".encode("utf-16"), "UTF-16"),
        (b"text\n" + b"x" * 10_000_001, "no CSV"),
    ],
)
def test_a_table_that_is_none_is_refused_and_nothing_is_left(made, tmp_path, content, words):
    path, out = tmp_path / "t.csv", tmp_path / "out.csv"
    path.write_bytes(content)
    assert words in refused("sentiment", "csv", path, "--out", out, "--model", made.sentiment)
    assert [p.name for p in tmp_path.iterdir()] == ["t.csv"]


def test_a_column_that_is_there_already_can_be_told_apart(made, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("\ufefftext,note\na gem,mine\n", "utf-8")
    found = call("sentiment", "csv", path, "--prefix", "model_", "--model", made.sentiment)
    assert found.stdout.splitlines()[0] == "text,note,model_probability,model_sentiment,model_note"


class _Tags(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.tags, self.words = [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words += data


def test_the_report_is_one_file_with_its_worst_errors_and_no_scripts(made, tmp_path):
    path, out = tmp_path / "t.csv", tmp_path / "new" / "r.html"
    evil = "a good bright gem <script>alert(1)</script> & <img src=x onerror=y>"
    wrong = [[evil, "0"], [evil, "1"], ["a bad dull mess number 1", "1"], ["日本語", "1"]]
    _table(path, [["text", "label"], *wrong])
    found = answer("sentiment", "report", path, "--out", out, "--errors", 5, "--model", made.sentiment)
    page = _Tags(out.read_text("utf-8"))
    names = [tag for tag, _ in page.tags]
    assert not {"script", "img", "link", "iframe"} & set(names)
    assert not [a for _, attrs in page.tags for a in attrs if a.startswith("on") or a in ("src", "href")]
    assert evil in page.words
    assert names.count("article") == round((1 - found["accuracy"]) * 3)
    assert names.count("svg") == 1
    assert names.count("circle") >= 1
    assert found["texts_without_a_known_word"] == 1
    assert re.search(r"http(?!://www\.w3\.org)", out.read_text("utf-8")) is None


def test_scores_are_those_of_scikit_learn(trained):
    from sklearn.metrics import accuracy_score, f1_score, log_loss

    rows = [r._replace(label=1 - r.label) if i % 5 == 0 else r for i, r in enumerate(_rows())]
    found = evaluate(trained, rows, "x")
    labels, p = [r.label for r in rows], [v.probability for v in judge(trained, [r.text for r in rows])]
    said = [q > 0.5 for q in p]
    assert found.scores["accuracy"] == pytest.approx(accuracy_score(labels, said))
    assert found.scores["f1"] == pytest.approx(f1_score(labels, said))
    assert found.scores["log_loss"] == pytest.approx(log_loss(labels, p), rel=1e-4)
    surest = worst(found, 3)
    assert all(abs(surest[0][1].log_odds) >= abs(v.log_odds) for _, v in surest)
    assert all((v.log_odds > 0) != bool(r.label) for r, v in surest)


def _rows():
    from unrolled.data.imdb import Review

    return [Review(text, int(label == "positive")) for text, label in labelled()]


@pytest.mark.equation("sentiment-pipeline.5")
def test_f1_is_the_harmonic_mean_of_precision_and_recall():
    torch.manual_seed(0)
    found, true = torch.rand(200) > 0.4, torch.rand(200) > 0.6
    precision, recall = ((found & true).sum() / part.sum() for part in (found, true))
    assert f1(found, true) == pytest.approx((2 * precision * recall / (precision + recall)).item())
    assert f1(torch.tensor([False]), torch.tensor([False])) == 0.0


def test_copies_of_a_text_stay_together_and_every_row_has_a_split():
    rows = _rows() + _rows()
    parts = cut(rows)
    assert sum(map(len, parts.values())) == len(rows)
    texts = [{r.text for r in part} for part in parts.values()]
    assert not texts[0] & texts[1] | texts[0] & texts[2] | texts[1] & texts[2]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("text,label\n", "no labelled text"),
        ("text,label\nx,5\n", "row 1: the label '5' is none of"),
        ("text,stars\nx,1\n", "one column 'label'"),
        ("text,label\n" + "x,1\n" * 50, "add rows of both labels"),
    ],
)
def test_labels_that_are_none_are_refused(tmp_path, content, words):
    path = tmp_path / "t.csv"
    path.write_text(content, "utf-8")
    assert words in refused("sentiment", "train", path, "--out", tmp_path / "m")
    assert [p.name for p in tmp_path.iterdir()] == ["t.csv"]


def test_labels_may_be_words_or_numbers(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("review;,stars\nx,POS\ny, 0 \nz,Good\n ,1\n", "utf-8")
    assert [r.label for r in read_labelled(path, "review;", "stars")] == [1, 0, 1]


@pytest.mark.parametrize("verb", [["predict", "x"], ["explain", "x"], ["evaluate"], ["info"], ["csv", "t"], ["report"]])
def test_a_model_file_that_is_none_is_refused(made, tmp_path, verb):
    cut_short = tmp_path / "cut"
    cut_short.write_bytes(made.sentiment.read_bytes()[:1000])
    for path, words in (
        (made.charlm, "project charlm"),
        (cut_short, "not a whole"),
        (tmp_path / "no", "cannot be read"),
    ):
        assert words in refused("sentiment", *verb, "--model", path)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["explain", "x", "--method", "lime"], "choose one of occlusion, prefix"),
        (["predict", "x", "--file", "y"], "not both"),
        (["train", "--steps", "1", "--epochs", "1"], "one of --minutes"),
        (["expalin"], "No such command"),
    ],
)
def test_a_wrong_call_is_a_matter_of_usage(words, message):
    found = refused("sentiment", *words, code=2)
    assert message in " ".join(found.replace("│", " ").split())


@pytest.mark.parametrize(
    ("content", "words"), [(b"\xff\xfeh\0i\0", "UTF-16"), (b"a\nb\0", "line 2"), (b"\xe9", "UTF-8")]
)
def test_lines_that_are_no_text_are_refused(made, tmp_path, content, words):
    path = tmp_path / "lines"
    path.write_bytes(content)
    assert words in refused("sentiment", "predict", "--file", path, "--model", made.sentiment)
    found = call("sentiment", "predict", "--model", made.sentiment, stdin=content)
    assert found.exit_code == 1
    assert words in found.stderr
