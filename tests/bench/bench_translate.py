"""Speed of translation, as ratios measured side by side in one run: ``make bench``.

    500 corpus sentences, the starter, two threads, beam 4
    · brief's Translator (planning, engine, checks, ladder)
    · raw ctranslate2.translate_batch on the same pieces, with its own batching
    · transformers' generate, sentence by sentence, on a sample (scaled up: it is the slowest)

Machines are shared and noisy: each is the best of several rounds, taken in turn.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from conftest import STARTER, TOP

from pipeline import text
from pipeline.engines.conversion import converted
from pipeline.engines.loading import load_model
from pipeline.records import Article
from pipeline.translate import MemoryCache, Translator

THREADS, BEAM, ROUNDS = 2, 4, 5
SAMPLE = 25


@pytest.fixture(scope="module")
def sentences() -> list[str]:
    lines = (TOP / "models/train/corpus/dev.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t")[0] for line in lines][:500]


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def test_translation_speed_against_the_bare_engines(sentences: list[str]) -> None:
    import ctranslate2
    import torch
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

    model = load_model(STARTER, device="cpu", threads=THREADS)
    articles = [Article(str(i), "", (s,), "-") for i, s in enumerate(sentences)]
    pieces = [model.tokenizer.encode(text.normalise_punctuation(s)) for s in sentences]
    with converted(STARTER, "int8") as (directory, _):
        raw = ctranslate2.Translator(
            str(directory), device="cpu", compute_type="int8", inter_threads=1, intra_threads=THREADS
        )

    def ours() -> object:
        return Translator(model, BEAM, MemoryCache()).translate(articles)

    def bare() -> object:
        return raw.translate_batch(pieces, beam_size=BEAM, max_batch_size=64)

    ours(), bare()  # warm up
    rounds = [(seconds(ours), seconds(bare)) for _ in range(ROUNDS)]
    best_ours, best_bare = (min(r[i] for r in rounds) for i in (0, 1))

    torch.set_num_threads(THREADS)
    tokenizer = AutoTokenizer.from_pretrained(str(STARTER))
    network = AutoModelForSeq2SeqLM.from_pretrained(str(STARTER), dtype=torch.float32).eval()
    sample = sentences[:: len(sentences) // SAMPLE]

    def one_by_one() -> None:
        for sentence in sample:
            with torch.inference_mode():
                network.generate(**tokenizer(text.normalise_punctuation(sentence), return_tensors="pt"), num_beams=BEAM)

    one_by_one()
    loop = seconds(one_by_one) * len(sentences) / len(sample)
    print(
        f"\n{len(sentences)} sentences: brief {best_ours:.2f} s · raw CTranslate2 {best_bare:.2f} s · transformers loop "
        f"{loop:.1f} s (from {len(sample)})\nbrief is {best_bare / best_ours:.2f} × raw and {loop / best_ours:.1f} × the loop"
    )
    assert best_bare / best_ours > 0.5
    assert loop / best_ours > 5
