"""Turn what pip prints when it fails into one message that says what to do."""

import re
import shutil
import tempfile
from pathlib import Path

FULL = re.compile(r"No space left on device|\[Errno 28\]|not enough space|Disk quota exceeded", re.IGNORECASE)
OFFLINE = re.compile(
    r"NewConnectionError|Failed to establish a new connection|Temporary failure in name resolution|ConnectTimeoutError"
    r"|Max retries exceeded|Network is unreachable|Connection refused|ReadTimeoutError|ProxyError|ConnectionResetError"
    r"|Name or service not known|nodename nor servname",
    re.IGNORECASE,
)
UNKNOWN = re.compile(r"No matching distribution found for (\S+)")


def explain(output: str, root: Path) -> str:
    """One message for one cause: the disk, the network, a missing version, or pip's own last words."""
    if FULL.search(output):
        places = {str(root): root, tempfile.gettempdir(): Path(tempfile.gettempdir())}
        free = ", ".join(f"{shutil.disk_usage(path).free / 1e9:.1f} GB free in {name}" for name, path in places.items())
        return (
            f"unrolled: the disk is full ({free}).\n"
            "  The installation needs about 2 GB, and several more with the GPU build of PyTorch.\n"
            "  Make room (`pip cache purge` often helps; TMPDIR=/somewhere moves the temporary files) and try again."
        )
    if OFFLINE.search(output):
        return (
            "unrolled: the package index cannot be reached.\n"
            "  Check the network, and the proxy if you use one (HTTPS_PROXY), then try the same command again.\n"
            "  What is already installed stays; only the first start and a change of versions need the network."
        )
    missing = UNKNOWN.search(output)
    if missing:
        return (
            f"unrolled: your package index has no {missing.group(1)} for this Python and this machine.\n"
            '  See docs/start/install.md, "If a package is not found".'
        )
    tail = [line for line in output.splitlines() if line.strip()][-8:]
    return "unrolled: the installation failed. The last lines were:\n" + "\n".join(f"  {line}" for line in tail)
