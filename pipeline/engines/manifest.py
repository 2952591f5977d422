"""What a model directory says of itself: manifest.json where there is one, config.json otherwise.

A manifest is JSON:

    {
      "name": "opus-mt-sq-en",            shown in every signature
      "kind": "translation",              or "summary"
      "family": "marian",                 config.json's model_type
      "revision": "a1b2c3…",              the hub's commit; without it the first 12 hex digits of the weights' sha256
      "licence": "CC-BY-4.0",
      "normalise": "moses",               or "none": what the model was trained to see
      "text_prefix": "summarize: ",       put before the text
      "source_prefix": ["als_Latn"],      pieces put before the text's, …
      "source_suffix": ["</s>"],          … and after them, instead of the tokenizer's own special pieces
      "target_prefix": ["eng_Latn"],      pieces every output starts with
      "max_source": 160,                  pieces above which a text should be split
      "files": {"model.safetensors": {"size": 17820114, "sha256": "…"}, …}
    }

All keys but "kind" may be absent. Keys not listed here (source, scores, …) are kept in ``notes``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal, get_args

from pipeline.engines.cache import hash_file, hash_unchanged
from pipeline.errors import ModelError

Kind = Literal["translation", "summary"]
Normalisation = Literal["moses", "none"]

FILE_NAME = "manifest.json"

TRANSLATION_PIECES = 160
"""Longest source of a translation in pieces. Marian models lose text long before their 512 positions (users report it above
60 words); 160 pieces hold more than the longest of 1,997 news sentences (78 words)."""

TRAINED_PIECES = 512
"""Longest source of a model with relative positions (T5) that does not name its own: what it was trained on."""

CONVERTIBLE = frozenset({"bart", "m2m_100", "marian", "mbart", "mt5", "pegasus", "t5"})
"""Families that CTranslate2 runs."""

_PIECE_FIELDS = ("source_prefix", "source_suffix", "target_prefix")


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Size in bytes and hex sha256 of one file."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A model directory's description; the module's docstring explains each field."""

    name: str
    kind: Kind
    family: str
    revision: str = ""
    licence: str = ""
    normalise: Normalisation = "none"
    text_prefix: str = ""
    source_prefix: tuple[str, ...] = ()
    source_suffix: tuple[str, ...] = ()
    target_prefix: tuple[str, ...] = ()
    max_source: int | None = None
    files: Mapping[str, FileFacts] = field(default_factory=dict)
    notes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that is not what the manifest says. ``detail`` is one sentence for people."""

    file: str
    detail: str


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object from a file of a model directory. Raises ModelError when it is missing or broken."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as exc:
        raise ModelError(
            "The file is missing; the model is incomplete: pull or copy it again.", about=str(path)
        ) from exc
    except OSError as exc:
        raise ModelError(f"The file cannot be read ({exc.strerror}).", about=str(path)) from exc
    except ValueError as exc:
        raise ModelError(f"The file is not valid JSON ({exc}); pull or copy the model again.", about=str(path)) from exc
    if not isinstance(content, dict):
        raise ModelError("The file should hold a JSON object; pull or copy the model again.", about=str(path))
    return content


def read_manifest(directory: Path) -> Manifest:
    """The manifest of a model directory, inferred from config.json where there is no manifest.json.

    Raises ModelError when neither is there, a file is broken, or the architecture is not sequence-to-sequence.
    """
    if not directory.is_dir():
        raise ModelError("There is no such model directory.", about=str(directory))
    path = directory / FILE_NAME
    config = read_json(directory / "config.json") if (directory / "config.json").exists() or not path.exists() else {}
    inferred = infer_manifest(directory, config) if config else Manifest(directory.name, "translation", "marian")
    return _merge(inferred, read_json(path), path) if path.exists() else inferred


def infer_manifest(directory: Path, config: Mapping[str, Any]) -> Manifest:
    """What can be said of a Hugging Face directory from its config.json. Raises ModelError for other architectures."""
    family = config.get("model_type")
    if not isinstance(family, str) or not config.get("is_encoder_decoder", family in CONVERTIBLE):
        raise ModelError(
            f"The architecture '{family}' is not a sequence-to-sequence model; use one of {', '.join(sorted(CONVERTIBLE))}.",
            about=str(directory / "config.json"),
        )
    manifest = Manifest(directory.name, "summary", family)
    if family == "marian":
        return replace(manifest, kind="translation", normalise="moses")
    if family == "m2m_100":
        path = directory / "tokenizer_config.json"
        is_nllb = path.exists() and str(read_json(path).get("tokenizer_class")).startswith("Nllb")
        source, target = ("als_Latn", "eng_Latn") if is_nllb else ("__sq__", "__en__")
        return replace(
            manifest, kind="translation", source_prefix=(source,), source_suffix=("</s>",), target_prefix=(target,)
        )
    if family in {"t5", "mt5"}:
        if _is_madlad(directory):
            return replace(manifest, kind="translation", text_prefix="<2en> ")
        tasks = config.get("task_specific_params") or {}
        return replace(manifest, text_prefix=tasks.get("summarization", {}).get("prefix", ""))
    return manifest


def _is_madlad(directory: Path) -> bool:
    """Whether a T5 is MADLAD-400, which says its target language by a piece of its own; its config.json does not tell."""
    for name in ("spiece.model", "tokenizer.json"):
        path = directory / name
        if path.is_file():
            return b"<2en>" in path.read_bytes()
    return False


def _merge(inferred: Manifest, content: dict[str, Any], path: Path) -> Manifest:
    known = {f.name for f in fields(Manifest)} - {"notes"}
    given = {key: value for key, value in content.items() if key in known}
    notes = {key: value for key, value in content.items() if key not in known}
    if (kind := given.get("kind", inferred.kind)) not in get_args(Kind):
        raise ModelError(f"The key 'kind' is '{kind}'; it can be {' or '.join(get_args(Kind))}.", about=str(path))
    if (form := given.get("normalise", "none")) not in get_args(Normalisation):
        raise ModelError(
            f"The key 'normalise' is '{form}'; it can be {' or '.join(get_args(Normalisation))}.", about=str(path)
        )
    try:
        given |= {key: tuple(map(str, given[key])) for key in _PIECE_FIELDS if key in given}
        given |= {"max_source": int(given["max_source"])} if "max_source" in given else {}
        files = {name: FileFacts(int(f["size"]), str(f["sha256"])) for name, f in given.pop("files", {}).items()}
    except (TypeError, KeyError, ValueError, AttributeError) as exc:
        raise ModelError(f"The manifest is broken ({exc!r}); pull or copy the model again.", about=str(path)) from exc
    return replace(inferred, **given, files=files, notes=notes)


def write_manifest(directory: Path, manifest: Manifest) -> Manifest:
    """Write manifest.json with the sizes and hashes of the directory's files as they are now; returns what was written."""
    described = replace(manifest, files=describe_files(directory))
    content: dict[str, Any] = {
        f.name: value
        for f in fields(described)
        if f.name not in {"files", "notes"} and (value := getattr(described, f.name)) not in ("", (), None)
    }
    content |= described.notes
    content["files"] = {name: {"size": f.size, "sha256": f.sha256} for name, f in described.files.items()}
    unfinished = directory / f"{FILE_NAME}.unfinished"
    try:
        unfinished.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        unfinished.replace(directory / FILE_NAME)
    except OSError as exc:
        raise ModelError(f"The manifest cannot be written ({exc.strerror}).", about=str(directory)) from exc
    return described


def describe_files(directory: Path) -> dict[str, FileFacts]:
    """Size and hash of each file a model needs: all but the manifest, hidden files and texts for people."""
    paths = sorted(p for p in directory.rglob("*") if p.is_file())
    return {
        path.relative_to(directory).as_posix(): FileFacts(path.stat().st_size, hash_file(path))
        for path in paths
        if not path.name.startswith((".", FILE_NAME)) and path.suffix != ".md"
    }


def verify(directory: Path) -> list[Problem]:
    """Files that are missing or not what the manifest says, every byte read. Raises ModelError when there is no manifest."""
    if not (directory / FILE_NAME).exists():
        raise ModelError("The model has no manifest.json to verify it against.", about=str(directory))
    return find_problems(directory, read_manifest(directory), hash_file)


def find_problems(
    directory: Path, manifest: Manifest, compute_hash: Callable[[Path], str] = hash_unchanged
) -> list[Problem]:
    """Files that differ from ``manifest``; with the default, big files are not read again while they look unchanged."""
    problems = []
    for name, facts in manifest.files.items():
        path = directory / name
        if not path.is_file():
            problems.append(Problem(name, "The file is missing; pull or copy the model again."))
        elif (size := path.stat().st_size) != facts.size:
            problems.append(
                Problem(
                    name,
                    f"The file has {size} bytes instead of the manifest's {facts.size}; pull or copy the model again.",
                )
            )
        elif compute_hash(path) != facts.sha256:
            problems.append(
                Problem(name, "The file is damaged: its sha256 is not the manifest's; pull or copy the model again.")
            )
    return problems


def list_weights(directory: Path) -> list[Path]:
    """The weight files of a model directory, safetensors preferred. Raises ModelError when there are none.

    Old checkpoints hold pickles (``.bin``), which only the torch engine reads, and only as plain tensors.
    """
    for stem, suffix in (("model", "safetensors"), ("pytorch_model", "bin")):
        index = directory / f"{stem}.{suffix}.index.json"
        if (directory / f"{stem}.{suffix}").exists():
            return [directory / f"{stem}.{suffix}"]
        if index.exists():
            shards = sorted({str(name) for name in read_json(index).get("weight_map", {}).values()})
            return [directory / shard for shard in shards]
    if (directory / "ctranslate2" / "model.bin").exists():
        return [directory / "ctranslate2" / "model.bin"]
    raise ModelError(
        "The directory holds no weights (model.safetensors or pytorch_model.bin); pull or copy the model again.",
        about=str(directory),
    )


def count_positions(config: Mapping[str, Any]) -> int | None:
    """Most pieces the model can hold on either side, None when its positions are relative and unbounded."""
    if config.get("model_type") in {"t5", "mt5"}:
        return None
    positions = config.get("max_position_embeddings")
    return positions if isinstance(positions, int) else None


def recommend_source(manifest: Manifest, config: Mapping[str, Any]) -> int:
    """Pieces above which a text should be split before it is given to the model."""
    positions = count_positions(config)
    trained = positions or int(config.get("n_positions") or TRAINED_PIECES)
    wanted = manifest.max_source or (TRANSLATION_PIECES if manifest.kind == "translation" else trained)
    return min(wanted, positions or wanted)
