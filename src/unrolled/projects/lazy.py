"""A group of commands whose code is imported when one of them is asked for, so that the others start quickly."""

from importlib import import_module

import typer
from typer.core import TyperGroup
from typer.main import get_command


def lazy(module: str, line: str) -> typer.Typer:
    """An app that stands for the `app` of `module`.

    Args:
        module: imported no sooner than its commands are listed or run.
        line: what the list of all commands says about it.
    """

    class Later(TyperGroup):
        def _group(self) -> TyperGroup:
            return get_command(import_module(module).app)

        def list_commands(self, ctx):
            return self._group().list_commands(ctx)

        def get_command(self, ctx, cmd_name):
            return self._group().get_command(ctx, cmd_name)

        def format_help(self, ctx, formatter):
            self.help, self.epilog = self._group().help, self._group().epilog
            super().format_help(ctx, formatter)

    return typer.Typer(help=line, cls=Later, no_args_is_help=True)
