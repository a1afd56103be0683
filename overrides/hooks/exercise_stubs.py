"""MkDocs hook: the stub of each exercise as a download, exercises/files/rnn-01.py, straight from the library."""

from pathlib import Path

from mkdocs.structure.files import File

SOURCE = Path("src/unrolled/exercises")


def on_files(files, config):
    """Add a file to the site for each stub. Nothing is copied into docs/, so nothing can drift."""
    root = Path(config.config_file_path).parent / SOURCE
    for stub in sorted(root.glob("*/*/stub.py")):
        name = stub.parent.name.replace("_", "-")
        files.append(File.generated(config, f"exercises/files/{name}.py", abs_src_path=str(stub)))
    return files
