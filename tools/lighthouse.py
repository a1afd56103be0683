"""Measure pages of the built site with Lighthouse on its simulated phone, and hold them to the book's limits.

Called as `python tools/lighthouse.py [page …]`; without pages, the chapters below. Needs node, npm and a Chromium.
The site is built under the address that it is then served from, compressed as GitHub Pages does.
"""

import contextlib
import functools
import gzip
import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import chromium

ROOT = Path(__file__).resolve().parent.parent
PINNED = ROOT / "tests" / "browser" / "lighthouse"  # package.json and its lock; 13 needs Node 22
FOLDER = ROOT / "build" / "lighthouse"
PAGES = ["", "gates/lstm/", "applications/sentiment/"]
LIMITS = {"performance": 90, "accessibility": 100, "best-practices": 100, "seo": 100}
SKIPPED = 77


class Compressing(http.server.SimpleHTTPRequestHandler):
    """Serves a folder; text goes out compressed, as any real host would send it."""

    def send_head(self):
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if path.suffix not in {".html", ".css", ".js", ".mjs", ".json", ".svg", ".xml"} or not path.is_file():
            return super().send_head()
        body = gzip.compress(path.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)
        return None

    def log_message(self, *_):
        """Keep the log to the scores."""


@contextlib.contextmanager
def serve(folder: Path) -> Iterator[int]:
    """Serve a folder on a free port for as long as the block lasts."""
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Compressing, directory=str(folder))
    ) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def build(site: Path, port: int) -> None:
    """Build the site under http://127.0.0.1:<port>/."""
    env = os.environ | {"SITE_URL": f"http://127.0.0.1:{port}/", "UNROLLED_EXECUTE_NOTEBOOKS": "false"}
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(site)], env=env, check=True)


def fetched(npm: str) -> Path:
    """Have Lighthouse in build/lighthouse; no script of a package is run."""
    program = FOLDER / "node_modules" / "lighthouse" / "cli" / "index.js"
    if not program.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(PINNED / name, FOLDER)
        subprocess.run([npm, "ci", "--ignore-scripts"], cwd=FOLDER, check=True)
    return program


def measure(program: Path, url: str, browser: str) -> dict:
    """Run Lighthouse on one address; its whole report."""
    flags = "--headless=new --no-sandbox --disable-dev-shm-usage"
    args = [url, "--quiet", "--output=json", f"--only-categories={','.join(LIMITS)}", f"--chrome-flags={flags}"]
    env = os.environ | {"CHROME_PATH": browser}
    done = subprocess.run(["node", str(program), *args], env=env, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def shortfalls(report: dict) -> list[str]:
    """The categories below their limit, each with the audits that cost it points."""
    found = []
    for name, limit in LIMITS.items():
        category = report["categories"][name]
        score = round((category["score"] or 0) * 100)
        if score < limit:
            scores = {ref["id"]: report["audits"][ref["id"]]["score"] for ref in category["auditRefs"] if ref["weight"]}
            lost = [audit for audit, points in scores.items() if points is not None and points < 1]
            found.append(f"{name} {score} is below {limit}: {', '.join(lost)}")
    return found


def quietest(program: Path, url: str, browser: str) -> dict:
    """The best of up to three runs: whatever else the machine does can only slow a page down."""
    reports = []
    while len(reports) < 3:
        reports.append(measure(program, url, browser))
        if not shortfalls(reports[-1]):
            break
    return max(reports, key=lambda report: sum(report["categories"][name]["score"] or 0 for name in LIMITS))


def main(pages: list[str]) -> int:
    """Measure the pages one after another; non-zero if one falls short."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        print("skipped: needs node and npm")
        return SKIPPED
    browser = chromium.find()
    program = fetched(npm)
    site = FOLDER / "site"
    failed = False
    with serve(site) as port:
        build(site, port)
        for page in pages or PAGES:
            report = quietest(program, f"http://127.0.0.1:{port}/{page}", browser)
            scores = {name: round((report["categories"][name]["score"] or 0) * 100) for name in LIMITS}
            print(f"{page or 'index':<28}" + "  ".join(f"{name} {score}" for name, score in scores.items()), flush=True)
            for shortfall in shortfalls(report):
                failed = True
                print(f"  {shortfall}", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
