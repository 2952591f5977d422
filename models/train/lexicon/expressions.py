"""Numbers, money, percentages, dates and times of news, in both languages.

Digits come out equal but for the marks: 1.200,5 in Albanian is 1,200.5 in English.
"""

import random
from functools import cache

from lexicon.tables import read_table

Pair = tuple[str, str]

_ONES = "zero një dy tre katër pesë gjashtë shtatë tetë nëntë dhjetë".split()
_TENS = (
    "",
    "dhjetë",
    "njëzet",
    "tridhjetë",
    "dyzet",
    "pesëdhjetë",
    "gjashtëdhjetë",
    "shtatëdhjetë",
    "tetëdhjetë",
    "nëntëdhjetë",
)
_ENGLISH_ONES = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen""".split()
_ENGLISH_TENS = ("", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
MONTHS = (
    ("janar", "January"), ("shkurt", "February"), ("mars", "March"), ("prill", "April"), ("maj", "May"), ("qershor", "June"),
    ("korrik", "July"), ("gusht", "August"), ("shtator", "September"), ("tetor", "October"), ("nëntor", "November"),
    ("dhjetor", "December"),
)  # fmt: skip
DAYS = (
    ("hënën", "Monday"), ("martën", "Tuesday"), ("mërkurën", "Wednesday"), ("enjten", "Thursday"), ("premten", "Friday"),
    ("shtunën", "Saturday"), ("dielën", "Sunday"),
)  # fmt: skip
_UNITS = (  # plural, ablative, English singular, gender
    ("ditë", "ditësh", "day", "f"), ("javë", "javësh", "week", "f"), ("muaj", "muajsh", "month", "m"),
    ("vjet", "vjetësh", "year", "m"), ("vite", "vitesh", "year", "f"), ("orë", "orësh", "hour", "f"),
    ("minuta", "minutash", "minute", "f"), ("dekada", "dekadash", "decade", "f"),
)  # fmt: skip
_CURRENCIES = (
    ("euro", "euros", "€"), ("euro", "euros", "€"), ("euro", "euros", "€"), ("dollarë", "dollars", "$"), ("lekë", "lek", ""),
    ("paund", "pounds", "£"), ("denarë", "denars", ""), ("franga zvicerane", "Swiss francs", ""), ("dinarë", "dinars", ""),
    ("rubla", "rubles", ""), ("dollarë amerikanë", "US dollars", ""),
)  # fmt: skip
LAST_YEAR = 2025


def spell_albanian(number: int, feminine: bool = False) -> str:
    """Spell a number under a million; three has a feminine form."""
    if number <= 10:
        return "tri" if number == 3 and feminine else _ONES[number]
    if number < 20:
        return _ONES[number - 10] + "mbëdhjetë"
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens] + (f" e {spell_albanian(ones, feminine)}" if ones else "")
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        return f"{_ONES[hundreds]}qind" + (f" e {spell_albanian(rest, feminine)}" if rest else "")
    thousands, rest = divmod(number, 1000)
    return f"{spell_albanian(thousands)} mijë" + (f" e {spell_albanian(rest, feminine)}" if rest else "")


def spell_english(number: int) -> str:
    """Spell a number under a million."""
    if number < 20:
        return _ENGLISH_ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _ENGLISH_TENS[tens] + (f"-{_ENGLISH_ONES[ones]}" if ones else "")
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        return f"{_ENGLISH_ONES[hundreds]} hundred" + (f" and {spell_english(rest)}" if rest else "")
    thousands, rest = divmod(number, 1000)
    return f"{spell_english(thousands)} thousand" + (
        f"{' and' if rest < 100 else ''} {spell_english(rest)}" if rest else ""
    )


def draw_count(rng: random.Random, low: int, high: int, digits: float, feminine: bool = False) -> Pair:
    """Return a number between two bounds, in digits with the chance `digits`, else in words."""
    number = rng.randint(low, high)
    if rng.random() < digits:
        return str(number), str(number)
    return spell_albanian(number, feminine), spell_english(number)


def draw_number(rng: random.Random) -> Pair:
    """Return a number of two or more, as news writes it."""
    roll = rng.random()
    if roll < 0.3:
        return draw_count(rng, 2, 10, 0.35)
    if roll < 0.55:
        return draw_count(rng, 11, 99, 0.7)
    if roll < 0.7:
        return draw_count(rng, 100, 999, 0.85)
    if roll < 0.85:
        number = rng.randint(1, 99) * 1000 + (rng.randint(0, 9) * 100 if rng.random() < 0.5 else rng.randint(0, 999))
        return f"{number:,}".replace(",", rng.choice((".", ".", ".", " "))), f"{number:,}"
    if roll < 0.9:
        albanian, english = draw_count(rng, 2, 90, 0.6)
        return f"{albanian} mijë", f"{english},000" if english.isdigit() else f"{english} thousand"
    if roll < 0.96:
        return _draw_millions(rng)
    number = rng.randint(1_000_000, 9_999_999)
    return f"{number:,}".replace(",", "."), f"{number:,}"


def _draw_millions(rng: random.Random) -> Pair:
    albanian, english = rng.choice((("milionë", "million"), ("miliardë", "billion")))
    if rng.random() < 0.5:
        number = draw_count(rng, 2, 90, 0.7)
    else:
        whole, part = rng.randint(1, 60), rng.randint(1, 9)
        number = (f"{whole},{part}", f"{whole}.{part}")
    return f"{number[0]} {albanian}", f"{number[1]} {english}"


def draw_money(rng: random.Random) -> Pair:
    """Return an amount of money."""
    albanian, english, sign = rng.choice(_CURRENCIES)
    number = draw_number(rng)
    if sign and number[1][0].isdigit() and rng.random() < 0.3:
        return f"{number[0]} {albanian}", f"{sign}{number[1]}"
    if sign == "€" and number[1][0].isdigit() and number[0].replace(".", "").isdigit() and rng.random() < 0.3:
        return f"{number[0]} €", f"€{number[1]}"
    return f"{number[0]} {albanian}", f"{number[1]} {english}"


def draw_percentage(rng: random.Random) -> Pair:
    """Return a percentage in one of the ways of writing it."""
    roll = rng.random()
    if roll < 0.1:
        number = rng.randint(2, 60)
        return f"{spell_albanian(number)} {rng.choice(('për qind', 'përqind'))}", f"{spell_english(number)} percent"
    whole = rng.randint(1, 98)
    part = rng.randint(1, 9)
    albanian, english = (str(whole), str(whole)) if roll < 0.55 else (f"{whole},{part}", f"{whole}.{part}")
    return rng.choice(
        (
            (f"{albanian} për qind", f"{english} percent"),
            (f"{albanian} përqind", f"{english} percent"),
            (f"{albanian}%", f"{english}%"),
            (f"{albanian} %", f"{english}%"),
        )
    )


def draw_duration(rng: random.Random, ablative: bool = False) -> Pair:
    """Return a length of time: tri javë; in the ablative, after para and pas: tri javësh."""
    plural, ablative_form, english, gender = rng.choice(_UNITS)
    low, high = (2, 10) if rng.random() < 0.7 else (11, 50)
    number = draw_count(rng, low, high, 0.35, gender == "f")
    return f"{number[0]} {ablative_form if ablative else plural}", f"{number[1]} {english}s"


def draw_year(rng: random.Random) -> str:
    """Return a year, recent ones more often."""
    return str(int(LAST_YEAR - rng.random() ** 2 * 90))


def draw_date(rng: random.Random) -> Pair:
    """Return a date with its preposition: më 5 maj 2019, on May 5, 2019."""
    albanian, english = rng.choice(MONTHS)
    day, year = rng.randint(1, 28), draw_year(rng)
    return rng.choice(
        (
            (f"më {day} {albanian}", f"on {english} {day}"),
            (f"më {day} {albanian} {year}", f"on {english} {day}, {year}"),
            (f"më {day} {albanian} {year}", f"on {day} {english} {year}"),
            (f"në {albanian} të vitit {year}", f"in {english} {year}"),
            (f"më datë {day} {albanian}", f"on {english} {day}"),
        )
    )


@cache
def _read_times() -> dict[str, list[Pair]]:
    times: dict[str, list[Pair]] = {kind: [] for kind in ("past", "future", "any", "present", "perfect", "habit")}
    for row in read_table("times.tsv", ("kind", "albanian", "english")):
        times[row.choice("kind", set(times))].append((row["albanian"], row["english"]))
    return times


def draw_fixed_time(rng: random.Random, kind: str) -> Pair:
    """Return an adverb of time of a kind in times.tsv."""
    return rng.choice(_read_times()[kind])


def draw_past_time(rng: random.Random) -> Pair:
    """Return a time before now."""
    roll = rng.random()
    if roll < 0.4:
        return draw_fixed_time(rng, "past")
    if roll < 0.55:
        albanian, english = rng.choice(DAYS)
        return rng.choice(
            (
                (f"të {albanian}", f"on {english}"),
                (f"të {albanian} e kaluar", f"last {english}"),
                (f"të {albanian} në mbrëmje", f"on {english} evening"),
                (f"të {albanian} në mëngjes", f"on {english} morning"),
            )
        )
    if roll < 0.68:
        albanian, english = draw_duration(rng)
        return f"{albanian} më parë", f"{english} ago"
    if roll < 0.74:
        albanian, english = draw_duration(rng, ablative=True)
        return f"para {albanian}", f"{english} ago"
    if roll < 0.84:
        year = draw_year(rng)
        return f"në vitin {year}", f"in {year}"
    if roll < 0.87:
        decade = rng.choice(range(1900, 2000, 10))
        return f"në vitet {decade}", f"in the {decade}s"
    return draw_date(rng)


def draw_future_time(rng: random.Random) -> Pair:
    """Return a time after now."""
    roll = rng.random()
    if roll < 0.55:
        return draw_fixed_time(rng, "future")
    if roll < 0.7:
        albanian, english = rng.choice(DAYS)
        return rng.choice(((f"të {albanian}", f"on {english}"), (f"të {albanian} e ardhshme", f"next {english}")))
    if roll < 0.85:
        albanian, english = draw_duration(rng, ablative=True)
        return rng.choice(((f"pas {albanian}", f"in {english}"), (f"brenda {albanian}", f"within {english}")))
    albanian, english = rng.choice(MONTHS)
    return rng.choice(
        (
            (f"në {albanian}", f"in {english}"),
            (f"deri në {albanian}", f"until {english}"),
            (f"në fund të {albanian}it", f"at the end of {english}"),
            (f"në fillim të {albanian}it", f"at the beginning of {english}"),
        )
    )


def draw_time(rng: random.Random) -> Pair:
    """Return a time that fits any tense."""
    roll = rng.random()
    if roll < 0.55:
        return draw_fixed_time(rng, "any")
    if roll < 0.7:
        albanian, english = rng.choice(DAYS)
        return f"të {albanian}", f"on {english}"
    if roll < 0.85:
        clock = f"{rng.randint(0, 23)}:{rng.choice((0, 0, 0, 15, 30, 45, 10, 20)):02d}"
        return rng.choice(((f"në orën {clock}", f"at {clock}"), (f"rreth orës {clock}", f"around {clock}")))
    albanian, english = rng.choice(MONTHS)
    return rng.choice(
        (
            (f"në {albanian}", f"in {english}"),
            (f"gjatë muajit {albanian}", f"in {english}"),
            (f"në muajin {albanian}", f"in {english}"),
        )
    )
