"""Fetching from a server that misbehaves, and decoding pages that say the wrong charset."""

from __future__ import annotations

import gzip
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from email.utils import formatdate

import pytest
from newsserver import ETAG, LAST_MODIFIED, NewsServer

from pipeline import fetch
from pipeline.errors import FetchError, NotAPageError, SourceError, UsageError
from pipeline.fetch import (
    Fetcher,
    FetchSettings,
    Validators,
    check_address,
    decode_page,
    is_public,
    name_foreign,
    read_settings,
    unpack,
)

QUICK = {"delay": 0.0, "robots": False, "read_timeout": 0.5, "connect_timeout": 0.5, "total_timeout": 1.0}


class Naps:
    """Counts the seconds asked to sleep, without sleeping."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)


@pytest.fixture
def server() -> Iterator[NewsServer]:
    with NewsServer() as running:
        yield running


@pytest.fixture
def naps() -> Naps:
    return Naps()


@pytest.fixture
def make(naps: Naps) -> Iterator[Callable[..., Fetcher]]:
    made: list[Fetcher] = []

    def build(**changes: object) -> Fetcher:
        made.append(Fetcher(FetchSettings(**{**QUICK, **changes}), sleep=naps))  # type: ignore[arg-type]
        return made[-1]

    yield build
    for fetcher in made:
        fetcher.close()


def test_a_page_comes_with_its_type_and_validators(server: NewsServer, make: Callable[..., Fetcher]) -> None:
    response = make().get(server.url + "/not-modified", "feed", trusted=True)
    assert response.status == 200
    assert response.body.startswith(b"<?xml")
    assert response.validators == Validators(ETAG, LAST_MODIFIED)
    assert response.content_type == "application/rss+xml; charset=utf-8"


@pytest.mark.parametrize("validators", [Validators(ETAG, None), Validators(None, LAST_MODIFIED)])
def test_validators_are_sent_back_and_kept_by_not_modified(
    server: NewsServer, make: Callable[..., Fetcher], validators: Validators
) -> None:
    response = make().get(server.url + "/not-modified", "feed", validators, trusted=True)
    assert response.not_modified
    assert response.body == b""
    assert response.validators == Validators(ETAG, validators.last_modified)


def test_the_user_agent_is_honest_and_carries_the_contact(server: NewsServer, make: Callable[..., Fetcher]) -> None:
    make(contact="mailto:desk@example.org").get(server.url + "/article/1", trusted=True)
    assert server.requests[0].headers["user-agent"].endswith("(+mailto:desk@example.org)")
    assert server.requests[0].headers["user-agent"].startswith("brief/")


@pytest.mark.parametrize(
    ("path", "sentence", "temporary", "status"),
    [
        ("/missing", "no such page", False, 404),
        ("/forbidden", "refuses access", False, 403),
        ("/gone", "removed", False, 410),
        ("/broken", "failed (500)", True, 500),
        ("/unavailable", "failed (503)", True, 503),
        ("/busy-for-long", "failed (503)", True, 503),
        ("/empty", "empty answer", True, 200),
        ("/loop", "redirects more than 5 times", False, None),
        ("/to-file", "redirects to file:///etc/passwd", False, None),
        ("/to-private", "private address 10.0.0.1", False, None),
        ("/hang", "did not answer within 0.5 s", True, None),
        ("/drip", "did not finish within 1 s", True, None),
        ("/drip-headers", "did not finish within 1 s", True, None),
        ("/huge", "larger than 5 MiB", False, None),
        ("/gzip-bomb", "larger than 5 MiB", False, None),
        ("/gzip-broken", "cannot be unpacked", True, None),
        ("/reset", "connection failed", True, None),
        ("/cut-off", "cut off", True, None),
        ("/pdf", "no web page but application/pdf", False, None),
    ],
)
def test_every_fault_ends_in_one_sentence(
    server: NewsServer, make: Callable[..., Fetcher], path: str, sentence: str, temporary: bool, status: int | None
) -> None:
    started = time.monotonic()
    with pytest.raises(FetchError) as caught:
        make().get(server.url + path, trusted=True)
    assert sentence in str(caught.value)
    assert caught.value.about
    assert (caught.value.temporary, caught.value.status) == (temporary, status)
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("path", ["/gzip", "/wrong-length", "/flaky", "/busy", "/redirect/5", "/moved"])
def test_what_can_be_had_is_had(server: NewsServer, make: Callable[..., Fetcher], path: str) -> None:
    response = make().get(server.url + path, trusted=True)
    assert response.status == 200
    assert b"Kuvendi komunal" in response.body


def test_retry_after_is_obeyed_and_capped(server: NewsServer, make: Callable[..., Fetcher], naps: Naps) -> None:
    fetcher = make()
    fetcher.get(server.url + "/busy", trusted=True)
    assert naps.taken == [7.0]
    with pytest.raises(FetchError) as caught:
        fetcher.get(server.url + "/busy-for-long", trusted=True)
    assert caught.value.retry_after == 3600
    assert server.count("/busy-for-long") == 1


def test_retries_wait_longer_each_time_and_then_give_up(
    server: NewsServer, make: Callable[..., Fetcher], naps: Naps
) -> None:
    with pytest.raises(FetchError):
        make(retries=3, backoff=1.0).get(server.url + "/broken", trusted=True)
    assert server.count("/broken") == 4
    assert len(naps.taken) == 3
    assert all(0.5 * 2**n <= nap <= 1.5 * 2**n for n, nap in enumerate(naps.taken))


def test_missing_pages_are_not_asked_for_again(server: NewsServer, make: Callable[..., Fetcher]) -> None:
    with pytest.raises(FetchError):
        make().get(server.url + "/missing", trusted=True)
    assert server.count("/missing") == 1


@pytest.mark.parametrize(
    ("value", "seconds"), [("120", 120.0), (formatdate(1_000_030, usegmt=True), 30.0), ("nonsense", None), (None, None)]
)
def test_retry_after_is_read_as_seconds_or_date(value: str | None, seconds: float | None) -> None:
    assert Fetcher(wall_clock=lambda: 1_000_000.0)._read_retry_after(value) == seconds


def test_only_permanent_redirects_correct_an_address(server: NewsServer, make: Callable[..., Fetcher]) -> None:
    fetcher = make()
    assert fetcher.get(server.url + "/moved", trusted=True).moved_to == server.url + "/article/1"
    assert fetcher.get(server.url + "/redirect/1", trusted=True).moved_to is None
    assert fetcher.get(server.url + "/article/1", trusted=True).moved_to is None


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://example.org/x", "javascript:alert(1)", "data:text/html,x"]
)
def test_other_schemes_are_refused(make: Callable[..., Fetcher], url: str) -> None:
    with pytest.raises(FetchError, match="Only http and https"):
        make().get(url, trusted=True)


@pytest.mark.parametrize(
    "url", ["http://", "https:///path", "http://[::1", "http://exa mple.org/", "http://a.example:99999/"]
)
def test_broken_addresses_are_named(make: Callable[..., Fetcher], url: str) -> None:
    with pytest.raises(FetchError) as caught:
        make().get(url)
    assert not caught.value.temporary


def test_addresses_are_sent_as_ascii() -> None:
    url, host, port = check_address(" https://shqipëri.example/lajmi-ë?q=ç#pjesa ")
    assert (url, port) == ("https://xn--shqipri-vya.example/lajmi-%C3%AB?q=%C3%A7", 443)
    assert host == "shqipëri.example"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/article/1",
        "http://localhost:{port}/article/1",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://0.0.0.0:{port}/",
    ],
)
def test_private_addresses_of_feeds_and_pages_are_refused(
    server: NewsServer, make: Callable[..., Fetcher], url: str
) -> None:
    with pytest.raises(FetchError, match="private address"):
        make().get(url.format(port=server.port))
    assert server.requests == []


def test_private_addresses_can_be_allowed(server: NewsServer, make: Callable[..., Fetcher]) -> None:
    assert make(allow_private=True).get(server.url + "/article/1").status == 200


def test_trust_ends_at_the_host_it_was_given_to(server: NewsServer, make: Callable[..., Fetcher]) -> None:
    with pytest.raises(FetchError, match="private address"):
        make().get(server.url + "/to-localhost", trusted=True)


def test_a_trusted_connection_does_not_serve_an_untrusted_request(
    server: NewsServer, make: Callable[..., Fetcher]
) -> None:
    fetcher = make()
    fetcher.get(server.url + "/article/1", trusted=True)
    with pytest.raises(FetchError, match="private address"):
        fetcher.get(server.url + "/article/2")


def test_a_name_that_resolves_to_a_private_address_too_is_refused(
    server: NewsServer, make: Callable[..., Fetcher], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "resolve", lambda host, port: ["93.184.216.34", "127.0.0.1"])
    with pytest.raises(FetchError, match=r"private address 127\.0\.0\.1"):
        make().get(f"http://rebind.example:{server.port}/article/1")
    assert server.requests == []


def test_an_unknown_host_is_a_temporary_failure(make: Callable[..., Fetcher]) -> None:
    with pytest.raises(FetchError, match="cannot be resolved") as caught:
        make(retries=0).get("http://nowhere.invalid/")
    assert caught.value.temporary


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - not bound to, refused
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b::5db8:d822", True),
        ("2002:0a00:0001::", False),
        ("not an address", False),
    ],
)
def test_public_addresses_are_told_from_private_ones(address: str, public: bool) -> None:
    assert is_public(address) is public


ROBOTS = "User-agent: *\nDisallow: /article/2\nCrawl-delay: 3\n\nUser-agent: GPTBot\nDisallow: /\n"


def test_robots_txt_is_asked_once_and_obeyed_for_pages(make: Callable[..., Fetcher]) -> None:
    with NewsServer(robots=ROBOTS) as server:
        fetcher = make(robots=True)
        fetcher.get(server.url + "/article/1", trusted=True)
        with pytest.raises(FetchError, match=r"robots\.txt") as caught:
            fetcher.get(server.url + "/article/2", trusted=True)
        assert fetcher.get(server.url + "/feed.rss", "feed", trusted=True).status == 200
        assert server.paths() == ["/robots.txt", "/article/1", "/feed.rss"]
        assert not caught.value.temporary


@pytest.mark.parametrize(
    ("robots", "status"),
    [(None, 404), ("", 200), ("User-agent: brief\nDisallow:\n\nUser-agent: *\nDisallow: /", 200), ("x", 500)],
)
def test_pages_are_fetched_where_robots_txt_does_not_forbid_it(
    make: Callable[..., Fetcher], robots: str | None, status: int
) -> None:
    with NewsServer(robots, status) as server:
        assert make(robots=True).get(server.url + "/article/1", trusted=True).status == 200


def test_requests_to_a_host_keep_their_distance(make: Callable[..., Fetcher], naps: Naps) -> None:
    with NewsServer(robots=ROBOTS) as server:
        fetcher = make(delay=1.0, robots=True)
        fetcher.get(server.url + "/article/1", trusted=True)
        fetcher.get(server.url + "/article/3", trusted=True)
    # The first after robots.txt, by then with its Crawl-delay, and the second.
    assert [round(nap) for nap in naps.taken] == [1, 3]


def test_a_proxy_of_the_environment_is_used_but_not_for_excepted_hosts(
    server: NewsServer, make: Callable[..., Fetcher], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.url.replace("//", "//desk:pa%40ss@"))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    fetcher = make(retries=0)
    server.pages["http://outlet.invalid/x"] = "<html>përmes ndërmjetësit</html>"
    assert b"nd\xc3\xabrmjet" in fetcher.get("http://outlet.invalid/x").body
    assert fetcher.get(server.url + "/article/1", trusted=True).status == 200
    assert server.paths() == ["http://outlet.invalid/x", "/article/1"]
    assert server.requests[0].headers["proxy-authorization"] == "Basic ZGVzazpwYUBzcw=="
    with pytest.raises(FetchError, match="private address"):
        fetcher.get("http://10.0.0.1/")


def test_a_proxy_that_cannot_be_used_is_named(make: Callable[..., Fetcher], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("all_proxy", "socks5://desk:secret@127.0.0.1:9")
    with pytest.raises(UsageError, match="proxies") as caught:
        make().get("http://outlet.invalid/x")
    assert caught.value.about == "socks5://127.0.0.1:9"


def test_settings_are_read_from_a_table() -> None:
    settings = read_settings({"delay": 2, "allow_private": True}, "config.toml")
    assert settings == FetchSettings(delay=2.0, allow_private=True)


@pytest.mark.parametrize("table", [{"speed": 1}, {"delay": -1}, {"retries": "two"}, {"total_timeout": 0}])
def test_a_mistake_in_the_settings_is_named(table: dict[str, object]) -> None:
    with pytest.raises(UsageError, match=next(iter(table))) as caught:
        read_settings(table, "config.toml")
    assert caught.value.about == "config.toml"


# ── unpacking ────────────────────────────────────────────────────────────────────────────────────────────────────────

TEXT = ("Një lajm i gjatë. " * 20_000).encode()


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def brotli(data: bytes) -> bytes:
    import brotli

    return bytes(brotli.compress(data, quality=3))


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("gzip", gzip.compress(TEXT)),
        ("gzip", gzip.compress(TEXT[:1000]) + gzip.compress(TEXT[1000:])),
        ("gzip", gzip.compress(TEXT) + b"\0" * 100),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", raw_deflate(TEXT)),
        ("br", brotli(TEXT)),
    ],
    ids=["none", "identity", "gzip", "two members", "padded", "zlib", "raw deflate", "brotli"],
)
def test_every_coding_is_undone_in_small_pieces(coding: str, packed: bytes) -> None:
    pieces = list(unpack((packed[i : i + 7000] for i in range(0, len(packed), 7000)), coding))
    assert b"".join(pieces) == TEXT
    assert max(map(len, pieces)) <= 64 * 1024 or coding == "br"


@pytest.mark.parametrize("coding", ["zstd", "gzip, gzip"])
def test_unknown_codings_are_named(coding: str) -> None:
    with pytest.raises(ValueError, match="unknown encoding"):
        list(unpack([b"x"], coding))


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", b"not gzip at all"),
        ("gzip", gzip.compress(TEXT)[:-20]),
        ("br", brotli(TEXT)[:-20]),
        ("br", b"\xff\xff\xff"),
    ],
    ids=["no gzip", "gzip cut", "brotli cut", "no brotli"],
)
def test_broken_compression_is_an_error(coding: str, packed: bytes) -> None:
    with pytest.raises(ValueError, match=r"broken|too early"):
        list(unpack([packed], coding))


def test_a_brotli_bomb_is_unpacked_piece_by_piece() -> None:
    bomb = brotli(bytes(50 * 2**20))
    assert len(bomb) < 10_000
    assert len(next(iter(unpack([bomb], "br")))) <= 2**20


# ── charsets ─────────────────────────────────────────────────────────────────────────────────────────────────────────

WORDS = "Në Shqipëri çmimi është rritur; „fjala“ e kryeministrit – një çështje"


@pytest.mark.parametrize(
    ("body", "header", "encoding"),
    [
        (WORDS.encode(), "text/html; charset=utf-8", "utf-8"),
        (WORDS.encode(), "text/html; charset=iso-8859-1", "utf-8"),
        (b"<meta charset=windows-1252>" + WORDS.encode(), None, "utf-8"),
        (b"\xef\xbb\xbf" + WORDS.encode(), "text/html; charset=windows-1252", "utf-8"),
        (WORDS.encode("cp1252"), "text/html; charset=windows-1252", "windows-1252"),
        (WORDS.encode("cp1252"), "text/html; charset=ISO-8859-1", "windows-1252"),
        (b"<meta charset='windows-1252'>" + WORDS.encode("cp1252"), None, "windows-1252"),
        (WORDS.encode("cp1252"), None, "windows-1252"),
        (WORDS.encode("cp1252"), "text/html; charset=utf-8", "windows-1252"),
        (WORDS.encode("cp1252"), "text/html; charset=no-such-set", "windows-1252"),
        (b"<?xml version='1.0' encoding='windows-1250'?>" + WORDS.encode("cp1250"), None, "windows-1250"),
        (WORDS.encode("utf-16"), None, "utf-16"),
        (WORDS.encode().replace("–".encode(), b"\x96"), "text/html; charset=utf-8", "utf-8 with windows-1252 bytes"),
    ],
)
def test_pages_are_decoded_whatever_they_declare(body: bytes, header: str | None, encoding: str) -> None:
    page, found = decode_page(body, header)
    assert WORDS in page
    assert found == encoding


def test_a_binary_file_is_no_page() -> None:
    with pytest.raises(SourceError):
        decode_page(b"%PDF-1.7 \xff\xfe\x00", "text/html")


# ── ending early, and what is no page ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", ["/hang", "/drip", "/drip-headers"])
def test_a_request_in_progress_can_be_cancelled_and_the_next_one_is_not_concerned(
    server: NewsServer, path: str
) -> None:
    with Fetcher(FetchSettings(delay=0.0, robots=False)) as fetcher:  # would wait 20 s
        timer = threading.Timer(0.3, fetcher.cancel)
        timer.start()
        begun = time.monotonic()
        with pytest.raises(FetchError, match="cancelled"):
            fetcher.get(server.url + path, trusted=True)
        assert time.monotonic() - begun < 5
        timer.join()
        assert fetcher.get(server.url + "/article/1", trusted=True).status == 200


def test_waiting_for_a_second_try_can_be_cancelled(server: NewsServer) -> None:
    with Fetcher(FetchSettings(delay=0.0, robots=False, backoff=60.0)) as fetcher:
        timer = threading.Timer(0.3, fetcher.cancel)
        timer.start()
        begun = time.monotonic()
        with pytest.raises(FetchError):
            fetcher.get(server.url + "/broken", trusted=True)
        assert time.monotonic() - begun < 10
        timer.join()


@pytest.mark.parametrize("path", ["/pdf", "/pdf-as-page", "/image-as-page", "/sitemap", "/feed-as-page", "/api"])
def test_what_is_no_page_is_an_error_of_its_own(server: NewsServer, make: Callable[..., Fetcher], path: str) -> None:
    with pytest.raises(NotAPageError, match="no web page but"):
        make().get(server.url + path, trusted=True)


@pytest.mark.parametrize(
    "body",
    [
        b"<html><p>x", b"<p>x", b"teksti", b"", b"\xef\xbb\xbf<!DOCTYPE html>\n<!-- c --><HTML>", b"<?xml version='1.0'?><html xmlns='x'>",
        b"<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0'><html>", "<html>".encode("utf-16"),
    ],
)  # fmt: skip
def test_pages_are_not_taken_for_something_else(body: bytes) -> None:
    assert name_foreign(body) is None


def test_not_modified_is_an_answer_only_to_who_asked_for_it(server: NewsServer, make: Callable[..., Fetcher]) -> None:
    server.raw["/x"] = b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"
    with pytest.raises(FetchError, match="304"):
        make().get(server.url + "/x", "feed", trusted=True)
    assert make().get(server.url + "/x", "feed", Validators('"e"'), trusted=True).not_modified


@pytest.mark.parametrize("target", ["http://[::1", "http://xn--/", "javascript:alert(1)"])
def test_a_redirect_to_what_is_no_address_is_an_error(
    server: NewsServer, make: Callable[..., Fetcher], target: str
) -> None:
    server.raw["/x"] = f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nConnection: close\r\n\r\n".encode()
    with pytest.raises(FetchError, match="redirects to"):
        make().get(server.url + "/x", trusted=True)
