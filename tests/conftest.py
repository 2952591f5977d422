"""What every test gets: a closed network, a clean environment, folders of its own; and the seams' hand-written fakes."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

# Before torch is imported anywhere: its threads wait for each other by spinning, and on a machine that others use as well a test
# of seconds takes minutes. The tests' models are too small to gain from a second thread.
os.environ.setdefault("OMP_NUM_THREADS", "1")

from pipeline.engines import Hypothesis, Options
from pipeline.records import Signature

TOP = Path(__file__).resolve().parents[1]
STARTER = TOP / "models" / "starter" / "sq-en"
SEED = TOP / "seeds" / "000_9e4a11ebb3bf0955.txt"


@pytest.fixture(autouse=True)
def clean_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No developer's configuration, cache, store or proxy leaks in, and none of the tests' leaks out.

    Loading a model puts the process offline through its environment: the next test must not inherit that.
    """
    before = dict(os.environ)
    for name in [n for n in os.environ if n.startswith(("BRIEF_", "XDG_", "HF_", "TRANSFORMERS_"))]:
        del os.environ[name]
    for name in [n for n in os.environ if n.lower().endswith("_proxy")]:
        del os.environ[name]
    os.environ["HOME"] = str(tmp_path_factory.mktemp("home"))
    # One conversion of the starter serves the whole session: it is keyed by the weights' hash.
    os.environ["BRIEF_CACHE"] = str(tmp_path_factory.getbasetemp() / "cache")
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(autouse=True)
def closed_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only loopback and local sockets may be reached."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(
            ("127.", "::1", "localhost")
        ):
            raise OSError(f"the test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


Brief = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def brief(tmp_path: Path) -> Brief:
    """Runs the command for real, in an empty folder: ``brief("run", "a.txt")`` → exit code, output, errors."""

    def call(*arguments: object, stdin: bytes | str = b"", **environment: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "pipeline", *map(str, arguments)],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(TOP), **environment},
            timeout=240,
        )
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    return call


class WordTokenizer:
    """A tokenizer whose pieces are words."""

    def encode(self, text: str) -> list[str]:
        return [*text.split(), "</s>"]

    def decode(self, pieces: Sequence[str]) -> str:
        return " ".join(p for p in pieces if p != "</s>")

    def read_vocabulary(self) -> dict[str, int]:
        return {}


def echo(text: str, _options: Options) -> str:
    """The default fake translation: about the same length, letters and numbers, not a copy, nothing that claims to be a word."""
    return " ".join(
        "The" if i == 0 else _disguise(word) if word.isalpha() else word for i, word in enumerate(text.split())
    )


def _disguise(word: str) -> str:
    """The word backwards, with an apostrophe: what has one is not looked up in the dictionary."""
    return f"{word[:0:-1]}'{word[0]}" if len(word) > 1 else word


@dataclass
class FakeEngine:
    """An engine that answers by a function of the text and the options, and remembers what it was asked."""

    answer: Callable[[str, Options], str] = echo
    name: str = "fake"
    device: str = "cpu"
    quantisation: str = "none"
    asked: list[tuple[list[str], Options]] = field(default_factory=list)

    def generate(self, batch: Sequence[Sequence[str]], options: Options) -> list[list[Hypothesis]]:
        texts = [" ".join(p for p in pieces if p != "</s>") for pieces in batch]
        self.asked.append((texts, options))
        results = []
        for text in texts:
            words = tuple(self.answer(text, options).split())
            results.append([Hypothesis(words[: options.max_length], -0.5, len(words) <= options.max_length)])
        return results


@dataclass
class FakeModel:
    """A model directory's stand-in, for tests of what is built on models."""

    engine: FakeEngine = field(default_factory=FakeEngine)
    tokenizer: WordTokenizer = field(default_factory=WordTokenizer)
    name: str = "fake"
    revision: str = "0"
    normalise: bool = True
    max_source: int = 60

    def signature(self, beam: int) -> Signature:
        return Signature(self.name, self.revision, self.engine.name, "cpu", "none", beam, "test")
