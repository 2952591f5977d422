"""Web addresses among files: fetched, extracted, and failing alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Brief
from newsserver import NewsServer, article_paragraphs, article_title

from pipeline.errors import SourceError
from pipeline.pages import is_address, read_sources
from pipeline.records import Article


@pytest.mark.parametrize(
    ("name", "expected"),
    [("https://a.al/1", True), ("ftp://a.al", True), ("a.txt", False), ("-", False), ("C:/a", False)],
)
def test_what_has_a_scheme_is_an_address(name: str, expected: bool) -> None:
    assert is_address(name) is expected


def test_pages_and_files_come_in_the_order_named_and_fail_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Teksti i skedarit është këtu.", encoding="utf-8")
    with NewsServer() as server:
        names = [server.url + "/article/1", str(tmp_path / "a.txt"), server.url + "/missing", "ftp://a.al/x"]
        page, file, missing, scheme = read_sources(names)
    assert isinstance(page, Article)
    assert (page.title, page.url) == (article_title(1), server.url + "/article/1")
    assert list(page.paragraphs) == article_paragraphs(1)
    assert isinstance(file, Article)
    assert isinstance(missing, SourceError)
    assert "404" in str(missing)
    assert isinstance(scheme, SourceError)
    assert "http" in str(scheme)


def test_brief_run_takes_a_url(brief: Brief) -> None:
    with NewsServer() as server:
        done = brief("run", server.url + "/article/2", "--format", "md", no_proxy="127.0.0.1")
    assert done.returncode == 0, done.stderr
    assert server.url + "/article/2" in done.stdout
    assert "Models: " in done.stdout


def test_fetch_settings_come_from_the_configuration_and_a_wrong_key_is_named(brief: Brief, tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text('[fetch]\ncontact = "desk@example.org"\n', encoding="utf-8")
    with NewsServer() as server:
        assert brief("translate", server.url + "/article/1", "--config", "c.toml").returncode == 0
        agents = {request.headers["user-agent"] for request in server.requests}
        (tmp_path / "c.toml").write_text("[fetch]\ndeley = 1\n", encoding="utf-8")
        wrong = brief("translate", server.url + "/article/1", "--config", "c.toml")
    assert all("(+desk@example.org)" in agent for agent in agents)
    assert wrong.returncode == 2
    assert "deley" in wrong.stderr
