"""From a page to an article: facts, furniture, what happens when the page gives nothing. Layouts: test_extraction_quality."""

from __future__ import annotations

import time

import pytest
from newsserver import article_paragraphs, article_title, page

from pipeline import furniture
from pipeline.errors import ExtractionError
from pipeline.extract import FEED_NOTE, PAYWALL_NOTE, article_from_entry, entry_paragraphs, extract_article, parse_date
from pipeline.feeds import Entry

URL = "https://www.lajmi.example/politike/lajm-1"
TEXT = "Kuvendi komunal në Tiranë ka votuar sot për rrugën e fshatit, me 21 vota për dhe një kundër."


def wrap(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>Titulli i lajmit - Lajmi</title>{head}</head><body>{body}</body></html>"


def story(body: str, head: str = "") -> str:
    return wrap(f"<article><h1>Titulli i lajmit</h1><div class='entry-content'>{body}</div></article>", head)


# ── facts ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_page_becomes_an_article() -> None:
    article = extract_article(page(article_title(1), article_paragraphs(1)), "here", URL)
    assert article.title == article_title(1)
    assert list(article.paragraphs) == article_paragraphs(1)
    assert (article.origin, article.url, article.outlet, article.notes) == ("here", URL, "Lajmi", ())


def test_without_a_site_name_the_host_is_the_outlet() -> None:
    assert extract_article(story(f"<p>{TEXT}</p>"), "x", URL).outlet == "lajmi.example"
    assert extract_article(story(f"<p>{TEXT}</p>"), "x").outlet is None


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2024-03-24T14:30:00+01:00", "2024-03-24T14:30:00+01:00"),
        ("2024-03-24T13:30:00Z", "2024-03-24T13:30:00+00:00"),
        ("2024-03-24 14:30:00 +0100", "2024-03-24T14:30:00+01:00"),
        ("2024-03-24", "2024-03-24"),
        ("24 mars 2024", "2024-03-24"),
        ("E diel, 24 Mars 2024, 14:30", "2024-03-24T14:30:00"),
        ("Publikuar më 5 Nëntor, 2023", "2023-11-05"),
        ("24.03.2024 - 14:30", "2024-03-24T14:30:00"),
        ("24/3/2024", "2024-03-24"),
        ("31.02.2024", None),
        ("dje", None),
        ("", None),
        (None, None),
        (20240324, None),
    ],
)
def test_dates_are_read_in_iso_and_albanian_form(value: object, iso: str | None) -> None:
    assert parse_date(value) == iso


@pytest.mark.parametrize(
    ("head", "body", "date"),
    [
        (
            '<meta property="article:published_time" content="2024-03-24T14:30:00+01:00">',
            "",
            "2024-03-24T14:30:00+01:00",
        ),
        ("", '<time datetime="2024-03-24">dje</time>', "2024-03-24"),
        ("", '<span class="post-date">24 mars 2024</span>', "2024-03-24"),
        ("", "<footer>© 24.03.2019</footer>", None),
    ],
)
def test_the_date_is_one_the_page_gives_as_such(head: str, body: str, date: str | None) -> None:
    assert extract_article(story(f"{body}<p>{TEXT}</p>", head), "x").date == date


def test_the_date_in_the_address_is_the_last_resort() -> None:
    assert extract_article(story(f"<p>{TEXT}</p>"), "x", "https://lajmi.example/2024/03/24/lajm/").date == "2024-03-24"


@pytest.mark.parametrize(
    ("canonical", "url"),
    [
        ("https://lajmi.example/lajm-1", "https://lajmi.example/lajm-1"),
        ("/lajm-1", "https://www.lajmi.example/lajm-1"),
        ("https://lajmi.example/", URL),
        ("https://tjeter.example/lajm-1", URL),
        ("javascript:alert(1)", URL),
        ("http://[", URL),
    ],
)
def test_the_canonical_address_is_believed_within_the_site_only(canonical: str, url: str) -> None:
    head = f'<link rel="canonical" href="{canonical}">'
    assert extract_article(story(f"<p>{TEXT}</p>", head), "x", URL).url == url


@pytest.mark.parametrize(
    ("head", "author"),
    [
        ('<meta name="author" content="Nga Arta Gashi">', "Arta Gashi"),
        ('<meta name="author" content="admin">', None),
        ('<meta property="article:author" content="https://facebook.com/lajmi">', None),
        ('<meta property="og:site_name" content="Lajmi"><meta name="author" content="LAJMI">', None),
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","author":{"name":"Arta Gashi"}}</script>',
            "Arta Gashi",
        ),
        (
            '<script type="application/ld+json">{"@type":["NewsArticle"],"author":["A. Gashi","B. Hoti"]}</script>',
            "A. Gashi, B. Hoti",
        ),
    ],
)
def test_the_author_is_a_person_not_an_account(head: str, author: str | None) -> None:
    assert extract_article(story(f"<p>{TEXT}</p>", head), "x").author == author


@pytest.mark.parametrize(
    "script",
    [
        "",
        "{",
        "[" * 100_000,
        "null",
        '{"@graph": 5}',
        '{"@type": {"a": 1}}',
        '{"@type":"NewsArticle","headline":["x"],"datePublished":5}',
    ],
)
def test_broken_json_ld_is_passed_over(script: str) -> None:
    head = f'<script type="application/ld+json">{script}</script>'
    assert extract_article(story(f"<p>{TEXT}</p>", head), "x").title == "Titulli i lajmit"


# ── text ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_script_and_event_handlers_leave_no_trace() -> None:
    article = extract_article(
        story(
            f"<p onclick='steal()'>{TEXT}</p><script>alert(1)</script><p>Dy &lt;b&gt; <img src=x onerror=alert(2)> fjalë të tjera këtu.</p>"
        ),
        "x",
    )
    assert article.paragraphs == (TEXT, "Dy <b> fjalë të tjera këtu.")


def test_short_wire_items_are_kept_whole() -> None:
    article = extract_article(story("<p>Rruga Pejë–Deçan është mbyllur nga bora.</p>"), "x")
    assert article.paragraphs == ("Rruga Pejë–Deçan është mbyllur nga bora.",)


def test_headings_lists_quotes_and_tables_are_paragraphs_of_their_own() -> None:
    body = (
        f"<p>{TEXT}</p><h2>Nëntitulli</h2><ul><li>e para</li><li>e dyta</li></ul><blockquote>“Fjala e tij”, tha ai.</blockquote>"
        f"<table><tr><td>Partia</td><td>Vota</td></tr></table><p>Fundi i lajmit vjen këtu.</p>"
    )
    assert extract_article(story(body), "x").paragraphs == (
        TEXT,
        "Nëntitulli",
        "e para",
        "e dyta",
        "“Fjala e tij”, tha ai.",
        "Partia | Vota",
        "Fundi i lajmit vjen këtu.",
    )


def test_a_heading_with_nothing_below_and_the_repeated_headline_are_dropped() -> None:
    article = extract_article(story(f"<p>Titulli i lajmit</p><p>{TEXT}</p><h3>Lexoni më tej</h3>"), "x")
    assert article.paragraphs == (TEXT,)


def test_a_paragraph_given_twice_counts_once() -> None:
    assert extract_article(story(f"<p>{TEXT}</p><p>Ndërmjet tyre ka diçka.</p><p>{TEXT}</p>"), "x").paragraphs == (
        TEXT,
        "Ndërmjet tyre ka diçka.",
    )


PROMPTS = """
LEXO EDHE: Kurti takon Ramën
Lexoni edhe:
👉 Lexo më shumë
Lexo gjithashtu
Shiko edhe: Galeria
Shihni këtu
Mund t’ju interesojë: Çmimet
Të ngjashme
Lajme të ngjashme
Artikuj të lidhur
Më të lexuarat
Lajmet e fundit
Rekomanduar për ju
Na ndiqni në Facebook, Instagram dhe Twitter
Ndiqni Telegrafin në Google News
Bashkohuni me ne në Viber
Bashkohu në kanalin tonë
Shkarko aplikacionin për iOS
Për më shumë lajme, ndiqni kanalin tonë në Telegram
Shpërndaje
Shpërndaj lajmin
Facebook
Facebook Twitter WhatsApp
Printo | Dërgo me email
Kopjo linkun
Foto: Armend Nimani / AFP
Foto ilustruese
(Foto: Reuters)
Fotografi nga arkivi
Getty Images
VIDEO
Komente (12)
3 komente
Lini një koment
Shkruaj një koment
Adresa juaj email nuk do të publikohet.
Abonohuni në buletinin tonë
Regjistrohuni në newsletter
Merrni lajmet kryesore me e-mail
Ky artikull është vetëm për abonentët
Për të lexuar artikullin e plotë, abonohuni
Jeni abonent? Hyni këtu
Kjo faqe përdor cookies për t'ju dhënë përvojën më të mirë.
Duke vazhduar, ju pranoni përdorimin e kukive
Pranoj të gjitha
Politika e privatësisë
Reklamë
- Advertisement -
Vazhdon pas reklamës
© Telegrafi. Të gjitha të drejtat e rezervuara
Ndalohet riprodhimi pa leje
Tags: Kosova, SHBA
Etiketa: moti
Burimi: AFP
Publikuar më: 12.03.2024 14:30
24 mars 2024, 14:30
E enjte, 7 Korrik 2022
14:30
3 min lexim
1432 shikime
Nga Arben Hoxha
Shkruan: Arben Hoxha
/Telegrafi/
/a.g/j.p/
(er.nu/BalkanWeb)
Duke u ngarkuar...
Zhvilluar nga InfoTek
The post Lajm appeared first on Lajmi.
""".strip().splitlines()

SENTENCES = """
Lexo edhe një herë marrëveshjen, i tha avokati klientit, dhe pastaj nënshkruaje nëse pajtohesh.
Të tjerët u larguan nga salla para votimit.
Ndiqni këshillat e mjekut dhe mos dilni pa nevojë.
Të fundit që u larguan ishin dy kamerierët.
Foto e saj u gjet në portofolin e viktimës.
Komente nuk pati nga kabineti i kryeministrit.
Shpërndarja e ndihmave nisi sot në Kukës.
Nga Prishtina, delegacioni udhëtoi për në Bruksel.
Nga Arben Hoxha u mor në pyetje edhe vëllai i tij.
Reklama e partisë u ndalua nga KQZ-ja.
Abonentët e KEDS-it do të paguajnë më shumë.
Burimi i zjarrit ende nuk dihet, tha zjarrfikësi.
Facebook njoftoi se do të hapë zyrë në Tiranë.
Video e sulmit u publikua nga policia.
Publikuar për herë të parë më 1968, libri doli sot në shqip.
Më 24 mars 2024, gjykata e shpalli të pafajshëm.
Regjistrohuni deri më 15 gusht, u tha ministria studentëve.
Kjo faqe e historisë duhet mbyllur, tha presidentja.
Gjykata dënoi tre persona për kontrabandë/pastrim parash.
Policia përdori biskota të kontaminuara si provë në gjykim.
""".strip().splitlines()


@pytest.mark.parametrize("line", PROMPTS)
def test_prompts_are_furniture(line: str) -> None:
    assert furniture.is_prompt(line)


@pytest.mark.parametrize("line", SENTENCES)
def test_sentences_that_begin_like_prompts_are_not_furniture(line: str) -> None:
    assert extract_article(story(f"<p>{TEXT}</p><p>{line}</p>"), "x").paragraphs == (TEXT, line)


def test_a_long_paragraph_is_never_a_prompt() -> None:
    assert not furniture.is_prompt("Lexo edhe: " + "fjalë " * 60)


@pytest.mark.parametrize(
    ("line", "stripped"),
    [
        ("Kufijtë janë mbyllur. /Telegrafi/", "Kufijtë janë mbyllur."),
        ("Kufijtë janë mbyllur./KosovaPress/", "Kufijtë janë mbyllur."),
        ("Përmbledhje e lajmit […]", "Përmbledhje e lajmit"),
        ("Fjala pic.twitter.com/Xy12 e tij", "Fjala e tij"),
        ("Udhëtim 100 km/h", "Udhëtim 100 km/h"),
        ("Raporti dhe/ose shtojca", "Raporti dhe/ose shtojca"),
    ],
)
def test_signatures_are_taken_off_the_end(line: str, stripped: str) -> None:
    assert furniture.strip_signature(line) == stripped


# ── bytes ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_bytes_are_decoded_and_an_unusual_encoding_is_noted() -> None:
    source = story(f"<p>{TEXT} Çështja është e hapur.</p>")
    assert extract_article(source.encode(), "x", content_type="text/html; charset=iso-8859-1").notes == ()
    legacy = extract_article(source.encode("cp1252"), "x", content_type="text/html; charset=windows-1252")
    assert legacy.paragraphs[0].endswith("Çështja është e hapur.")
    assert legacy.notes == ("Read as windows-1252.",)


def test_a_declaration_inside_decoded_text_is_ignored() -> None:
    source = "<?xml version='1.0' encoding='iso-8859-1'?>" + story(f"<p>{TEXT}</p>", "<meta charset='windows-1251'>")
    assert extract_article(source, "x").paragraphs == (TEXT,)


# ── when the page gives nothing ──────────────────────────────────────────────────────────────────────────────────────

ENTRY = Entry(
    id="g1",
    url=URL,
    title="Titulli në feed",
    summary=f"<p>{TEXT}</p><p>The post Titulli appeared first on Lajmi.</p>",
    published="2024-01-16T09:00:00+00:00",
    author="Arta Gashi",
)


@pytest.mark.parametrize(
    "html",
    [
        "",
        "   ",
        "<html></html>",
        wrap(""),
        wrap("<div>Duke u ngarkuar...</div>"),
        wrap("<div class='x'><p>Kjo faqe përdor cookies për reklama.</p><button>Pranoj</button></div>"),
        wrap("<h1>404</h1><p>Faqja që kërkuat nuk u gjet.</p>"),
        wrap("<ul><li><a href='/1'>Një titull tjetër</a></li><li><a href='/2'>Edhe një titull</a></li></ul>"),
        "\0\0\0",
    ],
    ids=["nothing", "blank", "empty", "no body", "spinner", "consent", "soft 404", "links", "zeros"],
)
def test_a_page_without_text_is_an_error_or_the_feeds_own_text(html: str) -> None:
    with pytest.raises(ExtractionError) as caught:
        extract_article(html, "here")
    assert caught.value.about == "here"
    article = extract_article(html, "here", URL, ENTRY)
    assert article.paragraphs == (TEXT,)
    assert article.notes == (FEED_NOTE,)
    assert (article.title, article.date, article.author) == ("Titulli në feed", ENTRY.published, "Arta Gashi")


def test_a_page_with_its_text_is_preferred_to_the_feed_but_takes_missing_facts_from_it() -> None:
    article = extract_article(story(f"<p>{TEXT}</p><p>Edhe një paragraf i dytë i lajmit.</p>"), "x", URL, ENTRY)
    assert len(article.paragraphs) == 2
    assert (article.title, article.date, article.author, article.notes) == (
        "Titulli i lajmit",
        ENTRY.published,
        "Arta Gashi",
        (),
    )


def test_a_page_with_much_less_than_the_feed_gives_way_to_it() -> None:
    full = Entry(
        id="g",
        url=URL,
        title="T",
        content="".join(f"<p>Paragrafi {n} i lajmit të plotë në feed.</p>" for n in range(9)),
    )
    article = extract_article(story(f"<p>{TEXT}</p>"), "x", URL, full)
    assert len(article.paragraphs) == 9
    assert article.notes == (FEED_NOTE,)


def test_a_paywall_is_noted_and_named_when_nothing_is_shown() -> None:
    locked = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>'
    assert extract_article(story(f"<p>{TEXT}</p>", locked), "x").notes == (PAYWALL_NOTE,)
    with pytest.raises(ExtractionError, match="subscribers"):
        extract_article(story("<p>Abonohuni</p>", locked), "x")


def test_an_entry_alone_can_be_an_article_unless_it_has_no_text() -> None:
    assert article_from_entry(ENTRY, "x").paragraphs == (TEXT,)
    with pytest.raises(ExtractionError, match="Neither"):
        article_from_entry(Entry(id="g", url=URL, title="T", summary="<img src=x>"), "x")


@pytest.mark.parametrize(
    ("content", "paragraphs"),
    [
        ("Një fjali.\n\nFjalia tjetër.", ["Një fjali.", "Fjalia tjetër."]),
        ("<p>Një fjali.</p><p>Fjalia tjetër.</p>", ["Një fjali.", "Fjalia tjetër."]),
        ("Një fjali.<br><br>Fjalia tjetër.", ["Një fjali.", "Fjalia tjetër."]),
        ("Çmimi &lt; 5 &amp; pagesa u ul.", ["Çmimi < 5 & pagesa u ul."]),
        ("<script>alert(1)</script>Një fjali.", ["Një fjali."]),
    ],
)
def test_the_text_of_an_entry_is_read_with_or_without_markup(content: str, paragraphs: list[str]) -> None:
    assert entry_paragraphs(Entry(id="g", url=None, title="T", content=content)) == paragraphs


# ── hostile pages ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("html", "begin"),
    [
        ("<div>" * 20_000 + TEXT, None),
        (story(f"<p>{TEXT}</p>" + "<b>" * 5_000 + "x"), TEXT),
        (story("<p>" + "fjalë " * 50_000 + "fund.</p>"), "fjalë fjalë"),
        (story(f"<p>{TEXT}</p>" * 2_000), TEXT),
        (wrap("<ul>" + "<li><a href='/1'>Një titull</a></li>" * 5_000 + f"</ul><p>{TEXT}</p>"), TEXT),
        (story("<p>" + " " * 100_000 + "lexo " * 20_000 + "</p>"), "lexo lexo"),
    ],
    ids=["deep", "deep inline", "one long paragraph", "repeated", "links", "prompt-like"],
)
def test_hostile_pages_are_read_or_refused_in_reasonable_time(html: str, begin: str | None) -> None:
    started = time.process_time()
    if begin is None:
        with pytest.raises(ExtractionError):
            extract_article(html, "x")
    else:
        (paragraph,) = extract_article(html, "x").paragraphs
        assert paragraph.startswith(begin)
    assert time.process_time() - started < 10
