"""Articles and briefs for tests that need some: built like the pipeline's own, without a model."""

from __future__ import annotations

from pipeline.records import (
    Article,
    Brief,
    BriefSentence,
    Finding,
    Sentence,
    Signature,
    TranslatedSentence,
    Translation,
)
from pipeline.store import Arrival, Listing
from pipeline.stories import canonical_url, sketch
from pipeline.text import content_id

SIGNATURE = Signature("starter", "0123456789ab", "ctranslate2", "cpu", "int8", 4, "0.1.0")


def make_article(
    number: int = 1,
    title: str | None = None,
    paragraphs: tuple[str, ...] | None = None,
    outlet: str = "Telegrafi",
    date: str | None = "2026-03-01T10:00:00+00:00",
    url: str | None = None,
) -> Article:
    title = f"Lajmi {number}" if title is None else title
    paragraphs = paragraphs or (f"Fjalia e parë e lajmit {number}.", f"Fjalia e dytë e lajmit {number}.", "E treta.")
    url = url or f"https://telegrafi.com/{number}"
    return Article(content_id(title, paragraphs), title, paragraphs, url, date, url, outlet)


def make_brief(article: Article, english: tuple[str, ...] | None = None, findings: tuple[Finding, ...] = ()) -> Brief:
    """A brief of the first two body sentences, with English that shows where it came from."""
    texts = [(-1, article.title), *enumerate(article.paragraphs)]
    sentences = tuple(
        TranslatedSentence(Sentence(i, paragraph, text), english[i] if english else f"English of: {text}")
        for i, (paragraph, text) in enumerate(texts)
    )
    translation = Translation(article, sentences, SIGNATURE)
    lines = tuple(BriefSentence(s.english, (s.sentence.index,)) for s in sentences[1:3])
    return Brief(translation, sentences[0].english, lines, "extractive", "ranker@1", findings)


def make_arrival(article: Article, feed: str = "https://telegrafi.com/feed", stories: tuple[int, ...] = ()) -> Arrival:
    address = canonical_url(article.url or "")
    return Arrival(article, (address,), sketch(article.paragraphs), (Listing(feed, address, article.id),), stories)
