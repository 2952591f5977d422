"""A store with stories for the tests of digests: grouped, copied, changed, flagged, and hostile ones."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from material import make_arrival, make_article, make_brief

from pipeline.extract import FEED_NOTE
from pipeline.records import Finding
from pipeline.store import Store

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
EPOCH = str(int(NOON.timestamp()))
EVIL = '<script>document.title="owned"</script><img src=x onerror="document.title=\'owned\'">'


@dataclasses.dataclass
class Clock:
    """A clock that is set by hand."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


def fill_store(path: Path) -> Path:
    """Five stories, in the order they were stored:

    1. three outlets, an hour old: Telegrafi's article, Koha's copy, Zëri's own telling, which has a doubtful number
    2. one outlet, 20 hours old, in ë and ç, changed since
    3. hostile: markup in every text, a javascript: address
    4. the feed's own text only, dated in the future
    5. five days old
    """
    clock = Clock()
    with Store.open(path, clock=clock) as store:
        run = store.start_run()

        def at(hours: float) -> str:
            clock.now = NOON - timedelta(hours=hours)
            return clock.now.isoformat()

        five = make_article(5, "Moti i keq", outlet="Koha", date=at(120), url="https://koha.net/5")
        store.save_article(run, make_arrival(five), make_brief(five))
        two = make_article(2, "Shqipëria fiton në Çamëri", outlet="Koha", date=at(20), url="https://koha.net/2")
        id_two, _ = store.save_article(run, make_arrival(two), make_brief(two))
        three = make_article(
            3, EVIL, (f"Dy {EVIL}", f"Tre {EVIL}"), f"Gazeta {EVIL}", at(3), url="javascript:document.title='owned'"
        )
        store.save_article(
            run, make_arrival(three), make_brief(three, findings=(Finding("name", EVIL),)), (f"1 {EVIL}",)
        )
        four = make_article(
            4, "Lajm i shkurtër", outlet="RTK", date="2031-01-01T00:00:00+00:00", url="https://rtk.al/4"
        )
        four = dataclasses.replace(four, notes=(FEED_NOTE,))
        at(2)
        store.save_article(run, make_arrival(four), make_brief(four))
        one = make_article(1, "Zgjedhjet mbahen të dielën", date=at(1.5))
        id_one, story = store.save_article(run, make_arrival(one), make_brief(one))
        store.save_copy(
            run, id_one, make_arrival(make_article(1, outlet="Koha", date=at(1.2), url="https://koha.net/1"))
        )
        told = make_article(6, "Votimi më 8 mars", outlet="Zëri", date=at(1), url="https://zeri.info/6")
        doubt = make_brief(told, findings=(Finding("number", "8 is missing from the English.", 1),))
        store.save_article(run, make_arrival(told, stories=(story,)), doubt)
        changed = dataclasses.replace(two, paragraphs=(*two.paragraphs, "Një fjali e re."), id="changed")
        at(0.5)
        store.save_revision(run, id_two, make_arrival(changed), make_brief(changed))
        store.end_run(run, "complete", {"done": 6})
    return path


def fill_large_store(path: Path, count: int, words: Callable[[int], str]) -> Path:
    """``count`` stories of one article each, ``words(n)`` in their headlines."""
    clock = Clock()
    with Store.open(path, clock=clock) as store:
        store.connection.execute("PRAGMA synchronous = OFF")  # a test's store may be lost in a power cut
        run = store.start_run()
        for number in range(count):
            clock.now = NOON - timedelta(minutes=number)
            article = make_article(
                number,
                words(number),
                outlet=f"Gazeta {number % 12}",
                date=clock.now.isoformat(),
                url=f"https://gazeta{number % 12}.al/{number}",
            )
            store.save_article(run, make_arrival(article), make_brief(article))
    return path
