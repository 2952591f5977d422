"""The only socket: URL → bytes, politely and bounded, whatever the server does.

One :class:`Fetcher` serves a run. It asks robots.txt, waits between two requests to the same host, sends the validators of
the last visit, follows redirects one checked hop at a time, undoes the compression under a limit, and tries again where that
can help. Everything that goes wrong is a FetchError that says whether a later run may succeed. Does not parse what it gets;
:func:`decode_page` turns the bytes of a page into text. Safe to share between threads; a host is asked by one at a time.
"""

from __future__ import annotations

import codecs
import ipaddress
import random
import re
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import unquote, urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass
from urllib.robotparser import RobotFileParser

import msgspec

from pipeline import __version__, sources
from pipeline.errors import FetchError, NotAPageError, UsageError

if TYPE_CHECKING:
    import ssl

    import httpcore

Kind = Literal["page", "feed"]
Positive = Annotated[float, msgspec.Meta(gt=0)]
NotNegative = Annotated[float, msgspec.Meta(ge=0)]
MIB = 2**20


class FetchSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How to fetch: the ``[fetch]`` table of a configuration file. Times are in seconds, sizes in bytes after unpacking.

    ``contact`` is a URL or e-mail address by which an outlet can reach whoever runs this; it stands in the User-Agent.
    ``allow_private`` lets addresses found in feeds, pages and redirects lead into private networks.
    """

    connect_timeout: Positive = 10.0  # three tries of a lost TCP SYN: 1 + 2 + 4 s
    read_timeout: Positive = 20.0  # silence of a server; slow front ends answer within 10
    total_timeout: Positive = 60.0  # one address with its redirects: a 20 MiB feed at 3 Mbit/s
    max_page_bytes: Annotated[int, msgspec.Meta(ge=1)] = (
        5 * MIB
    )  # ten times the heaviest article page, which inlines its styles and images
    max_feed_bytes: Annotated[int, msgspec.Meta(ge=1)] = 20 * MIB  # 10,000 entries of 2 KB
    max_redirects: Annotated[int, msgspec.Meta(ge=0)] = 5  # http → https → www → canonical → consent is four
    retries: Annotated[int, msgspec.Meta(ge=0)] = 2
    backoff: NotNegative = 1.0  # before the first retry; doubled at each, and spread by half so that runs do not meet
    max_retry_after: NotNegative = 30.0  # a longer Retry-After is left to the next run
    delay: NotNegative = 1.0  # between requests to one host
    robots: bool = True
    contact: str = ""
    allow_private: bool = False

    @property
    def user_agent(self) -> str:
        """Who asks, honestly: outlets may block it by name, or write to the contact."""
        return (
            f"brief/{__version__} (+{self.contact})" if self.contact else f"brief/{__version__} (Albanian news reader)"
        )


def read_settings(table: Mapping[str, Any], origin: str) -> FetchSettings:
    """The settings in a ``[fetch]`` table. Raises UsageError naming ``origin``, the key and what is wrong with it."""
    try:
        return msgspec.convert(dict(table), FetchSettings)
    except msgspec.ValidationError as exc:
        raise UsageError(f"[fetch]: {exc}.", about=origin) from exc


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of its last answer, to be sent back so that it can answer "not modified"."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answered. ``url`` is the address after redirects; ``moved_to`` is the same when every redirect was
    permanent, so that a stored address can be corrected; ``body`` is unpacked, and empty for status 304."""

    url: str
    status: int
    body: bytes
    content_type: str | None = None
    validators: Validators = Validators()
    moved_to: str | None = None

    @property
    def not_modified(self) -> bool:
        """Whether the content is that of the last visit."""
        return self.status == 304


# ── addresses ────────────────────────────────────────────────────────────────────────────────────────────────────────

_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address stands in its last 32 bits


def is_public(address: str) -> bool:
    """Whether an IP address, also one that wraps an IPv4 address, is one of the open internet."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            wrapped = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        ip = wrapped or ip
    return ip.is_global and not ip.is_multicast


def check_address(url: str) -> tuple[str, str, int]:
    """The address as it is sent (ASCII), its host and port. Raises FetchError when it is no http or https address."""
    import httpx

    url = url.strip()
    try:
        parsed = httpx.URL(url)
        host, port = parsed.host, parsed.port  # read here: a host name may turn out not to be one
    except (httpx.InvalidURL, ValueError, UnicodeError) as exc:
        raise FetchError("This is not a valid web address.", about=url[:200]) from exc
    if parsed.scheme not in ("http", "https"):
        raise FetchError("Only http and https addresses are fetched.", about=url[:200])
    if not host or "%" in host or not 0 < (port or 80) < 2**16:
        raise FetchError("The address names no host that could be asked.", about=url)
    return str(parsed.copy_with(fragment=None)), host, port or (443 if parsed.scheme == "https" else 80)


def _join(url: str, location: str) -> str:
    """Where a redirect leads; what cannot be read stays as it is, for :func:`check_address` to refuse."""
    try:
        return urljoin(url, location)
    except ValueError:
        return location


def resolve(host: str, port: int) -> list[str]:
    """IP addresses of a host, in the order to try them. Raises FetchError when it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as exc:
        message = "The host's name cannot be resolved; check the address and the network."
        raise FetchError(message, about=host, temporary=True) from exc
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _refuse_private(addresses: Iterable[str], host: str) -> None:
    for address in addresses:
        if not is_public(address):
            message = f"It leads to the private address {address}; set allow_private under [fetch] to fetch it."
            raise FetchError(message, about=host)


class _Stream:
    """A connection whose every read and write ends by the request's deadline: a server that drips a byte now and then
    never runs into a read timeout. Has the methods of httpcore.NetworkStream, which is not imported here."""

    def __init__(self, inner: httpcore.NetworkStream, left: Callable[[float | None], float]) -> None:
        self._inner = inner
        self._left = left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        import httpcore

        left = float("inf") if timeout is None else timeout
        while True:
            wait = self._left(min(left, _TICK))
            try:
                return self._inner.read(max_bytes, wait)
            except httpcore.ReadTimeout:
                left -= wait
                if left <= 0:
                    raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> _Stream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, self._left(timeout)), self._left)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


@dataclass(slots=True)
class _Backend:
    """Opens connections for httpcore, to the very addresses it has checked: a name that resolves differently a moment
    later (DNS rebinding) leads nowhere. Has the methods of httpcore.NetworkBackend, which is not imported here."""

    guarded: bool
    clock: Callable[[], float]
    local: threading.local = field(default_factory=threading.local)

    def left(self, timeout: float | None) -> float:
        """Seconds until the timeout or the calling thread's deadline, whichever is first. Raises httpcore.ReadTimeout
        when that is past or the thread's request was cancelled."""
        import httpcore

        if self.local.cancelled.is_set():
            raise httpcore.ReadTimeout(_CANCELLED)
        remaining = float(self.local.deadline) - self.clock()
        if remaining <= 0:
            raise httpcore.ReadTimeout(_DEADLINE)
        return remaining if timeout is None else min(timeout, remaining)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> _Stream:
        """A connection to the first of the host's addresses that takes one."""
        import httpcore

        addresses = resolve(host, port)
        if self.guarded:
            _refuse_private(addresses, host)
        for address in addresses[:-1]:
            try:
                return self._connect(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connect(addresses[-1], port, timeout, local_address, socket_options)

    def _connect(self, address: str, port: int, timeout: float | None, local: str | None, options: Any) -> _Stream:
        import httpcore

        inner = httpcore.SyncBackend().connect_tcp(address, port, self.left(timeout), local, options)
        return _Stream(inner, self.left)


_DEADLINE = "deadline"
_CANCELLED = "cancelled"
_TICK = 0.5
"""Seconds between two looks whether the request was cancelled while a server is silent."""


# ── the fetcher ──────────────────────────────────────────────────────────────────────────────────────────────────────

_TRANSIENT = frozenset({429, 500, 502, 503, 504})
_STATUS_SENTENCES = {
    401: "The server asks for a login (401).",
    402: "The server asks for payment (402).",
    403: "The server refuses access (403).",
    404: "The server has no such page (404).",
    410: "The page has been removed (410).",
    429: "The server says there were too many requests (429).",
    451: "The page is blocked for legal reasons (451).",
}
MAX_ROBOTS_BYTES = 500 * 1024
"""RFC 9309 asks to read at least 500 KiB of a robots.txt; the rest is not read."""
MAX_CRAWL_DELAY = 10.0
"""Seconds; a few sites ask for minutes, which would stall a round, and an article at a time is less than they fear."""
# The ends of complete documents, for servers that announce a longer body than they send.
_DOCUMENT_END = re.compile(
    rb"(?:</html>|</rss>|</feed>|</rdf:rdf>|</opml>|\})\s*(?:<!--.{0,500}-->\s*)?$", re.IGNORECASE | re.DOTALL
)
_NOT_TEXT = re.compile(
    r"(?:image|audio|video|font)/|application/(?:pdf|zip|msword|octet-stream|vnd\.|(?:[\w.-]+\+)?json|(?:rss|atom|rdf)\+xml)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Host:
    """What is known of one host in this run."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0
    delay: float | None = None
    robots: dict[str, RobotFileParser | None] = field(default_factory=dict)


class Fetcher:
    """Fetches pages and feeds until closed; a context manager.

    ``sleep``, ``clock`` (monotonic seconds) and ``wall_clock`` (seconds since the epoch) are there for tests.
    """

    def __init__(
        self,
        settings: FetchSettings | None = None,
        *,
        sleep: Callable[[float], object] | None = None,
        clock: Callable[[], float] = time.monotonic,
        wall_clock: Callable[[], float] = time.time,
    ) -> None:
        self.settings = settings or FetchSettings()
        self._sleep = sleep
        self._cancelled = threading.Event()
        self._own = threading.local()
        self._clock = clock
        self._wall_clock = wall_clock
        self._hosts: dict[str, _Host] = {}
        self._pools: dict[tuple[str, bool], tuple[httpcore.ConnectionPool, _Backend]] = {}
        self._lock = threading.Lock()

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection."""
        for pool, _ in self._pools.values():
            pool.close()
        self._pools.clear()

    def cancel(self) -> None:
        """End every request now in progress, within a second or the connect timeout; each raises FetchError. Those that
        begin afterwards are not concerned."""
        self._cancelled.set()
        self._cancelled = threading.Event()

    def _pause(self, seconds: float) -> None:
        if self._sleep is None:
            self._own.cancelled.wait(seconds)
        else:
            self._sleep(seconds)

    def get(
        self, url: str, kind: Kind = "page", validators: Validators | None = None, *, trusted: bool = False
    ) -> Response:
        """The answer of a server to one address.

        ``trusted`` says that the user gave this address, which may then be private; what it redirects to may not. Returns
        a Response of status 200 with a body, or 304 when ``validators`` were given and still hold. Raises FetchError.
        """
        self._own.cancelled = self._cancelled
        for attempt in range(self.settings.retries + 1):
            try:
                return self._follow(url, kind, validators, trusted)
            except FetchError as error:
                wait = self._plan_retry(error, attempt)
                if wait is None:
                    raise
            self._pause(wait)
        raise AssertionError("the last attempt returns or raises")

    def _plan_retry(self, error: FetchError, attempt: int) -> float | None:
        """Seconds to wait before the next attempt, None when there should be none."""
        if not error.retry_now or attempt >= self.settings.retries:
            return None
        pause = self.settings.backoff * (1 << attempt) * random.uniform(0.5, 1.5)
        if error.retry_after is None:
            return pause
        return max(error.retry_after, pause) if error.retry_after <= self.settings.max_retry_after else None

    def _follow(self, url: str, kind: Kind, validators: Validators | None, trusted: bool) -> Response:
        """One attempt: the first answer that is not a redirect."""
        deadline = self._clock() + self.settings.total_timeout
        address, first_host, first_port = check_address(url)
        permanent = True
        for hop in range(self.settings.max_redirects + 1):
            try:
                address, host, port = check_address(address)
            except FetchError as exc:
                raise FetchError(f"It redirects to {exc.about}: {exc.message}", about=url) from exc
            own = trusted and (host, port) == (first_host, first_port)
            guarded = not (own or self.settings.allow_private)
            if kind == "page" and self.settings.robots and not self._may_fetch(address, guarded):
                raise FetchError("The site's robots.txt asks programs not to fetch this page.", about=address)
            status, headers, body = self._ask(address, kind, validators, guarded, deadline, polite=hop == 0)
            if status not in (301, 302, 303, 307, 308) or "location" not in headers:
                return self._accept(address, status, headers, body, validators, moved=bool(hop) and permanent)
            permanent = permanent and status in (301, 308)
            address = _join(address, headers["location"])
        raise FetchError(f"It redirects more than {self.settings.max_redirects} times.", about=url)

    def _accept(
        self,
        url: str,
        status: int,
        headers: Mapping[str, str],
        body: bytes,
        validators: Validators | None,
        *,
        moved: bool,
    ) -> Response:
        """The response of a final answer. Raises FetchError for every status but 200 and 304, and for an empty body."""
        if (status == 304 and validators) or (status in (200, 203) and body.strip()):
            # A 304 may leave out what has not changed.
            sent = (validators if status == 304 else None) or Validators()
            kept = Validators(headers.get("etag", sent.etag), headers.get("last-modified", sent.last_modified))
            return Response(url, status, body, headers.get("content-type"), kept, url if moved else None)
        if status in (200, 203, 204):
            raise FetchError("The server sent an empty answer.", about=url, temporary=True, status=status)
        transient = status in _TRANSIENT
        reason = f"The server failed ({status})." if status >= 500 else f"The server answered with status {status}."
        raise FetchError(
            _STATUS_SENTENCES.get(status, reason),
            about=url,
            temporary=transient or status >= 500 or status == 408,
            retry_now=transient,
            retry_after=self._read_retry_after(headers.get("retry-after")),
            status=status,
        )

    def _read_retry_after(self, value: str | None) -> float | None:
        """Seconds that a Retry-After header (RFC 9110: seconds or a date) asks to wait."""
        if value is None:
            return None
        if value.strip().isdecimal():
            return float(value)
        try:
            return max(0.0, parsedate_to_datetime(value).timestamp() - self._wall_clock())
        except (ValueError, OverflowError):
            return None

    def _host(self, name: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(name, _Host())

    def _ask(
        self,
        url: str,
        kind: Kind,
        validators: Validators | None,
        guarded: bool,
        deadline: float,
        *,
        polite: bool = True,
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers (lower-case) and body of one request, in its turn at the host."""
        host = self._host(urlsplit(url).netloc)
        with host.lock:
            pause = host.free_at - self._clock()
            if polite and pause > 0:
                self._pause(pause)
                deadline += pause
            try:
                return self._request(url, kind, validators, guarded, deadline)
            finally:
                host.free_at = self._clock() + (self.settings.delay if host.delay is None else host.delay)

    def _request(
        self, url: str, kind: Kind, validators: Validators | None, guarded: bool, deadline: float
    ) -> tuple[int, dict[str, str], bytes]:
        import httpcore

        pool, backend = self._pool(url, guarded)
        backend.local.deadline, backend.local.cancelled = deadline, self._own.cancelled
        limits = self.settings
        try:
            with pool.stream(
                "GET",
                url,
                headers=self._headers(url, kind, validators),
                extensions={
                    "timeout": {
                        "connect": limits.connect_timeout,
                        "read": limits.read_timeout,
                        "write": limits.read_timeout,
                        "pool": limits.total_timeout,
                    }
                },
            ) as answer:
                # Latin-1 decodes whatever bytes a server puts there; RFC 9110 leaves them opaque.
                headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers}
                if answer.status not in (200, 203):
                    return answer.status, headers, b""
                if kind == "page" and _NOT_TEXT.match(headers.get("content-type", "")):
                    raise NotAPageError(f"It is no web page but {headers['content-type']}.", about=url)
                limit = limits.max_feed_bytes if kind == "feed" else limits.max_page_bytes
                body = _read_body(answer.iter_stream(), headers, limit, url)
                if kind == "page" and (what := name_foreign(body)):
                    raise NotAPageError(f"It is no web page but {what}.", about=url)
                return answer.status, headers, body
        except httpcore.TimeoutException as exc:
            if str(exc) == _CANCELLED:
                raise FetchError("The request was cancelled.", about=url, temporary=True) from exc
            late = str(exc) == _DEADLINE or self._clock() >= deadline
            seconds = limits.total_timeout if late else limits.read_timeout
            message = f"The server did not {'finish' if late else 'answer'} within {seconds:g} s."
            if isinstance(exc, httpcore.ConnectTimeout) and not late:
                message = f"The server did not take a connection within {limits.connect_timeout:g} s."
            raise FetchError(message, about=url, temporary=True) from exc
        except httpcore.LocalProtocolError as exc:
            raise FetchError("The address cannot be sent as it stands.", about=url) from exc
        except httpcore.ProxyError as exc:
            raise FetchError(f"The proxy refused ({exc}).", about=url, temporary=True) from exc
        except (httpcore.NetworkError, httpcore.ProtocolError) as exc:
            reason = str(exc).rstrip(".") or type(exc).__name__
            certificate = "certificate" in reason.lower()
            message = (
                f"The server's certificate is not valid ({reason})."
                if certificate
                else f"The connection failed ({reason})."
            )
            raise FetchError(message, about=url, temporary=True, retry_now=not certificate) from exc

    def _headers(self, url: str, kind: Kind, validators: Validators | None) -> list[tuple[str, str]]:
        accept = {
            "feed": "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5",
            "page": "text/html, application/xhtml+xml, */*;q=0.5",
        }
        headers = [
            ("Host", urlsplit(url).netloc.rpartition("@")[2]),
            ("User-Agent", self.settings.user_agent),
            ("Accept", accept[kind]),
            ("Accept-Encoding", "gzip, deflate, br"),
            ("Accept-Language", "sq, en;q=0.5"),
        ]
        if validators and validators.etag:
            headers.append(("If-None-Match", validators.etag))
        if validators and validators.last_modified:
            headers.append(("If-Modified-Since", validators.last_modified))
        return headers

    def _pool(self, url: str, guarded: bool) -> tuple[httpcore.ConnectionPool, _Backend]:
        """Connections of one kind: guarded ones never serve an address that was trusted, nor the other way round."""
        parts = urlsplit(url)
        proxies = getproxies()
        proxy = proxies.get(parts.scheme) or proxies.get("all", "")
        if proxy and proxy_bypass(parts.hostname or ""):
            proxy = ""
        if proxy and guarded:
            self._check_behind_proxy(parts.hostname or "", parts.port or 80)
        with self._lock:
            if (proxy, guarded) not in self._pools:
                backend = _Backend(guarded and not proxy, self._clock)
                self._pools[proxy, guarded] = _open_pool(proxy, backend), backend
            return self._pools[proxy, guarded]

    def _check_behind_proxy(self, host: str, port: int) -> None:
        """A proxy connects by name, so what the name means here is all that can be checked; it may mean nothing here."""
        try:
            addresses = resolve(host, port)
        except FetchError:
            return
        _refuse_private(addresses, host)

    def _may_fetch(self, url: str, guarded: bool) -> bool:
        """Whether the site's robots.txt allows the page; also takes over its Crawl-delay.

        RFC 9309: a missing file (4xx) allows everything. It asks crawlers to stay away while the file cannot be had (5xx,
        no answer); single pages that the outlet's own feed announces are fetched nevertheless, and it is asked again in
        the next run. Rules with wildcards are read as plain prefixes, as in Python's own parser.
        """
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        host = self._host(parts.netloc)
        if site not in host.robots:
            host.robots[site] = rules = self._read_robots(f"{site}/robots.txt", guarded)
            delay = rules.crawl_delay(self.settings.user_agent) if rules else None
            if delay is not None:
                host.delay = max(self.settings.delay, min(float(delay), MAX_CRAWL_DELAY))
        rules = host.robots[site]
        return rules is None or rules.can_fetch(self.settings.user_agent, url)

    def _read_robots(self, url: str, guarded: bool) -> RobotFileParser | None:
        deadline = self._clock() + self.settings.read_timeout
        try:
            for _ in range(self.settings.max_redirects + 1):
                status, headers, body = self._ask(url, "feed", None, guarded, deadline, polite=False)
                if status not in (301, 302, 307, 308) or "location" not in headers:
                    break
                url, *_ = check_address(_join(url, headers["location"]))
                guarded = not self.settings.allow_private
        except FetchError:
            return None
        if status != 200:
            return None
        rules = RobotFileParser()
        rules.parse(body[:MAX_ROBOTS_BYTES].decode("utf-8-sig", errors="replace").splitlines())
        return rules


def _open_pool(proxy: str, backend: _Backend) -> httpcore.ConnectionPool:
    """Connections through ``proxy``, or direct ones when it is empty. Raises UsageError for a proxy of another kind."""
    import httpcore
    import httpx

    context = httpx.create_ssl_context()  # honours SSL_CERT_FILE and SSL_CERT_DIR
    network: Any = backend  # by its methods, see there
    if not proxy:
        return httpcore.ConnectionPool(ssl_context=context, keepalive_expiry=5.0, network_backend=network)
    parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    place = parts.netloc.rpartition("@")[2]  # without the password
    if parts.scheme not in ("http", "https"):
        message = "Only http and https proxies can be used; change the environment's proxy variable."
        raise UsageError(message, about=f"{parts.scheme}://{place}")
    login = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    return httpcore.HTTPProxy(
        f"{parts.scheme}://{place}", proxy_auth=login, ssl_context=context, network_backend=network
    )


# ── bodies ───────────────────────────────────────────────────────────────────────────────────────────────────────────

_PIECE = 64 * 1024
"""Bytes unpacked at a time, so that a bomb of 1:1000 is met at the limit and not beyond."""


def _read_body(chunks: Iterable[bytes], headers: Mapping[str, str], limit: int, url: str) -> bytes:
    """The unpacked body. Raises FetchError when it is over ``limit`` bytes or ends too early."""
    import httpcore

    announced = headers.get("content-length", "")
    coding = headers.get("content-encoding", "").strip().lower()
    if announced.isdecimal() and int(announced) > limit:
        raise _too_large(limit, url)
    body = bytearray()
    try:
        for piece in unpack(chunks, coding):
            body += piece
            if len(body) > limit:
                raise _too_large(limit, url)
    except httpcore.RemoteProtocolError as exc:
        if not _DOCUMENT_END.search(body[-1000:]):
            raise FetchError("The answer was cut off.", about=url, temporary=True, retry_now=True) from exc
    except ValueError as exc:
        raise FetchError(f"The answer cannot be unpacked ({exc}).", about=url, temporary=True) from exc
    return bytes(body)


_MAGIC = (
    (b"%PDF-", "a PDF"), (b"\x89PNG", "an image"), (b"\xff\xd8\xff", "an image"), (b"GIF8", "an image"),
    (b"RIFF", "an image or a sound"), (b"PK\x03\x04", "an archive or office document"), (b"\x1f\x8b", "an archive"),
)  # fmt: skip
_PROLOGUE = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s+|<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)*", re.DOTALL | re.IGNORECASE
)
_ROOT = re.compile(rb"<([A-Za-z][\w.:-]*)")
_FOREIGN_ROOTS = frozenset("rss feed rdf:rdf urlset sitemapindex svg opml".split())


def name_foreign(body: bytes) -> str | None:
    """What a body is that a server calls a page although it is none, by its first bytes; None when it may be one."""
    for magic, name in _MAGIC:
        if body.startswith(magic):
            return name
    start = body[:META_BYTES]
    prologue = _PROLOGUE.match(start)
    root = _ROOT.match(start, prologue.end() if prologue else 0)
    if root is None:
        return None
    name = root.group(1).decode("ascii").lower()
    declared = start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml")
    foreign = name in _FOREIGN_ROOTS or (declared and name != "html")
    return f"an XML document (<{name}>)" if foreign else None


def _too_large(limit: int, url: str) -> FetchError:
    return FetchError(f"The answer is larger than {limit / MIB:g} MiB.", about=url)


def unpack(chunks: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """Bytes of a body without its Content-Encoding, at most 64 KiB at a time.

    Raises ValueError for an unknown encoding and for broken data, also when it ends in the middle.
    """
    if coding in ("", "identity"):
        yield from chunks
    elif coding in ("gzip", "x-gzip", "deflate"):
        yield from _inflate(chunks)
    elif coding == "br":
        yield from _unpack_brotli(chunks)
    else:
        raise ValueError(f"unknown encoding '{coding}'")


def _inflate(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Both gzip, of several members as well, and deflate, with or without the zlib header that servers forget."""
    unpacker: Any = None
    for chunk in chunks:
        data = chunk
        while data:
            if unpacker is None or unpacker.eof:
                raw = not (
                    data.startswith(b"\x1f\x8b")
                    or (data[0] & 0x0F == 8 and len(data) > 1 and (data[0] << 8 | data[1]) % 31 == 0)
                )
                if unpacker is not None and not data.strip(b"\0"):
                    return  # padding behind the last member
                unpacker = zlib.decompressobj(-zlib.MAX_WBITS if raw else zlib.MAX_WBITS | 32)
            try:
                yield unpacker.decompress(data, _PIECE)
            except zlib.error as exc:
                raise ValueError("broken compression") from exc
            data = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
    if unpacker is not None and not unpacker.eof:
        raise ValueError("the compressed data end too early")


def _unpack_brotli(chunks: Iterable[bytes]) -> Iterator[bytes]:
    import brotli  # type: ignore[import-untyped]  # ships no types

    unpacker = brotli.Decompressor()
    try:
        for chunk in chunks:
            piece = unpacker.process(chunk, output_buffer_limit=_PIECE)
            while piece or not unpacker.can_accept_more_data():
                yield piece
                piece = unpacker.process(b"", output_buffer_limit=_PIECE)
    except brotli.error as exc:
        raise ValueError("broken compression") from exc
    if not unpacker.is_finished():
        raise ValueError("the compressed data end too early")


# ── text ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]+)""",
    re.IGNORECASE,
)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
# Single-byte sets and UTF: what pages are in. Others Python knows (utf-7, punycode, zip) are no one's page.
_PAGE_CODECS = re.compile(r"cp125\d|iso8859-\d+|utf-(?:8|16|32)(?:-[bl]e)?|koi8-[ru]|mac-\w+|cp85\d")
META_BYTES = 4096
"""Browsers look for a declaration in the first 1,024 bytes; themes put scripts before it."""


def decode_page(body: bytes, content_type: str | None = None) -> tuple[str, str]:
    """Text of a page and the encoding it was read as.

    A byte-order mark decides; then what the bytes are: UTF-8 that is valid is UTF-8 whatever was declared; then the
    Content-Type header's charset, then the page's own; then, for UTF-8 with stray bytes of Windows-1252 (pasted in by an
    editor), both; else Windows-1252 or -1250. Raises SourceError for binary data.
    """
    declared = _read_declared(body, content_type)
    if body.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return sources.decode(body, "page")
    try:
        return body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        mixed, valid, stray = _decode_mixed(body)
    if valid > stray:
        return mixed, "utf-8 with windows-1252 bytes"
    if declared and declared != "utf-8":
        return body.decode(declared, errors="replace"), declared.replace("cp", "windows-")
    return sources.decode(body, "page")


def _read_declared(body: bytes, content_type: str | None) -> str | None:
    """The declared codec's Python name, None when none is or it is none for pages."""
    found = _HEADER_CHARSET.search(content_type or "")
    meta = _DECLARED.search(body[:META_BYTES])
    labels = [found.group(1)] if found else []
    labels += [(meta.group(1) or meta.group(2)).decode("ascii")] if meta else []
    for label in labels:
        try:
            name = codecs.lookup(label).name
        except LookupError:
            continue
        if _PAGE_CODECS.fullmatch(name):
            # The WHATWG encoding standard: pages that say Latin-1 or ASCII are in Windows-1252.
            return "cp1252" if name == "iso8859-1" else name
    return None


_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")


def _decode_mixed(body: bytes) -> tuple[str, int, int]:
    """UTF-8 whose invalid bytes are read as Windows-1252; how many characters were valid, and how many bytes were not."""
    valid = len(_MULTIBYTE.findall(body))
    stray = len(_HIGH.findall(_MULTIBYTE.sub(b"", body)))
    # surrogateescape keeps each invalid byte b as U+DC00+b, which is then read anew.
    kept = body.decode("utf-8", errors="surrogateescape")
    return (
        re.sub("[\udc80-\udcff]", lambda m: bytes([ord(m[0]) - 0xDC00]).decode("cp1252", errors="replace"), kept),
        valid,
        stray,
    )
