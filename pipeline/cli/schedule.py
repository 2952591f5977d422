"""brief schedule …"""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from pipeline.cli.terminal import Terminal, guard
from pipeline.errors import UsageError

schedule = typer.Typer(help="Start rounds by themselves, with cron or systemd.", no_args_is_help=True)

Every = Annotated[str, typer.Option(metavar="TIME", help="Minutes, hours, days or weeks, as in 30m, 2h, 1d, 1w.")]
Install = Annotated[bool, typer.Option("--install", help="Put it in place instead of printing it.")]
Remove = Annotated[bool, typer.Option("--remove", help="Take away what --install put in place.")]
Arguments = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[-- ARGUMENT...]",
        help="Further arguments of `brief run --feeds`; write paths from the root.",
        show_default=False,
    ),
]


def register(app: typer.Typer) -> None:
    """Add this module's commands to the application."""
    app.add_typer(schedule, name="schedule")


@schedule.command()
def cron(arguments: Arguments = None, every: Every = "30m", install: Install = False, remove: Remove = False) -> None:
    """Print the lines for a crontab, or put them there.

    The line needs neither PATH nor a folder and carries over the BRIEF_ variables of this shell. What is once a day or a
    week is at six in the morning.

    Example: brief schedule cron --every 30m --install -- --max-articles 100
    """
    with guard():
        from pipeline import schedulers
        from pipeline.schedule import Job, plan_round, read_interval, write_crontab

        terminal = Terminal()
        _refuse_both(install, remove)
        if remove:
            changed = schedulers.change_crontab("")
            terminal.say("taken out of your crontab" if changed else "your crontab has no lines of brief")
            return
        launcher, variables = _prepare(arguments or [], terminal, "in the crontab")
        lines = write_crontab(Job(plan_round(launcher, arguments or [], quiet=True), variables), read_interval(every))
        if not install:
            typer.echo(lines, nl=False)
        elif schedulers.change_crontab(lines):
            terminal.say(f"your crontab starts a round every {every}; 'crontab -l' shows it")
        else:
            terminal.say("your crontab has these lines already")


@schedule.command()
def systemd(
    arguments: Arguments = None, every: Every = "30m", install: Install = False, remove: Remove = False
) -> None:
    """Print a user's unit and timer for systemd, or write them.

    They carry over the BRIEF_ variables of this shell. What is once a day or a week is at six in the morning.

    Example: brief schedule systemd --every 45m --install -- --time-limit 10m
    """
    with guard():
        from pipeline import schedulers
        from pipeline.schedule import TIMER, Job, join_units, plan_round, read_interval, write_units

        terminal = Terminal()
        _refuse_both(install, remove)
        folder = schedulers.unit_folder()
        if remove:
            removed = schedulers.remove_units(folder)
            for path in removed:
                terminal.say(f"removed {path}")
            if removed:
                terminal.say(f"stop the timer with: systemctl --user stop {TIMER} && systemctl --user daemon-reload")
            else:
                terminal.say(f"there are no units of brief in {folder}")
            return
        launcher, variables = _prepare(arguments or [], terminal, "with 'systemctl --user edit brief.service'")
        units = write_units(Job(plan_round(launcher, arguments or [], quiet=False), variables), read_interval(every))
        if not install:
            typer.echo(join_units(units), nl=False)
            return
        written = schedulers.install_units(units, folder)
        for path in written:
            terminal.say(f"wrote {path}")
        if not written:
            terminal.say(f"the units in {folder} are so already")
        terminal.say(f"start it with: systemctl --user daemon-reload && systemctl --user enable --now {TIMER}")
        terminal.say("to have rounds while you are logged out: loginctl enable-linger")


def _refuse_both(install: bool, remove: bool) -> None:
    if install and remove:
        raise UsageError("--install and --remove contradict each other; give one of them.")


def _prepare(
    arguments: list[str], terminal: Terminal, where: str
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """How to start brief, tried out, and the variables it needs; what cannot be carried over is said."""
    from pipeline.schedule import find_launcher, select_variables
    from pipeline.schedulers import check_start

    launcher, variables = find_launcher(sys.argv[0], sys.executable), select_variables(os.environ)
    check_start(launcher, arguments, variables)
    proxies = sorted(n for n in os.environ if n.lower() in ("http_proxy", "https_proxy", "all_proxy") and os.environ[n])
    if proxies:
        terminal.say(f"{', '.join(proxies)}: set here but not carried over (it may hold a password); set it {where}.")
    return launcher, variables
