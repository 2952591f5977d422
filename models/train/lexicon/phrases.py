"""Noun phrases in both languages at once: number, definiteness, case and agreement decided once, realised twice.

A noun has sixteen Albanian forms, indexed by `form_index`. A phrase is built in a *shape*, which says how the two
languages' articles correspond:

    D  definite          qepa, qepët              the onion, the onions
    G  generic           qepët, sheqeri           onions, sugar
    I  indefinite        një qepë, disa qepë      an onion, some onions
    B  bare              qepë, sheqer             onions, sugar
    S  bare singular     qepë                     onion
    T  definite of S     qepa                     onion          (the frame brings the English article)
    P  plural definite   qepët                    the onions
    K  demonstrative     kjo qepë, ato qepë       this onion, those onions
    M  possessive        qepa ime, qepët e tyre   my onion, their onions
    Q  counted           tri qepë                 three onions

A shape that a noun does not have (a mass noun cannot be counted) gives None; the caller chooses another frame.
"""

import random
import re
from dataclasses import dataclass
from typing import Literal

Case = Literal["n", "g", "a", "b"]
"""Nominative; genitive, dative and ablative, which are one form; accusative; the plural indefinite ablative in -sh."""
CASES: dict[str, int] = {"n": 0, "g": 1, "a": 2, "b": 3}
SHAPES = frozenset("DGIBSTPKMQ")
KINDS = frozenset({"count", "mass", "plural", "pair", "collective"})
"""How a noun counts: plural = the English is always plural (scissors); pair = both are (glasses); collective = the
Albanian is plural, the English a mass noun (flokë, hair)."""


@dataclass(frozen=True)
class Noun:
    """A noun in both languages."""

    forms: tuple[str | None, ...]
    gender: str
    plural_gender: str
    singular: str
    plural: str
    kind: str = "count"

    def form(self, plural: bool, definite: bool, case: str) -> str | None:
        """Return the Albanian form, None where the noun lacks it."""
        return self.forms[form_index(plural, definite, case)]

    def agreement(self, plural: bool) -> str:
        """Return gender and number as an adjective's key: ms, fs, mp, fp."""
        return self.plural_gender + "p" if plural else self.gender + "s"


@dataclass(frozen=True)
class Adjective:
    """An adjective in both languages; a linked one takes an article (i mirë), another none (modern)."""

    forms: dict[str, str]
    linked: bool
    english: str


@dataclass(frozen=True)
class Phrase:
    """A noun phrase in both languages, with what the rest of the sentence agrees with."""

    albanian: str
    english: str
    plural: bool
    english_plural: bool
    gender: str
    case: str = "n"


def form_index(plural: bool, definite: bool, case: str) -> int:
    """Return a form's place among a noun's sixteen: number, then definiteness, then case."""
    return 8 * plural + 4 * definite + CASES[case]


def link(agreement: str, definite: bool, case: str) -> str:
    """Return the linking article: i, e, të or së.

    `agreement` is gender and number (ms, fs, mp, fp) of the noun; `definite` and `case` are the noun's as well. The
    rule holds where the article follows the noun it belongs to directly.
    """
    plural = agreement[1] == "p"
    if case == "n" and not plural:
        return "i" if agreement[0] == "m" else "e"
    if not definite:
        return "të"
    if case in "na":
        return "e"
    return "së" if agreement == "fs" else "të"


def decline(gender: str, singular: str, singular_definite: str, plural: str, plural_definite: str) -> list[str | None]:
    """Return a noun's sixteen forms from its four leading ones; "-" stands for a number the noun lacks.

    Nouns made of adjectives ("i huaj", "e drejtë") bring their article in each form.
    """
    forms: list[str | None] = [None] * 16
    article = re.match("(?:i|e) ", singular)
    if article:
        stem, definite = singular[2:], singular_definite[2:]
        feminine = gender == "f"
        definite_genitive = definite[:-1] + "ës" if feminine else definite + "t"
        definite_accusative = definite[:-1] + "ën" if feminine else definite + "n"
        forms[0:3] = [singular, f"të {stem if not feminine else definite[:-1] + 'e'}", f"të {stem}"]
        forms[4:7] = [
            singular_definite,
            f"{'së' if feminine else 'të'} {definite_genitive}",
            f"të {definite_accusative}",
        ]
    elif singular != "-":
        if gender == "m":
            genitive, tails = singular_definite, (singular_definite + "t", singular_definite + "n")
        elif singular.endswith("ë"):
            stem = singular_definite[:-1]
            genitive, tails = stem + "e", (stem + "ës", stem + "ën")
        elif singular.endswith("e"):
            genitive, tails = singular + "je", (singular + "s", singular + "n")
        elif singular[-1] in "aio":
            genitive = singular + ("e" if singular.endswith("i") else "je")
            tails = (singular + "së", singular + "në") if singular[-1] in "ai" else (singular + "s", singular + "n")
        else:
            genitive, tails = singular_definite[:-1] + "e", (singular_definite[:-1] + "ës", singular_definite[:-1] + "ën")
        forms[0:3] = [singular, genitive, singular]
        forms[4:7] = [singular_definite, *tails]
    if plural != "-":
        ablative = plural + ("sh" if plural[-1] in "aeëiouy" else "ish")
        forms[8:12] = [plural, plural + "ve", plural, ablative]
        forms[12:15] = [plural_definite, plural + "ve", plural_definite]
    return forms


def with_article(phrase: str) -> str:
    """Put a or an before an English phrase, by the sound of its first word."""
    word = re.split("[ -]", phrase)[0].lower()
    vowel = word[0] in "aeiou"
    if re.match(r"(?:uni(?!n|m)|us[eu](?!r?s?her)|eu|one\b|once|ur(?:anium|ine)|ute|ubi)", word):
        vowel = False
    elif re.match("(?:hour|hono|honest|heir)", word) or phrase.startswith(("X-ray", "8", "11 ", "18 ")):
        vowel = True
    return f"{'an' if vowel else 'a'} {phrase}"


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
    "your": {"ms": "juaj juaj juaj", "fs": "juaj suaj tuaj", "mp": "tuaj tuaj tuaj", "fp": "tuaja tuaja tuaja"},
}
_LINKED_POSSESSIVES = {"his": "tij", "her": "saj", "their": "tyre"}
_NUMBERS = {
    "two": "dy", "three": "tre", "four": "katër", "five": "pesë", "six": "gjashtë", "seven": "shtatë", "eight": "tetë",
    "nine": "nëntë", "ten": "dhjetë", "twelve": "dymbëdhjetë", "fifteen": "pesëmbëdhjetë", "twenty": "njëzet",
    "thirty": "tridhjetë", "fifty": "pesëdhjetë", "a hundred": "njëqind", "several": "disa", "a few": "pak",
}  # fmt: skip


def build_phrase(
    noun: Noun, shape: str, case: str, rng: random.Random, adjective: Adjective | None = None, plural: bool | None = None
) -> Phrase | None:
    """Return the noun in `shape` and `case` with its adjective, or None where the noun has no such phrase.

    `plural` decides the number where the shape leaves it open; None draws it.
    """
    mass = noun.kind in ("mass", "collective")
    wants_plural = rng.random() < 0.4 if plural is None else plural
    if shape in "ST":
        number = False
    elif shape in "GB":
        number = not mass
    elif shape in "PQ":
        number = True
    else:
        number = wants_plural and not mass
    if noun.kind in ("pair", "collective"):
        number = True
    if (shape == "Q" and (mass or noun.kind == "pair")) or (shape == "P" and mass) or (shape in "ST" and number):
        return None
    definite = shape in "DGTPM"
    if case == "b" and not (number and not definite):
        case = "g"
    form = noun.form(number, definite, case)
    if form is None:
        return None
    agreement = noun.agreement(number)
    english_plural = noun.kind in ("plural", "pair") or (number and not mass)
    english = noun.plural if english_plural else noun.singular
    words = [form]
    index = min(CASES[case], 2)
    if case == "b":
        index = 1
    if shape == "M":
        owner = rng.choice((*_POSSESSIVES, *_LINKED_POSSESSIVES))
        if owner in _POSSESSIVES:
            words.append(_POSSESSIVES[owner][agreement].split()[index].replace("_", " "))
        else:
            words.append(f"{link(agreement, True, case)} {_LINKED_POSSESSIVES[owner]}")
        english = f"{owner} {english}"
        adjective = None
    if adjective is not None:
        article = link(agreement, definite, case)
        words.append(f"{article} {adjective.forms[agreement]}" if adjective.linked else adjective.forms[agreement])
        english = f"{adjective.english} {english}"
    if shape == "K":
        which = rng.choice(("this", "this", "that"))
        words.insert(0, _DEMONSTRATIVES[which][agreement].split()[index])
        english = f"{_ENGLISH_DEMONSTRATIVES[which][english_plural]} {english}"
    elif shape == "Q":
        count = rng.choice(tuple(_NUMBERS))
        words.insert(0, "tri" if count == "three" and agreement == "fp" else _NUMBERS[count])
        english = f"{count} {english}"
    elif shape in "DP" and not english[0].isupper():  # Monday and March take no article
        english = f"the {english}"
    elif shape == "I" and not mass and noun.kind == "count":
        words.insert(0, "disa" if number else "një")
        english = f"some {english}" if number else with_article(english)
    elif shape == "I" and noun.kind == "plural":
        words.insert(0, "disa" if number else "një")
        english = f"some {english}"
    return Phrase(" ".join(words), english, number, english_plural, agreement[0], case)
