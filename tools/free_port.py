"""Say, before anything is installed, whether the port for `make serve` is free."""

import errno
import socket
import sys


def complaint(text: str) -> str | None:
    """What is wrong with this port and what to do about it, or None if it can be served on."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        return f"PORT={text} is not a port: give a number from 1 to 65535, such as make serve PORT=8001"
    port = int(text)
    other = port + 1 if port < 65535 else 8000
    with socket.socket() as probe:
        # Without this, a server stopped a moment ago would look as if it still held the port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return f"port {port} is taken by another program. Stop it, or use another: make serve PORT={other}"
            return f"port {port} cannot be used ({error.strerror}). Use another: make serve PORT=8001"
    return None


if __name__ == "__main__":
    wrong = complaint(sys.argv[1])
    if wrong:
        sys.exit(f"unrolled: {wrong}")
