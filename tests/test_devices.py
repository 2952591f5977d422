"""Choosing an engine, a device and a number type is pure: every machine can be described in a table."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import STARTER

from pipeline.engines import Options
from pipeline.engines.devices import (
    Choice,
    DeviceRequest,
    EngineName,
    Hardware,
    choose,
    choose_type,
    count_cores,
    has_gpu_driver,
    list_engines,
    parse_device,
    plan_threads,
    probe,
    propose,
    types_of_capability,
)
from pipeline.engines.loading import load_model
from pipeline.errors import DeviceError, ModelError, UsageError

AUTO = DeviceRequest("auto")
LAPTOP = Hardware(
    {"cpu": frozenset({"int8", "int8_float32", "float32"})}, absent="no CUDA GPU was found by CTranslate2"
)
NO_INT8 = Hardware({"cpu": frozenset({"float32"})})
CPU = LAPTOP.types
FAST = frozenset({"float16", "bfloat16", "int8_float16", "int8", "float32"})
AMPERE = Hardware(CPU, (FAST, FAST))
PASCAL = Hardware(CPU, (frozenset({"int8", "int8_float32", "float32"}),))
MIXED = Hardware(CPU, (FAST, *PASCAL.gpus))
TORCH_CPU = Hardware({"cpu": frozenset({"float32", "bfloat16"})}, absent="no CUDA GPU was found by torch")
TORCH_AMPERE = Hardware(TORCH_CPU.types, (types_of_capability((8, 6)), types_of_capability((8, 0))))
TORCH_VOLTA = Hardware(TORCH_CPU.types, (types_of_capability((7, 0)),))
TORCH_PASCAL = Hardware(TORCH_CPU.types, (types_of_capability((6, 1)),))
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
        ("auto", "auto", True, "ctranslate2 transformers"),
        ("cpu", "auto", True, "ctranslate2"),
        ("cuda", "auto", True, "ctranslate2 transformers"),
        ("cuda:0,cuda:1", "auto", True, "ctranslate2 transformers"),
        ("mps", "auto", True, "transformers"),
        ("auto", "auto", False, "transformers"),
        ("cpu", "transformers", True, "transformers"),
        ("cuda:1", "ctranslate2", True, "ctranslate2"),
    ],
)
def test_engines_follow_device_and_architecture(device: str, engine: str, convertible: bool, chosen: str) -> None:
    assert " ".join(list_engines(parse_device(device), engine, convertible=convertible)) == chosen


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
        list_engines(parse_device(device), engine, convertible=convertible)


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
        ("cuda", "ctranslate2", MIXED, "marian", "cuda:0", "float16"),
        ("cuda:1", "ctranslate2", MIXED, "marian", "cuda:1", "int8"),
        ("cuda:0,cuda:1", "ctranslate2", MIXED, "marian", "cuda:0,cuda:1", "int8"),
        ("cuda", "ctranslate2", AMPERE, "t5", "cuda:0", "bfloat16"),
        ("cuda", "ctranslate2", PASCAL, "t5", "cuda:0", "int8"),
        ("cpu", "ctranslate2", AMPERE, "t5", "cpu", "int8"),
        ("auto", "transformers", TORCH_CPU, "bart", "cpu", "float32"),
        ("auto", "transformers", TORCH_AMPERE, "bart", "cuda:0", "float16"),
        ("auto", "transformers", TORCH_AMPERE, "t5", "cuda:0", "bfloat16"),
        ("auto", "transformers", TORCH_AMPERE, "pegasus", "cuda:0", "bfloat16"),
        ("cuda:0,cuda:1", "transformers", TORCH_AMPERE, "m2m_100", "cuda:0,cuda:1", "float16"),
        ("auto", "transformers", TORCH_VOLTA, "bart", "cuda:0", "float16"),
        ("auto", "transformers", TORCH_VOLTA, "t5", "cuda:0", "float32"),
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
        ("cuda:0,cuda:1", "transformers", TORCH_VOLTA, "no GPU number 1; this machine has 1"),
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
    assert plan_threads(threads, cores, "cpu", is_bulk=is_bulk) == plan
    assert plan_threads(threads, cores, "cuda", is_bulk=is_bulk) == (1, 1)


# Which choices are tried, and in which order

NOTHING = Hardware({"cpu": CPU["cpu"]}, absent="no CUDA GPU was found by CTranslate2")
BOTH: tuple[EngineName, ...] = ("ctranslate2", "transformers")


def proposed(
    device: str,
    engines: tuple[EngineName, ...],
    hardware: dict[EngineName, Hardware],
    family: str = "marian",
    quantisation: str = "auto",
    is_gpu_likely: bool = True,
) -> tuple[list[Choice], list[str]]:
    """The choices, all of them, and the engines that were asked what they can use."""
    asked: list[str] = []

    def ask(engine: EngineName) -> Hardware:
        asked.append(engine)
        return hardware[engine]

    request = parse_device(device)
    return list(propose(request, engines, ask, family, quantisation, is_gpu_likely=is_gpu_likely)), asked


@pytest.mark.parametrize(
    ("device", "engines", "ctranslate2", "torch", "tried"),
    [
        ("auto", BOTH, AMPERE, TORCH_AMPERE, "ctranslate2 cuda:0 float16, transformers cuda:0 float16, ctranslate2 cpu int8"),
        ("auto", BOTH, NOTHING, TORCH_AMPERE, "transformers cuda:0 float16, ctranslate2 cpu int8"),
        ("auto", BOTH, NOTHING, TORCH_CPU, "ctranslate2 cpu int8"),
        ("auto", BOTH, AMPERE, TORCH_CPU, "ctranslate2 cuda:0 float16, ctranslate2 cpu int8"),
        ("auto", ("transformers",), NOTHING, TORCH_AMPERE, "transformers cuda:0 float16, transformers cpu float32"),
        ("auto", ("transformers",), NOTHING, MAC, "transformers mps float16, transformers cpu float32"),
        ("auto", ("ctranslate2",), AMPERE, TORCH_AMPERE, "ctranslate2 cuda:0 float16, ctranslate2 cpu int8"),
        ("cuda", BOTH, AMPERE, TORCH_AMPERE, "ctranslate2 cuda:0 float16, transformers cuda:0 float16"),
        ("cuda:0,cuda:1", BOTH, NOTHING, TORCH_AMPERE, "transformers cuda:0,cuda:1 float16"),
        ("cuda:1", BOTH, AMPERE, TORCH_VOLTA, "ctranslate2 cuda:1 float16"),
        ("cpu", ("ctranslate2",), AMPERE, TORCH_AMPERE, "ctranslate2 cpu int8"),
        ("mps", ("transformers",), NOTHING, MAC, "transformers mps float16"),
    ],
)  # fmt: skip
def test_every_engine_is_tried_on_a_gpu_before_the_cpu(
    device: str, engines: tuple[EngineName, ...], ctranslate2: Hardware, torch: Hardware, tried: str
) -> None:
    choices, _ = proposed(device, engines, {"ctranslate2": ctranslate2, "transformers": torch})
    assert ", ".join(f"{c.engine} {c.label} {c.quantisation}" for c in choices) == tried


def test_without_a_driver_torch_is_not_asked() -> None:
    choices, asked = proposed("auto", BOTH, {"ctranslate2": NOTHING}, is_gpu_likely=False)
    assert [c.label for c in choices] == ["cpu"]
    assert choices[0].reason.endswith("no CUDA GPU was found by CTranslate2")
    assert "transformers" not in asked


def test_torch_is_asked_only_when_ctranslate2_did_not_load() -> None:
    request = parse_device("auto")
    asked: list[str] = []

    def ask(engine: EngineName) -> Hardware:
        asked.append(engine)
        return {"ctranslate2": AMPERE, "transformers": TORCH_AMPERE}[engine]

    choices = propose(request, BOTH, ask, "marian", is_gpu_likely=False)
    assert next(choices).engine == "ctranslate2"
    assert asked == ["ctranslate2"]
    assert next(choices).engine == "transformers"
    assert next(choices).reason.endswith("no GPU that was found could be used")


def test_a_gpu_that_cannot_compute_as_asked_gives_way_to_what_can() -> None:
    hardware: dict[EngineName, Hardware] = {"ctranslate2": PASCAL, "transformers": TORCH_AMPERE}
    choices, _ = proposed("cuda", BOTH, hardware, quantisation="bfloat16")
    assert [c.engine for c in choices] == ["transformers"]
    choices, _ = proposed(
        "auto", ("ctranslate2",), {"ctranslate2": Hardware(CPU, (frozenset({"float32"}),))}, quantisation="int8"
    )
    assert [c.label for c in choices] == ["cpu"]


@pytest.mark.parametrize(
    ("device", "quantisation", "says"),
    [("cuda", "auto", "no CUDA GPU was found by CTranslate2"), ("auto", "float16", "not available with ctranslate2 on cpu")],
)  # fmt: skip
def test_when_nothing_can_be_proposed_the_first_reason_is_given(device: str, quantisation: str, says: str) -> None:
    with pytest.raises(ModelError, match=says):
        proposed(device, BOTH, {"ctranslate2": NOTHING, "transformers": TORCH_CPU}, quantisation=quantisation)


@pytest.mark.parametrize(
    ("capability", "types"),
    [
        ((5, 2), {"float32"}),
        ((6, 1), {"float32"}),
        ((7, 0), {"float32", "float16"}),
        ((7, 5), {"float32", "float16"}),
        ((8, 0), {"float32", "float16", "bfloat16"}),
        ((9, 0), {"float32", "float16", "bfloat16"}),
        ((12, 0), {"float32", "float16", "bfloat16"}),
    ],
)
def test_number_types_follow_compute_capability(capability: tuple[int, int], types: set[str]) -> None:
    assert types_of_capability(capability) == types


@pytest.mark.parametrize("family", ["t5", "mt5", "pegasus"])
@pytest.mark.parametrize(
    ("engine", "kind"), [("ctranslate2", "cuda"), ("transformers", "cuda"), ("transformers", "mps")]
)
def test_models_that_overflow_never_get_float16(family: str, kind: str, engine: str) -> None:
    for types in (FAST, FAST - {"bfloat16"}, FAST - {"bfloat16", "int8"}):
        chosen = choose_type(engine, kind, types, family)  # type: ignore[arg-type]
        assert "float16" not in chosen.replace("bfloat16", "")


def test_a_driver_is_seen_by_its_file(tmp_path: Path) -> None:
    (tmp_path / "version").write_text("NVRM version")
    assert has_gpu_driver([str(tmp_path / "absent"), str(tmp_path / "version")])
    assert not has_gpu_driver([str(tmp_path / "absent")])


def test_devices_have_torchs_names() -> None:
    assert Choice("transformers", "cuda", (1, 0), "float16", "").devices == ("cuda:1", "cuda:0")
    assert Choice("transformers", "mps", (), "float16", "").devices == ("mps",)


@pytest.mark.gpu
@pytest.mark.parametrize("engine", ["ctranslate2", "transformers"])
def test_a_real_gpu_translates_as_the_cpu_does(engine: EngineName) -> None:
    hardware = probe(engine)
    if not hardware.gpus:
        pytest.skip(f"needs a CUDA GPU: {hardware.absent}")
    options, sentence = Options(beam=4), "Qeveria miratoi buxhetin."
    texts = []
    for device in ("cpu", "cuda", ",".join(f"cuda:{i}" for i in range(len(hardware.gpus)))):
        model = load_model(STARTER, device=device, engine=engine, quantisation="float32")
        results = model.engine.generate([model.tokenizer.encode(sentence)] * 3, options)
        texts.append([model.tokenizer.decode(r[0].pieces) for r in results])
    assert texts[0] == texts[1] == texts[2]


def test_this_machine_can_compute_in_float32_and_auto_works_on_it() -> None:
    hardware = probe("ctranslate2")
    assert "float32" in hardware.types["cpu"]
    assert count_cores() >= 1
    assert choose(AUTO, "ctranslate2", hardware, "marian").engine == "ctranslate2"


def test_probing_for_ctranslate2_imports_no_torch() -> None:
    code = "import sys; from pipeline.engines.devices import probe; probe('ctranslate2'); print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
