"""Each check sees the damage it is for, and has nothing against a sound page."""

import pytest
from checks import complaints
from small_book import DAMAGE, FAINT
from visits import another_visit

SIGNS = {
    "foreign": "https://example.org/picture.png",
    "console": "planted",
    "maths": "not set",
    "diagrams": "cannot be drawn",
    "accessible": "image-alt",
    "narrow": "width: 900px",
    "stretched": "small.stretched",
    "printed": "xxxx",
    "copied": "copy gives something else than",
}


@pytest.mark.parametrize("name", ["", "sound/", "other/"])
def test_a_sound_page_passes(browser, small_book, name):
    said = complaints(browser, small_book.url + name)
    assert not any(said.values()), said


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_seen(browser, small_book, kind):
    said = complaints(browser, f"{small_book.url}{kind}/")
    assert any(SIGNS[kind] in text for text in said[kind]), said


@pytest.mark.parametrize("kind", FAINT)
def test_a_faint_word_is_seen_among_many_that_are_not(browser, small_book, kind):
    said = complaints(browser, f"{small_book.url}faint-{kind}/")
    assert "axe color-contrast ×1" in " ".join(said["accessible"]), said


def test_bad_tex_is_seen_in_both_its_forms(browser, small_book):
    said = " ".join(complaints(browser, f"{small_book.url}maths/")["maths"])
    assert "frac" in said
    assert "nosuchcommand" in said


def test_what_only_the_dark_scheme_shows_is_asked_by_all_rules(browser, small_book):
    said = complaints(browser, f"{small_book.url}in-dark/")["accessible"]
    assert any("image-alt" in text and text.startswith("dark: ") for text in said), said
    assert not any(text.startswith("light") for text in said), said


def test_what_is_missing_is_missed_by_every_page_and_in_both_schemes(browser, small_book):
    for name in ("lost-1/", "lost-2/"):
        said = complaints(browser, small_book.url + name)["console"]
        for scheme in ("light", "dark"):
            assert any(text.startswith(f"{scheme}: console: 404: ") for text in said), said


def test_a_page_finds_nothing_that_another_page_noted(browser, small_book):
    with another_visit(browser, small_book.url, "light") as here:
        here.page.evaluate("localStorage.setItem('x', 'y'); sessionStorage.setItem('x', 'y')")
    with another_visit(browser, small_book.url, "dark") as here:
        assert here.page.evaluate("[localStorage.getItem('x'), sessionStorage.getItem('x')]") == [None, None]
        assert here.page.evaluate("document.body.dataset.mdColorScheme") == "slate"
