"""Joins the tables with the paradigms: nouns, adjectives and verbs by class, weighted, and names.

Classes of nouns: P person, O organisation, L place, E event, A abstract, D document or speech, M money, T thing,
F material, H harm, B body. The news vocabulary (nouns.tsv, adjectives.tsv, verbs.tsv) is joined by the everyday words of
the dictionary tables, which have finer classes. Every sense is chosen by hand: most lexemes of the lexicon are rare or
dialectal, and a gloss's first sense often is.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

from lexicon.english import English
from lexicon.sampling import Weighted
from lexicon.tables import Row, TableError, read_table
from lexicon.uniparser import (
    Lexeme,
    is_complete,
    make_middle_forms,
    read_irregular_verbs,
    read_lexemes,
    tabulate_adjective,
    tabulate_noun,
    tabulate_verb,
)
from lexicon.words import KINDS, Adjective, Complement, Name, Noun, Verb, decline

NOUN_CLASSES = "POLEADMTFHB"
EVERYDAY = {
    "person": "P", "kin": "P", "place": "L", "group": "O", "produce": "F", "food": "F", "drink": "F", "dish": "F",
    "material": "F", "animal": "T", "plant": "T", "item": "T", "clothes": "T", "vehicle": "T", "body": "B", "weather": "E",
    "politics": "E", "sportx": "E", "disease": "H", "law": "A", "economy": "M", "abstract": "A", "school": "A", "tech": "T",
    "religion": "A", "art": "D", "health": "A", "sport": "A", "time": "",
}  # fmt: skip
"""The class in sentences of each class of the dictionary; an empty one stays out of them."""

_MIDDLES_FROM = {"përpiqem": "përpoq", "tërhiqem": "tërhoq", "merrem": "mor"}
_MIDDLE_PARTICIPLES = {"përpiqem": "përpjekur", "tërhiqem": "tërhequr", "merrem": "marrë"}


class Entry(NamedTuple):
    """A noun of the dictionary: its finer class, and the English preposition of being there (at the airport)."""

    noun: Noun
    word_class: str
    preposition: str


class EverydayVerb(NamedTuple):
    """A verb of the dictionary with the nouns it takes and the places it is done at."""

    verb: Verb
    objects: tuple[Entry, ...]
    places: tuple[Entry, ...]


class Vocabulary:
    """Everything the grammar draws from.

    Raises:
        MissingDataError: uniparser-albanian is not installed.
        TableError: a table's line is at fault.
    """

    def __init__(self) -> None:
        self.english = English()
        self._lexemes: dict[str, dict[str, list[Lexeme]]] = {part: defaultdict(list) for part in ("NOUN", "A", "V")}
        for lexeme in read_lexemes():
            if lexeme.part in self._lexemes and "abbr" not in lexeme.tags:
                self._lexemes[lexeme.part][lexeme.lemma].append(lexeme)
        self._irregular = read_irregular_verbs()
        self._middles: dict[str, Lexeme] = {}
        self._own_nouns = {
            row["lemma"]: (decline(row["gender"], *leading), row["gender"], row["plural_gender"])
            for row in read_table(
                "paradigms.tsv",
                ("lemma", "gender", "plural_gender", "singular", "singular_definite", "plural", "plural_definite"),
            )
            for leading in [[row[name] for name in ("singular", "singular_definite", "plural", "plural_definite")]]
        }
        self._verb_tables: dict[tuple[str, bool], dict[str, str] | None] = {}
        self._read_nouns()
        self._read_adjectives()
        self._read_verbs()
        self._read_names()

    # nouns -------------------------------------------------------------------------------------------------------
    def find_noun(self, lemma: str, gloss: str, kind: str, word_class: str, fault: Callable[[str], TableError]) -> Noun:
        """Return the noun with a lemma and a sense; its forms are of the lexeme whose gloss has the sense.

        Raises:
            TableError: neither paradigms.tsv nor uniparser-albanian has the lemma.
        """
        own = self._own_nouns.get(f"{lemma}@{gloss}") or self._own_nouns.get(lemma)
        if own:
            forms, gender, plural_gender = own
        else:
            found = [lexeme for lexeme in self._lexemes["NOUN"].get(lemma, []) if {"m", "f", "mf"} & lexeme.tags]
            found = [lexeme for lexeme in found if tabulate_noun(lexeme)[4]]
            if not found:
                raise fault(f"{lemma} is neither in uniparser-albanian nor in paradigms.tsv.")
            lexeme = max(found, key=lambda lexeme: _match(lexeme.gloss, gloss))
            forms = tabulate_noun(lexeme)
            gender = "f" if "f" in lexeme.tags else "m"
            plural_gender = "m" if "m" in lexeme.tags else "f"
        plural = gloss if kind != "count" else self.english.pluralize(gloss)
        return Noun(lemma, tuple(forms), gender, plural_gender, gloss, plural, kind, word_class)

    def _read_nouns(self) -> None:
        self.nouns: dict[str, Weighted[Noun]] = {}
        self.by_lemma: dict[str, Noun] = {}
        weighted: dict[str, list[tuple[Noun, float]]] = defaultdict(list)
        for row in read_table("nouns.tsv", ("class", "lemma", "english", "kind")):
            row.choice("kind", KINDS)
            noun = self.find_noun(
                row["lemma"], row["english"], row["kind"], row.choice("class", set(NOUN_CLASSES)), row.fault
            )
            common = min(max(self.english.rate(noun.singular), 2.5), 5.5)
            weighted[noun.word_class].append((noun, 10 ** (0.25 * (common - 4))))
            self.by_lemma.setdefault(noun.lemma, noun)
        everyday: dict[str, list[tuple[Noun, float]]] = defaultdict(list)
        self.entries: list[Entry] = []
        self.entries_by_class: dict[str, list[Entry]] = defaultdict(list)
        known = {(noun.lemma, noun.singular) for pairs in weighted.values() for noun, _ in pairs}
        for row in read_table("dictionary_nouns.tsv", ("class", "lemma", "english", "kind", "preposition"), 4):
            word_class = EVERYDAY[row.choice("class", set(EVERYDAY))]
            row.choice("kind", KINDS)
            noun = self.find_noun(row["lemma"], row["english"], row["kind"], word_class, row.fault)
            entry = Entry(noun, row["class"], row["preposition"] or "in")
            self.entries.append(entry)
            self.entries_by_class[entry.word_class].append(entry)
            self.by_lemma.setdefault(noun.lemma, noun)
            if word_class and (noun.lemma, noun.singular) not in known:
                everyday[word_class].append((noun, 1.0))
        self.nouns = {word_class: Weighted(pairs) for word_class, pairs in weighted.items()}
        self.everyday = {word_class: Weighted(pairs) for word_class, pairs in everyday.items()}

    # adjectives --------------------------------------------------------------------------------------------------
    def find_adjective(self, lemma: str, english: str, fault: Callable[[str], TableError]) -> Adjective:
        """Return the adjective with a lemma ("i mirë", "modern") and a sense.

        Raises:
            TableError: it is not in uniparser-albanian, and no rule makes its forms.
        """
        linked, stem = lemma.startswith("i "), lemma.removeprefix("i ")
        for lexeme in self._lexemes["A"].get(stem, []):
            forms = tabulate_adjective(lexeme)
            if len(forms) == 4:
                return Adjective(stem, forms, linked, english)
        if stem in _ADJECTIVES:
            return Adjective(
                stem, dict(zip(("ms", "fs", "mp", "fp"), _ADJECTIVES[stem].split(), strict=True)), linked, english
            )
        if stem.endswith("ur"):
            return Adjective(stem, {"ms": stem, "fs": stem, "mp": stem, "fp": stem + "a"}, linked, english)
        raise fault(f"uniparser-albanian has no adjective {stem}.")

    def _read_adjectives(self) -> None:
        by_class: dict[str, list[Adjective]] = defaultdict(list)
        for row in read_table("adjectives.tsv", ("class", "lemma", "english")):
            adjective = self.find_adjective(row["lemma"], row["english"], row.fault)
            by_class[row.choice("class", {*NOUN_CLASSES, "*"})].append(adjective)
        self.adjectives = {
            name: Weighted(
                [(word, 2.0) for word in by_class[name]]
                + [(word, 0.1 if name in "FHB" else 1.0) for word in by_class["*"]]
            )
            for name in NOUN_CLASSES
        }
        self.graded = [word for word in by_class["*"] + by_class["A"] if word.english not in UNGRADED]
        frequent = {"shqiptar", "kosovar", "serb", "amerikan", "evropian", "rus", "gjerman", "kinez"}
        self.nationalities = Weighted(
            (self.find_adjective(row["lemma"], row["english"], row.fault), 4.0 if row["lemma"] in frequent else 1.0)
            for row in read_table("nationalities.tsv", ("lemma", "english"))
        )
        self.everyday_adjectives: dict[str, list[Adjective]] = defaultdict(list)
        for row in read_table("dictionary_adjectives.tsv", ("class", "lemma", "english")):
            adjective = self.find_adjective(row["lemma"], row["english"], row.fault)
            self.everyday_adjectives[row.choice("class", set(EVERYDAY))].append(adjective)

    # verbs -------------------------------------------------------------------------------------------------------
    def find_verb_forms(self, lemma: str, middle: bool, gloss: str = "") -> dict[str, str] | None:
        """Return a verb's forms, complete or None; the lemma of a middle verb is its own (takohem) or takoj with `middle`."""
        key = (f"{lemma}@{gloss}", middle)
        if key not in self._verb_tables:
            self._verb_tables[key] = self._make_verb_forms(lemma, middle, gloss)
        return self._verb_tables[key]

    def _make_verb_forms(self, lemma: str, middle: bool, gloss: str) -> dict[str, str] | None:
        if middle and lemma.endswith("em"):
            return self._find_middle(lemma)
        found = [lexeme for lexeme in self._lexemes["V"].get(lemma, []) if ("med" in lexeme.tags) == middle]
        found.sort(key=lambda lexeme: -_match(lexeme.gloss, gloss))
        for lexeme in found or (self._lexemes["V"].get(lemma, []) if middle else []):
            forms = tabulate_verb(lexeme, self._irregular)
            if is_complete(forms, middle):
                return forms
        return None

    def _find_middle(self, lemma: str) -> dict[str, str] | None:
        if not self._middles:
            for lexemes in self._lexemes["V"].values():
                for lexeme in lexemes:
                    if "med" in lexeme.tags:
                        forms = tabulate_verb(lexeme, self._irregular)
                        if is_complete(forms, True):
                            self._middles.setdefault(forms["mp0"], lexeme)
        if lemma in self._middles:
            return tabulate_verb(self._middles[lemma], self._irregular)
        return self._build_middle(lemma)

    def _build_middle(self, lemma: str) -> dict[str, str] | None:
        """Return the forms of a middle verb that the lexicon lacks, from its active one or by rule."""
        forms = make_middle_forms(lemma.removesuffix("em"))
        if lemma in _MIDDLES:
            active, third = _MIDDLES[lemma]
            source = self.find_verb_forms(active, False)
            assert source  # the four verbs of the table are in the lexicon
            return (
                forms
                | {f"ao{person}": source[f"ao{person}"] for person in (0, 1, 3, 4, 5)}
                | {"ma2": third, "pt": source["pt"]}
            )
        if lemma.endswith("ohem"):
            stem = lemma.removesuffix("ohem")
            aorist = [stem + "ova", stem + "ove", stem + "ua", stem + "uam", stem + "uat", stem + "uan"]
            participle = stem + "uar"
        else:
            stem = _MIDDLES_FROM.get(lemma, lemma.removesuffix("em"))
            aorist = [stem + ending for ending in ("a", "e", "", "ëm", "ët", "ën")]
            participle = _MIDDLE_PARTICIPLES.get(lemma, stem + "ur")
        forms |= {f"ao{person}": form for person, form in enumerate(aorist) if person != 2}
        return forms | {"ma2": aorist[2], "pt": participle}

    def find_verb(
        self,
        row: Row,
        subjects: str = "P",
        complements: Iterable[Complement] = (),
        stative: bool = False,
    ) -> Verb:
        """Return the verb of a table's row: its cells lemma (with ~ for the middle, and with fixed words) and english.

        Raises:
            TableError: the verb lacks forms.
        """
        head, _, rest = row["lemma"].partition(" ")
        middle = head.endswith("~") or (head.endswith("em") and head != "them")
        lemma = head.removesuffix("~")
        forms = self.find_verb_forms(lemma, middle, row["english"])
        if forms is None:
            raise row.fault(f"the verb {head} lacks forms.")
        english = self.english.conjugate(row["english"])
        return Verb(lemma, forms, english, middle, stative, subjects, tuple(complements), rest)

    def _read_verbs(self) -> None:
        weighted: list[tuple[Verb, float]] = []
        for row in read_table("verbs.tsv", ("lemma", "english", "subjects", "complements", "stative"), 3):
            complements = []
            for part in row.list("complements", " "):
                kind, classes, english = (*part.split(":"), "", "")[:3]
                if not classes or set(classes) - set(NOUN_CLASSES):
                    raise row.fault(f"the complement {part} names no classes of nouns.")
                complements.append(Complement(kind, classes, english.replace("_", " ").replace("=", "")))
            if set(row["subjects"]) - set(NOUN_CLASSES):
                raise row.fault("subjects has an unknown class.")
            verb = self.find_verb(row, row["subjects"], complements, row["stative"] == "s")
            weighted.append((verb, 10 ** (0.25 * (min(self.english.rate(row["english"]), 5.5) - 4))))
        self.verbs = {
            name: Weighted(pairs)
            for name in NOUN_CLASSES
            if (pairs := [(verb, weight) for verb, weight in weighted if name in verb.subjects])
        }
        self.passives = {
            name: Weighted(pairs)
            for name in NOUN_CLASSES
            if (
                pairs := [(v, weight) for v, weight in weighted if v.takes_passive and name in v.complements[0].classes]
            )
        }
        self.transitive = Weighted(
            (verb, weight)
            for verb, weight in weighted
            if verb.complements and verb.complements[0].kind == "O" and not verb.stative and not verb.middle
        )
        self.commanded = Weighted(
            (verb, weight)
            for verb, weight in weighted
            if "P" in verb.subjects
            and not (verb.stative or verb.middle or verb.english.is_copula)
            and "im4" in verb.forms
        )
        self.reporting = self._read_clause_verbs("report")
        self.controlling = self._read_clause_verbs("control")
        self.everyday_verbs = [
            self._read_everyday_verb(row)
            for row in read_table("dictionary_verbs.tsv", ("lemma", "english", "objects", "places"), 2)
        ]
        self.adverbs: dict[str, list[tuple[str, str]]] = {"manner": [], "middle": [], "sentence": []}
        for row in read_table("adverbs.tsv", ("place", "albanian", "english")):
            self.adverbs[row.choice("place", set(self.adverbs))].append((row["albanian"], row["english"]))

    def _read_everyday_verb(self, row: Row) -> EverydayVerb:
        objects, places = self._choose_entries(row, "objects"), self._choose_entries(row, "places")
        nouns = tuple(entry.noun for entry in objects)
        verb = self.find_verb(row, complements=(Complement("O", "", "", nouns),) if nouns else ())
        return EverydayVerb(verb, objects, places)

    def _choose_entries(self, row: Row, column: str) -> tuple[Entry, ...]:
        """Return the nouns of a cell: classes, or chosen lemmas of a class (item!derë;dritare)."""
        chosen: list[Entry] = []
        for part in row.list(column):
            word_class, _, lemmas = part.partition("!")
            if word_class not in self.entries_by_class:
                raise row.fault(f"no noun has the class {word_class}.")
            entries = self.entries_by_class[word_class]
            if lemmas:
                wanted = set(lemmas.split(";"))
                if lost := wanted - {entry.noun.lemma for entry in entries}:
                    raise row.fault(f"the class {word_class} has no noun {', '.join(sorted(lost))}.")
                entries = [entry for entry in entries if entry.noun.lemma in wanted]
            chosen += entries
        return tuple(chosen)

    def _read_clause_verbs(self, kind: str) -> Weighted[Verb]:
        rows = read_table("clause_verbs.tsv", ("kind", "lemma", "english", "weight", "stative"), 4)
        return Weighted(
            (self.find_verb(row, stative=row["stative"] == "s"), float(row["weight"]))
            for row in rows
            if row["kind"] == kind
        )

    # names -------------------------------------------------------------------------------------------------------
    def _read_names(self) -> None:
        names: dict[str, list[Name]] = {"first": [], "sur": [], "person": [], "place": [], "org": []}
        for row in read_table("names.tsv", ("kind", "nom", "gen", "acc", "bare", "numgender", "en")):
            number, gender = tuple(row.choice("numgender", {"sm", "sf", "pm", "pf"}))
            names[row.choice("kind", set(names))].append(
                Name(row["nom"], row["gen"], row["acc"], row["bare"], number == "p", gender, row["en"])
            )
        self.first_names, self.places, self.organisations = names["first"], names["place"], names["org"]
        self.public_figures = names["person"]
        public = {name.english.split()[-1] for name in names["person"]} | PUBLIC_SURNAMES
        self.surnames = names["sur"]
        self.private_surnames = [name for name in names["sur"] if name.english not in public]
        """Surnames that no well-known politician bears: these alone follow a title or a quotation."""


def _match(gloss: str, sense: str) -> int:
    """Rate how well a lexeme's gloss fits a sense: 3 it begins with it, 2 it has it as a sense, 1 as a word."""
    senses = [re.sub("^(?:to|a|an|the) ", "", part.strip()) for part in re.split("[;,/()]", gloss)]
    if senses and senses[0] == sense:
        return 3
    if sense in senses:
        return 2
    return int(bool(sense) and sense.split(maxsplit=1)[0] in gloss.split())


PUBLIC_SURNAMES = frozenset(
    """Rama Hoxha Berisha Basha Meta Kurti Thaçi Haradinaj Osmani Veliaj Konjufca Gërvalla Gervalla Topalli Gjiknuri Peleshi
    Braçe Bushati Ruçi Spahiu Mustafa Nano Pacolli Islami Veseli Kryemadhi Doçi Balla Manja Çuçi Xhafa Cana Sejdiu Rexhepi
    Jashari Tahiri Hoti Ahmeti Qosja Agolli Kadare Frashëri Brahimi Nishani Vasili""".split()
)
UNGRADED = frozenset(
    """abandoned additional alive annual arrested automatic average bank boiled burnt central chronic civil closed coastal
    compulsory continuous criminal cultural current daily dead different digital diplomatic direct dried eastern economic
    elderly electric electronic energy engaged ethnic expired external failed false financial first foreign former free
    fried frozen full future general global hereditary historical human ideal illegal imported industrial institutional
    internal international invalid joint last latest lawful left legal local lost luxury main mandatory married maximum
    medicinal metal military minimum monthly moral mountainous national nearby next northern nuclear olympic Olympic only
    opposition other parked parliamentary partial past permanent plastic political presidential previous private public
    real regional religious right ruined second social southern sports state stolen summer technical temporary third torn
    tourist unemployed unpaid US valid western winter wooden world""".split()
)
"""Adjectives that have no degrees in use, or do not stand as predicates."""
_ADJECTIVES = {
    "fundit": "fundit fundit fundit fundit",
    "afatgjatë": "afatgjatë afatgjatë afatgjatë afatgjata",
    "afatshkurtër": "afatshkurtër afatshkurtër afatshkurtër afatshkurtra",
    "shtesë": "shtesë shtesë shtesë shtesë",
    "sportiv": "sportiv sportive sportivë sportive",
    "malazez": "malazez malazeze malazezë malazeze",
    "afërt": "afërt afërt afërt afërta",
    "falas": "falas falas falas falas",
    "tjetër": "tjetër tjetër tjerë tjera",
}
# middle verb: its active verb, third person of the aorist
_MIDDLES = {
    "lahem": ("laj", "la"),
    "ndahem": ("ndaj", "nda"),
    "fshihem": ("fsheh", "fsheh"),
    "ngrihem": ("ngre", "ngrit"),
}
