"""The layout of the store: an older one is brought up to date, a newer or broken one is refused, nothing is lost."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pipeline import schema
from pipeline.errors import StoreError
from pipeline.store import Store, Unit


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "brief.sqlite3"


def _at_version_1(path: Path) -> None:
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        schema.migrate(connection, 0, 1, "2026-01-01T00:00:00Z")
        connection.executescript("""
            INSERT INTO articles (id, origin, url, outlet, seen, sketch)
                VALUES (7, 'u', 'u', 'Koha', '2026-01-01T00:00:00Z', x'');
            INSERT INTO articles (id, origin, url, outlet, seen, sketch, copy_of)
                VALUES (9, 'v', 'v', 'Zeri', '2026-01-01T00:00:00Z', x'', 7);
            INSERT INTO revisions
                VALUES (1, 7, 1, NULL, 'abc', 'Titulli', '["Fjalia."]', NULL, '[]', '2026-01-01T00:00:00Z');
            INSERT INTO revisions
                VALUES (2, 9, 1, NULL, 'abc', 'Titulli', '["Fjalia."]', NULL, '[]', '2026-01-01T00:00:00Z');
            INSERT INTO sentences VALUES (1, 0, 0, 'Fjalia.', 'The sentence.', 'first', NULL, '[]');
            INSERT INTO translations VALUES ('k', 'The sentence.', 'first', -0.5, '2026-01-01T00:00:00Z');
            INSERT INTO briefs
                VALUES (1, NULL, '[{"text": "The sentence.", "indices": [0]}]', 'whole', '[]', '[]', NULL, 'r', '');
        """)


def test_a_store_of_version_1_is_brought_up_to_date_and_keeps_everything(path: Path) -> None:
    _at_version_1(path)
    with Store.open(path, write=False) as store:  # reading alone brings it up to date
        (story,) = store.read_stories()
        assert [s.id for s in story] == [7, 9]
        assert story[0].brief is not None
        assert store.find_units(["k"]) == {"k": Unit("The sentence.", "first", -0.5)}
        assert store.check() == []
        assert store.stats()["version"] == len(schema.MIGRATIONS)


def test_a_migration_that_fails_leaves_the_store_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _at_version_1(path)
    name, statements = schema.MIGRATIONS[1]
    broken = (schema.MIGRATIONS[0], (name, (*statements, "INSERT INTO nowhere VALUES (1)")))
    monkeypatch.setattr(schema, "MIGRATIONS", broken)
    with pytest.raises(sqlite3.OperationalError):
        Store.open(path)
    monkeypatch.undo()
    with Store.open(path) as store:
        assert len(store.read_stories()) == 1


def test_the_schema_is_the_same_made_new_or_migrated(path: Path, tmp_path: Path) -> None:
    _at_version_1(path)

    def tables(where: Path) -> list[tuple[str, str]]:
        with Store.open(where) as store:
            return store.connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()

    assert tables(path) == tables(tmp_path / "new.sqlite3")


def test_a_newer_store_is_refused(path: Path) -> None:
    Store.open(path).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO migrations VALUES (99, 'from the future', '')")
    for write in (True, False):
        with pytest.raises(StoreError, match="written by a newer version of brief"):
            Store.open(path, write=write)
