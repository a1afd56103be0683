"""The reading list agrees with the chapters: titles, names and years; and each entry says beside which chapter."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
LIST = (DOCS / "reference" / "reading.md").read_text("utf-8")
ENTRIES = [" ".join(entry.split()) for entry in re.findall(r"^- ((?:.|\n  )+)", LIST, re.M)]
FURTHER = {
    page: " ".join(page.read_text("utf-8").partition("## Further reading")[2].split())
    for page in DOCS.glob("*/*.md")
    if page.parent.name != "reference"
}
REQUIRED = """Elman 1990, Bengio 1994, Hochreiter 1997, Gers 2000, Graves 2006, Graves 2013, Pascanu 2013, Cho 2014,
Sutskever 2014, Bahdanau 2015, Luong 2015, Jozefowicz 2015, Greff 2017, Merity 2018, Vaswani 2017, Gu 2022,
Orvieto 2023, Gu 2023, Beck 2024, Feng 2024, Zhang 2023, Olah 2015, Karpathy 2015, Olah 2016, Madsen 2019,
Goodfellow 2016, Stanford CS224N, PyTorch NLP"""


def plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.lower())


@pytest.mark.parametrize("wanted", REQUIRED.replace("\n", " ").split(", "))
def test_the_list_holds(wanted):
    name, what = wanted.split()
    assert any(name in entry.split(",")[0] and what in entry for entry in ENTRIES), wanted


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry[:40])
def test_an_entry_says_after_which_chapter(entry):
    found = re.search(r"(?:After|Beside) \[[^\]]+\]\(\.\./([\w/-]+\.md)\)\.$", entry)
    assert found, entry
    assert (DOCS / found[1]).is_file()


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry[:40])
def test_an_entry_says_why_to_read_it_and_what_to_be_careful_about(entry):
    why, careful, rest = entry.partition(" *Careful:* ")
    assert careful, entry
    assert why.endswith((".", "?"))
    assert len(why.rpartition('"')[2].split()) >= 8, "after the title: where it appeared, and why to read it"
    assert len(re.split(r" (?:After|Beside) \[", rest)[0].split()) > 5, rest


@pytest.mark.parametrize("entry", [e for e in ENTRIES if '"' in e], ids=lambda entry: entry[:40])
def test_chapters_cite_it_alike(entry):
    """Where a chapter cites the title, the first author stands before it, and the year beside it."""
    title, author = plain(re.search(r'"([^"]+)"', entry)[1]), plain(re.match(r"[\w'-]+", entry)[0])
    year = re.search(r"\b(?:19|20)\d\d\b", entry.partition('"')[2].partition('"')[2])
    for page, text in FURTHER.items():
        for item in re.split(r"(?:^| )- (?=[A-Z])", text):
            cited = next(
                (hit for hit in re.finditer(r'"[^"]+"|\*[^*]+\*', item) if plain(hit[0]).strip() == title.strip()), None
            )
            assert not cited or author.strip() in plain(item[: cited.start()]), (page.name, item)
            assert not cited or not year or year[0] in item, (page.name, item)


def test_the_year_of_a_preprint_is_in_its_number():
    cited = [
        hit for text in (*ENTRIES, *FURTHER.values()) for hit in re.findall(r"arXiv (\d\d)\d\d\.\d{4,5}, (\d{4})", text)
    ]
    assert len(cited) >= 20
    assert [hit for hit in cited if hit[1] != "20" + hit[0]] == []


def test_what_is_listed_of_the_chapters_subjects_stands_in_a_chapter_too():
    chapters = LIST.partition("## Recurrent networks after")[0]
    titles = [plain(title) for title in re.findall(r'^- [^"]+"([^"]+)"', chapters, re.M)]
    known = plain(" ".join(FURTHER.values()))
    assert len(titles) >= 16
    assert [title for title in titles if title not in known] == []


def works(text: str) -> list[tuple[str, str]]:
    """Title and year of what is cited as `Author, "Title", venue, year` or `Author (year), *Title*, venue`."""
    year = r"(?<![\d.])((?:19|20)\d\d)\b(?!\.\d)"
    quoted = re.findall(rf'"([^"]+)"(?:(?!").)*?{year}', text)
    return quoted + [(title, when) for when, title in re.findall(r"\((\d{4})\), \*([^*]+)\*", text)]


def test_a_work_has_one_year_and_one_title_in_the_whole_book():
    cited = [work for text in (" ".join(ENTRIES), *FURTHER.values()) for work in works(text)]
    years: dict[str, set[str]] = {}
    for title, when in cited:
        years.setdefault(plain(title).strip(), set()).add(when)
    assert len(years) >= 140
    assert {title: sorted(several) for title, several in years.items() if len(several) > 1} == {}
    assert [title for title, _ in cited if ":" in title and plain(title.partition(":")[0]).strip() in years] == []
