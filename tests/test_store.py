"""The store: what goes in comes out, whole or not at all, whatever happens to the process, the disk and the clock."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from material import make_arrival, make_article, make_brief

from pipeline.errors import LockedError, StoreError
from pipeline.records import Finding
from pipeline.store import FeedState, Listing, Retry, Store, Unit, Waiting, lock

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FEED = "https://telegrafi.com/feed"


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "brief.sqlite3"


def _fill(store: Store, count: int) -> None:
    run = store.start_run()
    for number in range(1, count + 1):
        article = make_article(number)
        store.save_article(run, make_arrival(article), make_brief(article))
    store.end_run(run, "complete", {"done": count})


# ── articles ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_stored_article_comes_back_as_it_was(path: Path) -> None:
    article = make_article()
    brief = make_brief(article, findings=(Finding("number", "1.200 is missing", 1),))
    with Store.open(path) as store:
        store.save_article(store.start_run(), make_arrival(article), brief, ("1 sentence with a number that differs",))
    with Store.open(path, write=False) as store:
        (row,) = store.export()
        ((stored,),) = store.read_stories()
    assert row["schema"] == "brief.stored/1"
    assert stored.article == article
    assert stored.warnings == ("1 sentence with a number that differs",)
    assert stored.brief is not None
    assert (stored.brief.headline, stored.brief.sentences) == (brief.headline, brief.sentences)
    assert stored.brief.findings == brief.findings
    assert stored.brief.translation.signature == brief.translation.signature
    # A story shows the sentences behind its brief and the headline; an export holds all of them.
    assert [s.sentence.index for s in stored.brief.translation.sentences] == [0, 1, 2]
    assert len(row["brief"]["translation"]["sentences"]) == 4


def test_a_changed_article_is_a_revision_and_the_newest_is_read(path: Path) -> None:
    first = make_article(1)
    second = make_article(1, paragraphs=("Fjali e re.", *first.paragraphs))
    with Store.open(path) as store:
        run = store.start_run()
        id_, _ = store.save_article(run, make_arrival(first), make_brief(first))
        assert store.save_revision(run, id_, make_arrival(second), make_brief(second)) == (2, 1)
        ((stored,),) = store.read_stories()
        assert (stored.revision, stored.article.id, stored.changed is not None) == (2, second.id, True)
        assert store.stats()["revisions"] == 2
        assert [k.content_id for k in store.find_known(("https://telegrafi.com/1",), "")] == [second.id]
        assert [k.id for k in store.find_known((), first.id)] == [id_]  # an older text is known too


def test_a_copy_is_linked_and_has_no_brief(path: Path) -> None:
    original, copy = make_article(1), make_article(1, url="https://koha.net/9", outlet="Koha")
    with Store.open(path) as store:
        run = store.start_run()
        id_, _ = store.save_article(run, make_arrival(original), make_brief(original))
        store.save_copy(run, id_, make_arrival(copy, "https://koha.net/feed"))
        (story,) = store.read_stories()
        assert [(s.article.outlet, s.brief is None, s.copy_of) for s in story] == [
            ("Telegrafi", False, None),
            ("Koha", True, 1),
        ]
        assert store.check() == []


def test_articles_that_tie_stories_together_join_them(path: Path) -> None:
    with Store.open(path) as store:
        _fill(store, 3)
        article = make_article(4)
        store.save_article(1, make_arrival(article, stories=(3, 1)), make_brief(article))
        assert [[s.id for s in story] for story in store.read_stories()] == [[1, 3, 4], [2]]
        assert store.stats()["stories"] == 2


def test_stories_since_a_moment_come_with_all_their_articles(path: Path, clock: Clock) -> None:
    with Store.open(path, clock=clock) as store:
        _fill(store, 2)
        clock.now += timedelta(hours=30)
        article = make_article(3)
        store.save_article(1, make_arrival(article, stories=(1,)), make_brief(article))
        assert [[s.id for s in story] for story in store.read_stories(clock.now - timedelta(hours=24))] == [[1, 3]]


# ── entries, retries, feeds ──────────────────────────────────────────────────────────────────────────────────────────


def test_an_entry_is_dealt_with_once_until_its_feed_changes_it(path: Path) -> None:
    old, new, changed = Listing(FEED, "u1", "a"), Listing(FEED, "u2", "b"), Listing(FEED, "u1", "other")
    with Store.open(path) as store:
        assert store.select_unhandled([old, new]) == {old: "new", new: "new"}
        store.handle([old], "skipped", "not Albanian")
        assert store.select_unhandled([old, new]) == {new: "new"}
        assert store.select_unhandled([changed, new]) == {changed: "changed", new: "new"}
        elsewhere = Listing("https://koha.net/feed", "u1", "a")
        assert store.select_unhandled([elsewhere]) == {elsewhere: "new"}
        assert store.select_unhandled([]) == {}


def test_an_article_and_the_note_on_its_entry_are_one(path: Path) -> None:
    article = make_article()
    arrival = make_arrival(article)
    with Store.open(path) as store:
        store.postpone([Retry(arrival.listings[0], "{}", 1, NOON, "failed")])
        store.save_article(store.start_run(), arrival, make_brief(article))
        assert store.select_unhandled(arrival.listings) == {}
        assert store.select_waiting(NOON + timedelta(days=1), timedelta(days=9)) == []


def test_retries_wait_for_their_time_and_outlive_a_clock_set_back(path: Path) -> None:
    listing = Listing(FEED, "u1", "a")
    retry = Retry(listing, '{"title": "T"}', 2, NOON + timedelta(hours=1), "The server failed (500).")
    longest = timedelta(days=1)
    with Store.open(path) as store:
        store.postpone([retry])
        assert store.select_unhandled([listing]) == {}
        assert store.select_waiting(NOON, longest) == []
        assert store.select_waiting(NOON + timedelta(hours=1), longest) == [Waiting(listing, 2)]
        assert store.select_waiting(NOON - timedelta(days=400), longest) == [Waiting(listing, 2)]
        assert store.read_entry(listing) == '{"title": "T"}'
        store.delay([listing], 3, NOON + timedelta(hours=3), "The server failed (503).")
        assert store.select_waiting(NOON + timedelta(hours=2), longest) == []
        assert store.select_waiting(NOON + timedelta(hours=3), longest) == [Waiting(listing, 3)]


def test_waiting_entries_come_newest_first_and_in_the_feeds_order(path: Path) -> None:
    dates = {"u1": NOON - timedelta(days=2), "u2": NOON, "u3": NOON, "u4": NOON - timedelta(days=1)}
    waiting = [
        Retry(Listing(FEED, url, "f"), "{}", 0, NOON, published=date, position=n)
        for n, (url, date) in enumerate(dates.items())
    ]
    with Store.open(path) as store:
        store.save_feed(FeedState(FEED, etag='"e"'), waiting)
        found = [w.listing.url for w in store.select_waiting(NOON, timedelta(days=1))]
    assert found == ["u2", "u3", "u4", "u1"]


def test_what_an_unchanged_feed_listed_stays_known_when_the_store_is_pruned(path: Path, clock: Clock) -> None:
    gone, listed = Listing(FEED, "gone", "a"), Listing(FEED, "listed", "b")
    with Store.open(path, clock=clock) as store:
        store.handle([gone], "done")
        clock.now += timedelta(days=1)
        store.save_feed(FeedState(FEED, etag='"e"'), listed=clock.now)
        store.handle([listed], "done")
        clock.now += timedelta(days=100)
        store.keep_listed(FEED)
        store.prune(clock.now - timedelta(days=90))
        assert store.select_unhandled([gone, listed]) == {gone: "new"}


def test_a_feeds_state_is_remembered(path: Path) -> None:
    state = FeedState(
        FEED, "Telegrafi", '"e1"', "Sun, 01 Mar 2026 10:00:00 GMT", 2, NOON, NOON, "The server failed (500)."
    )
    with Store.open(path) as store:
        assert store.read_feed(FEED) == FeedState(FEED)
        store.save_feed(FeedState(FEED))
        store.save_feed(state)
        assert store.read_feed(FEED) == state


def test_translations_are_remembered(path: Path) -> None:
    units = {"k1": Unit("Hello.", "first", -0.25), "k2": Unit("World.", "kept", None, ("barners", "“wurld”"))}
    with Store.open(path) as store:
        store.save_units(units)
        store.save_units({"k1": Unit("Hello!", "beam", -0.5)})
        assert store.find_units(["k1", "k2", "k3"]) == {**units, "k1": Unit("Hello!", "beam", -0.5)}


# ── runs, clock, lock ────────────────────────────────────────────────────────────────────────────────────────────────


def test_run_numbers_grow_although_the_clock_is_set_back(path: Path, clock: Clock) -> None:
    with Store.open(path, clock=clock) as store:
        one = store.start_run()
        clock.now -= timedelta(days=365)
        two = store.start_run()
        store.end_run(two, "stopped", {"failed": 1})
        rows = [tuple(row) for row in store.connection.execute("SELECT id, state, failed FROM runs")]
    assert rows == [(one, "broken", 0), (two, "stopped", 1)]
    assert two > one


_HOLD = """
import sys, time
from pathlib import Path
from pipeline.store import lock
with lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_run_is_refused_at_once_and_the_kernel_frees_the_lock(path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", _HOLD, str(path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        start = time.monotonic()
        with pytest.raises(LockedError, match="Another run is in progress"), lock(path):
            pytest.fail("held twice")
        assert time.monotonic() - start < 1
        holder.kill()
        holder.wait()
    with lock(path):
        assert path.parent.is_dir()


# ── what goes wrong ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("write", [True, False])
@pytest.mark.parametrize("content", [b"This is a text, not a database at all." * 50, b"\x00" * 5000])
def test_a_file_that_is_no_database_is_refused_and_left_alone(path: Path, content: bytes, write: bool) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(StoreError, match="not a store"):
        Store.open(path, write=write)
    assert path.read_bytes() == content


def test_another_programs_database_is_refused(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    with pytest.raises(StoreError, match="another program"):
        Store.open(path)


def test_a_damaged_store_is_named(path: Path) -> None:
    with Store.open(path) as store:
        _fill(store, 60)
        store.vacuum()
    data = bytearray(path.read_bytes())
    for start in range(4096, len(data), 4096):
        data[start : start + 200] = b"\xff" * 200
    path.write_bytes(data)
    with pytest.raises(StoreError, match="damaged"), Store.open(path, write=False) as store:
        list(store.export())


def test_a_folder_and_a_missing_store_are_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="folder"):
        Store.open(tmp_path)
    with pytest.raises(StoreError, match="folder"), lock(Path(".")):
        pytest.fail("locked a folder")
    with pytest.raises(StoreError, match="There is no store yet"):
        Store.open(tmp_path / "none.sqlite3", write=False)
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="folder of the store cannot be made"):
        Store.open(tmp_path / "file" / "brief.sqlite3")


def test_a_full_disk_is_one_sentence_and_loses_nothing(path: Path) -> None:
    with Store.open(path) as store:
        _fill(store, 3)
        pages = store.connection.execute("PRAGMA page_count").fetchone()[0]
        store.connection.execute(f"PRAGMA max_page_count = {pages}")
        article = make_article(4, paragraphs=tuple(f"Fjalia numër {i} e gjatë." * 40 for i in range(200)))
        with pytest.raises(StoreError, match="disk is full"):
            store.save_article(1, make_arrival(article), make_brief(article))
    with Store.open(path) as store:
        assert len(list(store.export())) == 3
        assert store.check() == []


def _as_nobody(path: Path, write: bool) -> str:
    """What a user sees who owns nothing: the number of stories, or the error. In a child process, which ends there."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if not child:
        os.setgid(65534)
        os.setuid(65534)
        try:
            with Store.open(path, write=write) as store:
                answer = str(len(store.read_stories()))
        except BaseException as error:  # noqa: BLE001  # whatever it is, the parent shows it
            answer = repr(error)
        os.write(write_end, answer.encode())
        os._exit(0)
    os.close(write_end)
    os.waitpid(child, 0)
    with os.fdopen(read_end) as pipe:
        return pipe.read()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become another user")
def test_a_store_that_may_not_be_written_can_still_be_read(path: Path) -> None:
    with Store.open(path) as store:
        _fill(store, 2)
        store.vacuum()
    for folder in (path.parent, *path.parents[1:-1]):
        folder.chmod(0o755)
    path.chmod(0o644)
    assert _as_nobody(path, write=False) == "2"
    assert "may not be written" in _as_nobody(path, write=True)


_KILLED = """
import sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from material import make_arrival, make_article, make_brief
from pipeline.store import Store
with Store.open(Path(sys.argv[1])) as store:
    run = store.start_run()
    articles = [make_article(n) for n in range(1, 201)]
    arrivals = {make_arrival(a).listings[0]: a for a in articles}
    print("ready", flush=True)
    for listing in store.select_unhandled(list(arrivals)):
        store.save_article(run, make_arrival(arrivals[listing]), make_brief(arrivals[listing]))
    store.end_run(run, "complete", {})
    print("whole", flush=True)
"""


def test_killed_at_any_moment_every_article_is_there_once_after_the_next_run(path: Path) -> None:
    random.seed(11)
    command = [sys.executable, "-c", _KILLED, str(path), str(Path(__file__).parent)]
    for _ in range(6):
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout
            assert process.stdout.readline() == b"ready\n"
            time.sleep(random.uniform(0, 0.15))
            process.kill()
        with Store.open(path) as store:
            assert store.check() == []
    assert subprocess.run(command, capture_output=True).stdout.endswith(b"whole\n")
    with Store.open(path) as store:
        assert sorted(row["article"]["url"] for row in store.export()) == sorted(
            f"https://telegrafi.com/{n}" for n in range(1, 201)
        )
        assert store.check() == []


# ── housekeeping ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_pruning_forgets_old_stories_but_not_what_feeds_still_list(path: Path, clock: Clock) -> None:
    with Store.open(path, clock=clock) as store:
        _fill(store, 3)
        store.save_units({"old": Unit("Old.", "first", None)})
        clock.now += timedelta(days=100)
        listings = [make_arrival(make_article(n)).listings[0] for n in (1, 2)]
        assert store.select_unhandled(listings) == {}  # still listed today
        article = make_article(4)
        store.save_article(store.start_run(), make_arrival(article, stories=(3,)), make_brief(article))
        before = store.stats()
        would = store.prune(clock.now - timedelta(days=90), dry_run=True)
        assert store.stats() == before
        assert store.prune(clock.now - timedelta(days=90)) == would
        assert (would["articles"], would["stories"], would["translations"], would["entries"]) == (2, 2, 1, 1)
        assert [[s.id for s in story] for story in store.read_stories()] == [
            [3, 4]
        ]  # a story goes when all of it is old
        assert store.find_units(["old"]) == {}
        assert store.select_unhandled(listings) == {}
        assert store.check() == []
        store.vacuum()


def test_an_export_is_json_and_keeps_the_order(path: Path) -> None:
    with Store.open(path) as store:
        _fill(store, 3)
        rows = [json.loads(json.dumps(row)) for row in store.export()]
    assert [row["article"]["title"] for row in rows] == ["Lajmi 1", "Lajmi 2", "Lajmi 3"]


def test_check_finds_an_article_without_a_brief(path: Path) -> None:
    with Store.open(path) as store:
        _fill(store, 2)
        store.connection.execute("DELETE FROM briefs WHERE revision_id = 1")
        assert store.check() == ["Articles without a brief: 1."]
