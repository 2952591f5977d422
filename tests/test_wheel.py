"""The built wheel, installed apart from the checkout and run from another folder, with the network cut."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from conftest import SEED, TOP


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(TOP)]
    subprocess.run(build, check=True, capture_output=True, timeout=240)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_carries_weights_configs_and_templates_and_nothing_of_the_training(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for wanted in (
        "pipeline/assets/models/starter/sq-en/model.safetensors",
        "pipeline/assets/models/starter/ranker/weights.json",
        "pipeline/assets/models/catalogue.toml",
        "pipeline/assets/configs/starter.toml",
        "pipeline/templates/briefs.html.j2",
    ):
        assert wanted in names
    assert not [n for n in names if "train/" in n or "corpus" in n or n.startswith("tests")]


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ``brief`` of a fresh environment that has the wheel, and borrows its dependencies from ours."""
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    subprocess.run(
        [str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel)], check=True, timeout=240
    )
    (packages,) = folder.glob("lib/python*/site-packages")
    ours = next(p for p in map(Path, sys.path) if (p / "ctranslate2").is_dir())
    (packages / "borrowed.pth").write_text(str(ours) + "\n", encoding="utf-8")
    return folder / "bin" / "brief"


def clean(tmp_path: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("BRIEF_", "PYTHON"))}
    return {**kept, "HOME": str(tmp_path), "BRIEF_CACHE": str(tmp_path / "cache")}


def test_an_installed_brief_runs_from_another_folder(installed: Path, tmp_path: Path) -> None:
    shutil.copy(SEED, tmp_path / "seed.txt")
    done = subprocess.run(
        [str(installed), "run", "seed.txt"],
        cwd=tmp_path,
        env=clean(tmp_path),
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    assert "Models: " in done.stdout


def test_it_runs_in_a_namespace_without_any_network(installed: Path, tmp_path: Path) -> None:
    if subprocess.run(["unshare", "--net", "--map-root-user", "true"], capture_output=True).returncode:
        pytest.skip("this system does not let us make a network namespace")
    done = subprocess.run(
        ["unshare", "--net", "--map-root-user", str(installed), "run", str(SEED)],
        cwd=tmp_path, env=clean(tmp_path), capture_output=True, text=True, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Models: " in done.stdout
