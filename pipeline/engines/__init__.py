"""The seam to neural models: one protocol, two engines behind it (ctranslate2.py, transformers.py).

An engine turns batches of pieces into hypotheses; it does not know sentences, articles, languages or caches.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Options:
    """Decoding options. Lengths are in target pieces; ``no_repeat_ngram`` 0 switches the constraint off."""

    beam: int = 4
    no_repeat_ngram: int = 0
    min_length: int = 0
    max_length: int = 256
    length_penalty: float = 1.0
    hypotheses: int = 1


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One decoded sequence, without special pieces. ``score`` is the mean log-probability per piece (natural log);
    ``finished`` is False when ``max_length`` was reached before the end piece."""

    pieces: tuple[str, ...]
    score: float
    finished: bool


class Engine(Protocol):
    """What a model that runs can do. Implementations release the device when garbage-collected."""

    name: str  # "ctranslate2" or "transformers"
    device: str  # "cpu", "cuda:0", "mps"
    quantisation: str  # "int8", "float32", "float16", …

    def generate(self, batch: Sequence[Sequence[str]], options: Options) -> list[list[Hypothesis]]:
        """Decode each source (its pieces, with the special pieces the model wants).

        Returns, in the order of ``batch``, the ``options.hypotheses`` best hypotheses of each, best first. The result for
        a source does not depend on its neighbours. Raises ModelError when the device fails.
        """
        ...


class Tokenizer(Protocol):
    """Text ↔ pieces, as one model wants them."""

    def encode(self, text: str) -> list[str]:
        """Pieces of ``text`` with the special pieces the model needs (end piece, language token, prefix)."""
        ...

    def decode(self, pieces: Sequence[str]) -> str:
        """Text of decoded ``pieces``; special pieces are dropped."""
        ...
