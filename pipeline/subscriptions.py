"""The user's list of feeds as it is kept: what an address subscribes to, and changes that no two writers undo.

    an address ──find_feed──▶ a feed that was fetched and read ──subscribe──▶ the list        inspect: what a feed is like now

The list's text is edited by :mod:`pipeline.feeds`, which keeps comments; here it is locked, read, changed and written.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from pipeline import feeds
from pipeline.errors import FetchError, LockedError, OutputError, SourceError, UsageError
from pipeline.feeds import Entry, Feed, FeedSource
from pipeline.fetch import Fetcher, Response, decode_page

LOCK_SECONDS = 10.0
"""How long a change waits for another; one takes milliseconds."""

STALE = timedelta(days=30)
"""A news feed without a new entry for so long has been left behind by its outlet, or was never one of news."""


def find_list(path: Path | None, environment: Mapping[str, str] = os.environ) -> Path:
    """The list in force: the one named, else BRIEF_FEEDS, else the one in the user's configuration folder."""
    named = environment.get("BRIEF_FEEDS")
    return path or (Path(named) if named else feeds.feeds_file())


# ── what an address leads to ─────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Found:
    """A feed that was fetched and read; ``url`` is where it is for good, after permanent redirects and discovery."""

    url: str
    feed: Feed
    response: Response


def complete_address(address: str) -> str:
    """``address`` with https:// before it when it has no scheme. Raises UsageError when the scheme is not for the web."""
    address = address.strip()
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):(?!\d)", address)
    if scheme and scheme.group(1).lower() not in ("http", "https"):
        raise UsageError("Only http and https addresses can be feeds.", about=address)
    return address if scheme else f"https://{address}"


def find_feed(address: str, fetcher: Fetcher) -> Found:
    """The feed at ``address``, or the only one that the page there announces.

    The address is the user's own word and may be a private one; what a page announces only on the page's own host.
    Raises FetchError, SourceError when there is no feed, UsageError when a page announces several.
    """
    response = fetcher.get(address, "feed", trusted=True)
    try:
        return _read(address, response)
    except SourceError:
        if not _is_page(response.body):
            raise
    page, _ = decode_page(response.body, response.content_type)
    announced = feeds.discover_feeds(page, response.url)
    if not announced:
        message = "This is a web page that announces no feed; give the address of its RSS, Atom or JSON feed."
        raise SourceError(message, about=address)
    if len(announced) > 1:
        listed = "".join(f"\n  {url}" for url in announced)
        raise UsageError(f"The page announces {len(announced)} feeds; add one by its address:{listed}", about=address)
    own_host = urlsplit(announced[0]).netloc == urlsplit(response.url).netloc
    return _read(announced[0], fetcher.get(announced[0], "feed", trusted=own_host))


def _read(address: str, response: Response) -> Found:
    feed = feeds.parse_feed(response.body, response.url, response.content_type)
    return Found(response.moved_to or address, feed, response)


def _is_page(body: bytes) -> bool:
    start = body[:2000].lower()
    return b"<html" in start or b"<!doctype html" in start


def name_feed(found: Found) -> str:
    """The feed's own title, or its host when it has none."""
    return found.feed.title or name_address(found.url)


def name_address(address: str) -> str:
    """What to call a feed of which only the address is known: its host. Raises UsageError when it has none."""
    if not (host := urlsplit(address).hostname):
        raise UsageError("The address names no host.", about=address)
    return host


# ── changing the list ────────────────────────────────────────────────────────────────────────────────────────────────


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """One writer at a time. The kernel lets go of the lock when the process ends, however it ends."""
    from filelock import FileLock, Timeout

    target = path.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(target.with_name(target.name + ".lock"), timeout=LOCK_SECONDS):
            yield
    except Timeout as exc:
        raise LockedError("Another program is changing the list of feeds; try again.", about=str(path)) from exc
    except OSError as exc:
        raise OutputError(f"The list of feeds cannot be written ({exc.strerror}).", about=str(path)) from exc


def same_feed(one: str, other: str) -> bool:
    """Whether two addresses differ only in what servers take for the same: scheme, www, a slash at the end, fragment."""
    return _identity(one) == _identity(other)


def _identity(address: str) -> tuple[str, str, str]:
    parts = urlsplit(address)
    host = parts.netloc.lower().removeprefix("www.").removesuffix(":80" if parts.scheme == "http" else ":443")
    return host, parts.path.rstrip("/"), parts.query


def subscribe(path: Path, wanted: Iterable[FeedSource]) -> tuple[list[FeedSource], list[FeedSource]]:
    """Add feeds to the list; those added and, as the list has them, those that are in it already.

    A name that is taken gets a number, so that every feed can be named. Raises UsageError when the list cannot be read,
    OutputError when it cannot be written, LockedError when another program does not let go of it.
    """
    added: list[FeedSource] = []
    known: list[FeedSource] = []
    with _locked(path):
        content = feeds.read_text(path)
        present = list(feeds.read_list(content, str(path)))
        for feed in wanted:
            if same := next((f for f in present if same_feed(f.url, feed.url)), None):
                known.append(same)
                continue
            named = msgspec.structs.replace(feed, name=_free_name(feed.name, {f.name.lower() for f in present}))
            content = feeds.add_feed(content, named)
            present.append(named)
            added.append(named)
        if added:
            feeds.write_list(path, content)
    return added, known


def _free_name(name: str, taken: set[str]) -> str:
    number = 1
    free = name
    while free.lower() in taken:
        number += 1
        free = f"{name} {number}"
    return free


def unsubscribe(path: Path, name: str) -> FeedSource:
    """Take the feed of that name or address out of the list; the feed. Raises as :func:`subscribe` does, and UsageError
    when there is no such feed or several have the name."""
    with _locked(path):
        content = feeds.read_text(path)
        before = feeds.read_list(content, str(path))
        changed = feeds.remove_feed(content, name)
        after = feeds.read_list(changed)
        feeds.write_list(path, changed)
    return next(feed for i, feed in enumerate(before) if i >= len(after) or after[i] != feed)


def select_feeds(present: Iterable[FeedSource], names: Iterable[str]) -> list[FeedSource]:
    """The feeds with these names or addresses, in that order; without names all that are enabled. Raises UsageError for a
    name that no feed has."""
    present = list(present)
    chosen: list[FeedSource] = []
    for name in names:
        matching = [f for f in present if name == f.url] or [f for f in present if f.name.lower() == name.lower()]
        if not matching:
            known = ", ".join(f.name for f in present)
            raise UsageError(
                f"There is no feed '{name}' in the list; " + (f"known are: {known}." if known else "it is empty.")
            )
        chosen += [f for f in matching if f not in chosen]
    return chosen or [f for f in present if f.enabled]


# ── how a feed is ────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a feed was found to be. ``error`` says why it cannot be read, and the rest is then empty; ``problems`` are
    what is wrong with a feed that can. ``newest`` is the latest date of an entry that is not in the future."""

    feed: FeedSource
    format: str = ""
    entries: int = 0
    newest: datetime | None = None
    problems: tuple[str, ...] = ()
    error: str | None = None


def inspect_feed(source: FeedSource, fetcher: Fetcher, now: datetime) -> Inspection:
    """Fetch a feed now, without the validators of the last visit, and say what it is like. Raises nothing of ours."""
    try:
        response = fetcher.get(source.url, "feed", trusted=True)
        found = _read(source.url, response)
    except FetchError as error:
        where = f" ({error.about})" if error.about not in (None, source.url) else ""
        return Inspection(source, error=error.message + where)
    except SourceError as error:
        return Inspection(source, error=error.message)
    dates = [date for entry in found.feed.entries if (date := _read_date(entry))]
    past = [date for date in dates if date <= now]
    return Inspection(
        source,
        found.feed.format,
        len(found.feed.entries),
        max(past, default=None),
        tuple(_find_problems(source, found, dates, now)),
    )


def _find_problems(source: FeedSource, found: Found, dates: list[datetime], now: datetime) -> Iterator[str]:
    entries = found.feed.entries
    if found.response.moved_to and not same_feed(found.response.moved_to, source.url):
        yield f"It has moved for good to {found.response.moved_to}; change the address in the list."
    yield from found.feed.notes
    if problem := _compare_charset(found.response):
        yield problem
    if not entries:
        yield "It has no entries."
        return
    if without := sum(entry.url is None for entry in entries):
        yield f"{without} of {len(entries)} entries have no address of a page."
    # A day of grace for clocks and time zones that are set wrongly.
    if ahead := sum(date > now + timedelta(days=1) for date in dates):
        yield f"{ahead} of {len(entries)} entries are dated in the future."
    if not dates:
        yield "No entry has a date."
    elif max(dates) < now - STALE:
        yield f"The newest entry is {(now - max(dates)).days} days old."


def _read_date(entry: Entry) -> datetime | None:
    """An entry's date; one without a time zone is taken for UTC, as feeds without one mostly mean."""
    if not entry.published:
        return None
    try:
        moment = datetime.fromisoformat(entry.published)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]*\bencoding\s*=\s*[\"']([\w.:-]+)")
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


def _compare_charset(response: Response) -> str | None:
    """What is wrong with the character set that the header or the document declares, None when nothing shows."""
    header = _HEADER_CHARSET.search(response.content_type or "")
    declaration = _XML_ENCODING.search(response.body[:400])
    labels = {"header": header.group(1)} if header else {}
    labels |= {"document": declaration.group(1).decode("ascii")} if declaration else {}
    if response.body.isascii() or response.body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    try:
        response.body.decode("utf-8")
    except UnicodeDecodeError:
        unicode = [where for where, label in labels.items() if label.lower() in ("utf-8", "utf8")]
        return f"The {' and the '.join(unicode)} say it is in UTF-8, but it is not." if unicode else None
    for where, label in labels.items():
        if label.lower() not in ("utf-8", "utf8"):
            return f"The {where} says it is in {label}, but it is in UTF-8."
    return None
