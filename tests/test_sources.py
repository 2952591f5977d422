"""Files, folders and standard input: what is read right, and what is named when it cannot be."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest

from pipeline import sources
from pipeline.errors import SourceError
from pipeline.records import Article, Translation

TEXT = "Kryeministri tha se çështja është e qartë. Žarko Lučić nuk u pajtua."


def read(*names: object, stdin: bytes = b"", translations: bool = False) -> list[sources.Read]:
    return list(sources.read_files([str(n) for n in names], io.BytesIO(stdin), translations))


def article(*names: object, stdin: bytes = b"") -> Article:
    (only,) = read(*names, stdin=stdin)
    assert isinstance(only, Article), only
    return only


def failure(*names: object, stdin: bytes = b"") -> str:
    (only,) = read(*names, stdin=stdin)
    assert isinstance(only, SourceError), only
    return str(only)


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1250", "windows-1250"),
    ],
)
def test_every_encoding_gives_the_same_text(encoding: str, name: str) -> None:
    assert sources.decode(TEXT.encode(encoding), "x") == (TEXT, name)


def test_western_windows_text_is_told_from_central_european() -> None:
    text = "Zoti Müller tha: “Çështja është mbyllur” – për 5 €."
    assert sources.decode(text.encode("cp1252"), "x") == (text, "windows-1252")


def test_a_guessed_encoding_is_noted(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.encode("cp1250"))
    assert "windows-1250" in article(tmp_path / "a.txt").notes[0]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"\xef\xbb\xbf", "no text"),
        (b"%PDF-1.7\nxx", "PDF"),
        (b"PK\x03\x04rest", "office document"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (bytes(range(256)) * 4, "binary"),
        (b"abc\x00\x00\x00\x01\x02def\x00", "binary"),
        (b"\xff\xfeA", "broken"),
    ],
)
def test_what_is_not_text_is_named(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    message = failure(path)
    assert words in message
    assert str(path) in message


def test_a_missing_file_and_a_folder_without_articles_are_named(tmp_path: Path) -> None:
    assert "no such file" in failure(tmp_path / "nope.txt").lower()
    assert "holds no article" in failure(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    path.chmod(0)
    assert "permissions" in failure(path)


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"%PDF-1.4")
    (tmp_path / "c.md").write_text(f"# Titulli\n\n{TEXT}", encoding="utf-8")
    kinds = [type(r).__name__ for r in read(tmp_path)]
    assert kinds == ["Article", "SourceError", "Article"]


def test_a_folder_is_read_in_name_order_with_its_subfolders_and_without_hidden_files(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("b.txt", "a.txt", "sub/c.txt", ".hidden.txt", "d.csv"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    names = [Path(r.origin).name for r in read(tmp_path) if isinstance(r, Article)]
    assert names == ["a.txt", "b.txt", "c.txt"]


def test_a_file_named_outright_is_read_whatever_its_suffix(tmp_path: Path) -> None:
    (tmp_path / "a.news").write_text(TEXT, encoding="utf-8")
    assert article(tmp_path / "a.news").paragraphs == (TEXT,)


def test_header_lines_are_facts_and_not_text() -> None:
    got = article("-", stdin=b"title: Titulli i madh\ndate: 2024-02-24\nurl: https://a.al/1\n\nTeksti i par\xc3\xab.\n")
    assert (got.title, got.date, got.url, got.paragraphs) == (
        "Titulli i madh",
        "2024-02-24",
        "https://a.al/1",
        ("Teksti i parë.",),
    )


def test_the_seeds_bare_date_is_a_date(tmp_path: Path) -> None:
    (tmp_path / "s.txt").write_text(" date 2024-01 Lideri erdhi në Moskë.\n\nAi foli.", encoding="utf-8")
    got = article(tmp_path / "s.txt")
    assert (got.date, got.title, got.paragraphs) == ("2024-01", "", ("Lideri erdhi në Moskë.", "Ai foli."))


def test_a_first_short_line_without_a_mark_is_the_headline() -> None:
    got = article("-", stdin="Qeveria miraton buxhetin\n\nQeveria e miratoi buxhetin të mërkurën.".encode())
    assert (got.title, got.paragraphs) == ("Qeveria miraton buxhetin", ("Qeveria e miratoi buxhetin të mërkurën.",))


def test_a_lone_headline_is_kept_as_text() -> None:
    assert article("-", stdin=b"title: Vetem titulli\n").paragraphs == ("Vetem titulli",)


def test_markdown_marks_go_and_words_stay() -> None:
    got = sources.parse_markdown(
        "# Titulli **i madh**\n\nPara [lidhje](http://x.al/a_b) e *parë* me `kod`.\nE dyta.\n\n- një\n- dy\n\n> citim\n\n---\n\nFund.",
        "m",
    )
    assert got.title == "Titulli i madh"
    assert got.paragraphs == ("Para lidhje e parë me kod. E dyta.", "një", "dy", "citim", "Fund.")


def test_markdown_front_matter_gives_facts() -> None:
    got = sources.parse_markdown('---\ntitle: "Një titull"\ndate: 2024-05-01\n---\nTrupi i tekstit.', "m")
    assert (got.title, got.date, got.paragraphs) == ("Një titull", "2024-05-01", ("Trupi i tekstit.",))


def test_jsonl_holds_an_article_a_line_and_names_bad_lines() -> None:
    lines = [
        json.dumps({"title": "A", "text": "Një.\n\nDy.", "url": "https://a.al"}),
        json.dumps({"paragraphs": ["Tre."]}),
        "{broken",
        json.dumps({"x": 1}),
        json.dumps([1]),
        json.dumps({"title": 3, "text": "Po."}),
    ]
    results = read("-", stdin="\n".join(lines).encode())
    assert [r.paragraphs for r in results if isinstance(r, Article)] == [("Një.", "Dy."), ("Tre.",)]
    errors = [str(r) for r in results if isinstance(r, SourceError)]
    assert [e.split(":")[1] for e in errors] == ["3", "4", "5", "6"]


def test_windows_line_ends_change_nothing() -> None:
    unix = article("-", stdin="Një fjali.\n\nTjetra.\n".encode())
    assert article("-", stdin="Një fjali.\r\n\r\nTjetra.\r\n".encode()) == unix


def test_the_id_is_the_contents_and_not_the_places(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    one, other = (r.id for r in read(tmp_path) if isinstance(r, Article))
    assert one == other
    assert one != article("-", stdin=(TEXT + " Po.").encode()).id


def test_a_damaged_or_newer_translation_is_named() -> None:
    rows = [{"schema": "brief.translation/1", "article": {}}, {"schema": "brief.translation/99"}]
    errors = read("-", stdin="\n".join(json.dumps(r) for r in rows).encode(), translations=True)
    assert "damaged" in str(errors[0])
    assert "brief.translation/99" in str(errors[1])


def test_english_is_a_translation_of_nothing() -> None:
    got = sources.read_english(article("-", stdin=b"Headline here\n\nMr. Smith spoke. He left.\n\nThe end came."))
    assert isinstance(got, Translation)
    assert [(s.sentence.paragraph, s.english) for s in got.sentences] == [
        (-1, "Headline here"),
        (0, "Mr. Smith spoke."),
        (0, "He left."),
        (1, "The end came."),
    ]
    assert got.signature is None
