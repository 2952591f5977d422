"""Rows for people on a terminal, tab-separated for programs in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime

import typer


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows to standard output: under their headings on a terminal, else one a line with tabs and no headings."""
    cells = [[_clean(cell) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        for row in cells:
            typer.echo("\t".join(row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in cells:
        table.add_row(*map(Text, row))
    Console().print(table)


def _clean(cell: str) -> str:
    """One line without tabs, and without the control characters by which a feed's title could command a terminal."""
    return "".join(c if c.isprintable() else " " for c in cell)


def show_time(moment: datetime | None) -> str:
    """A moment as the clock here shows it on a terminal, in UTC for programs; empty when there is none."""
    if moment is None:
        return ""
    if sys.stdout.isatty():
        return moment.astimezone().strftime("%Y-%m-%d %H:%M")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
