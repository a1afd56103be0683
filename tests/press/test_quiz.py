"""Written questions: read, shown and held to their rules; each planted fault is seen, in its file, on its line."""

import pytest
from justhtml import JustHTML
from markdown import Markdown

from press import quiz_gate, quiz_page
from press.book import Book
from press.headings import heading
from press.quiz import read_quiz
from press.tex import check_formulas

from .conftest import REPOSITORY, replace

PAGE = """# A page

## The [part](other.md) with `code` and *stress*

## Sizes { #how-large }

--8<-- "snippets/part/page.quiz.md"
"""
QUIZ = """\
- id: state
  one: What is $h_t$?
  see: "#how-large"
  choices:
    - right: 'The state, `h`.'
      why: It is carried.
    - wrong: The input
      why: That is $x_t$.
    - wrong: The weight
      why: That is $U$.

- id: two
  many: Which are even?
  see: "#how-large"
  check: 2 % 2 == 0 and 4 % 2 == 0 and 3 % 2 == 1
  choices:
    - right: 2
      why: Twice one.
    - right: 4
      why: Twice two.
    - wrong: 3
      why: Twice one leaves one, [as here](#how-large).

- id: sum
  number: How much is it?
  answer: 1234.5
  tolerance: 0.5
  check: |
    x = 1234
    x + 0.25
  see: page.md
  why: Because $x_{t}$ is.
  mistakes:
    - given: 12
      why: Too small.

- id: printed
  number: What does it print?
  code: |
    print(
        3
    )
  answer: 3
  see: page.md#how-large
  why: It prints.
  mistakes:
    - given: 4
      why: Too many.

- id: steps
  order: Put them in order.
  see: "#how-large"
  steps:
    - do: Read
      why: It is first.
    - do: Think
      why: It needs what was read.
    - do: Write
      why: It is last.
"""
FILE = "snippets/part/page.quiz.yml"


@pytest.fixture
def small(tmp_path) -> Book:
    for folder in ("docs/part", "snippets/part"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "docs/part/page.md").write_text(PAGE, "utf-8")
    (tmp_path / FILE).write_text(QUIZ, "utf-8")
    return Book(tmp_path, quizzes=["part/*"], katex=str(REPOSITORY / "docs/assets/vendor/katex/katex.min.js"))


def found(book: Book) -> list[str]:
    return [str(problem) for gate in (quiz_gate.check, quiz_gate.check_answers) for problem in gate(book)]


def shown(book: Book) -> str:
    (text,) = quiz_page.generated(book).values()
    return text


def test_a_sound_quiz_passes(small):
    assert found(small) == []
    assert list(check_formulas(small)) == []


# words that are said: (old text, new text, the id on whose line it is said; none for the first line)
FAULTS = {
    "2 questions have the id 'sum'": ("id: printed", "id: sum", "sum"),
    "its id is not small letters": ("id: two", "id: Two_2", "Two_2"),
    "unknown key 'hint'": ("  why: It prints.", "  why: It prints.\n  hint: three", "printed"),
    "one kind of one, many, number, order, and has none": ("  order: Put them in order.\n", "", "steps"),
    "and has one, many": ("  many: Which", "  one: Which\n  many: Which", "two"),
    "it asks nothing": ("one: What is $h_t$?", "one:", "state"),
    "no 'see'": ("  see: page.md\n", "", "sum"),
    "no list of steps": ("  steps:", "  choices:", "steps"),
    "an entry needs one of right, wrong": ("- wrong: The weight", "- maybe: The weight", "state"),
    "no explanation for 'The weight'": ("why: That is $U$.", "why:", "state"),
    "no explanation for 'Think'": ("why: It needs what was read.", "why: ''", "steps"),
    "its answer or tolerance is not a number": ("answer: 3", "answer: three", "printed"),
    "2 of its 3 choices are right, not one": ("- wrong: The weight", "- right: The weight", "state"),
    "0 of its 3 choices are right, not one": ("- right: 'The state", "- wrong: 'The state", "state"),
    "gives itself away by its length": ("right: 'The state, `h`.'", f"right: {'long ' * 9}", "state"),
    "3 of its 3 choices are right": ("- wrong: 3", "- right: 3", "two"),
    "2 steps are too few": ("    - do: Write\n      why: It is last.\n", "", "steps"),
    "'Read' stands there 2 times": ("- do: Think", "- do: Read", "steps"),
    "nothing computes its answer": ("  check: |\n    x = 1234\n    x + 0.25\n", "", "sum"),
    "no 'why' for its answer": ("  why: It prints.\n", "", "printed"),
    "no mistake is explained": ("  mistakes:\n    - given: 4\n      why: Too many.\n", "  mistakes: []\n", "printed"),
    "the mistake 'four' is not a number": ("given: 4", "given: four", "printed"),
    "the mistake 3 counts as right": ("given: 4", "given: 3", "printed"),
    "measured claim '12 seconds' without a check": ("why: It is carried.", "why: It takes 12 seconds.", "state"),
    "'#how-small' leads to no page or heading": ("[as here](#how-large)", "[as here](#how-small)", "two"),
    "'gone.md' leads to no page or heading": ("see: page.md\n", "see: gone.md\n", "sum"),
    "given as 3, and computed as 5.0": ("        3\n", "        5\n", "printed"),
    "given as 1234.5, and computed as 1235.25": ("x = 1234\n", "x = 1235\n", "sum"),
    "its check fails: NameError": ("x = 1234\n", "y = 1234\n", "sum"),
    "its check gives False, not True": ("3 % 2 == 1", "3 % 2 == 0", "two"),
    "not a list of questions": (QUIZ, "hello", None),
    "bad YAML": ("why: Too small.", "why: Too small: yes", None),
    "all questions are of one kind": (QUIZ, QUIZ.split("\n\n")[0], None),
}


@pytest.mark.parametrize("words", FAULTS)
def test_a_fault_is_seen(words, small):
    old, new, name = FAULTS[words]
    replace(small.root / FILE, old, new)
    lines = (small.root / FILE).read_text("utf-8").split("\n")
    line = next((n for n, text in enumerate(lines, 1) if text == f"- id: {name}"), None)
    hits = [problem for problem in found(small) if words in problem]
    assert hits, found(small)
    assert line is None or hits[0].startswith(f"{FILE}:{line}: ")


def test_too_few_questions_are_seen(small):
    replace(small.root / FILE, "\n\n".join(QUIZ.split("\n\n")[:2]), "")
    assert any("3 of 5 questions" in problem for problem in found(small))


def test_a_page_and_its_questions_need_each_other(small):
    page = small.root / "docs/part/page.md"
    replace(page, "snippets/part/page.quiz.md", "snippets/part/other.quiz.md")
    assert any(problem.startswith("docs/part/page.md:1: its questions do not stand on it") for problem in found(small))
    page.with_name("bare.md").write_text("# Bare\n")
    assert any(problem.startswith("docs/part/bare.md:1: a chapter without questions") for problem in found(small))
    page.unlink()
    assert any("questions of a page that does not exist" in problem for problem in found(small))


def test_bad_tex_is_seen(small):
    replace(small.root / FILE, "$h_t$", "$h_{t$")
    assert any(str(problem).startswith(f"{FILE}:2: bad TeX") for problem in check_formulas(small))


def test_headings_are_those_of_the_site(small):
    page = small.root / "docs/part/page.md"
    assert heading(page, "#how-large") == "Sizes"
    assert heading(page, "#the-part-with-code-and-stress") == "The part with code and stress"
    assert heading(page, "page.md") == "A page"
    assert heading(page, "#sizes") == heading(page, "other.md") == ""


def test_what_is_shown_is_sound_html(small):
    extensions = ["md_in_html", "attr_list", "pymdownx.superfences", "pymdownx.highlight", "pymdownx.arithmatex"]
    settings = {"pymdownx.arithmatex": {"generic": True}}
    html = Markdown(extensions=extensions, extension_configs=settings).convert(shown(small))
    document = f"<!doctype html><html lang=en><title>x</title><body>{html}</body></html>"
    tree = JustHTML(document, sanitize=False, collect_errors=True)
    assert tree.errors == []
    fields = tree.query(".quiz > fieldset")
    assert [field.attrs["data-kind"] for field in fields] == ["one", "many", "number", "number", "order"]
    assert all(len(tree.query(f"#{field.attrs['id']} > legend")) == 1 for field in fields)
    assert all(len(tree.query(f"#{field.attrs['id']} > details p.see a")) == 1 for field in fields)
    counts = [len(tree.query(f"#{field.attrs['id']} input")) for field in fields]
    assert counts == [3, 3, 1, 1, 3]
    assert len(tree.query("#question-state > legend .arithmatex")) == 1
    assert "The state, <code>h</code>." in html
    assert len(tree.query("#question-printed > .highlight pre code")) == 1


def test_right_answers_are_marked_where_they_are_shown(small):
    html = shown(small)
    options = {q.id: quiz_page.mixed(q) for q in read_quiz(small, small.root / FILE)[0]}
    right = next(n for n, option in enumerate(options["state"], 1) if option.right)
    assert f'id="question-state" data-kind="one" data-right="{right}"' in html
    places = " ".join(str(["Read", "Think", "Write"].index(option.text) + 1) for option in options["steps"])
    assert f'data-right="{places}"' in html
    assert places != "1 2 3"
    assert 'data-right="1234.5" data-tolerance="0.5" data-mistakes="12"' in html
    assert "**1,234.5.**" in html
