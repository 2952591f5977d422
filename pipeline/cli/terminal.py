"""Everything that touches the terminal: messages, progress, results, exit codes.

Results go to standard output or ``-o FILE``, everything else to standard error; a progress bar only on a terminal.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Self

import typer

from pipeline.errors import BriefError, OutputError, UsageError
from pipeline.records import Outcome

INTERRUPTED = 130
"""Exit code after Ctrl-C or SIGTERM: 128 + SIGINT, as shells have it."""
BROKEN_PIPE = 141
"""Exit code when the reader of our output went away: 128 + SIGPIPE."""


@dataclass
class Terminal:
    """How much to say: ``quiet`` leaves only errors, ``verbose`` adds the log."""

    quiet: bool = False
    verbose: bool = False

    @classmethod
    def start(cls, quiet: bool = False, verbose: bool = False) -> Self:
        """A terminal with the log started. Raises UsageError when it is to be quiet and verbose."""
        if quiet and verbose:
            raise UsageError("-q and -v contradict each other; give one of them.")
        terminal = cls(quiet, verbose)
        terminal.start_logging()
        return terminal

    def start_logging(self) -> None:
        """Send the package's log to standard error: warnings always, the rest with ``-v``."""
        logging.basicConfig(
            level=logging.INFO if self.verbose else logging.ERROR if self.quiet else logging.WARNING,
            format="brief: %(message)s",
            stream=sys.stderr,
        )
        for chatty in ("httpx", "httpx2", "httpcore", "trafilatura", "transformers", "urllib3"):
            logging.getLogger(chatty).setLevel(logging.ERROR)

    def say(self, message: str) -> None:
        """A line for people, unless ``-q``."""
        if not self.quiet:
            typer.echo(f"brief: {message}", err=True)

    def report(self, outcome: Outcome) -> None:
        """Why a source gave nothing; failures are said even with ``-q``."""
        if outcome.status == "failed":
            typer.echo(f"brief: {outcome.origin}: {outcome.reason}", err=True)
        elif outcome.status == "skipped":
            self.say(f"{outcome.origin}: skipped: {outcome.reason}")

    def watch(self, outcomes: Iterable[Outcome], seen: list[Outcome]) -> Iterator[Outcome]:
        """Pass outcomes on, reporting each and keeping its status in ``seen`` (without its texts: memory stays flat)."""
        for outcome in outcomes:
            self.report(outcome)
            seen.append(Outcome(outcome.origin, outcome.status, reason=outcome.reason, warnings=outcome.warnings))
            yield outcome

    @contextlib.contextmanager
    def progress(self, label: str) -> Iterator[Callable[[int], None]]:
        """A counter of sentences on standard error while work goes on; a function that does nothing off a terminal."""
        if self.quiet or not sys.stderr.isatty():
            yield lambda _: None
            return
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            TextColumn("{task.completed:,.0f} sentences"),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(label, total=None)
            yield lambda n: bar.advance(task, n)


def write(chunks: Iterable[str], output: Path | None) -> None:
    """Write chunks to standard output, or to ``output`` by way of a ``.part`` file that is renamed when complete.

    Raises OutputError when the disk is full or the file cannot be written; what was written stays in the ``.part`` file.
    """
    if output is None:
        for chunk in chunks:
            with _explained("standard output"):
                sys.stdout.write(chunk)
                sys.stdout.flush()
        return
    if output.is_dir():
        raise OutputError("It is a folder; name a file.", about=str(output))
    if output.exists() and not output.is_file():  # a device or pipe such as /dev/null
        with _explained(str(output)), output.open("w", encoding="utf-8") as device:
            device.writelines(chunks)
        return
    part = output.with_name(output.name + ".part")
    with _explained(str(output)):
        file = part.open("w", encoding="utf-8", newline="\n")
    with file:
        for chunk in chunks:
            with _explained(str(output)):
                file.write(chunk)
                file.flush()
    with _explained(str(output)):
        part.replace(output)


@contextlib.contextmanager
def _explained(name: str) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as exc:
        reasons = {
            errno.ENOSPC: "The disk is full; free some space and run again.",
            errno.ENOENT: "The folder does not exist; create it first.",
            errno.EACCES: "It may not be written; check its permissions.",
        }
        raise OutputError(reasons.get(exc.errno or 0, f"It cannot be written ({exc.strerror})."), about=name) from exc


def _terminate(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@contextlib.contextmanager
def guard() -> Iterator[None]:
    """Turn our errors into one sentence and an exit code, Ctrl-C and SIGTERM into a quiet end, a broken pipe into silence.

    Anything else is a bug and keeps its traceback.
    """
    with contextlib.suppress(ValueError):  # not the main thread: the caller keeps its own handlers
        signal.signal(signal.SIGTERM, _terminate)
    try:
        yield
    except BriefError as error:
        typer.echo(f"brief: {error}", err=True)
        raise typer.Exit(error.exit_code) from error
    except KeyboardInterrupt:
        typer.echo("brief: stopped.", err=True)
        # Decoding runs in threads of the engine that cannot be interrupted: leave without waiting for them.
        sys.stdout.flush()
        os._exit(INTERRUPTED)
    except BrokenPipeError as exc:
        # Python would complain again when it flushes standard output at exit: give it somewhere harmless to flush to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(BROKEN_PIPE) from exc
