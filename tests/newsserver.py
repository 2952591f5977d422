"""A news server on the loopback that misbehaves on command: which way is in the path.

    with NewsServer() as server:
        fetcher.get(server.url + "/feed.rss", "feed", trusted=True)
        server.paths()  # what was asked for, in order

:data:`NewsServer.routes` lists the paths; a test adds its own with ``server.pages["/x"] = "<html>…"``. Articles are at
``/article/1`` … with a text of their own each, so that no two are near-duplicates.
"""

from __future__ import annotations

import gzip
import json
import socket
import struct
import threading
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from xml.sax.saxutils import escape

ETAG = '"v1"'
LAST_MODIFIED = "Tue, 16 Jan 2024 10:00:00 GMT"
PLACES = ("Prishtinë", "Tiranë", "Shkup", "Tetovë", "Vlorë", "Gjakovë", "Durrës", "Prizren", "Korçë", "Ulqin")
TOPICS = (
    "shkollën e re",
    "ujësjellësin",
    "rrugën e fshatit",
    "spitalin",
    "buxhetin",
    "tregun e gjelbër",
    "bibliotekën",
)


def article_title(number: int) -> str:
    """The headline of article ``number``."""
    return f"Kuvendi në {PLACES[number % 10]} voton për {TOPICS[number % 7]} numër {number}"


def article_paragraphs(number: int) -> list[str]:
    """The text of article ``number``."""
    place, topic = PLACES[number % 10], TOPICS[number % 7]
    return [
        f"Kuvendi komunal në {place} ka votuar sot për {topic}, me {20 + number} vota për dhe {number} kundër.",
        f"Kryetari tha se puna nis më {1 + number % 28} mars dhe kushton {number + 3},5 milionë euro.",
        "Opozita kërkoi që kontrata të bëhet publike para nënshkrimit.",
    ]


def page(title: str, paragraphs: list[str], head: str = "") -> str:
    """An article page as outlets write it."""
    body = "".join(f"<p>{escape(p)}</p>\n" for p in paragraphs)
    return (
        f"<!DOCTYPE html><html lang='sq'><head><meta charset='utf-8'>{head}<title>{escape(title)} - Lajmi</title>"
        "<meta property='og:site_name' content='Lajmi'></head><body><nav><a href='/'>Ballina</a></nav>"
        f"<article><h1>{escape(title)}</h1><div class='entry-content'>{body}</div></article>"
        "<footer>© Lajmi</footer></body></html>"
    )


def item(title: str, link: str, guid: str, description: str = "", date: str = "Tue, 16 Jan 2024 10:00:00 +0100") -> str:
    """One RSS item; ``title`` and ``description`` are escaped once, as feeds do with HTML."""
    return (
        f"<item><title>{escape(title)}</title><link>{escape(link)}</link><guid isPermaLink='false'>{escape(guid)}</guid>"
        f"<pubDate>{date}</pubDate><description>{escape(description)}</description></item>\n"
    )


def rss(items: list[str], title: str = "Lajmi") -> str:
    """An RSS 2.0 document."""
    channel = f"<channel><title>{title}</title><link>/</link>{''.join(items)}</channel>"
    return f"<?xml version='1.0' encoding='utf-8'?>\n<rss version='2.0'>{channel}</rss>"


def entity_bomb() -> str:
    """A feed of 1 KB that would grow to 10⁹ words if entities were expanded, with one good entry."""
    levels = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    feed = rss([item("Lajm i mirë", "/article/1", "g1").replace("Lajm i mirë", "Lajm i mirë &l9;")])
    return feed.replace("<rss", f'<!DOCTYPE rss [<!ENTITY l0 "lol">{levels}]>\n<rss', 1)


@dataclass(frozen=True)
class Request:
    """One request as it came; header names are lower-case."""

    path: str
    headers: dict[str, str]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, owner: NewsServer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.owner = owner

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients that hang up on a misbehaving server are the point."""


class NewsServer:
    """The server; a context manager. ``robots`` is the text of /robots.txt, None for 404; ``robots_status`` its status."""

    routes: ClassVar[dict[str, Callable[[_Handler], None]]] = {}

    def __init__(self, robots: str | None = None, robots_status: int = 200) -> None:
        self.robots = robots
        self.robots_status = robots_status
        self.pages: dict[str, str | bytes] = {}
        self.raw: dict[str, bytes] = {}  # answers as they go over the wire, status line and all
        self.etags = False  # whether ``pages`` carry an ETag and are answered with 304
        self.pause = 0.0  # seconds before each ``/slow/N``
        self.requests: list[Request] = []
        self.closing = threading.Event()
        self._server = _Server(self)
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> NewsServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def paths(self) -> list[str]:
        """Paths asked for so far, in order."""
        return [request.path for request in self.requests]

    def count(self, path: str) -> int:
        """How often a path was asked for."""
        return self.paths().count(path)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body are written apart: each answer would wait 40 ms for an ACK
    server: _Server

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's own name
        """Keep the tests' output clean."""

    def do_GET(self) -> None:
        owner = self.server.owner
        owner.requests.append(Request(self.path, {k.lower(): v for k, v in self.headers.items()}))
        path = self.path.split("?")[0]
        if path == "/robots.txt":
            self.send(owner.robots or "", "text/plain", owner.robots_status if owner.robots is not None else 404)
        elif path in owner.raw:
            self.close_connection = True
            self.wfile.write(owner.raw[path])
        elif path in owner.pages:
            self.send_page(owner.pages[path])
        elif path in NewsServer.routes:
            NewsServer.routes[path](self)
        elif path.startswith(("/article/", "/slow/")):
            if path.startswith("/slow/"):
                owner.closing.wait(owner.pause)
            number = int(path.rsplit("/", 1)[1])
            self.send(page(article_title(number), article_paragraphs(number)))
        elif path.startswith("/redirect/"):
            left = int(path.rsplit("/", 1)[1])
            self.redirect(f"/redirect/{left - 1}" if left > 1 else "/article/1", 302)
        else:
            self.send("<html><body><p>Faqja nuk u gjet</p></body></html>", status=404)

    def send(
        self,
        body: str | bytes,
        kind: str = "text/html; charset=utf-8",
        status: int = 200,
        headers: dict[str, str] | None = None,
    ) -> None:
        """An ordinary answer."""
        data = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        self.send_header("Content-Type", kind)
        given = headers or {}
        for name, value in ({"Content-Length": str(len(data))} | given).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def send_page(self, body: str | bytes) -> None:
        """An ordinary answer, or "not modified" to who has it, where the server speaks of versions."""
        data = body.encode() if isinstance(body, str) else body
        tag = f'"{zlib.crc32(data):08x}"'
        if not self.server.owner.etags:
            self.send(data)
        elif self.headers.get("If-None-Match") == tag:
            self.send(b"", status=304, headers={"ETag": tag})
        else:
            self.send(data, headers={"ETag": tag})

    def redirect(self, target: str, status: int = 301) -> None:
        """An answer that sends elsewhere."""
        self.send(b"", status=status, headers={"Location": target})

    def stream(self, start: bytes, piece: bytes, pause: float, pieces: int = 10**9) -> None:
        """Send ``piece`` again and again, until the client hangs up or the server closes."""
        self.close_connection = True
        self.wfile.write(start)
        for _ in range(pieces):
            if pause and self.server.owner.closing.wait(pause):
                return
            self.wfile.write(piece)


def route(path: str) -> Callable[[Callable[[_Handler], None]], Callable[[_Handler], None]]:
    """Register a handler for a path."""

    def register(handle: Callable[[_Handler], None]) -> Callable[[_Handler], None]:
        NewsServer.routes[path] = handle
        return handle

    return register


RSS = "application/rss+xml; charset=utf-8"


def serve(path: str, body: str | bytes, kind: str = "text/html; charset=utf-8", **headers: str) -> None:
    """Register an ordinary answer for a path."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    NewsServer.routes[path] = lambda handler: handler.send(body, kind, headers=named)


def listing(numbers: Iterable[int], path: str = "/article/") -> str:
    """An RSS document of the articles ``numbers``, newest first as given, each a minute older than the one before."""
    start = datetime(2024, 1, 16, 10, tzinfo=UTC)
    return rss(
        [
            item(
                article_title(n),
                f"{path}{n}",
                f"{path}{n}",
                article_paragraphs(n)[0],
                format_datetime(start - timedelta(minutes=age)),
            )
            for age, n in enumerate(numbers)
        ]
    )


def _items(count: int) -> list[str]:
    return [item(article_title(n), f"/article/{n}", f"g{n}", article_paragraphs(n)[0]) for n in range(1, count + 1)]


# ── feeds ────────────────────────────────────────────────────────────────────────────────────────────────────────────

serve("/feed.rss", rss(_items(5)), RSS)
serve("/many.rss", rss(_items(10_000)), RSS)
serve("/truncated.rss", rss(_items(5))[:-420], RSS)
serve("/bomb.rss", entity_bomb(), RSS)
serve("/wrong-charset.rss", rss(_items(3)).encode("windows-1252"), RSS)
serve("/html-titles.rss", rss([item("<b>Lajm</b> <script>alert(1)</script> &amp; më", "/article/1", "g1")]), RSS)
serve(
    "/script-bodies.rss",
    rss(
        [
            item(
                "Lajm",
                "/missing",
                "g1",
                "<p onclick='x()'>Teksti i lajmit është këtu dhe mjafton.</p><script>alert(1)</script>",
            )
        ]
    ),
    RSS,
)
serve("/duplicate-guids.rss", rss([*_items(2), *_items(2), item("Tjetër", "/article/3", "g1")]), RSS)
serve("/future.rss", rss([item("Nesër", "/article/1", "g1", date="Wed, 01 Jan 2098 10:00:00 +0100")]), RSS)
serve(
    "/to-private.rss",
    rss([item("Brenda", "http://10.0.0.1/admin", "g1"), item("Dosje", "file:///etc/passwd", "g2")]),
    RSS,
)
serve(
    "/feed.atom",
    "<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom'><title>Lajmi</title><id>urn:lajmi</id>"
    f"<entry><title type='html'>&lt;i&gt;{article_title(1)}&lt;/i&gt;</title><id>urn:1</id><link href='/article/1'/>"
    "<updated>2024-01-16T10:00:00+01:00</updated><author><name>Arta Gashi</name></author><summary>Përmbledhje</summary>"
    f"<content type='html'>&lt;p&gt;{article_paragraphs(1)[0]}&lt;/p&gt;</content></entry></feed>",
    "application/atom+xml",
)
serve(
    "/feed.json",
    json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "Lajmi",
            "items": [
                {
                    "id": "1",
                    "url": "/article/1",
                    "title": article_title(1),
                    "content_html": f"<p>{article_paragraphs(1)[0]}</p>",
                    "date_published": "2024-01-16T10:00:00+01:00",
                    "authors": [{"name": "Arta Gashi"}],
                }
            ],
        }
    ),
    "application/feed+json",
)
serve(
    "/front",
    "<html><head><link rel='alternate' type='application/rss+xml' title='Komentet' href='/comments/feed'>"
    "<link rel='alternate' type='application/rss+xml' href='/feed.rss'></head><body><p>Ballina</p></body></html>",
)

# ── pages and transport ──────────────────────────────────────────────────────────────────────────────────────────────

_GOOD = page(article_title(1), article_paragraphs(1))
serve("/empty", b"")
serve("/gzip", gzip.compress(_GOOD.encode()), Content_Encoding="gzip")
serve("/gzip-broken", gzip.compress(_GOOD.encode())[:-40], Content_Encoding="gzip")
serve("/gzip-bomb", gzip.compress(bytes(60 * 2**20), 9), Content_Encoding="gzip")
serve("/wrong-charset", _GOOD.replace("charset='utf-8'", "charset='iso-8859-1'"), "text/html; charset=iso-8859-1")
serve("/pdf", b"%PDF-1.7", "application/pdf")
serve("/pdf-as-page", b"%PDF-1.7 dhe kaq")
serve("/image-as-page", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
serve("/sitemap", "<?xml version='1.0'?><urlset><url><loc>/article/1</loc></url></urlset>", "application/xml")
serve("/feed-as-page", rss(_items(3)))
serve("/api", json.dumps({"titulli": "Lajm", "teksti": article_paragraphs(1)}), "application/json")
serve("/empty-feed.rss", rss([]), RSS)
serve("/json-no-feed", '{"lajme": []}', "application/json")
serve("/utf16.rss", rss(_items(2)).replace("utf-8", "utf-16").encode("utf-16"), "application/rss+xml")
serve("/deep-page", "<html><body>" + "<div>" * 20_000 + "Teksti" + "</div>" * 20_000 + "</body></html>")
serve("/no-article", "<html><head><title>Ballina</title></head><body><nav><a href='/'>Ballina</a></nav></body></html>")
serve("/binary", bytes(range(256)) * 40)
serve("/script-page", page("Lajm", ["Teksti i lajmit është këtu dhe mjafton."]).replace("<p>", "<p onclick='x()'>"))


@route("/not-modified")
def _(handler: _Handler) -> None:
    same = handler.headers.get("If-None-Match") == ETAG or handler.headers.get("If-Modified-Since") == LAST_MODIFIED
    if same:
        handler.send(b"", status=304, headers={"ETag": ETAG})
    else:
        handler.send(rss(_items(3)), RSS, headers={"ETag": ETAG, "Last-Modified": LAST_MODIFIED})


@route("/busy")
def _(handler: _Handler) -> None:
    if handler.server.owner.count("/busy") == 1:
        handler.send("prit", status=429, headers={"Retry-After": "7"})
    else:
        handler.send(_GOOD)


@route("/flaky.rss")
def _(handler: _Handler) -> None:
    if handler.server.owner.count("/flaky.rss") == 1:
        handler.send("gabim", status=500)
    else:
        handler.send(rss(_items(5)), RSS)


@route("/busy.rss")
def _(handler: _Handler) -> None:
    if handler.server.owner.count("/busy.rss") == 1:
        handler.send("prit", status=429, headers={"Retry-After": "0"})
    else:
        handler.send(rss(_items(5)), RSS)


@route("/flaky")
def _(handler: _Handler) -> None:
    if handler.server.owner.count("/flaky") == 1:
        handler.send("gabim", status=500)
    else:
        handler.send(_GOOD)


for _path, _status in (("/forbidden", 403), ("/gone", 410), ("/broken", 500), ("/unavailable", 503)):
    NewsServer.routes[_path] = lambda handler, status=_status: handler.send("gabim", status=status)  # type: ignore[misc]
for _path, _target in (
    ("/loop", "/loop"),
    ("/moved", "/article/1"),
    ("/to-file", "file:///etc/passwd"),
    ("/to-private", "http://10.0.0.1/admin"),
    ("/to-localhost", "http://localhost:1/"),
    ("/to-front", "/"),
    ("/ping", "/pong"),
    ("/pong", "/ping"),
):
    NewsServer.routes[_path] = lambda handler, target=_target: handler.redirect(target)  # type: ignore[misc]


@route("/busy-for-long")
def _(handler: _Handler) -> None:
    handler.send("prit", status=503, headers={"Retry-After": "3600"})


@route("/hang")
def _(handler: _Handler) -> None:
    handler.close_connection = True
    handler.server.owner.closing.wait()


@route("/drip")
def _(handler: _Handler) -> None:
    handler.stream(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body><p>", b"a", 0.05)


@route("/drip-headers")
def _(handler: _Handler) -> None:
    handler.stream(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"a", 0.05)


@route("/huge")
def _(handler: _Handler) -> None:
    handler.stream(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body>", b"<p>" + b"a" * 65_533, 0, 800)


@route("/reset")
def _(handler: _Handler) -> None:
    handler.close_connection = True
    # Lingering for no time makes closing send a reset instead of a proper end.
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


@route("/wrong-length")
def _(handler: _Handler) -> None:
    handler.close_connection = True
    handler.send(_GOOD, headers={"Content-Length": str(len(_GOOD.encode()) + 500)})


@route("/cut-off")
def _(handler: _Handler) -> None:
    handler.close_connection = True
    handler.send(_GOOD[: len(_GOOD) // 2], headers={"Content-Length": str(len(_GOOD.encode()))})
