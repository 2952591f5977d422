"""Score an exported model on the dev split, with sacreBLEU signatures, and on probes of what must survive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from augment import normalise


@dataclass(frozen=True)
class Scores:
    """Corpus scores in percent, each with the signature that says how it was made."""

    chrf: float
    bleu: float
    chrf_signature: str
    bleu_signature: str


def translate(model: Path, spm: Path, sentences: Sequence[str], beam: int, threads: int) -> list[str]:
    """Translate with a CTranslate2 directory; every sentence is normalised first, as in training."""
    import ctranslate2
    import sentencepiece

    pieces = sentencepiece.SentencePieceProcessor(model_file=str(spm))
    translator = ctranslate2.Translator(str(model), device="cpu", compute_type="int8", intra_threads=threads)
    source = [pieces.encode(normalise(s), out_type=str) + ["</s>"] for s in sentences]
    results = translator.translate_batch(source, beam_size=beam, max_batch_size=2048, batch_type="tokens")
    return [pieces.decode_pieces(r.hypotheses[0]) for r in results]


def score(hypotheses: Sequence[str], references: Sequence[str]) -> Scores:
    """chrF and BLEU against one reference each; both sides with ASCII quotes, so that quote style costs nothing."""
    from sacrebleu.metrics import BLEU, CHRF

    chrf, bleu = CHRF(), BLEU()
    hyp, ref = [normalise(h) for h in hypotheses], [[normalise(r) for r in references]]
    c, b = chrf.corpus_score(hyp, ref).score, bleu.corpus_score(hyp, ref).score
    return Scores(round(c, 2), round(b, 2), str(chrf.get_signature()), str(bleu.get_signature()))
