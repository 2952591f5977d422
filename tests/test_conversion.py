"""Our conversion of Marian, without torch, against CTranslate2's own; and what it refuses."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import STARTER

from pipeline.engines import Options
from pipeline.engines.conversion import convert, convert_with_torch, identify, quantise, sinusoids
from pipeline.engines.loading import load_model
from pipeline.errors import ModelError

PIECES = ["</s>", "<unk>", *(f"▁w{i}" for i in range(30)), "<pad>"]


def make_marian(directory: Path, **changes: Any) -> Path:
    """A random Marian checkpoint with the starter's SentencePiece models and a bias, which the starter lacks."""
    import torch
    from transformers import MarianConfig, MarianMTModel

    torch.manual_seed(3)
    size = len(PIECES)
    config = {
        "vocab_size": size, "d_model": 16, "encoder_layers": 2, "decoder_layers": 1, "encoder_attention_heads": 4,
        "decoder_attention_heads": 2, "encoder_ffn_dim": 24, "decoder_ffn_dim": 20, "max_position_embeddings": 64,
        "activation_function": "swish", "pad_token_id": size - 1, "decoder_start_token_id": size - 1, "eos_token_id": 0,
        "bos_token_id": 0, "forced_eos_token_id": 0, "scale_embedding": True, "share_encoder_decoder_embeddings": True,
        "static_position_embeddings": True, "tie_word_embeddings": True,
    }  # fmt: skip
    network = MarianMTModel(MarianConfig(**(config | changes)))
    torch.nn.init.normal_(network.final_logits_bias)
    for parameter in network.parameters():
        if parameter.requires_grad:
            torch.nn.init.normal_(parameter, std=0.3)
    with torch.no_grad():
        network.get_input_embeddings().weight[-1] = 0
    network.save_pretrained(directory)
    for name in ("source.spm", "target.spm", "tokenizer_config.json"):
        shutil.copy(STARTER / name, directory)
    (directory / "vocab.json").write_text(json.dumps({piece: i for i, piece in enumerate(PIECES)}), encoding="utf-8")
    return directory


@pytest.fixture(scope="module")
def marian(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_marian(tmp_path_factory.mktemp("marian"))


@pytest.fixture
def copy(marian: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(marian, tmp_path / "copy"))


@pytest.mark.parametrize("stored", ["int8", "float32"])
def test_the_starter_is_converted_byte_for_byte_as_by_ctranslate2(stored: Any, tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    ours.mkdir()
    convert(STARTER, ours, stored)
    convert_with_torch(STARTER, theirs, stored)
    names = sorted(p.name for p in theirs.iterdir())
    assert sorted(p.name for p in ours.iterdir()) == names == ["config.json", "model.bin", "shared_vocabulary.json"]
    for name in names:
        assert (ours / name).read_bytes() == (theirs / name).read_bytes(), name


@pytest.mark.parametrize("changes", [{}, {"activation_function": "relu", "scale_embedding": False}])
def test_bias_unequal_heads_and_other_activations_are_converted_alike(changes: dict[str, Any], tmp_path: Path) -> None:
    # Two heads in the decoder cannot be said to CTranslate2's converter, which goes by the encoder's.
    directory = make_marian(tmp_path / "marian", decoder_attention_heads=4, **changes)
    (tmp_path / "ours").mkdir()
    convert(directory, tmp_path / "ours", "float32")
    convert_with_torch(directory, tmp_path / "theirs", "float32")
    assert (tmp_path / "ours" / "model.bin").read_bytes() == (tmp_path / "theirs" / "model.bin").read_bytes()


@pytest.mark.parametrize(
    "options",
    [
        Options(beam=1, max_length=20),
        Options(beam=4, max_length=20, hypotheses=4),
        Options(beam=4, max_length=20, length_penalty=0.5, no_repeat_ngram=2),
        Options(beam=3, max_length=20, length_penalty=2.0, min_length=8),
    ],
)
def test_engines_agree_on_text_score_and_end(marian: Path, options: Options) -> None:
    sources = [
        ["▁w1", "▁w2", "</s>"],
        ["▁w7", "</s>"],
        ["▁w3", "<unk>", "</s>"],
        [*(f"▁w{i}" for i in range(30)), "</s>"],
    ]
    ours = load_model(marian, device="cpu", quantisation="float32").engine.generate(sources, options)
    theirs = load_model(marian, device="cpu", engine="transformers").engine.generate(sources, options)
    for left, right in zip(ours, theirs, strict=True):
        assert [h.pieces for h in left] == [h.pieces for h in right]
        assert [h.finished for h in left] == [h.finished for h in right]
        if not (options.no_repeat_ngram or options.min_length):
            assert [h.score for h in left] == pytest.approx([h.score for h in right], abs=2e-4)


def test_quantised_rows_come_back_within_half_a_step() -> None:
    matrix = np.array([[1.0, -2.0, 0.5], [0.0, 0.0, 0.0], [1e-3, 2e-3, -3e-3]], "float32")
    whole, scale = quantise(matrix)
    assert whole.dtype == np.int8
    assert np.abs(whole).max() == 127
    assert np.allclose(whole / scale[:, None], matrix, atol=float((0.5 / scale).max()) / 10)


def test_sinusoids_are_those_of_transformers() -> None:
    from transformers.models.marian.modeling_marian import MarianSinusoidalPositionalEmbedding

    assert np.array_equal(sinusoids(20, 6), MarianSinusoidalPositionalEmbedding(20, 6).create_weight().numpy())


def test_identity_follows_weights_and_configuration_and_nothing_else(copy: Path) -> None:
    first = identify(copy)
    (copy / "README.md").write_text("a card")
    assert identify(copy) == first
    config = json.loads((copy / "config.json").read_text())
    (copy / "config.json").write_text(json.dumps(config | {"max_position_embeddings": 32}))
    assert identify(copy) != first


def test_a_spoilt_conversion_is_made_again(copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEF_CACHE", str(tmp_path / "cache"))
    load_model(copy, device="cpu")
    (converted,) = (tmp_path / "cache").rglob("model.bin")
    good = converted.read_bytes()
    converted.write_bytes(b"\xff" * len(good))
    load_model(copy, device="cpu")
    assert converted.read_bytes() == good


def test_without_a_writable_cache_the_model_runs_all_the_same(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("BRIEF_CACHE", str(tmp_path / "file"))
    model = load_model(copy, device="cpu")
    assert model.engine.generate([["▁w1", "</s>"]], Options(beam=1, max_length=5))[0][0].score <= 0
    assert "cannot be written" in caplog.text


def test_a_directory_that_carries_its_conversion_needs_no_other_weights(marian: Path, tmp_path: Path) -> None:
    directory = tmp_path / "shipped"
    directory.mkdir()
    for name in ("source.spm", "target.spm", "vocab.json"):
        shutil.copy(marian / name, directory)
    (directory / "ctranslate2").mkdir()
    convert(marian, directory / "ctranslate2", "float32")
    (directory / "manifest.json").write_text('{"kind": "translation", "family": "marian", "revision": "abc"}')
    shipped, whole = load_model(directory, device="cpu"), load_model(marian, device="cpu", quantisation="float32")
    assert shipped.tokenizer.encode("Po.")[-1] == "</s>"
    assert shipped.revision == "abc"
    source, options = [["▁w1", "▁w5", "</s>"]], Options(beam=2, max_length=20)
    converted = load_model(directory, device="cpu", quantisation="float32").engine.generate(source, options)
    assert converted == whole.engine.generate(source, options)

    # Marian's own converter has CTranslate2 append the end piece: ours must not.
    path = directory / "ctranslate2" / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"add_source_eos": True}))
    assert load_model(directory, device="cpu").tokenizer.encode("Po.")[-1] != "</s>"


def pickle_weights(directory: Path, content: Any = None) -> None:
    import torch
    from safetensors.torch import load_file

    torch.save(
        load_file(directory / "model.safetensors") if content is None else content, directory / "pytorch_model.bin"
    )
    (directory / "model.safetensors").unlink()


def test_old_weights_in_a_bin_file_run_on_both_engines(copy: Path) -> None:
    pickle_weights(copy)
    # CTranslate2's converter knows only the encoder's number of heads.
    change_config(copy, decoder_attention_heads=4)
    source, options = [["▁w1", "▁w5", "</s>"]], Options(beam=2, max_length=20)
    ours = load_model(copy, device="cpu", quantisation="float32").engine.generate(source, options)
    assert ours == load_model(copy, device="cpu", engine="transformers").engine.generate(source, options)


@pytest.mark.parametrize("engine", ["ctranslate2", "transformers"])
def test_a_bin_file_that_would_run_code_is_refused(copy: Path, engine: str) -> None:
    class Trap:
        def __reduce__(self) -> tuple[Any, tuple[str]]:
            return print, ("the trap has run",)

    pickle_weights(copy, {"model.shared.weight": Trap()})
    with pytest.raises(ModelError, match="could run code; use a copy of the model in safetensors"):
        load_model(copy, device="cpu", engine=engine)


def test_memory_that_runs_out_halves_the_batch(marian: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    model = load_model(marian, device="cpu", engine="transformers")
    network = model.engine._replicas[0].network  # type: ignore[attr-defined]
    whole, options = [["▁w1", "</s>"], ["▁w2", "</s>"], ["▁w3", "</s>"]], Options(beam=2, max_length=8)
    expected = model.engine.generate(whole, options)
    generate, room = network.generate, 1

    def tight(input_ids: torch.Tensor, **rest: Any) -> torch.Tensor:
        if len(input_ids) > room:
            raise torch.OutOfMemoryError("out of memory")
        answer: torch.Tensor = generate(input_ids=input_ids, **rest)
        return answer

    monkeypatch.setattr(network, "generate", tight)
    assert model.engine.generate(whole, options) == expected
    room = 0
    with pytest.raises(ModelError, match="one source of 2 pieces; use a smaller beam"):
        model.engine.generate(whole, options)


def change_config(directory: Path, **changes: Any) -> None:
    path = directory / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def drop_a_tensor(directory: Path) -> None:
    from safetensors.numpy import load_file, save_file

    tensors = load_file(directory / "model.safetensors")
    del tensors["model.decoder.layers.0.fc1.weight"]
    save_file(tensors, directory / "model.safetensors")


def move_the_pad_row(directory: Path) -> None:
    from safetensors.numpy import load_file, save_file

    tensors = load_file(directory / "model.safetensors")
    tensors["model.shared.weight"][-1, 0] = 1
    save_file(tensors, directory / "model.safetensors")


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda d: change_config(d, vocab_size=40), "vocab.json numbers 33 pieces up to 32 but config.json says vocab_size 40"),
        (lambda d: (d / "vocab.json").write_text('{"</s>": 0, "<unk>": 1}'), "numbers 2 pieces"),
        (lambda d: (d / "vocab.json").write_text('{"a": 0}'), "lacks </s> or <unk>"),
        (lambda d: (d / "vocab.json").unlink(), r"vocab\.json: The file is missing"),
        (lambda d: (d / "source.spm").write_bytes(b"spam"), r"source\.spm: The file is not a SentencePiece model"),
        (lambda d: (d / "target.spm").unlink(), r"target\.spm: The file is missing"),
        (lambda d: change_config(d, decoder_layers=2), r"decoder\.layers\.1"),
        (drop_a_tensor, "lack 'model.decoder.layers.0.fc1.weight'"),
        (move_the_pad_row, "padding row .* --engine transformers"),
        (lambda d: (d / "model.safetensors").write_bytes(b"short"), r"model\.safetensors: The weights are damaged"),
        (lambda d: (d / "model.safetensors").unlink(), "holds no weights"),
    ],
)  # fmt: skip
def test_a_checkpoint_that_does_not_hold_together_is_refused(copy: Path, spoil: Any, says: str) -> None:
    spoil(copy)
    with pytest.raises(ModelError, match=says):
        load_model(copy, device="cpu")
