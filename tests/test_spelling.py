"""Misspelt names: what is put right, and what is left because English writes it otherwise."""

from __future__ import annotations

import pytest
from conftest import TOP

from pipeline.spelling import count_edits, find_slips, read_bare_forms


@pytest.mark.parametrize(
    ("albanian", "english", "slips"),
    [
        ("Todd Shaw foli dje.", "Tod Shaw spoke yesterday.", [("Tod", "Todd")]),
        ("Ndihma e Lennonit arriti.", "Lenon's help arrived.", [("Lenon", "Lennon")]),
        ("Policia e Massachusetts-it njoftoi.", "Masssachusetts police announced.", [("Masssachusetts", "Massachusetts")]),
        ("BMW-ja humbi tregun.", "BW lost the market.", [("BW", "BMW")]),
        ("Papa Gjoni XXIII vdiq.", "Pope John XIII died.", [("XIII", "XXIII")]),
        ("Shkëmbinjtë e Moherit u mbyllën.", "The cliffs of Moherit were closed.", [("Moherit", "Moher")]),
    ],
)  # fmt: skip
def test_a_name_copied_with_a_slip_is_put_right(albanian: str, english: str, slips: list[tuple[str, str]]) -> None:
    assert [(slip.wrong, slip.right) for slip in find_slips(albanian, english)] == slips


@pytest.mark.parametrize(
    ("albanian", "english"),
    [
        ("Xhonsoni takoi Klintonin në Katar.", "Johnson met Clinton in Qatar."),
        (
            "Seancën e hapi Eliza Hilari.",
            "Eliza Hillary opened the session.",
        ),  # Albanian's own letters: fitted to the ear
        ("Alkooli dëmton.", "Alcohol harms."),
        ("SEUL – Raketa ra në det.", "SEOUL - The missile fell into the sea."),
        ("Në Hani të Elezit u gjet droga.", "Drugs were found in Hani i Elezit."),
        ("Presidenti Rossi iku.", "President Rossi left."),
        ("Zoti Kurti foli.", "Mr. Kurti spoke."),  # nothing tells the last letter from an ending
        ("Gucci humbi.", "Gucci lost."),
        ("OSBE-ja priti.", "The OSCE waited."),
        ("Millennialët blejnë.", "Millennials buy."),
        ("Steelersat humbën.", "The Steelers lost."),
        ("Foli me Obamën për Bushin.", "He spoke to Obama about Bush."),
    ],
)
def test_a_name_that_english_writes_otherwise_is_left(albanian: str, english: str) -> None:
    assert find_slips(albanian, english) == ()


def test_an_ending_goes_when_the_article_has_the_name_without_it() -> None:
    article = ["Eric Wilson u zgjodh dje.", "Fjalimi i Wilsonit zgjati pak.", "Kurti dhe Kurtit."]
    bare = read_bare_forms(article)
    assert bare == {"Wilson"}
    (slip,) = find_slips("Më pas Wilsoni iku.", "Then Wilsoni left.", bare)
    assert (slip.wrong, slip.right) == ("Wilsoni", "Wilson")
    assert find_slips("Më pas Wilsoni iku.", "Then Wilsoni left.") == ()


def test_hardly_a_faithful_pair_of_the_corpus_is_thought_misspelt() -> None:
    rows = (TOP / "models/train/corpus/articles/18.tsv").read_text(encoding="utf-8").splitlines()
    pairs = [row.split("\t") for row in rows if "\t" in row]
    assert len(pairs) > 500
    assert sum(len(find_slips(*pair)) for pair in pairs) <= 1


@pytest.mark.parametrize(
    ("one", "other", "edits"), [("", "ab", 2), ("brett", "bret", 1), ("tomi", "tommy", 2), ("a", "a", 0)]
)
def test_edits_are_counted(one: str, other: str, edits: int) -> None:
    assert count_edits(one, other) == count_edits(other, one) == edits
