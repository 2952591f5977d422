"""A verb in a tense and person, in both languages.

Persons count from 0, the first singular, to 5, the third plural. A middle verb, or the passive of an active one, has its own
present and imperfect, puts u before the aorist, and builds its perfect with jam, to be, where the active has kam, to have.
"""

import random
from typing import Literal, get_args

from lexicon.uniparser import read_irregular_verbs
from lexicon.words import Verb

Tense = Literal[
    "present", "progressive", "past", "perfect", "pluperfect", "imperfect", "background", "habitual", "future", "conditional",
    "conditional perfect", "future perfect", "can", "could", "must", "had to", "may have", "admirative",
    "subjunctive", "gerund", "without", "purpose",
]  # fmt: skip
"""imperfect: po shkruante, was writing; background: shkruante, was writing (while ...); habitual: shkruante, used to write or wrote."""
TENSES: frozenset[str] = frozenset(get_args(Tense))
FINITE = TENSES - {"subjunctive", "gerund", "without", "purpose"}

_IRREGULAR = read_irregular_verbs()
JAM, KAM = _IRREGULAR["jam"], _IRREGULAR["kam"]
_ADMIRATIVE = {
    False: ("paskam", "paske", "paska", "paskemi", "paskeni", "paskan"),
    True: ("qenkam", "qenke", "qenka", "qenkemi", "qenkeni", "qenkan"),
}
# të and a clitic that follows it
_JOINED = {
    "": "të", "e": "ta", "i": "t'i", "u": "t'u", "ia": "t'ia", "ua": "t'ua", "më": "të më", "na": "të na", "ju": "t'ju", "të": "të të",
}  # fmt: skip
# the middle's u and a dative clitic before it
_WITH_U = {"": "u", "i": "iu", "u": "iu", "më": "m'u", "na": "na u", "të": "t'u", "ju": "ju"}
AM = ("am", "are", "is", "are", "are", "are")
WAS = ("was", "were", "was", "were", "were", "were")
HAVE = ("have", "have", "has", "have", "have", "have")
DO = ("do", "do", "does", "do", "do", "do")


def join(*parts: str) -> str:
    """Join the parts that are not empty by spaces."""
    return " ".join(part for part in parts if part)


def say_albanian(
    verb: Verb,
    tense: str,
    person: int,
    rng: random.Random,
    *,
    clitic: str = "",
    negative: bool = False,
    passive: bool = False,
) -> str:
    """Return the Albanian verb with its particles, its clitic and its negation.

    Raises:
        KeyError: no such tense, or the verb lacks the form; `uniparser.is_complete` verbs have all.
    """
    middle = verb.middle or passive
    forms = verb.forms
    present = forms[f"{'mp' if middle else 'pr'}{person}"]
    imperfect = forms[f"{'mi' if middle else 'ip'}{person}"]
    aorist = forms["ma2"] if middle and person == 2 else forms[f"ao{person}"]
    subjunctive = present if middle else forms.get(f"sb{person}", present)
    have = JAM if middle else KAM
    not_ = ("s'" if rng.random() < 0.1 else "nuk") if negative else ""
    te = join("të mos", clitic) if negative and tense == "subjunctive" else _JOINED[clitic]
    have_subjunctive = have.get(f"sb{person}", have[f"pr{person}"])
    participle = forms["pt"]
    u = _WITH_U[clitic] if middle else clitic
    match tense:
        case "present":
            said = join(not_, clitic, present)
        case "progressive":
            said = join(not_, "po", clitic, present)
        case "past":
            said = join(not_, u, aorist)
        case "perfect":
            said = join(not_, clitic, have[f"pr{person}"], participle)
        case "pluperfect":
            said = join(not_, clitic, have[f"ip{person}"], participle)
        case "imperfect":
            said = join(not_, "po", clitic, imperfect)
        case "background" | "habitual":
            said = join(not_, clitic, imperfect)
        case "future":
            said = join(not_, "do", te, subjunctive)
        case "conditional":
            said = join(not_, "do", te, imperfect)
        case "conditional perfect":
            said = join(not_, "do", te, have[f"ip{person}"], participle)
        case "future perfect":
            said = join(not_, "do", te, have_subjunctive, participle)
        case "can":
            said = join(not_, "mund", te, subjunctive)
        case "could":
            said = join(not_, "mund", te, imperfect)
        case "must":
            said = join(not_, "duhet", te, subjunctive)
        case "had to":
            said = join(not_, "duhej", te, imperfect)
        case "may have":
            said = join(not_, "mund", te, have_subjunctive, participle)
        case "admirative":
            said = join(not_, clitic, _ADMIRATIVE[middle][person], participle)
        case "subjunctive":
            said = join(te, subjunctive)
        case "gerund":
            said = join("duke", "mos" if negative else "", u, participle)
        case "without":
            said = join("pa", u, participle)
        case "purpose":
            said = join("për", "t'u" if middle else te, participle)
        case _:
            raise KeyError(tense)
    return said.replace("s' ", "s'", 1) if not_ == "s'" else said


def say_english(
    verb: Verb,
    tense: str,
    person: int,
    rng: random.Random,
    *,
    negative: bool = False,
    passive: bool = False,
    adverb: str = "",
) -> str:
    """Return the English verb with its auxiliaries; `adverb` stands before the main verb.

    Raises:
        KeyError: no such tense.
    """
    not_ = "not" if negative else ""
    be = passive or verb.english.is_copula
    base, third, past, participle, gerund = verb.english
    if passive:
        base, participle, gerund = f"be {participle}", f"been {participle}", f"being {participle}"
    if be:
        rest = base.removeprefix("be").strip()
        progressive = gerund if passive and not verb.stative else rest
        simple = {
            "present": join(AM[person], not_, adverb, rest),
            "progressive": join(AM[person], not_, adverb, progressive),
            "past": join(WAS[person], not_, adverb, rest),
            "imperfect": join(WAS[person], not_, adverb, progressive),
        }
    else:
        simple = {
            "present": join(DO[person], "not", adverb, base)
            if negative
            else join(adverb, third if person == 2 else base),
            "past": join("did not", adverb, base) if negative else join(adverb, past),
        }
        simple["progressive"] = simple["present"] if verb.stative else join(AM[person], not_, adverb, gerund)
        simple["imperfect"] = simple["past"] if verb.stative else join(WAS[person], not_, adverb, gerund)
    simple["background"] = simple["imperfect"]
    plain = negative or be or verb.stative or rng.random() < 0.5
    simple["habitual"] = simple["past"] if plain else join(adverb, "used to", base)
    if tense in simple:
        return simple[tense]
    if be and adverb:  # would be completely changed, not "would completely be changed"
        base, participle, adverb = (
            base.replace("be", f"be {adverb}", 1),
            participle.replace("been", f"been {adverb}", 1),
            "",
        )
    match tense:
        case "perfect":
            return join(HAVE[person], not_, adverb, participle)
        case "pluperfect":
            return join("had", not_, adverb, participle)
        case "future" | "conditional" | "could":
            return join({"future": "will", "conditional": "would", "could": "could"}[tense], not_, adverb, base)
        case "conditional perfect":
            return join("would", not_, "have", adverb, participle)
        case "future perfect":
            return join("will", not_, "have", adverb, participle)
        case "can":
            return join("cannot" if negative else rng.choice(("can", "can", "may")), adverb, base)
        case "must":
            return join(rng.choice(("must", "should")), not_, adverb, base)
        case "had to":
            return join("did not have to" if negative else "had to", adverb, base)
        case "may have":
            return join("may", not_, "have", adverb, participle)
        case "admirative":
            return join(HAVE[person], "apparently", not_, participle)
        case "subjunctive" | "purpose":
            return join(not_, "to", adverb, base)
        case "gerund":
            return join(not_, gerund)
        case "without":
            return join("without", gerund)
    raise KeyError(tense)


def say_copula(
    tense: str, person: int, english_person: int, rng: random.Random, negative: bool = False
) -> tuple[str, str]:
    """Return jam and to be in a finite tense or the subjunctive.

    Raises:
        KeyError: no such tense.
    """
    not_, no = ("nuk", "not") if negative else ("", "")
    subjunctive = JAM.get(f"sb{person}", JAM[f"pr{person}"])
    have = KAM.get(f"sb{person}", KAM[f"pr{person}"])
    present, imperfect = JAM[f"pr{person}"], JAM[f"ip{person}"]
    was = WAS[english_person]
    said = {
        "present": (join(not_, present), join(AM[english_person], no)),
        "past": (join(not_, imperfect if rng.random() < 0.7 else JAM[f"ao{person}"]), join(was, no)),
        "habitual": (join(not_, imperfect), join(was, no)),
        "perfect": (join(not_, KAM[f"pr{person}"], "qenë"), join(HAVE[english_person], no, "been")),
        "pluperfect": (join(not_, KAM[f"ip{person}"], "qenë"), join("had", no, "been")),
        "future": (join(not_, "do të", subjunctive), join("will", no, "be")),
        "conditional": (join(not_, "do të", imperfect), join("would", no, "be")),
        "conditional perfect": (join(not_, "do të", KAM[f"ip{person}"], "qenë"), join("would", no, "have been")),
        "can": (join(not_, "mund të", subjunctive), "cannot be" if negative else "can be"),
        "could": (join(not_, "mund të", imperfect), join("could", no, "be")),
        "must": (join(not_, "duhet të", subjunctive), join(rng.choice(("must", "should")), no, "be")),
        "may have": (join(not_, "mund të", have, "qenë"), join("may", no, "have been")),
        "subjunctive": (join("të mos" if negative else "të", subjunctive), join(no, "to be")),
    }
    return said[tense]


COPULA_TENSES = frozenset(
    {
        "present", "past", "habitual", "perfect", "pluperfect", "future", "conditional", "conditional perfect", "can", "could",
        "must", "may have", "subjunctive",
    }
)  # fmt: skip
