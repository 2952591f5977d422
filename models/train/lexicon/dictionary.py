"""Dictionary lines: everyday words, inflected, in short natural contexts.

The sentences teach grammar; these lines teach words. Each noun, verb and adjective of the tables dictionary_*.tsv comes in
its share of forms and frames, in phrases and sentences of one to a dozen words, so that a model meets "qepët" and
"karotave" with their meaning before it meets them in the news.

A frame of dictionary_frames.tsv has slots of shape and case, `{D.n}` for the definite nominative, with the class of another
noun after a colon; choices by the first noun's number, `(u shit/u shitën)`; and adjectives that agree with it,
`<i shtrenjtë>`. The English has {} for the phrase, {2} for the second one, {s} for the bare noun and PREP for its
preposition.
"""

import random
import re
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from lexicon.clauses import agree
from lexicon.phrases import SHAPES, Phrase, build_phrase
from lexicon.sampling import Weighted
from lexicon.sentences import capitalize
from lexicon.tables import TableError, read_table
from lexicon.verbs import say_albanian, say_english
from lexicon.vocabulary import UNGRADED, Entry, EverydayVerb, Vocabulary
from lexicon.words import Adjective, with_article

Line = tuple[str, str]
_SLOT = re.compile(r"\{(\w)\.(\w)(?::([\w=]+))?\}")
_CHOICE = re.compile(r"\(([^()/]+)/([^()/]+)\)")
_TRIES = 8
"""Draws in which a frame or a verb may turn out not to fit, before the word is left for this round."""


class Frame(NamedTuple):
    """A context in both languages, and its slots: shape, case, class of another noun."""

    albanian: str
    english: str
    slots: tuple[tuple[str, str, str], ...]


class Dictionary:
    """Makes dictionary lines; the same seed makes the same ones, in any process.

    Raises:
        TableError: a frame names an unknown class, shape or case.
    """

    def __init__(self, vocabulary: Vocabulary, seed: int) -> None:
        self.vocabulary, self.rng = vocabulary, random.Random(seed)
        self.frames = self._read_frames()

    def _read_frames(self) -> dict[str, list[Frame]]:
        known = self.vocabulary.entries_by_class
        frames: dict[str, list[Frame]] = defaultdict(list)
        for row in read_table("dictionary_frames.tsv", ("classes", "albanian", "english")):
            slots = tuple((match[1], match[2], match[3] or "") for match in _SLOT.finditer(row["albanian"]))
            if not slots or any(shape not in SHAPES or case not in "ngab" for shape, case, _ in slots):
                raise row.fault("no slot, or a slot of an unknown shape or case.")
            for name in [*row.list("classes"), *(other for _, _, other in slots)]:
                if name not in ("*", "=", "") and name not in known:
                    raise row.fault(f"no noun has the class {name}.")
            for name in row.list("classes"):
                frames[name].append(Frame(row["albanian"], row["english"], slots))
        return frames

    # nouns -------------------------------------------------------------------------------------------------------------
    def _phrase(
        self, entry: Entry, shape: str, case: str, modified: float, plural: bool | None = None
    ) -> Phrase | None:
        if shape == "D" and entry.noun.kind == "mass" and entry.word_class in _GENERIC:
            shape = "G"
        choices = self.vocabulary.everyday_adjectives[entry.word_class]
        adjectives = (
            [self.rng.choice(choices)] if choices and shape in "DGIBPK" and self.rng.random() < modified else []
        )
        return build_phrase(entry.noun, shape, case, self.rng, adjectives, plural)

    def make_noun_line(self, entry: Entry) -> Line | None:
        """Return the noun in a frame of its class, or of any; None where the drawn frame does not fit the noun."""
        rng = self.rng
        own = self.frames[entry.word_class]
        frame = rng.choice(own if own and rng.random() < 0.6 else self.frames["*"])
        if "{s}" in frame.english and entry.noun.kind != "count":
            return None
        short = len(_SLOT.sub("", frame.albanian).split()) < 2
        phrases: list[Phrase] = []
        for shape, case, other in frame.slots:
            chosen = entry
            if other:
                chosen = rng.choice(self.vocabulary.entries_by_class[entry.word_class if other == "=" else other])
            phrase = self._phrase(chosen, shape, case, 0.4 if short else 0.2)
            if phrase is None or any(phrase.english == earlier.english for earlier in phrases):
                return None
            phrases.append(phrase)
        return self._fill_albanian(frame, phrases), self._fill_english(frame, phrases, entry)

    def _fill_albanian(self, frame: Frame, phrases: list[Phrase]) -> str:
        first, found = phrases[0], iter(phrases)
        albanian = _SLOT.sub(lambda _: next(found).albanian, frame.albanian)
        albanian = _CHOICE.sub(lambda match: match[2] if first.plural else match[1], albanian)
        albanian = albanian.replace("<ai>", "ata" if first.plural else {"m": "ai", "f": "ajo"}[first.gender])
        return re.sub("<(.+?)>", lambda match: self._agree(match[1], first), albanian)

    def _agree(self, lemma: str, phrase: Phrase) -> str:
        return agree(self.vocabulary.find_adjective(lemma, "", TableError), phrase)

    def _fill_english(self, frame: Frame, phrases: list[Phrase], entry: Entry) -> str:
        first, noun = phrases[0], entry.noun
        english = _CHOICE.sub(lambda match: match[2] if first.english_plural else match[1], frame.english)
        if first.english_plural:
            english = english.replace("here is no {}", "here are no {}").replace("here was no {}", "here were no {}")
        english = english.replace("a {s}", with_article(noun.singular))
        fillings = {
            "PREP": entry.preposition, "<he>": "they" if first.plural else {"m": "he", "f": "she"}[first.gender], "{}": first.english,
            "{2}": phrases[-1].english, "{s}": noun.singular, "{S}": noun.singular, "{*}": noun.plural,
        }  # fmt: skip
        for mark, text in fillings.items():
            english = english.replace(mark, text)
        return english

    # adjectives --------------------------------------------------------------------------------------------------------
    def make_adjective_line(self, word_class: str, adjective: Adjective) -> Line | None:
        """Return the adjective beside or after a noun of its class; None where the drawn shape does not fit the noun."""
        rng = self.rng
        noun = rng.choice(self.vocabulary.entries_by_class[word_class]).noun
        if rng.random() < 0.5:
            case = rng.choice("nnaag")
            phrase = build_phrase(noun, rng.choice("DDIIGK"), case, rng, [adjective])
            before = rng.choice(_BEFORE[case])
            return None if phrase is None else (before[0] + phrase.albanian, before[1] + phrase.english)
        phrase = build_phrase(noun, rng.choice("DDKM"), "n", rng)
        if phrase is None:
            return None
        verbs, english = rng.choice(_COPULAS)
        described, word = agree(adjective, phrase), adjective.english
        if verbs[0].endswith("më"):
            if word in UNGRADED:
                return None
            word = self.vocabulary.english.compare(word)
        elif rng.random() < 0.2 and word not in UNGRADED:
            described, word = f"shumë {described}", f"very {word}"
        return (
            f"{phrase.albanian} {verbs[phrase.plural]} {described}",
            f"{phrase.english} {english[phrase.english_plural]} {word}",
        )

    # verbs -------------------------------------------------------------------------------------------------------------
    def make_verb_line(self, everyday: EverydayVerb) -> Line | None:
        """Return the verb in a drawn tense and person; None where what is drawn does not go together."""
        rng = self.rng
        tense, negative = _MIX.draw(rng)
        person = (
            3
            if tense == "let"
            else rng.choice((1, 4))
            if tense in ("order", "ban")
            else rng.choice((0, 0, 1, 3, 3, 4, 5, 5, 2, 2, 2, 2))
        )
        subject: Phrase | None = None
        if tense not in ("let", "order", "ban") and (person == 2 or (person == 5 and rng.random() < 0.5)):
            word_class = "person" if rng.random() < 0.7 else "kin"
            noun = rng.choice(self.vocabulary.entries_by_class[word_class]).noun
            subject = build_phrase(noun, rng.choice("DDDKM"), "n", rng, plural=person == 5)
            if subject is None or subject.plural != (person == 5):
                return None
        said = self._say(everyday, tense, negative, person)
        if said is None:
            return None
        rest = self._draw_rest(everyday, tense, negative)
        if rest is None:
            return None
        pronoun = _PRONOUNS.get(person, ("", ""))
        doer = (
            (subject.albanian, subject.english) if subject else (pronoun[0] if rng.random() < 0.25 else "", pronoun[1])
        )
        if tense in ("let", "order", "ban"):
            doer = ("", "")
        own = _OWNERS.get(person) or ("her" if subject and subject.gender == "f" else "his")
        english = said[1].replace("one's", own)
        if tense == "question":
            return (
                f"A {_join(doer[0], said[0], rest[0])}?",
                f"{'Does' if person == 2 else 'Do'} {_join(doer[1], english, rest[1])}?",
            )
        return _join(doer[0], said[0], rest[0]), _join(doer[1], english, rest[1])

    def _say(self, everyday: EverydayVerb, tense: str, negative: bool, person: int) -> Line | None:
        verb, rng = everyday.verb, self.rng
        forms, rest = verb.forms, verb.rest
        base = verb.english.base
        albanian: str | None
        if tense in ("order", "ban", "question"):
            key = "im" if tense == "order" else "mp" if verb.middle else "pr"
            albanian = forms.get(f"{key}{person}")
            if albanian is None or (tense == "order" and verb.middle):
                return None
            if tense == "ban":
                albanian = f"mos {albanian}"
            return _join(albanian, rest), f"do not {base}" if tense == "ban" else base
        if tense == "let":
            return _join("le", say_albanian(verb, "subjunctive", person, rng), rest), f"let us {base}"
        if tense == "want":
            if person in (1, 2):  # "do të" would be read as the future
                return None
            want = ("dua", "", "", "duam", "doni", "duan")[person]
            return _join(want, say_albanian(verb, "subjunctive", person, rng), rest), f"want to {base}"
        albanian = say_albanian(verb, tense, person, rng, negative=negative)
        return _join(albanian, rest), say_english(verb, tense, person, rng, negative=negative)

    def _draw_rest(self, everyday: EverydayVerb, tense: str, negative: bool) -> Line | None:
        """Return the object and the place or time after the verb."""
        rng = self.rng
        albanian, english = "", ""
        if everyday.objects:
            shape = rng.choice("DDDIIIBBKM")
            # "I do not borrow some books" is no English
            plural = False if shape == "I" and (negative or tense in ("ban", "question")) else None
            phrase = self._phrase(rng.choice(everyday.objects), shape, "a", 0.15, plural)
            if phrase is None:
                return None
            albanian, english = phrase.albanian, phrase.english
        roll = rng.random()
        if everyday.places and roll < 0.35:
            place = rng.choice(everyday.places)
            there = build_phrase(place.noun, "S", "a", rng)
            if there is not None:
                return _join(albanian, "në", there.albanian), _join(english, f"{place.preposition} the", there.english)
        times = _TIMES.get(("not " if negative else "") + tense, ())
        if times and roll > 0.7:
            time = rng.choice(times)
            return _join(albanian, time[0]), _join(english, time[1])
        return albanian, english

    # all lines ---------------------------------------------------------------------------------------------------------
    def make_lines(self, count: int) -> list[Line]:
        """Return `count` distinct lines in random order, each word in its turn; fewer only when the tables have no more."""
        makers: list[Callable[[], Line | None]] = [
            partial(self.make_noun_line, entry) for entry in self.vocabulary.entries
        ]
        for name, adjectives in self.vocabulary.everyday_adjectives.items():
            makers += [partial(self.make_adjective_line, name, adjective) for adjective in adjectives]
        for verb in self.vocabulary.everyday_verbs:
            makers += [partial(self.make_verb_line, verb)] * 3
        lines: dict[Line, None] = {}
        idle = 0
        while len(lines) < count and idle < _TRIES:
            before = len(lines)
            self.rng.shuffle(makers)
            for make in makers:
                line = next((line for _ in range(_TRIES) if (line := make()) is not None), None)
                if line is not None and len(lines) < count:
                    lines.setdefault(self._finish(line))
            idle = 0 if len(lines) > before else idle + 1
        drawn = list(lines)
        self.rng.shuffle(drawn)
        return drawn

    def _finish(self, line: Line) -> Line:
        """Give a line its capital and mark as often as text has them."""
        albanian, english = line
        marked = albanian[-1] in "?!"
        if not marked and self.rng.random() < 0.45:
            return albanian, english
        mark = "" if marked or self.rng.random() < 0.2 else "."
        return capitalize(albanian) + mark, capitalize(english) + mark


def _join(*parts: str) -> str:
    return " ".join(part for part in parts if part)


_GENERIC = frozenset({"abstract", "school", "sport", "disease", "economy", "politics", "religion", "law", "time"})
"""Classes whose mass nouns are definite in Albanian and bare in English: dashuria, love."""
_BEFORE: dict[str, tuple[Line, ...]] = {
    "n": (("", ""),),
    "a": (("me ", "with "), ("për ", "for "), ("kemi ", "we have "), ("pa ", "without ")),
    "g": (("pas ", "after "), ("prej ", "from "), ("sipas ", "according to "), ("rreth ", "around ")),
}
_COPULAS = (
    (("është", "janë"), ("is", "are")),
    (("ishte", "ishin"), ("was", "were")),
    (("nuk është", "nuk janë"), ("is not", "are not")),
    (("nuk ishte", "nuk ishin"), ("was not", "were not")),
    (("është më", "janë më"), ("is", "are")),
    (("u bë", "u bënë"), ("became", "became")),
    (("do të jetë", "do të jenë"), ("will be", "will be")),
)
_MIX = Weighted(
    [
        (("present", False), 2), (("progressive", False), 1), (("present", True), 1), (("past", False), 3), (("past", True), 1),
        (("perfect", False), 1), (("perfect", True), 1), (("pluperfect", False), 1), (("future", False), 2),
        (("imperfect", False), 1), (("habitual", False), 1), (("can", False), 1), (("must", False), 1), (("want", False), 1),
        (("order", False), 1), (("ban", True), 0.7), (("question", False), 1), (("let", False), 0.5),
    ]
)  # fmt: skip
_TIMES: dict[str, tuple[Line, ...]] = {
    "present": (("çdo ditë", "every day"), ("çdo javë", "every week"), ("në dimër", "in winter"), ("herë pas here", "from time to time")),
    "past": (
        ("dje", "yesterday"), ("mbrëmë", "last night"), ("javën e kaluar", "last week"), ("vitin e kaluar", "last year"),
        ("dy ditë më parë", "two days ago"), ("të hënën", "on Monday"), ("të shtunën", "on Saturday"), ("në mëngjes", "in the morning"),
    ),
    "not perfect": (("ende", "yet"),),
    "not past": (("dje", "yesterday"), ("këtë javë", "this week"), ("sot", "today")),
    "future": (("nesër", "tomorrow"), ("javën e ardhshme", "next week"), ("sonte", "tonight"), ("së shpejti", "soon")),
    "progressive": (("tani", "now"), ("për momentin", "at the moment")),
    "habitual": (("çdo verë", "every summer"), ("çdo ditë", "every day")),
    "must": (("sot", "today"), ("menjëherë", "immediately")),
    "order": (("tani", "now"), ("nesër", "tomorrow")),
}  # fmt: skip
_PRONOUNS = {0: ("unë", "I"), 1: ("ti", "you"), 3: ("ne", "we"), 4: ("ju", "you"), 5: ("ata", "they")}
_OWNERS = {0: "my", 1: "your", 3: "our", 4: "your", 5: "their"}
