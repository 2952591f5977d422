"""brief store …"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.options import Json
from pipeline.cli.tables import print_table, show_time
from pipeline.cli.terminal import Terminal, guard, write
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.store import Store

store = typer.Typer(help="What the rounds have stored: counts, export, housekeeping.", no_args_is_help=True)

Where = Annotated[
    Path | None, typer.Option("--store", help="The store, an SQLite file.", show_default="BRIEF_STORE, else your own")
]


def register(app: typer.Typer) -> None:
    """Add this module's commands to the application."""
    app.add_typer(store, name="store")


@store.command("stats")
def show_stats(where: Where = None, as_json: Json = False) -> None:
    """Show how much of what is stored.

    Example: brief store stats
    """
    with guard(), _open_reading(where) as opened:
        stats = opened.stats()
        if as_json:
            typer.echo(json.dumps({"path": str(opened.path), **stats}, indent=2))
            return
        rows = [("store", str(opened.path))]
        for name, value in stats.items():
            if name == "bytes":
                rows.append(("size", show_size(int(value or 0))))
            elif name == "version":
                rows.append(("layout", str(value)))
            elif name in ("oldest", "newest"):
                moment = datetime.fromisoformat(value) if isinstance(value, str) else None
                rows.append((f"{name} article", show_time(moment)))
            else:
                rows.append((name, f"{value:,}"))
        print_table(("WHAT", "HOW MUCH"), rows)


@store.command()
def vacuum(where: Where = None) -> None:
    """Give the room of what was pruned back to the disk.

    Example: brief store vacuum
    """
    with guard(), _open_alone(where) as opened:
        before = int(opened.stats()["bytes"] or 0)
        opened.vacuum()
        after = int(opened.stats()["bytes"] or 0)
        Terminal().say(f"{opened.path}: {show_size(before)} before, {show_size(after)} now")


@store.command()
def export(
    where: Where = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file.", show_default="standard output")
    ] = None,
) -> None:
    """Write every article with its brief as JSON, one a line.

    Example: brief store export -o articles.jsonl
    """
    with guard(), _open_reading(where) as opened:
        write((json.dumps(row, ensure_ascii=False) + "\n" for row in opened.export()), output)


@store.command()
def prune(
    older: Annotated[str, typer.Option(metavar="AGE", help="Days or weeks, as in 90d or 12w.", show_default=False)],
    where: Where = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go and keep it.")] = False,
) -> None:
    """Forget what is older than an age: stories, translations, runs.

    A story goes when nothing of it was seen or changed since. What a feed may still list stays known, so that it does not
    come back as new. `brief store vacuum` gives the room back to the disk.

    Example: brief store prune --older 90d
    """
    with guard():
        age = read_age(older)
        with _open_alone(where) as opened:
            gone = opened.prune(datetime.now(UTC) - age, dry_run=dry_run)
        said = ", ".join(f"{count:,} {table}" for table, count in gone.items() if count) or "nothing"
        Terminal().say(f"{'would remove' if dry_run else 'removed'} {said}")


@store.command()
def check(where: Where = None) -> None:
    """Look for damage, broken references and broken rules.

    Prints a line for each and exits with code 1 when there is any.

    Example: brief store check
    """
    with guard(), _open_reading(where) as opened:
        problems = opened.check()
        for problem in problems:
            typer.echo(problem)
        Terminal().say(
            f"{opened.path}: {len(problems) or 'no'} {'problem' if len(problems) == 1 else 'problems'} found"
        )
        raise typer.Exit(int(bool(problems)))


@store.command()
def schema() -> None:
    """Print the tables of a store, with what each holds, as SQL.

    Example: brief store schema
    """
    with guard():
        from pipeline.schema import describe_schema

        typer.echo(describe_schema(), nl=False)


def read_age(written: str) -> timedelta:
    """An age such as 90d or 12w. Raises UsageError when it is none, or none that a calendar has."""
    found = re.fullmatch(r"(\d{1,5})([dw])", written.strip())
    if not found or not int(found.group(1)):
        raise UsageError(f"--older cannot be '{written}'; write days or weeks, as in 90d or 12w.")
    age = timedelta(days=int(found.group(1)) * (7 if found.group(2) == "w" else 1))
    if age > timedelta(days=365 * 100):
        raise UsageError(f"--older cannot be '{written}'; nothing is older than a hundred years.")
    return age


def show_size(count: int) -> str:
    """Bytes as people read them, in powers of 1,000 as disks are sold."""
    size = float(count)
    for unit in ("bytes", "kB", "MB"):
        if size < 1000:
            return f"{size:,.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:,.1f} GB"


@contextlib.contextmanager
def _open_reading(where: Path | None) -> Iterator[Store]:
    from pipeline.store import Store, find_store

    with Store.open(find_store(where), write=False) as opened:
        yield opened


@contextlib.contextmanager
def _open_alone(where: Path | None) -> Iterator[Store]:
    """A store that no round is writing to; LockedError when one is. It must exist: nothing is made by looking after it."""
    from pipeline.store import Store, find_store, lock

    path = find_store(where)
    Store.open(path, write=False).close()
    with lock(path), Store.open(path) as opened:
        yield opened
