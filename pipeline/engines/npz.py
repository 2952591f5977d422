"""Marian's own checkpoints (``*.npz``) → model directories that CTranslate2 runs: OPUS-MT's zips, HPLT's repositories.

    source/                                                    target/
      *.npz, decoder.yml (names the weights and vocabularies)    ctranslate2/  model.bin (int8), vocabulary, config.json
      *.vocab.yml · *.vocab · *.spm (vocabulary)                 config.json   sizes, in Hugging Face's terms
      source.spm, target.spm (text ↔ pieces)                     source.spm, target.spm, vocab.json, manifest.json

CTranslate2's own Marian converter makes the weights. It wants vocabularies as YAML and numbers pieces by their order there, so
any vocabulary is read here and written anew, in the order of its ids. The converted model appends ``</s>`` to a source by
itself (``add_source_eos``), unlike one from a Hugging Face checkpoint: loading.py reads that and has the tokenizer leave it out.
"""

from __future__ import annotations

import errno
import json
import logging
import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.engines.cache import hash_file
from pipeline.engines.manifest import FILE_NAME, Manifest, read_manifest, write_manifest
from pipeline.engines.tokenizers import END, UNKNOWN, load_sentencepiece
from pipeline.errors import ModelError

log = logging.getLogger(__name__)

POSITIONS = 2048
"""Rows of the table of positions that CTranslate2's converter computes (converters/marian.py)."""

DECODER = "decoder.yml"
_CONVERTED = "ctranslate2"
_YAML = (".yml", ".yaml", ".json")
_SIDES = ({"source", "src"}, {"target", "trg", "tgt"})
_DAMAGE = (ValueError, EOFError, zipfile.BadZipFile, zlib.error)
"""What numpy raises for an archive that is cut off or spoilt, besides OSError."""

_FOR_PEOPLE = ("README*", "LICENSE*", "LICENCE*")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The files of a Marian checkpoint: weights, the two sides' vocabularies and SentencePiece models (often the same)."""

    weights: Path
    vocabularies: tuple[Path, Path]
    pieces: tuple[Path, Path]


def convert_npz(source: Path, target: Path) -> None:
    """Convert the Marian checkpoint in the folder ``source`` into the model directory ``target``, int8.

    ``target`` is made, or may be there and empty; it is filled by one rename, so that a killed conversion leaves no half of
    one. A manifest.json in ``source`` is taken over; without one the name is the target's, and text is put into Moses'
    punctuation when the checkpoint's preprocess.sh does so. Raises ModelError when a file is missing or broken, the disk is full
    or the architecture is not one that CTranslate2 runs.
    """
    checkpoint = find_checkpoint(source)
    options = read_options(checkpoint.weights)
    check_architecture(options, checkpoint.weights)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise ModelError("It is not an empty folder; remove it or name another.", about=str(target))
    log.info("converting %s to CTranslate2 int8", checkpoint.weights)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".unfinished-", dir=target.parent) as folder:
            unfinished = Path(folder) / "model"
            unfinished.mkdir()
            _fill(checkpoint, options, unfinished)
            write_manifest(unfinished, describe(source, target.name, checkpoint))
            if target.exists():
                target.rmdir()
            unfinished.replace(target)
    except OSError as exc:
        full = exc.errno in {errno.ENOSPC, errno.EDQUOT}
        raise ModelError(
            "The disk is full; free some space and convert again."
            if full
            else f"It cannot be written ({exc.strerror}).",
            about=str(target),
        ) from exc


def _fill(checkpoint: Checkpoint, options: Mapping[str, Any], target: Path) -> None:
    vocabularies = [read_pieces(path) for path in checkpoint.vocabularies]
    with tempfile.TemporaryDirectory(prefix="brief-") as folder:
        paths = [Path(folder) / f"{side}.vocab.yml" for side in ("source", "target")]
        for path, pieces in zip(paths, vocabularies, strict=True):
            write_pieces(pieces, path)
        rows = _convert(
            checkpoint.weights, paths if vocabularies[0] != vocabularies[1] else paths[:1], target / _CONVERTED
        )
    for path, name in zip(checkpoint.pieces, ("source.spm", "target.spm"), strict=True):
        load_sentencepiece(path)
        shutil.copyfile(path, target / name)
    # The tokenizer asks which pieces of a source the model knows; CTranslate2 keeps the target's vocabulary itself.
    ids = {piece: i for i, piece in enumerate(vocabularies[0])}
    (target / "vocab.json").write_text(json.dumps(ids, ensure_ascii=False, indent=0), encoding="utf-8")
    config = {
        "model_type": "marian",
        "is_encoder_decoder": True,
        "vocab_size": len(ids),
        "d_model": options.get("dim-emb"),
        "encoder_layers": options["enc-depth"],
        "decoder_layers": options["dec-depth"],
        "encoder_attention_heads": options["transformer-heads"],
        "decoder_attention_heads": options["transformer-heads"],
        "activation_function": options["transformer-ffn-activation"],
        "max_position_embeddings": rows - 1,  # CTranslate2 appends the end piece to what it is given
    }
    (target / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    for pattern in _FOR_PEOPLE:
        for path in filter(Path.is_file, checkpoint.weights.parent.glob(pattern)):
            shutil.copyfile(path, target / path.name)


def _convert(weights: Path, vocabularies: Sequence[Path], output: Path) -> int:
    """Run CTranslate2's converter; the number of positions the model has."""
    from ctranslate2.converters.marian import MarianConverter

    try:
        MarianConverter(str(weights), [str(path) for path in vocabularies]).convert(str(output), quantization="int8")
    except OSError as exc:
        if exc.errno is not None:
            raise
        raise ModelError(f"The checkpoint cannot be converted ({exc}).", about=str(weights)) from exc
    except KeyError as exc:
        raise ModelError(
            f"The checkpoint lacks {exc}, which its options call for; download it again.", about=str(weights)
        ) from exc
    except (*_DAMAGE, AttributeError, TypeError, RuntimeError) as exc:
        raise ModelError(
            f"The checkpoint cannot be converted ({' '.join(str(exc).split())[:300]}).", about=str(weights)
        ) from exc
    with _open(weights) as arrays:
        return len(arrays["Wpos"]) if "Wpos" in arrays else POSITIONS


def describe(source: Path, name: str, checkpoint: Checkpoint) -> Manifest:
    """The manifest of the converted model: the checkpoint's own where it has one, and what it was made from."""
    if (source / FILE_NAME).exists():
        manifest = read_manifest(source)
    else:
        manifest = Manifest(name, "translation", "marian", normalise="moses" if _is_moses(source) else "none")
    made = {"converted_from": {"file": checkpoint.weights.name, "sha256": hash_file(checkpoint.weights)}}
    return replace(manifest, family="marian", files={}, notes={**manifest.notes, **made})


def _is_moses(source: Path) -> bool:
    """Whether the checkpoint's own preprocessing normalises punctuation, as OPUS-MT's does."""
    script = source / "preprocess.sh"
    return script.is_file() and "normalize-punctuation" in script.read_text(encoding="utf-8", errors="replace")


# Which files


def find_checkpoint(source: Path) -> Checkpoint:
    """The checkpoint's files: those that decoder.yml names, else those that can be told by their names.

    Raises ModelError when one is missing or there is more than one candidate.
    """
    named = _read_yaml(source / DECODER) if (source / DECODER).is_file() else {}
    weights = _named(source, named, "models") or sorted(
        path for path in source.glob("*.npz") if not path.name.endswith((".optimizer.npz", ".orig.npz"))
    )
    if len(weights) != 1:
        raise ModelError(
            f"There are {len(weights)} Marian checkpoints: {', '.join(p.name for p in weights)}; keep one, or name one under "
            f"'models' in {DECODER}."
            if weights
            else "There is no Marian checkpoint (*.npz); download the model again.",
            about=str(source),
        )
    sentencepiece = sorted(source.glob("*.spm"))
    of_text = [path for path in sentencepiece if path.name in {"source.spm", "target.spm"}]
    of_model = [path for path in sentencepiece if path not in of_text]
    if len(of_text) == 1 and not of_model:
        absent = "target.spm" if of_text[0].name == "source.spm" else "source.spm"
        raise ModelError("The file is missing; download the model again.", about=str(source / absent))
    if vocabularies := _named(source, named, "vocabs"):
        pair = vocabularies[0], vocabularies[-1]
    else:
        pair = _pair(
            sorted({*source.glob("*vocab*.yml"), *source.glob("*vocab*.yaml")})
            or sorted(source.glob("*.vocab"))
            or of_model
            or of_text,
            source,
            "vocabulary (*.vocab.yml, *.vocab or *.spm)",
        )
    if all(path.suffix == ".spm" for path in pair):
        return Checkpoint(weights[0], pair, pair)
    pieces = _pair(of_text if len(of_text) == 2 else of_model, source, "SentencePiece model (source.spm, target.spm)")
    return Checkpoint(weights[0], pair, pieces)


def _named(source: Path, named: Mapping[str, Any], key: str) -> list[Path]:
    names = named.get(key) or []
    if not isinstance(names, list):
        raise ModelError(f"The key '{key}' should be a list of files.", about=str(source / DECODER))
    # Marian repeats a joint vocabulary; a path of the machine it was trained on means the file beside decoder.yml.
    paths = list(dict.fromkeys(source / Path(str(name)).name for name in names))
    for path in paths:
        if not path.is_file():
            raise ModelError(f"The file is missing, and {DECODER} names it; download the model again.", about=str(path))
    return paths


def _pair(paths: Sequence[Path], source: Path, what: str) -> tuple[Path, Path]:
    """The source's file and the target's: one file for both, or two told apart by their names."""
    if not paths:
        raise ModelError(
            f"There is no {what}; without one the checkpoint cannot be used (subword-nmt's *.bpe is not supported).",
            about=str(source),
        )
    if len(paths) == 1:
        return paths[0], paths[0]
    words = {path: set(re.split(r"[._-]", path.name.lower())) for path in paths}
    sides = [[path for path in paths if words[path] & names] for names in _SIDES]
    if len(sides[0]) == len(sides[1]) == 1 and sides[0] != sides[1]:
        return sides[0][0], sides[1][0]
    raise ModelError(
        f"There are {len(paths)} files that could be the {what}: {', '.join(p.name for p in paths)}; keep one, or two with "
        "'source' and 'target' in their names.",
        about=str(source),
    )


# What the files hold


@contextmanager
def _open(weights: Path) -> Iterator[Any]:
    """The checkpoint's arrays by name, each read when asked for; pickled ones are refused. Raises ModelError when damaged."""
    import numpy as np

    try:
        with weights.open("rb") as file:
            arrays = np.load(file, allow_pickle=False)
            if not isinstance(arrays, np.lib.npyio.NpzFile):
                raise ModelError("It is a single array, not a checkpoint of Marian.", about=str(weights))
            with arrays:
                yield arrays
    except (OSError, *_DAMAGE) as exc:
        raise ModelError(f"The checkpoint is damaged ({exc}); download it again.", about=str(weights)) from exc


def read_options(weights: Path) -> dict[str, Any]:
    """The options Marian trained the model with, which it keeps in the checkpoint as text. Raises ModelError."""
    with _open(weights) as arrays:
        if "special:model.yml" not in arrays:
            raise ModelError("It is not a checkpoint of Marian: it lacks 'special:model.yml'.", about=str(weights))
        text = arrays["special:model.yml"].tobytes().rstrip(b"\0").decode("utf-8")
    return _parse_yaml(text, weights, is_typed=True)


def check_architecture(options: Mapping[str, Any], weights: Path) -> None:
    """Raise ModelError when CTranslate2 cannot run the architecture; what its converter checks itself is left to it."""
    kind, autoregression = options.get("type"), options.get("transformer-decoder-autoreg", "self-attention")
    if kind != "transformer":
        raise ModelError(
            f"The model is of Marian's type '{kind}', and CTranslate2 runs only 'transformer'.", about=str(weights)
        )
    if autoregression != "self-attention":
        cell = str(options.get("dec-cell", autoregression)).upper()
        raise ModelError(
            f"The decoder is an {cell}, as in the small 'tiny' and 'base' student models, and CTranslate2 runs only decoders of "
            "self-attention; use the full-size (teacher) model.",
            about=str(weights),
        )
    # Not looked at by the converter, which would drop the layers in between or take the wrong ones.
    for option, plain in (
        ("transformer-ffn-depth", {2}),
        ("transformer-decoder-ffn-depth", {0, 2}),
        ("transformer-tied-layers", {()}),
        ("lemma-dim-emb", {0}),
    ):
        value = options.get(option)
        value = tuple(value) if isinstance(value, list) else value
        if value is not None and value not in plain:
            raise ModelError(
                f"The model was trained with --{option} {value}, which CTranslate2 cannot run.", about=str(weights)
            )


def read_pieces(path: Path) -> list[str]:
    """A vocabulary's pieces in the order of their ids. Raises ModelError when it is broken or lacks </s> or <unk>.

    YAML or JSON maps pieces to ids; a text vocabulary holds one piece on a line, with or without a score after a tab; a
    SentencePiece model numbers its pieces itself, and Marian uses those numbers.
    """
    if path.suffix == ".spm":
        model = load_sentencepiece(path)
        pieces = [model.id_to_piece(i) for i in range(model.get_piece_size())]
    elif path.suffix in _YAML:
        ids = _read_yaml(path)
        if sorted(ids.values(), key=_number) != [str(i) for i in range(len(ids))]:
            raise ModelError(
                "The vocabulary does not number its pieces from 0 without gaps; download it again.", about=str(path)
            )
        pieces = sorted(ids, key=lambda piece: _number(ids[piece]))
    else:
        try:
            lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
        except (OSError, UnicodeDecodeError) as exc:
            raise ModelError(f"The vocabulary cannot be read ({exc}); download it again.", about=str(path)) from exc
        pieces = [line.removesuffix("\r").split("\t")[0] for line in lines]
    if len(set(pieces)) != len(pieces):
        twice = next(piece for piece in pieces if pieces.count(piece) > 1)
        raise ModelError(f"The vocabulary holds the piece {twice!r} twice; download it again.", about=str(path))
    if not {END, UNKNOWN} <= set(pieces):
        raise ModelError(f"The vocabulary lacks {END} or {UNKNOWN}; it is not one of Marian's.", about=str(path))
    return pieces


def _number(text: Any) -> int:
    return int(text) if str(text).isdecimal() else -1


def write_pieces(pieces: Sequence[str], path: Path) -> None:
    """Write pieces in YAML as CTranslate2's converter reads it, line by line. Raises ModelError for one with a line break."""
    quoted = [piece.replace("'", "''") for piece in pieces]
    for piece in pieces:
        if "\n" in piece or "\r" in piece:
            raise ModelError(f"The vocabulary has a piece with a line break ({piece!r}), which cannot be converted.")
    path.write_text("".join(f"'{piece}': {i}\n" for i, piece in enumerate(quoted)), encoding="utf-8", newline="\n")


def _read_yaml(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        raise ModelError(f"The file cannot be read ({exc}); download it again.", about=str(path)) from exc
    return _parse_yaml(text, path)


def _parse_yaml(text: str, path: Path, *, is_typed: bool = False) -> dict[str, Any]:
    """A YAML mapping; untyped, every scalar stays text: a vocabulary's ``no``, ``1.0`` and ``~`` are pieces."""
    import yaml

    # In C where it is there: 60,000 pieces in half a second instead of ten.
    kind = "SafeLoader" if is_typed else "BaseLoader"
    loader = getattr(yaml, f"C{kind}", getattr(yaml, kind))
    try:
        content = yaml.load(text, Loader=loader)  # noqa: S506  # both make nothing but plain values
    except yaml.YAMLError as exc:
        raise ModelError(f"The file is not valid YAML ({' '.join(str(exc).split())[:200]}).", about=str(path)) from exc
    if not isinstance(content, dict):
        raise ModelError("The file should hold a YAML mapping; download it again.", about=str(path))
    return content
