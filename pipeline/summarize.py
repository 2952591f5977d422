"""Translation → Brief: sentences chosen by the ranker, or written by a sequence-to-sequence model and checked.

1. whole        an article no longer than the asked brief is returned as it is
2. extractive   rank the sentences, choose by rank under the length, keep the order of the text
3. abstractive  chunks of whole sentences → model → sentences; each is tied to the sentences behind it and compared with
                them; one that fails is replaced by the sentence it came from, and the reader is told

Nothing is cut in the middle of a sentence, and every line of a brief names the sentences it rests on.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from pipeline import __version__
from pipeline.check import check_brief, is_degenerate
from pipeline.engines import Engine, Hypothesis, Options, Tokenizer
from pipeline.english import content_words, split_english
from pipeline.errors import UsageError
from pipeline.ranker import CONNECTORS, PRONOUNS, Ranker, load_ranker, opener, quoted_share
from pipeline.records import Brief, BriefSentence, Finding, Signature, TranslatedSentence, Translation

__all__ = ["Length", "SummaryModel", "load_ranker", "summarize"]

Method = Literal["auto", "extractive", "abstractive"]

# Log-odds a candidate loses when all its content words stand in the brief already, and the share of them from which it
# only repeats. By cross-validation penalties up to 1 cost at most 0.3 ROUGE-1: wire stories hardly repeat, but others do.
_REDUNDANCY = 1.0
_REPEATS = 0.8

# A sentence with more of it between quotation marks says what somebody thinks, not what happened.
_MOSTLY_QUOTED = 0.5
_POINTS_BACK = re.compile(r"[”\"»],? (?:he|she|they) \w+|\baccording to (?:him|her|them)\b", re.IGNORECASE)

# Pieces an abstractive model writes for a source of so many: BART's own floor of 56 makes it invent on short items, so
# both bounds scale with the source.
_FLOOR = 30
_FLOOR_SHARE = 0.2
_CEILING_SHARE = 0.5
# Allowances, on the generous side, because what is too long loses its last sentences afterwards and what is too short
# cannot be mended: pieces an English word takes, and words of a sentence where the asked length is in sentences.
_PIECES_PER_WORD = 1.5
_WORDS_PER_SENTENCE = 25
# The decoding bart-large-cnn is published with, but for its lengths.
_DECODING = Options(beam=4, no_repeat_ngram=3, length_penalty=2.0)
# A second and third source sentence count as support when they add so large a share of a written sentence's words.
_ADDED_SUPPORT = 0.15
_MOST_SUPPORT = 3
_SPACE_BEFORE_MARK = re.compile(r"\s+([.,;:!?])(?=\s|$)")
_FINAL_MARK = re.compile(r"[.!?…][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class Length:
    """How long a brief may be, in sentences and in words; None leaves that measure free, but not both.

    ``words`` is a hard cap, except that a brief has at least one whole sentence. Raises UsageError when nothing is
    bounded or a bound is below 1.
    """

    sentences: int | None = 3
    words: int | None = None

    def __post_init__(self) -> None:
        """Refuse a length that bounds nothing or leaves no room."""
        bounds = [bound for bound in (self.sentences, self.words) if bound is not None]
        if not bounds or min(bounds) < 1:
            raise UsageError("The length of a brief must be at least one sentence or one word.")

    def holds(self, sentences: int, words: int) -> bool:
        """Whether so many sentences and words are within the length."""
        return sentences <= (self.sentences or sentences) and words <= (self.words or words)


class SummaryModel(Protocol):
    """What an abstractive summary needs of a loaded model."""

    @property
    def tokenizer(self) -> Tokenizer:
        """Text ↔ pieces, with what the model wants before and after."""
        ...

    @property
    def engine(self) -> Engine:
        """The model itself."""
        ...

    @property
    def max_source(self) -> int:
        """Longest source the model can read, in pieces."""
        ...

    def signature(self, beam: int) -> Signature:
        """How a text decoded with ``beam`` is made."""
        ...


def summarize(
    translation: Translation, length: Length, method: Method, ranker: Ranker, model: SummaryModel | None
) -> Brief:
    """A brief of ``translation`` no longer than ``length``; the same input gives the same brief.

    "auto" is abstractive when there is a ``model``. An article within ``length`` is returned whole, by any method.
    Raises UsageError when "abstractive" is asked for without a model, ModelError when the model fails.
    """
    if method == "abstractive" and model is None:
        raise UsageError("An abstractive brief needs a summary model; name one, or use --method extractive.")
    body = [s for s in translation.body if s.english.strip()]
    if length.holds(len(body), sum(_count_words(s.english) for s in body)):
        return _assemble(translation, [_quote(s) for s in body], "whole", f"none|brief:{__version__}")
    if model is None or method == "extractive":
        return _extract(translation, body, length, ranker)
    return _abstract(translation, body, length, ranker, model)


def _quote(sentence: TranslatedSentence) -> BriefSentence:
    return BriefSentence(sentence.english, (sentence.sentence.index,))


def _assemble(
    translation: Translation,
    lines: Sequence[BriefSentence],
    method: Literal["extractive", "abstractive", "whole"],
    signature: str,
    findings: Sequence[Finding] = (),
) -> Brief:
    """A brief; to ``findings`` it adds what was found in the translation of the sentences behind its lines."""
    behind = {index for line in lines for index in line.indices}
    inherited = [
        replace(finding, sentence=s.sentence.index)
        for s in translation.body
        if s.sentence.index in behind
        for finding in s.findings
    ]
    return Brief(translation, translation.headline, tuple(lines), method, signature, (*findings, *inherited))


def _count_words(text: str) -> int:
    return len(text.split())


def _is_unfit(sentence: TranslatedSentence) -> bool:
    """Whether a badly translated sentence should not stand in a brief while a sound one is left."""
    return sentence.rung == "kept" or is_degenerate(sentence.findings)


# ---------------------------------------------------------------------------------------------------------- extractive
def select_sentences(
    sentences: Sequence[str], scores: Sequence[float], length: Length, unfit: Collection[int] = ()
) -> list[int]:
    """Indices of the sentences of a brief, in the order of the text; one at least when there are any.

    Best score first, less what a sentence repeats; one that leans on the sentence before it (a pronoun, a connector, a
    bare quotation) waits until that one is chosen or nothing else is left. When no sentence fits the words, the best
    stands alone. Those in ``unfit`` are chosen only when there is no other.
    """
    candidates = [i for i in range(len(sentences)) if i not in unfit] or list(range(len(sentences)))
    words = {i: frozenset(content_words(sentences[i])) for i in candidates}
    counts = {i: _count_words(sentences[i]) for i in candidates}
    leaning = {i for i in candidates if i > 0 and leans_back(sentences[i])}
    overlap = dict.fromkeys(candidates, 0.0)
    chosen: set[int] = set()
    used = 0
    while room := [
        i
        for i in candidates
        if i not in chosen and overlap[i] < _REPEATS and length.holds(len(chosen) + 1, used + counts[i])
    ]:
        best = max(room, key=lambda i: (i not in leaning or i - 1 in chosen, scores[i] - _REDUNDANCY * overlap[i], -i))
        chosen.add(best)
        used += counts[best]
        for i in candidates:
            overlap[i] = max(overlap[i], _share(words[i], words[best]))
    if not chosen and candidates:
        chosen.add(max(candidates, key=lambda i: (scores[i], -i)))
    return sorted(chosen)


def _share(own: frozenset[str], other: frozenset[str]) -> float:
    """Share of the words of ``own`` that ``other`` has too."""
    return len(own & other) / max(1, len(own))


def leans_back(sentence: str) -> bool:
    """Whether ``sentence`` is hard to understand without the one before it."""
    first = opener(sentence)
    return (
        first in PRONOUNS
        or first in CONNECTORS
        or quoted_share(sentence) > _MOSTLY_QUOTED
        or _POINTS_BACK.search(sentence) is not None
    )


def _extract(
    translation: Translation,
    body: Sequence[TranslatedSentence],
    length: Length,
    ranker: Ranker,
    findings: Sequence[Finding] = (),
) -> Brief:
    sentences = [s.english for s in body]
    scores = ranker.score(sentences, translation.headline)
    unfit = {i for i, s in enumerate(body) if _is_unfit(s)}
    lines = [_quote(body[i]) for i in select_sentences(sentences, scores, length, unfit)]
    return _assemble(translation, lines, "extractive", f"ranker@{ranker.revision}|brief:{__version__}", findings)


# --------------------------------------------------------------------------------------------------------- abstractive
def _abstract(
    translation: Translation, body: Sequence[TranslatedSentence], length: Length, ranker: Ranker, model: SummaryModel
) -> Brief:
    """What the model writes, gated; the extracted brief when nothing it writes can be kept."""
    fit = [s for s in body if not _is_unfit(s)] or list(body)
    findings: list[Finding] = []
    readable = []
    for source in fit:
        if len(model.tokenizer.encode(source.english)) <= model.max_source:
            readable.append(source)
        else:
            detail = "The sentence is longer than the summary model can read and was left out of the brief."
            findings.append(Finding("cut", detail, source.sentence.index))
    written = write_summary([s.english for s in readable], length, model)
    lines, gated = _gate(written, readable, length)
    findings += gated
    if not lines:
        detail = "The summary model wrote no sentence that could be kept; the brief was extracted instead."
        findings.append(Finding("empty", detail))
        return _extract(translation, body, length, ranker, findings)
    return _assemble(translation, lines, "abstractive", str(model.signature(_DECODING.beam)), findings)


def write_summary(sentences: Sequence[str], length: Length, model: SummaryModel) -> list[str]:
    """Whole sentences that ``model`` writes about ``sentences`` (each within its ``max_source``), in its order.

    A text longer than the model can read goes in by chunks of whole sentences, and what it writes of them goes in again
    until one chunk holds it. The result may be longer than ``length``. Raises ModelError when the model fails.
    """
    while sentences:
        costs = [len(model.tokenizer.encode(sentence)) for sentence in sentences]
        chunks = [[sentences[i] for i in members] for members in split_chunks(costs, model.max_source)]
        sources = [model.tokenizer.encode(" ".join(chunk)) for chunk in chunks]
        hypotheses = model.engine.generate(sources, scale_length(min(map(len, sources)), length))
        written = [sentence for best, *_ in hypotheses for sentence in _read(best, model.tokenizer)]
        if len(chunks) == 1 or _total(written, model) >= sum(costs):
            return written
        sentences = [s for s in written if len(model.tokenizer.encode(s)) <= model.max_source]
    return []


def _total(sentences: Sequence[str], model: SummaryModel) -> int:
    return sum(len(model.tokenizer.encode(sentence)) for sentence in sentences)


def split_chunks(costs: Sequence[int], limit: int) -> list[list[int]]:
    """Indices of ``costs`` in as few runs as fit ``limit`` each, of about equal cost so that no run is a short tail."""
    total = sum(costs)
    share = total / max(1, math.ceil(total / limit))
    chunks: list[list[int]] = []
    size = 0
    for index, cost in enumerate(costs):
        if not chunks or size >= share or size + cost > limit:
            chunks.append([])
            size = 0
        chunks[-1].append(index)
        size += cost
    return chunks


def scale_length(source: int, length: Length) -> Options:
    """Decoding options for a source of so many pieces and a brief of ``length``."""
    bounds = []
    if length.words is not None:
        bounds.append(length.words)
    if length.sentences is not None:
        bounds.append(length.sentences * _WORDS_PER_SENTENCE)
    longest = max(1, min(math.floor(_CEILING_SHARE * source), math.ceil(_PIECES_PER_WORD * min(bounds))))
    return replace(
        _DECODING, max_length=longest, min_length=min(_FLOOR, math.floor(_FLOOR_SHARE * source), longest // 2)
    )


def _read(hypothesis: Hypothesis, tokenizer: Tokenizer) -> list[str]:
    """The whole sentences of a hypothesis; an unfinished last one is dropped."""
    # PEGASUS writes "<n>" between sentences; CNN/DailyMail models put a space before the full stop.
    text = _SPACE_BEFORE_MARK.sub(r"\1", tokenizer.decode(hypothesis.pieces).replace("<n>", " "))
    sentences = split_english(text)
    if sentences and not hypothesis.finished and not _FINAL_MARK.search(sentences[-1]):
        sentences.pop()
    return sentences


def find_support(sentence: str, sources: Sequence[str]) -> list[int]:
    """Indices of the sources a written sentence rests on, best first: the one that shares most of its content words,
    then up to two that add what is missing; [] when none shares a word."""
    missing = set(content_words(sentence))
    worthwhile = max(1.0, _ADDED_SUPPORT * len(missing))
    held = [set(content_words(source)) for source in sources]
    support: list[int] = []
    while held and len(support) < _MOST_SUPPORT:
        best = max(range(len(held)), key=lambda i: (len(missing & held[i]), -i))
        if len(missing & held[best]) < (worthwhile if support else 1):
            break
        support.append(best)
        missing -= held[best]
    return support


def _gate(
    written: Sequence[str], sources: Sequence[TranslatedSentence], length: Length
) -> tuple[list[BriefSentence], list[Finding]]:
    """Written sentences as lines tied to their sources, within ``length``, none repeating another; and what was wrong
    with them. One line stays when none is short enough."""
    lines: list[BriefSentence] = []
    too_long: list[BriefSentence] = []
    findings: list[Finding] = []
    used = 0
    for sentence in written:
        line, finding = _tie(sentence, sources)
        if line is None or any(_repeats(line.text, kept.text) for kept in lines):
            findings += [finding] if finding and line is None else []
            continue
        if not length.holds(len(lines) + 1, used + _count_words(line.text)):
            too_long.append(line)
            continue
        lines.append(line)
        findings += [finding] if finding else []
        used += _count_words(line.text)
    return lines or too_long[:1], findings


def _tie(sentence: str, sources: Sequence[TranslatedSentence]) -> tuple[BriefSentence | None, Finding | None]:
    """A written sentence tied to what supports it; where it says more than they do, the source it came from instead."""
    support = find_support(sentence, [s.english for s in sources])
    if not support:
        return None, Finding("cut", "A written sentence that no sentence of the article supports was left out.")
    faults = check_brief(sentence, [sources[i].english for i in support])
    if not faults:
        return BriefSentence(sentence, tuple(sorted(sources[i].sentence.index for i in support))), None
    origin = sources[support[0]]
    detail = f"A written sentence was replaced by the article's own: {faults[0].detail}"
    return _quote(origin), Finding(faults[0].kind, detail, origin.sentence.index)


def _repeats(text: str, earlier: str) -> bool:
    return _share(frozenset(content_words(text)), frozenset(content_words(earlier))) >= _REPEATS
