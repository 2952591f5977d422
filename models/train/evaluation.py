"""Score a model on the held-out splits, with sacreBLEU signatures, and on probes of what must survive.

    python evaluation.py [--model ../starter/sq-en] [--corpus corpus] [--probes probes.tsv]

All splits but dev are only looked at when a release is made, and nothing is chosen by them. The figures of a release go through
the product itself (pipeline.translate: splitting, ladder, int8) at its beam of 6. During training the bare CTranslate2 model is
scored on dev, which is quicker and within a few tenths of it.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from augment import normalise
from corpus import HELD_OUT, read_held_out

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Scores:
    """Corpus scores in percent, each with the signature that says how it was made."""

    chrf: float
    bleu: float
    chrf_signature: str
    bleu_signature: str


@dataclass(frozen=True)
class Probe:
    """A sentence and a pattern that its translation must match (a leading ``!``: must not)."""

    category: str
    source: str
    pattern: str

    def passes(self, english: str) -> bool:
        """Whether the translation keeps what the probe is about; case does not matter."""
        wanted = not self.pattern.startswith("!")
        return bool(re.search(self.pattern.lstrip("!"), english, re.IGNORECASE)) == wanted


def read_probes(path: Path) -> list[Probe]:
    """Probes of a TSV file: category, Albanian, pattern. Lines that start with ``#`` are comments."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Probe(*line.split("\t")) for line in lines if line and not line.startswith("#")]


def translate(model: Path, spm: Path, sentences: Sequence[str], beam: int, threads: int) -> list[str]:
    """Translate with a bare CTranslate2 directory; every sentence is normalised first, as in training."""
    import ctranslate2
    import sentencepiece

    pieces = sentencepiece.SentencePieceProcessor(model_file=str(spm))
    translator = ctranslate2.Translator(str(model), device="cpu", compute_type="int8", intra_threads=threads)
    source = [[*pieces.encode(normalise(s), out_type=str), "</s>"] for s in sentences]
    results = translator.translate_batch(source, beam_size=beam, max_batch_size=2048, batch_type="tokens")
    return [pieces.decode_pieces(r.hypotheses[0]) for r in results]


def translate_product(model: Path, sentences: Sequence[str], beam: int = 6) -> list[str]:
    """Translate as ``brief translate`` does, each line an article of one paragraph."""
    from pipeline.engines.loading import load_model
    from pipeline.records import Article
    from pipeline.translate import Translator

    articles = [Article(str(i), "", (sentence,), "-") for i, sentence in enumerate(sentences)]
    results = Translator(load_model(model, device="cpu"), beam).translate(articles)
    return [" ".join(s.english for s in result.sentences) for result in results]


def score(hypotheses: Sequence[str], references: Sequence[str]) -> Scores:
    """chrF and BLEU against one reference each; both sides with ASCII quotes, so that quote style costs nothing."""
    from sacrebleu.metrics import BLEU, CHRF

    chrf, bleu = CHRF(), BLEU()
    hyp, ref = [normalise(h) for h in hypotheses], [[normalise(r) for r in references]]
    c, b = chrf.corpus_score(hyp, ref).score, bleu.corpus_score(hyp, ref).score
    return Scores(round(c, 2), round(b, 2), str(chrf.get_signature()), str(bleu.get_signature()))


def score_probes(probes: Sequence[Probe], translations: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Passed and all probes of each category."""
    counts: dict[str, tuple[int, int]] = {}
    for probe, english in zip(probes, translations, strict=True):
        passed, total = counts.get(probe.category, (0, 0))
        counts[probe.category] = (passed + probe.passes(english), total + 1)
    return counts


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line: see the module's docstring."""
    parser = argparse.ArgumentParser(description="Score a translation model on the dev split and the probes.")
    parser.add_argument("--model", type=Path, default=HERE.parent / "starter" / "sq-en")
    parser.add_argument("--corpus", type=Path, default=HERE / "corpus", help="folder with dev.tsv and the other splits")
    parser.add_argument("--probes", type=Path, default=HERE / "probes.tsv")
    options = parser.parse_args(arguments)
    probes = read_probes(options.probes)
    splits = read_held_out(options.corpus)
    if not splits:
        sys.exit(
            f"{options.corpus}: none of {', '.join(f'{name}.tsv' for name in HELD_OUT)} is here; name the corpus with --corpus"
        )
    for split, pairs in splits.items():
        scores = score(translate_product(options.model, [s for s, _ in pairs]), [t for _, t in pairs])
        print(f"{split} chrF {scores.chrf} ({scores.chrf_signature})")
        print(f"{split} BLEU {scores.bleu} ({scores.bleu_signature})")
    answers = translate_product(options.model, [p.source for p in probes])
    for category, (passed, total) in score_probes(probes, answers).items():
        print(f"probes {category}: {passed} of {total}")
    for probe, answer in zip(probes, answers, strict=True):
        if not probe.passes(answer):
            print(f"  {probe.category}: {probe.source} → {answer}")


if __name__ == "__main__":
    main()
