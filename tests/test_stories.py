"""Addresses, copies and stories: what is one thing and what is two."""

from __future__ import annotations

import random
import time

import pytest

from pipeline import text
from pipeline.stories import COPY_SIMILARITY, Candidate, Index, canonical_url, decide, resemblance, sketch

# ── addresses ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("https://telegrafi.com/lajmi-1/", "https://telegrafi.com/lajmi-1"),
        ("http://telegrafi.com/lajmi-1", "https://telegrafi.com/lajmi-1"),
        ("HTTPS://WWW.Telegrafi.COM/lajmi-1", "https://telegrafi.com/lajmi-1"),
        ("https://m.telegrafi.com/lajmi-1", "https://telegrafi.com/lajmi-1"),
        ("https://amp.dw.com/sq/a-1", "https://dw.com/sq/a-1"),
        ("https://telegrafi.com:443/lajmi-1", "https://telegrafi.com/lajmi-1"),
        ("http://telegrafi.com:80/lajmi-1", "https://telegrafi.com/lajmi-1"),
        ("http://127.0.0.1:8080/lajmi-1", "https://127.0.0.1:8080/lajmi-1"),
        ("https://telegrafi.com/lajmi-1#komente", "https://telegrafi.com/lajmi-1"),
        ("https://telegrafi.com/lajmi-1?utm_source=rss&utm_medium=feed", "https://telegrafi.com/lajmi-1"),
        ("https://telegrafi.com/lajmi-1?fbclid=IwAR0&gclid=x", "https://telegrafi.com/lajmi-1"),
        ("https://telegrafi.com/?p=77&utm_campaign=x", "https://telegrafi.com/?p=77"),
        ("https://koha.net/a?b=2&a=1", "https://koha.net/a?a=1&b=2"),
        ("https://telegrafi.com/lajmi-1/amp/", "https://telegrafi.com/lajmi-1"),
        ("https://telegrafi.com/lajmi-1?amp", "https://telegrafi.com/lajmi-1"),
        ("https://telegrafi.com/lajmi-1?amp=1", "https://telegrafi.com/lajmi-1"),
        ("https://telegrafi.com/lajmi-1.amp.html", "https://telegrafi.com/lajmi-1.html"),
        ("https://telegrafi.com/lajmi/index.html", "https://telegrafi.com/lajmi"),
        ("https://telegrafi.com/lajmi/index.php?id=4", "https://telegrafi.com/lajmi?id=4"),
        ("https://telegrafi.com//lajmi///1", "https://telegrafi.com/lajmi/1"),
        ("https://telegrafi.com/k%c3%abrkim", "https://telegrafi.com/k%C3%ABrkim"),
        ("https://telegrafi.com/kërkim", "https://telegrafi.com/k%C3%ABrkim"),
        (
            "https://www-telegrafi-com.cdn.ampproject.org/c/s/www.telegrafi.com/lajmi-1/amp",
            "https://telegrafi.com/lajmi-1",
        ),
        ("https://www.google.com/amp/s/telegrafi.com/lajmi-1/amp", "https://telegrafi.com/lajmi-1"),
        ("https://telegrafi.com", "https://telegrafi.com/"),
        ("urn:uuid:1225c695", "urn:uuid:1225c695"),
        ("https://telegrafi.com:99999/a", "https://telegrafi.com:99999/a"),
    ],
)
def test_canonical_url_has_one_spelling(given: str, canonical: str) -> None:
    assert canonical_url(given) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.al/lajmi-1", "https://a.al/lajmi-2"),
        ("https://a.al/?p=1", "https://a.al/?p=2"),
        ("https://sport.a.al/1", "https://a.al/1"),
        ("https://a.al/camp", "https://a.al/c"),
        ("https://a.al/Lajmi", "https://a.al/lajmi"),  # paths are case-sensitive
        ("https://m.al/1", "https://al/1"),
    ],
)
def test_different_pages_keep_different_addresses(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


# ── copies ───────────────────────────────────────────────────────────────────────────────────────────────────────────

WIRE = (
    "Policia e Kosovës ka arrestuar të martën në Pejë dy persona të dyshuar për vjedhjen e një automjeti.",
    "Sipas njoftimit, të dyshuarit u ndaluan pas një kontrolli në lagjen Dardania, rreth orës 18:30.",
    "Gjatë bastisjes u gjetën edhe 1.200 euro para të gatshme dhe dy telefona celularë.",
    "Me vendim të prokurorit të shtetit, ata u dërguan në mbajtje për 48 orë.",
    "Zëdhënësi i policisë, Baki Kelani, tha se hetimet po vazhdojnë dhe se kërkohet edhe një person tjetër.",
    "Pronari i automjetit e kishte lajmëruar vjedhjen të dielën në mëngjes.",
)


def _index(*articles: tuple[str, tuple[str, ...]]) -> Index:
    index = Index()
    for key, (title, paragraphs) in enumerate(articles, 1):
        index.add(key, key, title, paragraphs, sketch(paragraphs))
    return index


@pytest.mark.parametrize(
    ("title", "paragraphs"),
    [
        ("Arrestohen dy persona në Pejë", WIRE),
        ("Dy të arrestuar për vjedhje veture", WIRE),  # an outlet's own headline
        ("Arrestohen dy persona në Pejë", WIRE[:-1]),
        ("Arrestohen dy persona në Pejë", (*WIRE, "Lajmi do të plotësohet me detaje të reja nga vendi i ngjarjes.")),
        ("Arrestohen dy persona në Pejë", (" ".join(WIRE),)),  # other paragraphs
        ("ARRESTOHEN", tuple(p.replace("ë", "e").replace("ç", "c").upper() for p in WIRE)),
        ("Arrestohen", tuple(p.replace("“", '"').replace(",", " ,") for p in WIRE)),
    ],
)
def test_a_wire_text_in_another_outlet_is_a_copy(title: str, paragraphs: tuple[str, ...]) -> None:
    assert _index(("Arrestohen dy persona në Pejë", WIRE)).find_copy(title, paragraphs, sketch(paragraphs)) == 1


@pytest.mark.parametrize(
    "paragraphs",
    [
        WIRE[:2],
        tuple(
            p.replace("dy persona", "pesë persona").replace("1.200", "4.700") for p in WIRE
        ),  # a figure it did not have
        (*WIRE, "Në aksion morën pjesë 35 policë."),
        ("Bordi i kompanisë shqyrtoi raportin financiar dhe vendosi të mos ndajë dividentë këtë vit.",),
        (),
    ],
)
def test_what_tells_something_else_is_no_copy(paragraphs: tuple[str, ...]) -> None:
    assert _index(("Arrestohen dy persona në Pejë", WIRE)).find_copy("Titulli", paragraphs, sketch(paragraphs)) is None


def test_yesterdays_weather_is_not_todays() -> None:
    def weather(low: int, high: int) -> tuple[str, ...]:
        return (
            f"Sot në Kosovë do të mbajë mot i kthjellët. Temperaturat minimale do të jenë {low} gradë, ato "
            f"maksimale {high} "
            "gradë Celsius. Do të fryjë erë e lehtë nga drejtimi i veriut dhe presioni atmosferik do të jetë në "
            "ngritje.",
        )

    index = _index(("Moti", weather(3, 14)))
    assert index.find_copy("Moti", weather(3, 14), sketch(weather(3, 14))) == 1
    assert index.find_copy("Moti", weather(5, 17), sketch(weather(5, 17))) is None


def test_the_estimate_is_near_the_true_similarity_of_long_texts() -> None:
    random.seed(7)
    words = [f"fjala{i}" for i in range(4000)]
    text_of = " ".join(random.choices(words, k=1500)).split()
    for kept in (1500, 1200, 900):
        one, other = [" ".join(text_of)], [" ".join(text_of[:kept])]
        true = (kept - 2) / 1498
        assert abs(resemblance(sketch(one), sketch(other)) - true) < 0.13
    assert resemblance(sketch(["a"]), ()) == 0.0


def test_a_sketch_is_the_same_in_every_process() -> None:
    assert sketch(["Kuvendi miratoi buxhetin"])[0] == sketch(["KUVENDI  miratoi buxhetin."])[0] == 9201387352546686700


# ── stories ──────────────────────────────────────────────────────────────────────────────────────────────────────────

# Each the same event, as two outlets tell it.
SAME = [
    (
        (
            "Tërmet me magnitudë 4,7 në Durrës, banorët dalin në rrugë",
            "Një tërmet me magnitudë 4,7 të shkallës Rihter goditi mbrëmë bregdetin pranë Durrësit. Lëkundjet u "
            "ndjenë edhe në "
            "Tiranë. Ministria e Mbrojtjes tha se nuk ka të lënduar. Instituti i Gjeoshkencave e vendosi "
            "epiqendrën 12 "
            "kilometra në veri të qytetit.",
        ),
        (
            "Durrësi lëkundet nga tërmeti, pa dëme në njerëz",
            "Banorët e Durrësit kaluan natën jashtë pas një lëkundjeje prej 4,7 ballësh. Epiqendra ishte 12 "
            "kilometra larg "
            "qytetit, njoftoi Instituti i Gjeoshkencave. Në Tiranë tërmeti u ndje lehtë. Ministria e Mbrojtjes "
            "nuk raportoi "
            "të plagosur.",
        ),
    ),
    (
        (
            "Gjykata e Prizrenit e dënon Agim Berishën me 8 vjet burgim",
            "Gjykata Themelore në Prizren e shpalli fajtor Agim Berishën për mashtrim me prona. Ai u dënua me 8 "
            "vjet burgim "
            "dhe 20.000 euro gjobë. Avokati Luan Hoxha paralajmëroi ankesë në Gjykatën e Apelit.",
        ),
        (
            "Tetë vjet burg për Berishën, mbrojtja do të ankohet",
            "Për mashtrim me prona, biznesmeni Agim Berisha duhet të vuajë 8 vjet burgim. Kështu vendosi sot "
            "Gjykata Themelore "
            "në Prizren, e cila i shqiptoi edhe gjobë prej 20.000 eurosh. Luan Hoxha, avokati, thotë se Apeli "
            "do ta rrëzojë.",
        ),
    ),
    (
        (
            "Kurti takon Macronin në Paris",
            "Kryeministri Albin Kurti u prit të enjten në Pallatin Elize nga presidenti francez Emmanuel "
            "Macron. Në qendër të "
            "bisedës ishte dialogu me Serbinë dhe liberalizimi i vizave. Macron i kërkoi Kosovës themelimin e "
            "Asociacionit.",
        ),
        (
            "Macron pret Kurtin në Elize, kërkon Asociacionin",
            "Presidenti i Francës, Emmanuel Macron, i kërkoi kryeministrit të Kosovës, Albin Kurti, hapa për "
            "Asociacionin gjatë "
            "takimit në Paris. Kurti foli për vizat dhe dialogun me Serbinë.",
        ),
    ),
]
# Each the same subject, another event.
DIFFERENT = [
    (
        (
            "Aksident në magjistralen Prishtinë–Ferizaj, dy të lënduar",
            "Dy persona u lënduan sot në magjistralen Prishtinë–Ferizaj, kur u përplasën një veturë dhe një kamion. Të "
            "lënduarit u dërguan në QKUK. Policia po heton rastin.",
        ),
        (
            "Aksident në Gjilan, vdes një 40-vjeçar",
            "Një 40-vjeçar humbi jetën në një aksident trafiku në rrugën Gjilan–Bujanoc. Policia tha se automjeti "
            "doli nga "
            "rruga. Trupi u dërgua në Institutin e Mjekësisë Ligjore në Prishtinë.",
        ),
    ),
    (
        (
            "Gjykata e Prizrenit e dënon Agim Berishën me 8 vjet burgim",
            "Gjykata Themelore në Prizren e shpalli fajtor Agim Berishën për mashtrim me prona. Ai u dënua me 8 "
            "vjet burgim.",
        ),
        (
            "Gjykata e Prizrenit e liron Driton Krasniqin",
            "Gjykata Themelore në Prizren e liroi nga akuza Driton Krasniqin, i akuzuar për plagosje në vitin "
            "2023. Prokuroria "
            "paralajmëroi ankesë.",
        ),
    ),
    (
        (
            "Kurti takon Macronin në Paris",
            "Kryeministri Albin Kurti u prit të enjten nga presidenti Emmanuel Macron. Ata biseduan për dialogun "
            "me Serbinë.",
        ),
        (
            "Kurti: Buxheti i vitit të ardhshëm, 3,6 miliardë euro",
            "Kryeministri Albin Kurti prezantoi në Kuvend projektbuxhetin prej 3,6 miliardë eurosh. Opozita e "
            "kundërshtoi.",
        ),
    ),
]


@pytest.mark.parametrize(("known", "new"), SAME)
def test_the_same_event_told_differently_is_one_story(known: tuple[str, str], new: tuple[str, str]) -> None:
    index = _index((known[0], (known[1],)))
    assert index.find_copy(new[0], (new[1],), sketch((new[1],))) is None
    assert index.find_stories(new[0], (new[1],)) == (1,)


@pytest.mark.parametrize(("known", "new"), DIFFERENT)
def test_another_event_of_the_same_kind_is_another_story(known: tuple[str, str], new: tuple[str, str]) -> None:
    assert _index((known[0], (known[1],))).find_stories(new[0], (new[1],)) == ()


def test_articles_of_one_day_stay_apart_among_many_others() -> None:
    bodies = {title: body for pair in [*SAME, *DIFFERENT] for title, body in pair}
    event = {title: number for number, pair in enumerate(SAME) for title, _ in pair}
    index = _index(*((title, (body,)) for title, body in bodies.items()))
    titles = list(bodies)
    for title, body in bodies.items():
        found = {titles[number - 1] for number in index.find_stories(title, (body,))}
        assert found == {t for t in titles if t == title or (title in event and event.get(t) == event[title])}


def test_joined_stories_answer_as_one() -> None:
    index = _index(*((title, (body,)) for title, body in SAME[0]))
    index.join([1, 2], 1)
    assert index.find_stories(SAME[0][1][0], (SAME[0][1][1],)) == (1,)


def test_a_revision_replaces_what_the_index_knew() -> None:
    index = _index(("Titulli", WIRE))
    changed = ("Bordi i kompanisë shqyrtoi raportin financiar dhe vendosi të mos ndajë dividentë këtë vit.",)
    index.add(1, 1, "Titulli", changed, sketch(changed))
    assert index.find_copy("Titulli", WIRE, sketch(WIRE)) is None
    assert index.find_copy("Titulli", changed, sketch(changed)) == 1


def test_thousands_of_articles_are_looked_up_quickly() -> None:
    random.seed(3)
    vocabulary = [
        f"{a}{b}{c}" for a in "bdfgklmnprst" for b in ("a", "e", "i", "or", "ur") for c in ("ti", "ni", "si", "re")
    ]
    names = [f"{one}{two}".capitalize() for one in vocabulary for two in ("aj", "ra", "ko", "mu", "shi", "lle")]
    index = Index()
    for key in range(1000):
        body = " ".join(
            random.choice(names) if random.random() < 0.1 else random.choice(vocabulary) for _ in range(200)
        )
        index.add(key, key, body[:60], (body,), sketch((body,)))
    start = time.process_time()
    for _ in range(20):
        index.find_copy("Titulli", WIRE, sketch(WIRE))
        index.find_stories(body[:60], (body,))
    assert (time.process_time() - start) / 20 < 0.05


# ── decisions ────────────────────────────────────────────────────────────────────────────────────────────────────────
HERE, ELSEWHERE = "https://a.al/1", "https://b.al/9"
OLD = text.content_id("Titulli", WIRE)
CHANGED = (*WIRE[:-1], "Të dy të dyshuarit u liruan të mërkurën.")


@pytest.mark.parametrize(
    ("address", "paragraphs", "known", "action", "article"),
    [
        (HERE, WIRE, [Candidate(1, OLD, (HERE,))], "known", 1),
        (HERE, CHANGED, [Candidate(1, OLD, (HERE,))], "revision", 1),
        (ELSEWHERE, WIRE, [Candidate(1, OLD, (HERE,))], "copy", 1),
        (
            ELSEWHERE,
            WIRE,
            [Candidate(5, OLD, (HERE,), original=1)],
            "copy",
            1,
        ),  # a copy of a copy is one of the original
        (ELSEWHERE, CHANGED, [], "copy", 1),
        (ELSEWHERE, ("Krejt tjetër gjë.",), [], "new", None),
    ],
)
def test_decide(
    address: str, paragraphs: tuple[str, ...], known: list[Candidate], action: str, article: int | None
) -> None:
    index = _index(("Titulli", WIRE))
    content = text.content_id("Titulli", paragraphs)
    decision = decide(content, "Titulli", paragraphs, (address,), sketch(paragraphs), known, index)
    assert (decision.action, decision.article) == (action, article)


def test_a_new_article_brings_its_stories() -> None:
    (title, body), (other_title, other_body) = SAME[1]
    index = _index((title, (body,)))
    decision = decide("x", other_title, (other_body,), (ELSEWHERE,), sketch((other_body,)), [], index)
    assert decision.action == "new"
    assert decision.stories == (1,)


def test_the_threshold_lies_between_copies_and_retellings() -> None:
    retellings = [resemblance(sketch((a[1],)), sketch((b[1],))) for a, b in SAME]
    copies = [resemblance(sketch(WIRE), sketch(WIRE[:i] + WIRE[i + 1 :])) for i in range(len(WIRE))]
    assert max(retellings) < 0.3 < COPY_SIMILARITY < min(copies)
