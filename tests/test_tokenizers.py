"""Text and pieces: each kind of model directory, against transformers where it can be asked."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from conftest import STARTER, TOP

from pipeline.engines import Options
from pipeline.engines.loading import Model, load_model
from pipeline.engines.manifest import Manifest, read_manifest
from pipeline.engines.tokenizers import LibraryTokenizer, MarianTokenizer, load_library, load_tokenizer
from pipeline.errors import ModelError

DEV = [line.split("\t")[0] for line in (TOP / "models/train/corpus/dev.tsv").read_text(encoding="utf-8").splitlines()]
MARIAN = Manifest("starter", "translation", "marian")


@pytest.fixture(scope="module")
def starter() -> MarianTokenizer:
    return MarianTokenizer(STARTER, MARIAN)


@pytest.mark.filterwarnings("ignore:Recommended. pip install sacremoses")
def test_marian_pieces_are_those_of_transformers(starter: MarianTokenizer) -> None:
    from transformers import MarianTokenizer as Theirs

    theirs = Theirs.from_pretrained(str(STARTER), local_files_only=True)
    ids = starter.read_vocabulary()
    for sentence in [*DEV[:100], "", "   ", "Жан Ђорђе 漢字 🙂", "a\u00a0b\tc"]:
        assert [ids[piece] for piece in starter.encode(sentence)] == theirs(sentence).input_ids, sentence


def test_marian_text_comes_back(starter: MarianTokenizer) -> None:
    for sentence in DEV[:200]:
        assert starter.decode(starter.encode(sentence)).replace(" ", "") == sentence.replace(" ", "").replace(
            "\u00a0", ""
        )


def test_marks_of_the_vocabulary_in_a_text_are_text(starter: MarianTokenizer) -> None:
    assert starter.encode("Fundi </s> nuk është fundi.").count("</s>") == 1


def test_byte_pieces_become_characters_and_broken_ones_a_mark(starter: MarianTokenizer) -> None:
    if "<0xE6>" not in starter.read_vocabulary():
        pytest.skip("this starter has no byte pieces")
    assert starter.decode(["▁a", "<0xE6>", "<0xBC>", "<0xA2>", "</s>"]) == "a漢"
    assert "\ufffd" in starter.decode(["▁a", "<0xE6>", "<0xBC>"])


def test_piece_that_the_vocabulary_lacks_is_unknown(tmp_path: Path) -> None:
    for name in ("source.spm", "target.spm"):
        shutil.copy(STARTER / name, tmp_path)
    (tmp_path / "vocab.json").write_text('{"</s>": 0, "<unk>": 1, "▁dhe": 2, "<pad>": 3}', encoding="utf-8")
    tokenizer = MarianTokenizer(tmp_path, Manifest("m", "translation", "marian", source_prefix=(">>eng<<",)))
    assert tokenizer.encode("dhe") == [">>eng<<", "▁dhe", "</s>"]
    assert set(tokenizer.encode("qeveria")[1:-1]) == {"<unk>"}
    assert tokenizer.decode(["▁dhe", "<unk>", "</s>"]) == "dhe"


# Directories with tokenizer.json and others

WORDS = ["<s>", "<pad>", "</s>", "<unk>", "als_Latn", "eng_Latn", *(f"w{i}" for i in range(40))]


def save_fast(directory: Path) -> None:
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    tokenizer = Tokenizer(models.WordLevel({word: i for i, word in enumerate(WORDS)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.add_special_tokens(WORDS[:6])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.enable_truncation(8)
    tokenizer.enable_padding(length=12, pad_token="<pad>")
    tokenizer.save(str(directory / "tokenizer.json"))


def test_a_tokenizer_file_that_asks_to_cut_and_pad_is_not_obeyed(tmp_path: Path) -> None:
    save_fast(tmp_path)
    tokenizer = load_tokenizer(tmp_path, Manifest("m", "summary", "bart"))
    assert tokenizer.encode("w1") == ["<s>", "w1", "</s>"]
    assert len(tokenizer.encode(" ".join(["w2"] * 50))) == 52
    assert tokenizer.decode(["<s>", "w1", "w2", "</s>", "<pad>"]) == "w1 w2"
    assert tokenizer.encode("w1</s> w2").count("</s>") == 1


def test_manifest_decides_what_stands_around_the_text(tmp_path: Path) -> None:
    save_fast(tmp_path)
    nllb = Manifest("m", "translation", "m2m_100", source_prefix=("als_Latn",), source_suffix=("</s>",))
    assert load_tokenizer(tmp_path, nllb).encode("w1 w2") == ["als_Latn", "w1", "w2", "</s>"]
    t5 = Manifest("m", "summary", "t5", text_prefix="w9 ")
    assert load_tokenizer(tmp_path, t5).encode("w1") == ["<s>", "w9", "w1", "</s>"]


def test_old_bart_files_go_through_transformers(tmp_path: Path) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz.ĠÃ«"
    vocabulary = {
        piece: i for i, piece in enumerate(["<s>", "<pad>", "</s>", "<unk>", "<mask>", *letters, "Ġa", "Ġab"])
    }
    (tmp_path / "vocab.json").write_text(json.dumps(vocabulary))
    (tmp_path / "merges.txt").write_text("#version: 0.2\nĠ a\nĠa b\n", encoding="utf-8")
    (tmp_path / "config.json").write_text('{"model_type": "bart"}')
    tokenizer = load_tokenizer(tmp_path, read_manifest(tmp_path))
    assert tokenizer.encode("x ab cë") == ["<s>", "x", "Ġab", "Ġ", "c", "Ã", "«", "</s>"]
    assert tokenizer.decode(["<s>", "x", "Ġab", "Ġ", "c", "Ã", "«", "</s>"]) == "x ab cë"
    assert tokenizer.read_vocabulary()["Ġab"] == vocabulary["Ġab"]


def test_m2m_has_a_tokenizer_of_its_own(tmp_path: Path) -> None:
    from sentencepiece import SentencePieceProcessor

    shutil.copy(STARTER / "source.spm", tmp_path / "sentencepiece.bpe.model")
    spm = SentencePieceProcessor(model_file=str(STARTER / "source.spm"))
    pieces = ["<s>", "<pad>", "</s>", "<unk>"]
    pieces += [p for i in range(spm.get_piece_size()) if (p := spm.id_to_piece(i)) not in pieces]
    (tmp_path / "vocab.json").write_text(json.dumps({p: i for i, p in enumerate(pieces)}), encoding="utf-8")
    (tmp_path / "tokenizer_config.json").write_text('{"tokenizer_class": "M2M100Tokenizer"}')
    (tmp_path / "config.json").write_text('{"model_type": "m2m_100", "is_encoder_decoder": true}')
    tokenizer = load_tokenizer(tmp_path, read_manifest(tmp_path))
    assert isinstance(tokenizer, LibraryTokenizer)
    sentence = DEV[1]
    encoded = tokenizer.encode(sentence)
    assert (encoded[0], encoded[-1]) == ("__sq__", "</s>")
    assert tokenizer.decode(encoded[1:]) == tokenizer.decode(MarianTokenizer(STARTER, MARIAN).encode(sentence))


@pytest.mark.parametrize("content", ["{", "{}", '{"model": {"type": "Nonsense"}}'])
def test_a_broken_tokenizer_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "tokenizer.json").write_text(content)
    with pytest.raises(ModelError, match=r"tokenizer\.json: The file is not a tokenizer"):
        load_library(tmp_path)


def test_a_directory_without_a_tokenizer_is_named(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "bart"}')
    with pytest.raises(ModelError, match="holds no tokenizer"):
        load_library(tmp_path)


# What an output starts with


def make_nllb(directory: Path) -> Path:
    import torch
    from transformers import M2M100Config, M2M100ForConditionalGeneration

    torch.manual_seed(2)
    sizes = {
        "vocab_size": len(WORDS), "d_model": 32, "encoder_layers": 1, "decoder_layers": 1, "encoder_ffn_dim": 64,
        "decoder_ffn_dim": 64, "encoder_attention_heads": 2, "decoder_attention_heads": 2, "max_position_embeddings": 64,
        "pad_token_id": 1, "eos_token_id": 2, "bos_token_id": 0, "decoder_start_token_id": 2,
    }  # fmt: skip
    network = M2M100ForConditionalGeneration(M2M100Config(**sizes))
    with torch.no_grad():
        network.get_input_embeddings().weight[1] = 0
    network.save_pretrained(directory)
    save_fast(directory)
    (directory / "tokenizer_config.json").write_text(
        json.dumps({"tokenizer_class": "PreTrainedTokenizerFast", "pad_token": "<pad>", "eos_token": "</s>",
                    "bos_token": "<s>", "unk_token": "<unk>"})
    )  # fmt: skip
    manifest = {
        "kind": "translation", "source_prefix": ["als_Latn"], "source_suffix": ["</s>"], "target_prefix": ["eng_Latn"],
    }  # fmt: skip
    (directory / "manifest.json").write_text(json.dumps(manifest))
    return directory


def test_the_target_language_is_forced_and_left_out_of_the_output_by_both_engines(tmp_path: Path) -> None:
    directory = make_nllb(tmp_path / "nllb")
    models: list[Model] = [
        load_model(directory, device="cpu", quantisation="float32"),
        load_model(directory, device="cpu", engine="transformers"),
    ]
    for options in (
        Options(beam=1, max_length=10),
        Options(beam=4, max_length=10),
        Options(beam=1, max_length=9, min_length=5),
    ):
        outputs = []
        for model in models:
            sources = [model.tokenizer.encode("w1 w2 w3"), model.tokenizer.encode("w5")]
            outputs.append(model.engine.generate(sources, options))
        for left, right in zip(*outputs, strict=True):
            assert left[0].pieces == right[0].pieces
            assert left[0].pieces[:1] != ("eng_Latn",)
            assert left[0].finished == right[0].finished
            assert options.min_length <= len(left[0].pieces) <= options.max_length
            if not options.min_length:
                assert left[0].score == pytest.approx(right[0].score, abs=2e-4)
