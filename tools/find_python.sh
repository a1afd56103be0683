#!/bin/sh
# Print the first Python that can make the environment: 3.11 or newer, with venv and pip's installer.
# This runs before anything else, so it is plain sh. PYTHON=/path/to/python puts one interpreter first.
found=""
new_enough=""
for name in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11; do
    command -v "$name" >/dev/null 2>&1 || continue
    found="$found $name ($("$name" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null || echo broken))"
    "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
    new_enough="$name"
    "$name" -c 'import venv, ensurepip' 2>/dev/null || continue
    command -v "$name"
    exit 0
done

if [ -n "$new_enough" ]; then
    echo "unrolled: $new_enough cannot make a virtual environment: its venv or ensurepip module is missing." >&2
    echo "  Debian and Ubuntu: sudo apt install python3-venv    Elsewhere: install Python from python.org." >&2
elif [ -n "$found" ]; then
    echo "unrolled: Python 3.11 or newer is needed; found:$found." >&2
    echo "  Install a newer one, or name it: make serve PYTHON=/path/to/python3.12" >&2
else
    echo "unrolled: no python3 on PATH. Python 3.11 or newer is needed; install it and try again." >&2
fi
exit 1
