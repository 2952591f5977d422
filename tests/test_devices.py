"""Choosing an engine, a device and a number type is pure: every machine can be described in a table."""

from __future__ import annotations

import subprocess
import sys

import pytest

from pipeline.engines.devices import (
    DeviceRequest,
    Hardware,
    choose,
    choose_engine,
    count_cores,
    parse_device,
    plan_threads,
    probe,
)
from pipeline.errors import DeviceError, ModelError, UsageError

AUTO = DeviceRequest("auto")
LAPTOP = Hardware(
    {"cpu": frozenset({"int8", "int8_float32", "float32"})}, absent="no CUDA GPU was found by CTranslate2"
)
NO_INT8 = Hardware({"cpu": frozenset({"float32"})})
AMPERE = Hardware(
    {"cpu": LAPTOP.types["cpu"], "cuda": frozenset({"float16", "bfloat16", "int8_float16", "int8", "float32"})}, gpus=2
)
PASCAL = Hardware({"cpu": LAPTOP.types["cpu"], "cuda": frozenset({"int8", "int8_float32", "float32"})}, gpus=1)
TORCH_CPU = Hardware({"cpu": frozenset({"float32", "bfloat16"})})
TORCH_AMPERE = Hardware({**TORCH_CPU.types, "cuda": frozenset({"float32", "float16", "bfloat16"})}, gpus=2)
TORCH_PASCAL = Hardware({**TORCH_CPU.types, "cuda": frozenset({"float32"})}, gpus=1)
MAC = Hardware({**TORCH_CPU.types, "mps": frozenset({"float32", "float16"})})


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("auto", AUTO),
        ("cpu", DeviceRequest("cpu")),
        (" CPU ", DeviceRequest("cpu")),
        ("mps", DeviceRequest("mps")),
        ("cuda", DeviceRequest("cuda")),
        ("cuda:1", DeviceRequest("cuda", (1,))),
        ("cuda:0,cuda:1", DeviceRequest("cuda", (0, 1))),
        ("cuda:1, cuda:0", DeviceRequest("cuda", (1, 0))),
    ],
)
def test_device_is_read(text: str, request_: DeviceRequest) -> None:
    assert parse_device(text) == request_


@pytest.mark.parametrize(
    "text", ["", "gpu", "cuda:", "cuda:x", "cuda:-1", "cuda:0,cuda:0", "cuda:0,cpu", "cpu,cpu", "cuda:0,"]
)
def test_unknown_device_names_the_valid_forms(text: str) -> None:
    with pytest.raises(UsageError, match="cuda:0,cuda:1 or mps"):
        parse_device(text)


@pytest.mark.parametrize(
    ("device", "engine", "convertible", "chosen"),
    [
        ("auto", "auto", True, "ctranslate2"),
        ("cpu", "auto", True, "ctranslate2"),
        ("cuda", "auto", True, "ctranslate2"),
        ("mps", "auto", True, "transformers"),
        ("auto", "auto", False, "transformers"),
        ("cpu", "transformers", True, "transformers"),
        ("cuda:1", "ctranslate2", True, "ctranslate2"),
    ],
)
def test_engine_follows_device_and_architecture(device: str, engine: str, convertible: bool, chosen: str) -> None:
    assert choose_engine(parse_device(device), engine, convertible=convertible) == chosen


@pytest.mark.parametrize(
    ("device", "engine", "convertible", "error", "says"),
    [
        ("auto", "onnx", True, UsageError, "auto, ctranslate2, transformers"),
        ("auto", "ctranslate2", False, ModelError, "--engine transformers"),
        ("mps", "ctranslate2", True, DeviceError, "--device cpu"),
    ],
)
def test_engine_that_cannot_is_refused(
    device: str, engine: str, convertible: bool, error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        choose_engine(parse_device(device), engine, convertible=convertible)


@pytest.mark.parametrize(
    ("device", "engine", "hardware", "family", "label", "quantisation"),
    [
        ("auto", "ctranslate2", LAPTOP, "marian", "cpu", "int8"),
        ("auto", "ctranslate2", NO_INT8, "marian", "cpu", "float32"),
        ("auto", "ctranslate2", AMPERE, "marian", "cuda:0", "float16"),
        ("cpu", "ctranslate2", AMPERE, "marian", "cpu", "int8"),
        ("cuda", "ctranslate2", AMPERE, "marian", "cuda:0", "float16"),
        ("cuda:1", "ctranslate2", AMPERE, "marian", "cuda:1", "float16"),
        ("cuda:0,cuda:1", "ctranslate2", AMPERE, "marian", "cuda:0,cuda:1", "float16"),
        ("cuda", "ctranslate2", PASCAL, "marian", "cuda:0", "int8"),
        ("auto", "transformers", TORCH_CPU, "bart", "cpu", "float32"),
        ("auto", "transformers", TORCH_AMPERE, "bart", "cuda:0", "float16"),
        ("auto", "transformers", TORCH_AMPERE, "t5", "cuda:0", "bfloat16"),
        ("auto", "transformers", TORCH_PASCAL, "t5", "cuda:0", "float32"),
        ("auto", "transformers", TORCH_PASCAL, "bart", "cuda:0", "float32"),
        ("auto", "transformers", MAC, "marian", "mps", "float16"),
        ("mps", "transformers", MAC, "mt5", "mps", "float32"),
        ("cpu", "transformers", MAC, "marian", "cpu", "float32"),
    ],
)
def test_device_and_number_type(
    device: str, engine: str, hardware: Hardware, family: str, label: str, quantisation: str
) -> None:
    choice = choose(parse_device(device), engine, hardware, family)  # type: ignore[arg-type]
    assert (choice.label, choice.quantisation) == (label, quantisation)
    assert choice.reason.startswith(f"{engine} on {label.split(':', maxsplit=1)[0]} in {quantisation}: ")


def test_reason_says_why_auto_stayed_on_the_cpu() -> None:
    assert choose(AUTO, "ctranslate2", LAPTOP, "marian").reason.endswith("no CUDA GPU was found by CTranslate2")


@pytest.mark.parametrize(
    ("device", "engine", "hardware", "says"),
    [
        ("cuda", "ctranslate2", LAPTOP, "no CUDA GPU was found by CTranslate2; use --device cpu or auto"),
        ("cuda:2", "ctranslate2", AMPERE, "no GPU number 2; this machine has 2"),
        ("cuda:0,cuda:1", "transformers", TORCH_AMPERE, "one GPU"),
        ("mps", "transformers", TORCH_CPU, "no Apple GPU"),
    ],
)
def test_device_that_is_not_there_is_an_error(device: str, engine: str, hardware: Hardware, says: str) -> None:
    with pytest.raises(DeviceError, match=says):
        choose(parse_device(device), engine, hardware, "marian")  # type: ignore[arg-type]


def test_number_type_can_be_asked_for_and_is_refused_by_name() -> None:
    assert choose(AUTO, "ctranslate2", LAPTOP, "marian", "float32").quantisation == "float32"
    with pytest.raises(
        ModelError, match="'float16' is not available with ctranslate2 on cpu; use one of float32, int8"
    ):
        choose(AUTO, "ctranslate2", LAPTOP, "marian", "float16")


@pytest.mark.parametrize(
    ("threads", "cores", "is_bulk", "plan"),
    [(0, 8, True, (8, 1)), (0, 8, False, (1, 8)), (2, 8, True, (2, 1)), (1, 8, False, (1, 1)), (16, 8, True, (16, 1))],
)
def test_threads_go_to_batches_in_bulk_and_to_one_batch_otherwise(
    threads: int, cores: int, is_bulk: bool, plan: tuple[int, int]
) -> None:
    assert plan_threads(threads, cores, is_bulk=is_bulk) == plan


def test_this_machine_can_compute_in_float32_and_auto_works_on_it() -> None:
    hardware = probe("ctranslate2")
    assert "float32" in hardware.types["cpu"]
    assert count_cores() >= 1
    assert choose(AUTO, "ctranslate2", hardware, "marian").engine == "ctranslate2"


def test_probing_for_ctranslate2_imports_no_torch() -> None:
    code = "import sys; from pipeline.engines.devices import probe; probe('ctranslate2'); print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
