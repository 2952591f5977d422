"""The English sentence splitter, by table (``|`` marks where sentences part), and content words."""

from __future__ import annotations

import pytest

from pipeline.english import content_words, split_english

CASES = [
    # plain ends
    "The law passed.|The opposition left.",
    "The law passed!|The opposition left.",
    "Will he go?|Nobody knows.",
    "Really?!|Nobody knows.",
    "One.|Two.|Three.",
    "No mark at the end",
    "The first.|No mark at the end",
    # titles
    "Mr. Kurti met Mrs. Osmani on Monday.|They spoke for an hour.",
    "Dr. Berisha and Prof. Hoxha agreed.",
    "Gen. Mark Milley and Lt. Col. Smith testified.",
    "Sen. Bob Menendez and Rep. Eliot Engel wrote to Gov. Hochul.",
    "He lives on St. George Street.|She does not.",
    "Messrs. Rama and Meta shook hands.",
    # acronyms and companies
    "The U.S. Embassy was closed.",
    "He lives in the U.S.|The visa expired.",
    "He arrived from the U.S. on Monday.",
    "The U.N. Security Council met.|It voted.",
    "She moved to Washington, D.C.|In May she left.",
    "The U.S.-led coalition withdrew.|Officials confirmed it.",
    "Officials in the U.K. Parliament disagreed.",
    "Apple Inc. Chief Executive Tim Cook spoke.",
    "The firm is Apple Inc.|The price fell.",
    "Shares of Energji Ltd. rose 3 percent.",
    "Martin Luther King Jr. Day is on Monday.",
    "He succeeded his father, Robert Kennedy Jr.|He was young.",
    "She holds a Ph.D. from Vienna.",
    "She holds a Ph.D.|He does not.",
    "They sell bread, milk, etc.|Prices rose.",
    "Kosovo vs. Albania ended 2-1.|Fans cheered.",
    "Some cities, e.g. Tirana, grew; others, i.e. Vlora, shrank.",
    # times and dates
    "It starts at 9 a.m. and ends at 5 p.m.|Guests may leave.",
    "It starts at 9 a.m. Monday.",
    "The quake struck at 4:17 a.m. Central European Time.",
    "It was 10 p.m. GMT.|Nobody slept.",
    "The law took effect on Jan. 1, 2024.|It failed.",
    "They met in Sept. 2019.|Nothing came of it.",
    "The trial resumes in Dec.|It will be short.",
    # initials
    "J. Smith won.|T. S. Eliot lost.",
    "George W. Bush visited Fushë-Krujë.|Crowds greeted him.",
    "J. R. R. Tolkien wrote it.",
    "They chose plan B.|The plan failed.",
    "He loves art.|Kurti does not.",
    "He sat.|Kurti stood.",
    "Hepatitis C. was found.",
    # numbers
    "Growth was 3.5 percent.|Inflation was 2.1.",
    "It cost $1,200.50.|Nobody paid.",
    "Growth was 3.5.|In 2023 it was 4.",
    "It rose to 5.|200 people came.",
    "Room No. 10 was empty.|No. 11 was not.",
    "Will you resign?|No.|The vote decides.",
    "See Art. 5 and Fig. 3 on pp. 10-12.",
    "1. The government resigned.|2. The president accepted.",
    "The match ended 2-1.|The fans left.",
    # quotations
    "“We will win,” he said.|They lost.",
    "“We will win.”|The crowd left.",
    "“Is it true?” he asked.",
    "“Is it true?” Kurti asked.|Nobody answered.",
    "“Stop!” the officer shouted.|He ran.",
    "“We won. We will go on,” he said.|They left.",
    '"We won. We will go on," he said.|They left.',
    "«We won. We go on», he said.|They left.",
    'He called it "a disgrace."|She agreed.',
    'He said "no."|"Yes," she said.',
    "He asked: “Who are you? Where do you live?”|She left.",
    "He called it “the dignity of the state.”|“We disagree,” she said.",
    'An inch (1") is short.|It is 2.5 cm.',
    # brackets
    "The party (founded in 1991. It split later) won.|Others lost.",
    "He left (it was late).|She stayed.",
    "(It was late.)|She stayed.",
    "The law [sic. in the text] passed.|It failed.",
    # ellipses
    "I thought… maybe not.|He left.",
    "I thought... maybe not.",
    "He paused...|The crowd waited.",
    "But... I do not know.",
    "The list goes on…|Nobody reads it.",
    # addresses, versions, names with a mark
    "Visit www.example.com for more.|It is free.",
    "Write to a.b@example.com.|We answer.",
    "Python 3.11 is out.|Version 2.0 is old.",
    "Yahoo! said it would close.",
    # dashes and names with marks
    "It ended.|– He left.",
    "He came – late. – and left.",
    "Gjirokastër is old.|Çamëria is not.|Évian is in France.",
]


@pytest.mark.parametrize("case", CASES)
def test_sentences_part_where_the_table_says(case: str) -> None:
    expected = case.split("|")
    assert split_english(" ".join(expected)) == expected


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("They met on Monday.The minister was late.", ["They met on Monday.", "The minister was late."]),
        ("It is over!Nobody stayed.", ["It is over!", "Nobody stayed."]),
        ("See www.Example.Com for more.", ["See www.Example.Com for more."]),
    ],
)
def test_sentences_glued_by_a_missing_space_part_and_addresses_do_not(paragraph: str, expected: list[str]) -> None:
    assert split_english(paragraph) == expected


def test_the_table_is_not_thinned_out() -> None:
    assert len(set(CASES)) >= 75


@pytest.mark.parametrize("blank", ["", " ", "\n\t "])
def test_white_space_has_no_sentences(blank: str) -> None:
    assert split_english(blank) == []


def test_line_breaks_and_runs_of_spaces_collapse() -> None:
    assert split_english("The law\npassed.   It\tfailed.") == ["The law passed.", "It failed."]


def test_an_unclosed_quotation_mark_does_not_swallow_the_paragraph() -> None:
    paragraph = "“We won. " + "Nothing else was said about it. " * 20
    assert len(split_english(paragraph)) == 21


@pytest.mark.parametrize("text", [" ".join(c.split("|")) for c in CASES])
def test_no_character_is_lost(text: str) -> None:
    assert "".join(split_english(text)).replace(" ", "") == text.replace(" ", "")


def test_a_long_paragraph_is_split_in_linear_time() -> None:
    sentence = "The U.S. minister, Mr. J. Smith, said “we will. We must” at 5 p.m. on Monday."
    assert split_english(" ".join([sentence] * 5_000)) == [sentence] * 5_000


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Assembly approved the budget", ["assembly", "approv", "budget"]),
        ("It approves and is approving", ["approv", "approv"]),
        ("He said 3.6 billion euros", ["3.6", "billion", "euro"]),
        ("The government’s pro-EU plan", ["government", "pro-eu", "plan"]),
        ("He was there", []),
    ],
)
def test_content_words_are_stems_without_function_words(text: str, words: list[str]) -> None:
    assert content_words(text) == words
