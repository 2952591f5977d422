"""The records of the vocabulary: nouns, adjectives, verbs and names in both languages."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from lexicon.english import VerbForms

CASES: dict[str, int] = {"n": 0, "g": 1, "a": 2, "b": 3}
"""n nominative; g genitive, dative and ablative, which are one form; a accusative; b the plural indefinite ablative in -sh."""
KINDS = frozenset({"count", "mass", "plural", "pair", "collective"})
"""How a noun counts: plural = the English is always plural (scissors); pair = both languages are (syze, glasses);
collective = the Albanian is plural and the English a mass noun (flokë, hair)."""


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun in both languages; `forms` are in the order of `form_index`."""

    lemma: str
    forms: tuple[str | None, ...]
    gender: str
    plural_gender: str
    singular: str
    plural: str
    kind: str = "count"
    word_class: str = "A"

    @property
    def is_mass(self) -> bool:
        """Whether the English has no plural."""
        return self.kind in ("mass", "collective")

    @property
    def has_plural(self) -> bool:
        """Whether both languages have a plural."""
        return self.kind == "count" and self.forms[8] is not None and self.forms[12] is not None

    def form(self, plural: bool, definite: bool, case: str) -> str | None:
        """Return the Albanian form, None where the noun lacks it."""
        return self.forms[form_index(plural, definite, case)]

    def agreement(self, plural: bool) -> str:
        """Return gender and number as an adjective's key: ms, fs, mp, fp."""
        return self.plural_gender + "p" if plural else self.gender + "s"


@dataclass(frozen=True, slots=True)
class Adjective:
    """An adjective in both languages; a linked one takes an article (i mirë), another none (modern)."""

    lemma: str
    forms: dict[str, str] = field(hash=False)
    linked: bool
    english: str


class Complement(NamedTuple):
    """What a verb takes: O an object, D a dative, else a preposition; the classes of its nouns or the nouns themselves;
    the English preposition."""

    kind: str
    classes: str
    english: str
    nouns: tuple[Noun, ...] = ()


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb in both languages; `rest` is what always follows the Albanian one (marr pjesë)."""

    lemma: str
    forms: dict[str, str] = field(hash=False)
    english: VerbForms
    middle: bool = False
    stative: bool = False
    subjects: str = "P"
    complements: tuple[Complement, ...] = ()
    rest: str = ""

    @property
    def takes_passive(self) -> bool:
        """Whether it has one object and a passive of one word."""
        return (
            len(self.complements) == 1
            and self.complements[0].kind == "O"
            and not (self.middle or self.stative or self.rest or self.english.is_copula)
            and {"ma2", "mp2"} <= self.forms.keys()
            and " " not in self.english.participle
        )


class Name(NamedTuple):
    """A name of a person, place or organisation; `bare` is its form after në, or a first name standing alone."""

    nominative: str
    genitive: str
    accusative: str
    bare: str
    plural: bool
    gender: str
    english: str

    def form(self, case: str) -> str:
        """Return the name in a case."""
        return (self.nominative, self.genitive, self.accusative, self.genitive)[CASES[case]]


def form_index(plural: bool, definite: bool, case: str) -> int:
    """Return a form's place among a noun's sixteen: number, then definiteness, then case."""
    return 8 * plural + 4 * definite + CASES[case]


def link(agreement: str, definite: bool, case: str, adjacent: bool = True) -> str:
    """Return the linking article: i, e, të or së.

    `agreement` is gender and number (ms, fs, mp, fp) of the noun, `definite` and `case` are the noun's too; `adjacent`
    tells whether the article follows its definite noun directly (djalin e mirë, but djalin tim të mirë).
    """
    plural = agreement[1] == "p"
    if case == "n" and not plural:
        return "i" if agreement[0] == "m" else "e"
    if not (definite and adjacent):
        return "të"
    if case in "na":
        return "e"
    return "së" if agreement == "fs" else "të"


def with_article(phrase: str) -> str:
    """Put a or an before an English phrase, by the sound of its first word."""
    word = re.split("[ -]", phrase)[0].lower()
    vowel = word[0] in "aeiou"
    if re.match("(?:uni(?!n|m)|use|usual|usu|eu|one$|once|ur(?:anium|ine)|ut[ei]|ubi|ukr|u[kns]$)", word):
        vowel = False
    elif re.match(r"(?:hour|hono|honest|heir|8\d*$|1[18]$)", word) or phrase.startswith(("X-ray", "NGO", "FBI", "MP ")):
        vowel = True
    return f"{'an' if vowel else 'a'} {phrase}"


def decline(gender: str, singular: str, singular_definite: str, plural: str, plural_definite: str) -> list[str | None]:
    """Return a noun's sixteen forms from its four leading ones; "-" stands for a number the noun lacks.

    Nouns made of adjectives ("i huaj", "e drejtë") bring their article in each form.
    """
    forms: list[str | None] = [None] * 16
    if singular.startswith(("i ", "e ")):
        stem, definite = singular[2:], singular_definite[2:]
        if gender == "f":
            forms[0:3] = [singular, f"të {definite[:-1]}e", f"të {stem}"]
            forms[4:7] = [singular_definite, f"së {definite[:-1]}ës", f"të {definite[:-1]}ën"]
        else:
            forms[0:3] = [singular, f"të {stem}", f"të {stem}"]
            forms[4:7] = [singular_definite, f"të {definite}t", f"të {definite}n"]
    elif singular != "-":
        genitive, tail = _singular_endings(gender, singular, singular_definite)
        forms[0:3] = [singular, genitive, singular]
        forms[4:7] = [singular_definite, *tail]
    if plural != "-":
        ablative = plural + ("sh" if plural[-1] in "aeëiouy" else "ish")
        forms[8:12] = [plural, plural + "ve", plural, ablative]
        forms[12:15] = [plural_definite, plural + "ve", plural_definite]
    return forms


def _singular_endings(gender: str, singular: str, definite: str) -> tuple[str, tuple[str, str]]:
    """Return the indefinite genitive, then the definite genitive and accusative."""
    if gender == "m":
        return definite, (definite + "t", definite + "n")
    if singular.endswith("e"):
        return singular + "je", (singular + "s", singular + "n")
    if singular[-1] in "ai":
        return singular + ("e" if singular.endswith("i") else "je"), (singular + "së", singular + "në")
    if singular.endswith("o"):
        return singular + "je", (singular + "s", singular + "n")
    stem = definite[:-1]
    return stem + "e", (stem + "ës", stem + "ën")
