"""The command for real, in a subprocess: what a user types, what comes out, and what is said when it goes wrong."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import SEED, TOP, Brief

ARTICLE = """title: Qeveria miraton buxhetin e vitit të ardhshëm
date: 2024-11-05

Qeveria e Kosovës miratoi të martën buxhetin e vitit të ardhshëm. Kryeministri tha se pagat nuk do të ulen.

Opozita nuk u pajtua. Deputetët u larguan nga salla.
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def test_brief_alone_shows_help_with_examples(brief: Brief) -> None:
    done = brief()
    assert done.returncode == 0
    assert "brief run seeds/" in done.stdout
    assert {"translate", "summarize", "run", "version"} <= set(done.stdout.split())


@pytest.mark.parametrize("command", ["translate", "summarize", "run", "models"])
def test_every_command_explains_itself(brief: Brief, command: str) -> None:
    done = brief(command, "--help")
    assert done.returncode == 0
    assert "Example" in done.stdout or command == "models"


def test_version_prints_the_version(brief: Brief) -> None:
    from pipeline import __version__

    assert brief("version").stdout == f"brief {__version__}\n"


def test_the_seed_becomes_a_brief_that_says_which_models_made_it(brief: Brief) -> None:
    done = brief("run", SEED)
    assert done.returncode == 0, done.stderr
    assert "2024-01" in done.stdout
    assert "Models: " in done.stdout
    assert "int8" in done.stdout
    assert "[1" in done.stdout


def test_a_paragraph_in_is_a_paragraph_out(brief: Brief, article: Path) -> None:
    done = brief("translate", article)
    assert done.returncode == 0
    blocks = done.stdout.strip().split("\n\n")
    assert len(blocks) == 3
    assert not blocks[0].endswith(".")


def test_standard_input_and_a_file_give_the_same_text(brief: Brief, article: Path) -> None:
    assert brief("translate", "-", stdin=ARTICLE).stdout == brief("translate", article).stdout


def test_the_same_input_gives_the_same_bytes_alone_or_among_others(brief: Brief, article: Path) -> None:
    alone = json.loads(brief("translate", article, "--format", "jsonl").stdout)
    rows = [json.loads(line) for line in brief("translate", SEED, article, "--format", "jsonl").stdout.splitlines()]
    assert rows[1] == alone


def test_translate_then_summarize_is_run(brief: Brief, article: Path) -> None:
    translated = brief("translate", article, SEED, "--format", "jsonl").stdout
    piped = brief("summarize", "-", "--format", "md", stdin=translated)
    assert piped.returncode == 0, piped.stderr
    assert piped.stdout == brief("run", article, SEED, "--format", "md").stdout


def test_summarize_takes_plain_english(brief: Brief) -> None:
    text = "Storm hits coast\n\n" + "\n\n".join(
        f"Officials said on Monday that {n} houses were damaged in the village. Nobody was hurt." for n in range(12, 20)
    )
    done = brief("summarize", "-", "--sentences", "2", "--style", "bullets", stdin=text)
    assert done.returncode == 0
    assert done.stdout.startswith("Storm hits coast")
    assert done.stdout.count("\n- ") + done.stdout.startswith("- ") == 2


@pytest.mark.parametrize("form", ["text", "md", "jsonl", "html"])
def test_run_writes_every_form_to_a_file(brief: Brief, article: Path, tmp_path: Path, form: str) -> None:
    done = brief("run", article, "--format", form, "-o", "out")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert (tmp_path / "out").stat().st_size > 200
    assert not (tmp_path / "out.part").exists()


@pytest.mark.parametrize("form", ["text", "tsv", "jsonl", "md"])
def test_translate_writes_every_form(brief: Brief, article: Path, form: str) -> None:
    done = brief("translate", article, "--format", form)
    assert done.returncode == 0
    assert ("pagat" in done.stdout) == (form != "text")


def test_length_is_obeyed(brief: Brief) -> None:
    row = json.loads(brief("run", SEED, "--sentences", "2", "--format", "jsonl").stdout)
    assert len(row["brief"]) == 2
    row = json.loads(brief("run", SEED, "--words", "40", "--sentences", "9", "--format", "jsonl").stdout)
    assert sum(len(s["text"].split()) for s in row["brief"]) <= 40 or len(row["brief"]) == 1


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["run"], 2, "SOURCE"),
        (["run", "a.txt", "--profile", "gold"], 2, "'gold'"),
        (["run", "a.txt", "--beam", "0"], 2, "beam"),
        (["run", "a.txt", "--method", "magic"], 2, "extractive"),
        (["run", "a.txt", "--method", "abstractive"], 2, "no abstractive model"),
        (["run", "a.txt", "--format", "docx"], 2, "docx"),
        (["run", "a.txt", "--device", "gpu"], 2, "cuda"),
        (["run", "a.txt", "--config", "nope.toml"], 2, "nope.toml"),
        (["run", "a.txt", "-q", "-v"], 2, "contradict"),
        (["run", "-", "-"], 2, "only once"),
        (["run", "nope.txt"], 1, "no such file"),
        (["run", "a.txt", "--profile", "standard"], 3, "copy its directory"),
        (["run", "a.txt", "-o", "nope/out.md"], 2, "folder does not exist"),
        (["run", "a.txt", "-o", "."], 2, "folder"),
        (["nonsense"], 2, "nonsense"),
    ],
)
def test_a_mistake_gets_one_sentence_and_the_right_exit_code(
    brief: Brief, article: Path, arguments: list[str], code: int, words: str
) -> None:
    done = brief(*arguments)
    assert done.returncode == code, done.stderr
    assert words.lower() in done.stderr.lower()
    assert "Traceback" not in done.stderr


def test_cuda_without_a_gpu_is_an_error_that_says_so(brief: Brief, article: Path) -> None:
    import ctranslate2

    if ctranslate2.get_cuda_device_count():
        pytest.skip("this machine has a CUDA device")
    done = brief("run", article, "--device", "cuda")
    assert done.returncode == 3
    assert "cuda" in done.stderr.lower()
    assert brief("run", article, "--device", "auto").returncode == 0


def test_a_bad_file_among_good_ones_fails_alone(brief: Brief, article: Path, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(b"%PDF-1.4")
    done = brief("run", "b.txt", article)
    assert done.returncode == 1
    assert "PDF" in done.stderr
    assert "Models: " in done.stdout
    assert "2 articles: 1 done, 1 failed" in done.stderr


def test_another_language_is_skipped_with_a_reason(brief: Brief) -> None:
    text = "The government approved the budget on Tuesday after a long debate in parliament, officials said."
    done = brief("translate", "-", stdin=text)
    assert (done.returncode, done.stdout) == (0, "")
    assert "--force" in done.stderr
    assert brief("translate", "-", "--force", stdin=text).stdout


def test_quiet_says_nothing_and_verbose_says_the_device(brief: Brief, article: Path) -> None:
    assert brief("run", article, "-q").stderr == ""
    loud = brief("run", article, "-v").stderr
    assert "cpu" in loud
    assert "int8" in loud


def test_progress_is_for_terminals_only(brief: Brief, article: Path, tmp_path: Path) -> None:
    assert brief("run", article).stderr == ""
    parent, child = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "run", str(article), "-o", str(tmp_path / "o")],
        stderr=child, env={**os.environ, "PYTHONPATH": str(TOP), "TERM": "xterm"}, cwd=tmp_path, timeout=120,
    )  # fmt: skip
    os.close(child)
    shown = os.read(parent, 100_000).decode(errors="replace")
    os.close(parent)
    assert done.returncode == 0
    assert "sentences" in shown


def start(tmp_path: Path, *arguments: str, **pipes: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline", *arguments],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(TOP)},
        # A shell starts background jobs with Ctrl-C ignored, and children inherit that: the tests may run in one.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - the tests start no threads here
        **pipes,
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_cleanly_and_soon(tmp_path: Path, number: int) -> None:
    sentence = "Kryeministri i vendit tha numër {} se qeveria nuk do ta ndryshojë vendimin e marrë para disa ditësh. "
    (tmp_path / "long.txt").write_text("".join(sentence.format(n) for n in range(3000)), encoding="utf-8")
    with start(tmp_path, "translate", "long.txt", stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        time.sleep(3)
        assert process.poll() is None
        process.send_signal(number)
        begun = time.monotonic()
        _, errors = process.communicate(timeout=60)
    assert time.monotonic() - begun < 20
    assert process.returncode == 130
    assert errors.decode().strip().splitlines()[-1] == "brief: stopped."
    assert "Traceback" not in errors.decode()


def test_a_broken_pipe_is_silent(article: Path, tmp_path: Path) -> None:
    with start(tmp_path, "run", str(article), str(SEED), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_one_sentence(brief: Brief, article: Path) -> None:
    done = brief("run", article, "-o", "/dev/full")
    assert done.returncode == 2
    assert "disk is full" in done.stderr
    assert "Traceback" not in done.stderr


def test_two_at_once_on_an_empty_cache_both_work(article: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(TOP), "BRIEF_CACHE": str(tmp_path / "fresh")}
    command = [sys.executable, "-m", "pipeline", "run", str(article)]
    both = [subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE) for _ in range(2)]
    outputs = [p.communicate(timeout=120)[0] for p in both]
    assert [p.returncode for p in both] == [0, 0]
    assert outputs[0] == outputs[1] != b""


def test_models_path_prints_the_directory_of_the_weights(brief: Brief) -> None:
    done = brief("models", "path", "starter")
    assert done.returncode == 0
    assert (Path(done.stdout.strip()) / "model.safetensors").is_file()


def test_completion_knows_the_commands(brief: Brief) -> None:
    done = brief(_BRIEF_COMPLETE="complete_bash", COMP_WORDS="brief tr", COMP_CWORD="1")
    assert "translate" in done.stdout


def test_settings_from_the_environment_and_a_file_are_obeyed(brief: Brief, tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text('style = "bullets"\nsentences = 1\n')
    done = brief("run", SEED, "--config", "c.toml", BRIEF_SENTENCES="2")
    assert done.stdout.count("\n- ") == 2
