"""The store: one SQLite file with everything the newsroom knows. Only this and :mod:`pipeline.schema` speak SQL.

    sources ─┬─ entries     what each feed listed and what became of it     runs      one row a round
             └─ retries     entries that wait: new, or failed and when       stories   articles that tell the same event
                            to try them again
    articles ─┬─ addresses  every canonical URL that leads to the article
              └─ revisions ─┬─ sentences  Albanian and English, aligned     translations  the sentence cache
                            └─ briefs

An article and all that hangs on it is written in one transaction, together with the note that its feed entry is dealt
with: a process killed at any moment leaves all of it or nothing. Times are UTC, ISO 8601, to the second; they are
shown and compared with cut-offs but never order or identify anything (a clock can be set back): ids do.

Does not decide what is new, what repeats and what belongs together (:mod:`pipeline.stories` does), fetches and prints
nothing. ``sqlite3`` errors that a user can mend become StoreError; the others are bugs and stay as they are.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import msgspec

from pipeline import schema
from pipeline.errors import LockedError, StoreError
from pipeline.records import (
    Article,
    Brief,
    BriefSentence,
    Finding,
    Rung,
    Sentence,
    Signature,
    TranslatedSentence,
    Translation,
)

BUSY_SECONDS = 10.0
"""How long a statement waits for another connection's transaction. Ours take milliseconds; a vacuum takes seconds."""

Status = Literal["done", "skipped", "failed"]
RunState = Literal["complete", "stopped", "broken"]
"""How a round ended: all of it, at a limit or signal, by an error. A killed one is "running" until the next begins."""


# ------------------------------------------------------------------------------------------------------------- records
@dataclass(frozen=True, slots=True)
class FeedState:
    """What is remembered of a feed between rounds; ``due`` is when to ask it again, None at any time."""

    url: str
    title: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    failures: int = 0
    due: datetime | None = None
    last_success: datetime | None = None
    last_error: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A feed entry as the store knows it: the feed's URL, the entry's canonical URL, a hash of what the feed says."""

    feed: str
    url: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Retry:
    """An entry that waits to be taken up at ``due``: a new one (``failures`` 0), or one that failed so often in a row.

    ``entry`` is its JSON; ``published`` and ``position``, its place in the feed, say which of a feed's entries is newest.
    """

    listing: Listing
    entry: str
    failures: int
    due: datetime
    error: str = ""
    published: datetime | None = None
    position: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry whose time has come, without its text: :meth:`Store.read_entry` brings that when it is needed."""

    listing: Listing
    failures: int


@dataclass(frozen=True, slots=True)
class Known:
    """What deciding about repeats needs of a stored article. ``sketch`` is sorted (:func:`pipeline.stories.sketch`)."""

    id: int
    story: int
    content_id: str
    title: str
    paragraphs: tuple[str, ...]
    sketch: tuple[int, ...]
    seen: datetime
    copy_of: int | None
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article on its way into the store: all canonical URLs that lead to it, and the feed entries it answers."""

    article: Article
    addresses: tuple[str, ...]
    sketch: tuple[int, ...]
    listings: tuple[Listing, ...] = ()
    stories: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Stored:
    """An article as stored, in its newest revision. ``brief`` is None for a copy of another article (``copy_of``)."""

    id: int
    story: int
    article: Article
    seen: datetime
    changed: datetime | None
    revision: int
    copy_of: int | None
    brief: Brief | None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A cached translation of one unit; see :class:`pipeline.translate.Decoded`."""

    english: str
    rung: Rung
    score: float | None
    doubts: tuple[str, ...] = ()


# ------------------------------------------------------------------------------------------------------ file and lock
def default_path() -> Path:
    """Where the store is when neither ``--store`` nor BRIEF_STORE says otherwise."""
    import platformdirs

    return Path(platformdirs.user_data_dir("brief")) / "brief.sqlite3"


def find_store(path: Path | None, environment: Mapping[str, str] = os.environ) -> Path:
    """The store in force: the one named, else BRIEF_STORE, else the one in the user's data folder."""
    named = environment.get("BRIEF_STORE")
    return path or (Path(named) if named else default_path())


@contextlib.contextmanager
def lock(path: Path) -> Iterator[None]:
    """Hold the store at ``path`` for one run. The kernel lets go of the lock when the process ends, however it ends.

    Raises LockedError at once when another process holds it, StoreError when the lock file cannot be made.
    """
    from filelock import FileLock, Timeout

    if path.is_dir():
        raise StoreError("This is a folder; name a file.", about=str(path))
    _make_folder(path)
    held = FileLock(path.with_name(path.name + ".lock"))
    try:
        held.acquire(timeout=0)
    except Timeout as exc:
        if not Path(held.lock_file).exists():  # some file systems refuse new files in a way that looks like a held lock
            raise StoreError("The lock beside the store cannot be made; check its folder.", about=str(path)) from exc
        raise LockedError(about=str(path)) from exc
    except OSError as exc:
        raise StoreError(
            f"The lock beside the store cannot be made ({exc.strerror}); check its folder and the disk.",
            about=str(path),
        ) from exc
    try:
        yield
    finally:
        held.release()


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        message = f"The folder of the store cannot be made ({exc.strerror}); name another with --store."
        raise StoreError(message, about=str(path)) from exc


_EXPLAINED = {
    sqlite3.SQLITE_FULL: "The disk is full; free some space and run again. Nothing that was stored is lost.",
    sqlite3.SQLITE_READONLY: "The store may not be written; check the permissions of the file and its folder.",
    sqlite3.SQLITE_PERM: "The store may not be used; check the permissions of the file and its folder.",
    sqlite3.SQLITE_CANTOPEN: "The store cannot be opened; check that the folder is there and may be written.",
    sqlite3.SQLITE_NOTADB: "This file is not a store; name another file with --store.",
    sqlite3.SQLITE_CORRUPT: "The store is damaged; restore a copy, or move it away: the next round makes a new one.",
    sqlite3.SQLITE_BUSY: "Another program is writing to the store; run again when it has finished.",
    sqlite3.SQLITE_IOERR: "The disk did not read or write the store; check the disk and its free space.",
}
_PRIMARY_CODE = 0xFF  # SQLite's extended codes carry the primary one in the low byte (sqlite.org/rescode.html)


def _is_damage(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & _PRIMARY_CODE == sqlite3.SQLITE_CORRUPT


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as exc:
        sentence = _EXPLAINED.get(getattr(exc, "sqlite_errorcode", 0) & _PRIMARY_CODE)
        if sentence is None:
            raise
        raise StoreError(sentence, about=str(path)) from exc


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)


def _connect_reading(path: Path) -> sqlite3.Connection:
    """A connection that writes nothing. On a read-only disk SQLite cannot keep its index of the journal, and reads only
    a file it is told nobody changes; that is true where no journal is left."""
    address = path.resolve().as_uri()
    connection = sqlite3.connect(f"{address}?mode=ro", timeout=BUSY_SECONDS, isolation_level=None, uri=True)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        journal = path.with_name(path.name + "-wal")
        if journal.exists() and journal.stat().st_size:
            raise
        connection = sqlite3.connect(f"{address}?mode=ro&immutable=1", isolation_level=None, uri=True)
    return connection


def write_time(moment: datetime) -> str:
    """A moment as the store writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_time(value: str) -> datetime:
    """A moment the store wrote."""
    return datetime.fromisoformat(value)


def _now() -> datetime:
    return datetime.now(UTC)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _pack(sketch: Sequence[int]) -> bytes:
    return array("Q", sketch).tobytes()


def _unpack(blob: bytes) -> tuple[int, ...]:
    values = array("Q")
    values.frombytes(blob)
    return tuple(values)


class Store:
    """An open store. Use :meth:`open`; close it, or use it as a context manager.

    Every method raises StoreError when the disk is full, the file may not be written, is damaged, or is in use.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, clock: Callable[[], datetime]) -> None:
        self.connection = connection
        self.path = path
        self.clock = clock

    @classmethod
    def open(cls, path: Path, *, write: bool = True, clock: Callable[[], datetime] = _now) -> Store:
        """Open the store at ``path``, making it when it is not there and bringing an older one up to date.

        With ``write`` false the file must exist and may stand on a read-only disk; it is written only to bring it up to
        date. Raises StoreError for a file that is no store, is damaged, or was written by a newer version.
        """
        if write:
            _make_folder(path)
        elif not path.exists():
            raise StoreError("There is no store yet; 'brief run --feeds' makes it.", about=str(path))
        if path.is_dir():
            raise StoreError("This is a folder; name a file.", about=str(path))
        with _explained(path):
            connection = _connect(path) if write else _connect_reading(path)
            try:
                version = schema.read_version(connection, path)
                if not write and version < len(schema.MIGRATIONS):
                    connection.close()
                    cls.open(path, clock=clock).close()
                    return cls.open(path, write=False, clock=clock)
                connection.execute("PRAGMA foreign_keys = ON")
                if write:
                    connection.execute("PRAGMA journal_mode = WAL")
                    # In WAL mode NORMAL survives the death of the process whole; a power cut may undo the last
                    # transactions but never breaks the file (sqlite.org/pragma.html#pragma_synchronous).
                    connection.execute("PRAGMA synchronous = NORMAL")
                    schema.migrate(connection, version, len(schema.MIGRATIONS), write_time(clock()))
            except BaseException:
                connection.close()
                raise
        return cls(connection, path, clock)

    def close(self) -> None:
        """Close the file; what is not committed is undone."""
        self.connection.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of the block's writes or none of them."""
        with _explained(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
            except BaseException:
                if self.connection.in_transaction:  # a full disk can have rolled it back already
                    self.connection.execute("ROLLBACK")
                raise
            self.connection.execute("COMMIT")

    def _rows(self, sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[sqlite3.Row]:
        with _explained(self.path):
            return self.connection.execute(sql, values).fetchall()

    # --------------------------------------------------------------------------------------------- the sentence cache
    def find_units(self, keys: Sequence[str]) -> dict[str, Unit]:
        """What the cache knows of ``keys`` (:func:`pipeline.translate.cache_key`)."""
        rows = self._rows(
            "SELECT key, english, rung, score, doubts FROM translations WHERE key IN (SELECT value FROM json_each(?))",
            (_json(list(keys)),),
        )
        return {
            key: Unit(english, rung, score, tuple(msgspec.json.decode(doubts)))
            for key, english, rung, score, doubts in rows
        }

    def save_units(self, units: Mapping[str, Unit]) -> None:
        """Remember translations."""
        now = write_time(self.clock())
        with self.transaction() as connection:
            connection.executemany(
                """INSERT OR REPLACE INTO translations (key, english, rung, score, doubts, made)
                VALUES (?, ?, ?, ?, ?, ?)""",
                [(key, u.english, u.rung, u.score, _json(u.doubts), now) for key, u in units.items()],
            )

    # --------------------------------------------------------------------------------------------------------- rounds
    def start_run(self) -> int:
        """Note that a round begins; its number grows whatever the clock says. A killed round is marked broken."""
        with self.transaction() as connection:
            connection.execute("UPDATE runs SET state = 'broken' WHERE state = 'running'")
            cursor = connection.execute("INSERT INTO runs (started) VALUES (?)", (write_time(self.clock()),))
            return int(cursor.lastrowid or 0)

    def end_run(self, run: int, state: RunState, counts: Mapping[Status, int]) -> None:
        """Note how a round ended."""
        values = (write_time(self.clock()), state, *(counts.get(s, 0) for s in ("done", "skipped", "failed")), run)
        with self.transaction() as connection:
            connection.execute(
                "UPDATE runs SET ended = ?, state = ?, done = ?, skipped = ?, failed = ? WHERE id = ?", values
            )

    # ---------------------------------------------------------------------------------------------------------- feeds
    def read_feed(self, url: str) -> FeedState:
        """What is remembered of a feed; an empty state when it is new."""
        rows = self._rows(
            """SELECT title, etag, last_modified, failures, due, last_success, last_error
            FROM sources WHERE url = ?""",
            (url,),
        )
        if not rows:
            return FeedState(url)
        title, etag, modified, failures, due, success, error = rows[0]
        times = (read_time(due) if due else None, read_time(success) if success else None)
        return FeedState(url, title, etag, modified, failures, *times, error)

    def save_feed(self, state: FeedState, waiting: Sequence[Retry] = (), listed: datetime | None = None) -> None:
        """Remember a feed and the entries of it that wait, in one transaction: no validator is kept without them.

        ``listed`` is when the feed told all its entries, None when it did not (it failed, or said "not modified").
        """
        due, success = (write_time(t) if t else None for t in (state.due, state.last_success))
        values = (
            state.url,
            state.title,
            state.etag,
            state.last_modified,
            state.failures,
            due,
            success,
            state.last_error,
            write_time(listed) if listed else None,
        )
        with self.transaction() as connection:
            connection.execute(
                """INSERT INTO sources (url, title, etag, last_modified, failures, due, last_success, last_error, listed)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (url) DO UPDATE SET
                (title, etag, last_modified, failures, due, last_success, last_error, listed)
                = (excluded.title, excluded.etag, excluded.last_modified, excluded.failures, excluded.due,
                   excluded.last_success, excluded.last_error, coalesce(excluded.listed, listed))""",
                values,
            )
            _postpone(connection, waiting)

    def keep_listed(self, url: str) -> None:
        """Note that a feed that has not changed still lists what it listed, so that pruning keeps that known."""
        with self.transaction() as connection:
            connection.execute(
                """UPDATE entries SET listed = ?1 WHERE listed < ?1 AND (source_id, listed) IN
                (SELECT e.source_id, e.listed FROM sources s JOIN entries e ON e.source_id = s.id
                 WHERE s.url = ?2 AND e.listed >= s.listed)""",
                (write_time(self.clock()), url),
            )

    # -------------------------------------------------------------------------------------------- entries and retries
    def select_unhandled(self, listings: Sequence[Listing]) -> dict[Listing, Literal["new", "changed"]]:
        """Those entries that are new, or that the feed has changed since they were dealt with; in order.

        Entries that wait are left out: :meth:`select_waiting` brings them. All are noted as still listed, so that
        pruning keeps them known.
        """
        now = write_time(self.clock())
        known: dict[tuple[str, str], str | None] = {}
        with self.transaction() as connection:
            for feed in dict.fromkeys(listing.feed for listing in listings):
                for url, fingerprint in connection.execute(
                    """SELECT e.url, e.fingerprint FROM sources s JOIN entries e ON e.source_id = s.id WHERE s.url = ?1
                    UNION ALL
                    SELECT r.url, NULL FROM sources s JOIN retries r ON r.source_id = s.id WHERE s.url = ?1""",
                    (feed,),
                ):
                    known[feed, url] = fingerprint
            connection.executemany(
                "UPDATE entries SET listed = ? WHERE url = ? AND source_id = (SELECT id FROM sources WHERE url = ?)",
                [(now, item.url, item.feed) for item in listings if (item.feed, item.url) in known],
            )
        return {
            item: "changed" if (item.feed, item.url) in known else "new"
            for item in listings
            if known.get((item.feed, item.url), "") not in (None, item.fingerprint)
        }

    def handle(self, listings: Sequence[Listing], status: Status, reason: str = "") -> None:
        """Note that entries are dealt with, so that they are not looked at again until their feed changes them."""
        with self.transaction() as connection:
            for listing in listings:
                _handle(connection, listing, status, reason, write_time(self.clock()))

    def postpone(self, retries: Sequence[Retry]) -> None:
        """Note entries that wait, and until when."""
        with self.transaction() as connection:
            _postpone(connection, retries)

    def delay(self, listings: Sequence[Listing], failures: int, due: datetime, error: str) -> None:
        """Note that waiting entries failed once more and when to try them again."""
        with self.transaction() as connection:
            connection.executemany(
                """UPDATE retries SET failures = ?, due = ?, error = ?
                WHERE url = ? AND source_id = (SELECT id FROM sources WHERE url = ?)""",
                [(failures, write_time(due), error, listing.url, listing.feed) for listing in listings],
            )

    def select_waiting(self, now: datetime, longest: timedelta) -> list[Waiting]:
        """Entries whose time has come, feed by feed, each feed's newest first. One due later than ``longest`` from now
        was noted under another clock."""
        rows = self._rows(
            """SELECT s.url, r.url, json_extract(r.entry, '$.fingerprint'), r.failures
            FROM retries r JOIN sources s ON s.id = r.source_id
            WHERE r.due <= ? OR r.due > ? ORDER BY r.source_id, r.published DESC, r.position, r.url""",
            (write_time(now), write_time(now + longest)),
        )
        return [Waiting(Listing(feed, url, fingerprint), failures) for feed, url, fingerprint, failures in rows]

    def read_entry(self, listing: Listing) -> str:
        """The JSON of an entry that waits."""
        ((entry,),) = self._rows(
            """SELECT json_extract(r.entry, '$.entry') FROM retries r JOIN sources s ON s.id = r.source_id
            WHERE s.url = ? AND r.url = ?""",
            (listing.feed, listing.url),
        )
        return str(entry)

    # ------------------------------------------------------------------------------------------------------- articles
    def recent(self, since: datetime) -> list[Known]:
        """Articles seen since then, in the order they came: what a newcomer may repeat or belong to."""
        return self._known("a.seen >= ?", write_time(since))

    def find_known(self, addresses: Sequence[str], content_id: str) -> list[Known]:
        """Articles of any age with one of these canonical URLs or exactly this text."""
        return self._known(
            """a.id IN (SELECT article_id FROM addresses WHERE url IN (SELECT value FROM json_each(?))
               UNION SELECT article_id FROM revisions WHERE content_id = ?)""",
            _json(list(addresses)),
            content_id,
        )

    def _known(self, condition: str, *values: str) -> list[Known]:
        rows = self._rows(
            f"""SELECT a.id, a.story_id, r.content_id, r.title, r.paragraphs, a.sketch, a.seen, a.copy_of,
                (SELECT json_group_array(url) FROM addresses WHERE article_id = a.id)
            FROM articles a JOIN revisions r ON r.article_id = a.id
            WHERE r.number = (SELECT max(number) FROM revisions WHERE article_id = a.id) AND {condition}
            ORDER BY a.id""",  # noqa: S608  # the conditions are the two literals above
            values,
        )
        return [
            Known(
                id_,
                story or id_,
                content,
                title,
                tuple(msgspec.json.decode(paragraphs)),
                _unpack(sketch),
                read_time(seen),
                copy_of,
                tuple(msgspec.json.decode(addresses)),
            )
            for id_, story, content, title, paragraphs, sketch, seen, copy_of, addresses in rows
        ]

    def save_article(self, run: int, arrival: Arrival, brief: Brief, warnings: Sequence[str] = ()) -> tuple[int, int]:
        """Store a new article with its sentences and its brief; its id and its story.

        ``arrival.stories`` are the stories it belongs to: none begins a new one, several are joined into the oldest.
        """
        now = write_time(self.clock())
        with self.transaction() as connection:
            story = _join_stories(connection, arrival.stories, now)
            article_id = _insert_article(connection, arrival, now, None, story)
            _insert_revision(connection, article_id, 1, run, brief, warnings, now)
            _settle(connection, arrival, article_id, now)
        return article_id, story

    def save_revision(
        self, run: int, article_id: int, arrival: Arrival, brief: Brief, warnings: Sequence[str] = ()
    ) -> tuple[int, int]:
        """Store a changed text of a known article; the revision's number and the article's story. A copy that changed
        stands for itself."""
        now = write_time(self.clock())
        with self.transaction() as connection:
            number, story = connection.execute(
                """SELECT max(r.number) + 1, coalesce(a.story_id, a.id) FROM articles a JOIN revisions r ON r.article_id = a.id
                WHERE a.id = ?""",
                (article_id,),
            ).fetchone()
            connection.execute(
                "UPDATE articles SET changed = ?, sketch = ?, copy_of = NULL WHERE id = ?",
                (now, _pack(arrival.sketch), article_id),
            )
            _insert_revision(connection, article_id, number, run, brief, warnings, now)
            _settle(connection, arrival, article_id, now)
        return int(number), int(story)

    def save_copy(self, run: int, original: int, arrival: Arrival) -> tuple[int, int]:
        """Store an article that only repeats ``original``: its text and links, without a translation of its own; its id
        and its story."""
        now = write_time(self.clock())
        with self.transaction() as connection:
            (story,) = connection.execute(
                "SELECT coalesce(story_id, id) FROM articles WHERE id = ?", (original,)
            ).fetchone()
            article_id = _insert_article(connection, arrival, now, original, story)
            _insert_text(connection, article_id, 1, run, arrival.article, now)
            _settle(connection, arrival, article_id, now)
        return article_id, int(story)

    def save_known(self, article_id: int, arrival: Arrival) -> None:
        """Note further addresses of an article that is stored already, unchanged."""
        with self.transaction() as connection:
            _settle(connection, arrival, article_id, write_time(self.clock()))

    def read_stories(self, since: datetime | None = None) -> list[tuple[Stored, ...]]:
        """Stories with an article seen or changed since then, oldest story first, each with all its articles in order.

        Of an article's sentences only the headline and those its brief rests on are read: a digest shows no others.
        """
        condition, values = "1", []
        if since is not None:
            condition = "story_id IN (SELECT story_id FROM articles WHERE max(seen, coalesce(changed, '')) >= ?)"
            values = [write_time(since)]
        behind = """number = 0 OR number IN
            (SELECT i.value FROM briefs b, json_each(b.sentences) line, json_each(line.value, '$.indices') i
             WHERE b.revision_id = sentences.revision_id)"""
        stories: dict[int, list[Stored]] = {}
        for stored in self._stored(condition, values, behind):
            stories.setdefault(stored.story, []).append(stored)
        return [tuple(stories[key]) for key in sorted(stories)]

    def export(self) -> Iterator[dict[str, Any]]:
        """Everything told about each article, as JSON-ready objects in the order they came."""
        ids = [row[0] for row in self._rows("SELECT id FROM articles ORDER BY id")]
        for id_ in ids:
            for stored in self._stored("a.id = ?", [id_], "1"):
                yield {"schema": "brief.stored/1", **msgspec.to_builtins(stored)}

    def _stored(self, condition: str, values: Sequence[object], sentences: str) -> Iterator[Stored]:
        newest = f"""SELECT a.id AS id, a.story_id AS story_id, a.origin, a.url, a.outlet, a.published,
                a.seen, a.changed, a.copy_of, r.id AS revision_id, r.number, r.content_id, r.title,
                r.paragraphs, r.author, r.notes
            FROM articles a JOIN revisions r ON r.article_id = a.id
            WHERE r.number = (SELECT max(number) FROM revisions WHERE article_id = a.id) AND {condition}
            ORDER BY a.id"""  # noqa: S608  # conditions are literals of this class
        articles = self._rows(newest, values)
        wanted = _json([row[9] for row in articles])
        lines: dict[int, list[TranslatedSentence]] = {}
        for revision, number, paragraph, albanian, english, rung, score, findings in self._rows(
            f"""SELECT revision_id, number, paragraph, albanian, english, rung, score, findings FROM sentences
            WHERE revision_id IN (SELECT value FROM json_each(?)) AND ({sentences})""",  # noqa: S608
            (wanted,),
        ):
            found = msgspec.json.decode(findings, type=tuple[Finding, ...]) if findings != "[]" else ()
            lines.setdefault(revision, []).append(
                TranslatedSentence(Sentence(number, paragraph, albanian), english, rung, score, found)
            )
        briefs = {
            row[0]: row[1:]
            for row in self._rows(
                """SELECT revision_id, headline, sentences, method, findings, warnings, translation_model, summary_model
                FROM briefs WHERE revision_id IN (SELECT value FROM json_each(?))""",
                (wanted,),
            )
        }
        for id_, story, origin, url, outlet, published, seen, changed, copy_of, revision, *text in articles:
            number, content_id, title, paragraphs, author, notes = text
            article = Article(
                content_id,
                title,
                tuple(msgspec.json.decode(paragraphs)),
                origin,
                published,
                url,
                outlet,
                author,
                tuple(msgspec.json.decode(notes)),
            )
            stored = Stored(
                id_,
                story or id_,
                article,
                read_time(seen),
                read_time(changed) if changed else None,
                number,
                copy_of,
                None,
            )
            if revision in briefs:
                headline, brief_lines, method, findings, warnings, made_by, summary = briefs[revision]
                signature = msgspec.json.decode(made_by, type=Signature) if made_by else None
                brief = Brief(
                    Translation(article, tuple(lines.get(revision, ())), signature),
                    headline,
                    msgspec.json.decode(brief_lines, type=tuple[BriefSentence, ...]),
                    method,
                    summary,
                    msgspec.json.decode(findings, type=tuple[Finding, ...]),
                )
                stored = replace(stored, brief=brief, warnings=tuple(msgspec.json.decode(warnings)))
            yield stored

    # --------------------------------------------------------------------------------------------------- housekeeping
    def stats(self) -> dict[str, int | str | None]:
        """Counts and sizes for people; ``bytes`` is what the file takes on the disk without its journal."""
        counts: dict[str, int | str | None] = {
            table: self._rows(f"SELECT count(*) FROM {table}")[0][0]  # noqa: S608  # literal names
            for table in (
                "sources",
                "articles",
                "revisions",
                "sentences",
                "briefs",
                "stories",
                "translations",
                "retries",
                "runs",
            )
        }
        counts["copies"] = self._rows("SELECT count(*) FROM articles WHERE copy_of IS NOT NULL")[0][0]
        counts["oldest"], counts["newest"] = self._rows("SELECT min(seen), max(seen) FROM articles")[0]
        counts["version"] = self._rows("SELECT max(number) FROM migrations")[0][0]
        counts["bytes"] = self.path.stat().st_size
        return counts

    def vacuum(self) -> None:
        """Give the room of deleted rows back to the disk."""
        with _explained(self.path):
            self.connection.execute("VACUUM")
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def prune(self, before: datetime, *, dry_run: bool = False) -> dict[str, int]:
        """Forget stories of which nothing was seen or changed since ``before``, and all else as old; how many rows of each
        table went, or would go.

        The notes on a feed's entries stay as long as the feed may list them: those it listed in the weeks before it last
        listed anything (:data:`LISTED_DAYS`) are kept however old they are, because a feed that has answered "not
        modified" since, has failed or was asked by nobody may still list them, and they would come back as new.
        """
        cutoff = write_time(before)
        tables = (
            "articles",
            "revisions",
            "sentences",
            "briefs",
            "stories",
            "translations",
            "entries",
            "retries",
            "runs",
        )
        with _explained(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                counted = self._count(tables)
                self._forget(cutoff)
                gone = {table: counted[table] - left for table, left in self._count(tables).items()}
                self.connection.execute("ROLLBACK" if dry_run else "COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise
        return gone

    def _count(self, tables: Iterable[str]) -> dict[str, int]:
        return {t: self._rows(f"SELECT count(*) FROM {t}")[0][0] for t in tables}  # noqa: S608  # names of our tables

    def _forget(self, cutoff: str) -> None:
        execute = self.connection.execute
        execute(
            """DELETE FROM articles WHERE story_id IN (SELECT story_id FROM articles GROUP BY story_id
            HAVING max(max(seen, coalesce(changed, ''))) < ?)""",
            (cutoff,),
        )
        execute("DELETE FROM stories WHERE id NOT IN (SELECT story_id FROM articles WHERE story_id IS NOT NULL)")
        execute("DELETE FROM translations WHERE made < ?", (cutoff,))
        execute(
            """DELETE FROM entries WHERE listed < ?1 AND listed < (SELECT strftime('%Y-%m-%dT%H:%M:%SZ', max(e.listed), ?2)
            FROM entries e WHERE e.source_id = entries.source_id AND e.listed <= ?3)""",
            (cutoff, f"-{LISTED_DAYS} days", write_time(self.clock())),  # one noted by a clock set wrongly says nothing
        )
        execute("DELETE FROM retries WHERE due < ?", (cutoff,))
        execute(
            "DELETE FROM runs WHERE started < ? AND state <> 'running' AND id NOT IN (SELECT run_id FROM revisions "
            "WHERE run_id IS NOT NULL)",
            (cutoff,),
        )

    def check(self) -> list[str]:
        """What is wrong with the store, one sentence each; empty when all is well."""
        try:
            with _explained(self.path):
                reported = [row[0] for row in self.connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        except StoreError as error:
            # Damage of the inner pages ends the check itself; anything else, such as a disk that fails, is no finding.
            if not isinstance(error.__cause__, sqlite3.DatabaseError) or not _is_damage(error.__cause__):
                raise
            reported = [str(error.__cause__)]
        if reported:  # what is read from damaged pages tells nothing more
            return [f"SQLite reports: {line}." for line in reported]
        problems = []
        broken = Counter((row[0], row[2]) for row in self._rows("PRAGMA foreign_key_check"))
        problems += [
            f"{count} rows of {table} point to a row of {to} that is not there."
            for (table, to), count in broken.items()
        ]
        for what, sql in schema.RULES:
            found = [str(row[0]) for row in self._rows(sql)]
            if found:
                more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
                problems.append(f"{what}: {', '.join(found[:NAMED])}{more}.")
        return problems


LISTED_DAYS = 30
"""Entries that a feed listed within this time of the last moment it listed any are taken for listed still. A round notes
what it has read at the moment of reading or of dealing with it, and a failed entry is dealt with days later."""

NAMED = 10
"""Rows that a finding names; the others are counted."""


# ------------------------------------------------------------------------------------------ steps inside a transaction
def _source_id(connection: sqlite3.Connection, url: str) -> int:
    connection.execute("INSERT OR IGNORE INTO sources (url) VALUES (?)", (url,))
    (id_,) = connection.execute("SELECT id FROM sources WHERE url = ?", (url,)).fetchone()
    return int(id_)


def _postpone(connection: sqlite3.Connection, retries: Iterable[Retry]) -> None:
    connection.executemany(
        """INSERT OR REPLACE INTO retries (source_id, url, entry, failures, due, error, published, position)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            (
                _source_id(connection, retry.listing.feed),
                retry.listing.url,
                _json({"fingerprint": retry.listing.fingerprint, "entry": retry.entry}),
                retry.failures,
                write_time(retry.due),
                retry.error,
                write_time(retry.published) if retry.published else "",
                retry.position,
            )
            for retry in retries
        ],
    )


def _handle(connection: sqlite3.Connection, listing: Listing, status: Status, reason: str, now: str) -> None:
    source = _source_id(connection, listing.feed)
    connection.execute(
        "INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?, ?, ?)",
        (source, listing.url, listing.fingerprint, status, reason, now),
    )
    connection.execute("DELETE FROM retries WHERE source_id = ? AND url = ?", (source, listing.url))


def _settle(connection: sqlite3.Connection, arrival: Arrival, article_id: int, now: str) -> None:
    """Note every address of an article and that its entry is dealt with. An address keeps its first article."""
    connection.executemany(
        "INSERT OR IGNORE INTO addresses VALUES (?, ?)", [(url, article_id) for url in arrival.addresses]
    )
    for listing in arrival.listings:
        _handle(connection, listing, "done", "", now)


def _join_stories(connection: sqlite3.Connection, stories: Iterable[int], now: str) -> int:
    joined = sorted(set(stories))
    if not joined:
        return int(connection.execute("INSERT INTO stories (started) VALUES (?)", (now,)).lastrowid or 0)
    for other in joined[1:]:
        connection.execute("UPDATE articles SET story_id = ? WHERE story_id = ?", (joined[0], other))
        connection.execute("DELETE FROM stories WHERE id = ?", (other,))
    return joined[0]


def _insert_article(connection: sqlite3.Connection, arrival: Arrival, now: str, copy_of: int | None, story: int) -> int:
    article = arrival.article
    cursor = connection.execute(
        """INSERT INTO articles (origin, url, outlet, published, seen, copy_of, sketch, story_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            article.origin,
            article.url,
            article.outlet,
            article.date,
            now,
            copy_of,
            _pack(arrival.sketch),
            story,
        ),
    )
    return int(cursor.lastrowid or 0)


def _insert_text(
    connection: sqlite3.Connection, article_id: int, number: int, run: int, article: Article, now: str
) -> int:
    cursor = connection.execute(
        """INSERT INTO revisions (article_id, number, run_id, content_id, title, paragraphs, author, notes, seen)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            article_id,
            number,
            run,
            article.id,
            article.title,
            _json(article.paragraphs),
            article.author,
            _json(article.notes),
            now,
        ),
    )
    return int(cursor.lastrowid or 0)


def _insert_revision(
    connection: sqlite3.Connection,
    article_id: int,
    number: int,
    run: int,
    brief: Brief,
    warnings: Sequence[str],
    now: str,
) -> None:
    translation = brief.translation
    revision = _insert_text(connection, article_id, number, run, translation.article, now)
    connection.executemany(
        "INSERT INTO sentences VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                revision,
                s.sentence.index,
                s.sentence.paragraph,
                s.sentence.text,
                s.english,
                s.rung,
                s.score,
                _json(s.findings),
            )
            for s in translation.sentences
        ],
    )
    connection.execute(
        "INSERT INTO briefs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            revision,
            brief.headline,
            _json(brief.sentences),
            brief.method,
            _json(brief.findings),
            _json(tuple(warnings)),
            _json(translation.signature) if translation.signature else None,
            brief.signature,
            now,
        ),
    )
