from __future__ import annotations

import random
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import text

ROOT = Path(__file__).parents[1]
SENTENCES = Path(__file__).parent / "data" / "sentences_sq.txt"
SEED = (ROOT / "seeds" / "000_9e4a11ebb3bf0955.txt").read_text(encoding="utf-8")
PROSE = (
    "Kryeministri tha se qeveria do të vazhdojë reformat në drejtësi, ndërsa opozita e kundërshtoi planin dhe kërkoi "
    "zgjedhje të parakohshme. Bashkimi Evropian u bëri thirrje palëve të ulen në tryezë sa më shpejt. Vendimi pritet "
    "javën e ardhshme, pas mbledhjes së jashtëzakonshme të Kuvendit."
)


def without_spaces(value: str) -> str:
    return "".join(value.split())


# ── cleaning ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("në\r\nfund\rfare\u2028pikë", "në\nfund\nfare\npikë"),
        ("1\u00a0200\u202feuro\u2009për\u3000qind", "1 200 euro për qind"),
        ("\ufeffTitulli\u200b i\u200d ri\u2060", "Titulli i ri"),
        ("qeve\u00adri", "qeveri"),
        ("qeve\u00ad\n  ria", "qeveria"),
        ("a\tb\x00c\x1b[0m\x9f", "a bc[0m"),
        ("e\u0308 c\u0327", "ë ç"),
        ("PÃ«rshkrim", "PÃ«rshkrim"),
        ("bosh \udce9", "bosh "),
        ("", ""),
    ],
)
def test_clean_gives_the_reading_form(raw: str, cleaned: str) -> None:
    assert text.clean(raw) == cleaned


@pytest.mark.parametrize(
    ("raw", "normalised"),
    [
        ("“Po”, tha „ai‟ «sot»", '"Po", tha "ai" "sot"'),
        ("S’ka ‘gjë’ `tjetër´", "S'ka 'gjë' 'tjetër'"),
        ("2010–2015 — fund…", "2010-2015 - fund..."),
        ("fjalë—fjalë", "fjalë - fjalë"),
        ("  dy \n hapësira\u00a0këtu ", "dy hapësira këtu"),
    ],
)
def test_punctuation_is_normalised_as_the_models_were_trained(raw: str, normalised: str) -> None:
    assert text.normalise_punctuation(raw) == normalised


def test_punctuation_agrees_with_the_training_recipe() -> None:
    augment = pytest.importorskip("models.train.augment")
    marks = "“”„‟«»″‘’‚‛´`′–‑−—…\u00a0\u202f\u00ad\u200b\"'-. abcë\n\t,;:!?()\u2009\ufeff"
    rng = random.Random(5)
    samples = [SEED, *("".join(rng.choices(marks, k=60)) for _ in range(300))]
    assert [text.normalise_punctuation(s) for s in samples] == [augment.normalise(s) for s in samples]


def test_content_id_ignores_form_but_not_words() -> None:
    one = text.content_id("“Titulli”", ["Paragrafi\u00a0i parë – këtu.", "I dyti…"])
    assert one == text.content_id('"Titulli"', ["Paragrafi i  parë - këtu.", "I dyti..."])
    assert one != text.content_id("Titulli", ["Paragrafi i parë – këtu.", "I dyti…"])
    assert one != text.content_id("“Titulli” Paragrafi i parë – këtu.", ["I dyti…"])
    assert len(one) == 16
    assert int(one, 16) >= 0


# ── paragraphs ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("width", [45, 60, 72, 80, 100])
def test_hard_wrapped_paragraphs_are_unwrapped(width: int) -> None:
    wrapped = "\n\n".join(textwrap.fill(PROSE, width, break_on_hyphens=False) for _ in range(3))
    assert text.split_paragraphs(wrapped) == [PROSE] * 3


def test_wrapped_paragraphs_without_blank_lines_end_at_short_lines() -> None:
    wrapped = "\n".join(textwrap.fill(PROSE, 72, break_on_hyphens=False) for _ in range(2))
    assert text.split_paragraphs(wrapped) == [PROSE, PROSE]


def test_wrapped_paragraphs_marked_by_an_indent_are_kept_apart() -> None:
    first, second = PROSE, f"Kuvendi mblidhet të martën. {PROSE}"
    wrapped = "\n".join(textwrap.fill(p, 72, initial_indent="   ", break_on_hyphens=False) for p in (first, second))
    assert text.split_paragraphs(wrapped) == [first, second]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["Një rresht i vetëm pa pikë"],
        ["fjalë"] * 5000,
        ["mollë", "dardhë", "rrush pa fara"],
        [PROSE, PROSE[:150], PROSE[50:]],
        ["Titulli i shkurtër i lajmit të ditës", PROSE, "Fund."],
        [
            "- pika e parë e rendit të ditës, shumë e gjatë",
            "- pika e dytë e rendit të ditës, po aq e gjatë",
            "- e treta",
        ],
        ["Çmimet e naftës u rritën sërish këtë javë në Kosovë", "Kryeministri udhëtoi drejt Brukselit për bisedime"],
        [f"Ky është paragrafi numër {i}, me një fjali të plotë brenda." for i in range(40)],
    ],
)
def test_lines_that_are_paragraphs_stay_so(paragraphs: list[str]) -> None:
    assert text.split_paragraphs("\n".join(paragraphs)) == paragraphs


def test_blank_lines_with_spaces_separate_and_spacing_is_single() -> None:
    assert text.split_paragraphs("\n  një   dy \n \t \n\r\n tre\n\n\n") == ["një dy", "tre"]
    assert text.split_paragraphs(" \n ") == []


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        ("ndërkom-", "bëtare", "ndërkombëtare"),
        ("shqiptaro-", "amerikane", "shqiptaro-amerikane"),
        ("Kosovë-", "Serbi", "Kosovë-Serbi"),
        ("SHBA-", "së", "SHBA-së"),
        ("34-", "vjeçari", "34-vjeçari"),
        ("ish-", "ministri", "ish-ministri"),
        ("tha ai -", "dhe iku", "tha ai - dhe iku"),
    ],
)
def test_words_hyphenated_at_a_wrapped_line_end_rejoin(above: str, below: str, joined: str) -> None:
    first = "Takimi i djeshëm mes palëve u përqendrua te çështja "
    second = " dhe zgjati disa orë, thanë burimet pranë delegacionit"
    end = "që nuk dëshiruan t'u përmendet emri për shkak të ndjeshmërisë\nsë bisedimeve."
    wrapped = f"{first}{above}\n{below}{second}\n{end}"
    assert f"{first}{joined}{second}" in text.split_paragraphs(wrapped)[0]


def test_the_seed_article_keeps_its_paragraphs() -> None:
    assert len(text.split_paragraphs(SEED)) == 9


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Kurti takon Osmanin në Prishtinë", True),
        ("“Nuk tërhiqem” – Rama për zgjedhjet", True),
        ("Qeveria miratoi buxhetin.", False),
        ("A do të ketë zgjedhje?", False),
        ("Ai tha: “Po.”", False),
        ("Në vijim:", False),
        ("2024", False),
        ("", False),
        ("fjalë " * 25, False),
    ],
)
def test_is_headline(line: str, expected: bool) -> None:
    assert text.is_headline(line) is expected


# ── sentences ────────────────────────────────────────────────────────────────────────────────────────────────────────


def sentence_cases() -> list[tuple[str, list[str]]]:
    lines = SENTENCES.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line and not line.startswith("#")]
    return [(line.replace(" | ", " ").replace("|", ""), [part.strip() for part in line.split("|")]) for line in kept]


def test_the_table_of_sentences_is_large() -> None:
    assert len({paragraph for paragraph, _ in sentence_cases()}) >= 250


@pytest.mark.parametrize(("paragraph", "sentences"), sentence_cases())
def test_sentences(paragraph: str, sentences: list[str]) -> None:
    assert text.split_sentences(paragraph) == sentences


def test_no_character_is_lost_in_any_mixture_of_cases() -> None:
    rng = random.Random(11)
    paragraphs = [paragraph for paragraph, _ in sentence_cases()]
    pieces = [piece for paragraph in paragraphs for piece in paragraph.split(" ")] + list('"“”.!?…()[]–«»')
    for _ in range(400):
        mixed = rng.choice([" ", "", "  "]).join(rng.choices(pieces, k=30))
        assert without_spaces("".join(text.split_sentences(mixed))) == without_spaces(mixed)
        assert all(s and s == s.strip() for s in text.split_sentences(mixed))


@pytest.mark.parametrize("paragraph", ["", "   ", "\n"])
def test_nothing_gives_no_sentence(paragraph: str) -> None:
    assert text.split_sentences(paragraph) == []


@pytest.mark.parametrize("paragraph", ["...", "?!", "—", "* * *", "42"])
def test_marks_alone_are_one_sentence(paragraph: str) -> None:
    assert text.split_sentences(paragraph) == [paragraph]


@pytest.mark.parametrize(
    "unit",
    [
        "Ai iku. ",
        "a",
        ". ",
        ".",
        "(",
        "? ( ",
        "“",
        '."A',
        "A.",
        "z. ",
        "www.",
        "a@",
        "1. ",
        "fjalë ",
        "[1].",
        "-.",
        "ai… ",
        "x.y-",
    ],
)
def test_time_grows_with_length_only(unit: str) -> None:
    """Ten times the text may take ten times as long, and some slack; a quadratic step would take a hundred times."""

    def seconds(copies: int) -> float:
        paragraph = unit * copies
        begin = time.process_time()
        text.split_sentences(paragraph)
        text.split_paragraphs(paragraph)
        return time.process_time() - begin

    assert seconds(20_000) < 35 * max(seconds(2_000), 0.002)


# ── clauses ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def at_most(words: int) -> Callable[[str], bool]:
    return lambda piece: len(piece.split()) <= words


def test_a_sentence_that_fits_is_left_alone() -> None:
    assert text.split_clauses(PROSE, lambda _: True) == [PROSE]


@pytest.mark.parametrize(
    ("sentence", "limit", "pieces"),
    [
        (
            "Qeveria miratoi planin e ri; opozita e kundërshtoi atë që në fillim",
            8,
            ["Qeveria miratoi planin e ri;", "opozita e kundërshtoi atë që në fillim"],
        ),
        (
            "Ai tha se do të vijë nesër, por askush nuk e besoi më fjalën e tij",
            10,
            ["Ai tha se do të vijë nesër,", "por askush nuk e besoi më fjalën e tij"],
        ),
        (
            "Policia arrestoi dje në mëngjes shtatë persona dhe bastisi disa shtëpi në qytet",
            9,
            ["Policia arrestoi dje në mëngjes shtatë persona", "dhe bastisi disa shtëpi në qytet"],
        ),
        (
            "Në takim ishin të pranishëm edhe Edi Rama nga Tirana e largët",
            8,
            ["Në takim ishin të pranishëm", "edhe Edi Rama nga Tirana e largët"],
        ),
    ],
)
def test_clauses_are_cut_where_a_reader_would_pause(sentence: str, limit: int, pieces: list[str]) -> None:
    assert text.split_clauses(sentence, at_most(limit)) == pieces


def test_numbers_and_names_stay_whole_when_there_is_another_place() -> None:
    sentence = (
        "Vendi shpenzoi 3,5 milionë euro për rrugën që lidh Tiranën me Vorën dhe 12 mijë metra katrorë "
        "të Parkut Kombëtar Bredhi i Hotovës u dogjën më 24 gusht 2023 sipas Institutit të Shëndetit Publik"
    )
    for limit in range(8, 25):
        pieces = text.split_clauses(sentence, at_most(limit))
        assert " ".join(pieces) == sentence
        assert all(len(piece.split()) <= limit for piece in pieces)
        for whole in ("3,5 milionë", "12 mijë", "24 gusht 2023", "Parkut Kombëtar Bredhi"):
            assert any(whole in piece for piece in pieces), (limit, whole)


@pytest.mark.parametrize("words", [200, 2_000, 100_000])
def test_a_giant_sentence_is_cut_in_near_linear_time(words: int) -> None:
    rng = random.Random(3)
    sentence = " ".join(rng.choices((PROSE + " Edi Rama , ; 24 2022 “po” dhe").split(), k=words))
    asked = 0

    def fits(piece: str) -> bool:
        nonlocal asked
        asked += len(piece)
        return len(piece) <= 600

    pieces = text.split_clauses(sentence, fits)
    assert " ".join(pieces) == sentence
    assert max(map(len, pieces)) <= 600
    assert asked < 25 * len(sentence)
    assert len(pieces) < 3.2 * len(sentence) / 600 + 2
    assert all(len(piece.split()) > 2 for piece in pieces)


def test_a_word_that_does_not_fit_is_cut_by_characters() -> None:
    giant = "x" * 10_001
    pieces = text.split_clauses(f"para {giant} pas", lambda piece: len(piece) <= 100)
    assert without_spaces("".join(pieces)) == f"para{giant}pas"
    assert max(map(len, pieces)) <= 100


def test_a_model_that_takes_nothing_still_ends() -> None:
    assert text.split_clauses("ab " + "c" * 20, lambda _: False) == ["ab", *"c" * 20]


# ── the case of headlines ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("KURTI TAKON OSMANIN NË PRISHTINË", True),
        ("QEVERIA SHKARKOHET", True),
        ("ZGJEDHJE!", True),
        ("NATO", False),
        ("PD dhe PS nisin bisedimet", False),
        ("PD, PS, LSI", False),
        ("Kurti takon Osmanin", False),
        ("12:30", False),
        ("", False),
    ],
)
def test_is_all_caps(line: str, expected: bool) -> None:
    assert text.is_all_caps(line) is expected


NAMES = frozenset({"Osmanin", "Gashi", "Kuvendin", "Lidhja", "McAllister", "NATO-s", "RIINVEST"})


@pytest.mark.parametrize(
    ("line", "cased"),
    [
        ("KURTI TAKON OSMANIN NË PRISHTINË", "Kurti takon Osmanin në Prishtinë"),
        ("NATO-S I DUHET NJË PLAN PËR KOSOVËN", "NATO-s i duhet një plan për Kosovën"),
        ("SHBA-SË NUK I PËLQEN", "SHBA-së nuk i pëlqen"),
        ("LDK DHE PDK BISEDOJNË, VV E KUNDËRSHTON", "LDK dhe PDK bisedojnë, VV e kundërshton"),
        ("OSMANI: NUK KA ZGJEDHJE", "Osmani: Nuk ka zgjedhje"),
        ("“NUK TËRHIQEM”, THOTË GASHI", "“Nuk tërhiqem”, thotë Gashi"),
        ("34-VJEÇARI VRITET NË FERIZAJ", "34-vjeçari vritet në Ferizaj"),
        ("F-16 DHE COVID-19 NË KINË", "F-16 dhe COVID-19 në Kinë"),
        ("LUFTA E II BOTËRORE, 80 VJET MË PAS", "Lufta e II botërore, 80 vjet më pas"),
        ("A. KADARE FOLI. ASKUSH S’E DËGJOI", "A. Kadare foli. Askush s’e dëgjoi"),
        ("FLET Z. GASHI ME DR. LEKËN", "Flet z. Gashi me dr. Lekën"),
        ("MCALLISTER: BE-JA E MBËSHTET", "McAllister: BE-ja e mbështet"),
        ("RIINVEST PUBLIKON RAPORTIN", "RIINVEST publikon raportin"),
        ("KOSOVË-SERBI, RI-NIS DIALOGU", "Kosovë-Serbi, ri-nis dialogu"),
        ("PRESIDENTI FLET PËR TURQINE", "Presidenti flet për Turqine"),
        ("USHTRIA SERBE NË KUFI", "Ushtria serbe në kufi"),
        ("", ""),
    ],
)
def test_headlines_in_capitals_become_sentences(line: str, cased: str) -> None:
    assert text.sentence_case(line, NAMES) == cased


def test_capitalised_words_are_those_inside_sentences() -> None:
    found = text.capitalised_words(
        ["Dje Rama takoi Kurtin. Bisedat “Hapur” u mbajtën në SHBA: Askush s’foli.", "GJITHÇKA PËR TË"]
    )
    assert found == {"Rama", "Kurtin", "SHBA"}


# ── is it Albanian? ──────────────────────────────────────────────────────────────────────────────────────────────────

FOREIGN = {
    "English": "The prime minister said on Monday that the government would not raise taxes before the end of the "
    "year.",
    "Italian": "Il presidente del Consiglio ha detto che le misure per le famiglie saranno approvate entro la fine "
    "del mese e che si va avanti con i lavori per la nuova sede.",
    "Serbian": "Predsednik vlade rekao je da će nove mere važiti od početka godine i da građani ne treba da brinu "
    "zbog poskupljenja.",
    "Croatian": "Policija je u noći privela dvije osobe koje su osumnjičene za krađu u gradu, a istraga se nastavlja.",
    "Romanian": "Președintele a declarat că guvernul nu va mări taxele și că măsurile pentru familii vor fi aprobate "
    "luna aceasta.",
    "Turkish": "Cumhurbaşkanı, hükümetin vergileri artırmayacağını ve aileler için alınan önlemlerin ay sonuna kadar "
    "onaylanacağını söyledi.",
    "German": "Der Präsident erklärte am Montag, dass die Regierung die Steuern nicht erhöhen werde, während die "
    "Polizei zwei Männer festnahm.",
    "French": "Le président a déclaré que le gouvernement n'avait pas l'intention d'augmenter les impôts avant la "
    "fin de l'année.",
    "Spanish": "El presidente declaró que el gobierno no tiene intención de subir los impuestos y que las medidas se "
    "aprobarán pronto.",
    "Polish": "Premier powiedział w poniedziałek, że rząd nie podniesie podatków do końca roku i że środki dla "
    "rodzin zostaną przyjęte.",
    "Slovene": "Predsednik vlade je dejal, da se davki letos ne bodo zvišali in da bodo ukrepi za družine sprejeti "
    "do konca meseca.",
    "Macedonian": "Претседателот изјави дека владата нема да ги зголеми даноците до крајот на годината.",
    "Greek": "Ο πρόεδρος δήλωσε ότι η κυβέρνηση δεν θα αυξήσει τους φόρους μέχρι το τέλος του έτους.",
}
ALBANIAN = {
    "news": PROSE,
    "without diacritics": PROSE.replace("ë", "e").replace("ç", "c"),
    "seed": SEED,
    "capitals": PROSE.upper(),
    "headline": "Kurti takon ambasadorin, flasin për zgjedhjet në veri",
    "Gheg speech": "Unë kam qenë aty me ta, po s'kanë dashtë me fol, edhe pse i kena thirrë disa herë.",
    "names": "Cristiano Ronaldo dhe Lionel Messi do të përballen në Riad, tha zëdhënësi i klubit Al-Nassr.",
}


@pytest.mark.parametrize("language", FOREIGN)
def test_other_languages_are_not_albanian(language: str) -> None:
    assert text.looks_albanian(FOREIGN[language]) < 0.2


@pytest.mark.parametrize("kind", ALBANIAN)
def test_albanian_is_recognised(kind: str) -> None:
    assert text.looks_albanian(ALBANIAN[kind]) > 0.7


def test_confidence_stays_low_for_little_evidence() -> None:
    assert text.looks_albanian("2024") == 0.0
    assert 0.3 < text.looks_albanian("Edi Rama") < 0.9


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("https://a.al/x.", True),
        ("(www.a.al),", True),
        ("info@a.al", True),
        ("@ministri", False),
        ("A.D.", False),
        ("„http://a.al“", True),
        ("HTTPS://A.AL", True),
        ("shih:https://a.al", True),
        ("—www.a.al", True),
        ("ewww.al", False),
        ("4@5", False),
    ],
)
def test_addresses_are_told_from_words(word: str, expected: bool) -> None:
    assert text.is_address(word) is expected


def test_addresses_are_in_no_language() -> None:
    albanian = "Raporti i plotë gjendet këtu, tha ministri, dhe mund të porositet."
    addresses = "https://www.reports.example/the-whole-report-of-the-year-and-what-it-is-for?of=the&and=a info@the-office.example"
    assert text.looks_albanian(f"{albanian} {addresses}") == text.looks_albanian(albanian)
    assert text.looks_albanian(addresses) == 0.0


def test_addresses_keep_their_letters_where_capitals_are_taken_down() -> None:
    line = "LEXO MË SHUMË NË KANALIN https://youtu.be/AbC-dEf OSE TE Info@A.al"
    assert text.is_all_caps(line)
    assert text.sentence_case(line, frozenset()) == "Lexo më shumë në kanalin https://youtu.be/AbC-dEf ose te Info@A.al"
    assert not text.is_all_caps("HTTPS://YOUTU.BE/ABCDEFGH shih")
