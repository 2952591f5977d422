"""Pure: find words of an English text that are none, and mend the slips of a model that builds words from pieces.

A small model spells a word it has hardly seen from pieces it knows, and now and then that is no word: "riseing", "an
permanent", "barners". The first two can be put right by the rules of spelling. The third cannot, and a reader must know.

The list beside this module holds the words of pyspellchecker's English dictionary (MIT License, Copyright 2018-2021 Tyler
Barrus) and of the training corpus' English; ``models/train/wordlist.py`` writes it. On 1,538 human translations that had no
part in it, 5 words of 19,500 are missing from it. Of the starter's translations of the same lines 185 held such a word before
anything was done about it; choosing, mending and trying again left 78, without loss of chrF (weights at 57.8 M pieces; the rules
were made with these lines in sight).
"""

from __future__ import annotations

import gzip
import itertools
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

SHORTEST = 3
"""Letters of the shortest word that is judged: shorter ones are abbreviations, units, initials."""

# Names, compounds, contractions and addresses are left to others: no capital, digit, hyphen or apostrophe in the word or next to it,
# nothing that holds an address together.
_WORD = re.compile(rf"(?<![\w'’./@:#&=?-])[a-z]{{{SHORTEST},}}(?![\w'’@/=&-]|[.:?][\w/])")

# What a model gets wrong where an ending meets a stem, and what it should be; tried in turn until one is a word.
_INFLECTIONS = tuple(
    (re.compile(pattern), right)
    for pattern, right in (
        (r"(?<=[^aeiou])ys$", "ies"),  # responsibilitys
        (r"(?<=[^aeiou])yed$", "ied"),  # hurryed
        (r"(?<=[a-z]{2})e(?=(?:ing|ers?|ed)$)", ""),  # riseing, brakeers
        (r"(?<=ing)ing$", ""),  # passinging
        (r"([a-z])\1{2,}", r"\1\1"),  # grasss, forbiddden
        (r"([a-z])\1{2,}", r"\1"),  # alllso
    )
)
# "An" before a letter that is never silent or a vowel's name; "a" before a vowel that never sounds like a consonant's. A capital
# inside a sentence is a name's (Serie A also), and after "a" no article has these words.
_AN = re.compile(r"(\ba|^A)n(?= [bcdfgjklmnpqrstvwyz][a-z]{2})")
_A = re.compile(r"(\ba|^A)(?= (?!and\b|are\b|also\b)(?:[ai][a-z]{2}|e(?!u|we)[a-z]{2}|o(?!ne|nce|ui)[a-z]{2}))")


# The model stutters ("concerns concerns") in one sentence of 700. What people write twice in a row is left out: of 210,000 human
# sentences two are changed ("zama zama", "pole pole").
_DOUBLED = re.compile(
    r"(?<![\w'’.-])(?!(?:had|that|her|you|very|many|much|more|long|really|well|far|bye|blah|rose|left|once|second|will|billion|million) )"
    r"([a-z]{3,}|of|to|at|by|an?) \1(?![\w'’-])"
)


def find_unknown(english: str) -> Iterator[str]:
    """Words of the English in no dictionary, each once, in order: made up, or left in another language."""
    return (word for word in dict.fromkeys(_WORD.findall(english)) if not is_known(word))


def mend_slips(english: str) -> str:
    """The text with its unknown words put right where an ending was joined wrongly, "a" and "an" where they must be, and no stutter."""
    english = _WORD.sub(lambda match: _mend(match.group()), _DOUBLED.sub(r"\1", english))
    return _A.sub(r"\1n", _AN.sub(r"\1", english))


def _mend(word: str) -> str:
    if is_known(word):
        return word
    mended = (pattern.sub(right, word) for pattern, right in _INFLECTIONS)
    return next((other for other in mended if other != word and is_known(other)), word)


def is_known(word: str) -> bool:
    """Whether the word, in small letters, stands in the list."""
    return f"\n{word}\n" in _read_list().get(word[:SHORTEST], "")


@cache
def _read_list() -> dict[str, str]:
    """The list's words by their first letters, each group one string: a third of the memory of a set of words."""
    text = gzip.decompress(files("pipeline").joinpath("words.txt.gz").read_bytes()).decode("ascii")
    groups = itertools.groupby(text.split(), key=lambda word: word[:SHORTEST])
    return {start: "\n".join(("", *group, "")) for start, group in groups}
