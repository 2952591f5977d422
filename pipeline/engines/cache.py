"""The user's cache of what is derived from model directories: converted weights and the hashes of big files.

Everything here can be deleted at any time; it is made again when needed.
"""

from __future__ import annotations

import errno
import hashlib
import json
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.errors import ModelError

log = logging.getLogger(__name__)

ALWAYS_HASHED = 100 * 2**20
"""Files up to so many bytes are hashed at every load (at 0.4 to 1.5 GB/s, 0.1 to 0.25 s for the largest); bigger ones are
hashed again only when their size or time of change differs from what was noted."""

ABANDONED_AFTER = 3600.0
"""Seconds after which an unfinished conversion is taken for one whose process died; the longest takes minutes."""

_UNFINISHED = ".unfinished-"
_COMPLETE = "complete.json"


def cache_root() -> Path:
    """``BRIEF_CACHE``, or the user's cache directory."""
    if place := os.environ.get("BRIEF_CACHE"):
        return Path(place).expanduser()
    import platformdirs

    return Path(platformdirs.user_cache_dir("brief"))


def hash_file(path: Path) -> str:
    """Hex sha256 of a file. Raises ModelError when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as exc:
        raise ModelError(f"The file cannot be read ({exc.strerror}).", about=str(path)) from exc


def hash_unchanged(path: Path) -> str:
    """Like :func:`hash_file`, but a big file is not read again while its size and time of change are as noted."""
    try:
        facts = path.stat()
    except OSError as exc:
        raise ModelError(f"The file cannot be read ({exc.strerror}).", about=str(path)) from exc
    if facts.st_size <= ALWAYS_HASHED:
        return hash_file(path)
    note = cache_root() / "hashes" / hashlib.sha256(str(path.resolve()).encode()).hexdigest()
    stamp = f"{facts.st_size} {facts.st_mtime_ns} "
    with suppress(OSError, UnicodeDecodeError):
        known = note.read_text(encoding="ascii")
        if known.startswith(stamp):
            return known.removeprefix(stamp)
    digest = hash_file(path)
    with suppress(OSError):  # a note that cannot be kept costs time, nothing else
        note.parent.mkdir(parents=True, exist_ok=True)
        unfinished = note.with_name(f"{note.name}.{os.getpid()}")
        unfinished.write_text(stamp + digest, encoding="ascii")
        unfinished.replace(note)
    return digest


@contextmanager
def cached_directory(key: str, build: Callable[[Path], None]) -> Iterator[Path]:
    """A directory that ``build`` filled, now or in an earlier run under the same ``key``.

    ``build`` works in a temporary sibling that is renamed when complete: a killed process leaves nothing that could be taken
    for a result, and of two processes at once one wins and both use its directory. Where the cache cannot be written, the
    directory is temporary and gone after the ``with`` block. Raises ModelError when the disk is full.
    """
    directory = cache_root() / "converted" / key
    try:
        if not _is_complete(directory):
            _make(directory, build)
    except OSError as exc:
        if exc.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise ModelError(
                "The disk is full; free some space or set BRIEF_CACHE to another place.", about=str(directory.parent)
            ) from exc
        log.warning(
            "%s cannot be written (%s); the model is converted again in each run", directory.parent, exc.strerror or exc
        )
    else:
        yield directory
        return
    with tempfile.TemporaryDirectory(prefix="brief-") as temporary:
        try:
            build(Path(temporary))
        except OSError as exc:
            raise ModelError(f"The model cannot be converted ({exc.strerror or exc}).", about=temporary) from exc
        yield Path(temporary)


def discard(key: str) -> None:
    """Forget a cached directory, so that it is built again."""
    shutil.rmtree(cache_root() / "converted" / key, ignore_errors=True)


def _make(directory: Path, build: Callable[[Path], None]) -> None:
    directory.parent.mkdir(parents=True, exist_ok=True)
    _sweep(directory.parent)
    unfinished = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=directory.parent))
    try:
        build(unfinished)
        sizes = {file.name: file.stat().st_size for file in unfinished.iterdir()}
        (unfinished / _COMPLETE).write_text(json.dumps(sizes), encoding="utf-8")
        if not _is_complete(directory):
            shutil.rmtree(directory, ignore_errors=True)
        try:
            unfinished.rename(directory)
        except OSError:
            if not _is_complete(directory):  # another process was first otherwise, and its result is as good
                raise
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _is_complete(directory: Path) -> bool:
    """Whether every file has the size it was written with: a crash of the machine can lose what was not yet on disk."""
    try:
        sizes = json.loads((directory / _COMPLETE).read_text(encoding="utf-8"))
        return all((directory / name).stat().st_size == size for name, size in sizes.items())
    except (OSError, ValueError, AttributeError):
        return False


def _sweep(parent: Path) -> None:
    for left in parent.glob(f"{_UNFINISHED}*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > ABANDONED_AFTER:
                shutil.rmtree(left, ignore_errors=True)
