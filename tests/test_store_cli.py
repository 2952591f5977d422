"""`brief store` for real: counts, export, housekeeping, and one sentence for each thing that can be wrong with a store."""

from __future__ import annotations

import json
import os
import pty
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import TOP, Brief
from material import make_arrival, make_article, make_brief
from typer.testing import CliRunner

from pipeline.cli.store import read_age, show_size
from pipeline.cli.store import store as store_commands
from pipeline.errors import StoreError, UsageError
from pipeline.schema import TABLES, describe_schema
from pipeline.store import Store, Unit, lock

LONG_AGO = datetime.now(UTC) - timedelta(days=100)
FEED = "https://telegrafi.com/feed"


@pytest.fixture(autouse=True)
def signals() -> Iterator[None]:
    """What a command run inside this process sets SIGTERM to does not outlive its test."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store of two stories of a hundred days ago and one of today, by one feed."""
    path = tmp_path / "brief.sqlite3"
    now = LONG_AGO
    with Store.open(path, clock=lambda: now) as store:
        for number in (1, 2):
            article = make_article(number)
            store.save_article(store.start_run(), make_arrival(article), make_brief(article))
        store.save_units({"k": Unit("Old.", "first", None)})
        now = datetime.now(UTC)
        article = make_article(3)
        store.save_article(store.start_run(), make_arrival(article), make_brief(article))
        store.end_run(3, "complete", {"done": 1})
    return path


def listings(*numbers: int) -> list:
    return [make_arrival(make_article(n)).listings[0] for n in numbers]


# ── looking ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_stats_for_programs_and_for_people(brief: Brief, path: Path) -> None:
    stats = json.loads(brief("store", "stats", "--json", "--store", path).stdout)
    assert (stats["articles"], stats["runs"], stats["path"]) == (3, 3, str(path))
    assert stats["bytes"] == path.stat().st_size
    rows = dict(line.split("\t") for line in brief("store", "stats", "--store", path).stdout.splitlines())
    assert rows["articles"] == "3"
    assert rows["oldest article"] == LONG_AGO.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert rows["size"].endswith(" kB")


def test_stats_on_a_terminal_are_a_table(path: Path) -> None:
    leader, follower = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "store", "stats", "--store", str(path)],
        stdout=follower,
        env={**os.environ, "PYTHONPATH": str(TOP), "COLUMNS": "200", "TERM": "dumb"},
        timeout=60,
    )
    os.close(follower)
    shown = os.read(leader, 100_000).decode()
    os.close(leader)
    assert done.returncode == 0
    assert "HOW MUCH" in shown
    assert "\t" not in shown


def test_the_environment_names_the_store(brief: Brief, path: Path) -> None:
    assert brief("store", "check", BRIEF_STORE=str(path)).returncode == 0


def test_sizes_are_shown_as_people_read_them() -> None:
    shown = [show_size(n) for n in (0, 999, 1000, 61_440, 999_000_000, 12_345_000_000)]
    assert shown == ["0 bytes", "999 bytes", "1.0 kB", "61.4 kB", "999.0 MB", "12.3 GB"]


def test_an_export_is_a_json_object_a_line(brief: Brief, path: Path, tmp_path: Path) -> None:
    printed = brief("store", "export", "--store", path)
    rows = [json.loads(line) for line in printed.stdout.splitlines()]
    assert [row["article"]["title"] for row in rows] == ["Lajmi 1", "Lajmi 2", "Lajmi 3"]
    assert {row["schema"] for row in rows} == {"brief.stored/1"}
    assert "Fjalia e parë" in printed.stdout
    assert brief("store", "export", "--store", path, "-o", "out.jsonl").stdout == ""
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == printed.stdout


def test_the_schema_is_the_one_stores_have_and_every_table_is_explained(brief: Brief, path: Path) -> None:
    printed = brief("store", "schema").stdout
    assert printed == describe_schema()
    with closing(sqlite3.connect(":memory:")) as made, closing(sqlite3.connect(path)) as real:
        made.executescript(printed)
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        names = [name for (name,) in real.execute(tables)]
        assert names == [name for (name,) in made.execute(tables)] == sorted(TABLES)
        for name in names:
            columns = "SELECT * FROM pragma_table_info(?)"
            assert made.execute(columns, (name,)).fetchall() == real.execute(columns, (name,)).fetchall()


# ── housekeeping ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_pruning_says_what_goes_and_a_dry_run_keeps_it(brief: Brief, path: Path) -> None:
    would = brief("store", "prune", "--older", "90d", "--dry-run", "--store", path)
    assert would.stderr.startswith(
        "brief: would remove 2 articles, 2 revisions, 8 sentences, 2 briefs, 2 stories, 1 trans"
    )
    assert json.loads(brief("store", "stats", "--json", "--store", path).stdout)["articles"] == 3
    done = brief("store", "prune", "--older", "90d", "--store", path)
    assert (done.returncode, done.stderr) == (0, would.stderr.replace("would remove", "removed"))
    assert brief("store", "prune", "--older", "13w", "--store", path).stderr == "brief: removed nothing\n"
    assert brief("store", "check", "--store", path).returncode == 0


def test_what_a_silent_feed_may_still_list_does_not_come_back(tmp_path: Path) -> None:
    now = LONG_AGO
    with Store.open(tmp_path / "brief.sqlite3", clock=lambda: now) as store:
        store.handle(listings(1), "done")
        now += timedelta(days=3)
        store.handle(listings(2), "done")  # one that had failed, days after the feed was read
        now = datetime.now(UTC)
        gone = store.prune(now - timedelta(days=90))
        assert gone["entries"] == 0
        assert store.select_unhandled(listings(1, 2, 3)) == {listings(3)[0]: "new"}


def test_what_a_feed_no_longer_lists_is_forgotten_whatever_one_wrong_clock_noted(tmp_path: Path) -> None:
    now = LONG_AGO
    with Store.open(tmp_path / "brief.sqlite3", clock=lambda: now) as store:
        store.handle(listings(1), "done")
        now = datetime(2098, 1, 1, tzinfo=UTC)
        store.handle(listings(4), "done")
        now = LONG_AGO + timedelta(days=5)
        store.handle(listings(2), "done")
        now = datetime.now(UTC)
        assert store.prune(now - timedelta(days=90))["entries"] == 0  # the feed's last real listing was then
        store.handle(listings(3), "done")
        assert store.prune(now - timedelta(days=90))["entries"] == 2
        assert store.select_unhandled(listings(3)) == {}


def test_vacuuming_gives_room_back(brief: Brief, tmp_path: Path) -> None:
    path = tmp_path / "big.sqlite3"
    with Store.open(path, clock=lambda: LONG_AGO) as store:
        store.save_units({str(i): Unit("A sentence. " * 20, "first", None) for i in range(2000)})
    before = path.stat().st_size
    assert brief("store", "prune", "--older", "90d", "--store", path).returncode == 0
    done = brief("store", "vacuum", "--store", path)
    assert done.returncode == 0
    assert path.stat().st_size < before / 3
    assert f"{show_size(path.stat().st_size)} now" in done.stderr


@pytest.mark.parametrize(("written", "days"), [("90d", 90), ("12w", 84), (" 1d ", 1)])
def test_an_age_is_days_or_weeks(written: str, days: int) -> None:
    assert read_age(written) == timedelta(days=days)


@pytest.mark.parametrize("written", ["", "90", "0d", "-3d", "1y", "90 days", "99999w"])
def test_what_is_no_age_is_named(written: str) -> None:
    with pytest.raises(UsageError, match="--older cannot be"):
        read_age(written)


# ── checking ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("damage", "finding"),
    [
        ("DELETE FROM briefs WHERE revision_id = 2", "Articles without a brief: 2."),
        ("DELETE FROM revisions WHERE article_id = 2", "Articles without a text: 2."),
        (
            "UPDATE revisions SET number = 3 WHERE article_id = 1",
            "Articles whose revisions are not numbered 1, 2, 3 …: 1.",
        ),
        ("UPDATE articles SET story_id = NULL WHERE id = 3", "Articles that belong to no story: 3."),
        ("INSERT INTO stories (started) VALUES ('')", "Stories without an article: 4."),
        ("UPDATE articles SET copy_of = 1 WHERE id = 2", "copy of an article in another story: 2."),
        ("DELETE FROM sentences WHERE revision_id = 1", "Briefs without sentences behind them, by revision: 1."),
        ("UPDATE briefs SET findings = 'x' WHERE revision_id = 1", "Columns that hold no JSON: briefs 1."),
        ("UPDATE sentences SET findings = '[' WHERE number = 0", "sentences 1/0, sentences 2/0, sentences 3/0."),
        ("DELETE FROM sentences WHERE number = 2", "whose sentences are not there, by revision: 1, 2, 3."),
        ("UPDATE articles SET seen = 'yesterday' WHERE id = 1", "2026-03-01T12:00:00Z: articles 1."),
        ("UPDATE entries SET source_id = 9", "3 rows of entries point to a row of sources that is not there."),
    ],
)
def test_each_broken_rule_is_found_and_named(path: Path, damage: str, finding: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(damage)
    with Store.open(path, write=False) as store:
        assert any(problem.endswith(finding) for problem in store.check()), store.check()


def test_many_broken_rows_are_counted(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany("INSERT INTO stories (started) VALUES (?)", [("",)] * 12)
    with Store.open(path, write=False) as store:
        assert store.check() == ["Stories without an article: 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 and 2 more."]


def test_the_command_prints_each_problem_and_fails(brief: Brief, path: Path) -> None:
    good = brief("store", "check", "--store", path)
    assert (good.returncode, good.stdout) == (0, "")
    assert "no problems found" in good.stderr
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM briefs WHERE revision_id = 2")
    bad = brief("store", "check", "--store", path)
    assert (bad.returncode, bad.stdout) == (1, "Articles without a brief: 2.\n")
    assert "1 problem found" in bad.stderr


def test_damaged_pages_are_found(brief: Brief, path: Path) -> None:
    with Store.open(path) as store:
        store.vacuum()
    data = bytearray(path.read_bytes())
    data[-4096:-3000] = b"\xff" * 1096
    path.write_bytes(data)
    done = brief("store", "check", "--store", path)
    assert done.returncode == 1
    assert "SQLite reports: " in done.stdout


# ── what can be wrong with a store ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("command", [["stats"], ["vacuum"], ["export"], ["prune", "--older", "1d"], ["check"]])
def test_a_missing_store_is_named_and_not_made(tmp_path: Path, command: list[str]) -> None:
    done = CliRunner().invoke(store_commands, [*command, "--store", str(tmp_path / "none" / "brief.sqlite3")])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "There is no store yet" in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", [["stats"], ["prune", "--older", "1d"]])
def test_what_is_no_store_of_ours_is_named(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "text.txt").write_text("This is a text." * 500)
    with closing(sqlite3.connect(tmp_path / "other.sqlite3")) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    with Store.open(tmp_path / "newer.sqlite3") as store:
        store.connection.execute("INSERT INTO migrations VALUES (99, 'from the future', '')")
    for name, sentence in {
        "text.txt": "not a store",
        "other.sqlite3": "another program",
        "newer.sqlite3": "newer version of brief",
        ".": "folder",
    }.items():
        done = CliRunner().invoke(store_commands, [*command, "--store", str(tmp_path / name)])
        assert (done.exit_code, done.stdout) == (2, "")
        assert sentence in done.stderr


@pytest.mark.parametrize("command", [["vacuum"], ["prune", "--older", "1d"]])
def test_housekeeping_waits_for_no_round(path: Path, command: list[str]) -> None:
    with lock(path):
        done = CliRunner().invoke(store_commands, [*command, "--store", str(path)])
        assert (done.exit_code, "Another run is in progress" in done.stderr) == (4, True)
        assert CliRunner().invoke(store_commands, ["stats", "--store", str(path)]).exit_code == 0


def test_a_store_that_another_program_writes_to_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.store.BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(path, isolation_level=None)) as other, Store.open(path) as store:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="Another program is writing"):
            store.prune(datetime.now(UTC))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become another user")
def test_a_read_only_store_can_be_looked_at_but_not_pruned(path: Path) -> None:
    # What is imported before the fork need not be read by nobody.
    assert CliRunner().invoke(store_commands, ["prune", "--older", "999d", "--store", str(path)]).exit_code == 0
    assert CliRunner().invoke(store_commands, ["stats", "--store", str(path)]).exit_code == 0
    with Store.open(path) as store:
        store.vacuum()
    for folder in (path.parent, *path.parents[1:-1]):
        folder.chmod(0o755)

    # A child that gives up its rights: the interpreter itself may lie where nobody may read.
    for command, code in (
        (["stats"], 0),
        (["check"], 0),
        (["prune", "--older", "1d", "--dry-run"], 2),
        (["vacuum"], 2),
    ):
        child = os.fork()
        if not child:
            os.setgid(65534)
            os.setuid(65534)
            os._exit(CliRunner().invoke(store_commands, [*command, "--store", str(path)]).exit_code)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == code
