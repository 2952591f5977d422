"""Findings: each kind fires on what it is for, and keeps quiet on faithful translations."""

from __future__ import annotations

import random

import pytest
from conftest import TOP
from corpus import read_pairs

from pipeline import check, names
from pipeline.records import Finding

SOURCE = "Kryeministri tha se 1.200 punëtorë nuk do të paguhen, njoftoi Reuters."


def kinds(source: str, english: str) -> set[str]:
    return {f.kind for f in check.check_translation(source, english)}


def test_a_faithful_translation_has_no_findings() -> None:
    assert kinds(SOURCE, "The prime minister said that 1,200 workers will not be paid, Reuters reported.") == set()


@pytest.mark.parametrize(
    ("english", "kind"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("The prime minister said that 1,300 workers will not be paid, Reuters reported.", "number"),
        ("The prime minister said that workers will not be paid, Reuters reported.", "number"),
        ("The prime minister said that 1,200 workers will not be paid, Bloomberg reported.", "name"),
        ("The prime minister said that 1,200 workers will be paid, Reuters reported.", "negation"),
        ("The workers.", "length"),
        ("The prime minister said " * 9 + "1,200 not Reuters", "loop"),
        ("The 1,200 not the the the the workers paid by Reuters and the prime minister.", "loop"),
        ("The prime minister acccccccted that 1,200 will not be paid, Reuters reported.", "loop"),
        ("Kryeministri tha se 1.200 punëtorë nuk do të paguhen, njoftoi Reuters.", "copy"),
    ],
)
def test_what_was_lost_or_went_wrong_is_found(english: str, kind: str) -> None:
    assert kind in kinds(SOURCE, english)


@pytest.mark.parametrize(
    ("source", "english"),
    [
        ("Ha, ha, ha, ha!", "Ha, ha, ha, ha!"),
        ("Deficiti arriti 3,5 për qind në vitin 2023.", "The deficit reached 3.5 percent in 2023."),
        ("Kompania fitoi 1,2 milionë euro.", "The company earned €1.2 million."),
        ("Takimi nis në orën 18:30.", "The meeting starts at 6:30 p.m."),
        ("Putinit iu përgjigj Zelenski nga Uashingtoni.", "Zelensky answered Putin from Washington."),
        ("SHBA-ja dhe Shqipëria nuk u pajtuan.", "The United States and Albania failed to agree."),
        ("Ai s’e pranoi kurrë fajin.", "He never admitted guilt."),
        ("Në “Rozafa Market” u mbyllën dyert.", "Rozafa Market closed its doors."),
        ("Po.", "Yes, of course."),
        ("Zgjedhjet mbahen më 5 nëntor në Moab të Jutës.", "The election will be held Nov. 5 in Moab, Utah."),
        ("Për pak sa nuk u mbyt gjatë zhytjes.", "He almost drowned during the dive."),
        ("Ka frikë të mos i humbasë të gjitha.", "She is afraid of losing them all."),
        ("Klubi tha se gabimi nuk kishte justifikim.", "The club said the mistake was inexcusable."),
        ("Familjet u këshilluan të mos dalin natën.", "Families were advised against going out at night."),
        ("Foli edhe senatori Xhejms Gordon.", "Also speaking was Sen. James Gordon."),
        ("Gati sa nuk u mbyt.", "She almost drowned."),
        ("Vlera e tyre nuk llogaritet dot.", "Their value is incalculable."),
    ],
)
def test_other_forms_of_the_same_are_not_findings(source: str, english: str) -> None:
    assert kinds(source, english) == set()


@pytest.mark.parametrize(
    ("source", "english", "lost"),
    [
        ("Aty u takua me presidentin Vladimir Putin.", "There he met President Putin.", "Vladimir"),
        ("Të hënën foli edhe Agron Shehu.", "Shehu also spoke on Monday.", "Agron"),
        ("Bursa iu dha studiueses Vivian Kemp.", "The grant went to researcher Kemp.", "Vivian"),
        ("Foli edhe ministri gjerman i Jashtëm, Hans Vogel.", "German Foreign Minister Vogel spoke, too.", "Hans"),
    ],
)
def test_a_lost_given_name_is_found_beside_titles_days_and_words_that_sound_like_it(
    source: str, english: str, lost: str
) -> None:
    assert check.check_translation(source, english) == (Finding("name", f"{lost} is missing from the English."),)


@pytest.mark.parametrize(
    ("source", "english"),
    [
        ("Kryetari nuk dha dorëheqje.", "The mayor resigned, an incredible move."),
        ("Burri i shurdhër nuk u arrestua.", "The deaf man was arrested."),
        ("Ata nuk e mbajtën premtimin.", "They kept the promise on taxes from last year."),
        ("Për pak sa nuk ra, por nuk u lëndua.", "He almost fell but was hurt."),
    ],
)
def test_a_denial_that_is_gone_is_found_beside_what_only_looks_like_one(source: str, english: str) -> None:
    assert "negation" in kinds(source, english)


def test_a_short_first_name_is_no_short_title_or_month() -> None:
    english = "Yesterday he spoke with Jan Petri about taxes and then with Sen. Agim Hoxha about prices."
    missing, added = names.compare("Dje foli me Marko Petrin për taksat dhe pastaj për çmimet.", english)
    assert [name.raw for name in missing] == ["Marko"]
    assert [name.raw for name in added] == ["Jan", "Agim", "Hoxha"]


def test_lost_quotation_marks_are_found_both_ways() -> None:
    spoken = "“Ne nuk do të largohemi kurrë nga këtu”, tha ajo."
    assert "quote" in kinds(spoken, "We will never leave here, she said.")
    assert "quote" in kinds("Ajo tha se nuk do të largohen kurrë.", '"We will never leave here today," she said.')


def test_findings_about_loops_lengths_and_copies_call_for_another_try() -> None:
    for kind in check.KINDS:
        assert check.is_degenerate([Finding(kind, "")]) == (kind in {"empty", "loop", "length", "copy", "cut"})


def test_one_useless_output_is_worse_than_every_warning_together() -> None:
    warnings = [Finding(k, "") for k in check.KINDS if k not in check.DEGENERATE]
    assert 0 == check.score_findings([]) < check.score_findings(warnings)
    assert all(check.score_findings([Finding(k, "")]) > check.score_findings(warnings) for k in check.DEGENERATE)


def test_a_line_of_a_brief_may_say_only_what_its_sentences_say() -> None:
    sources = ["Minister Hoxha said 45 houses were damaged in Shkodra.", "Nobody was hurt."]
    assert check.check_brief("Hoxha said 45 houses were damaged.", sources) == ()
    assert {f.kind for f in check.check_brief("On Monday Berisha said 54 houses were damaged.", sources)} == {
        "number",
        "name",
    }


def test_false_alarms_on_faithful_pairs_stay_rare() -> None:
    pairs = [p for n in ("06", "17", "24") for p in read_pairs(TOP / f"models/train/corpus/articles/{n}.tsv")]
    sample = random.Random(1).sample(pairs, 1500)
    alarms = [kinds(*pair) for pair in sample]
    share = {kind: sum(kind in a for a in alarms) / len(sample) for kind in check.KINDS}
    assert share["name"] < 0.02
    assert share["negation"] < 0.004
    assert share["number"] < 0.004
    assert share["quote"] < 0.002
    assert sum(share[k] for k in check.DEGENERATE) < 0.003


@pytest.mark.parametrize(
    ("albanian", "english", "swapped"),
    [
        ("Në takim foli edhe Sergei Lavrov.", "Sergei Ramadani also spoke at the meeting.", [("Lavrov", "Ramadani")]),
        (
            "Në takim Sergei Lavrov tha se me ministren verikoreane do të flasin për punën.",
            "At the meeting Sergei Ramadani said that with the North Korean minister they will speak about work.",
            [("Lavrov", "Ramadani")],
        ),
        ("Në takim Sergei Lavrov foli.", "Sergei Clark spoke at the meeting.", [("Lavrov", "Clark")]),
        ("Këtë e tha avokatja Elona Meta dje.", "This was said by lawyer Drita Meta yesterday.", [("Elona", "Drita")]),
        (
            "E fejuara, Hatixhe Xhengiz, priste.",
            "The fiancee, Hatice Cengiz, was waiting.",
            [],
        ),  # one name, two spellings
        ("Aty foli edhe Lavrov.", "There spoke Ramadani, too.", []),  # nothing says that both are one person
        ("Aty ishin Ana Hoxha dhe Beni.", "There were Ana Hoxha and Tom.", []),
    ],
)
def test_a_person_is_misnamed_when_the_other_half_of_the_name_agrees(
    albanian: str, english: str, swapped: list[tuple[str, str]]
) -> None:
    assert [(lost.raw, new.raw) for lost, new in names.find_swapped(albanian, english)] == swapped


def test_no_faithful_pair_of_the_corpus_is_called_misnamed() -> None:
    rows = (TOP / "models/train/corpus/sentences/02.tsv").read_text(encoding="utf-8").splitlines()
    assert not [row for row in rows if names.find_swapped(*row.split("\t"))]


@pytest.mark.parametrize(("name", "bare"), [("Lavrovit", "Lavrov"), ("Judit", "Judit"), ("Martin", "Martin")])
def test_only_the_genitive_is_taken_off_a_name(name: str, bare: str) -> None:
    assert names.strip_ending(name) == bare


def test_an_address_is_no_copy_and_has_no_length() -> None:
    address = "https://www.a.al/raporti-i-plotë-i-vitit-dhe-shtojcat"
    assert check.check_translation(f"Shih këtu: {address}", f"See here: {address}") == ()
    found = check.check_translation(f"Raporti i plotë i vitit gjendet këtu: {address}", f"Report: {address}")
    assert [f.kind for f in found] == ["length"]


def test_what_an_address_says_is_neither_lost_nor_found() -> None:
    address = "https://a.al/rama-nuk-shkon-17"
    assert check.check_translation(f"Lexo këtu: {address}", f"Read here: {address}") == ()
    found = check.check_translation(
        f"U vranë 17 veta dhe nuk dihet pse: {address}", f"People were killed here: {address}"
    )
    assert [f.kind for f in found] == ["number", "negation"]


def test_a_direction_with_a_capital_excuses_no_lost_name() -> None:
    source = "Në nisje, Sergei Lavrov tha se me ministren verikoreane do të diskutojnë për punën."
    assert (
        check.check_translation(
            source, "At the start, Sergei Lavrov said he would discuss work with the North Korean minister."
        )
        == ()
    )
    lost = check.check_translation(
        source, "At the start, Sergei said that with the North Korean minister he would discuss work."
    )
    assert [(f.kind, f.detail) for f in lost] == [("name", "Lavrov is missing from the English.")]
    assert check.check_translation("Anija arriti në Timorin Lindor.", "The ship reached East Timor.") == ()
