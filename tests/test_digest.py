"""The digest: what is chosen and in which order, every form of it, and the command for real."""

from __future__ import annotations

import dataclasses
import json
import math
import re
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
import pytest
from conftest import TOP, Brief
from material import make_arrival, make_article, make_brief
from newsdesk import EPOCH, EVIL, NOON, fill_large_store, fill_store

from pipeline import digest as module
from pipeline import render
from pipeline.digest import Digest, DigestSettings, Moment, Zone
from pipeline.errors import UsageError
from pipeline.extract import FEED_NOTE
from pipeline.records import Finding, Sentence, TranslatedSentence
from pipeline.store import Store, Stored

UTC_ZONE = Zone("UTC", UTC)
FORMS = ("html", "md", "text", "atom", "json")


@pytest.fixture(scope="session")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill_store(tmp_path_factory.mktemp("store") / "s.sqlite3")


def make(path: Path, since: str = "24h", **settings: Any) -> Digest:
    window = module.parse_since(since, NOON, UTC_ZONE)
    with Store.open(path, write=False) as store:
        stories = store.read_stories(window.start)
    return module.make_digest(stories, window, UTC_ZONE, DigestSettings(**settings), NOON)


def stored(
    number: int = 1, *, hours: float = 1, story: int | None = None, outlet: str = "Koha", **facts: Any
) -> Stored:
    seen = NOON - timedelta(hours=hours)
    article = make_article(number, outlet=outlet, date=seen.isoformat())
    notes = facts.pop("notes", ())
    article = dataclasses.replace(article, notes=notes, **facts.pop("article", {}))
    brief = make_brief(article, findings=facts.pop("findings", ()))
    return Stored(number, story or number, article, seen, facts.pop("changed", None), 1, None, brief, **facts)


def rank(*stories: Stored | tuple[Stored, ...], **settings: Any) -> list[int]:
    """Story numbers in the digest's order."""
    groups = [s if isinstance(s, tuple) else (s,) for s in stories]
    window = module.Window(NOON - timedelta(days=9), "in the last 9 days")
    return [i.story for i in module.make_digest(groups, window, UTC_ZONE, DigestSettings(**settings), NOON).items]


# ── choosing and ranking ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_story_is_one_item_with_the_links_of_every_outlet(store_path: Path) -> None:
    first = make(store_path).items[0]
    assert first.outlets == ("Telegrafi", "Koha", "Zëri")
    assert [(s.url, s.copy) for s in first.sources] == [
        ("https://telegrafi.com/1", False),
        ("https://koha.net/1", True),
        ("https://zeri.info/6", False),
    ]
    assert first.sources[2].headline == "English of: Votimi më 8 mars"


def test_the_window_is_of_what_was_seen_or_changed_in_it(store_path: Path) -> None:
    assert make(store_path, "24h").total == 4
    assert make(store_path, "7d").total == 5
    assert [i.headline for i in make(store_path, "40m").items] == ["English of: Shqipëria fiton në Çamëri"]  # changed


def test_newer_stories_come_first_and_a_half_life_says_how_strongly() -> None:
    assert rank(stored(1, hours=20), stored(2, hours=2)) == [2, 1]
    wide = tuple(stored(n, hours=20, story=1, outlet=f"Outlet {n}") for n in range(3, 7))
    assert rank(wide, stored(2, hours=2), half_life=2) == [2, 1]
    assert rank(wide, stored(2, hours=2), half_life=100) == [1, 2]


def test_the_score_is_the_documented_product() -> None:
    four = tuple(stored(n, hours=13, story=1, outlet=f"Outlet {n}") for n in range(3, 7))
    window = module.Window(NOON - timedelta(days=2), "")
    settings = DigestSettings(outlets={"outlet 4": 1.5, "Outlet 5": 0.5}, keywords={"Fjalia": 2.0, "mungon": 9.0})
    made = module.make_digest([four, (stored(2, hours=1),)], window, UTC_ZONE, settings, NOON)
    scores = {item.story: item.score for item in made.items}
    # 12 hours older than the newest, four outlets, the highest weight, a keyword in both stories.
    assert scores[1] == pytest.approx(0.5 * (1 + math.log2(4)) * 1.5 * 2.0)
    assert scores[2] == pytest.approx(2.0)


@pytest.mark.parametrize("keyword", ["fjalia", "FJALIA", "english of", "lajmi", "e pare", "lajmit 2"])
def test_keywords_are_found_in_albanian_and_english_without_diacritics_at_the_beginning_of_words(keyword: str) -> None:
    other = stored(1, hours=1, article={"title": "Tjetër", "paragraphs": ("Asgjë.",)})
    other = dataclasses.replace(other, brief=make_brief(other.article, ("Other.", "Nothing.")))
    assert rank(other, stored(2, hours=5), keywords={keyword: 5.0}) == [2, 1]


@pytest.mark.parametrize("keyword", ["jalia", "ajmi", "   "])
def test_keywords_are_not_found_inside_words(keyword: str) -> None:
    assert not module.holds("fjalia e pare lajmi", keyword)


def test_a_keyword_inside_one_word_and_at_the_beginning_of_a_later_one_is_found() -> None:
    assert module.holds("pazgjedhje dhe zgjedhjet", "Zgjedhje")


def test_weight_nought_puts_a_story_last_and_very_old_ones_stay_in_order() -> None:
    old = [stored(n, hours=24 * 365 * n, outlet="RTK") for n in (4, 5)]
    assert rank(stored(1, outlet="Koha"), *old, outlets={"koha": 0.0}) == [4, 5, 1]


def test_equal_scores_go_by_time_then_by_the_order_stored() -> None:
    assert rank(stored(3), stored(1), stored(2)) == [1, 2, 3]
    assert rank(stored(1, hours=2), stored(2, hours=1), outlets={"Koha": 0.0}) == [2, 1]


def test_the_order_does_not_depend_on_when_it_is_asked(store_path: Path) -> None:
    with Store.open(store_path, write=False) as store:
        stories = store.read_stories()
    window = module.Window(NOON - timedelta(days=9), "")
    digests = [
        module.make_digest(stories, window, UTC_ZONE, DigestSettings(), now)
        for now in (NOON, NOON + timedelta(days=30, seconds=7))
    ]
    assert digests[0] == digests[1]


def test_a_limit_keeps_the_best_and_the_count_of_all(store_path: Path) -> None:
    made = make(store_path, limit=2)
    assert (len(made.items), made.total) == (2, 4)
    assert made.items == make(store_path).items[:2]


def test_the_story_is_told_by_the_weightier_outlet_then_the_fuller_the_surer_and_the_newer_article() -> None:
    plain = stored(1, story=1, hours=3)
    newer = stored(2, story=1, hours=2, outlet="RTK")
    doubtful = stored(3, story=1, hours=1, outlet="Zëri", findings=(Finding("number", "x"),))
    summary = stored(4, story=1, hours=0, outlet="Kallxo", notes=(FEED_NOTE,))
    story = (plain, newer, doubtful, summary)

    def teller(**settings: Any) -> int:
        chosen = module.choose_teller(story, DigestSettings(**settings), NOON)
        assert chosen
        return chosen.id

    assert teller() == 2
    assert teller(outlets={"zeri": 2.0}) == 3
    assert module.choose_teller((doubtful, summary), DigestSettings(), NOON) is doubtful


def test_a_story_without_a_brief_is_left_out() -> None:
    assert rank(stored(1), dataclasses.replace(stored(2), brief=None)) == [1]


def test_flags_are_those_of_what_is_shown_with_their_details(store_path: Path) -> None:
    by_story = {i.story: [f.kind for f in i.flags] for i in make(store_path, "7d").items}
    kinds = {kind for found in by_story.values() for kind in found}
    assert kinds == {"name", "updated", "feed's own text"}  # the doubtful telling of the first story was not chosen
    assert make(store_path).items[0].flags == ()


def test_flags_of_the_sentences_behind_a_line_are_shown_and_those_of_others_are_not() -> None:
    one = stored(1)
    assert one.brief
    sentences = [
        TranslatedSentence(s.sentence, s.english, "kept" if n == 1 else "first", None, finding)
        for n, (s, finding) in enumerate(
            zip(
                one.brief.translation.sentences,
                [(), (Finding("negation", "not"),), (Finding("number", "1"),), (Finding("quote", "q"),)],
                strict=True,
            )
        )
    ]
    translation = dataclasses.replace(one.brief.translation, sentences=tuple(sentences))
    one = dataclasses.replace(one, brief=dataclasses.replace(one.brief, translation=translation))
    item = module.tell((one,), DigestSettings(), NOON)
    assert item
    assert [f.kind for f in item.flags] == ["number", "negation", "kept"]
    assert item.lines[0].evidence[0].flags == ("kept", "negation")


# ── times ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("published", "moment"),
    [
        ("2026-03-01T10:00:00+00:00", Moment(NOON - timedelta(hours=2))),
        ("2026-03-01T10:00:00", Moment(NOON - timedelta(hours=3))),  # the outlets' own time, an hour ahead
        ("2026-02-27", Moment(datetime(2026, 2, 27, 22, 59, 59, tzinfo=UTC), exact=False)),
        ("2026-03-01", Moment(NOON - timedelta(hours=1), exact=False)),
        ("2031-01-01T00:00:00+00:00", Moment(NOON - timedelta(hours=1))),
        ("0001-01-01T00:00:00+14:00", Moment(NOON - timedelta(hours=1))),
        ("1970-01-01T00:00:00+00:00", Moment(NOON - timedelta(hours=1))),
        ("dje", Moment(NOON - timedelta(hours=1))),
        (None, Moment(NOON - timedelta(hours=1))),
    ],
)
def test_an_article_is_dated_when_published_and_never_after_it_was_seen(published: str | None, moment: Moment) -> None:
    assert module.date_article(published, NOON - timedelta(hours=1), NOON) == moment


def test_an_article_seen_by_a_clock_that_was_ahead_is_not_in_the_future() -> None:
    assert module.date_article(None, NOON + timedelta(days=400), NOON).at == NOON


@pytest.mark.parametrize(
    ("value", "hours", "label"),
    [
        ("24h", 24, "in the last 24 hours"),
        ("1h", 1, "in the last hour"),
        ("7d", 168, "in the last 7 days"),
        ("2w", 336, "in the last 2 weeks"),
        (" 90M ", 1.5, "in the last 90 minutes"),
        ("2026-02-28", 37, "since 28 Feb 2026, 00:00"),
        ("2026-02-28T08:00", 29, "since 28 Feb 2026, 08:00"),
        ("2026-02-28T08:00Z", 28, "since 28 Feb 2026, 09:00"),
    ],
)
def test_a_window_is_a_span_or_begins_at_a_date_of_the_zone(value: str, hours: float, label: str) -> None:
    window = module.parse_since(value, NOON, module.find_zone("Europe/Tirane"))
    assert window == module.Window(NOON - timedelta(hours=hours), label)


@pytest.mark.parametrize("value", ["yesterday", "24", "-3h", "2026-13-01", "2027-01-01", "999999w", "", "5 years"])
def test_no_other_window_is_taken(value: str) -> None:
    with pytest.raises(UsageError, match="24h"):
        module.parse_since(value, NOON, UTC_ZONE)


@pytest.mark.parametrize("name", ["Mars/Base", "../etc/passwd", "/etc/passwd", "Europe", "a\0b", "é"])
def test_an_unknown_zone_is_an_error(name: str) -> None:
    with pytest.raises(UsageError, match="no such time zone"):
        module.find_zone(name)


def test_days_of_the_chart_are_those_of_the_zone_without_gaps() -> None:
    articles = [stored(1, hours=1), stored(2, hours=13), stored(3, hours=61), stored(4, hours=24 * 300)]
    window = module.Window(NOON - timedelta(days=9), "")

    def count(zone: Zone) -> module.DayCounts:
        digest = module.make_digest([(a,) for a in articles], window, zone, DigestSettings(), NOON)
        return module.count_days(digest)

    counts = count(UTC_ZONE)
    assert counts.days == (date(2026, 2, 26), date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 1))
    assert [sum(row) for row in counts.rows] == [1, 0, 1, 1]
    assert counts.earlier == 1
    assert [sum(row) for row in count(module.find_zone("Europe/Tirane")).rows] == [1, 0, 2]


def test_outlets_beyond_the_colours_of_the_chart_are_counted_together() -> None:
    articles = [(stored(n, outlet=f"Outlet {n:02}"),) for n in range(1, 10)]
    window = module.Window(NOON - timedelta(days=1), "")
    counts = module.count_days(module.make_digest(articles, window, UTC_ZONE, DigestSettings(), NOON))
    assert counts.outlets == (*(f"Outlet {n:02}" for n in range(1, 7)), module.OTHERS)
    assert counts.rows == ((1, 1, 1, 1, 1, 1, 3),)


def test_the_chart_is_told_in_words_and_its_bars_add_up() -> None:
    window = module.Window(NOON - timedelta(days=9), "")
    articles = [(stored(n, hours=hours),) for n, hours in enumerate((1, 2, 30), 1)]
    counts = module.count_days(module.make_digest(articles, window, UTC_ZONE, DigestSettings(), NOON))
    chart = render.draw_chart(counts)
    assert chart.words.startswith("3 articles from 28 Feb 2026 to 1 Mar 2026, most on 1 Mar 2026 (2)")
    assert [bar.height for bar in chart.bars] == [62, 124]
    one = module.count_days(module.make_digest(articles[:1], window, UTC_ZONE, DigestSettings(), NOON))
    assert render.draw_chart(one).words.startswith("1 article on 1 Mar 2026;")


def test_an_outlet_without_a_name_is_called_by_its_host_then_by_where_it_was_read() -> None:
    def name(**article: Any) -> str:
        return module.name_outlet(stored(1, article=article))

    assert name(outlet="  ", url="https://www.koha.net/1") == "koha.net"
    assert name(outlet=None, url="http://[bad/", origin="a.txt") == "a.txt"


# ── settings ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("table", "word"),
    [
        ({"halflife": 3}, "halflife"),
        ({"half_life": 0}, "half_life"),
        ({"outlets": {"Koha": -1}}, "outlets"),
        ({"outlets": {"Koha": float("nan")}}, "Koha"),
        ({"keywords": {"a": "x"}}, "keywords"),
        ({"limit": 1.5}, "limit"),
    ],
)
def test_a_wrong_setting_is_named(table: dict[str, Any], word: str) -> None:
    with pytest.raises(UsageError, match=r"c\.toml: \[digest\]") as caught:
        module.read_settings(table, "c.toml")
    assert word in str(caught.value) or word == "Koha"


def test_the_configuration_is_stronger_than_the_list_of_feeds_and_flags_than_both() -> None:
    settings = DigestSettings(outlets={"Koha": 2.0}, limit=5)
    made = module.override(settings, {"Koha": 3.0, "RTK": 0.5, "Zëri": 1.0}, 0, "UTC")
    assert (made.outlets, made.limit, made.timezone) == ({"RTK": 0.5, "Koha": 2.0}, 0, "UTC")


# ── forms ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//koha.net/1",
        "",
        None,
        " https://x",
        "file:///x",
        "http://[bad/",
        "http://",
        "https:///x",
    ],
)
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert module.web_link(url) is None


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://koha.net/a?b=c&d=%C3%AB#e", "https://koha.net/a?b=c&d=%C3%AB#e"),
        ("https://koha.net/a b?q=\"<ë>\n'&x=%20", "https://koha.net/a%20b?q=%22%3C%C3%AB%3E%0A%27&x=%20"),
        ("HTTP://koha.net/100%/a[1]#b#c", "HTTP://koha.net/100%25/a%5B1%5D#b%23c"),
        ("http://[::1]:8000/", "http://[::1]:8000/"),
    ],
)
def test_what_no_address_may_hold_is_encoded_in_a_link(url: str, link: str) -> None:
    assert module.web_link(url) == link


def test_control_and_direction_characters_reach_no_form() -> None:
    evil = "a\x1b[31mb\x00\u202ec\u2028d\ufffe\ud800"
    one = stored(1, article={"title": evil, "outlet": evil})
    one = dataclasses.replace(one, brief=make_brief(one.article, (evil,) * 4), warnings=(evil,))
    digest = module.make_digest([(one,)], module.Window(NOON, ""), UTC_ZONE, DigestSettings(title=evil), NOON)
    for written in map_forms(digest).values():
        assert not set(written) & set("\x1b\x00\u202e\u2028\ufffe\ud800")
        written.encode("utf-8")


def map_forms(digest: Digest) -> dict[str, str]:
    return {
        "text": render.digest_text(digest),
        "md": render.digest_md(digest),
        "json": render.digest_json(digest),
        "html": render.digest_html(digest),
        "atom": render.digest_atom(digest),
        "mail": render.digest_mail_html(digest),
    }


def test_every_form_shows_headline_line_both_sentences_sources_flags_and_models(store_path: Path) -> None:
    expected = (
        "English of: Shqipëria fiton në Çamëri", "English of: Fjalia e parë e lajmit 2.", "Fjalia e parë e lajmit 2.",
        "Koha", "https://koha.net/2", "updated", "starter@0123456789ab", "ranker@1",
    )  # fmt: skip
    for form, written in map_forms(make(store_path)).items():
        for words in expected:
            assert words in written, (form, words)


def test_every_form_says_the_zone_and_shows_times_in_it(store_path: Path) -> None:
    digest = dataclasses.replace(make(store_path), zone=module.find_zone("Europe/Tirane"))
    for form, written in map_forms(digest).items():
        assert "Europe/Tirane" in written, form
        assert ("2026-03-01T11:30:00+01:00" if form == "json" else "1 Mar 2026, 11:30") in written, form


class _Tags(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.mark.parametrize("form", ["html", "mail", "atom"])
def test_hostile_texts_become_no_markup(store_path: Path, form: str) -> None:
    import feedparser

    written = map_forms(make(store_path))[form]
    if form == "atom":
        feed = feedparser.parse(written.encode(), sanitize_html=False)
        written = "".join(entry.content[0].value for entry in feed.entries)
    tags = _Tags(written).tags
    assert [t for t, _ in tags].count("script") == (form == "html")
    assert not [t for t, _ in tags if t in {"img", "iframe", "object", "base", "form"}]
    assert not [a for _, a in tags if any(name.startswith("on") for name in a)]
    links = [a["href"] or "" for t, a in tags if t == "a"]
    assert links
    assert all(link.startswith("https://") for link in links)
    assert "&lt;script&gt;" in written


def test_markdown_escapes_hostile_texts(store_path: Path) -> None:
    written = map_forms(make(store_path))["md"]
    assert not re.search(r"(?<!\\)<(?!https?://)", written)


def test_the_page_asks_nobody_for_anything_and_its_policy_names_its_own_script_and_style(store_path: Path) -> None:
    import base64
    import hashlib

    page = render.digest_html(make(store_path))
    tags = _Tags(page).tags
    assert [a for t, a in tags if t == "link"] == [{"rel": "icon", "href": "data:,"}]
    assert not [a for _, a in tags if "src" in a or "style" in a]
    (policy,) = [a["content"] or "" for t, a in tags if a.get("http-equiv") == "Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    for tag in ("style", "script"):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        hashed = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{hashed}'" in policy
        assert "url(" not in content
        assert "@import" not in content


def test_ids_of_the_page_are_unique_and_labels_point_at_them(store_path: Path) -> None:
    tags = _Tags(render.digest_html(make(store_path))).tags
    ids = [a["id"] for _, a in tags if "id" in a]
    assert len(ids) == len(set(ids))
    for _, attributes in tags:
        assert set((attributes.get("aria-labelledby") or "").split()) <= set(ids)


def test_json_is_one_document_with_a_schema_that_ties_lines_to_sentences(store_path: Path) -> None:
    document = json.loads(render.digest_json(make(store_path)))
    assert document["schema"] == "brief.digest/1"
    assert (document["total"], document["timezone"], document["window"]) == (4, "UTC", "in the last 24 hours")
    first = document["items"][0]
    assert first["brief"][0] == {
        "text": "English of: Fjalia e parë e lajmit 1.",
        "evidence": [
            {
                "index": 1,
                "albanian": "Fjalia e parë e lajmit 1.",
                "english": "English of: Fjalia e parë e lajmit 1.",
                "flags": [],
            }
        ],
    }
    assert [item["sources"][0]["url"] for item in document["items"] if EVIL in item["albanian_headline"]] == [None]


def check_atom(written: str) -> Any:
    """The feed, valid by the grammar of RFC 4287 and by the rules it has in words only."""
    from lxml import etree

    tree = etree.fromstring(written.encode())
    grammar = etree.RelaxNG(etree.parse(TOP / "tests" / "data" / "atom.rng"))
    grammar.assertValid(tree)
    atom = {"a": render.ATOM}
    ids = tree.xpath("//a:id/text()", namespaces=atom)
    assert len(ids) == len(set(ids))
    for element in (tree, *tree.xpath("//a:entry", namespaces=atom)):
        alternates = [
            link for link in element.xpath("a:link", namespaces=atom) if link.get("rel", "alternate") == "alternate"
        ]
        assert len(alternates) <= 1
        assert element.xpath("a:author", namespaces=atom)
    return tree


def test_the_atom_feed_is_valid_and_reads_back(store_path: Path) -> None:
    import feedparser

    written = render.digest_atom(make(store_path), "https://example.org/digest.atom")
    check_atom(written)
    feed = feedparser.parse(written.encode(), sanitize_html=False)
    assert not feed.bozo
    assert feed.version == "atom10"
    assert [link.href for link in feed.feed.links if link.rel == "self"] == ["https://example.org/digest.atom"]
    first = feed.entries[0]
    assert first.title == "English of: Zgjedhjet mbahen të dielën"
    assert first.link == "https://telegrafi.com/1"
    assert [link.href for link in first.links if link.rel == "related"] == ["https://koha.net/1", "https://zeri.info/6"]
    assert "Fjalia e parë e lajmit 1." in first.content[0].value
    assert first.updated == "2026-03-01T11:00:00Z"


def test_the_grammar_of_atom_refuses_what_is_not_atom(store_path: Path) -> None:
    from lxml import etree

    written = render.digest_atom(make(store_path))
    for good, bad in (
        ("<title>", "<heading>"),
        ("2026-03-01T11:30:00Z", "1 March 2026"),
        ('rel="alternate"', 'relation="alternate"'),
        ("urn:uuid:", ""),
    ):
        broken = written.replace(good, bad).replace(good.replace("<", "</"), bad.replace("<", "</"))
        assert broken != written
        with pytest.raises((etree.DocumentInvalid, etree.XMLSyntaxError)):
            check_atom(broken)


def test_an_entry_keeps_its_id_when_its_story_grows_and_changes(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite3"
    article, later = make_article(1), make_article(2, outlet="Koha", url="https://koha.net/2")
    with Store.open(path, clock=lambda: NOON - timedelta(hours=2)) as store:
        _, story = store.save_article(store.start_run(), make_arrival(article), make_brief(article))
    (before,) = make(path).items
    with Store.open(path, clock=lambda: NOON) as store:
        store.save_article(1, make_arrival(later, stories=(story,)), make_brief(later))
    (after,) = make(path).items
    assert before.id == after.id
    assert before.id.startswith("urn:uuid:")
    assert after.outlets == ("Telegrafi", "Koha")


def test_an_empty_digest_is_valid_in_every_form(store_path: Path) -> None:
    empty = module.make_digest([], module.Window(NOON, "in the last hour"), UTC_ZONE, DigestSettings(), NOON)
    forms = map_forms(empty)
    assert json.loads(forms["json"])["items"] == []
    check_atom(forms["atom"])
    assert all("No new stories in the last hour" in forms[form] for form in forms if form != "json")
    assert "<figure>" not in forms["html"]


def test_english_text_has_no_empty_albanian_line() -> None:
    one = stored(1)
    assert one.brief
    lines = tuple(TranslatedSentence(Sentence(n, n - 1, ""), "English.") for n in range(4))
    translation = dataclasses.replace(one.brief.translation, signature=None, sentences=lines)
    one = dataclasses.replace(one, brief=dataclasses.replace(one.brief, translation=translation))
    digest = module.make_digest([(one,)], module.Window(NOON, ""), UTC_ZONE, DigestSettings(), NOON)
    assert "sq:" not in render.digest_text(digest)
    assert "English as given" in render.digest_text(digest)


# ── the command ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", FORMS)
def test_the_command_writes_every_form_the_same_twice(
    brief: Brief, store_path: Path, tmp_path: Path, form: str
) -> None:
    arguments = ("digest", "--since", "7d", "--format", form, "--store", store_path)
    printed = brief(*arguments, SOURCE_DATE_EPOCH=EPOCH)
    assert (printed.returncode, printed.stderr) == (0, "")
    written = brief(*arguments, "-o", "out", SOURCE_DATE_EPOCH=str(int(EPOCH) + 3))
    assert (written.returncode, written.stdout, written.stderr) == (0, "", "")
    assert (tmp_path / "out").read_text(encoding="utf-8") == printed.stdout


def test_the_clock_of_the_computer_is_used_when_none_is_given(brief: Brief, tmp_path: Path) -> None:
    article = make_article(1)
    with Store.open(tmp_path / "s.sqlite3") as store:
        store.save_article(store.start_run(), make_arrival(article), make_brief(article))
    done = brief("digest", "--since", "1h", "--store", "s.sqlite3")
    assert (done.returncode, done.stdout.splitlines()[1][:7]) == (0, "1 story")


def test_nothing_new_is_a_valid_digest_a_sentence_and_exit_code_nought(brief: Brief, store_path: Path) -> None:
    done = brief("digest", "--since", "5m", "--format", "json", "--store", store_path, SOURCE_DATE_EPOCH=EPOCH)
    assert done.returncode == 0
    assert json.loads(done.stdout)["items"] == []
    assert done.stderr.startswith("brief: No new stories in the last 5 minutes.")
    quiet = brief("digest", "--since", "5m", "-q", "--store", store_path, SOURCE_DATE_EPOCH=EPOCH)
    assert (quiet.returncode, quiet.stderr) == (0, "")


def test_config_flags_and_environment_are_obeyed(brief: Brief, store_path: Path, tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text(
        'sentences = 2\n[digest]\ntitle = "Lajme"\nlimit = 1\ntimezone = "Europe/Tirane"\n[digest.outlets]\nRTK = 9.0\n'
    )
    common = {"SOURCE_DATE_EPOCH": EPOCH, "BRIEF_STORE": str(store_path)}
    done = brief("digest", "--config", "c.toml", **common)
    assert done.stdout.startswith("Lajme\nThe first 1 of 4 stories in the last 24 hours")
    assert "1. English of: Lajm i shkurtër" in done.stdout
    assert "Europe/Tirane (UTC+01:00)" in done.stdout
    done = brief("digest", "--config", "c.toml", "--limit", "0", "--timezone", "UTC", **common)
    assert "4. " in done.stdout
    assert "UTC (UTC+00:00)" in done.stdout


def test_weights_in_the_list_of_feeds_count(brief: Brief, store_path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "config" / "brief"
    folder.mkdir(parents=True)
    (folder / "feeds.toml").write_text('[[feed]]\nname = "RTK"\nurl = "https://rtk.al/feed"\nweight = 9.0\n')
    done = brief("digest", "--store", store_path, SOURCE_DATE_EPOCH=EPOCH, XDG_CONFIG_HOME=str(tmp_path / "config"))
    assert "1. English of: Lajm i shkurtër" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--since", "soon"], "24h"),
        (["--format", "docx"], "docx"),
        (["--timezone", "Mars/Base"], "Mars/Base"),
        (["--store", "none.sqlite3"], "no store yet"),
        (["--config", "none.toml"], "none.toml"),
        (["--config", "bad.toml"], "halflife"),
        (["--limit", "-1"], "limit"),
        (["--url", "javascript:alert(1)", "--format", "atom"], "javascript:alert(1)"),
        (["--email", "nobody"], "nobody"),
        (["-o", "none/out"], "folder does not exist"),
    ],
)
def test_a_mistake_is_one_sentence_and_exit_code_2(
    brief: Brief, store_path: Path, tmp_path: Path, arguments: list[str], words: str
) -> None:
    (tmp_path / "bad.toml").write_text("[digest]\nhalflife = 3\n")
    done = brief("digest", "--store", store_path, *arguments, SOURCE_DATE_EPOCH=EPOCH)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_damaged_clock_variable_is_an_error(brief: Brief, store_path: Path) -> None:
    done = brief("digest", "--store", store_path, SOURCE_DATE_EPOCH="soon")
    assert (done.returncode, "SOURCE_DATE_EPOCH" in done.stderr) == (2, True)


def test_the_digest_loads_nothing_heavy(store_path: Path) -> None:
    from test_imports import loaded_by

    loaded = loaded_by("digest", "--since", "30d", "--format", "html", "--store", str(store_path))
    assert not loaded & {"torch", "transformers", "ctranslate2", "trafilatura", "httpx", "huggingface_hub", "numpy"}


def test_five_thousand_stories_are_made_into_a_page_in_seconds(tmp_path: Path) -> None:
    """The limit is several times what it needs (1 to 2 s of one core): an accidental square would take minutes."""
    import time

    path = fill_large_store(tmp_path / "s.sqlite3", 5000, lambda n: f"Lajmi {n} nga Shqipëria")
    begun = time.process_time()
    page = render.digest_html(make(path, "30d", keywords={"shqiperi": 2.0}))
    assert time.process_time() - begun < 10
    assert page.count("<article") == 5000
    assert msgspec.json.decode(render.digest_json(make(path, "30d", limit=1)))["total"] == 5000
