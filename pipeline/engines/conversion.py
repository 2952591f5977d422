"""Hugging Face checkpoints → CTranslate2 model directories, once for each model, version and quantisation.

Marian checkpoints in safetensors are converted here with numpy alone: CTranslate2's own converter imports torch and
transformers (some 2 s and 400 MB), which a run on a CPU never needs otherwise. Everything else goes through that converter.
What is written is the same, byte for byte (tests compare them).

Format of model.bin, version 6 (ctranslate2/specs/model_spec.py, ``ModelSpec._serialize``), little-endian, a string being
uint16 length with the closing zero, the bytes, a zero:

    uint32 6 · string "TransformerSpec" · uint32 revision · uint32 count
    count ×  string name · uint8 rank · rank × uint32 dimension · uint8 type · uint32 bytes · data
    uint32 aliases · aliases × (string alias · string name)

CTranslate2 reads older versions of the format and of the specification than its own.
"""

from __future__ import annotations

import hashlib
import json
import logging
import pickle
import struct
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pipeline import hub
from pipeline.engines.cache import cached_directory, hash_unchanged
from pipeline.engines.manifest import list_weights, read_json
from pipeline.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Tensor = NDArray[Any]

Stored = Literal["int8", "float32"]
"""How weights are stored. CTranslate2 casts them to the compute type when it loads them."""

log = logging.getLogger(__name__)

BINARY_VERSION = 6
SPECIFICATION, SPECIFICATION_REVISION = "TransformerSpec", 7
_TYPES = ("float32", "int8", "int16", "int32", "float16", "bfloat16")  # order of DataType in ctranslate2/types.h
_ACTIVATIONS = {"relu": 0, "swish": 2, "silu": 2, "gelu": 3}  # ops/activation.h

_FAMILIES_OF_T5 = frozenset({"t5", "mt5"})

REVISION = 2
"""Raised when conversions come out differently, so that none made earlier is taken from the cache."""

UNSAFE_WEIGHTS = "The .bin file holds more than tensors, which could run code; use a copy of the model in safetensors."

VOCABULARY_FILES = (
    "config.json",
    "vocab.json",
    "merges.txt",
    "tokenizer.json",
    "tokenizer_config.json",
    "added_tokens.json",
    "special_tokens_map.json",
    "spiece.model",
    "sentencepiece.bpe.model",
)
"""Files besides the weights that decide what a conversion holds."""


def identify(directory: Path) -> str:
    """Hex sha256 of a model's weights and of the files that decide its conversion."""
    files = [*list_weights(directory), *(directory / n for n in VOCABULARY_FILES if (directory / n).exists())]
    content = "".join(f"{file.relative_to(directory)} {hash_unchanged(file)}\n" for file in files)
    return hashlib.sha256(content.encode()).hexdigest()


@contextmanager
def converted(directory: Path, stored: Stored) -> Iterator[tuple[Path, str]]:
    """The CTranslate2 directory of a Hugging Face directory and its key in the cache; made when it is not there yet.

    Raises ModelError when the checkpoint is broken, not convertible, or the disk is full.
    """
    import ctranslate2

    key = f"{identify(directory)[:32]}-{ctranslate2.__version__}-{REVISION}-{stored}"
    with cached_directory(key, lambda output: convert(directory, output, stored)) as path:
        yield path, key


def convert(directory: Path, output: Path, stored: Stored) -> None:
    """Convert the checkpoint in ``directory`` into the empty directory ``output``. Raises ModelError as above."""
    config = read_json(directory / "config.json")
    if config.get("model_type") == "marian":
        tensors = read_tensors(list_weights(directory))
        if tensors is not None and is_plain_marian(config, tensors):
            log.info("converting %s to CTranslate2 %s", directory, stored)
            write_model(
                marian_variables(directory, config, tensors, stored), marian_vocabulary(directory, config), output
            )
            return
    log.info("converting %s to CTranslate2 %s with torch", directory, stored)
    convert_with_torch(directory, output, stored)


def convert_with_torch(directory: Path, output: Path, stored: Stored) -> None:
    """Convert with CTranslate2's own converter, which loads the model with transformers."""
    hub.import_constants()  # which transformers would import with the user's timeouts in sight
    import torch
    from ctranslate2.converters import TransformersConverter

    class FullPrecision(TransformersConverter):  # type: ignore[misc]  # the library has no type hints
        def load_model(self, model_class: Any, path: str, **options: Any) -> Any:
            # An fp16 checkpoint would be loaded as such: its table of positions rounded, its biases kept in fp16.
            model = super().load_model(model_class, path, **(options | {"dtype": torch.float32}))
            if model.config.model_type in _FAMILIES_OF_T5:
                # The converter scales the decoder's output where embeddings are tied. transformers 5 calls them tied always,
                # and keeps what the checkpoint says of scaling apart: T5 scales, T5 1.1, MADLAD-400 and mT5 do not.
                model.config.tie_word_embeddings = getattr(model.config, "scale_decoder_outputs", False)
            return model

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            FullPrecision(str(directory)).convert(str(output), quantization=stored, force=True)
    except OSError as exc:
        if exc.errno is not None:  # the disk's, not transformers' "no file named …"
            raise
        raise ModelError(f"The model cannot be converted ({_one_line(exc)}).", about=str(directory)) from exc
    except pickle.UnpicklingError as exc:
        raise ModelError(UNSAFE_WEIGHTS, about=str(directory)) from exc
    except (ValueError, KeyError, RuntimeError, ImportError, AttributeError, TypeError) as exc:
        raise ModelError(
            f"The model cannot be converted ({_one_line(exc)}); try --engine transformers.", about=str(directory)
        ) from exc


def _one_line(exc: Exception) -> str:
    return " ".join(str(exc).split())[:200]


def read_tensors(weights: list[Path]) -> dict[str, Tensor] | None:
    """All tensors of safetensors files in float32, None when they are of a kind numpy cannot hold or a pickle.

    Raises ModelError when a file is cut off or not safetensors.
    """
    from safetensors import SafetensorError, safe_open

    tensors: dict[str, Tensor] = {}
    for path in weights:
        if path.suffix != ".safetensors":
            return None
        try:
            with safe_open(path, framework="np") as file:
                for name in file.keys():  # noqa: SIM118  # safe_open is not a mapping
                    if file.get_slice(name).get_dtype() not in {"F16", "F32"}:
                        return None
                    tensors[name] = file.get_tensor(name).astype("float32")
        except (SafetensorError, OSError) as exc:
            raise ModelError(
                f"The weights are damaged ({exc}); pull or copy the model again.", about=str(path)
            ) from exc
    return tensors


def is_plain_marian(config: Mapping[str, Any], tensors: Mapping[str, Tensor]) -> bool:
    """Whether this is the Marian of OPUS-MT: one embedding for all, fixed positions, norms after, the pad piece last."""
    return (
        config.get("share_encoder_decoder_embeddings", True)
        and config.get("tie_word_embeddings", True)
        and config.get("static_position_embeddings", True)
        and not config.get("normalize_before", False)
        and not config.get("normalize_embedding", False)
        and config.get("activation_function", "gelu") in _ACTIVATIONS
        and config.get("pad_token_id") == config.get("decoder_start_token_id") == config.get("vocab_size", 0) - 1
        and "model.shared.weight" in tensors
        and "lm_head.weight" not in tensors
    )


def marian_vocabulary(directory: Path, config: Mapping[str, Any]) -> list[str]:
    """Pieces by id, without the pad piece: CTranslate2 starts from a zero embedding and must not generate it."""
    pieces = read_json(directory / "vocab.json")
    check_vocabulary(directory, pieces, config)
    return sorted(pieces, key=pieces.__getitem__)[:-1]


def check_vocabulary(directory: Path, pieces: Mapping[str, Any], config: Mapping[str, Any]) -> None:
    """Raise ModelError when vocab.json does not number exactly the pieces that config.json says the model has."""
    if sorted(pieces.values()) != list(range(config.get("vocab_size", 0))):
        raise ModelError(
            f"vocab.json numbers {len(pieces)} pieces up to {max(pieces.values(), default=-1)} but config.json says "
            f"vocab_size {config.get('vocab_size')}; the files are of different models: pull or copy the model again.",
            about=str(directory),
        )


def marian_variables(
    directory: Path, config: Mapping[str, Any], tensors: Mapping[str, Tensor], stored: Stored
) -> dict[str, Tensor | str]:
    """CTranslate2's variables by name, a string being another's name: the mapping of its MarianMTLoader.

    Raises ModelError when a tensor is missing or the embedding disagrees with config.json.
    """
    import numpy as np

    variables: dict[str, Tensor | str] = {}

    def weigh(name: str, matrix: Tensor) -> None:
        if stored == "int8":
            variables[f"{name}/weight"], variables[f"{name}/weight_scale"] = quantise(matrix)
        else:
            variables[f"{name}/weight"] = matrix

    def connect(name: str, *sources: str) -> None:
        weigh(name, np.concatenate([tensors[f"{source}.weight"] for source in sources]))
        variables[f"{name}/bias"] = np.concatenate([tensors[f"{source}.bias"] for source in sources])

    def normalise(name: str, source: str) -> None:
        variables[f"{name}/gamma"], variables[f"{name}/beta"] = tensors[f"{source}.weight"], tensors[f"{source}.bias"]

    embedding = tensors["model.shared.weight"]
    if len(embedding) != config["vocab_size"]:
        raise ModelError(
            f"The weights hold {len(embedding)} pieces but config.json says vocab_size {config['vocab_size']}; the files "
            "are of different models: pull or copy the model again.",
            about=str(directory),
        )
    if embedding[-1].any():
        raise ModelError(
            "The padding row of the embedding is not zero, and CTranslate2 starts decoding from zero; "
            "use --engine transformers.",
            about=str(directory),
        )
    weigh("decoder/embeddings", embedding[:-1])
    variables["encoder/embeddings_0/weight"] = variables["decoder/projection/weight"] = "decoder/embeddings/weight"
    bias = tensors.get("final_logits_bias")
    if bias is not None and bias.any():
        variables["decoder/projection/bias"] = bias.reshape(-1)[:-1]
    for side in ("encoder", "decoder"):  # old checkpoints store the table, new ones have it computed
        table = tensors.get(f"model.{side}.embed_positions.weight")
        if table is None:
            table = sinusoids(config["max_position_embeddings"], config["d_model"])
        variables[f"{side}/position_encodings/encodings"] = table
    if np.array_equal(
        variables["encoder/position_encodings/encodings"], variables["decoder/position_encodings/encodings"]
    ):
        variables["encoder/position_encodings/encodings"] = "decoder/position_encodings/encodings"
    try:
        for side in ("encoder", "decoder"):
            for number in range(config[f"{side}_layers"]):
                layer, source = f"{side}/layer_{number}", f"model.{side}.layers.{number}"
                own, other = f"{source}.self_attn", f"{source}.encoder_attn"
                connect(f"{layer}/self_attention/linear_0", f"{own}.q_proj", f"{own}.k_proj", f"{own}.v_proj")
                connect(f"{layer}/self_attention/linear_1", f"{own}.out_proj")
                normalise(f"{layer}/self_attention/layer_norm", f"{source}.self_attn_layer_norm")
                if side == "decoder":
                    connect(f"{layer}/attention/linear_0", f"{other}.q_proj")
                    connect(f"{layer}/attention/linear_1", f"{other}.k_proj", f"{other}.v_proj")
                    connect(f"{layer}/attention/linear_2", f"{other}.out_proj")
                    normalise(f"{layer}/attention/layer_norm", f"{source}.encoder_attn_layer_norm")
                connect(f"{layer}/ffn/linear_0", f"{source}.fc1")
                connect(f"{layer}/ffn/linear_1", f"{source}.fc2")
                normalise(f"{layer}/ffn/layer_norm", f"{source}.final_layer_norm")
    except KeyError as exc:
        raise ModelError(
            f"The weights lack {exc}, which config.json calls for; pull or copy the model again.", about=str(directory)
        ) from exc
    scale = np.float32(config["d_model"] ** 0.5 if config.get("scale_embedding") else 1.0)
    for side in ("encoder", "decoder"):
        variables[f"{side}/num_heads"] = np.array(config[f"{side}_attention_heads"], "int16")
        variables[f"{side}/activation"] = np.array(_ACTIVATIONS[config["activation_function"]], "int8")
        variables[f"{side}/pre_norm"] = np.array(0, "int8")
        variables[f"{side}/scale_embeddings"] = np.array(scale)
    for flag in ("encoder/embeddings_merge", "encoder/multi_query_attention"):
        variables[flag] = np.array(0, "int8")
    for flag in ("alibi", "alibi_use_positive_positions", "scale_alibi"):
        variables[f"decoder/{flag}"] = np.array(0, "int8")
    variables["decoder/alignment_heads"] = np.array(1, "int16")
    variables["decoder/alignment_layer"] = np.array(-1, "int16")
    variables["decoder/start_from_zero_embedding"] = np.array(1, "int8")
    return variables


def quantise(matrix: Tensor) -> tuple[Tensor, Tensor]:
    """int8 rows and the float32 scale of each, 127 / largest magnitude: CTranslate2's ``LayerSpec._quantize``."""
    import numpy as np

    largest = np.abs(matrix).max(axis=1)
    largest[largest == 0] = 127.0
    scale = (np.float32(127.0) / largest).astype("float32")
    return np.rint(matrix * scale[:, None]).astype("int8"), scale


def sinusoids(positions: int, width: int) -> NDArray[np.float32]:
    """Marian's fixed positions, shape (positions, width): sines in the first half, cosines in the second."""
    import numpy as np

    rates = [np.power(10000, 2 * (j // 2) / width) for j in range(width)]
    angles = np.arange(positions)[:, None] / np.array(rates)
    return np.concatenate([np.sin(angles[:, 0::2]), np.cos(angles[:, 1::2])], axis=1).astype("float32")


def write_model(variables: Mapping[str, Tensor | str], vocabulary: list[str], output: Path) -> None:
    """Write model.bin, config.json and the vocabulary, which both sides share."""
    arrays = {name: value for name, value in sorted(variables.items()) if not isinstance(value, str)}
    aliases = {name: value for name, value in sorted(variables.items()) if isinstance(value, str)}
    with (output / "model.bin").open("wb") as file:

        def put(text: str) -> None:
            file.write(struct.pack("<H", len(text) + 1) + text.encode() + b"\0")

        file.write(struct.pack("<I", BINARY_VERSION))
        put(SPECIFICATION)
        file.write(struct.pack("<II", SPECIFICATION_REVISION, len(arrays)))
        for name, array in arrays.items():
            put(name)
            file.write(struct.pack(f"<B{array.ndim}I", array.ndim, *array.shape))
            file.write(struct.pack("<BI", _TYPES.index(array.dtype.name), array.nbytes))
            file.write(array.tobytes())
        file.write(struct.pack("<I", len(aliases)))
        for alias, name in aliases.items():
            put(alias)
            put(name)
    config = {
        "add_source_bos": False,
        "add_source_eos": False,  # the tokenizer writes the end piece itself
        "bos_token": "<s>",
        "decoder_start_token": "</s>",  # any piece: decoding starts from a zero embedding
        "eos_token": "</s>",
        "layer_norm_epsilon": None,
        "multi_query_attention": False,
        "unk_token": "<unk>",
    }
    (output / "config.json").write_text(json.dumps(config, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    (output / "shared_vocabulary.json").write_text(json.dumps(vocabulary, indent=2), encoding="utf-8")
