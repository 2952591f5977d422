"""A web page → Article: title, date, author, outlet and the paragraphs of the body, without the page's furniture.

trafilatura says where on the page the article is; the paragraphs themselves are read here, because its own output joins
lines, drops short wire items and knows no Albanian furniture ("Lexo edhe", "Na ndiqni në", "Foto: …"). Does not fetch.

    page ─parse─▶ tree ─read_facts─▶ title, date, author, outlet, url
                    └─read_blocks─▶ blocks ─locate (trafilatura)─▶ body ─drop_furniture─▶ paragraphs
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from pipeline import furniture, text
from pipeline.errors import ExtractionError
from pipeline.fetch import decode_page
from pipeline.records import Article
from pipeline.sources import make_article

if TYPE_CHECKING:
    from pipeline.feeds import Entry

FEED_NOTE = "The page gave no text: this is the feed's own summary."
PAYWALL_NOTE = "The page is for subscribers: its text may be incomplete."

MIN_PARAGRAPH = 25
"""Characters in the only paragraph of a page; shorter is a stray label. The shortest wire item met has 38."""

MIN_FEED_SHARE = 0.5
"""A page with less text than this share of the feed's own text did not give its article (a consent wall, a paywall)."""


def extract_article(
    html: str | bytes,
    origin: str,
    url: str | None = None,
    feed_entry: Entry | None = None,
    content_type: str | None = None,
) -> Article:
    """The article on a page, or the feed's own text when the page has less than that, marked so in the notes.

    ``html`` is the page, decoded or as it came (then ``content_type`` is the header's value); ``origin`` is named in errors;
    ``url`` is the page's address after redirects. Raises ExtractionError when neither page nor feed holds a text.
    """
    page, notes = (html, ()) if isinstance(html, str) else _decode(html, content_type)
    tree = _parse(page)
    facts = read_facts(tree, url) if tree is not None else PageFacts()
    paragraphs = _read_body(tree, facts) if tree is not None else []
    if facts.paywalled and paragraphs:
        notes = (*notes, PAYWALL_NOTE)
    if feed_entry is not None:
        own = entry_paragraphs(feed_entry)
        if own and _length(paragraphs) < MIN_FEED_SHARE * _length(own):
            return article_from_entry(feed_entry, origin, facts)
    if not paragraphs or (len(paragraphs) == 1 and len(paragraphs[0]) < MIN_PARAGRAPH):
        message = "The article is for subscribers and the page shows none of its text." if facts.paywalled else None
        raise ExtractionError(message, about=origin)
    known = _merge_facts(facts, feed_entry, url)
    title = facts.title or (feed_entry.title if feed_entry else "")
    return replace(make_article(title, paragraphs, origin, known), notes=notes)


def article_from_entry(entry: Entry, origin: str, facts: PageFacts | None = None) -> Article:
    """The article as its feed tells it, for a page that cannot be had. Raises ExtractionError when the feed has no text."""
    paragraphs = entry_paragraphs(entry)
    if not paragraphs:
        raise ExtractionError("Neither the page nor the feed holds a text.", about=origin)
    known = _merge_facts(facts or PageFacts(), entry, entry.url)
    title = entry.title or (facts.title if facts else "")
    return replace(make_article(title, paragraphs, origin, known), notes=(FEED_NOTE,))


def entry_paragraphs(entry: Entry) -> list[str]:
    """Paragraphs of an entry's content, or of its summary when that says more."""
    candidates = [_read_fragment(html, entry.title) for html in (entry.content, entry.summary) if html]
    return max(candidates, key=_length, default=[])


def _decode(html: bytes, content_type: str | None) -> tuple[str, tuple[str, ...]]:
    page, encoding = decode_page(html, content_type)
    if encoding == "utf-8":
        return page, ()
    return page, (f"Read as {encoding}.",)


def _length(paragraphs: list[str]) -> int:
    return sum(len(p) for p in paragraphs)


def _merge_facts(facts: PageFacts, entry: Entry | None, url: str | None) -> dict[str, str | None]:
    return {
        "date": facts.date or (entry.published if entry else None),
        "author": facts.author or (entry.author if entry else None),
        "outlet": facts.outlet,
        "url": facts.url or url,
    }


def _parse(page: str) -> Any | None:
    """The tree of a page, None when there is nothing in it to parse."""
    import lxml.html
    from lxml.etree import ParserError

    # As UTF-8 bytes with the encoding forced, because a declaration in the page may contradict what it was decoded as.
    data = page.replace("\0", "").encode("utf-8", errors="replace")
    try:
        return lxml.html.document_fromstring(
            data, parser=lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        )
    except ParserError:
        return None


# ── facts ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page says about its article. ``date`` is ISO 8601; ``body`` is the text in its JSON-LD, mostly absent."""

    title: str = ""
    date: str | None = None
    author: str | None = None
    outlet: str | None = None
    url: str | None = None
    description: str = ""
    body: str = ""
    paywalled: bool = False


_ARTICLE_TYPE = re.compile(r"Article|Posting|Report\b|Review\b")
_NOT_A_NAME = re.compile(r"https?:|@|^(?:admin|administrator|root|editor|user|author|redaksia_?web)\d*$", re.IGNORECASE)
_BY = re.compile(r"^(?:nga|shkruan|shkroi|autori?|burimi|by|postuar nga|publikuar nga)\b\s*:?\s*", re.IGNORECASE)


def read_facts(tree: Any, url: str | None = None) -> PageFacts:
    """Facts of a page, from its JSON-LD first, then its meta tags, then its visible parts."""
    data = _find_article_data(tree)
    meta = _read_meta(tree)
    outlet = meta.get("og:site_name") or _name(data.get("publisher")) or meta.get("application-name")
    title, outlet = _read_title(tree, data, meta, outlet)
    canonical = _read_canonical(tree, meta, url)
    address = canonical or url
    return PageFacts(
        title=title,
        date=_read_date(tree, data, meta, address),
        author=_read_author(tree, data, meta, outlet),
        outlet=outlet or (_host(address) if address else None),
        url=address,
        description=_line(meta.get("og:description") or meta.get("description") or ""),
        body=_read_data_body(data),
        paywalled=_is_paywalled(tree, data, meta),
    )


def _line(value: Any) -> str:
    """``value`` as one clean line, "" when it is no text; tags in it are dropped."""
    if not isinstance(value, str):
        return ""
    import html

    bare = re.sub(r"</?[a-zA-Z][^<>]*>", " ", html.unescape(value))
    return " ".join(text.clean(bare).split())


def _find_article_data(tree: Any) -> Mapping[str, Any]:
    """The JSON-LD object that describes the article, empty when there is none."""
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        try:
            # strict=False: pages carry raw line ends inside JSON strings.
            content = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _objects(content):
            kinds = item.get("@type")
            if any(
                isinstance(k, str) and _ARTICLE_TYPE.search(k) for k in (kinds if isinstance(kinds, list) else [kinds])
            ):
                return item
    return {}


def _objects(content: Any) -> Iterator[Mapping[str, Any]]:
    for item in content if isinstance(content, list) else [content]:
        if isinstance(item, dict):
            yield item
            for key in ("@graph", "mainEntity", "mainEntityOfPage"):
                if isinstance(item.get(key), (list, dict)):
                    yield from _objects(item[key])


def _name(value: Any) -> str | None:
    """Name of a JSON-LD person or organisation, or of several, joined by commas."""
    if isinstance(value, list):
        return ", ".join(dict.fromkeys(filter(None, map(_name, value)))) or None
    return _line(value.get("name") if isinstance(value, dict) else value) or None


def _read_meta(tree: Any) -> dict[str, str]:
    """Meta tags by lower-case property or name; the first that says something counts."""
    meta: dict[str, str] = {}
    for element in tree.iterfind(".//meta[@content]"):
        key = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        value = _line(element.get("content"))
        if key and value:
            meta.setdefault(key, value)
    return meta


def _read_title(
    tree: Any, data: Mapping[str, Any], meta: Mapping[str, str], outlet: str | None
) -> tuple[str, str | None]:
    """The headline without the outlet's name at its end, and the outlet, which the <title> may be the only one to tell."""
    headings = [h for h in (_line(" ".join(e.itertext())) for e in tree.iterfind(".//h1")) if h]
    page_title = _line(tree.findtext(".//title"))
    told = _line(data.get("headline")) or meta.get("og:title") or meta.get("twitter:title") or page_title
    parts = re.split(r"\s+[-–—|•·»]\s+", page_title)
    headline = max(parts, key=len)  # the outlet's name is shorter, and on either side
    outlet = outlet or next((p for p in (parts[-1], parts[0]) if p != headline and _is_shown(tree, p)), None)
    for heading in headings:
        # What readers see: JSON-LD cuts headlines at 110 characters, og:title carries the outlet's name.
        if not told or _squash(heading) in _squash(told) or _squash(told.rstrip(" .…"))[:40] == _squash(heading)[:40]:
            return heading, outlet
    if outlet:
        told = re.sub(rf"\s*[-–—|•·»:]\s*{re.escape(outlet)}\s*$", "", told, flags=re.IGNORECASE)
    if told == page_title:
        told = headline
    return told, outlet


def _is_shown(tree: Any, name: str) -> bool:
    """Whether a part of the <title> stands on the page by itself, as an outlet's name does on its front door."""
    key = _squash(name)
    shown = (
        e.get("alt") or e.text or "" for e in tree.iter("a", "span", "div", "p", "td", "font", "strong", "b", "img")
    )
    return bool(key) and any(_squash(part) == key for part in shown)


def _read_canonical(tree: Any, meta: Mapping[str, str], url: str | None) -> str | None:
    """The page's own idea of its address, where it is believable: same site, and not the front page."""
    link = tree.find(".//link[@rel='canonical']")
    for candidate in (link.get("href") if link is not None else None, meta.get("og:url")):
        try:
            address: str = urljoin(url or "", (candidate or "").strip())
            parts = urlsplit(address)
        except ValueError:
            continue
        if parts.scheme not in ("http", "https") or not parts.netloc or (parts.path in ("", "/") and not parts.query):
            continue
        if url is None or _host(address) == _host(url):
            return address
    return None


def _host(url: str) -> str | None:
    host: str = urlsplit(url).hostname or ""
    return re.sub(r"^(?:www|m|amp|mobile)\.", "", host) or None


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janar",
            "shkurt",
            "mars",
            "prill",
            "maj",
            "qershor",
            "korrik",
            "gusht",
            "shtator",
            "tetor",
            "nëntor nentor",
            "dhjetor",
        ),
        1,
    )
    for name in names.split()
}
_WRITTEN_DATE = re.compile(
    rf"(\d{{1,2}})(?:[.\s]+({'|'.join(_MONTHS)})\w*[\s,]+|[./-](\d{{1,2}})[./-])(\d{{4}})(?:\D{{1,8}}(\d{{1,2}})[:.](\d{{2}}))?",
    re.IGNORECASE,
)
_URL_DATE = re.compile(r"/(20\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:/|-|$)")
_DATE_METAS = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date.issued", "dc.date",
    "publish-date", "publishdate", "parsely-pub-date", "sailthru.date", "pubdate",
)  # fmt: skip


def _read_date(tree: Any, data: Mapping[str, Any], meta: Mapping[str, str], url: str | None) -> str | None:
    """When the article was published, ISO 8601 with the time where it is told; never guessed from elsewhere on the page."""
    for value in (data.get("datePublished"), *(meta.get(key) for key in _DATE_METAS), data.get("dateCreated")):
        if date := parse_date(value):
            return date
    for element in tree.xpath(".//*[@itemprop='datePublished']|.//time"):
        if date := parse_date(element.get("datetime") or element.get("content") or " ".join(element.itertext())):
            return date
    for element in tree.iter("span", "div", "p", "li", "small", "td"):
        if _DATE_CLASS.search(element.get("class") or "") and (date := parse_date(" ".join(element.itertext())[:200])):
            return date
    found = _URL_DATE.search(url or "")
    return _iso_date(*map(int, found.groups())) if found else None


_DATE_CLASS = re.compile(r"(?:^|[\s_-])(?:date|data|time|published|posted|meta|koha)(?:$|[\s_-])")


def parse_date(value: Any) -> str | None:
    """``value`` as ISO 8601: from ISO forms, or Albanian ones ("24 mars 2024, 14:30", "24.03.2024"). None if neither."""
    value = _line(value)
    try:
        parsed = datetime.fromisoformat(re.sub(r"(\d) +([+-]\d\d:?\d\d)$", r"\1\2", value))
    except ValueError:
        written = _WRITTEN_DATE.search(value)
        if not written:
            return None
        day, name, month, year, hour, minute = written.groups()
        number = _MONTHS[name.lower()] if name else int(month)
        return _iso_date(int(year), number, int(day), *(int(v) for v in (hour, minute) if v))
    return parsed.date().isoformat() if len(value) <= 10 else parsed.isoformat()


def _iso_date(year: int, month: int, day: int, hour: int | None = None, minute: int = 0) -> str | None:
    try:
        moment = datetime(year, month, day, hour or 0, minute)  # local time, as pages tell it without saying which
    except ValueError:
        return None
    return moment.date().isoformat() if hour is None else moment.isoformat()


_AUTHOR_PATH = (
    ".//*[@rel='author']|.//*[@itemprop='author']|.//*[contains(@class,'author-name') or contains(@class,'post-author')"
    " or contains(@class,'entry-author') or contains(@class,'byline') or @class='author' or @class='autor' or @class='autori']"
)


def _read_author(tree: Any, data: Mapping[str, Any], meta: Mapping[str, str], outlet: str | None) -> str | None:
    told = (_name(data.get("author")), meta.get("author"), meta.get("article:author"), meta.get("dc.creator"))
    shown = (_line(" ".join(e.itertext())) for e in tree.xpath(_AUTHOR_PATH))
    for candidate in (*told, *shown):
        name = _BY.sub("", candidate or "").strip(" ,|•-–")
        name = re.split(r"\s+[|•·–-]\s+|\s+\d{1,2}[.:/ ]", name)[0].strip()
        if 2 < len(name) <= 80 and not _NOT_A_NAME.search(name) and text.fold(name) != text.fold(outlet or ""):
            return name
    return None


def _read_data_body(data: Mapping[str, Any]) -> str:
    """Text of the article in its JSON-LD; a live blog's is that of its updates."""
    bodies = [data.get("articleBody"), *(u.get("articleBody") for u in _objects(data.get("liveBlogUpdate")))]
    return "\n\n".join(b for b in bodies if isinstance(b, str))


_PAYWALL_CLASS = re.compile(
    r"(?:^|[\s_-])(?:paywall|regwall|subscriber-only|premium-content|locked-content)(?:$|[\s_-])"
)


def _is_paywalled(tree: Any, data: Mapping[str, Any], meta: Mapping[str, str]) -> bool:
    free = data.get("isAccessibleForFree", True)
    if str(free).lower() == "false" or meta.get("article:content_tier", "").lower() in ("locked", "metered"):
        return True
    return any(_PAYWALL_CLASS.search(e.get("class") or "") for e in tree.iter("div", "section", "aside", "p"))


# ── blocks ───────────────────────────────────────────────────────────────────────────────────────────────────────────

_SKIPPED = frozenset(
    "script style noscript template head nav footer aside button select option textarea input label iframe object embed"
    " svg canvas video audio picture figcaption amp-ad amp-sidebar amp-consent dialog menu time map math".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd mark q s samp small span strike strong sub"
    " sup tt u var wbr nobr amp-img".split()
)
# Names by which themes call what is not the article. Matched from the start of a class or id, or after a - or _.
_FURNITURE_NAME = re.compile(
    r"(?:^|[\s_-])(?:related|share|sharing|sharedaddy|addtoany|addthis|social|newsletter|subscribe|subscription|buletini?"
    r"|breadcrumbs?|sidebar|widget|cookies?|cookie-?\w+|consent|gdpr|q?c?-?cmp\w*|onetrust|didomi|player|adverts?"
    r"|advertisement|ads?|adv|adsbygoogle|banner|promo|sponsor|sponsored|reklam[ae]?|taboola|outbrain|mgid|tags"
    r"|tag-?(?:list|links|cloud)|author-?(?:box|bio|info|card)"
    r"|byline|post-?meta|entry-?meta|article-?meta|post-?info|article-?info|post-?date|entry-?date|caption|credits?"
    r"|wp-caption-text|popup|modal|navbar|nav|navigation|menu|footer|pagination|pager|page-links|lexo-?(?:edhe|me-shume)"
    r"|te-ngjashme|te-lidhura|recommended|recommendations?|trending|popular|most-?(?:read|popular)|me-te-lexuarat"
    r"|more-(?:news|stories|articles|from)|read-?(?:more|also|next)|also-?read|next-?post|prev-?post|post-?nav|follow-us"
    r"|ndiqni|inread|jp-relatedposts|print-?link|screen-reader-text|skip-link|views?-count|rating|hits|fb-post-button)"
    r"(?=$|[\s_-])",
    re.IGNORECASE,
)
_COMMENTS_NAME = re.compile(
    r"(?:^|\s)(?:comments?(?:-\w+)*|commentlist|respond|disqus_thread|fb-comments|komentet?)(?:$|\s)", re.I
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# A wrapper of most of the page's text is not furniture, whatever a theme calls it ("elementor-widget", "with-sidebar").
_WRAPPER_SHARE = 0.5
# Cells of a table of data; in a longer one a page of the table-layout age keeps its article.
_MAX_CELL = 150


@dataclass(slots=True)
class Block:
    """One run of text between block boundaries of a page. ``linked`` is the share of its characters inside links."""

    text: str
    element: Any
    kind: str = "p"  # "p", "heading", "item", "quote" or "row"
    linked: float = 0.0


@dataclass(slots=True)
class _Reader:
    """Walks a tree once and collects its blocks, leaving out what is furniture by tag, name or style."""

    total: int
    lengths: Mapping[Any, int]
    blocks: list[Block] = field(default_factory=list)
    run: list[tuple[str, bool]] = field(default_factory=list)

    def walk(self, element: Any, owner: Any, kind: str, in_link: bool) -> None:
        if not isinstance(element.tag, str) or self._is_furniture(element):
            return
        tag = element.tag
        if tag == "br":
            self.run.append(("\n", in_link))
            return
        if tag == "tr" and (cells := self._read_cells(element)):
            self.flush(owner, kind)
            self.blocks.append(Block(cells, element, "row"))
            return
        inline = tag in _INLINE
        if not inline:
            self.flush(owner, kind)
            # A paragraph inside a quote or a list item is still of that kind.
            owner, kind = element, _KINDS.get(tag) or (kind if tag in ("p", "div") else "p")
        in_link = in_link or tag == "a"
        self.run.append((element.text or "", in_link))
        for child in element:
            self.walk(child, owner, kind, in_link)
            self.run.append((child.tail or "", in_link))
        if not inline:
            self.flush(owner, kind)

    def flush(self, owner: Any, kind: str) -> None:
        run, self.run = self.run, []
        for line in _split_lines(run):
            whole = "".join(part for part, _ in line)
            content = " ".join(text.clean(whole).split())
            if content:
                linked = sum(len(part.strip()) for part, in_link in line if in_link)
                self.blocks.append(Block(content, owner, kind, linked / len(content)))

    def _read_cells(self, row: Any) -> str:
        """A row of a table of data as one line, "" when the table is there for its layout."""
        cells = [" ".join(" ".join(cell.itertext()).split()) for cell in row if cell.tag in ("td", "th")]
        if row.find(".//table") is not None or max(map(len, cells), default=0) > _MAX_CELL or len(cells) < 2:
            return ""
        return " | ".join(filter(None, cells))

    def _is_furniture(self, element: Any) -> bool:
        tag, small = element.tag, self.lengths.get(element, 0) < _WRAPPER_SHARE * self.total
        if tag in _SKIPPED:
            return True
        if tag in ("form", "header"):
            # ASP.NET puts the whole page in a form; an article's own header holds its lead.
            return small and (tag == "form" or next(element.iterancestors("article", "main"), None) is None)
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if tag in ("html", "body", "main", "article"):
            return False
        if _COMMENTS_NAME.search(names):
            return True
        hidden = (
            "hidden" in element.attrib
            or element.get("aria-hidden") == "true"
            or _HIDDEN.search(element.get("style") or "")
        )
        return small and bool(
            hidden or (tag not in ("p", "h1") and _FURNITURE_NAME.search(names)) or _is_byline(element, names)
        )


_KINDS = {**dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"), "li": "item", "blockquote": "quote"}
_BYLINE_NAME = re.compile(
    r"(?:^|[\s_-])(?:author|autori?|byline|date|data|time|meta|credits?|caption|foto-?kredi\w*|label|badge|kicker|eyebrow"
    r"|category|kategori\w*|cat-?links|views?|duration|reading-?time)(?:$|[\s_-])",
    re.IGNORECASE,
)


def _is_byline(element: Any, names: str) -> bool:
    """Whether ``element`` is a short labelled line: who, when, whose picture."""
    return bool(_BYLINE_NAME.search(names)) and len(" ".join(element.itertext()).split()) <= 15


def _split_lines(run: list[tuple[str, bool]]) -> Iterator[list[tuple[str, bool]]]:
    """Paragraphs of a run: parted by an empty line, or by a line end behind a sentence or a short line."""
    line: list[tuple[str, bool]] = []
    breaks = 0
    for part, in_link in run:
        if part == "\n":
            breaks += 1
            continue
        if not part.strip():
            line.append((" ", in_link))
            continue
        if breaks:
            so_far = "".join(p for p, _ in line).strip()
            begins = part.lstrip()
            short = len(so_far) <= _SHORT_LINE and not so_far.endswith(",") and not begins[0].islower()
            if breaks > 1 or _ENDS_SENTENCE.search(so_far) or short or _LIST_MARK.match(begins):
                yield line
                line = []
            line.append((" ", False))
            breaks = 0
        line.append((part, in_link))
    yield line


_SHORT_LINE = 60  # characters; a line broken by hand inside a sentence is longer
_ENDS_SENTENCE = re.compile(r"[.!?…:][\"”“»’')\]]*$")
_LIST_MARK = re.compile(r"(?:[•●▪◦*·–-]|\d{1,2}[.)])\s")


def _measure(tree: Any) -> dict[Any, int]:
    """Characters of visible text under each element."""
    lengths: dict[Any, int] = {}
    for element in reversed(list(tree.iter("*"))):
        own = 0 if element.tag in _SKIPPED else len((element.text or "").strip())
        inner = sum(lengths.get(c, 0) + len((c.tail or "").strip()) for c in element)
        lengths[element] = 0 if element.tag in _SKIPPED else own + inner
    return lengths


def read_blocks(tree: Any) -> list[Block]:
    """All blocks of text of a page in reading order, furniture left out."""
    lengths = _measure(tree)
    body = tree.find("body")
    root = tree if body is None else body
    reader = _Reader(lengths.get(root, 0), lengths)
    reader.walk(root, root, "p", False)
    reader.flush(root, "p")
    return reader.blocks


# ── the body ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _read_body(tree: Any, facts: PageFacts) -> list[str]:
    """Paragraphs of the article, from the page, else from its JSON-LD."""
    blocks = _cut_comments(read_blocks(tree))
    located = [blocks[i] for i in _locate(blocks)]
    paragraphs = [b.text for b in drop_furniture(located, facts.title, facts.author, facts.outlet)]
    told = _read_fragment(facts.body, facts.title) if facts.body else []
    return told if _length(told) > 2 * _length(paragraphs) else paragraphs


def _cut_comments(blocks: list[Block]) -> list[Block]:
    """``blocks`` up to a heading over readers' comments, which may be longer than the article."""
    told = False
    for i, block in enumerate(blocks):
        if told and furniture.opens_comments(block.text):
            return blocks[:i]
        told = told or bool(_ENDS_SENTENCE.search(block.text))
    return blocks


def _squash(content: str) -> str:
    """Letters and digits only, folded: equal for texts that differ in spacing and marks."""
    return re.sub(r"[\W_]+", "", text.fold(content))


def _locate(blocks: list[Block]) -> list[int]:
    """Indices of the blocks that trafilatura takes for the article, and of those among them that it passed over."""
    import trafilatura
    from lxml.etree import LxmlError
    from trafilatura.settings import Extractor

    if not blocks:
        return []
    options = Extractor(output_format="python", comments=False, tables=True)
    options.min_extracted_size = MIN_PARAGRAPH  # its default of 250 takes a short wire item for a failed extraction
    # It logs every page it finds nothing in, which is said here by an error of ours.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        document: Any = trafilatura.bare_extraction(_rebuild(blocks), options=options)
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError, LxmlError):
        # A page it stumbles over is one without text: what the page or its feed tells elsewhere takes its place.
        document = None
    found = _squash(" ".join(document.body.itertext())) if document is not None else ""
    return _fill_gaps(blocks, {i for i, block in enumerate(blocks) if _squash(block.text) in found})


# What trafilatura knows containers of articles by; other names only make it drop what this module has judged already.
_CONTENT_NAME = re.compile(r"article|content|post|entry|story|text|body|main|single", re.IGNORECASE)
_LEAVES = frozenset(
    "p h1 h2 h3 h4 h5 h6 li blockquote tr td th tbody thead table ul ol dl dt dd pre figure center".split()
)


def _container(block: Block) -> Any:
    """The element that holds a block among its like: what remains above paragraphs, lists, quotes and tables."""
    element = block.element
    while element.tag in _LEAVES and element.getparent() is not None:
        element = element.getparent()
    return element


def _rebuild(blocks: list[Block]) -> Any:
    """The page again with one <p> or <h2> a block, in copies of its containers: what trafilatura reads reliably."""
    from lxml.html import Element

    root = Element("html")
    copies: dict[Any, Any] = {}

    def copy(element: Any) -> Any:
        if element not in copies:
            parent = element.getparent()
            above = root if parent is None or element.tag in ("html", "body") else copy(parent)
            tag = element.tag if element.tag in ("body", "main", "article", "section") else "div"
            copies[element] = made = Element(tag if above is not root else "body")
            above.append(made)
            for name in ("class", "id"):
                if kept := " ".join(n for n in (element.get(name) or "").split() if _CONTENT_NAME.search(n)):
                    made.set(name, kept)
            if element.get("itemprop") == "articleBody":
                made.set("itemprop", "articleBody")
        return copies[element]

    for block in blocks:
        made = Element("h2" if block.kind == "heading" else "p")
        cut = round(block.linked * len(block.text))
        if cut:
            link = Element("a", href="/")
            link.text, link.tail = block.text[:cut], block.text[cut:]
            made.append(link)
        else:
            made.text = block.text
        copy(_container(block)).append(made)
    return root


def _fill_gaps(blocks: list[Block], kept: set[int]) -> list[int]:
    """``kept`` with what belongs to the text: in the same containers all between kept blocks and all whole sentences; the
    lead between headline and text; every entry of a live blog."""
    homes = {
        _container(blocks[i]) for i in kept if blocks[i].kind != "heading" and len(blocks[i].text) >= MIN_PARAGRAPH
    }
    inner = [i for i in kept if _container(blocks[i]) in homes]
    if not inner:
        return sorted(kept)
    first, last = min(inner), max(inner)
    live = _find_named(blocks[first].element, _LIVE_NAME)
    for i, block in enumerate(blocks):
        at_home = _container(block) in homes and (first < i < last or _ENDS_SENTENCE.search(block.text))
        is_lead = i < first and _find_named(block.element, _LEAD_NAME) is not None
        if at_home or is_lead or (live is not None and _find_named(block.element, _LIVE_NAME) is live):
            kept.add(i)
    return sorted(kept)


_LEAD_NAME = re.compile(
    r"(?:^|[\s_-])(?:sub-?title|sub-?head(?:line)?|lead|deck|dek|standfirst|summary|abstract|intro|n[ëe]n-?titull\w*|hyrja?)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_LIVE_NAME = re.compile(r"live-?(?:blog|ticker|text|feed|update)|minute-by-minute", re.IGNORECASE)


def _find_named(element: Any, name: re.Pattern[str]) -> Any | None:
    """The outermost element around this one, itself included, below the page's body, that has a class of that name."""
    found = None
    while element is not None and element.tag not in ("body", "html"):
        if name.search(element.get("class") or ""):
            found = element
        element = element.getparent()
    return found


# ── furniture ────────────────────────────────────────────────────────────────────────────────────────────────────────

_MAX_LINKED = 0.9
_BYLINE_ROOM = 12  # characters of "Shkruan: " or of a role behind the author's name


def drop_furniture(
    blocks: list[Block], title: str = "", author: str | None = None, outlet: str | None = None
) -> list[Block]:
    """``blocks`` without prompts, credits, related links, bylines, comments, repetitions, and headings with nothing below.

    What it decides by is in the words of each block, so it also serves texts without mark-up.
    """
    kept: list[Block] = []
    seen: set[str] = {_squash(title), _squash(outlet or "")}
    in_related = False
    for block in blocks:
        content = furniture.strip_signature(block.text)
        whole = bool(_ENDS_SENTENCE.search(content)) and not content.endswith(":")
        if kept and furniture.opens_comments(content):
            break
        if not whole and furniture.opens_related(content):
            in_related = block.linked == 0
            continue
        if in_related and block.linked > 0.5:
            continue
        in_related = False
        key = _squash(content)
        wordless = block.kind not in ("row", "heading") and not any(c.isalpha() for c in content)
        only_link = block.linked >= _MAX_LINKED and not whole
        if not key or wordless or only_link or key in seen or furniture.is_prompt(content):
            continue
        if not whole and author and len(content) <= len(author) + _BYLINE_ROOM and _squash(author) in key:
            continue
        if len(key) >= MIN_PARAGRAPH:
            seen.add(key)
        kept.append(replace(block, text=content))
    kept = [b for b in kept if not (b.kind == "quote" and _is_repeated(b, kept))]
    while kept and kept[-1].kind == "heading" and not _ENDS_SENTENCE.search(kept[-1].text):
        kept.pop()
    return kept


def _is_repeated(quote: Block, blocks: list[Block]) -> bool:
    """Whether a pulled quote stands in the running text as well."""
    key = _squash(quote.text)
    return any(key in _squash(b.text) for b in blocks if b is not quote and b.kind != "quote")


def _read_fragment(html: str, title: str) -> list[str]:
    """Paragraphs of a piece of HTML or plain text that is an article's text already: a feed's content, JSON-LD."""
    if not re.search(r"<(?:p|br|div|li|h[1-6])\b", html, re.IGNORECASE):
        html = re.sub(r"\n\s*\n|\n", "<br><br>", html)
    tree = _parse(f"<body><div>{html}</div></body>")
    return [b.text for b in drop_furniture(read_blocks(tree), title)] if tree is not None else []
