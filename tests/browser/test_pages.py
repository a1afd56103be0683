"""Every page of the built book, in both schemes: what `checks` asks of it."""

import functools

import pytest
from checks import CHECKS, complaints


@pytest.fixture(scope="session")
def seen(browser, site):
    """Each page is opened once a scheme, however many checks ask about it."""
    return functools.cache(lambda path: complaints(browser, site.url + path))


@pytest.mark.parametrize("check", [check.__name__ for check in CHECKS])
def test_page(seen, path, check):
    said = seen(path)[check]
    assert not said, f"/{path}\n" + "\n".join(said)
