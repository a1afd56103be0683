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


def test_all_that_is_asked_of_a_page_is_asked_in_one_worker(request):
    """Or each worker would open every page."""
    asked = [item for item in request.session.items if "path" in item.fixturenames]
    groups = [item.get_closest_marker("xdist_group") for item in asked]
    assert asked
    assert [group and group.args for group in groups] == [(item.callspec.params["path"],) for item in asked]
