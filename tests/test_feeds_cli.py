"""`brief feeds` for real, against a news server on the loopback."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import TOP, Brief
from newsserver import NewsServer, entity_bomb, item, rss
from typer.testing import CliRunner

from pipeline.cli.feeds import feeds as commands
from pipeline.feeds import FeedSource, load_feeds
from pipeline.store import FeedState, Store

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def signals() -> Iterator[None]:
    """What a command run inside this process sets SIGTERM to does not outlive its test."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def server() -> Iterator[NewsServer]:
    with NewsServer() as running:
        yield running


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The list of feeds in force."""
    monkeypatch.setenv("BRIEF_FEEDS", str(tmp_path / "feeds.toml"))
    return tmp_path / "feeds.toml"


def write_feeds(path: Path, *feeds: tuple[str, str]) -> None:
    path.write_text("".join(f'[[feed]]\nname = "{n}"\nurl = "{u}"\n\n' for n, u in feeds), encoding="utf-8")


# ── add and remove ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_feed_is_read_and_added_to_the_users_own_list(brief: Brief, server: NewsServer) -> None:
    done = brief("feeds", "add", f"{server.url}/feed.rss")
    assert (done.returncode, done.stdout) == (0, "")
    own = Path(os.environ["HOME"]) / ".config" / "brief" / "feeds.toml"
    assert done.stderr == f"brief: added 'Lajmi' ({server.url}/feed.rss, RSS 2.0, 5 entries) to {own}\n"
    assert load_feeds(own) == (FeedSource(name="Lajmi", url=f"{server.url}/feed.rss"),)


def test_the_same_feed_is_said_and_not_asked_again(brief: Brief, server: NewsServer, path: Path) -> None:
    write_feeds(path, ("Imja", f"{server.url}/feed.rss"))
    before = path.read_bytes()
    done = brief("feeds", "add", f"{server.url}/feed.rss/")
    assert (done.returncode, path.read_bytes(), server.requests) == (0, before, [])
    assert "in the list already, as 'Imja'" in done.stderr


def test_a_page_with_one_feed_adds_it_and_with_several_asks(brief: Brief, server: NewsServer, path: Path) -> None:
    server.pages["/one"] = "<html><head><link rel=alternate type=application/rss+xml href=/feed.rss></head></html>"
    assert brief("feeds", "add", f"{server.url}/one", "--name", "Një").returncode == 0
    assert load_feeds(path) == (FeedSource(name="Një", url=f"{server.url}/feed.rss"),)
    asked = brief("feeds", "add", f"{server.url}/front")
    assert asked.returncode == 2
    assert asked.stderr.splitlines()[1:] == [f"  {server.url}/feed.rss", f"  {server.url}/comments/feed"]
    assert len(load_feeds(path)) == 1


def test_a_feed_is_added_unseen_only_when_asked_to(brief: Brief, server: NewsServer, path: Path) -> None:
    refused = brief("feeds", "add", f"{server.url}/unavailable", "--config", _hasty(path.parent))
    assert (refused.returncode, path.exists()) == (1, False)
    assert "503" in refused.stderr
    asked = len(server.requests)
    assert brief("feeds", "add", f"{server.url}/unavailable", "--no-check").returncode == 0
    assert load_feeds(path) == (FeedSource(name="127.0.0.1", url=f"{server.url}/unavailable"),)
    assert len(server.requests) == asked


def _hasty(folder: Path) -> Path:
    config = folder / "hasty.toml"
    config.write_text("[fetch]\nretries = 0\ndelay = 0\nread_timeout = 2\n")
    return config


@pytest.mark.parametrize(
    ("address", "check"), [("file:///etc/passwd", "--check"), ("ftp://koha.net/rss", "--no-check")]
)
def test_other_schemes_are_refused(brief: Brief, path: Path, address: str, check: str) -> None:
    done = brief("feeds", "add", address, check)
    assert (done.returncode, path.exists()) == (2, False)
    assert "Only http and https" in done.stderr


def test_a_title_can_neither_break_the_list_nor_command_a_terminal(
    brief: Brief, server: NewsServer, path: Path
) -> None:
    server.pages["/feed"] = rss(
        [item("Lajm", "/article/1", "g")], title='"]\n[[feed]]&#27;\\ &lt;script&gt;x&lt;/script&gt;'
    )
    assert brief("feeds", "add", f"{server.url}/feed").returncode == 0
    assert len(load_feeds(path)) == 1
    listed = brief("feeds", "list").stdout
    assert len(listed.splitlines()) == 1
    assert "\x1b" not in listed


def test_removing_by_name_keeps_comments(brief: Brief, path: Path) -> None:
    path.write_text('# imja\n[[feed]]\nname = "Koha"\nurl = "https://koha.net/rss"\n# fund\n', encoding="utf-8")
    done = brief("feeds", "remove", "koha")
    assert (done.returncode, path.read_text(encoding="utf-8")) == (0, "# imja\n# fund\n")
    assert "removed 'Koha' (https://koha.net/rss)" in done.stderr
    assert brief("feeds", "remove", "koha").returncode == 2


def test_a_list_that_is_broken_is_named_and_left_as_it_is(path: Path) -> None:
    path.write_text("[[feed]]\nname = 3\n", encoding="utf-8")
    for command in (["list"], ["add", "https://koha.net/rss", "--no-check"], ["remove", "x"], ["check"], ["export"]):
        done = CliRunner().invoke(commands, command)
        assert (done.exit_code, done.stdout) == (2, "")
        assert str(path) in done.stderr
    assert path.read_text(encoding="utf-8") == "[[feed]]\nname = 3\n"


# ── list and check ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def remembered(path: Path, tmp_path: Path) -> Path:
    """A store that remembers one of two feeds in the list."""
    write_feeds(path, ("Koha", "https://koha.net/rss"), ("Zëri", "https://zeri.info/rss"))
    with Store.open(tmp_path / "brief.sqlite3") as store:
        store.save_feed(
            FeedState("https://koha.net/rss", failures=2, due=NOON, last_success=NOON, last_error="Vonesë.")
        )
    return tmp_path / "brief.sqlite3"


def test_the_list_shows_what_the_store_remembers(brief: Brief, path: Path, remembered: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8") + "enabled = false\n", encoding="utf-8")
    assert brief("feeds", "list", "--store", remembered).stdout == (
        "Koha\thttps://koha.net/rss\t2026-03-01T12:00:00Z\t2\t2026-03-01T12:00:00Z\n"
        "Zëri\thttps://zeri.info/rss\t\t0\toff\n"
    )
    koha, zeri = json.loads(brief("feeds", "list", "--json", BRIEF_STORE=str(remembered)).stdout)
    assert koha == {
        "name": "Koha",
        "url": "https://koha.net/rss",
        "weight": 1.0,
        "enabled": True,
        "last_success": "2026-03-01T12:00:00Z",
        "failures": 2,
        "due": "2026-03-01T12:00:00Z",
        "last_error": "Vonesë.",
    }
    assert (zeri["enabled"], zeri["due"]) == (False, None)


def test_on_a_terminal_the_list_is_a_table(remembered: Path) -> None:
    leader, follower = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "feeds", "list", "--store", str(remembered)],
        stdout=follower,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(TOP), "COLUMNS": "160", "TERM": "dumb", "TZ": "UTC"},
        timeout=60,
    )
    os.close(follower)
    shown = os.read(leader, 100_000).decode().splitlines()
    os.close(leader)
    assert done.returncode == 0
    assert shown[0].split() == ["NAME", "URL", "LAST", "SUCCESS", "FAILURES", "DUE"]
    assert shown[1].split() == ["Koha", "https://koha.net/rss", "2026-03-01", "12:00", "2", "2026-03-01", "12:00"]
    assert shown[1].index("https") == shown[2].index("https")


def test_a_store_that_cannot_be_read_is_said_and_the_list_shown(brief: Brief, path: Path, tmp_path: Path) -> None:
    write_feeds(path, ("Koha", "https://koha.net/rss"))
    (tmp_path / "text").write_text("no store" * 500)
    done = brief("feeds", "list", BRIEF_STORE=str(tmp_path / "text"))
    assert (done.returncode, done.stdout) == (0, "Koha\thttps://koha.net/rss\t\t0\tnow\n")
    assert "not a store" in done.stderr
    assert brief("feeds", "list", "--store", tmp_path / "text").returncode == 2


def test_an_empty_list_says_how_to_begin(brief: Brief, path: Path) -> None:
    done = brief("feeds", "list")
    assert (done.returncode, done.stdout) == (0, "")
    assert f"{path} lists no feed; add one with 'brief feeds add URL'" in done.stderr
    assert brief("feeds", "list", "--json").stdout == "[]\n"


def test_checking_says_what_each_feed_is_like(brief: Brief, server: NewsServer, path: Path) -> None:
    today = datetime.now(UTC).strftime("%a, %d %b %Y 00:00:00 +0000")
    server.pages["/today.rss"] = rss([item("Sot", "/article/1", "g", date=today)])
    write_feeds(
        path,
        ("Mirë", f"{server.url}/today.rss"),
        ("Keq", f"{server.url}/gone"),
        ("Shkronja", f"{server.url}/wrong-charset.rss"),
    )
    done = brief("feeds", "check", "--config", _hasty(path.parent))
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert "1 of 3 feeds cannot be read" in done.stderr
    assert rows[0] == ["Mirë", "ok", "RSS 2.0", "1", datetime.now(UTC).strftime("%Y-%m-%dT00:00:00Z"), ""]
    assert rows[1] == ["Keq", "failed", "", "", "", "The page has been removed (410)."]
    assert rows[2][1] == "problem"
    assert "say it is in UTF-8, but it is not" in rows[2][5]
    named = brief("feeds", "check", "mirë", "--json", "--config", _hasty(path.parent))
    assert named.returncode == 0
    assert [(row["name"], row["state"], row["entries"]) for row in json.loads(named.stdout)] == [("Mirë", "ok", 1)]
    assert brief("feeds", "check", "Askush").returncode == 2


# ── import and export ────────────────────────────────────────────────────────────────────────────────────────────────

OPML = """<?xml version="1.0" encoding="UTF-8"?><opml version="1.0"><body><outline text="Kosovë"><outline text="Media">
<outline type="rss" text="Koha &amp; Co" xmlUrl="https://koha.net/rss?a=1&amp;b=2"/></outline>
<outline text="Prapë" xmlUrl="http://www.koha.net/rss?a=1&amp;b=2"/></outline><outline xmlUrl="https://zeri.info/rss"/>
</body></opml>"""


def test_opml_goes_in_and_comes_out(brief: Brief, path: Path, tmp_path: Path) -> None:
    (tmp_path / "a.opml").write_text(OPML, encoding="utf-8")
    done = brief("feeds", "import", "a.opml")
    assert done.returncode == 0
    assert f"2 feeds added to {path}, 1 were in it already, 0 skipped" in done.stderr
    assert [(f.name, f.url) for f in load_feeds(path)] == [
        ("Koha & Co", "https://koha.net/rss?a=1&b=2"),
        ("zeri.info", "https://zeri.info/rss"),
    ]
    assert "0 feeds added" in brief("feeds", "import", "-", stdin=OPML).stderr
    printed = brief("feeds", "export").stdout
    assert brief("feeds", "export", "-o", "b.opml").returncode == 0
    assert (tmp_path / "b.opml").read_text(encoding="utf-8") == printed
    root = ET.fromstring(printed)  # noqa: S314  # our own document
    assert (root.tag, root.get("version"), [child.tag for child in root]) == ("opml", "2.0", ["head", "body"])
    assert root.findtext("head/title")
    for outline in root.iter("outline"):
        assert (outline.get("type"), bool(outline.get("text"))) == ("rss", True)
    path.unlink()
    assert brief("feeds", "import", "b.opml").returncode == 0
    assert brief("feeds", "export").stdout == printed


def test_outlines_that_are_not_for_the_web_are_skipped_and_said(brief: Brief, path: Path) -> None:
    opml = OPML.replace("https://zeri.info/rss", "file:///etc/passwd")
    done = brief("feeds", "import", "-", stdin=opml)
    assert done.returncode == 1
    assert "file:///etc/passwd: skipped" in done.stderr
    assert len(load_feeds(path)) == 1


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (entity_bomb().replace("rss", "opml"), "DTD"),
        (OPML[:-30], "not a whole one"),
        ("<opml/>", "lists no feed"),
        (rss([]), "not an OPML"),
        (None, "no such file"),
    ],
    ids=["bomb", "cut off", "nothing in it", "a feed", "missing"],
)
def test_what_cannot_be_imported_is_named_and_adds_nothing(
    path: Path, tmp_path: Path, document: str | None, sentence: str
) -> None:
    if document is not None:
        (tmp_path / "x.opml").write_text(document, encoding="utf-8")
    done = CliRunner().invoke(commands, ["import", str(tmp_path / "x.opml")])
    assert (done.exit_code, path.exists()) == (1, False)
    assert sentence in done.stderr.replace("There is no", "no")
