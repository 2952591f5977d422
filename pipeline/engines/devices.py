"""Which engine, device and number type a model runs on: pure decisions, and the probing they rest on at the end.

    parse_device("cuda:1") ─▶ DeviceRequest ─list_engines─▶ ("ctranslate2", "transformers")
                                            ─propose─▶ Choice, Choice, … (each tried until one loads), by way of
                                                        probe ─▶ Hardware ─choose─▶ Choice

``auto`` takes the fastest that is there and never fails; anything else is taken at its word or refused.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
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
    ("transformers", "cuda"): ("float16", "bfloat16", "float32"),
    ("transformers", "mps"): ("float16", "float32"),
}
# T5's were trained in bfloat16, whose range is float32's: in float16 activations overflow and what comes out is nonsense.
# Pegasus overflows too (its page in transformers' documentation: "FP16 is not supported").
_WIDE_RANGE = frozenset({"t5", "mt5", "pegasus"})
_NARROW = frozenset({"float16", "int8_float16"})

# What a GPU computes fast, by compute capability (NVIDIA, CUDA C++ Programming Guide, "Compute Capabilities"): Volta's tensor
# cores brought float16, Ampere's bfloat16. Before, float16 runs at 1/64 of float32's rate (6.1) or is not there (below 5.3).
_FLOAT16_FROM, _BFLOAT16_FROM = (7, 0), (8, 0)

DRIVERS = (
    "/proc/driver/nvidia/version",
    "/dev/kfd",  # AMD
    "/usr/lib/wsl/lib/libcuda.so.1",  # Windows' driver inside WSL
    "C:/Windows/System32/nvcuda.dll",
)
"""Files that are there when a GPU's driver is; looking at them costs nothing, asking torch costs seconds."""


@dataclass(frozen=True, slots=True)
class DeviceRequest:
    """What was asked for; ``indices`` names GPUs and is empty for "cuda" (the first one) and everything else."""

    kind: Literal["auto", "cpu", "cuda", "mps"]
    indices: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Hardware:
    """What one engine can use here: the number types of the CPU and of an Apple GPU where there is one, those of each CUDA
    GPU by its number, and why there is no such GPU, for people."""

    types: dict[DeviceKind, frozenset[str]]
    gpus: tuple[frozenset[str], ...] = ()
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
        return ",".join(self.devices)

    @property
    def devices(self) -> tuple[str, ...]:
        """Each device by torch's name."""
        return tuple(f"{self.kind}:{i}" for i in self.indices) or (self.kind,)


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


def list_engines(request: DeviceRequest, engine: str, *, convertible: bool) -> tuple[EngineName, ...]:
    """The engines that may run a model, better ones first; ``convertible`` is whether CTranslate2 knows its architecture.

    Raises UsageError for an unknown name, ModelError and DeviceError for an engine that cannot do what is asked.
    """
    if engine not in ENGINES:
        raise UsageError(f"The engine '{engine}' is not one of {', '.join(ENGINES)}.", about="--engine")
    if engine == "ctranslate2":
        if not convertible:
            raise ModelError("CTranslate2 cannot run this architecture; use --engine transformers.")
        if request.kind == "mps":
            raise DeviceError("CTranslate2 does not run on mps; use --engine transformers or --device cpu.")
        return ("ctranslate2",)
    if engine == "transformers" or not convertible or request.kind == "mps":
        return ("transformers",)
    return ("ctranslate2",) if request.kind == "cpu" else ("ctranslate2", "transformers")


def propose(
    request: DeviceRequest,
    engines: Sequence[EngineName],
    probe: Callable[[EngineName], Hardware],
    family: str,
    quantisation: str = "auto",
    *,
    is_gpu_likely: bool,
) -> Iterator[Choice]:
    """What to try, in this order, until one loads: every engine on a GPU, then, for ``auto``, the first on the CPU.

    ``probe`` is asked as late as possible: torch takes seconds to import, and is asked for a GPU behind CTranslate2's back only
    when one was seen or ``is_gpu_likely``. Raises DeviceError and ModelError when nothing can be proposed.
    """
    if request.kind in {"cpu", "mps"}:
        yield choose(request, engines[0], probe(engines[0]), family, quantisation)
        return
    refusal: DeviceError | ModelError | None = None
    proposed = False
    for engine in engines:
        if engine != engines[0] and request.kind == "auto" and not is_gpu_likely:
            continue
        hardware = probe(engine)
        is_gpu_likely |= bool(hardware.gpus)
        if request.kind == "auto" and not hardware.gpus and "mps" not in hardware.types:
            continue
        try:
            choice = choose(request, engine, hardware, family, quantisation)
        except (DeviceError, ModelError) as exc:
            refusal = refusal or exc
            continue
        proposed = True
        yield choice
    if request.kind == "auto":
        hardware = probe(engines[0])
        why = "no GPU that was found could be used" if proposed or refusal else hardware.absent
        yield choose(DeviceRequest("cpu"), engines[0], hardware, family, quantisation, why=why)
    elif refusal and not proposed:
        raise refusal


def choose(
    request: DeviceRequest,
    engine: EngineName,
    hardware: Hardware,
    family: str,
    quantisation: str = "auto",
    *,
    why: str = "",
) -> Choice:
    """Device and number type for a model of ``family`` (config.json's model_type) on one engine.

    Raises DeviceError when the asked device is not there, ModelError when it cannot compute in ``quantisation``.
    """
    kind, indices, reason = _choose_device(request, hardware)
    types = frozenset.intersection(*(hardware.gpus[i] for i in indices)) if kind == "cuda" else hardware.types[kind]
    if quantisation == "auto":
        quantisation = choose_type(engine, kind, types, family)
    elif quantisation not in types:
        raise ModelError(
            f"The quantisation '{quantisation}' is not available with {engine} on {kind}; use one of "
            f"{', '.join(sorted(types))}."
        )
    return Choice(engine, kind, indices, quantisation, f"{engine} on {kind} in {quantisation}: {why or reason}")


def choose_type(engine: EngineName, kind: DeviceKind, types: frozenset[str], family: str) -> str:
    """The fastest of ``types`` that a model of ``family`` computes rightly in; float32 always does."""
    preferred = _PREFERRED[engine, kind]
    if family in _WIDE_RANGE and kind != "cpu":
        preferred = ("bfloat16", *(t for t in preferred if t not in _NARROW))
        # Apple's GPUs emulate bfloat16; int8 beside float32 is what CTranslate2 means by int8 on a GPU without float16.
        preferred = tuple(t for t in preferred if (kind, t) != ("mps", "bfloat16"))
    return next((t for t in preferred if t in types), "float32")


def _choose_device(request: DeviceRequest, hardware: Hardware) -> tuple[DeviceKind, tuple[int, ...], str]:
    count = len(hardware.gpus)
    if request.kind == "cuda":
        if not count:
            raise DeviceError(
                f"There is no GPU to use: {hardware.absent}; use --device cpu or auto.", about="--device cuda"
            )
        if missing := [i for i in request.indices if i >= count]:
            raise DeviceError(
                f"There is no GPU number {missing[0]}; this machine has {count}, numbered from 0.", about="--device"
            )
        return "cuda", request.indices or (0,), "asked for"
    if request.kind == "mps" and "mps" not in hardware.types:
        raise DeviceError("There is no Apple GPU that torch can use; use --device cpu or auto.", about="--device mps")
    if request.kind != "auto":
        return request.kind, (), "asked for"
    if count:
        return "cuda", (0,), "a CUDA GPU is there"
    if "mps" in hardware.types:
        return "mps", (), "an Apple GPU is there"
    return "cpu", (), hardware.absent


def plan_threads(threads: int, cores: int, kind: DeviceKind, *, is_bulk: bool) -> tuple[int, int]:
    """CTranslate2's (inter_threads, intra_threads); ``threads`` caps their product on a CPU, 0 means all cores.

    In bulk, many short sources: one thread for each batch and several batches at once. 500 news sentences with the starter
    on 2 cores took 2.1 s so, greedy, and 4.8 s with both cores on one batch. A few long sources: all cores on each. On GPUs
    one batch at a time on each: a second would take the same cores and twice the memory.
    """
    if kind != "cpu":
        return 1, 1
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


def has_gpu_driver(drivers: Sequence[str] = DRIVERS) -> bool:
    """Whether this machine has a driver for a GPU, so that asking torch for one is worth its seconds."""
    return any(Path(path).exists() for path in drivers)


def probe_ctranslate2() -> Hardware:
    """What CTranslate2 can use; a GPU whose driver does not fit counts as absent."""
    import ctranslate2

    types: dict[DeviceKind, frozenset[str]] = {"cpu": frozenset(ctranslate2.get_supported_compute_types("cpu"))}
    try:
        gpus = tuple(
            frozenset(ctranslate2.get_supported_compute_types("cuda", i))
            for i in range(ctranslate2.get_cuda_device_count())
        )
    except RuntimeError as exc:
        return Hardware(types, absent=f"CUDA does not work ({exc})")
    return Hardware(types, gpus, "no CUDA GPU was found by CTranslate2")


def probe_torch() -> Hardware:
    """What torch can use."""
    import torch

    types: dict[DeviceKind, frozenset[str]] = {"cpu": frozenset({"float32", "bfloat16"})}
    count = torch.cuda.device_count() if torch.cuda.is_available() else 0
    gpus = tuple(types_of_capability(torch.cuda.get_device_capability(i)) for i in range(count))
    if torch.backends.mps.is_available():
        types["mps"] = frozenset({"float32", "float16"})
    absent = "no CUDA GPU was found by torch" if torch.version.cuda else "torch was built without CUDA"
    return Hardware(types, gpus, absent)


def types_of_capability(capability: tuple[int, int]) -> frozenset[str]:
    """What torch computes fast on a CUDA GPU of this compute capability."""
    types = {"float32"}
    if capability >= _FLOAT16_FROM:
        types.add("float16")
    if capability >= _BFLOAT16_FROM:
        types.add("bfloat16")
    return frozenset(types)
