"""Which engine, device and number type a model runs on: pure decisions, and the probing they rest on at the end.

    parse_device("cuda:1") ─▶ DeviceRequest ─choose_engine─▶ "ctranslate2" ─probe─▶ Hardware ─choose─▶ Choice

``auto`` takes the fastest that is there and never fails; anything else is taken at its word or refused.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Literal

from pipeline.errors import DeviceError, ModelError, UsageError

EngineName = Literal["ctranslate2", "transformers"]
DeviceKind = Literal["cpu", "cuda", "mps"]

ENGINES = ("auto", "ctranslate2", "transformers")
DEVICE_FORMS = "auto, cpu, cuda, cuda:N, cuda:0,cuda:1 or mps"

_CUDA = re.compile(r"cuda:(\d{1,3})")

# Fastest first. CTranslate2 on an Intel CPU: int8 696 target pieces/s, fp32 525; on an A10G: fp16 9,297, int8_float16 8,363,
# int8 7,522, fp32 5,876 (OPUS-MT base, its README). torch: fp16 on a CPU runs at half the speed of fp32.
_PREFERRED: dict[tuple[EngineName, DeviceKind], tuple[str, ...]] = {
    ("ctranslate2", "cpu"): ("int8", "float32"),
    ("ctranslate2", "cuda"): ("float16", "int8_float16", "int8", "float32"),
    ("transformers", "cpu"): ("float32",),
    ("transformers", "cuda"): ("float16", "float32"),
    ("transformers", "mps"): ("float16", "float32"),
}
# T5 was trained in bfloat16 and overflows in float16.
_PREFERRED_T5: dict[DeviceKind, tuple[str, ...]] = {
    "cpu": ("float32",),
    "cuda": ("bfloat16", "float32"),
    "mps": ("float32",),
}


@dataclass(frozen=True, slots=True)
class DeviceRequest:
    """What was asked for; ``indices`` names GPUs and is empty for "cuda" (the first one) and everything else."""

    kind: Literal["auto", "cpu", "cuda", "mps"]
    indices: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Hardware:
    """What one engine can use here. ``types`` are the number types of each kind of device it can run on; ``gpus`` counts
    the CUDA devices; ``absent`` says why there is no GPU, for people."""

    types: dict[DeviceKind, frozenset[str]]
    gpus: int = 0
    absent: str = "no CUDA GPU was found"


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision and its reason, one line for the log."""

    engine: EngineName
    kind: DeviceKind
    indices: tuple[int, ...]
    quantisation: str
    reason: str

    @property
    def label(self) -> str:
        """ "cpu", "mps", "cuda:0" or "cuda:0,cuda:1"."""
        return ",".join(f"{self.kind}:{i}" for i in self.indices) if self.kind == "cuda" else self.kind


def parse_device(text: str) -> DeviceRequest:
    """The request a user wrote. Raises UsageError with the valid forms."""
    wanted = text.strip().lower()
    if wanted in ("auto", "cpu", "cuda", "mps"):
        return DeviceRequest(wanted)  # type: ignore[arg-type]  # mypy does not narrow to the literals
    matches = [_CUDA.fullmatch(part.strip()) for part in wanted.split(",")]
    indices = tuple(int(m[1]) for m in matches if m)
    if len(indices) != len(matches) or len(set(indices)) != len(indices):
        raise UsageError(f"The device '{text}' is not one of {DEVICE_FORMS}.", about="--device")
    return DeviceRequest("cuda", indices)


def choose_engine(request: DeviceRequest, engine: str, *, convertible: bool) -> EngineName:
    """The engine for a model; ``convertible`` is whether CTranslate2 knows its architecture.

    Raises UsageError for an unknown name, ModelError and DeviceError for an engine that cannot do what is asked.
    """
    if engine not in ENGINES:
        raise UsageError(f"The engine '{engine}' is not one of {', '.join(ENGINES)}.", about="--engine")
    if engine == "ctranslate2":
        if not convertible:
            raise ModelError("CTranslate2 cannot run this architecture; use --engine transformers.")
        if request.kind == "mps":
            raise DeviceError("CTranslate2 does not run on mps; use --engine transformers or --device cpu.")
        return "ctranslate2"
    if engine == "auto" and convertible and request.kind != "mps":
        return "ctranslate2"
    return "transformers"


def choose(
    request: DeviceRequest, engine: EngineName, hardware: Hardware, family: str, quantisation: str = "auto"
) -> Choice:
    """Device and number type for a model of ``family`` (config.json's model_type).

    Raises DeviceError when the asked device is not there, ModelError when it cannot compute in ``quantisation``.
    """
    kind, indices, why = _choose_device(request, engine, hardware)
    types = hardware.types[kind]
    is_t5 = engine == "transformers" and family in {"t5", "mt5"}
    preferred = _PREFERRED_T5[kind] if is_t5 else _PREFERRED[engine, kind]
    if quantisation == "auto":
        quantisation = next((t for t in preferred if t in types), "float32")
    elif quantisation not in types:
        raise ModelError(
            f"The quantisation '{quantisation}' is not available with {engine} on {kind}; use one of "
            f"{', '.join(sorted(types))}."
        )
    return Choice(engine, kind, indices, quantisation, f"{engine} on {kind} in {quantisation}: {why}")


def _choose_device(
    request: DeviceRequest, engine: EngineName, hardware: Hardware
) -> tuple[DeviceKind, tuple[int, ...], str]:
    if request.kind == "cuda":
        if not hardware.gpus:
            raise DeviceError(
                f"There is no GPU to use: {hardware.absent}; use --device cpu or auto.", about="--device cuda"
            )
        if missing := [i for i in request.indices if i >= hardware.gpus]:
            raise DeviceError(
                f"There is no GPU number {missing[0]}; this machine has {hardware.gpus}, numbered from 0.",
                about="--device",
            )
        if engine == "transformers" and len(request.indices) > 1:
            raise DeviceError("The transformers engine runs on one GPU; name one or use --engine ctranslate2.")
        return "cuda", request.indices or (0,), "asked for"
    if request.kind == "mps" and "mps" not in hardware.types:
        raise DeviceError("There is no Apple GPU that torch can use; use --device cpu or auto.", about="--device mps")
    if request.kind != "auto":
        return request.kind, (), "asked for"
    if hardware.gpus:
        return "cuda", (0,), "a CUDA GPU is there"
    if "mps" in hardware.types:
        return "mps", (), "an Apple GPU is there"
    return "cpu", (), hardware.absent


def plan_threads(threads: int, cores: int, *, is_bulk: bool) -> tuple[int, int]:
    """CTranslate2's (inter_threads, intra_threads) on a CPU; ``threads`` caps their product, 0 means all cores.

    In bulk, many short sources: one thread for each batch and several batches at once. 500 news sentences with the starter
    on 2 cores took 2.1 s so, greedy, and 4.8 s with both cores on one batch. A few long sources: all cores on each.
    """
    total = threads or cores
    return (total, 1) if is_bulk else (1, total)


def count_cores() -> int:
    """Cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS and Windows have no affinity
        return os.cpu_count() or 1


def probe(engine: EngineName) -> Hardware:
    """What ``engine`` can use on this machine. Imports torch only for the transformers engine."""
    return probe_ctranslate2() if engine == "ctranslate2" else probe_torch()


def probe_ctranslate2() -> Hardware:
    """What CTranslate2 can use; a GPU whose driver does not fit counts as absent."""
    import ctranslate2

    types: dict[DeviceKind, frozenset[str]] = {"cpu": frozenset(ctranslate2.get_supported_compute_types("cpu"))}
    try:
        gpus = ctranslate2.get_cuda_device_count()
        if gpus:
            types["cuda"] = frozenset(ctranslate2.get_supported_compute_types("cuda"))
    except RuntimeError as exc:
        return Hardware(types, absent=f"CUDA does not work ({exc})")
    return Hardware(types, gpus, "no CUDA GPU was found by CTranslate2")


def probe_torch() -> Hardware:
    """What torch can use. Compute capability 7.0 brings fast float16, 8.0 bfloat16."""
    import torch

    types: dict[DeviceKind, frozenset[str]] = {"cpu": frozenset({"float32", "bfloat16"})}
    gpus = torch.cuda.device_count() if torch.cuda.is_available() else 0
    if gpus:
        capability = torch.cuda.get_device_capability(0)
        fast = {"float16"} if capability >= (7, 0) else set()
        fast |= {"bfloat16"} if capability >= (8, 0) else set()
        types["cuda"] = frozenset({"float32"} | fast)
    if torch.backends.mps.is_available():
        types["mps"] = frozenset({"float32", "float16"})
    absent = "no CUDA GPU was found by torch" if torch.version.cuda else "torch was built without CUDA"
    return Hardware(types, gpus, absent)
