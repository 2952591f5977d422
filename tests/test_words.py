"""Which words are none, and slips of spelling that can be put right without guessing."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import wordlist
from conftest import TOP
from corpus import read_held_out

from pipeline import check, words


@pytest.mark.parametrize(
    ("slip", "right"),
    [
        ("riseing", "rising"),
        ("responsibilitys", "responsibilities"),
        ("hurryed", "hurried"),
        ("passinging", "passing"),
        ("grasss", "grass"),
        ("forbiddden", "forbidden"),
        ("alllso", "also"),
        ("being", "being"),
        ("barners", "barners"),  # nothing makes a word of it
        ("Riseing", "Riseing"),  # may be a name
        ("an permanent member", "a permanent member"),
        ("a olive", "an olive"),
        ("A offense", "An offense"),
        ("international concerns concerns over the the north", "international concerns over the north"),
    ],
)
def test_an_ending_joined_wrongly_an_article_and_a_stutter_are_put_right(slip: str, right: str) -> None:
    assert words.mend_slips(slip) == right


@pytest.mark.parametrize(
    "text",
    [
        "an hour, an MP, an X-ray, a university, a European, a one-off, a once great club, a ewe",
        "Serie A also returns and vitamin A is sold.",
        "It had had to go a long long way, she said that that was all that her her-ring gave in in Bora Bora.",
        "He chose plan a and plan b.",
        "An SUV, a U-turn and an 18-year-old",
    ],
)
def test_articles_and_doubles_that_are_right_stay(text: str) -> None:
    assert words.mend_slips(text) == text


def test_words_made_up_or_left_in_albanian_are_unknown_and_names_and_compounds_are_not_judged() -> None:
    english = "The Barnave Agency sold co-barners, barners, remont and barners in 5g phones."
    assert list(words.find_unknown(english)) == ["barners", "remont"]
    found = check.check_translation("Barnat shiten në barnatore.", "Drugs are sold in barners.")
    assert [(f.kind, f.detail) for f in found] == [("word", "“barners” is no English word.")]


def test_addresses_are_neither_mended_nor_looked_up() -> None:
    english = (
        "See https://www.riseing.al/hopeing?marrys=grasss#weared or sleeple.barners or foo.hopeing@barners.al: the end."
    )
    assert words.mend_slips(english) == english
    assert list(words.find_unknown(english)) == []


def test_human_translations_hold_hardly_a_word_that_the_list_lacks() -> None:
    """And mending leaves them as they are: the list must not be made from the lines it is tried on."""
    pairs = [pair for split in read_held_out(TOP / "models/train/corpus").values() for pair in split]
    unknown = [word for _, english in pairs for word in words.find_unknown(english)]
    assert len(pairs) > 1_000
    assert len(unknown) <= len(pairs) / 300
    assert [english for _, english in pairs if words.mend_slips(english) != english] == []


def test_the_list_is_of_the_corpus_as_it_stands(tmp_path: Path) -> None:
    wordlist.main(["--out", str(tmp_path / "words.txt.gz")])
    made, kept = (
        gzip.decompress((folder / "words.txt.gz").read_bytes()).split() for folder in (tmp_path, TOP / "pipeline")
    )
    assert sorted(set(made) ^ set(kept)) == [], "run make words"


def test_collected_words_are_plain_small_sorted_and_single() -> None:
    words_found = wordlist.collect_words(["The Cat's cats; naïve 3d ox", "the THE"], ["dog", "x-ray", "Zoë", "cat"])
    assert words_found == ["cat", "cats", "dog", "the"]


def test_no_list_is_written_of_a_folder_that_is_no_corpus_nor_where_none_can_be(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"no dev\.tsv here"):
        wordlist.main(["--corpus", str(tmp_path), "--out", str(tmp_path / "words.txt.gz")])
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "dev.tsv").write_text("Po.\tYes.\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"missing: no such folder; .*--out"):
        wordlist.main(["--corpus", str(tmp_path), "--out", str(tmp_path / "missing" / "words.txt.gz")])
    with pytest.raises(SystemExit, match=r"cannot be written .*--out"):
        wordlist.main(["--corpus", str(tmp_path), "--out", str(tmp_path)])
