"""brief run --feeds for real, in a subprocess: what cron sees, signals, kills, two at once, a full disk."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from conftest import TOP, Brief
from newsserver import NewsServer, article_title, item, listing, rss

from pipeline.cli.round import parse_duration
from pipeline.errors import UsageError
from pipeline.store import Store, lock

CONFIG = """[fetch]
allow_private = true
robots = false
delay = 0.0
backoff = 0.0
"""


@pytest.fixture
def server() -> Iterator[NewsServer]:
    with NewsServer() as running:
        running.etags = True
        yield running


ROUND = ("run", "--feeds", "--feeds-file", "feeds.toml", "--store", "s.sqlite3", "--config", "c.toml")


@pytest.fixture
def folder(tmp_path: Path, server: NewsServer) -> Path:
    """A folder with a configuration and a list of one feed, ``/a.rss``."""
    (tmp_path / "c.toml").write_text(CONFIG)
    write_list(tmp_path, server.url + "/a.rss")
    return tmp_path


def write_list(folder: Path, *urls: str) -> None:
    rows = [f'[[feed]]\nname = "Lajmi {n}"\nurl = "{url}"\n' for n, url in enumerate(urls)]
    (folder / "feeds.toml").write_text("\n".join(rows))


def titles(folder: Path) -> Counter[str]:
    with Store.open(folder / "s.sqlite3") as store:
        assert store.check() == []
        return Counter(stored.article.title for story in store.read_stories() for stored in story)


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline", *ROUND, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(TOP)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - see test_cli.start
    )


def test_a_round_prints_its_briefs_and_one_line_about_itself(brief: Brief, server: NewsServer, folder: Path) -> None:
    server.pages["/a.rss"] = listing([1, 2])
    done = brief(*ROUND)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Models: starter@") == 2
    assert done.stderr.startswith("brief: 1 feed; articles: 2 new; stories: 2; ")
    assert done.stderr.count("\n") == 1
    again = brief(*ROUND)
    assert (again.returncode, again.stdout) == (0, "")
    assert again.stderr.startswith("brief: 1 feed (1 unchanged); articles: none; ")


def test_a_quiet_round_prints_nothing_unless_asked_or_something_failed(
    brief: Brief, server: NewsServer, folder: Path
) -> None:
    server.pages["/a.rss"] = listing([1, 2])
    done = brief(*ROUND, "-q")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    server.pages["/a.rss"] = rss([item("Lajmi", "/gone", "g"), item(article_title(3), "/article/3", "h")])
    failed = brief(*ROUND, "-q", "--format", "jsonl")
    assert failed.returncode == 1
    assert failed.stderr == f"brief: {server.url}/gone: The page has been removed (410).\n"
    assert json.loads(failed.stdout)["article"]["title"] == article_title(3)


def test_a_verbose_round_says_what_each_feed_brought(brief: Brief, server: NewsServer, folder: Path) -> None:
    server.pages["/a.rss"] = listing([1, 2])
    write_list(folder, server.url + "/a.rss", server.url + "/gone")
    lines = brief(*ROUND, "-v").stderr.splitlines()
    assert f"brief: {server.url}/a.rss has 2 entries, 2 of them new or changed." in lines
    assert sum("/gone" in line for line in lines) == 1


@pytest.mark.parametrize("form", ["md", "jsonl", "html"])
def test_the_briefs_of_a_round_go_to_a_file_in_the_form_asked(
    brief: Brief, server: NewsServer, folder: Path, form: str
) -> None:
    server.pages["/a.rss"] = listing([1, 2])
    done = brief(*ROUND, "-q", "--format", form, "-o", "out")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (folder / "out").read_text().count(f"{server.url}/article/2") >= 1


def test_a_round_with_nothing_new_loads_no_model(server: NewsServer, folder: Path, brief: Brief) -> None:
    server.pages["/a.rss"] = listing([1])
    assert brief(*ROUND).returncode == 0
    code = (
        "import sys, atexit\n"
        "atexit.register(lambda: print(*{m.split('.')[0] for m in sys.modules}, file=sys.stderr))\n"
        f"sys.argv = ['brief', *{[*ROUND, '-q']!r}]\n"
        "from pipeline.cli import main\nmain()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(TOP)},
        capture_output=True,
        text=True,
    )
    loaded = set(done.stderr.split())
    assert "httpcore" in loaded
    assert not loaded & {"ctranslate2", "numpy", "torch", "transformers", "trafilatura", "sentencepiece"}


def test_places_come_from_the_environment_too(brief: Brief, server: NewsServer, folder: Path) -> None:
    server.pages["/a.rss"] = listing([1])
    places = {"BRIEF_FEEDS": "feeds.toml", "BRIEF_STORE": "s.sqlite3", "BRIEF_CONFIG": "c.toml"}
    assert brief("run", "--feeds", "-q", **places).returncode == 0
    assert titles(folder) == {article_title(1): 1}


def test_the_users_own_list_and_store_are_the_default(brief: Brief, server: NewsServer, folder: Path) -> None:
    server.pages["/a.rss"] = listing([1])
    own = {"XDG_CONFIG_HOME": str(folder / "config"), "XDG_DATA_HOME": str(folder / "data")}
    missing = brief("run", "--feeds", "--config", "c.toml", **own)
    assert missing.returncode == 2
    assert "names no feed to ask" in missing.stderr
    (folder / "config" / "brief").mkdir(parents=True)
    (folder / "feeds.toml").rename(folder / "config" / "brief" / "feeds.toml")
    done = brief("run", "--feeds", "--config", "c.toml", "-q", **own)
    assert done.returncode == 0, done.stderr
    assert (folder / "data" / "brief" / "brief.sqlite3").is_file()


def test_logs_grow_and_metrics_are_replaced(brief: Brief, server: NewsServer, folder: Path) -> None:
    server.pages["/a.rss"] = rss([item(article_title(1), "/article/1", "a"), item("Lajmi", "/gone", "b")])
    logs = ("--log-file", "log.txt", "--log-json", "log.jsonl", "--metrics", "brief.prom", "-q")
    assert brief(*ROUND, *logs).returncode == 1
    assert 'brief_round_articles{result="failed"} 1' in (folder / "brief.prom").read_text()
    assert brief(*ROUND, *logs).returncode == 0
    lines = (folder / "log.txt").read_text().splitlines()
    assert all(line[10] == "T" and line[23] == "Z" for line in lines)
    assert [line.split()[1] for line in lines if " ends: " in line] == ["round:", "round:"]
    rows = [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]
    assert [r["exit_code"] for r in rows if "exit_code" in r] == [1, 0]
    assert {r["url"].removeprefix(server.url): r["result"] for r in rows if r["event"] == "article"} == {
        "/article/1": "new", "/gone": "failed",
    }  # fmt: skip
    metrics = (folder / "brief.prom").read_text()
    assert 'brief_round_articles{result="failed"} 0' in metrics
    assert "brief_round_exit_code 0" in metrics
    assert not list(folder.glob("*.part"))
    assert not list(folder.glob(".*.part"))


def test_pages_of_the_server_a_feed_was_named_on_are_read_and_other_private_ones_are_not(
    brief: Brief, server: NewsServer, folder: Path
) -> None:
    (folder / "c.toml").write_text(CONFIG.replace("allow_private = true", 'contact = "desk@example.org"'))
    elsewhere = f"http://127.0.0.2:{server.port}/article/2"
    server.pages["/a.rss"] = rss([item("Një", "/article/1", "1"), item("Dy", elsewhere, "2")])
    done = brief(*ROUND)
    assert done.returncode == 1
    assert "articles: 1 new, 1 failed" in done.stderr
    assert f"{elsewhere}: It leads to the private address 127.0.0.2" in done.stderr
    assert {r.headers["user-agent"] for r in server.requests} == {"brief/0.1.0 (+desk@example.org)"}


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("run", "a.txt", "--feeds"), 2, "not both"),
        (("run", "a.txt", "--store", "x"), 2, "--store is for a round of feeds; add --feeds"),
        (("run", "a.txt", "--max-articles", "3"), 2, "--max-articles is for"),
        ((*ROUND, "--time-limit", "soon"), 2, "write 90s, 10m or 1h30m"),
        ((*ROUND, "--time-limit", "0"), 2, "no length of time"),
        ((*ROUND, "--max-articles", "0"), 2, "max-articles"),
        ((*ROUND, "--feeds-file", "none.toml"), 2, "none.toml: There is no such list"),
        ((*ROUND, "--store", "."), 2, "folder"),
        ((*ROUND, "--store", "c.toml/s.sqlite3"), 2, "cannot be made"),
        ((*ROUND, "--store", "feeds.toml"), 2, "not a store"),
        ((*ROUND, "--log-file", "none/log"), 2, "log cannot be written"),
        ((*ROUND, "--method", "abstractive"), 2, "no abstractive model"),
        ((*ROUND, "--metrics", "none/brief.prom"), 2, "metrics cannot be written"),
        ((*ROUND, "--profile", "standard"), 3, "copy its directory"),
    ],
)
def test_a_mistake_gets_one_sentence_and_the_right_exit_code(
    brief: Brief, server: NewsServer, folder: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    server.pages["/a.rss"] = listing([1])
    (folder / "feeds.toml").write_text((folder / "feeds.toml").read_text() * 30)  # long enough to be read as a database
    done = brief(*arguments)
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_store_of_a_newer_version_is_refused_and_logged(brief: Brief, folder: Path) -> None:
    Store.open(folder / "s.sqlite3").close()
    with Store.open(folder / "s.sqlite3") as store, store.transaction() as connection:
        connection.execute("INSERT INTO migrations VALUES (99, 'from the future', '')")
    done = brief(*ROUND, "--log-json", "log.jsonl")
    assert done.returncode == 2
    assert "written by a newer version of brief" in done.stderr
    assert json.loads((folder / "log.jsonl").read_text())["exit_code"] == 2


def test_a_second_round_ends_at_once(brief: Brief, server: NewsServer, folder: Path) -> None:
    with lock(folder / "s.sqlite3"):
        done = brief(*ROUND)
    assert done.returncode == 4
    assert "Another run is in progress" in done.stderr
    assert server.requests == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_round_softly_and_the_next_one_takes_up_the_rest(
    server: NewsServer, folder: Path, number: int
) -> None:
    server.pause = 0.15
    server.pages["/a.rss"] = listing(range(1, 26), "/slow/")
    with start(folder) as process:
        while server.count("/slow/4") == 0:
            time.sleep(0.02)
        process.send_signal(number)
        begun = time.monotonic()
        output, errors = process.communicate(timeout=60)
    assert time.monotonic() - begun < 15
    assert process.returncode == 0, errors
    assert "stopped by a signal" in errors
    stored = titles(folder)
    assert 0 < len(stored) < 25
    assert output.count("Models: ") == len(stored)
    server.pause = 0.0
    with start(folder, "-q") as process:
        assert process.communicate(timeout=120) == ("", "")
    assert titles(folder) == Counter(article_title(n) for n in range(1, 26))


def test_a_second_signal_ends_at_once(server: NewsServer, folder: Path) -> None:
    server.pages["/a.rss"] = listing(range(1, 3000))
    with start(folder, "-q") as process:
        while server.count("/article/2") == 0:
            time.sleep(0.02)
        for _ in range(40):  # one in the middle of the soft end; that may be over before a single one arrives
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                time.sleep(0.02)
        process.communicate(timeout=60)
    assert process.returncode == 130
    titles(folder)


def test_killed_at_any_moment_a_round_stores_every_article_once_by_the_next(server: NewsServer, folder: Path) -> None:
    random.seed(5)
    server.pages["/a.rss"] = listing(range(1, 31))
    for _ in range(4):
        with start(folder, "-q") as process:
            time.sleep(random.uniform(0.4, 1.6))
            process.kill()
        titles(folder)
    with start(folder, "-q") as process:
        assert process.communicate(timeout=120) == ("", "")
    assert titles(folder) == Counter(article_title(n) for n in range(1, 31))
    with closing(Store.open(folder / "s.sqlite3").connection) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        (state,) = connection.execute("SELECT state FROM runs ORDER BY id DESC LIMIT 1").fetchone()
    assert state == "complete"


def test_a_full_disk_is_one_sentence_and_loses_nothing(brief: Brief, server: NewsServer, folder: Path) -> None:
    server.pages["/a.rss"] = listing(range(1, 4))
    assert brief(*ROUND, "-q").returncode == 0
    server.pages["/a.rss"] = listing(range(1, 21))
    room = (folder / "s.sqlite3").stat().st_size + 20_000
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", *ROUND, "-q"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(TOP)},
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "free space" in done.stderr
    assert set(titles(folder)) >= {article_title(n) for n in (1, 2, 3)}
    assert brief(*ROUND, "-q").returncode == 0
    assert titles(folder) == Counter(article_title(n) for n in range(1, 21))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("flag", ["--log-file", "--log-json", "-o"])
def test_a_log_or_output_that_is_full_ends_the_round_with_its_name(
    brief: Brief, server: NewsServer, folder: Path, flag: str
) -> None:
    server.pages["/a.rss"] = listing([1, 2])
    done = brief(*ROUND, "-q", flag, "/dev/full")
    assert done.returncode == 2
    assert done.stderr.startswith("brief: /dev/full: ")
    assert done.stderr.count("\n") == 1
    assert brief(*ROUND, "-q").returncode == 0
    assert titles(folder) == Counter(article_title(n) for n in (1, 2))


def test_a_reader_that_goes_away_ends_the_round_in_silence_with_everything_told_stored(
    server: NewsServer, folder: Path
) -> None:
    server.pages["/a.rss"] = listing(range(1, 13))
    with start(folder) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(timeout=60) == 141
    with start(folder, "-q") as process:
        process.communicate(timeout=120)
    assert titles(folder) == Counter(article_title(n) for n in range(1, 13))


@pytest.mark.parametrize(
    ("value", "seconds"), [("90", 90), ("90s", 90), ("10m", 600), ("1h30m", 5400), (" 2H ", 7200), ("1h1m1s", 3661)]
)
def test_a_length_of_time_is_read(value: str, seconds: float) -> None:
    assert parse_duration(value) == seconds


@pytest.mark.parametrize("value", ["", "0s", "-5", "1.5h", "10 minutes", "m"])
def test_what_is_no_length_of_time_is_refused(value: str) -> None:
    with pytest.raises(UsageError, match="no length of time"):
        parse_duration(value)
