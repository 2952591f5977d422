"""The layout of the store: its tables as numbered migrations, what each is for, and what must hold in them.

Speaks SQL about the tables as a whole; what is read from them and written to them is :mod:`pipeline.store`'s.
"""

from __future__ import annotations

import contextlib
import sqlite3
import textwrap
from pathlib import Path

from pipeline.errors import StoreError

APPLICATION_ID = 0x62726966
"""``brif`` in ASCII, in the header of every store: a database of another program is refused instead of filled."""

MIGRATIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "sources, articles, briefs",
        (
            """CREATE TABLE runs (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                started TEXT NOT NULL,
                ended TEXT,
                state TEXT NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'complete', 'stopped', 'broken')),
                done INTEGER NOT NULL DEFAULT 0,
                skipped INTEGER NOT NULL DEFAULT 0,
                failed INTEGER NOT NULL DEFAULT 0
            ) STRICT""",
            """CREATE TABLE sources (
                id INTEGER PRIMARY KEY,
                url TEXT NOT NULL UNIQUE,
                title TEXT,
                etag TEXT,
                last_modified TEXT,
                failures INTEGER NOT NULL DEFAULT 0,
                due TEXT,
                last_success TEXT,
                last_error TEXT
            ) STRICT""",
            """CREATE TABLE entries (
                source_id INTEGER NOT NULL REFERENCES sources ON DELETE CASCADE,
                url TEXT NOT NULL,
                fingerprint TEXT NOT NULL,
                status TEXT NOT NULL CHECK (status IN ('done', 'skipped', 'failed')),
                reason TEXT NOT NULL DEFAULT '',
                listed TEXT NOT NULL,
                PRIMARY KEY (source_id, url)
            ) STRICT, WITHOUT ROWID""",
            """CREATE TABLE retries (
                source_id INTEGER NOT NULL REFERENCES sources ON DELETE CASCADE,
                url TEXT NOT NULL,
                entry TEXT NOT NULL,
                failures INTEGER NOT NULL,
                due TEXT NOT NULL,
                error TEXT NOT NULL,
                PRIMARY KEY (source_id, url)
            ) STRICT, WITHOUT ROWID""",
            """CREATE TABLE articles (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                origin TEXT NOT NULL,
                url TEXT,
                outlet TEXT,
                published TEXT,
                seen TEXT NOT NULL,
                changed TEXT,
                copy_of INTEGER REFERENCES articles ON DELETE CASCADE,
                sketch BLOB NOT NULL
            ) STRICT""",
            "CREATE INDEX articles_seen ON articles (seen)",
            "CREATE INDEX articles_copy ON articles (copy_of)",
            """CREATE TABLE addresses (
                url TEXT PRIMARY KEY,
                article_id INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE
            ) STRICT, WITHOUT ROWID""",
            "CREATE INDEX addresses_article ON addresses (article_id)",
            """CREATE TABLE revisions (
                id INTEGER PRIMARY KEY,
                article_id INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
                number INTEGER NOT NULL,
                run_id INTEGER REFERENCES runs ON DELETE SET NULL,
                content_id TEXT NOT NULL,
                title TEXT NOT NULL,
                paragraphs TEXT NOT NULL,
                author TEXT,
                notes TEXT NOT NULL,
                seen TEXT NOT NULL,
                UNIQUE (article_id, number)
            ) STRICT""",
            "CREATE INDEX revisions_content ON revisions (content_id)",
            """CREATE TABLE sentences (
                revision_id INTEGER NOT NULL REFERENCES revisions ON DELETE CASCADE,
                number INTEGER NOT NULL,
                paragraph INTEGER NOT NULL,
                albanian TEXT NOT NULL,
                english TEXT NOT NULL,
                rung TEXT NOT NULL,
                score REAL,
                findings TEXT NOT NULL,
                PRIMARY KEY (revision_id, number)
            ) STRICT, WITHOUT ROWID""",
            """CREATE TABLE briefs (
                revision_id INTEGER PRIMARY KEY REFERENCES revisions ON DELETE CASCADE,
                headline TEXT,
                sentences TEXT NOT NULL,
                method TEXT NOT NULL,
                findings TEXT NOT NULL,
                warnings TEXT NOT NULL,
                translation_model TEXT,
                summary_model TEXT NOT NULL,
                made TEXT NOT NULL
            ) STRICT""",
            """CREATE TABLE translations (
                key TEXT PRIMARY KEY,
                english TEXT NOT NULL,
                rung TEXT NOT NULL,
                score REAL,
                made TEXT NOT NULL
            ) STRICT, WITHOUT ROWID""",
        ),
    ),
    (
        "stories",
        (
            "CREATE TABLE stories (id INTEGER PRIMARY KEY AUTOINCREMENT, started TEXT NOT NULL) STRICT",
            "ALTER TABLE articles ADD COLUMN story_id INTEGER REFERENCES stories ON DELETE SET NULL",
            "CREATE INDEX articles_story ON articles (story_id)",
            "INSERT INTO stories (id, started) SELECT id, seen FROM articles WHERE copy_of IS NULL",
            "UPDATE articles SET story_id = coalesce(copy_of, id)",
        ),
    ),
    (
        "waiting entries",
        (
            "ALTER TABLE retries ADD COLUMN published TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE retries ADD COLUMN position INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE sources ADD COLUMN listed TEXT",
        ),
    ),
    ("doubts about cached sentences", ("ALTER TABLE translations ADD COLUMN doubts TEXT NOT NULL DEFAULT '[]'",)),
)
"""Numbered from 1. One that was released never changes; a new one is added at the end with its test."""

RULES: tuple[tuple[str, str], ...] = (
    (
        "Articles without a brief",
        """SELECT id FROM articles a WHERE copy_of IS NULL AND NOT EXISTS (SELECT 1 FROM revisions r
        JOIN briefs b ON b.revision_id = r.id WHERE r.article_id = a.id)""",
    ),
    (
        "Articles without a text",
        "SELECT id FROM articles a WHERE NOT EXISTS (SELECT 1 FROM revisions WHERE article_id = a.id)",
    ),
    (
        "Articles whose revisions are not numbered 1, 2, 3 …",
        "SELECT article_id FROM revisions GROUP BY article_id HAVING min(number) <> 1 OR max(number) <> count(*)",
    ),
    ("Articles that belong to no story", "SELECT id FROM articles WHERE story_id IS NULL"),
    (
        "Stories without an article",
        "SELECT id FROM stories s WHERE NOT EXISTS (SELECT 1 FROM articles WHERE story_id = s.id)",
    ),
    (
        "Articles that are a copy of an article in another story",
        "SELECT a.id FROM articles a JOIN articles o ON o.id = a.copy_of WHERE a.story_id IS NOT o.story_id",
    ),
    (
        "Briefs without sentences behind them, by revision",
        "SELECT revision_id FROM briefs b WHERE NOT EXISTS (SELECT 1 FROM sentences WHERE revision_id = b.revision_id)",
    ),
    (
        "Columns that hold no JSON",
        """SELECT 'revisions ' || id FROM revisions WHERE NOT (json_valid(paragraphs) AND json_valid(notes))
        UNION ALL SELECT 'briefs ' || revision_id FROM briefs
        WHERE NOT (json_valid(sentences) AND json_valid(findings) AND json_valid(warnings)
                   AND json_valid(coalesce(translation_model, '{}')))
        UNION ALL SELECT 'sentences ' || revision_id || '/' || number FROM sentences WHERE NOT json_valid(findings)""",
    ),
    (
        "Briefs with a line whose sentences are not there, by revision",
        """SELECT DISTINCT b.revision_id
        FROM briefs b, json_each(iif(json_valid(b.sentences), b.sentences, '[]')) line, json_each(line.value, '$.indices') i
        WHERE NOT EXISTS (SELECT 1 FROM sentences s WHERE s.revision_id = b.revision_id AND s.number = i.value)""",
    ),
    (
        "Times that are not written as 2026-03-01T12:00:00Z",
        """SELECT 'articles ' || id FROM articles WHERE strftime('%Y-%m-%dT%H:%M:%SZ', seen) IS NOT seen
           OR strftime('%Y-%m-%dT%H:%M:%SZ', changed) IS NOT changed
        UNION ALL SELECT 'sources ' || id FROM sources WHERE strftime('%Y-%m-%dT%H:%M:%SZ', due) IS NOT due
           OR strftime('%Y-%m-%dT%H:%M:%SZ', last_success) IS NOT last_success
        UNION ALL SELECT 'entries ' || url FROM entries WHERE strftime('%Y-%m-%dT%H:%M:%SZ', listed) IS NOT listed""",
    ),
)
"""Invariants that no constraint of SQLite's can say: what is wrong, and the rows that it is wrong of."""

TABLES = {
    "migrations": "which steps of the layout were taken, and when",
    "runs": "one row a round: when, how it ended, how many articles were done, skipped and failed",
    "sources": "feeds: validators of the last answer, failures in a row, when to ask again",
    "entries": "what each feed listed and what became of it; fingerprint is a hash of what the feed said",
    "retries": "entries that failed, and when they are tried again; entry is JSON",
    "stories": "articles that tell the same event share one",
    "articles": "one row an article, whatever became of its text; copy_of is the article that it repeats",
    "addresses": "every canonical URL that leads to an article",
    "revisions": "the Albanian text, a row for each time it changed; paragraphs and notes are JSON lists",
    "sentences": "Albanian and English side by side; number 0 with paragraph -1 is the headline; findings is JSON",
    "briefs": "the English brief of a revision; sentences is JSON: each line's text and the numbers of the sentences behind it",
    "translations": "the sentence cache; key hashes the sentence, the model, its options and the rules of choosing; doubts are "
    "words that were avoided, JSON",
}
"""What each table holds, in the order in which to read them."""


def describe_schema() -> str:
    """The tables and indexes of a store of this version as commented SQL, which makes an empty one."""
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection, 0, len(MIGRATIONS), "")
        made = connection.execute(
            "SELECT tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
        ).fetchall()
    parts = [
        f"-- Layout {len(MIGRATIONS)}. Times are UTC, as 2026-03-01T12:00:00Z.\nPRAGMA application_id = {APPLICATION_ID};"
    ]
    for table, purpose in TABLES.items():
        parts.append(
            "\n".join([f"-- {table}: {purpose}", *(_dedent(sql) + ";" for name, sql in made if name == table)])
        )
    return "\n\n".join(parts) + "\n"


def _dedent(sql: str) -> str:
    """A statement as SQLite keeps it, without the indentation it has in this file."""
    first, *rest = sql.split("\n")
    return "\n".join([first, *textwrap.dedent("\n".join(rest)).split("\n")]).rstrip()


def read_version(connection: sqlite3.Connection, path: Path) -> int:
    """Number of the newest migration in the file, 0 for an empty one. Raises StoreError when it is not ours to use."""
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if not tables:
        return 0
    if application != APPLICATION_ID:
        raise StoreError("This is a database of another program; name another file with --store.", about=str(path))
    (version,) = connection.execute("SELECT coalesce(max(number), 0) FROM migrations").fetchone()
    if version > len(MIGRATIONS):
        message = (
            f"The store was written by a newer version of brief (layout {version}, this one knows {len(MIGRATIONS)}); "
            "upgrade brief."
        )
        raise StoreError(message, about=str(path))
    return int(version)


def migrate(connection: sqlite3.Connection, version: int, target: int, now: str) -> None:
    """Bring the tables from one version to another, each step with its row in ``migrations`` in one transaction."""
    for number in range(version + 1, target + 1):
        name, statements = MIGRATIONS[number - 1]
        connection.execute("BEGIN IMMEDIATE")
        try:
            if number == 1:
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(
                    """CREATE TABLE IF NOT EXISTS migrations
                    (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied TEXT NOT NULL) STRICT"""
                )
            # Another process may have taken this step while we waited for the transaction.
            if not connection.execute("SELECT 1 FROM migrations WHERE number = ?", (number,)).fetchone():
                for statement in statements:
                    connection.execute(statement)
                connection.execute("INSERT INTO migrations VALUES (?, ?, ?)", (number, name, now))
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
