"""Articles → Translations: sentence by sentence, through the model it is given, with a cache and a fallback ladder.

1. split     an article into sentences; a headline in capitals is cased first (:func:`split_article`)
2. prepare   each sentence as the model wants it; one too long for the model becomes several units, cut at clauses; an address is
             a unit that is passed on as it is
3. look up   units in the cache; what is left is decoded together, whatever article it is from
4. choose    among a unit's hypotheses, their spelling mended, those that lose no number, name or negation and hold no word that
             is none, if there are any; of them the one that says most of what the others say. A word that was avoided so is a doubt
5. climb     units still bad: wider beam with no repeated n-grams → names that were lost in letters → clause by clause → the best
             candidate, marked
6. rejoin    units into one English sentence for each Albanian one, in order; a name misspelt or swapped is put back, marked

Does not read files, does not know where the cache is kept, and never cuts text.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from pipeline import check, consensus, names, spelling, text, words
from pipeline.engines import Hypothesis, Options
from pipeline.engines.tokenizers import spell_out
from pipeline.records import Article, Finding, Rung, Sentence, TranslatedSentence, Translation

if TYPE_CHECKING:
    from pipeline.engines.loading import Model

LENGTH_STEPS = (24, 48, 80, 128, 10_000)
"""Units are decoded in groups of up to so many source pieces, so that the output limit follows the source and a loop ends
soon. The group depends on the unit alone: its neighbours cannot change its translation."""

OUTPUT_PER_SOURCE, OUTPUT_EXTRA = 2, 16
"""Most target pieces for n source pieces: 2n + 16. In the corpus the 99.9th percentile of target/source pieces is 1.6."""

RETRY_BEAM, RETRY_NO_REPEAT = 8, 4
"""Second rung: twice the usual beam, and no four pieces twice (research on Whisper and OPUS-MT loops used 3 to 5)."""

SHORTEST_CLAUSE = 12
"""Third rung: clauses shorter than a dozen pieces lose more context than they gain."""

UNITS_AT_ONCE = 1_000
"""Units decoded between two steps of the progress bar; bounds memory and the wait for Ctrl-C."""

CHOICE = 3
"""Number of the rules by which a hypothesis is chosen and mended, one more whenever they change: sentences cached under other
rules are translated anew."""

_WORTH_A_WIDER_BEAM = frozenset({"number", "word"})
"""Warnings that are tried again: of 66 words of the starter that were none, in 1,538 sentences, 22 were gone with the wider beam."""

_GUESS = "The model would have written “{}”, which is no English word; what stands here instead may be a guess."

_RUNGS: tuple[Rung, ...] = ("first", "beam", "clauses", "kept")
_FINAL = (".", "!", "?", "…", ":", ";", '"', "”", "»", ")")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A unit's English, the rung it took and its score (mean log-probability per piece, None when not decoded).

    ``doubts`` are words in no dictionary that the model would have written here: what stands in their place may be a guess.
    """

    english: str
    rung: Rung = "first"
    score: float | None = None
    doubts: tuple[str, ...] = ()


class Cache(Protocol):
    """Where decoded units are remembered; the key holds everything that could change the answer."""

    def get(self, keys: Sequence[str]) -> dict[str, Decoded]:
        """What is known of ``keys``."""
        ...

    def put(self, entries: Mapping[str, Decoded]) -> None:
        """Remember ``entries``."""
        ...


@dataclass
class MemoryCache:
    """A cache for one process."""

    entries: dict[str, Decoded] = field(default_factory=dict)

    def get(self, keys: Sequence[str]) -> dict[str, Decoded]:
        """What is known of ``keys``."""
        return {key: self.entries[key] for key in keys if key in self.entries}

    def put(self, entries: Mapping[str, Decoded]) -> None:
        """Remember ``entries``."""
        self.entries.update(entries)


def split_article(article: Article) -> tuple[Sentence, ...]:
    """All sentences of an article in order, the headline first as paragraph -1."""
    pieces: list[tuple[int, str]] = []
    if article.title:
        title = article.title
        if text.is_all_caps(title):
            title = text.sentence_case(title, text.capitalised_words(article.paragraphs))
        pieces.append((-1, title))
    for number, paragraph in enumerate(article.paragraphs):
        pieces += [(number, sentence) for sentence in text.split_sentences(paragraph)]
    return tuple(Sentence(i, paragraph, sentence) for i, (paragraph, sentence) in enumerate(pieces))


def has_words(sentence: str) -> bool:
    """Whether there is anything to translate: rules, lone figures and addresses are passed on as they are."""
    return any(c.isalpha() for c in text.drop_addresses(sentence))


def cut_addresses(sentence: str) -> list[str]:
    """The sentence in parts, each free of addresses or nothing else than an address, with the marks that touch it.

    A model spells an address anew piece by piece, and one wrong letter makes it lead nowhere.
    """
    runs = itertools.groupby(sentence.split(), key=text.is_address)
    return [" ".join(run) for _, run in runs]


def cache_key(signature: str, unit: str) -> str:
    """Hex key of a unit under everything that decides its translation: rules, model, revision, quantisation, options, text."""
    return hashlib.sha256(f"{CHOICE}\n{signature}\n{unit}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Candidate:
    english: str
    score: float
    findings: tuple[Finding, ...]
    agreement: float
    doubts: tuple[str, ...] = ()

    @property
    def rank(self) -> tuple[int, float]:
        """Sorts the best candidate first: fewest and lightest findings, then most agreement with the other hypotheses."""
        return (check.score_findings(self.findings), -self.agreement)

    @property
    def bad(self) -> bool:
        """Whether another rung should be tried."""
        return check.is_degenerate(self.findings) or any(f.kind in _WORTH_A_WIDER_BEAM for f in self.findings)


def _choose(candidates: Sequence[_Candidate]) -> _Candidate:
    """The best candidate; its doubts are the unknown words of the one that would be best if such words did not count.

    Of 117 such choices in 1,842 sentences that no rule was made with, read one by one, about four in ten were right (nitrogened
    → nitrogen), the others were a real word but a wrong one (rebot → rebound): a reader must be told of both.
    """

    def rank_without_words(candidate: _Candidate) -> tuple[int, float]:
        return (check.score_findings([f for f in candidate.findings if f.kind != "word"]), -candidate.agreement)

    favourite = min(candidates, key=rank_without_words)
    best = min(candidates, key=lambda candidate: candidate.rank)
    return replace(best, doubts=tuple(words.find_unknown(favourite.english)))


def _avoid(doubts: Sequence[str], english: str) -> tuple[str, ...]:
    """Those of the doubtful words, once each, that the English does not hold."""
    there = set(words.find_unknown(english))
    return tuple(word for word in dict.fromkeys(doubts) if word not in there)


class Translator:
    """Translates with one model at one beam width; remembers units in ``cache``."""

    def __init__(self, model: Model, beam: int, cache: Cache | None = None) -> None:
        self.model = model
        self.beam = beam
        self.cache = MemoryCache() if cache is None else cache
        self.signature = model.signature(beam)

    def translate(
        self, articles: Sequence[Article], advance: Callable[[int], None] = lambda _: None
    ) -> list[Translation]:
        """One Translation for each article, in order; ``advance`` is told how many sentences were done since last told.

        Raises ModelError when the engine fails.
        """
        split = [split_article(article) for article in articles]
        plans = {s.text: self.plan_units(s.text) for sentences in split for s in sentences if has_words(s.text)}
        decoded = self.decode(dict.fromkeys(unit for units in plans.values() for unit in units), advance)
        translations = []
        for article, sentences in zip(articles, split, strict=True):
            bare = spelling.read_bare_forms(s.text for s in sentences)
            aligned = tuple(self.rejoin(s, [(u, decoded[u]) for u in plans.get(s.text, ())], bare) for s in sentences)
            translations.append(Translation(article, aligned, self.signature))
        return translations

    def plan_units(self, sentence: str) -> list[str]:
        """The parts of one sentence that are translated apart: usually one, more when it is too long or holds an address."""
        # Models have seen few capitals; a headline is cased already, with its article's names.
        cased = text.sentence_case(sentence, frozenset()) if text.is_all_caps(sentence) else sentence
        units: list[str] = []
        for part in cut_addresses(cased):
            if not has_words(part):
                units.append(part)
                continue
            prepared = text.normalise_punctuation(part) if self.model.normalise else part
            units += [prepared] if self._fits(prepared) else text.split_clauses(prepared, self._fits)
        return units

    def _fits(self, unit: str) -> bool:
        # A piece is at least one character of text or of a word start: short text needs no encoding to be known to fit.
        limit = self.model.max_source
        return len(unit) < limit // 2 or len(self.model.tokenizer.encode(unit)) <= limit

    def decode(self, units: Iterable[str], advance: Callable[[int], None]) -> dict[str, Decoded]:
        """Translate unique units, from the cache where it knows them; those without words are their own English."""
        decoded = {}
        keys = {}
        for unit in units:
            if has_words(unit):
                keys[unit] = cache_key(str(self.signature), unit)
            else:
                decoded[unit] = Decoded(unit)
        known = self.cache.get(list(keys.values()))
        decoded |= {unit: known[key] for unit, key in keys.items() if key in known}
        advance(len(decoded))
        todo = sorted((u for u in keys if u not in decoded), key=len)
        for start in range(0, len(todo), UNITS_AT_ONCE):
            fresh = self.climb(todo[start : start + UNITS_AT_ONCE])
            self.cache.put({keys[unit]: result for unit, result in fresh.items()})
            decoded |= fresh
            advance(len(fresh))
        return decoded

    def climb(self, units: Sequence[str]) -> dict[str, Decoded]:
        """Decode units not in the cache, each as far up the ladder as it needs."""
        best = self.try_options(units, Options(beam=self.beam, hypotheses=self.beam))
        first = dict(best)
        rungs: dict[str, Rung] = dict.fromkeys(units, "first")
        if bad := [u for u in units if best[u].bad]:
            wide = max(RETRY_BEAM, 2 * self.beam)
            retry = Options(beam=wide, hypotheses=wide, no_repeat_ngram=RETRY_NO_REPEAT)
            self._improve(best, rungs, self.try_options(bad, retry), "beam")
        if lost := {u: gone for u in units if (gone := [name.raw for name in names.compare(u, best[u].english)[0]])}:
            retry = Options(beam=self.beam, hypotheses=self.beam)
            self._improve(best, rungs, self.try_options(list(lost), retry, lost), "beam")
        # A lost number or a word that is none is worth a wider beam but not the context that cutting a sentence costs.
        if bad := [u for u in units if check.is_degenerate(best[u].findings)]:
            self._improve(best, rungs, self.try_clauses(bad), "clauses")
        for unit in units:
            if check.is_degenerate(best[unit].findings):
                rungs[unit] = "kept"
        return {
            u: Decoded(
                best[u].english, rungs[u], best[u].score, _avoid((*first[u].doubts, *best[u].doubts), best[u].english)
            )
            for u in units
        }

    @staticmethod
    def _improve(
        best: dict[str, _Candidate], rungs: dict[str, Rung], others: Mapping[str, _Candidate], rung: Rung
    ) -> None:
        for unit, other in others.items():
            if other.rank[0] < best[unit].rank[0]:
                best[unit], rungs[unit] = other, rung

    def try_options(
        self, units: Sequence[str], options: Options, spelled: Mapping[str, Sequence[str]] | None = None
    ) -> dict[str, _Candidate]:
        """The best candidate of each unit under ``options``.

        ``spelled`` are names of each unit to be given in letters; units that this does not change, or that would be too long
        for the model so, are left out.
        """
        encoded = {unit: self.model.tokenizer.encode(unit) for unit in units}
        if spelled:
            vocabulary = self.model.tokenizer.read_vocabulary()
            encoded = {
                unit: letters
                for unit, pieces in encoded.items()
                if pieces != (letters := spell_out(pieces, spelled[unit], vocabulary))
                and len(letters) <= self.model.max_source
            }
        groups: dict[int, list[str]] = {}
        for unit, pieces in encoded.items():
            groups.setdefault(next(step for step in LENGTH_STEPS if len(pieces) <= step), []).append(unit)
        found: dict[str, _Candidate] = {}
        for step, members in sorted(groups.items()):
            longest = min(step, self.model.max_source)
            limited = replace(options, max_length=OUTPUT_PER_SOURCE * longest + OUTPUT_EXTRA)
            results = self.model.engine.generate([encoded[u] for u in members], limited)
            for unit, hypotheses in zip(members, results, strict=True):
                found[unit] = _choose(self._judge(unit, hypotheses))
        return found

    def _judge(self, unit: str, hypotheses: Sequence[Hypothesis]) -> list[_Candidate]:
        texts = [words.mend_slips(text.clean(self.model.tokenizer.decode(h.pieces)).strip()) for h in hypotheses]
        length = sum(len(h.pieces) for h in hypotheses) / len(hypotheses)
        agreements = consensus.rate_hypotheses(texts, [h.score * length for h in hypotheses])
        candidates = []
        for english, hypothesis, agreement in zip(texts, hypotheses, agreements, strict=True):
            findings = check.check_translation(unit, english)
            if not hypothesis.finished:
                cut = Finding("cut", "The model reached its length limit before the end of the sentence.")
                findings = (*findings, cut)
            candidates.append(_Candidate(english, hypothesis.score, findings, agreement))
        return candidates

    def try_clauses(self, units: Sequence[str]) -> dict[str, _Candidate]:
        """Each unit's clauses translated apart and joined; units that cannot be cut are left out."""
        cuts: dict[str, list[str]] = {}
        for unit in units:
            half = max(SHORTEST_CLAUSE, len(self.model.tokenizer.encode(unit)) // 2 + 1)
            clauses = text.split_clauses(unit, lambda part, half=half: len(self.model.tokenizer.encode(part)) <= half)  # type: ignore[misc]  # mypy cannot infer a lambda's default
            if len(clauses) > 1:
                cuts[unit] = clauses
        options = Options(beam=self.beam, hypotheses=self.beam, no_repeat_ngram=RETRY_NO_REPEAT)
        parts = self.try_options(list(dict.fromkeys(c for clauses in cuts.values() for c in clauses)), options)
        joined: dict[str, _Candidate] = {}
        for unit, clauses in cuts.items():
            english = " ".join(parts[c].english for c in clauses if parts[c].english)
            cut = tuple(f for c in clauses for f in parts[c].findings if f.kind == "cut")
            score = sum(parts[c].score for c in clauses) / len(clauses)
            agreement = sum(parts[c].agreement for c in clauses) / len(clauses)
            doubts = tuple(word for c in clauses for word in parts[c].doubts)
            findings = (*check.check_translation(unit, english), *cut)
            joined[unit] = _Candidate(english, score, findings, agreement, doubts)
        return joined

    def rejoin(
        self, sentence: Sentence, units: Sequence[tuple[str, Decoded]], bare: frozenset[str]
    ) -> TranslatedSentence:
        """One Albanian sentence and the English of its units, in order, as one aligned sentence, checked as a whole.

        ``bare`` holds names that stand somewhere in its article without a case ending.
        """
        if not units:
            return TranslatedSentence(sentence, sentence.text)
        parts = [finish(unit, result.english) for unit, result in units]
        parts[1:] = [continue_sentence(unit, part) for (unit, _), part in zip(units[1:], parts[1:], strict=True)]
        english = finish(sentence.text, " ".join(part for part in parts if part))
        rung = max((result.rung for _, result in units), key=_RUNGS.index)
        scores = [result.score for _, result in units if result.score is not None]
        restored: tuple[Finding, ...] = ()
        if all(parts):  # of a sentence with a hole, names are not moved about
            english, restored = restore_names(sentence.text, english, bare)
        doubts = dict.fromkeys(word for _, result in units for word in result.doubts)
        guesses = (Finding("guess", _GUESS.format(word)) for word in doubts)
        findings = (*restored, *check.check_translation(sentence.text, english), *guesses)
        if not all(parts):
            if english:  # what one part lost might not be missed in the whole
                findings = (Finding("empty", "The model gave no text for a part of the sentence."), *findings)
            english = " ".join(part or f"[untranslated: {unit}]" for part, (unit, _) in zip(parts, units, strict=True))
        return TranslatedSentence(
            sentence,
            english,
            rung,
            round(sum(scores) / len(scores), 4) if scores else None,
            tuple(replace(f, sentence=sentence.index) for f in findings),
        )


def restore_names(source: str, english: str, bare: frozenset[str]) -> tuple[str, tuple[Finding, ...]]:
    """The English with the source's name wherever the model misspelt it or named another person, and a finding for each."""
    findings = []
    source = text.drop_addresses(source)
    for slip in spelling.find_slips(source, text.drop_addresses(english), bare):
        english = _replace_word(english, slip.wrong, slip.right)
        findings.append(Finding("restored", f"{slip.right} was put where the model wrote {slip.wrong}."))
    for lost, new in names.find_swapped(source, text.drop_addresses(english)):
        name = names.strip_ending(lost.raw)
        english = _replace_word(english, new.raw, name)
        detail = f"{name} was put where the model wrote {new.raw}, which the Albanian lacks."
        findings.append(Finding("restored", detail))
    return english, tuple(findings)


def _replace_word(english: str, wrong: str, right: str) -> str:
    pattern = re.compile(rf"(?<![\w-]){re.escape(wrong)}(?![\w-])")
    return " ".join(
        part if not has_words(part) else pattern.sub(lambda _: right, part) for part in cut_addresses(english)
    )


# What the English of a sentence's later part begins with when the model takes it for a sentence of its own; no name is among them.
_BEGINNINGS = frozenset(
    "a an the and or but nor in on at to for from with without by of as that which who where when while if because it he she they "
    "we you this these those his her their its our is are was were has have had not also after before between during".split()
)


def continue_sentence(source: str, english: str) -> str:
    """The English of a part that begins small in Albanian, beginning small too if its first word is one that may."""
    first = english.split(" ", 1)[0]
    if source[:1].islower() and first != first.lower() and first.lower() in _BEGINNINGS:
        return english[:1].lower() + english[1:]
    return english


def finish(source: str, english: str) -> str:
    """The English in the source's shape: a headline has no full stop, a sentence starts with a capital."""
    english = english.strip()
    if english.endswith(".") and not english.endswith("..") and not source.rstrip().endswith(_FINAL):
        english = english[:-1].rstrip()
    first = next((c for c in source if c.isalpha()), "")
    if first.isupper() and english[:1].islower():
        english = english[:1].upper() + english[1:]
    return english
