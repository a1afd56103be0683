"""Every page of the built book, in both schemes: what `checks` asks of it."""

from checks import complaints


def test_page(browser, site, path):
    said = complaints(browser, site.url + path)
    lines = [f"  {name}: {text}" for name, found in said.items() for text in found]
    assert not lines, "\n".join([f"/{path}", *lines])
