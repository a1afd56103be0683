"""The port for `make serve`, and how MkDocs is called."""

import socket
import sys

import pytest


@pytest.fixture
def taken_port():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_taken_port_is_named_and_another_offered(call, checkout, taken_port):
    result = call("make", "serve", f"PORT={taken_port}", f"PYTHON={sys.executable}")
    assert result.returncode != 0
    assert f"unrolled: port {taken_port} is taken by another program." in result.stdout
    assert f"make serve PORT={taken_port + 1}" in result.stdout
    assert "Traceback" not in result.stdout
    assert not (checkout / ".venv").exists(), "the port is looked at before anything is installed"


@pytest.mark.parametrize("text", ["", "web", "0", "70000", "-1"])
def test_what_is_not_a_port(load_tool, text):
    assert "is not a port" in load_tool("free_port").complaint(text)


def test_free_port(load_tool, taken_port):
    free_port = load_tool("free_port")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    assert free_port.complaint(str(free)) is None
    assert free_port.complaint(str(taken_port)) is not None


def test_last_port_offers_one_that_exists(load_tool):
    free_port = load_tool("free_port")
    with socket.socket() as holder:
        try:
            holder.bind(("127.0.0.1", 65535))
        except OSError:
            pytest.skip("port 65535 is in use on this machine")
        holder.listen()
        assert "PORT=8000" in free_port.complaint("65535")
