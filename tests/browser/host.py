"""Serve a built site on this machine as GitHub Pages does: below its own path, compressed, with its 404 page."""

import gzip
import mimetypes
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

TYPES = {".mjs": "text/javascript", ".js": "text/javascript", ".woff2": "font/woff2", ".json": "application/json"}
PACKED = {".woff2", ".png", ".gz", ".jpg"}


class Host:
    """`with Host(folder) as host:` serves it at host.url. `paths()` lists its pages, from the sitemap."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._packed: dict[Path, bytes] = {}
        self.locations = re.findall(r"<loc>(.*?)</loc>", (folder / "sitemap.xml").read_text())
        self.published = min(self.locations, key=len)
        self.prefix = urlsplit(self.published).path

    def paths(self) -> list[str]:
        return [location.removeprefix(self.published) for location in self.locations]

    def __enter__(self):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"host": self}))
        self.url = f"http://127.0.0.1:{self.server.server_port}{self.prefix}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def find(self, path: str) -> tuple[int, Path]:
        """The status and the file for the path of a request."""
        inside = unquote(urlsplit(path).path).removeprefix(self.prefix).lstrip("/")
        file = (self.folder / inside).resolve()
        file = file / "index.html" if file.is_dir() else file
        if file.is_file() and file.is_relative_to(self.folder):
            return 200, file
        return 404, self.folder / "404.html"

    def body(self, file: Path) -> bytes:
        """The file; in the sitemap, our address for the published one, or the theme would not navigate instantly."""
        content = file.read_bytes()
        return content.replace(self.published.encode(), self.url.encode()) if file.name == "sitemap.xml" else content

    def packed(self, file: Path) -> bytes:
        """The same, compressed once."""
        if file not in self._packed:
            self._packed[file] = gzip.compress(self.body(file), 6)
        return self._packed[file]


class _Handler(BaseHTTPRequestHandler):
    host: Host
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        status, file = self.host.find(self.path)
        self.send_response(status)
        self.send_header("Content-Type", TYPES.get(file.suffix) or mimetypes.guess_type(file)[0] or "text/plain")
        packed = "gzip" in self.headers.get("Accept-Encoding", "") and file.suffix not in PACKED
        body = self.host.packed(file) if packed else self.host.body(file)
        if packed:
            self.send_header("Content-Encoding", "gzip")
        # What is missing is missed again by every page that asks for it.
        self.send_header("Cache-Control", "max-age=600" if status == 200 else "no-store")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Nothing: the tests say what went wrong."""
