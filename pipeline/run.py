"""The journey: sources in, outcomes out. This module wires the parts; it owns order, batching across articles and counts.

    read ─▶ language check ─▶ translate (all articles of a batch together) ─▶ summarise ─▶ outcome

1. read        articles come as values; one that could not be read becomes a failed Outcome and the run goes on
2. check       text that is not Albanian is skipped with a reason, unless ``force``
3. translate   articles are gathered until there is enough for full batches, then translated together
4. summarise   each translation becomes a brief tied to its sentences
5. hand over   one Outcome for each source, in the order of the sources

Does not print, does not know files or feeds, does not choose models: it is given them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pipeline import text
from pipeline.errors import BriefError, SourceError
from pipeline.records import Article, Brief, Outcome, Translation
from pipeline.translate import Translator

BATCH_CHARACTERS = 200_000
"""Articles are translated together until they hold so many characters (about 1,500 sentences): enough for batches of like
length, little enough to keep memory flat however many articles follow."""

SHORTEST_IDENTIFIED = 40
"""Texts of fewer letters carry too little evidence to be called another language."""

ALBANIAN_CONFIDENCE = 0.5
"""Below this :func:`pipeline.text.looks_albanian` calls a text another language."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run does with each article; ``summarise`` is None when only a translation is wanted."""

    translator: Translator
    summarise: Callable[[Translation], Brief] | None
    force: bool = False


def refuse_language(article: Article) -> str | None:
    """Why an article is not worth translating from Albanian, or None."""
    content = " ".join([article.title, *article.paragraphs])
    if sum(c.isalpha() for c in content) < SHORTEST_IDENTIFIED:
        return None
    if text.looks_albanian(content) >= ALBANIAN_CONFIDENCE:
        return None
    return "The text does not look Albanian; --force translates it all the same."


def run(
    reads: Iterable[Article | SourceError], plan: Plan, advance: Callable[[int], None] = lambda _: None
) -> Iterator[Outcome]:
    """Outcomes of all ``reads``, in order; a batch at a time, so that memory stays flat.

    ``advance`` is told how many sentences were translated since it was last told. Raises ModelError when the model fails.
    """
    waiting: list[Article | Outcome] = []
    characters = 0
    for read in reads:
        waiting.append(_admit(read, plan.force))
        if isinstance(read, Article):
            characters += sum(map(len, read.paragraphs))
        if characters >= BATCH_CHARACTERS:
            yield from _finish(waiting, plan, advance)
            waiting, characters = [], 0
    yield from _finish(waiting, plan, advance)


def _admit(read: Article | SourceError, force: bool) -> Article | Outcome:
    if isinstance(read, SourceError):
        return Outcome(read.about or "", "failed", reason=read.message)
    if not force and (reason := refuse_language(read)):
        return Outcome(read.origin, "skipped", reason=reason)
    return read


def _finish(waiting: list[Article | Outcome], plan: Plan, advance: Callable[[int], None]) -> Iterator[Outcome]:
    translations = iter(plan.translator.translate([a for a in waiting if isinstance(a, Article)], advance))
    for item in waiting:
        yield item if isinstance(item, Outcome) else conclude(next(translations), plan.summarise)


def conclude(translation: Translation, summarise: Callable[[Translation], Brief] | None) -> Outcome:
    """The outcome of one translated article. A brief that cannot be made is a failure of this article alone."""
    warnings = warn(translation)
    origin = translation.article.origin
    if summarise is None:
        return Outcome(origin, "done", translation=translation, warnings=warnings)
    try:
        brief = summarise(translation)
    except SourceError as error:
        return Outcome(origin, "failed", translation=translation, reason=error.message, warnings=warnings)
    return Outcome(origin, "done", brief=brief, translation=translation, warnings=warnings)


def warn(translation: Translation) -> tuple[str, ...]:
    """Sentences for people about what to doubt in a translation, with counts of its sentences."""
    kinds = Counter(kind for s in translation.sentences for kind in {f.kind for f in s.findings})
    kept = sum(s.rung == "kept" for s in translation.sentences)
    phrases = {
        "number": "with a number that differs",
        "name": "with a name that is missing",
        "restored": "with a name put back where the model had another",
        "negation": "with a negation that is missing",
        "word": "with a word that is no English",
        "guess": "with a word that may be a guess",
        "quote": "with quotation marks that differ",
    }
    warnings = [
        f"{kinds[k]} {'sentence' if kinds[k] == 1 else 'sentences'} {phrase}"
        for k, phrase in phrases.items()
        if kinds[k]
    ]
    if kept:
        warnings.insert(0, f"{kept} {'sentence' if kept == 1 else 'sentences'} badly translated, kept and marked")
    return (*translation.article.notes, *warnings)


def exit_code(outcomes: Iterable[Outcome], error: BriefError | None = None) -> int:
    """0 fine or nothing to do, 1 some items failed; an error that ended the run brings its own code."""
    if error is not None:
        return error.exit_code
    return 1 if any(outcome.status == "failed" for outcome in outcomes) else 0


def tally(outcomes: Iterable[Outcome]) -> str:
    """One line that counts what became of a run's sources; empty when there was one and all went well."""
    counts = Counter(outcome.status for outcome in outcomes)
    total = sum(counts.values())
    if total == counts["done"] <= 1:
        return ""
    parts = [f"{counts[s]} {s}" for s in ("done", "skipped", "failed") if counts[s]]
    return f"{total} {'article' if total == 1 else 'articles'}: {', '.join(parts)}"
