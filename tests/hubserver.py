"""A model hub on loopback: the HTTP that huggingface_hub and pipeline.hub use, and every way in which it goes wrong.

    with HubServer() as hub:
        hub.add("owner/name", {"config.json": b"{}", "model.safetensors": path}, licence="mit")
        hub.break_next("model.safetensors", Fault("truncate", 1000))     # the next request for that file, once
        … HF_ENDPOINT=hub.url …
        hub.requests                                                     # what was asked, in order

Big files (``LARGE`` bytes and up) are listed with their sha256 and served by redirect from another host ("localhost" instead of
"127.0.0.1"), as the hub does with its CDN; small ones with git's hash, directly.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import socket
import struct
import threading
import time
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any

LARGE = 10_000
BLOCK = 1 << 16


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one request.

    "status": answer ``amount`` with ``headers`` · "truncate": close after ``amount`` bytes · "reset": the same, with a TCP reset
    · "corrupt": flip the byte at ``amount`` · "drip": ``amount`` bytes, then a pause of ``seconds``, then the rest
    · "silent": no answer for ``seconds`` · "no-range": send the whole file whatever was asked · "loop": redirect to itself
    """

    kind: str
    amount: int = 0
    seconds: float = 0.0
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Repository:
    files: dict[str, bytes | Path]
    commit: str
    licence: str
    token: str
    gated: bool


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    host: str
    range: str
    token: str


class HubServer:
    """The server; use it as a context manager."""

    def __init__(self, rate: float = 0.0) -> None:
        """``rate`` slows every file down to so many bytes a second."""
        self.repositories: dict[str, Repository] = {}
        self.requests: list[Request] = []
        self.rate = rate
        self._faults: dict[str, list[Fault]] = {}
        self._lock = threading.Lock()
        self._hashes: dict[Path, str] = {}
        hub = self

        class Handler(_Handler):
            server_hub = hub

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> HubServer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def add(
        self,
        name: str,
        files: Mapping[str, bytes | Path],
        *,
        commit: str = "",
        licence: str = "",
        token: str = "",
        gated: bool = False,
    ) -> str:
        """Put a repository there, or a new commit of it; returns the commit."""
        digest = hashlib.sha1(repr([(k, str(v)[:200]) for k, v in sorted(files.items())]).encode()).hexdigest()  # noqa: S324 - looks like git's
        self.repositories[name] = Repository(dict(files), commit or digest, licence, token, gated)
        return commit or digest

    def add_folder(self, name: str, folder: Path, **facts: Any) -> str:
        """Put a folder's files there."""
        return self.add(name, {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}, **facts)

    def break_next(self, name: str, *faults: Fault) -> None:
        """The next requests for a file (or for "list") meet these faults, one each."""
        self._faults.setdefault(name, []).extend(faults)

    def take_fault(self, name: str) -> Fault | None:
        with self._lock:
            waiting = self._faults.get(name)
            return waiting.pop(0) if waiting else None

    def asked(self, name: str) -> list[Request]:
        """GET requests for a file's bytes."""
        return [r for r in self.requests if r.method == "GET" and r.path.endswith("/" + name)]

    def sha256(self, content: bytes | Path) -> str:
        if isinstance(content, bytes):
            return hashlib.sha256(content).hexdigest()
        if content not in self._hashes:
            with content.open("rb") as file:
                self._hashes[content] = hashlib.file_digest(file, "sha256").hexdigest()
        return self._hashes[content]


def size_of(content: bytes | Path) -> int:
    return len(content) if isinstance(content, bytes) else content.stat().st_size


class _Handler(BaseHTTPRequestHandler):
    server_hub: HubServer
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        pass

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        hub, path = self.server_hub, urllib.parse.unquote(self.path.partition("?")[0])
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        hub.requests.append(
            Request(self.command, path, self.headers.get("Host", ""), self.headers.get("Range", ""), token)
        )
        try:
            if path.startswith("/api/models/"):
                self._list(path.removeprefix("/api/models/"), token)
            elif path.startswith("/cdn/"):
                owner, name, _, file = path.removeprefix("/cdn/").split("/", 3)
                self._send_file(hub.repositories[f"{owner}/{name}"].files[file], file, hub.take_fault(file))
            elif "/resolve/" in path:
                self._resolve(path, token)
            else:
                self._refuse(404, "RepoNotFound")
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _list(self, rest: str, token: str) -> None:
        hub = self.server_hub
        name, _, revision = rest.partition("/revision/")
        if (fault := hub.take_fault("list")) and self._spoil(fault):
            return
        repository = self._open(name, token)
        if repository is None:
            return
        if revision not in {"", "main", repository.commit}:
            self._refuse(404, "RevisionNotFound")
            return
        siblings = []
        for file, content in repository.files.items():
            sibling: dict[str, Any] = {"rfilename": file, "size": size_of(content)}
            if size_of(content) >= LARGE:
                sibling["lfs"] = {"sha256": hub.sha256(content), "size": size_of(content), "pointerSize": 134}
                sibling["blobId"] = "0" * 40
            else:
                data = content if isinstance(content, bytes) else content.read_bytes()
                sibling["blobId"] = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()  # noqa: S324 - git's
            siblings.append(sibling)
        card = {"license": repository.licence} if repository.licence else {}
        body = {"id": name, "sha": repository.commit, "siblings": siblings, "cardData": card, "tags": []}
        self._send(200, json.dumps(body).encode(), {"Content-Type": "application/json"})

    def _resolve(self, path: str, token: str) -> None:
        hub = self.server_hub
        name, _, rest = path[1:].partition("/resolve/")
        revision, _, file = rest.partition("/")
        repository = self._open(name, token)
        if repository is None:
            return
        if revision not in {"main", repository.commit}:
            self._refuse(404, "RevisionNotFound")
            return
        if file not in repository.files:
            self._refuse(404, "EntryNotFound")
            return
        content = repository.files[file]
        if size_of(content) < LARGE:
            self._send_file(content, file, hub.take_fault(file))
            return
        facts = {
            "X-Repo-Commit": repository.commit,
            "X-Linked-Size": str(size_of(content)),
            "X-Linked-Etag": f'"{hub.sha256(content)}"',
            "Location": f"http://localhost:{hub.port}/cdn/{name}/{repository.commit}/{file}",
        }
        self._send(302, b"", facts)

    def _open(self, name: str, token: str) -> Repository | None:
        repository = self.server_hub.repositories.get(name)
        if repository is None or (repository.token and not token):
            self._refuse(401 if not token else 404, "RepoNotFound")
        elif repository.token and token != repository.token:
            self._send(401, b"", {"X-Error-Message": "Invalid credentials in Authorization header"})
        elif repository.gated:
            self._refuse(403, "GatedRepo")
        else:
            return repository
        return None

    def _refuse(self, status: int, code: str) -> None:
        self._send(status, b"{}", {"X-Error-Code": code, "Content-Type": "application/json"})

    def _spoil(self, fault: Fault) -> bool:
        """Answer with a fault that needs no file; False when it does."""
        if fault.kind == "status":
            self._send(fault.amount, b"", fault.headers)
        elif fault.kind == "silent":
            time.sleep(fault.seconds)
            self.close_connection = True
        elif fault.kind == "loop":
            self._send(302, b"", {"Location": f"http://{self.headers['Host']}{self.path}"})
        elif fault.kind == "reset" and not fault.amount:
            self._reset()
        else:
            return False
        return True

    def _send(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _send_file(self, content: bytes | Path, name: str, fault: Fault | None) -> None:
        if fault and self._spoil(fault):
            return
        size = size_of(content)
        start = 0
        wanted = self.headers.get("Range", "")
        if wanted and not (fault and fault.kind == "no-range"):
            start = int(wanted.removeprefix("bytes=").partition("-")[0])
            if start >= size:
                self._send(416, b"", {"Content-Range": f"bytes */{size}"})
                return
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{size - 1}/{size}")
        else:
            self.send_response(200)
        self.send_header("Content-Length", str(size - start))
        self.send_header("ETag", f'"{self.server_hub.sha256(content)}"')
        self.send_header("Accept-Ranges", "bytes")
        self.end_headers()
        if self.command != "HEAD":
            self._pour(content, start, size, fault)

    def _pour(self, content: bytes | Path, start: int, size: int, fault: Fault | None) -> None:
        rate = self.server_hub.rate
        stop = start + fault.amount if fault and fault.kind in {"truncate", "reset", "drip"} else size
        if fault and fault.kind == "truncate" and not fault.amount:
            self.close_connection = True
            return
        for begin, data in _blocks(content, start, size, stop):
            if fault and fault.kind == "corrupt" and begin <= fault.amount < begin + len(data):
                at = fault.amount - begin
                data = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]  # noqa: PLW2901 - the block as it is sent
            self.wfile.write(data)
            if rate:
                time.sleep(len(data) / rate)
            if begin + len(data) == stop < size and fault:
                self.wfile.flush()
                if fault.kind == "drip":
                    time.sleep(fault.seconds)
                elif fault.kind == "reset":
                    self._reset()
                    return
                else:
                    self.close_connection = True
                    return

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True
        raise ConnectionResetError


def _blocks(content: bytes | Path, start: int, size: int, stop: int) -> Any:
    """Blocks of the content from ``start``, one of which ends at ``stop``."""
    if isinstance(content, bytes):
        edges = [start, *([stop] if start < stop < size else []), size]
        for begin, end in itertools.pairwise(edges):
            yield begin, content[begin:end]
        return
    with content.open("rb") as file:
        file.seek(start)
        at = start
        while at < size:
            data = file.read(min(BLOCK, (stop if at < stop else size) - at))
            yield at, data
            at += len(data)
