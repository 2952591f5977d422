"""The generator of synthetic lines: its tables, paradigms, phrases, verbs, frames, and the lines it writes."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from conftest import TOP

pytest.importorskip("lemminflect")
pytest.importorskip("uniparser_albanian")

import generate
from lexicon import expressions
from lexicon.clauses import Clauses
from lexicon.dictionary import Dictionary
from lexicon.english import English
from lexicon.frames import Frames
from lexicon.phrases import SHAPES, NounPhrases, build_phrase
from lexicon.sampling import Weighted
from lexicon.sentences import Sentences, capitalize, tidy
from lexicon.tables import FOLDER, Row, TableError, read_table
from lexicon.uniparser import MissingDataError, find_data, tabulate_noun
from lexicon.verbs import FINITE, TENSES, say_albanian, say_english
from lexicon.vocabulary import PUBLIC_SURNAMES, Vocabulary
from lexicon.words import Noun, Verb, decline, form_index, link, with_article

SEEDS = (1, 7, 42)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary()


@pytest.fixture(scope="module")
def lines(vocabulary: Vocabulary) -> list[tuple[str, str]]:
    return [pair for seed in SEEDS for pair in Sentences(vocabulary, seed).make_pairs(4000)]


@pytest.fixture(scope="module")
def dictionary_lines(vocabulary: Vocabulary) -> list[tuple[str, str]]:
    return Dictionary(vocabulary, 1).make_lines(20_000)


def find_noun(vocabulary: Vocabulary, lemma: str, english: str) -> Noun:
    return next(e.noun for e in vocabulary.entries if (e.noun.lemma, e.noun.singular) == (lemma, english))


def find_verb(vocabulary: Vocabulary, lemma: str, english: str) -> Verb:
    row = Row({"lemma": lemma, "english": english}, "a test", 1)
    return vocabulary.find_verb(row)


# tables --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("lemma\tgloss\nqepë\tonion\n", r"words\.tsv, line 1: the header must be lemma english"),
        ("lemma\tenglish\n\nqepë\n", r"words\.tsv, line 3: the column english is empty"),
        ("lemma\tenglish\nqepë\tonion\tvegetable\n", r"words\.tsv, line 2: 3 cells, but the table has 2 columns"),
        ("lemma\tenglish\nqepë\tonion\n# a comment\nqepë\tonion\n", r"line 4: the same line stands already at 2"),
    ],
)
def test_a_fault_in_a_table_names_file_and_line(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "words.tsv").write_text(text, "utf-8")
    with pytest.raises(TableError, match=message):
        read_table("words.tsv", ("lemma", "english"), folder=tmp_path)


def test_a_word_outside_the_allowed_ones_is_told_with_them() -> None:
    row = Row({"kind": "many"}, "nouns.tsv", 9)
    with pytest.raises(TableError, match=r"nouns\.tsv, line 9: kind is 'many'; it must be one of count, mass"):
        row.choice("kind", {"mass", "count"})


def test_a_noun_that_no_source_has_is_told(vocabulary: Vocabulary) -> None:
    row = Row({}, "nouns.tsv", 3)
    with pytest.raises(
        TableError, match=r"nouns\.tsv, line 3: blarg is neither in uniparser-albanian nor in paradigms"
    ):
        vocabulary.find_noun("blarg", "blarg", "count", "T", row.fault)


def test_tables_are_tidy() -> None:
    for path in sorted(FOLDER.glob("*.tsv")):
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
            assert line == line.rstrip(), f"{path.name}, line {number} ends in space"
            assert "  " not in line, f"{path.name}, line {number} has a double space"


# forms ---------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("lemma", "english", "plural", "definite", "case", "form"),
    [
        ("qepë", "onion", True, True, "n", "qepët"),
        ("karotë", "carrot", True, True, "g", "karotave"),
        ("qen", "dog", False, True, "a", "qenin"),
        ("punonjës", "employee", True, True, "n", "punonjësit"),
        ("xhami", "mosque", True, True, "n", "xhamitë"),
        ("tra", "beam", True, False, "n", "trarë"),
        ("verë", "wine", False, True, "n", "vera"),
        ("i huaj", "foreigner", True, True, "g", "të huajve"),
        ("e drejtë", "right", False, True, "g", "së drejtës"),
        ("flokë", "hair", True, True, "n", "flokët"),
    ],
)
def test_nouns_have_their_albanian_forms(
    vocabulary: Vocabulary, lemma: str, english: str, plural: bool, definite: bool, case: str, form: str
) -> None:
    assert find_noun(vocabulary, lemma, english).form(plural, definite, case) == form


def test_every_noun_has_a_definite_nominative_and_its_cases_differ(vocabulary: Vocabulary) -> None:
    for entry in vocabulary.entries:
        noun = entry.noun
        plural = noun.kind in ("pair", "collective")
        nominative, genitive, accusative = (noun.form(plural, True, case) for case in "nga")
        assert nominative, noun.lemma
        assert genitive, noun.lemma
        assert accusative, noun.lemma
        assert nominative != genitive, noun.lemma
        if not plural:
            assert accusative.endswith(("n", "në")), noun.lemma


def test_a_declension_by_rule_agrees_with_the_lexicon(vocabulary: Vocabulary) -> None:
    wrong = []
    checked = 0
    for lemma, lexemes in list(vocabulary._lexemes["NOUN"].items())[::8]:
        for lexeme in lexemes[:1]:
            table = tabulate_noun(lexeme)
            if not all(table[place] for place in (0, 4, 8, 12)) or not {"m", "f"} & lexeme.tags:
                continue
            if "ë" in lemma[-2:] and lemma[-1] != "ë":
                continue
            checked += 1
            gender = "f" if "f" in lexeme.tags else "m"
            made = decline(gender, *(table[place] or "" for place in (0, 4, 8, 12)))
            if any(table[place] and made[place] != table[place] for place in (1, 5, 6, 9)):
                wrong.append(lemma)
    assert checked > 1000
    assert len(wrong) < checked * 0.03, wrong[:40]


@pytest.mark.parametrize(
    ("agreement", "definite", "case", "adjacent", "article"),
    [
        ("ms", True, "n", True, "i"), ("fs", True, "n", True, "e"), ("ms", False, "n", True, "i"), ("fs", False, "n", True, "e"),
        ("ms", True, "a", True, "e"), ("fs", True, "a", True, "e"), ("ms", False, "a", True, "të"), ("fs", False, "a", True, "të"),
        ("ms", True, "g", True, "të"), ("fs", True, "g", True, "së"), ("fs", False, "g", True, "të"), ("fs", True, "g", False, "të"),
        ("mp", True, "n", True, "e"), ("fp", True, "a", True, "e"), ("mp", True, "g", True, "të"), ("fp", False, "n", True, "të"),
        ("ms", True, "a", False, "të"),
    ],
)  # fmt: skip
def test_the_linking_article_agrees(agreement: str, definite: bool, case: str, adjacent: bool, article: str) -> None:
    assert link(agreement, definite, case, adjacent) == article


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("onion", "an onion"), ("university", "a university"), ("hour", "an hour"), ("euro", "a euro"), ("uncle", "an uncle"),
        ("useful tool", "a useful tool"), ("umbrella", "an umbrella"), ("X-ray", "an X-ray"), ("unimportant man", "an unimportant man"),
        ("unit", "a unit"),
        ("Ukrainian", "a Ukrainian"), ("honest man", "an honest man"), ("one-day visit", "a one-day visit"),
    ],
)  # fmt: skip
def test_a_and_an_go_by_sound(phrase: str, expected: str) -> None:
    assert with_article(phrase) == expected


@pytest.mark.parametrize(
    ("word", "plural"),
    [
        ("leaf", "leaves"), ("mother-in-law", "mothers-in-law"), ("passer-by", "passers-by"), ("saleswoman", "saleswomen"),
        ("human", "humans"), ("piece of advice", "pieces of advice"), ("person", "people"), ("German", "Germans"),
        ("Japanese", "Japanese"), ("sheep", "sheep"), ("city", "cities"), ("Frenchman", "Frenchmen"),
    ],
)  # fmt: skip
def test_english_plurals(word: str, plural: str) -> None:
    assert English().pluralize(word) == plural


def test_english_degrees() -> None:
    english = English()
    assert [english.compare(word) for word in ("big", "good", "expensive", "easy", "frightened")] == [
        "bigger", "better", "more expensive", "easier", "more frightened",
    ]  # fmt: skip
    assert [english.superlative(word) for word in ("old", "bad", "famous")] == ["oldest", "worst", "most famous"]


# phrases -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("shape", "case", "plural", "albanian", "english"),
    [
        ("D", "n", True, "qepët e freskëta", "the fresh onions"),
        ("D", "g", False, "qepës së freskët", "the fresh onion"),
        ("D", "a", False, "qepën e freskët", "the fresh onion"),
        ("G", "g", None, "qepëve të freskëta", "fresh onions"),
        ("I", "a", False, "një qepë të freskët", "a fresh onion"),
        ("I", "n", True, "disa qepë të freskëta", "some fresh onions"),
        ("B", "b", None, "qepësh të freskëta", "fresh onions"),
        ("S", "n", None, "qepë e freskët", "fresh onion"),
        ("P", "a", None, "qepët e freskëta", "the fresh onions"),
        ("E", "n", None, "çdo qepë e freskët", "every fresh onion"),
        ("O", "a", None, "një qepë tjetër të freskët", "another fresh onion"),
        ("Y", "n", None, "shumë qepë të freskëta", "many fresh onions"),
        ("A", "n", None, "të gjitha qepët e freskëta", "all the fresh onions"),
    ],
)
def test_a_noun_in_each_shape(
    vocabulary: Vocabulary, shape: str, case: str, plural: bool | None, albanian: str, english: str
) -> None:
    noun = find_noun(vocabulary, "qepë", "onion")
    fresh = vocabulary.find_adjective("i freskët", "fresh", TableError)
    phrase = build_phrase(noun, shape, case, random.Random(1), [fresh], plural)
    assert phrase
    assert (phrase.albanian, phrase.english) == (albanian, english)


@pytest.mark.parametrize(
    ("lemma", "english", "shape", "albanian", "said"),
    [
        ("sheqer", "sugar", "G", "sheqeri", "sugar"),
        ("gërshërë", "scissors", "D", "gërshëra", "the scissors"),
        ("syze", "glasses", "D", "syzet", "the glasses"),
        ("flokë", "hair", "D", "flokët", "the hair"),
        ("e hënë", "Monday", "D", "e hëna", "Monday"),
    ],
)
def test_nouns_that_are_not_counted(
    vocabulary: Vocabulary, lemma: str, english: str, shape: str, albanian: str, said: str
) -> None:
    noun = find_noun(vocabulary, lemma, english)
    for plural in (False, True):
        phrase = build_phrase(noun, shape, "n", random.Random(1), plural=plural)
        assert phrase
        assert (phrase.albanian, phrase.english) == (albanian, said)
    assert build_phrase(noun, "Q", "n", random.Random(1)) is None


def test_possessives_and_demonstratives_agree_in_every_case(vocabulary: Vocabulary) -> None:
    table = {
        ("K", "ms"): {"ky ai", "këtij atij", "këtë atë"}, ("K", "fs"): {"kjo ajo", "kësaj asaj", "këtë atë"},
        ("K", "mp"): {"këta ata", "këtyre atyre"}, ("K", "fp"): {"këto ato", "këtyre atyre"},
    }  # fmt: skip
    rng = random.Random(2)
    for lemma, english in (("qen", "dog"), ("mace", "cat"), ("mal", "mountain")):
        noun = find_noun(vocabulary, lemma, english)
        for plural in (False, True):
            for case in "nga":
                phrase = build_phrase(noun, "K", case, rng, plural=plural)
                assert phrase
                words = {word for pair in table["K", phrase.agreement] for word in pair.split()}
                assert phrase.albanian.split()[0] in words
                assert phrase.english.split()[0] in (("these", "those") if plural else ("this", "that"))


def test_a_masculine_noun_with_a_feminine_plural_takes_feminine_adjectives(vocabulary: Vocabulary) -> None:
    mountain = find_noun(vocabulary, "mal", "mountain")
    high = vocabulary.find_adjective("i lartë", "high", TableError)
    one, many = (build_phrase(mountain, "D", "n", random.Random(1), [high], plural) for plural in (False, True))
    assert one
    assert many
    assert (one.albanian, many.albanian) == ("mali i lartë", "malet e larta")


def test_phrases_use_the_form_of_their_case(vocabulary: Vocabulary) -> None:
    rng = random.Random(3)
    checked = Counter[str]()
    for entry in vocabulary.entries:
        for shape in sorted(SHAPES - {"B", "K", "M", "Q"}):
            for case in "nga":
                phrase = build_phrase(entry.noun, shape, case, rng)
                if phrase is None:
                    continue
                form = entry.noun.forms[form_index(phrase.plural, phrase.definite, case)]
                assert form
                assert form in phrase.albanian
                checked[shape] += 1
    assert all(checked[shape] > 1000 for shape in "DGITPEOYA"), checked


def test_pronouns_of_the_third_person_appear_only_where_the_gender_shows(vocabulary: Vocabulary) -> None:
    phrases = NounPhrases(vocabulary, random.Random(4))
    shown = {(p.albanian, p.english) for case in "nga" for p in (phrases.draw_pronoun(case) for _ in range(300))}
    assert {("ai", "he"), ("ajo", "she"), ("atij", "him"), ("asaj", "her")} <= shown
    assert not any(albanian == "atë" for albanian, _ in shown)


# verbs ---------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("tense", "negative", "albanian", "english"),
    [
        ("present", False, "shkruan", "writes"),
        ("present", True, "nuk shkruan", "does not write"),
        ("progressive", False, "po shkruan", "is writing"),
        ("past", False, "shkroi", "wrote"),
        ("past", True, "nuk shkroi", "did not write"),
        ("perfect", False, "ka shkruar", "has written"),
        ("pluperfect", False, "kishte shkruar", "had written"),
        ("imperfect", False, "po shkruante", "was writing"),
        ("background", False, "shkruante", "was writing"),
        ("habitual", True, "nuk shkruante", "did not write"),
        ("future", True, "nuk do të shkruajë", "will not write"),
        ("conditional", False, "do të shkruante", "would write"),
        ("conditional perfect", False, "do të kishte shkruar", "would have written"),
        ("future perfect", False, "do të ketë shkruar", "will have written"),
        ("could", False, "mund të shkruante", "could write"),
        ("had to", False, "duhej të shkruante", "had to write"),
        ("may have", False, "mund të ketë shkruar", "may have written"),
        ("admirative", False, "paska shkruar", "has apparently written"),
        ("subjunctive", True, "të mos shkruajë", "not to write"),
        ("gerund", False, "duke shkruar", "writing"),
        ("without", False, "pa shkruar", "without writing"),
        ("purpose", False, "për të shkruar", "to write"),
    ],
)
def test_a_verb_in_each_tense(vocabulary: Vocabulary, tense: str, negative: bool, albanian: str, english: str) -> None:
    verb = find_verb(vocabulary, "shkruaj", "write")
    rng = random.Random(1)
    assert say_albanian(verb, tense, 2, rng, negative=negative) == albanian
    assert say_english(verb, tense, 2, rng, negative=negative) == english


def test_the_plain_imperfect_is_a_habit_or_a_simple_past(vocabulary: Vocabulary) -> None:
    verb, rng = find_verb(vocabulary, "shkruaj", "write"), random.Random(1)
    said = Counter(say_english(verb, "habitual", 2, rng) for _ in range(200))
    assert set(said) == {"used to write", "wrote"}
    assert min(said.values()) > 60


@pytest.mark.parametrize(
    ("lemma", "tense", "person", "albanian"),
    [
        ("largohem", "past", 2, "u largua"), ("largohem", "past", 0, "u largova"), ("largohem", "perfect", 5, "janë larguar"),
        ("lahem", "past", 2, "u la"), ("zë", "past", 5, "zunë"), ("vij", "past", 3, "erdhëm"), ("jap", "subjunctive", 2, "të japë"),
        ("marr", "habitual", 2, "merrte"), ("vras", "habitual", 2, "vriste"), ("hap", "present", 2, "hap"),
        ("zëvendësoj", "perfect", 2, "ka zëvendësuar"), ("përpiqem", "past", 2, "u përpoq"), ("kthej", "perfect", 2, "ka kthyer"),
    ],
)  # fmt: skip
def test_irregular_and_middle_verbs(vocabulary: Vocabulary, lemma: str, tense: str, person: int, albanian: str) -> None:
    assert say_albanian(find_verb(vocabulary, lemma, "go"), tense, person, random.Random(1)) == albanian


def test_passives_and_clitics(vocabulary: Vocabulary) -> None:
    verb, rng = find_verb(vocabulary, "ndërtoj", "build"), random.Random(1)
    assert say_albanian(verb, "past", 2, rng, passive=True) == "u ndërtua"
    assert say_albanian(verb, "future", 5, rng, passive=True) == "do të ndërtohen"
    assert say_english(verb, "perfect", 5, rng, passive=True) == "have been built"
    assert say_english(verb, "conditional", 2, rng, passive=True, adverb="completely") == "would be completely built"
    assert say_albanian(verb, "future", 0, rng, clitic="e") == "do ta ndërtoj"
    assert say_albanian(verb, "subjunctive", 2, rng, clitic="i", negative=True) == "të mos i ndërtojë"


def test_every_verb_has_every_tense_in_every_person(vocabulary: Vocabulary) -> None:
    rng = random.Random(5)
    verbs = [verb for table in vocabulary.verbs.values() for verb in table.items]
    verbs += [everyday.verb for everyday in vocabulary.everyday_verbs]
    for verb in verbs:
        for tense in TENSES:
            for person in range(6) if tense in ("present", "habitual", "past", "subjunctive") else (2,):
                said = say_albanian(verb, tense, person, rng), say_english(verb, tense, person, rng)
                assert all(said), (verb.lemma, tense, person)
                assert "None" not in "".join(said)
    assert FINITE < TENSES


# expressions ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("number", "albanian", "english"),
    [
        (3, "tre", "three"), (17, "shtatëmbëdhjetë", "seventeen"), (21, "njëzet e një", "twenty-one"),
        (640, "gjashtëqind e dyzet", "six hundred and forty"), (2_005, "dy mijë e pesë", "two thousand and five"),
        (99_100, "nëntëdhjetë e nëntë mijë e njëqind", "ninety-nine thousand one hundred"),
    ],
)  # fmt: skip
def test_numbers_are_spelt(number: int, albanian: str, english: str) -> None:
    assert (expressions.spell_albanian(number), expressions.spell_english(number)) == (albanian, english)
    assert expressions.spell_albanian(3, feminine=True) == "tri"


def read_digits(text: str, thousands: str, decimal: str) -> list[str]:
    found = re.findall(rf"\d+(?:[{re.escape(thousands)}{re.escape(decimal)}:-]\d+)*", text)
    return sorted(number.replace(thousands, "").replace(decimal, ".") for number in found)


@pytest.mark.parametrize(
    "draw",
    [
        expressions.draw_number, expressions.draw_money, expressions.draw_percentage, expressions.draw_date, expressions.draw_duration,
        expressions.draw_past_time, expressions.draw_future_time, expressions.draw_time,
    ],
)  # fmt: skip
def test_digits_are_equal_on_both_sides(draw) -> None:
    rng = random.Random(6)
    with_digits = 0
    for _ in range(2000):
        albanian, english = draw(rng)
        english = re.sub(r"(\d),000\b", r"\1", english) if " mijë" in albanian else english
        one = read_digits(re.sub(r"(?<=\d) (?=\d{3}\b)", "", albanian), ".", ",")
        other = read_digits(english, ",", ".")
        # a date's day stands before its month in one language and after it in the other
        assert one == other, (albanian, english)
        with_digits += bool(one)
    assert with_digits > 100


# frames --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("albanian", "english", "message"),
    [
        ("{zz1:P} erdhi.", "{zz1} came.", "there is no slot zz"),
        ("{n1:PX} erdhi.", "{n1} came.", "PX has an unknown class"),
        ("{n1:P} erdhi.", "Somebody came.", "the English lacks n1"),
        ("Erdhi.", "{n1} came.", "the slot n1 is used but never made"),
        ("{n1:P} {n1?erdhi} sot.", "{n1} came today.", r"\{n1\?\.\.\.\} needs 2 forms"),
        ("{n1:P} {n1%i|e} ri.", "{n1} is new.", "needs 4 forms"),
        ("{n1:P} {v1:aorist:n1}.", "{n1} {v1}.", "needs a tense and a subject"),
        ("{n1:P} do {sb:n2}.", "{n1} wants {sb}.", "needs a subject"),
        ("{cl:soon}", "{cl}", "there is no tense soon"),
        ("{q1:now:P}", "{q1}", "needs any, past or fut"),
        ("{pub:x}", "{pub}", "needs a case"),
        ("{n1:P} është {adj1~n7}.", "{n1} is {adj1}.", "the slot n7 is used but never made"),
    ],
)
def test_a_mistake_in_a_frame_is_told_with_its_line(
    vocabulary: Vocabulary, albanian: str, english: str, message: str
) -> None:
    frames = Frames(Clauses(NounPhrases(vocabulary, random.Random(1))))
    row = Row({"weight": "1", "albanian": albanian, "english": english}, "frames.tsv", 77)
    with pytest.raises(TableError, match=rf"frames\.tsv, line 77: .*{message}"):
        frames.compile(row)


def test_every_frame_fills(vocabulary: Vocabulary) -> None:
    frames = Frames(Clauses(NounPhrases(vocabulary, random.Random(8))))
    for frame in frames.frames.items:
        for _ in range(4):
            for side in frames.fill(frame):
                assert side.strip()
                assert not re.search(r"[{}|]|None", side), frame


@pytest.mark.parametrize(
    ("albanian", "english", "pairs"),
    [
        (
            "{n1:P} {n1?u vra|u vranë}.",
            "{n1} {n1?was|were} killed.",
            {"u vra.": "was killed.", "u vranë.": "were killed."},
        ),
        (
            "{n1:P} {n1%është i|është e|janë të|janë të} ri.",
            "{n1} {n1?is|are} new.",
            {"është": " is ", "janë": " are "},
        ),
    ],
)
def test_choices_follow_the_number_in_both_languages(
    vocabulary: Vocabulary, albanian: str, english: str, pairs: dict[str, str]
) -> None:
    frames = Frames(Clauses(NounPhrases(vocabulary, random.Random(9))))
    frame = frames.compile(Row({"weight": "1", "albanian": albanian, "english": english}, "frames.tsv", 2))
    seen = set()
    for _ in range(200):
        one, other = frames.fill(frame)
        found = [mark for mark in pairs if one.endswith(mark) or f" {mark} " in one]
        if (
            len(found) == 1
            and "policia" not in one
            and "gërshër" not in one
            and not re.search("SHBA-të|OJQ|Emiratet|Shtetet|Kombet", one)
        ):
            assert pairs[found[0]] in other, (one, other)
            seen.add(found[0])
    assert seen == set(pairs)


def test_adjectives_of_a_frame_agree_and_have_degrees(vocabulary: Vocabulary) -> None:
    frames = Frames(Clauses(NounPhrases(vocabulary, random.Random(10))))
    row = Row({"weight": "1", "albanian": "{nd1:L} më {pr1~nd1}", "english": "the {pr1>>} {nd1}"}, "frames.tsv", 2)
    frame = frames.compile(row)
    for _ in range(100):
        albanian, english = frames.fill(frame)
        assert re.search(r" më (?:(?:i|e|të) )?\w+$", albanian)
        assert re.match(r"the (?:most [\w-]+|\w+st) ", english), english


# lines ---------------------------------------------------------------------------------------------------------------
def test_lines_are_whole_and_tidy(lines: list[tuple[str, str]]) -> None:
    assert len(lines) == 4000 * len(SEEDS)
    for albanian, english in lines:
        assert albanian.strip()
        assert english.strip()
        for side in (albanian, english):
            assert not re.search(r"[{}|<>\t\n]|None|  | [,.;:?!]|PREP|\bx\b", side), side
        assert re.search(r"[.?!\"]$", albanian) is None or re.search(r"[.?!\"]$", english), (albanian, english)


def test_digits_of_lines_are_equal_on_both_sides(lines: list[tuple[str, str]]) -> None:
    checked = 0
    for albanian, english in lines:
        if re.search(r"\d", albanian + english) and " mijë" not in albanian:
            checked += 1
            one = re.sub(r"(?<=\d) (?=\d{3}\b)", "", albanian)
            assert read_digits(one, ".", ",") == read_digits(english, ",", "."), (albanian, english)
    assert checked > 1000


def test_lines_differ_and_follow_the_seed(vocabulary: Vocabulary) -> None:
    one, again, other = (list(Sentences(vocabulary, seed).make_pairs(1500)) for seed in (3, 3, 4))
    assert one == again
    assert len({albanian for albanian, _ in one}) == 1500
    assert len(set(one) & set(other)) < 75  # short phrases may meet


def test_english_articles_fit_the_next_word(lines: list[tuple[str, str]]) -> None:
    checked = 0
    for _, english in lines:
        for article, word in re.findall(r"\b([Aa]n?) (\w[\w-]*)", english):
            checked += 1
            assert with_article(word).startswith(f"{article.lower()} "), english
    assert checked > 1000


def test_whoever_speaks_or_has_a_title_is_no_politician(lines: list[tuple[str, str]], vocabulary: Vocabulary) -> None:
    phrases = NounPhrases(vocabulary, random.Random(11))
    titled = [phrases.draw_person(case, titled=True) for case in "nga" for _ in range(400)]
    surnames = {name.english.split()[-1] for name in vocabulary.public_figures} | PUBLIC_SURNAMES
    assert not {person.english.split()[-1] for person in titled} & surnames
    for _, english in lines:
        said = re.search(r"(?:President|Prime Minister|Minister|lawmaker) (?:\w+ )?(\w+) (?:said|declared)", english)
        assert said is None or said[1] not in surnames, english


def test_he_and_she_are_told_by_the_albanian(vocabulary: Vocabulary) -> None:
    sentences = Sentences(vocabulary, 12)
    pronouns = Counter[str]()
    for _ in range(6000):
        albanian, english = sentences.clauses.make_clause()
        if match := re.match(r"(he|she) ", english):
            pronouns[match[1]] += 1
            assert albanian.startswith({"he": "ai ", "she": "ajo "}[match[1]]), (albanian, english)
    assert min(pronouns["he"], pronouns["she"]) > 5


def test_a_titled_name_is_declined_in_its_title_alone(vocabulary: Vocabulary) -> None:
    phrases = NounPhrases(vocabulary, random.Random(13))
    names = {name.nominative for name in vocabulary.private_surnames}
    for _ in range(200):
        assert phrases.draw_person("a", titled=True).albanian.split(" ")[-1] in names


def test_the_mix_has_its_proportions() -> None:
    rng = random.Random(14)
    table = Weighted([("a", 3.0), ("b", 1.0), ("never", 0.0)])
    drawn = Counter(table.draw(rng) for _ in range(4000))
    assert set(drawn) == {"a", "b"}
    assert 0.7 < drawn["a"] / 4000 < 0.8
    with pytest.raises(ValueError, match="no item has a weight"):
        Weighted([("never", 0.0)])


def test_capitals_and_commas_are_put_right() -> None:
    assert capitalize("“po”, tha") == "“Po”, tha"
    assert tidy("erdhi , dhe,. iku ,") == "erdhi, dhe. iku"


# dictionary ----------------------------------------------------------------------------------------------------------
def test_the_dictionary_has_every_noun(vocabulary: Vocabulary, dictionary_lines: list[tuple[str, str]]) -> None:
    assert len(set(dictionary_lines)) == len(dictionary_lines) == 20_000
    text = " ".join(albanian.lower() for albanian, _ in dictionary_lines)
    missing = [
        entry.noun.lemma
        for entry in vocabulary.entries
        if not any(form and form.lower() in text for form in entry.noun.forms)
    ]
    assert missing == []


def test_dictionary_lines_are_short_and_whole(dictionary_lines: list[tuple[str, str]]) -> None:
    lengths = Counter(len(albanian.split()) for albanian, _ in dictionary_lines)
    assert max(lengths) <= 16
    assert sum(lengths[words] for words in range(2, 13)) > 18_000
    for albanian, english in dictionary_lines:
        for side in (albanian, english):
            assert not re.search(r"[{}<>()|]|None|  |PREP", side), side


@pytest.mark.parametrize(
    ("form", "sense"),
    [
        (r"qep(?:a|ë|ët|ëve|ën|ës)\b", "onion"),
        (r"karot(?:a|ë|at|ave|ën|ës)\b", "carrot"),
        (r"peshkaqen\w*", "shark"),
        (r"gozhd\w+", "nail"),
    ],
)
def test_everyday_words_come_with_their_sense(dictionary_lines: list[tuple[str, str]], form: str, sense: str) -> None:
    found = [english for albanian, english in dictionary_lines if re.search(rf"\b{form}", albanian.lower())]
    found = [english for english in found if not re.search("sew", english)]  # qep, to sew, has forms in common
    assert len(found) >= 3
    assert all(sense in english.lower() for english in found), found


# the command ---------------------------------------------------------------------------------------------------------
def run_generator(*arguments: str, hash_seed: str = "random") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(TOP / "models" / "train" / "generate.py"), *arguments],
        capture_output=True, text=True, timeout=120, env={**os.environ, "PYTHONHASHSEED": hash_seed},
    )  # fmt: skip


def test_the_command_writes_the_same_lines_in_any_process(tmp_path: Path, vocabulary: Vocabulary) -> None:
    file = tmp_path / "lines.tsv"
    done = run_generator("--n", "300", "--seed", "5", "--out", str(file), hash_seed="12345")
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"300 lines in {file}\n"
    here = list(Sentences(vocabulary, 5).make_pairs(300))
    assert [tuple(line.split("\t")) for line in file.read_text("utf-8").splitlines()] == here


def test_the_command_tells_a_fault_in_a_table_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(FOLDER, tmp_path / "tables")
    with (tmp_path / "tables" / "dictionary_nouns.tsv").open("a", encoding="utf-8") as file:
        file.write("food\tblarg\tblarg\tmass\n")
    monkeypatch.setattr("lexicon.tables.FOLDER", tmp_path / "tables")
    monkeypatch.setattr("sys.argv", ["generate.py", "--n", "5", "--out", str(tmp_path / "lines.tsv")])
    with pytest.raises(SystemExit, match=r"^dictionary_nouns\.tsv, line \d+: blarg is neither"):
        generate.main()
    assert not (tmp_path / "lines.tsv").exists()


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    done = run_generator("--n", "5", "--out", str(tmp_path / "nowhere" / "lines.tsv"))
    assert done.returncode == 1
    assert done.stderr == f"{tmp_path / 'nowhere' / 'lines.tsv'} cannot be written: No such file or directory.\n"


def test_a_missing_package_is_told_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(MissingDataError, match=r"pip install 'brief\[train\]'"):
        find_data()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--n", "0", "--out", "x.tsv"), "--n must be 1 or more"), (("--n", "5"), "required: --out"),
        (("--kind", "poems", "--out", "x"), "invalid choice: 'poems'"),
    ],
)  # fmt: skip
def test_the_command_refuses_what_it_cannot_do(arguments: tuple[str, ...], message: str) -> None:
    done = run_generator(*arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
