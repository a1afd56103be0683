"""What a reader does with the learning path: read, tick, load what was solved; without scripts or storage."""

import json

import pytest
from checks import PHONE, complaints, console, foreign, visit
from host import Host
from path_book import build_path_book
from test_reader import walk

from unrolled.exercises import progress

PROGRESS = {
    "version": 1,
    "exercises": {"set-01": {"solved": "2031-02-03", "tries": 2}, "set-02": {"begun": "2031-02-03"}},
}
TO_END = "scrollTo(0, document.body.scrollHeight)"


@pytest.fixture(scope="session")
def path_book(tmp_path_factory):
    with Host(build_path_book(tmp_path_factory.mktemp("path_book"))) as host:
        yield host


class Path:
    """The open page of the path."""

    def __init__(self, page, url: str):
        self.page, self.url = page, f"{url}start/learning-path/"

    def box(self, name: str):
        return self.page.get_by_role("checkbox", name=name)

    def milestone(self, title: str):
        return self.page.locator(".milestone", has=self.page.get_by_role("heading", name=title))

    def said(self, title: str) -> str:
        return self.milestone(title).locator(".so-far").inner_text()

    def load(self, text: str) -> str:
        chooser = self.page.get_by_label("Load exercises/progress.json")
        chooser.set_input_files({"name": "x.json", "mimeType": "application/json", "buffer": text.encode()})
        self.page.wait_for_function("document.querySelector('.path-shelf input').value === ''")
        self.page.wait_for_function("document.querySelector('.path-shelf .told').textContent !== ''")
        return self.page.locator(".path-shelf .told").inner_text()


def read_to_end(here) -> None:
    here.page.evaluate(TO_END)
    here.page.locator(".page-end .noted").wait_for(timeout=10_000)


def test_what_was_read_answered_solved_and_run_is_ticked(browser, path_book):
    with visit(browser, f"{path_book.url}start/learning-path/", viewport=PHONE) as here:
        path = Path(here.page, path_book.url)
        asked = []
        here.page.on("request", lambda request: asked.append((request.method, request.url, request.post_data)))
        assert path.said("Read") == "0 of 3 steps done."
        walk(here, f"{path_book.url}part/first/")
        assert here.page.locator(".page-end .noted").count() == 0  # its end was not on the screen yet
        read_to_end(here)
        walk(here, path.url)
        assert path.box("Read First: done").is_checked()
        assert not path.box("Read Questions: done").is_checked()
        path.box("Read Questions: done").focus()
        here.page.keyboard.press("Space")
        assert path.said("Read") == "2 of 3 steps done."
        answers = {f"quiz#{name}": {"given": ["1"], "right": True, "tries": 1} for name in ("one", "many", "number")}
        answers["quiz#order"] = {"given": ["1"], "right": False, "tries": 1}
        for right, words in ((False, "3 of 4 right"), (True, "✓ 4 of 4 right")):
            answers["quiz#order"]["right"] = right
            here.page.evaluate("text => localStorage.setItem('unrolled.answers', text)", json.dumps(answers))
            here.page.reload()
            assert words in path.milestone("Read").inner_text()
        assert path.said("Read") == "Milestone reached."
        assert path.milestone("Read").get_attribute("data-reached") is not None
        assert "1 of 2 milestones reached." in here.page.locator(".level-far").first.inner_text()
        assert path.load("{") == path.load('{"exercises": 7, "x": 1}'.replace("7", "null"))
        assert path.load(json.dumps(PROGRESS)) == "The file says that 1 of 2 exercises begun are solved."
        assert "1 of 2 solved" in path.milestone("Done").inner_text()
        path.box("Run python -m unrolled run toy --seeds 3: done").click()
        assert path.said("Done") == "1 of 3 steps done."
        here.page.reload()
        assert path.said("Done") == "1 of 3 steps done."
        assert path.said("Again") == "Milestone reached."  # the whole run counts for its quick variant
        assert {method for method, _, _ in asked} == {"GET"}
        assert not [url for _, url, body in asked if body or "?" in url]
        assert not foreign(here) + console(here)


def test_runs_that_the_command_line_noted_are_ticked(browser, path_book, tmp_path):
    for name in ("toy", "other", "odd --quick"):
        progress.note_run(tmp_path, name, "2031-02-04")
    with visit(browser, f"{path_book.url}start/learning-path/") as here:
        path = Path(here.page, path_book.url)
        assert path.load((tmp_path / "progress.json").read_text()) == "The file says that 3 experiments were run."
        assert path.box("Run python -m unrolled run toy --seeds 3: done").is_checked()
        assert "✓ 2031-02-04" in path.milestone("Done").inner_text()
        assert path.said("Again") == "Milestone reached."  # the whole run counts for its quick variant
        path.box("Run python -m unrolled run toy --quick: done").click()
        assert path.said("Again") == "0 of 1 steps done."
        here.page.evaluate("localStorage.removeItem('unrolled.path')")
        here.page.reload()
        runs = {"toy --quick": {"ran": "2031-02-03"}, "other": {"ran": "yesterday"}, "<b>": {"ran": "2031-02-03"}}
        said = path.load(json.dumps({**PROGRESS, "runs": runs}))
        assert said == "The file says that 1 of 2 exercises begun are solved, and that 1 experiment was run."
        assert path.said("Again") == "Milestone reached."
        assert not path.box("Run python -m unrolled run toy --seeds 3: done").is_checked()
        path.box("Run python -m unrolled run toy --quick: done").click()
        path.box("Run python -m unrolled run toy --seeds 3: done").click()  # by hand, it counts for both as well
        assert path.said("Again") == "Milestone reached."
        assert path.load(json.dumps({"exercises": {}, "runs": 7})).startswith("The file says that 0 of 0")
        assert path.load(json.dumps({"runs": runs})).startswith("This is neither")
        assert not console(here)


def test_notes_are_saved_loaded_and_forgotten(browser, path_book):
    with visit(browser, f"{path_book.url}start/learning-path/") as here:
        path = Path(here.page, path_book.url)
        path.box("Read First: done").click()
        with here.page.expect_download() as download:
            here.page.get_by_role("button", name="Save notes as a file").click()
        saved = download.value.path().read_text("utf-8")
        here.page.once("dialog", lambda dialog: dialog.dismiss())
        here.page.get_by_role("button", name="Forget my notes").click()
        assert path.box("Read First: done").is_checked()
        here.page.once("dialog", lambda dialog: dialog.accept())
        here.page.get_by_role("button", name="Forget my notes").click()
        assert not path.box("Read First: done").is_checked()
        assert path.load(saved) == "1 notes came from the file."
        assert path.box("Read First: done").is_checked()
        here.page.evaluate("localStorage.setItem('unrolled.path', '[[{')")
        here.page.reload()
        assert not path.box("Read First: done").is_checked()
        assert not console(here)


def test_without_storage_it_lasts_as_long_as_the_document(browser, path_book):
    with visit(browser, path_book.url) as here:
        here.page.add_init_script(
            "for (const name of ['getItem', 'setItem']) { const real = Storage.prototype[name]\n"
            "Storage.prototype[name] = function (key, value) {\n"
            "if (key.startsWith('unrolled.')) throw new DOMException('none'); return real.call(this, key, value) } }"
        )
        here.page.goto(f"{path_book.url}part/first/")
        read_to_end(here)
        path = Path(here.page, path_book.url)
        walk(here, path.url)
        assert path.box("Read First: done").is_checked()
        assert "This browser keeps nothing" in here.page.locator(".path-shelf").inner_text()
        assert not console(here)


def test_without_scripts_it_is_a_list(browser, path_book):
    with visit(browser, f"{path_book.url}start/learning-path/", whole=False, java_script_enabled=False) as here:
        assert here.page.get_by_role("checkbox").count() == here.page.get_by_role("button", name="Forget").count() == 0
        steps = [" ".join(text.split()) for text in here.page.locator(".milestone li").all_inner_texts()]
        assert steps[0] == "Read First 5 min"
        assert steps[-1] == "Run python -m unrolled run toy --quick how long it takes is not recorded"
        assert "The ticks need JavaScript" in here.page.locator(".path-shelf").inner_text()


def test_a_chapter_says_how_long_it_takes_and_what_it_needs(browser, path_book):
    with visit(browser, f"{path_book.url}part/second/", whole=False, java_script_enabled=False) as here:
        facts = here.page.locator("h1 + .facts")
        assert " ".join(facts.inner_text().split()) == (
            "About 5 minutes to read. Where these times come from Read before it: First, Questions."
        )
        facts.get_by_role("link", name="First").click()
        assert here.page.url == f"{path_book.url}part/first/"
        assert here.page.locator(".facts p").count() == 1  # it needs nothing
        here.page.locator(".facts").get_by_role("link").click()
        assert here.page.url == f"{path_book.url}start/learning-path/#where-the-times-come-from"
        assert here.page.locator("#where-the-times-come-from").count() == 1
        assert here.page.locator(".facts, .page-end").count() == 0  # the path is no step of itself


@pytest.mark.parametrize("name", ["start/learning-path/", "part/second/"])
def test_it_is_readable_for_all_in_both_schemes_and_on_a_phone(browser, path_book, name):
    said = complaints(browser, path_book.url + name)
    assert not any(said.values()), said
