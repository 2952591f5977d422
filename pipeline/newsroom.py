"""One round of the newsroom: feeds in, stored briefs out. Unattended, so whatever fails fails alone and is tried again.

    feeds ─listen─▶ waiting entries ─read─▶ articles ─admit─▶ batch ─finish─▶ stored ─tell─▶ outcomes

1. listen   each feed that is due is asked for what changed; its new and changed entries are stored as waiting, in one
            transaction with the feed's validators: from here on no entry can be lost, whatever ends the round
2. choose   the waiting entries whose time has come, each feed's newest first, the feeds in turn
3. read     the page of each, or the feed's own text where the page has none; a failure is stored with the time of its retry
4. admit    skip what is not Albanian, link what repeats, gather the rest; only now is a model loaded
5. finish   a batch is translated together; each article is stored with its brief and the mark of its entries at once
6. tell     one Outcome for each article and each failed feed, after it is stored

Hosts are asked side by side, one request at a time each. A stop or a limit of time ends the fetching at once and the
round after the batch in hand; what waits is the next round's. Does not print, does not open the store or the network.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import closing, suppress
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta, timezone
from ipaddress import ip_address
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

import msgspec

from pipeline import stories
from pipeline.errors import BriefError, ExtractionError, FetchError, NotAPageError, SourceError, StoreError
from pipeline.extract import article_from_entry, extract_article
from pipeline.feeds import Entry, Feed, FeedSource, parse_feed
from pipeline.fetch import Fetcher, Kind, Response, Validators
from pipeline.records import Article, Outcome
from pipeline.run import Plan, conclude, refuse_language
from pipeline.store import Arrival, FeedState, Listing, Retry, Store, Unit, Waiting
from pipeline.translate import Decoded

FIRST_RETRY = timedelta(minutes=15)
"""Pause after a first failure, doubled at each further one: a restart is over by then, and so is most maintenance."""

LONGEST_RETRY = timedelta(days=1)
"""A feed is asked once a day at least, however long it has been gone."""

LAST_TRY = 6
"""Failures after which a page is given up, and the feed's own text taken if it has one: about eight hours of tries. News
is old by then."""

BATCH_CHARACTERS = 20_000
"""Articles are translated together until they hold so many characters (about 150 sentences): enough for batches of like
length, and a stop waits for seconds only."""

BATCH_SECONDS = 5.0
"""An article waits no longer for others to fill its batch where fetching is slow: what is read and not stored is lost when
the process is killed."""

HOSTS_AT_ONCE = 8
"""Hosts asked side by side. More would gain little: translating takes longer than fetching."""

SILENT_AT_MOST = 10
"""A host that gave no answer so often in a row is left alone for the rest of the round, or its time-outs would fill it."""

LISTENING_SHARE = 0.5
"""Share of a time limit after which feeds that have not answered are given up, so that slow feeds leave time for articles."""

POLL = 0.2
"""Seconds between two looks at the stop flag while all hosts are silent."""

WESTERNMOST = timezone(timedelta(hours=2))
"""Pages tell local times without saying which. Read as Albanian summer time such a time is never later than it was."""

LONGEST_ARTICLE = 200_000
"""Characters; ten times the longest of long reads. More is a page that lost its bounds, and would hold the round up."""

UPDATED = "Updated: the outlet has changed this article since it was first briefed."

Job = TypeVar("Job")
Answer = TypeVar("Answer")


# ── records ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Limits:
    """Most articles to take up and most seconds to take; None for no limit."""

    articles: int | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something worth a line in a log: ``kind`` is "round", "feed" or "article"; ``facts`` are JSON-ready."""

    kind: str
    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a round did. Feeds: answered with entries, unchanged, failed, resting after earlier failures, or not asked for
    lack of time. Articles: new, updated, copies of others, unchanged, skipped, failed, left for a later round.

    ``stories`` counts those that got something new; ``stopped`` says why the round ended early, "" when it did not.
    """

    started: datetime
    seconds: float = 0.0
    stopped: str = ""
    feeds_answered: int = 0
    feeds_unchanged: int = 0
    feeds_failed: int = 0
    feeds_resting: int = 0
    feeds_unasked: int = 0
    articles_new: int = 0
    articles_updated: int = 0
    articles_copies: int = 0
    articles_unchanged: int = 0
    articles_skipped: int = 0
    articles_failed: int = 0
    articles_left: int = 0
    stories: int = 0


@dataclass(frozen=True, slots=True)
class _Task:
    """A page to read and all the entries that lead to it; ``failures`` is how often that failed in a row."""

    url: str
    listings: tuple[Listing, ...]
    failures: int = 0


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a worker brought: the entry it went by, and the page, its failure, or None when the entry has no address."""

    entry: Entry
    answer: Response | FetchError | None


@dataclass(frozen=True, slots=True)
class _Admitted:
    """An article on its way to be translated, and the stored article it is a revision of, if it is one."""

    arrival: Arrival
    revised: int | None


@dataclass(frozen=True, slots=True)
class StoreCache:
    """The translator's cache, kept in the store; see :class:`pipeline.translate.Cache`."""

    store: Store

    def get(self, keys: Sequence[str]) -> dict[str, Decoded]:
        """What is known of ``keys``."""
        return {k: Decoded(u.english, u.rung, u.score, u.doubts) for k, u in self.store.find_units(keys).items()}

    def put(self, entries: Mapping[str, Decoded]) -> None:
        """Remember ``entries``."""
        self.store.save_units({k: Unit(d.english, d.rung, d.score, d.doubts) for k, d in entries.items()})


# ── decisions ────────────────────────────────────────────────────────────────────────────────────────────────────────


def plan_retry(failures: int, now: datetime, retry_after: float | None = None) -> datetime:
    """When to try again after so many failures in a row; a server's own wish counts up to :data:`LONGEST_RETRY`."""
    pause = min(FIRST_RETRY * (1 << min(failures - 1, 10)), LONGEST_RETRY)
    asked = min(timedelta(seconds=min(retry_after or 0, 1e6)), LONGEST_RETRY)
    return now + max(pause, asked)


def is_due(due: datetime | None, now: datetime) -> bool:
    """Whether a feed's time has come. A time further off than any pause was noted under a clock since set back."""
    return due is None or due <= now or due > now + LONGEST_RETRY


def clamp_date(date: str | None, now: datetime) -> str | None:
    """``date`` (ISO 8601), or the present time when it lies in the future or nowhere."""
    moment = _read_moment(date)
    return now.isoformat(timespec="seconds") if moment and moment > now else date


def _read_moment(date: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(date or "")
        return moment.replace(tzinfo=WESTERNMOST).astimezone(UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def is_named_server(feed: str, page: str) -> bool:
    """Whether a page lies on the very server, by IP address and port, that the user named for its feed, which may be private.

    Not by name: whoever owns a name can point it into a private network once its feed has been read.
    """
    try:
        one, other = urlsplit(feed), urlsplit(page)
        same = (one.scheme, one.hostname, one.port) == (other.scheme, other.hostname, other.port)
        if one.hostname != "localhost":
            ip_address(one.hostname or "")
    except ValueError:
        return False
    return same


def entry_key(feed: str, entry: Entry) -> str:
    """What an entry is known by: the canonical URL of its page, or its id in the feed when it has none."""
    return stories.canonical_url(entry.url) if entry.url else f"{feed}#{entry.id}"


def list_entries(feed: str, entries: Iterable[Entry]) -> dict[Listing, Entry]:
    """A feed's entries as the store knows them, in order; of several that lead to one page the first."""
    first: dict[str, Entry] = {}
    for entry in entries:
        first.setdefault(entry_key(feed, entry), entry)
    return {Listing(feed, key, entry.fingerprint): entry for key, entry in first.items()}


def choose_tasks(waiting: Iterable[Waiting]) -> list[_Task]:
    """The pages to read, in the order to read them: the feeds take turns, each with its entries in the order given. A page
    that several feeds list is read once."""
    feeds: dict[str, deque[Waiting]] = {}
    pages: dict[str, list[Waiting]] = {}
    for entry in waiting:
        feeds.setdefault(entry.listing.feed, deque()).append(entry)
        pages.setdefault(entry.listing.url, []).append(entry)
    tasks: list[_Task] = []
    while feeds:
        for feed in list(feeds):
            entry = feeds[feed].popleft()
            if not feeds[feed]:
                del feeds[feed]
            if listed := pages.pop(entry.listing.url, None):
                listings = tuple(w.listing for w in listed)
                tasks.append(_Task(entry.listing.url, listings, min(w.failures for w in listed)))
    return tasks


def read_article(entry: Entry, answer: Response | FetchError | None, last: bool) -> Article:
    """The article of an entry: its page's, or the feed's own text when the page has gone, has none, or cannot be had at
    the ``last`` try. Raises FetchError when it is to be tried again, SourceError when there is nothing to be had."""
    if answer is None:
        return article_from_entry(entry, entry.id)
    url = entry.url or entry.id
    if isinstance(answer, Response):
        if _is_front_page(answer.url) and not _is_front_page(url):
            answer = FetchError("It leads to the site's front page; the article is gone.", about=url)
        else:
            return extract_article(answer.body, url, answer.url, entry, answer.content_type)
    if isinstance(answer, NotAPageError) or (answer.temporary and not last):
        raise answer
    try:
        return article_from_entry(entry, url)
    except ExtractionError:
        raise answer from None


def _is_front_page(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def complete_article(article: Article, feed_name: str, now: datetime) -> Article:
    """The article with a date that is not in the future, and with the feed's name where its page names no outlet (the host
    stands there then)."""
    host = (urlsplit(article.url or "").hostname or "").removeprefix("www.")
    named = article.outlet and article.outlet != host
    return replace(article, date=clamp_date(article.date, now), outlet=article.outlet if named else feed_name)


def round_code(report: Report, error: BriefError | None = None) -> int:
    """Exit code of a round: 0 fine or nothing new, 1 some feeds or articles failed; an error that ended it has its own."""
    if error is not None:
        return error.exit_code
    return 1 if report.feeds_failed or report.articles_failed else 0


_FEED_COUNTS = {
    "unchanged": "feeds_unchanged",
    "failed": "feeds_failed",
    "resting after failures": "feeds_resting",
    "not asked": "feeds_unasked",
}
_ARTICLE_COUNTS = {
    "new": "articles_new",
    "updated": "articles_updated",
    "repeated": "articles_copies",
    "unchanged": "articles_unchanged",
    "skipped": "articles_skipped",
    "failed": "articles_failed",
    "left for later": "articles_left",
}


def summarise_report(report: Report) -> str:
    """A round in one line for people."""

    def counted(names: Mapping[str, str]) -> str:
        return ", ".join(f"{getattr(report, name):,} {label}" for label, name in names.items() if getattr(report, name))

    total = report.feeds_answered + sum(getattr(report, name) for name in _FEED_COUNTS.values())
    feeds = f"{total} {'feed' if total == 1 else 'feeds'}"
    unusual = counted(_FEED_COUNTS)
    told = report.articles_new + report.articles_updated + report.articles_copies
    articles = (counted(_ARTICLE_COUNTS) or "none") + (f"; stories: {report.stories:,}" if told else "")
    line = f"{feeds}{f' ({unusual})' if unusual else ''}; articles: {articles}; {report.seconds:.1f} s"
    return line + (f"; stopped by {report.stopped}" if report.stopped else "")


def format_metrics(report: Report, code: int) -> str:
    """A round in the text format of Prometheus, for the textfile collector of its node exporter."""

    def gauge(name: str, explained: str, values: Mapping[str, float]) -> str:
        lines = "".join(f"brief_round_{name}{label} {value}\n" for label, value in values.items())
        return f"# HELP brief_round_{name} {explained}\n# TYPE brief_round_{name} gauge\n{lines}"

    def by_result(prefix: str) -> dict[str, float]:
        names = [f.name for f in fields(Report) if f.name.startswith(prefix)]
        return {f'{{result="{name.removeprefix(prefix)}"}}': getattr(report, name) for name in names}

    ended = report.started.timestamp() + report.seconds
    return "".join(
        (
            gauge(
                "end_timestamp_seconds", "When the last round ended, in seconds since the epoch.", {"": round(ended)}
            ),
            gauge("duration_seconds", "How long the last round took.", {"": round(report.seconds, 3)}),
            gauge("exit_code", "Exit code of the last round: 0 is fine, 1 that some items failed.", {"": code}),
            gauge("feeds", "Feeds of the last round by what became of them.", by_result("feeds_")),
            gauge("articles", "Articles of the last round by what became of them.", by_result("articles_")),
            gauge("stories", "Stories that got something new in the last round.", {"": report.stories}),
            gauge(
                "stopped_early", "Whether a signal or a limit ended the last round.", {"": int(bool(report.stopped))}
            ),
        )
    )


# ── fetching side by side ────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class _Crew(Generic[Job, Answer]):
    """Works off jobs in threads, those of a host one after the other.

    ``begin`` is called in the caller's thread and gives what a thread shall do, or None to leave the job; ``halted`` ends
    the handing out of jobs; ``cancel`` hurries those in hand.
    """

    host_of: Callable[[Job], str]
    begin: Callable[[Job], Callable[[], Answer] | None]
    halted: Callable[[], bool]
    cancel: Callable[[], None]

    def work(self, jobs: Iterable[Job]) -> Generator[tuple[Job, Answer]]:
        """Each job with its answer as they come. Jobs left out when it halted do not come. To be closed: that ends the threads."""
        queues: dict[str, deque[Job]] = {}
        for job in jobs:
            queues.setdefault(self.host_of(job), deque()).append(job)
        active: dict[Future[Answer], Job] = {}
        pool = ThreadPoolExecutor(HOSTS_AT_ONCE, thread_name_prefix="fetch")
        try:
            while not self.halted():
                self._hand_out(pool, queues, active)
                if not active:
                    return
                done, _ = wait(active, timeout=POLL, return_when=FIRST_COMPLETED)
                yield from [(active.pop(future), future.result()) for future in done]
            self.cancel()
            done, _ = wait(active, timeout=4 * POLL)
            yield from [(active.pop(future), future.result()) for future in done]
        finally:
            self.cancel()
            pool.shutdown(wait=False, cancel_futures=True)

    def _hand_out(
        self, pool: ThreadPoolExecutor, queues: dict[str, deque[Job]], active: dict[Future[Answer], Job]
    ) -> None:
        busy = {self.host_of(job) for job in active.values()}
        for host in [h for h in queues if h not in busy]:
            if len(active) >= HOSTS_AT_ONCE:
                return
            while queues[host]:
                job = queues[host].popleft()
                if (task := self.begin(job)) is not None:
                    active[pool.submit(task)] = job
                    break
            # To the end of the line, or the first hosts would always be served first.
            queue = queues.pop(host)
            if queue:
                queues[host] = queue


# ── the round ────────────────────────────────────────────────────────────────────────────────────────────────────────


class Round:
    """One round over an open, locked store. ``make_plan`` is called when the first article is to be translated, and not in
    a round that brings none; ``stop`` says whether to end early; ``note`` is told what happens, for a log.

    The store's clock is the round's. :meth:`outcomes` runs it once; :attr:`report` is complete when that ends, however.
    """

    def __init__(
        self,
        store: Store,
        fetcher: Fetcher,
        make_plan: Callable[[], Plan],
        limits: Limits | None = None,
        stop: Callable[[], bool] = lambda: False,
        advance: Callable[[int], None] = lambda _: None,
        note: Callable[[Event], None] = lambda _: None,
        *,
        force: bool = False,
    ) -> None:
        self.store = store
        self.fetcher = fetcher
        self.make_plan = make_plan
        self.limits = limits or Limits()
        self.stop = stop
        self.advance = advance
        self.note = note
        self.force = force
        self.began = time.monotonic()
        self.counts: Counter[str] = Counter()
        self._report = Report(started=store.clock())
        self._touched: set[int] = set()
        self._silent: Counter[str] = Counter()
        self._names: dict[str, str] = {}
        self._run = 0
        self._plan: Plan | None = None
        self._index: stories.Index | None = None
        self._batch: list[_Admitted] = []
        self._batch_index = stories.Index()
        self._batch_began = 0.0

    @property
    def report(self) -> Report:
        """What the round did so far."""
        counts: dict[str, Any] = {**self.counts, "stories": len(self._touched)}
        return replace(self._report, seconds=time.monotonic() - self.began, **counts)

    def outcomes(self, feeds: Sequence[FeedSource]) -> Generator[Outcome]:
        """One outcome for each failed feed and each article taken up, after it is stored.

        Raises StoreError when the store cannot be written, ModelError when the model is missing or fails; all that was told
        is stored by then, and the rest waits for the next round.
        """
        self._run = self.store.start_run()
        self.note(Event("round", f"begins; feeds in the list: {len(feeds)}", {"run": self._run, "feeds": len(feeds)}))
        state = "broken"
        try:
            yield from self._listen(feeds)
            yield from self._work()
            state = "stopped" if self._report.stopped else "complete"
        finally:
            with suppress(StoreError):  # what made it impossible is being raised already
                self.store.end_run(self._run, state, self._tally())  # type: ignore[arg-type]  # one of RunState's

    def _tally(self) -> dict[Any, int]:
        count = self.counts
        return {
            "done": count["articles_new"] + count["articles_updated"],
            "skipped": count["articles_skipped"] + count["articles_copies"] + count["articles_unchanged"],
            "failed": count["articles_failed"] + count["feeds_failed"],
        }

    def _halted(self, share: float = 1.0) -> bool:
        """Whether to take up nothing more: asked to stop, or ``share`` of the time is over."""
        late = self.limits.seconds is not None and time.monotonic() - self.began >= share * self.limits.seconds
        if not self._report.stopped and (self.stop() or (late and share == 1.0)):
            self._report = replace(self._report, stopped="a signal" if self.stop() else "the time limit")
        return late or bool(self._report.stopped)

    # 1. listen ---------------------------------------------------------------------------------------------------------
    def _listen(self, feeds: Sequence[FeedSource]) -> Iterator[Outcome]:
        due: list[FeedState] = []
        for feed in feeds:
            if feed.url in self._names:
                continue
            self._names[feed.url] = feed.name
            state = self.store.read_feed(feed.url)
            if is_due(state.due, self.store.clock()):
                due.append(state)
            else:
                self.counts["feeds_resting"] += 1
                self._note_feed(feed.url, "resting", f"rests until {state.due} after {state.failures} failures")
        crew = _Crew[FeedState, Response | FetchError](
            lambda state: urlsplit(state.url).hostname or "",
            lambda state: lambda: self._ask(state),
            lambda: self._halted(LISTENING_SHARE),
            self.fetcher.cancel,
        )
        asked = 0
        with closing(crew.work(due)) as answers:
            for state, answer in answers:
                if self._report.stopped and isinstance(answer, FetchError):
                    continue  # cut short by us, not by the feed
                asked += 1
                if isinstance(answer, FetchError) and self._halted(LISTENING_SHARE):
                    late = FetchError("The feed did not answer within half the time limit.", about=state.url)
                    yield self._fail_feed(state, late)
                elif outcome := self._take_answer(state, answer):
                    yield outcome
        self.counts["feeds_unasked"] += len(due) - asked

    def _ask(self, state: FeedState) -> Response | FetchError:
        validators = Validators(state.etag, state.last_modified) if state.etag or state.last_modified else None
        return self._get(state.url, "feed", validators, trusted=True)

    def _get(
        self, url: str, kind: Kind, validators: Validators | None = None, *, trusted: bool = False
    ) -> Response | FetchError:
        """In a worker's thread: an answer, or why there is none, as values."""
        try:
            return self.fetcher.get(url, kind, validators, trusted=trusted)
        except FetchError as error:
            return error
        except Exception as error:  # noqa: BLE001  # one server that trips a library must not end this and every later round
            return FetchError(_name_bug(error), about=url)

    def _take_answer(self, state: FeedState, answer: Response | FetchError) -> Outcome | None:
        """Store what a feed told; an outcome only when it failed."""
        if isinstance(answer, FetchError):
            return self._fail_feed(state, answer)
        now = self.store.clock()
        well = replace(state, failures=0, due=None, last_success=now, last_error=None)
        if answer.not_modified:
            self.store.save_feed(well)
            self.store.keep_listed(state.url)
            self.counts["feeds_unchanged"] += 1
            self._note_feed(state.url, "unchanged", "is unchanged")
            return None
        try:
            feed = parse_feed(answer.body, answer.url, answer.content_type)
        except SourceError as error:
            return self._fail_feed(state, error)
        except Exception as error:  # noqa: BLE001  # one feed that trips a library must not end this and every later round
            return self._fail_feed(state, SourceError(_name_bug(error), about=state.url))
        listings = list_entries(state.url, feed.entries)
        fresh = self.store.select_unhandled(list(listings))
        waiting = [
            Retry(
                listing,
                msgspec.json.encode(listings[listing]).decode(),
                0,
                now,
                published=min(_read_moment(listings[listing].published) or now, now),
                position=position,
            )
            for position, listing in enumerate(fresh)
        ]
        # What is not whole is asked for anew next time, not by its validators.
        kept = Validators() if feed.notes else answer.validators
        told = replace(well, title=feed.title or state.title, etag=kept.etag, last_modified=kept.last_modified)
        self.store.save_feed(told, waiting, now)
        self.counts["feeds_answered"] += 1
        self._note_answer(state.url, feed, len(waiting), answer.moved_to)
        return None

    def _note_answer(self, url: str, feed: Feed, fresh: int, moved_to: str | None) -> None:
        facts: dict[str, Any] = {"entries": len(feed.entries), "new": fresh, "notes": list(feed.notes)}
        told = f"has {len(feed.entries)} entries, {fresh} of them new or changed"
        if moved_to:
            facts["moved_to"] = moved_to
            told += f"; it has moved to {moved_to}"
        self._note_feed(url, "answered", " ".join([told + ".", *feed.notes]), facts)

    def _fail_feed(self, state: FeedState, error: SourceError) -> Outcome:
        now, failures = self.store.clock(), state.failures + 1
        due = plan_retry(failures, now, getattr(error, "retry_after", None))
        self.store.save_feed(replace(state, failures=failures, due=due, last_error=error.message))
        self.counts["feeds_failed"] += 1
        facts = {"failures": failures, "due": due.isoformat(timespec="seconds"), "reason": error.message}
        self._note_feed(state.url, "failed", f"failed: {error.message}", facts)
        return Outcome(state.url, "failed", reason=error.message)

    def _note_feed(self, url: str, result: str, told: str, facts: Mapping[str, Any] | None = None) -> None:
        self.note(Event("feed", f"{url} {told}", {"feed": url, "result": result, **(facts or {})}))

    # 2. choose, 3. read ------------------------------------------------------------------------------------------------
    def _work(self) -> Iterator[Outcome]:
        waiting = self.store.select_waiting(self.store.clock(), LONGEST_RETRY)
        tasks = choose_tasks(w for w in waiting if w.listing.feed in self._names)
        chosen = tasks[: self.limits.articles]
        self.counts["articles_left"] = len(tasks)
        crew = _Crew[_Task, _Reading](self._host_of, self._begin, self._halted, self.fetcher.cancel)
        with closing(crew.work(chosen)) as readings:
            for task, reading in readings:
                if self._report.stopped and isinstance(reading.answer, FetchError):
                    continue  # cut short by us
                self.counts["articles_left"] -= 1
                yield from self._take_reading(task, reading)
                if self._batch and self._is_full():
                    yield from self._finish()
        yield from self._finish()

    def _is_full(self) -> bool:
        characters = sum(len(p) for a in self._batch for p in a.arrival.article.paragraphs)
        return characters >= BATCH_CHARACTERS or time.monotonic() - self._batch_began >= BATCH_SECONDS

    @staticmethod
    def _host_of(task: _Task) -> str:
        return urlsplit(task.url).hostname or ""

    def _begin(self, task: _Task) -> Callable[[], _Reading] | None:
        if self._silent[self._host_of(task)] >= SILENT_AT_MOST:
            return None
        told = [msgspec.json.decode(self.store.read_entry(listing), type=Entry) for listing in task.listings]
        entry = max(told, key=lambda e: len(e.content) + len(e.summary))
        return lambda: self._fetch(entry, [listing.feed for listing in task.listings])

    def _fetch(self, entry: Entry, feeds: Sequence[str]) -> _Reading:
        if entry.url is None:
            return _Reading(entry, None)
        named = any(is_named_server(feed, entry.url) for feed in feeds)
        return _Reading(entry, self._get(entry.url, "page", trusted=named))

    def _take_reading(self, task: _Task, reading: _Reading) -> Iterator[Outcome]:
        self._listen_for_silence(task, reading.answer)
        origin = reading.entry.url or reading.entry.id
        try:
            article = read_article(reading.entry, reading.answer, task.failures + 1 >= LAST_TRY)
        except SourceError as error:
            yield self._fail_task(task, origin, error)
            return
        except Exception as error:  # noqa: BLE001  # one page that trips a library must not end this and every later round
            yield self._fail_task(task, origin, ExtractionError(_name_bug(error), about=origin))
            return
        if (size := sum(map(len, article.paragraphs))) > LONGEST_ARTICLE:
            yield self._fail_task(
                task, origin, ExtractionError(f"The text is too long for an article: {size:,} characters.")
            )
            return
        article = complete_article(article, self._names[task.listings[0].feed], self.store.clock())
        if not self.force and (reason := refuse_language(article)):
            self.store.handle(task.listings, "skipped", reason)
            yield self._tell("skipped", Outcome(article.origin, "skipped", reason=reason))
            return
        landed = [reading.answer.url] if isinstance(reading.answer, Response) else []
        addresses = tuple(dict.fromkeys([task.url, *map(stories.canonical_url, landed)]))
        arrival = Arrival(article, addresses, stories.sketch(article.paragraphs), task.listings)
        yield from self._admit(arrival)

    def _listen_for_silence(self, task: _Task, answer: Response | FetchError | None) -> None:
        silent = isinstance(answer, FetchError) and answer.temporary and answer.status is None
        self._silent[self._host_of(task)] = self._silent[self._host_of(task)] + 1 if silent else 0

    def _fail_task(self, task: _Task, origin: str, error: SourceError) -> Outcome:
        failures = task.failures + 1
        temporary = isinstance(error, FetchError) and error.temporary and failures < LAST_TRY
        if temporary:
            due = plan_retry(failures, self.store.clock(), getattr(error, "retry_after", None))
            self.store.delay(task.listings, failures, due, error.message)
        else:
            self.store.handle(task.listings, "failed", error.message)
        return self._tell("failed", Outcome(origin, "failed", reason=error.message), again=temporary)

    # 4. admit ----------------------------------------------------------------------------------------------------------
    def _admit(self, arrival: Arrival) -> Iterator[Outcome]:
        if self._meets_batch(arrival):
            yield from self._finish()  # the other must be in the store before this one can be linked to it
        article, decision = arrival.article, self._decide(arrival)
        if decision.action == "known" and decision.article is not None:
            self.store.save_known(decision.article, arrival)
            yield self._tell("unchanged", Outcome(article.origin, "skipped", reason="Known already, and unchanged."))
        elif decision.action == "copy" and decision.article is not None:
            _, story = self.store.save_copy(self._run, decision.article, arrival)
            self._touched.add(story)
            reason = f"The same text as article {decision.article} of the store; linked to it."
            yield self._tell("copies", Outcome(article.origin, "skipped", reason=reason))
        else:
            if not self._batch:
                self._batch_began = time.monotonic()
            self._batch_index.add(len(self._batch), 0, article.title, article.paragraphs, arrival.sketch)
            self._batch.append(_Admitted(arrival, decision.article))

    def _meets_batch(self, arrival: Arrival) -> bool:
        article = arrival.article
        return (
            any(
                a.arrival.article.id == article.id or set(a.arrival.addresses) & set(arrival.addresses)
                for a in self._batch
            )
            or self._batch_index.find_copy(article.title, article.paragraphs, arrival.sketch) is not None
        )

    def _decide(self, arrival: Arrival) -> stories.Decision:
        article = arrival.article
        known = self.store.find_known(arrival.addresses, article.id)
        candidates = [stories.Candidate(k.id, k.content_id, k.addresses, k.copy_of) for k in known]
        return stories.decide(
            article.id, article.title, article.paragraphs, arrival.addresses, arrival.sketch, candidates, self._recent()
        )

    def _recent(self) -> stories.Index:
        """The articles of the window, read once; a copy is found by its original."""
        if self._index is None:
            self._index = stories.Index()
            for known in self.store.recent(self.store.clock() - stories.WINDOW):
                if known.copy_of is None:
                    self._index.add(known.id, known.story, known.title, known.paragraphs, known.sketch)
        return self._index

    # 5. finish, 6. tell ------------------------------------------------------------------------------------------------
    def _finish(self) -> Iterator[Outcome]:
        batch, self._batch, self._batch_index = self._batch, [], stories.Index()
        if not batch:
            return
        if self._plan is None:
            self._plan = self.make_plan()
        translations = self._plan.translator.translate([a.arrival.article for a in batch], self.advance)
        for admitted, translation in zip(batch, translations, strict=True):
            outcome = conclude(translation, self._plan.summarise)
            if outcome.brief is None:
                self.store.handle(admitted.arrival.listings, "failed", outcome.reason)
                yield self._tell("failed", outcome)
            elif admitted.revised is None:
                yield self._save_new(admitted.arrival, outcome)
            else:
                yield self._save_revision(admitted.arrival, admitted.revised, outcome)

    def _save_new(self, arrival: Arrival, outcome: Outcome) -> Outcome:
        assert outcome.brief is not None  # noqa: S101  # the caller looked
        article, index = arrival.article, self._recent()
        # Only now: the articles of the batch before this one may tell the same.
        told = index.find_stories(article.title, article.paragraphs)
        arrival = replace(_with_canonical(arrival), stories=told)
        id_, story = self.store.save_article(self._run, arrival, outcome.brief, outcome.warnings)
        index.join(told, story)
        index.add(id_, story, article.title, article.paragraphs, arrival.sketch)
        self._touched = {story if other in told else other for other in self._touched} | {story}
        return self._tell("new", outcome)

    def _save_revision(self, arrival: Arrival, revised: int, outcome: Outcome) -> Outcome:
        assert outcome.brief is not None  # noqa: S101  # the caller looked
        article = arrival.article
        _, story = self.store.save_revision(
            self._run, revised, _with_canonical(arrival), outcome.brief, outcome.warnings
        )
        self._recent().add(revised, story, article.title, article.paragraphs, arrival.sketch)
        self._touched.add(story)
        return self._tell("updated", replace(outcome, warnings=(UPDATED, *outcome.warnings)))

    def _tell(self, result: str, outcome: Outcome, again: bool = False) -> Outcome:
        """Count and note an article; ``again`` says that a failed one will be tried again."""
        self.counts[f"articles_{result}"] += 1
        facts: dict[str, Any] = {"url": outcome.origin, "result": result, "reason": outcome.reason}
        if outcome.brief:
            facts["headline"] = outcome.brief.headline
        if again:
            facts["again"] = True
        told = f"{outcome.origin} {result}" + (f": {outcome.reason}" if outcome.reason else "")
        self.note(Event("article", told + (" It will be tried again." if again else ""), facts))
        return outcome


def _with_canonical(arrival: Arrival) -> Arrival:
    """The arrival with the address that the page itself gives, by which later entries may list it.

    It does not tell what an arriving page is: on some sites every page names the same one.
    """
    url = arrival.article.url
    own = (stories.canonical_url(url),) if url else ()
    return replace(arrival, addresses=tuple(dict.fromkeys([*arrival.addresses, *own])))


def _name_bug(error: Exception) -> str:
    return f"It could not be read, by a fault of this program ({type(error).__name__}: {str(error)[:100]})."
