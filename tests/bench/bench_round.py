"""The round under strain: killed at random moments, and a feed of 10,000 entries.

python tests/bench/bench_round.py kill [KILLS] [ARTICLES]     every article exactly once afterwards, the store whole
python tests/bench/bench_round.py large                       seconds and memory of `--max-articles 20`, twice
"""

from __future__ import annotations

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


def read_titles(folder: Path) -> Counter[str]:
    """Titles of the stored articles; the store must be whole."""
    with Store.open(folder / "s.sqlite3") as store:
        assert store.check() == []
        assert store.connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return Counter(stored.article.title for story in store.read_stories() for stored in story)


def kill_rounds(kills: int, articles: int) -> None:
    """Kill rounds at moments spread evenly over the length of a whole one, five times a store; then let one end."""
    environment = {**os.environ, "PYTHONPATH": str(TOP)}
    landed: Counter[str] = Counter()
    wanted = Counter(article_title(n) for n in range(1, articles + 1))
    with NewsServer() as server, tempfile.TemporaryDirectory() as name:
        server.etags = True
        server.pages["/a.rss"] = listing(range(1, articles + 1))
        folder = Path(name)
        begun = time.monotonic()
        subprocess.run([*prepare(folder, server.url + "/a.rss"), "-q"], env=environment, check=True)
        length = time.monotonic() - begun
        assert read_titles(folder) == wanted
        print(f"a whole round: {length:.1f} s", flush=True)
        for number in range(kills):
            if number % 5 == 0:
                folder = Path(name) / str(number)
                folder.mkdir()
                command = [*prepare(folder, server.url + "/a.rss"), "-q"]
            with subprocess.Popen(command, env=environment) as process:
                time.sleep(random.uniform(0, length))
                ended = process.poll() is not None
                process.kill()
            stored = read_titles(folder)
            assert set(stored.values()) <= {1}
            landed["after the end" if ended else "before an article" if not stored else "among articles"] += 1
            if number % 5 == 4 or number == kills - 1:
                subprocess.run(command, env=environment, check=True)
                assert read_titles(folder) == wanted
    print(
        f"{kills} kills: {dict(landed)}; after one more round {articles} articles in each store, each once; all stores whole"
    )


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
