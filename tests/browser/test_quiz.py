"""What a reader does with the questions of a page: by mouse and by keyboard, without scripts or storage, on a phone."""

import json

import pytest
from checks import PHONE, accessible, complaints, console, foreign, narrow, visit
from test_reader import walk

WRONG = {
    "one": ("Four",),
    "many": ("The forget gate", "The candidate"),
    "number": "640",
    "order": ("Clip", "Go backward", "Step"),
}
RIGHT = {
    "one": ("Three, and a candidate",),
    "many": ("The forget gate", "The input gate"),
    "number": "2,562",
    "order": ("Go backward", "Clip", "Step"),
}
SAID = {
    "one": "That counts the candidate.",
    "many": "1 more holds that you did not choose.",
    "number": "That is one part of four.",
    "order": "This one is not the first: Clip It changes the gradients.",
}


class Quiz:
    """The questions of an open page."""

    def __init__(self, page):
        self.page = page

    def field(self, name: str):
        return self.page.locator(f"#question-{name}")

    def label(self, name: str, text: str):
        return self.field(name).locator("label", has_text=text)

    def give(self, name: str, given) -> None:
        if name == "number":
            self.field(name).get_by_label("Your answer").fill(given)
        elif name == "order":
            for place, text in enumerate(given, 1):
                self.label(name, text).locator("input").fill(str(place))
        else:
            for text in ("The forget gate", "The input gate", "The candidate") if name == "many" else ():
                self.label(name, text).locator("input").uncheck()
            for text in given:
                self.label(name, text).click()

    def check(self, name: str) -> str:
        self.field(name).get_by_role("button", name="Check").click()
        return self.told(name)

    def told(self, name: str) -> str:
        return " ".join(self.field(name).get_by_role("status").inner_text().split())

    def score(self) -> str:
        return self.page.locator(".shelf > summary").inner_text().split(" right")[0]


@pytest.fixture
def here(browser, small_book):
    with visit(browser, f"{small_book.url}quiz/", viewport=PHONE) as opened:
        yield opened


def test_wrong_then_right_and_a_reload_keeps_it(here):
    quiz, asked = Quiz(here.page), []
    here.page.on("request", lambda request: asked.append(request.url))
    for name in RIGHT:
        quiz.give(name, WRONG[name])
        told = quiz.check(name)
        assert told.startswith("Not yet."), told
        assert SAID[name] in told
        assert quiz.field(name).get_attribute("data-verdict") == "wrong"
        quiz.give(name, RIGHT[name])
        assert quiz.told(name) == ""
        assert quiz.check(name).startswith("Right.")
        assert quiz.field(name).get_attribute("data-verdict") == "right"
    assert quiz.score() == "4 of 4"
    assert [url for url in asked if "/assets/fonts/" not in url] == [], "an answer was sent somewhere"
    here.page.reload()
    assert quiz.score() == "4 of 4"
    assert quiz.told("number") == "You had this right, after 2 tries."
    assert quiz.field("number").get_by_label("Your answer").input_value() == "2,562"
    assert quiz.label("one", "Three").locator("input").is_checked()
    assert not foreign(here) + console(here)


def test_by_keyboard_alone(here):
    quiz, keys = Quiz(here.page), here.page.keyboard
    quiz.field("one").locator("input").first.focus()
    keys.press("Tab")
    keys.press("Enter")
    assert quiz.told("one") == "Choose an answer first."
    quiz.label("one", "Three").locator("input").focus()
    keys.press("Space")
    keys.press("Enter")
    assert quiz.told("one").startswith("Right.")
    for text in RIGHT["many"]:
        quiz.label("many", text).locator("input").focus()
        keys.press("Space")
    keys.press("Enter")
    assert quiz.told("many").startswith("Right.")
    quiz.field("number").get_by_label("Your answer").focus()
    keys.type("about 3\n")
    assert quiz.told("number") == "Give a number first, such as 12 or 0.5."
    for place, text in enumerate(RIGHT["order"], 1):
        quiz.label("order", text).locator("input").focus()
        keys.type(str(place))
    ring = "getComputedStyle(document.activeElement).outlineStyle"
    assert here.page.evaluate(ring) == "solid"
    keys.press("Enter")
    assert quiz.told("order").startswith("Right.")
    assert here.page.evaluate(ring) == "solid"


def test_answers_go_out_as_a_file_and_come_back(here, tmp_path):
    quiz, shelf = Quiz(here.page), here.page.locator(".shelf")
    quiz.give("one", RIGHT["one"])
    quiz.check("one")
    shelf.locator("summary").click()
    with here.page.expect_download() as download:
        shelf.get_by_role("button", name="Save all answers").click()
    saved = json.loads(download.value.path().read_text("utf-8"))
    assert saved["answers"]["quiz#one"]["right"] is True
    here.page.once("dialog", lambda dialog: dialog.dismiss())
    shelf.get_by_role("button", name="Forget all answers").click()
    assert quiz.score() == "1 of 4"
    here.page.once("dialog", lambda dialog: dialog.accept())
    shelf.get_by_role("button", name="Forget the answers of this page").click()
    assert quiz.score() == "0 of 4"
    assert not quiz.label("one", "Three").locator("input").is_checked()
    chooser = shelf.get_by_label("Load answers from a file")
    for text in ("[1, 2", '{"answers": 7}', "{}"):
        chooser.set_input_files({"name": "x.json", "mimeType": "application/json", "buffer": text.encode()})
        shelf.get_by_text("Nothing was changed.").wait_for()
    mixed = {**saved, "answers": {**saved["answers"], "<b>": 1, "quiz#many": {"given": "no"}}}
    (tmp_path / "mixed.json").write_text(json.dumps(mixed))
    chooser.set_input_files(tmp_path / "mixed.json")
    shelf.get_by_text("1 answers came from the file.").wait_for()
    assert quiz.score() == "1 of 4"
    assert quiz.label("one", "Three").locator("input").is_checked()


def test_without_storage_it_works_until_the_page_is_left(browser, small_book):
    with visit(browser, small_book.url) as here:
        here.page.add_init_script(
            "for (const name of ['getItem', 'setItem']) { const real = Storage.prototype[name]\n"
            "Storage.prototype[name] = function (key, value) {\n"
            "if (key === 'unrolled.answers') throw new DOMException('none'); return real.call(this, key, value) } }"
        )
        here.page.goto(f"{small_book.url}other/")
        walk(here, f"{small_book.url}quiz/")
        quiz = Quiz(here.page)
        quiz.give("one", RIGHT["one"])
        assert quiz.check("one").startswith("Right.")
        assert quiz.score() == "1 of 4"
        here.page.locator(".shelf > summary").click()
        assert "This browser keeps nothing" in here.page.locator(".shelf").inner_text()
        walk(here, f"{small_book.url}other/")
        walk(here, f"{small_book.url}quiz/")
        assert quiz.field("one").get_by_role("button", name="Check").count() == 1
        assert not console(here)


def test_without_scripts_the_answers_are_folded_below(browser, small_book):
    with visit(browser, f"{small_book.url}quiz/", whole=False, java_script_enabled=False) as here:
        quiz = Quiz(here.page)
        assert here.page.get_by_role("button", name="Check").count() == 0
        assert here.page.get_by_role("group", name="How many gates has an LSTM").count() == 1
        answer = quiz.field("one").locator("details")
        assert not answer.get_by_text("That counts the candidate.").is_visible()
        answer.locator("summary").click()
        assert answer.get_by_text("That counts the candidate.").is_visible()


def test_it_is_readable_for_all_in_both_schemes_and_on_a_phone(browser, small_book):
    said = complaints(browser, f"{small_book.url}quiz/")
    assert not any(said.values()), said


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_verdicts_are_readable_too(browser, small_book, scheme):
    with visit(browser, f"{small_book.url}quiz/", scheme) as here:
        quiz = Quiz(here.page)
        for name in RIGHT:
            quiz.give(name, WRONG[name] if name in ("one", "order") else RIGHT[name])
            quiz.check(name)
        styles = {
            name: quiz.field(name).evaluate("e => getComputedStyle(e).borderLeftStyle") for name in ("one", "many")
        }
        assert styles == {"one": "dashed", "many": "solid"}
        assert not accessible(here) + narrow(here)
