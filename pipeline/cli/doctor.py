"""brief doctor"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline import __version__
from pipeline.cli.options import Config, Json
from pipeline.cli.terminal import Terminal, guard, write

if TYPE_CHECKING:
    from pipeline.doctor import Check

COLOURS = {"ok": typer.colors.GREEN, "warning": typer.colors.YELLOW, "fault": typer.colors.RED}


def register(app: typer.Typer) -> None:
    """Add this module's command to the application."""
    app.command("doctor")(report)


def report(
    config: Config = None,
    as_json: Json = False,
    full: Annotated[
        bool, typer.Option("--full", help="Read every byte of the models and the store; wait for torch however long.")
    ] = False,
    online: Annotated[
        bool, typer.Option("--online", help="Ask the model hub too; without this nothing touches the network.")
    ] = False,
) -> None:
    """Say what is wrong with this installation, and the command that mends it.

    Exit code 0 when nothing is a fault (warnings do not count), 1 otherwise. Takes about four seconds at most, most of
    them torch's, which is asked in a process of its own and not waited for longer; --full waits.

    Example: brief doctor --full --online
    """
    with guard():
        from pipeline.doctor import examine, exit_code, worst

        terminal = Terminal(quiet=not sys.stderr.isatty())
        terminal.say("looking; torch alone takes some seconds")
        checks = examine(config, is_full=full, is_online=online)
        if as_json:
            facts = [{"name": c.name, "status": c.status, "detail": c.detail, "remedy": c.remedy} for c in checks]
            content = {"version": __version__, "status": worst(checks), "checks": facts}
            write([json.dumps(content, ensure_ascii=False, indent=2) + "\n"], None)
        else:
            write(render(checks, is_coloured=sys.stdout.isatty() and not os.environ.get("NO_COLOR")), None)
        raise typer.Exit(exit_code(checks))


def render(checks: Sequence[Check], *, is_coloured: bool) -> Iterator[str]:
    """A line for each check, one more for a remedy, and a last line that counts."""
    width = max(len(check.name) for check in checks)
    for check in checks:
        status = f"{check.status:<7}"
        yield f"{typer.style(status, COLOURS[check.status]) if is_coloured else status}  {check.name:<{width}}  {check.detail}\n"
        if check.remedy:
            yield f"{'':<9}{'':<{width}}  → {check.remedy}\n"
    counts = {status: sum(c.status == status for c in checks) for status in COLOURS}
    warnings, faults = (f"{counts[s]} {s}{'' if counts[s] == 1 else 's'}" for s in ("warning", "fault"))
    yield f"\n{len(checks)} checks: {counts['ok']} ok, {warnings}, {faults}\n"
