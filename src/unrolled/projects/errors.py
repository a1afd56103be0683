"""What goes wrong with a project, and is told in a sentence."""


class ProjectError(RuntimeError):
    """What a command cannot do. The message is one sentence for the reader: what, where, and what to do."""


class StoppedError(Exception):
    """Training was asked to stop, and has saved everything that it needs to go on."""
