"""Marian's own checkpoints: what they hold, how their vocabularies are read, and that the same weights say the same."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import STARTER
from sentencepiece import SentencePieceProcessor

from pipeline.catalogue import list_models, verify
from pipeline.engines import Options
from pipeline.engines.loading import Model, load_model
from pipeline.engines.npz import convert_npz, find_checkpoint, read_pieces, write_pieces
from pipeline.errors import ModelError

WIDTH, HIDDEN, LAYERS = 16, 24, 2
PIECES = ["</s>", "<unk>", *(f"▁w{i}" for i in range(26)), '"', "'", ":", "no"]
OPTIONS: dict[str, Any] = {
    "type": "transformer", "dim-emb": WIDTH, "enc-depth": LAYERS, "dec-depth": LAYERS, "transformer-heads": 4,
    "transformer-ffn-activation": "swish", "transformer-preprocess": "", "transformer-postprocess": "dan",
    "transformer-postprocess-emb": "d", "transformer-postprocess-top": "", "transformer-decoder-autoreg": "self-attention",
    "transformer-no-projection": False, "transformer-guided-alignment-layer": "last", "transformer-tied-layers": [],
    "transformer-ffn-depth": 2, "tied-embeddings-all": True, "dim-vocabs": [len(PIECES), len(PIECES)], "lemma-dim-emb": 0,
}  # fmt: skip
SENTENCES = [["▁w1", "▁w2"], ["▁w7"], ["▁w3", "<unk>", "no", '"', "'", ":"], [f"▁w{i}" for i in range(26)]]

Arrays = dict[str, np.ndarray[Any, Any]]


def make_arrays(rows: int = len(PIECES)) -> Arrays:
    """Random parameters under Marian's names: matrices are input × output, vectors 1 × n."""
    random = np.random.default_rng(7)

    def draw(*shape: int) -> np.ndarray[Any, Any]:
        return (random.standard_normal(shape) * 0.3).astype("float32")

    arrays = {"Wemb": draw(rows, WIDTH), "decoder_ff_logit_out_b": draw(1, rows)}
    for side in ("encoder", "decoder"):
        for layer in range(1, LAYERS + 1):
            name = f"{side}_l{layer}"
            for block in ("self", "context") if side == "decoder" else ("self",):
                for part in "qkvo":
                    arrays[f"{name}_{block}_W{part}"] = draw(WIDTH, WIDTH)
                    arrays[f"{name}_{block}_b{part}"] = draw(1, WIDTH)
                arrays[f"{name}_{block}_Wo_ln_scale"] = 1 + draw(1, WIDTH)
                arrays[f"{name}_{block}_Wo_ln_bias"] = draw(1, WIDTH)
            arrays |= {f"{name}_ffn_W1": draw(WIDTH, HIDDEN), f"{name}_ffn_b1": draw(1, HIDDEN)}
            arrays |= {f"{name}_ffn_W2": draw(HIDDEN, WIDTH), f"{name}_ffn_b2": draw(1, WIDTH)}
            arrays |= {f"{name}_ffn_ffn_ln_scale": 1 + draw(1, WIDTH), f"{name}_ffn_ffn_ln_bias": draw(1, WIDTH)}
    return arrays


def write_npz(path: Path, arrays: Arrays, **changes: Any) -> None:
    options = json.dumps({k: v for k, v in (OPTIONS | changes).items() if v is not None})  # JSON is YAML
    np.savez(path, **arrays, **{"special:model.yml": np.frombuffer(options.encode() + b"\0", "int8")})  # type: ignore[arg-type]


def make_opus(folder: Path, **changes: Any) -> Path:
    """A folder as unpacked from an OPUS-MT zip."""
    folder.mkdir()
    name = "opus.spm32k-spm32k"
    write_npz(folder / f"{name}.transformer-align.model1.npz.best-perplexity.npz", make_arrays(), **changes)
    (folder / f"{name}.vocab.yml").write_text(
        "".join(f"{json.dumps(p, ensure_ascii=False) if len(p) < 3 else p}: {i}\n" for i, p in enumerate(PIECES)),
        encoding="utf-8",
    )
    (folder / "decoder.yml").write_text(
        f"relative-paths: true\nmodels:\n  - {name}.transformer-align.model1.npz.best-perplexity.npz\n"
        f"vocabs:\n  - {name}.vocab.yml\n  - {name}.vocab.yml\nbeam-size: 6\nnormalize: 1\n"
    )
    (folder / "preprocess.sh").write_text("normalize-punctuation.perl -l $1 | spm_encode --model source.spm")
    (folder / "LICENSE").write_text("CC-BY 4.0")
    for side in ("source.spm", "target.spm"):
        shutil.copy(STARTER / side, folder)
    return folder


def make_reference(folder: Path, arrays: Arrays, activation: str = "swish") -> Path:
    """The same weights under Hugging Face's names, in the way transformers' own script for Marian maps them."""
    from safetensors.numpy import save_file

    def column(name: str) -> np.ndarray[Any, Any]:
        return np.ascontiguousarray(arrays[name].squeeze())

    tensors = {
        "model.shared.weight": np.concatenate([arrays["Wemb"], np.zeros((1, WIDTH), "float32")]),
        "final_logits_bias": np.concatenate([arrays["decoder_ff_logit_out_b"], np.zeros((1, 1), "float32")], axis=1),
    }
    for side in ("encoder", "decoder"):
        for layer in range(LAYERS):
            theirs, ours = f"{side}_l{layer + 1}", f"model.{side}.layers.{layer}"
            blocks = {"self": "self_attn"} | ({"context": "encoder_attn"} if side == "decoder" else {})
            for block, name in blocks.items():
                for part, proj in zip("qkvo", ("q_proj", "k_proj", "v_proj", "out_proj"), strict=True):
                    tensors[f"{ours}.{name}.{proj}.weight"] = np.ascontiguousarray(
                        arrays[f"{theirs}_{block}_W{part}"].T
                    )
                    tensors[f"{ours}.{name}.{proj}.bias"] = column(f"{theirs}_{block}_b{part}")
                tensors[f"{ours}.{name}_layer_norm.weight"] = column(f"{theirs}_{block}_Wo_ln_scale")
                tensors[f"{ours}.{name}_layer_norm.bias"] = column(f"{theirs}_{block}_Wo_ln_bias")
            for number in "12":
                tensors[f"{ours}.fc{number}.weight"] = np.ascontiguousarray(arrays[f"{theirs}_ffn_W{number}"].T)
                tensors[f"{ours}.fc{number}.bias"] = column(f"{theirs}_ffn_b{number}")
            tensors[f"{ours}.final_layer_norm.weight"] = column(f"{theirs}_ffn_ffn_ln_scale")
            tensors[f"{ours}.final_layer_norm.bias"] = column(f"{theirs}_ffn_ffn_ln_bias")
    folder.mkdir()
    save_file(tensors, folder / "model.safetensors")
    pad = len(PIECES)
    config = {
        "model_type": "marian", "is_encoder_decoder": True, "vocab_size": pad + 1, "d_model": WIDTH,
        "encoder_layers": LAYERS, "decoder_layers": LAYERS, "encoder_attention_heads": 4, "decoder_attention_heads": 4,
        "encoder_ffn_dim": HIDDEN, "decoder_ffn_dim": HIDDEN, "max_position_embeddings": 512,
        "activation_function": activation, "pad_token_id": pad, "decoder_start_token_id": pad, "eos_token_id": 0,
        "scale_embedding": True,
    }  # fmt: skip
    (folder / "config.json").write_text(json.dumps(config))
    vocabulary = {piece: i for i, piece in enumerate([*PIECES, "<pad>"])}
    (folder / "vocab.json").write_text(json.dumps(vocabulary), encoding="utf-8")
    for name in ("source.spm", "target.spm"):
        shutil.copy(STARTER / name, folder)
    return folder


@pytest.fixture(scope="module")
def opus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_opus(tmp_path_factory.mktemp("marian") / "opus")


@pytest.fixture
def copy(opus: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(opus, tmp_path / "copy"))


@pytest.fixture(scope="module")
def converted(opus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("converted") / "opus-mt-sq-en"
    convert_npz(opus, target)
    return target


def decode(model: Model, options: Options, *, is_appended: bool) -> list[Any]:
    """Hypotheses of SENTENCES, the end piece given where the model does not append it itself."""
    sources = [[*pieces, *([] if is_appended else ["</s>"])] for pieces in SENTENCES]
    return model.engine.generate(sources, options)


@pytest.mark.parametrize(
    "options",
    [
        Options(beam=1, max_length=20),
        Options(beam=4, max_length=20, hypotheses=4),
        Options(beam=3, max_length=20, length_penalty=0.5, no_repeat_ngram=2),
    ],
)
def test_the_same_weights_say_the_same_by_way_of_hugging_face(
    converted: Path, tmp_path: Path, options: Options
) -> None:
    reference = load_model(make_reference(tmp_path / "reference", make_arrays()), device="cpu")
    model = load_model(converted, device="cpu")
    assert model.engine.quantisation == reference.engine.quantisation == "int8"
    ours = decode(model, options, is_appended=True)
    assert ours == decode(reference, options, is_appended=False)
    assert len({hypotheses[0].score for hypotheses in ours}) == len(SENTENCES)  # sources do make a difference


def test_relu_and_other_sizes_come_through_too(copy: Path, tmp_path: Path) -> None:
    (weights,) = copy.glob("*.npz")
    write_npz(weights, make_arrays(), **{"transformer-ffn-activation": "relu"})
    convert_npz(copy, tmp_path / "model")
    reference = load_model(make_reference(tmp_path / "reference", make_arrays(), "relu"), device="cpu")
    options = Options(beam=2, max_length=20)
    ours = decode(load_model(tmp_path / "model", device="cpu"), options, is_appended=True)
    assert ours == decode(reference, options, is_appended=False)


def test_the_end_piece_is_appended_once(converted: Path) -> None:
    config = json.loads((converted / "ctranslate2" / "config.json").read_text())
    assert config["add_source_eos"] is True
    pieces = load_model(converted, device="cpu").tokenizer.encode("Kjo është një fjali.")
    assert pieces
    assert "</s>" not in pieces


@pytest.mark.parametrize("arguments", [{"engine": "transformers"}, {"device": "mps"}])
def test_torch_cannot_run_what_is_converted_and_says_so(converted: Path, arguments: dict[str, str]) -> None:
    with pytest.raises(ModelError, match="only as converted for CTranslate2; use --engine ctranslate2"):
        load_model(converted, **({"device": "cpu"} | arguments))


def test_an_empty_text_has_no_translation(converted: Path) -> None:
    model = load_model(converted, device="cpu")
    (hypotheses,) = model.engine.generate([model.tokenizer.encode("")], Options(beam=2, max_length=5))
    assert model.tokenizer.decode(hypotheses[0].pieces) == ""


def test_the_directory_describes_itself_and_verifies(converted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = json.loads((converted / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["name"] == "opus-mt-sq-en"
    assert manifest["normalise"] == "moses"
    assert manifest["converted_from"]["file"].endswith("best-perplexity.npz")
    assert len(manifest["converted_from"]["sha256"]) == 64
    assert {"ctranslate2/model.bin", "source.spm", "target.spm", "vocab.json", "config.json"} < set(manifest["files"])
    assert (converted / "LICENSE").read_text() == "CC-BY 4.0"
    assert verify(converted) == []
    monkeypatch.setenv("BRIEF_MODELS", str(converted.parent))
    assert list_models()["opus-mt-sq-en"] == converted
    assert [p.name for p in converted.parent.iterdir()] == ["opus-mt-sq-en"]


def test_a_source_longer_than_the_table_of_positions_is_refused(converted: Path) -> None:
    model = load_model(converted, device="cpu")
    options = Options(beam=1, max_length=2)
    assert model.engine.generate([["▁w1"] * 2047], options)
    with pytest.raises(ModelError, match="2048 pieces is longer than the 2047"):
        model.engine.generate([["▁w1"] * 2048], options)


def test_a_joint_sentencepiece_vocabulary_is_numbered_by_its_ids(tmp_path: Path) -> None:
    """As in HPLT's repositories: model.npz.best-chrf.npz and model.sq-en.spm, nothing else of use."""
    source = tmp_path / "hplt"
    source.mkdir()
    shutil.copy(STARTER / "source.spm", source / "model.sq-en.spm")
    spm = SentencePieceProcessor(model_file=str(source / "model.sq-en.spm"))
    size = spm.get_piece_size()
    write_npz(source / "model.npz.best-chrf.npz", make_arrays(size), **{"dim-vocabs": [size, size]})
    (source / "vocab.json").write_text("{}")  # Hugging Face's, of the conversion that does not work
    convert_npz(source, tmp_path / "model")
    stored = json.loads((tmp_path / "model/ctranslate2/shared_vocabulary.json").read_text(encoding="utf-8"))
    assert stored == [spm.id_to_piece(i) for i in range(size)]
    model = load_model(tmp_path / "model", device="cpu")
    text = "Qeveria miratoi 12 masa: “po” – thotë ‘ai’."
    assert model.tokenizer.decode(model.tokenizer.encode(text)) == spm.decode(spm.encode(text))
    assert not model.normalise
    assert "".join(model.tokenizer.encode(text)).count("<unk>") == 0


def test_two_vocabularies_serve_their_own_sides(copy: Path, tmp_path: Path) -> None:
    """Without tied embeddings, sources and targets have pieces of their own."""
    (vocabulary,) = copy.glob("*.vocab.yml")
    vocabulary.unlink()
    (copy / "decoder.yml").unlink()
    english = ["</s>", "<unk>", *(f"▁e{i}" for i in range(len(PIECES) - 2))]
    (copy / "m.src.vocab").write_text("\n".join(PIECES) + "\n", encoding="utf-8")
    (copy / "m.trg.vocab").write_text("".join(f"{piece}\t-1.5\n" for piece in english), encoding="utf-8")
    arrays = make_arrays()
    table = arrays.pop("Wemb")
    arrays |= {"encoder_Wemb": table, "decoder_Wemb": table[::-1], "decoder_ff_logit_out_W": table.T}
    (weights,) = copy.glob("*.npz")
    write_npz(weights, arrays, **{"tied-embeddings-all": False})
    convert_npz(copy, tmp_path / "model")
    results = decode(load_model(tmp_path / "model", device="cpu"), Options(beam=2, max_length=8), is_appended=True)
    pieces = {piece for hypotheses in results for piece in hypotheses[0].pieces}
    assert pieces
    assert pieces <= set(english)


def test_a_manifest_beside_the_checkpoint_is_taken_over(copy: Path, tmp_path: Path) -> None:
    given = {
        "name": "mine",
        "kind": "translation",
        "licence": "CC0",
        "revision": "f00",
        "normalise": "none",
        "bleu": 38.5,
    }
    (copy / "manifest.json").write_text(json.dumps(given))
    convert_npz(copy, tmp_path / "model")
    written = json.loads((tmp_path / "model" / "manifest.json").read_text(encoding="utf-8"))
    assert {key: written[key] for key in given if key != "normalise"} == {
        key: value for key, value in given.items() if key != "normalise"
    }
    assert not load_model(tmp_path / "model", device="cpu").normalise


def test_every_kind_of_piece_survives_the_way_to_the_converter(tmp_path: Path) -> None:
    from ctranslate2.converters.marian import load_vocab

    pieces = ["</s>", "<unk>", '"', '""', "'", "''", '"a', "a'", ":", "▁:", ": 7", "? x", "\\", '\\"', "\\x41", "~", "no",
              "1.0", "#", "- ", "\u2028", "\x85", "\u00a0", "\ufeff", "{", "<<", "=", "漢", "🙂"]  # fmt: skip
    write_pieces(pieces, tmp_path / "v.yml")
    assert load_vocab(str(tmp_path / "v.yml")) == pieces
    with pytest.raises(ModelError, match="line break"):
        write_pieces(["a\nb"], tmp_path / "v.yml")


def test_a_yaml_vocabulary_is_read_as_marian_writes_it(tmp_path: Path) -> None:
    path = tmp_path / "vocab.yml"
    path.write_text(
        '</s>: 0\n<unk>: 1\n"▁\\"": 2\n"\\xA0": 3\nno: 4\n1.0: 6\n~: 5\n"\\u200B": 7\n? "a: b"\n: 8\n<<: 9\n"▁#": 10\n',
        encoding="utf-8",
    )
    assert read_pieces(path) == ["</s>", "<unk>", '▁"', "\xa0", "no", "~", "1.0", "\u200b", "a: b", "<<", "▁#"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("v.yml", "</s>: 0\n<unk>: 1\na: 3\n", "from 0 without gaps"),
        ("v.yml", "</s>: 0\n<unk>: 1\na: x\n", "from 0 without gaps"),
        ("v.yml", "- a\n- b\n", "should hold a YAML mapping"),
        ("v.yml", "a: [\n", "not valid YAML"),
        ("v.yml", "a: 0\nb: 1\n", "lacks </s> or <unk>"),
        ("v.vocab", "</s>\n<unk>\na\na\n", "holds the piece 'a' twice"),
        ("v.vocab", b"\xff\xfe", "cannot be read"),
        ("v.spm", "spam", "not a SentencePiece model"),
    ],
)
def test_a_broken_vocabulary_is_named(tmp_path: Path, name: str, content: str | bytes, says: str) -> None:
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ModelError, match=says) as caught:
        read_pieces(tmp_path / name)
    assert name in str(caught.value)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"transformer-decoder-autoreg": "rnn", "dec-cell": "ssru"}, r"an SSRU, .* use the full-size"),
        ({"type": "s2s"}, "Marian's type 's2s'"),
        ({"transformer-ffn-activation": "tanh"}, "--transformer-ffn-activation tanh is not supported"),
        ({"transformer-postprocess": "da"}, "--transformer-postprocess dan"),
        ({"transformer-heads": None}, "lacks 'transformer-heads'"),
        ({"transformer-ffn-depth": 3}, "--transformer-ffn-depth 3"),
        ({"transformer-tied-layers": [1, 1]}, "--transformer-tied-layers"),
        ({"lemma-dim-emb": 8}, "--lemma-dim-emb 8"),
        ({"enc-depth": 3}, "encoder_l3"),
    ],
)
def test_an_architecture_that_ctranslate2_does_not_run_is_refused(
    copy: Path, tmp_path: Path, options: dict[str, Any], says: str
) -> None:
    (weights,) = copy.glob("*.npz")
    write_npz(weights, make_arrays(), **options)
    with pytest.raises(ModelError, match=says):
        convert_npz(copy, tmp_path / "out" / "model")
    assert not list(tmp_path.glob("out/*"))


def spoil_zip(folder: Path) -> None:
    (weights,) = folder.glob("*.npz")
    weights.write_bytes(weights.read_bytes()[:-500])


def flip_byte(folder: Path) -> None:
    (weights,) = folder.glob("*.npz")
    data = bytearray(weights.read_bytes())
    data[1000] ^= 1  # in the embedding
    weights.write_bytes(data)


def pickle_inside(folder: Path) -> None:
    (weights,) = folder.glob("*.npz")
    np.savez(weights, **{"special:model.yml": np.array([{"a": 1}], dtype=object)})  # type: ignore[arg-type]


def single_array(folder: Path) -> None:
    (weights,) = folder.glob("*.npz")
    with weights.open("wb") as file:
        np.save(file, np.zeros(3))


def drop_options(folder: Path) -> None:
    (weights,) = folder.glob("*.npz")
    np.savez(weights, **make_arrays())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (spoil_zip, "damaged"),
        (flip_byte, "Bad CRC-32"),
        (pickle_inside, "damaged .*allow_pickle=False"),
        (single_array, "a single array"),
        (drop_options, "not a checkpoint of Marian"),
        (lambda d: next(d.glob("*.npz")).unlink(), "decoder.yml names it"),
        (lambda d: (next(d.glob("*.npz")).unlink(), (d / "decoder.yml").unlink()), "no Marian checkpoint"),
        (lambda d: (shutil.copy(next(d.glob("*.npz")), d / "b.npz"), (d / "decoder.yml").unlink()), "2 Marian checkpoints"),
        (lambda d: (d / "decoder.yml").write_text("models: a.npz"), "should be a list"),
        (lambda d: (d / "source.spm").unlink(), r"source\.spm: The file is missing"),
        (lambda d: (d / "source.spm").write_bytes(b"spam"), "not a SentencePiece model"),
        (lambda d: next(d.glob("*.vocab.yml")).write_text("</s>: 0\n<unk>: 1\n"), "size 2 but the model expected .* 32"),
    ],
)  # fmt: skip
def test_a_folder_that_does_not_hold_together_is_refused_and_leaves_nothing(
    copy: Path, tmp_path: Path, spoil: Callable[[Path], Any], says: str
) -> None:
    spoil(copy)
    with pytest.raises(ModelError, match=says):
        convert_npz(copy, tmp_path / "out" / "model")
    assert not list(tmp_path.glob("out/*"))


def test_a_folder_with_something_in_it_is_not_overwritten(opus: Path, tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "mine.txt").write_text("mine")
    with pytest.raises(ModelError, match="not an empty folder"):
        convert_npz(opus, tmp_path / "model")
    assert (tmp_path / "model" / "mine.txt").read_text() == "mine"


def test_files_are_found_by_what_decoder_yml_says_first(copy: Path) -> None:
    shutil.copy(next(copy.glob("*.npz")), copy / "model.npz.best-bleu.npz")
    shutil.copy(next(copy.glob("*.vocab.yml")), copy / "other.vocab.yml")
    (copy / "decoder.yml").write_text(
        "models: [/home/trainer/model.npz.best-bleu.npz]\nvocabs: [/home/trainer/other.vocab.yml, other.vocab.yml]\n"
    )
    found = find_checkpoint(copy)
    assert found.weights.name == "model.npz.best-bleu.npz"
    assert {path.name for path in found.vocabularies} == {"other.vocab.yml"}
    assert [path.name for path in found.pieces] == ["source.spm", "target.spm"]
