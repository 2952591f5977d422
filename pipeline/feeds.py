"""Feeds: bytes → entries, feeds announced by a page, OPML, and the user's own list of feeds. Does not fetch.

RSS 0.9x–2.0, RSS 1.0 and Atom are read by feedparser, which is given bytes only (a string it would take for a file name or a
URL to open); JSON Feed is read here. A broken feed gives the entries that are whole, and says in its notes what was wrong.
"""

from __future__ import annotations

import hashlib
import html
import io
import json
import os
import re
import shutil
import tempfile
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urljoin, urlsplit

import msgspec

from pipeline import text
from pipeline.errors import OutputError, SourceError, UsageError
from pipeline.extract import parse_date

MAX_ENTRIES = 10_000
"""Entries read of one feed. Outlets give 10 to 100; the longest archive feed seen has some thousands."""

MAX_TAGS = 20_000
"""Tags of one entry, in its text too where that is not escaped. Ten times what a long article with a gallery has."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed.

    ``title`` is plain text; ``summary`` and ``content`` are HTML as it came, not made safe: only
    :mod:`pipeline.extract` reads them. ``published`` and ``updated`` are ISO 8601, whatever they claim, dates in the
    future too.
    """

    id: str
    url: str | None
    title: str
    summary: str = ""
    content: str = ""
    published: str | None = None
    author: str | None = None
    updated: str | None = None

    @property
    def fingerprint(self) -> str:
        """A hash of all the feed says of the entry: another one means that the entry was changed."""
        told = (self.title, self.summary, self.content, self.published, self.updated)
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Feed:
    """A parsed feed, entries in the feed's order. ``notes`` say what was wrong with it, empty when nothing was;
    ``format`` names its format and version, as in "RSS 2.0"."""

    title: str
    url: str
    entries: tuple[Entry, ...]
    notes: tuple[str, ...] = ()
    format: str = ""


# ── parsing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def parse_feed(body: bytes, url: str, content_type: str | None = None, max_entries: int = MAX_ENTRIES) -> Feed:
    """Entries of a feed, without repetitions. Raises SourceError when the bytes are no feed."""
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _parse_json(body, url, max_entries)
    _refuse_other(body, url)
    import feedparser

    data, notes = _make_safe(body, max_entries)
    headers = {"content-location": url} | ({"content-type": content_type} if content_type else {})
    # Nothing here renders the markup, so it is neither cleaned nor are its links resolved: that takes most of the time.
    parsed = feedparser.parse(
        io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    if not parsed.get("version") and not parsed.entries:
        raise SourceError(_name_what_it_is(body), about=url)
    if parsed.bozo and not notes and not isinstance(parsed.bozo_exception, _harmless()):
        notes = (f"The feed is not well-formed ({_first_line(parsed.bozo_exception)}).",)
    base = parsed.feed.get("link") or url
    entries = _tell_apart(_convert(item, urljoin(url, base)) for item in parsed.entries[:max_entries])
    return Feed(plain(parsed.feed.get("title", "")), url, entries, notes, _name_format(parsed.get("version") or ""))


def _name_format(version: str) -> str:
    """feedparser's "rss20" or "atom10" as people write it; the letter of "rss091n" tells Netscape's from Userland's."""
    family, digits = version.rstrip("nu").rstrip("0123456789"), re.sub(r"\D", "", version)
    name = {"rss": "RSS", "atom": "Atom", "cdf": "CDF"}.get(family, family or "RSS")
    # 20 is 2.0, 10 is 1.0, 03 is 0.3, 091 is 0.91.
    return f"{name} {digits[0]}.{digits[1:]}" if len(digits) > 1 else name


def _refuse_other(body: bytes, url: str) -> None:
    """Raise SourceError for what holds no feed, or an entry that no feed has. The parser's time grows with the square of the
    nesting: a page of 600 KB that opens tags only takes it 24 s."""
    if b"\0" in body[:100]:
        return  # UTF-16 or -32
    if not _FEED_TAG.search(body):
        raise SourceError(_name_what_it_is(body), about=url)
    if any(part.count(b"<") > MAX_TAGS for part in _ENTRY_END.split(body)):
        raise SourceError(f"An entry of the feed holds more than {MAX_TAGS:,} tags, which is not read.", about=url)


def _harmless() -> tuple[type[Exception], ...]:
    """What feedparser complains of although it read everything: a header that names another encoding or type."""
    import feedparser

    return (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)


def _first_line(error: object) -> str:
    # lxml says twice where it stopped, the second time in a "file" called <string>.
    told = re.sub(r" \(<string>, line \d+\)$", "", str(error).splitlines()[0]) if str(error) else type(error).__name__
    return told[:120]


def _name_what_it_is(body: bytes) -> str:
    start = body[:2000].lower()
    if not body.strip():
        return "The feed is empty."
    if b"<html" in start or b"<!doctype html" in start:
        return "This is a web page, not a feed; give the address of its RSS or Atom feed."
    return "This is not a feed (RSS, Atom or JSON Feed)."


_DOCTYPE = re.compile(rb"<!DOCTYPE(?:[^\[>]{0,2000})(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_FEED_TAG = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf|channel|item|entry)\b", re.IGNORECASE)
_STRAY_ENTITY = re.compile(rb"<!ENTITY[^>]*>", re.IGNORECASE)
_ENTRY_END = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)
_ROOT_END = re.compile(
    rb"</(?:rss|feed|rdf:RDF|\w+:RDF|\w+:feed)\s*>\s*(?:<!--.{0,500}-->\s*)?$", re.IGNORECASE | re.DOTALL
)
_CLOSERS = ((b"<rss", b"</channel></rss>"), (b"<feed", b"</feed>"), (b"<rdf:rdf", b"</rdf:RDF>"))


def _make_safe(body: bytes, max_entries: int) -> tuple[bytes, tuple[str, ...]]:
    """The document without entity declarations, with at most ``max_entries`` entries and, if it was cut off, whole ones
    only; and notes of what was changed. Works on bytes of ASCII-compatible encodings; others pass as they are."""
    notes: list[str] = []
    if b"<!ENTITY" in body.upper():
        body = _STRAY_ENTITY.sub(b"", _DOCTYPE.sub(b"", body, count=1))
        notes.append("The feed declares XML entities, which were not expanded.")
    ends = [match.end() for match in _ENTRY_END.finditer(body)]
    start = body[:4000].lower()
    if b"\0" not in body[:100] and ends and not _ROOT_END.search(body[-1000:]):
        closer = next((closer for root, closer in _CLOSERS if root in start), b"")
        body = body[: ends[-1]] + closer
        notes.append("The feed is cut off; its whole entries were read.")
    if len(ends) > max_entries:
        body = body[: ends[max_entries - 1]] + body[ends[-1] :]
        notes.append(f"The feed has {len(ends)} entries; the first {max_entries} were read.")
    return body, tuple(notes)


_TAG = re.compile(r"<(script|style)\b.*?</\1\s*>|</?[a-zA-Z][^<>]*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)


def plain(markup: str) -> str:
    """One line of text of a title: tags dropped, entities decoded once."""
    return " ".join(text.clean(html.unescape(_TAG.sub(" ", markup))).split())


def _convert(item: Mapping[str, Any], base: str) -> Entry:
    """An entry of feedparser's as one of ours."""
    guid = str(item.get("id") or "")
    link = item.get("feedburner_origlink") or item.get("link") or ""
    url = _web_address(link, base) or (_web_address(guid, "") if guid.startswith("http") else None)
    contents = [str(c.get("value", "")) for c in item.get("content", ()) if isinstance(c, Mapping)]
    title = plain(str(item.get("title", "")))
    summary = str(item.get("summary", ""))
    moment = item.get("published_parsed") or item.get("updated_parsed") or item.get("created_parsed")
    written = item.get("published") or item.get("updated")
    return Entry(
        id=guid or url or hashlib.sha256(f"{title}\n{summary}".encode()).hexdigest()[:16],
        url=url,
        title=title,
        summary=summary,
        content=max(contents, key=len, default=""),
        published=_iso(moment) or parse_date(written),
        author=plain(str(item.get("author", ""))) or None,
        updated=_iso(item.get("updated_parsed")) if item.get("published_parsed") else None,
    )


def _iso(moment: Sequence[int] | None) -> str | None:
    """feedparser's broken-down UTC time as ISO 8601."""
    if not moment:
        return None
    try:
        year, month, day, hour, minute, second = moment[:6]
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC).isoformat()
    except ValueError:
        return None


def _web_address(link: str, base: str) -> str | None:
    """``link`` as an absolute http or https address, None when it is none."""
    try:
        address = urljoin(base, link.strip())
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if link.strip() and parts.scheme in ("http", "https") and parts.netloc else None


def _tell_apart(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries without repetitions; where different addresses carry the same id, the address becomes the id."""
    kept: dict[tuple[str, str | None], Entry] = {}
    ids: set[str] = set()
    for entry in entries:
        key = (entry.id, entry.url)
        if key in kept or not (entry.url or entry.title or entry.summary or entry.content):
            continue
        kept[key] = replace(entry, id=entry.url) if entry.id in ids and entry.url else entry
        ids.add(entry.id)
    return tuple({entry.id: entry for entry in reversed(kept.values())}.values())[::-1]


def _parse_json(body: bytes, url: str, max_entries: int) -> Feed:
    """A JSON Feed, version 1 or 1.1. Raises SourceError when it is other JSON, or none."""
    try:
        data = json.loads(body.decode("utf-8-sig", errors="replace"), strict=False)
    except (ValueError, RecursionError) as exc:
        raise SourceError("This is neither a feed nor whole JSON.", about=url) from exc
    items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(items, list) or "jsonfeed" not in str(data.get("version", "")):
        raise SourceError("This is JSON but no JSON Feed.", about=url)
    base = urljoin(url, str(data.get("home_page_url") or url))
    notes = (
        (f"The feed has {len(items)} entries; the first {max_entries} were read.",) if len(items) > max_entries else ()
    )
    entries = _tell_apart(_convert_json(item, base) for item in items[:max_entries] if isinstance(item, dict))
    version = re.search(r"version/([\d.]+)", str(data["version"]))
    return Feed(
        plain(str(data.get("title", ""))),
        url,
        entries,
        notes,
        f"JSON Feed {version.group(1)}" if version else "JSON Feed",
    )


def _convert_json(item: Mapping[str, Any], base: str) -> Entry:
    def value(key: str) -> str:
        found = item.get(key)
        return str(found) if isinstance(found, (str, int)) else ""

    authors = item.get("authors") or [item.get("author")]
    names = [str(a.get("name", "")) for a in authors if isinstance(a, dict)] if isinstance(authors, list) else []
    url = _web_address(value("url") or value("external_url"), base)
    title, content = plain(value("title")), value("content_html") or html.escape(value("content_text"), quote=False)
    return Entry(
        id=value("id") or url or hashlib.sha256(f"{title}\n{content}".encode()).hexdigest()[:16],
        url=url,
        title=title,
        summary=html.escape(value("summary"), quote=False),
        content=content,
        published=parse_date(value("date_published") or value("date_modified")),
        author=", ".join(filter(None, map(plain, names))) or None,
        updated=parse_date(value("date_modified")),
    )


# ── discovery ────────────────────────────────────────────────────────────────────────────────────────────────────────

_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"})


def discover_feeds(page: str, url: str) -> list[str]:
    """Addresses of the feeds a page announces with ``<link rel="alternate">``; those of comments come last."""
    import lxml.html
    from lxml.etree import ParserError

    try:
        tree = lxml.html.document_fromstring(
            page.encode("utf-8", errors="replace"), parser=lxml.html.HTMLParser(encoding="utf-8")
        )
    except ParserError:
        return []
    base = next((b.get("href") for b in tree.iterfind(".//base[@href]")), "")
    found: dict[str, bool] = {}
    for link in tree.iterfind(".//link[@href]"):
        kind = (link.get("type") or "").split(";")[0].strip().lower()
        if "alternate" in (link.get("rel") or "").lower().split() and kind in _FEED_TYPES:
            address = _web_address(link.get("href"), urljoin(url, base))
            if address:
                found.setdefault(address, "comment" in f"{address} {link.get('title')}".lower() or "koment" in address)
    return sorted(found, key=lambda address: found[address])


# ── the list of feeds ────────────────────────────────────────────────────────────────────────────────────────────────


class FeedSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One ``[[feed]]`` of the user's list. ``weight`` raises an outlet's stories in the digest; 0 puts them last."""

    name: str
    url: str
    weight: Annotated[float, msgspec.Meta(ge=0)] = 1.0
    enabled: bool = True


def feeds_file() -> Path:
    """The user's list of feeds, whether or not it exists."""
    import platformdirs

    return Path(platformdirs.user_config_dir("brief")) / "feeds.toml"


def load_feeds(path: Path) -> tuple[FeedSource, ...]:
    """The feeds of a list, in its order; none when there is no such file. Raises UsageError naming what is wrong."""
    return read_list(read_text(path), str(path))


def read_text(path: Path) -> str:
    """The text of a list, empty when there is no such file. Raises UsageError when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as exc:
        raise UsageError("The list of feeds is not in UTF-8.", about=str(path)) from exc
    except OSError as exc:
        raise UsageError(f"The list of feeds cannot be read ({exc.strerror}).", about=str(path)) from exc


def read_list(content: str, origin: str = "the list of feeds") -> tuple[FeedSource, ...]:
    """The feeds in the text of a list. Raises UsageError naming ``origin`` and what is wrong."""
    try:
        table = tomllib.loads(content)
    except tomllib.TOMLDecodeError as exc:
        raise UsageError(f"The list of feeds is not valid TOML: {exc}.", about=origin) from exc
    rows = table.pop("feed", [])
    if table:
        raise UsageError(
            f"Unknown key '{next(iter(table))}'; a list of feeds holds [[feed]] tables only.", about=origin
        )
    if not isinstance(rows, list):
        raise UsageError("'feed' is not a list; write [[feed]] before each.", about=origin)
    feeds: list[FeedSource] = []
    for number, row in enumerate(rows, 1):
        try:
            feed = msgspec.convert(row, FeedSource)
        except msgspec.ValidationError as exc:
            raise UsageError(f"Feed {number}: {exc}.", about=origin) from exc
        if _web_address(feed.url, "") is None:
            raise UsageError(f"Feed {number} ({feed.name}): '{feed.url}' is no http or https address.", about=origin)
        feeds.append(feed)
    return tuple(feeds)


def add_feed(content: str, feed: FeedSource) -> str:
    """The text of a list with ``feed`` at its end, all else as it was. Raises UsageError when the address is in it already
    or is none."""
    present = read_list(content)
    if known := next((f for f in present if f.url == feed.url), None):
        raise UsageError(f"This feed is in the list already, as '{known.name}'.", about=feed.url)
    lines = [f"[[feed]]\nname = {_quote(feed.name)}\nurl = {_quote(feed.url)}\n"]
    lines += [f"weight = {feed.weight}\n"] if feed.weight != 1.0 else []
    lines += ["enabled = false\n"] if not feed.enabled else []
    gap = "" if not content else "\n" if content.endswith("\n") else "\n\n"
    changed = content + gap + "".join(lines)
    read_list(changed)
    return changed


def remove_feed(content: str, name: str) -> str:
    """The text of a list without the feed of that name or address, all else (comments too) as it was.

    Raises UsageError when there is no such feed, when several have that name, or when the text is laid out so that only
    its author can edit it.
    """
    present = read_list(content)
    matching = [i for i, f in enumerate(present) if name == f.url] or [
        i for i, f in enumerate(present) if f.name.lower() == name.lower()
    ]
    if not matching:
        known = ", ".join(f.name for f in present)
        raise UsageError(
            f"There is no feed '{name}' in the list; " + (f"known are: {known}." if known else "it is empty.")
        )
    if len(matching) > 1:
        addresses = ", ".join(present[i].url for i in matching)
        raise UsageError(f"{len(matching)} feeds have the name '{name}'; give the address of one: {addresses}.")
    lines = content.splitlines(keepends=True)
    heads = [i for i, line in enumerate(lines) if re.match(r"\s*\[\[\s*feed\s*\]\]", line)]
    wanted = tuple(f for i, f in enumerate(present) if i != matching[0])
    if len(heads) == len(present):
        start = heads[matching[0]]
        end = next((i for i in range(start + 1, len(lines)) if re.match(r"\s*(?:\[|#|$)", lines[i])), len(lines))
        while end < len(lines) and not lines[end].strip():
            end += 1
        changed = "".join(lines[:start] + lines[end:])
        if read_list(changed) == wanted:
            return changed
    raise UsageError("The list of feeds is laid out by hand; remove the feed in an editor.", about=name)


def _quote(value: str) -> str:
    """A TOML basic string; JSON's escapes are a part of TOML's."""
    return json.dumps(" ".join(text.clean(value).split()), ensure_ascii=False)


def write_list(path: Path, content: str) -> None:
    """Replace the file by ``content`` in one step; a link keeps leading to it, and its permissions stay. Raises OutputError
    when it cannot be written."""
    try:
        target = path.resolve()
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".feeds-", suffix=".toml")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())  # or a power cut could leave the new name on an empty file
            if target.exists():
                shutil.copymode(target, temporary)
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as exc:
        raise OutputError(f"The list of feeds cannot be written ({exc.strerror}).", about=str(path)) from exc


# ── OPML ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def import_opml(data: bytes, origin: str) -> tuple[list[FeedSource], list[str]]:
    """Feeds of an OPML file, folders opened, repetitions dropped; and the addresses in it that are no http or https ones.

    Raises SourceError when it is no OPML, is not whole, declares a DTD (by which a small file could grow without end), or
    lists no feed. A mended file is not read: what libxml2 mends, such as a bare ``&``, it leaves out of the addresses.
    """
    from lxml import etree

    if b"<!DOCTYPE" in data or "<!DOCTYPE".encode("utf-16-le") in data or "<!DOCTYPE".encode("utf-16-be") in data:
        message = "The OPML file declares a DTD, which is not read; remove its <!DOCTYPE …> line."
        raise SourceError(message, about=origin)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as exc:
        raise SourceError(f"This is not an OPML file, or not a whole one ({_first_line(exc)}).", about=origin) from exc
    if not isinstance(root.tag, str) or root.tag.lower() != "opml":
        raise SourceError("This is not an OPML file.", about=origin)
    found: dict[str, FeedSource] = {}
    refused: list[str] = []
    for outline in root.iter("outline"):
        written = outline.get("xmlUrl") or outline.get("xmlurl") or ""
        address = _web_address(written, "")
        if address:
            name = " ".join(text.clean(outline.get("title") or outline.get("text") or "").split())
            found.setdefault(address, FeedSource(name=name or urlsplit(address).netloc, url=address))
        elif written:
            refused.append(written)
    if not found and not refused:
        raise SourceError("The OPML file lists no feed.", about=origin)
    return list(found.values()), refused


def export_opml(feeds: Iterable[FeedSource], title: str = "Albanian news") -> bytes:
    """An OPML 2.0 document of ``feeds``."""
    from lxml import etree

    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    for feed in feeds:
        etree.SubElement(body, "outline", type="rss", text=feed.name, title=feed.name, xmlUrl=feed.url)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))
