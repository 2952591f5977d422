"""The mix of synthetic sentences: frames, plain clauses and phrases, distinct and tidy."""

import random
import re
from collections.abc import Iterator
from hashlib import blake2b

from lexicon.clauses import Clauses
from lexicon.expressions import draw_date, draw_money, draw_percentage
from lexicon.frames import SILENT, Frames
from lexicon.phrases import NounPhrases, Pair
from lexicon.vocabulary import Vocabulary

MAX_CHARACTERS = 400
_CONJUNCTIONS = (
    (" dhe ", " and "), (", por ", ", but "), (", ndërsa ", ", while "), (", kurse ", ", while "), ("; ", "; "),
    (", prandaj ", ", so "), (" ose ", " or "),
)  # fmt: skip


class Sentences:
    """Makes sentences and phrases; the same seed makes the same ones, in any process."""

    def __init__(self, vocabulary: Vocabulary, seed: int) -> None:
        self.rng = random.Random(seed)
        self.phrases = NounPhrases(vocabulary, self.rng)
        self.clauses = Clauses(self.phrases)
        self.frames = Frames(self.clauses)

    def make_pairs(self, count: int) -> Iterator[Pair]:
        """Yield `count` pairs whose Albanian sides differ."""
        seen: set[bytes] = set()
        while len(seen) < count:
            albanian, english = (tidy(side) for side in self.make_pair())
            key = blake2b(albanian.encode(), digest_size=8).digest()
            if key in seen or len(albanian) > MAX_CHARACTERS:
                continue
            seen.add(key)
            yield albanian, english

    def make_pair(self) -> Pair:
        """Return one sentence or phrase."""
        roll = self.rng.random()
        if roll < 0.09:
            albanian, english = self.make_short()
            if self.rng.random() < 0.6:
                return albanian, english
            return capitalize(albanian), capitalize(english)
        if roll < 0.38:
            albanian, english = self.make_plain()
            return f"{capitalize(albanian)}.", f"{capitalize(english)}."
        albanian, english = self.frames.make_sentence()
        return capitalize(albanian), capitalize(english)

    def make_short(self) -> Pair:
        """Return a phrase: a noun phrase, a prepositional phrase, a verb phrase, an amount or a date."""
        rng = self.rng
        roll = rng.random()
        if roll < 0.55:
            phrase = self.phrases.draw("n" if rng.random() < 0.8 else "a", "PPOOLEADMTFHB", pronouns=False)
            return phrase.albanian, phrase.english
        if roll < 0.8:
            return self.phrases.draw_prepositional()
        if roll < 0.92:
            subject = SILENT["p3p" if rng.random() < 0.4 else "p3"]
            return self.clauses.make_verb_phrase(
                subject, rng.choice(("purpose", "gerund", "subjunctive")), negative=False
            )
        return draw_money(rng) if roll < 0.95 else draw_percentage(rng) if roll < 0.97 else draw_date(rng)

    def make_plain(self) -> Pair:
        """Return a clause, sometimes with an adverb before it or a second clause after it."""
        rng = self.rng
        roll = rng.random()
        albanian, english = self.clauses.make_clause(inverted=True)
        if roll < 0.1:
            adverb = rng.choice(self.phrases.vocabulary.adverbs["sentence"])
            return f"{adverb[0]}{', ' if rng.random() < 0.75 else ' '}{albanian}", f"{adverb[1]}, {english}"
        if roll < 0.2:
            second = self.clauses.make_clause(depth=1)
            between = rng.choice(_CONJUNCTIONS)
            return f"{albanian}{between[0]}{second[0]}", f"{english}{between[1]}{second[1]}"
        return albanian, english


def capitalize(text: str) -> str:
    """Give a sentence its capital, after an opening quotation mark or bracket."""
    place = 1 if text[:1] in '"“«(' else 0
    return text[:place] + text[place : place + 1].upper() + text[place + 1 :]


def tidy(text: str) -> str:
    """Put right the spaces and commas that come together where slots meet."""
    text = re.sub(r" +([,.;:?!])", r"\1", text)
    text = re.sub(r",\s*([,.;:?!])", r"\1", text)
    return re.sub(" +", " ", text).strip(" ,")
