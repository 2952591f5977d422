"""The round under strain: killed at random moments, and a feed of 10,000 entries.

python tests/bench/bench_round.py kill [KILLS] [ARTICLES]     every article exactly once afterwards, the store whole
python tests/bench/bench_round.py large                       seconds and memory of `--max-articles 20`, twice
"""

from __future__ import annotations

import itertools
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TOP), str(TOP / "tests")]

from newsserver import NewsServer, article_title, listing  # noqa: E402

from pipeline.store import Store  # noqa: E402

CONFIG = "[fetch]\nallow_private = true\nrobots = false\ndelay = 0.0\n"


def prepare(folder: Path, url: str) -> list[str]:
    """The command of a round of one feed in ``folder``."""
    (folder / "c.toml").write_text(CONFIG)
    (folder / "feeds.toml").write_text(f'[[feed]]\nname = "Lajmi"\nurl = "{url}"\n')
    places = ["--feeds-file", folder / "feeds.toml", "--store", folder / "s.sqlite3", "--config", folder / "c.toml"]
    return [sys.executable, "-m", "pipeline", "run", "--feeds", *map(str, places)]


def kill_rounds(kills: int, articles: int) -> None:
    """Start a round, kill it at a random moment, again and again; then let one end."""
    environment = {**os.environ, "PYTHONPATH": str(TOP)}
    landed: Counter[str] = Counter()
    done = [0]
    with NewsServer() as server, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server.etags = True
        command = prepare(folder, server.url + "/a.rss")
        server.pages["/a.rss"] = listing(range(1, articles + 1))
        for number in range(kills):
            asked = server.count("/a.rss")
            with subprocess.Popen([*command, "-q"], env=environment) as process:
                while server.count("/a.rss") == asked and process.poll() is None:
                    time.sleep(0.01)
                # One in four gets as far as its first batches, the others are hit earlier; or all would be done soon.
                time.sleep(random.uniform(0, 9 if number % 4 == 0 else 2))
                landed["ended before" if process.poll() is not None else "killed"] += 1
                process.kill()
            with Store.open(folder / "s.sqlite3") as store:
                problems = store.check()
                done.append(len(list(store.read_stories())) and int(store.stats()["articles"] or 0))
            assert not problems, problems
        last = subprocess.run(command, env=environment, capture_output=True, text=True)
        assert last.returncode == 0, last.stderr
        with Store.open(folder / "s.sqlite3") as store:
            titles = Counter(stored.article.title for story in store.read_stories() for stored in story)
            checked = store.connection.execute("PRAGMA integrity_check").fetchone()[0]
            assert store.check() == []
            states = Counter(row[0] for row in store.connection.execute("SELECT state FROM runs"))
        assert titles == Counter(article_title(n) for n in range(1, articles + 1))
    grew = sum(after > before for before, after in itertools.pairwise(done))
    print(f"{dict(landed)}; {grew} of them after storing something; articles stored before the last round: {done[-1]}")
    print(f"runs: {dict(states)}; afterwards {len(titles)} articles, each once; integrity_check: {checked}")
    print(last.stderr.strip())


def read_large() -> None:
    """Two rounds over 10,000 entries."""
    with NewsServer() as server, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        command = prepare(folder, server.url + "/many.rss")
        for _ in range(2):
            begun = time.monotonic()
            environment = {**os.environ, "PYTHONPATH": str(TOP)}
            done = subprocess.run(
                [*command, "--max-articles", "20", "--format", "jsonl", "-o", "/dev/null"],
                env=environment, capture_output=True, text=True,
            )  # fmt: skip
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            print(
                f"exit {done.returncode}, {time.monotonic() - begun:.1f} s, peak {peak:.0f} MB: {done.stderr.strip()}"
            )
        print(f"store: {(folder / 's.sqlite3').stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    numbers = [int(value) for value in sys.argv[2:]]
    if sys.argv[1:2] == ["large"]:
        read_large()
    elif sys.argv[1:2] == ["kill"]:
        kill_rounds(*(numbers + [50, 200][len(numbers) :]))
    else:
        sys.exit(__doc__)
