"""Imports go down only, and heavy libraries are loaded only where they are used."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import SEED, TOP

RANKS = {
    "__init__": 0, "errors": 0, "records": 0, "text": 0, "numbers": 0, "english": 0, "names": 0, "stories": 0,
    "spelling": 0, "consensus": 0, "words": 0,
    "config": 1, "sources": 1, "fetch": 1, "feeds": 1, "extract": 1, "furniture": 1, "engines": 1, "schema": 1, "store": 1,
    "catalogue": 1, "ranker": 1, "mail": 1, "machine": 1, "hub": 1,
    "subscriptions": 2, "schedule": 2, "schedulers": 2, "translate": 2, "summarize": 2, "check": 2, "render": 2,
    "pages": 2, "digest": 2, "doctor": 2, "installation": 2,
    "run": 3, "newsroom": 3,
    "cli": 4,
    "__main__": 5,
}  # fmt: skip
"""The layers of the package; a module may import its own layer and the ones below. The table lists every module."""

HEAVY = frozenset(
    "torch transformers ctranslate2 trafilatura sentencepiece numpy httpx rich jinja2 feedparser"
    " huggingface_hub tokenizers lxml httpcore brotli".split()
)
"""What no module may import at its top."""

PACKAGE = TOP / "pipeline"
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if "assets" not in p.parts)


def name_of(path: Path) -> str:
    """The first part of a module's name below the package: ``engines`` for pipeline/engines/ctranslate2.py."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "pipeline":
            parts = node.module.split(".")[1:]
            names |= {parts[0]} if parts else {a.name for a in node.names}
        elif isinstance(node, ast.Import):
            names |= {a.name.split(".")[1] for a in node.names if a.name.startswith("pipeline.")}
    return names & set(RANKS)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_down(path: Path) -> None:
    own = name_of(path)
    assert own in RANKS, f"give {own} a rank"
    upward = {name for name in imported(path) if RANKS[name] > RANKS[own]}
    assert not upward


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_nothing_heavy_is_imported_at_the_top_of_a_module(path: Path) -> None:
    top = [n for n in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(n, ast.Import | ast.ImportFrom)]
    names = {a.name.split(".")[0] for n in top if isinstance(n, ast.Import) for a in n.names}
    names |= {(n.module or "").split(".")[0] for n in top if isinstance(n, ast.ImportFrom) and n.level == 0}
    assert not names & HEAVY


def loaded_by(*arguments: str) -> set[str]:
    """Top-level packages in ``sys.modules`` after the command ran in an interpreter of its own."""
    code = (
        "import sys, atexit\n"
        "atexit.register(lambda: print('LOADED', *{m.split('.')[0] for m in sys.modules}, file=sys.stderr))\n"
        f"sys.argv = ['brief', *{list(arguments)!r}]\n"
        "from pipeline.cli import main\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=TOP, timeout=240)
    line = next(line for line in reversed(done.stderr.splitlines()) if line.startswith("LOADED"))
    return set(line.split()[1:])


def test_help_loads_nothing_heavy() -> None:
    assert not loaded_by("run", "--help") & HEAVY


def test_a_starter_run_on_a_cpu_loads_neither_torch_nor_transformers() -> None:
    loaded = loaded_by("run", str(SEED), "--device", "cpu")
    assert "ctranslate2" in loaded
    assert not loaded & {"torch", "transformers", "trafilatura", "httpx", "huggingface_hub"}
