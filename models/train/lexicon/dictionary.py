"""Writes dictionary lines: everyday words, inflected, in short natural contexts.

    python models/train/lexicon/dictionary.py --n 60000 --seed 1 --out FILE.tsv

The synthetic sentences of generate.py teach grammar; these lines teach words. Each noun, verb and adjective of the
tables dictionary_*.tsv comes in its share of forms and frames, in phrases and sentences of one to a dozen words, so that
a model meets "qepët" and "karotave" with their meaning before it meets them in the news. Senses are chosen by hand in
the tables; the Albanian forms come from uniparser-albanian's paradigms and from paradigms.tsv.
"""

import argparse
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lexicon import English, build
from phrases import KINDS, SHAPES, Adjective, Noun, Phrase, build_phrase, decline, link, with_article
from tables import Row, TableError, read_table

Line = tuple[str, str]
_SLOT = re.compile(r"\{(\w)\.(\w)(?::([\w=]+))?\}")
_CHOICE = re.compile(r"\(([^()/]+)/([^()/]+)\)")
_TRIES = 8  # draws in which a frame or a verb may turn out not to fit, before the word is left for this round


@dataclass(frozen=True)
class Entry:
    """A noun of the dictionary with its class."""

    noun: Noun
    word_class: str
    lemma: str
    preposition: str


@dataclass(frozen=True)
class Frame:
    """A context in both languages: slots for noun phrases, choices by number, adjectives that agree."""

    albanian: str
    english: str
    slots: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Verb:
    """A verb with its forms in both languages and what it takes."""

    forms: dict[str, str]
    rest: str
    middle: bool
    english: tuple[str, ...]
    objects: tuple[Entry, ...]
    places: tuple[Entry, ...]
    lemma: str


class Dictionary:
    """The tables, read and joined with the paradigms, and the lines they make.

    Raises:
        TableError: a table's line names an unknown class, word or form.
    """

    def __init__(self, lexicon: dict[str, Any], rng: random.Random) -> None:
        self.rng = rng
        self.english = English()
        self.adjectives: dict[str, list[Adjective]] = defaultdict(list)
        self.by_class: dict[str, list[Entry]] = defaultdict(list)
        self.entries: list[Entry] = []
        self._forms = {kind: defaultdict(list) for kind in "NAV"}
        for kind, words in self._forms.items():
            for word in lexicon[kind]:
                words[word["lex"]].append(word)
        self._read_nouns()
        self._read_adjectives()
        self.frames = self._read_frames()
        self.verbs = self._read_verbs()

    # reading ---------------------------------------------------------------------------------------------------
    def _read_nouns(self) -> None:
        extra: dict[str, tuple[list[str | None], str, str]] = {}
        for row in read_table(
            "paradigms.tsv",
            ("lemma", "gender", "plural_gender", "singular", "singular_definite", "plural", "plural_definite"),
        ):
            leading = [row[name] for name in ("singular", "singular_definite", "plural", "plural_definite")]
            extra[row["lemma"]] = (decline(row["gender"], *leading), row["gender"], row["plural_gender"])
        for row in read_table("dictionary_nouns.tsv", ("class", "lemma", "english", "kind", "preposition"), 4):
            lemma, gloss = row["lemma"], row["english"]
            row.choice("kind", KINDS)
            own = extra.get(f"{lemma}@{gloss}") or extra.get(lemma)
            if own:
                forms, gender, plural_gender = own
            elif found := self._forms["N"].get(lemma):
                word = next((word for word in found if gloss == word["en"]), None) or next(
                    (word for word in found if gloss in word["en"].split()), found[0]
                )
                forms, gender, plural_gender = word["F"], word["g"], word["gp"]
            else:
                raise row.fault(f"{lemma} is neither in uniparser-albanian nor in paradigms.tsv.")
            plural = gloss if row["kind"] in ("plural", "pair", "mass", "collective") else self.english.plural(gloss)
            noun = Noun(tuple(forms), gender, plural_gender, gloss, plural, row["kind"])
            entry = Entry(noun, row["class"], lemma, row["preposition"] or "in")
            self.entries.append(entry)
            self.by_class[row["class"]].append(entry)

    def _read_adjectives(self) -> None:
        for row in read_table("dictionary_adjectives.tsv", ("class", "lemma", "english")):
            row.choice("class", set(self.by_class))
            self.adjectives[row["class"]].append(self._find_adjective(row["lemma"], row["english"], row.fault))

    def _find_adjective(self, lemma: str, english: str, fault: Callable[[str], TableError]) -> Adjective:
        linked = lemma.startswith("i ")
        stem = lemma.removeprefix("i ")
        if stem in _INVARIABLE:
            return Adjective(dict.fromkeys(("ms", "fs", "mp", "fp"), stem), linked, english)
        if found := self._forms["A"].get(stem):
            return Adjective(found[0]["F"], linked, english)
        if stem == "afërt":
            return Adjective({"ms": stem, "fs": stem, "mp": stem, "fp": "afërta"}, linked, english)
        if stem.endswith("uar") or stem.endswith("ur"):
            return Adjective({"ms": stem, "fs": stem, "mp": stem, "fp": stem + "a"}, linked, english)
        raise fault(f"uniparser-albanian has no adjective {stem}.")

    def _read_frames(self) -> dict[str, list[Frame]]:
        frames: dict[str, list[Frame]] = defaultdict(list)
        for row in read_table("dictionary_frames.tsv", ("classes", "albanian", "english")):
            slots = tuple(match.groups() for match in _SLOT.finditer(row["albanian"]))
            if not slots or any(shape not in SHAPES or case not in "ngab" for shape, case, _ in slots):
                raise row.fault("no slot, or a slot of an unknown shape or case.")
            for _, _, other in slots:
                if other not in (None, "=") and other not in self.by_class:
                    raise row.fault(f"no noun has the class {other}.")
            for word_class in row.list("classes"):
                if word_class != "*" and word_class not in self.by_class:
                    raise row.fault(f"no noun has the class {word_class}.")
                frames[word_class].append(Frame(row["albanian"], row["english"], slots))
        return frames

    def _read_verbs(self) -> list[Verb]:
        verbs = []
        middles: dict[str, list[dict[str, Any]]] = defaultdict(list)  # takohem is listed under takoj
        for words in self._forms["V"].values():
            for word in words:
                if word["med"]:
                    middles[word["F"]["mp0"]].append(word)
        for row in read_table("dictionary_verbs.tsv", ("lemma", "english", "objects", "places"), 2):
            head, _, rest = row["lemma"].partition(" ")
            middle = head.endswith("em") and head != "them"
            if middle:
                found = middles.get(head) or self._build_middle(head)
            else:
                found = [word for word in self._forms["V"].get(head, []) if not word["med"]]
            if not found:
                raise row.fault(f"uniparser-albanian has no verb {head}.")
            gloss = row["english"]
            first = gloss.split()[0]
            word = next((word for word in found if word["en"].split()[0] == first), found[0])
            verbs.append(
                Verb(
                    word["F"],
                    rest,
                    middle,
                    self.english.verb(gloss),
                    self._choose_entries(row, "objects"),
                    self._choose_entries(row, "places"),
                    row["lemma"],
                )
            )
        return verbs

    def _build_middle(self, lemma: str) -> list[dict[str, Any]]:
        """Return the forms of a middle verb that the lexicon lacks, from its active verb."""
        if lemma not in _MIDDLES:
            return []
        active, third = _MIDDLES[lemma]
        forms = next(word["F"] for word in self._forms["V"][active] if not word["med"])
        stem = lemma.removesuffix("em")
        built = {f"ao{person}": forms[f"ao{person}"] for person in (0, 1, 3, 4, 5)} | {"ma2": third, "pt": forms["pt"]}
        for person, (present, imperfect) in enumerate(zip(_MIDDLE_PRESENT, _MIDDLE_IMPERFECT, strict=True)):
            built[f"mp{person}"], built[f"mi{person}"] = stem + present, stem + imperfect
        return [{"F": built, "en": lemma, "med": True}]

    def _choose_entries(self, row: Row, column: str) -> tuple[Entry, ...]:
        chosen: list[Entry] = []
        for part in row.list(column):
            word_class, _, lemmas = part.partition("!")
            if word_class not in self.by_class:
                raise row.fault(f"no noun has the class {word_class}.")
            wanted = set(lemmas.split(";")) if lemmas else None
            entries = [entry for entry in self.by_class[word_class] if not wanted or entry.lemma in wanted]
            if wanted and (lost := wanted - {entry.lemma for entry in entries}):
                raise row.fault(f"the class {word_class} has no noun {', '.join(sorted(lost))}.")
            chosen += entries
        return tuple(chosen)

    # noun lines ------------------------------------------------------------------------------------------------
    def _phrase(self, entry: Entry, shape: str, case: str, modified: float, plural: bool | None = None) -> Phrase | None:
        choices = self.adjectives[entry.word_class]
        if shape == "D" and entry.noun.kind == "mass" and entry.word_class in _GENERIC:
            shape = "G"
        adjective = self.rng.choice(choices) if choices and shape in "DGIBPK" and self.rng.random() < modified else None
        return build_phrase(entry.noun, shape, case, self.rng, adjective, plural)

    def make_noun_line(self, entry: Entry) -> Line | None:
        """Return the noun in a frame of its class, or of any; None where the drawn frame does not fit the noun."""
        own = self.frames[entry.word_class]
        frame = self.rng.choice(own if own and self.rng.random() < 0.6 else self.frames["*"])
        if "{s}" in frame.english and entry.noun.kind != "count":
            return None
        phrases: list[Phrase] = []
        short = len(_SLOT.sub("", frame.albanian).split()) < 2
        for shape, case, other in frame.slots:
            if other is None:
                chosen = entry
            else:
                chosen = self.rng.choice(self.by_class[entry.word_class if other == "=" else other])
            phrase = self._phrase(chosen, shape, case, 0.4 if short else 0.2)
            if phrase is None or any(phrase.english == earlier.english for earlier in phrases):
                return None
            phrases.append(phrase)
        first = phrases[0]
        found = iter(phrases)
        albanian = _SLOT.sub(lambda _: next(found).albanian, frame.albanian)
        albanian = _CHOICE.sub(lambda m: m[2] if first.plural else m[1], albanian)
        agreement = first.gender + ("p" if first.plural else "s")
        he, ai = ("they", "ata") if first.plural else ("she", "ajo") if first.gender == "f" else ("he", "ai")
        albanian = albanian.replace("<ai>", ai)
        albanian = re.sub("<(.+?)>", lambda m: self._agree(m[1], agreement), albanian)
        english = _CHOICE.sub(lambda m: m[2] if first.english_plural else m[1], frame.english)
        english = english.replace("PREP", entry.preposition).replace("<he>", he)
        english = re.sub(r"\ba \{s\}", with_article(entry.noun.singular), english)
        if first.english_plural:
            english = english.replace("here is no {}", "here are no {}").replace("here was no {}", "here were no {}")
        for mark, text in (
            ("{}", first.english),
            ("{2}", phrases[1].english if len(phrases) > 1 else ""),
            ("{s}", entry.noun.singular),
            ("{S}", entry.noun.singular),
            ("{*}", entry.noun.plural),
        ):
            english = english.replace(mark, text)
        return albanian, english

    def _agree(self, lemma: str, agreement: str) -> str:
        adjective = self._find_adjective(lemma, "", TableError)
        return f"{link(agreement, False, 'n')} {adjective.forms[agreement]}"

    # adjective lines -------------------------------------------------------------------------------------------
    def make_adjective_line(self, word_class: str, adjective: Adjective) -> Line | None:
        """Return the adjective beside or after a noun of its class."""
        entry = self.rng.choice(self.by_class[word_class])
        if self.rng.random() < 0.5:
            phrase = build_phrase(entry.noun, self.rng.choice("DDIIGK"), self.rng.choice("nnaag"), self.rng, adjective)
            if phrase is None:
                return None
            if phrase.case == "g":
                before = self.rng.choice((("pas", "after"), ("prej", "from"), ("sipas", "according to"), ("rreth", "around")))
                return f"{before[0]} {phrase.albanian}", f"{before[1]} {phrase.english}"
            if phrase.case == "a":
                before = self.rng.choice((("me", "with"), ("për", "for"), ("kemi", "we have"), ("pa", "without")))
                return f"{before[0]} {phrase.albanian}", f"{before[1]} {phrase.english}"
            return phrase.albanian, phrase.english
        phrase = build_phrase(entry.noun, self.rng.choice("DDKM"), "n", self.rng)
        if phrase is None:
            return None
        agreement = phrase.gender + ("p" if phrase.plural else "s")
        form = adjective.forms[agreement]
        described = f"{link(agreement, False, 'n')} {form}" if adjective.linked else form
        verbs, english = self.rng.choice(_COPULAS)
        verb = verbs[phrase.plural]
        word = adjective.english
        if "më" in verb.split():
            if word in _UNGRADED:
                return None
            word = self.english.compare(word)
        elif self.rng.random() < 0.2:
            described, word = f"shumë {described}", f"very {word}"
        return f"{phrase.albanian} {verb} {described}", f"{phrase.english} {english[phrase.english_plural]} {word}"

    # verb lines ------------------------------------------------------------------------------------------------
    def make_verb_line(self, verb: Verb) -> Line | None:
        """Return the verb in a drawn tense and person, with a subject, an object, a place or a time."""
        rng = self.rng
        person, subject = rng.choice((0, 0, 1, 3, 3, 4, 5, 2, 2, 2, 2, 5)), None
        if person == 2 or (person == 5 and rng.random() < 0.5):
            entry = rng.choice(self.by_class["person" if rng.random() < 0.7 else "kin"])
            subject = build_phrase(entry.noun, rng.choice("DDDKM"), "n", rng, None, plural=person == 5)
            if subject is None or subject.plural != (person == 5):
                return None
        sq_subject, en_subject = (subject.albanian, subject.english) if subject else _draw_pronoun(person, rng)
        tense = rng.choice(_TENSES)
        clause = conjugate(verb, tense, person, rng)
        if clause is None:
            return None
        sq_verb, en_verb = clause
        sq_object = en_object = ""
        if verb.objects:
            shape = rng.choice("DDDIIIBBKM")
            # "I do not borrow some books" is no English
            singular = False if shape == "I" and (tense.startswith("not") or tense in _NEGATIVE) else None
            chosen = self._phrase(rng.choice(verb.objects), shape, "a", 0.15, singular)
            if chosen is None:
                return None
            sq_object, en_object = chosen.albanian, chosen.english
        sq_end, en_end = self._draw_ending(verb, tense)
        en_verb = _OWN.sub(_OWNERS.get(person) or _owner(subject), en_verb)
        if tense in ("imperative", "prohibition", "let"):
            sq_subject = en_subject = ""
        albanian = " ".join(part for part in (sq_subject, sq_verb, sq_object, sq_end) if part)
        english = " ".join(part for part in (en_subject, en_verb, en_object, en_end) if part)
        if tense == "question":
            albanian, english = f"A {albanian}?", f"{_invert(en_subject, en_verb, person)} {en_object} {en_end}".strip() + "?"
            english = re.sub(r" +(\?)?", lambda m: m[1] or " ", english)
        return albanian, english

    def _draw_ending(self, verb: Verb, tense: str) -> Line:
        roll = self.rng.random()
        if verb.places and roll < 0.35:
            entry = self.rng.choice(verb.places)
            phrase = build_phrase(entry.noun, "S", "a", self.rng)
            if phrase is not None:
                return f"në {phrase.albanian}", f"{entry.preposition} the {phrase.english}"
        if roll > 0.7 and tense in _TIMES:
            return self.rng.choice(_TIMES[tense])
        return "", ""

    # all lines -------------------------------------------------------------------------------------------------
    def make_lines(self, count: int) -> list[Line]:
        """Return `count` distinct lines, each word in its turn; fewer only when the tables are exhausted."""
        adjectives = [(name, word) for name, words in self.adjectives.items() for word in words]
        makers: list[Callable[[], Line | None]] = []
        for entry in self.entries:
            makers.append(lambda entry=entry: self.make_noun_line(entry))
        for name, word in adjectives:
            makers.append(lambda name=name, word=word: self.make_adjective_line(name, word))
        for verb in self.verbs:
            makers += [lambda verb=verb: self.make_verb_line(verb)] * 3
        lines: dict[Line, None] = {}
        dry = 0
        while len(lines) < count and dry < _TRIES:
            before = len(lines)
            self.rng.shuffle(makers)
            for make in makers:
                if len(lines) == count:
                    break
                for _ in range(_TRIES):
                    line = make()
                    if line is not None:
                        lines.setdefault(self._finish(line))
                        break
            dry = 0 if len(lines) > before else dry + 1
        drawn = list(lines)
        self.rng.shuffle(drawn)
        return drawn

    def _finish(self, line: Line) -> Line:
        """Give a line its capital and mark as often as text has them."""
        albanian, english = (re.sub(" +", " ", side).strip() for side in line)
        if albanian[-1] in "?!" or self.rng.random() < 0.55:
            albanian, english = albanian[0].upper() + albanian[1:], english[0].upper() + english[1:]
            if albanian[-1] not in "?!" and self.rng.random() < 0.8:
                albanian, english = albanian + ".", english + "."
        return albanian, english


# middle verb: its active verb, third person of the aorist
_MIDDLES = {"lahem": ("laj", "la"), "ndahem": ("ndaj", "nda"), "fshihem": ("fsheh", "fsheh"), "ngrihem": ("ngre", "ngrit")}
_MIDDLE_PRESENT = ("em", "esh", "et", "emi", "eni", "en")
_MIDDLE_IMPERFECT = ("esha", "eshe", "ej", "eshim", "eshit", "eshin")
_INVARIABLE = frozenset({"fundit", "falas", "lartë"})
_NEGATIVE = frozenset({"negative", "prohibition", "question"})
_UNGRADED = frozenset(
    """first last right left military state luxury tourist metal wooden industrial annual monthly dead married engaged free
    private public external internal hereditary compulsory international burnt torn lost stolen fried dried parked arrested
    frozen imported local expired unpaid false valid invalid average electric digital chronic medicinal failed
    closed abandoned ruined coastal mountainous elderly nearby unemployed foreign""".split()
)
"""Adjectives that have no comparative in use."""
_GENERIC = frozenset({"abstract", "school", "sport", "disease", "economy", "politics", "religion", "law", "time"})
"""Classes whose mass nouns are definite in Albanian and bare in English: dashuria, love."""
_COPULAS = (
    (("është", "janë"), ("is", "are")),
    (("ishte", "ishin"), ("was", "were")),
    (("nuk është", "nuk janë"), ("is not", "are not")),
    (("nuk ishte", "nuk ishin"), ("was not", "were not")),
    (("është më", "janë më"), ("is", "are")),
    (("u bë", "u bënë"), ("became", "became")),
    (("do të jetë", "do të jenë"), ("will be", "will be")),
)
_TENSES = (
    "present", "present", "progressive", "negative", "past", "past", "past", "not past", "perfect", "not perfect",
    "pluperfect", "future", "future", "imperfect", "used", "can", "must", "want", "imperative", "prohibition",
    "question", "let",
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
    "used": (("çdo verë", "every summer"), ("çdo ditë", "every day")),
    "must": (("sot", "today"), ("menjëherë", "immediately")),
    "imperative": (("tani", "now"), ("nesër", "tomorrow")),
}  # fmt: skip
_PRONOUNS = {0: ("unë", "I"), 1: ("ti", "you"), 3: ("ne", "we"), 4: ("ju", "you"), 5: ("ata", "they")}
_OWN = re.compile(r"\bone's\b")
_OWNERS = {0: "my", 1: "your", 3: "our", 4: "your", 5: "their"}


def _owner(subject: Phrase | None) -> str:
    return "her" if subject is not None and subject.gender == "f" else "his"


def _draw_pronoun(person: int, rng: random.Random) -> Line:
    """Return the pronoun; the Albanian one is mostly left out, as its verb says the person."""
    albanian, english = _PRONOUNS[person]
    return (albanian if rng.random() < 0.25 else "", english)


def conjugate(verb: Verb, tense: str, person: int, rng: random.Random) -> Line | None:
    """Return the verb in a tense and person in both languages, None where it lacks the form.

    `person` counts 1st to 3rd singular, then 1st to 3rd plural, from 0.
    """
    base, third, past, participle, gerund = verb.english
    forms, middle = verb.forms, verb.middle
    present = forms.get(f"{'mp' if middle else 'pr'}{person}")
    imperfect = forms.get(f"{'mi' if middle else 'ip'}{person}")
    simple = third if person == 2 else base
    do = "does" if person == 2 else "do"
    am = ("am", "are", "is", "are", "are", "are")[person]
    was = "was" if person in (0, 2) else "were"
    has, had = ("has" if person == 2 else "have"), "had"
    aorist = forms.get(f"ma{person}" if middle and person == 2 else f"ao{person}")
    subjunctive = present if middle else (forms.get(f"sb{person}") or present)
    # a middle verb's perfect is built with jam, to be: jam lodhur, I have got tired
    auxiliary = (("jam", "je", "është", "jemi", "jeni", "janë") if middle else ("kam", "ke", "ka", "kemi", "keni", "kanë"))[person]
    auxiliary_past = (
        ("isha", "ishe", "ishte", "ishim", "ishit", "ishin")
        if middle
        else ("kisha", "kishe", "kishte", "kishim", "kishit", "kishin")
    )[person]
    u = "u " if middle else ""
    no = rng.choice(("nuk", "nuk", "s'"))

    def negate(form: str) -> str:
        return f"s'{form}" if no == "s'" else f"nuk {form}"

    pair: tuple[str | None, str]
    if tense == "present":
        pair = present, simple
    elif tense == "question":
        pair = present, base
    elif tense == "progressive":
        pair = present and f"po {present}", f"{am} {gerund}"
    elif tense == "negative":
        pair = present and negate(present), f"{do} not {base}"
    elif tense == "past":
        pair = aorist and u + aorist, past
    elif tense == "not past":
        pair = aorist and (f"nuk {u}{aorist}" if u else negate(aorist)), f"did not {base}"
    elif tense == "perfect":
        pair = f"{auxiliary} {forms['pt']}", f"{has} {participle}"
    elif tense == "not perfect":
        pair = f"nuk {auxiliary} {forms['pt']}", f"{has} not {participle}"
    elif tense == "pluperfect":
        pair = f"{auxiliary_past} {forms['pt']}", f"{had} {participle}"
    elif tense == "future":
        pair = subjunctive and f"do të {subjunctive}", f"will {base}"
    elif tense == "imperfect":
        pair = imperfect and f"po {imperfect}", f"{was} {gerund}"
    elif tense == "used":
        pair = imperfect, f"used to {base}"
    elif tense == "can":
        pair = subjunctive and f"mund të {subjunctive}", f"can {base}"
    elif tense == "must":
        pair = subjunctive and f"duhet të {subjunctive}", f"must {base}"
    elif tense == "want":
        wish = ("dua", "do", "do", "duam", "doni", "duan")[person]
        # "do të" would be read as the future
        pair = subjunctive and person not in (1, 2) and f"{wish} të {subjunctive}" or None, f"want to {base}"
    elif tense == "let":
        pair = (subjunctive and f"le të {subjunctive}", f"let us {base}") if person == 3 else (None, "")
    elif tense == "imperative":
        pair = (None if middle or person not in (1, 4) else forms.get(f"im{person}"), base)
    else:
        pair = (present and f"mos {present}" if person in (1, 4) else None), f"do not {base}"
    albanian, english = pair
    if albanian is None:
        return None
    return (f"{albanian} {verb.rest}" if verb.rest else albanian), english


def _invert(subject: str, verb: str, person: int) -> str:
    return f"{'Does' if person == 2 else 'Do'} {subject} {verb}"


def write_lines(lines: Iterator[Line] | list[Line], path: Path) -> None:
    """Write Albanian, tab, English, one pair a line."""
    path.write_text("".join(f"{albanian}\t{english}\n" for albanian, english in lines), "utf-8")


def main() -> None:
    """Make the lines the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--n", type=int, default=60000, help="how many distinct lines (60000)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same lines (1)")
    parser.add_argument("--out", type=Path, required=True, help="the file to write")
    options = parser.parse_args()
    lines = Dictionary(build(), random.Random(options.seed)).make_lines(options.n)
    write_lines(lines, options.out)
    print(f"{len(lines)} lines in {options.out}")


if __name__ == "__main__":
    main()
