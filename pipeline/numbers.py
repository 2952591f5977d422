"""Pure: read the numbers, dates and times of Albanian and of English text, and say which of one are not in the other.

    1.200 ↔ 1,200 · 3,5 ↔ 3.5 · 1,2 milionë ↔ 1.2 million ↔ 1,200,000 · 24 shkurt 2022 ↔ February 24, 2022
    18:30 ↔ 6:30 p.m. · njëzet e pesë ↔ twenty-five · i pesti ↔ fifth · vitet ’90 ↔ the 1990s

Compares values, not how often or in what order they stand: a figure told twice in one text may stand once in the other.
Does not convert units or currencies, and does not check that a number belongs to the same thing on both sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

Language = Literal["sq", "en"]
Kind = Literal["number", "percent", "money", "date", "time", "vague"]
Reading = Decimal | str
"""One thing a passage can mean: an amount; a month ("month 2"), a time of the twelve-hour clock ("6:30"), a version
("2.0.1") or an uncounted many ("thousands")."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, date or time as it stands in a text.

    ``value`` is the amount, or for dates ISO 8601 as far as it is told ("2022-02-24", "--02-24", "--02"), for times
    "18:30", for a vague many its English name. ``start`` and ``end`` delimit ``raw`` in the text.
    ``parts`` are what another text must hold to agree, each with its possible readings. A ``soft`` quantity supports
    others but is not missed itself: "one", "first", "half", "both" often come and go in faithful translation.
    """

    value: Decimal | str
    kind: Kind
    start: int
    end: int
    raw: str
    parts: tuple[frozenset[Reading], ...]
    soft: bool = False


def _words(text: str) -> list[str]:
    return text.split()


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────────

_SQ_UNITS = {
    "zero": 0, "nje": 1, "dy": 2, "tre": 3, "tri": 3, "kater": 4, "pese": 5, "gjashte": 6, "shtate": 7, "tete": 8,
    "nente": 9,
}  # fmt: skip
_SQ_TEENS = {"dhjete": 10} | {f"{unit}mbedhjete": 10 + n for unit, n in _SQ_UNITS.items() if n and unit != "tri"}
_SQ_TENS = {
    "njezet": 20, "tridhjete": 30, "dyzet": 40, "pesedhjete": 50, "gjashtedhjete": 60, "shtatedhjete": 70,
    "tetedhjete": 80, "nentedhjete": 90,
}  # fmt: skip
_SQ_HUNDREDS = {f"{unit}qind": 100 * n for unit, n in _SQ_UNITS.items() if n}
_SQ_SMALL = {**_SQ_UNITS, **_SQ_TEENS, **_SQ_TENS, **_SQ_HUNDREDS}
# Also written in one word: "njëzetepesë", "dymijë".
_SQ_SMALL |= {
    f"{ten.removesuffix('e')}e{unit}": t + n for ten, t in _SQ_TENS.items() for unit, n in _SQ_UNITS.items() if n
}
_SQ_JOINED = {f"{word}mije": 1000 * n for word, n in _SQ_SMALL.items()}

_EN_UNITS = {w: n for n, w in enumerate(_words("zero one two three four five six seven eight nine"))}
_EN_TEENS = {
    w: n
    for n, w in enumerate(
        _words("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"),
        start=10,
    )
}
_EN_TENS = {w: 10 * n for n, w in enumerate(_words("twenty thirty forty fifty sixty seventy eighty ninety"), start=2)}
_EN_SMALL = {**_EN_UNITS, **_EN_TEENS, **_EN_TENS}

_SCALES = {"qind": 100, "hundred": 100}


def _scale(word: str) -> int:
    """The factor a folded word of either language multiplies by, or 0."""
    if word in ("mije", "mijesh", "mijet", "mijeve", "mijeshe", "thousand"):
        return 1_000
    if word.startswith(("milion", "million")) or word in ("mln", "mil"):
        return 1_000_000
    if word.startswith(("miliard", "billion")) or word in ("mld", "mlrd"):
        return 1_000_000_000
    if word.startswith(("bilion", "trilion", "trillion")):  # bilion: Albanian counts in the long scale
        return 1_000_000_000_000
    return 0


_VAGUE = {
    "sq": {
        "dhjetera": "tens", "dhjetra": "tens", "qindra": "hundreds", "mijera": "thousands", "mijra": "thousands",
        "miliona": "millions", "miliarda": "billions", "duzina": "tens",
    },
    "en": {
        "tens": "tens", "dozens": "tens", "hundreds": "hundreds", "thousands": "thousands", "millions": "millions",
        "billions": "billions",
    },
}  # fmt: skip
_MANY = {100: "hundreds", 1_000: "thousands", 1_000_000: "millions", 1_000_000_000: "billions"}

# Values that come and go in faithful translation: "të dy" ↔ "both", "dyfish" ↔ "double", "dhjetëvjeçar" ↔ "decade".
_SOFT_WORDS = {
    "sq": {
        "gjysme gjysma gjysmen gjysmes": "0.5",
        "cerek cereku cerekun tremujor tremujori tremujorin tremujorit": "0.25 4 3",
        "pare pari para parin paren parit pares njeri njera njesh": "1",
        "dyfish dyfishi dyfishuar dyshe dyshja cift ciftet cifti binjak": "2",
        "trefish treshe treshja trio": "3",
        "mesdite mesdites mesditen mesnate mesnates mesnaten": "12 0",
        "dekade dekada dekaden dekades dekadave": "10",
        "shekull shekulli shekullin shekullit shekuj qindje": "100",
        "duzine": "12",
    },
    "en": {
        "half halves halved": "0.5 2",
        "quarter quarters": "0.25 4 3",
        "once first single one ones": "1",
        "both twice double doubled doubling doubles pair pairs couple couples duo dual twin twins": "2",
        "second seconds bilateral either neither fortnight": "2",
        "triple tripled trio thrice": "3",
        "quadruple quad": "4",
        "dozen": "12 10",
        "decade decades": "10",
        "century centuries centenary": "100",
        "noon midday midnight": "12 0",
        "zero nil": "0",
    },
}
_SOFT: dict[str, dict[str, tuple[Reading, ...]]] = {
    language: {word: tuple(map(Decimal, values.split())) for words, values in rows.items() for word in words.split()}
    for language, rows in _SOFT_WORDS.items()
}

_SQ_ORDINAL_STEMS = {
    "dyt": 2, "tret": 3, "katert": 4, "pest": 5, "gjasht": 6, "shtat": 7, "tet": 8, "nent": 9, "dhjet": 10,
    **{ten.removesuffix("e"): n for ten, n in _SQ_TENS.items()},
    **{f"{word}t": n for word, n in _SQ_HUNDREDS.items()}, "qindt": 100,
    **{f"{unit}mbedhjet": 10 + n for unit, n in _SQ_UNITS.items() if n},
}  # fmt: skip
# "njëzetetretë", "tridhjetekatërt"
_SQ_ORDINAL_STEMS |= {
    f"{ten.removesuffix('e')}e{stem}": t + n
    for ten, t in _SQ_TENS.items()
    for stem, n in {**_SQ_ORDINAL_STEMS, "njet": 1}.items()
    if n < 10
}
_SQ_ORDINAL_ENDINGS = _words("e i a in it en es at ave ta tat tave ti tit tin ten tes et eve")
_SQ_ORDINALS = {stem + ending: n for stem, n in _SQ_ORDINAL_STEMS.items() for ending in _SQ_ORDINAL_ENDINGS} | {
    "dyja": 2, "dyjat": 2, "dyve": 2, "dysh": 2, "treja": 3, "tria": 3, "trija": 3, "treve": 3, "trish": 3, "tresh": 3,
    "katert": 4, "katra": 4, "katrat": 4, "katerve": 4, "katersh": 4, "pesa": 5, "pesat": 5, "pesta": 5, "pesave": 5,
    "peseve": 5,
}  # fmt: skip
# Second is also a part of a minute; "treten" is "the third" and "they dissolve", "tretet" "it dissolves", "tretës" also
# "digestive".
_SQ_SOFT_ORDINALS = frozenset({"treten", "tretet", "tretes"})
_EN_ORDINALS = {
    word: n
    for n, word in enumerate(
        _words(
            "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
            "sixteenth seventeenth eighteenth nineteenth twentieth"
        ),
        start=3,
    )
} | {
    "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90,
    "hundredth": 100, "thousandth": 1000, "second": 2, "first": 1,
}  # fmt: skip
_EN_ORDINALS |= {f"{word}s": n for word, n in _EN_ORDINALS.items() if n > 2}
_EN_DECADES = {
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80,
    "nineties": 90,
}  # fmt: skip

# "dyvjeçar", "trekatësh", "pesëditor": a number grown together with a noun.
_SQ_GROWN = _SQ_SMALL | _SQ_JOINED
_SQ_COMPOUND = re.compile(
    "(" + "|".join(sorted(_SQ_GROWN, key=len, reverse=True)) + ")"
    "(?:vjec|vjet|vit|dit|dyt|muj|muaj|jav|ore|minut|sekond|kat|fish|vend|pal|ter|lind|kemb|anet|gjuh|ngjyr|met|shek|motor"
    "|faq|rresht|koh|dimens|sh|kilo|milion|miliard|pik|per|cip|krah|kren|koke|rrot|dhom|vetesh|gjymt|pjes|faz|fjal|part"
    "|akt|direk|kend|hap|cep|ton|ansh)"
)

_SQ_MONTHS = _words("janar shkurt mars prill maj qershor korrik gusht shtator tetor nentor dhjetor")
_EN_MONTHS = _words("january february march april may june july august september october november december")
_MONTHS: dict[str, dict[str, int]] = {
    "sq": {m + ending: n for n, m in enumerate(_SQ_MONTHS, 1) for ending in ("", "i", "in", "it", "u", "un", "ut")},
    "en": {m: n for n, m in enumerate(_EN_MONTHS, 1)}
    | {m[:3]: n for n, m in enumerate(_EN_MONTHS, 1) if len(m) > 3}
    | {"sept": 9},
}
# Also "in short", "to march", "may"; a month only beside a day or a year, or where the capital says so.
_MONTH_OR_WORD = frozenset(
    {"shkurt", "march", "may", "mars", "mar", "dec", "jan", "sep", "oct", "jun", "jul", "nov", "apr"}
)

_CURRENCIES = (
    "euro", "dollar", "lek", "paund", "pound", "frang", "franc", "denar", "dinar", "rubl", "jen", "yuan", "juan",
)  # fmt: skip
_CLOCK = frozenset({"ora", "oren", "ores"})

# ── tokens ───────────────────────────────────────────────────────────────────────────────────────────────────────────

_TOKEN = re.compile(
    r"(?P<date>(?<![\w.])(?:\d{1,2}([./-])\d{1,2}\2\d{4}|\d{4}-\d{2}-\d{2})(?![\w]))"
    r"|(?P<time>(?<![\w:])(?:[01]?\d|2[0-4]):[0-5]\d(?!\d|:\d))"
    r"|(?P<number>\d{1,3}(?: \d{3})+(?![\d])|\d+(?:[.,]\d+)*)"
    r"|(?P<word>[^\W\d_]+)"
)
_FOLD = str.maketrans({"ë": "e", "ç": "c", "Ë": "e", "Ç": "c", "’": "'", "\u00a0": " ", "\u202f": " "})
_ROMAN = re.compile(r"(?=[IVXLC]{2})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_RANGE = re.compile(r"\s*(?:[-–—/]|deri(?: ne| te)?|ose|apo|a|e|dhe|ne|nga|to|or|and)\s*")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # "date", "time", "number" or "word"
    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Passage:
    """A text in reading: ``folded`` is its lower case without ë and ç, letter by letter."""

    text: str
    folded: str
    tokens: list[_Token]
    language: Language

    def word(self, i: int) -> str:
        """What token ``i`` says, "" beyond the end."""
        return self.tokens[i].folded if i < len(self.tokens) else ""

    def gap(self, i: int) -> str:
        """What stands before token ``i``, which is not the first."""
        return self.folded[self.tokens[i - 1].end : self.tokens[i].start]


_Read = tuple[Quantity, int, int]
"""A quantity, the index of the token after it, and the factor of its scale words (1 without, 0 where none can be)."""


def read_quantities(text: str, language: Language) -> tuple[Quantity, ...]:
    """The numbers, percentages, sums of money, dates and times of ``text``, in order."""
    folded = text.translate(_FOLD).lower()
    if len(folded) != len(text):  # a letter such as İ, whose lower case is longer
        folded = "".join(c.lower() if len(c.lower()) == 1 else c for c in text.translate(_FOLD))
    tokens = [_Token(str(m.lastgroup), m.group(), m.start(), m.end()) for m in _TOKEN.finditer(folded)]
    passage = _Passage(text, folded, tokens, language)
    found: list[Quantity] = []
    factors: list[int] = []
    i = 0
    while i < len(tokens):
        read = _read_at(passage, i)
        if read is None:
            i += 1
            continue
        quantity, i, factor = read
        found.append(quantity)
        factors.append(factor)
    for k in range(len(found) - 1):  # "10–15 milionë", "two or three thousand"
        between = folded[found[k].end : found[k + 1].start]
        if factors[k] == 1 < factors[k + 1] and len(between) < 12 and _RANGE.fullmatch(between):
            amounts = [r * factors[k + 1] for r in found[k].parts[0] if isinstance(r, Decimal)]
            found[k] = replace(found[k], parts=(found[k].parts[0].union(amounts),))
    return tuple(found)


def _read_at(passage: _Passage, i: int) -> _Read | None:
    token = passage.tokens[i]
    if token.kind == "date":
        return _read_date(passage, token), i + 1, 0
    if token.kind == "time":
        hours, minutes = token.folded.split(":")
        return _time(passage, i, i + 1, int(hours), int(minutes))
    month = _read_month(passage, i)
    if month:
        return *month, 0
    return _read_digits(passage, i) if token.kind == "number" else _read_words(passage, i)


def _quantity(
    passage: _Passage, i: int, k: int, kind: Kind, readings: Iterable[Reading], *, soft: bool = False
) -> Quantity:
    """The quantity of tokens ``i`` to ``k`` (exclusive), its value the first of ``readings``."""
    start, end = passage.tokens[i].start, passage.tokens[k - 1].end
    found = tuple(readings)
    return Quantity(found[0], kind, start, end, passage.text[start:end], (frozenset(found),), soft)


# ── dates and times ──────────────────────────────────────────────────────────────────────────────────────────────────


def _read_date(passage: _Passage, token: _Token) -> Quantity:
    one, two, three = (int(n) for n in re.split(r"[./-]", token.folded))
    year, month, day = (one, two, three) if one > 31 else (three, two, one)
    american = passage.language == "en" and "/" in token.folded
    if day <= 12 and (month > 12 or american):
        month, day = day, month
    days: set[Reading] = {Decimal(day)}
    months: set[Reading] = {f"month {month}"}
    if american and day <= 12:
        days.add(Decimal(month))
        months.add(f"month {day}")
    parts = (frozenset(days), frozenset(months), frozenset[Reading]({Decimal(year)}))
    value, raw = f"{year:04}-{month:02}-{day:02}", passage.text[token.start : token.end]
    return Quantity(value, "date", token.start, token.end, raw, parts)


def _time(passage: _Passage, i: int, k: int, hours: int, minutes: int) -> _Read:
    """A time of day. Times agree on the twelve-hour clock; a full hour also agrees with its bare number."""
    readings: list[Reading] = [f"{hours}:{minutes:02}", f"{hours % 12}:{minutes:02}"]
    if minutes == 0:
        readings += [Decimal(hours), Decimal(hours % 12), Decimal(hours % 12 + 12)]
    return _quantity(passage, i, k, "time", readings), k, 0


def _is_year(token: _Token) -> bool:
    return token.kind == "number" and len(token.folded) == 4 and token.folded[:2] in ("17", "18", "19", "20")


def _day(token: _Token) -> int:
    """The day of a month that the token can be, or 0."""
    if token.kind != "number" or len(token.folded) > 2 or not token.folded.isdigit():
        return 0
    return int(token.folded) if int(token.folded) <= 31 else 0


def _read_month(passage: _Passage, i: int) -> tuple[Quantity, int] | None:
    """A date with a month's name: "24 shkurt 2022", "February 24, 2022", "24th of February", "in May"."""
    tokens, names = passage.tokens, _MONTHS[passage.language]
    english = passage.language == "en"
    day, k = _day(tokens[i]), i
    if day:
        k += 1
        while k < i + 3 and passage.word(k) in ("st", "nd", "rd", "th", "of", "te", "ti"):
            k += 1
    month = names.get(passage.word(k), 0)
    capital = bool(month) and passage.text[tokens[k].start].isupper()
    if not month or (english and not capital):
        return None
    k += 1
    if english and not day and k < len(tokens) and _day(tokens[k]):
        day = _day(tokens[k])
        k += 1 + (passage.word(k + 1) in ("st", "nd", "rd", "th"))
    year, at = 0, k
    while at < k + 2 and passage.word(at) in ("te", "vitit", "of"):
        at += 1
    if at < len(tokens) and _is_year(tokens[at]):
        year, k = int(tokens[at].folded), at + 1
    bare = not day and not year
    if bare and passage.word(i) in _MONTH_OR_WORD and english and tokens[i].start == 0:
        return None
    # Albanian months have no capital: "Marsit" is the planet's.
    soft = bare and (passage.word(i) in _MONTH_OR_WORD or (capital and not english))
    parts: list[frozenset[Reading]] = [frozenset({f"month {month}"})]
    parts += [frozenset({Decimal(n)}) for n in (day, year) if n]
    value = (f"{year:04}" if year else "-") + f"-{month:02}" + (f"-{day:02}" if day else "")
    start, end = tokens[i].start, tokens[k - 1].end
    return Quantity(value, "date", start, end, passage.text[start:end], tuple(parts), soft), k


# ── digits ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _parse_digits(raw: str, language: Language) -> tuple[Reading, ...]:
    """The amounts that digits with points, commas or spaces can stand for, the likeliest first."""
    raw = raw.replace(" ", "")
    if raw.isdigit():
        return (Decimal(raw),)
    thousands = "." if language == "sq" else ","
    marks = [c for c in raw if not c.isdigit()]
    groups = re.split(r"[.,]", raw)
    grouped = all(len(g) == 3 for g in groups[1:]) and len(groups[0]) <= 3 and groups[0] != "0"
    if len(set(marks)) == 2 and marks.count(marks[-1]) == 1:  # 1.234,5 in either language's form
        return (Decimal("".join(groups[:-1]) + "." + groups[-1]),)
    if len(marks) == 1:
        decimal, whole = Decimal(".".join(groups)), Decimal("".join(groups))
        if marks[0] == thousands:
            return (whole,) if grouped else (decimal,)
        # Albanian papers also write 1,200 the English way; no English paper writes 1.200 for twelve hundred.
        return (decimal, whole) if grouped and language == "sq" else (decimal,)
    if len(set(marks)) == 1 and grouped:
        return (Decimal("".join(groups)),)
    return (raw,)


_ENGLISH_SUFFIX = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12}


def _read_digits(passage: _Passage, i: int) -> _Read:
    token, english, folded = passage.tokens[i], passage.language == "en", passage.folded
    readings = list(_parse_digits(token.folded, passage.language))
    value = readings[0]
    before, after = folded[max(0, token.start - 1) : token.start], folded[token.end : token.end + 6]
    soft = before.isalpha()  # G7, m2, CO2
    if not isinstance(value, Decimal):
        return _quantity(passage, i, i + 1, "number", readings, soft=soft), i + 1, 0

    clock = re.fullmatch(r"(\d{1,2})(?:\.([0-5]\d))?", token.folded)
    if clock and int(clock.group(1)) <= 24:
        hours, minutes = int(clock.group(1)), int(clock.group(2) or 0)
        half_day = re.match(r" ?([ap])\.? ?m\b", after) if english and hours <= 12 else None
        if half_day:
            return _time(passage, i, i + 1, hours + 12 * (half_day.group(1) == "p" and hours < 12), minutes)
        if i and passage.word(i - 1) in _CLOCK:
            return _time(passage, i, i + 1, hours, minutes)
        if clock.group(2):
            readings.append(f"{hours % 12}:{clock.group(2)}")

    if before == "'" and len(token.folded) == 2:  # vitet ’90
        readings.append(1900 + value)
    if english and re.match(r"s\b", after):  # the 1990s, the 90s
        readings += [value % 100, 1900 + value % 100]
    if i and _is_year(passage.tokens[i - 1]) and len(token.folded) == 2 and passage.gap(i) in ("-", "–", "/"):
        readings.append(Decimal(passage.word(i - 1)[:2] + token.folded))  # 2023/24
    attached = re.match(r"(?:k|mn?|bn|tn)(?![a-z])", after) if english else None
    if attached:  # £5m, $3bn; also 100m
        readings.append(value * _ENGLISH_SUFFIX[attached.group()])
    return _finish(passage, i, i + 1, value, readings[1:], soft=soft)


# ── number words ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _read_words(passage: _Passage, i: int) -> _Read | None:
    word, following, vague = passage.word(i), passage.word(i + 1), _VAGUE[passage.language]
    stem = word if word in vague else word.rstrip("etvsh") if passage.language == "sq" else ""
    if stem in vague:  # "mijëra", "mijërave", "mijërash"
        return _quantity(passage, i, i + 1, "vague", (vague[stem],)), i + 1, 0
    if word in ("gjysme", "half"):
        k = i + 1 + (following in ("a", "nje"))
        if _scale(passage.word(k)):
            return _quantity(passage, i, k + 1, "number", (Decimal(_scale(passage.word(k))) / 2,)), k + 1, 0
        if following == "past" and passage.word(i + 2) in _EN_SMALL:
            return _time(passage, i, i + 3, _EN_SMALL[passage.word(i + 2)], 30)
    if passage.language == "sq" and word in _SQ_JOINED:
        total, k = _read_rest(passage, i + 1, Decimal(_SQ_JOINED[word]), 1000)
        return _quantity(passage, i, k, "number", (total,)), k, 0
    small = _read_small(passage, i)
    if small:
        value, k = small
        if i and passage.word(i - 1) in _CLOCK and value <= 24:
            half = (passage.word(k), passage.word(k + 1)) == ("e", "gjysme")
            return _time(passage, i, k + 2 * half, value, 30 * half)
        return _finish(passage, i, k, Decimal(value), [], soft=value <= 1)
    readings, soft = _read_other(passage, i)
    return (_quantity(passage, i, i + 1, "number", readings, soft=soft), i + 1, 0) if readings else None


def _read_other(passage: _Passage, i: int) -> tuple[tuple[Reading, ...], bool]:
    """What a single word that is no cardinal stands for (nothing, mostly), and whether softly."""
    word = passage.word(i)
    if word in _SOFT[passage.language]:
        return _SOFT[passage.language][word], True
    if passage.language == "sq":
        if word in _SQ_ORDINALS:
            n = _SQ_ORDINALS[word]
            return (Decimal(n),), n == 2 or word in _SQ_SOFT_ORDINALS
        compound = _SQ_COMPOUND.match(word)
        if compound:
            return (Decimal(_SQ_GROWN[compound.group(1)]),), True
    elif word in _EN_ORDINALS:
        return (Decimal(_EN_ORDINALS[word]),), False
    elif word in _EN_DECADES:
        return (Decimal(_EN_DECADES[word]), Decimal(1900 + _EN_DECADES[word])), False
    elif word.endswith("fold") and word[:-4] in _EN_SMALL:
        return (Decimal(_EN_SMALL[word[:-4]]),), True
    factor = _scale(word) or _SCALES.get(word, 0)
    if factor:  # "a few hundred", "milionë refugjatë"
        return (Decimal(factor), _MANY.get(factor, Decimal(factor))), True
    token = passage.tokens[i]
    original = passage.text[token.start : token.end]
    if len(original) > 1 and original.isupper() and _ROMAN.fullmatch(original):
        digits = [_ROMAN_DIGITS[c] for c in original]
        signed = [-d if d < following else d for d, following in zip(digits, [*digits[1:], 0], strict=True)]
        return (Decimal(sum(signed)),), True
    return (), False


def _read_small(passage: _Passage, i: int) -> tuple[int, int] | None:
    """A number word below a thousand at token ``i``, and the index after it."""
    if i >= len(passage.tokens):
        return None
    return _read_small_sq(passage, i) if passage.language == "sq" else _read_small_en(passage, i)


def _read_small_sq(passage: _Passage, i: int) -> tuple[int, int] | None:
    """As "njëqind e njëzet e pesë", "gjashtëdhjetë e dyvjeçare"."""
    value = _SQ_SMALL.get(passage.word(i))
    if value is None:
        return None
    i += 1
    if passage.word(i) == "qind" and 0 < value < 10:
        value, i = value * 100, i + 1
    while value >= 20 and passage.word(i) == "e":
        word = passage.word(i + 1)
        compound = _SQ_COMPOUND.match(word)
        more = _SQ_SMALL.get(word) or _SQ_ORDINALS.get(word) or (_SQ_SMALL.get(compound.group(1)) if compound else 0)
        room = 100 if value % 100 == 0 else 10 if value % 10 == 0 else 0
        if not more or more >= room:
            break
        value, i = value + more, i + 2
    return value, i


def _read_small_en(passage: _Passage, i: int) -> tuple[int, int] | None:
    """As "two hundred and twenty-five", "a hundred"."""
    value, k = _EN_SMALL.get(passage.word(i)), i + 1
    if value is None:
        if passage.word(i) != "a" or not (passage.word(k) == "hundred" or _scale(passage.word(k))):
            return None
        value = 1
    elif value >= 20:
        unit = _below_ten(passage, k)
        value, k = value + unit, k + (unit > 0)
    if passage.word(k) in ("hundred", "hundredth") and value < 100:
        value, k = value * 100, k + 1
        at = k + (passage.word(k) == "and")
        more = _EN_SMALL.get(passage.word(at), 0)
        unit = _below_ten(passage, at + 1) if more >= 20 else 0
        after = at + 1 + (unit > 0)
        if more and passage.word(after) != "hundred":
            value, k = value + more + unit, after
    return value, k


def _below_ten(passage: _Passage, k: int) -> int:
    """The unit, cardinal or ordinal, that a hyphen or a space ties to the tens before token ``k``; 0 without one."""
    if k >= len(passage.tokens) or passage.gap(k) not in ("-", " ", "‑"):
        return 0
    unit = _EN_UNITS.get(passage.word(k), 0) or _EN_ORDINALS.get(passage.word(k), 0)
    return unit if unit < 10 else 0


def _finish(passage: _Passage, i: int, k: int, value: Decimal, also: list[Reading], *, soft: bool) -> _Read:
    """The number whose digits or small words are tokens ``i`` to ``k``, with its scale words, halves and unit."""
    half = Decimal("0.5") if _half_at(passage, k) and _scale(passage.word(k + 3)) else Decimal(0)
    k += 3 * bool(half)  # "two and a half million"
    factor = 1
    while k < len(passage.tokens) and passage.gap(k).strip(" -‑") == "":
        word = passage.word(k)
        scale = _scale(word) or _SCALES.get(word, 0)
        if not scale or (scale == 100 and factor > 1) or (word == "qind" and value >= 10):
            break
        factor *= scale
        k += 1
    if factor > 1:
        value, k = _read_rest(passage, k, (value + half) * factor, factor)
        also, soft = [], False
    for skipped in (0, 1):  # "dy e gjysmë", "dy orë e gjysmë", "two and a half hours", "a year and a half"
        if _half_at(passage, k + skipped) and value < 100 * factor:
            more = value + Decimal(factor) / 2
            also = [value, more, f"{int(value) % 12}:30"]
            if not skipped:
                value, k = more, k + (2 if passage.language == "sq" else 3)
            break
    return _quantity(passage, i, k, _find_unit(passage, i, k), (value, *also), soft=soft), k, factor


def _half_at(passage: _Passage, k: int) -> bool:
    words = [passage.word(k), passage.word(k + 1), passage.word(k + 2)]
    return words == ["and", "a", "half"] or words[:2] == ["e", "gjysme"]


def _find_unit(passage: _Passage, i: int, k: int) -> Kind:
    start, end = passage.tokens[i].start, passage.tokens[k - 1].end
    rest = passage.folded[end : end + 10].lstrip(" -")
    if rest.startswith(("%", "per qind", "per cent", "perqind", "percent")):
        return "percent"
    signs = passage.folded[max(0, start - 1) : start] + rest[:1]
    return "money" if set(signs) & set("€$£") or passage.word(k).startswith(_CURRENCIES) else "number"


def _read_rest(passage: _Passage, k: int, total: Decimal, factor: int) -> tuple[Decimal, int]:
    """What follows a scale word in the same number: "dy mijë e pesëqind", "two million three hundred thousand"."""
    linker = "e" if passage.language == "sq" else "and"
    while factor > 1 and k < len(passage.tokens):
        linked = passage.word(k) == linker
        small = _read_small(passage, k + linked)
        if not small or (passage.language == "sq" and not linked):
            break
        more, after = small
        scale = _scale(passage.word(after)) or 1
        if more == 0 or more * scale >= factor:
            break
        total, factor, k = total + more * scale, scale, after + (scale > 1)
    return total, k


# ── comparing ────────────────────────────────────────────────────────────────────────────────────────────────────────


def find_unsupported(claims: Iterable[Quantity], evidence: Iterable[Quantity]) -> tuple[Quantity, ...]:
    """The ``claims`` of which some part is nowhere in ``evidence``; soft claims are never among them."""
    there = frozenset(reading for quantity in evidence for part in quantity.parts for reading in part)
    return tuple(q for q in claims if not q.soft and any(part.isdisjoint(there) for part in q.parts))


def compare(albanian: str, english: str) -> tuple[tuple[Quantity, ...], tuple[Quantity, ...]]:
    """Quantities of the Albanian missing from its English, and quantities of the English that the Albanian lacks."""
    source, target = read_quantities(albanian, "sq"), read_quantities(english, "en")
    return find_unsupported(source, target), find_unsupported(target, source)
