"""Sentence frames: the templates of frames.tsv, compiled, and filled in both languages.

A frame is a line of weight, Albanian and English. A slot in braces names what stands there; the English repeats the name:

    {n1:PO}          a noun phrase in the nominative with a head of class P or O; a accusative, g genitive; no pronoun
    {x1:L}           a noun as it stands after në (në shkollë); {an1:L} likewise with modifiers; {ind:A} an indefinite one
    {v1:aor:n1}      a verb phrase in a tense that agrees with n1; me, we, they, p3, p3p stand for a silent subject
    {sb:n1}          the subjunctive that agrees with n1; {cl:past} a whole clause; {q1:any:P} a question
    {n1?u vra|u vranë}     by the number of n1; {n1%i|e|të|të} by its gender and number; {n1^he|she|they} likewise
    {adj1~n1}        an adjective that agrees with n1; {pr1~n1} one that has degrees

On the English side {pr1>} is the comparative, {pr1>>} the superlative, {sb!} the verb without "to", {ind=} and {xn+} put a or
an before. A mistake in a frame is a `TableError` when the frames are compiled, not a line the less.
"""

import random
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from lexicon.clauses import Clauses, agree
from lexicon.expressions import (
    draw_count,
    draw_date,
    draw_duration,
    draw_future_time,
    draw_money,
    draw_number,
    draw_past_time,
    draw_percentage,
    draw_time,
    draw_year,
)
from lexicon.phrases import Pair, Phrase
from lexicon.sampling import Weighted
from lexicon.tables import Row, read_table
from lexicon.verbs import say_albanian, say_english
from lexicon.vocabulary import NOUN_CLASSES
from lexicon.words import Adjective, Verb, with_article

Filling = Phrase | Adjective | Pair
Context = dict[str, Filling]

SILENT: dict[str, Phrase] = {
    name: Phrase("", "", person > 2, person > 2, person=person, is_pronoun=True)
    for name, person in (("me", 0), ("you", 1), ("p3", 2), ("we", 3), ("they", 5), ("p3p", 5))
}
TENSES = {
    "aor": "past", "perf": "perfect", "pres": "present", "fut": "future", "plup": "pluperfect", "ipf": "background",
    "hab": "habitual", "prog": "imperfect", "past": "", "*": "", "": "",
}  # fmt: skip
_DEPENDENT = frozenset({"v", "sb", "sbg", "sbf", "sbp", "sbc", "rep", "ctl", "vn"})
_TIMES = frozenset({"tp", "tf", "ta", "date", "yr", "du", "dus"})
_QUESTIONS = frozenset({"any", "past", "fut"})


class Token(NamedTuple):
    """A piece of a frame: plain text, or a slot with its operator (? % ^ ~ : or a suffix of the English side)."""

    text: str
    name: str = ""
    operator: str = ""
    argument: str = ""


class Frame(NamedTuple):
    """A compiled frame."""

    albanian: tuple[Token, ...]
    english: tuple[Token, ...]
    timed: bool
    """Whether it says a time: its clauses then say none."""


class Frames:
    """The frames, and the slots they may use.

    Raises:
        TableError: a frame uses an unknown slot, class or tense, or its sides do not match.
    """

    def __init__(self, clauses: Clauses) -> None:
        self.clauses, self.phrases, self.rng = clauses, clauses.phrases, clauses.rng
        self.vocabulary = clauses.vocabulary
        self._adjuncts = True
        self._makers = self._list_makers()
        rows = read_table("frames.tsv", ("weight", "albanian", "english"))
        self.frames = Weighted((self.compile(row), float(row["weight"])) for row in rows)

    # compiling -------------------------------------------------------------------------------------------------------
    def compile(self, row: Row) -> Frame:
        """Return the frame of a table's row, checked."""
        albanian = tuple(_split(row["albanian"], _parse_albanian))
        english = tuple(_split(row["english"], _parse_english))
        names = set(SILENT) | {token.name for token in albanian if token.operator in (":", "~")}
        for token in (*albanian, *english):
            if not token.operator:
                continue
            if token.name not in names:
                raise row.fault(f"the slot {token.name} is used but never made.")
            if token.operator in "?%^":
                wanted = {"?": 2, "%": 4, "^": 3}[token.operator]
                if len(token.argument.split("|")) != wanted:
                    raise row.fault(f"{{{token.name}{token.operator}...}} needs {wanted} forms.")
        for token in albanian:
            if token.operator == ":":
                self._check_slot(token, names, row)
            elif token.operator == "~" and token.argument not in names:
                raise row.fault(f"the slot {token.argument} is used but never made.")
        said = {token.name for token in english} | {token.argument for token in english if token.operator == "+"}
        if lost := sorted({token.name for token in albanian if token.operator == ":"} - said):
            raise row.fault(f"the English lacks {', '.join(lost)}.")
        timed = any(token.name.rstrip("0123456789") in _TIMES for token in albanian if token.operator == ":")
        return Frame(albanian, english, timed)

    def _check_slot(self, token: Token, names: set[str], row: Row) -> None:
        kind = token.name.rstrip("0123456789")
        if kind not in self._makers:
            raise row.fault(f"there is no slot {kind}.")
        argument = token.argument
        if kind in ("v", "vn", "rep", "ctl"):
            tense, _, subject = argument.partition(":")
            if subject not in names or (tense not in TENSES and tense != "kurre"):
                raise row.fault(f"{{{token.name}:{argument}}} needs a tense and a subject.")
        elif kind in _DEPENDENT:
            if argument not in names:
                raise row.fault(f"{{{token.name}:{argument}}} needs a subject.")
        elif kind == "cl":
            if argument not in TENSES:
                raise row.fault(f"there is no tense {argument}.")
        elif kind == "q":
            times, _, classes = argument.partition(":")
            if times not in _QUESTIONS or set(classes) - set(NOUN_CLASSES):
                raise row.fault(f"{{{token.name}:{argument}}} needs any, past or fut and classes.")
        elif kind in ("nm", "tnm", "pub", "org", "plc", "mw"):
            if argument not in ("", "n", "g", "a"):
                raise row.fault(f"{{{token.name}:{argument}}} needs a case: n, g or a.")
        elif set(argument) - set(NOUN_CLASSES) and kind != "imp":
            raise row.fault(f"{argument} has an unknown class of nouns.")

    # filling ---------------------------------------------------------------------------------------------------------
    def make_sentence(self) -> Pair:
        """Return a filled frame, drawn by weight."""
        return self.fill(self.frames.draw(self.rng))

    def fill(self, frame: Frame) -> Pair:
        """Return a frame filled in both languages."""
        context: Context = dict(SILENT)
        self._adjuncts = not frame.timed
        made = [token for token in frame.albanian if token.operator == ":"]
        # what others agree with is made first
        for token in sorted(made, key=lambda token: token.name.rstrip("0123456789") in _DEPENDENT):
            if token.name not in context:
                context[token.name] = self._makers[token.name.rstrip("0123456789")](token.argument, context)
        albanian = "".join(self._say_albanian(token, context) for token in frame.albanian)
        return albanian, "".join(self._say_english(token, context) for token in frame.english)

    def _say_albanian(self, token: Token, context: Context) -> str:
        if not token.operator:
            return token.text
        if token.operator in "?%^":
            return _choose_form(token, _phrase(context, token.name), english=False)
        if token.operator == "~":
            return self._agree(token, context)
        filling = context[token.name]
        if isinstance(filling, Adjective):
            return filling.forms["fs"]
        return filling.albanian if isinstance(filling, Phrase) else filling[0]

    def _agree(self, token: Token, context: Context) -> str:
        """Return an adjective or a trade that agrees with a phrase, drawing it on first use."""
        target = _phrase(context, token.argument)
        if token.name.startswith("npn"):
            trade = self.clauses.draw_trade(target)
            context[token.name] = trade
            return trade.albanian
        if token.name not in context:
            context[token.name] = self.clauses.draw_graded(target.word_class)
        adjective = context[token.name]
        assert isinstance(adjective, Adjective)  # the compiler lets only adjectives agree
        return agree(adjective, target)

    def _say_english(self, token: Token, context: Context) -> str:
        if not token.operator:
            return token.text
        if token.operator in "?%^":
            return _choose_form(token, _phrase(context, token.name), english=True)
        filling = context[token.name]
        english = filling.english if isinstance(filling, Phrase | Adjective) else filling[1]
        match token.operator:
            case ">":
                return self.vocabulary.english.compare(english)
            case ">>":
                return self.vocabulary.english.superlative(english)
            case "!":
                return re.sub("^(not )?to ", lambda m: m[1] or "", english)
            case "=":
                bare = isinstance(filling, Phrase) and (filling.english_plural or filling.is_mass)
                return english if bare else with_article(english)
            case "+":
                if token.argument:  # adj1+xn: a big city
                    return with_article(f"{english} {_phrase(context, token.argument).english}")
                return with_article(english)
        return english

    # slots -----------------------------------------------------------------------------------------------------------
    def _list_makers(self) -> dict[str, Callable[[str, Context], Filling]]:
        rng, phrases, clauses, vocabulary = self.rng, self.phrases, self.clauses, self.vocabulary

        def draw(case: str) -> Callable[[str, Context], Filling]:
            return lambda classes, _: phrases.draw(
                case, classes or "P", 0 if rng.random() < 0.6 else 1, subject=case == "n", pronouns=False
            )

        def shaped(shape: str, case: str, plural: bool | None = None) -> Callable[[str, Context], Filling]:
            return lambda classes, _: phrases.draw_shape(shape, case, classes, plural=plural)

        def expression(make: Callable[[random.Random], Pair]) -> Callable[[str, Context], Filling]:
            return lambda _spec, _context: make(rng)

        def after_in(classes: str, _: Context) -> Filling:
            phrase = phrases.draw("a", classes or "A", 1, pronouns=False)
            return phrase if not phrase.bare else (phrase.bare, phrase.english)

        def place_after_in(_spec: str, _context: Context) -> Filling:
            place = rng.choice(vocabulary.places)
            return place.bare, place.english

        def indefinite(classes: str, _: Context) -> Filling:
            return phrases.draw_shape("B" if rng.random() < 0.6 else "S", "n", classes or "A", 0.4)

        def subjunctive(english_tense: str = "") -> Callable[[str, Context], Filling]:
            return lambda subject, context: clauses.make_verb_phrase(
                _phrase(context, subject), "subjunctive", 1, english_tense=english_tense,
                negative=False if english_tense else rng.random() < 0.06,
            )  # fmt: skip

        def silent(tense: str) -> Callable[[str, Context], Filling]:
            return lambda _spec, _context: clauses.make_verb_phrase(_phrase(SILENT, "p3"), tense, 1, negative=False)

        def number(low: int, high: int, digits: float) -> Callable[[str, Context], Filling]:
            return lambda _spec, _context: draw_count(rng, low, high, digits)

        def year(_spec: str, _context: Context) -> Filling:
            value = draw_year(rng)
            return value, value

        def score(_spec: str, _context: Context) -> Filling:
            value = f"{rng.randint(0, 4)}-{rng.randint(0, 4)}"
            return value, value

        def predicate(classes: str, _: Context) -> Filling:
            adjective = clauses.draw_graded(classes)
            return agree(adjective, Phrase("", "")), adjective.english

        def attribute(classes: str, _: Context) -> Filling:
            adjective = clauses.draw_graded(classes)
            form = adjective.forms["ms"]
            return (f"të {form}" if adjective.linked else form), with_article(adjective.english)

        return {
            "n": draw("n"), "a": draw("a"), "g": draw("g"), "an": after_in, "lok": place_after_in, "ind": indefinite,
            "x": lambda classes, _: phrases.draw_unmodified(classes or "L"),
            "nd": shaped("T", "n"), "ndl": lambda _spec, _context: phrases.draw_shape("T", "n", "P"),
            "npld": shaped("P", "n"), "gpl": self._genitive_plural, "xn": shaped("S", "n"), "npl": self._plural("n"),
            "nsh": self._plural("b"),
            "nm": lambda case, _: phrases.draw_person(case or "n"),
            "tnm": lambda case, _: phrases.draw_person(case or "n", titled=True),
            "pub": lambda case, _: phrases.draw_public_figure(case or "n"),
            "org": lambda case, _: phrases.draw_organisation(case or "n"),
            "plc": lambda case, _: phrases.draw_place(case or "n"),
            "mw": lambda case, _: phrases.draw_fixed(case or "n"),
            "cl": self._clause, "v": self._verb, "vn": self._verb_without_negation, "rep": self._clause_verb,
            "ctl": self._clause_verb_control,
            "sb": subjunctive(), "sbg": subjunctive("gerund"), "sbf": subjunctive("future"), "sbp": subjunctive("present"),
            "sbc": subjunctive("could"), "ger": silent("gerund"), "pa": silent("without"), "inf": silent("purpose"),
            "q": lambda spec, _: clauses.make_question(spec.split(":")[0].replace("fut", "future"), spec.split(":")[1]),
            "imp": lambda _spec, _context: clauses.make_order(),
            "adjm": predicate, "adja": attribute, "nat": self._nationality,
            "tp": expression(draw_past_time), "tf": expression(draw_future_time), "ta": expression(draw_time),
            "date": expression(draw_date), "yr": year, "num": self._number, "sn": number(5, 94, 0.7),
            "age": number(15, 89, 1.0), "mon": expression(draw_money),
            "pct": expression(draw_percentage), "du": expression(draw_duration),
            "dus": lambda _spec, _context: draw_duration(rng, ablative=True), "sc": score,
            "pp": lambda _spec, _context: phrases.draw_prepositional(),
            "advs": lambda _spec, _context: rng.choice(vocabulary.adverbs["sentence"]),
            "adv": lambda _spec, _context: rng.choice(vocabulary.adverbs["manner"]),
        }  # fmt: skip

    def _plural(self, case: str) -> Callable[[str, Context], Filling]:
        def make(classes: str, _: Context) -> Filling:
            while True:
                phrase = self.phrases.draw_shape("B", case, classes)
                if phrase.plural and phrase.english_plural:
                    return phrase

        return make

    def _genitive_plural(self, classes: str, _: Context) -> Filling:
        while True:
            phrase = self.phrases.draw_shape("G", "g", classes)
            if phrase.plural and phrase.english_plural:
                return phrase

    def _nationality(self, _spec: str, _context: Context) -> Filling:
        return self.vocabulary.nationalities.draw(self.rng)

    def _number(self, _spec: str, _context: Context) -> Filling:
        return draw_number(self.rng)

    def _clause(self, tense: str, _: Context) -> Filling:
        chosen = self.clauses.draw_tense(past=True) if tense == "past" else TENSES[tense]
        return self.clauses.make_clause(chosen, 1, adjuncts=self._adjuncts)

    def _verb(self, spec: str, context: Context, negative: bool | None = None) -> Filling:
        tense, _, name = spec.partition(":")
        subject = _phrase(context, name)
        if tense == "kurre":
            return self.clauses.make_participle(subject)
        chosen = TENSES[tense] or self.clauses.draw_tense(past=tense == "past")
        return self.clauses.make_verb_phrase(subject, chosen, 1, negative=negative, adjuncts=self._adjuncts)

    def _verb_without_negation(self, spec: str, context: Context) -> Filling:
        return self._verb(spec, context, negative=False)

    def _clause_verb(self, spec: str, context: Context) -> Filling:
        tense, _, name = spec.partition(":")
        return self._say(self.vocabulary.reporting.draw(self.rng), tense, _phrase(context, name))

    def _clause_verb_control(self, spec: str, context: Context) -> Filling:
        tense, _, name = spec.partition(":")
        subject = _phrase(context, name)
        verb = self.vocabulary.controlling.draw(self.rng)
        while verb.lemma == "dua" and tense == "pres" and subject.person in (1, 2):  # "do të" would be the future
            verb = self.vocabulary.controlling.draw(self.rng)
        return self._say(verb, tense, subject, negative=self.rng.random() < 0.08)

    def _say(self, verb: Verb, tense: str, subject: Phrase, negative: bool = False) -> Pair:
        chosen = TENSES[tense]
        return (
            say_albanian(verb, chosen, subject.person, self.rng, negative=negative),
            say_english(verb, chosen, subject.english_person, self.rng, negative=negative),
        )


def _phrase(context: Mapping[str, Filling], name: str) -> Phrase:
    filling = context[name]
    if isinstance(filling, Phrase):
        return filling
    if isinstance(filling, Adjective):
        raise TypeError(f"{name} is an adjective; nothing agrees with it")
    return Phrase(*filling)  # a place after në: what agrees with it sees a singular


def _choose_form(token: Token, phrase: Phrase, english: bool) -> str:
    forms = token.argument.split("|")
    match token.operator:
        case "?":
            return forms[phrase.english_person > 2 if english else phrase.plural]
        case "%":
            return forms[("ms", "fs", "mp", "fp").index(phrase.agreement)]
        case _:
            return forms[2 if phrase.plural else "mf".index(phrase.gender)]


def _split(text: str, parse: Callable[[str], Token]) -> list[Token]:
    return [
        parse(part) if place % 2 else Token(part)
        for place, part in enumerate(re.split(r"\{([^}]*)\}", text))
        if part or place % 2
    ]


def _parse_albanian(slot: str) -> Token:
    match = re.match(r"(\w+)([?%^~:])(.*)$", slot)
    return Token(slot, match[1], match[2], match[3]) if match else Token(slot, slot, ":")


def _parse_english(slot: str) -> Token:
    match = (
        re.match(r"(\w+)([?%^])(.*)$", slot)
        or re.match(r"(\w+)(>>|>|!|=)()$", slot)
        or re.match(r"(\w+)(\+)(\w*)$", slot)
    )
    return Token(slot, match[1], match[2], match[3]) if match else Token(slot, slot, "=>")
