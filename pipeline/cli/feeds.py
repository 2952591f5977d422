"""brief feeds …"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli.options import Json
from pipeline.cli.tables import print_table, show_time
from pipeline.cli.terminal import Terminal, guard, write

if TYPE_CHECKING:
    from pipeline.fetch import Fetcher
    from pipeline.store import FeedState
    from pipeline.subscriptions import Inspection

feeds = typer.Typer(help="The list of feeds that `brief run --feeds` asks.", no_args_is_help=True)

ListFile = Annotated[
    Path | None,
    typer.Option(
        "--feeds-file", help="The list of feeds, a TOML file.", show_default="BRIEF_FEEDS, else your own feeds.toml"
    ),
]
Config = Annotated[Path | None, typer.Option(help="A TOML file with a [fetch] table.", show_default=False)]

AT_ONCE = 8
"""Feeds checked at the same time; those of one host still wait for each other."""


def register(app: typer.Typer) -> None:
    """Add this module's commands to the application."""
    app.add_typer(feeds, name="feeds")


@feeds.command("add")
def add(
    address: Annotated[str, typer.Argument(metavar="URL", help="A feed, or a page that announces one.")],
    name: Annotated[
        str | None, typer.Option(help="What to call it in briefs and lists.", show_default="the feed's title")
    ] = None,
    check: Annotated[bool, typer.Option("--check/--no-check", help="Fetch and read it before it is added.")] = True,
    feeds_file: ListFile = None,
    config: Config = None,
) -> None:
    """Add a feed to the list. A page is searched for the feeds it announces.

    Example: brief feeds add https://telegrafi.com/feed/ --name Telegrafi
    """
    with guard():
        from pipeline import subscriptions
        from pipeline.feeds import FeedSource, load_feeds

        path = subscriptions.find_list(feeds_file)
        url = subscriptions.complete_address(address)
        listed = any(subscriptions.same_feed(url, feed.url) for feed in load_feeds(path))
        entries = ""
        if check and not listed:
            with _open_fetcher(config) as fetcher:
                found = subscriptions.find_feed(url, fetcher)
            url, title = found.url, subscriptions.name_feed(found)
            entries = f", {found.feed.format}, {len(found.feed.entries)} entries"
        else:
            title = subscriptions.name_address(url)
        added, known = subscriptions.subscribe(path, [FeedSource(name=name or title, url=url)])
        terminal = Terminal()
        for feed in known:
            terminal.say(f"{feed.url} is in the list already, as '{feed.name}'.")
        for feed in added:
            terminal.say(f"added '{feed.name}' ({feed.url}{entries}) to {path}")


@feeds.command("list")
def show(
    feeds_file: ListFile = None,
    store: Annotated[
        Path | None,
        typer.Option(help="The store that remembers when feeds were asked.", show_default="BRIEF_STORE, else your own"),
    ] = None,
    as_json: Json = False,
) -> None:
    """List the feeds and when each is asked next.

    Columns: name, address, last success, failures in a row, when due. In a pipe they are separated by tabs, and times are
    in UTC.

    Example: brief feeds list | cut -f2
    """
    with guard():
        from pipeline import subscriptions
        from pipeline.feeds import load_feeds

        path = subscriptions.find_list(feeds_file)
        listed = load_feeds(path)
        states = _read_states(store, [feed.url for feed in listed])
        if as_json:
            keys = ("last_success", "failures", "due", "last_error")
            rows = [
                {f: getattr(feed, f) for f in feed.__struct_fields__}
                | {key: _plain(getattr(states.get(feed.url), key, None)) for key in keys}
                for feed in listed
            ]
            typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        if not listed:
            Terminal().say(f"{path} lists no feed; add one with 'brief feeds add URL'.")
            return
        rows_shown = []
        for feed in listed:
            state = states.get(feed.url)
            due = show_time(state.due) if state and state.due else "now"
            rows_shown.append(
                (
                    feed.name,
                    feed.url,
                    show_time(state.last_success) if state else "",
                    str(state.failures) if state else "0",
                    due if feed.enabled else "off",
                )
            )
        print_table(("NAME", "URL", "LAST SUCCESS", "FAILURES", "DUE"), rows_shown)
        if sys.stdout.isatty():
            Terminal().say(f"{len(listed)} feeds in {path}")


@feeds.command("remove")
def remove(
    name: Annotated[str, typer.Argument(metavar="NAME|URL", help="A feed's name or address.")],
    feeds_file: ListFile = None,
) -> None:
    """Take a feed out of the list. What the store has of it stays.

    Example: brief feeds remove Telegrafi
    """
    with guard():
        from pipeline import subscriptions

        path = subscriptions.find_list(feeds_file)
        feed = subscriptions.unsubscribe(path, name)
        Terminal().say(f"removed '{feed.name}' ({feed.url}) from {path}")


@feeds.command("check")
def check_feeds(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Names or addresses.", show_default="all enabled")
    ] = None,
    feeds_file: ListFile = None,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Fetch feeds now and say what they are like.

    Columns: name; ok, problem or failed; format; entries; newest date; what is wrong. In a pipe they are separated by
    tabs, and times are in UTC. The exit code is 1 when a feed cannot be read.

    Example: brief feeds check Koha
    """
    with guard():
        from pipeline import subscriptions
        from pipeline.feeds import load_feeds

        path = subscriptions.find_list(feeds_file)
        chosen = subscriptions.select_feeds(load_feeds(path), names or [])
        terminal = Terminal()
        if not chosen:
            terminal.say(f"{path} lists no feed that is enabled; add one with 'brief feeds add URL'.")
        from concurrent.futures import ThreadPoolExecutor

        now = datetime.now(UTC)
        with _open_fetcher(config) as fetcher, ThreadPoolExecutor(AT_ONCE) as pool:
            found = list(pool.map(lambda feed: subscriptions.inspect_feed(feed, fetcher, now), chosen))
        if as_json:
            typer.echo(json.dumps([_describe(inspection) for inspection in found], ensure_ascii=False, indent=2))
        else:
            columns = ("NAME", "STATE", "FORMAT", "ENTRIES", "NEWEST", "WHAT IS WRONG")
            print_table(columns, [_row(inspection) for inspection in found])
        failed = sum(inspection.error is not None for inspection in found)
        if failed:
            terminal.say(f"{failed} of {len(found)} feeds cannot be read.")
        raise typer.Exit(int(failed > 0))


def _state(inspection: Inspection) -> str:
    return "failed" if inspection.error else "problem" if inspection.problems else "ok"


def _row(found: Inspection) -> tuple[str, ...]:
    entries = "" if found.error else str(found.entries)
    wrong = found.error or " ".join(found.problems)
    return found.feed.name, _state(found), found.format, entries, show_time(found.newest), wrong


def _describe(found: Inspection) -> dict[str, Any]:
    return {
        "name": found.feed.name,
        "url": found.feed.url,
        "state": _state(found),
        "format": found.format or None,
        "entries": found.entries,
        "newest": _plain(found.newest),
        "problems": list(found.problems),
        "error": found.error,
    }


@feeds.command("import")
def import_file(
    file: Annotated[str, typer.Argument(metavar="FILE.opml", help="An OPML file, or - for standard input.")],
    feeds_file: ListFile = None,
) -> None:
    """Add the feeds of an OPML file, as feed readers export it.

    They are not fetched; `brief feeds check` does.

    Example: brief feeds import subscriptions.opml
    """
    with guard():
        from pipeline import subscriptions
        from pipeline.feeds import import_opml
        from pipeline.sources import read_bytes

        path = subscriptions.find_list(feeds_file)
        data = sys.stdin.buffer.read() if file == "-" else read_bytes(Path(file))
        wanted, refused = import_opml(data, file)
        added, known = subscriptions.subscribe(path, wanted)
        terminal = Terminal()
        for address in refused:
            terminal.say(f"{address}: skipped: Only http and https addresses can be feeds.")
        terminal.say(f"{len(added)} feeds added to {path}, {len(known)} were in it already, {len(refused)} skipped")
        raise typer.Exit(int(bool(refused)))


@feeds.command("export")
def export(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file.", show_default="standard output")
    ] = None,
    feeds_file: ListFile = None,
) -> None:
    """Write the list as OPML 2.0 for other feed readers.

    Example: brief feeds export -o feeds.opml
    """
    with guard():
        from pipeline import subscriptions
        from pipeline.feeds import export_opml, load_feeds

        document = export_opml(load_feeds(subscriptions.find_list(feeds_file)))
        write([document.decode("utf-8")], output)


def _open_fetcher(config: Path | None) -> Fetcher:
    from pipeline.config import read_section
    from pipeline.fetch import Fetcher, read_settings

    return Fetcher(read_settings(*read_section("fetch", config)))


def _read_states(store: Path | None, urls: list[str]) -> dict[str, FeedState]:
    """What the store remembers of the feeds; nothing, and a word about it, when there is a store that cannot be read."""
    from pipeline.errors import StoreError
    from pipeline.store import Store, find_store

    path = find_store(store)
    if not path.exists() and store is None:
        return {}
    try:
        with Store.open(path, write=False) as opened:
            return {url: opened.read_feed(url) for url in urls}
    except StoreError as error:
        if store is not None:
            raise
        Terminal().say(str(error))
        return {}


def _plain(value: Any) -> Any:
    from pipeline.store import write_time

    return write_time(value) if isinstance(value, datetime) else value
