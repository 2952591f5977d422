"""Noise that makes the model robust to real input, and copying drills made from the corpus' own lines.

Everything here takes a random generator and a pair and returns a pair; the corpus itself is never changed.
"""

from __future__ import annotations

import random
import re
import string
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

Pair = tuple[str, str]

# Moses' punctuation normalisation, the part that matters for news (scripts/tokenizer/normalize-punctuation.perl).
_MOSES = str.maketrans(
    {
        "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"',
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "´": "'", "`": "'", "′": "'",
        "–": "-", "‑": "-", "−": "-", "…": "...", "\u00a0": " ", "\u202f": " ", "\u00ad": None, "\u200b": None,
    }
)  # fmt: skip


def normalise(text: str) -> str:
    """The form in which the model sees every text: ASCII quotes, apostrophes and dashes, single spaces."""
    return " ".join(text.translate(_MOSES).replace("—", " - ").split())


# A number as Albanian news writes it: 1.200 · 3,5 · 2019 · 18:30. Times and ranges are made of two matches.
_NUMBER = re.compile(r"(?<![\w.,:])\d+(?:[.,]\d+)*(?![\w:]|[.,]\d)")
_LETTERS = "a-zA-Zéèöüäñçëáíóúčšž"
_NAME = re.compile(rf"(?<![\w'-])[A-Z][{_LETTERS}]{{2,}}(?=(?:'s)?(?![\w'-]))")


def english_number(albanian: str) -> str:
    """``1.200,5`` → ``1,200.5``: the two languages swap the point and the comma."""
    return albanian.translate(str.maketrans(".,", ",."))


def redraw_number(rng: random.Random, number: str) -> str:
    """Other digits in the same form; a leading digit stays non-zero and a year stays near ours."""
    if len(number) == 4 and number[:2] in ("19", "20"):
        return str(rng.randint(1900, 2035))
    return "".join(
        c if not c.isdigit() else str(rng.randint(1 if i == 0 and len(number) > 1 else 0, 9))
        for i, c in enumerate(number)
    )


def vary_numbers(rng: random.Random, pair: Pair) -> Pair:
    """Replace each number that stands once on both sides by another of the same form, the same on both."""
    source, target = pair
    found = _NUMBER.findall(source)
    for number in found:
        english = english_number(number)
        there = _NUMBER.findall(target)
        if found.count(number) != 1 or there.count(english) != 1 or len(number) == 1:
            continue
        new = redraw_number(rng, number)
        source = re.sub(rf"(?<![\w.,]){re.escape(number)}(?![\w]|[.,]\d)", new, source, count=1)
        target = re.sub(rf"(?<![\w.,]){re.escape(english)}(?![\w]|[.,]\d)", english_number(new), target, count=1)
        found = _NUMBER.findall(source)
    return source, target


# Case endings that Albanian puts on a foreign name, at once or after a hyphen (Putinit, Kennedyt, Microsoft-it). Those
# of a name that ends in a consonant begin with i, but after k, g and h with u (Chiracut).
_CASES = {"i": "u", "in": "un", "it": "ut"}
_AFTER_K = {u: i for i, u in _CASES.items()}
_AFTER_VOWEL = ("n", "s", "t", "ja", "në", "së")
_ENDINGS = tuple(hyphen + ending for ending in (*_CASES, *_AFTER_K, *_AFTER_VOWEL) for hyphen in ("", "-"))
_INFLECTED = re.compile(rf"(?<![\w'-])[A-Z][{_LETTERS}]{{2,}}(?:-[a-zë]{{1,2}})?(?![\w'-])")


def shared_names(pair: Pair) -> list[str]:
    """Capitalised words spelt alike on both sides, not sentence-initial: names that are copied."""
    target = set(_NAME.findall(pair[1]))
    return [m.group() for m in _NAME.finditer(pair[0]) if m.start() > 0 and m.group() in target]


def inflected_names(pair: Pair) -> list[tuple[str, str]]:
    """(name, ending) of the source's capitalised words that stand in the target without the case ending."""
    target = set(_NAME.findall(pair[1]))
    found = []
    for word in _INFLECTED.findall(pair[0]):
        cuts = [(word.removesuffix(ending), ending) for ending in _ENDINGS if word.endswith(ending)]
        fits = [(name, ending) for name, ending in cuts if name in target and _is_ending(name, ending)]
        if fits and word not in target:
            found.append(max(fits, key=lambda fit: len(fit[0])))
    return found


def _is_ending(name: str, ending: str) -> bool:
    """Whether the ending is one that a name with such a last letter takes."""
    return (ending.removeprefix("-") in _AFTER_VOWEL) == (last_sound(name) != "consonant")


def last_sound(name: str) -> str:
    """What decides a name's endings: its last vowel letter, or that it ends in a consonant."""
    return name[-1] if name[-1] in "aeiouyáéëíóöúü" else "consonant"


_ONSETS = "b br c ch d dr f fl g gr h j k kl kr l m n p pr r s sh sk st t th tr v w z".split()
_VOWELS = "a e i o u a e i o ai ee ie ou é ö".split()
_CODAS = "n r l s t ck m nd rt ng x ff ss th v ć č š ł ń".split() + [""] * 12


def invent_name(rng: random.Random) -> str:
    """A pronounceable name nobody has: the model must copy it piece by piece."""
    parts = [rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(rng.choice((2, 2, 3)))]
    return "".join(parts).capitalize()


HELD_SHARE, REAL_SHARE = 0.1, 0.5
"""Shares of replaced names that are drawn from the corpus and from the lists of real names; the rest is invented. Few from
the corpus: each one makes its name likelier where another stands. Many real ones: only who knows that Wilson is a name and
Wilsoni is not can tell a case ending from a last letter."""


def read_real_names() -> list[str]:
    """First names and the 20,000 commonest surnames of the United States' census of 1990 (in the public domain).

    Raises ModuleNotFoundError when the package ``names``, of the extra "train", is not installed.
    """
    from names import FILES

    found = []
    for file, most in ((FILES["first:male"], 5_000), (FILES["first:female"], 5_000), (FILES["last"], 20_000)):
        words = [line.split()[0] for line in Path(file).read_text(encoding="ascii").splitlines()[:most]]
        found += ["Mc" + w[2:].capitalize() if w.startswith("MC") else w.capitalize() for w in words if len(w) > 2]
    return sorted(set(found))


def inflect(name: str, ending: str) -> str:
    """``name`` with an ending; ``i``, ``in``, ``it`` become ``u``, ``un``, ``ut`` after k, g and h, and the other way round."""
    hyphen, bare = ("-", ending[1:]) if ending[0] == "-" else ("", ending)
    regular = _AFTER_K.get(bare, bare)
    return name + hyphen + (_CASES.get(regular, regular) if name[-1] in "kgh" else regular)


@dataclass(frozen=True)
class Names:
    """What replaces a name: names of the corpus and real names, each by what decides their endings (:func:`last_sound`)."""

    held: dict[str, list[str]]
    real: dict[str, list[str]]

    def draw(self, rng: random.Random, sound: str | None) -> str | None:
        """A name, with that last sound if one is asked for; None when no such name was found in a few tries."""
        share = rng.random()
        pools = self.held if share < HELD_SHARE else self.real if share < HELD_SHARE + REAL_SHARE else None
        if pools:
            sizes = {key: len(pool) for key, pool in pools.items()}
            key = sound or rng.choices(list(sizes), list(sizes.values()))[0]
            if key in pools:
                return rng.choice(pools[key])
        tries = (invent_name(rng) for _ in range(20))
        return next((name for name in tries if sound in (None, last_sound(name))), None)


def group_names(held: Sequence[str], real: Sequence[str]) -> Names:
    """The names of both lists by their last sound."""
    groups: tuple[dict[str, list[str]], dict[str, list[str]]] = ({}, {})
    for names, group in zip((held, real), groups, strict=True):
        for name in names:
            group.setdefault(last_sound(name), []).append(name)
    return Names(*groups)


def vary_names(rng: random.Random, pair: Pair, names: Names) -> Pair:
    """Replace copied names by invented ones or by others from ``names``, the same on both sides, case endings kept."""
    source, target = pair
    endings = dict(inflected_names(pair))
    for name in dict.fromkeys([*shared_names(pair), *endings]):
        if rng.random() < 0.5:
            continue
        new = names.draw(rng, last_sound(name) if name in endings else None)
        if new is None:
            continue
        if name in endings:
            inflected = re.escape(name + endings[name])
            source = re.sub(rf"(?<![\w'-]){inflected}(?![\w'-])", inflect(new, endings[name]), source)
        source = re.sub(rf"(?<![\w'-]){name}(?![\w'-])", new, source)
        target = re.sub(rf"(?<![\w'-]){name}(?!\w|-)", new, target)
    return source, target


def drop_diacritics(text: str) -> str:
    """ë → e, ç → c, as many web sites and comments write."""
    return text.translate(str.maketrans("ëçËÇ", "ecEC"))


def drop_final_mark(pair: Pair) -> Pair:
    """Both sides without a final full stop: what a headline or a cut line looks like."""
    if pair[0].endswith(".") and pair[1].endswith("."):
        return pair[0].rstrip("."), pair[1].rstrip(".")
    return pair


def misspell(rng: random.Random, text: str) -> str:
    """One letter swapped, doubled or dropped in one longer word."""
    words = text.split(" ")
    long = [i for i, w in enumerate(words) if len(w) > 5 and w.isalpha() and w.islower()]
    if not long:
        return text
    i = rng.choice(long)
    w, k = words[i], rng.randrange(1, len(words[i]) - 1)
    words[i] = rng.choice((w[:k] + w[k + 1 :], w[:k] + w[k] + w[k:], w[:k] + w[k + 1] + w[k] + w[k + 2 :]))
    return " ".join(words)


def disturb(rng: random.Random, pair: Pair, rate: float) -> Pair:
    """At most one kind of noise, each with probability ``rate`` (capitals, lower case and misspelling with half of it)."""
    source, target = pair
    draw = rng.random() / rate if rate else 9.0
    if draw < 1:
        return drop_diacritics(source), target
    if draw < 2:
        return drop_final_mark(pair)
    if draw < 2.5:
        return source.upper(), target
    if draw < 3:
        return source[:1] + source[1:].lower(), target
    if draw < 3.5:
        return misspell(rng, source), target
    return pair


def name_pool(pairs: Sequence[Pair]) -> list[str]:
    """Every name copied somewhere in ``pairs``, once each, in a fixed order."""
    return sorted({name for pair in pairs for name in shared_names(pair) if name[0] in string.ascii_uppercase})
