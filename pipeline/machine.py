"""What this machine is: processor cores, memory and their limits, and what the neural libraries make of it.

Reads files under ``/proc`` and ``/sys`` where there are any; elsewhere says less. The libraries are asked in processes of their
own: torch takes seconds to import, and a library built for another processor ends a process without a word. Judges nothing
(:mod:`pipeline.doctor` does).
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pipeline
from pipeline.engines.devices import Hardware, count_cores

NO_LIMIT = 2**60
"""Bytes from which a limit is none: version 1 of control groups says "no limit" by the largest number of pages."""


@dataclass(frozen=True, slots=True)
class Cores:
    """Processors of the machine, those this process may run on, and its quota of them (a container's limit), if any."""

    total: int
    usable: int
    quota: float | None = None


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes of memory: all, free to use, and this process's limit (a container's); None where the system does not say."""

    total: int | None
    available: int | None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a library said in its own process: ``facts``, or in ``error`` why there are none; ``log`` is its standard error."""

    facts: Mapping[str, Any] | None
    error: str = ""
    log: str = ""


def read_cores(root: Path = Path("/")) -> Cores:
    """The cores under ``root``'s control groups."""
    quotas = [quota for folder in control_groups(root, "cpu") if (quota := _read_quota(folder)) is not None]
    return Cores(os.cpu_count() or 1, count_cores(), min(quotas, default=None))


def read_memory(root: Path = Path("/")) -> Memory:
    """The memory, from /proc/meminfo where there is one."""
    limits = [limit for folder in control_groups(root, "memory") if (limit := _read_limit(folder)) is not None]
    sizes: dict[str, int] = {}
    with suppress(OSError):
        for line in (root / "proc/meminfo").read_text().splitlines():
            name, _, value = line.partition(":")
            with suppress(ValueError, IndexError):
                sizes[name] = int(value.split()[0]) * 1024
    if not sizes and hasattr(os, "sysconf"):
        with suppress(ValueError, OSError):
            sizes["MemTotal"] = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return Memory(sizes.get("MemTotal"), sizes.get("MemAvailable"), min(limits, default=None))


def control_groups(root: Path, controller: str) -> Iterator[Path]:
    """The folders of this process's control groups that may limit ``controller``, from its own up; versions 1 and 2."""
    try:
        lines = (root / "proc/self/cgroup").read_text().splitlines()
    except OSError:  # not Linux
        return
    top = root / "sys/fs/cgroup"
    for line in lines:
        number, controllers, own = (*line.split(":", 2), "", "")[:3]
        if number == "0" and not controllers:
            bases = [top, top / "unified"]
        elif controller in controllers.split(","):
            bases = [top / controllers, top / controller]
        else:
            continue
        for base in bases:
            folder = base / own.lstrip("/")
            while base in (folder, *folder.parents):
                if folder.is_dir():
                    yield folder
                folder = folder.parent


def _read_quota(folder: Path) -> float | None:
    """Cores a control group grants, from ``cpu.max`` ("quota period" in microseconds) or version 1's two files."""
    with suppress(OSError, ValueError):
        granted, period = (folder / "cpu.max").read_text().split()
        return None if granted == "max" else int(granted) / int(period)
    with suppress(OSError, ValueError, ZeroDivisionError):
        quota = int((folder / "cpu.cfs_quota_us").read_text())
        return quota / int((folder / "cpu.cfs_period_us").read_text()) if quota > 0 else None
    return None


def _read_limit(folder: Path) -> int | None:
    """Bytes a control group grants, from ``memory.max`` or version 1's file."""
    for name in ("memory.max", "memory.limit_in_bytes"):
        with suppress(OSError, ValueError):
            limit = int((folder / name).read_text())  # "max" is no number
            return limit if limit < NO_LIMIT else None
    return None


# What libraries say, each in a process of its own


class Inquiry:
    """A question to a library, under way in another process; ended with it when it is no longer wanted."""

    def __init__(self, function: str, *arguments: str) -> None:
        """Start ``pipeline.machine.<function>(*arguments)``, which returns facts that JSON can hold."""
        code = (
            "import json, sys\n"
            f"from pipeline.machine import {function}\n"
            f"facts = {function}(*sys.argv[1:])\n"
            "sys.stdout.write('\\n' + json.dumps(facts))\n"
        )
        paths = [str(Path(pipeline.__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
        offline = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
        self._process = subprocess.Popen(
            # -P: the folder that brief is started in may hold anything, a json.py too.
            [sys.executable, "-P", "-c", code, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **offline, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
        )

    def collect(self, deadline: float) -> Answer:
        """The answer, waited for until ``deadline`` on :func:`time.monotonic`'s clock."""
        try:
            output, errors = self._process.communicate(timeout=max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.end()
            return Answer(None, "no answer in the time there was")
        log = errors.decode(errors="replace")
        code = self._process.returncode
        if code == 0:
            return Answer(json.loads(output.decode().rpartition("\n")[2]), log=log)
        if code < 0:
            return Answer(None, f"it was ended by {signal.Signals(-code).name}", log)
        return Answer(None, (log.strip().splitlines() or ["it failed without a word"])[-1], log)

    def end(self) -> None:
        """Stop the process if it still runs."""
        self._process.kill()
        self._process.communicate()


def describe_torch() -> dict[str, Any]:
    """torch's version, what it was built for, and the hardware it sees."""
    import torch

    from pipeline.engines.devices import probe_torch

    count = torch.cuda.device_count() if torch.cuda.is_available() else 0
    names = [
        f"{torch.cuda.get_device_name(i)} ({'.'.join(map(str, torch.cuda.get_device_capability(i)))})"
        for i in range(count)
    ]
    built = f"CUDA {torch.version.cuda}" if torch.version.cuda else ""
    built = built or (f"ROCm {torch.version.hip}" if torch.version.hip else "the CPU")
    return {"version": torch.__version__, "built": built, "names": names, **pack_hardware(probe_torch())}


def describe_ctranslate2(starter: str) -> dict[str, Any]:
    """CTranslate2's version and hardware, and a sentence translated by the starter; its log says which instructions it uses."""
    import ctranslate2

    from pipeline.engines import Options
    from pipeline.engines.conversion import converted
    from pipeline.engines.ctranslate2 import CTranslate2Engine
    from pipeline.engines.devices import DeviceRequest, choose, probe_ctranslate2
    from pipeline.engines.manifest import read_manifest
    from pipeline.engines.tokenizers import load_tokenizer
    from pipeline.errors import BriefError

    hardware = probe_ctranslate2()
    facts = {"version": ctranslate2.__version__, **pack_hardware(hardware)}
    ctranslate2.set_log_level(logging.INFO)
    directory = Path(starter)
    try:
        manifest = read_manifest(directory)
        tokenizer = load_tokenizer(directory, manifest)
        choice = choose(DeviceRequest("cpu"), "ctranslate2", hardware, manifest.family)
        with converted(directory, "int8") as (path, _):
            engine = CTranslate2Engine(path, choice, (1, 1), limit=None)
        (hypotheses,) = engine.generate([tokenizer.encode("Qeveria miratoi buxhetin.")], Options(beam=1))
        return facts | {"sentence": tokenizer.decode(hypotheses[0].pieces), "quantisation": choice.quantisation}
    except BriefError as exc:
        return facts | {"error": str(exc)}


def pack_hardware(hardware: Hardware) -> dict[str, Any]:
    """Hardware as JSON can hold it."""
    return {
        "types": {kind: sorted(types) for kind, types in hardware.types.items()},
        "gpus": [sorted(types) for types in hardware.gpus],
        "absent": hardware.absent,
    }


def unpack_hardware(facts: Mapping[str, Any]) -> Hardware:
    """The inverse of :func:`pack_hardware`."""
    types = {kind: frozenset(names) for kind, names in facts["types"].items()}
    return Hardware(types, tuple(frozenset(names) for names in facts["gpus"]), facts["absent"])


def measure_folder(folder: Path, is_counted: Callable[[Path], bool] = lambda _: True) -> int:
    """Bytes of the files in a folder that ``is_counted``; what vanishes meanwhile counts nothing."""
    total = 0
    for path in folder.rglob("*"):
        with suppress(OSError):
            if path.is_file() and is_counted(path):
                total += path.stat().st_size
    return total
