"""brief run --feeds: one round of the newsroom, by hand or from cron."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

import typer

from pipeline.cli.terminal import Terminal, write
from pipeline.errors import BriefError, OutputError, UsageError
from pipeline.records import Outcome

if TYPE_CHECKING:
    from pipeline.config import Settings
    from pipeline.feeds import FeedSource
    from pipeline.newsroom import Event, Report, Round
    from pipeline.run import Plan
    from pipeline.translate import Cache


@dataclass(frozen=True, slots=True)
class RoundOptions:
    """What the command line says of a round; None where it says nothing."""

    feeds_file: Path | None = None
    store: Path | None = None
    max_articles: int | None = None
    time_limit: str | None = None
    log_file: Path | None = None
    log_json: Path | None = None
    metrics: Path | None = None

    def named(self) -> list[str]:
        """The flags that were given."""
        names = ("feeds_file", "store", "max_articles", "time_limit", "log_file", "log_json", "metrics")
        return ["--" + name.replace("_", "-") for name in names if getattr(self, name) is not None]


_DURATION = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?")


def parse_duration(value: str) -> float:
    """Seconds of "90", "90s", "10m", "1h30m". Raises UsageError for anything else and for nothing at all."""
    found = _DURATION.fullmatch(value.strip().lower())
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    if not (total := 3600 * hours + 60 * minutes + seconds):
        raise UsageError(f"'{value}' is no length of time; write 90s, 10m or 1h30m.", about="--time-limit")
    return float(total)


def choose_feeds(named: Path | None) -> list[FeedSource]:
    """The enabled feeds of the list in force. Raises UsageError when the list is missing or holds none."""
    from pipeline.feeds import load_feeds
    from pipeline.subscriptions import find_list

    path = find_list(named)
    if not path.exists() and (named or os.environ.get("BRIEF_FEEDS")):
        raise UsageError("There is no such list of feeds.", about=str(path))
    feeds = [feed for feed in load_feeds(path) if feed.enabled]
    if not feeds:
        raise UsageError("The list names no feed to ask; add some with 'brief feeds add URL'.", about=str(path))
    return feeds


def run_round(
    options: RoundOptions,
    settings: Settings,
    config: Path | None,
    make_plan: Callable[[Cache], Plan],
    render: Callable[[Iterable[Outcome]], Iterator[str]] | None,
    output: Path | None,
    terminal: Terminal,
) -> NoReturn:
    """Run one round and exit with its code. ``render`` is None when the briefs are only to be stored."""
    from pipeline.config import read_section
    from pipeline.fetch import Fetcher, read_settings
    from pipeline.newsroom import Limits, Round, StoreCache
    from pipeline.store import Store, find_store, lock

    seconds = None if options.time_limit is None else parse_duration(options.time_limit)
    feeds = choose_feeds(options.feeds_file)
    fetching = read_settings(*read_section("fetch", config))
    path = find_store(options.store)
    stop = threading.Event()

    def note(event: Event) -> None:
        journal.note(event)
        if terminal.verbose and event.kind == "feed" and event.facts.get("result") != "failed":  # those are said anyway
            terminal.say(event.text)

    with Journal(options.log_file, options.log_json) as journal, journal.noting_errors(), lock(path):
        with (
            Store.open(path) as store,
            Fetcher(fetching) as fetcher,
            stopping_softly(stop, terminal),
            terminal.progress("translating") as advance,
        ):
            round_ = Round(
                store,
                fetcher,
                lambda: make_plan(StoreCache(store)),
                Limits(options.max_articles, seconds),
                stop.is_set,
                advance,
                note,
                force=settings.force,
            )
            try:
                # Closed here and not by the collector: a round that its output ends still writes to the store.
                with contextlib.closing(round_.outcomes(feeds)) as told:
                    outcomes = terminal.watch(told, [])
                    if render is None:
                        for _ in outcomes:
                            pass
                    else:
                        write(render(outcomes), output)
            except BriefError as error:
                with contextlib.suppress(OutputError):  # the error that ended the round is the one to tell
                    _conclude(round_, error, journal, options.metrics)
                raise
        report, code = _conclude(round_, None, journal, options.metrics)
    from pipeline.newsroom import summarise_report

    terminal.say(summarise_report(report))
    raise typer.Exit(code)


def _conclude(round_: Round, error: BriefError | None, journal: Journal, metrics: Path | None) -> tuple[Report, int]:
    """Tell the log and the metrics how the round ended."""
    import msgspec

    from pipeline.newsroom import Event, format_metrics, round_code, summarise_report

    report = round_.report
    code = round_code(report, error)
    journal.note(
        Event("round", f"ends: {summarise_report(report)}", {**msgspec.to_builtins(report), "exit_code": code})
    )
    if metrics:
        replace_file(metrics, format_metrics(report, code))
    return report, code


def replace_file(path: Path, content: str) -> None:
    """Write a file in one step, readable by whom the umask allows. Raises OutputError when it cannot be written."""
    # A collector reads *.prom: the unfinished file has another ending.
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_text(content, encoding="utf-8")
        part.replace(path)
    except OSError as exc:
        part.unlink(missing_ok=True)
        raise OutputError(f"The metrics cannot be written ({exc.strerror}).", about=str(path)) from exc


@contextlib.contextmanager
def stopping_softly(stop: threading.Event, terminal: Terminal) -> Iterator[None]:
    """Let the first SIGTERM or Ctrl-C set ``stop``, and the second end the program as it does elsewhere."""
    before: dict[int, Any] = {}

    def ask(number: int, _frame: FrameType | None) -> None:
        stop.set()
        for each, handler in before.items():
            signal.signal(each, handler)
        if number == signal.SIGINT:
            terminal.say("ending after the batch in hand; press Ctrl-C again to end at once.")

    for each in (signal.SIGTERM, signal.SIGINT):
        # A shell starts background jobs with Ctrl-C ignored; that stays so.
        if signal.getsignal(each) is not signal.SIG_IGN:
            before[each] = signal.signal(each, ask)
    try:
        yield
    finally:
        for restored, handler in before.items():
            signal.signal(restored, handler)


class Journal:
    """The logs of a round: lines for people, lines of JSON, both with UTC times, added to what the files hold.

    Raises OutputError when a file cannot be opened or written.
    """

    def __init__(self, text: Path | None, lines: Path | None) -> None:
        self.text = self._open(text)
        self.lines = self._open(lines)

    @staticmethod
    def _open(path: Path | None) -> TextIO | None:
        try:
            return path.open("a", encoding="utf-8", errors="backslashreplace") if path else None
        except OSError as exc:
            raise OutputError(f"The log cannot be written ({exc.strerror}).", about=str(path)) from exc

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        for file in (self.text, self.lines):
            if file:
                with contextlib.suppress(OSError):  # a full disk was told when the line was written
                    file.close()

    def note(self, event: Event) -> None:
        """Add one line for ``event`` to each log."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        told = " ".join(event.text.split())
        self._add(self.text, f"{now} {event.kind}: {told}\n")
        row = {"time": now, "event": event.kind, "message": told, **event.facts}
        self._add(self.lines, json.dumps(row, ensure_ascii=False) + "\n")

    @staticmethod
    def _add(file: TextIO | None, line: str) -> None:
        if file is None:
            return
        try:
            file.write(line)
            file.flush()  # at once, and as one write: another process may add to the same file
        except OSError as exc:
            raise OutputError(f"The log cannot be written ({exc.strerror}).", about=file.name) from exc

    @contextlib.contextmanager
    def noting_errors(self) -> Iterator[None]:
        """Add a line for the error that ends the block, if one does."""
        from pipeline.newsroom import Event

        try:
            yield
        except BriefError as error:
            with contextlib.suppress(OutputError):  # it may be the log itself that failed
                self.note(Event("error", str(error), {"exit_code": error.exit_code}))
            raise
