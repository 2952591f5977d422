from __future__ import annotations

import random
import time
from decimal import Decimal

import pytest

from pipeline.numbers import Language, compare, find_unsupported, read_quantities

# Albanian and English that say the same.
AGREE = [
    # digits and their marks
    ("Aty jetojnë 1.200 banorë.", "1,200 people live there."),
    ("Aty jetojnë 1 200 banorë.", "1,200 people live there."),
    ("Aty jetojnë 1\u00a0200 banorë.", "1,200 people live there."),
    ("Aty jetojnë 1,200 banorë.", "1,200 people live there."),
    ("Aty jetojnë 1200 banorë.", "1,200 people live there."),
    ("U rrit me 3,5 për qind.", "It rose 3.5 percent."),
    ("U rrit me 3.5%.", "It rose 3.5%."),
    ("Vlera është 1.234.567,89 lekë.", "The value is 1,234,567.89 leks."),
    ("Popullsia është 2.800.000.", "The population is 2.8 million."),
    ("Mesatarja është 0,25.", "The average is 0.25."),
    # scales
    ("Kushton 1,2 milionë euro.", "It costs 1.2 million euros."),
    ("Kushton 1,2 milionë euro.", "It costs €1,200,000."),
    ("Kushton 1,2 mln. euro.", "It costs €1.2m."),
    ("Kushton 3 mld. dollarë.", "It costs $3bn."),
    ("Kushton 3 miliardë.", "It costs three billion."),
    ("Humbën një bilion dollarë.", "They lost one trillion dollars."),
    ("Humbën 5 mijë lekë.", "They lost 5,000 leks."),
    ("Erdhën njëzet mijë vetë.", "Twenty thousand people came."),
    ("Erdhën dymijë vetë.", "Two thousand people came."),
    ("Erdhën dy mijë e pesëqind vetë.", "2,500 people came."),
    ("Erdhën dymijë e pesëqind vetë.", "2,500 people came."),
    ("Humbën dy milionë e gjysmë.", "They lost two and a half million."),
    ("Humbën dy milionë e gjysmë.", "They lost 2.5 million."),
    ("Humbën gjysmë milioni.", "They lost half a million."),
    ("Humbën një milion.", "They lost a million."),
    ("Nga 10 deri në 15 milionë.", "From 10 million to 15 million."),
    ("Mes 10-15 milionë.", "Between 10,000,000 and 15,000,000."),
    ("Erdhën qindra vetë.", "A few hundred people came."),
    ("Erdhën dhjetëra mijëra vetë.", "Tens of thousands came."),
    ("Erdhën mijërave u dha bukë.", "Thousands were given bread."),
    ("Milionë refugjatë ikën.", "Millions of refugees left."),
    # number words
    ("Njëzet e pesë vjet më parë.", "Twenty-five years ago."),
    ("Njëzetepesë vjet më parë.", "25 years ago."),
    ("Njëqind e njëzet e tre deputetë.", "One hundred and twenty-three deputies."),
    ("Njëqind e njëzet e tre deputetë.", "123 deputies."),
    ("Pesëmbëdhjetë vetë.", "Fifteen people."),
    ("Tri gra dhe tre burra.", "Three women and three men."),
    ("Të dy erdhën.", "Both came."),
    ("Dy herë.", "Twice."),
    ("Pas dy orësh e gjysmë.", "After two and a half hours."),
    ("Një vit e gjysmë.", "A year and a half."),
    ("Një punë.", "A job."),
    ("Një dhjetëvjeçar.", "A decade."),
    # ordinals and grown words
    ("Doli i treti.", "He came third."),
    ("Për herë të katërt.", "For the fourth time."),
    ("Për të njëzetetretën herë.", "For the twenty-third time."),
    ("Minuta e tridhjetepestë.", "The thirty-fifth minute."),
    ("Doli i 3-ti.", "He came 3rd."),
    ("Një 34-vjeçar.", "A 34-year-old."),
    ("Një plan dyvjeçar.", "A two-year plan."),
    ("Gjashtëdhjetë e dyvjeçarja.", "The sixty-two-year-old."),
    ("Shekulli XX.", "The 20th century."),
    ("Lufta e Dytë Botërore.", "World War II."),
    # dates
    ("Më 24 shkurt 2022.", "On February 24, 2022."),
    ("Më 24 shkurt 2022.", "On 24 February 2022."),
    ("Më 24 shkurt të vitit 2022.", "On Feb. 24, 2022."),
    ("Më 24.02.2022.", "On February 24, 2022."),
    ("Më 24/02/2022.", "On 24 February 2022."),
    ("Më 24.02.2022.", "On 02/24/2022."),
    ("Më 24.02.2022.", "On 2022-02-24."),
    ("Më 4 korrik.", "On the 4th of July."),
    ("Më 11 korrikun.", "On July 11."),
    ("Në maj.", "In May."),
    ("Nga 7 deri më 21 prill.", "From April 7 to 21."),
    ("Mes viteve 2010-2015.", "Between 2010 and 2015."),
    ("Sezoni 2023/24.", "The 2023-2024 season."),
    ("Vitet ’90.", "The 1990s."),
    ("Vitet nëntëdhjetë.", "The nineties."),
    # times
    ("Në orën 18:30.", "At 6:30 p.m."),
    ("Në orën 18.30.", "At 18:30."),
    ("Nisej në 18.30.", "It left at 6:30 pm."),
    ("Në orën 18.", "At 6 p.m."),
    ("Në orën 18:00.", "At 6 pm."),
    ("Në orën 8:00.", "At 8 o'clock."),
    ("Në orën tetë e gjysmë.", "At half past eight."),
    ("Në orën tetë.", "At 8 a.m."),
    ("Në tetë e gjysmë.", "At 8:30."),
    ("Në orën 12.", "At noon."),
    # scores, codes
    ("Fitoi 3-1.", "It won 3-1."),
    ("Fitoi 78:74.", "It won 78-74."),
    ("Samiti G7.", "The G7 summit."),
    ("Versioni 2.0.1.", "Version 2.0.1."),
    ("Avioni F-16.", "The F-16 aircraft."),
    ("Ndalohet shitja e 5G-së.", "Sale of 5G is banned."),
    # words that only look like numbers
    ("Shkurt, u bë vonë.", "In short, it was late."),
    ("Robotët në Mars.", "Robots on Mars."),
    ("Mund të vijë.", "He may come."),
    ("Tregu u hap.", "The market opened."),
    ("Asgjë nuk tretet.", "Nothing dissolves."),
    ("Këto janë të mijtë.", "These are mine."),
    # a colon after a time, and numbers grown together with a noun
    ("U gjet në orën 3:40: një valvul.", "It was found at 3:40 a.m.: a valve."),
    ("Një kristal gjashtëkëndor.", "A six-sided crystal."),
    ("Një kopje pesëtonëshe.", "A five-ton replica."),
    ("Tetë të qindtat e sekondës.", "Eight hundredths of a second."),
    ("Më 5 korrik.", "On Jul. 5."),
    ("Në grupe prej qindrash.", "In groups of hundreds."),
]

# Albanian, English with an error, what is missing from it and what it added (as it stands in the text).
DIFFER = [
    ("Aty jetojnë 1.200 banorë.", "1,300 people live there.", ["1.200"], ["1,300"]),
    ("Aty jetojnë 1.200 banorë.", "People live there.", ["1.200"], []),
    ("Aty jetojnë 1.200 banorë.", "1.200 people live there.", ["1.200"], ["1.200"]),
    ("U rrit me 3,5 për qind.", "It rose 35 percent.", ["3,5"], ["35"]),
    ("Kushton 1,2 milionë euro.", "It costs 1.2 billion euros.", ["1,2 milionë"], ["1.2 billion"]),
    ("Kushton 1,2 milionë euro.", "It costs 1.2 euros.", ["1,2 milionë"], ["1.2"]),
    ("Erdhën tre vetë.", "Ten people came.", ["tre"], ["Ten"]),
    ("Erdhën mijëra vetë.", "Hundreds of people came.", ["mijëra"], ["Hundreds"]),
    ("Më 24 shkurt 2022.", "On March 24, 2022.", ["24 shkurt 2022"], ["March 24, 2022"]),
    ("Më 24 shkurt 2022.", "On February 24, 2023.", ["24 shkurt 2022"], ["February 24, 2023"]),
    ("Më 24 shkurt 2022.", "On February 24.", ["24 shkurt 2022"], []),
    ("Më 24.02.2022.", "On February 4, 2022.", ["24.02.2022"], ["February 4, 2022"]),
    ("Në orën 18:30.", "At 6:45 p.m.", ["18:30"], ["6:45"]),
    ("Tetë të qindtat e sekondës.", "Eight tenths of a second.", ["qindtat"], ["tenths"]),
    ("Në orën 18:30.", "At 8:30 p.m.", ["18:30"], ["8:30"]),
    ("Njëzet e pesë vjet.", "Twenty years.", ["Njëzet e pesë"], ["Twenty"]),
    ("Për herë të katërt.", "For the third time.", ["katërt"], ["third"]),
    ("Nuk erdhi askush.", "In 1999 nobody came.", [], ["1999"]),
    ("Fitoi 3-1.", "It won 3-2.", ["1"], ["2"]),
]


@pytest.mark.parametrize(("albanian", "english"), AGREE)
def test_faithful_numbers_agree(albanian: str, english: str) -> None:
    assert compare(albanian, english) == ((), ())


@pytest.mark.parametrize(("albanian", "english", "missing", "added"), DIFFER)
def test_changed_numbers_are_told(albanian: str, english: str, missing: list[str], added: list[str]) -> None:
    lost, new = compare(albanian, english)
    assert [q.raw for q in lost] == missing
    assert [q.raw for q in new] == added


@pytest.mark.parametrize(
    ("text", "language", "value", "kind"),
    [
        ("1.200 banorë", "sq", Decimal(1200), "number"),
        ("1,200 people", "en", Decimal(1200), "number"),
        ("1,2 milionë euro", "sq", Decimal(1_200_000), "money"),
        ("$3 billion", "en", Decimal(3_000_000_000), "money"),
        ("3,5 për qind", "sq", Decimal("3.5"), "percent"),
        ("3.5%", "en", Decimal("3.5"), "percent"),
        ("24 shkurt 2022", "sq", "2022-02-24", "date"),
        ("24.02.2022", "sq", "2022-02-24", "date"),
        ("02/24/2022", "en", "2022-02-24", "date"),
        ("shkurt 2022", "sq", "2022-02", "date"),
        ("February 24", "en", "--02-24", "date"),
        ("in February", "en", "--02", "date"),
        ("ora 18.30", "sq", "18:30", "time"),
        ("6:30 p.m.", "en", "6:30", "time"),
        ("6.30pm", "en", "18:30", "time"),
        ("mijëra vetë", "sq", "thousands", "vague"),
        ("dyzet e një", "sq", Decimal(41), "number"),
        ("nineteen hundred", "en", Decimal(1900), "number"),
        ("two million three hundred thousand", "en", Decimal(2_300_000), "number"),
        ("mijë e një net", "sq", Decimal(1000), "number"),
        ("MCMXII", "sq", None, None),
        ("XIX", "sq", Decimal(19), "number"),
    ],
)
def test_values_are_normalised(text: str, language: Language, value: Decimal | str | None, kind: str | None) -> None:
    found = read_quantities(text, language)
    assert (found[0].value, found[0].kind) == (value, kind) if value is not None else found == ()


@pytest.mark.parametrize("language", ["sq", "en"])
def test_spans_lie_where_the_number_stands(language: Language) -> None:
    for pair in AGREE:
        text = pair[language == "en"]
        for quantity in read_quantities(text, language):
            assert text[quantity.start : quantity.end] == quantity.raw


def test_letters_that_grow_in_lower_case_shift_nothing() -> None:
    text = "İİİ 1.200 İ"
    assert [q.raw for q in read_quantities(text, "sq")] == ["1.200"]


def test_soft_quantities_support_but_are_not_missed() -> None:
    assert compare("Një i tretë.", "A third one, once, both.") == ((), ())
    assert find_unsupported(read_quantities("two", "en"), read_quantities("both", "en")) == ()


@pytest.mark.parametrize(
    "text", ["", "   ", "…", "9" * 5000, "1." * 2000, "dy e " * 500, "mijë " * 500, "12:", "0", "00", "-5"]
)
def test_odd_texts_are_read_without_error(text: str) -> None:
    for language in ("sq", "en"):
        for quantity in read_quantities(text, language):  # type: ignore[arg-type]
            assert quantity.parts


def test_a_wrong_digit_is_found() -> None:
    """Change one digit of the English: nearly always the check must see it."""
    rng = random.Random(7)
    caught = tried = 0
    for albanian, english in AGREE:
        digits = [i for i, c in enumerate(english) if c.isdigit()]
        if not digits:
            continue
        at = rng.choice(digits)
        other = rng.choice([d for d in "123456789" if d != english[at]])
        changed = english[:at] + other + english[at + 1 :]
        tried += 1
        caught += compare(albanian, changed) != ((), ())
    assert caught >= 0.97 * tried


def test_two_thousand_sentences_take_less_than_two_seconds_of_one_core() -> None:
    pairs = (AGREE * 30)[:2000]
    begin = time.process_time()
    for albanian, english in pairs:
        compare(albanian, english)
    assert time.process_time() - begin < 2
