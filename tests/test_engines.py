"""Engines and loading: two engines, one text; neighbours change nothing; conversion; what is refused and how."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import STARTER, TOP

from pipeline import text
from pipeline.engines import Options, loading
from pipeline.engines.conversion import converted
from pipeline.engines.ctranslate2 import CTranslate2Engine
from pipeline.engines.devices import Choice, Hardware, probe_ctranslate2, probe_torch
from pipeline.engines.loading import Model, load_model
from pipeline.engines.manifest import read_manifest
from pipeline.engines.tokenizers import load_tokenizer
from pipeline.engines.transformers import TransformersEngine
from pipeline.errors import DeviceError, ModelError, UsageError

DEV = [line.split("\t")[0] for line in (TOP / "models/train/corpus/dev.tsv").read_text(encoding="utf-8").splitlines()]


def encode(model: Model, sentences: list[str]) -> list[list[str]]:
    return [model.tokenizer.encode(text.normalise_punctuation(s)) for s in sentences]


def generate(model: Model, sentences: list[str], **options: int) -> list[str]:
    results = model.engine.generate(encode(model, sentences), Options(**options))  # type: ignore[arg-type]
    return [model.tokenizer.decode(r[0].pieces) for r in results]


@pytest.fixture(scope="module")
def int8() -> Model:
    return load_model(STARTER, device="cpu", threads=2)


@pytest.fixture(scope="module")
def float32() -> Model:
    return load_model(STARTER, device="cpu", quantisation="float32")


@pytest.fixture(scope="module")
def torch_model() -> Model:
    return load_model(STARTER, device="cpu", engine="transformers")


@pytest.mark.slow
@pytest.mark.parametrize("beam", [1, 4])
def test_both_engines_give_the_same_text_on_the_starter(float32: Model, torch_model: Model, beam: int) -> None:
    import torch

    # Torch's threads wait for each other by spinning, which takes minutes where others use the machine, too.
    torch.set_num_threads(1)
    sentences = DEV[:200]
    ours = generate(float32, sentences, beam=beam)
    theirs = generate(torch_model, sentences, beam=beam)
    assert [(s, a, b) for s, a, b in zip(sentences, ours, theirs, strict=True) if a != b] == []


def test_int8_changes_few_sentences(int8: Model, float32: Model) -> None:
    ours, exact = generate(int8, DEV[:60], beam=4), generate(float32, DEV[:60], beam=4)
    assert sum(a == b for a, b in zip(ours, exact, strict=True)) >= 30
    assert int8.engine.quantisation == "int8"


@pytest.mark.parametrize("beam", [1, 4])
def test_neighbours_do_not_change_a_hypothesis(int8: Model, beam: int) -> None:
    sources = encode(int8, DEV[:160])
    options = Options(beam=beam, hypotheses=beam)
    together = int8.engine.generate(sources, options)
    backwards = int8.engine.generate(sources[::-1], options)[::-1]
    alone = [int8.engine.generate([s], options)[0] for s in sources[:40]]
    assert together == backwards
    assert together[:40] == alone


def test_hypotheses_come_best_first_and_as_many_as_asked(int8: Model) -> None:
    (hypotheses,) = int8.engine.generate(encode(int8, DEV[:1]), Options(beam=4, hypotheses=4))
    scores = [h.score for h in hypotheses]
    assert len(hypotheses) == 4
    assert scores == sorted(scores, reverse=True)
    assert all(s <= 0 for s in scores)


def test_reaching_the_length_limit_is_said(int8: Model) -> None:
    (hypotheses,) = int8.engine.generate(encode(int8, DEV[3:4]), Options(beam=2, max_length=3))
    assert not hypotheses[0].finished
    assert len(hypotheses[0].pieces) <= 3


def test_no_repeated_n_gram_is_obeyed(int8: Model) -> None:
    results = int8.engine.generate(encode(int8, DEV[:40]), Options(beam=4, no_repeat_ngram=2))
    for best, *_ in results:
        pairs = list(zip(best.pieces, best.pieces[1:], strict=False))
        assert len(pairs) == len(set(pairs))


@pytest.mark.parametrize("which", ["int8", "torch_model"])
def test_a_source_longer_than_the_model_holds_is_refused_and_not_cut(
    which: str, request: pytest.FixtureRequest
) -> None:
    model: Model = request.getfixturevalue(which)
    with pytest.raises(ModelError, match=r"512|long"):
        model.engine.generate([["▁a"] * 600 + ["</s>"]], Options(beam=1))


def test_any_letter_survives_the_tokenizer(int8: Model) -> None:
    assert int8.tokenizer.encode("Po.")[-1] == "</s>"
    assert int8.tokenizer.decode(int8.tokenizer.encode("Žižek ka 3 € në Łódź")) == "Žižek ka 3 € në Łódź"


def test_the_converted_starter_is_the_converters_own(tmp_path: Path, float32: Model) -> None:
    """Our torch-free conversion against CTranslate2's converter, which goes by way of transformers."""
    import ctranslate2

    converter = ctranslate2.converters.TransformersConverter(str(STARTER))
    converter.convert(str(tmp_path / "theirs"))
    theirs = ctranslate2.Translator(str(tmp_path / "theirs"), device="cpu", compute_type="float32")
    sources = encode(float32, DEV[:50])
    expected = [theirs.translate_batch([s], beam_size=1)[0].hypotheses[0] for s in sources]
    assert [list(r[0].pieces) for r in float32.engine.generate(sources, Options(beam=1))] == expected


def test_loading_and_converting_the_starter_needs_no_torch(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from pipeline.engines.loading import load_model\n"
        f"load_model(Path({str(STARTER)!r}), device='cpu')\n"
        "print(*[m for m in ('torch', 'transformers') if m in sys.modules])"
    )
    environment = {"PYTHONPATH": str(TOP), "BRIEF_CACHE": str(tmp_path), "PATH": ""}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.strip() == ""
    assert list(tmp_path.rglob("model.bin"))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(STARTER, tmp_path / "copy"))


def test_one_flipped_byte_is_named_by_file(copy: Path) -> None:
    weights = copy / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[len(data) // 2] ^= 1
    weights.write_bytes(data)
    with pytest.raises(ModelError, match=r"model\.safetensors"):
        load_model(copy, device="cpu")


def test_a_truncated_file_and_a_missing_one_are_named(copy: Path) -> None:
    weights = copy / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1000])
    with pytest.raises(ModelError, match=r"model\.safetensors"):
        load_model(copy, device="cpu")
    (copy / "source.spm").unlink()
    with pytest.raises(ModelError):
        load_model(copy, device="cpu")


def test_a_broken_configuration_and_another_architecture_are_named(copy: Path) -> None:
    (copy / "manifest.json").unlink(missing_ok=True)
    (copy / "config.json").write_text("{")
    with pytest.raises(ModelError, match=r"config\.json"):
        load_model(copy, device="cpu")
    (copy / "config.json").write_text(json.dumps({"model_type": "gpt2"}))
    with pytest.raises(ModelError, match="gpt2"):
        load_model(copy, device="cpu")


def test_a_device_that_is_not_there_is_an_error_and_auto_is_not() -> None:
    import ctranslate2

    if ctranslate2.get_cuda_device_count():
        pytest.skip("this machine has a CUDA device")
    with pytest.raises(DeviceError):
        load_model(STARTER, device="cuda")
    with pytest.raises(UsageError):
        load_model(STARTER, device="gpu")
    assert load_model(STARTER, device="auto").engine.device == "cpu"


def tiny(family: str, folder: Path) -> Path:
    """A random checkpoint of a few thousand weights with a vocabulary of its own, as the library saves it."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import (
        BartConfig,
        BartForConditionalGeneration,
        PegasusConfig,
        PegasusForConditionalGeneration,
        PreTrainedTokenizerFast,
        T5Config,
        T5ForConditionalGeneration,
    )

    torch.manual_seed(5)
    letters = {"<pad>": 0, "</s>": 1, "<s>": 2, "<unk>": 3} | {f"w{i}": 4 + i for i in range(60)}
    base = Tokenizer(models.WordLevel(letters, unk_token="<unk>"))
    base.pre_tokenizer = pre_tokenizers.Whitespace()
    base.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    sizes = {"d_model": 32, "encoder_layers": 1, "decoder_layers": 1, "encoder_ffn_dim": 64, "decoder_ffn_dim": 64,
             "encoder_attention_heads": 2, "decoder_attention_heads": 2, "max_position_embeddings": 64,
             "pad_token_id": 0, "eos_token_id": 1, "bos_token_id": 2, "vocab_size": len(letters),
             # The hub's own configurations carry these keys, and CTranslate2's converter goes by them.
             "normalize_before": family == "pegasus", "normalize_embedding": family == "bart"}  # fmt: skip
    if family == "bart":
        network: torch.nn.Module = BartForConditionalGeneration(
            BartConfig(**sizes, decoder_start_token_id=1, forced_eos_token_id=1)
        )
    elif family == "pegasus":
        network = PegasusForConditionalGeneration(
            PegasusConfig(**sizes, decoder_start_token_id=0, forced_eos_token_id=1)
        )
    else:
        network = T5ForConditionalGeneration(
            T5Config(
                vocab_size=len(letters),
                d_model=32,
                d_kv=16,
                d_ff=64,
                num_layers=1,
                num_heads=2,
                decoder_start_token_id=0,
                feed_forward_proj="gated-gelu",
                tie_word_embeddings=False,
            )
        )
    with (
        torch.no_grad()
    ):  # a trained model never predicts padding; a random one might, and the engines differ in forbidding it
        network.get_input_embeddings().weight[0] = 0  # type: ignore[operator]
    network.save_pretrained(folder)  # type: ignore[operator]
    PreTrainedTokenizerFast(
        tokenizer_object=base, pad_token="<pad>", eos_token="</s>", bos_token="<s>", unk_token="<unk>"
    ).save_pretrained(folder)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("family", ["bart", "pegasus", "t5"])
def test_summarisers_of_every_family_run_on_both_engines_alike(family: str, tmp_path: Path) -> None:
    directory = tiny(family, tmp_path / family)
    source = "w1 w2 w3 w4 w5 w6 w7"
    outputs = []
    for engine, quantisation in (("ctranslate2", "float32"), ("transformers", "auto")):
        model = load_model(directory, device="cpu", engine=engine, quantisation=quantisation)
        assert model.tokenizer.encode(source)[-1] == "</s>"
        (hypotheses,) = model.engine.generate([model.tokenizer.encode(source)], Options(beam=1, max_length=12))
        outputs.append(hypotheses[0].pieces)
    assert outputs[0] == outputs[1]


# Several devices, and memory that runs out: real engines, the failure put in where the library would raise it


ENGINES = ("ctranslate2", "transformers")


@pytest.fixture
def one_thread() -> Iterator[None]:
    """Torch on one thread: for a network this small, handing work to another costs more than the work, on a busy machine
    a hundred times more."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny("bart", tmp_path_factory.mktemp("small"))


def on_two_devices(directory: Path, engine: str) -> Any:
    """Two replicas on the CPU, which stand in for two GPUs."""
    tokenizer = load_tokenizer(directory, read_manifest(directory))
    if engine == "transformers":
        choice = Choice("transformers", "cpu", (0, 1), "float32", "")
        return TransformersEngine(directory, choice, tokenizer.read_vocabulary(), limit=64)
    # Not the one CPU twice: CTranslate2 divides by zero then on some processors.
    choice = Choice("ctranslate2", "cpu", (0,), "int8", "")
    with converted(directory, "int8") as (path, _):
        return CTranslate2Engine(path, choice, (2, 1), limit=64)


def words(*lengths: int) -> list[list[str]]:
    return [[*(f"w{(n * 7 + i) % 60}" for i in range(n)), "</s>"] for n in lengths]


@pytest.mark.usefixtures("one_thread")
@pytest.mark.parametrize("engine", ENGINES)
def test_two_devices_give_in_order_what_one_gives(small: Path, engine: str) -> None:
    sources, options = words(*range(1, 40), 5, 9, 9), Options(beam=2, max_length=10)
    one = load_model(small, device="cpu", engine=engine)
    assert on_two_devices(small, engine).generate(sources, options) == one.engine.generate(sources, options)


@pytest.mark.usefixtures("one_thread")
def test_torch_uses_every_device_it_is_given(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    two = on_two_devices(small, "transformers")
    assert [r.device for r in two._replicas] == ["cpu:0", "cpu:1"]
    assert two._replicas[0].network is not two._replicas[1].network
    both = threading.Barrier(2, timeout=60)
    used = set()
    run = two._run

    def meet(replica: Any, *rest: Any) -> Any:
        both.wait()  # passes only when two batches run at the same time
        used.add(replica.device)
        return run(replica, *rest)

    monkeypatch.setattr(two, "_run", meet)
    assert len(two.generate(words(3, 4, 5, 6), Options(beam=1, max_length=3))) == 4
    assert used == {"cpu:0", "cpu:1"}


@pytest.mark.usefixtures("one_thread")
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("fits", [4, 1])
def test_when_memory_runs_out_smaller_batches_give_the_same(
    small: Path, engine: str, fits: int, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = load_model(small, device="cpu", engine=engine).engine
    sources, options = words(4, 4, 4, *[2] * 9, 3, 3), Options(beam=2, max_length=10)
    expected = runner.generate(sources, options)
    tried = limit_memory(runner, fits, monkeypatch)
    assert runner.generate(sources, options) == expected
    assert max(tried) == 9
    assert "memory ran out on cpu with 9 sources at once" in caplog.text
    # What did not fit is not tried again.
    tried.clear()
    assert runner.generate(sources, options) == expected
    assert max(tried) < 9


@pytest.mark.usefixtures("one_thread")
@pytest.mark.parametrize("engine", ENGINES)
def test_one_source_that_does_not_fit_says_what_to_do(
    small: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = load_model(small, device="cpu", engine=engine).engine
    limit_memory(runner, 0, monkeypatch)
    with pytest.raises(ModelError, match="Memory ran out on cpu with one source of 3 pieces; use a smaller beam"):
        runner.generate(words(2, 2, 2), Options(beam=2, max_length=6))


def limit_memory(engine: Any, fits: int, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let the library run out of memory above ``fits`` sources; the sizes that were tried."""
    tried: list[int] = []

    def check(size: int) -> None:
        tried.append(size)
        if size > fits:
            raise RuntimeError("CUDA failed with error out of memory")

    if engine.name == "transformers":
        network = engine._replicas[0].network
        generate = network.generate

        def guarded(input_ids: Any, **rest: Any) -> Any:
            check(len(input_ids))
            return generate(input_ids=input_ids, **rest)

        monkeypatch.setattr(network, "generate", guarded)
    else:
        translator = engine._translator

        class Future:
            """Fails as CTranslate2's futures do, when its result is asked for."""

            def __init__(self, future: Any, size: int) -> None:
                self.future, self.size = future, size

            def done(self) -> bool:
                return bool(self.future.done())

            def result(self) -> Any:
                check(self.size)
                return self.future.result()

        class Translator:
            def translate_batch(self, sources: Any, **rest: Any) -> list[Any]:
                return [Future(f, len(sources)) for f in translator.translate_batch(sources, **rest)]

        monkeypatch.setattr(engine, "_translator", Translator())
    return tried


def test_a_gpu_whose_libraries_do_not_load_gives_way_to_what_works(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A machine whose driver is there and whose CUDA libraries are not, as CTranslate2 finds out when it runs."""
    import ctranslate2

    if ctranslate2.get_cuda_device_count():
        pytest.skip("this machine has a CUDA device")
    seen = probe_ctranslate2()
    with_gpu = Hardware(seen.types, (frozenset({"float16", "float32"}),))
    monkeypatch.setattr(loading, "probe", lambda engine: with_gpu if engine == "ctranslate2" else probe_torch())
    model = load_model(STARTER, device="auto")
    assert (model.engine.name, model.engine.device) == ("ctranslate2", "cpu")
    assert "The GPU cannot be used" in caplog.text
    with pytest.raises(DeviceError, match="The GPU cannot be used"):
        load_model(STARTER, device="cuda")
