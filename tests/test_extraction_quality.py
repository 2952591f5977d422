"""The quality gate of extraction: saved pages in the layouts outlets use, with the paragraphs a reader would keep.

A page is right when its paragraphs are those of the .json beside it, compared by their words. The floor may only rise.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pipeline import text
from pipeline.extract import extract_article
from pipeline.records import Article

FLOOR = 0.95
PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))


@dataclass(frozen=True)
class Page:
    article: Article
    expected: dict[str, Any]


def words(paragraph: str) -> str:
    return " ".join(re.findall(r"\w+", text.fold(paragraph)))


def score(page: Page) -> float:
    """F1 of the page's paragraphs; a repeated paragraph counts as often as it is there."""
    got = sorted(map(words, page.article.paragraphs))
    wanted = sorted(map(words, page.expected["paragraphs"]))
    hits = sum(min(got.count(p), wanted.count(p)) for p in set(wanted))
    return 2 * hits / (len(got) + len(wanted))


@pytest.fixture(scope="module")
def pages() -> dict[str, Page]:
    return {
        path.stem: Page(
            extract_article(path.read_bytes(), path.name), json.loads(path.with_suffix(".json").read_text("utf-8"))
        )
        for path in PAGES
    }


def test_there_are_enough_pages() -> None:
    assert len(PAGES) >= 25


def test_paragraphs_are_found_with_f1_above_the_floor(pages: dict[str, Page]) -> None:
    scores = {name: score(page) for name, page in pages.items()}
    worst = sorted(scores.items(), key=lambda item: item[1])[:3]
    assert sum(scores.values()) / len(scores) >= FLOOR, worst
    assert worst[0][1] >= 0.8, worst


def test_paragraphs_stand_in_the_order_of_the_page(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        wanted = [words(p) for p in page.expected["paragraphs"]]
        places = [wanted.index(words(p)) for p in page.article.paragraphs if words(p) in wanted]
        assert places == sorted(places), name


@pytest.mark.parametrize("fact", ["title", "date", "author", "outlet", "url"])
def test_facts_are_read(pages: dict[str, Page], fact: str) -> None:
    wrong = {
        name: (getattr(page.article, fact), page.expected[fact])
        for name, page in pages.items()
        if fact in page.expected and getattr(page.article, fact) != page.expected[fact]
    }
    assert not wrong


def test_only_the_paywalled_page_is_said_to_be_one(pages: dict[str, Page]) -> None:
    noted = {name for name, page in pages.items() if any("subscribers" in note for note in page.article.notes)}
    assert noted == {name for name, page in pages.items() if "notes" in page.expected} == {"paywall"}
