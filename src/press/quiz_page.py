"""What a page includes of its questions: plain Markdown and HTML, which docs/assets/js/quiz.js brings to life.

Without it, the answers stand folded below each question. The choices are shown in an order that follows from a digest
of their text, so that the right one is not always the first.
"""

import hashlib
from pathlib import Path

from .book import Book
from .headings import heading
from .quiz import Option, Question, files, page_of, part_of, read_quiz

HEAD = """## Check yourself {{ #check-yourself data-search-exclude }}

{count} questions. The answers are folded below each. With JavaScript the page checks yours, and remembers them in this
browser and nowhere else.

<div class="quiz" data-quiz="{slug}" markdown>
"""
HOW = {"one": "Choose one.", "many": "Choose all that hold.", "order": "Number the steps, 1 first."}
WORDS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")


def generated(book: Book) -> dict[Path, str]:
    """The part of each page that holds its questions."""
    return {part_of(path): _quiz(book, path) for path in files(book)}


def _quiz(book: Book, path: Path) -> str:
    questions, page = read_quiz(book, path)[0], page_of(book, path)
    count = WORDS[len(questions)] if len(questions) < len(WORDS) else str(len(questions))
    parts, topic = [HEAD.format(count=count, slug=book.slug(page))], ""
    for number, question in enumerate(questions, 1):
        if question.topic != topic:
            topic = question.topic
            parts.append(f"### {topic} {{ data-search-exclude }}\n")
        parts.append(_question(question, number, _section(page, question.see)))
    return "\n".join([*parts, "</div>\n"])


def _section(page: Path, link: str) -> str:
    """The title of a section; if it is on another page, with the first words of that page's title in front."""
    path, _, anchor = link.partition("#")
    title = heading(page, path).partition(":")[0] if path else ""
    return ", ".join(filter(None, [title, heading(page, link) if anchor else ""]))


def _question(question: Question, number: int, section: str) -> str:
    shown = question.options if question.kind == "number" else mixed(question)
    data = {"kind": question.kind, **_key(question, shown)}
    attributes = " ".join(f'data-{name}="{value}"' for name, value in data.items())
    code = f"```python\n{question.code.strip()}\n```\n\n" if question.code else ""
    asked = f'<span class="nth">{number}.</span> {question.ask} <span class="how">{_how(question)}</span>'
    return f"""<fieldset id="question-{question.id}" {attributes} markdown>
<legend markdown="span">{asked}</legend>

{code}{_inputs(question, shown)}

<details markdown>
<summary>Answer</summary>

{_told(question, shown)}

<p class="see" markdown="span">Read again: [{section}]({question.see}).</p>

</details>
</fieldset>
"""


def mixed(question: Question) -> list[Option]:
    """The options in the order in which they are shown; never the steps in their right one."""
    shown = sorted(question.options, key=lambda option: hashlib.sha256(option.text.encode()).hexdigest())
    if question.kind == "order" and shown == list(question.options):
        shown = shown[1:] + shown[:1]
    return shown


def _key(question: Question, shown: list[Option]) -> dict[str, object]:
    """What tells a right answer: the numbers of the right choices, each step's place, or the number itself."""
    if question.kind == "number":
        given = " ".join(option.text for option in shown)
        return {"right": f"{question.answer!r}", "tolerance": f"{question.tolerance!r}", "mistakes": given}
    if question.kind == "order":
        return {"right": " ".join(str(question.options.index(option) + 1) for option in shown)}
    return {"right": " ".join(str(n) for n, option in enumerate(shown, 1) if option.right)}


def _how(question: Question) -> str:
    if question.kind != "number":
        return HOW[question.kind]
    return f"Give a number, right to ±{question.tolerance:g}." if question.tolerance else "Give a number."


def _inputs(question: Question, shown: list[Option]) -> str:
    name = f"answer-{question.id}"
    if question.kind == "number":
        box = f'<input type="text" inputmode="decimal" name="{name}" autocomplete="off">'
        return f'<p markdown="span"><label>Your answer {box}</label></p>'
    if question.kind == "order":
        box = f'<input type="number" min="1" max="{len(shown)}" name="{name}">'
    else:
        box = f'<input type="{"radio" if question.kind == "one" else "checkbox"}" name="{name}" value="{{}}">'
    rows = [f"- <label>{box.format(n)} <span>{option.text}</span></label>" for n, option in enumerate(shown, 1)]
    return "\n".join(rows)


def _told(question: Question, shown: list[Option]) -> str:
    """The answer, and what is to be said about each option; steps in their right order."""
    if question.kind == "number":
        rows = [_said(f"Not {option.text}:", option.why) for option in shown]
        return "\n".join([_why(f"**{question.answer:,}.** {question.why}"), "", *rows])
    if question.kind == "order":
        rows = [_said(option.text, option.why, "1.") for option in question.options]
    else:
        rows = [_said(o.text, o.why, "- **Right:**" if o.right else "- **No:**") for o in shown]
    return "\n".join([*rows, *(["", _why(question.why)] if question.why else [])])


def _why(text: str) -> str:
    return f'<p class="why" markdown="span">{text}</p>'


def _said(text: str, why: str, mark: str = "-") -> str:
    stop = "" if text[-1] in ".!?:" else "."
    return f'{mark} <span class="said">{text}{stop}</span> {why}'
