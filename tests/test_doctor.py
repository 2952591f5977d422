"""The doctor: each judgement from facts, and the command for real on whole and on broken installations."""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from conftest import STARTER, TOP, Brief

from pipeline.doctor import (
    HUB_PATH,
    Check,
    Status,
    UnansweredError,
    ask_hub,
    describe_processor,
    exit_code,
    format_bytes,
    hide_password,
    judge_cache,
    judge_clock,
    judge_cores,
    judge_ctranslate2,
    judge_folder,
    judge_hub,
    judge_libraries,
    judge_memory,
    judge_model,
    judge_profile,
    judge_python,
    judge_store,
    judge_torch,
    probe_folder,
    worst,
)
from pipeline.errors import DeviceError
from pipeline.machine import Answer, Cores, Memory
from pipeline.store import Store

GB = 2**30


def test_the_worst_check_decides_and_warnings_do_not_fail() -> None:
    checks = [Check("a", "ok", ""), Check("b", "warning", "")]
    assert (worst([]), worst(checks[:1]), worst(checks)) == ("ok", "ok", "warning")
    assert exit_code(checks) == 0
    assert exit_code([*checks, Check("c", "fault", ""), Check("d", "ok", "")]) == 1


@pytest.mark.parametrize(
    ("version", "status"), [((3, 11, 0), "ok"), ((3, 14, 2), "ok"), ((3, 10, 12), "fault"), ((2, 7, 18), "fault")]
)
def test_python(version: tuple[int, int, int], status: Status) -> None:
    check = judge_python(version, "Linux x86_64")
    assert check.status == status
    assert (check.remedy is None) == (status == "ok")


REQUIRED = ["torch>=2.6", "lxml_html_clean>=0.4", "protobuf>=5; extra == 'train'", "numpy>=1.26", "odd~=1"]


@pytest.mark.parametrize(
    ("installed", "status", "says"),
    [
        ({"torch": "2.13.0+cpu", "numpy": "1.26.4"}, "ok", "torch 2.13.0+cpu, numpy 1.26.4"),
        ({"torch": "2.6.0"}, "ok", "torch 2.6.0"),
        ({"torch": "2.10.1"}, "ok", "torch 2.10.1"),
        ({"torch": "2.5.1"}, "fault", "too old: torch 2.5.1 (needs 2.6)"),
        ({"torch": None, "numpy": None}, "fault", "missing: torch, numpy"),
        ({"torch": None, "numpy": "1.2"}, "fault", "missing: torch; too old: numpy 1.2 (needs 1.26)"),
    ],
)
def test_libraries(installed: Mapping[str, str | None], status: Status, says: str) -> None:
    check = judge_libraries(installed, REQUIRED)
    assert (check.status, check.detail) == (status, says)
    assert (check.remedy is not None) == (status == "fault")


@pytest.mark.parametrize(
    ("cores", "threads", "status", "remedy"),
    [
        (Cores(8, 8), 0, "ok", None),
        (Cores(8, 4), 0, "ok", None),
        (Cores(8, 8, 2.0), 0, "warning", "export BRIEF_THREADS=2"),
        (Cores(8, 8, 2.0), 2, "ok", None),
        (Cores(8, 2, 4.0), 0, "ok", None),
        (Cores(8, 8, 0.5), 0, "warning", "export BRIEF_THREADS=1"),
        (Cores(1, 1, 0.5), 0, "ok", None),
    ],
)
def test_cores(cores: Cores, threads: int, status: Status, remedy: str | None) -> None:
    check = judge_cores(cores, threads)
    assert (check.status, check.remedy) == (status, remedy)


@pytest.mark.parametrize(
    ("memory", "status", "says"),
    [
        (Memory(16 * GB, 8 * GB), "ok", "16.0 GB, 8.0 GB available"),
        (Memory(16 * GB, 8 * GB, GB), "warning", "a limit of 1.0 GB (container)"),
        (Memory(16 * GB, GB), "warning", "little for production models"),
        (Memory(16 * GB, GB // 8), "fault", "the starter needs 300 MB"),
        (Memory(GB // 4, None), "fault", "the starter needs 300 MB"),
        (Memory(None, None), "ok", "does not say"),
    ],
)
def test_memory(memory: Memory, status: Status, says: str) -> None:
    check = judge_memory(memory)
    assert check.status == status
    assert says in check.detail


LOG = """[2026-01-01] [ctranslate2] [thread 1] [info] CPU: GenuineIntel (SSE4.1=true, AVX=true, AVX2=true, AVX512=false)
[2026-01-01] [ctranslate2] [thread 1] [info]  - Selected ISA: AVX2
[2026-01-01] [ctranslate2] [thread 1] [info]  - GEMM_S8 backend: DNNL (packed: false, u8s8 preferred: true)
"""
FACTS: dict[str, Any] = {
    "version": "4.8.5", "types": {"cpu": ["float32", "int8"]}, "gpus": [], "absent": "none was found", "sentence": "Yes.",
    "quantisation": "int8", "has_driver": False, "built": "the CPU", "names": [],
}  # fmt: skip


@pytest.mark.parametrize(
    ("log", "says"),
    [
        (LOG, "GenuineIntel SSE4.1 AVX AVX2; CTranslate2 uses AVX2 with DNNL for int8"),
        ("CPU: ARM (NEON=true)\n - Selected ISA: NEON", "ARM NEON; CTranslate2 uses NEON"),
        ("nothing of the kind", ""),
        ("", ""),
    ],
)
def test_the_processor_is_read_from_ctranslate2s_log(log: str, says: str) -> None:
    assert describe_processor(log) == says


@pytest.mark.parametrize(
    ("answer", "is_full", "found"),
    [
        (Answer(FACTS, log=LOG), False, {"processor": "ok", "ctranslate2": "ok", "starter": "ok"}),
        (Answer(FACTS), False, {"ctranslate2": "ok", "starter": "ok"}),
        (Answer(FACTS | {"sentence": " "}), False, {"ctranslate2": "ok", "starter": "fault"}),
        (Answer(FACTS | {"error": "weights: damaged"}), False, {"ctranslate2": "ok", "starter": "fault"}),
        (Answer(FACTS | {"has_driver": True}), False, {"ctranslate2": "warning", "starter": "ok"}),
        (Answer(FACTS | {"has_driver": True, "gpus": [["float16"]]}), False, {"ctranslate2": "ok", "starter": "ok"}),
        (Answer(None, "no answer in the time there was"), False, {"ctranslate2": "warning"}),
        (Answer(None, "it was ended by SIGILL"), True, {"ctranslate2": "fault"}),
    ],
)
def test_ctranslate2(answer: Answer, is_full: bool, found: dict[str, Status]) -> None:
    checks = judge_ctranslate2(answer, is_full=is_full)
    assert {check.name: check.status for check in checks} == found
    for check in checks:
        assert check.status == "ok" or check.remedy or is_full


@pytest.mark.parametrize(
    ("answer", "is_full", "status", "says", "remedy"),
    [
        (Answer(FACTS), False, "ok", "built for the CPU; no GPU (none was found)", None),
        (Answer(FACTS | {"gpus": [["float16"]], "names": ["A10G (8.6)"]}), False, "ok", "GPUs: A10G (8.6)", None),
        (Answer(FACTS | {"types": {"cpu": [], "mps": ["float16"]}}), False, "ok", "Apple's (mps)", None),
        (Answer(FACTS | {"has_driver": True}), False, "warning", "has a GPU's driver, but none", "--upgrade torch"),
        (Answer(None, "no answer in the time there was"), False, "warning", "no answer", "brief doctor --full"),
        (Answer(None, "no answer in the time there was"), True, "warning", "no answer", None),
        (Answer(None, "ImportError: libtorch"), False, "fault", "ImportError: libtorch", "--force-reinstall torch"),
    ],
)
def test_torch(answer: Answer, is_full: bool, status: Status, says: str, remedy: str | None) -> None:
    check = judge_torch(answer, is_full=is_full)
    assert check.status == status
    assert says in check.detail
    assert (check.remedy or "").endswith(remedy or "")
    assert (check.remedy is None) == (remedy is None)


@pytest.mark.parametrize(
    ("name", "errors", "missing", "status", "remedy"),
    [
        ("starter", [], [], "ok", None),
        ("starter", [DeviceError("No GPU.")], [], "fault", None),
        ("gpu", [DeviceError("No GPU.")], [], "ok", None),
        ("standard", [], ["a", "b", "a"], "ok", "brief models pull a && brief models pull b"),
        ("starter", [], ["a"], "fault", "brief models pull a"),
        ("starter", [UnansweredError()], [], "warning", None),
    ],
)
def test_only_the_default_profile_can_be_a_fault(
    name: str, errors: Sequence[DeviceError], missing: Sequence[str], status: Status, remedy: str | None
) -> None:
    check = judge_profile(name, ["translation: x by ctranslate2"], errors, missing, "starter")
    assert (check.status, check.remedy) == (status, remedy)
    assert ("the default" in check.detail) == (name == "starter")


def test_a_models_sizes_are_looked_at_always_and_its_bytes_when_asked(tmp_path: Path) -> None:
    directory = Path(shutil.copytree(STARTER, tmp_path / "mine"))
    assert judge_model("mine", directory, is_full=True).status == "ok"
    weights = directory / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[len(data) // 2] ^= 1
    weights.write_bytes(data)
    assert judge_model("mine", directory, is_full=False).status == "ok"
    flipped = judge_model("mine", directory, is_full=True)
    assert (flipped.status, flipped.remedy) == ("fault", "brief models pull mine")
    assert str(weights) in flipped.detail
    weights.write_bytes(data[:-1])
    (directory / "vocab.json").unlink()
    short = judge_model("starter", directory, is_full=False)
    assert short.status == "fault"
    assert "(and 1 more)" in short.detail
    assert "pip install" in str(short.remedy)
    (directory / "manifest.json").write_text("{")
    assert "not valid JSON" in judge_model("mine", directory, is_full=False).detail
    (directory / "manifest.json").unlink()
    assert judge_model("mine", directory, is_full=False).status == "warning"


NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("installed", "answered", "status", "says"),
    [
        (NOW - timedelta(days=30), None, "ok", "2026-06-01 12:00 UTC"),
        (NOW + timedelta(hours=5), None, "ok", "2026-06-01 12:00 UTC"),
        (NOW + timedelta(days=30), None, "fault", "before brief was installed"),
        (NOW, NOW - timedelta(minutes=2), "ok", "as the hub's"),
        (NOW, NOW - timedelta(minutes=20), "warning", "20 minutes ahead of the hub's"),
        (NOW, NOW + timedelta(days=2), "fault", "2,880 minutes behind the hub's"),
    ],
)
def test_the_clock(installed: datetime, answered: datetime | None, status: Status, says: str) -> None:
    check = judge_clock(NOW, installed, answered)
    assert check.status == status
    assert says in check.detail
    assert (check.remedy is None) == (status == "ok")


def test_a_cache_is_worth_a_word_when_much_of_it_is_of_other_versions(tmp_path: Path) -> None:
    assert judge_cache(tmp_path, 3 * GB, 0).status == "ok"
    check = judge_cache(tmp_path, 3 * GB, 2 * GB)
    assert (check.status, check.remedy) == ("warning", f"rm -r '{tmp_path / 'converted'}'")


def test_folders(tmp_path: Path) -> None:
    refusal, free = probe_folder(tmp_path / "not" / "yet")
    assert refusal == ""
    assert free > 0
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").write_text("")
    refusal, _ = probe_folder(tmp_path / "file" / "below")
    assert refusal
    assert judge_folder("models", tmp_path, "", GB * 5).status == "ok"
    assert judge_folder("models", tmp_path, "", GB // 2).status == "warning"
    check = judge_folder("models", tmp_path, "Permission denied", 0)
    assert check.status == "fault"
    assert "chown" in str(check.remedy)


def test_a_store_is_told_from_what_is_none(tmp_path: Path) -> None:
    path = tmp_path / "brief.sqlite3"
    assert judge_store(path, is_full=False).status == "ok"
    assert not path.exists()
    Store.open(path).close()
    assert [judge_store(path, is_full=full).status for full in (False, True)] == ["ok", "ok"]
    path.write_bytes(b"something else altogether")
    check = judge_store(path, is_full=False)
    assert (check.status, check.remedy) == ("fault", f"mv '{path}' '{path}.damaged'")
    path.unlink()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE theirs (x)")
    other.close()
    assert judge_store(path, is_full=True).status == "fault"


@pytest.mark.parametrize(
    ("status", "problem", "environment", "result", "says"),
    [
        (200, "", {}, "ok", "https://hub.example/x answers"),
        (404, "", {}, "warning", "status 404"),
        (200, "", {"HF_HUB_OFFLINE": "1"}, "warning", "HF_HUB_OFFLINE"),
        (None, "timed out", {}, "fault", "cannot be reached without a proxy (timed out)"),
        (None, "refused", {"HTTPS_PROXY": "http://u:secret@p"}, "fault", "through HTTPS_PROXY (refused)"),
    ],
)
def test_the_hub(status: int | None, problem: str, environment: dict[str, str], result: Status, says: str) -> None:
    check = judge_hub("https://user:secret@hub.example/x", status, problem, environment)
    assert check.status == result
    assert says in check.detail
    assert "secret" not in check.detail


def test_small_things() -> None:
    assert [format_bytes(n) for n in (0, 999, 10_240, 18_000_000, 3 * GB)] == [
        "0 bytes",
        "999 bytes",
        "10 KB",
        "17 MB",
        "3.0 GB",
    ]
    assert hide_password("http://a:b@c:80/d") == "http://c:80/d"


# The command for real

Hub = tuple[str, list[str]]


@pytest.fixture
def hub() -> Iterator[Hub]:
    """A stand-in whose clock is a year off: its address and what it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:  # the name http.server calls
            asked.append(f"{self.path} {self.headers.get('authorization')}")
            self.send_response(200)
            self.end_headers()

        def date_time_string(self, timestamp: float | None = None) -> str:
            return "Mon, 01 Jan 2024 00:00:00 GMT"

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}", asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_hub_is_asked_with_a_short_patience_and_no_token(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    status, problem, moment = ask_hub(f"{hub[0]}/")
    assert (status, problem, moment) == (200, "", datetime(2024, 1, 1, tzinfo=UTC))
    assert hub[1] == [f"{HUB_PATH} None"]
    status, problem, _ = ask_hub("http://127.0.0.1:1", seconds=2)
    assert status is None
    assert problem
    assert ask_hub("not an address")[0] is None


WATCH = """
import os, socket
def watch(name):
    real = getattr(socket.socket, name)
    def connect(self, address):
        if self.family != socket.AF_UNIX:
            with open(os.environ["WATCHED"], "a") as file:
                file.write(f"{address}\\n")
        return real(self, address)
    setattr(socket.socket, name, connect)
watch("connect")
watch("connect_ex")
"""


def test_a_whole_installation_is_said_to_be_so_and_the_network_is_left_alone(
    brief: Brief, hub: Hub, tmp_path: Path
) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(WATCH)
    watched = tmp_path / "watched"
    paths = f"{tmp_path / 'site'}:{TOP}"
    done = brief("doctor", "--json", HF_ENDPOINT=hub[0], PYTHONPATH=paths, WATCHED=str(watched))
    report = json.loads(done.stdout)
    assert done.returncode == 0, done.stdout
    assert done.stderr == ""
    checks = {check["name"]: check for check in report["checks"]}
    wanted = {"python", "libraries", "configuration", "cores", "memory", "torch", "ctranslate2", "profile starter",
              "profile standard", "model starter", "model starter ranker", "store", "cache", "folder models", "clock"}  # fmt: skip
    assert wanted <= set(checks)
    assert "hub" not in checks
    assert all(set(check) == {"name", "status", "detail", "remedy"} for check in checks.values())
    assert "brief models pull" in checks["profile standard"]["remedy"]
    assert not watched.exists()
    assert hub[1] == []
    # The watch does watch.
    brief("doctor", "--json", "--online", HF_ENDPOINT=hub[0], PYTHONPATH=paths, WATCHED=str(watched))
    assert "127.0.0.1" in watched.read_text()


def test_what_is_broken_is_named_with_what_mends_it(brief: Brief, hub: Hub, tmp_path: Path) -> None:
    shutil.copytree(STARTER, tmp_path / "models" / "mine")
    (tmp_path / "models" / "mine" / "source.spm").write_bytes(b"spam")
    (tmp_path / "own.toml").write_text("beem = 3\n")
    (tmp_path / "store.sqlite3").write_text("no store")
    places = {"BRIEF_MODELS": str(tmp_path / "models"), "BRIEF_STORE": str(tmp_path / "store.sqlite3")}
    done = brief("doctor", "--online", "--config", "own.toml", HF_ENDPOINT=hub[0], **places)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    lines = done.stdout.splitlines()
    faults = {line[9:].split("  ")[0]: line for line in lines if line.startswith("fault")}
    assert set(faults) >= {"configuration", "model mine", "store", "clock"}
    assert "beem" in faults["configuration"]
    assert "source.spm" in faults["model mine"]
    assert "minutes ahead of the hub's" in faults["clock"]
    following = lines[lines.index(faults["model mine"]) + 1]
    assert following.strip() == "→ brief models pull mine"
    assert any(line.startswith("ok       hub ") for line in lines)
    assert "\x1b" not in done.stdout
    assert lines[-1].endswith("faults")


def test_help_says_what_the_exit_code_means(brief: Brief) -> None:
    done = brief("doctor", "--help")
    assert done.returncode == 0
    assert "Exit code 0 when nothing is a fault" in " ".join(done.stdout.split())
    assert "Example: brief doctor --full --online" in done.stdout


def test_full_reads_every_byte(brief: Brief) -> None:
    done = brief("doctor", "--full")
    assert done.returncode == 0, done.stdout
    assert "every byte as in its manifest" in done.stdout
    assert "torch" in done.stdout
    assert "no answer" not in done.stdout
