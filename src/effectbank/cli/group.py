"""The command group: loads a command's module only when it is called, and turns errors into sentences."""

from __future__ import annotations

import os
import traceback
from collections.abc import Mapping
from importlib import import_module
from keyword import iskeyword

import click

from effectbank.cli.exits import INTERRUPTED, Ending, Exit, ending_of
from effectbank.cli.output import Styled, document, echo, echo_json, seen
from effectbank.problems import did_you_mean

JSON_MODE = "effectbank.json"


class CommandGroup(click.Group):
    """Commands by name and one-line summary; `effectbank.cli.NAME` holds the click command called NAME."""

    def __init__(self, *, summaries: Mapping[str, str], **settings: object) -> None:
        super().__init__(**settings)  # type: ignore[arg-type]
        self.summaries = summaries

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """The commands in the order a newcomer meets them."""
        return list(self.summaries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- click's
        """Import the one command asked for, so that `check` never pays for the web site."""
        if cmd_name not in self.summaries:
            return None
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = getattr(import_module(f"effectbank.cli.{name}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 -- click's
        """List the commands from their summaries, importing none."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.summaries.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the nearest command named when there is no such one."""
        if args and not args[0].startswith("-") and args[0] not in self.summaries:
            ctx.fail(f"no command {args[0]!r}; {did_you_mean(args[0], self.summaries)}")
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Note early whether JSON was asked for: then usage errors are JSON too."""
        ctx.meta[JSON_MODE] = "--json" in args
        if os.environ.get("NO_COLOR"):
            ctx.color = False
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; whatever goes wrong ends in a sentence and its exit code."""
        try:
            return super().invoke(ctx)
        except (KeyboardInterrupt, click.Abort):  # Abort: at a prompt
            _end(ctx, INTERRUPTED)
        except (click.exceptions.Exit, BrokenPipeError):
            raise
        except click.ClickException as error:
            if not ctx.meta[JSON_MODE]:
                raise
            _end(ctx, Ending("UsageError", error.format_message(), Exit.USAGE))
        except Exception as error:
            if ctx.params.get("debug"):
                traceback.print_exc()
            _end(ctx, ending_of(error))
        return None


def _end(ctx: click.Context, ending: Ending) -> None:
    if ctx.meta[JSON_MODE]:
        echo_json(document("error", error={"kind": ending.kind, "message": ending.message, "exit": ending.code}))
    else:
        echo(Styled(f"{click.style('error', fg='red', bold=True)}: {seen(ending.message)}"), err=True)
    ctx.exit(ending.code)
