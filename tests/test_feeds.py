"""Feeds of every kind and state, the user's list of them, OPML."""

from __future__ import annotations

import json
import time
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from newsserver import NewsServer, article_title, entity_bomb, item, rss

from pipeline.errors import OutputError, SourceError, UsageError
from pipeline.feeds import (
    Entry,
    FeedSource,
    add_feed,
    discover_feeds,
    export_opml,
    import_opml,
    load_feeds,
    parse_feed,
    plain,
    read_list,
    remove_feed,
    write_list,
)
from pipeline.fetch import Fetcher, FetchSettings

URL = "https://lajmi.example/feed"
EXAMPLES = Path(__file__).resolve().parents[1] / "configs" / "feeds.example.toml"


def parse(document: str, **options: int) -> tuple[Entry, ...]:
    return parse_feed(document.encode(), URL, "application/rss+xml", **options).entries


RSS_1 = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://lajmi.example/"><title>Lajmi</title>
 <link>https://lajmi.example/</link></channel><item rdf:about="https://lajmi.example/1"><title>Titulli</title>
 <link>https://lajmi.example/1</link><dc:date>2024-01-16T10:00:00+01:00</dc:date><dc:creator>Arta Gashi</dc:creator>
 <description>Përmbledhje</description></item></rdf:RDF>"""


@pytest.mark.parametrize("path", ["/feed.rss", "/feed.atom", "/feed.json"])
def test_rss_atom_and_json_feed_give_the_same_entry(path: str) -> None:
    with NewsServer() as server, Fetcher(FetchSettings(delay=0, robots=False)) as fetcher:
        response = fetcher.get(server.url + path, "feed", trusted=True)
        feed = parse_feed(response.body, response.url, response.content_type)
    assert feed.title == "Lajmi"
    assert feed.notes == ()
    first = feed.entries[0]
    assert (first.title, first.url) == (article_title(1), server.url + "/article/1")
    assert first.published in ("2024-01-16T09:00:00+00:00", "2024-01-16T10:00:00+01:00")
    assert "Kuvendi komunal në Tiranë" in first.content + first.summary


def test_rss_1_is_read() -> None:
    (entry,) = parse(RSS_1)
    assert entry == Entry(
        id="https://lajmi.example/1",
        url="https://lajmi.example/1",
        title="Titulli",
        summary="Përmbledhje",
        published="2024-01-16T09:00:00+00:00",
        author="Arta Gashi",
    )


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Lajm i thjeshtë", "Lajm i thjeshtë"),
        ("<b>Lajm</b> i <i>ri</i>", "Lajm i ri"),
        ("<script>alert(1)</script>Lajm", "Lajm"),
        ("A &amp; B", "A & B"),
        ("A &amp;amp; B", "A &amp; B"),
        ("&#8220;Fjala&#8221;", "“Fjala”"),
        ("5 < 6 dhe 7 > 3", "5 < 6 dhe 7 > 3"),
        ("  dy\n rreshta ", "dy rreshta"),
    ],
)
def test_titles_are_plain_text_with_entities_decoded_once(markup: str, text: str) -> None:
    assert plain(markup) == text


def test_html_in_titles_and_script_in_bodies_do_no_harm() -> None:
    (entry,) = parse(rss([item("<b>Lajm</b> <script>alert(1)</script> &amp; më", "/1", "g")]))
    assert entry.title == "Lajm & më"


def test_an_entity_bomb_is_not_expanded_and_the_entry_survives() -> None:
    started = time.process_time()
    feed = parse_feed(entity_bomb().encode(), URL)
    assert time.process_time() - started < 2
    assert [e.url for e in feed.entries] == ["https://lajmi.example/article/1"]
    assert len(feed.entries[0].title) < 100
    assert "entities" in feed.notes[0]


def test_an_external_entity_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("fshehur")
    document = (
        rss([item("Lajm", "/1", "g")])
        .replace("<title>Lajm<", "<title>Lajm &s;<")
        .replace("<rss", f'<!DOCTYPE rss [<!ENTITY s SYSTEM "{secret.as_uri()}">]><rss', 1)
    )
    assert "fshehur" not in repr(parse_feed(document.encode(), URL))


@pytest.mark.parametrize("cut", [40, 200, 420])
def test_a_truncated_feed_gives_its_whole_entries(cut: int) -> None:
    items = [item(f"Titulli {n}", f"/{n}", f"g{n}", "x" * 100) for n in range(5)]
    feed = parse_feed(rss(items)[:-cut].encode(), URL)
    assert 3 <= len(feed.entries) <= 4
    assert [e.title for e in feed.entries] == [f"Titulli {n}" for n in range(len(feed.entries))]
    assert "cut off" in feed.notes[0]


def test_a_feed_cut_inside_its_only_entry_gives_none() -> None:
    feed = parse_feed(rss([item("Titulli", "https://lajmi.example/lajm", "g")]).encode()[:150], URL)
    assert [e.url for e in feed.entries] in ([], [None])


def test_ill_formed_xml_is_read_and_noted() -> None:
    document = rss([item("Titulli", "/1", "g")]).replace("<description>", "<description>Tom & Jerry <br> &nbsp;")
    feed = parse_feed(document.encode(), URL)
    assert feed.entries[0].title == "Titulli"
    assert "not well-formed" in feed.notes[0]


def test_ten_thousand_entries_are_read_or_capped() -> None:
    document = rss([item(f"Titulli {n}", f"/{n}", f"g{n}") for n in range(10_000)])
    capped = parse_feed(document.encode(), URL, max_entries=50)
    assert [e.title for e in capped.entries] == [f"Titulli {n}" for n in range(50)]
    assert "10000 entries" in capped.notes[0]
    assert len(parse(document)) == 10_000


def test_repeated_entries_count_once_and_shared_ids_are_told_apart_by_address() -> None:
    entries = parse(rss([item("A", "/1", "g"), item("A", "/1", "g"), item("B", "/2", "g"), item("C", "/3", "h")]))
    assert [(e.title, e.id) for e in entries] == [("A", "g"), ("B", "https://lajmi.example/2"), ("C", "h")]


def test_links_are_resolved_and_only_web_addresses_kept() -> None:
    targets = [
        "/1",
        "lajm/2",
        "//tjeter.example/3",
        "https://lajmi.example/4",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "",
    ]
    entries = parse(rss([item(f"T{n}", target, f"g{n}") for n, target in enumerate(targets)]))
    assert [e.url for e in entries] == [
        "https://lajmi.example/1",
        "https://lajmi.example/lajm/2",
        "https://tjeter.example/3",
        "https://lajmi.example/4",
        None,
        None,
        None,
    ]


def test_an_entry_without_link_takes_its_guid_when_that_is_an_address() -> None:
    (entry,) = parse(rss([item("T", "", "https://lajmi.example/9")]))
    assert entry.url == "https://lajmi.example/9"


@pytest.mark.parametrize(
    ("date", "iso"),
    [
        ("Tue, 16 Jan 2024 10:00:00 +0100", "2024-01-16T09:00:00+00:00"),
        ("Wed, 01 Jan 2098 10:00:00 +0100", "2098-01-01T09:00:00+00:00"),
        ("16 janar 2024, 10:30", "2024-01-16T10:30:00"),
        ("dje", None),
    ],
)
def test_dates_are_iso_and_kept_even_when_in_the_future(date: str, iso: str | None) -> None:
    (entry,) = parse(rss([item("T", "/1", "g", date=date)]))
    assert entry.published == iso


def test_a_feed_that_names_the_wrong_charset_is_read() -> None:
    body = rss([item("Çështja e Shqipërisë", "/1", "g")])
    wrong = parse_feed(body.encode(), URL, "application/rss+xml; charset=iso-8859-1")
    assert wrong.entries[0].title == "Çështja e Shqipërisë"
    legacy = parse_feed(body.encode("cp1252"), URL, "application/rss+xml; charset=utf-8")
    assert legacy.entries[0].title == "Çështja e Shqipërisë"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "empty"),
        (b"   ", "empty"),
        (b"<!DOCTYPE html><html><body>x</body></html>", "web page, not a feed"),
        (b"Vetem tekst", "not a feed"),
        (b'{"items": []}', "no JSON Feed"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": [', "whole JSON"),
        (b"{" * 100_000, "whole JSON"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "not a feed"),
    ],
    ids=["nothing", "blank", "page", "text", "json", "cut json", "deep json", "image"],
)
def test_what_is_no_feed_is_named(body: bytes, sentence: str) -> None:
    with pytest.raises(SourceError, match=sentence) as caught:
        parse_feed(body, URL)
    assert caught.value.about == URL


def test_json_feed_survives_odd_values() -> None:
    body = b'{"version":"https://jsonfeed.org/version/1","title":7,"items":[null,{"id":5,"title":"T","author":"x"},{"url":["x"]}]}'
    assert [(e.id, e.title, e.author) for e in parse_feed(body, URL).entries] == [("5", "T", None)]


# ── discovery ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_feeds_are_discovered_with_those_of_comments_last() -> None:
    page = """<html><head><base href="/sq/">
    <link rel="alternate" type="application/rss+xml" title="Lajmi » Comments" href="/comments/feed/">
    <link rel="ALTERNATE" type="application/rss+xml; charset=utf-8" href="feed.xml">
    <link rel="alternate" type="application/feed+json" href="https://lajmi.example/feed.json">
    <link rel="alternate" hreflang="en" href="/en/"><link rel="stylesheet" type="text/css" href="s.css">
    <link rel="alternate" type="application/rss+xml" href="file:///etc/passwd"></head><body></body></html>"""
    assert discover_feeds(page, "https://lajmi.example/kreu") == [
        "https://lajmi.example/sq/feed.xml",
        "https://lajmi.example/feed.json",
        "https://lajmi.example/comments/feed/",
    ]


@pytest.mark.parametrize("page", ["", "<html></html>", "vetëm tekst"])
def test_a_page_without_feeds_gives_none(page: str) -> None:
    assert discover_feeds(page, URL) == []


# ── the list of feeds ────────────────────────────────────────────────────────────────────────────────────────────────

LIST = """# Lista ime
[[feed]]
name = "Lajmi"  # kryesori
url = "https://lajmi.example/feed"

# Rajoni
[[feed]]
name = "Rajoni"
url = "https://rajoni.example/rss"
weight = 2.5
enabled = false
# fund
"""


def test_the_list_is_read_with_its_defaults(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(LIST, encoding="utf-8")
    assert load_feeds(path) == (
        FeedSource(name="Lajmi", url="https://lajmi.example/feed"),
        FeedSource(name="Rajoni", url="https://rajoni.example/rss", weight=2.5, enabled=False),
    )
    assert load_feeds(tmp_path / "none.toml") == ()


def test_adding_keeps_the_rest_of_the_file() -> None:
    feed = FeedSource(name='E "re"', url="https://re.example/feed", weight=0.5, enabled=False)
    changed = add_feed(LIST, feed)
    assert changed.startswith(LIST)
    assert read_list(changed)[-1] == feed
    assert read_list(add_feed("", feed)) == (feed,)


@pytest.mark.parametrize("name", ["Lajmi", "lajmi", "https://lajmi.example/feed"])
def test_removing_keeps_comments_and_the_other_feeds(name: str) -> None:
    changed = remove_feed(LIST, name)
    assert [f.name for f in read_list(changed)] == ["Rajoni"]
    assert "# Lista ime" in changed
    assert "# Rajoni" in changed
    assert "kryesori" not in changed


def test_removing_the_last_feed_keeps_the_closing_comment() -> None:
    changed = remove_feed(LIST, "Rajoni")
    assert [f.name for f in read_list(changed)] == ["Lajmi"]
    assert changed.endswith("# fund\n")


def test_adding_and_removing_gives_back_the_list() -> None:
    feed = FeedSource(name="E re", url="https://re.example/feed")
    assert read_list(remove_feed(add_feed(LIST, feed), "E re")) == read_list(LIST)


def test_a_name_that_several_feeds_have_removes_none_of_them() -> None:
    twice = LIST.replace('Rajoni"', 'lajmi"')
    with pytest.raises(UsageError, match=r"2 feeds have the name 'Lajmi'.*rajoni\.example"):
        remove_feed(twice, "Lajmi")
    assert [f.name for f in read_list(remove_feed(twice, "https://rajoni.example/rss"))] == ["Lajmi"]


def test_a_list_laid_out_otherwise_is_left_to_its_author() -> None:
    inline = 'feed = [{name = "A", url = "https://a.example/f"}, {name = "B", url = "https://b.example/f"}]\n'
    with pytest.raises(UsageError, match="editor"):
        remove_feed(inline, "A")


def test_known_and_unknown_feeds_are_named() -> None:
    with pytest.raises(UsageError, match="already, as 'Lajmi'"):
        add_feed(LIST, FeedSource(name="Tjetër", url="https://lajmi.example/feed"))
    with pytest.raises(UsageError, match="known are: Lajmi, Rajoni"):
        remove_feed(LIST, "Gazeta")
    with pytest.raises(UsageError, match="it is empty"):
        remove_feed("", "Gazeta")
    with pytest.raises(UsageError, match="no http or https"):
        add_feed(LIST, FeedSource(name="Dosja", url="file:///etc/passwd"))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("[[feed]\n", "not valid TOML"),
        ("feeds = []\n", "Unknown key 'feeds'"),
        ('feed = "x"\n', "not a list"),
        ('[[feed]]\nname = "A"\n', "Feed 1: .*url"),
        ('[[feed]]\nname = "A"\nurl = "x"\n', "no http or https"),
        ('[[feed]]\nname = "A"\nurl = "https://a.example/"\ncolour = "red"\n', "Feed 1: .*colour"),
        ('[[feed]]\nname = "A"\nurl = "https://a.example/"\nweight = -1\n', "Feed 1: "),
    ],
)
def test_mistakes_in_the_list_are_named_with_the_file(tmp_path: Path, content: str, sentence: str) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=sentence) as caught:
        load_feeds(path)
    assert caught.value.about == str(path)


def test_a_list_in_another_encoding_or_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_bytes(LIST.replace("Lista", "Listë").encode("cp1252"))
    with pytest.raises(UsageError, match="UTF-8"):
        load_feeds(tmp_path / "feeds.toml")
    with pytest.raises(UsageError, match="cannot be read"):
        load_feeds(tmp_path)


def test_the_list_is_written_in_one_step_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "brief" / "feeds.toml"
    write_list(path, LIST)
    write_list(path, add_feed(LIST, FeedSource(name="E re", url="https://re.example/feed")))
    assert len(load_feeds(path)) == 3
    assert [p.name for p in path.parent.iterdir()] == ["feeds.toml"]


def test_a_link_to_the_list_and_its_permissions_stay(tmp_path: Path) -> None:
    (tmp_path / "dotfiles.toml").write_text(LIST, encoding="utf-8")
    (tmp_path / "dotfiles.toml").chmod(0o640)
    (tmp_path / "feeds.toml").symlink_to("dotfiles.toml")
    write_list(tmp_path / "feeds.toml", "# bosh\n")
    assert (tmp_path / "feeds.toml").is_symlink()
    assert (tmp_path / "dotfiles.toml").read_text(encoding="utf-8") == "# bosh\n"
    assert (tmp_path / "dotfiles.toml").stat().st_mode & 0o777 == 0o640


def test_a_list_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        write_list(tmp_path / "file" / "feeds.toml", LIST)


def test_the_shipped_examples_are_a_valid_list() -> None:
    feeds = load_feeds(EXAMPLES)
    assert len(feeds) >= 20
    assert len({f.url for f in feeds}) == len(feeds) == len({f.name for f in feeds})
    assert tomllib.loads(EXAMPLES.read_text(encoding="utf-8"))


# ── OPML ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_opml_comes_back_as_it_went() -> None:
    feeds = [
        FeedSource(name='Lajmi & "të tjera" <sot>', url="https://lajmi.example/feed?a=1&b=2"),
        FeedSource(name="B", url="https://b.example/"),
    ]
    assert import_opml(export_opml(feeds), "x.opml") == (feeds, [])


def test_opml_folders_are_opened_and_repetitions_dropped() -> None:
    data = b"""<opml version="1.0"><body><outline text="Kosove"><outline text="A" xmlUrl="https://a.example/f"/>
    <outline text="A2" xmlUrl="https://a.example/f"/></outline><outline xmlUrl="https://b.example/f" title="B &amp; C"/>
    <outline text="Dosje" xmlUrl="file:///etc/passwd"/><outline xmlUrl="http://c.example/f"/></body></opml>"""
    feeds, refused = import_opml(data, "x.opml")
    assert refused == ["file:///etc/passwd"]
    assert [(f.name, f.url) for f in feeds] == [
        ("A", "https://a.example/f"),
        ("B & C", "https://b.example/f"),
        ("c.example", "http://c.example/f"),
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "not an OPML"),
        (b"tekst", "not an OPML"),
        (b"<rss><channel/></rss>", "not an OPML"),
        (b"<opml><body/></opml>", "lists no feed"),
        (b'<opml><body><outline xmlUrl="https://a.example/?a=1&b=2"/></body></opml>', "not a whole one .*line 1"),
        (b'<opml><body><outline xmlUrl="https://a.example/"/>', "not a whole one"),
        (
            b'<!DOCTYPE opml [<!ENTITY a "b">]><opml><body><outline text="&a;" xmlUrl="https://a.example/"/></body></opml>',
            "DTD",
        ),
        (entity_bomb().replace("rss", "opml").encode(), "DTD"),
    ],
    ids=["nothing", "text", "rss", "no feed", "bare ampersand", "cut off", "dtd", "bomb"],
)
def test_what_is_no_safe_opml_is_named(data: bytes, sentence: str) -> None:
    with pytest.raises(SourceError, match=sentence):
        import_opml(data, "x.opml")


def test_what_would_keep_the_parser_busy_is_refused_at_once() -> None:
    begun = time.monotonic()
    with pytest.raises(SourceError, match="web page"):
        parse_feed(b"<html>" + b"<b><i><span>" * 60_000, "https://koha.net/feed")
    with pytest.raises(SourceError, match="more than 20,000 tags"):
        parse_feed(b"<rss><channel><item>" + b"<b><i><span>" * 60_000, "https://koha.net/feed")
    assert time.monotonic() - begun < 5


def test_an_entry_that_is_changed_has_another_fingerprint() -> None:
    one, same = (
        Entry("a", "https://koha.net/1", "Titulli", "Teksti"),
        Entry("b", "https://koha.net/2", "Titulli", "Teksti"),
    )
    assert one.fingerprint == same.fingerprint  # it is of what is told, not of where
    others = [replace(one, **{name: "tjetër"}) for name in ("title", "summary", "content", "published", "updated")]
    assert len({one.fingerprint, *(other.fingerprint for other in others)}) == 6


def test_when_an_entry_was_updated_is_told_by_atom_and_json_feeds() -> None:
    atom = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>a</id><title>T</title><link href='https://koha.net/1'/>"
        "<published>2026-03-01T10:00:00Z</published><updated>2026-03-01T12:00:00Z</updated></entry></feed>"
    )
    (entry,) = parse_feed(atom.encode(), "https://koha.net/feed").entries
    assert (entry.published, entry.updated) == ("2026-03-01T10:00:00+00:00", "2026-03-01T12:00:00+00:00")
    row = {"id": "a", "url": "https://koha.net/1", "title": "T", "date_modified": "2026-03-01T12:00:00+00:00"}
    feed = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [row]})
    (entry,) = parse_feed(feed.encode(), "https://koha.net/feed").entries
    assert entry.updated == "2026-03-01T12:00:00+00:00"
