"""The command that installs a package of data."""

ONLY_FILES = ("aeon",)  # the book reads their files and needs nothing that they depend on, as pyproject.toml says


def command_for(package: str) -> str:
    """The command that installs a package of data in the version of the book.

    Example:
        >>> command_for("aeon")
        'pip install -c constraints.txt --no-deps aeon'
    """
    return f"pip install -c constraints.txt {'--no-deps ' if package in ONLY_FILES else ''}{package}"
