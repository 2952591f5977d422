"""Which models there are: those known by name (catalogue.toml), those installed, those a run uses unless told otherwise.

A name or a path → a model directory (:func:`find_model`). The shipped catalogue is ``models/catalogue.toml``; a user's own
``catalogue.toml`` (in the configuration folder, beside ``--config``, or in the models folder; the later is stronger) adds
models in the same form. Does not fetch, convert or write models: :mod:`pipeline.installation` does. The description and
verification of one directory are in :mod:`pipeline.engines.manifest`; they are offered here too.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from pipeline.config import assets, chosen_file, named_file, profiles, read_table, user_file
from pipeline.engines.cache import hash_file
from pipeline.engines.manifest import (
    FILE_NAME,
    Kind,
    Manifest,
    Normalisation,
    Problem,
    read_manifest,
    verify,
    write_manifest,
)
from pipeline.errors import ModelError, OutputError, UsageError

__all__ = [
    "Catalogue",
    "Entry",
    "Installed",
    "Manifest",
    "Problem",
    "Profile",
    "choose_profile",
    "describe_installed",
    "find_model",
    "hash_file",
    "list_models",
    "models_root",
    "read_catalogue",
    "read_manifest",
    "shipped",
    "verify",
    "write_manifest",
]

STARTER = "starter"
CATALOGUE = "catalogue.toml"


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A model that can be pulled; ``models/catalogue.toml`` explains each key. ``size`` is in bytes; conventions
    that are not given are those of the architecture."""

    repository: str
    kind: Kind
    licence: str
    size: int
    revision: str = "main"
    commercial: bool = True
    quality: str = ""
    quality_source: str = ""
    files: tuple[str, ...] = ()
    normalise: Normalisation | None = None
    text_prefix: str = ""
    source_prefix: tuple[str, ...] = ()
    source_suffix: tuple[str, ...] = ()
    target_prefix: tuple[str, ...] = ()
    max_source: int | None = None


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a profile is, in a sentence, and the names of the models that pulling it fetches."""

    about: str
    models: tuple[str, ...]


Form = TypeVar("Form", Entry, Profile)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Models and profiles by name."""

    models: Mapping[str, Entry]
    profiles: Mapping[str, Profile]

    def find(self, text: str) -> tuple[str, Entry] | None:
        """The name and entry of a model given by its name or by its repository on the hub."""
        if text in self.models:
            return text, self.models[text]
        return next(((n, e) for n, e in self.models.items() if e.repository.lower() == text.lower()), None)


@dataclass(frozen=True, slots=True)
class Installed:
    """A model directory as it is listed. ``size`` is what its files take on the disk, in bytes; ``problem`` is a sentence
    when it does not say what it is."""

    name: str
    directory: Path
    size: int
    manifest: Manifest | None
    problem: str = ""


def shipped(*parts: str) -> Path:
    """The path of something that travels with the package: ``shipped("models", "starter", "sq-en")``."""
    return assets().joinpath(*parts)


def models_root() -> Path:
    """Where pulled models are kept: ``BRIEF_MODELS``, or ``models`` in the user's data directory."""
    if place := os.environ.get("BRIEF_MODELS"):
        return Path(place).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("brief")) / "models"


def read_catalogue(config: Path | None = None, environment: Mapping[str, str] = os.environ) -> Catalogue:
    """The shipped catalogue and the user's own over it. Raises UsageError naming the file, the entry and the key at fault."""
    models, known_profiles = read_entries(shipped("models", CATALOGUE))
    named = named_file(config, environment)
    places = [user_file().parent, *([named.parent] if named else []), models_root()]
    for place in dict.fromkeys(places):
        if (path := place / CATALOGUE).exists():
            added, own_profiles = read_entries(path)
            if own_profiles:
                raise UsageError(
                    "Profiles cannot be added here; set 'translation' and 'summary' in a configuration file instead.",
                    about=str(path),
                )
            models |= added
    return Catalogue(models, known_profiles)


def read_entries(path: Path) -> tuple[dict[str, Entry], dict[str, Profile]]:
    """Models and profiles of one catalogue file. Raises UsageError naming what is wrong in it."""
    table = read_table(path)
    if unknown := set(table) - {"model", "profile"}:
        raise UsageError(f"Unknown key '{min(unknown)}'; a catalogue holds [model.NAME] tables.", about=str(path))
    models = {name: _read(path, f"model.{name}", entry, Entry) for name, entry in _tables(path, table, "model")}
    found = {name: _read(path, f"profile.{name}", entry, Profile) for name, entry in _tables(path, table, "profile")}
    for name, entry in models.items():
        if problem := _doubt(name, entry):
            raise UsageError(f"In [model.{name}], {problem}.", about=str(path))
    return models, found


def _tables(path: Path, table: Mapping[str, Any], key: str) -> list[tuple[str, Any]]:
    content = table.get(key, {})
    if not isinstance(content, dict):
        raise UsageError(f"'{key}' should be tables [{key}.NAME].", about=str(path))
    return list(content.items())


def _read(path: Path, where: str, content: Any, form: type[Form]) -> Form:
    try:
        return msgspec.convert(content, form)
    except msgspec.ValidationError as exc:
        raise UsageError(f"In [{where}]: {str(exc)[:1].lower()}{str(exc)[1:]}.", about=str(path)) from exc


def _doubt(name: str, entry: Entry) -> str:
    """What is wrong with an entry whose types are right, or nothing."""
    if not is_name(name):
        return "the name should be letters, digits, '.', '_' and '-', starting with a letter or digit"
    if entry.repository.count("/") != 1 or not all(is_name(part) for part in entry.repository.split("/")):
        return f"the repository '{entry.repository}' is not of the form owner/name"
    if entry.size <= 0:
        return "the size should be more than 0 bytes"
    if not entry.licence:
        return "the licence is missing"
    if entry.quality and not entry.quality_source:
        return "the quality has no quality_source"
    return ""


def is_name(text: str) -> bool:
    """Whether ``text`` can be a model's name, and so a folder's in the models folder."""
    plain = text.replace("-", "").replace("_", "").replace(".", "")
    return text.isascii() and plain.isalnum() and text[0].isalnum() and text not in {STARTER, "extractive"}


def find_model(name: str | Path) -> Path:
    """The directory of a model given by path, by the name it was pulled under, or as ``starter``.

    A name comes before a directory of that name in the current folder, so that what is run does not depend on where.
    Raises ModelError when there is none, saying how to get it if it is known.
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
    known = read_catalogue()
    if "/" in text or known.find(text):
        raise ModelError(
            f"The model is not here; run 'brief models pull {text}', or copy its directory to {models_root() / path.name}.",
            about=text,
        )
    near = get_close_matches(text, [STARTER, *known.models], n=1)
    hint = f"did you mean {near[0]}? " if near else ""
    raise ModelError(f"No model has this name; {hint}'brief models list' shows those there are.", about=text)


def list_models() -> dict[str, Path]:
    """Every model that can be named: the starter and what was pulled, by name. Hidden folders are unfinished pulls."""
    found = {STARTER: find_model(STARTER)}
    root = models_root()
    if root.is_dir():
        for path in sorted(root.iterdir()):
            is_hidden = path.name.startswith(".")
            if not is_hidden and path.is_dir() and any((path / n).exists() for n in ("config.json", FILE_NAME)):
                found[path.name] = path
    return found


def describe_installed() -> dict[str, Installed]:
    """Every installed model, by name; one whose files cannot be read is listed with its problem."""
    described = {}
    for name, path in list_models().items():
        size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
        try:
            described[name] = Installed(name, path, size, read_manifest(path))
        except ModelError as error:
            described[name] = Installed(name, path, size, None, str(error))
    return described


def choose_profile(name: str) -> Path:
    """Make a profile the default of later runs; returns the file written, which is weaker than the user's configuration file,
    the environment and flags.

    Raises UsageError for an unknown profile, ModelError when a model of it is not installed, OutputError when the file
    cannot be written.
    """
    if name not in profiles():
        raise UsageError(f"There is no profile '{name}'; choose one of {', '.join(profiles())}.")
    table = read_table(shipped("configs", f"{name}.toml"))
    for key in ("translation", "summary"):
        if (model := table.get(key, "extractive")) != "extractive":
            try:
                find_model(model)
            except ModelError as exc:
                raise ModelError(
                    f"The profile's model {model} is not here; run 'brief models pull {name}' first.", about=name
                ) from exc
    path = chosen_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.unfinished")
        unfinished.write_text(f'# Written by brief models use; delete it to go back.\nprofile = "{name}"\n', "utf-8")
        unfinished.replace(path)
    except OSError as exc:
        raise OutputError(f"The file cannot be written ({exc.strerror}).", about=str(path)) from exc
    return path
