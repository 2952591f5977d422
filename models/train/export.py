"""Write a trained network as a MarianMT directory (Hugging Face layout) and as CTranslate2 int8.

The directory is what ``MarianMTModel.from_pretrained`` and CTranslate2's converter read: config.json,
generation_config.json, model.safetensors (fp16), source.spm, target.spm, vocab.json, tokenizer_config.json.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import sentencepiece
import torch
from network import Shape
from safetensors.torch import load_file, save_file
from torch import Tensor


def hugging_face_state(state: dict[str, Tensor], shape: Shape) -> dict[str, Tensor]:
    """Our parameter names → transformers' names, fp16; the embedding table is stored once, as tied weights are."""
    renamed = {"final_logits_bias": torch.zeros(1, shape.vocabulary)}
    for name, tensor in state.items():
        if name == "shared.weight":
            renamed["model.shared.weight"] = tensor
        else:
            side, rest = name.split(".", 1)
            renamed[f"model.{side}.layers.{rest}"] = tensor
    return {name: tensor.detach().half().contiguous() for name, tensor in renamed.items()}


def read_hugging_face(directory: Path, shape: Shape) -> dict[str, Tensor]:
    """Weights of a MarianMT directory under our names, fp32, grown to ``shape``, whose width and heads must be theirs.

    Old pieces keep their rows, added ones start at the mean row (a random one would be predicted at random), and the
    padding row, which comes last, is zero. Added hidden units read at random and write zeros, and added layers, each behind
    an old one and as evenly as can be, write zeros into what they pass on, so that the grown network first computes about
    what the old one did (Net2Net, Chen et al. 2016, arXiv 1511.05641, with zeros instead of copies). The starter of 6 and 2
    layers had a loss of 0.919 a piece on dev, grown to 10 and 3 it had 0.922 before it was trained on.

    Raises ValueError when there are more layers or hidden units than ``shape`` has.
    """
    generator = torch.Generator().manual_seed(1)
    loaded = load_file(directory / "model.safetensors")
    old = loaded["model.shared.weight"].float()[:-1]
    added = old.mean(0, keepdim=True).repeat(shape.vocabulary - 1 - len(old), 1)
    state = {"shared.weight": torch.cat([old, added, torch.zeros(1, old.shape[1])])}
    for side, wanted in (("encoder", shape.encoder_layers), ("decoder", shape.decoder_layers)):
        layers = _layers(loaded, side)
        if wanted < len(layers) or shape.feed_forward < len(layers[0]["fc1.bias"]):
            raise ValueError(f"{directory}: more {side} layers or hidden units than the recipe wants")
        for place, (layer, old_one) in enumerate(_spread(layers, wanted)):
            here = layer if old_one else _pass_on(layer)
            for name, tensor in here.items():
                state[f"{side}.{place}.{name}"] = _widen(name, tensor, shape.feed_forward, generator)
    return state


def _layers(loaded: dict[str, Tensor], side: str) -> list[dict[str, Tensor]]:
    """The layers of one side of a MarianMT model in order, each its tensors by name, fp32."""
    found: dict[int, dict[str, Tensor]] = {}
    for name, tensor in loaded.items():
        if name.startswith(start := f"model.{side}.layers."):
            number, rest = name.removeprefix(start).split(".", 1)
            found.setdefault(int(number), {})[rest] = tensor.float()
    return [found[number] for number in sorted(found)]


def _widen(name: str, tensor: Tensor, feed_forward: int, generator: torch.Generator) -> Tensor:
    """A layer's tensor with ``feed_forward`` hidden units; the added ones read at random and write zeros."""
    if name == "fc1.weight":
        more = torch.randn(feed_forward - len(tensor), tensor.shape[1], generator=generator)
        return torch.cat([tensor, more * tensor.std()])
    if name == "fc1.bias":
        return torch.cat([tensor, torch.zeros(feed_forward - len(tensor))])
    if name == "fc2.weight":
        return torch.cat([tensor, torch.zeros(len(tensor), feed_forward - tensor.shape[1])], 1)
    return tensor


def _spread(layers: list[dict[str, Tensor]], wanted: int) -> list[tuple[dict[str, Tensor], bool]]:
    """``wanted`` layers: the old ones (True) at even distances, behind each of them the same again (False) where there is room."""
    places = {i * wanted // len(layers): layer for i, layer in enumerate(layers)}
    spread: list[tuple[dict[str, Tensor], bool]] = []
    layer = layers[0]
    for place in range(wanted):
        layer = places.get(place, layer)
        spread.append((layer, place in places))
    return spread


def _pass_on(layer: dict[str, Tensor]) -> dict[str, Tensor]:
    """A layer to stand behind ``layer``: it reads as that one does, writes zeros, and passes on about what it is given.

    Its norms would bring each state to mean 0 and deviation 1; they are given the mean and the deviation that the states
    behind ``layer`` have on average, which follow from the last norm of that layer: states are weight × normal + bias.
    """
    weight, bias = layer["final_layer_norm.weight"], layer["final_layer_norm.bias"]
    mean, deviation = bias.mean(), (weight.square().mean() + bias.var(correction=0)).sqrt()
    passing = {}
    for name, tensor in layer.items():
        if name.startswith(("fc2.", "self_attn.out_proj.", "encoder_attn.out_proj.")):
            passing[name] = torch.zeros_like(tensor)
        elif "layer_norm" in name:
            passing[name] = (deviation if name.endswith("weight") else mean).expand_as(tensor).clone()
        else:
            passing[name] = tensor.clone()
    return passing


def marian_config(shape: Shape) -> dict[str, object]:
    """config.json of a MarianMTModel of this shape."""
    return {
        "architectures": ["MarianMTModel"],
        "model_type": "marian",
        "is_encoder_decoder": True,
        "vocab_size": shape.vocabulary,
        "decoder_vocab_size": shape.vocabulary,
        "d_model": shape.width,
        "encoder_layers": shape.encoder_layers,
        "decoder_layers": shape.decoder_layers,
        "encoder_attention_heads": shape.heads,
        "decoder_attention_heads": shape.heads,
        "encoder_ffn_dim": shape.feed_forward,
        "decoder_ffn_dim": shape.feed_forward,
        "max_position_embeddings": 512,
        "activation_function": "swish",
        "dropout": shape.dropout,
        "attention_dropout": 0.0,
        "activation_dropout": 0.0,
        "static_position_embeddings": True,
        "scale_embedding": True,
        "share_encoder_decoder_embeddings": True,
        "tie_word_embeddings": True,
        "pad_token_id": shape.padding,
        "decoder_start_token_id": shape.padding,
        "eos_token_id": 0,
        "bos_token_id": 0,
        "forced_eos_token_id": 0,
        "use_cache": True,
        "dtype": "float16",
    }


def write_hugging_face(state: dict[str, Tensor], shape: Shape, spm: Path, directory: Path) -> None:
    """Write the MarianMT directory; ``spm`` serves both sides, as the vocabulary is joint."""
    directory.mkdir(parents=True, exist_ok=True)
    save_file(hugging_face_state(state, shape), directory / "model.safetensors", metadata={"format": "pt"})
    for side in ("source.spm", "target.spm"):
        shutil.copyfile(spm, directory / side)
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(spm))
    vocabulary = {pieces.id_to_piece(i): i for i in range(pieces.get_piece_size())} | {"<pad>": shape.padding}
    generation = {
        "bad_words_ids": [[shape.padding]],
        "bos_token_id": 0,
        "decoder_start_token_id": shape.padding,
        "eos_token_id": 0,
        "forced_eos_token_id": 0,
        "max_length": 512,
        "num_beams": 4,
        "pad_token_id": shape.padding,
    }
    tokenizer = {
        "tokenizer_class": "MarianTokenizer",
        "source_lang": "sq",
        "target_lang": "en",
        "eos_token": "</s>",
        "unk_token": "<unk>",
        "pad_token": "<pad>",
        "model_max_length": 512,
        "separate_vocabs": False,
        "sp_model_kwargs": {},
    }
    for name, content in (
        ("vocab.json", vocabulary),
        ("config.json", marian_config(shape)),
        ("generation_config.json", generation),
        ("tokenizer_config.json", tokenizer),
    ):
        text = json.dumps(content, ensure_ascii=False, indent=None if name == "vocab.json" else 2)
        (directory / name).write_text(text + "\n", encoding="utf-8")


def convert(directory: Path, output: Path) -> None:
    """Convert a MarianMT directory to CTranslate2 int8 (from fp32: from fp16 it would become int8_float16)."""
    import ctranslate2

    converter = ctranslate2.converters.TransformersConverter(str(directory), load_as_float16=False)
    converter.convert(str(output), quantization="int8", force=True)


def blend(directory: Path, initial: Path, share: float, output: Path) -> None:
    """Write ``directory`` with ``share`` of its own weights and the rest of those of ``initial``, which it was trained from.

    Weights between the two are often better than either: they learnt the new text and have not forgotten the old
    (Wortsman et al. 2022, arXiv 2109.01903). Raises ValueError when the two differ in sizes or vocabulary.
    """
    new, old = (load_file(path / "model.safetensors") for path in (directory, initial))
    pieces = [(path / "source.spm").read_bytes() for path in (directory, initial)]
    if {k: v.shape for k, v in new.items()} != {k: v.shape for k, v in old.items()} or pieces[0] != pieces[1]:
        raise ValueError(f"{directory} and {initial} differ in sizes or vocabulary and cannot be blended")
    shutil.copytree(directory, output, dirs_exist_ok=True)
    mixed = {k: torch.lerp(old[k].float(), new[k].float(), share).half() for k in new}
    save_file(mixed, output / "model.safetensors", metadata={"format": "pt"})
