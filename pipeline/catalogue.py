"""Where models are: names and paths → model directories, shipped with the package or pulled by the user.

The description and verification of one directory are in :mod:`pipeline.engines.manifest`; they are offered here too.
"""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.config import assets
from pipeline.engines.cache import hash_file
from pipeline.engines.manifest import Manifest, Problem, read_manifest, verify, write_manifest
from pipeline.errors import ModelError

__all__ = [
    "Manifest",
    "Problem",
    "find_model",
    "hash_file",
    "list_models",
    "models_root",
    "read_manifest",
    "shipped",
    "verify",
    "write_manifest",
]

STARTER = "starter"


def shipped(*parts: str) -> Path:
    """The path of something that travels with the package: ``shipped("models", "starter", "sq-en")``."""
    return assets().joinpath(*parts)


def models_root() -> Path:
    """Where pulled models are kept: ``BRIEF_MODELS``, or ``models`` in the user's data directory."""
    if place := os.environ.get("BRIEF_MODELS"):
        return Path(place).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("brief")) / "models"


def find_model(name: str | Path) -> Path:
    """The directory of a model given by path, by the name it was pulled under, or as ``starter``.

    A name comes before a directory of that name in the current folder, so that what is run does not depend on where.
    Raises ModelError when there is none.
    """
    text = str(name)
    path = Path(text).expanduser()
    if path.is_absolute() or text.startswith((".", "~")) or ".." in path.parts:
        if path.is_dir():
            return path
        raise ModelError("There is no such model directory.", about=text)
    if text == STARTER:
        return shipped("models", STARTER, "sq-en")
    for candidate in (models_root() / text, models_root() / path.name, path):
        if text and candidate.is_dir():
            return candidate
    raise ModelError(
        f"The model is not here; copy its directory to {models_root() / path.name}, or set 'translation' or 'summary' to a path.",
        about=text,
    )


def list_models() -> dict[str, Path]:
    """Every model that can be named: the starter and what was pulled, by name."""
    found = {STARTER: find_model(STARTER)}
    root = models_root()
    if root.is_dir():
        for path in sorted(root.iterdir()):
            if path.is_dir() and ((path / "config.json").exists() or (path / "manifest.json").exists()):
                found[path.name] = path
    return found
