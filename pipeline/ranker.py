"""The starter's summarisation model: a linear ranker over features of a sentence in its article.

A score is the log-odds, up to a constant, that an editor would keep the sentence in a brief of about sixty words. The
weights are learnt by ``models/train/ranker.py`` and read from a small JSON file; scoring needs the standard library
only and takes time and memory linear in the words of the article. Scores of different articles are not comparable.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.engines.manifest import find_problems, read_json, read_manifest
from pipeline.english import content_words
from pipeline.errors import ModelError

WEIGHTS = "weights.json"
FORMAT = 1

FEATURES = (
    "first",
    "nearness",
    "lateness",
    "centrality",
    "headline_overlap",
    "length",
    "numbers",
    "names",
    "density",
    "quoted",
    "pronoun",
    "connector",
    "question",
    "first_person",
    "day",
    "institution",
    "action",
    "reaction",
    "outlook",
    "figure",
    "superlative",
    "scene",
    "relative_clause",
)
"""Names of the features, in the order of a row of :func:`describe_sentences`; each value lies between 0 and 1."""

# Words that point back to a sentence before, at the start of a sentence.
PRONOUNS = frozenset(
    [
        "he",
        "she",
        "they",
        "it",
        "his",
        "her",
        "their",
        "its",
        "this",
        "that",
        "these",
        "those",
        "such",
        "both",
        "neither",
        "others",
        "another",
    ]
)
CONNECTORS = frozenset(
    [
        "but",
        "and",
        "however",
        "meanwhile",
        "moreover",
        "yet",
        "so",
        "then",
        "also",
        "still",
        "instead",
        "therefore",
        "thus",
        "nevertheless",
        "besides",
        "otherwise",
        "or",
        "nor",
    ]
)

_OPENER = re.compile(r"[^\w]*(\w+)")
_NAME = re.compile(r"(?<![.!?“\"] )(?<!^)\b[A-ZÀ-Ž][\w’'-]*(?:\s+[A-ZÀ-Ž][\w’'-]*)*")
_QUOTATION = re.compile(r"“[^”]*”?|\"[^\"]*\"?|«[^»]*»?")


def _cue(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


_NUMBER = _cue(
    r"\d+(?:[.,:]\d+)*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|half"
)
# What a sentence does in a story, by its words. The lists came from the words with the largest weights in a
# bag-of-words ranker on the training articles, generalised by hand.
_CUES = {
    "first_person": _cue(r"I|we|my|our|me|us|you|your"),
    "day": _cue(
        r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august|september|october"
        r"|november|december"
    ),
    "institution": _cue(
        r"government|minist\w+|president\w*|prime|courts?|police|prosecut\w+|parliament|assembly|commission|council"
        r"|opposition|authorit\w+|army|party|parties|union|agency|bank|company"
    ),
    "action": _cue(
        r"approv\w+|announc\w+|decid\w+|decision|sentenc\w+|agree\w*|sign(?:ed|s)|order\w*|suspend\w*|reach\w*"
        r"|elect\w*|vot\w+|claim\w*|cut|suspect\w*|admit\w*|plead\w*|sue[sd]?|resign\w*|call(?:ed|s)|acknowledg\w+"
        r"|promis\w+|pledg\w+|found"
    ),
    "reaction": _cue(r"den(?:y|ies|ied)|reject\w*|accus\w*|critici\w*|oppos\w*|demand\w*|warn\w*"),
    "outlook": _cue(r"expected|will|scheduled|next (?:week|month|year)|plans? to|due to"),
    "figure": _cue(r"killed|dead|died|injured|wounded|arrested|victims?|percent|million|billion"),
    "superlative": _cue(r"first|record|highest|largest|biggest|lowest|most"),
    "scene": _cue(
        r"photograph\w*|video\w*|footage|crowd\w*|heard|wait\w*|looks?|looked|hands?|mother|morning|flags?|home|voice"
        r"|house|walk\w*|recall\w*|smile\w*|stood|sat|windows?|neighbor\w*|remember\w*"
    ),
    "relative_clause": _cue(r"who|which|where|whose"),
}

# Sentences of the training articles have 18 words at the median; 95 % have fewer than 30.
_LONG_WORDS = 30
# A fixed number of steps, short of convergence: on the training articles the values correlate at 0.996 with those after
# thirty, and the briefs are the same by cross-validation. Damping as in the LexRank paper.
_CENTRALITY_STEPS = 5
_CENTRALITY_DAMPING = 0.85


@dataclass(frozen=True, slots=True)
class Ranker:
    """Weights by feature name, and the first 12 hex digits of the weights file's sha256."""

    weights: Mapping[str, float]
    revision: str

    def score(self, sentences: Sequence[str], headline: str | None) -> list[float]:
        """One score for each body sentence of an article: the higher, the more worth keeping."""
        return [
            math.fsum(self.weights[name] * value for name, value in zip(FEATURES, row, strict=True))
            for row in describe_sentences(sentences, headline)
        ]


def load_ranker(directory: Path) -> Ranker:
    """Read weights.json of a model directory.

    Raises ModelError when a file is missing, broken, or not what the manifest says, and when the weights were trained
    for other features than :data:`FEATURES`.
    """
    path = directory / WEIGHTS
    for problem in find_problems(directory, read_manifest(directory)):
        raise ModelError(problem.detail, about=str(directory / problem.file))
    document = read_json(path)
    weights = document.get("weights")
    if (
        document.get("format") != FORMAT
        or not isinstance(weights, dict)
        or set(weights) != set(FEATURES)
        or not all(isinstance(weight, int | float) and math.isfinite(weight) for weight in weights.values())
    ):
        raise ModelError(
            "The summary ranker was trained for other features than this version reads; "
            "train it again with models/train/ranker.py.",
            about=str(path),
        )
    return Ranker(weights, hashlib.sha256(path.read_bytes()).hexdigest()[:12])


def opener(sentence: str) -> str:
    """The first word of ``sentence`` in lower case, without quotation marks; "" when it has none."""
    match = _OPENER.match(sentence)
    return match.group(1).lower() if match else ""


def quoted_share(sentence: str) -> float:
    """Share of the characters of ``sentence`` that stand between quotation marks, 0 to 1."""
    return sum(len(span) for span in _QUOTATION.findall(sentence)) / max(1, len(sentence))


def describe_sentences(sentences: Sequence[str], headline: str | None) -> list[tuple[float, ...]]:
    """One row of :data:`FEATURES` for each body sentence of an article (without its headline), each value in 0 … 1."""
    words = [content_words(sentence) for sentence in sentences]
    centralities = _centralities(_weigh_words(words))
    title = set(content_words(headline or ""))
    rows = []
    for i, sentence in enumerate(sentences):
        length = max(1, len(sentence.split()))
        names = {word for name in _NAME.findall(sentence) for word in content_words(name)}
        numbers = len(_NUMBER.findall(sentence))
        row = {
            "first": float(i == 0),
            "nearness": 1 / (1 + i),
            "lateness": min(1.0, i / 10),
            "centrality": centralities[i],
            "headline_overlap": len(title & set(words[i])) / max(1, len(title)),
            "length": min(1.0, length / _LONG_WORDS),
            "numbers": min(1.0, numbers / 4),
            "names": min(1.0, len(names) / 6),
            "density": min(1.0, 2 * (numbers + len(names)) / length),
            "quoted": quoted_share(sentence),
            "pronoun": float(opener(sentence) in PRONOUNS),
            "connector": float(opener(sentence) in CONNECTORS),
            "question": float(sentence.rstrip("\"'”’»)").endswith("?")),
        }
        row |= {name: float(cue.search(sentence) is not None) for name, cue in _CUES.items()}
        rows.append(tuple(row[name] for name in FEATURES))
    return rows


def _weigh_words(documents: Sequence[Sequence[str]]) -> list[dict[str, float]]:
    """TF-IDF vectors of unit length, one for each list of words; {} for a list without words."""
    frequency = Counter(word for document in documents for word in set(document))
    vectors = []
    for document in documents:
        counts = Counter(document)
        vector = {w: n * math.log((1 + len(documents)) / frequency[w]) for w, n in sorted(counts.items())}
        norm = math.sqrt(math.fsum(v * v for v in vector.values()))
        vectors.append({w: v / norm for w, v in vector.items()} if norm else {})
    return vectors


def _centralities(vectors: Sequence[Mapping[str, float]]) -> list[float]:
    """Continuous LexRank of the sentences (Erkan and Radev 2004), scaled so that the most central has 1.

    The graph of all pairs is never built: as its edges are dot products, a step of the power iteration is two passes
    over the words (sum the weighted vectors, then project each sentence on the sum), so 1,500 sentences cost as little
    memory as their words.
    """
    count = len(vectors)
    ranks = [1.0] * count
    degrees = _project(vectors, ranks)
    for _ in range(_CENTRALITY_STEPS):
        shares = [rank / degree if degree else 0.0 for rank, degree in zip(ranks, degrees, strict=True)]
        ranks = [1 - _CENTRALITY_DAMPING + _CENTRALITY_DAMPING * flow for flow in _project(vectors, shares)]
    top = max(ranks, default=1.0)
    return [rank / top for rank in ranks]


def _project(vectors: Sequence[Mapping[str, float]], shares: Sequence[float]) -> list[float]:
    """For each unit vector, its dot product with the sum of all the others weighted by ``shares``."""
    total: dict[str, float] = {}
    for vector, share in zip(vectors, shares, strict=True):
        for word, value in vector.items():
            total[word] = total.get(word, 0.0) + share * value
    # Rounding may leave a hair below zero of a sentence that shares no word.
    return [
        max(0.0, math.fsum(value * (total[word] - share * value) for word, value in vector.items()))
        for vector, share in zip(vectors, shares, strict=True)
    ]
