"""Reads the generator's tables: tab-separated files with a header line.

A fault in a table is a `TableError` that names the file and the line, so whoever edits a table is sent to the right
place. Lines that start with `#` are comments; trailing empty cells may be left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "tables"


class TableError(ValueError):
    """A line of a table that cannot be used; the message says where it is and what is wrong with it."""


@dataclass(frozen=True)
class Row:
    """One line of a table: its cells by column name, and where it stands."""

    cells: dict[str, str]
    file: str
    line: int

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def list(self, column: str, separator: str = ",") -> list[str]:
        """Return the cell's parts, none for an empty cell."""
        return [part for part in self.cells[column].split(separator) if part]

    def fault(self, message: str) -> TableError:
        """Return the error that says what is wrong with this line."""
        return TableError(f"{self.file}, line {self.line}: {message}")

    def choice(self, column: str, allowed: frozenset[str] | set[str]) -> str:
        """Return the cell, which must be one of `allowed`.

        Raises:
            TableError: it is another word.
        """
        value = self.cells[column]
        if value not in allowed:
            raise self.fault(f"{column} is {value!r}; it must be one of {', '.join(sorted(allowed))}.")
        return value


def read_table(
    name: str, columns: tuple[str, ...], required: int | None = None, folder: Path | None = None
) -> list[Row]:
    """Return the rows of the table `name`; the first `required` cells (all, unless said) may not be empty.

    Raises:
        TableError: the header is not `columns`, a row is too long or lacks a required cell, or a row stands twice.
    """
    return list(_rows((folder or FOLDER) / name, columns, len(columns) if required is None else required))


def _rows(path: Path, columns: tuple[str, ...], required: int) -> Iterator[Row]:
    lines = path.read_text("utf-8").split("\n")
    if tuple(lines[0].split("\t")) != columns:
        raise TableError(f"{path.name}, line 1: the header must be {' '.join(columns)}.")
    seen: dict[str, int] = {}
    for number, line in enumerate(lines[1:], 2):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        cells += [""] * (len(columns) - len(cells))
        row = Row(dict(zip(columns, cells, strict=False)), path.name, number)
        if len(cells) > len(columns):
            raise row.fault(f"{len(cells)} cells, but the table has {len(columns)} columns.")
        for column in columns[:required]:
            if not row[column]:
                raise row.fault(f"the column {column} is empty.")
        if line in seen:
            raise row.fault(f"the same line stands already at {seen[line]}.")
        seen[line] = number
        yield row
