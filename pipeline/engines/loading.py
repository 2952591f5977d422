"""A model directory → a Model ready to run: description, integrity, tokenizer, engine, device.

1. describe   manifest.json, or what config.json tells
2. verify     sizes and hashes, so that a damaged file is named before it makes nonsense
3. choose     engine, device and number type, with a reason in the log
4. load       the tokenizer, and the engine (converted for CTranslate2 once)

Never contacts a hub: offline mode is forced before any library that could.
"""

from __future__ import annotations

import logging
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pipeline
from pipeline.engines import Engine
from pipeline.engines.cache import discard, hash_unchanged
from pipeline.engines.conversion import check_vocabulary, converted
from pipeline.engines.ctranslate2 import CTranslate2Engine
from pipeline.engines.devices import (
    Choice,
    count_cores,
    has_gpu_driver,
    list_engines,
    parse_device,
    plan_threads,
    probe,
    propose,
)
from pipeline.engines.manifest import (
    CONVERTIBLE,
    Kind,
    Manifest,
    count_positions,
    find_problems,
    list_weights,
    read_json,
    read_manifest,
    recommend_source,
)
from pipeline.engines.tokenizers import VocabularyTokenizer, load_tokenizer
from pipeline.engines.transformers import TransformersEngine
from pipeline.errors import DeviceError, ModelError
from pipeline.records import Signature

log = logging.getLogger(__name__)

REVISION_DIGITS = 12

_MARK = re.compile(r"<[^<>\s]+>")
"""A piece inside a text prefix: MADLAD-400's ``<2en>``."""


@dataclass(frozen=True, slots=True)
class Model:
    """A model that can be run, and what its user must know of it.

    ``max_source`` is the number of pieces, special ones counted, above which a text should be split (the engine refuses only
    what the model cannot hold); ``normalise`` is whether text must be in Moses' punctuation before it is encoded.
    """

    name: str
    kind: Kind
    revision: str
    tokenizer: VocabularyTokenizer
    engine: Engine
    max_source: int
    normalise: bool

    def signature(self, beam: int) -> Signature:
        """How a text decoded at this beam width is made."""
        return Signature(
            model=self.name,
            revision=self.revision,
            engine=self.engine.name,
            device=self.engine.device,
            quantisation=self.engine.quantisation,
            beam=beam,
            version=pipeline.__version__,
        )


def force_offline() -> None:
    """Keep transformers and huggingface_hub off the network and quiet, whether or not they are imported yet."""
    os.environ |= {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "DISABLE_SAFETENSORS_CONVERSION": "1"}
    os.environ |= {
        "TRANSFORMERS_VERBOSITY": "error",
        "HF_HUB_DISABLE_PROGRESS_BARS": "1",
        "TOKENIZERS_PARALLELISM": "false",
    }
    if library := sys.modules.get("transformers"):
        library.logging.set_verbosity_error()
        library.logging.disable_progress_bar()


def load_model(
    directory: Path, device: str = "auto", engine: str = "auto", threads: int = 0, *, quantisation: str = "auto"
) -> Model:
    """Load the model in ``directory``.

    ``threads`` caps the CPU threads (0: all cores); ``quantisation`` is the engine's number type ("int8", "float32", …).
    Raises UsageError for a device or engine that does not exist, DeviceError when the device is not there, ModelError when
    the directory is incomplete, damaged or cannot run.
    """
    force_offline()
    request = parse_device(device)
    manifest = read_manifest(directory)
    for problem in find_problems(directory, manifest):
        raise ModelError(problem.detail, about=str(directory / problem.file))
    config = read_json(directory / "config.json") if (directory / "config.json").exists() else {}
    is_shipped = list_weights(directory)[0].parent.name == "ctranslate2"
    if is_shipped and (engine == "transformers" or request.kind == "mps"):
        raise ModelError(
            "The directory holds the model only as converted for CTranslate2; use --engine ctranslate2, on cpu or cuda.",
            about=str(directory),
        )
    engines = list_engines(request, engine, convertible=is_shipped or manifest.family in CONVERTIBLE)
    engines = ("ctranslate2",) if is_shipped and engine == "auto" else engines
    tokenizer = _load_tokenizer(directory, manifest, config, is_shipped=is_shipped)
    failure: DeviceError | None = None
    for choice in propose(request, engines, probe, manifest.family, quantisation, is_gpu_likely=has_gpu_driver()):
        try:
            runner = _load_engine(directory, manifest, config, choice, tokenizer, threads)
            break
        except DeviceError as exc:  # its libraries do not load, or its memory is full: the next choice may do
            log.warning("%s", exc)
            failure = failure or exc
    else:
        raise failure or DeviceError(about="--device")
    log.info("%s: %s", manifest.name, choice.reason)
    return Model(
        name=manifest.name,
        kind=manifest.kind,
        revision=manifest.revision[:REVISION_DIGITS] or _hash_weights(directory),
        tokenizer=tokenizer,
        engine=runner,
        max_source=recommend_source(manifest, config),
        normalise=manifest.normalise == "moses",
    )


def _hash_weights(directory: Path) -> str:
    return hash_unchanged(list_weights(directory)[0])[:REVISION_DIGITS]


def _load_tokenizer(
    directory: Path, manifest: Manifest, config: dict[str, Any], *, is_shipped: bool
) -> VocabularyTokenizer:
    # Marian's own converter sets add_source_eos; a second end piece makes such a model loop or stop early.
    appended = is_shipped and read_json(directory / "ctranslate2" / "config.json").get("add_source_eos", False)
    tokenizer = load_tokenizer(directory, manifest, append_end=not appended)
    if manifest.family == "marian" and config:
        check_vocabulary(directory, tokenizer.read_vocabulary(), config)
    _check_languages(directory, manifest, tokenizer)
    return tokenizer


def _check_languages(directory: Path, manifest: Manifest, tokenizer: VocabularyTokenizer) -> None:
    """Raise ModelError when the vocabulary lacks a language piece: the model would take it for an unknown word."""
    asked = {
        "source_prefix": manifest.source_prefix,
        "source_suffix": manifest.source_suffix,
        "target_prefix": manifest.target_prefix,
        "text_prefix": tuple(_MARK.findall(manifest.text_prefix)),
    }
    if not any(asked.values()):
        return
    known = tokenizer.read_vocabulary()
    for key, pieces in asked.items():
        for piece in pieces:
            if piece not in known:
                raise ModelError(
                    f"The manifest's {key} calls for the piece '{piece}', which the vocabulary lacks; correct it in "
                    "manifest.json, or pull or copy the model again.",
                    about=str(directory),
                )


def _load_engine(
    directory: Path,
    manifest: Manifest,
    config: dict[str, Any],
    choice: Choice,
    tokenizer: VocabularyTokenizer,
    threads: int,
) -> Engine:
    limit = count_positions(config)
    prefix = manifest.target_prefix or _forced_start(directory, config, tokenizer)
    if choice.engine == "transformers":
        return TransformersEngine(
            directory, choice, tokenizer.read_vocabulary(), limit=limit, target_prefix=prefix, threads=threads
        )
    import ctranslate2

    ctranslate2.set_log_level(logging.ERROR)
    plan = plan_threads(threads, count_cores(), choice.kind, is_bulk=manifest.kind == "translation")
    if (shipped := directory / "ctranslate2" / "model.bin").exists():
        return CTranslate2Engine(shipped.parent, choice, plan, limit=limit, target_prefix=prefix)
    with converted(directory, "int8" if choice.quantisation.startswith("int8") else "float32") as (path, key):
        try:
            return CTranslate2Engine(path, choice, plan, limit=limit, target_prefix=prefix)
        except DeviceError:
            raise
        except ModelError:  # of a conversion that the disk has spoilt since: make it again, once
            log.warning("the converted model in %s is damaged; converting again", path)
            discard(key)
    with converted(directory, "int8" if choice.quantisation.startswith("int8") else "float32") as (path, _):
        return CTranslate2Engine(path, choice, plan, limit=limit, target_prefix=prefix)


def _forced_start(directory: Path, config: dict[str, Any], tokenizer: VocabularyTokenizer) -> tuple[str, ...]:
    """The piece that the directory's generation defaults force at the start of an output (BART's ``<s>``), if any."""
    path = directory / "generation_config.json"
    defaults = read_json(path) if path.exists() else {}
    forced = defaults.get("forced_bos_token_id", config.get("forced_bos_token_id"))
    if not isinstance(forced, int):
        return ()
    return tuple(piece for piece, i in tokenizer.read_vocabulary().items() if i == forced)[:1]
