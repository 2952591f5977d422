"""One frozen record per hand-over. The type's name says where in the journey of an article you are:

    Article ─split─▶ Sentence* ─translate─▶ Translation (TranslatedSentence*) ─summarise─▶ Brief (BriefSentence*)
    and, for every source whatever happened, one Outcome.

Records hold data only; they import nothing of the package. Indices count from 0. Text is Unicode in NFC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

SCHEMA = 1
"""Version of the JSONL schemas. It grows when a field changes its meaning or goes; added fields do not change it."""

Rung = Literal["first", "beam", "clauses", "kept"]
"""How a sentence's English came about: the first decoding, a wider beam, clause by clause, or the best of bad candidates."""


@dataclass(frozen=True, slots=True)
class Article:
    """A text as it came in, before any processing of ours.

    ``id`` is the hex content hash (:func:`pipeline.text.content_id`); ``paragraphs`` are in reading order, without the
    headline; ``origin`` is the path, URL or ``-`` it was read from; ``date`` is as given, ISO 8601 where it was readable;
    ``notes`` say what a reader should know about how it was read ("read as windows-1252", "the feed's own text").
    """

    id: str
    title: str
    paragraphs: tuple[str, ...]
    origin: str
    date: str | None = None
    url: str | None = None
    outlet: str | None = None
    author: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One Albanian sentence. ``index`` counts through the article, ``paragraph`` through its paragraphs; the headline is
    sentence 0 of paragraph -1 when the article has one."""

    index: int
    paragraph: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reader should check; never an exception.

    ``kind`` is one of the names in :mod:`pipeline.check` ("number", "name", "restored", "negation", "word", "guess",
    "quote", "length", "loop", "copy", "empty", "cut"); ``sentence`` is the index of the sentence it is about, None for the
    whole; ``detail`` is one English sentence for people ("1.200 is missing from the English").
    """

    kind: str
    detail: str
    sentence: int | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """How a text was made: everything that could change it. Travels with every result.

    ``model`` is the directory's name, ``revision`` the commit or the first 12 hex digits of the weights' sha256.
    """

    model: str
    revision: str
    engine: str
    device: str
    quantisation: str
    beam: int
    version: str

    def __str__(self) -> str:
        return (
            f"{self.model}@{self.revision}|{self.engine}|{self.device}|{self.quantisation}"
            f"|beam:{self.beam}|brief:{self.version}"
        )


@dataclass(frozen=True, slots=True)
class TranslatedSentence:
    """A sentence with its English. ``score`` is the mean log-probability per piece (natural log, ≤ 0), None if unknown."""

    sentence: Sentence
    english: str
    rung: Rung = "first"
    score: float | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Translation:
    """A whole article with one English sentence for each Albanian one, in order.

    ``signature`` is None when the text was English to begin with; its sentences' Albanian is then empty.
    """

    article: Article
    sentences: tuple[TranslatedSentence, ...]
    signature: Signature | None

    @property
    def headline(self) -> str | None:
        """The English headline, or None when the article has none."""
        first = self.sentences[0] if self.sentences else None
        return first.english if first and first.sentence.paragraph < 0 else None

    @property
    def body(self) -> tuple[TranslatedSentence, ...]:
        """The sentences that are not the headline."""
        return tuple(s for s in self.sentences if s.sentence.paragraph >= 0)


@dataclass(frozen=True, slots=True)
class BriefSentence:
    """One line of a brief and the indices of the sentences it came from (never empty)."""

    text: str
    indices: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """The brief of one article. ``method`` is "extractive", "abstractive" or "whole" (shorter than the asked length)."""

    translation: Translation
    headline: str | None
    sentences: tuple[BriefSentence, ...]
    method: Literal["extractive", "abstractive", "whole"]
    signature: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source: a result, or the reason why there is none.

    ``status`` is "done", "skipped" (nothing wrong, nothing to do: known already, not Albanian) or "failed".
    """

    origin: str
    status: Literal["done", "skipped", "failed"]
    brief: Brief | None = None
    translation: Translation | None = None
    reason: str = ""
    warnings: tuple[str, ...] = field(default=())
