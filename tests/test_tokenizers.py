"""Text and pieces: each kind of model directory, against transformers where it can be asked."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import STARTER, TOP

from pipeline.engines import Options
from pipeline.engines.loading import Model, load_model
from pipeline.engines.manifest import Manifest, read_manifest
from pipeline.engines.tokenizers import LibraryTokenizer, MarianTokenizer, load_library, load_tokenizer, spell_out
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


# NLLB and MADLAD-400, by the library's own tokenizer classes over vocabularies trained here


def train_pieces(path: Path, **options: Any) -> None:
    from sentencepiece import SentencePieceTrainer

    model = io.BytesIO()
    SentencePieceTrainer.train(
        sentence_iterator=iter(DEV[:300]), model_writer=model, vocab_size=300, hard_vocab_limit=False, minloglevel=2,
        num_threads=1, unk_id=0, bos_id=1, eos_id=2, **options,
    )  # fmt: skip
    path.write_bytes(model.getvalue())


def silence(network: Any, *ids: int) -> None:
    """Zero rows of the embedding: a trained model never says padding, and the engines differ in forbidding it."""
    import torch

    with torch.no_grad():
        for i in ids:
            network.get_input_embeddings().weight[i] = 0


@pytest.fixture(scope="module")
def nllb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As facebook/nllb-200-distilled-600M lies on the hub: tokenizer.json, language codes last, spare rows in the table."""
    import torch
    from transformers import M2M100Config, M2M100ForConditionalGeneration, NllbTokenizer
    from transformers.models.nllb.tokenization_nllb import FAIRSEQ_LANGUAGE_CODES

    pieces = tmp_path_factory.mktemp("pieces")
    train_pieces(pieces / "sentencepiece.bpe.model", model_type="bpe")
    tokenizer = NllbTokenizer.from_pretrained(
        str(pieces), extra_special_tokens=FAIRSEQ_LANGUAGE_CODES, src_lang="als_Latn", tgt_lang="eng_Latn"
    )
    directory = tmp_path_factory.mktemp("nllb")
    tokenizer.save_pretrained(directory)
    torch.manual_seed(4)
    config = M2M100Config(
        vocab_size=len(tokenizer) + 2, d_model=32, encoder_layers=1, decoder_layers=1, encoder_ffn_dim=64,
        decoder_ffn_dim=64, encoder_attention_heads=2, decoder_attention_heads=2, max_position_embeddings=128, pad_token_id=1,
        eos_token_id=2, bos_token_id=0, decoder_start_token_id=2, scale_embedding=True,
    )  # fmt: skip
    network = M2M100ForConditionalGeneration(config)
    silence(network, 1)
    network.save_pretrained(directory)
    return directory


@pytest.fixture(scope="module")
def madlad(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As google/madlad400-3b-mt: <unk> starts an output, <s> is padding, no extra ids, languages are pieces of spiece.model."""
    import torch
    from transformers import T5Config, T5ForConditionalGeneration, T5Tokenizer

    directory = tmp_path_factory.mktemp("madlad")
    train_pieces(directory / "spiece.model", model_type="unigram", user_defined_symbols=["\n", "<2sq>", "<2en>"])
    settings = {
        "tokenizer_class": "T5Tokenizer", "extra_ids": 0, "additional_special_tokens": [], "eos_token": "</s>",
        "pad_token": "<s>", "unk_token": "<unk>", "legacy": False,
    }  # fmt: skip
    (directory / "tokenizer_config.json").write_text(json.dumps(settings))
    tokenizer = T5Tokenizer.from_pretrained(str(directory))
    tokenizer.save_pretrained(directory)
    torch.manual_seed(4)
    config = T5Config(
        vocab_size=len(tokenizer), d_model=32, d_kv=16, d_ff=64, num_layers=1, num_heads=2, decoder_start_token_id=0,
        pad_token_id=1, eos_token_id=2, feed_forward_proj="gated-gelu", tie_word_embeddings=False,
    )  # fmt: skip
    network = T5ForConditionalGeneration(config)
    silence(network, 1)
    network.lm_head.weight = torch.nn.Parameter(torch.randn(config.vocab_size, 32) / 8)
    network.save_pretrained(directory)
    # The hub's file says this, from which transformers takes that outputs are not scaled.
    stored = json.loads((directory / "config.json").read_text()) | {"tie_word_embeddings": False}
    del stored["scale_decoder_outputs"]
    (directory / "config.json").write_text(json.dumps(stored))
    return directory


def test_nllb_gets_the_source_language_before_and_the_end_after(nllb: Path) -> None:
    from transformers import NllbTokenizer

    theirs = NllbTokenizer.from_pretrained(str(nllb), src_lang="als_Latn")
    manifest = read_manifest(nllb)
    ours = load_tokenizer(nllb, manifest)
    assert (manifest.kind, manifest.target_prefix) == ("translation", ("eng_Latn",))
    for sentence in DEV[:50]:
        encoded = ours.encode(sentence)
        assert encoded == theirs.convert_ids_to_tokens(theirs(sentence).input_ids)
        assert (encoded[0], encoded[-1]) == ("als_Latn", "</s>")
    assert ours.encode("eng_Latn </s>").count("eng_Latn") == 0


def test_madlad_gets_the_target_language_as_one_piece_at_the_start(madlad: Path) -> None:
    from transformers import T5Tokenizer

    theirs = T5Tokenizer.from_pretrained(str(madlad))
    manifest = read_manifest(madlad)
    ours = load_tokenizer(madlad, manifest)
    assert (manifest.kind, manifest.text_prefix) == ("translation", "<2en> ")
    same = 0
    for sentence in DEV[:50]:
        encoded = ours.encode(sentence)
        assert encoded.count("<2en>") == 1
        assert encoded.index("</s>") == len(encoded) - 1
        expected = theirs.convert_ids_to_tokens(theirs(f"<2en> {sentence}").input_ids)
        # T5Tokenizer takes number 2 for unknown letters, which in this vocabulary is the end; ours stay unknown.
        same += encoded == expected
        assert encoded == expected or expected.count("</s>") > 1
    assert same > 25
    assert ours.encode("漢")[-2] not in ours.read_vocabulary()


def test_madlad_reads_the_same_from_spiece_model_alone(madlad: Path, tmp_path: Path) -> None:
    directory = Path(shutil.copytree(madlad, tmp_path / "madlad"))
    (directory / "tokenizer.json").unlink()
    assert read_manifest(directory).text_prefix == "<2en> "
    bare, whole = (load_tokenizer(d, read_manifest(d)) for d in (directory, madlad))
    assert [bare.encode(s) for s in DEV[:20]] == [whole.encode(s) for s in DEV[:20]]


def test_a_t5_of_another_task_is_not_taken_for_madlad(tmp_path: Path) -> None:
    train_pieces(tmp_path / "spiece.model", model_type="unigram")
    (tmp_path / "config.json").write_text('{"model_type": "t5", "is_encoder_decoder": true}')
    manifest = read_manifest(tmp_path)
    assert (manifest.kind, manifest.text_prefix) == ("summary", "")


@pytest.mark.parametrize("family", ["nllb", "madlad"])
@pytest.mark.parametrize(
    "options",
    [
        Options(beam=1, max_length=8),
        # CTranslate2 counts the target language in the length it divides by, so only unscaled sums rank alike.
        Options(beam=4, max_length=8, hypotheses=2, length_penalty=0.0),
        Options(beam=2, max_length=8, min_length=4, length_penalty=0.0),
    ],
)
def test_both_engines_agree_on_what_multilingual_models_say(
    family: str, options: Options, request: pytest.FixtureRequest
) -> None:
    directory: Path = request.getfixturevalue(family)
    ours, theirs = (
        load_model(directory, device="cpu", quantisation="float32"),
        load_model(directory, device="cpu", engine="transformers"),
    )
    sources = [ours.tokenizer.encode(sentence) for sentence in DEV[:6]]
    assert sources == [theirs.tokenizer.encode(sentence) for sentence in DEV[:6]]
    left, right = ours.engine.generate(sources, options), theirs.engine.generate(sources, options)
    assert [[h.pieces for h in r] for r in left] == [[h.pieces for h in r] for r in right]
    assert [[h.finished for h in r] for r in left] == [[h.finished for h in r] for r in right]
    if not options.min_length:
        assert [[h.score for h in r] for r in left] == [pytest.approx([h.score for h in r], abs=2e-4) for r in right]
    assert not any("eng_Latn" in h.pieces[:1] for r in left for h in r)


@pytest.mark.parametrize("engine", ["ctranslate2", "transformers"])
@pytest.mark.parametrize(
    ("manifest", "says"),
    [
        ({"target_prefix": ["alb_Latn"]}, "target_prefix .* piece 'alb_Latn'"),
        ({"source_prefix": ["sqi_Latn"]}, "source_prefix .* piece 'sqi_Latn'"),
        ({"text_prefix": "<2en> ", "source_prefix": [], "source_suffix": []}, "text_prefix .* piece '<2en>'"),
    ],
)
def test_a_language_the_vocabulary_lacks_is_refused(
    nllb: Path, tmp_path: Path, engine: str, manifest: dict[str, Any], says: str
) -> None:
    directory = Path(shutil.copytree(nllb, tmp_path / "nllb"))
    (directory / "manifest.json").write_text(json.dumps({"kind": "translation"} | manifest))
    with pytest.raises(ModelError, match=says):
        load_model(directory, device="cpu", engine=engine)


def test_names_are_spelled_out_where_the_vocabulary_has_their_letters() -> None:
    vocabulary = {*"▁L a v r o i t".split(), "▁L"} | {"▁Lavrov", "▁tha", "it"}
    pieces = ["▁tha", "▁Lavrov", "it", "▁Choe", "</s>"]
    assert spell_out(pieces, ["Lavrovit", "Choe"], vocabulary) == [
        "▁tha", "▁L", "a", "v", "r", "o", "v", "i", "t", "▁Choe", "</s>"
    ]  # fmt: skip
    assert spell_out(pieces, ["Lavro"], {*vocabulary, *"</s>"})[1:3] == ["▁L", "a"]
    assert spell_out(["▁La", "<0xC5>", "</s>"], ["La"], {"▁L", "a", *"<0xC5>/s"}) == ["▁L", "a", "<0xC5>", "</s>"]
    assert spell_out(pieces, [], vocabulary) == pieces
    assert spell_out([], ["Lavrov"], vocabulary) == []
