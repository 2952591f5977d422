"""Outcomes → text, Markdown, TSV, JSONL, HTML; a digest → the same and JSON, Atom, HTML for mail. Pure: records in,
strings out; everything foreign is escaped.

Sentence numbers shown to people count from 1 with the headline as 0 where there is one; in JSONL they are the records'
indices, from 0. The JSONL schemas are documented in README.md; :data:`pipeline.records.SCHEMA` names the version.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import re
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from pipeline import __version__
from pipeline.digest import DayCounts, Digest, Item, Moment, Source, Zone, count_days, show_day, show_time, web_link
from pipeline.errors import UsageError
from pipeline.records import SCHEMA, Brief, Outcome, Translation

if TYPE_CHECKING:
    import jinja2

TRANSLATION_FORMATS = ("text", "tsv", "jsonl", "md")
BRIEF_FORMATS = ("text", "md", "jsonl", "html")
RULE = "* * *"
"""Between two articles in text output."""


# -------------------------------------------------------------------------------------------------------------- JSONL
def translation_row(translation: Translation) -> dict[str, Any]:
    """A translation as the object ``brief translate --format jsonl`` writes."""
    return {"schema": f"brief.translation/{SCHEMA}", **msgspec.to_builtins(translation)}


def brief_row(outcome: Outcome, brief: Brief, options: dict[str, Any]) -> dict[str, Any]:
    """A brief as the object ``brief run --format jsonl`` writes: article, aligned sentences, brief, findings, models."""
    translation = brief.translation
    return {
        "schema": f"brief.brief/{SCHEMA}",
        "article": msgspec.to_builtins(translation.article),
        "headline": brief.headline,
        "brief": [msgspec.to_builtins(s) for s in brief.sentences],
        "method": brief.method,
        "sentences": [msgspec.to_builtins(s) for s in translation.sentences],
        "findings": [msgspec.to_builtins(f) for f in brief.findings],
        "warnings": list(outcome.warnings),
        "models": {"translation": made_by(translation), "summary": brief.signature},
        "options": options,
    }


def encode_line(row: dict[str, Any]) -> str:
    """One JSON object on one line, keys in the order given."""
    return msgspec.json.encode(row).decode() + "\n"


# --------------------------------------------------------------------------------------------------- plain text and TSV
def paragraphs_of(translation: Translation) -> list[str]:
    """English paragraphs of the body, as many as the article has."""
    joined: dict[int, list[str]] = {}
    for sentence in translation.body:
        joined.setdefault(sentence.sentence.paragraph, []).append(sentence.english)
    return [" ".join(sentences) for _, sentences in sorted(joined.items())]


def translation_text(translation: Translation) -> str:
    """The English article: headline and paragraphs, a blank line between."""
    blocks = [translation.headline] if translation.headline else []
    return "\n\n".join([*blocks, *paragraphs_of(translation)]) + "\n"


TSV_HEADER = "article\tsentence\tparagraph\talbanian\tenglish\tfindings\n"


def _cell(value: str) -> str:
    return re.sub(r"[\t\n\r]+", " ", value)


def translation_tsv(translation: Translation) -> str:
    """A line a sentence: article id, sentence and paragraph index (-1 the headline), Albanian, English, finding kinds."""
    return "".join(
        "\t".join(
            (
                translation.article.id,
                str(s.sentence.index),
                str(s.sentence.paragraph),
                _cell(s.sentence.text),
                _cell(s.english),
                ",".join(dict.fromkeys([*(["kept"] if s.rung == "kept" else []), *(f.kind for f in s.findings)])),
            )
        )
        + "\n"
        for s in translation.sentences
    )


def dateline(translation: Translation) -> str:
    """Date, outlet and where the article came from, as far as they are known."""
    article = translation.article
    return " · ".join(part for part in (article.date, article.outlet, article.url or article.origin) if part)


def marks(indices: Sequence[int], headed: bool) -> str:
    """``[3]`` or ``[3, 4]``: the article's sentences behind a line of a brief, counted from 1 without the headline."""
    return "[" + ", ".join(str(i if headed else i + 1) for i in indices) + "]"


def brief_text(outcome: Outcome, brief: Brief, style: str) -> str:
    """A brief for a terminal: headline, dateline, lines with the numbers of their sentences, models, warnings."""
    headed = brief.translation.headline is not None
    lines = [f"{s.text} {marks(s.indices, headed)}" for s in brief.sentences]
    body = "\n".join(f"- {line}" for line in lines) if style == "bullets" else " ".join(lines)
    blocks = [brief.headline, dateline(brief.translation), body, models_line(brief)]
    blocks += [f"! {warning}" for warning in outcome.warnings]
    return "\n\n".join(b for b in blocks[:3] if b) + "\n\n" + "\n".join(b for b in blocks[3:] if b) + "\n"


def models_line(brief: Brief) -> str:
    """Which models made a brief."""
    return f"Models: {made_by(brief.translation)}; {brief.method}: {brief.signature}"


def made_by(translation: Translation) -> str:
    """The signature of a translation, or that none was needed."""
    return str(translation.signature) if translation.signature else "English as given"


# ----------------------------------------------------------------------------------------------------------- Markdown
_MARKDOWN_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#~])")


def escape_markdown(value: str) -> str:
    """Text that Markdown (and HTML inside it) shows as it is."""
    return _MARKDOWN_SPECIAL.sub(r"\\\1", " ".join(value.split())).replace("&", "&amp;")


def link_markdown(label: str, url: str | None) -> str:
    """A link where ``url`` is one a browser may follow, the label alone otherwise."""
    if url and url.startswith(("http://", "https://")):
        return f"[{escape_markdown(label)}](<{url.replace('>', '%3E').replace('<', '%3C').replace(chr(10), '')}>)"
    return escape_markdown(label)


def translation_md(translation: Translation) -> str:
    """Albanian and English side by side, a table row a sentence, the first of a paragraph in its own section."""
    title = translation.headline or translation.article.title or translation.article.origin
    lines = [
        f"# {escape_markdown(title)}",
        "",
        _dateline_md(translation),
        "",
        "| | Albanian | English |",
        "|--:|---|---|",
    ]
    paragraph = None
    for s in translation.sentences:
        if paragraph is not None and s.sentence.paragraph != paragraph:
            lines.append("| | | |")
        paragraph = s.sentence.paragraph
        flags = "".join(f" ⚠ {f.kind}" for f in s.findings) + (" ⚠ kept" if s.rung == "kept" else "")
        lines.append(
            f"| {s.sentence.index} | {escape_markdown(s.sentence.text)} | {escape_markdown(s.english)}{flags} |"
        )
    return "\n".join([*lines, "", f"*{escape_markdown(made_by(translation))}*", ""])


def _dateline_md(translation: Translation) -> str:
    article = translation.article
    parts = [escape_markdown(p) for p in (article.date, article.outlet) if p]
    return " · ".join([*parts, link_markdown(article.url or article.origin, article.url)])


def brief_md(outcome: Outcome, brief: Brief, style: str) -> str:
    """A brief for people: headline, dateline with link, brief, the sentences behind it, models, warnings."""
    translation = brief.translation
    headed = translation.headline is not None
    lines = [f"{escape_markdown(s.text)} {escape_markdown(marks(s.indices, headed))}" for s in brief.sentences]
    body = "\n".join(f"- {line}" for line in lines) if style == "bullets" else " ".join(lines)
    behind = [
        f"- {escape_markdown(marks((i,), headed))} {escape_markdown(translation.sentences[i].sentence.text)}"
        for i in sorted({i for s in brief.sentences for i in s.indices})
        if translation.sentences[i].sentence.text
    ]
    blocks = [f"## {escape_markdown(brief.headline)}" if brief.headline else "", _dateline_md(translation), body]
    if behind:
        blocks += ["In Albanian:", "\n".join(behind)]
    blocks += [f"> ⚠ {escape_markdown(w)}" for w in outcome.warnings]
    blocks.append(f"*{escape_markdown(models_line(brief))}*")
    return "\n\n".join(b for b in blocks if b) + "\n"


# --------------------------------------------------------------------------------------------------------------- HTML
@functools.cache
def templates() -> jinja2.Environment:
    """The package's templates, with escaping always on and undefined names an error."""
    import jinja2

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def web_address(url: str | None) -> str | None:
    """``url`` if a browser may be sent there; anything but http and https is dropped."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def briefs_html(outcomes: Iterable[Outcome]) -> str:
    """One self-contained page of all briefs, Albanian and English side by side; no script, no external request."""
    done = [o for o in outcomes if o.brief is not None]
    return (
        templates()
        .get_template("briefs.html.j2")
        .render(outcomes=done, web_address=web_address, models_line=models_line, marks=marks)
    )


# ------------------------------------------------------------------------------------------------------------- streams
def stream_translations(outcomes: Iterable[Outcome], form: str) -> Iterator[str]:
    """Chunks of output for the translations among ``outcomes``, as they come."""
    writers: dict[str, Callable[[Translation], str]] = {
        "text": translation_text,
        "tsv": translation_tsv,
        "md": translation_md,
        "jsonl": lambda t: encode_line(translation_row(t)),
    }
    separators = {"text": f"\n{RULE}\n\n", "md": "\n"}
    first = True
    for outcome in outcomes:
        if outcome.translation is None:
            continue
        if first and form == "tsv":
            yield TSV_HEADER
        yield ("" if first else separators.get(form, "")) + writers[form](outcome.translation)
        first = False


def stream_briefs(outcomes: Iterable[Outcome], form: str, style: str, options: dict[str, Any]) -> Iterator[str]:
    """Chunks of output for the briefs among ``outcomes``, as they come; HTML comes as one chunk at the end."""
    if form == "html":
        kept = list(outcomes)
        if any(o.brief for o in kept):
            yield briefs_html(kept)
        return
    writers: dict[str, Callable[[Outcome, Brief], str]] = {
        "text": lambda o, b: brief_text(o, b, style),
        "md": lambda o, b: brief_md(o, b, style),
        "jsonl": lambda o, b: encode_line(brief_row(o, b, options)),
    }
    separators = {"text": f"\n{RULE}\n\n", "md": "\n---\n\n"}
    first = True
    for outcome in outcomes:
        if outcome.brief is None:
            continue
        yield ("" if first else separators.get(form, "")) + writers[form](outcome, outcome.brief)
        first = False


# ------------------------------------------------------------------------------------------------------------- digests
DIGEST_FORMATS = ("html", "md", "text", "atom", "json", "eml")


def period_line(digest: Digest) -> str:
    """What a digest covers, how much it holds and in which zone its times are, as one sentence for people."""
    shown, total = len(digest.items), digest.total
    stories = f"{total:,} {'story' if total == 1 else 'stories'}" if total else "No new stories"
    if shown < total:
        stories = f"The first {shown:,} of {stories}"
    newest = f"; newest {show_time(Moment(digest.updated), digest.zone)}" if digest.items else ""
    return f"{stories} {digest.window.label}{newest}. Times are in {zone_name(digest)}."


def zone_name(digest: Digest) -> str:
    """The zone of a digest with its distance from UTC: ``Europe/Tirane (UTC+01:00)``."""
    offset = f"{digest.zone.localise(digest.updated):%z}" or "+0000"
    return f"{digest.zone.name} (UTC{offset[:3]}:{offset[3:5]})"


def iso_time(moment: Moment, zone: Zone) -> str:
    """A moment for machines: RFC 3339 with the zone's offset, or the date alone where no more is known."""
    local = zone.localise(moment.at)
    return local.isoformat(timespec="seconds") if moment.exact else local.date().isoformat()


def outlet_count(item: Item) -> str:
    """How many outlets tell a story."""
    return f"{len(item.outlets)} {'outlet' if len(item.outlets) == 1 else 'outlets'}"


def _remarks(source: Source, zone: Zone) -> str:
    updated = f", updated {show_time(Moment(source.updated), zone)}" if source.updated else ""
    return (", same text" if source.copy else "") + updated


def _story_models(item: Item) -> str:
    return f"Models: {item.translation_model}; {item.method}: {item.summary_model}"


def digest_text(digest: Digest) -> str:
    """A digest for terminals and the plain part of a mail; what stands behind a line follows it."""
    zone = digest.zone
    blocks = [f"{digest.title}\n{period_line(digest)}"]
    for number, item in enumerate(digest.items, 1):
        flags = "".join(f" · ! {flag.kind}" for flag in item.flags)
        lines = [f"{number}. {item.headline}", f"   {show_time(item.time, zone)} · {outlet_count(item)}{flags}", ""]
        for line in item.lines:
            lines.append(f"   - {line.text}")
            for evidence in line.evidence:
                lines += [f"     sq: {evidence.albanian}"] if evidence.albanian else []
                lines += [f"     en: {evidence.english}"] if evidence.english != line.text else []
                lines += [f"     ! {', '.join(evidence.flags)}"] if evidence.flags else []
        lines.append("")
        for source in item.sources:
            when = show_time(source.time, zone) + _remarks(source, zone)
            lines.append(f"   {source.outlet}, {when}" + (f": {source.url}" if source.url else ""))
        lines += [f"   ! {flag.kind}: {' '.join(flag.details)}" for flag in item.flags]
        lines += [f"   ! whole article: {warning}" for warning in item.warnings]
        blocks.append("\n".join([*lines, f"   {_story_models(item)}"]))
    return "\n\n".join(blocks) + "\n"


def digest_md(digest: Digest) -> str:
    """A digest in Markdown: a section a story, what stands behind a line as quotations under it."""
    zone = digest.zone
    blocks = [f"# {escape_markdown(digest.title)}", escape_markdown(period_line(digest))]
    for item in digest.items:
        flags = "".join(f" · ⚠ {escape_markdown(flag.kind)}" for flag in item.flags)
        lines = []
        for line in item.lines:
            lines.append(f"- {escape_markdown(line.text)}")
            for evidence in line.evidence:
                behind = [evidence.albanian] if evidence.albanian else []
                behind += [evidence.english] if evidence.english != line.text else []
                marked = f" ⚠ {escape_markdown(', '.join(evidence.flags))}" if evidence.flags else ""
                lines.append(f"  > {' / '.join(map(escape_markdown, behind))}{marked}")
                lines.append("")
        sources = [
            f"- {link_markdown(source.outlet, source.url)}, {show_time(source.time, zone)}{_remarks(source, zone)}"
            + (f": *{escape_markdown(source.title)}*" if source.title else "")
            for source in item.sources
        ]
        notes = [f"> ⚠ {escape_markdown(f'{flag.kind}: ' + ' '.join(flag.details))}" for flag in item.flags]
        notes += [f"> ⚠ whole article: {escape_markdown(warning)}" for warning in item.warnings]
        blocks += [
            f"## {escape_markdown(item.headline)}",
            f"{show_time(item.time, zone)} · {outlet_count(item)}{flags}",
            "\n".join(lines).rstrip(),
            "Sources:",
            "\n".join(sources),
            "\n>\n".join(notes),
            f"*{escape_markdown(_story_models(item))}*",
        ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def digest_json(digest: Digest) -> str:
    """A digest as one JSON document; its schema is documented in README.md."""
    zone = digest.zone
    items = [
        {
            "id": item.id,
            "headline": item.headline,
            "albanian_headline": item.albanian_headline,
            "time": iso_time(item.time, zone),
            "updated": iso_time(Moment(item.updated), zone),
            "score": item.score,
            "brief": msgspec.to_builtins(item.lines),
            "sources": [
                {
                    "outlet": source.outlet,
                    "url": source.url,
                    "time": iso_time(source.time, zone),
                    "title": source.title,
                    "headline": source.headline,
                    "copy": source.copy,
                    "updated": iso_time(Moment(source.updated), zone) if source.updated else None,
                }
                for source in item.sources
            ],
            "flags": msgspec.to_builtins(item.flags),
            "warnings": list(item.warnings),
            "models": {"translation": item.translation_model, "summary": item.summary_model, "method": item.method},
        }
        for item in digest.items
    ]
    document = {
        "schema": f"brief.digest/{SCHEMA}",
        "title": digest.title,
        "window": digest.window.label,
        "timezone": digest.zone.name,
        "total": digest.total,
        "items": items,
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


# ------------------------------------------------------------------------------------------------------ digests as HTML
def _hash_source(content: str) -> str:
    """An inline style or script as a Content Security Policy names it."""
    return "'sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode() + "'"


@functools.cache
def _asset(name: str) -> str:
    return (Path(__file__).parent / "templates" / name).read_text(encoding="utf-8")


def digest_html(digest: Digest) -> str:
    """One self-contained page with search, filters and a chart; complete without its script, which nothing else may
    join: the page's policy names the hash of the one it came with, and allows no request at all."""
    from markupsafe import Markup

    style, script = _asset("look.css") + _asset("digest.css"), _asset("digest.js")
    policy = (
        f"default-src 'none'; img-src data:; style-src {_hash_source(style)}; script-src {_hash_source(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    zone = digest.zone
    outlets = Counter(outlet for item in digest.items for outlet in item.outlets)
    ranked = sorted(outlets.items(), key=lambda pair: (-pair[1], pair[0]))
    kinds = Counter(flag.kind for item in digest.items for flag in item.flags)
    flags = sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0]))
    flags += [("", sum(not item.flags for item in digest.items))]
    outlet_numbers = {outlet: str(number) for number, (outlet, _) in enumerate(ranked)}
    flag_numbers = {kind: str(number) for number, (kind, _) in enumerate(flags)}
    counts = count_days(digest)
    shown = len(digest.items)
    return (
        templates()
        .get_template("digest.html.j2")
        .render(
            digest=digest,
            style=Markup(style),  # noqa: S704  # files of this package
            script=Markup(script),  # noqa: S704  # files of this package
            policy=policy,
            version=__version__,
            period=period_line(digest),
            count=f"{shown:,} {'story' if shown == 1 else 'stories'}",
            counts=counts,
            chart=draw_chart(counts) if counts.days else None,
            outlets=ranked,
            flags=flags,
            item_outlets=lambda item: " ".join(outlet_numbers[outlet] for outlet in item.outlets),
            item_flags=lambda item: " ".join(flag_numbers[flag.kind] for flag in item.flags) or flag_numbers[""],
            outlet_count=outlet_count,
            show_day=show_day,
            show_time=lambda moment: show_time(moment, zone),
            show_update=lambda moment: show_time(Moment(moment), zone),
            iso=lambda moment: iso_time(moment, zone),
        )
    )


def digest_mail_html(digest: Digest) -> str:
    """A digest as HTML that mail programs show: no script, no style sheet, nothing to load."""
    zone = digest.zone
    return (
        templates()
        .get_template("mail.html.j2")
        .render(digest=digest, period=period_line(digest), stories=[_story_html(item, zone) for item in digest.items])
    )


def _story_html(item: Item, zone: Zone) -> Any:
    """A story without its headline, in the plain HTML that feed readers and mail programs share; already escaped."""
    from markupsafe import Markup

    page = templates().get_template("story.html.j2")
    html = page.render(
        item=item,
        show_time=lambda moment: show_time(moment, zone),
        remarks=lambda source: _remarks(source, zone),
        outlet_count=outlet_count,
        models=_story_models(item),
    )
    return Markup(html)  # noqa: S704  # made by a template that escapes


# -------------------------------------------------------------------------------------------------------- digest chart
@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a day's bar; lengths are in the chart's own units."""

    x: float
    y: float
    width: float
    height: float
    colour: int
    words: str


@dataclass(frozen=True, slots=True)
class Label:
    """Words beside an axis."""

    x: float
    y: float
    anchor: str
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Stacked bars, a day each; ``words`` say what they show to who cannot see them; ``base`` is the axis."""

    width: int
    height: int
    left: int
    base: int
    bars: tuple[Bar, ...]
    labels: tuple[Label, ...]
    words: str


def draw_chart(counts: DayCounts) -> Chart:
    """The chart of at least one day's counts."""
    width, height, left, base, top = 720, 160, 44, 136, 12
    totals = [sum(row) for row in counts.rows]
    highest = max(totals) or 1
    step = (width - left) / len(counts.days)
    thick = min(step * 0.8, 48)
    bars, labels = [], [Label(left - 4, top + 8, "end", f"{highest:,}"), Label(left - 4, base, "end", "0")]
    every = -(-len(counts.days) // 10)  # about ten dates find room
    for number, (day, row) in enumerate(zip(counts.days, counts.rows, strict=True)):
        x, y = left + step * number + (step - thick) / 2, float(base)
        for colour, (outlet, count) in enumerate(zip(counts.outlets, row, strict=True)):
            size = (base - top) * count / highest
            y -= size
            if count:
                words = f"{show_day(day)}, {outlet}: {count:,}"
                bars.append(Bar(round(x, 2), round(y, 2), round(thick, 2), round(size, 2), colour, words))
        if number % every == 0:
            labels.append(Label(round(x + thick / 2, 2), base + 18, "middle", _short_day(day)))
    first, last, best = counts.days[0], counts.days[-1], counts.days[totals.index(max(totals))]
    span = f"from {show_day(first)} to {show_day(last)}, most on {show_day(best)} ({max(totals):,})"
    articles = f"{sum(totals):,} {'article' if sum(totals) == 1 else 'articles'}"
    words = f"{articles} {span if last > first else 'on ' + show_day(first)}; the table below has every figure."
    return Chart(width, height, left, base, tuple(bars), tuple(labels), words)


def _short_day(day: date) -> str:
    return show_day(day).rsplit(" ", 1)[0]


# --------------------------------------------------------------------------------------------------------- digest: Atom
ATOM = "http://www.w3.org/2005/Atom"


def digest_atom(digest: Digest, url: str | None = None) -> str:
    """A digest as an Atom feed (RFC 4287); ``url`` is where it will be published, for its id and its link to itself.

    An entry's id stays the same as long as its story does; its time changes only when the story does. Raises UsageError
    when ``url`` is no web address.
    """
    from xml.etree import ElementTree as ET

    if url is not None and web_link(url) != url:
        raise UsageError("This is no http or https address.", about=url)

    def add(parent: ET.Element, name: str, words: str = "", **attributes: str) -> ET.Element:
        element = ET.SubElement(parent, name, attributes)
        element.text = words or None
        return element

    def stamp(moment: datetime) -> str:
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    add(feed, "title", digest.title)
    add(feed, "subtitle", period_line(digest))
    add(feed, "id", url or uuid.uuid5(uuid.NAMESPACE_URL, f"brief:digest:{digest.title}").urn)
    add(feed, "updated", stamp(digest.updated))
    add(add(feed, "author"), "name", "brief")
    add(feed, "generator", "brief", version=__version__)
    if url:
        add(feed, "link", rel="self", type="application/atom+xml", href=url)
    for item in digest.items:
        entry = add(feed, "entry")
        add(entry, "title", item.headline)
        add(entry, "id", item.id)
        add(entry, "updated", stamp(item.updated))
        add(entry, "published", stamp(min(source.time.at for source in item.sources)))
        for outlet in item.outlets:
            add(add(entry, "author"), "name", outlet)
        linked = list(dict.fromkeys(source.url for source in item.sources if source.url))
        for number, address in enumerate(linked):
            add(entry, "link", rel="related" if number else "alternate", href=address)
        for flag in item.flags:
            add(entry, "category", term=flag.kind, label=f"To check: {flag.kind}")
        add(entry, "summary", " ".join(line.text for line in item.lines))
        add(entry, "content", str(_story_html(item, digest.zone)), type="html")
    ET.indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="unicode") + "\n"
