"""Noun phrases in both languages at once: number, definiteness, case and agreement decided once, realised twice.

`build_phrase` realises a noun in a *shape*, which says how the two languages' determiners correspond:

    D  definite           qepa, qepët               the onion, the onions
    G  generic            qepët, sheqeri            onions, sugar
    I  indefinite         një qepë, disa qepë       an onion, some onions
    B  bare               qepë, sheqer              onions, sugar
    S  bare singular      qepë                      onion
    T  definite of S      qepa                      onion          (the context brings the English article)
    P  plural definite    qepët                     the onions
    K  demonstrative      kjo qepë, ato qepë        this onion, those onions
    M  possessive         qepa ime, qepët e tyre    my onion, their onions
    Q  counted            tri qepë                  three onions
    E  each               çdo qepë                  every onion
    O  another            një qepë tjetër           another onion
    Y  many               shumë qepë                many onions
    A  all                të gjitha qepët           all the onions

A shape that a noun does not have (a mass noun cannot be counted) gives None; the caller draws another. `NounPhrases` draws
whole phrases: names, pronouns, nouns with adjectives, genitives and prepositional phrases.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from lexicon.expressions import draw_number
from lexicon.sampling import Weighted
from lexicon.tables import read_table
from lexicon.vocabulary import Vocabulary
from lexicon.words import CASES, Adjective, Name, Noun, link, with_article

Pair = tuple[str, str]
SHAPES = frozenset("DGIBSTPKMQEOYA")
SINGULAR_SHAPES, PLURAL_SHAPES = frozenset("STEO"), frozenset("PQYA")
DEFINITE_SHAPES = frozenset("DGTPMA")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase in both languages, with what the rest of the sentence agrees with.

    `person` counts from 0, the first person singular, to 5, the third plural; `bare` is the form after në, where an
    unmodified noun stays indefinite; `adjacent` tells whether a linking article would follow the definite noun directly.
    """

    albanian: str
    english: str
    plural: bool = False
    english_plural: bool = False
    gender: str = "m"
    case: str = "n"
    person: int = 2
    word_class: str = "P"
    definite: bool = True
    is_pronoun: bool = False
    is_name: bool = False
    is_mass: bool = False
    bare: str = ""
    adjacent: bool = False

    @property
    def english_person(self) -> int:
        """The person the English verb agrees with; it may differ from the Albanian: SHBA-të, the US."""
        return self.person if self.is_pronoun else 5 if self.english_plural else 2

    @property
    def agreement(self) -> str:
        """Gender and number as an adjective's key: ms, fs, mp, fp."""
        return self.gender + ("p" if self.plural else "s")


# this and that, by gender and number, in nominative, genitive and accusative
_DEMONSTRATIVES = {
    "this": {"ms": "ky këtij këtë", "fs": "kjo kësaj këtë", "mp": "këta këtyre këta", "fp": "këto këtyre këto"},
    "that": {"ms": "ai atij atë", "fs": "ajo asaj atë", "mp": "ata atyre ata", "fp": "ato atyre ato"},
}
_ENGLISH_DEMONSTRATIVES = {"this": ("this", "these"), "that": ("that", "those")}
# owners of the first and second person; nominative, genitive and accusative
_POSSESSIVES = {
    "my": {"ms": "im tim tim", "fs": "ime sime time", "mp": "e_mi të_mi e_mi", "fp": "e_mia të_mia e_mia"},
    "our": {"ms": "ynë tonë tonë", "fs": "jonë sonë tonë", "mp": "tanë tanë tanë", "fp": "tona tona tona"},
    "your": {"ms": "juaj tuaj tuaj", "fs": "juaj suaj tuaj", "mp": "tuaj tuaj tuaj", "fp": "tuaja tuaja tuaja"},
}
_LINKED_POSSESSIVES = {"his": "tij", "her": "saj", "their": "tyre"}
_OWNERS = ("my", "our", "our", "your", "his", "his", "her", "their", "their")
_NUMBERS = (
    ("two", "dy"), ("three", "tre"), ("four", "katër"), ("five", "pesë"), ("six", "gjashtë"), ("seven", "shtatë"),
    ("eight", "tetë"), ("nine", "nëntë"), ("ten", "dhjetë"), ("twelve", "dymbëdhjetë"), ("fifteen", "pesëmbëdhjetë"),
    ("twenty", "njëzet"), ("thirty", "tridhjetë"), ("fifty", "pesëdhjetë"), ("a hundred", "njëqind"),
    ("several", "disa"), ("a few", "pak"),
)  # fmt: skip


def build_phrase(
    noun: Noun,
    shape: str,
    case: str,
    rng: random.Random,
    adjectives: Sequence[Adjective] = (),
    plural: bool | None = None,
    count: Pair | None = None,
) -> Phrase | None:
    """Return the noun in `shape` and `case` with its adjectives, or None where the noun has no such phrase.

    `plural` decides the number where the shape leaves it open, None draws it; `count` is the number of shape Q in both
    languages, None draws one. A noun without a proper article (Monday) takes none.
    """
    number = _decide_number(noun, shape, rng.random() < 0.4 if plural is None else plural)
    if number is None:
        return None
    definite = shape in DEFINITE_SHAPES
    if case == "b" and (definite or not number):
        case = "g"
    form = noun.form(number, definite, case)
    if form is None:
        return None
    agreement = noun.agreement(number)
    english_plural = noun.kind in ("plural", "pair") or (number and not noun.is_mass)
    words = [form]
    adjacent = definite
    owner = rng.choice(_OWNERS) if shape == "M" else ""
    if owner:
        words.append(_possessive(owner, agreement, case))
        adjacent = False
    elif shape == "O":
        words.append("tjetër")
    for place, adjective in enumerate(adjectives):
        if adjective.linked:
            if place and adjectives[place - 1].linked:
                words.append("dhe")
                adjacent = False
            words.append(link(agreement, definite, case, adjacent))
        words.append(adjective.forms[agreement])
        adjacent = False
    english = " ".join(
        [*(word.english for word in reversed(adjectives)), noun.plural if english_plural else noun.singular]
    )
    if shape == "Q":
        count = count or rng.choice(_NUMBERS)[::-1]
        count = ("tri" if count[0] == "tre" and agreement == "fp" else count[0], count[1])
    determiner, english = _determine(shape, agreement, case, english, english_plural, noun, owner, count, rng)
    if determiner:
        words.insert(0, determiner)
    bare = noun.form(number, False, case) if shape == "D" and len(words) == 1 and not number else None
    return Phrase(
        " ".join(words), english, number, english_plural, agreement[0], case, 5 if number else 2, noun.word_class, definite,
        is_mass=noun.is_mass, bare=bare or "", adjacent=adjacent,
    )  # fmt: skip


def _decide_number(noun: Noun, shape: str, wants_plural: bool) -> bool | None:
    """Return whether the phrase is plural, None where the noun has no such shape."""
    if noun.kind in ("pair", "collective"):
        return True if shape in "DGIBPKM" and not (shape == "P" and noun.is_mass) else None
    if noun.kind == "plural":
        return False if shape in "DGIBSTKM" else None
    if shape in SINGULAR_SHAPES:
        return None if shape in "EO" and noun.kind != "count" else False
    if shape in PLURAL_SHAPES:
        return True if noun.has_plural else None
    if shape in "GB":
        return not noun.is_mass if noun.has_plural or noun.is_mass else None
    return wants_plural and noun.has_plural


def _possessive(owner: str, agreement: str, case: str) -> str:
    if owner in _POSSESSIVES:
        return _POSSESSIVES[owner][agreement].split()[min(CASES[case], 2)].replace("_", " ")
    return f"{link(agreement, True, case)} {_LINKED_POSSESSIVES[owner]}"


def _determine(
    shape: str,
    agreement: str,
    case: str,
    english: str,
    english_plural: bool,
    noun: Noun,
    owner: str,
    count: Pair | None,
    rng: random.Random,
) -> Pair:
    """Return the Albanian word before the noun, and the English phrase with its determiner."""
    number = agreement[1] == "p"
    if shape == "K":
        which = rng.choice(("this", "this", "this", "that"))
        albanian = _DEMONSTRATIVES[which][agreement].split()[min(CASES[case], 2) if case != "b" else 1]
        return albanian, f"{_ENGLISH_DEMONSTRATIVES[which][english_plural]} {english}"
    if shape == "Q" and count:
        return count[0], f"{count[1]} {english}"
    if shape == "M":
        return "", f"{owner} {english}"
    if shape in "DP":
        return "", english if english[0].isupper() and noun.is_mass else f"the {english}"
    if shape == "I" and noun.kind in ("count", "plural"):
        some = number or noun.kind == "plural"
        return "disa" if number else "një", f"some {english}" if some else with_article(english)
    if shape == "E":
        return "çdo", f"every {english}"
    if shape == "O":
        return "një", f"another {english}"
    if shape == "Y":
        return "shumë", f"many {english}"
    if shape == "A":
        return "të gjitha" if agreement == "fp" else "të gjithë", f"all the {english}"
    return "", english


@dataclass(frozen=True, slots=True)
class Preposition:
    """A preposition in both languages: its case, the classes it goes with, how it treats the article, its weights."""

    albanian: str
    case: str
    english: str
    classes: str
    article: str
    is_genitive: bool


@dataclass(frozen=True, slots=True)
class FixedPhrase:
    """A fixed news phrase: forcat e sigurisë, security forces. `@` in the tail stands for the linking article."""

    head: Noun
    plural: bool
    tail: str
    english: str
    word_class: str
    has_article: bool


_PRONOUNS = {  # person, gender: nominative, genitive/dative, accusative, ablative; English subject and object
    (0, "m"): ("unë mua mua meje", "I me"),
    (1, "m"): ("ti ty ty teje", "you you"),
    (2, "m"): ("ai atij atë atij", "he him"),
    (2, "f"): ("ajo asaj atë asaj", "she her"),
    (3, "m"): ("ne neve ne nesh", "we us"),
    (4, "m"): ("ju juve ju jush", "you you"),
    (5, "m"): ("ata atyre ata atyre", "they them"),
    (5, "f"): ("ato atyre ato atyre", "they them"),
}
_SINGULAR_MIX = Weighted([("D", 56), ("I", 20), ("K", 8), ("M", 9), ("E", 3), ("O", 2)])
_PLURAL_MIX = Weighted([("D", 50), ("B", 13), ("I", 7), ("Y", 5), ("Q", 10), ("K", 6), ("M", 6), ("A", 2)])
_MASS_MIX = Weighted([("D", 45), ("G", 40), ("B", 5), ("K", 8), ("M", 9)])
# classes of the genitive after a noun of a class: the price of F, the leader of O
_GENITIVES = {
    "P": "OOL",
    "O": "LLO",
    "L": "LO",
    "E": "OPL",
    "A": "OPLA",
    "D": "OPA",
    "M": "OPL",
    "T": "P",
    "H": "L",
    "B": "P",
    "F": "L",
}
_APPROXIMATE = (
    ("rreth", "about"),
    ("mbi", "over"),
    ("më shumë se", "more than"),
    ("të paktën", "at least"),
    ("afro", "nearly"),
    ("vetëm", "only"),
)
_PART_OF = (  # nominative, genitive, accusative; English; whether definite
    (("një grup", "një grupi", "një grup"), "a group of", False),
    (("një numër", "një numri", "një numër"), "a number of", False),
    (("shumica e", "shumicës së", "shumicën e"), "most of the", True),
)
_KIN = frozenset(
    """djalë vajzë burrë grua mik armik prind fëmijë baba nënë vëlla motër bir bijë gjysh gjyshe kushëri bashkëshort bashkëshorte
    shok shoqe koleg fqinj xhaxha teze nip mbesë foshnjë avokat mjek shofer rival kundërshtar hero vrasës viktimë""".split()
)
_SINGULAR_ENGLISH = ("change", "media", "evidence", "disease", "spending", "pollution", "trafficking", "crime")


class NounPhrases:
    """Draws noun phrases, names, pronouns and prepositional phrases.

    `relate` adds a relative clause to a phrase; it is set by the module that makes clauses, which stands above this one.
    """

    def __init__(self, vocabulary: Vocabulary, rng: random.Random) -> None:
        self.vocabulary, self.rng = vocabulary, rng
        self.relate: Callable[[Phrase], Phrase] | None = None
        self._read_prepositions()
        self._read_fixed_phrases()
        self._fine_class = {(e.noun.lemma, e.noun.singular): e.word_class for e in vocabulary.entries}
        self._titles: dict[str, list[tuple[tuple[str, str, str], str]]] = {"m": [], "f": []}
        for row in read_table("titles.tsv", ("nominative", "genitive", "accusative", "english", "gender")):
            forms = (row["nominative"], row["genitive"], row["accusative"])
            self._titles[row.choice("gender", set(self._titles))].append((forms, row["english"]))

    def _read_prepositions(self) -> None:
        self.prepositions: dict[str, Preposition] = {}
        weighted, of_nouns, of_verbs = [], [], []
        columns = (
            "preposition",
            "case",
            "english",
            "classes",
            "article",
            "weight",
            "noun_weight",
            "adjunct_weight",
            "adjunct_classes",
        )
        for row in read_table("prepositions.tsv", columns, 8):
            letter = row.choice("case", set("anbg"))
            preposition = Preposition(
                row["preposition"], "g" if letter == "b" else letter, row["english"], row["classes"],
                row.choice("article", {"open", "bare", "none", "pair"}), letter == "g",
            )  # fmt: skip
            self.prepositions.setdefault(preposition.albanian, preposition)
            weighted.append((preposition, float(row["weight"])))
            of_nouns.append((preposition, float(row["noun_weight"])))
            of_verbs.append((replace(preposition, classes=row["adjunct_classes"]), float(row["adjunct_weight"])))
        self._prepositions, self._of_nouns = Weighted(weighted), Weighted(of_nouns)
        self.adjuncts = Weighted(of_verbs)

    def _read_fixed_phrases(self) -> None:
        self._fixed: dict[str, list[FixedPhrase]] = {}
        for row in read_table("fixed_phrases.tsv", ("head", "number", "tail", "english", "class", "article"), 5):
            plural = row.choice("number", {"singular", "plural"}) == "plural"
            head = self.vocabulary.by_lemma.get(row["head"])
            if head is None:
                head = self.vocabulary.find_noun(
                    row["head"], row["english"].split()[-1], "count", row["class"], row.fault
                )
            if head.form(plural, True, "n") is None:
                raise row.fault(f"{row['head']} has no {row['number']}.")
            phrase = FixedPhrase(head, plural, row["tail"], row["english"], row["class"], row["article"] != "bare")
            self._fixed.setdefault(phrase.word_class, []).append(phrase)
        self._all_fixed = [phrase for phrases in self._fixed.values() for phrase in phrases]

    # names and pronouns --------------------------------------------------------------------------------------------
    def draw_person(self, case: str, titled: bool = False) -> Phrase:
        """Return an invented person: a first name, or a name with a surname no politician bears; often with a title."""
        rng, vocabulary = self.rng, self.vocabulary
        roll = rng.random()
        first = rng.choice(vocabulary.first_names)
        surname = rng.choice(vocabulary.private_surnames)
        if roll < 0.1 and not titled:
            return Phrase(
                first.bare if case == "n" else first.form(case),
                first.english,
                gender=first.gender,
                is_name=True,
                case=case,
            )
        if titled or roll < 0.35:  # the title is declined, the name is not: takoi profesorin Agim Gashi
            forms, title = rng.choice(self._titles[first.gender])
            name = (surname.nominative, surname.english)
            if roll >= 0.17:
                name = (f"{first.nominative} {name[0]}", f"{first.english} {name[1]}")
            albanian, english = f"{forms[min(CASES[case], 2) if case != 'b' else 1]} {name[0]}", f"{title} {name[1]}"
        else:
            albanian, english = f"{first.nominative} {surname.form(case)}", f"{first.english} {surname.english}"
        return Phrase(albanian, english, gender=first.gender, is_name=True, case=case)

    def draw_public_figure(self, case: str) -> Phrase:
        """Return a well-known person by name, without a title; for contexts that put no words in their mouth."""
        return self._name(self.rng.choice(self.vocabulary.public_figures), case, "P")

    def draw_place(self, case: str) -> Phrase:
        """Return a country, city or region."""
        return self._name(self.rng.choice(self.vocabulary.places), case, "O" if case == "n" else "L")

    def draw_organisation(self, case: str) -> Phrase:
        """Return a named organisation."""
        return self._name(self.rng.choice(self.vocabulary.organisations), case, "O")

    def _name(self, name: Name, case: str, word_class: str) -> Phrase:
        english_plural = name.plural and name.english.endswith("NGOs")
        return Phrase(
            name.form(case), name.english, name.plural, english_plural, name.gender, case, 5 if name.plural else 2, word_class,
            is_name=True, bare=name.bare,
        )  # fmt: skip

    def draw_pronoun(self, case: str) -> Phrase:
        """Return a personal pronoun; the third person singular only where the Albanian tells he from she."""
        keys = [key for key in _PRONOUNS if case != "a" or key[0] != 2]
        person, gender = self.rng.choice(keys)
        albanian, english = (words.split() for words in _PRONOUNS[person, gender])
        return Phrase(
            albanian[CASES[case]], english[case != "n"], person > 2, person > 2, gender, case, person, is_pronoun=True
        )  # fmt: skip

    # nouns -----------------------------------------------------------------------------------------------------------
    def draw_noun(self, classes: str) -> Noun:
        """Return a noun of one of the classes: of the news three times in four, else an everyday one."""
        name = self.rng.choice(classes)
        everyday = self.vocabulary.everyday
        source = everyday if name in everyday and self.rng.random() < 0.25 else self.vocabulary.nouns
        return source[name].draw(self.rng)

    def draw_adjective(self, noun: Noun) -> Adjective:
        """Return an adjective that goes with the noun: of its fine class if it is an everyday noun."""
        rng, vocabulary = self.rng, self.vocabulary
        own = vocabulary.everyday_adjectives.get(self._fine_class.get((noun.lemma, noun.singular), ""), ())
        if own and rng.random() < 0.7:
            return rng.choice(own)
        if noun.word_class in "POE" and rng.random() < 0.2:
            return vocabulary.nationalities.draw(rng)
        return vocabulary.adjectives[noun.word_class].draw(rng)

    def draw(
        self,
        case: str,
        classes: str,
        depth: int = 0,
        *,
        subject: bool = False,
        pronouns: bool = True,
        nouns: Sequence[Noun] = (),
    ) -> Phrase:
        """Return a noun phrase in a case, its head of one of the classes, or one of `nouns`.

        `depth` limits what is nested; `subject` avoids bare plurals, which Albanian does not begin a clause with.
        """
        rng = self.rng
        name = rng.choice(classes) if classes else rng.choice(nouns).word_class
        roll = rng.random()
        if not nouns:
            if case != "b" and name in self._fixed and rng.random() < 0.055:
                return self.draw_fixed(case, name, depth)
            if name == "P" and roll < 0.17:
                return self.draw_person(case)
            if name == "P" and roll < 0.24 and case != "b" and depth == 0 and pronouns:
                return self.draw_pronoun(case)
            if name == "O" and roll < 0.28:
                return self.draw_organisation(case)
            if name in "LO" and roll < 0.42:
                return self.draw_place(case)
        while True:
            noun = rng.choice(nouns) if nouns else self.draw_noun(name)
            phrase = self._draw_common(noun, case, subject)
            if phrase is not None:
                return self._extend(phrase, noun, depth)

    def _draw_common(self, noun: Noun, case: str, subject: bool) -> Phrase | None:
        rng = self.rng
        plural = noun.has_plural and noun.kind == "count" and rng.random() < 0.33
        mix = _MASS_MIX if noun.kind != "count" else _PLURAL_MIX if plural else _SINGULAR_MIX
        shape = mix.draw(rng)
        if case == "b":
            shape, plural = "B", True
        elif subject and shape == "B":
            shape = "D"
        elif plural and shape == "B" and rng.random() < 0.08:
            return self._draw_part(noun, case)
        roll = rng.random()
        adjectives = [self.draw_adjective(noun)] if roll < 0.34 else []
        if roll < 0.06:
            second = self.draw_adjective(noun)
            if second.lemma != adjectives[0].lemma:
                adjectives = sorted([*adjectives, second], key=lambda adjective: adjective.linked)
        count = draw_number(rng) if shape == "Q" else None
        if count and rng.random() < 0.15:
            before = rng.choice(_APPROXIMATE)
            count = (f"{before[0]} {count[0]}", f"{before[1]} {count[1]}")
        return build_phrase(noun, shape, case, rng, adjectives, plural, count)

    def _draw_part(self, noun: Noun, case: str) -> Phrase | None:
        """Return a group or most of a plural: një grup studentësh, shumica e studentëve."""
        forms, english, definite = self.rng.choice(_PART_OF)
        whole = noun.form(True, definite, "g" if definite else "b")
        if whole is None:
            return None
        return Phrase(
            f"{forms[min(CASES[case], 2)]} {whole}", f"{english} {noun.plural}", True, True, noun.plural_gender, case, 5,
            noun.word_class, definite,
        )  # fmt: skip

    def _extend(self, phrase: Phrase, noun: Noun, depth: int) -> Phrase:
        """Add a genitive, a prepositional phrase or a relative clause, as often as news does."""
        rng = self.rng
        owned = phrase.english.startswith(
            ("my ", "our ", "your ", "his ", "her ", "their ", "every ", "another ", "many ")
        )
        if phrase.definite and not owned and depth < 2 and rng.random() < (0.4 if not phrase.is_mass else 0.25):
            return self._add_genitive(phrase, noun, depth)
        if depth < 1 and rng.random() < 0.06 and phrase.definite:
            albanian, english = self.draw_prepositional(self._of_nouns.draw(rng))
            return replace(
                phrase,
                albanian=f"{phrase.albanian} {albanian}",
                english=f"{phrase.english} {english}",
                bare="",
                adjacent=False,
            )
        if depth == 0 and self.relate is not None and rng.random() < 0.05:
            return self.relate(phrase)
        return phrase

    def _add_genitive(self, phrase: Phrase, noun: Noun, depth: int) -> Phrase:
        rng = self.rng
        classes = "P" if noun.lemma in _KIN else _GENITIVES[noun.word_class]
        name = rng.choice(classes)
        owner = (
            self.draw_place("g")
            if name == "L" and rng.random() < 0.75
            else self.draw("g", name, depth + 1, pronouns=False)
        )
        article = link(phrase.agreement, phrase.definite, phrase.case, phrase.adjacent)
        english = phrase.english if phrase.english.startswith(("the ", "all ")) else f"the {phrase.english}"
        if english.startswith("the ") and owner.is_name and rng.random() < 0.4 and len(owner.english.split()) < 4:
            mark = "'" if owner.english.endswith("s") and owner.plural else "'s"
            english = f"{owner.english}{mark} {english[4:]}"
        else:
            english = f"{english} of {owner.english}"
        return replace(
            phrase, albanian=f"{phrase.albanian} {article} {owner.albanian}", english=english, bare="", adjacent=False
        )

    def draw_fixed(self, case: str, word_class: str | None = None, depth: int = 1) -> Phrase:
        """Return a fixed news phrase, definite: forcat e sigurisë, the security forces."""
        rng = self.rng
        fixed = rng.choice(self._fixed[word_class] if word_class else self._all_fixed)
        case = "g" if case == "b" else case
        agreement = fixed.head.agreement(fixed.plural)
        tail = fixed.tail.replace("@", link(agreement, True, case))
        albanian = f"{fixed.head.form(fixed.plural, True, case)} {tail}"
        english = f"the {fixed.english}" if fixed.has_article else fixed.english
        english_plural = fixed.plural and not fixed.english.endswith(_SINGULAR_ENGLISH)
        if depth < 2 and rng.random() < 0.2 and fixed.word_class in "OPELMA":
            place = self.draw_place("g")
            albanian = f"{albanian} {link(agreement, True, case, False)} {place.albanian}"
            english = f"{english if fixed.has_article else 'the ' + english} of {place.english}"
        return Phrase(
            albanian, english, fixed.plural, english_plural, agreement[0], case, 5 if fixed.plural else 2, fixed.word_class,
            is_mass=not fixed.has_article and not english_plural,
        )  # fmt: skip

    def draw_unmodified(self, classes: str) -> Phrase:
        """Return a noun as it stands after në: indefinite, with a definite sense; në shkollë, in the school."""
        noun = self.draw_noun(classes)
        while noun.kind != "count":
            noun = self.draw_noun(classes)
        return Phrase(
            noun.forms[2] or noun.forms[0] or "", f"the {noun.singular}", gender=noun.gender, case="a",
            word_class=noun.word_class, definite=False,
        )  # fmt: skip

    def draw_shape(
        self, shape: str, case: str, classes: str, modified: float = 0.0, plural: bool | None = None
    ) -> Phrase:
        """Return a noun phrase of one shape; `modified` is the chance of an adjective."""
        while True:
            noun = self.draw_noun(classes)
            adjectives = [self.draw_adjective(noun)] if self.rng.random() < modified else []
            phrase = build_phrase(noun, shape, case, self.rng, adjectives, plural)
            if phrase is not None:
                return phrase

    # prepositional phrases -------------------------------------------------------------------------------------------
    def draw_prepositional(self, preposition: Preposition | None = None, depth: int = 1) -> Pair:
        """Return a preposition with a noun phrase in both languages; the English preposition may be empty."""
        rng = self.rng
        chosen = preposition or self._prepositions.draw(rng)
        classes = chosen.classes
        if chosen.article == "pair":
            name = rng.choice(classes)
            one, other = (
                self.draw(chosen.case, name, depth, pronouns=False),
                self.draw(chosen.case, name, depth, pronouns=False),
            )
            return (
                f"{chosen.albanian} {one.albanian} dhe {other.albanian}",
                f"{chosen.english} {one.english} and {other.english}",
            )
        if chosen.albanian == "në" and "L" in classes and rng.random() < 0.28:
            place = rng.choice(self.vocabulary.places)
            return f"në {place.bare}", _join("in" if chosen.english == "at" else chosen.english, place.english)
        if chosen.article == "bare" and rng.random() < 0.6:
            phrase = self.draw_unmodified(classes)
        elif chosen.article == "none":
            phrase = self.draw_shape("B" if rng.random() < 0.5 else "S", chosen.case, classes, 0.2)
            if phrase.english_plural or phrase.is_mass:
                return f"{chosen.albanian} {phrase.albanian}", f"{chosen.english} {phrase.english}"
            return f"{chosen.albanian} {phrase.albanian}", f"{chosen.english} {with_article(phrase.english)}"
        else:
            phrase = self.draw(chosen.case, classes, depth, pronouns=not chosen.is_genitive)
        albanian = phrase.bare if phrase.bare and chosen.albanian in ("në", "nëpër", "deri në") else phrase.albanian
        if phrase.is_name and phrase.word_class == "L" and chosen.english == "at":
            return f"{chosen.albanian} {albanian}", f"in {phrase.english}"
        if phrase.is_pronoun and chosen.case == "n":
            person, gender = phrase.person, phrase.gender
            return f"{chosen.albanian} {albanian}", _join(chosen.english, _PRONOUNS[person, gender][1].split()[1])
        if phrase.is_pronoun and chosen.case == "g":
            albanian = _PRONOUNS[phrase.person, phrase.gender][0].split()[3]
        return f"{chosen.albanian} {albanian}", _join(chosen.english, phrase.english)


def _join(*parts: str) -> str:
    return " ".join(part for part in parts if part)
