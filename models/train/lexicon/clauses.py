"""Clauses in both languages: verb phrases with their complements and adjuncts, copulas, passives, relative clauses."""

from dataclasses import replace

from lexicon.expressions import draw_fixed_time, draw_future_time, draw_past_time, draw_time, draw_year
from lexicon.phrases import NounPhrases, Pair, Phrase, Preposition
from lexicon.sampling import Weighted
from lexicon.verbs import AM, COPULA_TENSES, DO, HAVE, WAS, join, say_albanian, say_copula, say_english
from lexicon.vocabulary import UNGRADED
from lexicon.words import Adjective, Complement, Verb, link, with_article

_TENSES = Weighted(
    [
        ("present", 17), ("progressive", 4), ("imperfect", 2), ("habitual", 4), ("past", 31), ("perfect", 12), ("pluperfect", 5),
        ("future", 11), ("conditional", 2), ("conditional perfect", 1.2), ("future perfect", 0.5), ("can", 4), ("could", 1.2),
        ("must", 4), ("had to", 1.2), ("may have", 1), ("admirative", 0.8),
    ]
)  # fmt: skip
_PAST_TENSES = Weighted([("past", 60), ("perfect", 18), ("pluperfect", 12), ("imperfect", 4), ("habitual", 6)])
_PAST = frozenset({"past", "pluperfect", "imperfect", "conditional perfect", "had to"})
_FUTURE = frozenset({"future", "can", "must", "future perfect", "subjunctive", "conditional"})
_AFFIRMATIVE = frozenset(
    {"admirative", "future perfect", "without", "conditional perfect", "may have", "progressive", "had to", "habitual"}
)
_NO_ADVERB = frozenset({"subjunctive", "purpose", "gerund", "without", "admirative", "future perfect", "habitual"})
_NO_COPULA = frozenset({"gerund", "without", "purpose", "admirative"})
_SUBJECTS = "PPPPPPOOOOEEAADDLTMH"
# how often a subject of a class has its verb in the passive: things are seldom doers
_PASSIVE = {
    "L": 0.75,
    "D": 0.85,
    "T": 0.7,
    "M": 0.5,
    "F": 0.85,
    "H": 0.5,
    "E": 0.35,
    "A": 0.35,
    "B": 0.7,
    "P": 0.12,
    "O": 0.08,
}
_CLITICS = ("më", "të", "e", "na", "ju", "i")
_DATIVE_CLITICS = ("më", "të", "i", "na", "ju", "u")
_OBJECT_PRONOUNS = ("me", "you", "it", "us", "you", "them")
_PARTICLES = frozenset("over up out off down back away".split())
_DEGREES = (("shumë", "very"), ("mjaft", "quite"), ("tepër", "too"), ("jashtëzakonisht", "extremely"))
_IN_PLACE = Preposition("në", "a", "in", "L", "bare", False)


class Clauses:
    """Draws clauses; gives the noun phrases their relative clauses."""

    def __init__(self, phrases: NounPhrases) -> None:
        self.phrases, self.rng, self.vocabulary = phrases, phrases.rng, phrases.vocabulary
        phrases.relate = self.add_relative
        self._everyday = [verb for verb, _, _ in self.vocabulary.everyday_verbs]

    def draw_tense(self, past: bool = False) -> str:
        """Return a tense, as often as news has it."""
        return (_PAST_TENSES if past else _TENSES).draw(self.rng)

    def draw_verb(self, word_class: str) -> Verb:
        """Return a verb that takes subjects of a class; people also do everyday things."""
        if word_class == "P" and self.rng.random() < 0.16:
            return self.rng.choice(self._everyday)
        verbs = self.vocabulary.verbs
        return verbs.get(word_class, verbs["A"]).draw(self.rng)

    # verb phrases ----------------------------------------------------------------------------------------------------
    def make_verb_phrase(
        self,
        subject: Phrase,
        tense: str,
        depth: int = 0,
        *,
        negative: bool | None = None,
        adjuncts: bool = True,
        english_tense: str = "",
    ) -> Pair:
        """Return a verb phrase that agrees with `subject`, without the subject.

        `english_tense` is the English tense where it differs: Albanian says "before it starts" in the subjunctive.
        """
        rng = self.rng
        verb = self.draw_verb(subject.word_class)
        if negative is None:
            universal = subject.english.startswith(("every ", "each ", "some ", "another ", "many ", "all "))
            negative = rng.random() < 0.1 and not universal and tense not in _AFFIRMATIVE
        if tense == "progressive" and (verb.stative or verb.english.is_copula):
            tense = "present"
        if not english_tense and tense not in _NO_COPULA:
            if rng.random() < 0.09 and tense in COPULA_TENSES:
                return self.make_copula(subject, tense, negative)
            chance = _PASSIVE.get(subject.word_class, 0.1)
            if subject.person in (2, 5) and rng.random() < chance and subject.word_class in self.vocabulary.passives:
                verb = self.vocabulary.passives[subject.word_class].draw(rng)
                return self.make_passive(subject, verb, tense, negative, adjuncts)
        clitic, sq_rest, en_rest = self.make_complements(verb, depth)
        sq_adverb = en_adverb = ""
        if adjuncts and rng.random() < 0.06 and tense not in _NO_ADVERB and not negative:
            sq_adverb, en_adverb = rng.choice(self.vocabulary.adverbs["middle"])
        albanian = say_albanian(verb, tense, subject.person, rng, clitic=clitic, negative=negative)
        english = say_english(
            verb, english_tense or tense, subject.english_person, rng, negative=negative, adverb=en_adverb
        )
        if en_rest in _OBJECT_PRONOUNS:
            head, _, particle = english.rpartition(" ")
            if head and particle in _PARTICLES:  # hand it over, not "hand over it"
                english, en_rest = head, f"{en_rest} {particle}"
        albanian, english = join(albanian, sq_adverb, sq_rest), join(english, en_rest)
        if adjuncts and depth < 2:
            sq_adjunct, en_adjunct = self.make_adjunct(tense, bool(sq_adverb))
            return join(albanian, sq_adjunct), join(english, en_adjunct)
        return albanian, english

    def make_complements(self, verb: Verb, depth: int, clitics: bool = True) -> tuple[str, str, str]:
        """Return the clitic before the verb, and the complements after it in both languages."""
        clitic = ""
        albanian, english = [verb.rest] if verb.rest else [], []
        below = depth + 1 if depth else 0
        for complement in verb.complements:
            if complement.kind == "O":
                clitic, sq_object, en_object = self._make_object(verb, complement, below, clitics)
                albanian.append(sq_object)
                english.append(en_object)
            elif complement.kind == "D":
                receiver = self.phrases.draw("g", complement.classes, below, pronouns=clitics)
                clitic = _DATIVE_CLITICS[receiver.person]
                if not receiver.is_pronoun or receiver.person in (2, 5):
                    albanian.append(receiver.albanian)
                english.append(join(complement.english, receiver.english))
            else:
                sq_phrase, en_phrase = self._make_prepositional(complement)
                albanian.append(sq_phrase)
                english.append(en_phrase)
        return (clitic if clitics else ""), join(*albanian), join(*english)

    def _make_object(self, verb: Verb, complement: Complement, depth: int, clitics: bool) -> tuple[str, str, str]:
        rng = self.rng
        alone = len(verb.complements) == 1 and clitics
        if alone and rng.random() < 0.08 and depth < 2 and not complement.nouns:
            human = "P" in complement.classes
            # the clitic "e" is him, her or it: it stands alone only where things are meant
            person = rng.choice((0, 1, 3, 4, 5, 5)) if human else rng.choice((2, 5))
            return _CLITICS[person], "", _OBJECT_PRONOUNS[person]
        phrase = self.phrases.draw("a", complement.classes, depth, pronouns=alone, nouns=complement.nouns)
        if phrase.is_pronoun:
            return _CLITICS[phrase.person], phrase.albanian if rng.random() < 0.15 else "", phrase.english
        doubled = alone and phrase.definite and rng.random() < 0.06
        return (_CLITICS[phrase.person] if doubled else ""), phrase.albanian, phrase.english

    def _make_prepositional(self, complement: Complement) -> Pair:
        known = self.phrases.prepositions.get(complement.kind)
        if known is None:
            known = Preposition(complement.kind, "a", complement.english, complement.classes, "open", False)
        return self.phrases.draw_prepositional(replace(known, classes=complement.classes, english=complement.english))

    def make_passive(self, subject: Phrase, verb: Verb, tense: str, negative: bool, adjuncts: bool = True) -> Pair:
        """Return the passive of `verb` with its subject, sometimes with the doer: u miratua nga parlamenti."""
        rng = self.rng
        sq_adverb = en_adverb = ""
        if rng.random() < 0.08 and not negative and tense not in _NO_ADVERB:
            sq_adverb, en_adverb = rng.choice(self.vocabulary.adverbs["middle"])
        albanian = say_albanian(verb, tense, subject.person, rng, negative=negative, passive=True)
        english = say_english(
            verb, tense, subject.english_person, rng, negative=negative, passive=True, adverb=en_adverb
        )
        albanian = join(albanian, sq_adverb)
        if rng.random() < 0.3:
            doer = self.phrases.draw("n", verb.subjects, 1, pronouns=False)
            albanian, english = f"{albanian} nga {doer.albanian}", f"{english} by {doer.english}"
        if not adjuncts:
            return albanian, english
        sq_adjunct, en_adjunct = self.make_adjunct(tense)
        return join(albanian, sq_adjunct), join(english, en_adjunct)

    def make_copula(self, subject: Phrase, tense: str, negative: bool) -> Pair:
        """Return a predicate with jam: a noun, a place, an adjective, a comparison."""
        rng = self.rng
        albanian, english = say_copula(tense, subject.person, subject.english_person, rng, negative)
        roll = rng.random()
        if subject.word_class == "P" and roll > 0.86:
            trade = self.draw_trade(subject)
            return f"{albanian} {trade.albanian}", f"{english} {trade.english}"
        if roll > 0.75:
            sq_place, en_place = self.phrases.draw_prepositional(_IN_PLACE)
            return f"{albanian} {sq_place}", f"{english} {en_place}"
        adjective = self.draw_graded(subject.word_class)
        form = agree(adjective, subject)
        if roll < 0.08:
            degree = rng.choice(_DEGREES)
            return f"{albanian} {degree[0]} {form}", f"{english} {degree[1]} {adjective.english}"
        if roll < 0.15:
            other = self.phrases.draw("n", subject.word_class, 1, pronouns=False)
            compared = self.vocabulary.english.compare(adjective.english)
            return f"{albanian} më {form} se {other.albanian}", f"{english} {compared} than {other.english}"
        return f"{albanian} {form}", f"{english} {adjective.english}"

    def draw_trade(self, subject: Phrase) -> Phrase:
        """Return what a person is, in the subject's number and gender: mësues, a teacher."""
        while True:
            noun = self.phrases.draw_noun("P")
            if subject.plural and noun.has_plural:
                return Phrase(noun.forms[8] or "", noun.plural, True, True, noun.plural_gender)
            if not subject.plural and noun.kind == "count" and noun.gender == subject.gender and noun.forms[0]:
                return Phrase(noun.forms[0], with_article(noun.singular), gender=noun.gender)

    def draw_graded(self, word_class: str) -> Adjective:
        """Return an adjective that has degrees and fits a class."""
        for _ in range(20):
            adjective = self.vocabulary.adjectives[word_class].draw(self.rng)
            if adjective.english not in UNGRADED:
                return adjective
        return self.rng.choice(self.vocabulary.graded)

    def make_adjunct(self, tense: str, has_adverb: bool = False) -> Pair:
        """Return a time, a place or a manner for after the verb phrase; often nothing."""
        rng = self.rng
        roll = rng.random()
        if tense == "habitual":
            return draw_fixed_time(rng, "habit") if roll < 0.6 else ("", "")
        if roll < 0.55:
            return "", ""
        if roll < 0.7:
            return self.draw_time(tense)
        if roll < 0.8:
            if rng.random() < 0.6:
                place = rng.choice(self.vocabulary.places)
                return f"në {place.bare}", f"in {place.english}"
            return self.phrases.draw_prepositional(_IN_PLACE)
        if roll < 0.88 and not has_adverb:
            return rng.choice(self.vocabulary.adverbs["manner"])
        if roll < 0.97:
            return self.phrases.draw_prepositional(self.phrases.adjuncts.draw(rng))
        time, place = self.draw_time(tense), rng.choice(self.vocabulary.places)
        return f"{time[0]} në {place.bare}", f"in {place.english} {time[1]}"

    def draw_time(self, tense: str) -> Pair:
        """Return a time that fits the tense."""
        rng = self.rng
        if tense == "perfect":
            if rng.random() < 0.1:
                year = draw_year(rng)
                return f"që nga viti {year}", f"since {year}"
            return draw_fixed_time(rng, "perfect")
        if tense in ("present", "progressive"):
            return draw_fixed_time(rng, "present")
        if tense in ("habitual", "background"):
            return draw_fixed_time(rng, "habit")
        if rng.random() < 0.75 and tense in _PAST | _FUTURE:
            return draw_past_time(rng) if tense in _PAST else draw_future_time(rng)
        return draw_time(rng)

    # clauses -----------------------------------------------------------------------------------------------------------
    def make_clause(self, tense: str = "", depth: int = 0, *, inverted: bool = False, adjuncts: bool = True) -> Pair:
        """Return a declarative clause; `inverted` lets a time stand first, `adjuncts` a time or place last."""
        rng = self.rng
        tense = tense or self.draw_tense()
        subject = self.phrases.draw("n", _SUBJECTS, depth, subject=True)
        fronted = (
            inverted and depth == 0 and tense not in ("present", "progressive", "admirative") and rng.random() < 0.1
        )
        albanian, english = self.make_verb_phrase(subject, tense, depth, adjuncts=adjuncts and not fronted)
        english = f"{subject.english} {english}"
        # the verb alone tells every person but he from she
        if not (subject.is_pronoun and subject.person != 2 and rng.random() < 0.75):
            albanian = f"{subject.albanian} {albanian}"
        if fronted:
            time, comma = self.draw_time(tense), "," if rng.random() < 0.6 else ""
            return f"{time[0]}{comma} {albanian}", f"{time[1]}, {english}"
        return albanian, english

    def add_relative(self, phrase: Phrase) -> Phrase:
        """Return the phrase with a relative clause: që e ndërtoi, that built it."""
        rng = self.rng
        who = "who" if phrase.word_class == "P" else "that"
        inner = Phrase(
            "",
            "",
            phrase.plural,
            phrase.english_plural,
            phrase.gender,
            person=phrase.person,
            word_class=phrase.word_class,
        )
        verb = self.vocabulary.transitive.draw(rng)
        if rng.random() < 0.35 and len(verb.complements) == 1 and phrase.word_class in verb.complements[0].classes:
            doer = self.phrases.draw("n", verb.subjects, 1, pronouns=False)
            tense = rng.choice(("past", "perfect", "pluperfect"))
            albanian = say_albanian(verb, tense, doer.person, rng, clitic="i" if phrase.plural else "e")
            english = say_english(verb, tense, doer.english_person, rng)
            return _attach(
                phrase, f" që {join(albanian, verb.rest)} {doer.albanian}", f" that {doer.english} {english}"
            )
        albanian, english = self.make_verb_phrase(
            inner, rng.choice(("past", "past", "perfect", "present", "future", "pluperfect")), 2
        )
        if rng.random() < 0.7:
            return _attach(phrase, f" që {albanian}", f" {who} {english}")
        which = {"ms": "i cili", "fs": "e cila", "mp": "të cilët", "fp": "të cilat"}[phrase.agreement]
        return _attach(phrase, f", {which} {albanian},", f", {'who' if who == 'who' else 'which'} {english},")

    def make_question(self, times: str, classes: str) -> Pair:
        """Return a question's verb, subject and complements, the English inverted; `times` is any, past or future."""
        rng = self.rng
        subject = self.phrases.draw("n", classes, 1, pronouns=False)
        verb = self.draw_verb(subject.word_class)
        tense = rng.choice(
            {
                "any": ("present", "past", "perfect", "future", "can"),
                "past": ("past", "perfect"),
                "future": ("future",),
            }[times]
        )
        clitic, sq_rest, en_rest = self.make_complements(verb, 1)
        person = subject.english_person
        base, *_, participle, _ = verb.english
        if verb.english.is_copula:
            rest = base.removeprefix("be ")
            auxiliary, main = {
                "present": (AM[person], rest), "past": (WAS[person], rest), "perfect": (HAVE[person], f"been {rest}"),
                "future": ("will", base), "can": ("can", base),
            }[tense]  # fmt: skip
        else:
            auxiliary, main = {
                "present": (DO[person], base), "past": ("did", base), "perfect": (HAVE[person], participle), "future": ("will", base),
                "can": ("can", base),
            }[tense]  # fmt: skip
        sq_adjunct, en_adjunct = self.make_adjunct(tense) if rng.random() < 0.4 else ("", "")
        albanian = join(
            say_albanian(verb, tense, subject.person, rng, clitic=clitic), subject.albanian, sq_rest, sq_adjunct
        )
        return albanian, join(auxiliary, subject.english, main, en_rest, en_adjunct)

    def make_participle(self, subject: Phrase) -> Pair:
        """Return a participle with its complements, for frames that bring the auxiliary (nuk ka ... kurrë)."""
        verb = self.draw_verb(subject.word_class)
        while verb.middle or verb.english.is_copula:
            verb = self.draw_verb(subject.word_class)
        _, sq_rest, en_rest = self.make_complements(verb, 1, clitics=False)
        return join(verb.forms["pt"], sq_rest), join(verb.english.participle, en_rest)

    def make_order(self) -> Pair:
        """Return an imperative in the plural."""
        verb = self.vocabulary.commanded.draw(self.rng)
        _, sq_rest, en_rest = self.make_complements(verb, 1, clitics=False)
        return join(verb.forms["im4"], sq_rest), join(verb.english.base, en_rest)


def agree(adjective: Adjective, subject: Phrase) -> str:
    """Return a predicate adjective that agrees with the subject, with its article: i ri, e re, të rinj."""
    form = adjective.forms[subject.agreement]
    return f"{link(subject.agreement, False, 'n')} {form}" if adjective.linked else form


def _attach(phrase: Phrase, albanian: str, english: str) -> Phrase:
    return replace(
        phrase, albanian=phrase.albanian + albanian, english=phrase.english + english, bare="", adjacent=False
    )
