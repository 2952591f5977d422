"""Files, folders and standard input → Articles. A source that cannot be read is a SourceError value, and the rest go on.

Reads .txt, .md, .html/.htm and .jsonl; says what it took an unlabelled encoding for. Does not fetch anything.
"""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from pipeline import text
from pipeline.english import split_english
from pipeline.errors import SourceError
from pipeline.records import SCHEMA, Article, Sentence, TranslatedSentence, Translation

SUFFIXES = (".txt", ".md", ".html", ".htm", ".jsonl")
"""What a folder is searched for; a file named on the command line is read whatever its suffix."""

MAX_BYTES = 64 * 1024 * 1024
"""Larger than any article or day's JSONL; a bigger file is a mistake that would fill the memory of a small machine."""

Read = Article | Translation | SourceError
"""What reading gives: an article, a translation (only where ``brief summarize`` asks for them), or why there is neither."""

_MAGIC = (
    (b"%PDF", "a PDF; save its text first (for example with pdftotext)"),
    (b"PK\x03\x04", "a ZIP archive or an office document; save it as plain text first"),
    (b"\xd0\xcf\x11\xe0", "an old office document; save it as plain text first"),
    (b"\x1f\x8b", "gzip-compressed; unpack it first"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"{\\rtf", "an RTF document; save it as plain text first"),
)
# Letters of Windows-1250 that stand where Windows-1252 has ones no Balkan name uses: č ć đ and their capitals.
_CP1250_SIGNS = re.compile(r"[èæðÈÆÐ]")
_CP1252_CONTROLS = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")


def decode(data: bytes, about: str) -> tuple[str, str]:
    """Text of ``data`` and the encoding it was read as.

    A byte-order mark decides; then valid UTF-8; then the zero bytes of UTF-16; then Windows-1252, or Windows-1250 where the
    letters say so. Raises SourceError for binary data and for files that begin as a known binary format.
    """
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise SourceError(f"This is {what}.", about=about)
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            try:
                return data.decode("utf-8-sig" if encoding == "utf-8" else encoding), encoding
            except UnicodeDecodeError as exc:
                message = f"The file begins as {encoding} but is broken at byte {exc.start}; save it again as UTF-8."
                raise SourceError(message, about=about) from exc
    if b"\0" in data:
        return _decode_utf16(data, about)
    try:
        decoded, encoding = data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        decoded, encoding = _decode_windows(data)
    controls = sum(c < " " and c not in "\t\n\r\f\x0b\x1a" for c in decoded)
    if controls > max(2, len(decoded) // 100):
        raise SourceError("This is a binary file, not text.", about=about)
    return decoded, encoding


def _decode_utf16(data: bytes, about: str) -> tuple[str, str]:
    """UTF-16 without a mark has its zero bytes on one side; zero bytes anywhere else mean binary data."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    if len(data) % 2 == 0 and min(even, odd) * 20 < max(even, odd) and max(even, odd) * 4 > len(data) // 2:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            encoding = "binary"
    raise SourceError("This is a binary file, not text.", about=about)


def _decode_windows(data: bytes) -> tuple[str, str]:
    western = data.decode("cp1252", errors="replace")
    if _CP1252_CONTROLS.search(data) or _CP1250_SIGNS.search(western):
        return data.decode("cp1250", errors="replace"), "windows-1250"
    return western, "windows-1252"


_HEADER = re.compile(
    r"\ufeff?(title|titulli|date|data|url|author|autori|outlet|source|burimi)[ \t]*:[ \t]*(.*)", re.IGNORECASE
)
_BARE_DATE = re.compile(r"\ufeff?\s*date[ \t]+(\d{4}-\d{2}(?:-\d{2})?)(?:[ \t]+|[ \t]*\n|$)")
_KEYS = {"titulli": "title", "data": "date", "autori": "author", "source": "outlet", "burimi": "outlet"}
MAX_HEADER_LINES = 6


def read_headers(content: str) -> tuple[dict[str, str], str]:
    """Header lines at the top of a text (``title:``, ``date:``, ``url:``, …, or a bare ``date 2024-01``) and the rest."""
    headers: dict[str, str] = {}
    rest = content.lstrip("\n\r \t\ufeff")
    if bare := _BARE_DATE.match(rest):
        return {"date": bare.group(1)}, rest[bare.end() :]
    for _ in range(MAX_HEADER_LINES):
        line, _, remainder = rest.partition("\n")
        match = _HEADER.fullmatch(line.strip())
        if not match:
            break
        key = match.group(1).lower()
        headers[_KEYS.get(key, key)] = match.group(2).strip()
        rest = remainder
    return headers, rest


def parse_text(content: str, origin: str) -> Article:
    """An article from plain text: headers, headline (a short first line without a final mark), paragraphs."""
    headers, rest = read_headers(content)
    paragraphs = text.split_paragraphs(text.clean(rest))
    title = headers.get("title", "")
    if not title and len(paragraphs) > 1 and text.is_headline(paragraphs[0]):
        title, paragraphs = paragraphs[0], paragraphs[1:]
    return make_article(title, paragraphs, origin, headers)


def make_article(title: str, paragraphs: Sequence[str], origin: str, facts: dict[str, Any]) -> Article:
    """An article of cleaned parts. Raises SourceError when there is no text at all."""
    title = text.clean(title).strip()
    kept = tuple(p for p in (text.clean(p).strip() for p in paragraphs) if p)
    if not kept and not title:
        raise SourceError("There is no text in it.", about=origin)
    if not kept:
        title, kept = "", (title,)
    date, url, outlet, author = (str(facts[k]) if facts.get(k) else None for k in ("date", "url", "outlet", "author"))
    return Article(text.content_id(title, kept), title, kept, origin, date, url, outlet, author)


_MARKDOWN_INLINE = (
    (re.compile(r"!\[([^\]]*)\]\([^)]*\)"), ""),
    (re.compile(r"\[([^\]]+)\]\([^)]*\)"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])[*](?=\S)([^*\n]+?)(?<=\S)[*](?![\w*])"), r"\1"),
    (re.compile(r"(?<!\w)_(?=\S)([^_\n]+?)(?<=\S)_(?!\w)"), r"\1"),
    (re.compile(r"`([^`]+)`"), r"\1"),
)


def parse_markdown(content: str, origin: str) -> Article:
    """An article from Markdown: the first heading is the headline, marks are dropped, the words are kept."""
    headers, rest = read_headers(content)
    front = re.match(r"---\n(.*?)\n---\n", rest, re.DOTALL)
    if front:
        for line in front.group(1).splitlines():
            if match := _HEADER.fullmatch(line.strip()):
                key = match.group(1).lower()
                headers[_KEYS.get(key, key)] = match.group(2).strip().strip("\"'")
        rest = rest[front.end() :]
    lines: list[str] = []
    title = headers.get("title", "")
    for line in rest.splitlines():
        heading = re.match(r"\s{0,3}#{1,6}\s+(.*?)\s*#*$", line)
        if heading and not title:
            title = heading.group(1)
            continue
        if re.fullmatch(r"\s*([-*_]\s*){3,}|\s*(```|~~~).*", line):
            lines.append("")
            continue
        bullet = re.match(r"\s*(?:[-*+]|\d+[.)])\s+(.*)", line)
        plain = heading.group(1) if heading else bullet.group(1) if bullet else re.sub(r"^\s*>\s?", "", line)
        lines += ["", plain, ""] if heading or bullet else [plain]
    body = "\n".join(lines)
    for pattern, replacement in _MARKDOWN_INLINE:
        body, title = pattern.sub(replacement, body), pattern.sub(replacement, title)
    # In Markdown only a blank line ends a paragraph, however short the lines are.
    paragraphs = [" ".join(block.split()) for block in re.split(r"\n\s*\n", html.unescape(body)) if block.strip()]
    if not title and len(paragraphs) > 1 and text.is_headline(paragraphs[0]):
        title, paragraphs = paragraphs[0], paragraphs[1:]
    return make_article(title, paragraphs, origin, headers)


def parse_html(content: str, origin: str) -> Article:
    """An article from a saved web page."""
    from pipeline.extract import extract_article

    return extract_article(content, origin)


def parse_jsonl(content: str, origin: str, translations: bool) -> Iterator[Read]:
    """One article a line: an object with ``text`` or ``paragraphs``, and if known title, date, url, outlet, author.

    With ``translations``, lines that ``brief translate --format jsonl`` wrote are read as translations.
    """
    empty = True
    for number, line in enumerate(content.splitlines(), 1):
        if not line.strip():
            continue
        empty = False
        try:
            is_translation = translations and '"brief.translation/' in line[:200]
            yield (parse_translation if is_translation else parse_object)(line, f"{origin}:{number}")
        except SourceError as error:
            yield error
    if empty:
        yield SourceError("There is no text in it.", about=origin)


def parse_object(line: str, origin: str) -> Article:
    """One JSON object as an article. Raises SourceError naming the line and what is missing."""
    try:
        row = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as exc:
        raise SourceError(f"This line is not JSON: {exc}.", about=origin) from exc
    if not isinstance(row, dict):
        raise SourceError("This line is not a JSON object.", about=origin)
    if "sentences" in row and "article" in row:
        raise SourceError("This is a translation already; give it to 'brief summarize'.", about=origin)
    body = row.get("paragraphs", row.get("text"))
    if isinstance(body, str):
        body = text.split_paragraphs(text.clean(body))
    if not isinstance(body, list) or not all(isinstance(p, str) for p in body):
        raise SourceError("This line has neither 'text' nor a list of 'paragraphs'.", about=origin)
    title = row.get("title") or ""
    if not isinstance(title, str):
        raise SourceError("'title' is not a string.", about=origin)
    return make_article(title, body, origin, row)


def parse_translation(line: str, origin: str) -> Translation:
    """The translation a JSONL line holds. Raises SourceError when the line is something else."""
    try:
        row = msgspec.json.decode(line)
    except msgspec.DecodeError as exc:
        raise SourceError(f"This line is not JSON: {exc}.", about=origin) from exc
    schema = row.pop("schema", None) if isinstance(row, dict) else None
    if not isinstance(schema, str) or not schema.startswith("brief.translation/"):
        raise SourceError("This line is not a translation that 'brief translate --format jsonl' wrote.", about=origin)
    if schema != f"brief.translation/{SCHEMA}":
        raise SourceError(
            f"This line has schema {schema}; this version reads brief.translation/{SCHEMA}.", about=origin
        )
    try:
        return msgspec.convert(row, Translation)
    except msgspec.ValidationError as exc:
        raise SourceError(f"This translation is damaged: {exc}.", about=origin) from exc


def read_english(article: Article) -> Translation:
    """An English article as a translation of nothing, so that it can be summarised."""
    pieces = [(-1, article.title)] if article.title else []
    for number, paragraph in enumerate(article.paragraphs):
        pieces += [(number, sentence) for sentence in split_english(paragraph)]
    sentences = (TranslatedSentence(Sentence(i, p, ""), english) for i, (p, english) in enumerate(pieces))
    return Translation(article, tuple(sentences), None)


def sniff_suffix(content: str) -> str:
    """The suffix a text without a name would carry: standard input may be JSONL, a page, or plain text."""
    start = content.lstrip()[:200].lower()
    if start.startswith("{") and '"' in start:
        return ".jsonl"
    return ".html" if start.startswith(("<!doctype html", "<html", "<?xml")) else ".txt"


def parse(data: bytes, origin: str, suffix: str, translations: bool = False) -> Iterator[Read]:
    """Articles of one file's bytes; ``suffix`` decides the format, the content does when it is empty.

    Raises SourceError when the bytes are not text.
    """
    if not data.strip():
        raise SourceError("The file is empty.", about=origin)
    content, encoding = decode(data, origin)
    content = content.replace("\r\n", "\n").replace("\r", "\n")
    if not content.strip("\ufeff \t\n"):
        raise SourceError("There is no text in it.", about=origin)
    suffix = suffix or sniff_suffix(content)
    if suffix == ".jsonl":
        yield from parse_jsonl(content, origin, translations)
        return
    if suffix in (".html", ".htm"):
        article = parse_html(content, origin)
    elif suffix == ".md":
        article = parse_markdown(content, origin)
    else:
        article = parse_text(content, origin)
    if encoding.startswith("windows"):
        article = replace(article, notes=(*article.notes, f"Read as {encoding}: the file does not say its encoding."))
    yield article


def read_bytes(path: Path) -> bytes:
    """The bytes of one file. Raises SourceError for what the user can mend."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SourceError(f"The file is larger than {MAX_BYTES // 2**20} MiB; split it.", about=str(path))
        return path.read_bytes()
    except OSError as exc:
        reasons = {
            "FileNotFoundError": "There is no such file.",
            "PermissionError": "The file may not be read; check its permissions.",
        }
        message = reasons.get(type(exc).__name__, f"The file cannot be read ({exc.strerror}).")
        raise SourceError(message, about=str(path)) from exc


def list_folder(folder: Path) -> Iterator[Path | SourceError]:
    """Readable files of a folder and its subfolders in name order; hidden ones and other formats are passed over."""
    try:
        entries = sorted(folder.iterdir(), key=lambda p: p.name)
    except OSError as exc:
        yield SourceError(f"The folder cannot be read ({exc.strerror}); check its permissions.", about=str(folder))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from list_folder(entry)
        elif entry.suffix.lower() in SUFFIXES:
            yield entry


def _read(load: Callable[[], bytes], origin: str, suffix: str, translations: bool) -> Iterator[Read]:
    try:
        yield from parse(load(), origin, suffix, translations)
    except SourceError as error:
        yield error


def read_articles(names: Sequence[str], stdin: BinaryIO | None = None) -> Iterator[Article | SourceError]:
    """The articles that the named files, folders and ``-`` hold, in the order named, failures among them."""
    return (read for read in read_files(names, stdin) if not isinstance(read, Translation))


def read_files(names: Sequence[str], stdin: BinaryIO | None = None, translations: bool = False) -> Iterator[Read]:
    """What the named files, folders and ``-`` (standard input) hold, in the order named, failures among them.

    ``translations`` lets JSONL lines be translations already (see :func:`parse_jsonl`).
    """
    for name in names:
        path = Path(name)
        if name == "-":
            yield from _read((stdin or sys.stdin.buffer).read, "-", "", translations)
        elif path.is_dir():
            found = False
            for entry in list_folder(path):
                found = True
                if isinstance(entry, SourceError):
                    yield entry
                else:
                    yield from _read(partial(read_bytes, entry), str(entry), entry.suffix.lower(), translations)
            if not found:
                yield SourceError(f"The folder holds no article ({', '.join(SUFFIXES)}).", about=name)
        else:
            yield from _read(partial(read_bytes, path), name, path.suffix.lower() or ".txt", translations)
