"""Outcomes → text, Markdown, TSV, JSONL, HTML. Pure: records in, strings out; everything foreign is escaped.

Sentence numbers shown to people count from 1 with the headline as 0 where there is one; in JSONL they are the records'
indices, from 0. The JSONL schemas are documented in README.md; :data:`pipeline.records.SCHEMA` names the version.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

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
