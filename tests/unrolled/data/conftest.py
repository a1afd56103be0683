"""A web server that misbehaves on request, and a dataset whose one file it serves."""

import hashlib
import socket
import struct
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pytest

from unrolled.data import download
from unrolled.data.registry import DataFile, Dataset

CONTENT = bytes(range(256)) * 2_000  # 512,000 bytes
PAGE = b"\n<!DOCTYPE html><html><title>Please log in</title></html>"
LENGTHS = dict.fromkeys(("good", "truncated", "corrupt", "stall", "slow", "drop"), len(CONTENT)) | {
    "html": len(PAGE),  # instead of the file
    "other": len(CONTENT) // 2,  # a whole answer, but another file
    "endless": len(CONTENT) * 2,  # more than the file has
}


@dataclass
class Server:
    """Where the server listens, and how often each path was asked for."""

    address: str
    asked: Counter = field(default_factory=Counter)

    def dataset(self, behaviour: str) -> Dataset:
        """A dataset with one file, which the server delivers well or badly: see `Handler`."""
        digest = hashlib.sha256(CONTENT).hexdigest()
        file = DataFile("file.bin", len(CONTENT), digest, f"{self.address}/{behaviour}")
        return Dataset("toy", "download", "tests", {"all": 1}, "none", "this test", (file,))


class Handler(BaseHTTPRequestHandler):
    """Answers by path, well or badly: see `deliver`. flaky fails once, error is 500, an unknown path is 404."""

    counter: Counter

    def do_GET(self) -> None:  # the name http.server calls
        behaviour = self.path.strip("/")
        self.counter[behaviour] += 1
        if behaviour == "flaky":
            behaviour = "truncated" if self.counter["flaky"] == 1 else "good"
        if behaviour == "hangup":
            self.reset()
            return
        if behaviour not in LENGTHS:
            self.send_error(500 if behaviour == "error" else 404)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(LENGTHS[behaviour]))
        self.end_headers()
        with suppress(BrokenPipeError, ConnectionResetError):  # the client gave up, as it should
            self.deliver(behaviour)

    def deliver(self, behaviour: str) -> None:
        half = len(CONTENT) // 2
        match behaviour:
            case "truncated":
                self.wfile.write(CONTENT[:half])
            case "corrupt":
                self.wfile.write(CONTENT[:half] + bytes([CONTENT[half] ^ 1]) + CONTENT[half + 1 :])
            case "stall":
                self.wfile.write(CONTENT[:half])
                time.sleep(1.5)  # longer than the patience of the tests
            case "drop":
                self.wfile.write(CONTENT[:half])
                self.reset()
            case "html":
                self.wfile.write(PAGE)
            case "other":
                self.wfile.write(CONTENT[:half])
            case "endless":
                self.wfile.write(CONTENT + CONTENT)
            case "slow":
                for start in range(0, len(CONTENT), half // 4):
                    time.sleep(0.05)
                    self.wfile.write(CONTENT[start : start + half // 4])
            case _:
                self.wfile.write(CONTENT)

    def reset(self) -> None:
        """Break the connection off hard, as a router does that loses it."""
        self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Keep the test output clean."""


@pytest.fixture
def server() -> Iterator[Server]:
    asked: Counter = Counter()
    handler = type("CountingHandler", (Handler,), {"counter": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as httpd:
        thread = Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield Server(f"http://127.0.0.1:{httpd.server_address[1]}", asked)
        httpd.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def _impatient_and_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short waits, no proxy, and no data folder of the person who runs the tests."""
    monkeypatch.setattr(download, "TIMEOUT", (0.5, 0.5))
    monkeypatch.setattr("pooch.core.time", SimpleNamespace(sleep=lambda _: None))  # not time.sleep: the server naps
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.delenv(download.VARIABLE, raising=False)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"
