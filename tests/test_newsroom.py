"""The round: what comes through whatever the servers do, what is kept for later, and that nothing comes twice."""

from __future__ import annotations

import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import FakeEngine, FakeModel
from material import make_brief
from newsserver import NewsServer, article_paragraphs, article_title, item, listing, page, rss

from pipeline import newsroom
from pipeline.errors import FetchError, LockedError, ModelError, NotAPageError, StoreError, UsageError
from pipeline.feeds import Entry, FeedSource
from pipeline.fetch import Fetcher, FetchSettings, Response
from pipeline.newsroom import (
    LAST_TRY,
    LONGEST_RETRY,
    UPDATED,
    Event,
    Limits,
    Report,
    Round,
    StoreCache,
    choose_tasks,
    clamp_date,
    format_metrics,
    is_due,
    is_named_server,
    list_entries,
    plan_retry,
    read_article,
    round_code,
    summarise_report,
)
from pipeline.records import Brief, Outcome, Translation
from pipeline.run import Plan
from pipeline.store import Listing, Store, Stored, Waiting
from pipeline.translate import Decoded, Translator

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
QUICK = FetchSettings(
    delay=0.0, robots=False, connect_timeout=0.5, read_timeout=0.6, total_timeout=1.2, backoff=0.0, allow_private=True
)


@pytest.fixture
def server() -> Iterator[NewsServer]:
    with NewsServer() as running:
        running.etags = True
        yield running


def brief_of(translation: Translation) -> Brief:
    return make_brief(translation.article, tuple(s.english for s in translation.sentences))


@dataclass
class Desk:
    """A store with a clock set by hand, an engine that remembers, and rounds over them."""

    path: Path
    now: datetime = NOON
    engine: FakeEngine = field(default_factory=FakeEngine)
    plans: int = 0
    events: list[Event] = field(default_factory=list)
    settings: FetchSettings = QUICK
    report: Report = field(default_factory=lambda: Report(started=NOON))

    def run(self, *urls: str, limits: Limits | None = None, force: bool = False) -> list[Outcome]:
        return list(self.outcomes(urls, limits=limits, force=force))

    def outcomes(
        self,
        urls: Sequence[str],
        *,
        limits: Limits | None = None,
        force: bool = False,
        stop: Callable[[], bool] = lambda: False,
    ) -> Iterator[Outcome]:
        feeds = [FeedSource(name=f"Feed {n}", url=url) for n, url in enumerate(urls, 1)]
        with Store.open(self.path, clock=lambda: self.now) as store, Fetcher(self.settings) as fetcher:

            def make_plan() -> Plan:
                self.plans += 1
                return Plan(Translator(FakeModel(self.engine), 4, StoreCache(store)), brief_of)  # type: ignore[arg-type]

            told = Round(store, fetcher, make_plan, limits or Limits(), stop, note=self.events.append, force=force)
            try:
                yield from told.outcomes(feeds)
            finally:
                self.report = told.report

    def stories(self) -> list[tuple[Stored, ...]]:
        with Store.open(self.path) as store:
            assert store.check() == []
            return store.read_stories()

    def articles(self) -> list[Stored]:
        return sorted((stored for story in self.stories() for stored in story), key=lambda s: s.id)

    def titles(self) -> Counter[str]:
        return Counter(stored.article.title for stored in self.articles())

    def decoded(self) -> set[str]:
        return {text for texts, _ in self.engine.asked for text in texts}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "brief.sqlite3")


def by_status(outcomes: Sequence[Outcome]) -> Counter[str]:
    return Counter(outcome.status for outcome in outcomes)


# ── the normal round ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_round_stores_every_article_of_its_feeds_with_its_brief(server: NewsServer, desk: Desk) -> None:
    server.pages["/a.rss"] = listing(range(1, 6))
    outcomes = desk.run(server.url + "/a.rss")
    assert by_status(outcomes) == {"done": 5}
    stored = desk.articles()
    assert [s.article.title for s in stored] == [article_title(n) for n in range(1, 6)]
    assert all(s.brief and s.brief.translation.signature for s in stored)
    assert stored[0].article.paragraphs == tuple(article_paragraphs(1))
    assert stored[0].article.url == server.url + "/article/1"
    assert (desk.report.articles_new, desk.report.feeds_answered, round_code(desk.report)) == (5, 1, 0)


def test_an_outcome_is_told_only_after_its_article_is_stored(server: NewsServer, desk: Desk) -> None:
    server.pages["/a.rss"] = listing(range(1, 4))
    for outcome in desk.outcomes([server.url + "/a.rss"]):
        assert outcome.brief is not None
        assert desk.titles()[outcome.brief.translation.article.title] == 1


def test_a_second_round_has_nothing_new_reads_no_page_and_loads_no_model(server: NewsServer, desk: Desk) -> None:
    server.pages["/a.rss"] = listing(range(1, 4))
    url = server.url + "/a.rss"
    desk.run(url)
    asked = len(server.requests)
    assert desk.run(url) == []
    assert [r.headers.get("if-none-match") is not None for r in server.requests[asked:]] == [True]
    assert (desk.plans, desk.report.feeds_unchanged) == (1, 1)
    server.etags = False  # the same when the whole feed comes again
    assert desk.run(url) == []
    assert (desk.plans, server.count("/article/1")) == (1, 1)


def test_the_feeds_name_stands_where_the_page_names_no_outlet(server: NewsServer, desk: Desk) -> None:
    bare = page(article_title(1), article_paragraphs(1)).replace("og:site_name", "og:nothing").replace(" - Lajmi", "")
    server.pages |= {"/one": bare.replace("© Lajmi", ""), "/a.rss": listing([1], "/").replace("/1<", "/one<")}
    desk.run(server.url + "/a.rss")
    assert desk.articles()[0].article.outlet == "Feed 1"


def test_what_is_not_albanian_is_skipped_once_and_force_takes_it(server: NewsServer, desk: Desk) -> None:
    english = ["The government approved the budget on Tuesday after a long debate in parliament, officials said."]
    server.pages |= {"/en": page("Budget approved", english), "/a.rss": rss([item("Budget approved", "/en", "g")])}
    (outcome,) = desk.run(server.url + "/a.rss")
    assert (outcome.status, desk.plans) == ("skipped", 0)
    server.etags = False
    assert desk.run(server.url + "/a.rss") == []
    other = Desk(desk.path.with_name("other"))
    assert by_status(other.run(server.url + "/a.rss", force=True)) == {"done": 1}


def test_a_date_in_the_future_becomes_the_time_it_was_seen(server: NewsServer, desk: Desk) -> None:
    desk.run(server.url + "/future.rss")
    assert desk.articles()[0].article.date == "2026-03-01T12:00:00+00:00"


# ── nothing is lost ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_round_without_a_model_loses_no_entry_although_the_feed_is_unchanged_next_time(
    server: NewsServer, desk: Desk
) -> None:
    server.pages["/a.rss"] = listing(range(1, 4))
    url = server.url + "/a.rss"

    def fail(_text: str, _options: object) -> str:
        raise ModelError("out of memory")

    good, desk.engine = desk.engine, FakeEngine(fail)
    with pytest.raises(ModelError):
        desk.run(url)
    with Store.open(desk.path) as store:
        assert [row[0] for row in store.connection.execute("SELECT state FROM runs")] == ["broken"]
    desk.engine = good
    assert by_status(desk.run(url)) == {"done": 3}
    assert desk.report.feeds_unchanged == 1


def test_most_articles_are_the_newest_of_each_feed_in_turn_and_the_rest_follows(server: NewsServer, desk: Desk) -> None:
    server.pages |= {"/a.rss": listing(range(1, 9)), "/b.rss": listing(range(21, 24))}
    urls = [server.url + "/a.rss", server.url + "/b.rss"]
    desk.run(*urls, limits=Limits(articles=4))
    assert set(desk.titles()) == {article_title(n) for n in (1, 2, 21, 22)}
    assert desk.report.articles_left == 7
    # What waited is taken up although its feed no longer lists it.
    server.pages["/a.rss"] = listing([30])
    desk.run(*urls)
    assert desk.titles() == Counter(article_title(n) for n in (*range(1, 9), *range(21, 24), 30))
    assert desk.report.articles_left == 0


def test_a_stop_ends_the_batch_in_hand_and_leaves_the_rest_for_the_next_round(
    server: NewsServer, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(newsroom, "BATCH_CHARACTERS", 500)
    server.pages["/a.rss"] = listing(range(1, 21))
    url = server.url + "/a.rss"
    told: list[Outcome] = []
    told.extend(desk.outcomes([url], stop=lambda: bool(told)))
    assert desk.report.stopped == "a signal"
    assert 0 < len(told) < 20
    assert len(desk.articles()) == len(told) == 20 - desk.report.articles_left
    with Store.open(desk.path) as store:
        assert [row[0] for row in store.connection.execute("SELECT state FROM runs")] == ["stopped"]
    desk.run(url)
    assert desk.titles() == Counter(article_title(n) for n in range(1, 21))


def test_the_time_limit_ends_a_round_of_silent_pages_and_stores_what_came(server: NewsServer, desk: Desk) -> None:
    desk.settings = FetchSettings(delay=0.0, robots=False, allow_private=True)  # would wait 20 s for each
    links = ["/article/1", "/hang?1", "/hang?2"]
    server.pages["/a.rss"] = rss([item(f"Lajmi {n}", link, link) for n, link in enumerate(links)])
    begun = time.monotonic()
    outcomes = desk.run(server.url + "/a.rss", limits=Limits(seconds=2))
    assert time.monotonic() - begun < 5
    assert by_status(outcomes) == {"done": 1}
    assert (desk.report.stopped, desk.report.articles_left, round_code(desk.report)) == ("the time limit", 2, 0)


def test_slow_feeds_leave_half_of_the_time_for_articles(server: NewsServer, desk: Desk) -> None:
    desk.settings = FetchSettings(delay=0.0, robots=False, allow_private=True)
    server.pages["/a.rss"] = listing([1])
    # Two names of one server, or the good feed would wait its turn behind the silent one.
    silent = server.url.replace("127.0.0.1", "localhost") + "/hang"
    outcomes = desk.run(silent, server.url + "/a.rss", limits=Limits(seconds=4))
    assert by_status(outcomes) == {"failed": 1, "done": 1}
    assert "half the time limit" in outcomes[0].reason
    assert desk.report.seconds < 4


def test_entries_of_a_feed_that_left_the_list_are_not_read(server: NewsServer, desk: Desk) -> None:
    server.pages |= {"/a.rss": listing(range(1, 4)), "/b.rss": listing([21])}
    desk.run(server.url + "/a.rss", limits=Limits(articles=1))
    desk.run(server.url + "/b.rss")
    assert set(desk.titles()) == {article_title(1), article_title(21)}


# ── failures ─────────────────────────────────────────────────────────────────────────────────────────────────────────

FEED_FAULTS = (
    "/hang", "/drip", "/drip-headers", "/huge", "/gzip-bomb", "/gzip-broken", "/loop", "/ping", "/reset", "/cut-off", "/empty",
    "/front", "/gone", "/forbidden", "/broken", "/unavailable", "/busy-for-long", "/missing", "/to-file", "/json-no-feed",
    "/binary", "/pdf",
)  # fmt: skip
"""What a feed's address can lead to that brings nothing; each is one failed feed."""

POOR_FEEDS = (
    "/truncated.rss", "/bomb.rss", "/wrong-charset.rss", "/html-titles.rss", "/duplicate-guids.rss", "/future.rss",
    "/busy.rss", "/flaky.rss", "/feed.atom", "/feed.json", "/empty-feed.rss", "/utf16.rss",
)  # fmt: skip
"""Feeds with faults that nevertheless bring articles 1 to 5 or some of them."""

PAGE_FAULTS = (
    "/hang", "/drip", "/huge", "/gzip-bomb", "/gzip-broken", "/loop", "/ping", "/reset", "/cut-off", "/empty", "/forbidden",
    "/gone", "/broken", "/unavailable", "/busy-for-long", "/missing", "/pdf", "/pdf-as-page", "/image-as-page", "/sitemap",
    "/feed-as-page", "/api", "/to-file", "/to-front", "/no-article", "/binary", "/deep-page",
)  # fmt: skip
"""What an entry's address can lead to that holds no article."""

GOOD_PAGES = ("/gzip", "/wrong-length", "/moved", "/flaky", "/wrong-charset")
"""Five ways to article 1."""


def test_all_faults_in_one_round_end_by_themselves_and_the_good_articles_come_through_once(
    server: NewsServer, desk: Desk
) -> None:
    entries = [item(f"Lajmi i prishur {n}", link, f"p{n}") for n, link in enumerate(PAGE_FAULTS)]
    entries += [item(f"Lajmi i mirë {n}", link, f"m{n}") for n, link in enumerate(GOOD_PAGES)]
    server.pages |= {"/pages.rss": rss(entries), "/good.rss": listing(range(6, 30))}
    paths = (*FEED_FAULTS, *POOR_FEEDS, "/to-private.rss", "/script-bodies.rss", "/pages.rss", "/good.rss")
    desk.settings = FetchSettings(
        delay=0.0,
        robots=False,
        connect_timeout=0.5,
        read_timeout=0.4,
        total_timeout=0.6,
        backoff=0.0,
        allow_private=True,
    )
    outcomes = desk.run(*[server.url + path for path in paths])
    failed = {o.origin.removeprefix(server.url): o.reason for o in outcomes if o.status == "failed"}
    assert set(failed) == {*FEED_FAULTS, *PAGE_FAULTS, "http://10.0.0.1/admin"} | {
        e
        for e in failed
        if e.startswith("g")  # an entry without a web address and without a text
    }
    assert desk.report.feeds_failed == len(FEED_FAULTS)
    assert round_code(desk.report) == 1
    titles = desk.titles()
    assert {article_title(n) for n in range(1, 30)} <= set(titles)
    assert set(titles.values()) <= {1, len(GOOD_PAGES)}, titles  # those of article 1 are linked to it
    originals = [s.article.title for s in desk.articles() if s.copy_of is None]
    assert len(originals) == len(set(originals))
    # Every good article is there once, and none of it comes again, even after all pauses are over.
    before = desk.articles()
    desk.now += timedelta(days=2)
    assert by_status(desk.run(*[server.url + path for path in paths]))["done"] == 0
    assert [s.article for s in desk.articles()] == [s.article for s in before]


def _answer(body: bytes = b"", *headers: str, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", *headers, "Connection: close", "", ""]
    return "\r\n".join(lines).encode("latin-1", errors="replace") + body


_HTML = "Content-Type: text/html"
_LONG = "Kuvendi voton sot për buxhetin e ri. "
HOSTILE = {
    "garbage": b"\x00\x01 not http at all\r\n\r\n",
    "http09": b"<html><p>Pa status dhe pa tituj.</p></html>",
    "status-999": _answer(b"x", _HTML, status="999 What"),
    "status-206": _answer(b"<p>Copa e lajmit</p>", _HTML, status="206 Partial Content"),
    "status-304": _answer(status="304 Not Modified"),
    "endless-100": b"HTTP/1.1 100 Continue\r\n\r\n" * 2000,
    "big-header": _answer(b"x", _HTML, "X-Big: " + "a" * 500_000),
    "many-headers": _answer(b"x", *[f"X-{n}: {n}" for n in range(20_000)]),
    "negative-length": _answer(b"<p>Teksti</p>", _HTML, "Content-Length: -5"),
    "two-lengths": _answer(b"<p>Teksti</p>", _HTML, "Content-Length: 5", "Content-Length: 900"),
    "bad-chunks": _answer(b"ZZZ\r\n<p>Teksti</p>", _HTML, "Transfer-Encoding: chunked"),
    "zstd": _answer(b"(\xb5/\xfd", _HTML, "Content-Encoding: zstd"),
    "gzip-plain": _answer(b"<p>Teksti pa ngjeshje</p>", _HTML, "Content-Encoding: gzip"),
    "redirect-nowhere": _answer(status="302 Found"),
    "redirect-broken": _answer(b"", "Location: http://[::1", status="302 Found"),
    "redirect-hostless": _answer(b"", "Location: http:///x", status="302 Found"),
    "redirect-script": _answer(b"", "Location: javascript:alert(1)", status="302 Found"),
    "redirect-port": _answer(b"", "Location: http://127.0.0.1:99999/", status="302 Found"),
    "nuls": _answer(b"\0" * 50_000, _HTML),
    "deep": _answer(b"<html>" + b"<b><i><span>" * 30_000, _HTML),
    "links": _answer(b"<html><body>" + b"<a href='/x'>Lexo edhe</a>" * 8_000, _HTML),
    "one-line": _answer(b"<html><body><p>" + b"a" * 500_000, _HTML),
    "one-tag": _answer(b"<html><body><p class='" + b"a " * 200_000, _HTML),
    "endless-text": _answer(f"<html><article><p>{_LONG * 6_000}</p></article></html>".encode(), _HTML),
    "json-ld": _answer(b"<script type='application/ld+json'>" + b"[" * 100_000 + b"</script><p>Teksti", _HTML),
    "surrogate": _answer(b"<html><p>&#xD800;&#0;&#x110000;\xed\xa0\x80</p></html>", _HTML),
    "type": _answer(b"<html><p>x</p>", "Content-Type: ;;charset=\xff\xfe=;"),
}
"""Answers that no server should give; none of them holds an article."""

LINKS = ("http://", "http:///x", "http://exa mple/x", "http://127.0.0.1:99999/", "http://user:pw@127.0.0.1:1/x", "javascript:x()",
         "mailto:a@b.al", "data:text/html,x", "http://[::1/", "//", "http://xn--/", "\u0001http://x/", "http://lajmi..al/")  # fmt: skip
DATES = (
    "0000-00-00",
    "Mon, 99 Foo 99999 99:99:99 +9999",
    "9999-12-31T23:59:59-14:00",
    "0001-01-01T00:00:00+14:00",
    "dje",
)


def test_a_hostile_server_ends_no_round_and_hides_no_good_article(server: NewsServer, desk: Desk) -> None:
    for name, raw in HOSTILE.items():
        server.raw[f"/x/{name}"] = raw
    pages = [item(f"Lajmi {name}", f"/x/{name}", name) for name in HOSTILE]
    links = [item(f"Lajmi te {n}", link, f"l{n}").replace("\u0001", "") for n, link in enumerate(LINKS)]
    dates = [item(article_title(n), f"/article/{n}", f"d{n}", "", date) for n, date in enumerate(DATES, 10)]
    feeds = {
        "deep.rss": "<rss>" + "<channel>" * 30_000,
        "title.rss": rss([item("Titull " * 200_000, "/gone", "g")]),
        "nul.rss": listing([20]).replace("Kuvendi", "Kuv\0endi"),
        "deep.json": '{"version": "https://jsonfeed.org/version/1.1", "items": ' + "[" * 100_000,
        "odd.json": '{"version": "https://jsonfeed.org/version/1.1", "items": [1, null, {"url": 5, "title": {}, "id": []}]}',
        "pages.rss": rss(pages), "links.rss": rss(links), "dates.rss": rss(dates), "good.rss": listing([1, 2, 3]),
    }  # fmt: skip
    server.pages |= {f"/{name}": body for name, body in feeds.items()}
    urls = [server.url + path for path in (*(f"/x/{name}" for name in HOSTILE), *(f"/{name}" for name in feeds))]
    outcomes = desk.run(*urls)
    assert desk.titles() == Counter(article_title(n) for n in (1, 2, 3, *range(10, 15), 20))
    assert {o.origin for o in outcomes if o.status == "failed"} >= {f"{server.url}/x/{name}" for name in HOSTILE}
    assert not [o for o in outcomes if "fault of this program" in o.reason]
    assert not desk.report.articles_left


@pytest.mark.parametrize("path", ["/pdf", "/pdf-as-page", "/image-as-page", "/sitemap", "/feed-as-page", "/api"])
def test_an_entry_that_leads_to_no_page_is_a_failure_even_with_a_text_of_the_feeds_own(
    server: NewsServer, desk: Desk, path: str
) -> None:
    server.pages["/a.rss"] = rss([item("Raporti", path, "g", article_paragraphs(1)[0])])
    (outcome,) = desk.run(server.url + "/a.rss")
    assert outcome.status == "failed"
    assert "no web page but" in outcome.reason
    desk.now += timedelta(days=2)
    assert desk.run(server.url + "/a.rss") == []


@pytest.mark.parametrize("path", ["/gone", "/to-front", "/no-article", "/huge"])
def test_the_feeds_own_text_is_taken_and_marked_when_the_page_has_none(
    server: NewsServer, desk: Desk, path: str
) -> None:
    server.pages["/a.rss"] = rss([item(article_title(1), path, "g", article_paragraphs(1)[0])])
    assert by_status(desk.run(server.url + "/a.rss")) == {"done": 1}
    (stored,) = desk.articles()
    assert stored.article.paragraphs == (article_paragraphs(1)[0],)
    assert "feed's own" in stored.article.notes[0]
    assert stored.warnings[0] == stored.article.notes[0]


def test_an_entry_without_an_address_is_read_from_the_feed(server: NewsServer, desk: Desk) -> None:
    entry = item(article_title(1), "/x", "g1", article_paragraphs(1)[0]).replace("<link>/x</link>", "")
    server.pages["/a.rss"] = rss([entry])
    desk.run(server.url + "/a.rss")
    assert desk.articles()[0].article.paragraphs == (article_paragraphs(1)[0],)
    server.etags = False
    assert desk.run(server.url + "/a.rss") == []


def test_a_page_that_fails_is_tried_again_at_longer_and_longer_pauses_then_the_feed_is_believed(
    server: NewsServer, desk: Desk
) -> None:
    server.pages["/a.rss"] = rss([item(article_title(1), "/broken", "g", article_paragraphs(1)[0])])
    url, tries = server.url + "/a.rss", 0
    while not desk.articles() if desk.path.exists() else True:
        tries += bool(desk.run(url))
        desk.now += timedelta(minutes=15)
        assert desk.now < NOON + timedelta(hours=9)
    assert tries == LAST_TRY
    assert desk.now - NOON > timedelta(hours=7)


def test_a_page_without_a_text_in_the_feed_is_given_up_at_last(server: NewsServer, desk: Desk) -> None:
    server.pages["/a.rss"] = rss([item("Lajmi", "/broken", "g")])
    failures = 0
    for _ in range(2 * LAST_TRY):
        failures += by_status(desk.run(server.url + "/a.rss"))["failed"]
        desk.now += LONGEST_RETRY
    assert failures == LAST_TRY


def test_a_page_that_comes_back_is_briefed_at_its_retry(server: NewsServer, desk: Desk) -> None:
    server.pages["/a.rss"] = rss([item(article_title(1), "/unavailable", "g")])
    assert by_status(desk.run(server.url + "/a.rss")) == {"failed": 1}
    server.pages["/unavailable"] = page(article_title(1), article_paragraphs(1))
    assert desk.run(server.url + "/a.rss") == []  # its time has not come
    desk.now += timedelta(minutes=16)
    assert by_status(desk.run(server.url + "/a.rss")) == {"done": 1}


def test_a_failing_feed_rests_longer_and_longer_and_comes_back(server: NewsServer, desk: Desk) -> None:
    url = server.url + "/broken"
    assert by_status(desk.run(url)) == {"failed": 1}
    assert desk.run(url) == []
    assert (desk.report.feeds_resting, round_code(desk.report)) == (1, 0)
    desk.now += timedelta(minutes=16)
    assert by_status(desk.run(url)) == {"failed": 1}
    desk.now += timedelta(minutes=16)
    assert desk.run(url) == []
    server.pages["/broken"] = listing([1])
    desk.now += timedelta(minutes=16)
    assert by_status(desk.run(url)) == {"done": 1}
    with Store.open(desk.path) as store:
        assert (store.read_feed(url).failures, store.read_feed(url).last_error) == (0, None)


def test_a_clock_set_back_blocks_neither_feeds_nor_retries(server: NewsServer, desk: Desk) -> None:
    server.pages |= {"/a.rss": rss([item(article_title(1), "/unavailable", "g")]), "/b.rss": listing([2])}
    urls = [server.url + "/a.rss", server.url + "/b.rss", server.url + "/broken"]
    desk.now += timedelta(days=900)
    desk.run(*urls)
    server.pages |= {"/unavailable": page(article_title(1), article_paragraphs(1)), "/broken": listing([3, 2])}
    desk.now = NOON
    assert by_status(desk.run(*urls))["done"] == 2
    assert desk.titles() == Counter(article_title(n) for n in (1, 2, 3))


def test_a_host_that_stays_silent_is_left_alone_for_the_rest_of_the_round(
    server: NewsServer, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(newsroom, "SILENT_AT_MOST", 2)
    server.pages["/a.rss"] = rss([item(f"Lajmi {n}", f"/hang?{n}", f"g{n}") for n in range(6)])
    assert by_status(desk.run(server.url + "/a.rss")) == {"failed": 2}
    assert desk.report.articles_left == 4


def test_a_page_that_trips_a_library_fails_alone(
    server: NewsServer, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    extract = newsroom.extract_article

    def trip(body: bytes, origin: str, *rest: object) -> object:
        if origin.endswith("/2"):
            raise RecursionError("maximum recursion depth exceeded")
        return extract(body, origin, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(newsroom, "extract_article", trip)
    server.pages["/a.rss"] = listing([1, 2, 3])
    outcomes = desk.run(server.url + "/a.rss")
    assert by_status(outcomes) == {"done": 2, "failed": 1}
    assert "RecursionError" in next(o.reason for o in outcomes if o.status == "failed")


def test_an_error_that_ends_the_round_does_not_wait_for_silent_servers(
    server: NewsServer, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(newsroom, "BATCH_CHARACTERS", 1)
    desk.settings = FetchSettings(delay=0.0, robots=False, allow_private=True)  # would wait 20 s

    def fail(_text: str, _options: object) -> str:
        raise ModelError("out of memory")

    desk.engine = FakeEngine(fail)
    silent = server.url.replace("127.0.0.1", "localhost") + "/hang"
    server.pages["/a.rss"] = rss([item("Lajmi", silent, "h"), item(article_title(1), "/article/1", "g")])
    begun = time.monotonic()
    with pytest.raises(ModelError):
        desk.run(server.url + "/a.rss")
    while [t for t in threading.enumerate() if t.name.startswith("fetch")]:
        time.sleep(0.05)
    assert time.monotonic() - begun < 10


def test_a_full_store_ends_the_round_and_what_was_told_is_stored(server: NewsServer, desk: Desk) -> None:
    server.pages["/a.rss"] = listing(range(1, 4))
    desk.run(server.url + "/a.rss")
    server.pages["/a.rss"] = listing(range(4, 40))
    with Store.open(desk.path, clock=lambda: NOON) as store, Fetcher(QUICK) as fetcher:
        pages = store.connection.execute("PRAGMA page_count").fetchone()[0]
        store.connection.execute(f"PRAGMA max_page_count = {pages + 3}")
        feeds = [FeedSource(name="F", url=server.url + "/a.rss")]
        with pytest.raises(StoreError, match="disk is full"):
            list(Round(store, fetcher, lambda: pytest.fail("no room to get so far")).outcomes(feeds))
    desk.run(server.url + "/a.rss")
    assert desk.titles() == Counter(article_title(n) for n in range(1, 40))


# ── repeats and changes ──────────────────────────────────────────────────────────────────────────────────────────────

WIRE = [
    "Presidentja Osmani u takua të premten në Bruksel me komisionerin për zgjerim, Gert Jan Koopman.",
    "Ajo tha se Kosova pret heqjen e masave ndëshkuese brenda muajit prill, pasi i ka përmbushur kushtet.",
    "Komisioni Evropian i vendosi masat në qershor të vitit 2023, pas tensioneve në veri të vendit.",
    "Sipas zyrës së saj, biseda u përqendrua edhe te plani i rritjes prej 6 miliardë eurosh për rajonin.",
    "Një takim i ri pritet javën e ardhshme në Prishtinë, ku do të marrin pjesë edhe përfaqësues të bizneseve.",
]


def test_a_wires_text_in_five_outlets_is_one_story_with_five_links_translated_once(
    server: NewsServer, desk: Desk
) -> None:
    for n in range(5):
        server.pages[f"/wire/{n}"] = page(f"Osmani në Bruksel ({'abcde'[n]})", WIRE if n < 3 else WIRE[:-1])
        server.pages[f"/{n}.rss"] = rss([item("Osmani në Bruksel", f"/wire/{n}", f"w{n}")])
    outcomes = desk.run(*[f"{server.url}/{n}.rss" for n in range(5)])
    assert by_status(outcomes) == {"done": 1, "skipped": 4}
    (story,) = desk.stories()
    assert {s.article.url for s in story} == {f"{server.url}/wire/{n}" for n in range(5)}
    assert [s.brief is not None for s in story] == [True, False, False, False, False]
    assert len(desk.decoded()) == len(WIRE) + 1
    assert (desk.report.articles_copies, desk.report.stories) == (4, 1)


def test_the_same_event_in_other_words_is_one_story_with_two_briefs(server: NewsServer, desk: Desk) -> None:
    other = [
        "Gert Jan Koopman e priti të premten në Bruksel presidenten e Kosovës, Vjosa Osmani, për masat ndëshkuese.",
        "Osmani kërkoi nga Komisioni Evropian që masat ndaj Kosovës të hiqen deri në prill.",
    ]
    server.pages |= {"/1": page("Osmani takon Koopmanin në Bruksel", WIRE), "/2": page("Osmani te Koopman", other)}
    server.pages["/a.rss"] = rss([item("Një", "/1", "a"), item("Dy", "/2", "b")])
    assert by_status(desk.run(server.url + "/a.rss")) == {"done": 2}
    (story,) = desk.stories()
    assert [s.brief is not None for s in story] == [True, True]


def test_a_page_that_two_feeds_list_is_read_once(server: NewsServer, desk: Desk) -> None:
    server.pages |= {
        "/a.rss": listing([1, 2]),
        "/b.rss": listing([2, 3]).replace("/article/2", "/article/2?utm_source=rss"),
    }
    assert by_status(desk.run(server.url + "/a.rss", server.url + "/b.rss")) == {"done": 3}
    assert sum(p.startswith("/article/2") for p in server.paths()) == 1
    server.etags = False
    assert desk.run(server.url + "/a.rss", server.url + "/b.rss") == []


def test_a_changed_article_is_a_revision_and_only_its_new_sentences_are_translated(
    server: NewsServer, desk: Desk
) -> None:
    url, old = server.url + "/a.rss", article_paragraphs(1)
    server.pages |= {"/one": page(article_title(1), old), "/a.rss": rss([item(article_title(1), "/one", "g", "A")])}
    desk.run(url)
    desk.engine.asked.clear()
    new = [*old, "Vendimi hyn në fuqi më 5 prill, njoftoi kryetari i komunës."]
    server.pages |= {"/one": page(article_title(1), new), "/a.rss": rss([item(article_title(1), "/one", "g", "B")])}
    desk.now += timedelta(hours=1)
    (outcome,) = desk.run(url)
    assert outcome.warnings[0] == UPDATED
    assert desk.decoded() == {new[-1]}
    (stored,) = desk.articles()
    assert (stored.revision, stored.article.paragraphs, stored.changed) == (2, tuple(new), desk.now)
    assert UPDATED not in stored.warnings  # the store says it by its dates
    assert desk.report.articles_updated == 1


def test_an_entry_that_changed_over_an_unchanged_page_is_known(server: NewsServer, desk: Desk) -> None:
    server.pages["/a.rss"] = rss([item(article_title(1), "/article/1", "g", "A")])
    desk.run(server.url + "/a.rss")
    server.pages["/a.rss"] = rss([item(article_title(1), "/article/1", "g", "B")])
    assert [o.reason for o in desk.run(server.url + "/a.rss")] == ["Known already, and unchanged."]
    assert desk.run(server.url + "/a.rss") == []
    assert desk.articles()[0].revision == 1


def test_entries_that_lead_to_one_page_are_one_article(server: NewsServer, desk: Desk) -> None:
    server.pages["/a.rss"] = rss([item("Një", "/moved", "a"), item("Dy", "/article/1", "b")])
    assert by_status(desk.run(server.url + "/a.rss")) == {"done": 1, "skipped": 1}
    assert len(desk.articles()) == 1


def test_pages_that_all_call_themselves_by_one_address_stay_apart(server: NewsServer, desk: Desk) -> None:
    head = "<link rel='canonical' href='/lajme/te-gjitha'>"
    server.pages |= {f"/p/{n}": page(article_title(n), article_paragraphs(n), head) for n in (1, 2, 3)}
    server.pages["/a.rss"] = listing([1, 2, 3], "/p/")
    assert by_status(desk.run(server.url + "/a.rss")) == {"done": 3}
    assert [s.revision for s in desk.articles()] == [1, 1, 1]


# ── decisions ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_pauses_double_up_to_a_day_and_a_server_may_ask_for_more() -> None:
    pauses = [plan_retry(n, NOON) - NOON for n in (1, 2, 3, 50)]
    assert pauses == [timedelta(minutes=15), timedelta(minutes=30), timedelta(hours=1), timedelta(days=1)]
    assert plan_retry(1, NOON, 3600) == NOON + timedelta(hours=1)
    assert plan_retry(1, NOON, 1e12) == NOON + timedelta(days=1)


@pytest.mark.parametrize(("ahead", "due"), [(None, True), (0, True), (-5, True), (3, False), (24, False), (25, True)])
def test_a_feed_is_due_by_a_believable_time(ahead: int | None, due: bool) -> None:
    assert is_due(None if ahead is None else NOON + timedelta(hours=ahead), NOON) == due


@pytest.mark.parametrize(
    ("date", "kept"),
    [
        ("2026-03-01T11:00:00+00:00", True),
        ("2026-03-01T12:30:00+01:00", True),
        ("2026-03-01T13:45:00", True),  # local time of an outlet in summer
        ("2026-03-01", True),
        (None, True),
        ("nonsense", True),
        ("2026-03-01T12:01:00+00:00", False),
        ("2098-01-01", False),
        ("2026-03-01T14:30:00", False),
    ],
)
def test_dates_are_kept_unless_they_lie_in_the_future(date: str | None, kept: bool) -> None:
    assert clamp_date(date, NOON) == (date if kept else "2026-03-01T12:00:00+00:00")


def test_feeds_take_turns_and_a_page_of_several_comes_once() -> None:
    waiting = [Waiting(Listing(feed, url, ""), n) for feed, url, n in (("a", "1", 0), ("a", "2", 0), ("a", "3", 4),
                                                                       ("b", "9", 1), ("b", "3", 2))]  # fmt: skip
    tasks = choose_tasks(waiting)
    assert [t.url for t in tasks] == ["1", "9", "2", "3"]
    assert ([x.feed for x in tasks[3].listings], tasks[3].failures) == (["a", "b"], 2)


def test_entries_of_one_page_are_listed_once_and_a_change_shows() -> None:
    one = Entry("a", "https://m.koha.net/1?utm_source=x", "Një")
    two = Entry("b", "https://koha.net/1", "Dy")
    (known,) = list_entries("f", [one, two])
    assert known.url == "https://koha.net/1"
    (changed,) = list_entries("f", [Entry("a", "https://koha.net/1", "Një", updated="2026-03-01")])
    assert changed.fingerprint != known.fingerprint


def test_a_temporary_failure_is_raised_until_the_last_try() -> None:
    entry = Entry("a", "https://koha.net/1", article_title(1), article_paragraphs(1)[0])
    busy, other = FetchError("busy", temporary=True), NotAPageError("a PDF")
    with pytest.raises(FetchError, match="busy"):
        read_article(entry, busy, last=False)
    assert read_article(entry, busy, last=True).paragraphs == (article_paragraphs(1)[0],)
    with pytest.raises(NotAPageError):
        read_article(entry, other, last=True)
    with pytest.raises(FetchError, match="front page"):
        read_article(Entry("a", "https://koha.net/1", "T"), Response("https://koha.net/", 200, b"<p>"), last=False)


def test_the_cache_of_a_round_is_the_store(desk: Desk) -> None:
    with Store.open(desk.path) as store:
        StoreCache(store).put({"k": Decoded("Hello.", "beam", -0.5, ("helo",))})
        assert StoreCache(store).get(["k", "other"]) == {"k": Decoded("Hello.", "beam", -0.5, ("helo",))}


@pytest.mark.parametrize(
    ("counts", "error", "code"),
    [
        ({}, None, 0),
        ({"articles_new": 3, "articles_left": 2, "feeds_resting": 1}, None, 0),
        ({"articles_failed": 1}, None, 1),
        ({"feeds_failed": 1}, None, 1),
        ({"feeds_failed": 1}, StoreError(), 2),
        ({}, UsageError(), 2),
        ({}, ModelError(), 3),
        ({}, LockedError(), 4),
    ],
)
def test_the_exit_code_of_a_round(counts: dict[str, int], error: StoreError | None, code: int) -> None:
    assert round_code(Report(started=NOON, **counts), error) == code  # type: ignore[arg-type]


def test_a_report_is_one_line_for_people() -> None:
    quiet = Report(started=NOON, seconds=0.25, feeds_unchanged=1)
    assert summarise_report(quiet) == "1 feed (1 unchanged); articles: none; 0.2 s"
    busy = Report(
        started=NOON, seconds=90, stopped="the time limit", feeds_answered=3, feeds_failed=1, articles_new=1200,
        articles_failed=2, articles_left=5, stories=900,
    )  # fmt: skip
    assert summarise_report(busy) == (
        "4 feeds (1 failed); articles: 1,200 new, 2 failed, 5 left for later; stories: 900; 90.0 s; stopped by the time limit"
    )


def test_metrics_follow_the_text_format() -> None:
    text = format_metrics(Report(started=NOON, seconds=2.5, articles_new=7, feeds_failed=1), 1)
    assert 'brief_round_articles{result="new"} 7\n' in text
    assert 'brief_round_feeds{result="failed"} 1\n' in text
    assert f"brief_round_end_timestamp_seconds {round(NOON.timestamp() + 2.5)}\n" in text
    described = set()
    for line in text.splitlines():
        if line.startswith("#"):
            assert re.fullmatch(r"# (?:HELP [a-z_]+ .+\.|TYPE [a-z_]+ gauge)", line)
            described.add(line.split()[2])
        else:
            sample = re.fullmatch(r'([a-z_]+)(?:\{result="[a-z_]+"\})? [0-9.]+', line)
            assert sample
            assert sample.group(1) in described


def test_events_tell_what_became_of_each_feed_and_article(server: NewsServer, desk: Desk) -> None:
    server.pages["/a.rss"] = rss([item(article_title(1), "/article/1", "g"), item("Lajmi", "/gone", "h")])
    desk.run(server.url + "/a.rss", server.url + "/gone")
    told = [(e.kind, e.facts.get("result")) for e in desk.events]
    assert Counter(told) == {
        ("round", None): 1, ("feed", "answered"): 1, ("feed", "failed"): 1, ("article", "new"): 1, ("article", "failed"): 1,
    }  # fmt: skip


def test_an_article_of_another_day_is_not_taken_for_a_copy(server: NewsServer, desk: Desk) -> None:
    text = "Moti në Kosovë do të jetë me diell dhe temperatura deri në {} gradë, njoftoi instituti në Prishtinë."
    server.pages |= {f"/moti/{n}": page(f"Moti {n}", [text.format(n)]) for n in (21, 22)}
    server.pages["/a.rss"] = listing([21, 22], "/moti/")
    assert by_status(desk.run(server.url + "/a.rss")) == {"done": 2}


@pytest.mark.parametrize(
    ("feed", "page", "named"),
    [
        ("http://127.0.0.1:8000/rss", "http://127.0.0.1:8000/a", True),
        ("http://[::1]/rss", "http://[::1]/a", True),
        ("http://localhost:8000/rss", "http://localhost:8000/a", True),
        ("http://127.0.0.1:8000/rss", "http://127.0.0.1:9000/a", False),
        ("http://127.0.0.1:8000/rss", "http://10.0.0.1:8000/a", False),
        ("http://127.0.0.1/rss", "https://127.0.0.1/a", False),
        ("http://koha.example/rss", "http://koha.example/a", False),  # its owner may point it anywhere by now
        ("http://127.0.0.1:8000/rss", "http://127.0.0.1:x/a", False),
    ],
)
def test_only_the_very_server_that_the_user_named_may_be_private(feed: str, page: str, named: bool) -> None:
    assert is_named_server(feed, page) is named
