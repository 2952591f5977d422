"""English inflection of nouns, verbs and adjectives.

lemminflect inflects; english_forms.tsv corrects it.
"""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from lexicon.tables import Row, read_table

_FUNCTION_WORDS = frozenset("a an the of in on at to for with by from and or up out off over away down into be".split())
_LONG_COMPARED = frozenset("quiet narrow simple clever".split())
_IRREGULAR = {
    "good": ("better", "best"), "bad": ("worse", "worst"), "far": ("farther", "farthest"), "ill": ("more ill", "most ill"),
    "tired": ("more tired", "most tired"), "real": ("more real", "most real"),
}  # fmt: skip


class VerbForms(NamedTuple):
    """An English verb's five forms, with what follows it: go out, goes out, went out, gone out, going out."""

    base: str
    third: str
    past: str
    participle: str
    gerund: str

    @property
    def is_copula(self) -> bool:
        """Whether it is be with a complement: be afraid."""
        return self.base.split(" ")[0] == "be"


class English:
    """Inflection with its tables.

    Raises:
        ModuleNotFoundError: lemminflect or wordfreq, of the extra "train", is not installed.
    """

    def __init__(self) -> None:
        import lemminflect
        from wordfreq import zipf_frequency

        self._inflection = lemminflect.getInflection
        self._zipf = lru_cache(maxsize=None)(lambda word: zipf_frequency(word, "en"))
        self._fixed = {(row["word"], row["tag"]): row["form"] for row in _read_forms()}
        self.inflect = lru_cache(maxsize=None)(self._inflect)
        self.conjugate = lru_cache(maxsize=None)(self._conjugate)

    def _inflect(self, word: str, tag: str) -> str:
        if (word, tag) in self._fixed:
            return self._fixed[word, tag]
        found = self._inflection(word, tag)
        return found[0] if found else word

    def rate(self, phrase: str) -> float:
        """Return how common a phrase is: its rarest word's Zipf frequency, less half a point for each further word."""
        words = phrase.lower().split()
        content = [word for word in words if word not in _FUNCTION_WORDS] or words
        return float(min(self._zipf(word) for word in content)) - 0.5 * (len(words) - 1)

    def pluralize(self, phrase: str) -> str:
        """Return the plural of a noun phrase; its head is the last word before a preposition."""
        match = re.match(
            "(.+?)(,? (?:of|with|for|in|from|on|to|made|used|that|who|at|by|without|having|like) .*)$", phrase
        )
        head, rest = (match[1], match[2]) if match else (phrase, "")
        *before, word = head.split(" ")
        if word == "passer-by":
            word = "passers-by"
        elif word.endswith("-in-law"):
            word = self.inflect(word.removesuffix("-in-law"), "NNS") + "-in-law"
        elif re.search("(?<![uor])(?<!ger)(?<!sha)(?<!talis)m[ae]n$", word.lower()) and word.lower() not in (
            "roman", "ottoman", "german", "human",
        ):  # fmt: skip
            word = word[:-2] + "en"
        elif word[:1].isupper():
            word += "" if word.endswith(("s", "ese")) else "s"
        else:
            word = self.inflect(word, "NNS")
        return " ".join([*before, word]) + rest

    def _conjugate(self, gloss: str) -> VerbForms:
        """Return the forms of a verb phrase, whose first word is the verb."""
        head, _, rest = gloss.partition(" ")
        if head == "be":
            forms = ["be", "is", "was", "been", "being"]
        else:
            forms = [head, *(self.inflect(head, tag) for tag in ("VBZ", "VBD", "VBN", "VBG"))]
        return VerbForms(*(f"{form} {rest}".rstrip() for form in forms))

    def compare(self, word: str) -> str:
        """Return an adjective's comparative: fresher, more interesting."""
        return self._grade(word, 0)

    def superlative(self, word: str) -> str:
        """Return an adjective's superlative: freshest, most interesting."""
        return self._grade(word, 1)

    def _grade(self, word: str, degree: int) -> str:
        if word in _IRREGULAR:
            return _IRREGULAR[word][degree]
        long = ("more", "most")[degree]
        syllables = len(re.findall("[aeiouy]+", re.sub("e$", "", word)))
        if " " in word or "-" in word or (syllables > 1 and not word.endswith("y") and word not in _LONG_COMPARED):
            return f"{long} {word}"
        form = self.inflect(word, ("JJR", "JJS")[degree])
        # lemminflect answers for any word: fresher, but also "frieder"; only forms in use are taken
        return form if form != word and self._zipf(form) > 2.4 else f"{long} {word}"


@cache
def _read_forms() -> list[Row]:
    return read_table("english_forms.tsv", ("word", "tag", "form"))
