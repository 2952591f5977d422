"""Read and clean the parallel corpus: TSV lines of Albanian and English, articles separated by ``#`` lines.

Does not tokenise and does not change wording: cleaning only drops lines, and says how many and why.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

Pair = tuple[str, str]

# Between them these bounds keep 99.9 % of the hand-written corpus and catch shifted or half-empty lines.
MAX_CHARACTERS = 700
MAX_LENGTH_RATIO = 3.0
MIN_CHARACTERS_FOR_RATIO = 20

# Splits that are never trained on: dev is for choosing, the others are looked at when a release is made.
HELD_OUT = ("dev", "test", "long", "press", "wide")

_FOREIGN_SCRIPT = re.compile(r"[\u0370-\u1cff\u2e80-\uffef]")


@dataclass
class Corpus:
    """Cleaned documents (each a list of consecutive pairs), each one's file, and a count of what was dropped, by reason."""

    documents: list[list[Pair]]
    files: list[Path] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)

    @property
    def pairs(self) -> list[Pair]:
        """All pairs in reading order."""
        return [pair for document in self.documents for pair in document]


def read_documents(path: Path) -> Iterator[list[Pair]]:
    """Documents of one TSV file; a file without ``#`` lines is a list of one-sentence documents.

    Raises ValueError naming file and line when a line does not hold exactly two fields.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    articles = "#" in lines
    document: list[Pair] = []
    for number, line in enumerate(lines, 1):
        if line == "#":
            if document:
                yield document
            document = []
            continue
        fields = line.split("\t")
        if len(fields) != 2:
            raise ValueError(f"{path}:{number}: {len(fields)} fields instead of Albanian<TAB>English")
        pair = (fields[0].strip(), fields[1].strip())
        if articles:
            document.append(pair)
        else:
            yield [pair]
    if document:
        yield document


def fold(text: str) -> str:
    """``text`` without case, diacritics, punctuation and spacing: equal for lines that differ only in form."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if c.isalnum())


def fault(pair: Pair) -> str | None:
    """Why a pair should not be trained on, or None."""
    source, target = pair
    if not source or not target:
        return "empty side"
    if max(len(source), len(target)) > MAX_CHARACTERS:
        return "too long"
    ratio = max(len(source), len(target)) / min(len(source), len(target))
    if min(len(source), len(target)) >= MIN_CHARACTERS_FOR_RATIO and ratio > MAX_LENGTH_RATIO:
        return "length ratio"
    if _FOREIGN_SCRIPT.search(source + target):
        return "other script"
    return None


def read_corpus(paths: Iterable[Path], held_out: Iterable[Pair]) -> Corpus:
    """Clean all ``paths``; lines whose Albanian or English side occurs in ``held_out`` and repeated pairs are dropped.

    A dropped line splits its document, so that neighbours in a document stay neighbours in the text.
    """
    secret = {fold(side) for pair in held_out for side in pair}
    seen: set[str] = set()
    corpus = Corpus([])
    for path in sorted(paths):
        for document in read_documents(path):
            runs: list[list[Pair]] = [[]]
            for pair in document:
                key = fold(pair[0])
                if reason := fault(pair):
                    pass
                elif key in secret or fold(pair[1]) in secret:
                    reason = "held out"
                elif key in seen:
                    reason = "repeated"
                if reason:
                    corpus.dropped[reason] += 1
                    runs.append([])
                    continue
                seen.add(key)
                runs[-1].append(pair)
            kept = [run for run in runs if run]
            corpus.documents += kept
            corpus.files += [path] * len(kept)
    return corpus


def read_pairs(path: Path) -> list[Pair]:
    """All pairs of one TSV file, uncleaned (the dev split, synthetic lines)."""
    return [pair for document in read_documents(path) for pair in document]


def read_held_out(folder: Path) -> dict[str, list[Pair]]:
    """The splits that are never trained on, of a corpus folder, by name; only those that are there."""
    return {name: read_pairs(path) for name in HELD_OUT if (path := folder / f"{name}.tsv").exists()}
