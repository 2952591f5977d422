"""brief models … for real, in subprocesses, against the stand-in hub: what a user types and what is left when it goes wrong."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import SEED, TOP, Brief
from hubserver import Fault, HubServer
from test_conversion import make_marian
from test_engines import tiny

from pipeline.catalogue import list_models

MARIAN, BART = "Helsinki-NLP/opus-mt-sq-en", "sshleifer/distilbart-cnn-12-6"
ARTICLE = "Qeveria e Kosovës miratoi të martën buxhetin e vitit të ardhshëm. Opozita nuk u pajtua me vendimin."


@pytest.fixture(scope="module")
def checkpoints(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("checkpoints")
    return {MARIAN: make_marian(folder / "marian"), BART: tiny("bart", folder / "bart")}


@pytest.fixture
def server(checkpoints: dict[str, Path]) -> Iterator[HubServer]:
    with HubServer() as running:
        for name, folder in checkpoints.items():
            running.add_folder(name, folder, licence="apache-2.0")
        yield running


@pytest.fixture(autouse=True)
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    monkeypatch.setenv("BRIEF_MODELS", str(tmp_path / "models"))
    if "server" in request.fixturenames:
        monkeypatch.setenv("HF_ENDPOINT", request.getfixturevalue("server").url)


@pytest.fixture(scope="module")
def pulled(checkpoints: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A models folder with the standard profile in it, pulled once for all the tests that only look."""
    folder = tmp_path_factory.mktemp("pulled")
    with HubServer() as running:
        for name, checkpoint in checkpoints.items():
            running.add_folder(name, checkpoint, licence="apache-2.0")
        # A fixture of the module comes before the one that cleans each test's environment.
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("BRIEF_", "HF_", "TRANSFORMERS_"))
        }
        environment = {**kept, "PYTHONPATH": str(TOP), "BRIEF_MODELS": str(folder), "HF_ENDPOINT": running.url}
        command = [sys.executable, "-m", "pipeline", "models", "pull", "standard"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    assert all(line.startswith("brief: ") for line in done.stderr.splitlines()), done.stderr  # no library's own bars
    assert "or always: brief models use standard" in done.stderr
    return folder


@pytest.fixture
def standard(pulled: Path, tmp_path: Path) -> Path:
    """A copy of it that may be spoilt."""
    return Path(shutil.copytree(pulled, tmp_path / "models"))


def wait_until_asked(server: HubServer, process: subprocess.Popen[str], name: str) -> None:
    """Wait until ``process`` asks for a file; fail with what it said when it ends before."""
    while not server.asked(name):
        if process.poll() is not None:
            pytest.fail(f"the pull ended before it asked for {name}: {process.communicate()}")
        time.sleep(0.05)


def start(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline", "models", *arguments],
        env={**os.environ, "PYTHONPATH": str(TOP)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell starts background jobs with Ctrl-C ignored, and children inherit that: the tests may run in one.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - the hub's threads are idle here
    )


def installed() -> list[str]:
    """What `brief models list` would call installed; asked in this process, since it is asked often."""
    return list(list_models())


# From the hub to a brief


def test_a_profile_is_pulled_verified_chosen_and_makes_a_brief(standard: Path, brief: Brief) -> None:
    verified = brief("models", "verify")
    assert (verified.returncode, verified.stderr) == (0, "")
    assert verified.stdout == "starter: intact\ndistilbart-cnn-12-6: intact\nopus-mt-sq-en: intact\n"
    chosen = brief("models", "use", "standard")
    assert (chosen.returncode, chosen.stdout) == (0, "")
    assert "default.toml says so" in chosen.stderr
    done = brief("run", SEED)
    assert done.returncode == 0, done.stderr
    commit = json.loads((standard / "opus-mt-sq-en" / "manifest.json").read_text())["revision"]
    assert f"opus-mt-sq-en@{commit[:12]}|ctranslate2|cpu|int8" in done.stdout
    assert brief("translate", SEED, "--profile", "starter", "-v").stderr.count("starter: ctranslate2") == 1


def test_an_abstractive_brief_uses_the_pulled_summariser(standard: Path, brief: Brief) -> None:
    done = brief("run", "-", "--profile", "standard", "--method", "abstractive", "-v", stdin=ARTICLE)
    assert done.returncode == 0, done.stderr
    assert "distilbart-cnn-12-6: ctranslate2 on cpu in int8" in done.stderr


def test_the_list_is_for_programs_when_piped_and_a_table_on_a_terminal(standard: Path, brief: Brief) -> None:
    brief("models", "use", "standard")
    header, *lines = [line.split("\t") for line in brief("models", "list").stdout.splitlines()]
    rows = {line[0]: dict(zip(header, line, strict=True)) for line in lines}
    assert rows["opus-mt-sq-en"] | {"bytes": ""} == {
        "name": "opus-mt-sq-en", "kind": "translation", "installed": "yes", "default": "yes", "bytes": "",
        "licence": rows["opus-mt-sq-en"]["licence"], "quality": rows["opus-mt-sq-en"]["quality"],
        "repository": MARIAN, "profiles": "standard,gpu", "problem": "",
    }  # fmt: skip
    size = sum(p.stat().st_size for p in (standard / "opus-mt-sq-en").rglob("*") if p.is_file())
    assert rows["opus-mt-sq-en"]["bytes"] == str(size)
    assert (rows["starter"]["default"], rows["nllb-200-distilled-600M"]["installed"]) == ("no", "no")
    assert rows["nllb-200-distilled-600M"]["licence"] == "CC-BY-NC-4.0"
    parent, child = pty.openpty()
    command = [sys.executable, "-m", "pipeline", "models", "list"]
    environment = {**os.environ, "PYTHONPATH": str(TOP), "COLUMNS": "200", "TERM": "xterm"}
    assert subprocess.run(command, stdout=child, env=environment, timeout=60).returncode == 0
    os.close(child)
    shown = os.read(parent, 100_000).decode()
    os.close(parent)
    assert "opus-mt-sq-en *" in shown
    assert "licence" in shown
    assert "\t" not in shown


def test_models_of_ones_own_are_listed_too(brief: Brief, checkpoints: dict[str, Path], tmp_path: Path) -> None:
    shutil.copytree(checkpoints[BART], tmp_path / "models" / "mine")
    (tmp_path / "models" / "catalogue.toml").write_text(
        '[model.theirs]\nrepository = "a/b"\nkind = "summary"\nlicence = "MIT"\nsize = 5\n'
    )
    rows = {row["name"]: row for row in json.loads(brief("models", "list", "--json").stdout)}
    assert (rows["mine"]["kind"], rows["mine"]["installed"], rows["mine"]["licence"]) == ("summary", True, "")
    assert (rows["theirs"]["installed"], rows["theirs"]["bytes"]) == (False, 5)


def test_path_prints_the_folder_or_a_models_directory(standard: Path, brief: Brief) -> None:
    assert brief("models", "path").stdout == f"{standard}\n"
    assert brief("models", "path", "opus-mt-sq-en").stdout == f"{standard / 'opus-mt-sq-en'}\n"


def test_a_model_is_moved_by_hand_converted_and_removed(standard: Path, brief: Brief, tmp_path: Path) -> None:
    stick = (standard / "opus-mt-sq-en").rename(tmp_path / "stick")
    assert installed() == ["starter", "distilbart-cnn-12-6"]
    assert "copy its directory" in brief("run", SEED, "--profile", "standard").stderr
    added = brief("models", "add", stick)
    assert (added.returncode, added.stdout) == (0, "")
    assert installed() == ["starter", "distilbart-cnn-12-6", "opus-mt-sq-en"]
    assert brief("models", "add", stick).returncode == 2
    assert brief("models", "remove", "opus-mt-sq-en").returncode == 0
    assert installed() == ["starter", "distilbart-cnn-12-6"]


def test_a_checkpoint_is_converted(brief: Brief, checkpoints: dict[str, Path]) -> None:
    done = brief("models", "convert", checkpoints[MARIAN], "--name", "mine")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert brief("translate", "-", stdin=ARTICLE, BRIEF_TRANSLATION="mine").returncode == 0


# What is wrong is named


def test_a_flipped_byte_is_named_by_verify_and_by_the_next_run(standard: Path, brief: Brief) -> None:
    weights = standard / "opus-mt-sq-en" / "ctranslate2" / "model.bin"
    facts = weights.stat()
    content = bytearray(weights.read_bytes())
    content[len(content) // 2] ^= 1
    weights.write_bytes(content)
    os.utime(weights, ns=(facts.st_atime_ns, facts.st_mtime_ns))  # as a bad disk would: size and time are the same
    verified = brief("models", "verify", "opus-mt-sq-en")
    assert (verified.returncode, verified.stdout) == (3, "")
    assert f"{weights}: The file is damaged" in verified.stderr
    run = brief("run", SEED, "--profile", "standard")
    assert run.returncode == 3
    assert f"{weights}: The file is damaged" in run.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["pull", "nothing"], 2, "No model or profile has this name"),
        (["pull", "nobody/nothing"], 3, "There is no such model on the hub"),
        (["pull", "standard", "--no-convert", "--keep-weights"], 2, "contradict"),
        (["pull", "standard", "--kind", "poem"], 2, "poem"),
        (["use", "best"], 3, "brief models pull best"),
        (["verify", "nothing"], 3, "No model has this name"),
        (["verify", "opus-mt-sq-en"], 3, "brief models pull opus-mt-sq-en"),
        (["add", "nothing"], 3, "no manifest"),
        (["remove", "starter"], 2, "cannot be removed"),
    ],
)
def test_a_mistake_gets_one_sentence_and_the_right_exit_code(
    server: HubServer, brief: Brief, arguments: list[str], code: int, words: str
) -> None:
    done = brief("models", *arguments)
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert installed() == ["starter"]


def test_a_hub_that_is_not_there_or_switched_off_is_said_soon(brief: Brief) -> None:
    begun = time.monotonic()
    done = brief("models", "pull", "standard", HF_ENDPOINT="http://127.0.0.1:9")
    assert done.returncode == 3
    assert "cannot be reached" in done.stderr
    assert "models add" in done.stderr
    assert brief("models", "pull", "standard", HF_HUB_OFFLINE="1").stderr.startswith("brief: HF_HUB_OFFLINE is set")
    assert time.monotonic() - begun < 15


def test_a_licence_that_forbids_commercial_use_is_said_and_can_be_agreed_to(server: HubServer, brief: Brief) -> None:
    refused = brief("models", "pull", "wide")
    assert refused.returncode == 2
    assert "CC-BY-NC-4.0, forbids commercial use" in refused.stderr
    assert "--accept-licence" in refused.stderr
    assert server.requests == []
    agreed = brief("models", "pull", "wide", "--accept-licence")
    assert agreed.returncode == 3
    assert "forbids commercial use" in agreed.stderr
    assert "no such model on the hub" in agreed.stderr


def test_on_a_terminal_the_user_is_asked(server: HubServer) -> None:
    for answer, asked in ((b"n\n", 0), (b"y\n", 1)):
        parent, child = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-m", "pipeline", "models", "pull", "wide"],
            stdin=child, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(TOP)}, text=True,
        )  # fmt: skip
        os.write(parent, answer)
        _, errors = process.communicate(timeout=60)
        os.close(child)
        os.close(parent)
        assert "Download it all the same?" in errors
        assert len(server.requests) == asked


def test_a_token_is_used_and_never_shown(server: HubServer, brief: Brief, checkpoints: dict[str, Path]) -> None:
    server.add_folder(MARIAN, checkpoints[MARIAN], token="hf_right")
    server.break_next("model.safetensors", Fault("truncate", 1_000))
    done = brief("models", "pull", "opus-mt-sq-en", "-v", HF_TOKEN="hf_right")
    assert done.returncode == 0, done.stderr
    assert "trying again" in done.stderr
    wrong = brief("models", "pull", f"{MARIAN}@main", "-v", HF_TOKEN="hf_wrong")
    assert "refuses the token in HF_TOKEN" in wrong.stderr
    assert "hf_right" not in done.stderr + done.stdout
    assert "hf_wrong" not in wrong.stderr + wrong.stdout
    assert not [p for p in (Path(os.environ["BRIEF_MODELS"])).rglob("*.json") if "hf_right" in p.read_text()]


def test_timeouts_that_huggingface_hub_fails_at_are_obeyed_or_named(server: HubServer, brief: Brief) -> None:
    wrong = brief("models", "pull", MARIAN, HF_HUB_DOWNLOAD_TIMEOUT="soon")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr == "brief: HF_HUB_DOWNLOAD_TIMEOUT: The value 'soon' is not a number of seconds.\n"
    odd = {"HF_HUB_DOWNLOAD_TIMEOUT": "2.5", "HF_HUB_ETAG_TIMEOUT": "soon"}
    pulled = brief("models", "pull", "distilbart-cnn-12-6", **odd)
    assert pulled.returncode == 0, pulled.stderr
    translated = brief("translate", "-", "--engine", "transformers", stdin=ARTICLE, **odd)
    assert (translated.returncode, translated.stderr.count("Traceback")) == (0, 0), translated.stderr


def test_progress_is_for_terminals_only(server: HubServer, brief: Brief, tmp_path: Path) -> None:
    quiet = brief("models", "pull", "opus-mt-sq-en", "-q")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    brief("models", "remove", "opus-mt-sq-en")
    server.rate = 500_000
    parent, child = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "models", "pull", "opus-mt-sq-en"],
        stderr=child, env={**os.environ, "PYTHONPATH": str(TOP), "TERM": "xterm", "COLUMNS": "120"},
    )  # fmt: skip
    os.close(child)
    shown = b""
    with contextlib.suppress(OSError):  # how Linux says that the other side of a terminal is closed
        while block := os.read(parent, 10_000):
            shown += block
    os.close(parent)
    assert process.wait(timeout=60) == 0
    assert b"MB" in shown
    assert "━".encode() in shown


# Killed and interrupted


def test_pull_killed_at_any_moment_leaves_nothing_half_made_and_the_next_completes(
    server: HubServer, brief: Brief, tmp_path: Path
) -> None:
    server.rate = 600_000
    chance = random.Random(7)
    for _ in range(3):
        process = start("pull", "opus-mt-sq-en")
        time.sleep(chance.uniform(0.3, 3.0))
        process.kill()
        process.communicate()
        assert installed() in (["starter"], ["starter", "opus-mt-sq-en"])
    server.rate = 0
    done = brief("models", "pull", "opus-mt-sq-en")
    assert done.returncode == 0, done.stderr
    assert installed() == ["starter", "opus-mt-sq-en"]
    assert brief("models", "verify").returncode == 0
    assert [p.name for p in (tmp_path / "models").iterdir() if p.is_dir()] == ["opus-mt-sq-en"]


def test_ctrl_c_ends_cleanly_and_the_next_pull_goes_on(server: HubServer, brief: Brief) -> None:
    server.rate = 200_000
    process = start("pull", "opus-mt-sq-en")
    wait_until_asked(server, process, "target.spm")
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert errors.splitlines()[-1] == "brief: stopped."
    assert "opus-mt-sq-en: a pull was not finished" in brief("models", "list").stderr
    server.rate = 0
    server.requests.clear()
    assert brief("models", "pull", "opus-mt-sq-en").returncode == 0
    assert [r for r in server.requests if r.range]


def test_two_pulls_at_once_are_told_apart(server: HubServer, brief: Brief) -> None:
    server.rate = 150_000
    first = start("pull", "opus-mt-sq-en")
    wait_until_asked(server, first, "config.json")
    second = brief("models", "pull", "opus-mt-sq-en")
    assert second.returncode == 4
    assert "Another command is pulling" in second.stderr
    server.rate = 0
    _, errors = first.communicate(timeout=60)
    assert first.returncode == 0, errors


# Without a network


def test_without_a_network_everything_but_pull_works_and_none_waits(
    standard: Path, brief: Brief, tmp_path: Path
) -> None:
    if subprocess.run(["unshare", "--net", "--map-root-user", "true"], capture_output=True).returncode:
        pytest.skip("this system does not let us make a network namespace")
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    stick = Path(shutil.copytree(standard / "opus-mt-sq-en", tmp_path / "stick"))
    prefix, environment = ["unshare", "--net", "--map-root-user"], {**os.environ, "PYTHONPATH": str(TOP)}

    def run(before: list[str], *arguments: str) -> tuple[float, str]:
        begun = time.monotonic()
        command = [*before, sys.executable, "-m", "pipeline", *arguments]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, (arguments, done.stderr)
        return time.monotonic() - begun, done.stdout

    for arguments in (["verify"], ["add", str(stick), "--replace"], ["use", "standard"]):
        run(prefix, "models", *arguments)
    for arguments in (["models", "list"], ["translate", "a.txt"], ["run", "a.txt", "--method", "abstractive"]):
        with_network, expected = run([], *arguments)
        without, output = run(prefix, *arguments)
        assert output == expected
        # A first try to reach a hub that is not there costs a second of back-off at least, the library's own habit 23 s.
        assert without < with_network * 2 + 3, arguments
    refused = subprocess.run(
        ["unshare", "--net", "--map-root-user", sys.executable, "-m", "pipeline", "models", "pull", "best"],
        env=environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert refused.returncode == 3
    assert "cannot be reached" in refused.stderr
