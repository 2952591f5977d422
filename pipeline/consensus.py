"""Pure: rate several translations of one sentence by how much of what the others say each of them says.

Minimum Bayes risk decoding (Kumar and Byrne 2004, aclanthology.org/N04-1022) over the hypotheses of a beam: the likeliest
string is often a short one that leaves something out, while what most hypotheses agree on is in the sentence.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

LETTERS = 3
"""Hypotheses are compared by runs of so many letters. On the corpus' dev split runs of 3, of 4 and chrF's 1 to 6 choose alike
(chrF within 0.05), and one length costs a fifth of six."""

RECALL = 2.0
"""Weight of recall against precision, as in chrF: what a hypothesis lacks counts more than what it has too much."""

TEMPER = 0.3
"""Exponent of a hypothesis' probability as a voter: 0 counts heads, 1 believes the model, which is too sure of itself.
On the dev split 0, 0.3 and 0.6 give chrF 67.7, 67.7, 67.7 and BLEU 47.2, 47.4, 47.3; the likeliest string has 67.3, 47.1."""


def rate_hypotheses(texts: Sequence[str], log_probabilities: Sequence[float]) -> list[float]:
    """Expected agreement of each text with the others, in [0, 1]; the higher the better.

    ``log_probabilities`` are of whole sequences, of one length: a mean per piece times the mean number of pieces.
    """
    if len(texts) == 1:
        return [1.0]
    most = max(log_probabilities)
    votes = [math.exp(TEMPER * (p - most)) for p in log_probabilities]
    runs = [_count_runs(text) for text in texts]
    return [
        sum(vote * _agree(own, other) for vote, other in zip(votes, runs, strict=True)) / sum(votes) for own in runs
    ]


def _count_runs(text: str) -> Counter[str]:
    letters = "".join(text.split())
    return Counter(letters[i : i + LETTERS] for i in range(max(1, len(letters) - LETTERS + 1)))


def _agree(own: Counter[str], other: Counter[str]) -> float:
    """F-score of ``own`` against ``other`` as the reference, recall weighted :data:`RECALL` times as much as precision."""
    shared = sum(min(n, other[run]) for run, n in own.items() if run in other)
    weight = RECALL**2
    return (1 + weight) * shared / (own.total() + weight * other.total())
