"""The command line. Commands are loaded when called, so that the program starts at once."""

from __future__ import annotations

import importlib
import sys

import click

from sitroom import __version__

# Command -> the module that holds a click command of that name. The one list of what can be called.
COMMANDS = {
    "brief": "sitroom.cli.brief",
    "claims": "sitroom.cli.claims",
    "picture": "sitroom.cli.picture",
    "stories": "sitroom.cli.stories",
    "why": "sitroom.cli.why",
    "read": "sitroom.cli.read",
    "search": "sitroom.cli.search",
    "correct": "sitroom.cli.correct",
    "score": "sitroom.cli.score",
}

EXIT_NOTHING = 1
EXIT_USAGE = 2
EXIT_REJECTED = 3


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(COMMANDS[cmd_name]).command
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sitroom")
def group() -> None:
    """From a flood of reports to one brief that can be defended.

    Exit codes: 0 done; 1 nothing to do, or a bar missed; 2 bad usage; 3 some reports were rejected, each with its
    reason on stderr, and the rest are done.
    """


def main() -> None:
    """Run the program; the errors that Sitroom raises on purpose become one line on stderr."""
    from sitroom.errors import SitroomError  # noqa: PLC0415  the program must start before anything is loaded

    try:
        group(standalone_mode=True)
    except SitroomError as error:
        click.echo(f"sitroom: {error}", err=True)
        sys.exit(EXIT_NOTHING)
    except BrokenPipeError:
        # The reader of our output has gone: that is its right, and no error of ours.
        sys.stderr.close()
        sys.exit(0)
