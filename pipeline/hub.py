"""The only module that speaks to a model hub: what a repository holds, and the bytes of its files.

    list_files("owner/name", "main") ─▶ Listing (commit, licence, files) ─choose_files─▶ files ─download─▶ a file, verified

huggingface_hub answers for names, addresses, headers and the listing. The bytes are fetched here: its own download (2.4) throws
away what it has when the process ends, so nothing resumes, and sleeps for as long as a Retry-After asks, an hour if need be.

Environment, read at each call: ``HF_ENDPOINT`` (a mirror), ``HF_TOKEN`` (never printed, never sent to another host than the
hub), ``HF_HUB_DOWNLOAD_TIMEOUT`` (seconds without a byte, 10), ``HTTPS_PROXY``, ``HTTP_PROXY``, ``NO_PROXY``, ``SSL_CERT_FILE``.
Does not convert, name or place models: :mod:`pipeline.installation` does.
"""

from __future__ import annotations

import contextlib
import datetime
import email.utils
import errno
import fnmatch
import hashlib
import logging
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

import pipeline
from pipeline.errors import HubError, OutputError, UsageError

log = logging.getLogger(__name__)

RETRIES = 5
"""Tries after the first that may end without a new byte."""

FIRST_WAIT, LONGEST_BACKOFF = 1.0, 8.0
"""Seconds between tries: doubled each time."""

LONGEST_WAIT = 60.0
"""A hub that asks to wait longer (Retry-After) is not waited for: the user is told when to come back."""

CHUNK = 1 << 20
PART = ".part"
"""Ending of a file that is not whole yet."""

TEXTS = ("README.md", "LICENSE*", "NOTICE*")
"""What people must be able to read of a model they were given: its authors and terms."""

TOKENIZERS = (
    "config.json",
    "generation_config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "added_tokens.json",
    "vocab.json",
    "merges.txt",
    "source.spm",
    "target.spm",
    "spiece.model",
    "sentencepiece.bpe.model",
)
"""Files other than weights that one of the tokenizers or engines reads."""

WEIGHTS = (
    ("model.safetensors",),
    ("model.safetensors.index.json", "model-*-of-*.safetensors"),
    ("pytorch_model.bin",),
    ("pytorch_model.bin.index.json", "pytorch_model-*-of-*.bin"),
    ("*.npz", "*.spm", "*.yml", "*.vocab", "preprocess.sh"),
)
"""Kinds of weights, best first: the first kind of which the leading file is there is taken."""

NEVER = ("*.msgpack", "*.h5", "*.ot", "*.onnx", "*.gguf")
"""Copies of the weights for other programs."""

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file on the hub: bytes, and one hash of its content. ``sha256`` is there for big files, ``git`` (sha1 of git's blob)
    for the others; a mirror may give neither."""

    name: str
    size: int
    sha256: str = ""
    git: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A repository at one commit; ``licence`` as its card says it, empty when it does not."""

    repository: str
    commit: str
    licence: str
    files: tuple[RemoteFile, ...]


class _Again(Exception):  # noqa: N818 - a signal within this module, not an error
    """A try that failed and may be repeated; ``wait`` in seconds where the hub asked for it."""

    def __init__(self, error: HubError, wait: float | None = None, *, progressed: bool = False) -> None:
        self.error, self.wait, self.progressed = error, wait, progressed
        super().__init__(str(error))


def find_endpoint(environment: Mapping[str, str] = os.environ) -> str:
    """The address of the hub: ``HF_ENDPOINT`` or the public one."""
    return (environment.get("HF_ENDPOINT") or "https://huggingface.co").rstrip("/")


def refuse_offline(environment: Mapping[str, str] = os.environ) -> None:
    """Raise HubError when the user has switched the hub off. To be asked before anything else forces it off in-process."""
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        if environment.get(name, "").upper() in {"1", "ON", "YES", "TRUE"}:
            raise HubError(f"{name} is set, so nothing is downloaded; unset it to pull a model.")


def import_constants() -> Any:
    """The module of huggingface_hub's constants, imported with its timeouts hidden: to be called before a library that imports it.

    It fails with a bare ValueError at one that is not a whole number. HF_HUB_DOWNLOAD_TIMEOUT, which may be a fraction here, is
    read by ``_read_timeout``; brief makes no request that HF_HUB_ETAG_TIMEOUT is for.
    """
    names = ("HF_HUB_DOWNLOAD_TIMEOUT", "HF_HUB_ETAG_TIMEOUT")
    hidden = {name: os.environ.pop(name) for name in names if name in os.environ}
    try:
        from huggingface_hub import constants
    finally:
        os.environ |= hidden
    return constants


@contextlib.contextmanager
def switched(*, online: bool) -> Iterator[None]:
    """Switch huggingface_hub on or off for a while; it reads its variables only once, when it is imported.

    Its telemetry, which asks the hub for a list of programs to look for in the environment, stays off, and so do its bars.
    """
    os.environ |= {"HF_HUB_DISABLE_TELEMETRY": "1", "HF_HUB_DISABLE_PROGRESS_BARS": "1"}
    constants = import_constants()
    before = constants.HF_HUB_OFFLINE
    constants.HF_HUB_DISABLE_TELEMETRY = True
    constants.HF_HUB_OFFLINE = not online
    try:
        yield
    finally:
        constants.HF_HUB_OFFLINE = before


def list_files(repository: str, revision: str = "main", environment: Mapping[str, str] = os.environ) -> Listing:
    """What a repository holds at a branch, tag or commit, resolved to a commit.

    Raises UsageError for what is not a repository's name, HubError for everything that can go wrong on the way.
    """
    return _persist(lambda: _list_files(repository, revision, environment))


def _list_files(repository: str, revision: str, environment: Mapping[str, str]) -> Listing:
    with switched(online=True):  # sets what must be set before the import
        from huggingface_hub import HfApi
        from huggingface_hub.errors import HfHubHTTPError, HFValidationError

    # Release 1 speaks through httpx, 2 through httpx2; the root of either's errors is a base of HfHubHTTPError.
    transport = next(c for c in HfHubHTTPError.__mro__ if c.__name__ == "HTTPError" and issubclass(c, Exception))
    endpoint = find_endpoint(environment)
    api = HfApi(endpoint=endpoint, token=_read_token(environment) or False)
    about = f"{repository}@{revision}"
    try:
        with switched(online=True):
            info = api.model_info(
                repository, revision=revision, files_metadata=True, timeout=_read_timeout(environment)
            )
        return Listing(repository, str(info.sha), _read_licence(info), tuple(map(_read_sibling, info.siblings or ())))
    except HFValidationError as exc:
        raise UsageError("This is not a model's name on a hub; names are of the form owner/name.", about=about) from exc
    except HfHubHTTPError as exc:
        raise _judge(exc.response.status_code, exc.response.headers, about, environment) from exc
    except transport as exc:
        if _is_unreachable(exc):
            raise _explain_transport(exc, about, endpoint) from exc  # no network: a user is waiting, so say so at once
        raise _Again(_explain_transport(exc, about, endpoint)) from exc
    except (ValueError, TypeError, KeyError, AttributeError) as exc:
        raise HubError(
            f"{endpoint} does not answer as a model hub does; check HF_ENDPOINT and HTTPS_PROXY.", about=about
        ) from exc


def _read_sibling(sibling: Any) -> RemoteFile:
    path = PurePosixPath(sibling.rfilename)
    if path.is_absolute() or ".." in path.parts or "\\" in sibling.rfilename or not path.parts:
        raise ValueError(sibling.rfilename)
    sha256 = sibling.lfs.sha256 if sibling.lfs else ""
    return RemoteFile(sibling.rfilename, int(sibling.size), sha256, "" if sha256 else sibling.blob_id or "")


def _read_licence(info: Any) -> str:
    card = getattr(info.card_data, "license", None)
    tags = [tag.removeprefix("license:") for tag in info.tags or () if tag.startswith("license:")]
    return str(card or (tags[0] if tags else ""))


def choose_files(listing: Listing, patterns: Sequence[str] = ()) -> tuple[RemoteFile, ...]:
    """The files of a repository that are needed: those matching ``patterns``, or what brief can read.

    Raises HubError when a pattern of weights matches nothing or there are no weights of a known kind.
    """
    files = [f for f in listing.files if not any(fnmatch.fnmatch(f.name.lower(), p) for p in NEVER)]
    about = f"{listing.repository}@{listing.commit[:12]}"

    def match(wanted: Sequence[str]) -> list[RemoteFile]:
        return [f for f in files if any(fnmatch.fnmatchcase(f.name, pattern) for pattern in wanted)]

    if patterns:
        chosen = match([*patterns, *TEXTS])
        if not match(patterns[:1]):
            raise HubError(f"The repository holds no file '{patterns[0]}'; name another in the catalogue.", about=about)
        return tuple(chosen)
    for kind in WEIGHTS:
        if match(kind[:1]):
            return tuple(match([*kind, *TOKENIZERS, *TEXTS]))
    raise HubError(
        "The repository holds no weights that brief can read (model.safetensors, pytorch_model.bin or a Marian .npz).",
        about=about,
    )


def download(
    listing: Listing,
    file: RemoteFile,
    folder: Path,
    advance: Callable[[int], None] = lambda _: None,
    environment: Mapping[str, str] = os.environ,
) -> Path:
    """Fetch a file into ``folder``, going on from what an earlier try left there; its size and hash are verified.

    ``advance`` is told bytes as they come, those found on the disk too, and a negative number when bytes are thrown away.
    Raises HubError for everything that can go wrong on the way, OutputError when the disk is full or may not be written.
    """
    target = folder / file.name
    part = target.with_name(target.name + PART)
    about = f"{listing.repository}/{file.name}"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and target.stat().st_size == file.size and is_intact(target, file):
            advance(file.size)
            return target
        have = part.stat().st_size if part.exists() else 0
        if have > file.size:
            part.unlink()
            have = 0
        advance(have)
        for attempt in (1, 2):
            _persist(lambda: _fetch(listing, file, part, advance, environment))
            if is_intact(part, file):
                part.replace(target)
                return target
            # What an earlier process left may have been spoilt since: once more from the start, then it is the hub's.
            advance(-part.stat().st_size)
            part.unlink()
            log.warning("%s arrived damaged%s", about, "; fetching it again" if attempt == 1 else "")
    except OSError as exc:
        raise explain_disk(exc, folder) from exc
    raise HubError(
        "The file arrived damaged twice: its hash is not the one the hub lists; try again later or another HF_ENDPOINT.",
        about=about,
    )


def _fetch(
    listing: Listing, file: RemoteFile, part: Path, advance: Callable[[int], None], environment: Mapping[str, str]
) -> None:
    """Append to ``part`` what it lacks. Raises _Again for what may pass, HubError for what will not."""
    import httpx
    from huggingface_hub import hf_hub_url

    endpoint = find_endpoint(environment)
    about = f"{listing.repository}/{file.name}"
    have = part.stat().st_size if part.exists() else 0
    if have == file.size:
        part.touch()
        return
    url = hf_hub_url(listing.repository, file.name, revision=listing.commit, endpoint=endpoint)
    # A packed body could not be resumed.
    headers = {"User-Agent": f"brief/{pipeline.__version__}", "Accept-Encoding": "identity"}
    if token := _read_token(environment):
        headers["Authorization"] = f"Bearer {token}"
    if have:
        headers["Range"] = f"bytes={have}-"
    start = have
    try:
        # httpx drops the token when a redirect leaves the hub's host.
        with httpx.stream(
            "GET", url, headers=headers, timeout=_read_timeout(environment), follow_redirects=True
        ) as response:
            if response.status_code not in {200, 206}:
                raise _judge(response.status_code, response.headers, about, environment)
            goes_on = response.status_code == 206 and response.headers.get("Content-Range", "").startswith(
                f"bytes {have}-"
            )
            if have and not goes_on:  # a server that knows no ranges starts again
                advance(-have)
                start = have = 0
            with part.open("ab" if goes_on else "wb") as output:
                for chunk in response.iter_raw():  # as it comes: a chunk of our size would be lost with the connection
                    output.write(chunk)
                    have += len(chunk)
                    advance(len(chunk))
                    if have > file.size:
                        break
    except httpx.TooManyRedirects as exc:
        raise _explain_transport(exc, about, endpoint) from exc
    except httpx.TransportError as exc:
        raise _Again(_explain_transport(exc, about, endpoint), progressed=have > start) from exc
    if have < file.size:
        error = HubError(
            f"The download broke off at {have:,} of {file.size:,} bytes; run the command again.", about=about
        )
        raise _Again(error, progressed=have > start)


def is_intact(path: Path, file: RemoteFile) -> bool:
    """Whether a local file has the size and hash of a remote one."""
    if path.stat().st_size != file.size:
        return False
    if file.sha256:
        with path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest() == file.sha256
    if file.git:
        digest = hashlib.sha1(b"blob %d\0" % file.size, usedforsecurity=False)
        with path.open("rb") as content:
            while block := content.read(CHUNK):
                digest.update(block)
        return digest.hexdigest() == file.git
    return True


def explain_disk(exc: OSError, place: Path) -> OutputError:
    """Our error for what the disk refused."""
    if exc.errno in {errno.ENOSPC, errno.EDQUOT}:
        message = "The disk is full; free some space or set BRIEF_MODELS to another place, and run the command again."
    else:
        message = (
            f"It cannot be written ({exc.strerror or exc}); check its permissions or set BRIEF_MODELS to another place."
        )
    return OutputError(message, about=str(exc.filename or place))


def _persist(attempt: Callable[[], Answer]) -> Answer:
    """The answer of ``attempt``, tried again while it says so and now and then gets on."""
    failures = 0
    while True:
        try:
            return attempt()
        except _Again as again:
            failures = 1 if again.progressed else failures + 1
            if failures > RETRIES:
                raise again.error from again
            wait = min(FIRST_WAIT * 2 ** (failures - 1), LONGEST_BACKOFF) if again.wait is None else again.wait
            log.info("%s; trying again in %.0f s", again.error, wait)
            time.sleep(wait)


def _judge(status: int, headers: Mapping[str, str], about: str, environment: Mapping[str, str]) -> Exception:
    """What to raise for an answer that is not the thing asked for. ``about`` is owner/name@revision or owner/name/file."""
    code = headers.get("X-Error-Code", "")
    has_token = bool(_read_token(environment))
    page = f"{find_endpoint(environment)}/{'/'.join(about.partition('@')[0].split('/')[:2])}"
    if status == 429 or (status == 503 and "Retry-After" in headers):
        wait = parse_wait(headers.get("Retry-After", ""))
        if wait is None or wait <= LONGEST_WAIT:
            return _Again(
                HubError("The hub is still busy after several tries; run the command again later.", about=about), wait
            )
        when = (datetime.datetime.now() + datetime.timedelta(seconds=wait)).strftime("%H:%M")
        return HubError(
            f"The hub asks to wait {max(1, round(wait / 60))} minutes (too many requests); run the command again after {when}.",
            about=about,
        )
    if status >= 500 or status == 408:
        return _Again(HubError(f"The hub has trouble of its own (HTTP {status}); try again later.", about=about))
    if code == "RevisionNotFound":
        return HubError("The repository has no such branch, tag or commit; check what stands after the @.", about=about)
    if code == "EntryNotFound":
        return HubError("The file is not in the repository any more; run the command again.", about=about)
    if code == "GatedRepo":
        return HubError(
            f"The model's terms must be accepted on {page} first, and HF_TOKEN set to a token of that account.",
            about=about,
        )
    if status == 403 or (status == 401 and has_token):
        return HubError(
            "The hub refuses the token in HF_TOKEN; check that it is valid and may read this model."
            if has_token
            else "The hub refuses access; set HF_TOKEN to a token that may read this model.",
            about=about,
        )
    if status in {401, 404}:
        return HubError(
            "There is no such model on the hub, or it is private and HF_TOKEN is not set to a token that may read it.",
            about=about,
        )
    return HubError(f"The hub answered with HTTP {status}; check HF_ENDPOINT, or try again later.", about=about)


def parse_wait(value: str) -> float | None:
    """Seconds that a Retry-After header asks for, given in seconds or as a date; None when it does not say."""
    value = value.strip()
    if value.isdigit():
        return float(value)
    try:
        when = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return None
    now = datetime.datetime.now(datetime.UTC)
    return max(0.0, (when if when.tzinfo else when.replace(tzinfo=datetime.UTC)).timestamp() - now.timestamp())


def _is_unreachable(exc: Exception) -> bool:
    """Whether no connection came about at all; by name, since httpx and httpx2 have classes of their own."""
    return type(exc).__name__ in {"ConnectError", "ConnectTimeout", "ProxyError", "UnsupportedProtocol"}


def _explain_transport(exc: Exception, about: str, endpoint: str) -> HubError:
    kind = type(exc).__name__
    if _is_unreachable(exc):
        message = (
            f"{endpoint} cannot be reached ({_one_line(exc)}); check the network, HTTPS_PROXY and HF_ENDPOINT, "
            "or bring the model from another machine with 'brief models add DIR'."
        )
    elif "Timeout" in kind:
        message = f"{endpoint} stopped answering; run the command again, it goes on where it stopped."
    elif "Redirects" in kind:
        message = f"{endpoint} redirects in circles; check HF_ENDPOINT."
    else:
        message = f"The connection to {endpoint} broke ({_one_line(exc)}); run the command again, it goes on where it stopped."
    return HubError(message, about=about)


def _one_line(exc: Exception) -> str:
    return " ".join(str(exc).split())[:120] or type(exc).__name__


def _read_token(environment: Mapping[str, str]) -> str:
    return environment.get("HF_TOKEN", "").strip()


def _read_timeout(environment: Mapping[str, str]) -> float:
    value = environment.get("HF_HUB_DOWNLOAD_TIMEOUT") or "10"
    try:
        return max(float(value), 0.1)
    except ValueError as exc:
        raise UsageError(f"The value '{value}' is not a number of seconds.", about="HF_HUB_DOWNLOAD_TIMEOUT") from exc
