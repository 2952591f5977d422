"""Full Albanian paradigms from the data files of uniparser-albanian (MIT License).

The package's lexemes.txt lists stems, tags, paradigm names and an English gloss for each lexeme; paradigms.txt lists the
endings with their tags. Here they become a table of forms per lexeme:

    nouns       sixteen forms, in the order of `phrases.form_index`
    adjectives  ms, fs, mp, fp: gender and number
    verbs       a form by tense and person, the person counted 0 to 5 from the first singular to the third plural:
                pr present, ip imperfect, ao aorist, sb subjunctive, ad admirative, im imperative; the same of the middle
                voice: mp, mi, ma (its aorist); pt is the participle

Forms marked as dialectal, old or non-standard are left out. Irregular verbs come from irregular_verbs.tsv.
"""

import importlib.util
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from lexicon.tables import read_table

EXCLUDED = frozenset({"nonst", "Gheg", "old", "arch"})
PERSONS = [(person, number) for number in ("sg", "pl") for person in "123"]


class Ending(NamedTuple):
    """An ending with the stem it goes to (None: the first) and its tags."""

    stem: int | None
    suffix: str
    tags: frozenset[str]


@dataclass(frozen=True)
class Lexeme:
    """One entry of lexemes.txt with its forms."""

    lemma: str
    part: str
    tags: frozenset[str]
    stems: list[str]
    variants: list[list[str]]
    paradigms: list[str]
    gloss: str
    expand: Callable[[str], list[Ending]] = field(repr=False)

    @property
    def forms(self) -> list[tuple[frozenset[str], str]]:
        """The forms with their tags, made on demand: most of the 58,000 lexemes are never asked for theirs."""
        endings = (ending for paradigm in self.paradigms for ending in self.expand(paradigm))
        return [(ending.tags, form) for ending in endings if (form := _join(self.stems, ending))]


class MissingDataError(ImportError):
    """uniparser-albanian is not installed."""


def find_data() -> Path:
    """Return the folder of the installed package's data, without importing the package.

    Raises:
        MissingDataError: it is not installed.
    """
    spec = importlib.util.find_spec("uniparser_albanian")
    if spec is None or not spec.submodule_search_locations:
        raise MissingDataError("uniparser-albanian is not installed; install the extra: pip install 'brief[train]'.")
    return Path(spec.submodule_search_locations[0]) / "data_strict"


def read_lexemes(folder: Path | None = None) -> list[Lexeme]:
    """Return all lexemes in standard use."""
    folder = folder or find_data()
    expand = make_expander((folder / "paradigms.txt").read_text("utf-8"))
    text = (folder / "lexemes.txt").read_text("utf-8")
    return [lexeme for lexeme in parse_lexemes(text, expand) if not lexeme.tags & EXCLUDED]


def parse_lexemes(text: str, expand: Callable[[str], list[Ending]]) -> Iterator[Lexeme]:
    """Yield the entries of lexemes.txt that have a stem."""
    for block in text.split("-lexeme")[1:]:
        fields: dict[str, str] = {}
        paradigms = []
        for line in block.split("\n"):
            key, colon, value = (part.strip() for part in line.partition(":"))
            if not colon:
                continue
            if key in ("paradigm", "paradgim"):  # the file has both
                paradigms.append(value)
            else:
                fields.setdefault(key, value)
        if "lex" in fields and "stem" in fields:
            tags = [tag.strip() for tag in fields.get("gramm", "").split(",")]
            variants = [stem.split("//") for stem in fields["stem"].split("|")]
            yield Lexeme(
                fields["lex"],
                tags[0],
                frozenset(tags),
                [stems[0].strip() for stems in variants],
                variants,
                paradigms,
                fields.get("trans_en", ""),
                expand,
            )


def make_expander(text: str) -> Callable[[str], list[Ending]]:
    """Return a function from a paradigm's name to its endings, nested paradigms unfolded."""
    entries: dict[str, list[tuple[str, list[str], list[str]]]] = {}
    current: list[tuple[str, list[str], list[str]]] = []
    for line in text.split("\n"):
        key, _, value = (part.strip() for part in line.partition(":"))
        if key == "-paradigm":
            current = entries.setdefault(value, [])
        elif key == "-flex":
            current.append((value, [], []))
        elif key == "gramm" and current:
            current[-1][1].extend(tag.strip() for tag in value.split(",") if tag.strip())
        elif key == "paradigm" and current:
            current[-1][2].append(value)
    known: dict[str, list[Ending]] = {}

    def expand(name: str) -> list[Ending]:
        if name in known:
            return known[name]
        endings = []
        for flex, tags, nested in entries.get(name, ()):
            if EXCLUDED & set(tags):
                continue
            match = re.match(r"(?:<(\d+)>)?(.*)$", flex.split("//")[0].strip())
            assert match  # the pattern matches any text
            stem = int(match[1]) if match[1] else None
            body = match[2].removeprefix(".")
            if "<.>" not in body:
                endings.append(Ending(stem, body.rstrip("."), frozenset(tags)))
                continue
            before, after = body.split("<.>", 1)
            for other in nested:
                if "clitic" in other or any(mark in other for mark in EXCLUDED):
                    continue
                for inner in expand(other):
                    chosen = inner.stem if stem is None else stem
                    endings.append(Ending(chosen, before + inner.suffix + after, frozenset(tags) | inner.tags))
        known[name] = endings
        return endings

    return expand


def _join(stems: list[str], ending: Ending) -> str | None:
    stem = stems[ending.stem if ending.stem is not None and ending.stem < len(stems) else 0]
    return None if "NOSTEM" in stem else stem.replace(".", "", 1) + ending.suffix


# nouns --------------------------------------------------------------------------------------------------------------
_CASE_TAGS = {"nom": 0, "gen_dat": 1, "acc": 2, "abl2": 3}


def tabulate_noun(lexeme: Lexeme) -> list[str | None]:
    """Return a noun's sixteen forms, None where it has no such form."""
    table: list[str | None] = [None] * 16
    for tags, form in lexeme.forms:
        for tag, case in _CASE_TAGS.items():
            place = 8 * ("pl" in tags) + 4 * ("def" in tags) + case
            if tag in tags and table[place] is None:
                # the stem's ë falls before another vowel: motrës, not *motërës
                table[place] = re.sub("ë([eaiuë])(?=(?:s|n|ve|t|je)?$)", r"\1", form)
    for place in (12, 14):
        form_ = table[place]
        if form_ and form_.endswith("st"):  # punonjësit, not *punonjëst
            table[place] = form_[:-1] + "it"
        if form_ and "f" in lexeme.tags and lexeme.lemma.endswith("i") and form_ == lexeme.lemma + "t":
            table[place] = lexeme.lemma + "të"  # xhamitë, not *xhamit
    if table[6] is None and table[5] and table[5].endswith("ës"):  # the data lack kumbullën, mjegullën
        table[6] = table[5][:-1] + "n"
    if table[11] is None:  # the plural ablative in -sh; elsewhere the genitive's form
        table[11] = table[9]
    if lexeme.lemma[0].isupper():
        return [form and form[0].upper() + form[1:] for form in table]
    return table


# adjectives ---------------------------------------------------------------------------------------------------------
def tabulate_adjective(lexeme: Lexeme) -> dict[str, str]:
    """Return an adjective's four forms, fewer where the data lack one."""
    if lexeme.paradigms == ["unchangeable"]:
        return dict.fromkeys(("ms", "fs", "mp", "fp"), lexeme.lemma)
    table: dict[str, str] = {}
    for tags, form in lexeme.forms:
        for gender in "mf":
            for number in ("sg", "pl"):
                if tags == {gender, number}:
                    table.setdefault(gender + number[0], form)
    return table


# verbs --------------------------------------------------------------------------------------------------------------
_TENSES = {
    frozenset({"pres", "ind"}): ("pr", "mp"),
    frozenset({"ipf", "ind"}): ("ip", "mi"),
    frozenset({"aor", "ind"}): ("ao", "ma"),
    frozenset({"pres", "sbjv"}): ("sb", "sb"),
    frozenset({"pres", "adm"}): ("ad", "ad"),
}
MIDDLE_PRESENT = ("em", "esh", "et", "emi", "eni", "en")
MIDDLE_IMPERFECT = ("esha", "eshe", "ej", "eshim", "eshit", "eshin")


def read_irregular_verbs() -> dict[str, dict[str, str]]:
    """Return the form tables of the irregular verbs by lemma."""
    columns = ("lemma", "present", "imperfect", "aorist", "subjunctive", "participle", "middle_aorist", "middle_stem",
               "imperative", "admirative_stem")  # fmt: skip
    tables = {}
    for row in read_table("irregular_verbs.tsv", columns):
        forms = {"pt": row["participle"]}
        for key, column in (("pr", "present"), ("ip", "imperfect"), ("ao", "aorist")):
            persons = row[column].split()
            if len(persons) != len(PERSONS):
                raise row.fault(f"{column} needs six forms.")
            forms |= {f"{key}{person}": form for person, form in enumerate(persons)}
        forms["sb1"], forms["sb2"] = row["subjunctive"].split()
        if row["lemma"] in ("jam", "kam"):
            stem = row["lemma"][0] + "e"
            forms["sb0"], forms["sb5"] = stem + "m", stem + "në"
        if row["middle_aorist"] != "-":
            forms["ma2"] = row["middle_aorist"]
        if row["middle_stem"] != "-":
            forms |= make_middle_forms(row["middle_stem"])
        if row["imperative"] != "-":
            forms["im1"], forms["im4"] = row["imperative"].split()
        for person, ending in enumerate(("kam", "ke", "ka", "kemi", "keni", "kan")):
            forms[f"ad{person}"] = row["admirative_stem"] + ending + ("ë" if person == 5 else "")
        tables[row["lemma"]] = forms
    return tables


def make_middle_forms(stem: str) -> dict[str, str]:
    """Return the present and imperfect of a middle verb from its stem (mërzit-: mërzitem, mërzitesha)."""
    present = {f"mp{person}": stem + ending for person, ending in enumerate(MIDDLE_PRESENT)}
    return present | {f"mi{person}": stem + ending for person, ending in enumerate(MIDDLE_IMPERFECT)}


def tabulate_verb(lexeme: Lexeme, irregular: dict[str, dict[str, str]]) -> dict[str, str]:
    """Return a verb's forms by the keys of this module's docstring."""
    key = "pres_cut" if lexeme.lemma == "pres" and "vras" in lexeme.paradigms else lexeme.lemma
    if key in irregular and "med" not in lexeme.tags:
        table = dict(irregular[key])
    else:
        table = _collect_verb_forms(lexeme)
        _restore_stem(lexeme, table)
        _mend_verb(lexeme.lemma, table)
    if "pr4" in table:
        table.setdefault("im4", table["pr4"])
    for person in (0, 3, 4, 5):  # the subjunctive differs from the present in the second and third singular only
        if f"pr{person}" in table:
            table.setdefault(f"sb{person}", table[f"pr{person}"])
    return table


def _collect_verb_forms(lexeme: Lexeme) -> dict[str, str]:
    table: dict[str, str] = {}
    for tags, form in lexeme.forms:
        if "ptcp" in tags:
            table.setdefault("pt", form)
            continue
        person = next((i for i, (p, n) in enumerate(PERSONS) if p in tags and n in tags), None)
        if person is None:
            continue
        middle = "pass" in tags
        for needed, keys in _TENSES.items():
            if needed <= tags:
                table.setdefault(f"{keys[middle]}{person}", form)
        if "imp" in tags and not middle:
            table.setdefault(f"im{person}", form)
    return table


def _restore_stem(lexeme: Lexeme, table: dict[str, str]) -> None:
    """Build the imperfect and the second plural of vras, bertas... on the stem in -s: vrisja, not *vritja."""
    for variants in lexeme.variants:
        stems = [variant.strip(" .") for variant in variants]
        if len(stems) > 1 and stems[0].endswith("t") and stems[1] == stems[0][:-1] + "s":
            for key, form in table.items():
                if (key.startswith("ip") or key in ("pr4", "im4")) and form.startswith(stems[0]):
                    table[key] = stems[1] + form[len(stems[0]) :]
    if "ip2" in table:
        table["ip2"] = re.sub("([aeiouyë])tte$", r"\1ste", table["ip2"])
        table["ip2"] = re.sub("([^aeiouyë])tte$", r"\1te", table["ip2"])


def _mend_verb(lemma: str, table: dict[str, str]) -> None:
    """Put right what the paradigms get wrong for whole groups of verbs."""
    if "pr0" in table and not lemma.endswith("j") and re.search("[^aeiouyë]j$", table["pr0"]):
        table["pr0"] = lemma  # hap, not *hapj
        for key in ("pr1", "pr2"):
            if table.get(key, "") == lemma + "n":
                table[key] = lemma
        if table.get("sb2", "").endswith("jë"):
            table["sb2"] = table["sb2"][:-2] + "ë"
    if re.search("(?:ua|ye|ie)rë$", table.get("pt", "")):
        table["pt"] = table["pt"][:-1]  # shkruar, kthyer
    for lemma_, wrong, right in (("marr", "mirr", "merr"), ("zëvendësoj", "zëvendes", "zëvendës")):
        if lemma == lemma_:
            for key, form in table.items():
                table[key] = form.replace(wrong, right)


def is_complete(forms: dict[str, str], middle: bool) -> bool:
    """Tell whether a verb has every form the grammar asks for."""
    if "pt" not in forms or any(f"ao{person}" not in forms for person in (0, 1, 3, 4, 5)):
        return False
    if middle:
        return "ma2" in forms and all(f"{key}{person}" in forms for key in ("mp", "mi") for person in range(6))
    return {"ao2", "sb2"} <= forms.keys() and all(f"{key}{p}" in forms for key in ("pr", "ip") for p in range(6))
