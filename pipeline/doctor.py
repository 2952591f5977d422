"""What is wrong with an installation, and the command that mends it: facts gathered at the end, judged by pure functions.

    1. ask        CTranslate2 (by translating a sentence) and torch, each in a process of its own, at the same time
    2. look       meanwhile: Python, libraries, configuration, cores, memory, models, store, cache, folders, clock
    3. choose     what each profile would run on, by the same logic that a run uses
    4. reach      the hub, only when asked to: nothing else here ever touches the network

A look takes seconds, whatever is wrong: a library that does not answer in time is said not to have answered. Changes nothing
but the cache of converted models, which the sentence needs; with ``is_full`` an older store is brought up to date.
"""

from __future__ import annotations

import email.utils
import os
import platform
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pipeline
from pipeline import config
from pipeline.catalogue import find_model, list_models, models_root, shipped
from pipeline.engines.cache import cache_root, hash_file
from pipeline.engines.devices import EngineName, Hardware, has_gpu_driver, list_engines, parse_device, propose
from pipeline.engines.manifest import CONVERTIBLE, FILE_NAME, find_problems, read_manifest
from pipeline.errors import BriefError, ModelError
from pipeline.machine import (
    Answer,
    Cores,
    Inquiry,
    Memory,
    measure_folder,
    read_cores,
    read_memory,
    unpack_hardware,
)
from pipeline.store import Store, default_path

Status = Literal["ok", "warning", "fault"]

OLDEST_PYTHON = (3, 11)
LIBRARIES = (
    "ctranslate2",
    "sentencepiece",
    "numpy",
    "torch",
    "transformers",
    "tokenizers",
    "safetensors",
    "huggingface-hub",
    "httpx",
    "trafilatura",
    "feedparser",
)
"""What decides whether articles are fetched, translated and summarised; their versions are what a report of a bug needs."""

PATIENCE, FULL_PATIENCE = 4.0, 300.0
"""Seconds the libraries are waited for: torch takes 1.5 to 3 on an idle machine, minutes on a cold network disk."""

HUB_SECONDS = 5.0
HUB = "https://huggingface.co"
HUB_PATH = "/api/models/Helsinki-NLP/opus-mt-sq-en"

NEEDED_MEMORY, ROOMY_MEMORY = 300 * 2**20, 2 * 2**30
"""Bytes: a run with the starter takes 105 to 250 MB; two production models (75 and 306 million weights in int8) and torch for
what needs it take some 2 GB."""

NEEDED_DISK = 2**30
"""Bytes: a production model of 300 MB is downloaded and converted beside itself."""

STALE_CACHE = 2**30
"""Bytes of conversions by other versions of CTranslate2 above which deleting them is worth a word."""

CLOCK_TOLERANCE, CLOCK_WRONG = 300.0, 86_400.0
"""Seconds a clock may differ from the hub's: certificates and feeds' dates do not mind minutes, and do mind days."""


class UnansweredError(ModelError):
    """What a profile would run on is not known, because a library did not answer."""

    default = "A library did not answer."


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: ``detail`` is one sentence or a few figures, ``remedy`` a command that mends it, if any."""

    name: str
    status: Status
    detail: str
    remedy: str | None = None


def worst(checks: Sequence[Check]) -> Status:
    """The worst status of all."""
    order: tuple[Status, ...] = ("ok", "warning", "fault")
    return max((check.status for check in checks), key=order.index, default="ok")


def exit_code(checks: Sequence[Check]) -> int:
    """0 when nothing is a fault; warnings do not count."""
    return 1 if worst(checks) == "fault" else 0


# Judgements, each from facts alone


def judge_python(version: tuple[int, int, int], system: str) -> Check:
    """Whether Python is new enough."""
    text = f"{'.'.join(map(str, version))} on {system}"
    if version < OLDEST_PYTHON:
        wanted = ".".join(map(str, OLDEST_PYTHON))
        return Check(
            "python", "fault", f"{text}; brief needs {wanted} or newer", f"python{wanted} -m pip install brief"
        )
    return Check("python", "ok", text)


def judge_libraries(installed: Mapping[str, str | None], required: Sequence[str]) -> Check:
    """Whether the libraries are there and new enough; ``required`` holds requirements such as ``torch>=2.6``."""
    minimum = {}
    for line in required:
        if found := re.match(r"([\w.-]+)\s*>=\s*([\d.]+)\s*$", line.split(";")[0]):
            minimum[found[1].lower().replace("_", "-")] = found[2]
    text = ", ".join(f"{name} {version}" for name, version in installed.items() if version)
    missing = [name for name, version in installed.items() if not version]
    old = [
        f"{name} {version} (needs {minimum[name]})"
        for name, version in installed.items()
        if version and name in minimum and _numbers(version) < _numbers(minimum[name])
    ]
    if missing or old:
        wrong = [f"missing: {', '.join(missing)}"] * bool(missing) + [f"too old: {', '.join(old)}"] * bool(old)
        return Check("libraries", "fault", "; ".join(wrong), f"{sys.executable} -m pip install --upgrade brief")
    return Check("libraries", "ok", text)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(n) for n in re.findall(r"\d+", version.split("+", maxsplit=1)[0])[:3])


def judge_cores(cores: Cores, threads: int) -> Check:
    """Whether the threads a run starts have cores to run on."""
    text = f"{cores.usable} of {cores.total} usable"
    if cores.quota is None:
        return Check("cores", "ok", text)
    text += f", and a limit of {cores.quota:g} (container)"
    started = threads or cores.usable
    fitting = max(1, int(cores.quota))
    if started > fitting:
        return Check(
            "cores",
            "warning",
            f"{text}; {started} threads would wait for each other",
            f"export BRIEF_THREADS={fitting}",
        )
    return Check("cores", "ok", text)


def judge_memory(memory: Memory) -> Check:
    """Whether there is room for models."""
    if memory.total is None:
        return Check("memory", "ok", "this system does not say")
    rooms = [n for n in (memory.available, memory.limit) if n is not None]
    text = f"{format_bytes(memory.total)}"
    text += f", {format_bytes(memory.available)} available" if memory.available is not None else ""
    text += f", a limit of {format_bytes(memory.limit)} (container)" if memory.limit is not None else ""
    room = min(rooms, default=memory.total)
    if room < NEEDED_MEMORY:
        return Check("memory", "fault", f"{text}; the starter needs {format_bytes(NEEDED_MEMORY)}")
    if room < ROOMY_MEMORY:
        return Check("memory", "warning", f"{text}; enough for the starter, little for production models")
    return Check("memory", "ok", text)


def judge_ctranslate2(answer: Answer, *, is_full: bool) -> list[Check]:
    """The processor as CTranslate2 sees it, its GPUs, and whether the starter translates."""
    if answer.facts is None:
        return [_unanswered("ctranslate2", answer, is_full=is_full)]
    facts = answer.facts
    checks = []
    if processor := describe_processor(answer.log):
        checks.append(Check("processor", "ok", f"{processor}; number types {', '.join(facts['types']['cpu'])}"))
    checks.append(judge_gpus("ctranslate2", facts, f"version {facts['version']}"))
    if "error" in facts:
        checks.append(Check("starter", "fault", facts["error"], _reinstall()))
    elif not facts["sentence"].strip():
        checks.append(Check("starter", "fault", "it translated a sentence into nothing", _reinstall()))
    else:
        checks.append(Check("starter", "ok", f"translates in {facts['quantisation']}: “{facts['sentence']}”"))
    return checks


def describe_processor(log: str) -> str:
    """The processor's features from CTranslate2's log, "" when it says nothing of them."""
    maker = re.search(r"CPU: (\S*) ?\(([^)]*)\)", log)
    chosen = re.search(r"Selected ISA: (\S+)", log)
    backend = re.search(r"GEMM_S8 backend: (\S+)", log)
    if not maker and not chosen:
        return ""
    features = [f.split("=")[0] for f in maker[2].split(", ") if f.endswith("=true")] if maker else []
    text = " ".join([maker[1] if maker and maker[1] else platform.machine(), *features])
    text += f"; CTranslate2 uses {chosen[1]}" if chosen else ""
    return text + (f" with {backend[1]} for int8" if backend else "")


def judge_torch(answer: Answer, *, is_full: bool) -> Check:
    """torch and its GPUs."""
    if answer.facts is None:
        return _unanswered("torch", answer, is_full=is_full)
    facts = answer.facts
    return judge_gpus("torch", facts, f"version {facts['version']}, built for {facts['built']}")


def judge_gpus(name: str, facts: Mapping[str, Any], text: str) -> Check:
    """What one library sees of GPUs; a driver without a GPU that can be used is worth a warning."""
    hardware = unpack_hardware(facts)
    named = ", ".join(facts.get("names", ())) or f"{len(hardware.gpus)} CUDA"
    if hardware.gpus:
        return Check(name, "ok", f"{text}; GPUs: {named}; number types {', '.join(sorted(hardware.gpus[0]))}")
    if "mps" in hardware.types:
        return Check(name, "ok", f"{text}; GPU: Apple's (mps)")
    if facts.get("has_driver"):
        package = "torch" if name == "torch" else "nvidia-cublas-cu12"
        return Check(
            name,
            "warning",
            f"{text}; the machine has a GPU's driver, but {hardware.absent}",
            f"{sys.executable} -m pip install --upgrade {package}",
        )
    return Check(name, "ok", f"{text}; no GPU ({hardware.absent})")


def _unanswered(name: str, answer: Answer, *, is_full: bool) -> Check:
    if answer.error.startswith("no answer"):
        return Check(name, "warning", answer.error, None if is_full else "brief doctor --full")
    command = f"{sys.executable} -m pip install --force-reinstall {name}"
    return Check(name, "fault", f"it cannot be loaded ({answer.error})", command)


def judge_profile(
    name: str, parts: Sequence[str], errors: Sequence[BriefError], missing: Sequence[str], default: str
) -> Check:
    """What a profile runs on; only the default profile's trouble is a fault, for nothing else runs unasked."""
    is_default = name == default
    text = "; ".join(parts) + (" (the default)" if is_default else "")
    status: Status = "fault" if is_default else "ok"
    if errors and isinstance(errors[0], UnansweredError):  # the library's own check says whether that is a fault
        return Check(f"profile {name}", "warning" if is_default else "ok", f"{text}; not known: {errors[0]}")
    if errors:
        trouble = "cannot run" if is_default else "not for this machine as it is"
        return Check(f"profile {name}", status, "; ".join(filter(None, [text, f"{trouble}: {errors[0]}"])))
    if missing:
        names = list(dict.fromkeys(missing))
        command = " && ".join(f"brief models pull {model}" for model in names)
        return Check(f"profile {name}", status, f"{text}; not here yet: {', '.join(names)}", command)
    return Check(f"profile {name}", "ok", text)


def judge_model(name: str, directory: Path, *, is_full: bool) -> Check:
    """Whether a model's files are those of its manifest: their sizes, and with ``is_full`` every byte."""
    label, remedy = f"model {name}", _reinstall() if name.startswith("starter") else f"brief models pull {name}"
    try:
        manifest = read_manifest(directory)
        if not (directory / FILE_NAME).exists():
            return Check(label, "warning", f"{directory} has no {FILE_NAME}, so that damage would not be noticed")
        sizes = {directory / file: facts.sha256 for file, facts in manifest.files.items()}
        problems = find_problems(directory, manifest, hash_file if is_full else sizes.__getitem__)
    except ModelError as exc:
        return Check(label, "fault", str(exc), remedy)
    if problems:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        return Check(label, "fault", f"{directory / problems[0].file}: {problems[0].detail}{more}", remedy)
    size = format_bytes(sum(facts.size for facts in manifest.files.values()))
    how = "every byte as in its manifest" if is_full else "sizes as in its manifest (--full reads every byte)"
    return Check(label, "ok", f"{size}, {manifest.licence or 'licence unknown'}, {how}")


def judge_clock(now: datetime, installed: datetime, answered: datetime | None = None) -> Check:
    """Whether the clock is plausible: not before the installation, and near the hub's where that was asked."""
    text = f"{now:%Y-%m-%d %H:%M} UTC"
    mend = "sudo timedatectl set-ntp true"
    if (installed - now).total_seconds() > CLOCK_WRONG:
        return Check("clock", "fault", f"{text} is before brief was installed ({installed:%Y-%m-%d})", mend)
    if answered is None:
        return Check("clock", "ok", text)
    off = (now - answered).total_seconds()
    if abs(off) <= CLOCK_TOLERANCE:
        return Check("clock", "ok", f"{text}, as the hub's")
    text += f" is {abs(off) / 60:,.0f} minutes {'ahead of' if off > 0 else 'behind'} the hub's"
    return Check("clock", "fault" if abs(off) > CLOCK_WRONG else "warning", text, mend)


def judge_cache(root: Path, size: int, stale: int) -> Check:
    """Whether the cache holds more than it is worth."""
    text = f"{format_bytes(size)} of converted models in {root}"
    if stale > STALE_CACHE:
        text += f", {format_bytes(stale)} of it by other versions of CTranslate2; what is needed is made again"
        return Check("cache", "warning", text, f"rm -r '{root / 'converted'}'")
    return Check("cache", "ok", text)


def judge_folder(name: str, folder: Path, refusal: str, free: int) -> Check:
    """Whether a folder can be written and has room; ``refusal`` is the system's word for why it cannot, or ""."""
    label = f"folder {name}"
    if refusal:
        return Check(label, "fault", f"{folder} cannot be written ({refusal})", f"sudo chown -R \"$USER\" '{folder}'")
    text = f"{folder}, {format_bytes(free)} free"
    if free < NEEDED_DISK:
        return Check(
            label, "warning", f"{text}; a production model needs about {format_bytes(NEEDED_DISK)} to be pulled"
        )
    return Check(label, "ok", text)


def judge_hub(endpoint: str, status: int | None, problem: str, environment: Mapping[str, str]) -> Check:
    """Whether models can be pulled; ``status`` is the HTTP status of the answer, ``problem`` says why there is none."""
    address = hide_password(endpoint)
    if status is None:
        proxies = [
            k for k in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY") if environment.get(k)
        ]
        way = f"through {proxies[0]}" if proxies else "without a proxy"
        return Check(
            "hub", "fault", f"{address} cannot be reached {way} ({problem})", "export HTTPS_PROXY=http://host:port"
        )
    if environment.get("HF_HUB_OFFLINE", "").upper() in {"1", "ON", "YES", "TRUE"}:
        return Check(
            "hub", "warning", f"{address} answers, but HF_HUB_OFFLINE keeps pulling off", "unset HF_HUB_OFFLINE"
        )
    if status >= 400:
        return Check("hub", "warning", f"{address} answers with status {status}; pulling may not work")
    return Check("hub", "ok", f"{address} answers")


def hide_password(address: str) -> str:
    """An address without the user and password in it."""
    parts = urlsplit(address)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def format_bytes(count: int) -> str:
    """A size for people: "1.2 GB"."""
    size = float(count)
    for unit in ("bytes", "KB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}"
        size /= 1024
    return f"{size:.1f} GB"


def _reinstall() -> str:
    return f"{sys.executable} -m pip install --force-reinstall --no-deps brief"


# Gathering


def examine(
    settings_file: Path | None = None,
    environment: Mapping[str, str] = os.environ,
    *,
    is_full: bool = False,
    is_online: bool = False,
) -> list[Check]:
    """Look at everything. Touches the network only when ``is_online``; reads every byte of every model when ``is_full``."""
    deadline = time.monotonic() + (FULL_PATIENCE if is_full else PATIENCE)
    asked = Inquiry("describe_ctranslate2", str(shipped("models", "starter", "sq-en"))), Inquiry("describe_torch")
    try:
        system = f"{platform.system()} {platform.machine()}"
        checks = [judge_python(sys.version_info[:3], system), _look_at_libraries()]
        settings, configured = _look_at_configuration(settings_file, environment)
        checks += [configured, judge_cores(read_cores(), settings.threads), judge_memory(read_memory())]
        found = _look_at_models(is_full=is_full)
        places = _look_at_places(environment, is_full=is_full)
        endpoint = environment.get("HF_ENDPOINT") or HUB
        status, problem, answered = ask_hub(endpoint) if is_online else (None, "", None)
        ctranslate2, torch = (inquiry.collect(deadline) for inquiry in asked)
    finally:
        for inquiry in asked:
            inquiry.end()
    driver = {"has_driver": has_gpu_driver()}
    ctranslate2, torch = (
        Answer({**answer.facts, **driver}, answer.error, answer.log) if answer.facts is not None else answer
        for answer in (ctranslate2, torch)
    )
    checks += [*judge_ctranslate2(ctranslate2, is_full=is_full), judge_torch(torch, is_full=is_full)]
    hardware: dict[EngineName, Answer] = {"ctranslate2": ctranslate2, "transformers": torch}
    for name in config.profiles():
        checks.append(_look_at_profile(name, settings.profile, settings_file, environment, hardware))
    installed = datetime.fromtimestamp(Path(pipeline.__file__).stat().st_mtime, UTC)
    checks += [*found, *places, judge_clock(datetime.now(UTC), installed, answered)]
    return checks + ([judge_hub(endpoint, status, problem, environment)] if is_online else [])


def _look_at_libraries() -> Check:
    versions: dict[str, str | None] = {}
    for name in LIBRARIES:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            versions[name] = None
    try:
        required = metadata.requires("brief") or []
    except metadata.PackageNotFoundError:  # run from a checkout that is not installed
        required = []
    return judge_libraries(versions, required)


def _look_at_configuration(file: Path | None, environment: Mapping[str, str]) -> tuple[config.Settings, Check]:
    """The settings in force (the defaults when they cannot be read) and what is to say of them."""
    path = config.named_file(file, environment) or config.user_file()
    try:
        settings = config.load({}, file, environment)
    except BriefError as exc:
        return config.Settings(), Check("configuration", "fault", str(exc), f"${{EDITOR:-vi}} '{path}'")
    where = str(path) if path.exists() else f"defaults (no {path})"
    return settings, Check("configuration", "ok", f"{where}; profile {settings.profile}")


def _look_at_profile(
    name: str, default: str, file: Path | None, environment: Mapping[str, str], answers: Mapping[EngineName, Answer]
) -> Check:
    parts: list[str] = []
    errors: list[BriefError] = []
    missing: list[str] = []
    try:
        settings = config.load({"profile": name}, file, environment)
    except BriefError as exc:
        return judge_profile(name, [], [exc], [], default)

    def recall(engine: EngineName) -> Hardware:
        facts = answers[engine].facts
        if facts is None:
            raise UnansweredError(f"{engine} did not say what it can use")
        return unpack_hardware(facts)

    for kind, model, usual in (("translation", settings.translation, "marian"), ("summary", settings.summary, "bart")):
        if model == "extractive":
            parts.append("summary: extractive")
            continue
        family = usual  # until it is here, a model is taken for one like those of the standard profile
        try:
            family = read_manifest(find_model(model)).family
        except ModelError as exc:
            if _is_absent(model):
                missing.append(model)
            else:
                errors.append(exc)
        try:
            request = parse_device(settings.device)
            engines = list_engines(request, settings.engine, convertible=family in CONVERTIBLE)
            choice = next(propose(request, engines, recall, family, is_gpu_likely=has_gpu_driver()))
            parts.append(f"{kind}: {model} by {choice.reason}")
        except BriefError as exc:
            parts.append(f"{kind}: {model}")
            errors.append(exc)
    return judge_profile(name, parts, errors, missing, default)


def _is_absent(model: str) -> bool:
    try:
        find_model(model)
    except ModelError:
        return True
    return False


def _look_at_models(*, is_full: bool) -> list[Check]:
    directories = {**list_models(), "starter ranker": shipped("models", "starter", "ranker")}
    return [judge_model(name, directory, is_full=is_full) for name, directory in directories.items()]


def _look_at_places(environment: Mapping[str, str], *, is_full: bool) -> list[Check]:
    store = Path(environment["BRIEF_STORE"]).expanduser() if environment.get("BRIEF_STORE") else default_path()
    cache = cache_root()
    version = metadata.version("ctranslate2") if _is_installed("ctranslate2") else ""
    size = measure_folder(cache)
    stale = measure_folder(cache / "converted", lambda path: f"-{version}-" not in path.parent.name)
    checks = [judge_store(store, is_full=is_full), judge_cache(cache, size, stale)]
    folders = {"models": models_root(), "store": store.parent, "cache": cache}
    return checks + [judge_folder(name, folder, *probe_folder(folder)) for name, folder in folders.items()]


def _is_installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def judge_store(path: Path, *, is_full: bool) -> Check:
    """Whether the store is a store, and with ``is_full`` whether all in it holds together."""
    if not path.exists():
        return Check("store", "ok", f"none yet; 'brief run --feeds' makes {path}")
    mend = f"mv '{path}' '{path}.damaged'"
    try:
        with path.open("rb") as file:
            begins = file.read(16)
        if begins not in {b"SQLite format 3\0", b""}:
            return Check("store", "fault", f"{path} is not a store", mend)
        if is_full:
            with Store.open(path, write=False) as store:
                problems = store.check()
            if problems:
                return Check("store", "fault", f"{path}: {problems[0]}", mend)
    except OSError as exc:
        return Check("store", "fault", f"{path} cannot be read ({exc.strerror})", f"chmod u+rw '{path}'")
    except BriefError as exc:
        return Check("store", "fault", str(exc), mend)
    how = "and holds together" if is_full else "(--full checks what is in it)"
    return Check("store", "ok", f"{format_bytes(path.stat().st_size)} in {path} {how}")


def probe_folder(folder: Path) -> tuple[str, int]:
    """Why a folder, or the nearest one above it that exists, cannot be written ("" when it can), and the bytes free there."""
    place = folder
    while not place.exists() and place != place.parent:
        place = place.parent
    try:
        free = shutil.disk_usage(place).free
        with tempfile.TemporaryFile(dir=place):
            return "", free
    except OSError as exc:
        return exc.strerror or str(exc), 0


def ask_hub(endpoint: str, seconds: float = HUB_SECONDS) -> tuple[int | None, str, datetime | None]:
    """The hub's HTTP status or why there is none, and the time it says it is. Sends no token."""
    import httpx

    try:
        answer = httpx.head(endpoint.rstrip("/") + HUB_PATH, timeout=seconds, follow_redirects=True)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as exc:
        return None, " ".join(str(exc).split()) or type(exc).__name__, None
    moment = None
    if date := answer.headers.get("date"):
        try:
            moment = email.utils.parsedate_to_datetime(date)
        except ValueError:
            moment = None
    return answer.status_code, "", moment.astimezone(UTC) if moment else None
