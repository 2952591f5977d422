"""Every form of output: complete, escaped, and readable back."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from pipeline import render, sources
from pipeline.records import (
    Article,
    Brief,
    BriefSentence,
    Finding,
    Outcome,
    Sentence,
    Signature,
    TranslatedSentence,
    Translation,
)

SIGNATURE = Signature("starter", "abc123", "ctranslate2", "cpu", "int8", 4, "0.1.0")
EVIL = '<script>alert("1")</script> & [x](javascript:alert(1)) | `a`\n\t'


def translation(*, title: str = "Titulli", url: str | None = "https://a.al/1", english: str = "One.") -> Translation:
    article = Article("id1", title, ("Një. Dy.", "Tre."), "a.txt", "2024-01-02", url, "Koha")
    texts = [(-1, title, "Headline")] if title else []
    texts += [(0, "Një.", english), (0, "Dy.", "Two."), (1, "Tre.", "Three.")]
    finding = (Finding("number", "1 is missing from the English.", len(texts) - 1),)
    sentences = [
        TranslatedSentence(Sentence(i, p, sq), en, "first", -0.25, finding if i == len(texts) - 1 else ())
        for i, (p, sq, en) in enumerate(texts)
    ]
    return Translation(article, tuple(sentences), SIGNATURE)


def outcome(made: Translation | None = None, headline: str | None = "Headline") -> Outcome:
    made = made or translation()
    first = made.body[0].sentence.index
    lines = (BriefSentence(made.body[0].english, (first,)), BriefSentence("Two and three.", (first + 1, first + 2)))
    brief = Brief(made, headline, lines, "extractive", "ranker@1")
    return Outcome("a.txt", "done", brief, made, warnings=("1 sentence with a number that differs",))


def text_of(chunks: object) -> str:
    return "".join(chunks)  # type: ignore[call-overload, no-any-return]


def test_paragraphs_in_are_paragraphs_out() -> None:
    assert render.translation_text(translation()) == "Headline\n\nOne. Two.\n\nThree.\n"


def test_tsv_has_a_line_a_sentence_and_no_stray_tabs() -> None:
    lines = text_of(render.stream_translations([outcome(translation(english="a\tb\nc"))], "tsv")).splitlines()
    assert lines[0] == render.TSV_HEADER.rstrip("\n")
    assert [len(line.split("\t")) for line in lines] == [6] * 5
    assert lines[2].split("\t")[2:5] == ["0", "Një.", "a b c"]
    assert lines[4].endswith("\tnumber")


def test_jsonl_of_a_translation_reads_back_as_the_same_translation() -> None:
    line = text_of(render.stream_translations([outcome()], "jsonl"))
    assert json.loads(line)["schema"] == "brief.translation/1"
    assert sources.parse_translation(line, "x") == translation()


def test_jsonl_of_a_brief_ties_every_line_to_its_sentences() -> None:
    row = json.loads(text_of(render.stream_briefs([outcome()], "jsonl", "paragraph", {"beam": 4})))
    assert row["schema"] == "brief.brief/1"
    assert row["brief"][1] == {"text": "Two and three.", "indices": [2, 3]}
    assert [row["sentences"][i]["sentence"]["text"] for i in (2, 3)] == ["Dy.", "Tre."]
    assert row["models"]["translation"] == "starter@abc123|ctranslate2|cpu|int8|beam:4|brief:0.1.0"
    assert row["options"] == {"beam": 4}


@pytest.mark.parametrize("style", ["paragraph", "bullets"])
def test_text_shows_headline_dateline_lines_with_sentence_numbers_models_and_warnings(style: str) -> None:
    text = render.brief_text(outcome(), outcome().brief, style)  # type: ignore[arg-type]
    assert text.startswith("Headline\n\n2024-01-02 · Koha · https://a.al/1\n\n")
    assert "One. [1]" in text
    assert "Two and three. [2, 3]" in text
    assert ("\n- Two" in text) == (style == "bullets")
    assert "starter@abc123" in text
    assert "! 1 sentence with a number that differs" in text


def test_sentence_numbers_start_at_one_without_a_headline_too() -> None:
    made = translation(title="")
    text = render.brief_text(outcome(made, None), outcome(made, None).brief, "paragraph")  # type: ignore[arg-type]
    assert "One. [1]" in text


def test_markdown_escapes_what_would_be_marks_or_html() -> None:
    made = translation(title=EVIL, url="javascript:alert(1)", english=EVIL)
    shown = render.brief_md(outcome(made, EVIL), outcome(made, EVIL).brief, "paragraph")  # type: ignore[arg-type]
    table = render.translation_md(made)
    for text in (shown, table):
        assert not re.search(r"(?<!\\)<script", text)
        assert not re.search(r"(?<!\\)\]\(javascript", text)
    assert all(row.count("|") - row.count("\\|") == 4 for row in table.splitlines() if row.startswith("|"))


class _Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def parse(page: str) -> _Seen:
    seen = _Seen()
    seen.feed(page)
    return seen


def test_the_page_is_self_contained_and_escaped() -> None:
    made = translation(title=EVIL, url="javascript:alert(1)", english=EVIL)
    seen = parse(render.briefs_html([outcome(made, EVIL)]))
    assert not [t for t, _ in seen.tags if t in {"script", "img", "link", "iframe"}]
    assert not [a for _, a in seen.tags if any(k.startswith("on") or k == "src" for k in a)]
    assert all((a.get("href") or "#").startswith(("#", "http")) for _, a in seen.tags)
    assert 'alert("1")' in seen.text


def test_every_line_of_the_page_points_at_a_sentence_that_is_there() -> None:
    seen = parse(render.briefs_html([outcome(), outcome()]))
    ids = {a["id"] for _, a in seen.tags if "id" in a}
    targets = [a["href"][1:] for t, a in seen.tags if t == "a" and (a.get("href") or "").startswith("#")]  # type: ignore[index]
    assert len(targets) == 4
    assert set(targets) <= ids


def test_several_articles_are_told_apart_in_every_form() -> None:
    both = [outcome(), Outcome("b", "failed", reason="x"), outcome()]
    assert text_of(render.stream_translations(both, "text")).count(render.RULE) == 1
    assert text_of(render.stream_briefs(both, "text", "paragraph", {})).count(render.RULE) == 1
    assert text_of(render.stream_briefs(both, "md", "paragraph", {})).count("\n---\n") == 1
    assert text_of(render.stream_briefs(both, "jsonl", "paragraph", {})).count("\n") == 2
    assert render.TSV_HEADER in text_of(render.stream_translations(both, "tsv"))


def test_nothing_done_gives_no_output() -> None:
    failed = [Outcome("b", "failed", reason="x")]
    assert text_of(render.stream_briefs(failed, "html", "paragraph", {})) == ""
    assert text_of(render.stream_translations(failed, "tsv")) == ""


def test_english_input_is_said_to_be_english() -> None:
    made = Translation(translation().article, translation().sentences, None)
    assert "English as given" in render.brief_md(outcome(made), outcome(made).brief, "paragraph")  # type: ignore[arg-type]
