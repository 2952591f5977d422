"""The digest: which stories, told by which article, in which order. Pure: stored stories in, one Digest out.

    stories ─choose a teller─▶ items ─score─▶ ranked ─limit─▶ Digest

    score    = recency × breadth × outlet × keywords
    recency  = 2 ^ (-age / half-life); age is counted from the newest story of the digest, so that no clock decides
    breadth  = 1 + log2(distinct outlets): two outlets count double, four three times as much as one
    outlet   = the highest weight among the story's outlets, 1 where none is set
    keywords = the product of the weights of the keywords that stand in the story, in Albanian or in English

Equal scores: the newer story first, then the one stored first. The same store, window and settings give the same digest.

Does not read the store, does not write any form (:mod:`pipeline.render` does), fetches and prints nothing.
"""

from __future__ import annotations

import math
import re
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Annotated, Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

import msgspec

from pipeline import text
from pipeline.check import KINDS
from pipeline.errors import UsageError
from pipeline.extract import FEED_NOTE, PAYWALL_NOTE
from pipeline.records import Brief, Finding, TranslatedSentence
from pipeline.store import Stored

Weight = Annotated[float, msgspec.Meta(ge=0, le=1000)]


class DigestSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The ``[digest]`` table of a configuration file.

    ``half_life`` is in hours; ``limit`` 0 shows every story; ``timezone`` is a name of the IANA database, empty for the
    computer's own. A weight multiplies the score; 0 puts a story last.
    """

    title: str = "Albanian news digest"
    half_life: Annotated[float, msgspec.Meta(gt=0, le=100_000)] = 12.0
    limit: Annotated[int, msgspec.Meta(ge=0)] = 0
    timezone: str = ""
    outlets: dict[str, Weight] = {}
    keywords: dict[str, Weight] = {}


def read_settings(table: Mapping[str, Any], origin: str) -> DigestSettings:
    """The settings in a ``[digest]`` table. Raises UsageError naming ``origin``, the key and what is wrong with it."""
    try:
        return msgspec.convert(dict(table), DigestSettings)
    except msgspec.ValidationError as exc:
        raise UsageError(f"[digest]: {exc}.", about=origin) from exc


def override(
    settings: DigestSettings, feed_weights: Mapping[str, float], limit: int | None, timezone: str | None
) -> DigestSettings:
    """Settings with the weights of the user's list of feeds under those of the configuration, and flags above it."""
    return msgspec.structs.replace(
        settings,
        outlets={**{name: weight for name, weight in feed_weights.items() if weight != 1}, **settings.outlets},
        limit=settings.limit if limit is None else limit,
        timezone=settings.timezone if timezone is None else timezone,
    )


# ── times ────────────────────────────────────────────────────────────────────────────────────────────────────────────

PAGES_ZONE = "Europe/Tirane"
"""Pages and feeds that give a time without a zone mean their own; Albania, Kosovo and North Macedonia share this one."""

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Before the outlets had pages: such a date is a mistake ("0001-01-01", "1970-01-01")."""

_SPAN = re.compile(r"(\d{1,6})\s*(m|h|d|w)", re.IGNORECASE)
_UNITS = {"m": ("minute", 1), "h": ("hour", 60), "d": ("day", 24 * 60), "w": ("week", 7 * 24 * 60)}


@dataclass(frozen=True, slots=True)
class Zone:
    """A time zone for showing times; ``rules`` None is the computer's own."""

    name: str
    rules: tzinfo | None

    def localise(self, moment: datetime) -> datetime:
        """``moment`` on the clocks of this zone."""
        return moment.astimezone(self.rules)


def find_zone(name: str) -> Zone:
    """The zone called so, the computer's own for "" and "local". Raises UsageError for an unknown name."""
    if name in ("", "local"):
        return Zone("the local time zone", None)
    try:
        return Zone(name, ZoneInfo(name))
    # A name that is no file name of the database fails in one of several ways (docs.python.org/3/library/zoneinfo.html).
    except (KeyError, ValueError, OSError) as exc:
        raise UsageError("There is no such time zone; write one like Europe/Tirane or UTC.", about=name) from exc


@dataclass(frozen=True, slots=True)
class Window:
    """What a digest covers: everything first seen or changed since ``start``; ``label`` says so to people."""

    start: datetime
    label: str


def parse_since(value: str, now: datetime, zone: Zone) -> Window:
    """The window for "90m", "24h", "7d", "2w", or since a date or time such as "2026-01-31" or "2026-01-31T08:00".

    A time without an offset is one of ``zone``. Raises UsageError when ``value`` is none of these, or in the future.
    """
    given = value.strip()
    wanted = "write a span such as 24h or 7d, or a date such as 2026-01-31"
    try:
        if span := _SPAN.fullmatch(given):
            unit, minutes = _UNITS[span[2].lower()]
            count = int(span[1])
            start = now - timedelta(minutes=minutes * count)
            return Window(start, f"in the last {unit}" if count == 1 else f"in the last {count} {unit}s")
        start = datetime.fromisoformat(given)
        start = (start.replace(tzinfo=zone.rules) if start.tzinfo is None else start).astimezone(UTC)
    except (ValueError, OverflowError) as exc:
        raise UsageError(f"'{value}' is no time to begin at; {wanted}.", about="--since") from exc
    if start > now:
        raise UsageError(f"'{value}' is in the future; {wanted}.", about="--since")
    return Window(start, f"since {show_time(Moment(start), zone)}")


@dataclass(frozen=True, slots=True)
class Moment:
    """When something was published. With ``exact`` false only the day is known, and ``at`` is its end or when the
    article was seen, whichever is earlier."""

    at: datetime
    exact: bool = True


def date_article(published: str | None, seen: datetime, now: datetime) -> Moment:
    """When an article was published, never later than it was seen: a date in the future, an impossible or a missing one
    gives the moment it was seen."""
    seen = min(seen, now)
    try:
        given = datetime.fromisoformat(published or "")
        exact = "T" in (published or "") or ":" in (published or "")
        if given.tzinfo is None:
            given = given.replace(tzinfo=ZoneInfo(PAGES_ZONE))
        given = given.astimezone(UTC)
    except (ValueError, OverflowError):
        return Moment(seen)
    if given < EARLIEST or given > seen:
        return Moment(seen)
    return Moment(given) if exact else Moment(min(given + timedelta(days=1, seconds=-1), seen), exact=False)


def show_day(day: date) -> str:
    """A day for people: ``31 Jan 2026``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def show_time(moment: Moment, zone: Zone) -> str:
    """A moment for people: ``31 Jan 2026, 08:00``, or the day alone where no more is known."""
    local = zone.localise(moment.at)
    return f"{show_day(local)}, {local:%H:%M}" if moment.exact else show_day(local)


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


# ── records ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence behind a line of a brief. ``albanian`` is empty for a text that was English; ``flags`` are kinds."""

    index: int
    albanian: str
    english: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a brief with what it rests on."""

    text: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One outlet's article. ``title`` is as published; ``headline`` its English, None for a copy, which has none of its
    own; ``url`` is None when it is no address that a browser may follow."""

    outlet: str
    url: str | None
    time: Moment
    title: str
    headline: str | None
    copy: bool
    updated: datetime | None


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to doubt or to know about a story: a kind to filter by, and sentences that say what it is."""

    kind: str
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One story of a digest. ``id`` is a URN that stays the same as long as the story's first article is stored;
    ``time`` is when the newest of its articles was published, ``updated`` when any was published or changed last;
    ``sources`` begin with the article that the brief was made of, then oldest first."""

    id: str
    story: int
    headline: str
    albanian_headline: str
    lines: tuple[Line, ...]
    sources: tuple[Source, ...]
    flags: tuple[Flag, ...]
    warnings: tuple[str, ...]
    translation_model: str
    summary_model: str
    method: str
    time: Moment
    updated: datetime
    score: float

    @property
    def outlets(self) -> tuple[str, ...]:
        """Distinct outlets in the order of the sources."""
        return tuple(dict.fromkeys(source.outlet for source in self.sources))


@dataclass(frozen=True, slots=True)
class Digest:
    """Ranked stories of a window; ``total`` counts those that a limit left out too."""

    title: str
    window: Window
    zone: Zone
    items: tuple[Item, ...]
    total: int

    @property
    def updated(self) -> datetime:
        """When the newest thing in it happened; the start of the window when there is nothing."""
        return max((item.updated for item in self.items), default=self.window.start)


# ── making ───────────────────────────────────────────────────────────────────────────────────────────────────────────

NOTE_KINDS = {FEED_NOTE: "feed's own text", PAYWALL_NOTE: "paywall"}
"""Flags for what is noted of an article's reading; other notes are flagged "note"."""

FLAG_ORDER = (*KINDS, "kept", "updated", *NOTE_KINDS.values(), "note")
"""Every kind of flag, worst first."""


def tidy(value: str) -> str:
    """``value`` on one line without control, direction and other invisible characters: safe in every form of output."""
    if value.isprintable():
        return value.strip()
    return "".join(c for c in " ".join(text.clean(value).split()) if c.isprintable())


def web_link(url: str | None) -> str | None:
    """``url`` as RFC 3986 has it if a browser may be sent there (http and https only): what no address may hold is
    percent-encoded, and what is none gives None."""
    if not url or not url.lower().startswith(("http://", "https://")):
        return None
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    if not host:
        return None
    link, _, fragment = quote(url, safe="!#$%&()*+,/:;=?@[]").partition("#")
    if ":" not in host:  # brackets are for IPv6 addresses alone
        link = link.replace("[", "%5B").replace("]", "%5D")
    if fragment:
        link += "#" + fragment.replace("#", "%23").replace("[", "%5B").replace("]", "%5D")
    return _BARE_PERCENT.sub("%25", link)


_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def name_outlet(stored: Stored) -> str:
    """The outlet of an article: its name, else the host of its address, else where it was read from."""
    article = stored.article
    try:
        host = urlsplit(article.url or "").hostname or ""
    except ValueError:
        host = ""
    return tidy(article.outlet or "") or tidy(host.removeprefix("www.")) or tidy(article.origin) or "unknown"


def make_digest(
    stories: Iterable[Sequence[Stored]], window: Window, zone: Zone, settings: DigestSettings, now: datetime
) -> Digest:
    """The digest of ``stories`` (:meth:`pipeline.store.Store.read_stories`), best first."""
    told = [(item, weigh(item, story, settings)) for story in stories if (item := tell(story, settings, now))]
    newest = max((item.updated for item, _ in told), default=now)
    half_life = timedelta(hours=settings.half_life)
    # The logarithm keeps apart what the product would round to nothing: stories a thousand half-lives old.
    scored = [(item, weight - (newest - item.updated) / half_life) for item, weight in told]
    scored.sort(key=lambda pair: (-pair[1], -pair[0].updated.timestamp(), pair[0].story))
    kept = scored[: settings.limit] if settings.limit else scored
    items = tuple(replace(item, score=round(2**points, 6)) for item, points in kept)
    return Digest(tidy(settings.title), window, zone, items, len(scored))


def weigh(item: Item, story: Sequence[Stored], settings: DigestSettings) -> float:
    """Base-2 logarithm of a story's breadth, outlet and keyword weights; minus infinity when one of them is 0."""
    outlets = {text.fold(outlet) for outlet in item.outlets}
    weights = {text.fold(tidy(name)): weight for name, weight in settings.outlets.items()}
    factors = [1 + math.log2(len(outlets)), max(weights.get(outlet, 1.0) for outlet in outlets)]
    if settings.keywords:
        words = gather_words(item, story)
        factors += [weight for keyword, weight in settings.keywords.items() if holds(words, keyword)]
    return sum(math.log2(factor) if factor else -math.inf for factor in factors)


def gather_words(item: Item, story: Sequence[Stored]) -> str:
    """Everything a story says, folded, Albanian and English."""
    parts = [item.headline, *(line.text for line in item.lines)]
    parts += [e.english for line in item.lines for e in line.evidence if e.english != line.text]
    for stored in story:
        if stored.copy_of is None:
            parts += [stored.article.title, *stored.article.paragraphs]
    return text.fold("\n".join(parts))


def holds(words: str, keyword: str) -> bool:
    """Whether a keyword, one word or several, stands at the beginning of a word of a folded text: Albanian endings may
    follow."""
    sought = " ".join(text.fold(keyword).split())
    at = words.find(sought) if sought else -1
    while at > 0 and words[at - 1].isalnum():
        at = words.find(sought, at + 1)
    return at >= 0


def choose_teller(story: Sequence[Stored], settings: DigestSettings, now: datetime) -> Stored | None:
    """The article whose brief tells the story: of the outlet weighted highest; read from its page rather than from the
    feed; with the fewest findings in the brief; the newest. None when no article has a brief."""
    weights = {text.fold(tidy(name)): weight for name, weight in settings.outlets.items()}

    def preference(stored: Stored) -> tuple[float, bool, int, float, int]:
        brief = stored.brief
        return (
            -weights.get(text.fold(name_outlet(stored)), 1.0),
            FEED_NOTE in stored.article.notes,
            len(_findings(brief)) if brief else 0,
            -date_article(stored.article.date, stored.seen, now).at.timestamp(),
            stored.id,
        )

    tellers = [stored for stored in story if stored.brief and stored.brief.sentences]
    return min(tellers, key=preference, default=None) if len(tellers) != 1 else tellers[0]


def tell(story: Sequence[Stored], settings: DigestSettings, now: datetime) -> Item | None:
    """A story as an item without its score; None when no article of it has a brief."""
    teller = choose_teller(story, settings, now)
    if teller is None or teller.brief is None:
        return None
    brief = teller.brief
    sources = sorted(
        ((stored, _source(stored, now)) for stored in story),
        key=lambda pair: (pair[0] is not teller, pair[1].time.at, pair[0].id),
    )
    first = min(story, key=lambda stored: stored.id)
    changes = [source.updated for _, source in sources if source.updated]
    time = max((source.time for _, source in sources), key=lambda moment: moment.at)
    return Item(
        id=uuid.uuid5(uuid.NAMESPACE_URL, first.article.url or f"brief:{first.article.id}").urn,
        story=teller.story,
        headline=tidy(brief.headline or "") or tidy(teller.article.title) or "Untitled",
        albanian_headline=tidy(teller.article.title),
        lines=_lines(brief),
        sources=tuple(source for _, source in sources),
        flags=_flags(teller, brief, story),
        warnings=tuple(tidy(warning) for warning in teller.warnings),
        translation_model=str(brief.translation.signature) if brief.translation.signature else "English as given",
        summary_model=brief.signature,
        method=brief.method,
        time=time,
        updated=max(time.at, *changes) if changes else time.at,
        score=0.0,
    )


def _source(stored: Stored, now: datetime) -> Source:
    headline = stored.brief.headline if stored.brief else None
    return Source(
        name_outlet(stored),
        web_link(stored.article.url),
        date_article(stored.article.date, stored.seen, now),
        tidy(stored.article.title),
        tidy(headline) if headline else None,
        stored.copy_of is not None,
        min(stored.changed, now) if stored.changed else None,
    )


def _lines(brief: Brief) -> tuple[Line, ...]:
    sentences = {s.sentence.index: s for s in brief.translation.sentences}
    return tuple(
        Line(tidy(line.text), tuple(_evidence(sentences[i]) for i in line.indices if i in sentences))
        for line in brief.sentences
    )


def _evidence(sentence: TranslatedSentence) -> Evidence:
    kinds = [*(["kept"] if sentence.rung == "kept" else []), *(f.kind for f in sentence.findings)]
    return Evidence(
        sentence.sentence.index, tidy(sentence.sentence.text), tidy(sentence.english), tuple(dict.fromkeys(kinds))
    )


def _findings(brief: Brief) -> list[Finding]:
    """What was found about what a reader of the digest sees: the brief, its headline, the sentences behind it."""
    behind = {i for line in brief.sentences for i in line.indices}
    found = list(brief.findings)
    for sentence in brief.translation.sentences:
        if sentence.sentence.index in behind or sentence.sentence.paragraph < 0:
            found += sentence.findings
            if sentence.rung == "kept":
                found.append(Finding("kept", "A sentence was badly translated; the best attempt was kept."))
    return found


def _flags(teller: Stored, brief: Brief, story: Sequence[Stored]) -> tuple[Flag, ...]:
    details: dict[str, dict[str, None]] = {}
    for finding in _findings(brief):
        details.setdefault(finding.kind, {})[tidy(finding.detail)] = None
    for note in teller.article.notes:
        details.setdefault(NOTE_KINDS.get(note, "note"), {})[tidy(note)] = None
    for stored in story:
        if stored.changed:
            sentence = f"{name_outlet(stored)} changed its text after it was first read (revision {stored.revision})."
            details.setdefault("updated", {})[sentence] = None
    order = {kind: number for number, kind in enumerate(FLAG_ORDER)}
    return tuple(
        Flag(kind, tuple(details[kind])) for kind in sorted(details, key=lambda k: (order.get(k, len(order)), k))
    )


# ── counting ─────────────────────────────────────────────────────────────────────────────────────────────────────────

CHART_DAYS = 92
"""Days a chart shows at most, the newest: three months, at which a bar is still some pixels wide."""

CHART_OUTLETS = 6
"""Outlets told apart in a chart, those with most articles; more colours than seven are not."""

OTHERS = "other outlets"


@dataclass(frozen=True, slots=True)
class DayCounts:
    """Articles per day and outlet. ``rows`` has a tuple for each of ``days`` with a count for each of ``outlets``;
    ``earlier`` counts the articles published before the first day shown."""

    days: tuple[date, ...]
    outlets: tuple[str, ...]
    rows: tuple[tuple[int, ...], ...]
    earlier: int


def count_days(digest: Digest) -> DayCounts:
    """Articles of a digest per day (in its zone) and outlet; days without any between the first and the last included.

    Articles that were published before the window began and read in it are counted apart.
    """
    dated = [(digest.zone.localise(s.time.at).date(), s.outlet) for item in digest.items for s in item.sources]
    if not dated:
        return DayCounts((), (), (), 0)
    last = max(day for day, _ in dated)
    earliest = max(digest.zone.localise(digest.window.start).date(), last - timedelta(days=CHART_DAYS - 1))
    first = min((day for day, _ in dated if day >= earliest), default=last)
    shown = [(day, outlet) for day, outlet in dated if day >= first]
    totals = Counter(outlet for _, outlet in shown)
    ranked = sorted(totals, key=lambda outlet: (-totals[outlet], outlet))
    named = ranked if len(ranked) <= CHART_OUTLETS + 1 else ranked[:CHART_OUTLETS]
    outlets = (*named, *([OTHERS] if len(named) < len(ranked) else []))
    counts = Counter((day, outlet if outlet in named else OTHERS) for day, outlet in shown)
    days = tuple(first + timedelta(days=n) for n in range((last - first).days + 1))
    rows = tuple(tuple(counts[day, outlet] for outlet in outlets) for day in days)
    return DayCounts(days, outlets, rows, len(dated) - len(shown))
