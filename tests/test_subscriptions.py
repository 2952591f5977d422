"""The list of feeds as it is kept: what an address subscribes to, and writers that do not undo each other."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import TOP
from newsserver import NewsServer, item, rss

from pipeline.errors import FetchError, LockedError, OutputError, SourceError, UsageError
from pipeline.feeds import FeedSource, load_feeds
from pipeline.fetch import Fetcher, FetchSettings
from pipeline.subscriptions import (
    Inspection,
    complete_address,
    find_feed,
    find_list,
    inspect_feed,
    name_address,
    name_feed,
    same_feed,
    select_feeds,
    subscribe,
    unsubscribe,
)

NOW = datetime(2024, 1, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def server():
    with NewsServer() as running:
        yield running


@pytest.fixture(scope="module")
def fetcher():
    with Fetcher(FetchSettings(delay=0, retries=0, read_timeout=2, total_timeout=3)) as opened:
        yield opened


def feed(name: str, url: str, *, enabled: bool = True) -> FeedSource:
    return FeedSource(name=name, url=url, enabled=enabled)


# ── what an address leads to ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_feed_is_found_at_its_address(server: NewsServer, fetcher: Fetcher) -> None:
    found = find_feed(f"{server.url}/feed.atom", fetcher)
    assert (found.url, found.feed.format, name_feed(found)) == (f"{server.url}/feed.atom", "Atom 1.0", "Lajmi")


def test_the_only_feed_a_page_announces_is_found(server: NewsServer, fetcher: Fetcher) -> None:
    server.pages["/one"] = "<html><head><link rel=alternate type=application/rss+xml href=feed.rss></head></html>"
    found = find_feed(f"{server.url}/one", fetcher)
    assert (found.url, len(found.feed.entries)) == (f"{server.url}/feed.rss", 5)


def test_of_several_feeds_one_has_to_be_chosen(server: NewsServer, fetcher: Fetcher) -> None:
    with pytest.raises(UsageError, match="announces 2 feeds; add one by its address") as caught:
        find_feed(f"{server.url}/front", fetcher)
    assert caught.value.message.splitlines()[1:] == [f"  {server.url}/feed.rss", f"  {server.url}/comments/feed"]


def test_a_page_may_not_lead_to_a_private_address_elsewhere(server: NewsServer, fetcher: Fetcher) -> None:
    server.pages["/lure"] = (
        "<html><head><link rel=alternate type=application/rss+xml href=http://10.0.0.1/f></head></html>"
    )
    with pytest.raises(FetchError, match="private address"):
        find_feed(f"{server.url}/lure", fetcher)


@pytest.mark.parametrize(
    ("path", "sentence"),
    [("/article/1", "announces no feed"), ("/gone", "removed"), ("/empty", "empty"), ("/robots.txt", "no such page")],
)
def test_what_is_no_feed_is_named(server: NewsServer, fetcher: Fetcher, path: str, sentence: str) -> None:
    with pytest.raises(SourceError, match=sentence):
        find_feed(server.url + path, fetcher)


def test_a_feed_that_moved_for_good_is_found_where_it_is(server: NewsServer, fetcher: Fetcher) -> None:
    server.routes["/old.rss"] = lambda handler: handler.redirect("/feed.rss", 301)
    assert find_feed(f"{server.url}/old.rss", fetcher).url == f"{server.url}/feed.rss"
    server.routes["/today.rss"] = lambda handler: handler.redirect("/feed.rss", 302)
    assert find_feed(f"{server.url}/today.rss", fetcher).url == f"{server.url}/today.rss"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("koha.net/rss", "https://koha.net/rss"),
        (" http://koha.net/rss ", "http://koha.net/rss"),
        ("localhost:8080/rss", "https://localhost:8080/rss"),
    ],
)
def test_an_address_may_come_without_its_scheme(written: str, meant: str) -> None:
    assert complete_address(written) == meant


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://koha.net/rss", "mailto:desk", "javascript:alert(1)"])
def test_other_schemes_are_refused(address: str) -> None:
    with pytest.raises(UsageError, match="Only http and https"):
        complete_address(address)


def test_an_address_without_a_title_is_called_by_its_host() -> None:
    assert name_address("https://user:word@www.koha.net:8080/rss") == "www.koha.net"
    with pytest.raises(UsageError, match="no host"):
        name_address("https:///rss")


# ── changing the list ────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_list_is_the_named_one_or_the_environments_or_the_users(tmp_path: Path) -> None:
    assert find_list(tmp_path, {"BRIEF_FEEDS": "x.toml"}) == tmp_path
    assert find_list(None, {"BRIEF_FEEDS": "x.toml"}) == Path("x.toml")
    assert find_list(None, {}).parts[-2:] == ("brief", "feeds.toml")


def test_the_same_feed_is_not_added_twice(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    first = feed("Koha", "https://www.koha.net/rss/")
    again = [
        feed("X", "http://koha.net/rss"),
        feed("Y", "https://koha.net/rss#top"),
        feed("Z", "https://koha.net/rss?s=1"),
    ]
    assert subscribe(path, [first]) == ([first], [])
    added, known = subscribe(path, again)
    assert ([f.name for f in added], known) == (["Z"], [first, first])
    assert load_feeds(path) == (first, *added)


def test_addresses_that_servers_tell_apart_are_two_feeds() -> None:
    assert not same_feed("https://koha.net/rss", "https://koha.net/RSS")
    assert not same_feed("https://koha.net/rss", "https://koha.net:8443/rss")
    assert same_feed("https://KOHA.net:443/rss", "http://www.koha.net:80/rss/")


def test_a_name_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    added, _ = subscribe(
        path, [feed(name, f"https://{i}.example/") for i, name in enumerate(("Lajme", "lajme", "Lajme"))]
    )
    assert [f.name for f in added] == ["Lajme", "lajme 2", "Lajme 3"]


def test_comments_survive_adding_and_removing(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text('# imja\n[[feed]]\nname = "A"\nurl = "https://a.example/"  # e mirë\n', encoding="utf-8")
    subscribe(path, [feed("B", "https://b.example/")])
    assert unsubscribe(path, "b").url == "https://b.example/"
    assert (
        path.read_text(encoding="utf-8").rstrip()
        == '# imja\n[[feed]]\nname = "A"\nurl = "https://a.example/"  # e mirë'
    )
    with pytest.raises(UsageError, match="known are: A"):
        unsubscribe(path, "B")


_WRITER = """
import sys
from pathlib import Path
from pipeline.feeds import FeedSource
from pipeline.subscriptions import subscribe
for i in range(20):
    subscribe(Path(sys.argv[1]), [FeedSource(name=f"{sys.argv[2]}{i}", url=f"https://{sys.argv[2]}.example/{i}")])
"""


def test_writers_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    command = [sys.executable, "-c", _WRITER, str(path)]
    writers = [subprocess.Popen([*command, name], cwd=TOP, stderr=subprocess.PIPE) for name in "abc"]
    for writer in writers:
        assert writer.communicate(timeout=60) == (None, b"")
    assert {f.name for f in load_feeds(path)} == {f"{name}{i}" for name in "abc" for i in range(20)}


def test_a_change_waits_for_another_and_then_gives_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "feeds.toml"
    monkeypatch.setattr("pipeline.subscriptions.LOCK_SECONDS", 0.2)
    holder = f"import filelock; held = filelock.FileLock({str(path) + '.lock'!r}); held.acquire(); print('held', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", holder], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        other.stdout.readline()
        start = time.monotonic()
        with pytest.raises(LockedError, match="changing the list of feeds"):
            subscribe(path, [feed("A", "https://a.example/")])
        assert time.monotonic() - start < 5
        other.kill()
    assert subscribe(path, [feed("A", "https://a.example/")])[0]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        subscribe(tmp_path / "file" / "feeds.toml", [feed("A", "https://a.example/")])


def test_feeds_are_selected_by_name_or_address() -> None:
    a, b, off = (
        feed("A", "https://a.example/"),
        feed("B", "https://b.example/"),
        feed("C", "https://c.example/", enabled=False),
    )
    assert select_feeds([a, b, off], []) == [a, b]
    assert select_feeds([a, b, off], ["c", "https://a.example/", "a"]) == [off, a]
    with pytest.raises(UsageError, match=r"no feed 'D'.*A, B, C"):
        select_feeds([a, b, off], ["A", "D"])


# ── how a feed is ────────────────────────────────────────────────────────────────────────────────────────────────────


def inspect(server: NewsServer, fetcher: Fetcher, path: str, now: datetime = NOW) -> Inspection:
    return inspect_feed(feed("Lajmi", server.url + path), fetcher, now)


def test_a_good_feed_has_no_problems(server: NewsServer, fetcher: Fetcher) -> None:
    found = inspect(server, fetcher, "/feed.rss")
    assert (found.format, found.entries, found.problems, found.error) == ("RSS 2.0", 5, (), None)
    assert found.newest == datetime(2024, 1, 16, 9, tzinfo=UTC)
    assert inspect(server, fetcher, "/feed.json").format == "JSON Feed 1.1"


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/wrong-charset.rss", "The header and the document say it is in UTF-8, but it is not."),
        ("/truncated.rss", "cut off"),
        ("/bomb.rss", "entities"),
        ("/future.rss", "1 of 1 entries are dated in the future."),
        ("/to-private.rss", "1 of 2 entries have no address of a page."),
        ("/none.rss", "It has no entries."),
        ("/undated.rss", "No entry has a date."),
        ("/latin.rss", "The document says it is in iso-8859-1, but it is in UTF-8."),
        ("/former.rss", "moved for good to http://127.0.0.1"),
    ],
)
def test_what_is_wrong_with_a_feed_is_said(server: NewsServer, fetcher: Fetcher, path: str, sentence: str) -> None:
    server.pages["/none.rss"] = rss([])
    server.pages["/undated.rss"] = rss([item("Lajm", "/article/1", "g1", date="")])
    latin = rss([item("Çështje", "/article/1", "g1")]).replace("encoding='utf-8'", "encoding='iso-8859-1'")
    server.routes["/latin.rss"] = lambda handler: handler.send(latin, "application/rss+xml")
    server.routes["/former.rss"] = lambda handler: handler.redirect("/feed.rss", 301)
    found = inspect(server, fetcher, path)
    assert found.error is None
    assert any(sentence in problem for problem in found.problems), found.problems


def test_a_feed_its_outlet_has_left_behind_is_said(server: NewsServer, fetcher: Fetcher) -> None:
    (problem,) = inspect(server, fetcher, "/feed.rss", datetime(2024, 5, 1, tzinfo=UTC)).problems
    assert problem == "The newest entry is 105 days old."


@pytest.mark.parametrize(
    ("path", "sentence"),
    [("/gone", "removed"), ("/hang", "did not answer"), ("/article/1", "web page, not a feed"), ("/loop", "redirects")],
)
def test_a_feed_that_cannot_be_read_says_why(server: NewsServer, fetcher: Fetcher, path: str, sentence: str) -> None:
    found = inspect(server, fetcher, path)
    assert sentence in str(found.error)
    assert (found.entries, found.newest) == (0, None)
