"""One SentencePiece vocabulary for both languages.

No input letter may be lost: characters that the training text lacks but news names use are pieces of their own, and any
other character falls back to its bytes.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

# Latin letters of Albania's neighbours and of names in the news, currency signs and marks.
REQUIRED = (
    "ëËçÇéÉèêàáâãäåæíîïñóôõöøúûüýÁÄÅÉÍÑÓÖØÚÜÝßāăąćčđďęěğīıłńňőřśşšţťūůűźżžĆČĐĞİŁŃŘŚŞŠŹŽșț"
    "€$£¥%°§&@#+=<>/*[]{}|_~^\\ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
)


SYNTHETIC = "<synthetic>"
"""Control piece that may stand before a synthetic source line; no text is ever encoded to it."""


def train_vocabulary(
    natural: Sequence[tuple[str, str]], synthetic: Sequence[tuple[str, str]], prefix: Path, pieces: int, seed: int
) -> Path:
    """Train ``pieces`` joint unigram pieces and return the path of the model, ``prefix``.model.

    Natural lines count three times: they decide which words are whole pieces, synthetic lines only widen the coverage.
    """
    import sentencepiece

    text = prefix.with_suffix(".txt")
    rng = random.Random(seed)
    lines = [side for pair in natural for side in pair] * 3
    lines += [side for pair in rng.sample(list(synthetic), min(len(synthetic), len(natural))) for side in pair]
    rng.shuffle(lines)
    text.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(text),
        model_prefix=str(prefix),
        vocab_size=pieces,
        model_type="unigram",
        character_coverage=1.0,
        required_chars=REQUIRED,
        control_symbols=[SYNTHETIC],
        byte_fallback=True,
        split_digits=True,
        normalization_rule_name="nmt_nfkc",
        pad_id=-1,
        bos_id=-1,
        eos_id=0,
        unk_id=1,
        num_threads=2,
        input_sentence_size=400_000,
        shuffle_input_sentence=False,
        minloglevel=2,
    )
    text.unlink()
    return prefix.with_suffix(".model")


def extend_vocabulary(model: Path, output: Path) -> int:
    """Write a copy of ``model`` that loses no character, for weights trained before; returns how many pieces it has.

    Missing required characters, the 256 bytes and the control piece are appended, so that every old piece keeps its id (and
    its embedding).
    """
    from sentencepiece import sentencepiece_model_pb2

    proto = sentencepiece_model_pb2.ModelProto()
    proto.ParseFromString(model.read_bytes())
    known = {piece.piece for piece in proto.pieces}
    lowest = min(piece.score for piece in proto.pieces)
    for character in dict.fromkeys(REQUIRED):
        if character not in known:
            proto.pieces.add(piece=character, score=lowest - 1.0)
    if not proto.trainer_spec.byte_fallback:
        for byte in range(256):
            proto.pieces.add(piece=f"<0x{byte:02X}>", score=0.0, type=proto.SentencePiece.BYTE)
        proto.trainer_spec.byte_fallback = True
    if SYNTHETIC not in known:
        proto.pieces.add(piece=SYNTHETIC, score=0.0, type=proto.SentencePiece.CONTROL)
        proto.trainer_spec.control_symbols.append(SYNTHETIC)
    proto.trainer_spec.vocab_size = len(proto.pieces)
    output.write_bytes(proto.SerializeToString())
    return len(proto.pieces)
